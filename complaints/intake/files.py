"""How does a file come in from the public? Looked at, then sealed at once, or refused by name."""

import secrets

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from complaints import sniffing, vault

MOST_FILES = 40
MOST_BYTES = 200 * 1024 * 1024


def too_much_at_once(request):
    """Django drops files beyond its limit without a word; the length is known before reading."""
    return int(request.META.get("CONTENT_LENGTH") or 0) > settings.FILE_UPLOAD_MAX_MEMORY_SIZE


def take_in(form, *, party_id, owner, held):
    """Seals what is acceptable and returns it; each refusal becomes a sentence of the form.

    `held` are the files that were handed in before, for the limits on number and size.
    """
    taken = []
    for file in form.cleaned_data["files"]:
        try:
            _room_for(file, [*held, *taken])
            accepted = sniffing.examine(file.name, file)
            taken.append(_sealed(file, accepted, party_id, owner, form))
        except ValidationError as refusal:
            name = sniffing.clean_name(file.name)
            for sentence in refusal.messages:
                form.add_error("files", _named(name, sentence))
        except OSError:  # the disk is full or away: the answers are safe in the session
            form.add_error(
                "files", _("We cannot take files at the moment. Your answers are kept; try later.")
            )
    return taken


def _named(name, sentence):
    return sentence if name in sentence else f"{name}: {sentence}"


def _room_for(file, held):
    if len(held) >= MOST_FILES:
        raise ValidationError(_("You can add up to %d files.") % MOST_FILES)
    if sum(sealed["size"] for sealed in held) + file.size > MOST_BYTES:
        raise ValidationError(_("All files together can be up to %d MB.") % (MOST_BYTES >> 20))


def _sealed(file, accepted, party_id, owner, form):
    """What the session keeps and `as_evidence` turns into a row."""
    owner = owner or secrets.token_hex(16)
    sealed = vault.seal(file, party_id=party_id, owner=owner)
    return {
        "name": accepted.name,
        "description": form.cleaned_data["description"],
        "content_type": accepted.content_type,
        "size": sealed.size,
        "sha256": sealed.sha256,
        "stored_name": sealed.stored_name,
        "owner": owner,
        "wrapped_key": sealed.wrapped_key.hex(),
    }


def as_evidence(kept):
    return kept | {"wrapped_key": bytes.fromhex(kept["wrapped_key"])}
