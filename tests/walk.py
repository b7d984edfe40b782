"""How is a case brought to a stage? By real steps, taken by the right people."""

from datetime import date, timedelta

import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from codes.models import Clause
from complaints.actions import intake, take
from complaints.actions.decision import digest_of
from complaints.actions.sealing import sealed_upload
from complaints.eligibility import eligible
from complaints.models import Adjustment, Case, DisclosedItem, Duty, Referral
from complaints.procedures import actions as procedures
from complaints.risks import RISKS
from complaints.sniffing import examine
from complaints.workflow import STEPS, Stage
from partyconduct.demonstration import stories
from partyconduct.parties.models import Person, User
from partyconduct.rlsdb import bind

ANSWERS = {
    "respondent_name": "Bramble Saltmarsh",
    "respondent_member_no": "HP-100001",
    "respondent_branch": "Gannet Bay",
    "complainant_name": "Clover Fenwick",
    "complainant_email": "clover@example.org",
    "kind": "target",
    "statement": "At the hustings he shouted that I should watch my back.",
    "medium": "public-meeting",
    "place": "Gannet Bay town hall",
}

REASONS = "The posts were seen by two officers."


def complain(cast, party="harbour", **changes):
    """A complaint through the public form, as the service that stands behind it."""
    home = getattr(cast, party)
    service = User.objects.service("intake").act_for(home)
    answers = ANSWERS | {"happened_from": timezone.localdate() - timedelta(days=3)} | changes
    complaint, _secret = intake.submit(
        home, by=service, answers=answers, key=changes.pop("key", str(timezone.now()) + home.slug)
    )
    return complaint


def new_procedure(cast, party="harbour", **settings):
    """A version with other settings, in force from today for what comes in from now on."""
    admin, home = getattr(cast, f"{party}_admin"), getattr(cast, party)
    draft = procedures.draft(home, by=admin)
    draft = procedures.change(draft, by=admin, settings=settings)
    return procedures.put_in_force(draft, by=admin, on=timezone.localdate())


def somebody(cast, case, kind):
    """The account of a person who holds the duty in the case."""
    duty = case.duties.filter(kind=kind, ended_on=None).first()
    user = User.objects.get(person=duty.person)
    return user.act_for(case.party)


