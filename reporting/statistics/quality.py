"""How good are these figures? The note on quality, its indicators filled in from released figures.

The headings are those of the European Statistical System, which the Code of Practice names.
"""

from datetime import date

from django.utils.translation import gettext as _

from reporting.statistics.assembly import day_words
from reporting.statistics.disclosure import Released


def note(released: Released) -> list[tuple[str, list[str]]]:
    """(heading, sentences), in the order in which readers expect them."""
    return [(heading, [s for s in write(released) if s]) for heading, write in _sections()]


def _sections():
    return (
        (_("Relevance"), _relevance),
        (_("Accuracy"), _accuracy),
        (_("Timeliness"), _timeliness),
        (_("Coherence"), _coherence),
        (_("Comparability"), _comparability),
        (_("Accessibility"), _accessibility),
    )


def _relevance(released):
    yield _(
        "The figures count complaints about members’ conduct from receipt to outcome, with those "
        "that staff closed at once. They do not measure how members behave."
    )
    if missing := released.about["did_not_report"]:
        words = _("These parties adhere to the joint code and did not report: %(names)s.")
        yield words % {"names": ", ".join(missing)}


def _accuracy(released):
    """Missing, other, late, entered twice: as table Q1 shows them, hidden ones as hidden."""
    sheet = released.sheet("Q1")
    yield _("Every complaint in the register is counted; nothing is a sample or an estimate.")
    if sheet is None:
        yield _("The indicators of quality cannot be shown without pointing at individual people.")
        return
    for row, line in list(released.lines(sheet))[1:]:
        figures = ", ".join(shown.text for shown in line if shown.status not in ("x", "z"))
        yield _("%(indicator)s: %(figures)s (table Q1).") % {
            "indicator": row.label,
            "figures": figures,
        }
    yield _reopened(released)


def _reopened(released):
    sheet = released.sheet("2")
    lines = {row.label: line[0] for row, line in released.lines(sheet)} if sheet else {}
    shown = lines.get("Reopened")
    return (
        _("Reopened in the year: %(figure)s (table 2).") % {"figure": shown.text} if shown else ""
    )


def _timeliness(released):
    day = day_words(date.fromisoformat(released.about["as_at"]))
    yield _("The register was read on %(day)s.") % {"day": day}


def _coherence(released):
    yield _(
        "All tables were checked against each other before anything was written: the flow of the "
        "year, sums, and the number carried over from the year before."
    )


def _comparability(released):
    yield from released.about["breaks"]
    yield _("Where a counting rule changed, a break is printed beside the years it parts.")


def _accessibility(released):
    yield _(
        "A page, a workbook laid out for screen readers, a tagged PDF, and CSV and JSON for "
        "programs hold the same figures."
    )
