"""What may a party set in its procedure? One table: the form, the public page, the comparison and
the checks all read it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext

from complaints import outcomes
from complaints.models import Procedure
from partyconduct.parties.models import Nation


@dataclass(frozen=True)
class Option:
    """One setting: its field, its words, and how its value is said."""

    name: str
    label: Promise
    say: Callable[[Any], str]
    least: int | None = None  # of a number
    most: int | None = None
    choices: Any = ()
    several: bool = False
    hint: Promise | str = ""

    def value(self, procedure):
        return getattr(procedure, self.name)

    def words(self, procedure) -> str:
        return self.say(self.value(procedure))

    @property
    def is_number(self):
        return self.least is not None

    @property
    def is_question(self):
        """Answered by yes or no."""
        return self.say is _yes_or_no


@dataclass(frozen=True)
class Group:
    heading: Promise
    options: tuple[Option, ...]


def _working_days(n):
    return ngettext("%(n)d working day", "%(n)d working days", n) % {"n": n}


def _days(n):
    return ngettext("%(n)d day", "%(n)d days", n) % {"n": n}


def _months(n):
    return ngettext("%(n)d month", "%(n)d months", n) % {"n": n}


def _years(n):
    return ngettext("%(n)d year", "%(n)d years", n) % {"n": n}


def _people(n):
    return ngettext("%(n)d person", "%(n)d people", n) % {"n": n}


def _yes_or_no(value):
    return _("Yes") if value else _("No")


def _grounds(codes):
    names = [str(entry.name) for code, entry in outcomes.APPEAL_GROUNDS.items() if code in codes]
    return "; ".join(names) or _("None")


def limit(kind, label, hint=""):
    return Option(f"{kind}_days", label, _working_days, 0, 250, hint=hint)


def kept(ending, label):
    return Option(f"keep_{ending}_months", label, _months, 0, 240)


def chosen(name, label, choices, hint=""):
    names = dict(choices.choices)
    return Option(name, label, lambda value: str(names[value]), choices=choices.choices, hint=hint)


def question(name, label, hint=""):
    return Option(name, label, _yes_or_no, hint=hint)


GROUPS = (
    Group(
        _l("Receiving and assessing"),
        (
            chosen("nation", _l("Whose bank holidays count"), Nation),
            Option(
                "complaint_limit_months",
                _l("How long after the behaviour a complaint may come"),
                _months,
                1,
                120,
                hint=_l("Months. A later one is still received, and somebody decides."),
            ),
            Option(
                "minimum_age", _l("Youngest age at which somebody may complain"), _years, 0, 18
            ),
            chosen("anonymous", _l("Complaints without a name"), Procedure.Anonymous),
            limit("acknowledge", _l("Acknowledging a complaint")),
            limit("assess", _l("Assessing it")),
            question("informal_route", _l("May a case be resolved informally?")),
            limit("informal", _l("An informal resolution")),
        ),
    ),
    Group(
        _l("Keeping both sides informed"),
        (
            limit("update", _l("Longest time between two letters on how things stand")),
            limit("campaign_update", _l("The same while a campaign is on")),
            Option(
                "interim_recheck_days",
                _l("Longest time until an interim measure is looked at again"),
                _days,
                0,
                30,
                hint=_l("Calendar days, at most 30"),
            ),
        ),
    ),
    Group(
        _l("Investigation and response"),
        (
            limit("investigate", _l("Investigating until notice is served")),
            limit("respond", _l("The respondent’s answer"), _l("Nothing is decided before.")),
            limit("report", _l("The investigator’s report")),
        ),
    ),
    Group(
        _l("Panel and review"),
        (
            Option("panel_size", _l("How many people sit on a panel"), _people, 1, 15),
            chosen("panel_by", _l("How a panel is put together"), Procedure.PanelBy),
            limit("decide", _l("The panel’s decision")),
            question(
                "countersigned", _l("Does a second person countersign what the panel decided?")
            ),
            chosen("review", _l("Independent review"), Procedure.Review),
            limit("review", _l("The review")),
            chosen("veto", _l("After a veto"), Procedure.Veto),
            limit("notify", _l("Telling both sides the decision")),
        ),
    ),
    Group(
        _l("Appeal"),
        (
            question("respondent_may_appeal", _l("May the respondent appeal?")),
            question("complainant_may_appeal", _l("May the complainant appeal?")),
            limit("appeal", _l("The time to lodge an appeal")),
            Option(
                "appeal_grounds",
                _l("Grounds of an appeal"),
                _grounds,
                choices=outcomes.choices(outcomes.APPEAL_GROUNDS),
                several=True,
            ),
            limit("hear_appeal", _l("The decision on an appeal")),
        ),
    ),
    Group(
        _l("How long a case is kept after it was closed"),
        (
            kept("upheld", _l("Something was upheld, or there was a warning")),
            kept("not_upheld", _l("Nothing was upheld")),
            kept("informal", _l("It was resolved informally")),
            kept("ended", _l("It ended without a decision")),
            kept("out_of_scope", _l("The procedure did not cover it")),
        ),
    ),
)
OPTIONS = tuple(option for group in GROUPS for option in group.options)
NAMES = tuple(option.name for option in OPTIONS)
LIMITS = tuple(option for option in OPTIONS if option.name.endswith("_days"))


@dataclass(frozen=True)
class Change:
    option: Option
    before: str
    after: str


def changes(before, after) -> list[Change]:
    """The settings in which two versions differ, in the order of the table."""
    return [
        Change(option, option.words(before), option.words(after))
        for option in OPTIONS
        if option.value(before) != option.value(after)
    ]
