"""How is a party's procedure drawn? From the table of steps, as the options of the party leave it.

The stages stand in one column, so that the words are as large on a phone as beside it. A step to
the next stage is an arrow down; one that passes stages over runs along the right, one that leads
back along the left. Numbers on the arrows are those of the table that stands beside the drawing,
which says the same in words.
"""

from collections import defaultdict
from dataclasses import dataclass
from itertools import count, pairwise
from typing import Any
from xml.sax.saxutils import escape

from django.utils.translation import gettext as _

from complaints import guards
from complaints.clocks import ClockKind
from complaints.workflow import Kind, Stage, Step, rows_of

WIDTH, BOX_LEFT, BOX_WIDTH, BOX_HEIGHT, GAP = 340, 67, 206, 48, 40
LANE, DOT = 24, 9  # between two arrows that run beside each other; of a number's circle
INK, LINE, PAPER, BOX, END = "#0B0C0C", "#12436D", "#FFFFFF", "#EEF3F7", "#D9E5EE"


@dataclass(frozen=True)
class Move:
    """A step that moves a case, with the number it has in the drawing and in the table."""

    number: int
    step: Step
    arrows: tuple[tuple[Stage, Stage], ...]
    procedure: Any

    @property
    def sources(self):
        return _listed(source for source, _target in self.arrows)

    @property
    def targets(self):
        return _listed(target for _source, target in self.arrows)

    @property
    def who(self):
        return _(" or ").join(dict.fromkeys(who.words() for who in self.step.who))

    @property
    def time(self):
        """Within how long it is to be taken, or after which window it may be."""
        if not self.step.stops:
            return ""
        days = {"n": self.procedure.limit(self.step.stops[0])}
        if WINDOW_GUARDS & set(self.step.guards):
            return _("after %(n)d working days") % days
        return _("within %(n)d working days") % days


WINDOW_GUARDS = {guards.needs_the_response_window_over, guards.needs_the_appeal_window_over}


def _listed(stages):
    return _(" or ").join(str(stage.label) for stage in dict.fromkeys(stages))


def moves(procedure) -> list[Move]:
    """The steps that move a case on in this party's procedure, numbered in their order."""
    rows = [step for step in rows_of(procedure) if step.kind == Kind.NEXT and step.target]
    return [
        Move(at, step, _arrows(step, procedure), procedure)
        for at, step in enumerate(rows, start=1)
    ]


def _arrows(step, procedure):
    targets = [step.target]
    if step.detour and step.detour.option and step.detour.option.is_on(procedure):
        always = procedure.review == "all" and procedure.veto == "every"
        targets = [step.detour.target] if always else [step.target, step.detour.target]
    return tuple((source, target) for source in step.sources for target in targets)


def early_ends(procedure):
    """The steps that may end a case before its time, which the drawing leaves out."""
    return [step for step in rows_of(procedure) if step.kind == Kind.END]


def limits(procedure) -> dict[Stage, int]:
    """Working days that a stage may take, where the table starts a clock at its beginning."""
    found = {Stage.RECEIVED: procedure.limit(ClockKind.ACKNOWLEDGE)}
    for move in moves(procedure):
        if move.step.starts:
            found.setdefault(move.step.target, procedure.limit(move.step.starts[0]))
    if procedure.has_review:
        found[Stage.REVIEW] = procedure.limit(ClockKind.REVIEW)
    return found


def draw(procedure) -> str:
    """The drawing as inline SVG; nothing in it is anybody's typing."""
    drawn = _numbers(moves(procedure))
    stages = [stage for stage in Stage if any(stage in arrow for arrow in drawn)]
    tops = {stage: 1 + at * (BOX_HEIGHT + GAP) for at, stage in enumerate(stages)}
    following = set(pairwise(stages))
    straight = {arrow: numbers for arrow, numbers in drawn.items() if arrow in following}
    around = {arrow: numbers for arrow, numbers in drawn.items() if arrow not in following}
    height = tops[stages[-1]] + BOX_HEIGHT + 1
    body = [
        *(_down(tops[a], numbers) for (a, _b), numbers in straight.items()),
        *_around(around, tops),
        *(_box(stage, top, limits(procedure).get(stage)) for stage, top in tops.items()),
    ]
    return _svg(procedure, "".join(body), height)


def _numbers(moved):
    drawn = defaultdict(list)
    for move in moved:
        for arrow in move.arrows:
            drawn[arrow].append(move.number)
    return drawn


def _svg(procedure, body, height):
    title = _("The stages of a case in the procedure of %(party)s") % {"party": procedure.party}
    words = _("The table “The steps” says the same in words.")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        'class="procedure-drawing" role="img" aria-labelledby="drawing-title drawing-desc" '
        f'font-family="Arial, Helvetica, sans-serif" fill="{INK}">'
        f'<title id="drawing-title">{escape(title)}</title>'
        f'<desc id="drawing-desc">{escape(words)}</desc>'
        f'<rect width="{WIDTH}" height="{height}" fill="{PAPER}"/>{body}</svg>'
    )


