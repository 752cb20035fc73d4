"""A level whose input is sealed in a box: only the misses are seen, before and after each step."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial
from itertools import pairwise
from math import inf, isfinite
from typing import NamedTuple

from ...attempt.shown import weight_name
from ...i18n import _
from ...rules import Marker
from ...view.charts.number_line import draw_stone
from ...view.charts.plot import Plot
from ...view.draw import CODE, LABEL, LEAD_NUMBER, NUMBER, Canvas, band_ends, draw_edge, draw_plate, weight_colour
from ...view.format.axis import Axis, ticks
from ...view.format.equation import product
from ...view.format.numbers import number, short, with_sign
from ...view.networks.neuron_panel import draw_sign, goal_tag, name_ink
from ...view.widgets.bet_marker import AnswerAnchor
from ...view.widgets.panel import Box, Split
from ...view.widgets.table import Column, Table, TableRow
from ...view.widgets.widget import Rect
from ..shared.board import Board, TileSpec, pip_mood, shared_tiles, with_next_step
from ..shared.knob_panel import KnobPanel
from ..shared.neuron_model import has_one_weight, tolerance_note, tolerance_of
from ..shared.panel import AttemptPanel, Host, ModelPanel, TableLog
from ..shared.try_ghosts import GhostStage

HALF = 92.0  # of the box
MARK = 34.0  # size of the question on the closed box
PIP_UP = 20.0  # from the line to Pip's middle
MARGIN = 1.12  # times the largest miss: there the line ends
LID, LID_STEPS = 0.55, 24  # radians that the lid turns at most; so many places of it


class SealedBox(NamedTuple):
    """What the stage shows. `input`, `weight`: None while the box is sealed. `misses`: of every look so far."""

    input: float | None
    weight: float | None
    prediction: float
    goal: float
    misses: Sequence[float]
    at: float  # where Pip is: 1.5 is between the looks 1 and 2
    words: tuple[str, str, str, str]  # input, weight, prediction, goal
    mood: str = "calm"
    ghost: float | None = None  # the miss at which another run ended
    within: float = 0.0  # how far from the goal counts as reached
    note: str = ""  # the same, as it stands beside the flag


def line_at(rect: Rect) -> Rect:
    """Where the misses stand: x and width; y is the line's."""
    x, y, width, height = rect
    return (x + 60, y + height - 84, width - 120, 0.0)


def line_axis(misses: Sequence[float]) -> Axis:
    """So far to both sides that all of them are on it."""
    far = max([0.05, *(abs(m) for m in misses)]) * MARGIN
    return Axis(-far, far)


def crate_place(rect: Rect) -> tuple[float, float, float]:
    """The middle of the box in the picture, and how large it is drawn."""
    x, y, width, height = rect
    return x + width * 0.31, y + height * 0.34, min(1.0, height / 500)


def _ground(canvas: Canvas, rect: Rect) -> None:
    x, y, width, height = rect
    canvas.shadow(x, y, width, height, 16)
    canvas.gradient(x, y, width, height, [(0, "sky0"), (0.55, "sky1"), (1, "sky2")], 16)
    with canvas.clip(x, y, width, height, 16):
        canvas.glow(x + width * 0.66, y + height * 0.5, width * 0.4, "glow", 0.34)
        canvas.rect(x, y + height - 178, width, 178, "panel")
        canvas.line(x, y + height - 178, x + width, y + height - 178, "border", 1)
    draw_edge(canvas, rect, "border", 16, 1)


