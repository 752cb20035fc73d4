"""A neuron with several inputs and no bowl: each weight is a needle. What it is called to do is asked in the bet strip.

There are also levels in which each needle's first move is called on the needles, before the rule turns it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import partial
from math import inf
from typing import NamedTuple

from ...attempt.director import Phase, PlayRequest
from ...i18n import N_, _, sentence_case
from ...rules import MOVES, Freeze, Level, Next, Question, Session, is_fresh
from ...view.bowls.bowl_walk import ARROW, glide
from ...view.draw import BODY, LABEL, LEAD_NUMBER, Canvas, smooth
from ...view.format.axis import step_of
from ...view.format.equation import MOST as DIGITS, addition, product, products
from ...view.format.numbers import brief, number, short
from ...view.networks.neuron_panel import dial_turn, draw_ruler
from ...view.networks.weight_needles import (
    DIAL,
    HIGH,
    MOST,
    PIP,
    SUM,
    UNDER,
    WIDE,
    CallChoice,
    Freezer,
    Needles,
    Plan,
    draw_needles,
    name_plate,
    plan,
)
from ...view.scenery.landscape import BACK, PAST, ground, pip_x, ratio_of, walk
from ...view.scenery.strips import draw_waves
from ...view.widgets.bet_marker import AnswerAnchor
from ...view.widgets.ink import Boxed, Col, Line, Row, icon
from ...view.widgets.number_input import TURN, point
from ...view.widgets.panel import Box, Laid, Split, column, fit_content
from ...view.widgets.widget import Intent, Rect, Widget
from ..shared.board import (
    Board,
    Count,
    Keys,
    TileSpec,
    default_tiles,
    meaning_of,
    pip_mood,
    shared_tiles,
    with_next_step,
)
from ..shared.neuron_model import evaluation_at, input_names
from ..shared.panel import Host, Latest, ModelPanel
from ..shared.place_panel import PlacePanel
from ..shared.try_ghosts import GhostStage
from .column_board import ColumnBoard, StagePanel

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
            freezer.frozen = i in self.attempt.shown.frozen
            freezer.tip = (_("Thaw {name}") if freezer.frozen else _("Freeze {name}")).format(name=freezer.label)

    def paint(self, canvas: Canvas) -> None:
        draw_needles(canvas, self.rect, self.needles(), self.plan())
        self.ghosts.paint_line(canvas, self.rect, self._spot)

    def _spot(self, weights: Sequence[float]) -> tuple[float, float] | None:
        run = self.session().run
        (inputs, goals), *_others = run.examples
        part = ratio_of(run.network.predict(weights, inputs)[0], goals[0])
        x = walk(self.rect, "", part) if BACK <= part <= PAST else 0.0
        return (x, ground(self.rect, x) - PIP) if x else None

    def session(self) -> Session:
        return self.attempt.shown

    def step(self) -> int:
        return self.attempt.step

    def names(self) -> list[str]:
        return input_names(self.attempt.now)

    def blames(self) -> list[tuple[float, float, float]] | None:
        """For each wire delta, input and weight_delta of the last step; None: there was none."""
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

    least, words = (170.0, 150.0), (240.0, 120.0)  # names and inputs under them

    def __init__(self, host: Host) -> None:
        NeedlesPanel.__init__(self, host)
        PlacePanel.__init__(self, host)

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
    def wires(self) -> list[str]:
        fresh = isinstance(self.model, Gauges) and is_fresh(self.attempt.shown)
        return [] if fresh else self.model.names()

    def least_size(self) -> tuple[float, float]:
        width, height = super().least_size()
        return width, height if self.wires else 28 + 16 * self.text_scale

    def paint(self, canvas: Canvas) -> None:
        (x, y, w, h), stage = self.rect, self.model
        names, seen = self.wires, stage.look()
        if len(names) > MOST:
            draw_ruler(canvas, self.rect, seen)
            return
        step, run = self.attempt.step, self.attempt.shown.run
        part = 0.0 if isinstance(stage, Gauges) else min(RULER, 0.4 * w)
        frozen = run.history.setting_at(step - 1).frozen if step > 0 else frozenset()
        # delta × input = weight_delta for each wire, of the last step
        w, blames = w - part, stage.blames()
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
        if part:
            canvas.line(x + w, y + 20, x + w, y + h - 20, "border", 1.5)
            draw_ruler(canvas, (x + w, y, part, h), seen)


# Needles that are called before they are turned.


class Call(NamedTuple):
    """A needle that is asked about. `number`: of the question; `said`: up, stays, down, "": not yet."""

    number: int
    question: Question
    needle: int
    said: str


def calls_of(level: Level, stage: int) -> list[tuple[int, Question]]:
    """The questions of a part that are answered on its needles."""
    when = "start" if stage == 0 else f"stage {stage}"
    asked = enumerate(level.questions)
    return [(n, q) for n, q in asked if isinstance(q, Question) and q.needle is not None and q.when == when]


COUNTING = 0.7  # seconds in which the prediction goes to what comes out when one more joins in
GROWTH = 0.35  # seconds in which the arrows of what was seen grow
LOW = 28.0  # height of a choice where there are many needles
RESULT, ASIDE = 16.0, 50.0  # from a choice to its tick, and to the arrow that tells which way its needle went
TURNED = 34.0  # length of that arrow


class CallsStage(NeedlesPanel):
    """The needles, and under each the choice of its call, then what became of it.

    drafts    what is chosen on the needles and not yet said: question number -> call
    upcoming  the next part is about to begin: it stands on the stage already
    """

    bare, words = (330.0, 240.0), (100.0, 140.0)
    upcoming, drafts = Laid(False), Laid[Mapping[int, str]]({})

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self._ahead: Latest[Session] = Latest()  # as the next part will begin
        self.choices: list[CallChoice] = []
        self._free: dict[int, float] = {}  # under each needle: where the name beside it ends
        self.shown_for = 0.0  # seconds since what became of the calls is shown
        self.plugging = 1.0  # how far the plug of what joins in is in its socket
        self.counting = 1.0  # how far the prediction has gone to what comes out with it

    def plan(self) -> Plan:
        under = 2 * UNDER + (HIGH if self._few else LOW)
        return plan(self.rect, self.attempt.now.network.inputs, self.text_scale, under)

    @property
    def _few(self) -> bool:
        return self.attempt.now.network.inputs <= MOST

    def place(self, rect: Rect) -> list[Widget]:
        self.rect, self.choices = rect, []
        at = self.plan()
        names, needles = self.names(), self.needles()
        canvas = self.measure()
        for call in self.calls(self.part):
            top = at.ys[call.needle] + DIAL * at.scale + UNDER
            free = name_plate(canvas, at, needles, call.needle, rect[0])[1] + 6 if self._few else rect[0] + 12
            place = (max(at.dial - WIDE / 2, free), top, WIDE, HIGH if self._few else LOW)
            self._free[call.needle] = free
            choose = partial(self._choose, call.number)
            self.choices.append(CallChoice(f"call {call.number + 1}", place, names[call.needle], choose))
        self.update(0.0)
        return list(self.choices)

    def _choose(self, number: int, call: str) -> None:
        self.attempt.open_bets.close()
        self.drafts = {**self.drafts, number: call}

    def update(self, seconds: float) -> None:
        seen = self.is_seen(self.part) and not self.upcoming
        self.shown_for = min(GROWTH, self.shown_for + seconds) if seen else 0.0
        self.counting = min(1.0, self.counting + seconds / COUNTING)
        super().update(seconds)
        stage = self.part
        said, upcoming = self.is_final(stage), self.betting
        for choice, call in zip(self.choices, self.calls(stage)):
            wrong = self.is_seen(stage) and not call.question.is_right(call.said)
            choice.show(call.said, not said)
            choice.visible = not upcoming and not wrong

    def needles(self) -> Needles:
        needles = super().needles()
        if self.counting < 1:
            part = float(self.host.game.settings.still) or smooth(self.counting)
            session = self.session()  # before the part on the stage began; where it is the first, as it is now
            was = session.at_stage(session.stage - 1) if session.stage else None
            run = (was or session).run
            weights = run.weights if was is not None else run.weights_at(self.step())
            before = run.network.predict(weights, run.examples[0][0])[0]
            needles = needles._replace(prediction=before + (needles.prediction - before) * part)
        if self.upcoming:
            before_inputs = self.attempt.session.run.examples[0][0]
            part, inputs = smooth(self.plugging), zip(before_inputs, needles.inputs)
            plugged = [part if was == 0 != now else float(now != 0) for was, now in inputs]
            needles = needles._replace(plugged=plugged)
        # What comes out may be read once it has come to rest, where it was asked
        level, played = self.attempt.level, self.bet is not None and self.attempt.open_bets.played == self.bet
        hidden = self.hidden or (played and self.attempt.director.state is Phase.PLAY)
        names = [_(level.stage(stage).examples[0].label) for stage in range(len(level.stages) + 1)]
        brought, miss = list[str](), ("", "")
        if not hidden and self._few:
            parts = [given * weight for given, weight in zip(needles.inputs, needles.weights)]
            brought = list(addition(parts, needles.prediction).terms)
            brought = [text if given else "0" for text, given in zip(brought, needles.inputs)]
            off = needles.prediction - needles.goal
            far = (_("{far} too low") if off < 0 else _("{far} too high")).format(far=number(abs(off)))
            near = abs(off) <= (self.attempt.now.aim.tolerance or 0.0)
            miss = (_("spot on"), "text") if near else (far, "error")
        return needles._replace(
            moves=None, mood="calm" if self.upcoming else needles.mood, hidden=self.hidden, title="", state="",
            parts=(names if any(names) else (), self.part + self.upcoming), brought=brought, miss=miss, word="",
        )  # fmt: skip

    def paint(self, canvas: Canvas) -> None:
        shown = self.needles()
        at = self.plan()
        draw_needles(canvas, self.rect, shown, at)
        if not shown.hidden:
            draw_waves(canvas, at.sum, at.middle, SUM, shown.prediction)
        left, room = self.rect[0], self.rect[2]
        if shown.miss is not None and shown.miss[0]:  # how far off the prediction is, under it
            off, hue = shown.miss
            plate = Boxed(Line(off, LABEL, hue), (13, 4), "panel", hue, most=2 * SUM + 102)
            plate.stand(canvas, at.sum, at.middle + SUM + 12, within=(left, left + room - 12))
        stage = self.part
        if self.betting:
            return
        names, seen = self.names(), self.is_seen(stage)
        grown = 1.0 if self.host.game.settings.still else smooth(self.shown_for / GROWTH)
        for choice, call in zip(self.choices, self.calls(stage)):
            x, y, w, h = choice.rect
            middle = x + w / 2
            right = call.question.is_right(call.said)
            beside = x + w + ASIDE
            if not seen:
                continue
            if not right:  # why it turned so, under its dial
                words = Col(tuple(Line(line, LABEL, spacing=1.25) for line in self.reason(call, names[call.needle])))
                plate = Boxed(Row((icon("hint", 22, "alpha", 2.4), words)), (11, 5), "panel", "alpha")
                left, _top, room, _high = plate.stand(canvas, middle, y - 2, within=(self._free[call.needle], math.inf))
                beside = max(beside, left + room + 20)
            # Which way it went: a solid arrow that grows, or a bar
            line, move = y + h / 2, self.truth(call)
            if grown > 0 and move == "stays":
                canvas.line(beside - 0.4 * TURNED * grown, line, beside + 0.4 * TURNED * grown, line, "text", 5)
            elif grown > 0:
                way = -1 if move == "up" else 1
                foot = line - way * TURNED / 2
                canvas.arrow(beside, foot, beside, foot + way * TURNED * max(0.35, grown), "text", 5, 13)
            if right and self.is_disclosed(stage):
                tick = x + w + RESULT
                canvas.circle(tick, line, 12, "panel", "text", 1.6)
                canvas.icon("check", tick - 8, line - 8, 16, "text", 2.6)

    # -- which part ----------------------------------------------------------------------------------------------------

    def session(self) -> Session:
        """What is on the stage: while the next part is plugged in already that one."""
        session = self.attempt.session
        if not self.upcoming or not session.won or session.last_stage:
            return self.attempt.shown
        ahead = self._ahead.of((session, session.stage), session.copy)
        if ahead.stage == session.stage:
            ahead.do(Next())
        return ahead

    def step(self) -> int:
        return 0 if self.session() is not self.attempt.shown else self.attempt.step

    @property
    def bet(self) -> int | None:
        """Number of the question that is asked once the part is on the stage; None: there is none."""
        when = f"in stage {self.session().stage}"
        return next((n for n, q in enumerate(self.attempt.open_bets.questions) if q.when == when), None)

    @property
    def hidden(self) -> bool:
        """What comes out is not told: it will be asked, is asked, or the answer goes to its place."""
        open_bets, number = self.attempt.open_bets, self.bet
        if number is None:
            return False
        due = number not in open_bets.answered and not open_bets.off and self.attempt.game.settings.bets
        placed = open_bets.played == number and self.attempt.director.state is Phase.PLACE
        return open_bets.open == number or placed or (self.upcoming and due)

    @property
    def betting(self) -> bool:
        """The next part is plugged in, or its bet is played out: nothing is called yet."""
        return self.upcoming or (self.bet is not None and self.bet == self.attempt.open_bets.played)

    @property
    def part(self) -> int:
        return self.attempt.shown.stage

    def calls(self, stage: int) -> list[Call]:
        """Those of a part, in the order of the questions."""
        given = {n: str(value) for (_stage, n), value in self.attempt.session.answers.items()}
        calls = list[Call]()
        for n, question in calls_of(self.attempt.level, stage):
            said = given.get(n, self.drafts.get(n, ""))
            if self.attempt.show is not None:  # the machine plays: it calls what the rule does
                said = question.right if stage <= self.part else ""
            calls.append(Call(n, question, question.needle or 0, said))
        return calls

    def is_final(self, stage: int) -> bool:
        """The calls of a part have been said: they cannot be changed any more."""
        if self.attempt.show is not None:  # the machine plays: it calls what the rule does
            return stage <= self.part
        given = {n for _stage, n in self.attempt.session.answers}
        return all(n in given for n, _question in calls_of(self.attempt.level, stage))

    def is_seen(self, stage: int) -> bool:
        """What became of the calls of a part is to be seen: the run has come to rest."""
        attempt = self.attempt
        if stage < self.part:
            return True
        rests = not (attempt.playback.moving or attempt.playback.running)
        played = attempt.director.state in (Phase.PLACE, Phase.PLAY)
        return self.is_final(stage) and attempt.shown.outcome is not None and rests and not played

    def is_disclosed(self, stage: int) -> bool:
        """It may be read besides: in words, with ticks, in the counter."""
        return self.is_seen(stage) and not (stage == self.part and self.attempt.director.pending)

    def truth(self, call: Call) -> str:
        """Which way the rule turns the needle, in the first step of the part on the stage."""
        step = evaluation_at(self.session(), self.session().recorded)
        blame = step.weight_deltas[call.needle] if step is not None else 0.0
        sign = (blame < 0) - (blame > 0)
        return next(move for move, way in MOVES.items() if way == sign)

    def reason(self, call: Call, name: str) -> list[str]:
        """Why it turned so, in two lines, with the engine's numbers."""
        session = self.session()
        step = evaluation_at(session, session.recorded)
        if step is None:  # its numbers are beyond what a number can be
            return []
        given, blame = session.run.examples[step.examples[0]][0][call.needle], step.weight_deltas[call.needle]
        first = f"{name}: {product(step.deltas[0][0], short(given), blame, DIGITS, write=brief)},"
        said = {"up": _("so it goes up"), "stays": _("so it stays"), "down": _("so it goes down")}
        return [first, said[self.truth(call)]]


