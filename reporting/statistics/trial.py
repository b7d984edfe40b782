"""Does the attacker fail on what was written? What it finds is kept with the release.

The attacker gets the files as a reader gets them, in a process of its own that knows nothing of
the register. It fails closed: a crash, a file it cannot read or too long a time count as found.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reporting.statistics.disclosure import Released, System
from reporting.statistics.exports import html

Files = dict[str, bytes]
LONGEST = 600  # seconds
AUDIT = "audit.json"
FIGURES = ("statistics.csv", "hierarchies.csv")  # all that an earlier release adds
PARTS = ("statistics/head.html", "statistics/sections.html")
ATTACKERS = {
    "A0": gettext_lazy("Anybody who adds and subtracts the figures that are shown"),
    "A1": gettext_lazy("Somebody who takes every hidden figure to be at least 1"),
    "A3": gettext_lazy("Somebody who knows that all figures are whole numbers"),
    "A4": gettext_lazy("Each party, which knows all its own figures"),
    "A4r": gettext_lazy("Each party, taking its own part from the figures of all parties"),
    "A5": gettext_lazy("Each person who is the only one in a figure"),
    "A6": gettext_lazy("Somebody who lays all releases side by side"),
    "A7": gettext_lazy("Somebody who works back from percentages"),
}


@dataclass(frozen=True)
class Verdict:
    """What the attacker reports: counts, never which figure was lost."""

    report: dict

    @property
    def passed(self) -> bool:
        return self.report["passed"]

    def as_file(self) -> bytes:
        return json.dumps(self.report, indent=1, sort_keys=True).encode() + b"\n"

    def sentences(self) -> list[str]:
        """What a publisher is told, and nothing of the figures themselves."""
        if "failed" in self.report:
            return [_("The attack could not be made: %(why)s") % {"why": self.report["failed"]}]
        lost = [_lost(n, s) for n, s in self.report["scenarios"].items() if not s["passed"]]
        return [*self.report["faults"], *lost]


def by_attacker(report: dict | None) -> list[tuple[str, dict]]:
    """Each attack in words, with what it found; nothing for a release made before the attacks."""
    scores = (report or {}).get("scenarios", {})
    return [(ATTACKERS.get(name, name), score) for name, score in sorted(scores.items())]


def _lost(name, score):
    words = _(
        "Attack %(name)s: of %(attacked)s hidden figures %(exact)s can be recovered exactly, "
        "%(within_one)s within one, and %(proved_small)s proved to be small."
    )
    return words % (score | {"name": name})


def attacked(released: Released, files: Files, earlier: list[Files], closed: bytes) -> Verdict:
    """The files of a release, and those published before it, in the attacker's hands."""
    with tempfile.TemporaryDirectory() as place:
        new = _laid_out(Path(place) / "new", files | {"page.html": _page(released)})
        past = [_laid_out(Path(place) / f"{n}", each) for n, each in enumerate(earlier)]
        known = _laid_out(Path(place) / "closed", {"known.json": closed}) / "known.json"
        return attack(new, past, known)


def closed(system: System, insiders: Iterable = ()) -> bytes:
    """What insiders know: never published, laid out for the attack and gone with it.

    `insiders` are the counts of each party, which knows all of them. Whoever is the only
    respondent in a figure knows it. Somebody may have guessed rightly which hidden figures are
    not nothing.
    """
    own = {counts.party.slug: _lines(counts.truths) for counts in insiders}
    alone = {cell: truth for cell, truth in system.truths.items() if truth.people == 1}
    something = {cell: truth for cell, truth in system.truths.items() if truth.count}
    found = {"insiders": own, "alone": _lines(alone)}
    return json.dumps(found | {"something": [line[:-1] for line in _lines(something)]}).encode()


def _lines(truths) -> list:
    """As published: basis, first day, last day, measure, nodes, and the true figure."""
    found = []
    for cell, truth in sorted(truths.items()):
        basis, _slash, when = cell.population.partition("/")
        days = (when, when) if "-" in when else (f"{when}-01-01", f"{when}-12-31")
        found.append([basis, *days, cell.measure, dict(cell.at), truth.count])
    return found


def _page(released: Released) -> bytes:
    """What the web page shows, without the frame that all pages have."""
    context = html.context(released)
    return "".join(render_to_string(part, context) for part in PARTS).encode()


def _laid_out(place: Path, files: dict[str, bytes]) -> Path:
    place.mkdir()
    for name, content in files.items():
        (place / name).write_bytes(content)
    return place


def attack(new: Path, past: Iterable[Path] = (), known: Path | None = None) -> Verdict:
    """The attacker on a directory of published files, in a process of its own."""
    command = [sys.executable, "-m", "reporting.statistics.attack", str(new.resolve()), "--json"]
    for path in past:
        command += ["--earlier", str(path.resolve())]
    if known:
        command += ["--closed", str(known)]
    how = {"cwd": settings.BASE_DIR, "env": {}, "capture_output": True, "timeout": LONGEST}
    try:
        done = subprocess.run(command, check=False, **how)
        return Verdict(json.loads(done.stdout))
    except subprocess.TimeoutExpired:
        return Verdict({"passed": False, "failed": _("it took too long.")})
    except ValueError:
        return Verdict({"passed": False, "failed": _("the attacker stopped early.")})