def _draw_boards(canvas: Canvas, opened: bool, cx: float, cy: float, k: float) -> None:
    left, top, size = cx - HALF * k, cy - HALF * k, 2 * HALF * k
    canvas.shadow(left, top, size, size, 14)
    canvas.rect(left, top, size, size, "raised", 14)
    for board in range(1, 4):
        canvas.line(left + 8, top + board * size / 4, left + size - 8, top + board * size / 4, "lip", 2)
    for edge in (left + 14, left + size - 14):
        canvas.line(edge, top + 6, edge, top + size - 6, "border2", 5)
    canvas.rect(left + 1, top + 1, size - 2, size - 2, r=13, stroke="border2", width=2)
    if not opened:
        canvas.circle(cx, cy, 40 * k, "well", "input", 3, dash=(7, 6))
        canvas.icon("lock", cx - 18 * k, top + size - 44 * k, 36 * k, "text2")
        canvas.text(cx, cy + 12, "?", NUMBER.with_size(MARK), "input", "middle")


def _between(misses: Sequence[float], at: float) -> float:
    k = min(int(at), len(misses) - 1)
    after = misses[min(k + 1, len(misses) - 1)]
    return misses[k] + (after - misses[k]) * (at - k if k + 1 < len(misses) else 0.0)


SIDE = 560.0
LINE = 40.0  # height of a step's row


