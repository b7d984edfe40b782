"""Of which rows is a figure made? Each source as an entry: its facts, and their words.

A fact is one unit (a complaint, an allegation, a deadline) with everything its words need; the
words are one column for each level of each dimension. Both are queries of the ORM over the party's
register; `counting` lays them out in the database, so that no row about a person leaves it.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import (
    Case,
    CharField,
    Count,
    DurationField,
    ExpressionWrapper,
    F,
    IntegerField,
    Max,
    Min,
    Q,
    Value,
    When,
    Window,
)
from django.db.models.functions import Coalesce, Concat, ExtractQuarter, Lower, NullIf, TruncDate

from codes.tariff import BEHAVIOURS, CHARACTERISTICS, SANCTIONS
from complaints.clocks import NO_LIMIT
from complaints.models import (
    Allegation,
    AllegedBehaviour,
    Appeal,
    Assessment,
    Clock,
    ClockPause,
    Complaint,
    Finding,
    InterimMeasure,
    Referral,
    Sanction,
)
from complaints.outcomes import (
    CHANNELS,
    CLOSING_REASONS,
    DECIDED,
    MEDIA,
    RESPONDENT_ROLES,
    UPHELD,
)
from complaints.workflow import Stage
from partyconduct.dates.calendars import calendar_for
from partyconduct.dates.models import UNITED_KINGDOM, Election
from partyconduct.parties.models import Party
from reporting.statistics import axes

NOT_RECORDED = axes.NOT_RECORDED
RANKS = {rung.rank: code for code, rung in SANCTIONS.items()}
STATUS_RANKS = {status: rank for rank, status in enumerate(axes.STATUSES)}
AT_PANEL = (Stage.PANEL, Stage.REVIEW)
LATE = timedelta(days=10)
CAMPAIGN_DAYS = 25  # working days before the poll of a UK Parliament election


@dataclass(frozen=True)
class Period:
    """A calendar year, and the day on which the register was read."""

    year: int
    as_at: date

    @property
    def first(self) -> date:
        return date(self.year, 1, 1)

    @property
    def last(self) -> date:
        return date(self.year, 12, 31)

    @property
    def day_before(self) -> date:
        return self.first - timedelta(days=1)


# --- Columns ---------------------------------------------------------------------------------


def _of_file(name):
    """A fact of the case; a case joined to another takes it from that one."""
    return Case(
        When(case__joined_to=None, then=F(f"case__{name}")), default=F(f"case__joined_to__{name}")
    )


def _words(pairs, default=NOT_RECORDED):
    """CASE over (condition, word) pairs."""
    whens = [When(condition, then=Value(word)) for condition, word in pairs]
    return Case(*whens, default=Value(default), output_field=CharField())


def renamed(source, words: dict, default=NOT_RECORDED):
    """The word for each value of a column; `words` maps word -> values."""
    pairs = [(Q(**{f"{source}__in": list(values)}), word) for word, values in words.items()]
    return _words(pairs, default)


def _grouped(entries, group):
    found = defaultdict(list)
    for name, entry in entries.items():
        found[group(entry)].append(name)
    return found


REASONS = _grouped(CLOSING_REASONS, lambda e: axes.code(e.published))
REASON_GROUPS = _grouped(CLOSING_REASONS, lambda e: axes.code(e.group))
SANCTION_GROUPS = _grouped(
    {s.rank: s for s in SANCTIONS.values() if s.is_sanction}, lambda s: axes.code(s.group)
)
PHASES = {phase: stages for phase, (_label, stages) in axes.PHASES.items() if stages}
ROLES, CHANNEL_GROUPS, PLACES = (
    _grouped(entries, lambda e: axes.code(e.group))
    for entries in (RESPONDENT_ROLES, CHANNELS, MEDIA)
)
BEHAVIOUR_GROUPS = _grouped(BEHAVIOURS, lambda b: axes.code(b.group))
INTIMIDATORY = [name for name, b in BEHAVIOURS.items() if b.intimidatory]
STATUS_OF_REASON = {
    "dismissed": ("dismissed-at-assessment", "dismissed-with-warning"),
    "withdrawn": ("complainant-withdrew",),
    "resolved-at-investigation": (
        "decided-by-panel",
        "resolved-at-investigation",
        "resolved-informally",
    ),
}


def _cases(model, party, *conditions, **more):
    """The cases with such a row, as a set that is made once, not asked for each complaint."""
    return model.objects.filter(*conditions, party=party, **more).order_by().values("case_id")


# --- What a file holds: one row a file, joined to the facts of its complaints --------------------


def severest(party, period):
    """The rank of the most severe sanction that stood on the day of extraction."""
    standing = Q(lifted_on=None) | Q(lifted_on__gt=period.as_at)
    rank = Case(
        *(When(sanction=name, then=Value(rung.rank)) for name, rung in SANCTIONS.items()),
        output_field=IntegerField(),
    )
    rows = _cases(Sanction, party, standing, imposed_on__lte=period.as_at)
    return rows.annotate(severest_rank=Max(rank))


def findings(party, period):
    return _cases(Finding, party).annotate(
        upheld=Count("pk", filter=Q(finding__in=UPHELD)),
        undetermined=Count("pk", filter=Q(finding="not-determined")),
        refused=Count("pk", filter=Q(finding__in=("not-upheld", "not-proven"))),
    )


def intimidation(party, period):
    rows = _cases(AllegedBehaviour, party, code__in=INTIMIDATORY)
    return rows.annotate(intimidatory_acts=Count("pk"))


# Which columns each adds to a fact: numbers, 0 where the file has none.
HELD = {
    severest: ("severest_rank",),
    findings: ("upheld", "undetermined", "refused"),
    intimidation: ("intimidatory_acts",),
}

PROVEN = Q(upheld__gt=0) | Q(severest_rank__gt=0)
NO_DECISION = ~Q(reason__in=[name for name, e in CLOSING_REASONS.items() if e.group == DECIDED])
UNDECIDED = Q(reason="resolved-informally") | Q(undetermined__gt=0, refused=0)


# One outcome per closed complaint, the highest.
OUTCOMES = [
    (NO_DECISION, "no-decision"),
    (PROVEN & Q(severest_rank=0), "no-sanction"),
    *((PROVEN & Q(severest_rank__in=ranks), word) for word, ranks in SANCTION_GROUPS.items()),
    (UNDECIDED, "without-finding"),
]
OUTCOME_GROUPS = [(NO_DECISION, "no-finding"), (PROVEN, "upheld"), (UNDECIDED, "no-finding")]
ALLEGATION_OUTCOMES = [
    (NO_DECISION, "no-finding"),
    (Q(finding__in=UPHELD), "upheld"),
    (Q(finding="not-determined") | Q(reason="resolved-informally"), "no-finding"),
]


def _outcome():
    return {
        "outcome": _words(OUTCOMES, "not-upheld"),
        "outcome_group": _words(OUTCOME_GROUPS, "not-upheld"),
        "sanctioned": _words([(~NO_DECISION & PROVEN & Q(severest_rank__gt=0), "yes")], "no"),
    }


def _category():
    """One row for each behaviour alleged in the file, or one that says none is recorded."""
    return {
        "category": Coalesce(Lower("behaviour"), Value(NOT_RECORDED)),
        "category_group": renamed("behaviour", BEHAVIOUR_GROUPS),
    }


def _clause():
    part = Case(
        When(clause_level=1, then=Value("whole")),
        When(clause_level=2, then=Concat(Value("part-"), "clause_parent")),
        default=Concat(Value("part-"), "clause_grandparent"),
        output_field=CharField(),
    )
    return {
        "clause": _clause_or_none(Concat("clause_code", Value("-"), "clause_number")),
        "clause_group": _clause_or_none(Concat("clause_code", Value("-"), part)),
    }


def _clause_or_none(words):
    known = When(clause_level__isnull=False, then=words)
    return Case(known, default=Value(NOT_RECORDED), output_field=CharField())


def _characteristic():
    parents = _grouped({code: code for code in CHARACTERISTICS}, lambda c: c.partition("/")[0])
    return {
        "characteristic": Coalesce("cited", Value("none-cited")),
        "characteristic_group": renamed("cited", parents, "none-cited"),
    }


def _age(party, day):
    """Bands of working days, as days of receipt: the older the complaint, the earlier it came."""
    calendar, bands = calendar_for(party.nation), []
    for band, most in axes.AGE_BANDS.items():
        oldest = calendar.add(day, -most) if most else date.min
        while most and calendar.between(oldest - timedelta(days=1), day) <= most:
            oldest -= timedelta(days=1)
        bands.append((Q(received_on__gte=oldest), band))
    return _words(bands)


def election_days(party, period) -> list[tuple[date, date]]:
    """The days of the year in which an election of the party's nation was on."""
    calendar = calendar_for(party.nation)
    found = []
    for election in Election.objects.filter(
        nation__in=(party.nation, UNITED_KINGDOM), poll__gte=period.first
    ):
        first = _first_day(election, calendar)
        if first <= period.last:
            found.append((max(first, period.first), min(election.poll, period.last)))
    return found


