"""How are the bytes of evidence kept so that only this register can read them, unaltered?

Each file is sealed with a key of its own by AES-256-GCM in chunks of 1 MiB (the STREAM
construction: nonce = random prefix + counter + "last" flag), so that a changed, shortened,
re-ordered or exchanged file fails to open. Every chunk is bound to the header, the file, the party
and the owner. The file's key is wrapped by a key derived from KEYS["evidence"] for the party; the
wrap names its key, so that rotation re-wraps and never touches a file (security.md 3.5).

    file:  "PCV1" | length of chunk (4) | nonce prefix (7) | chunks, each with a tag of 16 bytes
    wrap:  version (1) | length of key id (1) | key id | nonce (12) | wrapped key with tag (48)

No plain byte is written anywhere: the stream goes through encryption straight to the store.
"""

import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

MAGIC, WRAP_VERSION = b"PCV1", b"\x01"
CHUNK, TAG, PREFIX = 1024 * 1024, 16, 7
HEADER = len(MAGIC) + 4 + PREFIX
PART = ".part"  # ends the name of a file that is being written


class Tampered(Exception):
    """A sealed file is missing, altered, shortened, or was exchanged for another."""


@dataclass(frozen=True)
class Sealed:
    stored_name: str
    sha256: str
    size: int
    wrapped_key: bytes


def seal(stream, *, party_id: int, owner: str) -> Sealed:
    """Store what the stream holds; returns only when it is on the disk, file and folder."""
    name, key, digest, size = secrets.token_hex(16), AESGCM.generate_key(256), sha256(), 0
    header = MAGIC + CHUNK.to_bytes(4, "big") + secrets.token_bytes(PREFIX)
    bound, cipher = _binding(header, name, party_id, owner), AESGCM(key)
    with store().writing(name) as write:
        write(header)
        for number, (chunk, last) in enumerate(_chunks(stream)):
            digest.update(chunk)
            size += len(chunk)
            write(cipher.encrypt(_nonce(header, number, last), chunk, bound))
    wrapped = _wrap(key, name, party_id, owner)
    return Sealed(name, digest.hexdigest(), size, wrapped)


def open_sealed(
    stored_name: str, wrapped_key: bytes, *, party_id: int, owner: str, sha256: str = ""
) -> Iterator[bytes]:
    """The plain bytes, piece by piece. Everything is verified before the first piece is given,
    so that a download either is whole or does not begin."""
    key = _unwrap(bytes(wrapped_key), stored_name, party_id, owner)
    found = _hash(_opened(stored_name, key, party_id, owner))
    if sha256 and found != sha256:
        raise Tampered("The file's fingerprint is not the one that was recorded.")
    return _opened(stored_name, key, party_id, owner)


def discard(stored_name: str) -> None:
    """Remove a sealed file; one that is gone already is no error."""
    store().remove(stored_name)


def key_id(wrapped_key: bytes) -> str:
    """Which key wraps this file's key (for `keys status`)."""
    wrapped_key = bytes(wrapped_key)
    return wrapped_key[2 : 2 + wrapped_key[1]].decode()


# Chunks ------------------------------------------------------------------------------------------
def _chunks(stream):
    """Pieces of exactly CHUNK bytes and the rest; True with the last. An empty file has one."""
    chunk = _full(stream)
    while len(chunk) == CHUNK and (following := _full(stream)):
        yield chunk, False
        chunk = following
    yield chunk, True


def _full(stream):
    """As many bytes as a chunk holds, however few a read returns."""
    parts, missing = [], CHUNK
    while missing and (part := stream.read(missing)):
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)


def _opened(name, key, party_id, owner):
    with store().reading(name) as stream:
        header = stream.read(HEADER)
        if len(header) < HEADER or not header.startswith(MAGIC + CHUNK.to_bytes(4, "big")):
            raise Tampered("The file does not begin as a sealed file does.")
        bound, cipher = _binding(header, name, party_id, owner), AESGCM(key)
        number, block = 0, stream.read(CHUNK + TAG)
        while block:
            following = stream.read(CHUNK + TAG)
            nonce = _nonce(header, number, not following)
            yield _decrypted(cipher, nonce, block, bound)
            number, block = number + 1, following
        if not number:
            raise Tampered("The file was cut short.")


