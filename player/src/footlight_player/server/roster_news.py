"""Which roster each session has and was told of: so that each hears of another one once."""

from footlight_common.errors import RosterRefused
from footlight_common.protocol.session import RosterChanged
from footlight_common.security.roster import Roster
from footlight_common.security.standing import Offer, Standing, mark
from footlight_player.server.session import Session


class RosterNews:
    """Rosters are told apart by their signatures."""

    def __init__(self) -> None:
        self._has: dict[Session, bytes] = {}
        self._told: dict[Session, bytes] = {}

    def offered(self, session: Session, offer: Offer) -> None:
        """Its controller has this one."""
        self._has[session] = offer.roster.signature

    def welcome(self, session: Session, offered: Offer | None, standing: Standing) -> Offer | None:
        """What to send along with the welcome: the roster in force, when the one offered gives way to it."""
        self._told[session] = standing.signed.signature
        if offered is None or not _newer(standing, offered):
            return None
        self.offered(session, standing.offer)
        return standing.offer

    def tell(self, session: Session, standing: Standing, roster: Roster) -> None:
        """Say that another roster is in force now, unless the session was told of it."""
        signature = standing.signed.signature
        if self._told.get(session) == signature:
            return
        self._told[session] = signature
        offer = None if self._has.get(session) == signature else standing.offer
        self._has[session] = signature
        session.tell(RosterChanged(epoch=roster.epoch, version=roster.version, mark=mark(standing.signed), offer=offer))

    def forget(self, session: Session) -> None:
        """It ended."""
        self._has.pop(session, None)
        self._told.pop(session, None)


def _newer(standing: Standing, offered: Offer) -> bool:
    # Who signed the one that was offered does not matter here.
    try:
        other = offered.roster.read(Roster)
    except RosterRefused:
        return True
    return standing.place > (other.epoch, other.version, mark(offered.roster))