def _first_day(election, calendar):
    """UK Parliament: 25 working days before the poll. Others: the notice, where it is known."""
    is_uk = election.kind == Election.Kind.UK_PARLIAMENT
    notice = None if is_uk else election.dissolved_or_notice
    return notice or calendar.add(election.poll, -CAMPAIGN_DAYS)


def days_of(party, period) -> dict[str, int]:
    """How many days of the year were in an election period, and how many not."""
    every = (period.last - period.first).days + 1
    inside = {
        first + timedelta(days=n)
        for first, last in election_days(party, period)
        for n in range((last - first).days + 1)
    }
    return {"election": len(inside), "other": every - len(inside)}


# --- Facts: rows of one party, taken from the register -------------------------------------------


def _every(party):
    """Every complaint of a party once, with the facts it takes from its case."""
    return Complaint.objects.filter(party=party).annotate(
        file=Coalesce("case__joined_to", "case"),
        complaints=F("pk"),
        incidents=F("incident"),
        person=_person(_of_file),
        membership=_of_file("respondent__is_member"),
        reason=_of_file("closing_reason"),
        closed_on=_of_file("closed_on"),
        reopened_on=_of_file("reopened_on"),
    )


def _person(column):
    """The respondent's identity, or the random word that stands for it once one of the person's
    cases was destroyed, so that the person still counts once (complaints.actions.purging)."""
    word = NullIf(column("respondent__counted_as"), Value(""))
    return Coalesce(word, column("respondent__identity"), Value(""))


