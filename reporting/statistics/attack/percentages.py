"""What do percentages tell of the whole numbers behind them?

47.826, 34.783 and 17.391 per cent give 23 with 11, 8 and 4. Percentages of one total that is not
shown are taken together: each possible total must give every one of them.
"""

from decimal import Decimal
from math import ceil, floor

from reporting.statistics.attack.files import Figure, Predicate, Publication

LARGEST = 300  # beyond it many totals fit
SMALL = 5


def betrayed_totals(found: Publication) -> list[tuple[Predicate, int]]:
    """The totals nobody is shown that their percentages give away."""
    sets: dict[tuple, list[Figure]] = {}
    wholes: dict[tuple, Figure] = {}
    for figure in found.figures:
        if figure.is_count:
            wholes.setdefault(_set(figure), figure)
        elif figure.predicate.measure == "percentage" and figure.value is not None:
            sets.setdefault(_set(figure), []).append(figure)
    told = [
        (figures[0].predicate, betrayed([f.value for f in figures]))
        for place, figures in sorted(sets.items())
        if place not in wholes or wholes[place].value is None
    ]
    return [(predicate, total) for predicate, total in told if total]


def _set(figure: Figure) -> tuple:
    return figure.table, _party(figure), figure.predicate.basis, figure.predicate.end


def _party(figure: Figure) -> str:
    return dict(figure.predicate.at).get("party", "")


def betrayed(percentages: list[Decimal]) -> int:
    """The one total that fits, or whose multiples alone do; 0 when others might be meant."""
    fitting = totals(percentages)
    first = fitting[0] if fitting else 0
    return first if first > 1 and not any(n % first for n in fitting) else 0


def totals(percentages: list[Decimal], largest: int = LARGEST) -> list[int]:
    """Every total of which all the percentages can be shares of whole numbers."""
    return [n for n in range(1, largest + 1) if all(_fits(n, v) for v in percentages)]


def _fits(total: int, percentage: Decimal) -> bool:
    half = Decimal(1).scaleb(percentage.as_tuple().exponent) / 2
    part = round(percentage * total / 100)
    return abs(Decimal(100 * part) / total - percentage) <= half


# --- Shares closed by fixed days -----------------------------------------------------------------

SHARE = "closed-by-"


def small_steps(found: Publication) -> list[tuple[Predicate, int, int]]:
    """Closings between two days, as if nothing were censored, that are proved to be a few."""
    counts = found.counts()
    curves: dict[Predicate, dict[int, Decimal]] = {}
    for figure in found.figures:
        predicate = figure.predicate
        if predicate.measure.startswith(SHARE) and figure.value is not None:
            day = int(predicate.measure.removeprefix(SHARE))
            base = predicate._replace(measure="complaints")
            curves.setdefault(base, {})[day] = figure.value
    return [
        (base._replace(measure=f"{SHARE}{day}"), low, high)
        for base, curve in sorted(curves.items())
        if counts.get(base)
        for day, low, high in _steps(curve, counts[base])
        if low >= 1 and high < SMALL
    ]


def _steps(curve: dict[int, Decimal], base: Decimal):
    before, rounding = Decimal(0), Decimal("0.5")
    for day, share in sorted(curve.items()):
        low, high = share - before - rounding, share - before + rounding
        yield day, ceil(low * base / 100), floor(high * base / 100)
        before, rounding = share, Decimal(1)
