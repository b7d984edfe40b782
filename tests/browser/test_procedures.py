"""Can a party's administrator change how complaints are handled and how letters speak?"""

import os
from pathlib import Path

import pytest
from django.utils import timezone

SHOTS = os.environ.get("SHOTS")  # a folder, for whoever wants to see the pages


def keep(person, name):
    if SHOTS:
        person.page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


@pytest.mark.parametrize(("width", "height"), [(360, 780), (1280, 900)])
def test_everybody_reads_the_procedure_on_any_screen(visit, width, height):
    reader = visit(width=width, height=height)
    reader.go("/codes/meadow/").follow("How complaints are handled")
    reader.sees("The way of a case", "Convene the panel", "Longest time between two letters")
    keep(reader, f"procedure-{width}")


def test_an_administrator_puts_a_new_version_in_force(staff):
    admin = staff("admin@meadow.example")
    admin.go("/procedures/").press("Draft a new version")
    admin.follow("Change the settings")
    keep(admin, "settings")
    admin.enter(("How many people sit on a panel", "many")).press("Save settings")
    admin.told("“How many people sit on a panel” must be a whole number from 1 to 15.")
    admin.enter(("How many people sit on a panel", "4")).press("Save settings")
    admin.sees("A panel of 4 can split in half. Choose an odd number.")
    keep(admin, "contradiction")
    admin.follow("Change the settings")
    admin.enter(("How many people sit on a panel", "3"), ("The respondent’s answer", "12"))
    admin.press("Save settings").sees("It can be put in force.", "12 working days")
    admin.follow("Put in force")
    day = timezone.localdate()
    for box, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        admin.enter((box, str(number)))
    admin.press("Publish and put in force").sees("How complaints are handled")
    admin.follow("What changed in this version").sees("12 working days")
    keep(admin, "comparison")


@pytest.mark.parametrize(("width", "height"), [(360, 780), (1280, 900)])
def test_an_administrator_words_a_letter(staff, width, height):
    admin = staff("admin@harbour.example", width=width, height=height)
    admin.go("/letters/").follow("How the case ended to the respondent")
    admin.enter(("Words of the letter", "Over.")).press("Save these words")
    admin.told("This letter must say “$outcome” (how the case ended).")
    admin.enter(("Words of the letter", "It ended so: $outcome.")).press("Preview")
    admin.sees("It ended so: «how the case ended».")
    keep(admin, f"wording-{width}")
    admin.press("Save these words").sees("your own, version")
    keep(admin, f"letters-{width}")


def test_an_officer_sees_the_letters_before_they_go(staff, register):
    officer = staff("officer@harbour.example")
    told = next(t for t in register.told["complaints"] if t["party"] == "harbour")
    officer.go(f"/cases/{told['case']}/acknowledge/").press("See the letters first")
    officer.sees("These letters would go out", "What you told us")
    keep(officer, "rehearsal")
    officer.go("/letters/to-post/")
    keep(officer, "to-post")