def complaints(party):
    return _every(party).exclude(reason="duplicate")


NOT_A_MEMBER = Q(membership="no") | Q(reason="not-a-member")


def _members(party):
    return complaints(party).exclude(NOT_A_MEMBER)


def received(party, period):
    rows = _members(party).filter(received_on__range=(period.first, period.last))
    return rows.annotate(
        is_imported=_of_file("imported"),
        received_by=F("channel"),
        registered_on=TruncDate("received_at"),
        respondent_role=_of_file("respondent__role"),
    )


def duplicates(party, period):
    rows = _every(party).filter(reason="duplicate")
    return rows.filter(received_on__range=(period.first, period.last))


def non_members(party, period):
    rows = complaints(party).filter(NOT_A_MEMBER)
    return rows.filter(received_on__range=(period.first, period.last))


def closed(party, period):
    rows = _members(party).filter(closed_on__range=(period.first, period.last))
    return rows.annotate(closed_from=_of_file("closed_from"))


def _open_on(party, day):
    """Open at the end of a day; what was set back after it had been closed before."""
    rows = _members(party).filter(received_on__lte=day)
    return rows.filter(Q(closed_on=None) | Q(closed_on__gt=day)).exclude(
        Q(reopened_on__isnull=False) & Q(reopened_on__gt=day)
    )


def open_start(party, period):
    return _open_on(party, period.day_before)


def open_end(party, period):
    return _open_on(party, period.last)


def reopened(party, period):
    """Set back in the year, received before it; such a complaint is not open at its start."""
    rows = _members(party).filter(received_on__lt=period.first)
    return rows.filter(reopened_on__range=(period.first, period.last))


