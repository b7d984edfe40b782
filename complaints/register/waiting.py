"""How does an uploaded register wait, encrypted, between the dry run and the import?"""

from base64 import b64decode, b64encode

from complaints import vault


def keep(file, *, by) -> dict:
    """Seal an upload; the ticket that finds it again is plain data for a session or a task."""
    file.seek(0)
    sealed = vault.seal(file, party_id=by.party_id, owner=_owner(by))
    return {
        "stored_name": sealed.stored_name,
        "wrapped_key": b64encode(sealed.wrapped_key).decode(),
        "sha256": sealed.sha256,
        "name": file.name,
    }


def content(ticket: dict, *, by) -> bytes:
    """What was uploaded; only for the person who did, in the party acted for then."""
    pieces = vault.open_sealed(
        ticket["stored_name"],
        b64decode(ticket["wrapped_key"]),
        party_id=by.party_id,
        owner=_owner(by),
        sha256=ticket["sha256"],
    )
    return b"".join(pieces)


def drop(ticket: dict) -> None:
    vault.discard(ticket["stored_name"])


def _owner(by):
    return f"register import of {by.pk}"
