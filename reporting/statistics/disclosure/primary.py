"""Which cells would point at somebody by themselves?

Each rule answers with a reason or with nothing. The threshold counts people as well as units:
twelve complaints about one councillor are one person.
"""

from reporting.statistics.disclosure.system import Estimate, Key, System, Truth

FEW_PEOPLE = 4
SAFE_GROUP = 10  # a whole row in one harmful outcome is named only from this total on
ENOUGH_EVENTS = 10


def small(truth: Truth, threshold: int) -> str:
    return "count" if 1 <= truth.count < threshold else ""


def few_people(truth: Truth, threshold: int) -> str:
    return "people" if truth.count and truth.people <= FEW_PEOPLE else ""


def one_dominates(truth: Truth, threshold: int) -> str:
    """Whoever is the largest respondent can subtract the own complaints from the figure."""
    rest = truth.count - truth.largest
    return "largest" if truth.count and rest <= FEW_PEOPLE else ""


RULES = {
    "people": (small, few_people),  # the figure itself counts respondents
    "units": (small, few_people, one_dominates),
}


def reason(cell: Key, truth: Truth, threshold: int) -> str:
    rules = RULES["people" if cell.measure == "respondents" else "units"]
    return next(filter(None, (rule(truth, threshold) for rule in rules)), "")


def unsafe(system: System) -> dict[Key, str]:
    """Every cell that may not be shown for its own sake, with the rule it fails."""
    found = {
        cell: why
        for cell, truth in system.truths.items()
        if (why := reason(cell, truth, system.thresholds.get(cell, 5)))
    }
    found |= {cell: "manual" for cell in system.flagged if cell in system.truths}
    for cell, total in system.groups:
        count, whole = system.truths[cell].count, system.truths[total].count
        if 0 < count == whole < SAFE_GROUP:
            found.setdefault(cell, "group")
    # The people of a hidden count are hidden, too: the two would tell of each other.
    for cell in list(found):
        people = cell._replace(measure="respondents")
        if people != cell and people in system.truths and system.truths[people].count:
            found.setdefault(people, "people")
    return found


def too_thin(estimate: Estimate) -> bool:
    """A median or share rests on ten closures and ten still open, or it is not shown."""
    thin = min(estimate.events, estimate.at_risk) < ENOUGH_EVENTS
    return not estimate.given and (thin or 1 <= estimate.step <= FEW_PEOPLE)
