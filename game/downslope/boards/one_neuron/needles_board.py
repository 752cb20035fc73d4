"""A neuron with several inputs and no bowl: each weight is a needle; the calls are made in the bet strip.

Code, knobs and error history are those of the bowl's screen.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial
from math import inf

from ...i18n import _, sentence_case
from ...rules.actions import Freeze, is_fresh
from ...rules.session import Session
from ...view.bowls.bowl_walk import ARROW, glide
from ...view.draw.canvas import Canvas
from ...view.draw.tokens import BODY, LABEL, LEAD_NUMBER
from ...view.format.axis import step_of
from ...view.format.equation import products
from ...view.format.numbers import short
from ...view.networks.neuron_panel import dial_turn, draw_ruler
from ...view.networks.weight_needles import DIAL, MOST, PIP, Freezer, Needles, Plan, draw_needles, plan
from ...view.scenery.landscape import BACK, PAST, ground, ratio_of, walk
from ...view.widgets.bet_marker import AnswerAnchor
from ...view.widgets.number_input import TURN, point
from ...view.widgets.panel import Box, Split, column, fit_content
from ...view.widgets.widget import Rect, Widget
from ..shared.board import TileSpec, default_tiles, meaning_of, pip_mood
from ..shared.neuron_model import evaluation_at, input_names
from ..shared.panel import Host, ModelPanel
from ..shared.place_panel import PlacePanel
from ..shared.try_ghosts import GhostStage
from .column_board import ColumnBoard, StagePanel

Blame = tuple[float, float, float]  # of one wire: delta, input, weight_delta


def draw_blame(
    canvas: Canvas, rect: Rect, names: Sequence[str], blames: Sequence[Blame] | None, frozen: frozenset[int]
) -> None:
    """delta × input = weight_delta for each wire, of the last step; None: there was none. `frozen`: held in it."""
    x, y, w, h = rect
    head = y + 14 + 16 * canvas.type
    runs = [
        ("delta", "text", 700, "mono"), (" × ", "text2", 500, "mono"), ("input", "input", 700, "mono"),
        (" = ", "text2", 500, "mono"), ("weight_delta", "text", 700, "mono"),
    ]  # fmt: skip
    canvas.rich(x + 20, head, runs, BODY, room=w - 40, shorter=[runs[-1:]])
    pitch = min(58.0, (y + h - head - 14) / max(1, len(names)))
    largest = max((abs(blame) for _delta, _input, blame in blames or ()), default=0.0)
    rows = {i: each for i, each in enumerate(blames or ()) if i not in frozen}
    printed = products([(delta, short(input), blame or "0") for delta, input, blame in rows.values()])
    equations = dict(zip(rows, printed))
    for i, name in enumerate(names):
        middle = head + 8 + pitch * (i + 0.5)
        if blames is not None and len(names) > 2:
            middle -= 4
            top, room, blame = middle + 4 + 7 * canvas.type, w - 40, blames[i][2]
            canvas.rect(x + 20, top, room, 6, "well", 3)
            if blame and largest and math.isfinite(blame) and math.isfinite(largest):  # beside the largest one
                canvas.rect(x + 20, top, max(6.0, room * (abs(blame) / largest)), 6, "text", 3, alpha=0.85)
        base = canvas.baseline_of(middle)
        named = canvas.within(x + 20, base, name, w * 0.36, LABEL, "text2")
        if blames is None:
            canvas.text(x + w - 20, base, "?", LEAD_NUMBER, "text2", "end")
            continue
        if i in frozen:  # nothing is blamed on it
            width = canvas.text(x + w - 20, base, _("frozen"), LABEL, "text2", "end")
            canvas.icon("snow", x + w - 20 - width - 24, middle - 9, 18, "text2")
            continue
        parts = equations[i].runs("text", "input", "text")
        close = [(string.strip(), *rest) for string, *rest in parts]
        canvas.rich(x + w - 20, base, parts, BODY, "end", w - 44 - named, [close, parts[-1:]])


RULER = 232.0  # width of the goal's ruler
KEYS = ("one", "two", "three", "four", "five", "six")
ROOM = 1.5  # how much larger than the largest weight a dial's end is at least


class NeedlesBoard(ColumnBoard):
    """The stage shows every wire; beside it, what each wire was blamed for."""

    def __init__(self, host: Host) -> None:
        level = host.attempt.now  # of the game's own the parts are known
        self.needles_panel = Gauges(host) if level.moves and not level.plugin else NeedlesPanel(host)
        super().__init__(host, self.needles_panel, BlamePanel(host, self.needles_panel))

    def anchor(self, number: int, answer: str | float) -> AnswerAnchor | None:
        """At the needle that an answer names; how far the first one goes, around its dial, or beyond the stage."""
        question, means = meaning_of(self.attempt, number, answer)
        count = self.attempt.now.network.inputs
        asks = question.asks if question is not None else ""
        if asks == "largest move" and 0 <= means < count:
            x, y, r = self.needles_panel.dial(int(means))
            return AnswerAnchor(x + r, y, "right")
        if asks == "first weight moved":
            middle, y, r = self.needles_panel.dial(0)
            if means is None:
                x, _y, w, _h = self.needles_panel.rect
                return AnswerAnchor(x + w, y, arrow="right")
            shown = self.needles_panel.needles()
            turn = dial_turn(shown.weights[0], shown.limit) if means == 0 else 1.0
            return AnswerAnchor(*point(middle, y, r, turn * TURN), "right")
        return super().anchor(number, answer)

    def tiles(self) -> list[TileSpec]:
        """Where there is nothing to set, the machine could only press Learn."""
        free = bool(self.attempt.now.knobs)
        return [tile for tile in default_tiles(self.attempt) if free or tile.name != "auto"]

    def sides(self) -> Sequence[Box | Split]:
        if self.needles_panel.freezes:
            self.knobs.note = _("Press a weight to freeze it.")
        if isinstance(self.needles_panel, Gauges) and is_fresh(self.attempt.shown) and not self.attempt.whole_code:
            return [column(fit_content(self.neuron), fit_content(self.code_line))]
        return super().sides()

    def secret(self) -> bool:
        """Before the calls are made, weight_delta would tell which way."""
        return bool(self.attempt.open_bets.offered)


class NeedlesPanel(StagePanel):
    """Every wire with its weight as a needle, which can be frozen where the level lets it."""

    bare, words = (430.0, 150.0), (0.0, 170.0)

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.freezers: list[Freezer] = []
        self.ghosts = GhostStage(host.attempt)

    def plan(self) -> Plan:
        return plan(self.rect, self.attempt.now.network.inputs, self.text_scale)

    @property
    def freezes(self) -> bool:
        """Weights can be frozen, and have room for what does it."""
        return self.attempt.now.knob("freeze") is not None and self.attempt.now.network.inputs <= len(KEYS)

    def place(self, rect: Rect) -> list[Widget]:
        self.rect, names, attempt = rect, self.names() if self.freezes else [], self.attempt

        def freeze(index: int) -> None:  # or thaw: the run goes on from where it stands
            attempt.exit_machine()
            attempt.open_bets.close()
            if attempt.act(Freeze(index, index not in attempt.session.frozen)):
                attempt.playback.jump(attempt.session.count)
                attempt.verdict = False

        self.freezers = [
            Freezer(f"needle {i + 1}", self.dial(i), name, partial(freeze, i), key=key,
                    quiet=lambda: self.attempt.open_bets.open is not None)
            for i, (name, key) in enumerate(zip(names, KEYS))
        ]  # fmt: skip
        return list(self.freezers)

    def dial(self, index: int) -> tuple[float, float, float]:
        at = self.plan()
        return at.dial, at.ys[index], DIAL * at.scale

    def update(self, seconds: float) -> None:
        super().update(seconds)
        for i, freezer in enumerate(self.freezers):
            freezer.show(i in self.attempt.shown.frozen)

    def paint(self, canvas: Canvas) -> None:
        draw_needles(canvas, self.rect, self.needles(), self.plan())
        self.ghosts.paint_line(canvas, self.rect, self._spot)

    def _spot(self, weights: Sequence[float]) -> tuple[float, float] | None:
        run = self.session().run
        (inputs, goals), *_others = run.examples
        part = ratio_of(run.network.predict(weights, inputs)[0], goals[0])
        x = walk(self.rect, "", part) if BACK <= part <= PAST else 0.0
        return (x, ground(self.rect, x) - PIP) if x else None

    # -- numbers -----------------------------------------------------------------------------------------------------

    def session(self) -> Session:
        return self.attempt.shown

    def step(self) -> int:
        return self.attempt.step

    def names(self) -> list[str]:
        return input_names(self.attempt.now)

    def blames(self) -> list[Blame] | None:
        """For each wire what the last step made of it; None: there was none."""
        session, step = self.attempt.shown, self.attempt.step
        look = evaluation_at(session, step - 1) if step > 0 else None
        if look is None:
            return None
        inputs = session.run.examples[look.examples[0]][0]
        return [(look.deltas[0][0], given, blame) for given, blame in zip(inputs, look.weight_deltas)]

    def needles(self) -> Needles:
        attempt = self.attempt
        session, step = self.session(), self.step()
        level = session.level
        inputs, goals = session.run.examples[0]
        # Between two steps while the needles turn
        hop_progress, weights = attempt.playback.hop_progress, list(session.run.weights_at(step))
        if step < session.count and hop_progress > ARROW:
            way, after = glide(hop_progress), session.run.weights_at(step + 1)
            weights = [a + (b - a) * way for a, b in zip(weights, after)]
        moves = None
        if step > 0 and hop_progress == 0:
            before = session.run.history.weights_at(step - 1)
            moves = [now - was for now, was in zip(weights, before)]
        largest = max([*(abs(w) for w in session.run.start), *(abs(w) for w in session.weights)])
        limit = step_of(ROOM * largest, 1) if 0 < largest < inf else 1.0
        held = session.frozen if level.knob("freeze") is not None else None
        pulse = hop_progress / ARROW if 0 < hop_progress < ARROW else None
        words = (_(level.words.get("prediction", "")), _(level.words.get("goal_prediction", "")))
        count = session.base.star_one_stages + 1
        part = _(level.words.get("stage", _("part")))
        state = _("{part} {number} of {count}").format(part=part, number=session.stage + 1, count=count)
        state = state if count > 1 else ""
        if held:
            state = _("frozen: {names}").format(names=", ".join(self.names()[i] for i in sorted(held)))
        title = _(level.examples[0].label) or _(level.title)
        word = _(level.words["input"]) if "input 1" in level.words and "input" in level.words else ""
        return Needles(
            inputs, weights, self.names(), session.run.network.predict(weights, inputs)[0], goals[0], limit,
            sentence_case(title), state, words, word, moves, pulse, pip_mood(self.attempt), held,
            tries=self.ghosts.seen is not None,
        )  # fmt: skip


class Gauges(PlacePanel, NeedlesPanel):
    """The needles in a picture of the level's own: its parts "gauge 1" are their dials, "bar" rises to the "flag"."""

    words = (240.0, 120.0)  # names and inputs under them

    def __init__(self, host: Host) -> None:
        NeedlesPanel.__init__(self, host)
        PlacePanel.__init__(self, host)
        self.bare = (170.0, 150.0)

    def dial(self, index: int) -> tuple[float, float, float]:
        x, y, w, h = self.box(f"gauge {index + 1}")
        return x + w / 2, y + h / 2, w / 2

    def paint(self, canvas: Canvas) -> None:
        PlacePanel.paint(self, canvas)
        self.ghosts.paint_line(canvas, self.rect, self._spot)

    def _spot(self, weights: Sequence[float]) -> tuple[float, float] | None:
        """Beside the bar, as high as it would be."""
        run, (x, y, _w, h) = self.session().run, self.box("bar")
        (inputs, goals), *_others = run.examples
        part = ratio_of(run.network.predict(weights, inputs)[0], goals[0])
        return (x - 24, y + h * (1 - part)) if BACK <= part <= PAST else None


