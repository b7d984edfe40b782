"""How do the cases of the demonstration come about? By real steps, on lawful days.

A case is a generator: it takes a step and yields the working days until the next, or its day.
A queue wakes them in the order of time, so that the trail reads as it would have been written.
"""

import heapq
import itertools
import random
from datetime import date, datetime, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image, ImageDraw

from codes.models import Clause
from codes.tariff import FACTORS, SANCTIONS
from complaints.actions import intake, take
from complaints.actions.decision import outside_tariff
from complaints.actions.sealing import sealed_upload
from complaints.comparing import spread_for
from complaints.eligibility import eligible
from complaints.letters import actions as letters
from complaints.links import links_of
from complaints.models import Case
from complaints.outcomes import UPHELD
from complaints.procedures import actions as procedures
from complaints.sniffing import examine
from complaints.workflow import Stage
from partyconduct.demonstration import words
from partyconduct.parties.models import User
from partyconduct.rlsdb import bind

LONDON = ZoneInfo("Europe/London")
OFFICE_HOURS = (9, 17)
# What panels of the demonstration impose: mostly the first, sometimes less or more.
SANCTIONS_BY_SEVERITY = {
    1: ("apology", "reminder-of-conduct", "training"),
    2: ("training", "apology", "formal-warning"),
    3: ("suspension", "formal-warning", "candidacy-bar"),
    4: ("expulsion", "suspension", "exclusion"),
}
OFTEN = (6, 3, 1)


def in_days(days):
    return timezone.localdate() + timedelta(days=days)


