"""What is one side shown of the file, item by item, and is it told who complained?

Nothing is changed in what came in: what a side reads is a copy of its own beside it.
"""

import io
import secrets
from dataclasses import asdict

import pikepdf
from django.db.models import Max
from django.utils.translation import gettext as _

from complaints import vault
from complaints.actions.writing import add, step
from complaints.disclosing import (
    clean_copy,
    content_of,
    objection_to,
    objection_to_kind,
    withheld_from,
)
from complaints.models import DisclosedItem, IdentityDecision
from complaints.workflow import Refused
from partyconduct.audit.history import save


@step
def decide_identity(case, *, by, complaint, told, reasons):
    """Without a decision the respondent is not told who complained; every decision has reasons."""
    if complaint.case_id != case.pk:
        raise Refused(_("This complaint belongs to another case."))
    made = {"told": told, "reasons": reasons, "decided_by": by.person, "decided_on": case.today}
    decision = add(IdentityDecision, case, by, "decide_identity", complaint=complaint, **made)
    return {"decision": decision.pk, "complaint": complaint.pk, "told": told}


@step
def release_statement(  # noqa: PLR0913 - the statement, its words, and to whom
    case, *, by, statement, title, text, complaint=None
):
    """A complainant's statement as that side may read it; what differs was left out."""
    if statement.case_id != case.pk:
        raise Refused(_("This complaint belongs to another case."))
    _refuse_a_leak(case, complaint, title, text)
    redacted = " ".join(text.split()) != " ".join(statement.statement.split())
    shown = {"statement": statement, "text": text, "redacted": redacted}
    return _release(case, by, "release_statement", complaint, title=title, **shown)


@step
def release_file(  # noqa: PLR0913 - the file, its copy, and to whom
    case, *, by, evidence, title, copy=None, complaint=None
):
    """The register's clean copy of a file, or of the redacted one that the officer made.

    `copy` is (content type, bytes). What was handed in stays sealed and unaltered.
    """
    if evidence.case_id != case.pk:
        raise Refused(_("This file belongs to another case."))
    _refuse_a_leak(case, complaint, title)
    kind, content = copy or (evidence.content_type, b"".join(content_of(evidence)))
    if objection := objection_to_kind(kind):
        raise Refused(objection)
    try:
        content = clean_copy(kind, content)
    except (OSError, ValueError, SyntaxError, pikepdf.PdfError) as fault:
        raise Refused(_("This file is damaged. Make a copy of it and add that.")) from fault
    if word := withheld_from(case, complaint).in_bytes(content):
        raise Refused(_("The file holds “%(word)s”. Make a copy without it.") % {"word": word})
    sealed = _sealed(case, content)
    file = {"evidence": evidence, "content_type": kind, "redacted": copy is not None, **sealed}
    return _release(case, by, "release_file", complaint, title=title, **file)


def _refuse_a_leak(case, complaint, *texts):
    if objection := objection_to(withheld_from(case, complaint), *texts):
        raise Refused(objection)


def _sealed(case, content):
    owner = secrets.token_hex(16)
    sealed = vault.seal(io.BytesIO(content), party_id=case.party_id, owner=owner)
    return {"owner": owner, **asdict(sealed)}


def _release(case, by, verb, complaint, **item):
    last = case.discloseditems.aggregate(last=Max("number"))["last"] or 0
    made = {"number": last + 1, "released_by": by.person, "released_on": case.today}
    released = add(DisclosedItem, case, by, verb, complaint=complaint, **made, **item)
    side = "respondent" if complaint is None else "complainant"
    return {"item": released.pk, "side": side, "redacted": released.redacted}


@step
def withdraw_item(case, *, by, item, reasons):
    """From the next request on that side does not read it any more; that it did stays known."""
    if item.case_id != case.pk or item.withdrawn_on:
        raise Refused(_("This item was withdrawn already."))
    item.withdrawn_on, item.withdrawn_reason = case.today, reasons
    save(item, by, "withdraw_item")
    return {"item": item.pk}