def at_risk(party, period):
    """Under observation in the year: received by its end, not closed before its start."""
    rows = _members(party).filter(received_on__lte=period.last)
    return (
        rows.filter(Q(closed_on=None) | Q(closed_on__gte=period.first))
        .exclude(Q(reopened_on__isnull=False) & Q(reopened_on__gt=period.last))
        .annotate(reached=_reached())
    )


def at_risk_behaviours(party, period):
    return at_risk(party, period).annotate(behaviour=_of_file("allegations__behaviours__code"))


def _reached():
    """The stage in which the case ended, or in which it stands."""
    return Case(When(reason="", then=_of_file("stage")), default=_of_file("closed_from"))


def register(party, period):
    rows = received(party, period)
    return rows.annotate(case_stage=_of_file("stage"), reached=_reached())


def joint_code(party, period):
    """Those whose case charges a clause of the code that the parties share."""
    joint = Q(clause__edition__code__party__kind=Party.Kind.JOINT)
    return register(party, period).filter(file__in=_cases(Allegation, party, joint))


def referred(party, period):
    """Those that were referred in the year: by the first look at them, by a pause for the police,
    or by a referral beside which the procedure went on."""
    days = (period.first, period.last)
    looked = _cases(Assessment, party, assessed_on__range=days)
    paused = _cases(ClockPause, party, category="police", from_on__range=days)
    passed_on = _cases(Referral, party, referred_on__range=days)
    first = Q(file__in=looked.filter(outcome="police-first"))
    police = first | Q(file__in=paused) | Q(file__in=passed_on)
    elsewhere = Q(file__in=looked.filter(outcome="referred-elsewhere"))
    body = _words([(police, "police")], "another-body")
    return _members(party).filter(police | elsewhere).annotate(referred_to=body)


def register_sanctions(party, period):
    return register(party, period).annotate(
        imposed=_of_file("sanctions__sanction"), lifted_on=_of_file("sanctions__lifted_on")
    )


def _with_behaviours(rows):
    return rows.annotate(
        behaviour=_of_file("allegations__behaviours__code"), allegations=_charge()
    )


def _charge():
    """An allegation charges a clause: one that only holds a result of an old register is none."""
    return Case(
        When(~Q(case__joined_to=None), then=_charged("case__joined_to__")),
        default=_charged("case__"),
    )


def _charged(case):
    clause = Q(**{f"{case}allegations__clause__isnull": False})
    return Case(When(clause, then=F(f"{case}allegations__pk")))


def received_behaviours(party, period):
    return _with_behaviours(received(party, period))


def closed_behaviours(party, period):
    return _with_behaviours(closed(party, period))


def received_characteristics(party, period):
    return received(party, period).annotate(cited=F("characteristics__code"))


def allegations(party, period):
    return _with_clauses(received(party, period))


def closed_allegations(party, period):
    rows = _with_clauses(closed(party, period))
    return rows.annotate(finding=_of_file("allegations__finding__finding"))


def _with_clauses(rows):
    clause = "allegations__clause__"
    return rows.annotate(
        allegations=_charge(),
        clause_code=_of_file(f"{clause}edition__code__party__slug"),
        clause_number=_of_file(f"{clause}number"),
        clause_level=_of_file(f"{clause}level"),
        clause_parent=_of_file(f"{clause}parent__number"),
        clause_grandparent=_of_file(f"{clause}parent__parent__number"),
    ).filter(allegations__isnull=False)


# --- Facts of a case: deadlines, interim measures, appeals ---------------------------------------


def _of_cases(model, party):
    """Rows of a party's cases about members, each about the person of its case."""
    rows = model.objects.filter(party=party).annotate(
        complaints=F("pk"),
        person=_person(lambda name: F(f"case__{name}")),
        membership=F("case__respondent__is_member"),
        reason=F("case__closing_reason"),
    )
    return rows.exclude(NOT_A_MEMBER).exclude(reason__in=("duplicate", "joined"))


