"""What the desktop app needs from the controller behind it."""

from collections.abc import Callable
from typing import Protocol

from footlight_common.discovery import Address
from footlight_common.model.audit import DEFAULT_PAGE_ENTRIES, AuditPage
from footlight_common.model.playback import Playlist
from footlight_common.protocol.commands import AnyAction
from footlight_common.security.pairing_code import PairingCode
from footlight_common.security.roles import Role
from footlight_controller.core.changes import Changes
from footlight_controller.core.site_view import MemberView, OpenInvitation, SiteView
from footlight_controller.core.view import PlayerView
from footlight_controller.ui.alerts_ports import AlertsPort
from footlight_controller.ui.history_ports import HistoriesPort
from footlight_controller.ui.logs_ports import LogsPort
from footlight_controller.ui.metrics_ports import MetricsPort


class TeamPort(Protocol):
    """What people do with the site and its members. Everything raises FootlightError; the site it returns is in force.

    Everything on the core thread.
    """

    async def create(self, name: str, member: str) -> SiteView:
        """Make a site, with `member` as its first admin."""
        ...

    async def keys_in_keyring(self) -> bool:
        """Whether the keys on this computer are locked by the keyring of the desktop."""
        ...

    async def backup(self, passphrase: str) -> bytes:
        """The site in one encrypted file."""
        ...

    async def restore(self, data: bytes, passphrase: str, member: str) -> SiteView:
        """Belong to the site of a backup, with `member` as another admin."""
        ...

    async def set_role(self, member_id: str, role: Role) -> SiteView:
        """Give a member another role."""
        ...

    async def revoke(self, member_id: str) -> SiteView:
        """Remove a member: their key is taken back."""
        ...

    async def rotate(self) -> SiteView:
        """Change the keys of the site, which whoever was removed may know."""
        ...

    async def invite(self, role: Role) -> OpenInvitation:
        """Let one person join with a code. One invitation at a time."""
        ...

    async def invited(self) -> MemberView:
        """Wait for the person. Raises PairingFailed when the time is over, or it was cancelled."""
        ...

    async def invitation_after(self, seen: OpenInvitation) -> OpenInvitation | None:
        """Wait until the open invitation is another than `seen`, as with a new code; None when none is open."""
        ...

    async def cancel_invitation(self) -> None:
        """Nobody may join any more; nothing when nobody might."""
        ...

    async def join(self, address: Address, code: str, member: str) -> SiteView:
        """Belong to the site of whoever invites at `address`, under the name `member`."""
        ...


class FindsPort(Protocol):
    """What people decide about players that announce themselves. On the core thread."""

    async def adopt(self, player_id: str) -> PlayerView:
        """Make a discovered player one of ours. Raises UnknownPlayer when it is not discovered."""
        ...

    async def ignore(self, player_id: str) -> None:
        """Mark a discovered player as ignored, also in the next run. Raises UnknownPlayer."""
        ...

    async def unignore(self, player_id: str) -> None:
        """Take the mark away again. Raises UnknownPlayer."""
        ...

    async def identify(self, player_id: str) -> None:
        """Have a discovered player show its name on its screen. Raises FootlightError."""
        ...

    async def set_automatic(self, on: bool) -> None:
        """Whether a player that is found is added by itself; those discovered and not ignored are added at once."""
        ...


class ControllerPort(Protocol):
    """The controller, without any window. Everything on the core thread."""

    @property
    def finds(self) -> FindsPort:
        """Players that announce themselves."""
        ...

    @property
    def team(self) -> TeamPort:
        """The site and its members."""
        ...

    @property
    def alerts(self) -> AlertsPort:
        """What needs a person, and who is told."""
        ...

    @property
    def histories(self) -> HistoriesPort:
        """What players remember, as far as it is here."""
        ...

    @property
    def metrics(self) -> MetricsPort:
        """What players measure."""
        ...

    @property
    def logs(self) -> LogsPort:
        """What players say, for technicians and admins."""
        ...

    async def start(self) -> None:
        """Find and link players from now on. Raises FootlightError when it cannot work at all."""
        ...

    async def close(self) -> None:
        """Let go of everything."""
        ...

    def subscribe(self, sink: Callable[[Changes], None]) -> Callable[[], None]:
        """Call `sink` now with everybody, then with every change; ends by calling what is returned."""
        ...

    async def command(self, player_id: str, action: AnyAction) -> None:
        """Return when the player has done it. Raises FootlightError."""
        ...

    async def add(self, address: Address) -> PlayerView:
        """Reach the player at `address` and keep it. Raises FootlightError."""
        ...

    async def pair(
        self, address: Address, code: PairingCode, *, name: str = "", area: str = "", player_id: str = ""
    ) -> PlayerView:
        """Make the player at `address` one of the site's and of ours. Raises FootlightError; nothing has changed then.

        Without a `name` it keeps its own; with a `player_id` it is paired only if it is that one.
        """
        ...

    async def unpair(self, player_id: str) -> None:
        """Have a player forget the site, and take it out of the list. Raises FootlightError."""
        ...

    async def replace(self, old_id: str, address: Address, code: PairingCode) -> PlayerView:
        """Pair a new player under the name and area of one of ours, which leaves the list. Raises FootlightError."""
        ...

    async def remove(self, *player_ids: str) -> None:
        """Take players out of the list; one that is there is discovered again. Raises FootlightError."""
        ...

    async def screenshot(self, player_id: str, width_px: int, kind: str = "jpeg") -> bytes:
        """What is on the screen of a player, as `kind` (jpeg, webp or png), 16 to 1280 pixels wide.

        Raises FootlightError.
        """
        ...

    async def playlist(self, player_id: str) -> Playlist:
        """All items of what a player plays. Raises FootlightError."""
        ...

    async def audit(
        self,
        player_id: str,
        *,
        before: int | None = None,
        limit: int = DEFAULT_PAGE_ENTRIES,
        member: str = "",
        command: str = "",
    ) -> AuditPage:
        """What was asked of a player and by whom, newest first. Raises FootlightError."""
        ...

    async def seen(self) -> dict[str, float]:
        """When members were last seen by a player: Unix seconds by id. Raises FootlightError."""
        ...

    async def look_at(self, *player_ids: str) -> None:
        """The user has these players open now: they hear who else begins to control them."""
        ...
