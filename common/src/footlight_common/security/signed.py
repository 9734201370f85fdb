"""Documents signed with a roster key: exactly the bytes that were signed, and by whom."""

import zlib
from typing import Annotated, TypeVar

import msgspec
from msgspec import Meta, Struct

from footlight_common.errors import RosterRefused
from footlight_common.security.keys import Fingerprint, RosterKey, roster_fingerprint, signature_fits

# Certificates are much alike: a full roster packs into a third. As base64 it fits one control message then, with all
# that stands around it.
MAX_PACKED_BYTES = 128 * 1024
# What a crafted one may make a reader unpack.
MAX_DOCUMENT_BYTES = 512 * 1024

D = TypeVar("D", bound=Struct)


class Signed(Struct, frozen=True, kw_only=True):
    """A document, its Ed25519 signature, and the fingerprint of the key that made it."""

    document: Annotated[bytes, Meta(max_length=MAX_PACKED_BYTES)]
    """JSON, packed as zlib does (RFC 1950)."""
    signature: Annotated[bytes, Meta(min_length=64, max_length=64)]
    signer: Fingerprint

    def read(self, kind: type[D]) -> D:
        """The document, with nothing said about who signed it. Raises RosterRefused when it is malformed."""
        try:
            data = zlib.decompressobj().decompress(self.document, MAX_DOCUMENT_BYTES + 1)
            if len(data) > MAX_DOCUMENT_BYTES:
                raise RosterRefused(TOO_LARGE)
            return msgspec.json.decode(data, type=kind)
        except (zlib.error, msgspec.DecodeError, UnicodeError, RecursionError) as err:
            # Without the words of the error, which may quote a stranger at any length.
            msg = f"the signed document is no {kind.__name__.lower()}. Are both sides of the same version?"
            raise RosterRefused(msg) from err

    def verify(self, kind: type[D], key: bytes) -> D:
        """The document, when the holder of this roster key signed it as one of this kind. Raises RosterRefused."""
        document = self.read(kind)
        fits = signature_fits(key, self.signature, _signed_bytes(kind, self.document))
        if not fits or self.signer != roster_fingerprint(key):
            msg = "the document was not signed with the roster key of this site. It is not used; ask an admin."
            raise RosterRefused(msg)
        return document


TOO_LARGE = "the signed document is too large. Remove members who no longer need access, or give them shorter names."


def sign(document: Struct, key: RosterKey) -> Signed:
    """Raises RosterRefused for one that nobody would take."""
    try:
        text = msgspec.json.encode(document)
    except UnicodeError as err:
        msg = "a name holds characters that cannot be sent. Type it again."
        raise RosterRefused(msg) from err
    packed = zlib.compress(text)
    if len(text) > MAX_DOCUMENT_BYTES or len(packed) > MAX_PACKED_BYTES:
        raise RosterRefused(TOO_LARGE)
    try:
        msgspec.json.decode(text, type=type(document))
    except msgspec.ValidationError as err:
        msg = f"the {type(document).__name__.lower()} cannot be saved: {err}. Correct it and save again."
        raise RosterRefused(msg) from err
    signature = key.sign(_signed_bytes(type(document), packed))
    return Signed(document=packed, signature=signature, signer=key.fingerprint)


def _signed_bytes(kind: type[Struct], packed: bytes) -> bytes:
    # The kind is signed too, so that no document can be taken for one of another kind.
    return f"footlight {kind.__name__.lower()} 1\n".encode() + packed
