"""A stream encrypted and authenticated in blocks, so that any length of it takes the same memory.

Every file has a key of its own, derived from the secret and a random salt; a block's nonce is its number and whether it
is the last (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015): a block that was altered, moved,
left out or put after the end does not open, and neither does a stream that was cut at the edge of a block.
"""

import secrets
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MAGIC = b"PVEHUB-BACKUP-2\n"
BLOCK = 1024 * 1024
SALT, NAME, TAG = 32, 8, 16
HEAD = len(MAGIC) + SALT + NAME


class Unsealable(Exception):
    """The stream does not open; the message is a sentence that says why."""


def name_of(secret: str) -> bytes:
    """Tells one secret from another and nothing more, so that the wrong one is not taken for a damaged file."""
    return HKDF(SHA256(), NAME, salt=None, info=b"pvehub backup: name").derive(secret.encode())


def _cipher(secret: str, salt: bytes) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, salt=salt, info=b"pvehub backup: key").derive(secret.encode()))


def _nonce(number: int, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])


class Sealed:
    """Writes to `target` what is written to it; without `close` there is no end, and what was written opens to nobody."""

    def __init__(self, target: IO[bytes], secret: str) -> None:
        salt = secrets.token_bytes(SALT)
        self._target, self._cipher, self._number = target, _cipher(secret, salt), 0
        self._head, self._held = MAGIC + salt + name_of(secret), bytearray()
        target.write(self._head)

    def write(self, data: bytes) -> int:
        """Keeps back at least one byte: only `close` knows which block is the last."""
        self._held += data
        while len(self._held) > BLOCK:
            self._seal(bytes(self._held[:BLOCK]), is_last=False)
            del self._held[:BLOCK]
        return len(data)

    def close(self) -> None:
        """Seals the last block."""
        self._seal(bytes(self._held), is_last=True)
        self._held.clear()

    def _seal(self, block: bytes, *, is_last: bool) -> None:
        self._target.write(self._cipher.encrypt(_nonce(self._number, is_last), block, self._head))
        self._number += 1


class Opened:
    """Reads what `Sealed` wrote; nothing that was not authenticated is ever handed out."""

    def __init__(self, source: IO[bytes], *keys: str) -> None:
        """Opens with whichever of these secrets it was sealed under; raises Unsealable when it is none of them."""
        self._source, self._number, self._clear = source, 0, bytearray()
        self._head = source.read(HEAD)
        if len(self._head) < HEAD or not self._head.startswith(MAGIC):
            raise Unsealable("The file is no backup of the portal.")
        salt, name = self._head[len(MAGIC) : -NAME], self._head[-NAME:]
        secret = next((key for key in keys if name_of(key) == name), None)
        if secret is None:
            raise Unsealable("The backup was made under another key, or its first bytes were altered.")
        self._cipher = _cipher(secret, salt)
        self._next = source.read(BLOCK + TAG)
        self._is_over = False

    def read(self, size: int) -> bytes:
        """At most `size` bytes; none at the end, which is itself authenticated."""
        while len(self._clear) < size and not self._is_over:
            self._open()
        data = bytes(self._clear[:size])
        del self._clear[:size]
        return data

    def _open(self) -> None:
        block, self._next = self._next, self._source.read(BLOCK + TAG)
        self._is_over = not self._next
        try:
            self._clear += self._cipher.decrypt(_nonce(self._number, self._is_over), block, self._head)
        except InvalidTag:
            raise Unsealable("The backup was cut off or altered: it does not open.") from None
        self._number += 1