class SealedStage(AttemptPanel):
    """The box with its lid, and Pip on the way that the misses go."""

    flat = True
    bare, words = (120.0, 290.0), (270.0, 50.0)

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.ghosts = GhostStage(host.attempt)

    def misses(self) -> list[float]:
        """prediction - goal_prediction at every look of the run."""
        session = self.attempt.shown
        run = session.run
        if not has_one_weight(run):
            return [0.0]
        (input,), (goal,) = run.examples[0]
        weights = [*run.history.weights, run.weights[0]]
        return [m for m in (input * weight - goal for weight in weights) if isfinite(m)]

    def known_misses(self) -> list[float]:
        """What a step leaves is told when Pip has arrived."""
        misses = self.misses()
        seen = self.attempt.playback.moving or self.attempt.ahead is not None
        return misses[: self.attempt.step + 1] if seen else misses

    def box(self) -> SealedBox:
        session = self.attempt.shown
        run, step = session.run, min(self.attempt.step, len(self.misses()) - 1)
        (input,), (goal,) = run.examples[0]
        misses, tries = self.misses(), self.attempt.ahead is not None
        opened = session.won and not self.attempt.playback.moving and not tries
        words, within, ghost, ended = session.level.words, tolerance_of(session), self.attempt.ghost_at_place, None
        if ghost is not None and ghost.count and has_one_weight(ghost.run):  # with which the machine's run ended
            (its_input,), (its_goal,) = ghost.run.examples[0]
            ended = its_input * ghost.weights[0] - its_goal
        input_word, result = (_(words.get(name, name)) for name in ("input", "prediction"))
        return SealedBox(
            input if opened else None, run.weights[0] if opened else None, misses[step] + goal, goal,
            misses[: (step if tries else session.count) + 1],
            min(step if tries else self.attempt.playback.at, len(misses) - 1),
            (input_word, weight_name(session.level, 0), result, _("goal")),
            pip_mood(self.attempt), ended, within or 0.0, tolerance_note(within),
        )  # fmt: skip

    def paint(self, canvas: Canvas) -> None:
        """The box, its prediction and the goal above; the line of the misses below."""
        rect, box, tries = self.rect, self.box(), self.ghosts.seen is not None
        if tries:  # they all are on a line as long as their start needs
            box = box._replace(misses=box.misses[:1])
        x, y, width, height = rect
        equation = product(box.input, box.weight, box.prediction)
        cx, middle, k = crate_place(rect)
        canvas.once((x - 40, y - 40, width + 80, height + 90), _ground, rect)
        colour = weight_colour(box.weight) if box.weight is not None else "border2"
        canvas.line(x + width * 0.31 + 96, middle, x + width * 0.66 - 58, middle, colour, 7)
        canvas.line(x + width * 0.66 + 58, middle, x + width * 0.86 - 52, middle, "goal", 2, dash=(2, 6))
        centre = x + width * 0.505
        draw_sign(canvas, centre, middle, equation.relation, "border2", 17, 18)
        # A wooden box with a lock; open once the input may be seen. Its lid rises as the miss gets smaller
        opened, half = box.input is not None, HALF * k
        area = (cx - half - 60, middle - half - 90, 2 * half + 120, 2 * half + 170)
        canvas.once(area, _draw_boards, opened, cx, middle, k)
        first = abs(box.misses[0]) if box.misses else 0.0
        risen = 1.0 if opened else max(0.0, 1.0 - abs(_between(box.misses, box.at)) / first) if first else 0.0
        left, top, size = cx - half, middle - half, 2 * half
        far = math.asin(min(1.0, max(0.0, top - 12 - y) / (size + 12)))  # it stays on the stage
        turned = round(LID_STEPS * min(1.0, risen)) / LID_STEPS * min(LID, far)
        dx, dy, hinge, low = math.cos(turned), math.sin(turned), left - 6, top + 6
        if turned:
            shine = [(left + 6, top + 4), (left + size - 6, top + 4), (hinge + size * dx, low - size * dy)]
            canvas.polygon(shine, "input", alpha=0.16)
        end = (hinge + (size + 12) * dx, low - (size + 12) * dy)
        lid = [(hinge, low), end, (end[0] - 14 * dy, end[1] - 14 * dx), (hinge - 14 * dy, low - 14 * dx)]
        canvas.polygon(lid, "raised_hi", stroke="border2", width=2)
        if opened:
            canvas.glow(cx, middle, 110 * k, "input", 0.35)
            canvas.node(cx, middle - 18 * k, 42 * k, "input", equation.terms[0], size=20)
            if box.weight is not None:
                times = f"× {equation.factors[1]}"
                wide, high = canvas.width(times, LEAD_NUMBER) + 20, 30 * canvas.type
                draw_plate(canvas, (cx - wide / 2, middle + 56 * k - high / 2, wide, high), radius=9)
                canvas.text_vcenter(cx, middle + 56 * k, times, LEAD_NUMBER, "weight", "middle")
        name_ink("input", f"{box.words[0]} × {box.words[1]}").stand(canvas, cx, middle + half + 13)
        canvas.node(x + width * 0.66, middle, 58, "prediction", equation.result, size=26)
        name_ink("prediction", box.words[2]).stand(canvas, x + width * 0.66, middle + 75)
        goal_tag([number(box.goal)], box.words[3], most=148).stand(canvas, x + width * 0.86, middle, 0.5, 0.5)
        # The signed miss after every step: 0 is the goal
        x, level, width, _flat = line_at(rect)
        axis = line_axis(box.misses)
        place = Plot(line_at(rect), axis, Axis(0, 1)).x_of
        canvas.line(x, level, x + width, level, "border2", 4)
        for value, label in ticks(axis.low, axis.high, 8):
            canvas.line(place(value), level - 6, place(value), level + 6, "border2", 2)
            if label:
                canvas.text(place(value), level + 34, label, CODE, "text2", "middle")
        if box.within:
            left, right = band_ends(place(-box.within), place(box.within))
            canvas.rect(left, level - 13, right - left, 26, "goal", 3, alpha=0.28)
            canvas.text(place(0.0) + 34, level - 14, box.note, NUMBER, "goal")
        canvas.flag(place(0.0), level, 44)
        if tries:
            self.ghosts.paint_line(canvas, rect, self._spot)
            return
        oldest = max(0, len(box.misses) - 9)
        steps = [(step, place(miss)) for step, miss in enumerate(box.misses) if oldest <= step < box.at]
        for (step, at), (_after, following) in zip(steps, [*steps[1:], (0, inf)]):
            near = abs(following - at) < 12 * (1 + canvas.type)  # the next one lies over its number
            draw_stone(canvas, at, level - PIP_UP, 12, "" if near else str(step))
        if box.ghost is not None:
            canvas.ghost(x + width * axis.place(box.ghost), level - PIP_UP, 15, (0.2, 0.05))
        here = _between(box.misses, box.at)
        part = box.at - int(box.at)
        hop = 4.0 * part * (1.0 - part)
        canvas.pip(place(here), level - PIP_UP - 26 * hop, 17, (0.25, 0.15), box.mood)

    def _spot(self, weights: Sequence[float]) -> tuple[float, float] | None:
        (input,), (goal,) = self.attempt.shown.run.examples[0]
        x, level, width, _flat = line_at(self.rect)
        axis, miss = line_axis(self.misses()[:1]), input * weights[0] - goal
        return (x + width * axis.reach(miss), level - PIP_UP) if abs(miss) <= axis.high else None


