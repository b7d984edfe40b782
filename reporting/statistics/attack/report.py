"""What came of the attack? Counts only: which figure was lost, and to what range, would tell."""

from pathlib import Path

from reporting.statistics.attack import files, formats, scenarios
from reporting.statistics.attack.equations import knowledge


def report(directory: Path, earlier: list[Path] = ()) -> dict:
    """Every attack on one release, with everything published before it."""
    found = files.read(directory)
    faults = found.faults + formats.faults(found, directory)
    reader = knowledge([*map(files.read, earlier), found])
    scores = scenarios.run(reader, found)
    return {
        "release": found.name,
        "earlier": [files.read(path).name for path in earlier],
        "shown": len(reader.known),
        "hidden": len(reader.hidden),
        "unprinted": len(reader.derived),
        "sums": len(reader.rows) + len(reader.rates),
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
        f"{name}, {scenarios.SCENARIOS[name].words}: of {score['attacked']} hidden figures "
        f"{score['exact']} recovered exactly, {score['within_one']} within one, "
        f"{score['proved_small']} proved below the threshold."
    )