def details(verb, case, **more):
    """What a sensible person would enter for a step."""
    bind(case.party_id, 0)
    clause = Clause.objects.filter(edition=case.edition, level=2).exclude(
        pk__in=case.allegations.values("clause")
    )
    entered = {
        "allege": lambda: {
            "clause": clause.order_by("position").first(),
            "particulars": "Shouted at a hustings.",
            "severity": 3,
            "behaviours": ["INTIM"],
        },
        "test": lambda: {
            part: answer
            for name in ("conduct", "intent", "deterrence", "withdrawal")
            for part, answer in ((name, "yes"), (f"{name}_reasons", REASONS))
        },
        "interim": lambda: {"kind": "none", "reasons": REASONS},
        "investigate": lambda: {
            "investigator": eligible(case, "investigator")[0],
            "reasons": REASONS,
        },
        "check_risk": lambda: {
            **dict.fromkeys(RISKS, "no"),
            "reasons": REASONS,
        },
        "flag_repeat": lambda: {"complaint": case.complaints.first(), "reasons": REASONS},
        "serve_notice": lambda: {"facts": "What was said on the evening."},
        "record_response": lambda: {"text": "I was angry about the vote."},
        "report": lambda: {"text": "Two witnesses agree on the words."},
        "decide": lambda: {
            "findings": findings(case),
            "sanctions": [{"sanction": "severe-rebuke", "ends_on": next_year()}],
        },
        "correct_decision": lambda: {"findings": findings(case), "sanctions": ()},
        "countersign": lambda: {"shown": digest_of(case)},
        "reopen": lambda: {"ground": "new-evidence", "reasons": REASONS},
        "lodge_appeal": lambda: {
            "side": "respondent",
            "grounds": "disproportionate",
            "statement": "It was one evening.",
        },
        "decide_appeal": lambda: {"outcome": "dismissed", "reasons": REASONS},
        "reject": lambda: {"ineligible_reason": "policy-disagreement", "reasons": REASONS},
        "dismiss": lambda: {"outcome": "dismissed-no-breach", "reasons": REASONS},
        "end": lambda: {"closing_reason": "respondent-left", "reasons": REASONS},
        "write": lambda: {"complaint": case.complaints.first(), "text": "Who else was there?"},
        "refer_to_police": lambda: {
            "offence": "stalking",
            "force": "Gannet Bay Constabulary",
            "force_reference": "GB/26/1",
            "referred_on": timezone.localdate(),
            "meanwhile": "continued",
            "reasons": REASONS,
        },
        "record_police_result": lambda: {
            "referral": case.referrals.filter(result_on=None)[0],
            "result": "No further action.",
            "result_on": timezone.localdate(),
        },
        "record_disqualification": lambda: {
            "court": "Gannet Bay Crown Court",
            "made_on": timezone.localdate(),
            "ends_on": timezone.localdate() + timedelta(days=5 * 365),
            "evidence": "The sealed order.",
        },
        "update": lambda: {"text": "Two people are still to be heard."},
        "supervise": lambda: {"outcome": "goes-on", "reasons": REASONS},
        "note": lambda: {"text": "Rang the hall."},
        "give_duty": lambda: {"person": eligible(case, "reviewer")[0], "kind": "reviewer"},
        "end_duty": lambda: {
            "duty": case.duties.filter(ended_on=None)[0],
            "reasons": REASONS,
        },
        "raise_wall": lambda: {"person": eligible(case, "adjudicator")[-1], "reasons": REASONS},
        "review_interim": lambda: {"goes_on": False, "reasons": REASONS},
        "offer_support": lambda: {
            "person": eligible(case, "support-contact")[0],
            "reach": "01632 960001",
        },
        "set_confidentiality": lambda: {"until_on": timezone.localdate() + timedelta(days=90)},
        "decide_identity": lambda: {
            "complaint": case.complaints.first(),
            "told": False,
            "reasons": REASONS,
        },
        "release_statement": lambda: {
            "statement": case.complaints.first(),
            "title": "Statement about the evening",
            "text": "He shouted at [left out].",
        },
        "release_file": lambda: {"evidence": case.evidence.first(), "title": "Picture"},
        "withdraw_item": lambda: {
            "item": case.discloseditems.filter(withdrawn_on=None)[0],
            "reasons": REASONS,
        },
        "ask_extension": lambda: {"until_on": later(case), "reasons": REASONS},
        "decide_extension": lambda: {
            "granted": True,
            "until_on": later(case),
            "reasons": REASONS,
        },
        "name_companion": lambda: {"name": "Teasel Marram", "relation": "friend"},
        "ask_adjustments": lambda: {"asked": "Large print."},
        "answer_adjustments": lambda: {
            "adjustment": case.adjustments.filter(answered_on=None)[0],
            "agreed": "All letters come in large print.",
        },
        "write_to_respondent": lambda: {"text": "Your witness has not answered us."},
        "pause": lambda: {"category": "police", "reason": REASONS},
        "recuse": lambda: {"reasons": REASONS},
        "declare": lambda: {"connected": False, "words": "I know nobody in it."},
        "log_contact": lambda: {
            "came_from": "leaders-office",
            "asked_for": "outcome",
            "how": "call",
            "happened_on": timezone.localdate(),
            "name": "The chief of staff",
            "words": "Whether it could not be over by Friday.",
        },
    }.get(verb)
    if entered:
        return entered() | more
    if verb in WITH_REASONS:
        return {"reasons": REASONS} | more
    return more


def next_year():
    return timezone.localdate() + timedelta(days=365)


WITH_REASONS = {"resolve_informally", "settle", "give_up_informal", "verify", "veto", "send_back",
                "revoke_invitation"}  # fmt: skip


def later(case):
    """A day after the one on which the time to answer ends."""
    due = case.clocks.running().filter(kind="respond").values_list("due_on", flat=True).first()
    return (due or timezone.localdate()) + timedelta(days=30)


def findings(case, finding="upheld"):
    return {
        allegation.pk: {
            "finding": finding,
            "facts": "He said it, as two people heard.",
            "reasons": "It would frighten anybody.",
            "evidence_relied": "Two statements.",
        }
        for allegation in case.allegations.all()
    }


PLAYERS = ("head", "officer", "investigator", "adjudicator1", "appeal1", "reviewer", "leader")


def right_person(cast, case, verb):
    """Whoever holds the duty that the step asks for, else the officer."""
    if verb == "declare" and (silent := undeclared(case)):
        return User.objects.get(person=silent[0].person).act_for(case.party)
    for who in STEPS[verb].who:
        if who.duty and case.duties.filter(kind=who.duty, ended_on=None).exists():
            return somebody(cast, case, who.duty)
    return getattr(cast, f"{case.party.slug}_officer")


