"""How is a table drawn? One function for each form, from released figures only, as inline SVG.

Bars start at zero; values stand beside them; a hidden figure is a hatched gap of a fixed length
with its mark, never zero and never a length taken from the truth. Colours are attributes, not
styles, so that the strictest content security policy shows them, and survive print in grey.
"""

import math
from dataclasses import dataclass
from xml.sax.saxutils import escape

from reporting.statistics import wording
from reporting.statistics.disclosure import Released, Sheet
from reporting.statistics.disclosure.result import Shown

PALETTE = ("#12436D", "#28A197", "#801650", "#F46A25", "#3D3D3D", "#A285D1")
FOCUS, QUIET, INK, GRID = "#12436D", "#BFBFBF", "#0B0C0C", "#B1B4B6"
WIDTH, LABELS, VALUES = 640, 232, 84
BAR, STEP, TEXT = 22, 34, 15
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


def _line(x1, y1, x2, y2, stroke=GRID, width=1):
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" '
        f'stroke="{stroke}" stroke-width="{width}"/>'
    )


def _wrapped(label, width=24, lines=2):
    """A label broken into at most two lines; the table beside the chart has it in full."""
    rows = [""]
    for word in str(label).split():
        if len(rows[-1]) + len(word) + 1 > width and rows[-1]:
            rows.append(word)
        else:
            rows[-1] = f"{rows[-1]} {word}".strip()
    if len(rows) > lines:
        rows = [*rows[: lines - 1], rows[lines - 1][: width - 1] + "…"]
    return rows


def _label(y, label):
    rows = _wrapped(label)
    first = y + BAR / 2 + 5 - (len(rows) - 1) * 9
    return "".join(
        _text(LABELS - 10, first + i * 17, row, "end") for i, row in enumerate(rows)
    )


def _hidden(x, y, shown):
    return _rect(x, y, GAP, BAR, "HATCH") + _text(x + GAP + 6, y + BAR / 2 + 5, _gap_words(shown))


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
    """Received, closed and open in the year."""
    rows = wording.first_column(released, sheet)
    return _bars([rows[0], rows[2], rows[3], rows[7]])


def _bars(rows):
    """Nothing is drawn of fewer than two lines, or where no figure is shown."""
    if len(rows) < 2 or not any(shown.value for _, shown in rows):
        return None
    top = max((shown.value or 0 for _, shown in rows), default=0) or 1
    room = WIDTH - LABELS - VALUES
    body = ""
    for i, (label, shown) in enumerate(rows):
        y = 6 + i * STEP
        body += _label(y, label)
        if shown.value is None:
            body += _hidden(LABELS, y, shown)
            continue
        length = room * shown.value / top
        body += _rect(LABELS, y, length, BAR)
        body += _text(LABELS + length + 6, y + BAR / 2 + 5, shown.text)
    height = 6 + len(rows) * STEP
    return body + _line(LABELS, 0, LABELS, height, INK), height + 2


def waterfall(released, sheet):
    """What was open, what came, what went, what is open; a hidden step breaks the ladder."""
    rows = [
        (row.label, line[0], sign)
        for (row, line), sign in zip(
            released.lines(sheet), (0, 1, 1, -1, 1, -1, 0), strict=True
        )
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
    scale = (WIDTH - LABELS - VALUES) / top
    body = ""
    for i, ((label, _, _), (low, high, shown, sign)) in enumerate(zip(rows, spans, strict=True)):
        y = 6 + i * STEP
        fill = FOCUS if sign == 0 else PALETTE[3]
        body += _label(y, label) + _rect(LABELS + low * scale, y, (high - low) * scale, BAR, fill)
        words = f"{'+−'[sign < 0] if sign else ''}{shown.text}"
        body += _text(LABELS + high * scale + 6, y + BAR / 2 + 5, words)
    height = 6 + len(rows) * STEP
    return body + _line(LABELS, 0, LABELS, height, INK), height + 2


def stacked(released, sheet):
    """One bar of 100 per cent for each column of counts; hidden parts make one hatched rest."""
    places = [i for i, column in enumerate(sheet.columns) if column.unit != "percent"]
    lines = list(released.lines(sheet))
    groups = [(row, line) for row, line in lines if row.depth == 1]
    total = next(line for row, line in lines if row.depth == 0)
    body, y = _legend([row.label for row, _ in groups]), 44 + 24 * ((len(groups) - 1) // 3)
    for i in places:
        whole = total[i].value
        if not whole:
            continue
        body += _label(y, sheet.columns[i].label) + _stack(y, whole, [g[1][i] for g in groups])
        y += STEP + 8
    return body, y


def _stack(y, whole, parts):
    room, x, body, rest = WIDTH - LABELS - VALUES, float(LABELS), "", whole
    for n, shown in enumerate(parts):
        if shown.value:
            length = room * shown.value / whole
            body += _rect(x, y, length, BAR + 8, PALETTE[n])
            if length > 34:
                body += (
                    f'<text x="{x + length / 2:.1f}" y="{y + 20:g}" text-anchor="middle" '
                    f'fill="#FFFFFF">{shown.text}</text>'
                )
            x, rest = x + length, rest - shown.value
    if rest and any(shown.value is None for shown in parts):
        length = room * rest / whole
        body += _rect(x, y, length, BAR + 8, "HATCH")
        x += length
    return body + _text(x + 6, y + 20, f"{whole:,}")


def _legend(labels):
    body = ""
    for n, label in enumerate([*labels, "[c] hidden"]):
        x, y = 10 + (n % 3) * 205, 4 + 24 * (n // 3)
        fill = "HATCH" if n == len(labels) else PALETTE[n]
        body += _rect(x, y, 16, 16, fill) + _text(x + 24, y + 14, label)
    return body


def dots(released, sheet):
    """Uphold rates with their 95 per cent (Wilson) ranges; n is the number behind each."""
    rates = []
    for row, line in released.lines(sheet):
        rate, upheld = line[-1], line[-2]
        if rate.value is not None:
            base = upheld.value + line[-3].value
            rates.append((row.label, upheld.value, base))
    if not rates:
        return None
    room = WIDTH - LABELS - VALUES
    body = "".join(
        _line(LABELS + room * n / 4, 0, LABELS + room * n / 4, 6 + len(rates) * STEP)
        + _text(LABELS + room * n / 4, 26 + len(rates) * STEP, f"{25 * n}%", "middle")
        for n in range(5)
    )
    for i, (label, part, whole) in enumerate(rates):
        y = 6 + i * STEP + BAR / 2
        low, high = wilson(part, whole)
        body += _label(y - BAR / 2, label)
        body += _line(LABELS + room * low, y, LABELS + room * high, y, FOCUS, 3)
        x = LABELS + room * part / whole
        body += f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6" fill="{FOCUS}"/>'
        body += _text(WIDTH - VALUES + 6, y + 5, f"n={whole}")
    return body, 34 + len(rates) * STEP


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
        body += _line(*before, x, y, FOCUS, 2) if before else ""
        body += f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6" fill="{FOCUS}"/>'
        body += _text(x, y - 12, shown.text, "middle")
        before = (x, y)
    return body + _text((left + right) / 2, base + 48, "working days", "middle"), base + 58


def _level(percent, base, top):
    return base - (base - top) * percent / 100


FORMS = {
    "headline": headline,
    "waterfall": waterfall,
    "bars": bars,
    "columns": columns,
    "stacked": stacked,
    "dots": dots,
    "points": points,
}
