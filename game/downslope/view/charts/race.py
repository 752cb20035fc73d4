"""A race of tries at a beat: how far each has come, how many ended how, and all of it in words; its picture, in lanes
or, with two knobs, in cells.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ...i18n import _
from ...rules import OUTCOMES
from ..draw import BODY, CODE_LIGHT, LEAD_NUMBER, NUMBER, SMALL, Canvas, Rect as Area, TextStyle, draw_edge, draw_plate
from ..format.axis import Axis
from ..widgets.ink import Line, Row, draw_heading, icon
from ..widgets.widget import Rect
from .outcome_map import draw_cell, draw_not_run, draw_running
from .plot import DECADES, Plot, apart

RAISED, OPEN = "raised", "open"  # in the place of an outcome: a plugin raised; it is not known
ABOVE, BELOW, FAR_ABOVE = 1.0, 0.35, 3.0  # decades above the start and below the goal; above it, where lanes are many
LEAST, LOWEST = 0.5, 1e-9  # decades of a scale at least; where no goal is known, and errors of 0 stand


@dataclass(frozen=True)
class LaneView:
    """One lane as it is at a beat.

    errors     by beat, the start first; `upcoming`: the next one, None: it stays        label   what it was set to
    outcome    the kind of its end, RAISED, or "": it is not known                         steps   what it took
    """

    label: str
    errors: Sequence[float]
    outcome: str = ""
    steps: int = 0
    upcoming: float | None = None

    @property
    def won(self) -> bool:
        return self.outcome in OUTCOMES and OUTCOMES[self.outcome].wins


@dataclass(frozen=True, eq=False)
class RaceView:
    """A race at a beat; made anew for each, so that it is its own key.

    axis     the upright one, the same for all lanes and beats: see `error_axis`, or any other, `upward`
    leader   the lane that is ahead, in its frame        you   the player's own best lane
    sign     of the knob, before the values        hue   theirs        border   the first lane of those that climb
    faded    the others were not chosen
    """

    title: str
    aside: str
    lanes: tuple[LaneView, ...]
    axis: Axis
    goal: float | None = None
    leader: int | None = None
    you: int | None = None
    sign: str = ""
    hue: str = "alpha"
    border: int | None = None
    faded: bool = False
    heading: bool = True  # False: the title stands elsewhere
    others: tuple[str, ...] = ()  # how those stand that have no lane here


def error_axis(start: float, goal: float | None, lanes: int) -> Axis:
    """Logarithmic: from a little below the goal to a decade above the start, further where lanes are many.

    Where the start is less than a decade from the goal, as much less above it: else all lanes were flat.
    """
    low = goal if goal is not None and goal > LOWEST else LOWEST if goal is not None else start * 1e-3
    decades = min(1.0, max(LEAST, math.log10(max(start, LOWEST) / low)))
    above = ABOVE if lanes <= 12 else FAR_ABOVE
    return Axis(low / 10**BELOW, max(start, low * 10**decades, LOWEST) * 10 ** (above * decades), True)


def totals_of(states: Sequence[str]) -> list[tuple[str, str]]:
    """(icon, words), the most first: of outcomes, "up" and "down", and what is open, which comes last."""
    rows: list[tuple[str, str]] = []
    for state, count in Counter(states).most_common():
        if state == "down":
            rows.append(("down_arrow", _("{n} not climbing").format(n=count)))
        elif state == "up":
            rows.append(("up_arrow", _("{n} climbing").format(n=count)))
        elif state == RAISED:
            rows.append(("warn", _("{n} raised").format(n=count)))
        elif state in OUTCOMES:
            kind = OUTCOMES[state]
            rows.append((kind.icon, f"{count} {_(kind.does if count == 1 else kind.do)}"))
    left = sum(state == OPEN for state in states)
    return [*rows, ("", f"{left} …")] if left else rows


def lane_state(errors: Sequence[float], outcome: str) -> str:
    """What the line of totals counts it as: its outcome, "up", "down", or OPEN."""
    if outcome:
        return outcome
    if len(errors) < 2:
        return OPEN
    first, last = abs(errors[0]), abs(errors[-1])
    return "up" if not last <= first else "down" if last < first else OPEN


# A race of tries: a lane for each, its error by beat on one fixed scale, how it ends, and what it was set to. What
# stands still until the next beat is drawn once (`draw_race`); the beads on their way are drawn in every frame.


INSET, FOOT = 16.0, 8.0  # from the panel's edges to the well, and from its last words to the edge
BARE, LOW_WELL = 4.0, 40.0  # above the well where the title stands elsewhere; its least height
LINE, ROW, NAME = 24.0, 24.0, 15.0  # heights at 100 %: the icons' row, the values' row, a line of a name
TOTALS = 30.0  # of the line of totals
WIDE, NARROW, EVERY = 44.0, 24.0, 4  # widths of a lane: for its steps, for its icon; below it every fourth value
TRAIL, PIP, FLAG = 3.0, 8.0, 22.0
NEXT = 6.0  # between values
FADED = 0.34  # what is left of the losers


class RacePlace:
    """Where everything of a race stands on its panel."""

    def __init__(self, canvas: Canvas, rect: Rect, look: RaceView) -> None:
        x, y, w, h = rect
        k, count = canvas.type, max(1, len(look.lanes))
        top = y + (18 + 22 * k if look.heading else BARE)
        self.labels = [(value, label if not look.axis.log or 1e-5 < value < 1e5 else label.partition("·")[2] or label)
                       for value, label in look.axis.ticks(DECADES if look.axis.log else 4)]  # fmt: skip
        column_gap = max([canvas.width(label, CODE_LIGHT) for _value, label in self.labels] + [FLAG]) + 14
        self.left, self.right = x + INSET + column_gap, x + w - INSET
        self.pitch = (self.right - self.left) / count
        self.icons, self.totals = self.pitch >= NARROW, self.pitch < NARROW
        self.steps = self.pitch >= WIDE * max(1.0, 0.6 + 0.4 * k)
        self.low = y + h - (FOOT if look.heading else 0.0)  # below all words
        self.stagger, self.names = False, list[list[str]]()  # names in lines; each second one stands lower
        if look.hue != "alpha":
            # In two lines each under its lane; where that is too narrow they have the width of two.
            room = self.pitch - 6
            self.names = [canvas.lines(lane.label, max(16.0, room), SMALL, whole=True) for lane in look.lanes]
            if any(len(lines) > 2 or any(canvas.width(line, SMALL) > room for line in lines) for lines in self.names):
                self.stagger = True
                self.names = [canvas.lines(lane.label, 2 * self.pitch - 6, SMALL, whole=True) for lane in look.lanes]
        rows = max(map(len, self.names), default=0) * (2 if self.stagger else 1)
        value = max(ROW, NAME * rows) * k
        self.words = [canvas.width(lane.label, NUMBER) for lane in look.lanes]
        foot = value + (LINE * k if self.icons else 0.0) + (TOTALS * k if self.totals else 0.0) + FOOT
        self.least = top - y + LOW_WELL + foot + y + h - self.low  # height below which words would be cut
        height = max(LOW_WELL, self.low - foot - top)
        self.well: Rect = (x + INSET, top, w - 2 * INSET, height)
        self.plot = Plot((self.left, top + 6, self.right - self.left, height - 12), Axis(0, 1), look.axis)
        self.icon_line = top + height + 4 + LINE * k / 2
        self.names_top = top + height + (LINE * k if self.icons else 0.0) + 4
        self.value_line = self.names_top + value / 2
        self.value_low = self.names_top + value
        self.totals_line = self.low - TOTALS * k / 2

    def x_of(self, lane: int) -> float:
        """The middle of a lane."""
        return self.left + (lane + 0.5) * self.pitch

    def y_of(self, error: float) -> float:
        """Beyond an end of the scale it stands there."""
        return self.plot.y_of(abs(error))

    def frame(self, lane: int) -> Rect:
        """Around a lane, from the well to its value."""
        width = min(self.pitch - 8, 96.0) if self.pitch >= WIDE else max(22.0, self.words[lane] + 6)
        low = max(self.value_line + 14, self.value_low)
        return (self.x_of(lane) - width / 2, self.well[1] + 3, width, low - self.well[1] - 3)


def draw_race(canvas: Canvas, rect: Rect, look: RaceView) -> None:
    """All but the beads."""
    place = RacePlace(canvas, rect, look)
    if look.heading:
        draw_heading(canvas, rect, look.title, look.aside)
    canvas.rect(*place.well, "well", 10)
    goal = None if look.goal is None else place.y_of(look.goal)
    for value, _label in place.labels:
        y = place.y_of(value)
        canvas.line(place.left - 4, y, place.right - 4, y, "border2", 1, 0.5)
    k = canvas.type  # no label stands so near to the goal line that it touches the flag
    for value, label in apart(place.labels, place.y_of, 20 * k, () if goal is None else (goal - 8 * k, goal + 8 * k)):
        canvas.text(place.left - 10, place.y_of(value) + 5.4 * k, label, CODE_LIGHT, "text2", "end")
    if look.goal is not None and goal is not None:
        canvas.line(place.left - 4, goal, place.right - 4, goal, "goal", 2, 1, (5.0, 4.0))
        canvas.flag(place.left - 10 - 0.62 * FLAG, min(goal + 6, place.well[1] + place.well[3] - 3), FLAG, glow=False)
    if look.border is not None:
        x = place.left + look.border * place.pitch
        canvas.line(x, place.well[1], x, place.value_line - 10 * canvas.type, "text", 1.5, 0.9, (5.0, 4.0))
    for number, lane in enumerate(look.lanes):
        framed, own = number == look.leader, number == look.you and number != look.leader
        if framed:
            draw_plate(canvas, place.frame(number), "text", fill="rowhi")
        elif own:
            draw_edge(canvas, place.frame(number), "text2", 10, 1.5, dash=(5.0, 4.0))
        if framed and goal is not None:
            left, _y, wide, _h = place.frame(number)
            canvas.line(left + 2, goal, left + wide - 2, goal, "goal", 2, 1, (5.0, 4.0))
        # Where it has been: a dot a beat.
        alpha = 1.0 if framed or not look.faded else FADED
        if len(lane.errors) < 2:
            continue
        x, positions = place.x_of(number), [place.y_of(error) for error in lane.errors]
        canvas.line(x, min(positions), x, max(positions), "text2", min(TRAIL, 0.6 * place.pitch), 0.3 * alpha)
        radius = min(2.3, 0.3 * place.pitch)
        dots = sorted(positions[:-1])
        first = dots[0]
        for dot, following in zip(dots, [*dots[1:], math.inf]):  # dots that would touch are a line
            if following - dot <= 1.2 * radius:
                continue
            if first == dot:
                canvas.circle(x, first, radius, "text2", alpha=0.85 * alpha)
            else:
                canvas.line(x, first, x, dot, "text2", 2 * radius, 0.85 * alpha)
            first = following
    _draw_foot(canvas, place, look)
    if look.you is not None:
        # The player's own best lane has a tag
        x, y, width, _h = place.frame(look.you)
        tag, height = _("you"), 8 + 15 * canvas.type
        room = canvas.width(tag, BODY) + 12
        canvas.rect(x + width / 2 - room / 2, y - height / 2, room, height, "raised", 6, "border2", 1)
        canvas.text_vcenter(x + width / 2, y, tag, BODY, "text", "middle")


def draw_beads(canvas: Canvas, place: RacePlace, look: RaceView, part: float = 0.0, fading: float = 0.0) -> None:
    """Where each is: `part` of the way to its next beat. `fading`: 1 ... 0 while those go that were not chosen."""
    for number, lane in enumerate(look.lanes):
        if lane.errors:
            faded = look.faded and number != look.leader
            alpha = FADED + (1 - FADED) * fading if faded else 1.0
            x, last = place.x_of(number), lane.errors[-1]
            to = last if lane.upcoming is None else lane.upcoming
            if not math.isfinite(last) or abs(last) > place.plot.up.high:  # it lies above the picture
                top = place.well[1] + 6
                canvas.arrow(
                    x, top + 22, x, top, "text2", min(3.0, 0.3 * place.pitch), min(7.0, 0.5 * place.pitch), alpha
                )
            else:
                old = place.y_of(last)
                y = old + (place.y_of(to) - old) * part
                if part:
                    canvas.line(x, min(old, y), x, max(old, y), "text2", min(TRAIL, 0.6 * place.pitch), 0.3 * alpha)
                if number == look.leader:
                    canvas.pip(x, y, PIP, (0.0, 0.05), "happy" if lane.won else "calm", glow=False)
                else:
                    radius = max(1.6, min(6.0, 0.36 * place.pitch))
                    climbs = abs(last) > abs(lane.errors[0])
                    canvas.circle(x, y, radius + 1.2, "well", alpha=alpha)
                    canvas.circle(x, y, radius, "text2" if climbs else "text", alpha=alpha)


# -- under the lanes -------------------------------------------------------------------------------------------------


def _draw_foot(canvas: Canvas, place: RacePlace, look: RaceView) -> None:
    if place.icons:
        for number, lane in enumerate(look.lanes):
            # How it ended: an icon, and the steps of one that has won.
            x, y, size = place.x_of(number), place.icon_line, 19.0 * min(1.3, canvas.type)
            if not lane.outcome:
                canvas.text_vcenter(x, y, "…", NUMBER, "text2", "middle")
                continue
            raised = lane.outcome == RAISED
            sign = icon("warn" if raised else OUTCOMES[lane.outcome].icon, size)
            steps = Row((sign, Line(_("raised"), SMALL) if raised else Line(str(lane.steps), NUMBER)), 6)
            with_steps = place.steps and (raised or lane.won) and steps.size(canvas)[0] <= place.pitch
            (steps if with_steps else sign).stand(canvas, x, y, 0.5, 0.5)
    if look.sign:
        middle = (place.well[0] + place.left) / 2
        canvas.text_vcenter(middle, place.value_line, look.sign, LEAD_NUMBER, look.hue, "middle")
    taken: list[tuple[float, float]] = []
    every = 1 if not place.totals else EVERY * max(1, math.ceil(WIDE / (EVERY * max(place.pitch, 1e-9))))
    order = [number for number in (look.leader, look.you) if number is not None]  # they get room first
    for number in [*order, *range(every - 1, len(look.lanes), every)]:
        # A number where it finds room, or a name as it was broken.
        label, x = look.lanes[number].label, place.x_of(number)
        if look.hue == "alpha":
            half = canvas.width(label, NUMBER) / 2
            x = min(x, place.well[0] + place.well[2] + FOOT - half)
            if not any(x - half < right + NEXT and x + half > left - NEXT for left, right in taken):
                taken.append((x - half, x + half))
                canvas.text_vcenter(x, place.value_line, label, NUMBER, look.hue, "middle")
            continue
        lines = place.names[number]
        half = max(canvas.width(line, SMALL) for line in lines) / 2
        x = min(max(x, place.well[0] - FOOT + half), place.well[0] + place.well[2] + FOOT - half)
        rows = max(map(len, place.names))
        first = rows * (number % 2) if place.stagger else (rows - len(lines)) / 2
        for row, line in enumerate(lines):
            y = place.names_top + (first + row + 0.5) * NAME * canvas.type
            canvas.text_vcenter(x, y, canvas.fit(line, 2 * place.pitch - 6, SMALL), SMALL, look.hue, "middle")
    if place.totals:
        ends = place.well[0] + 8, place.well[0] + place.well[2] - 4
        states = [*(lane_state(lane.errors, lane.outcome) for lane in look.lanes), *look.others]
        draw_totals(canvas, ends, place.totals_line, totals_of(states))


def draw_totals(canvas: Canvas, ends: tuple[float, float], line: float, rows: list[tuple[str, str]]) -> None:
    """On one line from end to end, the words away where they have no room."""
    size, (left, right) = 17.0 * min(1.3, canvas.type), ends
    for items in (rows, [(sign, words.split(" ")[0] if sign else words) for sign, words in rows]):
        wides = [canvas.width(words, BODY) + (size + 8 if sign else 0.0) for sign, words in items]
        if sum(wides) + 14 * (len(items) - 1) <= right - left:
            break
    gap = min(60.0, max(8.0, (right - left - sum(wides)) / max(1, len(items) - 1)))
    x = left
    for (sign, words), width in zip(items, wides):
        if sign:
            canvas.icon(sign, x, line - size / 2, size)
        canvas.text_vcenter(x + (size + 8 if sign else 0.0), line, words, BODY, "text" if sign else "text2")
        x += width + gap


# Tries with two knobs: a cell for each pair of settings, as on the convergence map once its end is known.


GAP = 1.4  # between cells
ORDINARY = 19.0  # the side of a cell whose motif has its drawn size
LABELS, GRID_TOTALS = 24.0, 28.0  # heights at 100 %: the settings of the knob across, the line of totals
GAUGE = 0.34  # how much is to be seen of how far a run has come


# One try: the kind of its end, RAISED, or "": not known; its beats; how far it has come, 0..1, 1 at the goal; it runs
GridCell = tuple[str, int, float, bool]


@dataclass(frozen=True, eq=False)
class GridView:
    """All of them at a beat; made anew for each, so that it is its own key.

    cells     row by row, the lowest first; None: it cannot be set so        leader, you    column and row, or None
    across    what the knob across is set to, and its sign; `up`: the one upwards
    """

    title: str
    aside: str
    across: tuple[str, ...]
    up: tuple[str, ...]
    cells: tuple[GridCell | None, ...]
    signs: tuple[str, str] = ("", "")
    hues: tuple[str, str] = ("text", "text")
    leader: tuple[int, int] | None = None
    you: tuple[int, int] | None = None
    heading: bool = True

    @property
    def totals(self) -> list[tuple[str, str]]:
        """(icon, words): how many ended how, how many are still to be run."""
        return totals_of([cell[0] or OPEN for cell in self.cells if cell is not None])


def draw_grid(canvas: Canvas, rect: Area, look: GridView) -> None:
    """Cells, their settings, what has become of them, and Pip on the one that is ahead."""
    x, y, w, h = rect
    k, columns, rows = canvas.type, len(look.across), len(look.up)
    top = draw_heading(canvas, rect, look.title, look.aside) + 4 if look.heading else y + INSET
    low = y + h - FOOT - (GRID_TOTALS + LABELS) * k
    height = min(low - top - 4, 64.0 * rows)
    tall = height / rows
    labels = [_lines(canvas, label, 0.3 * w, tall) for label in look.up]
    sign = 10 + canvas.width(look.signs[1], LEAD_NUMBER) if look.signs[1] else 0.0
    column_gap = max(canvas.width(line, style) for lines, style in labels for line in lines) + 14 + sign
    left, right = x + INSET + column_gap, x + w - INSET
    width = (right - left) / columns
    canvas.rect(left - 3, top, right - left + 6, height + 6, "well", 6)
    for number, cell in enumerate(look.cells):
        column, row = number % columns, number // columns
        place = (left + column * width, top + 3 + height - (row + 1) * tall, width - GAP, tall - GAP)
        if cell is not None:  # those that look alike are one layer
            kind, beats, come, runs = cell
            gauge = round(max(0.0, min(1.0, come)) * (place[3] - 2))
            state = (beats, 0, False) if kind in OUTCOMES else (0, gauge, runs)
            canvas.once(place, _draw_one, place, kind, *state)
    for at, colour in ((look.you, "text2"), (look.leader, "text")):
        if at is not None:
            cx, cy = left + at[0] * width, top + 3 + height - (at[1] + 1) * tall
            dash = (4.0, 3.0) if at == look.you and at != look.leader else None
            canvas.rect(cx - 1.5, cy - 1.5, width + 1.6, tall + 1.6, None, 4, colour, 2, dash=dash)
            if at == look.leader and min(width, tall) > 2 * PIP:
                canvas.pip(cx + width / 2 - GAP / 2, cy + tall / 2 - GAP / 2, PIP, (0.0, 0.05), "calm", glow=False)
    line = top + height + 6 + LABELS * k / 2
    # What the knob across is set to, as many as there is room for; the sign of each knob in the corner
    style = NUMBER if look.hues[0] == "alpha" else SMALL
    room = width - 4 if width >= 64 else max(60.0 * canvas.type, 2 * width - 8)
    fitted = [canvas.fit(label, room, style) for label in look.across]
    each = 1
    while each * width < max(canvas.width(word, style) for word in fitted[each - 1 :: each] or fitted) + 8:
        each += 1
        if each > len(fitted):
            break
    for column in range(each - 1, len(fitted), each):
        canvas.text_vcenter(left + (column + 0.5) * width, line, fitted[column], style, look.hues[0], "middle")
    if look.signs[0]:
        style = LEAD_NUMBER if len(look.signs[0]) == 1 else SMALL
        canvas.text_vcenter(left - 8, line, canvas.fit(look.signs[0], left - 12, style), style, look.hues[0], "end")
    if sign:
        canvas.text_vcenter(x + INSET + 4, top + 3 + height / 2, look.signs[1], LEAD_NUMBER, look.hues[1])
    every = max(1, math.ceil(16 * k / tall))  # of low rows only some have their words
    for row, (lines, style) in enumerate(labels):
        middle = top + 3 + height - (row + 0.5) * tall - 7.5 * k * (len(lines) - 1)
        for number, words in enumerate(lines if row % every == 0 else ()):
            canvas.text_vcenter(left - 10, middle + 15 * k * number, words, style, look.hues[1], "end")
    draw_totals(canvas, (x + INSET + 8, x + w - INSET - 4), line + (LABELS + GRID_TOTALS) * k / 2, look.totals)


def _lines(canvas: Canvas, label: str, room: float, tall: float) -> tuple[list[str], TextStyle]:
    """A setting beside its row: what is too long for one line has two, where the row is that tall."""
    if canvas.width(label) <= room or tall < 2 * 15 * canvas.type:
        return [canvas.fit(label, room)], BODY
    return [canvas.fit(line, room, SMALL) for line in canvas.lines(label, room, SMALL, whole=True)[:2]], SMALL


def _draw_one(canvas: Canvas, place: Area, kind: str, beats: int, gauge: int, runs: bool) -> None:
    x, y, w, h = place
    if kind in OUTCOMES:
        draw_cell(canvas, x, y, w, h, kind, beats, min(1.6, min(w, h) / ORDINARY))
        return
    draw_not_run(canvas, x, y, w, h)
    if kind == RAISED:
        size = min(w, h, 18.0)
        canvas.icon("warn", x + (w - size) / 2, y + (h - size) / 2, size, "error")
        return
    if gauge:
        canvas.rect(x + 1, y + h - 1 - gauge, w - 2, gauge, "text", 1, alpha=GAUGE)
    if runs:
        draw_running(canvas, x, y, w, h)