def try_details(verb, case):
    """Details for a step that may not be open: what cannot be had is left to be refused."""
    try:
        return details(verb, case)
    except (IndexError, AttributeError):
        return NOTHING_TO_ENTER.get(verb, {})


NOTHING_TO_ENTER = {
    "allege": {"clause": Clause(), "particulars": "", "severity": 1},
    "investigate": {"investigator": Person(), "reasons": REASONS},
    "record_police_result": {
        "referral": Referral(),
        "result": "Nothing.",
        "result_on": date(2026, 1, 1),
    },
    "give_duty": {"person": Person(), "kind": "reviewer"},
    "end_duty": {"duty": Duty(), "reasons": REASONS},
    "raise_wall": {"person": Person(), "reasons": REASONS},
    "decide": {"findings": {}},
    "offer_support": {"person": Person(), "reach": "01632 960001"},
    "withdraw_item": {"item": DisclosedItem(), "reasons": REASONS},
    "answer_adjustments": {"adjustment": Adjustment(), "agreed": REASONS},
}


def may_be_refused(verb, entered):
    """Steps whose details depend on who and what is left; anything else must go through."""
    by_people = {"convene", "convene_appeal", "fill_seat", "raise_wall", "end_duty"}
    return (
        verb in by_people | {"offer_support", "flag_repeat"}
        or entered in NOTHING_TO_ENTER.values()
    )


# The straight road, stage by stage; each step is taken by whoever the table asks for.
ROAD = [
    (Stage.RECEIVED, ["acknowledge"]),
    (Stage.ASSESSMENT, ["allege", "test", "interim", "investigate"]),
    (Stage.INVESTIGATION, ["serve_notice"]),
    (Stage.NOTICE_SERVED, ["record_response"]),
    (Stage.RESPONSE, ["report"]),
    (Stage.REPORT, ["convene"]),
    (Stage.PANEL, ["decide"]),
    (Stage.DECIDED, ["notify", "lodge_appeal"]),
    (Stage.APPEAL, ["convene_appeal", "decide_appeal"]),
]
BY_DUTY = {
    "report": "investigator",
    "decide": "adjudicator",
    "decide_appeal": "appeal-adjudicator",
}


def step(cast, case, verb, **more):
    """One step by the right person of the case's party, with sensible details."""
    bind(case.party_id, 0)
    duty = BY_DUTY.get(verb)
    by = somebody(cast, case, duty) if duty else getattr(cast, f"{case.party.slug}_officer")
    case = take(verb, Case.objects.get(pk=case.pk), by=by, **details(verb, case, **more))
    return all_declare(case) if verb in APPOINTING else case


APPOINTING = {"investigate", "convene", "fill_seat", "convene_appeal", "give_duty"}


def all_declare(case):
    """Whoever was given a duty and has not said so yet: nothing connects them with the case."""
    for duty in undeclared(case):
        user = User.objects.get(person=duty.person).act_for(case.party)
        case = take("declare", case, by=user, **details("declare", case))
    return case


def undeclared(case):
    bind(case.party_id, 0)
    return list(case.duties.filter(ended_on=None, declared_on=None).select_related("person"))


def make_case(cast, at=Stage.RECEIVED, party="harbour", allegations=1, **changes):
    """A case at a stage, by the straight road; CLOSED is reached by the end of the window."""
    case = complain(cast, party, **changes).case
    for _stage, verbs in ROAD:
        if case.stage == at:
            return case
        for verb in verbs:
            repeat = allegations if verb == "allege" else 1
            for _time in range(repeat):
                case = step(cast, case, verb)
            if case.stage == at and at != Stage.DECIDED:
                return case
    if at == Stage.CLOSED:
        case = step(cast, case, "notify")
        case = step(cast, case, "close")
    return case


def picture(party):
    """A real file, examined and sealed, as the fields of its evidence."""
    file = SimpleUploadedFile("screenshot.png", stories.picture("What was posted"))
    return sealed_upload(party, file, examine(file.name, file))


def travel(day):
    """The clock stands at noon of a day; also for the trail and the history."""
    moment = date.fromisoformat(day) if isinstance(day, str) else day
    return time_machine.travel(f"{moment}T12:00:00+00:00", tick=False)


def account(person, party):
    """The account of somebody, acting for the party."""
    return User.objects.get(person=person).act_for(party)