BY_RULE = N_("Each weight goes where the rule turns it.")
RULE = "[weight:weight] -= [alpha:alpha] × delta × [input:input]"
REHEARSAL = 1.8  # seconds in which the rule turns the needles
PLUG = 0.8  # seconds of a plug on its way into its socket


class CallsBoard(Board):
    """The needles at the left; at the right what a call is reasoned from."""

    stage: CallsStage
    tells_outcome = True

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.stage = CallsStage(host)

    @property
    def first_focus(self) -> str:
        if self.stage.is_final(self.attempt.session.stage):
            return ""
        open_calls = [call for call in self.stage.calls(self.attempt.session.stage) if not call.said]
        return f"call {open_calls[0].number + 1}" if open_calls else "tile rehearse"

    def keys(self) -> Keys:
        """Up and Down turn the call of the first needle that has none, wherever the keyboard is."""
        name = self.first_focus
        choice = self.host.widget(name) if name.startswith("call ") else None
        if choice is None:
            return {}

        def call(intent: Intent) -> None:
            self.host.set_focus(name)
            choice.act(intent)

        return {"up": call, "down": call}

    def tiles(self) -> list[TileSpec]:
        attempt, needles = self.attempt, self.stage
        words, stage = attempt.level.words, attempt.session.stage
        label = _(words.get(f"learn {stage + 1}") or words.get("learn") or _("Play"))
        busy = attempt.over or attempt.playback.running or needles.betting
        ready = all(call.said for call in needles.calls(stage)) and not busy
        play = TileSpec("rehearse", label, "play", "step", primary=ready, enabled=ready)
        tiles = with_next_step(attempt, [play, *shared_tiles(attempt, "reset", "undo", "hint")])
        upcoming = attempt.level.stage(stage + 1) if not attempt.session.last_stage else None
        if upcoming is not None and tiles[0].name == "next" and upcoming.examples[0].label:
            tiles[0] = tiles[0]._replace(label=_(upcoming.examples[0].label).capitalize())
        return tiles

    def press(self, name: str) -> bool:
        """The way on plugs in first what is plugged in in the next part; a second press does not wait for it."""
        if name == "rehearse":
            for call in self.stage.calls(self.attempt.session.stage):  # they are final now
                self.attempt.open_bets.call(call.number, call.said)
            self.attempt.learn(REHEARSAL)
            return True
        if name != "next" or self.stage.upcoming or self.host.game.settings.still:
            self.stage.upcoming = False
            return False
        self.stage.upcoming, self.stage.plugging = True, 0.0
        return True

    def after_update(self, seconds: float) -> None:
        if self.stage.upcoming:
            self.stage.plugging = min(1.0, self.stage.plugging + seconds / PLUG)
            if self.stage.plugging >= 1:
                self.stage.upcoming = False
                self.attempt.next_stage()
        super().after_update(seconds)

    def anchor(self, number: int, answer: str | float) -> AnswerAnchor | None:
        """On Pip's way to the flag: as far as the prediction would be on its way to the goal."""
        question = self.attempt.open_bets.questions[number]
        if number != self.stage.bet or not isinstance(question, Question) or answer not in question.answers:
            return None
        # Where he would be if the miss with which the part begins had this sign; 0: if there was none
        sign = question.means[list(question.answers).index(str(answer))]
        run, rect = self.stage.session().run, self.stage.rect
        given, (goal,) = run.examples[0]
        miss = abs(run.network.predict(run.start, given)[0] - goal)
        part = (goal + sign * miss) / goal if goal else 1.0 + sign * miss
        x = pip_x(rect, "", part)
        return AnswerAnchor(x, ground(rect, x), arrow="right" if part > PAST else "left" if part < BACK else "")

    def begin(self, show: PlayRequest) -> float:
        if show.kind == "bet":
            self.stage.counting = 0.0
        return COUNTING

    def at_rest(self) -> bool:
        return self.stage.counting >= 1

    def words(self) -> tuple[str, str]:
        needles, stage = self.stage, self.stage.part
        names = needles.names()
        if needles.betting:
            return "", ""
        if self.attempt.show is not None:
            return _(BY_RULE), ""
        if needles.is_disclosed(stage):
            wrong = [call for call in needles.calls(stage) if not call.question.is_right(call.said)]
            right = _("Each weight went as you called it.")
            whys = [call.question.why for call in wrong or needles.calls(stage)]
            return _("Not every weight went as you called it.") if wrong else right, _(whys[0])
        if needles.is_final(stage):
            return "", ""
        calls = needles.calls(stage)
        left = [names[call.needle] for call in calls if not call.said]
        if not left:
            return _("Every weight is called."), _("Let the rule turn them.")
        if len(left) == len(calls):
            here = self.attempt.level.chapter, self.attempt.level.plugin  # there the rule was built by hand, or not
            built = any((level.chapter, level.plugin) == here and level.learner == "rule-of-tiles"
                        for level in self.host.game.catalog.levels.values())  # fmt: skip
            return _("Your rule:") if built else _("The rule:"), RULE
        moves = {"up": _("{name}: up."), "stays": _("{name}: stays."), "down": _("{name}: down.")}
        last = next(call for call in reversed(calls) if call.said)
        bold = moves[last.said].format(name=names[last.needle].capitalize())
        return bold + " " + _("And the {name} weight?").format(name=left[0]), _("Call it, then let the rule turn both.")

    def counter(self) -> Count:
        """Of all calls those that were right, as far as it was seen."""
        level, stage = self.attempt.level, self.stage
        stages = range(len(level.stages) + 1)
        right = sum(call.question.is_right(call.said) for part in stages if stage.is_disclosed(part)
                    for call in stage.calls(part))  # fmt: skip
        return Count(_("Calls right"), right, None, sum(len(calls_of(level, part)) for part in stages))
