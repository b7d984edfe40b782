"""How is a section drawn? Plain SVG with colours as attributes, beside a table that says all."""

from xml.sax.saxutils import escape

from django.utils.safestring import SafeString, mark_safe

from reporting.statistics.charts import FOCUS, FONT, GRID, INK, WIDTH
from reporting.workload.figures import Section

LEFT, ROOM, STEP, BAR, SIZE = 2, 330, 46, 18, 15
TOP, BASE = 20, 200


def draw(section: Section) -> SafeString:
    """The picture of a section; nothing where there is nothing to compare."""
    if len(section.rows) < 2 or not any(row.figures[0].number for row in section.rows):
        return mark_safe("")
    body, height = FORMS[section.chart](section)
    name = f"picture-{section.key}"
    return mark_safe(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" class="chart" '
        f'role="img" aria-labelledby="{name}" font-family="{FONT}" font-size="{SIZE}" '
        f'fill="{INK}"><title id="{name}">{escape(f"{section.title}. {section.finding}.")}</title>'
        f"{body}</svg>"
    )


def _text(x, y, words, anchor="start"):
    return f'<text x="{x:.0f}" y="{y:.0f}" text-anchor="{anchor}">{escape(str(words))}</text>'


def bars(section):
    """One bar a row, in the order of the table; the zero line is the left edge."""
    drawn = [(row.label, row.figures[0]) for row in section.rows if not row.is_total]
    top = max(figure.number for _label, figure in drawn)
    body = ""
    for at, (label, figure) in enumerate(drawn):
        y, length = TOP + at * STEP, ROOM * figure.number / top
        body += _text(LEFT, y - 5, label) + (
            f'<rect x="{LEFT}" y="{y}" width="{length:.1f}" height="{BAR}" fill="{FOCUS}"/>'
        )
        body += _text(LEFT + length + 6, y + BAR - 4, figure.text)
    return body, TOP + len(drawn) * STEP - STEP + BAR + 6


def fan(section):
    """What is to be expected as a line, the range around it as a band that widens."""
    values = [[figure.number for figure in row.figures] for row in section.rows]
    top = max(high for _middle, _low, high in values) or 1
    left, right = 48, WIDTH - 60
    xs = [left + (right - left) * at / (len(values) - 1) for at in range(len(values))]

    def y(number):
        return BASE - (BASE - TOP) * number / top

    upper = [f"{x:.1f},{y(row[2]):.1f}" for x, row in zip(xs, values, strict=True)]
    lower = [f"{x:.1f},{y(row[1]):.1f}" for x, row in zip(xs, values, strict=True)]
    line = [f"{x:.1f},{y(row[0]):.1f}" for x, row in zip(xs, values, strict=True)]
    body = f'<line x1="{left}" y1="{BASE}" x2="{right}" y2="{BASE}" stroke="{GRID}"/>'
    body += f'<polygon points="{" ".join(upper + lower[::-1])}" fill="{GRID}" fill-opacity="0.5"/>'
    body += f'<polyline points="{" ".join(line)}" fill="none" stroke="{FOCUS}" stroke-width="3"/>'
    body += _text(left - 6, y(top) + 5, f"{top:,.0f}", "end") + _text(left - 6, BASE + 5, 0, "end")
    body += _text(right + 6, y(values[-1][0]) + 5, section.rows[-1].figures[0].text)
    ends = _text(left, BASE + 24, section.rows[0].label)
    return body + ends + _text(right, BASE + 24, section.rows[-1].label, "end"), BASE + 34


FORMS = {"bars": bars, "fan": fan}