class SealedBoard(Board):
    """One neuron; its input and weight stay hidden until the level is won."""

    stage: SealedStage
    knobs: KnobPanel

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.stage, self.knobs = SealedStage(host), KnobPanel(host)
        self.table = StepsTable(host, self.stage)

    def sides(self) -> Sequence[Box | Split]:
        return [self.table]

    def tiles(self) -> list[TileSpec]:
        return with_next_step(self.attempt, shared_tiles(self.attempt, "step", "auto", "reset", "undo", "hint"))

    def anchor(self, number: int, answer: str | float) -> AnswerAnchor | None:
        """What is thought to be in the box, beside it."""
        if not isinstance(answer, float) or not isinstance(self.attempt.level.questions[number], Marker):
            return super().anchor(number, answer)
        x, middle, size = crate_place(self.stage.rect)
        return AnswerAnchor(x - HALF * size, middle, "left")

    def words(self) -> tuple[str, str]:
        misses = self.stage.known_misses()
        if self.attempt.met and not self.attempt.playback.moving:
            return _("It lands, and the lid comes off."), _("How fast the miss shrank told you what was inside.")
        if len(misses) == 1:
            return _("All you know is the miss."), _("Choose an [alpha:alpha] and take one step. What is left?")
        before, after = misses[-2:]
        if abs(after) > abs(before):
            return _("The miss has grown: much too far."), _("Which [alpha:alpha] would have left no miss?")
        return (
            _("One step left a part of the miss."),
            _("Which [alpha:alpha] would have left nothing? And what [input:input] does that mean?"),
        )


class StepsTable(ModelPanel[SealedStage], TableLog):
    """A row for each step: alpha, the miss before and after, and what part of it was left."""

    def table(self) -> Table:
        k, history, misses = self.text_scale, self.attempt.shown.run.history, self.model.known_misses()
        canvas, rows = self.measure(), list[TableRow]()
        titles = (_("alpha"), _("miss before"), _("miss after"), _("part left"))
        if canvas.width("  ".join((_("Steps"), *titles)), LABEL) + 90 > self.rect[2]:
            titles = (_("alpha"), _("before"), _("after"), _("left"))
        names = tuple(zip(titles, ("alpha", "error", "error", "text")))
        for step, (before, after) in enumerate(pairwise(misses)):
            alpha = history.setting_at(step).alpha
            left = product(before, partial(number, after / before) if before else "–", after, 3, 3, with_sign)
            texts = (short(alpha, 3) if isinstance(alpha, (int, float)) else "", left.terms[0], left.result,
                    left.about + left.terms[1])  # fmt: skip
            cells = tuple(((words, hue, 700, "mono"),) for words, (_name, hue) in zip(texts, names))
            rows.append(TableRow(str(step + 1), cells, lit=step == self.attempt.step - 1))
        if not rows:
            text = _("No step yet. The miss is {miss}.").format(miss=number(misses[0], 3))
            rows.append(TableRow(cells=(((text, "text2"),),)))
        columns = tuple(Column(name, None, anchor="end", least=16 + 34 * k) for name, _hue in names)
        return Table(_("Steps"), columns, tuple(rows), LINE * k)
