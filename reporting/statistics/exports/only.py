"""May this leave? Only what disclosure control made may."""

from reporting.statistics.disclosure import Released


def only_released(released) -> None:
    if type(released) is not Released:
        raise TypeError("Only released figures may be written: protect them first.")
