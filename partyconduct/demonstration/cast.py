"""Who plays in the demonstration and in the tests? Two invented parties, people in every role."""

from datetime import UTC, date, datetime, time
from pathlib import Path
from types import SimpleNamespace

from django.contrib.auth.hashers import make_password
from django.db import transaction

from codes import actions as codes
from codes.importing import read
from complaints.courses import COURSES
from complaints.models import Procedure, Training
from partyconduct.parties.models import Membership, Party, Person, Registration, User
from partyconduct.parties.roles import CASE_PERMISSIONS, GRANTS, Role

CODES = Path(__file__).parent / "codes"
PASSWORD = "harbour lights over meadow"
SINCE = date(2020, 1, 6)
TRAINED = date(2020, 2, 3)

PARTIES = {
    "harbour": {
        "name": "Harbour Party",
        "prefix": "HAR",
        "nation": "England",
        "founded_on": date(1998, 5, 1),
        "contact_name": "Compliance Office",
        "contact_email": "compliance@harbour.example",
        "contact_address": "1 Quay Street\nGannet Bay\nGB1 1AA",
    },
    "meadow": {
        "name": "Meadow Party",
        "prefix": "MEA",
        "nation": "Wales",
        "founded_on": date(2004, 9, 12),
        "contact_name": "Conduct Team",
        "contact_email": "conduct@meadow.example",
        "contact_address": "2 Orchard Row\nBarleyfold\nBF2 2BB",
    },
}

# The word before the @ of each sign-in, the role it holds, and how many there are of it.
SEATS = {
    "head": (Role.HEAD, 1),
    "officer": (Role.OFFICER, 1),
    "deputy": (Role.OFFICER, 1),
    "investigator": (Role.INVESTIGATOR, 1),
    "investigator2": (Role.INVESTIGATOR, 1),
    "adjudicator": (Role.ADJUDICATOR, 7),
    "appeal": (Role.APPEAL_ADJUDICATOR, 3),
    "reviewer": (Role.REVIEWER, 1),
    "publisher": (Role.PUBLISHER, 1),
    "dpo": (Role.DPO, 1),
    "auditor": (Role.AUDITOR, 1),
    "admin": (Role.ADMINISTRATOR, 1),
    "leader": (Role.LEADER, 1),
    "editor": (Role.EDITOR, 1),
    "representative": (Role.REPRESENTATIVE, 1),
    "independent": (Role.INDEPENDENT, 1),
}

GIVEN = [
    "Alder",
    "Briar",
    "Cress",
    "Dune",
    "Elm",
    "Fern",
    "Gorse",
    "Hazel",
    "Iris",
    "Juniper",
    "Kelp",
    "Linden",
    "Maple",
    "Nettle",
    "Oak",
    "Pine",
    "Quill",
    "Rowan",
    "Sorrel",
    "Thrift",
    "Umber",
    "Vetch",
    "Willow",
    "Yarrow",
]
FAMILY = {
    "harbour": [
        "Anchorwell",
        "Bollardson",
        "Capstanley",
        "Driftmoor",
        "Ebbworth",
        "Fathomby",
        "Gullrock",
        "Hawserley",
        "Inletham",
        "Jettyman",
        "Keelwright",
        "Lanternby",
        "Mooringdale",
        "Netherquay",
        "Oarsley",
        "Pilotham",
        "Quaylock",
        "Rudderford",
        "Sailsworth",
        "Tidewell",
        "Undertow",
        "Vesselby",
        "Wharfield",
        "Yawlton",
    ],
    "meadow": [
        "Applegarth",
        "Barleyman",
        "Cloverdell",
        "Daisyford",
        "Eweson",
        "Furrowby",
        "Gatherley",
        "Haywain",
        "Ivybank",
        "Jackdawson",
        "Kitefield",
        "Larkhill",
        "Millbrook",
        "Nestley",
        "Orchardson",
        "Plumtree",
        "Quincewood",
        "Rushmere",
        "Sheafton",
        "Thistledown",
        "Underwood",
        "Violetson",
        "Wheatley",
        "Yarrowby",
    ],
}


def addresses():
    """(name before the @, role) of every sign-in of a party."""
    for word, (role, number) in SEATS.items():
        for at in range(1, number + 1):
            yield (word if number == 1 else f"{word}{at}"), role


