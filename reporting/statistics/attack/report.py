"""What came of the attack? Counts only: which figure was lost, and to what range, would tell."""

from pathlib import Path

from reporting.statistics.attack import closed, files, formats, scenarios

WORDS = {
    "A0": "adding and subtracting",
    "A1": "taking every hidden figure to be at least 1",
    "A3": "knowing that figures are whole numbers",
    "A4": "each party, knowing its own figures",
    "A4r": "each party, taking its own part from the figures of all",
    "A5": "each person who is alone in a figure",
    "A6": "with the releases before it",
    "A7": "working back from percentages",
}


def report(directory: Path, earlier: list[Path] = (), known: Path | None = None) -> dict:
    """Every attack on one release, with everything published before it."""
    found = files.read(directory)
    past = [files.read(path) for path in earlier]
    faults = found.faults + formats.faults(found, directory)
    scores = scenarios.run(found, past, closed.read(known))
    counts = found.counts().values()
    return {
        "release": found.name,
        "earlier": [publication.name for publication in past],
        "shown": sum(value is not None for value in counts),
        "hidden": sum(value is None for value in counts),
        "faults": faults,
        "scenarios": {name: score.as_data() for name, score in scores.items()},
        "passed": not faults and not any(score.lost for score in scores.values()),
    }


def sentences(found: dict) -> list[str]:
    if "failed" in found:
        return [f"The attack could not be made: {found['failed']}"]
    scores = [_score(name, score) for name, score in found["scenarios"].items()]
    verdict = "Nothing was found." if found["passed"] else "This release must not be published."
    return [*found["faults"], *scores, verdict]


def _score(name: str, score: dict) -> str:
    return (
        f"{name}, {WORDS[name]}: of {score['attacked']} hidden figures "
        f"{score['exact']} recovered exactly, {score['within_one']} within one, "
        f"{score['proved_small']} proved below the threshold."
    )