def deadlines(party, period):
    """Those that fell due in the year. A clock that stands still has no day yet."""
    still = ClockPause.objects.filter(party=party, until_on=None).values("clock")
    rows = _of_cases(Clock, party).filter(due_on__range=(period.first, period.last))
    rows = rows.exclude(kind__in=NO_LIMIT).exclude(pk__in=still)
    return rows.annotate(obligation=F("kind"))


def _measures(party):
    return _of_cases(InterimMeasure, party).exclude(kind="none").annotate(measure=F("kind"))


def _in_force(day):
    return Q(starts_on__lte=day) & (Q(ended_on=None) | Q(ended_on__gt=day))


def interim_start(party, period):
    return _measures(party).filter(_in_force(period.day_before))


def imposed(party, period):
    return _measures(party).filter(starts_on__range=(period.first, period.last))


def ended(party, period):
    return _measures(party).filter(ended_on__range=(period.first, period.last))


def interim_end(party, period):
    return _measures(party).filter(_in_force(period.last))


def _appeals(party):
    return _of_cases(Appeal, party).annotate(answer=F("outcome"))


def _undecided(day):
    return Q(lodged_on__lte=day) & (Q(decided_on=None) | Q(decided_on__gt=day))


def appeals_start(party, period):
    return _appeals(party).filter(_undecided(period.day_before))


def lodged(party, period):
    return _appeals(party).filter(lodged_on__range=(period.first, period.last))


def appealed(party, period):
    return _appeals(party).filter(decided_on__range=(period.first, period.last))


def appeals_end(party, period):
    return _appeals(party).filter(_undecided(period.last))


# --- Words: the nodes under which each fact stands -----------------------------------------------


def _plain(facts, party, period):
    return facts


def _yes(condition):
    return _words([(condition, "yes")], "no")


def _quarter():
    return Concat(Value("Q"), ExtractQuarter("received_on"), output_field=CharField())


def _election_period(party, period):
    days = election_days(party, period)
    return _words([(Q(received_on__range=span), "election") for span in days], "other")


def _receipt(facts, party, period):
    waited = ExpressionWrapper(F("registered_on") - F("received_on"), DurationField())
    return facts.annotate(
        waited=waited,
        quarter=_quarter(),
        intimidatory=_yes(Q(intimidatory_acts__gt=0)),
        role=renamed("respondent_role", ROLES),
        late=_yes(Q(waited__gt=LATE, is_imported=False)),
        undated=_yes(Q(happened_from=None)),
        unchecked=_yes(Q(membership="unknown")),
    )


def _receipt_and_categories(facts, party, period):
    return facts.annotate(
        **_category(),
        election_period=_election_period(party, period),
        channel=renamed("received_by", CHANNEL_GROUPS),
        place=renamed("medium", PLACES),
    )


def _closing(facts, party, period):
    return facts.annotate(
        **_outcome(),
        reason_leaf=renamed("reason", REASONS),
        reason_group=renamed("reason", REASON_GROUPS),
        stage=renamed("closed_from", PHASES),
        intimidatory=_yes(Q(intimidatory_acts__gt=0)),
    )


def _standing(facts, party, period):
    return facts.annotate(age=_age(party, period.last))


def _course(facts, party, period):
    return facts.annotate(**_category(), stage=renamed("reached", PHASES))


def _categories_and_closing(facts, party, period):
    return _closing(facts, party, period).annotate(**_category())


def _clauses(facts, party, period):
    return facts.annotate(**_clause())


def _clauses_and_findings(facts, party, period):
    return facts.annotate(**_clause(), outcome_group=_words(ALLEGATION_OUTCOMES, "not-upheld"))


def _characteristics(facts, party, period):
    return facts.annotate(**_characteristic())