@transaction.atomic
def assemble():
    """Both parties with people, procedures and codes in force, and the joint body. Idempotent
    only by being called on an empty register."""
    hashed = make_password(PASSWORD)
    people = SimpleNamespace()
    for slug, fields in PARTIES.items():
        party = Party.objects.create(slug=slug, **fields)
        setattr(people, slug, party)
        for at, (word, role) in enumerate(addresses()):
            name = f"{GIVEN[at % len(GIVEN)]} {FAMILY[slug][at % len(FAMILY[slug])]}"
            user = _seat(party, f"{word}@{slug}.example", name, role, hashed)
            setattr(people, f"{slug}_{word}", user)
        Registration.objects.create(
            party=party,
            register="Great Britain",
            ec_reference=f"PP{9000 + party.pk}",
            entity_name=party.name,
            entity_type="Political Party",
            status="Registered",
            approved_on=party.founded_on,
        )
        _procedures(party)
        _trainings(party)
    people.joint = Party.objects.create(
        slug="joint",
        name="Joint Election Code",
        prefix="JNT",
        kind=Party.Kind.JOINT,
        takes_complaints=False,
    )
    people.joint_secretary = _seat(
        people.joint, "secretary@joint.example", "Wren Middlemarch", Role.SECRETARIAT, hashed
    )
    people.joint_publisher = _seat(
        people.joint, "publisher@joint.example", "Teal Middlemarch", Role.PUBLISHER, hashed
    )
    _codes(people)
    return people


# Who takes a part in cases is trained for every kind of them, but for the newest adjudicator.
def _trainings(party):
    handling = [role for role in Role if GRANTS[role] & CASE_PERMISSIONS]
    held = Membership.objects.filter(party=party, role__in=handling).order_by("pk")
    people = list(dict.fromkeys(membership.person_id for membership in held))
    newest = held.filter(role=Role.ADJUDICATOR).last().person_id
    Training.objects.bulk_create(
        Training(party=party, person_id=person, course=course, passed_on=TRAINED)
        for person in people
        for course in COURSES
        if person != newest or course == "fair-process"
    )


def _seat(party, email, name, role, hashed):
    person = Person.objects.create(name=name)
    user = User.objects.create(email=email, person=person, password=hashed)
    Membership.objects.create(person=person, party=party, role=role, starts_on=SINCE)
    return user


def _procedures(party):
    """Harbour as its code says; Meadow acknowledges sooner, reviews and lets more time appeal."""
    own = {
        "harbour": {"acknowledge_days": 5, "respond_days": 10, "appeal_days": 10},
        "meadow": {
            "acknowledge_days": 3,
            "respond_days": 10,
            "appeal_days": 15,
            "review": Procedure.Review.PROTECTED,
        },
    }[party.slug]
    published = datetime.combine(SINCE, time(9), UTC)
    Procedure.objects.create(
        party=party,
        number=1,
        in_force_from=SINCE,
        published_at=published,
        nation=party.nation,
        **own,
    )


# (party, file, day in force); Meadow's tariff is entered by hand, since its text holds no table;
# the joint code leaves sanctions to the home party.
EDITIONS = (
    ("harbour", "harbour-code-of-conduct-first.md", date(2018, 3, 1)),
    ("harbour", "harbour-code-of-conduct.md", date(2022, 1, 1)),
    ("meadow", "meadow-code-of-conduct.md", date(2023, 3, 1)),
    ("joint", "joint-election-code.md", date(2024, 3, 1)),
)
EDITORS = {"harbour": "harbour_editor", "meadow": "meadow_editor", "joint": "joint_secretary"}
TARIFFS = {
    "meadow": [
        (1, "Slight", "One careless remark", ["reminder-of-conduct", "apology"]),
        (2, "Real", "Abuse, or sharing it", ["apology", "content-removal", "training"]),
        (
            3,
            "Grave",
            "Intimidation; hostility because of a protected characteristic",
            ["training", "formal-warning", "removal-from-post", "candidacy-bar", "suspension"],
        ),
        (4, "Gravest", "Threats of harm; stalking; repetition", ["suspension", "expulsion"]),
    ],
}


def _codes(people):
    for slug, name, on in EDITIONS:
        publish(getattr(people, slug), getattr(people, EDITORS[slug]), CODES / name, on)
    joint = people.joint.code.editions.get()
    for slug in PARTIES:
        codes.record_adherence(
            joint,
            by=people.joint_secretary,
            stand=codes.Stand(
                party=getattr(people, slug),
                stand="supported",
                from_on=date(2024, 3, 1),
                evidence="Letter to the other party of 1 March 2024",
            ),
        )


def publish(party, editor, path, on):
    """A code from its file, through the same verbs as the editor's pages."""
    editor.act_for(party)
    found = read(path.name, path.read_bytes())
    code = codes.open_code(party, by=editor, title=f"{party.name}: Code of Conduct")
    edition = codes.draft(code, by=editor, found=found)
    if lines := TARIFFS.get(party.slug):
        codes.set_tariff(edition, by=editor, lines=[codes.Line(*line) for line in lines])
    return codes.put_in_force(edition, by=editor, on=on)
