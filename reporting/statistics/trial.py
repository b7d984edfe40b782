"""Does the attacker fail on what was written? A release that gives anything away is not written.

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

from reporting.statistics.disclosure import Released
from reporting.statistics.exports import html

LONGEST = 600  # seconds
AUDIT = "audit.json"
PARTS = ("statistics/head.html", "statistics/sections.html")
ATTACKERS = {
    "A0": gettext_lazy("Adds and subtracts all figures that are shown"),
    "A1": gettext_lazy("Takes every hidden figure to be at least 1"),
    "A3": gettext_lazy("Knows that all figures are whole numbers"),
    "A7": gettext_lazy("Works back from percentages"),
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


def attacked(released: Released, files: dict[str, bytes], earlier=()) -> Verdict:
    """The files of a release, and those published before it, in the attacker's hands."""
    with tempfile.TemporaryDirectory() as place:
        new = _laid_out(Path(place) / "new", files | {"page.html": _page(released)})
        past = [_laid_out(Path(place) / f"{n}", each) for n, each in enumerate(earlier)]
        return attack(new, past)


def _page(released: Released) -> bytes:
    """What the web page shows, without the frame that all pages have."""
    context = html.context(released)
    return "".join(render_to_string(part, context) for part in PARTS).encode()


def _laid_out(place: Path, files: dict[str, bytes]) -> Path:
    place.mkdir()
    for name, content in files.items():
        (place / name).write_bytes(content)
    return place


def attack(new: Path, past: Iterable[Path] = ()) -> Verdict:
    """The attacker on a directory of published files, in a process of its own."""
    command = [sys.executable, "-m", "reporting.statistics.attack", str(new.resolve()), "--json"]
    for path in past:
        command += ["--earlier", str(path.resolve())]
    how = {"cwd": settings.BASE_DIR, "env": {}, "capture_output": True, "timeout": LONGEST}
    try:
        done = subprocess.run(command, check=False, **how)
        return Verdict(json.loads(done.stdout))
    except subprocess.TimeoutExpired:
        return Verdict({"passed": False, "failed": _("it took too long.")})
    except ValueError:
        return Verdict({"passed": False, "failed": _("the attacker stopped early.")})
