"""What do the figures say, in a sentence? Every word is made from released figures only."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from reporting.statistics.disclosure import Released, Sheet
from reporting.statistics.disclosure.result import SHORTHAND, Shown

LONGEST_ALT = 250
OPEN_LINE = 8  # of the headline table: open at the end of the year
TRENDS = {  # the lines of that table that are drawn over the years
    0: gettext_lazy("received"),
    2: gettext_lazy("closed"),
    OPEN_LINE: gettext_lazy("open at its end"),
}
MONTH = 21  # working days, near enough for "about"


def name(sheet: Sheet) -> str:
    return _("Table %(id)s") % {"id": sheet.id}


def caption(sheet: Sheet) -> str:
    """Measure, unit and period, below the finding."""
    return f"{sheet.title}, {sheet.period}"


def headline(released: Released, sheet: Sheet) -> str:
    """The finding of a table; its title where the figures do not make one."""
    write = HEADLINES.get(sheet.chart)
    return (write(released, sheet) if write else "") or sheet.title


def alt(released: Released, sheet: Sheet) -> str:
    """Kind of chart, what it shows, the main message, where the figures are; 250 characters."""
    kind = CHARTS.get("points" if has_years(sheet) else sheet.chart, _("Chart"))
    end = " " + _("Data in table %(id)s.") % {"id": sheet.id}
    finding = headline(released, sheet)
    title = "" if finding == sheet.title else f" {sheet.title}."
    text = f"{kind}.{title} {finding.rstrip('.')}.{hidden_words(released, sheet)}"
    room = LONGEST_ALT - len(end)
    return (text if len(text) <= room else text[: room - 1].rsplit(" ", 1)[0] + "…") + end


def has_years(sheet: Sheet) -> bool:
    """A headline of several years is drawn as lines."""
    years = [column for column in sheet.columns if column.code.isdigit()]
    return sheet.chart == "headline" and len(years) > 1


def hidden_words(released: Released, sheet: Sheet) -> str:
    count = sum(shown.status == "c" for _row, line in released.lines(sheet) for shown in line)
    if not count:
        return ""
    words = ngettext(
        "%(count)s figure is hidden to protect individuals.",
        "%(count)s figures are hidden to protect individuals.",
        count,
    )
    return " " + words % {"count": count}


def marks_words(released: Released, sheet: Sheet) -> str:
    """What the shorthand on this table means."""
    used = [f"[{mark}] = {SHORTHAND[mark]}" for mark in released.marks(sheet)]
    return "; ".join(used)


def coarsened_words(sheet: Sheet) -> str:
    if not sheet.coarsened:
        return ""
    return _("Shown in groups only: finer figures would point at individual people.")


CHARTS = {
    "headline": gettext_lazy("Bar chart"),
    "waterfall": gettext_lazy("Waterfall chart"),
    "bars": gettext_lazy("Horizontal bar chart"),
    "columns": gettext_lazy("Bar chart"),
    "rates": gettext_lazy("Horizontal bar chart"),
    "cohort": gettext_lazy("Stacked bar chart"),
    "stacked": gettext_lazy("Stacked bar chart"),
    "dots": gettext_lazy("Dot chart with 95 per cent ranges"),
    "points": gettext_lazy("Line chart"),
}


def months_words(days: int) -> str:
    months = round(days / MONTH)
    if months < 1:
        return _("less than a month")
    return ngettext("about %(n)s month", "about %(n)s months", months) % {"n": months}


# --- Findings ------------------------------------------------------------------------------------


def first_column(released: Released, sheet: Sheet, depth: int = 1) -> list[tuple[str, Shown]]:
    rows = released.lines(sheet)
    return [(row.label, line[0]) for row, line in rows if row.depth == depth]


def total_of(released: Released, sheet: Sheet) -> Shown:
    return next(
        (line[0] for row, line in released.lines(sheet) if row.depth == 0), Shown(None, "x")
    )


# Lines that say that something is not said: never the finding of a table.
UNSAID = {"not-recorded", "none-cited", "not-known", "not-presented"}


def _most_common(released, sheet):
    return _most(released, sheet, _("%(label)s was the most common, %(value)s%(of)s %(unit)s"))


def _had_most(released, sheet):
    return _most(released, sheet, _("%(label)s had the most, %(value)s%(of)s %(unit)s"))


def _most(released, sheet, words):
    """The largest line; "among the figures shown" where a hidden one might be larger."""
    lines = [(row, line[0]) for row, line in released.lines(sheet) if row.depth == 1]
    said = [(row.label, shown) for row, shown in lines if row.code not in UNSAID]
    shown = [(label, figure) for label, figure in said if figure.value]
    if not shown:
        return ""
    label, most = max(shown, key=lambda pair: pair[1].value)
    if [figure.value for _label, figure in shown].count(most.value) > 1:
        return ""
    total = total_of(released, sheet)
    of = _(" of %(total)s") % {"total": total.text} if total.value else ""
    unit = sheet.columns[0].unit
    finding = words % {"label": label, "value": most.text, "of": of, "unit": unit}
    if any(figure.value is None for _label, figure in said):
        finding += _(", among the figures shown")
    return finding


def _flow(released, sheet):
    line = dict(first_column(released, sheet))
    values = list(line.values())
    start, end = values[0], values[-1]
    if start.value is None or end.value is None:
        return ""
    if end.value > start.value:
        words = _(
            "More complaints were open at the end of the year (%(b)s) than at its start (%(a)s)"
        )
    elif end.value < start.value:
        words = _(
            "Fewer complaints were open at the end of the year (%(b)s) than at its start (%(a)s)"
        )
    else:
        words = _("As many complaints were open at the end of the year as at its start (%(b)s)")
    return words % {"a": start.text, "b": end.text}


def _year(released, sheet):
    values = [shown for _label, shown in first_column(released, sheet)]
    received, closed = values[0], values[2]
    if received.value is None or closed.value is None:
        return ""
    if received.value == closed.value == 0 and values[OPEN_LINE].value == 0:
        words = _("No complaints were received or closed in %(year)s, and none was open")
        return words % {"year": released.about["year"]}
    words = _("%(received)s complaints were received in %(year)s and %(closed)s were closed")
    return words % {
        "received": received.text,
        "closed": closed.text,
        "year": released.about["year"],
    }


def _outcomes(released, sheet):
    upheld = {row.code: line[0] for row, line in released.lines(sheet)}.get("upheld")
    total = total_of(released, sheet)
    if upheld is None or upheld.value is None or not total.value:
        return ""
    words = _("%(upheld)s of %(total)s complaints closed were upheld")
    return words % {"upheld": upheld.text, "total": total.text}


def _times(released, sheet):
    median = total_of(released, sheet)
    if median.value is None or median.status == "over":
        return ""
    words = _("Half of complaints were concluded within %(days)s working days (%(months)s)")
    return words % {"days": median.text, "months": months_words(median.value)}


def time_sentences(released: Released) -> list[str]:
    """Time to conclude in plain words; nothing where nothing may be said."""
    sheet = next((sheet for sheet in released.sheets if sheet.chart == "points"), None)
    if sheet is None or not _times(released, sheet):
        return []
    plain = _(
        "This counts complaints that are still open; leaving them out would make the process "
        "look faster."
    )
    shares = next(line for row, line in released.lines(sheet) if row.depth == 0)
    within = [
        _("%(n)s within %(days)s") % {"n": round(share.value / 10), "days": column.code}
        for share, column in zip(shares, sheet.columns, strict=True)
        if share.unit == "percent" and share.value is not None
    ]
    sentences = [_times(released, sheet) + ".", plain]
    if within:
        words = _("Of 10 complaints, this many ended, in working days: %(within)s.")
        sentences.append(words % {"within": ", ".join(within)})
    return sentences


HEADLINES = {
    "headline": _year,
    "waterfall": _flow,
    "bars": _most_common,
    "columns": _had_most,
    "stacked": _outcomes,
    "points": _times,
}
