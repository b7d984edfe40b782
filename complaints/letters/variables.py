"""What does each letter know of its case? One table: name, words, to whom it may be told.

What stands here is all that a party's own words can reach. A third party's letters know of no
finding, no sanction and no reason (domain D12); nobody's letter knows of another complainant.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from complaints.disclosing import put_before, told_about
from complaints.letters.language import Shape
from complaints.models import Letter
from complaints.models.wording import Audience

K, A = Letter.Kind, Audience
EVERYBODY = frozenset(Audience)
SIDES = frozenset({A.RESPONDENT, A.TARGET})
COMPLAINANTS = frozenset({A.TARGET, A.THIRD_PARTY})
RESPONDENT = frozenset({A.RESPONDENT})


@dataclass(frozen=True)
class Variable:
    """One thing that a letter knows. `about` is what notices._about gathers for one letter."""

    name: str
    label: Promise
    value: Callable[[dict], Any]
    kinds: frozenset = frozenset(Letter.Kind)
    audiences: frozenset = EVERYBODY
    shape: Shape = Shape.LINE
    is_always: bool = True


def _day(name):
    return lambda about: about.get(name) and date_format(about[name], "j F Y")


def _said(name):
    return lambda about: about.get(name, "")


def _piece(template):
    """A passage that the register words itself, from the rows of the case."""
    return lambda about: render_to_string(f"complaints/letters/{template}.html", about)


def passage(name, label, value, **where):
    return Variable(name, label, value, shape=Shape.PASSAGE, **where)


def _edition(about):
    edition = about["case"].edition
    if edition is None:
        return ""
    return _("%(title)s, edition %(number)s") % {"title": edition.title, "number": edition.number}


def _name_told(about, told):
    """Their own name, in the paragraph that holds for them and in no other."""
    is_told = about["complaint"].pk in told_about(about["case"])
    return about["addressee"] if is_told == told else ""


def only(*kinds):
    return frozenset(kinds)


ROWS = (
    Variable("party", _l("name of the party"), lambda about: about["case"].party.name),
    Variable("addressee", _l("name of whoever it is for"), _said("addressee")),
    Variable("reference", _l("reference that they know"), _said("reference")),
    Variable("today", _l("day of the letter"), _day("today")),
    Variable(
        "received_on",
        _l("day on which the complaint was received"),
        lambda about: date_format(about["complaint"].received_on, "j F Y"),
        audiences=COMPLAINANTS,
    ),
    Variable(
        "assess_by",
        _l("day by which it is assessed"),
        _day("assess_by"),
        only(K.ACKNOWLEDGEMENT),
    ),
    Variable(
        "update_by",
        _l("day by which they hear again"),
        _day("update_by"),
        only(K.ACKNOWLEDGEMENT),
        frozenset({A.TARGET}),
    ),
    Variable("respond_until", _l("last day of the answer"), _day("respond_until"), only(K.NOTICE)),
    Variable("edition", _l("title and number of the code’s edition"), _edition, is_always=False),
    Variable(
        "outcome",
        _l("how the case ended"),
        lambda about: about["case"].get_closing_reason_display(),
        only(K.CLOSING),
        SIDES,
    ),
    Variable(
        "appeal_until",
        _l("last day for an appeal"),
        _day("appeal_until"),
        only(K.DECISION),
        SIDES,
        is_always=False,
    ),
    Variable("hear_by", _l("day by which it is heard"), _day("hear_by"), only(K.APPEAL_RECEIVED)),
    Variable(
        "stage",
        _l("where the case is"),
        lambda about: about["case"].get_stage_display().lower(),
        only(K.UPDATE),
        SIDES,
    ),
    Variable("next_by", _l("day by which they hear again"), _day("next_by"), only(K.UPDATE)),
    Variable(
        "named",
        _l("that the respondent was told their name"),
        lambda about: _name_told(about, True),
        only(K.NOTICE),
        frozenset({A.TARGET}),
        is_always=False,
    ),
    Variable(
        "unnamed",
        _l("that the respondent was not told their name"),
        lambda about: _name_told(about, False),
        only(K.NOTICE),
        frozenset({A.TARGET}),
        is_always=False,
    ),
    passage(
        "news",
        _l("what the officer wrote"),
        _said("text"),
        kinds=only(K.UPDATE),
        audiences=SIDES,
    ),
    passage("danger", _l("whom to call in danger"), _piece("danger")),
    passage("support", _l("the offer of a support contact"), _piece("support")),
    passage("confidentiality", _l("what is private, and until when"), _piece("confidentiality")),
    passage(
        "statement",
        _l("what they told the party"),
        lambda about: about["complaint"].statement,
        kinds=only(K.ACKNOWLEDGEMENT),
        audiences=COMPLAINANTS,
    ),
    passage(
        "allegations",
        _l("what is alleged, with the clauses"),
        _piece("allegations"),
        kinds=only(K.NOTICE),
        audiences=RESPONDENT,
    ),
    passage(
        "facts",
        _l("the facts it rests on"),
        _said("facts"),
        kinds=only(K.NOTICE),
        audiences=RESPONDENT,
    ),
    passage(
        "evidence",
        _l("the list of the evidence"),
        lambda about: _piece("evidence")(about | put_before(about["case"])),
        kinds=only(K.NOTICE),
        audiences=RESPONDENT,
    ),
    passage(
        "findings",
        _l("what was found, with reasons"),
        _piece("findings"),
        kinds=only(K.DECISION),
        audiences=SIDES,
    ),
    passage(
        "sanctions",
        _l("what follows"),
        _piece("sanctions"),
        kinds=only(K.DECISION),
        audiences=SIDES,
    ),
    passage(
        "appealing",
        _l("how to appeal, or that it is final"),
        _piece("appealing"),
        kinds=only(K.DECISION),
        audiences=SIDES,
    ),
    passage(
        "reasons",
        _l("the reasons as entered"),
        _said("reasons"),
        kinds=only(K.CLOSING),
        audiences=SIDES,
        is_always=False,
    ),
)


def known(kind, audience) -> dict[str, Variable]:
    """What a letter of that kind may tell to those people."""
    return {row.name: row for row in ROWS if kind in row.kinds and audience in row.audiences}


def values(kind, audience, about, wanted) -> dict[str, Any]:
    """Those of the wanted ones that the letter knows; the others are not there at all."""
    rows = known(kind, audience).items()
    return {name: row.value(about) for name, row in rows if name in wanted}
