"""A level whose input is sealed in a box: only the misses are seen, before and after each step."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from typing import TYPE_CHECKING

from ...attempt.weight_names import weight_name
from ...i18n import _
from ...rules.question import Marker
from ...view.draw.tokens import CODE, LABEL, LEAD, NUMBER
from ...view.format.numbers import number, short
from ...view.networks.sealed_box import HALF, PIP_UP, SealedBox, crate_place, line_at, line_axis, paint_box
from ...view.widgets.layout import Part, Split, column, row
from ...view.widgets.scroll import ScrollArea
from ...view.widgets.ticket import AnswerPlace
from ...view.widgets.widget import Rect, Widget
from ..shared.board import Board
from ..shared.knob_panel import KnobPanel
from ..shared.neuron_model import has_one_weight
from ..shared.panel import BESIDE, FIVE_TILES, AttemptPanel
from ..shared.tiles import TileSpec, common_tiles, mood_of, with_way_on
from ..shared.tolerance import tolerance_note, tolerance_of
from .line_ghosts import LineGhosts

if TYPE_CHECKING:
    from ...attempt.attempt import Attempt
    from ...view.draw.canvas import Canvas
    from ..shared.host import Host

SIDE = 560.0
HEAD, LINE = 46.0, 40.0
APART = 14.0  # between two titles of its columns
SHORT = 2 * HEAD + 2 * LINE + 8  # of the table, while something is asked about it


class SealedModel:
    """Reads the attempt; changes nothing."""

    def __init__(self, attempt: Attempt) -> None:
        self.attempt = attempt

    def misses(self) -> list[float]:
        """prediction - goal_prediction at every look of the run."""
        session = self.attempt.shown
        run = session.run
        if not has_one_weight(run):
            return [0.0]
        (input,), (goal,) = run.examples[0]
        weights = [*run.history.weights, run.weights[0]]
        return [m for m in (input * weight - goal for weight in weights) if isfinite(m)]

    def miss_of(self, weight: float) -> float:
        """What it would be with another weight."""
        (input,), (goal,) = self.attempt.shown.run.examples[0]
        return input * weight - goal

    def known_misses(self) -> list[float]:
        """What a step leaves is told when Pip has arrived."""
        misses = self.misses()
        seen = self.attempt.playback.moving or self.attempt.ahead is not None
        return misses[: self.attempt.step + 1] if seen else misses

    def ghost(self) -> float | None:
        """The miss with which the machine's run ended."""
        ghost = self.attempt.ghost_here
        if ghost is None or not ghost.count or not has_one_weight(ghost.run):
            return None
        (input,), (goal,) = ghost.run.examples[0]
        return input * ghost.weights[0] - goal

    def box(self) -> SealedBox:
        session = self.attempt.shown
        run, step = session.run, min(self.attempt.step, len(self.misses()) - 1)
        (input,), (goal,) = run.examples[0]
        misses, tries = self.misses(), self.attempt.ahead is not None
        opened = session.won and not self.attempt.playback.moving and not tries
        words = session.level.words
        input_word, result = (_(words.get(name, name)) for name in ("input", "prediction"))
        names = [input_word, weight_name(session.level, 0), result]
        return SealedBox(
            input if opened else None,
            run.weights[0] if opened else None,
            misses[step] + goal,
            goal,
            misses[: (step if tries else session.count) + 1],
            min(step if tries else self.attempt.playback.at, len(misses) - 1),
            (names[0], names[1], names[2], _("goal")),
            mood_of(self.attempt),
            self.ghost(),
            tolerance_of(session) or 0.0,
            tolerance_note(tolerance_of(session)),
        )


class SealedBoard(Board):
    """One neuron; its input and weight stay hidden until the level is won."""

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.model = SealedModel(host.attempt)
        self.stage, self.table = SealedStage(host, self.model), StepsTable(host, self.model)
        self.knobs = KnobPanel(host)

    def tree(self) -> Split:
        covered = self.has_overlay
        table, cover = Part(self.table, SHORT if covered else None), Part(self.cover, None if covered else 0.0)
        side = column(table, cover, Part(self.knobs, self.knobs.height))
        above = row(Part(self.stage), Part(side, SIDE), gap=BESIDE)
        return column(Part(above), self.tiles_row(FIVE_TILES, self.tiles_height))

    def tiles(self) -> list[TileSpec]:
        return with_way_on(self.attempt, common_tiles(self.attempt, "step", "auto", "reset", "undo", "hint"))

    def mark(self, number: int, answer: str | float) -> AnswerPlace | None:
        """What is thought to be in the box, beside it."""
        if not isinstance(answer, float) or not isinstance(self.attempt.level.questions[number], Marker):
            return super().mark(number, answer)
        x, middle, size = crate_place(self.stage.rect)
        return AnswerPlace(x - HALF * size, middle, "left")

    def words(self) -> tuple[str, str]:
        count = len(self.model.known_misses()) - 1
        if self.attempt.met and not self.attempt.playback.moving:
            return _("It lands, and the lid comes off."), _("How fast the miss shrank told you what was inside.")
        if count == 0:
            return _("All you know is the miss."), _("Choose an [alpha:alpha] and take one step. What is left?")
        before, after = self.model.known_misses()[-2:]
        if abs(after) > abs(before):
            return _("The miss has grown: much too far."), _("Which [alpha:alpha] would have left no miss?")
        return (
            _("One step left a part of the miss."),
            _("Which [alpha:alpha] would have left nothing? And what [input:input] does that mean?"),
        )