class Teller:
    """Writes the life of one case; the random numbers are its own, so a run repeats itself."""

    def __init__(self, people, party, seed):
        self.party, self.dice = party, random.Random(seed)
        self.desk = [getattr(people, f"{party.slug}_{name}") for name in ("officer", "deputy")]
        self.officer = self.dice.choice(self.desk).act_for(party)
        self.admin = getattr(people, f"{party.slug}_admin").act_for(party)
        self.service = User.objects.service("intake").act_for(party)
        self.independent = getattr(people, f"{party.slug}_independent").act_for(party)
        self.case, self.slight, self.about = None, False, {}

    # --- the vocabulary of a life

    def step(self, verb, by=None, **details):
        bind(self.party.pk, 0)
        case = Case.objects.get(pk=self.case.pk)
        self.case = take(verb, case, by=by or self.officer, **details)

    def appoint(self, verb, **details):
        """Whoever is given a part says at once that nothing connects them with the case."""
        self.step(verb, **details)
        bind(self.party.pk, 0)
        silent = self.case.duties.filter(ended_on=None, declared_on=None)
        for user in list(User.objects.filter(person__duties__in=silent)):
            links = links_of(self.case, [user.person]).get(user.person_id)
            said = "An earlier case of another time; I keep an open mind." if links else ""
            self.step("declare", by=user.act_for(self.party), connected=False, words=said)

    def holder(self, kind):
        duty = self.case.duties.filter(kind=kind, ended_on=None).order_by("pk").first()
        return User.objects.get(person=duty.person).act_for(self.party)

    def because(self):
        return self.dice.choice(words.REASONS)

    def wait(self, least, most):
        return self.dice.randint(least, most)

    def answers(self, today, event, respondent):
        statement, medium, platform, place, _behaviours, cited, _severity = event
        return {
            "respondent_name": respondent,
            "respondent_member_no": f"{self.party.prefix}-{10_000 + hash_of(respondent)}",
            "respondent_branch": self.dice.choice(words.BRANCHES),
            "respondent_role": self.dice.choice(["member"] * 5 + ["councillor", "candidate"]),
            "complainant_name": self.dice.choice(words.COMPLAINANTS),
            "complainant_email": "complainant@example.org",
            "kind": self.dice.choice(["third-party"] * 3 + ["target"]),
            "statement": statement,
            "medium": medium,
            "platform": platform,
            "place": place,
            "happened_from": today - timedelta(days=self.dice.randint(1, 20)),
            "characteristics": list(cited) or ["none-cited"],
        } | self.about

    def arrive(self, today):
        self.event = self.dice.choice(words.SLIGHT if self.slight else words.GRAVE)
        respondent = self.dice.choice(words.RESPONDENTS)
        answers = self.answers(today, self.event, respondent)
        channel = self.dice.choice(
            ["public-form"] * 4 + ["email", "letter", "telephone", "branch"]
        )
        if channel == "public-form":
            key = f"{self.party.slug}-{self.dice.random()}"
            complaint, self.secret = intake.submit(
                self.party, by=self.service, answers=answers, files=self.pictures(), key=key
            )
        else:
            case = intake.key_in(
                self.party, by=self.officer, answers=answers, channel=channel, received_on=today
            )
            complaint = case.complaints.get()
        self.case, self.complaint = complaint.case, complaint

    def arrive_again(self):
        """Somebody else about the same conduct of the same respondent."""
        answers = self.answers(self.case.today, self.event, self.case.respondent.name)
        on = self.case.today
        self.case = intake.key_in(
            self.party, by=self.officer, answers=answers, channel="email", received_on=on
        )
        self.complaint = self.case.complaints.get()

    def pictures(self):
        if self.dice.random() < 0.6:
            return []
        file = SimpleUploadedFile("screenshot.png", picture(self.event[0]))
        accepted = examine(file.name, file)
        return [sealed_upload(self.party, file, accepted, description="What was posted")]

    # --- the chapters; each yields working days until it goes on

    def begin(self, today):
        self.arrive(today)
        yield self.wait(1, self.case.procedure.acknowledge_days)
        self.step("acknowledge")
        if self.dice.random() < 0.3:
            yield self.wait(1, 3)
            self.step("write", complaint=self.complaint, text=words.QUESTION)
            yield self.wait(1, 4)
            intake.say(self.complaint, text=words.ANSWER)
        yield self.wait(2, 8)

    def charge(self):
        numbers = ["3.1", "3.3", "2.1"] if self.party.slug == "harbour" else ["3.1", "3.3"]
        for number in self.dice.sample(numbers, self.dice.choice([1, 1, 2])):
            clause = Clause.objects.get(edition=self.case.edition_id, number=number)
            self.step(
                "allege",
                clause=clause,
                particulars=self.event[0],
                severity=self.event[6],
                behaviours=self.event[4],
            )
        self.step("test", **self.test())
        suspend = self.event[6] == 4
        self.step(
            "interim",
            kind="suspension" if suspend else "none",
            reasons="People named in the complaint have to be safe."
            if suspend
            else "No risk seen.",
            recheck_on=self.case.today + timedelta(days=21) if suspend else None,
            election_answer="No selection or election before that day." if suspend else "",
        )

    def test(self):
        answer = "yes" if self.event[6] >= 3 else "no"
        parts = ("conduct", "intent", "deterrence", "withdrawal")
        said = {part: ("yes" if part == "conduct" else answer) for part in parts}
        return said | {f"{part}_reasons": self.because() for part in parts}

    def open_investigation(self):
        self.charge()
        yield self.wait(1, 4)
        investigator = self.dice.choice(eligible(self.case, "investigator"))
        self.appoint("investigate", investigator=investigator, reasons=self.because())

    def hear(self):
        yield self.wait(5, 20)
        self.step("serve_notice", facts=words.FACTS)
        yield self.wait(3, self.case.procedure.respond_days)
        self.step("record_response", text=self.dice.choice(words.RESPONSES))

    def put_before_both(self):
        """What the respondent may read, and somebody for each side."""
        said = self.complaint.statement
        self.step("release_statement", statement=self.complaint, title="Statement", text=said)
        for evidence in self.case.evidence.all():
            self.step("release_file", evidence=evidence, title="Picture of the post")
        for complaint, reach in ((None, "01632 960001"), (self.complaint, "01632 960002")):
            free = eligible(self.case, "support-contact")
            person = next(who for who in free if who.pk != self.officer.person_id)
            self.step("offer_support", person=person, reach=reach, complaint=complaint)

    def ask(self):
        """What the respondent asked for by telephone; nobody has answered yet."""
        due = self.case.clocks.running().get(kind="respond").due_on
        later = due + timedelta(days=14)
        self.step("ask_extension", until_on=later, reasons="I am away with work until then.")
        self.step("name_companion", name="Sedge Coomb", relation="union officer")
        self.step("ask_adjustments", asked="Large print, please.")

    def go_to_panel(self):
        yield self.wait(3, 15)
        if self.dice.random() < 0.15:
            self.step("log_contact", happened_on=self.case.today, **words.APPROACH)
        self.step("report", by=self.holder("investigator"), text=words.REPORT)
        yield self.wait(1, 5)
        self.appoint("convene")

    def decide(self, finding="upheld"):
        yield self.wait(3, 15)
        found = {
            allegation.pk: {
                "finding": finding,
                "facts": words.FACTS,
                "reasons": self.because(),
                "evidence_relied": "The picture and two statements.",
            }
            for allegation in self.case.allegations.all()
        }
        self.case.today = timezone.localdate()
        sanctions = self.sanctions() if finding in UPHELD else []
        codes = [sanction["sanction"] for sanction in sanctions]
        outside, spread = outside_tariff(self.case, codes), spread_for(self.case)
        education = self.event[6] >= 3 and finding in UPHELD and self.dice.random() < 0.5
        self.step(
            "decide",
            by=self.holder("adjudicator"),
            findings=found,
            sanctions=sanctions,
            outside_reason="A first breach, admitted at once." if outside else "",
            spread_reason=words.UNLIKE if spread.leaves_out(codes) else "",
            factors=self.dice.sample(sorted(FACTORS), 2) if sanctions else (),
            education={"words": words.COURSE, "due_on": in_days(90)} if education else None,
        )
        if self.case.stage == Stage.REVIEW:
            yield self.wait(1, 4)
            self.appoint("give_duty", person=eligible(self.case, "reviewer")[0], kind="reviewer")
            yield self.wait(1, 5)
            self.step("verify", by=self.holder("reviewer"), reasons=self.because())

    def sanctions(self):
        """One of those that the ladder has for the severity, with the dates that it needs."""
        (code,) = self.dice.choices(SANCTIONS_BY_SEVERITY[self.event[6]], OFTEN)
        rung, imposed = SANCTIONS[code], {"sanction": code}
        if rung.min_months:
            imposed["months"] = max(rung.min_months, 6)
        elif rung.needs_end:
            imposed["ends_on"] = in_days(365)
        if rung.needs_due:
            imposed["due_on"] = in_days(30)
        return [imposed]

    def tell_both(self):
        yield self.wait(1, 4)
        self.step("notify")

    def close(self):
        window = self.case.clocks.running().get(kind="appeal").due_on
        yield window + timedelta(days=self.wait(1, 4))
        self.step("close")
        if self.dice.random() < 0.7:
            yield from self.learn()

    def learn(self):
        """What was to be learnt is learnt, after the case is closed."""
        yield self.wait(10, 40)
        bind(self.party.pk, 0)
        for course in self.case.educations.filter(completed_on=None):
            self.step("complete_education", education=course, words="A certificate.")

    def appeal(self, outcome="dismissed"):
        yield self.wait(2, self.case.procedure.appeal_days // 2)
        self.step(
            "lodge_appeal",
            side="respondent",
            grounds="disproportionate",
            statement="It was one evening, and I have said that I am sorry.",
        )
        yield self.wait(1, 5)
        self.appoint("convene_appeal")
        if outcome:
            yield self.wait(3, 15)
            self.step(
                "decide_appeal",
                by=self.holder("appeal-adjudicator"),
                outcome=outcome,
                reasons=self.because(),
            )
            yield from self.tell_both()
            yield self.wait(1, 2)
            self.step("close")


def picture(text):
    """A real picture of an invented post."""
    image = Image.new("RGB", (640, 240), "white")
    pen = ImageDraw.Draw(image)
    pen.rectangle([8, 8, 632, 232], outline="#12436D", width=3)
    for at, start in enumerate(range(0, min(len(text), 280), 70)):
        pen.text((24, 24 + 28 * at), text[start : start + 70], fill="black")
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def hash_of(name):
    return sum(ord(letter) * at for at, letter in enumerate(name, 1)) % 9000


# --- the plots: how a case goes, and how it ends


def _end(reason, *chapters):
    def plot(t, today):
        yield from t.begin(today)
        for chapter in chapters:
            yield from getattr(t, chapter)()
        yield t.wait(2, 10)
        t.step("end", closing_reason=reason, reasons=t.because())

    return plot


def _reject(reason):
    def plot(t, today):
        t.slight = True
        yield from t.begin(today)
        t.step("reject", ineligible_reason=reason, reasons=t.because())

    return plot


def _dismiss(outcome):
    def plot(t, today):
        t.slight = True
        yield from t.begin(today)
        t.step("dismiss", outcome=outcome, reasons=t.because())

    return plot


def _past_the_desk(t, today):
    """About the lead of the party: the desk finds nothing of it, the independent person has it."""
    t.about, t.officer = {"respondent_role": "leader"}, t.independent
    yield from t.begin(today)
    t.charge()


def _settled(t, today):
    yield from t.begin(today)
    t.charge()
    t.step("resolve_informally", reasons=t.because())
    yield t.wait(5, 25)
    t.step("settle", reasons="Both agreed on an apology.")


def _decided(finding="upheld", appeal=""):
    def plot(t, today):
        yield from t.begin(today)
        for chapter in ("open_investigation", "hear", "go_to_panel"):
            yield from getattr(t, chapter)()
        yield from t.decide(finding)
        yield from t.tell_both()
        yield from (t.appeal(appeal) if appeal else t.close())

    return plot


def _joined(t, today):
    """Somebody else complains about the same conduct: the second case joins the first."""
    yield from t.begin(today)
    first = t.case
    t.arrive_again()
    yield t.wait(1, 3)
    t.step("acknowledge")
    yield t.wait(1, 3)
    t.step("join", into=first.reference, reasons="The same post.")
    t.case = first
    yield t.wait(1, 3)
    t.step("dismiss", outcome="dismissed-no-breach", reasons=t.because())


def _stay(*chapters):
    """A case that is still where its last chapter left it."""

    def plot(t, today):
        if not chapters:
            t.arrive(today)
            return
            yield
        yield from t.begin(today)
        for chapter in chapters[1:]:
            yield from getattr(t, chapter)()

    return plot


def _informal(t, today):
    yield from t.begin(today)
    t.charge()
    t.step("resolve_informally", reasons=t.because())


def _notice(t, today):
    yield from t.begin(today)
    yield from t.open_investigation()
    yield t.wait(2, 5)
    t.put_before_both()
    t.step("serve_notice", facts=words.FACTS)
    yield t.wait(1, 2)
    t.ask()


def _reported(t, today):
    yield from t.begin(today)
    yield from t.open_investigation()
    yield from t.hear()
    yield t.wait(2, 5)
    t.step("report", by=t.holder("investigator"), text=words.REPORT)


def _decided_and_told(t, today):
    yield from t.begin(today)
    for chapter in ("open_investigation", "hear", "go_to_panel", "decide", "tell_both"):
        yield from getattr(t, chapter)()


def _reviewing(t, today):
    yield from _reported(t, today)
    yield t.wait(1, 3)
    t.appoint("convene")
    yield t.wait(2, 5)
    found = {
        a.pk: {
            "finding": "upheld",
            "facts": words.FACTS,
            "reasons": t.because(),
            "evidence_relied": "The picture.",
        }
        for a in t.case.allegations.all()
    }
    t.step("decide", by=t.holder("adjudicator"), findings=found)


def _appealing(t, today):
    yield from _decided_and_told(t, today)
    yield from t.appeal(outcome="")


def _paused(t, today):
    yield from t.begin(today)
    yield from t.open_investigation()
    yield t.wait(1, 3)
    t.step("pause", category="police", reason="The police have asked us to wait.")


def _new_procedure(t, today):
    """The party changes its procedure: cases that came before keep the version they have."""
    draft = procedures.draft(t.party, by=t.admin)
    procedures.change(draft, by=t.admin, settings=words.NEW_PROCEDURE)
    yield 3
    procedures.put_in_force(draft, by=t.admin, on=today + timedelta(days=28))


def _own_words(t, today):
    """The party words one of its letters itself."""
    letters.reword(t.party, by=t.admin, letter=("closing", "respondent"), **words.CLOSING_LETTER)
    return
    yield


def _urgent(t, today):
    t.arrive(today)
    yield 1
    t.step("check_risk", **words.DANGER)


def _twice(t, today):
    """Two people complain of the same: the register suggests it, and nobody has joined them."""
    t.arrive(today)
    yield 1
    t.case.today = today
    t.arrive_again()


PANEL_SITS = _stay("begin", "open_investigation", "hear", "go_to_panel")

CLOSED = [
    (_decided("upheld"), 16),
    (_decided("partly-upheld"), 4),
    (_decided("not-upheld"), 7),
    (_decided("not-proven"), 4),
    (_decided("upheld", "dismissed"), 3),
    (_decided("upheld", "allowed"), 2),
    (_dismiss("dismissed-no-breach"), 14),
    (_dismiss("dismissed-insufficient-evidence"), 9),
    (_dismiss("dismissed-with-warning"), 5),
    (_settled, 6),
    (_reject("not-a-member"), 4),
    (_reject("not-identifiable"), 3),
    (_reject("out-of-time"), 3),
    (_reject("party-body"), 2),
    (_reject("policy-disagreement"), 6),
    (_reject("no-breach-alleged"), 3),
    (_reject("anonymous"), 2),
    (_reject("duplicate"), 2),
    (_joined, 3),
    (_end("complainant-withdrew"), 4),
    (_end("respondent-left", "open_investigation"), 5),
    (_end("membership-ended", "open_investigation", "hear"), 2),
    (_end("auto-excluded"), 2),
    (_end("respondent-died", "open_investigation"), 1),
    (_end("unable-to-reach-finding", "open_investigation", "hear"), 2),
    (_end("resolved-at-investigation", "open_investigation", "hear"), 4),
    (_end("referred-elsewhere"), 2),
]
# (plot, number, working days ago that the complaint arrived)
OPEN = [
    (_stay(), 4, 3),
    (_stay(), 1, 9),
    (_stay("begin"), 5, 16),
    (_past_the_desk, 1, 20),
    (_informal, 2, 24),
    (_stay("begin", "open_investigation"), 4, 30),
    (_paused, 2, 40),
    (_notice, 3, 34),
    (_stay("begin", "open_investigation", "hear"), 3, 62),
    (_reported, 2, 70),
    (PANEL_SITS, 4, 80),
    (_decided_and_told, 3, 88),
    (_appealing, 2, 100),
    (_urgent, 1, 3),
    (_twice, 1, 4),
]
REVIEWED = [(_reviewing, 2, 75)]


LONGEST = 260  # days that a closed case may have taken


def plan(people, now):
    """(day of arrival, plot, teller) of every case: two years of them, none in the future."""
    dice = random.Random("plan")
    first = datetime(now.year - 2, 1, 8, tzinfo=LONDON)
    last = now - timedelta(days=LONGEST)
    yield last, _new_procedure, Teller(people, people.harbour, "procedure")
    yield last, _own_words, Teller(people, people.harbour, "words")
    for party, share in ((people.harbour, 1.0), (people.meadow, 0.4)):
        closed = [plot for plot, n in CLOSED for _ in range(max(1, round(n * share)))]
        for at, plot in enumerate(closed):
            day = first + (last - first) * dice.random()
            yield day, plot, Teller(people, party, f"{party.slug}-{at}")
        still = OPEN + (REVIEWED if party.slug == "meadow" else [])
        for at, (plot, n, ago) in enumerate(still):
            for again in range(n):
                day = now - timedelta(days=round(ago * 1.45) + again)
                yield day, plot, Teller(people, party, f"{party.slug}-open-{at}-{again}")


def live(people, now, progress=lambda done, total: None):
    """Every case of the plan, step by step in the order of time, until `now`."""
    count = itertools.count()
    queue = []
    plans = list(plan(people, now))
    for day, plot, teller in plans:
        heapq.heappush(queue, (_office(day, teller), next(count), plot, teller, None))
    over = 0
    while queue:
        moment, _order, plot, teller, life = heapq.heappop(queue)
        if moment > now:
            continue
        with time_machine.travel(moment, tick=False):
            life = life or plot(teller, moment.date())
            days = next(life, None)
        if days is None:
            over += 1
            progress(over, len(plans))
            continue
        later = _office(_next(moment, days), teller)
        heapq.heappush(queue, (later, next(count), plot, teller, life))
    return [teller for _day, _plot, teller in plans]


def _next(moment, days):
    """The day named, or about so many working days later."""
    if isinstance(days, date):
        return datetime.combine(days, moment.timetz())
    return moment + timedelta(days=max(1, round(days * 1.4)))


def _office(moment, teller):
    """A moment of that day in office hours; Saturdays and Sundays go to Monday."""
    day = moment + timedelta(days=(7 - moment.weekday()) % 7 if moment.weekday() > 4 else 0)
    hour = teller.dice.randint(*OFFICE_HOURS)
    return datetime(day.year, day.month, day.day, hour, teller.dice.randint(0, 59), tzinfo=LONDON)