def _decrypted(cipher, nonce, block, bound):
    try:
        return cipher.decrypt(nonce, block, bound)
    except InvalidTag as error:
        raise Tampered("The file was altered, cut short or exchanged.") from error


def _nonce(header, number, last):
    return header[-PREFIX:] + number.to_bytes(4, "big") + bytes([last])


def _binding(header, name, party_id, owner):
    return header + f"|{name}|{party_id}|{owner}".encode()


def _hash(pieces):
    digest = sha256()
    for piece in pieces:
        digest.update(piece)
    return digest.hexdigest()


# Keys --------------------------------------------------------------------------------------------
def _party_key(party_id):
    """One key per party, derived: what opens one party's files opens no other's."""
    info = f"partyconduct evidence 1|{party_id}".encode()
    kdf = HKDF(SHA256(), 32, salt=None, info=info)
    return AESGCM(kdf.derive(settings.KEYS["evidence"]))


def _wrap(key, name, party_id, owner):
    nonce, used = secrets.token_bytes(12), settings.KEY_ID.encode()
    start = WRAP_VERSION + bytes([len(used)]) + used
    return (
        start
        + nonce
        + _party_key(party_id).encrypt(nonce, key, _binding(start, name, party_id, owner))
    )


def _unwrap(wrapped, name, party_id, owner):
    if len(wrapped) < 2 or not wrapped.startswith(WRAP_VERSION):
        raise Tampered("The file's key is damaged.")
    start = wrapped[: 2 + wrapped[1]]
    nonce, sealed = wrapped[len(start) : len(start) + 12], wrapped[len(start) + 12 :]
    try:
        return _party_key(party_id).decrypt(nonce, sealed, _binding(start, name, party_id, owner))
    except (InvalidTag, ValueError) as error:
        raise Tampered("The file's key does not fit this file, case and party.") from error


# Stores ------------------------------------------------------------------------------------------
def store():
    """Where sealed files lie; an object store would offer the same four methods."""
    return Folder(Path(settings.EVIDENCE_ROOT))


class Folder:
    """A folder of the file system, spread over 256 folders by the first two characters."""

    def __init__(self, root: Path):
        self.root = root

    def path(self, name: str) -> Path:
        if len(name) != 32 or not set(name) <= set("0123456789abcdef"):
            raise Tampered("That is no name of a sealed file.")
        return self.root / name[:2] / name

    @contextmanager
    def writing(self, name):
        """Written beside its place, synced, then moved there: a file is whole or absent."""
        path = self.path(name)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = path.with_suffix(PART)
        try:
            with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                yield file.write
                file.flush()
                os.fsync(file.fileno())
            os.utime(part, (0, 0))  # the time of upload is nobody's business on a stolen disk
            part.rename(path)
            _sync(path.parent, self.root)
        except BaseException:
            with suppress(FileNotFoundError):
                part.unlink()
            raise

    @contextmanager
    def reading(self, name):
        try:
            with self.path(name).open("rb") as file:
                yield file
        except FileNotFoundError as error:
            raise Tampered("The sealed file is missing.") from error

    def older_than(self, seconds):
        """Names of files that have lain here for so long; unfinished ones, too. Goes by the time
        of the last change to the file's entry, since its own time is not kept."""
        for path in self.root.glob("??/*"):
            with suppress(FileNotFoundError):
                if time.time() - path.stat().st_ctime > seconds:
                    yield path.name

    def remove(self, name):
        path = self.path(name.removesuffix(PART))
        with suppress(FileNotFoundError):
            path.with_name(name).unlink()
            _sync(path.parent)


def _sync(*folders):
    """A new or removed name is on the disk only when its folder is."""
    for folder in folders:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