class SealedStage(AttemptPanel):
    """The box with its lid, and Pip on the way that the misses go."""

    flat = True
    bare, words = (120.0, 290.0), (270.0, 50.0)

    def __init__(self, host: Host, model: SealedModel) -> None:
        super().__init__(host)
        self.model = model
        self.ghosts = LineGhosts(host.attempt)

    def paint(self, canvas: Canvas) -> None:
        box = self.model.box()
        if self.ghosts.seen is not None:  # they all are on a line as long as their start needs
            box = box._replace(tries=True, misses=box.misses[:1])
        paint_box(canvas, self.rect, box)
        self.ghosts.paint(canvas, self.rect, self._spot)

    def _spot(self, weights: Sequence[float]) -> tuple[float, float] | None:
        """Where Pip would stand with this weight."""
        x, level, width, _flat = line_at(self.rect)
        axis, miss = line_axis(self.model.misses()[:1]), self.model.miss_of(weights[0])
        return (x + width * axis.reach(miss), level - PIP_UP) if abs(miss) <= axis.high else None


class StepsTable(AttemptPanel):
    """A row for each step: alpha, the miss before and after, and what part of it was left."""

    bare, words = (70.0, 100.0), (190.0, 40.0)
    area: ScrollArea

    def __init__(self, host: Host, model: SealedModel) -> None:
        super().__init__(host)
        self.model = model

    def place(self, rect: Rect) -> list[Widget]:
        x, y, w, h = rect
        self.area = ScrollArea("table", (x, y + 2 * HEAD, w, h - 2 * HEAD - 8), 0.0)
        self.refresh()
        return [self.area]

    def refresh(self) -> None:
        rows = len(self.model.known_misses()) - 1
        line = LINE * self.text_scale
        grown = rows * line > self.area.height
        self.area.height = rows * line
        self.area.focusable = self.area.limit > 0
        if grown:
            self.area.scroll(self.area.limit)

    def _columns(self) -> list[tuple[tuple[str, ...], float, str]]:
        """(its title, and a shorter one for large text; its right edge; its hue) of each."""
        x, _y, w, _h = self.rect
        return [
            ((_("alpha"),), x + w * 0.3, "alpha"),
            ((_("miss before"), _("before")), x + w * 0.53, "error"),
            ((_("miss after"), _("after")), x + w * 0.76, "error"),
            ((_("part left"), _("left")), x + w - 20, "text"),
        ]

    def paint(self, canvas: Canvas) -> None:
        x, y, w, _h = self.rect
        canvas.text(x + 20, y + 31, _("Steps"), LEAD, "text")
        canvas.line(x + 1, y + HEAD, x + w - 1, y + HEAD, "border", 1)
        before = x
        for titles, right, _hue in self._columns():
            room = right - before - APART
            label = next((title for title in titles if canvas.width(title, LABEL) <= room), titles[-1])
            canvas.within(right, y + HEAD + 30, label, room, LABEL, "text2", "end")
            before = right
        misses = self.model.known_misses()
        if len(misses) < 2:
            text = _("No step yet. The miss is {miss}.").format(miss=number(misses[0], 3))
            canvas.wrap(x + 20, y + 2 * HEAD + 30, text, w - 40)
            return
        left, top, width, height = self.area.rect
        with canvas.clip(left, top, width, height):
            for step in range(len(misses) - 1):
                self._paint_row(canvas, step, misses)

    def _paint_row(self, canvas: Canvas, step: int, misses: list[float]) -> None:
        x, _y, w, _h = self.rect
        line = LINE * self.text_scale
        base = self.area.y(step * line) + line * 0.5 + 6
        if step == self.attempt.step - 1:
            canvas.rect(x + 8, base - line * 0.5 - 4, w - 16, line - 4, "rowhi", 8)
            canvas.rect(x + 8, base - line * 0.5, 4, line - 12, "text", 2)
        canvas.text(x + 34, base, str(step + 1), CODE, "text2", "middle")
        alpha = self.attempt.shown.run.history.setting_at(step).alpha
        before, after = misses[step], misses[step + 1]
        left = number(after / before, 3) if before else "–"
        cells = [short(alpha, 3) if isinstance(alpha, (int, float)) else "", number(before, 3, True)]
        cells += [number(after, 3, True), left]
        for text, (_title, right, hue) in zip(cells, self._columns()):
            canvas.text(right, base, text, NUMBER, hue, "end")
