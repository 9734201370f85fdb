"""Pairings and invitations to the end, kept message by message."""

from common.security.sites import OTHER_PLAYER, PLAYER, SITE, site

from footlight_common.security.invitation import Inviting, Joining
from footlight_common.security.keys import TLSKey
from footlight_common.security.pairing import ControllerPairing, PlayerPairing
from footlight_common.security.pairing_code import PairingCode
from footlight_common.security.roles import Role
from footlight_common.security.roster import Member
from footlight_common.security.standing import publish

CODE, OTHER_CODE = PairingCode("314159"), PairingCode("265358")


class Pairing:
    """One player and one controller of our site. `player_key` is what the controller saw in TLS."""

    def __init__(self, *, code=CODE, typed=CODE, player_key=None, own_key=None, home=None):
        self.home = home or site()
        self.key = TLSKey.generate()
        self.player = PlayerPairing(code, player=PLAYER, key=self.key)
        own_key = own_key or self.home.admin.fingerprint
        self.controller = ControllerPairing(typed, own_key=own_key, player_key=player_key or self.key.fingerprint)
        self.claim = None
        self.finished = False

    def grant(self, data, **changed):
        """What the controller answers to the player's request."""
        request = self.controller.request(data)
        certificate = self.home.authority.issue_for_player(request.csr, request.player)
        parts = {"certificate": certificate, "standing": self.home.standing, "name": "Lobby", "area": "Ground floor"}
        return self.controller.grant(**{**parts, **changed})

    def done(self, data):
        """What the player answers to the grant."""
        self.claim = self.player.claim(data)
        return self.player.done()

    def end(self, data):
        self.controller.finish(data)
        self.finished = True

    def turns(self):
        """Who takes each message, in order; the answer is the next."""
        return [self.player.reply, self.controller.confirm, self.player.request, self.grant, self.done, self.end]


class Invitation:
    """A person who joins our site, and its admin."""

    def __init__(self, *, code=CODE, typed=CODE, admin_key=None, name="Reader", role=Role.OPERATOR):
        self.home, self.role = site(), role
        self.key, listening = TLSKey.generate(), TLSKey.generate()
        self.admin = Inviting(code, own_key=listening.fingerprint, site=SITE, site_name="Museum", role=role)
        admin_key = admin_key or listening.fingerprint
        self.joining = Joining(typed, name=name, key=self.key, admin_key=admin_key)
        self.invited = self.membership = None
        self.finished = False

    def apply(self, data):
        self.invited = self.joining.invited(data)
        return self.joining.apply()

    def admit(self, data):
        application = self.admin.application(data)
        certificate = self.home.authority.issue_for_member(application.public_key, OTHER_PLAYER)
        member = Member.of(certificate, name=application.name, role=self.role, added_at_s=2.0, added_by="admin")
        standing = self.home.standing
        return self.admin.admit(
            certificate, publish(standing, standing.roster.with_member(member), self.home.roster_key)
        )

    def done(self, data):
        self.membership = self.joining.membership(data)
        return self.joining.done()

    def end(self, data):
        self.admin.finish(data)
        self.finished = True

    def turns(self):
        return [self.admin.reply, self.joining.confirm, self.admin.invite, self.apply, self.admit, self.done, self.end]


def run(talk, *, upto=None, between=lambda _, data: data):
    """Carry messages from side to side, each through `between(number, data)`. Returns all as they were sent."""
    caller = talk.turns()[1].__self__
    sent = [caller.open()]
    for number, turn in enumerate(talk.turns()[:upto]):
        answer = turn(between(number, sent[-1]))
        sent += [answer] if answer is not None else []
    return sent
