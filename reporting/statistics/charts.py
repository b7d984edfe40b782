"""How is a table drawn? One function for each form, from released figures only, as inline SVG.

Bars start at zero; values stand beside them; a hidden figure is a hatched gap of a fixed length
with its mark, never zero and never a length taken from the truth. Colours are attributes, not
styles, so that the strictest content security policy shows them, and survive print in grey.
"""

import itertools
import math
from dataclasses import dataclass
from xml.sax.saxutils import escape

from reporting.statistics import wording
from reporting.statistics.disclosure import Released, Sheet
from reporting.statistics.disclosure.result import Shown

PALETTE = ("#12436D", "#28A197", "#801650", "#F46A25", "#3D3D3D", "#A285D1")
OPEN = "#BFBFBF"  # what is not finished
ON = dict(  # words on each
    zip(
        (*PALETTE, OPEN),
        ("#FFFFFF", "#0B0C0C", "#FFFFFF", "#0B0C0C", "#FFFFFF", "#0B0C0C", "#0B0C0C"),
        strict=True,
    )
)
FOCUS, INK, GRID = "#12436D", "#0B0C0C", "#B1B4B6"
WIDTH, LEFT, VALUES = 440, 2, 96
BAR, STEP, TEXT, TOP = 22, 54, 16, 26
SIGNS = {0: "", 1: "+", -1: "\N{MINUS SIGN}"}
FONT = "Arial, Helvetica, sans-serif"
GAP = 46  # the length of a hatched gap says nothing


@dataclass(frozen=True)
class Chart:
    """A drawing with its finding and its words for those who do not see it."""

    svg: str
    headline: str
    caption: str
    alt: str


def draw(released: Released, sheet: Sheet) -> Chart | None:
    """The chart of a sheet, or None where it has none or nothing can be drawn."""
    form = FORMS.get(sheet.chart)
    drawing = form(released, sheet) if form else None
    if drawing is None:
        return None
    body, height = drawing
    alt = wording.alt(released, sheet)
    return Chart(
        _svg(sheet, body, height, alt),
        wording.headline(released, sheet),
        wording.caption(sheet),
        alt,
    )


def _svg(sheet, body, height, alt):
    name = f"chart-{sheet.id}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        f'class="chart" role="img" aria-labelledby="{name}-title {name}-desc" '
        f'font-family="{FONT}" font-size="{TEXT}" fill="{INK}">'
        f'<title id="{name}-title">{escape(alt)}</title>'
        f'<desc id="{name}-desc">{escape(wording.caption(sheet))}</desc>'
        f'<defs><pattern id="{name}-hatch" width="8" height="8" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><rect width="8" height="8" fill="#FFFFFF"/>'
        f'<rect width="3" height="8" fill="{INK}"/></pattern></defs>'
        f"{body.replace('HATCH', f'url(#{name}-hatch)')}</svg>"
    )


# --- Pieces ----------------------------------------------------------------------------------


def _text(x, y, words, anchor="start", weight=""):
    bold = ' font-weight="bold"' if weight else ""
    return f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}"{bold}>{escape(str(words))}</text>'


def _rect(x, y, width, height, fill=FOCUS):
    outline = f' stroke="{INK}" stroke-width="1"' if fill == "HATCH" else ""
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(width, 0):.1f}" height="{height:.1f}" '
        f'fill="{fill}"{outline}/>'
    )


def _line(x1, y1, x2, y2, pen=(GRID, 1)):
    stroke, width = pen
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" '
        f'stroke="{stroke}" stroke-width="{width}"/>'
    )


def _label(y, label, room=50):
    """Above its bar, so that it is legible on a phone; the table beside it has it in full."""
    words = str(label)
    return _text(LEFT, y - 6, words if len(words) <= room else words[: room - 1].rstrip() + "…")


def _hidden(x, y, shown):
    gap = _rect(x, y, GAP, BAR, "HATCH")
    return gap + _text(x + GAP + 6, y + BAR / 2 + 6, _gap_words(shown))


def _gap_words(shown: Shown):
    return f"{shown.text} hidden" if shown.status == "c" else shown.text


