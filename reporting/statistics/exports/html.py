"""What does the page of a release show? The same for the web and for print."""

from datetime import date

from reporting.statistics import charts, quality, wording
from reporting.statistics.assembly import day_words
from reporting.statistics.disclosure import Released, Sheet
from reporting.statistics.disclosure.result import SHORTHAND
from reporting.statistics.exports.only import only_released


def context(released: Released) -> dict:
    """Everything the templates print, from released figures only."""
    only_released(released)
    return {
        "about": released.about,
        "read_on": day_words(date.fromisoformat(released.about["as_at"])),
        "sections": [_section(released, sheet) for sheet in released.sheets],
        "sentences": wording.time_sentences(released),
        "shorthand": [(f"[{mark}]", meaning) for mark, meaning in sorted(SHORTHAND.items())],
        "quality": quality.note(released),
        "left_out": sorted(released.left_out.items()),
        "notes": released.notes,
    }


def _section(released: Released, sheet: Sheet) -> dict:
    return {
        "sheet": sheet,
        "name": wording.name(sheet),
        "headline": wording.headline(released, sheet),
        "caption": wording.caption(sheet),
        "chart": charts.draw(released, sheet),
        "lines": list(lines(released, sheet)),
        "marks": wording.marks_words(released, sheet),
        "coarsened": wording.coarsened_words(sheet),
        "notes": [released.notes[note] for note in sheet.notes],
    }


def lines(released: Released, sheet: Sheet):
    """The lines of a table, without the finer ones of a group that is shown to be nothing.

    Asked of the released figures: a group that is hidden keeps its lines, whatever they hold.
    """
    group_is_nothing = False
    for row, line in released.lines(sheet):
        if row.depth < 2:
            group_is_nothing = all(shown.value == 0 or shown.status == "z" for shown in line)
        if row.depth < 2 or not group_is_nothing:
            yield row, line
