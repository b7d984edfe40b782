"""Elections as the project knows them, a campaign period for each, and bank holidays.

All of it is data to be edited afterwards. A campaign opens with the announcement, or else with
the dissolution or notice, and closes seven days after the poll so that the count lies in it; an
election of which neither is known gets no period. Holidays come from the `holidays` package,
without those that fall on a weekend: the substitute day is the one nobody works.
"""

import csv
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import holidays
from django.db import migrations

ELECTIONS = Path(__file__).parent.parent / "data" / "elections.csv"
LONDON = ZoneInfo("Europe/London")
SUBDIVISIONS = {"England": "ENG", "Wales": "WLS", "Scotland": "SCT", "Northern Ireland": "NIR"}
YEARS = range(2015, 2036)
AFTER_THE_POLL = timedelta(days=7)


def _day(text):
    return date.fromisoformat(text) if text else None


def _rows():
    with ELECTIONS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            closing = row["nominations_close"]
            yield row | {
                "announced": _day(row["announced"]),
                "dissolved_or_notice": _day(row["dissolved_or_notice"]),
                "nominations_close": closing
                and datetime.fromisoformat(closing).replace(tzinfo=LONDON)
                or None,
                "poll": _day(row["poll"]),
                "verified": row["verified"] == "yes",
            }


def seed_elections(apps, schema_editor):
    Election = apps.get_model("dates", "Election")
    CampaignPeriod = apps.get_model("dates", "CampaignPeriod")
    for row in _rows():
        election = Election.objects.create(**row)
        opens = election.announced or election.dissolved_or_notice
        if opens:
            CampaignPeriod.objects.create(
                name=election.name,
                nation=election.nation,
                election=election,
                opens=opens,
                closes=election.poll + AFTER_THE_POLL,
                basis="announcement" if election.announced else "dissolution_or_notice",
                verified=election.verified,
            )


def seed_holidays(apps, schema_editor):
    BankHoliday = apps.get_model("dates", "BankHoliday")
    BankHoliday.objects.bulk_create(
        BankHoliday(nation=nation, date=day, name=name, source=f"holidays {holidays.__version__}")
        for nation, subdivision in SUBDIVISIONS.items()
        for day, name in sorted(
            holidays.country_holidays("GB", subdiv=subdivision, years=YEARS).items()
        )
        if day.weekday() < 5
    )


class Migration(migrations.Migration):
    dependencies = [("dates", "0001_initial")]
    operations = [
        migrations.RunPython(seed_elections, migrations.RunPython.noop, elidable=False),
        migrations.RunPython(seed_holidays, migrations.RunPython.noop, elidable=False),
    ]