def _sorted(rows):
    """By protected value; hidden ones last, in the order of their codes."""
    shown = [row for row in rows if row[1].value is not None]
    hidden = [row for row in rows if row[1].value is None]
    return sorted(shown, key=lambda row: -row[1].value) + hidden


# --- Forms -----------------------------------------------------------------------------------


def bars(released, sheet):
    """Horizontal bars, the largest first."""
    rows = wording.first_column(released, sheet)
    drawn = [row for row in _sorted(rows) if row[1].value != 0]
    return _bars(drawn)


def columns(released, sheet):
    """Bars in their own order: quarters, bands."""
    return _bars(wording.first_column(released, sheet))


def headline(released, sheet):
    """Received, closed and open, year by year; of a single year as bars."""
    rows = wording.first_column(released, sheet)
    if not wording.has_years(sheet):
        return _bars([rows[0], rows[2], rows[3], rows[wording.OPEN_LINE]])
    lines = [line[::-1] for _row, line in released.lines(sheet)]
    series = [(str(name), lines[n]) for n, name in wording.TRENDS.items()]
    return _lines([column.label for column in sheet.columns[::-1]], series)


def _lines(labels, series):
    """From zero, named at their ends; no line leads through a hidden year."""
    values = [shown.value for _, line in series for shown in line if shown.value is not None]
    if not values:
        return None
    left, right, base, top = 30, 250, 220, 20
    xs = [left + (right - left) * n / (len(labels) - 1) for n in range(len(labels))]
    body = _line(left, base, right, base, (INK, 1))
    hidden = [x for n, x in enumerate(xs) if any(line[n].value is None for _, line in series)]
    body += "".join(_rect(x - 8, base - 30, 16, 30, "HATCH") for x in hidden)
    body += "".join(_text(x - 8, base - 36, "[c] hidden") for x in hidden if x < right)
    body += "".join(_text(x, base + 22, w, "middle") for x, w in zip(xs, labels, strict=True))
    ends = []
    for n, (name, line) in enumerate(series):
        ys = [_height(shown.value, max(values), base, top) for shown in line]
        body += _trend(list(zip(xs, ys, strict=True)), n)
        last = f"{name}: {_gap_words(line[-1])}"
        ends.append((ys[-1] if ys[-1] is not None else base, last, n))
    return body + _ends(ends, right), base + 34


def _height(value, most, base, top):
    return None if value is None else base - (base - top) * value / (most or 1)


def _trend(points, n):
    """Each series has a mark of its own, so that it can be told without its colour."""
    body = ""
    for (x1, y1), (x2, y2) in itertools.pairwise(points):
        if None not in (y1, y2):
            body += _line(x1, y1, x2, y2, (PALETTE[n], 3))
    for x, y in points:
        if y is None:
            continue
        if n == 1:
            body += _rect(x - 6, y - 6, 12, 12, PALETTE[n])
        else:
            inside = PALETTE[n] if n == 0 else "#FFFFFF"
            ring = f'fill="{inside}" stroke="{PALETTE[n]}" stroke-width="3"'
            body += f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6" {ring}/>'
    return body


def _ends(ends, right):
    """The name and the newest figure of each line, far enough apart to be read."""
    body, lowest = "", 0
    for y, words, n in sorted(ends):
        at = max(y + 6, lowest + 38)
        body += _line(right + 10, y, right + 18, at - 5, (PALETTE[n], 2))
        name, _, figure = words.rpartition(": ")
        body += _text(right + 22, at - 8, name) + _text(right + 22, at + 10, figure, weight="b")
        lowest = at
    return body


def rates(released, sheet):
    """How many for every 100 days: spans of unlike length side by side."""
    places = [n for n, column in enumerate(sheet.columns) if column.unit == "rate"]
    if not places:
        return None
    rows = [(row.label, line[places[0]]) for row, line in released.lines(sheet) if row.depth == 1]
    return _bars(rows)