class BlamePanel(ModelPanel[NeedlesPanel]):
    """What each wire was blamed for in the last step, and prediction and goal on a ruler.

    Beside a place, which shows these two, there is no ruler, and at first only how the blame comes about.
    """

    bare, words = (200.0, 60.0), (180.0, 60.0)

    @property
    def told(self) -> list[str]:
        fresh = isinstance(self.model, Gauges) and is_fresh(self.attempt.shown)
        return [] if fresh else self.model.names()

    def least_size(self) -> tuple[float, float]:
        width, height = super().least_size()
        return width, height if self.told else 28 + 16 * self.text_scale

    def paint(self, canvas: Canvas) -> None:
        (x, y, w, h), stage = self.rect, self.model
        names, seen = self.told, stage.look()
        if len(names) > MOST:
            draw_ruler(canvas, self.rect, seen)
            return
        step, run = self.attempt.step, self.attempt.shown.run
        part = 0.0 if isinstance(stage, Gauges) else min(RULER, 0.4 * w)
        held_then = run.history.setting_at(step - 1).frozen if step > 0 else frozenset()
        draw_blame(canvas, (x, y, w - part, h), names, stage.blames(), held_then)
        if part:
            canvas.line(x + w - part, y + 20, x + w - part, y + h - 20, "border", 1.5)
            draw_ruler(canvas, (x + w - part, y, part, h), seen)
