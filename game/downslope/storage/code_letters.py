"""A text as letters that fit into a message or a link: deflated, with a checksum, in base64url."""

from __future__ import annotations

import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode

CHECKSUM = 4  # bytes


def letters_of(plain: bytes, common: bytes = b"") -> str:
    """`common`: what such texts are made of, a part of the form."""
    packer = zlib.compressobj(9, wbits=-zlib.MAX_WBITS, zdict=common)
    packed = packer.compress(plain) + packer.flush()
    return urlsafe_b64encode(zlib.crc32(packed).to_bytes(CHECKSUM, "big") + packed).decode().rstrip("=")


def text_of_letters(letters: str, most: int, common: bytes = b"") -> bytes:
    """The text. ValueError: letters are missing or wrong; OverflowError: it has more than `most` bytes."""
    raw = urlsafe_b64decode(letters + "=" * (-len(letters) % 4))
    total, packed = int.from_bytes(raw[:CHECKSUM], "big"), raw[CHECKSUM:]
    if not packed or zlib.crc32(packed) != total:
        raise ValueError("the checksum is of another text")
    unpacker = zlib.decompressobj(wbits=-zlib.MAX_WBITS, zdict=common)
    try:
        plain = unpacker.decompress(packed, most)
    except zlib.error as error:
        raise ValueError(str(error)) from error
    if unpacker.unconsumed_tail or not unpacker.eof:
        raise OverflowError("the text is too long")
    return plain
