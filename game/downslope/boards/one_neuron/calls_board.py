"""Levels in which each needle's first move is called before the rule turns it: the calls are made on the needles.

Three panels beside them: what each wire brings now, the rule with all its numbers but the input, and the parts.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import partial
from typing import NamedTuple

from ...attempt.director import Phase, PlayRequest
from ...i18n import N_, _
from ...rules.actions import Next
from ...rules.level import Level
from ...rules.question import MOVES, Question
from ...rules.session import Session
from ...view.draw.canvas import Canvas
from ...view.draw.tokens import LABEL
from ...view.draw.tween import smooth
from ...view.format.equation import MOST as DIGITS
from ...view.format.equation import addition, product
from ...view.format.numbers import brief, number, short
from ...view.networks.weight_needles import (
    DIAL,
    HIGH,
    MOST,
    SUM,
    UNDER,
    WIDE,
    CallChoice,
    Needles,
    Plan,
    draw_needles,
    name_plate,
    plan,
)
from ...view.scenery.landscape import BACK, PAST, ground, pip_x
from ...view.scenery.strips import draw_waves
from ...view.widgets.bet_marker import AnswerAnchor
from ...view.widgets.ink import Boxed, Col, Line, Row, icon
from ...view.widgets.panel import Laid
from ...view.widgets.widget import Act, Rect, Widget
from ..shared.board import Board, Count, Keys, TileSpec, shared_tiles, with_next_step
from ..shared.neuron_model import evaluation_at
from ..shared.panel import Host, Latest
from .needles_board import NeedlesPanel


class Call(NamedTuple):
    """A needle that is asked about. `number`: of the question; `said`: up, stays, down, "": not yet."""

    number: int
    question: Question
    said: str

    @property
    def needle(self) -> int:
        return self.question.needle or 0


def calls_of(level: Level, stage: int) -> list[tuple[int, Question]]:
    """The questions of a part that are answered on its needles."""
    when = "start" if stage == 0 else f"stage {stage}"
    asked = enumerate(level.questions)
    return [(n, q) for n, q in asked if isinstance(q, Question) and q.needle is not None and q.when == when]


COUNTING = 0.7  # seconds in which the prediction goes to what comes out when one more joins in
GROWTH = 0.35  # seconds in which the arrows of what was seen grow
LOW = 28.0  # height of a choice where there are many needles
RESULT, ASIDE = 16.0, 50.0  # from a choice to its tick, and to the arrow that tells which way its needle went
TURN = 34.0  # length of that arrow


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

    def place_of(self, sign: int) -> AnswerAnchor:
        """Where Pip would be if the miss with which the part begins had this sign; 0: if there was none."""
        run = self.session().run
        given, (goal,) = run.examples[0]
        miss = abs(run.network.predict(run.start, given)[0] - goal)
        part = (goal + sign * miss) / goal if goal else 1.0 + sign * miss
        x = pip_x(self.rect, "", part)
        arrow = "right" if part > PAST else "left" if part < BACK else ""
        return AnswerAnchor(x, ground(self.rect, x), arrow=arrow)

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
                canvas.line(beside - 0.4 * TURN * grown, line, beside + 0.4 * TURN * grown, line, "text", 5)
            elif grown > 0:
                way = -1 if move == "up" else 1
                foot = line - way * TURN / 2
                canvas.arrow(beside, foot, beside, foot + way * TURN * max(0.35, grown), "text", 5, 13)
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

    # -- calls ---------------------------------------------------------------------------------------------------------

    def calls(self, stage: int) -> list[Call]:
        """Those of a part, in the order of the questions."""
        given = {n: str(value) for (_stage, n), value in self.attempt.session.answers.items()}
        calls = calls_of(self.attempt.level, stage)
        if self.attempt.show is not None:  # the machine plays: it calls what the rule does
            return [Call(n, q, q.right if stage <= self.part else "") for n, q in calls]
        return [Call(n, q, given.get(n, self.drafts.get(n, ""))) for n, q in calls]

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

    # -- the rule ------------------------------------------------------------------------------------------------------

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

    # -- what is done -------------------------------------------------------------------------------------------------

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

        def call(intent: Act) -> None:
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

    # -- what the director asks --------------------------------------------------------------------------------------

    def anchor(self, number: int, answer: str | float) -> AnswerAnchor | None:
        """On Pip's way to the flag: as far as the prediction would be on its way to the goal."""
        question = self.attempt.open_bets.questions[number]
        if number != self.stage.bet or not isinstance(question, Question) or answer not in question.answers:
            return None
        return self.stage.place_of(question.means[list(question.answers).index(str(answer))])

    def begin(self, show: PlayRequest) -> float:
        if show.kind == "bet":
            self.stage.counting = 0.0
        return COUNTING

    def at_rest(self) -> bool:
        return self.stage.counting >= 1

    # -- what is told -------------------------------------------------------------------------------------------------

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