def _status(facts, party, period):
    """What had become of each complaint on the day of extraction, and what the panel said."""
    still_open = Q(closed_on=None) | Q(closed_on__gt=period.as_at)
    presented = ~still_open & Q(reason="decided-by-panel")
    status = [
        (still_open, "ongoing"),
        *((Q(reason__in=names), word) for word, names in STATUS_OF_REASON.items()),
    ]
    panel = [
        (presented & PROVEN, "upheld"),
        (presented, "dismissed-or-no-action"),
        (still_open & Q(case_stage__in=AT_PANEL), "ongoing"),
    ]
    return facts.annotate(
        status=_words(status, "otherwise-closed"),
        quarter=_quarter(),
        result=_words([(still_open, axes.STILL_OPEN), *OUTCOMES], "not-upheld"),
        result_group=_words([(still_open, axes.STILL_OPEN), *OUTCOME_GROUPS], "not-upheld"),
        panel=_words(panel, "not-presented"),
        panel_group=_words([(presented, "presented"), panel[-1]], "not-presented"),
    )


def _incidents(facts, party, period):
    """One row for each incident of the year, from all complaints about it taken together."""
    rows = _status(facts, party, period).values("incidents")
    rows = rows.annotate(
        first_person=Min("person"),
        worst=Max(_ranked("status", STATUS_RANKS)),
        result=Max(_ranked("panel", PANEL_RANKS)),
        rank=Max("severest_rank"),
        taken=ExpressionWrapper(Max("closed_on") - Min("received_on"), DurationField()),
    )
    bands = [(Q(taken__lte=timedelta(days=n)), band) for band, n in axes.DAY_BANDS.items() if n]
    return rows.annotate(
        ended=_words([(Q(worst=STATUS_RANKS["ongoing"]), "no")], "yes"),
        incident_status=_from_rank("worst", STATUS_RANKS),
        panel=_from_rank("result", PANEL_RANKS),
        panel_group=_words(
            [(Q(result__gte=2), "presented"), (Q(result=1), "ongoing")], "not-presented"
        ),
        severest=_from_rank("rank", {word: rank for rank, word in RANKS.items() if rank}, "none"),
        days=_words(bands, "over-365"),
    )


def _ranked(source, ranks):
    whens = [When(**{source: word}, then=Value(rank)) for word, rank in ranks.items()]
    return Case(*whens, output_field=IntegerField())


def _from_rank(source, ranks, default=NOT_RECORDED):
    return _words([(Q(**{source: rank}), word) for word, rank in ranks.items()], default)


def _every_sanction(facts, party, period):
    """One row for each standing sanction; an incident may stand under several.

    The incident's first respondent stands for it, so that it is counted once under each.
    """
    standing = Q(imposed__isnull=False) & (Q(lifted_on=None) | Q(lifted_on__gt=period.as_at))
    return _status(facts, party, period).annotate(
        first_person=Window(Min("person"), partition_by=[F("incidents")]),
        sanction=Case(
            When(standing, then=F("imposed")), default=Value("none"), output_field=CharField()
        ),
    )


def _joint_code(facts, party, period):
    passed_on = _yes(Q(received_by="another-party"))
    return facts.annotate(stage=renamed("reached", PHASES), passed_on=passed_on)


def _referral(facts, party, period):
    """To both is counted under the police."""
    return facts.annotate(body=F("referred_to"))


def _repeats(facts, party, period):
    """One row for each respondent of the year."""
    rows = facts.values("person").annotate(number=Count("file", distinct=True))
    return rows.annotate(cases_each=_band("number"))


def _reports(facts, party, period):
    """One row for each case of the year."""
    rows = facts.values("file").annotate(first_person=Min("person"), number=Count("complaints"))
    return rows.annotate(complaints_each=_band("number"))


def _band(source):
    bands = [(Q(**{f"{source}__lte": most}), word) for word, most in axes.BANDS.items() if most]
    return _words(bands, "5-or-more")


def _deadline(facts, party, period):
    met = Q(stopped_on__isnull=False) & Q(stopped_on__lte=F("due_on"))
    return facts.annotate(target=F("obligation"), met=_yes(met))


def _measure(facts, party, period):
    return facts.annotate(interim=F("measure"))


def _answer(facts, party, period):
    return facts.annotate(appeal=F("answer"))


PANEL_RANKS = {"not-presented": 0, "ongoing": 1, "dismissed-or-no-action": 2, "upheld": 3}


