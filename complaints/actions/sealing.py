"""How does an uploaded file become a sealed one, ready to be attached to a case?"""

import secrets
from dataclasses import asdict

from complaints import vault


def sealed_upload(party, file, accepted, **told):
    """Seals what was examined before; returns the fields of an Evidence row.

    The bytes are on the disk when it returns. If the transaction around it fails they belong to
    nothing, and the cleaner of the vault removes them.
    """
    owner = secrets.token_hex(16)  # a file may be sealed before its case exists
    file.seek(0)
    sealed = vault.seal(file, party_id=party.pk, owner=owner)
    return {
        "name": accepted.name,
        "content_type": accepted.content_type,
        "owner": owner,
        **asdict(sealed),
        **told,
    }
