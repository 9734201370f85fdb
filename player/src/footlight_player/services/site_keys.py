"""The CA key in a controller's data directory, for simulated players that belong to its site."""

from pathlib import Path

import msgspec
from msgspec import Struct

from footlight_common.errors import CredentialRefused, StorageError, TrustError
from footlight_common.security.authority import Authority
from footlight_common.security.certificates import Credential
from footlight_common.security.keys import TLSKey
from footlight_common.security.standing import Standing, received
from footlight_common.storage import peek


class _Keys(Struct, frozen=True):
    authority: bytes | None = None

    def __repr__(self) -> str:
        return "_Keys()"


class _Row(Struct, frozen=True):
    standing: Standing
    keys: bytes
    keyring: str = ""

    def __repr__(self) -> str:
        return "_Row()"


def site_keys(folder: Path) -> tuple[Authority, Standing]:
    """What signs certificates of the site in `folder`, and its roster. Blocks.

    Raises StorageError when there is no site or it is damaged, CredentialRefused when its CA key is not there to read.
    """
    table = peek(folder / "site.json").get("site", {})
    if "1" not in table:
        msg = f"there is no site in {folder}. Give --site the data directory of a controller that has one."
        raise StorageError(msg)
    try:
        row = msgspec.convert(table["1"], _Row)
        standing = received(row.standing)
        keys = _Keys() if row.keyring else msgspec.json.decode(row.keys, type=_Keys)
        credential = keys.authority and Credential(TLSKey.from_pem(keys.authority), standing.authority_certificate)
    except (msgspec.MsgspecError, UnicodeError, TrustError):
        # Without the cause, which may quote what it read.
        msg = f"the site in {folder} is damaged or of another version. Restore it from a backup."
        raise StorageError(msg) from None
    if not credential:
        msg = (
            f"the CA key of the site is not in {folder}: it lies in the keyring of the desktop, or the controller is "
            "no technician's or admin's. Use another data directory."
        )
        raise CredentialRefused(msg)
    return Authority(credential), standing
