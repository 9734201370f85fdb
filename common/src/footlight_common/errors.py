"""Every error that crosses a boundary, each with a code for the wire and a text for a person.

FootlightError
├── ProtocolError               bad_message
│   ├── MessageTooLarge         message_too_large
│   ├── HelloTimeout            hello_timeout
│   ├── TooSlow                 too_slow
│   ├── TooManyConnections      too_many_connections
│   └── VersionMismatch         version
├── CommandError                command_failed
│   ├── InvalidArgument         invalid_argument
│   ├── NothingToPlay           nothing_to_play
│   └── CommandTimeout          command_timeout
├── MediaError                  media_failed
│   ├── MediaMissing            media_missing
│   ├── MediaUnreachable        media_unreachable
│   └── MediaUnsupported        media_unsupported
├── LinkError                   link_failed
│   ├── NotOnThisMachine        not_on_this_machine
│   ├── Unreachable             unreachable
│   ├── OtherPlayer             other_player
│   └── NotLinked               not_linked
├── TrustError                  trust_failed
│   ├── NoSite                  no_site
│   ├── NotPaired               not_paired
│   ├── NotMember               not_member
│   ├── OtherSite               other_site
│   ├── RoleDenied              role_denied
│   ├── Revoked                 revoked
│   ├── CredentialRefused       credential_refused
│   ├── RosterRefused           roster_refused
│   ├── BackupFailed            backup_failed
│   └── PairingFailed           pairing_failed
│       ├── InvalidCode         invalid_code
│       ├── WrongCode           wrong_code
│       ├── PairingBusy         pairing_busy
│       └── PairingClosed       pairing_closed
├── SelectionError              selection_failed
│   ├── UnknownPlayer           unknown_player
│   ├── AmbiguousPlayer         ambiguous_player
│   └── UnknownAlert            unknown_alert
├── SendFailed                  send_failed
├── NoPicture                   no_picture
├── ListenError                 listen_failed
└── StorageError                storage_failed
    └── DirectoryInUse          directory_in_use
"""

from typing import ClassVar

_BY_CODE: dict[str, type["FootlightError"]] = {}


class FootlightError(Exception):
    """Base of the tree. `str(error)` says what happened, why, and what to do next."""

    code: ClassVar[str] = "failed"

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if cls.code in _BY_CODE:
            msg = f"error code {cls.code!r} is taken by {_BY_CODE[cls.code].__name__}"
            raise TypeError(msg)
        _BY_CODE[cls.code] = cls


class ProtocolError(FootlightError):
    """The other side sent what this side cannot take."""

    code = "bad_message"


class MessageTooLarge(ProtocolError):
    """A control message over the limit of the protocol."""

    code = "message_too_large"


class HelloTimeout(ProtocolError):
    """A connection that did not introduce itself in time."""

    code = "hello_timeout"


class TooSlow(ProtocolError):
    """A reader that let its queue overflow; it reconnects and starts from a snapshot."""

    code = "too_slow"


class TooManyConnections(ProtocolError):
    """No room for another connection."""

    code = "too_many_connections"


class VersionMismatch(ProtocolError):
    """The two sides share no protocol version."""

    code = "version"


class CommandError(FootlightError):
    """A command was understood and could not be carried out."""

    code = "command_failed"


class InvalidArgument(CommandError):
    """An argument out of range or of the wrong kind."""

    code = "invalid_argument"


class NothingToPlay(CommandError):
    """The command needs an item and there is none."""

    code = "nothing_to_play"


class CommandTimeout(CommandError):
    """No result came in time; the command may still have taken effect."""

    code = "command_timeout"


class MediaError(FootlightError):
    """An item could not be shown."""

    code = "media_failed"


class MediaMissing(MediaError):
    """No such file."""

    code = "media_missing"


class MediaUnreachable(MediaError):
    """A URL that does not answer."""

    code = "media_unreachable"


class MediaUnsupported(MediaError):
    """A file that holds nothing this player can show."""

    code = "media_unsupported"


class LinkError(FootlightError):
    """A player could not be reached, or refused."""

    code = "link_failed"


class NotOnThisMachine(LinkError):
    """An address of another machine, while the user chose to keep to this one."""

    code = "not_on_this_machine"


class Unreachable(LinkError):
    """Nothing answered at the address."""

    code = "unreachable"


class OtherPlayer(LinkError):
    """Another player than the one expected answers at the address."""

    code = "other_player"


class NotLinked(LinkError):
    """The player is known and offline."""

    code = "not_linked"


class TrustError(FootlightError):
    """Who may do what: a key, a certificate, a role or a code did not fit."""

    code = "trust_failed"


class NoSite(TrustError):
    """The controller belongs to no site yet."""

    code = "no_site"


class NotPaired(TrustError):
    """The caller showed no certificate, or one that the roster does not know."""

    code = "not_paired"


class NotMember(TrustError):
    """A certificate of the site whose roster does not name it: of a backup, or of before the player last heard."""

    code = "not_member"


class OtherSite(TrustError):
    """A certificate or document of another site."""

    code = "other_site"


class RoleDenied(TrustError):
    """A member asked for what their role may not do."""

    code = "role_denied"


class Revoked(TrustError):
    """The caller's certificate was taken back by an admin."""

    code = "revoked"


class CredentialRefused(TrustError):
    """A key, a certificate or a request for one that cannot be used."""

    code = "credential_refused"


class RosterRefused(TrustError):
    """A roster, or a change to one, that must not take the place of the present one."""

    code = "roster_refused"


class BackupFailed(TrustError):
    """The backup of a site could not be made or opened."""

    code = "backup_failed"


class PairingFailed(TrustError):
    """A pairing or an invitation ended without a result; it can be tried again from the start."""

    code = "pairing_failed"


class InvalidCode(PairingFailed):
    """What was typed has not the form of a code."""

    code = "invalid_code"


class WrongCode(PairingFailed):
    """The code was not the one shown, or somebody stands between the two."""

    code = "wrong_code"


class PairingBusy(PairingFailed):
    """Not now: another attempt is under way, or a pause after wrong codes is not over."""

    code = "pairing_busy"

    def __init__(self, text: str, *, wait_s: int | None = None) -> None:
        """`wait_s`: after so many seconds it is worth another try."""
        super().__init__(text)
        self.wait_s = wait_s


class PairingClosed(PairingFailed):
    """Too many wrong codes; somebody has to act at the player."""

    code = "pairing_closed"


class SelectionError(FootlightError):
    """What was named is not one player."""

    code = "selection_failed"


class UnknownPlayer(SelectionError):
    """No player has this id, prefix or name."""

    code = "unknown_player"


class AmbiguousPlayer(SelectionError):
    """Several players fit."""

    code = "ambiguous_player"


class UnknownAlert(SelectionError):
    """No alert that is open has this number."""

    code = "unknown_alert"


class SendFailed(FootlightError):
    """An e-mail or a webhook did not go out; it is tried again."""

    code = "send_failed"


class NoPicture(FootlightError):
    """There is nothing on a screen that could be copied."""

    code = "no_picture"


class ListenError(FootlightError):
    """The player cannot listen at the address it was given."""

    code = "listen_failed"


class StorageError(FootlightError):
    """A document could not be kept or read back."""

    code = "storage_failed"


class DirectoryInUse(StorageError):
    """Another process owns the data directory."""

    code = "directory_in_use"


def error_from_code(code: str, message: str) -> FootlightError:
    """The error that crossed the wire as `code`; an unknown code gives a plain FootlightError."""
    return _BY_CODE.get(code, FootlightError)(message)