@dataclass(frozen=True)
class Source:
    """Where a figure comes from; `population` names it in the identity of its cells."""

    facts: Callable
    words: Callable
    population: str
    columns: tuple[str, ...] = ()  # what the words need of the facts
    named: dict[str, str] = field(default_factory=dict)  # dimensions whose column is named apart
    person: str = "person"

    def unit(self, measure: str) -> str:
        """The column whose different values are counted."""
        return self.person if measure == "respondents" else UNITS.get(measure, measure)


# What is not counted in its own column: rows of a case stand in that of the complaints.
UNITS = {"cases": "file"} | dict.fromkeys(("deadlines", "measures", "appeals"), "complaints")
FINDINGS = ("reason", "severest_rank", "upheld", "undetermined", "refused")
CLOSING = (*FINDINGS, "closed_from", "intimidatory_acts")
STATUS = (*FINDINGS, "incidents", "received_on", "closed_on", "case_stage")
CLAUSE = ("clause_code", "clause_number", "clause_level", "clause_parent", "clause_grandparent")
RECEIPT = ("received_on", "intimidatory_acts", "respondent_role", "registered_on", "is_imported")
RECEIPT += ("happened_from", "membership")
REASON = {"reason": "reason_leaf"}
RECEIVED, CLOSED = "received/{year}", "closed/{year}"
SOURCES = {
    "received": Source(received, _receipt, RECEIVED, RECEIPT),
    "received_behaviours": Source(
        received_behaviours,
        _receipt_and_categories,
        RECEIVED,
        ("behaviour", "allegations", "received_on", "received_by", "medium"),
    ),
    "received_characteristics": Source(
        received_characteristics, _characteristics, RECEIVED, ("cited",)
    ),
    "allegations": Source(allegations, _clauses, RECEIVED, ("allegations", *CLAUSE)),
    "repeats": Source(received, _repeats, RECEIVED, ("file",)),
    "reports": Source(received, _reports, RECEIVED, ("file",), person="first_person"),
    "duplicates": Source(duplicates, _plain, "duplicates/{year}"),
    "non_members": Source(non_members, _plain, "non-members/{year}"),
    "closed": Source(closed, _closing, CLOSED, CLOSING, REASON),
    "closed_behaviours": Source(
        closed_behaviours, _categories_and_closing, CLOSED, (*CLOSING, "behaviour"), REASON
    ),
    "closed_allegations": Source(
        closed_allegations, _clauses_and_findings, CLOSED, ("reason", "finding", *CLAUSE)
    ),
    "open_start": Source(open_start, _plain, "open/{day_before}"),
    "open_end": Source(open_end, _standing, "open/{last}", ("received_on",)),
    "reopened": Source(reopened, _plain, "reopened/{year}"),
    "time": Source(at_risk_behaviours, _course, "at-risk/{year}", ("behaviour", "reached")),
    "register": Source(register, _status, RECEIVED, STATUS, {"became": "status"}),
    "incidents": Source(
        register,
        _incidents,
        RECEIVED,
        STATUS,
        {"became": "incident_status"},
        person="first_person",
    ),
    "incident_sanctions": Source(
        register_sanctions,
        _every_sanction,
        RECEIVED,
        (*STATUS, "imposed", "lifted_on"),
        person="first_person",
    ),
    "joint_code": Source(joint_code, _joint_code, "joint-code/{year}", ("reached", "received_by")),
    "referred": Source(referred, _referral, "referred/{year}", ("referred_to",)),
    "deadlines": Source(
        deadlines, _deadline, "due/{year}", ("obligation", "due_on", "stopped_on")
    ),
    "interim_start": Source(interim_start, _measure, "in-force/{day_before}", ("measure",)),
    "imposed": Source(imposed, _measure, "imposed/{year}", ("measure",)),
    "ended": Source(ended, _measure, "ended/{year}", ("measure",)),
    "interim_end": Source(interim_end, _measure, "in-force/{last}", ("measure",)),
    "appeals_start": Source(appeals_start, _plain, "appeals-open/{day_before}"),
    "lodged": Source(lodged, _plain, "lodged/{year}"),
    "appealed": Source(appealed, _answer, "appealed/{year}", ("answer",)),
    "appeals_end": Source(appeals_end, _plain, "appeals-open/{last}"),
}