def _bars(rows):
    """Nothing is drawn of fewer than two lines, or where no figure is shown."""
    if len(rows) < 2 or not any(shown.value for _, shown in rows):
        return None
    top = max(shown.value or 0 for _, shown in rows)
    room = WIDTH - LEFT - VALUES
    body = ""
    for i, (label, shown) in enumerate(rows):
        y = TOP + i * STEP
        body += _label(y, label)
        if shown.value is None:
            body += _hidden(LEFT, y, shown)
            continue
        length = room * shown.value / top
        body += _rect(LEFT, y, length, BAR)
        body += _text(LEFT + length + 6, y + BAR / 2 + 6, shown.text)
    return _axis(len(rows)) + body, TOP + len(rows) * STEP - STEP + BAR + 4


def _axis(rows):
    """The zero line, beside each bar so that it crosses no label."""
    ys = [TOP + i * STEP for i in range(rows)]
    return "".join(_line(LEFT, y - 1, LEFT, y + BAR + 1, (INK, 1)) for y in ys)


def waterfall(released, sheet):
    """What was open, what came, what went, what is open; a hidden step breaks the ladder."""
    rows = [
        (row.label, line[0], sign)
        for (row, line), sign in zip(released.lines(sheet), (0, 1, 1, -1, 1, -1, 0), strict=True)
    ]
    rows = [row for row in rows if row[1].value != 0 or row[2] == 0]
    values = [shown.value for _, shown, _ in rows]
    if None in values:
        return _bars([(label, shown) for label, shown, _ in rows])
    level, spans = 0, []
    for (_, shown, sign), value in zip(rows, values, strict=True):
        start, level = (0, value) if sign == 0 else (level, level + sign * value)
        spans.append((min(start, level), max(start, level), shown, sign))
    top = max(high for _, high, _, _ in spans) or 1
    scale = (WIDTH - LEFT - VALUES) / top
    body = _axis(len(rows))
    for i, ((label, _, _), (low, high, shown, sign)) in enumerate(zip(rows, spans, strict=True)):
        y = TOP + i * STEP
        fill = FOCUS if sign == 0 else PALETTE[3]
        body += _label(y, label) + _rect(LEFT + low * scale, y, (high - low) * scale, BAR, fill)
        words = f"{SIGNS[sign]}{shown.text}"
        body += _text(LEFT + high * scale + 6, y + BAR / 2 + 6, words)
    return body, TOP + (len(rows) - 1) * STEP + BAR + 4


def stacked(released, sheet):
    """One bar of 100 per cent for each column of counts; hidden parts make one hatched rest."""
    places = [i for i, column in enumerate(sheet.columns) if column.unit != "percent"]
    lines = list(released.lines(sheet))
    groups = [(row, line) for row, line in lines if row.depth == 1]
    total = next(line for row, line in lines if row.depth == 0)
    fills = [OPEN if row.code == "still-open" else PALETTE[n] for n, (row, _) in enumerate(groups)]
    some_hidden = any(line[i].value is None for _, line in groups for i in places)
    labels = [(row.label, fill) for (row, _), fill in zip(groups, fills, strict=True)]
    labels += [("[c] hidden", "HATCH")] if some_hidden else []
    body, y = _legend(labels), 24 * len(labels) + TOP + 8
    for i in places:
        whole = total[i].value
        if whole:
            body += _label(y, sheet.columns[i].label)
            parts = [(line[i], fill) for (_, line), fill in zip(groups, fills, strict=True)]
            body += _stack(y, whole, parts)
            y += STEP + 8
    return (body, y - 24) if any(total[i].value for i in places) else None


def _stack(y, whole, parts):
    room, x, body, rest = WIDTH - LEFT - VALUES, float(LEFT), "", whole
    for shown, fill in parts:
        if shown.value:
            length = room * shown.value / whole
            body += _rect(x, y, length, BAR + 8, fill)
            if length > 44:
                body += (
                    f'<text x="{x + length / 2:.1f}" y="{y + 21:g}" text-anchor="middle" '
                    f'fill="{ON[fill]}">{shown.text}</text>'
                )
            x, rest = x + length, rest - shown.value
    if rest and any(shown.value is None for shown, _ in parts):
        length = room * rest / whole
        body += _rect(x, y, length, BAR + 8, "HATCH")
        x += length
    return body + _text(x + 6, y + 21, f"{whole:,}")


