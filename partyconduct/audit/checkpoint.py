"""What can somebody outside the database remember of the chains, so that a rewrite shows?

A checkpoint is a file with the head of every chain, hashes and numbers only, signed with Ed25519.
Give each party the heads of all: parties that distrust each other are good witnesses. The signing
key (CHECKPOINT_KEY, else VAR/checkpoint.key) should belong to another account of the operating
system than the web processes, which may read the audit tables and nothing else.
"""

import hashlib
import json
import os
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from django.conf import settings
from django.utils import timezone

from partyconduct.audit.models import AuditHead
from partyconduct.audit.offline_verifier import canonical, instant, read_checkpoints

FORMAT = "partyconduct-checkpoint-1"


def write(directory: Path) -> Path:
    """Sign the heads as they stand and add them to the checkpoints in `directory`."""
    directory.mkdir(parents=True, exist_ok=True)
    key, at = _signing_key(), instant(timezone.now())
    body = {
        "format": FORMAT,
        "at": at,
        "public_key": _hex(key.public_key()),
        "previous": _hash_of_latest(directory),
        "heads": _heads(),
    }
    signature = key.sign(canonical(body).encode()).hex()
    path = directory / f"checkpoint-{at.replace(':', '').replace('-', '')}.json"
    _keep(path, json.dumps({"body": body, "signature": signature}, indent=1) + "\n")
    return path


def read(directory: Path, public_key: str | None = None):
    """Points and faults of the files in `directory`, signed by our key or by the one given."""
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key or our_public_key()))

    def signed(message, signature):
        try:
            key.verify(signature, message)
        except InvalidSignature:
            return False
        return True

    return read_checkpoints(directory, signed)


def our_public_key() -> str:
    """To be printed, and kept by every witness."""
    return _hex(_signing_key().public_key())


def _heads():
    heads = AuditHead.objects.filter(seq__gt=0).order_by("party_id", "stream")
    return [
        {"party": head.party_id, "stream": head.stream, "seq": head.seq, "mac": head.mac}
        for head in heads
    ]


def _hash_of_latest(directory):
    earlier = sorted(directory.glob("checkpoint-*.json"))
    return hashlib.sha256(earlier[-1].read_bytes()).hexdigest() if earlier else ""


def _signing_key():
    path = Path(os.environ.get("CHECKPOINT_KEY") or settings.VAR / "checkpoint.key")
    if not path.exists():
        key = Ed25519PrivateKey.generate()
        pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        _keep(path, pem.decode(), mode=0o600)
        return key
    return load_pem_private_key(path.read_bytes(), password=None)


def _hex(public_key):
    return public_key.public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


def _keep(path, text, mode=0o644):
    """Never over an existing file, and on the disk before it is spoken of."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
