"""What do registers of any size publish? Invented ones, the same for the same seed.

`python -m tests.registers --cases 3000 --parties 5 --seed 1 --out DIRECTORY` fills an empty
register, counts it, protects it and writes the files that would be published: of all parties
together and of each party. In `closed/` it writes what each party knows of itself, its own true
figures: never published, for whoever plays the party that attacks.
"""

import argparse
import json
import os
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

YEAR, AS_AT = 2024, date(2025, 3, 31)


@dataclass(frozen=True)
class Register:
    """One invented register: cases of all parties together, over two years."""

    cases: int
    parties: int
    seed: int

    def __str__(self):
        return f"{self.cases}-cases-{self.parties}-parties-seed-{self.seed}"

    def fill(self):
        from django.core.management import call_command

        years = f"{YEAR - 1}-{YEAR}"
        given = {"cases": self.cases, "parties": self.parties, "seed": self.seed, "years": years}
        call_command("synthesise", **given, verbosity=0)

    def frames(self) -> dict:
        """{publisher: what was counted}, all parties together first."""
        from partyconduct.parties.models import Party
        from reporting.statistics import releases

        joint = Party.objects.get(kind=Party.Kind.JOINT)
        parties = Party.objects.filter(kind=Party.Kind.PARTY).order_by("pk")
        return {p.slug: releases.figures(p, YEAR, AS_AT) for p in [joint, *parties]}


def published(frame, salt: str = "") -> dict[str, bytes]:
    """The files of one release, the PDF apart; empty where nothing may be published."""
    from reporting.statistics import assembly, exports
    from reporting.statistics.disclosure import Unprotectable, protect

    try:
        return exports.tabular(protect(assembly.system(frame), salt))
    except Unprotectable:
        return {}


def own_figures(counts) -> str:
    """What one party knows: all its own figures, printed or not."""
    rows = [[*cell, truth.count] for cell, truth in sorted(counts.truths.items())]
    return json.dumps(rows)


def write(register: Register, out: Path) -> None:
    register.fill()
    frames = register.frames()
    for publisher, frame in frames.items():
        for name, content in published(frame, str(register)).items():
            path = out / str(register) / publisher / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    closed = out / str(register) / "closed"
    closed.mkdir(parents=True, exist_ok=True)
    for counts in frames.pop("joint").counts:
        (closed / f"{counts.party.slug}.json").write_text(own_figures(counts))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    for name in ("cases", "parties", "seed"):
        parser.add_argument(f"--{name}", type=int, required=True)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        os.environ["DATABASE_URL"] = f"sqlite:///{place}/register.sqlite3"
        _set_up()
        write(Register(given.cases, given.parties, given.seed), given.out)


def _set_up() -> None:
    import django
    from django.core.management import call_command

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "partyconduct.settings")
    django.setup()
    call_command("migrate", verbosity=0)


if __name__ == "__main__":
    main()