# --- pieces


def _box(stage, top, limit):
    ends = stage == Stage.CLOSED
    middle = BOX_LEFT + BOX_WIDTH / 2
    name_at = top + (21 if limit else BOX_HEIGHT / 2 + 6)
    words = (
        f'<rect x="{BOX_LEFT}" y="{top}" width="{BOX_WIDTH}" height="{BOX_HEIGHT}" rx="4" '
        f'fill="{END if ends else BOX}" stroke="{LINE}" stroke-width="{3 if ends else 1.5}"/>'
        f'<text x="{middle}" y="{name_at:g}" text-anchor="middle" font-size="16" '
        f'font-weight="bold">{escape(str(stage.label))}</text>'
    )
    if not limit:
        return words
    allowed = _("%(n)d working days") % {"n": limit}
    return words + (
        f'<text x="{middle}" y="{top + 40}" text-anchor="middle" font-size="14">'
        f"{escape(allowed)}</text>"
    )


def _down(top, numbers):
    x, start = BOX_LEFT + BOX_WIDTH / 2, top + BOX_HEIGHT
    path = f"M{x} {start}V{start + GAP - 7}"
    return _path(path) + _head(x, start + GAP, 0, 1) + _dots(x, start + GAP / 2 - 3, numbers)


def _around(arrows, tops):
    """Every other arrow, in the lane nearest to the boxes in which it meets no other."""
    for right in (True, False):
        side = [arrow for arrow in arrows if (tops[arrow[1]] > tops[arrow[0]]) == right]
        spans = _spans(side, tops)
        for arrow, lane in _lanes(spans).items():
            begin, end = spans[arrow]
            out = 1 if right else -1
            edge = BOX_LEFT + BOX_WIDTH if right else BOX_LEFT
            x = edge + out * (18 + lane * LANE)
            path = f"M{edge} {begin:g}H{x}V{end:g}H{edge + out * 7}"
            dots = _dots(x, _between_boxes((begin + end) / 2), arrows[arrow])
            yield _path(path) + _head(edge, end, -out, 0) + dots


def _between_boxes(y):
    """The middle of the nearest gap: no arrow leaves or enters there."""
    first, each = 1 + BOX_HEIGHT + GAP / 2, BOX_HEIGHT + GAP
    return first + each * round((y - first) / each)


def _spans(side, tops):
    """Where each arrow leaves and enters, spread along the edge of its box so that none cross:
    what comes from or goes to above stands first, and among those the nearest lane's inside."""
    ends = defaultdict(list)
    for arrow in side:
        for end in (0, 1):
            own, far = tops[arrow[end]], tops[arrow[1 - end]]
            ends[arrow[end]].append(((far > own, -far), arrow, end))
    spans = {arrow: [0, 0] for arrow in side}
    for stage, met in ends.items():
        for at, (_order, arrow, end) in enumerate(sorted(met, key=lambda m: m[0]), start=1):
            spans[arrow][end] = tops[stage] + at * BOX_HEIGHT / (len(met) + 1)
    return spans


def _lanes(spans):
    """The short ones first, each in the first lane that is free along its length."""
    taken = {}
    for arrow in sorted(spans, key=lambda each: abs(spans[each][1] - spans[each][0])):
        beside = {taken[other] for other in taken if _meet(spans[arrow], spans[other])}
        taken[arrow] = next(lane for lane in count() if lane not in beside)
    return taken


def _meet(one, other):
    return max(min(one), min(other)) <= min(max(one), max(other))


def _path(path):
    return f'<path d="{path}" fill="none" stroke="{LINE}" stroke-width="2"/>'


def _head(x, y, dx, dy):
    """A triangle that points along (dx, dy) and ends at (x, y)."""
    back_x, back_y = x - 9 * dx, y - 9 * dy
    a = f"{back_x + 5 * dy:g},{back_y + 5 * dx:g}"
    b = f"{back_x - 5 * dy:g},{back_y - 5 * dx:g}"
    return f'<path d="M{x:g},{y:g}L{a}L{b}Z" fill="{LINE}"/>'


def _dots(x, y, numbers):
    """The numbers of the steps that lead this way, one circle each, one over the other."""
    first = x - (len(numbers) - 1) * DOT
    return "".join(_dot(first + 2 * DOT * at, y, number) for at, number in enumerate(numbers))


def _dot(x, y, number):
    return (
        f'<circle cx="{x:g}" cy="{y:g}" r="{DOT}" fill="{PAPER}" stroke="{LINE}"/>'
        f'<text x="{x:g}" y="{y + 4.5:g}" text-anchor="middle" font-size="12">{number}</text>'
    )
