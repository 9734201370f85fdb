"""The lock on a site's private keys, kept by the keyring of the desktop where there is one."""

import logging
import os
import re
from typing import Protocol, TypeGuard

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from footlight_common.errors import CredentialRefused

_log = logging.getLogger(__name__)

SERVICE = "footlight"
_NONCE_BYTES = 12


class Keyring(Protocol):
    """Keeps small secrets by name. Both may take the time of a person who types a password."""

    def get(self, name: str) -> str | None:
        """None when there is no such secret, or no keyring that answers."""
        ...

    def put(self, name: str, secret: str) -> bool:
        """Whether it is kept."""
        ...


class NoKeyring:
    """A machine without one."""

    def get(self, name: str) -> str | None:  # noqa: ARG002
        return None

    def put(self, name: str, secret: str) -> bool:  # noqa: ARG002
        return False


class DesktopKeyring:
    """The one of the operating system, if it is there and open. Never raises: without it the file has to do."""

    def get(self, name: str) -> str | None:
        try:
            # Loading looks for D-Bus and takes a while: only for those who need it.
            import keyring

            return keyring.get_password(SERVICE, name)
        except Exception as err:  # noqa: BLE001  every backend has errors of its own
            _log.info("the keyring does not answer: %s", type(err).__name__)
            return None

    def put(self, name: str, secret: str) -> bool:
        try:
            import keyring

            keyring.set_password(SERVICE, name, secret)
            return keyring.get_password(SERVICE, name) == secret
        except Exception as err:  # noqa: BLE001
            _log.info("the keyring does not keep anything: %s", type(err).__name__)
            return False


class KeyringLock:
    """Encrypts with a key that only the keyring has. Every `name` is one key."""

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring

    def close(self, name: str, plain: bytes) -> bytes | None:
        """The bytes as nobody else can read them; None when there is no keyring to hold the key."""
        found = self._keyring.get(name)
        key = bytes.fromhex(found) if _is_key(found) else AESGCM.generate_key(256)
        if not _is_key(found) and not self._keyring.put(name, key.hex()):
            return None
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + AESGCM(key).encrypt(nonce, plain, name.encode())

    def open(self, name: str, closed: bytes) -> bytes:
        """The bytes that were closed. Raises CredentialRefused."""
        found = self._keyring.get(name)
        if not _is_key(found):
            raise CredentialRefused(_LOCKED)
        try:
            opened = AESGCM(bytes.fromhex(found)).decrypt(closed[:_NONCE_BYTES], closed[_NONCE_BYTES:], name.encode())
        except (InvalidTag, ValueError):
            raise CredentialRefused(_LOCKED) from None
        return opened


def _is_key(text: str | None) -> TypeGuard[str]:
    return text is not None and re.fullmatch(r"[0-9a-f]{64}", text) is not None


_LOCKED = (
    "the keys of the site lie in the keyring of the desktop, which does not give them out. "
    "Log in to the desktop and unlock the keyring, or restore the site from a backup."
)