def _legend(labels):
    body = ""
    for n, (label, fill) in enumerate(labels):
        body += _rect(LEFT, 2 + 24 * n, 16, 16, fill) + _text(LEFT + 24, 15 + 24 * n, label)
    return body


def dots(released, sheet):
    """Uphold rates with their 95 per cent (Wilson) ranges; n is the number behind each."""
    if not {"upheld", "not-upheld"} <= {column.code for column in sheet.columns}:
        return None  # made coarser: the numbers behind the rates are not shown
    rates = []
    for row, refs in zip(sheet.rows, sheet.grid, strict=True):
        rate = refs[-1]
        if rate.over and released.show(rate, "percent").value is not None:
            part, whole = (_sum(released, keys) for keys in (rate.keys, rate.over))
            rates.append((row.label, part, whole))
    if not rates:
        return None
    room, left, base = WIDTH - 60, 24, TOP + len(rates) * STEP - 20
    ticks = [left + room * n / 4 for n in range(5)]
    body = "".join(_text(x, base + 20, f"{25 * n}%", "middle") for n, x in enumerate(ticks))
    for i, (label, part, whole) in enumerate(rates):
        y = TOP + i * STEP + 10
        body += "".join(_line(x, y - 10, x, y + 10) for x in ticks)  # beside, across no label
        low, high = wilson(part, whole)
        body += _text(LEFT, y - 16, f"{label} (n = {whole})")
        body += _line(left + room * low, y, left + room * high, y, (FOCUS, 3))
        body += f'<circle cx="{left + room * part / whole:.1f}" cy="{y}" r="7" fill="{FOCUS}"/>'
    return body, base + 28


def _sum(released, keys):
    return sum(released.cells[k][0] for k in keys)


def wilson(part: int, whole: int, z: float = 1.96) -> tuple[float, float]:
    share, square = part / whole, z * z / whole
    middle = (share + square / 2) / (1 + square)
    half = z * math.sqrt(share * (1 - share) / whole + square / (4 * whole)) / (1 + square)
    return max(0.0, middle - half), min(1.0, middle + half)


def points(released, sheet):
    """The share concluded by fixed days; never the curve, each step of which is a person."""
    total = next((line for row, line in released.lines(sheet) if row.depth == 0), None)
    places = [(c, s) for c, s in zip(sheet.columns, total, strict=True) if c.unit == "percent"]
    if not any(shown.value is not None for _, shown in places):
        return None
    left, right, base, top = 60, WIDTH - 40, 200, 20
    days = [int(column.code) for column, _ in places]
    xs = [left + (right - left) * day / max(days) for day in days]
    body = "".join(
        _line(left, _level(n, base, top), right, _level(n, base, top))
        + _text(left - 8, _level(n, base, top) + 5, f"{n}%", "end")
        for n in (0, 25, 50, 75, 100)
    )
    before = None
    for x, (column, shown) in zip(xs, places, strict=True):
        body += _text(x, base + 24, column.code, "middle")
        if shown.value is None:
            body += _rect(x - 10, top, 20, base - top, "HATCH")
            body += _text(x, top - 6, shown.text, "middle")
            before = None  # no line through a hidden point
            continue
        y = _level(shown.value, base, top)
        body += _line(*before, x, y, (FOCUS, 2)) if before else ""
        body += f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6" fill="{FOCUS}"/>'
        body += _text(x, y - 12, shown.text, "middle")
        before = (x, y)
    return body + _text((left + right) / 2, base + 48, "working days", "middle"), base + 58


def _level(percent, base, top):
    return base - (base - top) * percent / 100


FORMS = {
    "headline": headline,
    "rates": rates,
    "cohort": stacked,
    "waterfall": waterfall,
    "bars": bars,
    "columns": columns,
    "stacked": stacked,
    "dots": dots,
    "points": points,
}
