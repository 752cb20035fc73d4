"""Levels in which each needle's first move is called before the rule turns it: the calls are made on the needles.

Three panels beside them: what each wire brings now, the rule with all its numbers but the input, and the parts.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ...i18n import N_, _
from ...rules.question import Question
from ...view.draw.tween import smooth
from ...view.format.equation import addition
from ...view.format.numbers import number
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
    draw_miss,
    draw_needles,
    draw_reason,
    draw_result,
    draw_turn,
    name_plate,
    plan,
)
from ...view.scenery.scene_strip import draw_waves
from ...view.scenery.scenery import BACK, PAST, ground, pip_x
from ...view.widgets.bet_marker import AnswerAnchor
from ...view.widgets.widget import Rect
from ..shared.board import Board
from ..shared.tiles import Count, TileSpec, shared_tiles, with_next_step
from .calls_model import CallsModel, rule_code
from .needles_board import NeedlesPanel

if TYPE_CHECKING:
    from ...attempt.director import PlayRequest
    from ...rules.session import Session
    from ...view.draw.canvas import Canvas
    from ...view.widgets.widget import Act, Widget
    from ..shared.board import Keys
    from ..shared.host import Host


# ---------------------------------------------------------------------------------------------------------------------
# The needles of a level in which their moves are called: under each the choice of its call, then what became of it.


COUNTING = 0.7  # seconds in which the prediction goes to what comes out when one more joins in
GROWTH = 0.35  # seconds in which the arrows of what was seen grow
LOW = 28.0  # height of a choice where there are many needles
RESULT, ASIDE = 16.0, 50.0  # from a choice to its tick, and to the arrow that tells which way its needle went


class CallsStage(NeedlesPanel):
    """The needles, and under each the choice of its call."""

    bare, words = (330.0, 240.0), (100.0, 140.0)

    def __init__(self, host: Host, model: CallsModel) -> None:
        super().__init__(host)
        self.model = model
        self.choices: list[CallChoice] = []
        self._free: dict[int, float] = {}  # under each needle: where the name beside it ends
        self.shown_for = 0.0  # seconds since what became of the calls is shown
        self.plugging = 1.0  # how far the plug of what joins in is in its socket
        self.counting = 1.0  # how far the prediction has gone to what comes out with it

    def session(self) -> Session:
        return self.model.session()

    def step(self) -> int:
        return self.model.step()

    def name_of(self, question: int) -> str:
        """Of the widget that answers a question."""
        return f"call {question + 1}"

    def plan(self) -> Plan:
        """With room for the choices under the dials."""
        return plan(self.rect, self.attempt.now.network.inputs, self.text_scale, 2 * UNDER + self._high)

    @property
    def _few(self) -> bool:
        return self.attempt.now.network.inputs <= MOST

    @property
    def _high(self) -> float:
        return HIGH if self._few else LOW

    def place(self, rect: Rect) -> list[Widget]:
        self.rect, self.choices = rect, []
        at = self.plan()
        names, needles = self.names(), self.needles()
        canvas = self.measure()
        for call in self.model.calls(self.model.stage):
            top = at.ys[call.needle] + DIAL * at.scale + UNDER
            _name, _word, middle, width = name_plate(canvas, at, needles, call.needle, rect[0])
            free = middle + width / 2 + 6 if self._few else rect[0] + 12
            place = (max(at.dial - WIDE / 2, free), top, WIDE, self._high)
            self._free[call.needle] = free
            choose = partial(self._choose, call.number)
            self.choices.append(CallChoice(self.name_of(call.number), place, names[call.needle], choose))
        self.update(0.0)
        return list(self.choices)

    def _choose(self, number: int, call: str) -> None:
        self.attempt.open_bets.close()
        self.model.drafts = {**self.model.drafts, number: call}
        self.host.says = None

    def update(self, seconds: float) -> None:
        seen = self.model.is_seen(self.model.stage) and not self.model.upcoming
        self.shown_for = min(GROWTH, self.shown_for + seconds) if seen else 0.0
        self.counting = min(1.0, self.counting + seconds / COUNTING)
        super().update(seconds)
        stage = self.model.stage
        said, upcoming = self.model.is_final(stage), self.model.betting
        for choice, call in zip(self.choices, self.model.calls(stage)):
            wrong = self.model.is_seen(stage) and not call.question.is_right(call.said)
            choice.show(call.said, not said)
            choice.visible = not upcoming and not wrong

    def needles(self) -> Needles:
        found = super().needles()
        if self.counting < 1:
            part = float(self.host.game.settings.still) or smooth(self.counting)
            before = self.model.came_out()
            found = found._replace(prediction=before + (found.prediction - before) * part)
        if self.model.upcoming:
            before_inputs = self.attempt.session.run.examples[0][0]
            joins = [was == 0 != now for was, now in zip(before_inputs, found.inputs)]
            part = smooth(self.plugging)
            found = found._replace(plugged=[part if new else float(now != 0) for new, now in zip(joins, found.inputs)])
        model, level, hidden = self.model, self.attempt.level, not self.model.told
        names = [_(level.stage(stage).examples[0].label) for stage in range(len(level.stages) + 1)]
        brought, miss = list[str](), ("", "")
        if not hidden and self._few:
            parts = [given * weight for given, weight in zip(found.inputs, found.weights)]
            brought = list(addition(parts, found.prediction).terms)
            brought = [text if given else "0" for text, given in zip(brought, found.inputs)]
            off = found.prediction - found.goal
            far = (_("{far} too low") if off < 0 else _("{far} too high")).format(far=number(abs(off)))
            near = abs(off) <= (self.attempt.now.aim.tolerance or 0.0)
            miss = (_("spot on"), "text") if near else (far, "error")
        return found._replace(
            moves=None, mood="calm" if model.upcoming else found.mood, hidden=model.hidden, title="", state="",
            parts=(names if any(names) else (), model.stage + model.upcoming), brought=brought, miss=miss, word="",
        )  # fmt: skip

    def place_of(self, sign: int) -> AnswerAnchor:
        """Where Pip would be if the miss with which the part begins had this sign; 0: if there was none."""
        session = self.model.session()
        goal = session.run.examples[0][1][0]
        miss = abs(self.model.begun_with() - goal)
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
        if shown.miss is not None and shown.miss[0]:
            draw_miss(canvas, self.rect, at, *shown.miss)
        stage = self.model.stage
        if self.model.betting:
            return
        names, seen = self.names(), self.model.is_seen(stage)
        grown = 1.0 if self.host.game.settings.still else smooth(self.shown_for / GROWTH)
        for choice, call in zip(self.choices, self.model.calls(stage)):
            x, y, w, h = choice.rect
            middle = x + w / 2
            right = call.question.is_right(call.said)
            beside = x + w + ASIDE
            if seen and not right:
                reason = self.model.reason(call, names[call.needle])
                plate = draw_reason(canvas, self._free[call.needle], middle, y - 2, reason)
                beside = max(beside, plate[0] + plate[2] + 20)
            if seen:
                draw_turn(canvas, beside, y + h / 2, self.model.truth(call), grown)
                if right and self.model.is_disclosed(stage):
                    draw_result(canvas, x + w + RESULT, y + h / 2, True)


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
        self.model = CallsModel(host.attempt)
        self.stage = CallsStage(host, self.model)

    # -- what is done -------------------------------------------------------------------------------------------------

    @property
    def first_focus(self) -> str:
        """The first needle that is still to be called."""
        if self.model.is_final(self.attempt.session.stage):
            return ""
        open_calls = [call for call in self.model.calls(self.attempt.session.stage) if not call.said]
        return self.stage.name_of(open_calls[0].number) if open_calls else "tile rehearse"

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
        attempt, model = self.attempt, self.model
        words, stage = attempt.level.words, attempt.session.stage
        label = _(words.get(f"learn {stage + 1}") or words.get("learn") or _("Play"))
        busy = attempt.over or attempt.playback.running or model.betting
        ready = model.ready() and not busy
        play = TileSpec("rehearse", label, "play", "step", primary=ready, enabled=ready)
        tiles = with_next_step(attempt, [play, *shared_tiles(attempt, "reset", "undo", "hint")])
        upcoming = attempt.level.stage(stage + 1) if not attempt.session.last_stage else None
        if upcoming is not None and tiles[0].name == "next" and upcoming.examples[0].label:
            tiles[0] = tiles[0]._replace(label=_(upcoming.examples[0].label).capitalize())
        return tiles

    def press(self, name: str) -> bool:
        """The way on plugs in first what is plugged in in the next part; a second press does not wait for it."""
        if name == "rehearse":
            self.model.say()
            self.attempt.learn(REHEARSAL)
            return True
        if name != "next" or self.model.upcoming or self.host.game.settings.still:
            self.model.upcoming = False
            return False
        self.model.upcoming, self.stage.plugging = True, 0.0
        return True

    def after_update(self, seconds: float) -> None:
        if self.model.upcoming:
            self.stage.plugging = min(1.0, self.stage.plugging + seconds / PLUG)
            if self.stage.plugging >= 1:
                self.model.upcoming = False
                self.attempt.next_stage()
        super().after_update(seconds)

    # -- what the director asks --------------------------------------------------------------------------------------

    def anchor(self, number: int, answer: str | float) -> AnswerAnchor | None:
        """On Pip's way to the flag: as far as the prediction would be on its way to the goal."""
        question = self.attempt.open_bets.questions[number]
        if number != self.model.bet or not isinstance(question, Question) or answer not in question.answers:
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
        model = self.model
        stage = model.stage
        names = self.stage.names()
        if model.betting:
            return "", ""
        if model.plays:
            return _(BY_RULE), ""
        if model.is_disclosed(stage):
            return self._outcome()
        if model.is_final(stage):
            return "", ""
        calls = model.calls(stage)
        left = [names[call.needle] for call in calls if not call.said]
        if not left:
            return _("Every weight is called."), _("Let the rule turn them.")
        if len(left) == len(calls):
            return (_("Your rule:") if rule_code(self.attempt) else _("The rule:")), RULE
        moves = {"up": _("{name}: up."), "stays": _("{name}: stays."), "down": _("{name}: down.")}
        last = next(call for call in reversed(calls) if call.said)
        bold = moves[last.said].format(name=names[last.needle].capitalize())
        return bold + " " + _("And the {name} weight?").format(name=left[0]), _("Call it, then let the rule turn both.")

    def _outcome(self) -> tuple[str, str]:
        stage = self.attempt.session.stage
        wrong = [call for call in self.model.calls(stage) if not call.question.is_right(call.said)]
        head = _("Each weight went as you called it.") if not wrong else _("Not every weight went as you called it.")
        asked = [call.question.why for call in wrong] or [call.question.why for call in self.model.calls(stage)]
        return head, _(asked[0])

    def counter(self) -> Count:
        return Count(_("Calls right"), self.model.right().count(True), None, self.model.count())
