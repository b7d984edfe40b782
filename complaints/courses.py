"""Which training must somebody have to take part in a case?

Everybody who handles a case is trained (EHRC 2020); sexual misconduct, bullying and abuse of
power need people trained for them (domain D29). To add a course, add a line.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Course:
    """A course, and the behaviours that call for it; none named: every case calls for it."""

    code: str
    name: Any
    behaviours: frozenset[str] = frozenset()


COURSES: dict[str, Course] = {
    course.code: course
    for course in [
        Course("fair-process", _("Handling complaints fairly")),
        Course("sexual-misconduct", _("Sexual misconduct"), frozenset({"SEXHAR", "SM-SEX"})),
        Course(
            "bullying",
            _("Bullying and abuse of power"),
            frozenset({"BULLY", "BELITTLE", "HARASS", "VICTIM"}),
        ),
    ]
}


def course_choices():
    return [(course.code, course.name) for course in COURSES.values()]


def courses_for(behaviours) -> list[Course]:
    """The courses that a case with these alleged behaviours calls for."""
    alleged = frozenset(behaviours)
    return [each for each in COURSES.values() if not each.behaviours or each.behaviours & alleged]
