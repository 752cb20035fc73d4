"""Levels in which each needle's first move is called before the rule turns it: the calls are made on the needles.

Three panels beside them: what each wire brings now, the rule with all its numbers but the input, and the parts.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from ...i18n import N_, _, sentence_case
from ...rules.question import Question
from ...view.draw.theme import weight_colour
from ...view.draw.tokens import BODY, LABEL, LEAD, LEAD_BODY, LEAD_LABEL, LEAD_NUMBER, Run
from ...view.draw.tween import smooth
from ...view.format.equation import addition, products
from ...view.format.measure import measure
from ...view.format.numbers import number, short
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
    draw_call,
    draw_caption,
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
from ...view.widgets.ink import (
    SPRING,
    Boxed,
    Cells,
    Col,
    Either,
    Ink,
    InkPanel,
    Line,
    Mark,
    Para,
    Row,
    card,
    icon,
    rule,
)
from ...view.widgets.panel import Box, Part, Split, column
from ...view.widgets.widget import Act, Rect
from ..shared.board import Board
from ..shared.neuron_model import input_names
from ..shared.panel import SIDE, AttemptPanel, Panel, Tabs
from ..shared.tiles import Count, TileSpec, shared_tiles, with_next_step
from ..shared.tolerance import leeway_of
from .calls_model import CallsModel, rule_code
from .needles_board import NeedlesPanel

if TYPE_CHECKING:
    from ...attempt.director import PlayRequest
    from ...rules.session import Session
    from ...view.draw.canvas import Canvas
    from ...view.widgets.widget import Widget
    from ..shared.host import Host


# ---------------------------------------------------------------------------------------------------------------------
# The needles of a level in which their moves are called: under each the choice of its call, then what became of it.


COUNTING = 0.7  # seconds in which the prediction goes to what comes out when one more joins in
GROWTH = 0.35  # seconds in which the arrows of what was seen grow
ENOUGH = 0.9  # of a dial's size: no smaller for words under the choices
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
        return self._plan(self._choice + (self._words if self._captions else 0.0))

    def _plan(self, below: float) -> Plan:
        return plan(self.rect, self.attempt.now.network.inputs, self.text_scale, below)

    @property
    def _captions(self) -> bool:
        """There is room for words under the choices: no dial gets much smaller for them."""
        return self._few and self._plan(self._choice + self._words).scale >= ENOUGH

    @property
    def _choice(self) -> float:
        """Height of a choice with what is free above and below it."""
        return 2 * UNDER + self._high

    @property
    def _words(self) -> float:
        """Height of what is written under a choice."""
        return 4 + 18 * self.text_scale

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
        canvas = measure(self.host.game, self.host.width, self.host.height)
        for call in self.model.calls(self.model.stage):
            top = at.ys[call.needle] + DIAL * at.scale + UNDER
            _name, _word, middle, width = name_plate(canvas, at, needles, call.needle, rect[0])
            free = middle + width / 2 + 6 if self._few else rect[0] + 12
            place = (max(at.dial - WIDE / 2, free), top, WIDE, self._high)
            self._free[call.needle] = free
            choose = partial(self._choose, call.number)
            self.choices.append(CallChoice(self.name_of(call.number), place, names[call.needle], choose))
        self.refresh()
        return list(self.choices)

    def _choose(self, number: int, call: str) -> None:
        self.attempt.open_bets.close()
        self.model.drafts[number] = call
        self.host.says = None
        self.host.request_layout()

    def refresh(self) -> None:
        super().refresh()
        stage = self.model.stage
        said, upcoming = self.model.is_final(stage), self.model.betting
        for choice, call in zip(self.choices, self.model.calls(stage)):
            wrong = self.model.is_seen(stage) and not call.question.is_right(call.said)
            choice.show(call.said, not said)
            choice.visible = not upcoming and not wrong

    def update(self, seconds: float) -> None:
        seen = self.model.is_seen(self.model.stage) and not self.model.upcoming
        self.shown_for = min(GROWTH, self.shown_for + seconds) if seen else 0.0
        self.counting = min(1.0, self.counting + seconds / COUNTING)

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
        long = _("a dial is a weight: how much its {input} counts").format(input=found.word or _("input"))
        mood = "calm" if self.model.upcoming else found.mood
        return found._replace(moves=None, mood=mood, note=(long, _("a dial is a weight")), hidden=self.model.hidden)

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
            elif self._captions and not seen:
                asked = not call.said
                said = _("its call") if self.model.plays else _("your call")
                draw_caption(canvas, middle, y + h + 4, _("call this weight") if asked else said, asked)
            if seen:
                draw_turn(canvas, beside, y + h / 2, self.model.truth(call), grown)
                if right and self.model.is_disclosed(stage):
                    draw_result(canvas, x + w + RESULT, y + h / 2, True)


# ---------------------------------------------------------------------------------------------------------------------
# What a call is reasoned from: what each wire brings now, the rule with all its numbers but the input, the parts.


BY_RULE = N_("Each weight goes where the rule turns it.")
TIMES: Run = (" × ", "text2", 500, "mono")
GIVEN: tuple[Run, ...] = (TIMES, ("input", "input", 700, "mono"))
RULE: tuple[Run, ...] = (("weight", "weight", 700, "mono"), (" -= ", "text2", 500, "mono"),
                         ("alpha", "alpha", 700, "mono"), TIMES, ("delta", "text", 700, "mono"), *GIVEN)  # fmt: skip


class CallsPanel(InkPanel, AttemptPanel):
    """Reads the calls as they stand."""

    def __init__(self, host: Host, model: CallsModel) -> None:
        super().__init__(host)
        self.model = model

    def measure(self) -> Canvas:
        return measure(self.host.game, self.host.width, self.host.height)

    @property
    def high(self) -> float:
        return self.ink().size(self.measure(), SIDE)[1]

    def least_size(self) -> tuple[float, float]:
        return (SIDE, self.high)


class NowPanel(CallsPanel):
    """What each wire brings, what all of them make, and how far off that is."""

    def ink(self) -> Ink:
        session, level, hidden = self.model.session(), self.attempt.now, not self.model.told
        inputs, goals = session.run.examples[0]
        weights = session.run.weights_at(self.model.step())
        parts = [None if hidden else given * weight for given, weight in zip(inputs, weights)]
        prediction, goal = session.run.network.predict(weights, inputs)[0], goals[0]
        total = addition(parts, None if hidden else prediction)
        brought = products([(short(x), weight, part) for x, weight, part in zip(inputs, weights, total.terms)])
        rows = []
        for name, product, weight in zip(input_names(level), brought, weights):
            runs = product.runs("input", weight_colour(weight), "prediction")
            numbers = (Line(words, LEAD_NUMBER, colour, "end") for words, colour, *_face in runs)
            rows.append((Line(name, LABEL, "text2", spacing=2), *numbers))
        out, wanted = (_(level.words.get(key, word)) for key, word in
                       (("prediction", "prediction"), ("goal_prediction", "goal")))  # fmt: skip
        whole: list[Run] = [(f"{out} ", "text2"), (total.about + total.result, "prediction", 700, "mono"),
                            (f"   {wanted} ", "text2"), (number(goal), "goal", 700, "mono")]  # fmt: skip
        if not hidden:
            told, missed = _miss(prediction - goal, leeway_of(level))
            whole += [("   " + _("so it is") + " ", "text2"), (told, "error" if missed else "text", 700)]
        made: Ink = Line(tuple(whole), LEAD_LABEL, spacing=1.8)
        if not hidden:
            lines = (tuple(whole[:4]), ((_("so it is") + " ", "text2"), whole[-1]))
            made = Either((made, Col(tuple(Line(line, LEAD_LABEL) for line in lines))))
        return card(_("Now"), Cells(tuple(rows)), rule(), made, aside=_("input × weight"))


def _miss(miss: float, tolerance: float) -> tuple[str, bool]:
    """(in words, whether it counts as a miss)."""
    if abs(miss) <= tolerance:
        return _("spot on"), False
    return (_("{far} too low") if miss < 0 else _("{far} too high")).format(far=number(abs(miss))), True


def _as_told(delta: float) -> str:
    """Delta with the digits of the miss that stands above it; a whole one without."""
    told = short(delta) if delta == round(delta, 2) else number(delta)
    return f"({told})" if delta < 0 else told


class RuleNumbersPanel(CallsPanel):
    """The rule that will turn the needles, and all its numbers but the input."""

    def __init__(self, host: Host, model: CallsModel) -> None:
        super().__init__(host, model)
        self.code = rule_code(host.attempt)

    def ink(self) -> Ink:
        look = self.model.step_at(self.model.step())
        alpha = "?" if look is None else short(look.alpha)
        delta = "?" if look is None or not self.model.told else _as_told(look.delta)
        title = _("The rule, as you wrote it in {code}").format(code=self.code) if self.code else _("The rule")
        asked = _(BY_RULE) if self.model.plays else _("For each weight: which way will the rule turn it?")
        named = Line(RULE, LEAD_BODY)
        numbers = Line(((alpha, "alpha", 700, "mono"), TIMES, (delta, "text", 700, "mono"), *GIVEN), LEAD_BODY)
        both = Either((Row((named, SPRING, numbers), 16), Col((named, Row((SPRING, numbers))))))
        return card(title, Boxed(both, (4, 10), "rowhi", radius=8), Para(asked, BODY, "text2", 1.3), gap=12)


class DaysPanel(CallsPanel):
    """The parts of the level: what is plugged in, and the calls."""

    def ink(self) -> Ink:
        level, here = self.attempt.level, self.model.stage + self.model.upcoming
        days = tuple(self._day(stage, stage - here) for stage in range(len(level.stages) + 1))
        title = sentence_case(_(level.words.get("stages", _("Parts"))))
        return card(title, Row(days, align="fill", equal=True, grow=1), gap=8)

    def _day(self, stage: int, ahead: int) -> Ink:
        """What is so there, and its calls. `ahead`: below 0 it is over, above 0 still to come."""
        names, now, model = input_names(self.attempt.level), ahead == 0, self.model
        title = _(self.attempt.level.stage(stage).examples[0].label) or _("part {number}").format(number=stage + 1)
        calls = []
        for call in model.calls(stage):
            sign, seen = Mark(_draw_sign, (call.said,), wide=20, high=24), list[Ink]()
            if model.is_disclosed(stage):
                right = call.question.is_right(call.said)
                seen = [icon("check" if right else "hint", 18, "text" if right else "alpha", 2.6,
                             told=_("right") if right else _("wrong"))]  # fmt: skip
            calls.append(Row((sign, Line(names[call.needle], LABEL, "text2"), *seen), 7))
        head = Line(sentence_case(title), LEAD, "text" if now else "text2", grow=1)
        told = Line(self._told(stage, names), BODY, "text2", grow=1)
        lines = (head, told, Row(tuple(calls), equal=True, grow=1))
        edge, line, dash = ("focus", 2.0, None) if now else ("border2", 1.4, (6.0, 5.0) if ahead > 0 else None)
        return Boxed(Col(lines, 3), (18, 6), "raised" if now else "", edge, 12, line, dash)

    def _told(self, stage: int, names: list[str]) -> str:
        """Which wire is unplugged, or was so before."""
        level = self.attempt.level
        inputs = level.stage(stage).examples[0].pair[0]
        out = [name for name, given in zip(names, inputs) if not given]
        if out:
            return _("{names} unplugged").format(names=", ".join(out))
        before = level.stage(stage - 1).examples[0].pair[0] if stage else inputs
        back = [name for name, given, was in zip(names, inputs, before) if given and not was]
        return _("{names} plugged in").format(names=", ".join(back)) if back else _("all plugged in")


def _draw_sign(canvas: Canvas, rect: Rect, call: str) -> None:
    """A call, or an empty place for one."""
    x, middle = rect[0] + 10, rect[1] + rect[3] / 2
    canvas.circle(x, middle, 10, None, "text" if call else "text2", 1.8, dash=None if call else (4, 4))
    if call:
        draw_call(canvas, x, middle, call, "text", 14)


REHEARSAL = 1.8  # seconds in which the rule turns the needles
PLUG = 0.8  # seconds of a plug on its way into its socket


class CallsBoard(Board):
    """The needles at the left; at the right what a call is reasoned from."""

    tells_outcome = True

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.model = CallsModel(host.attempt)
        self.stage = CallsStage(host, self.model)
        self.now, self.rule = NowPanel(host, self.model), RuleNumbersPanel(host, self.model)
        self.days = DaysPanel(host, self.model)
        self.pages = Tabs(host, self._pages)
        self.all_pages = Tabs(host, lambda: [(_("Now"), self.now), *self._pages()])

    def _pages(self) -> list[tuple[str, Panel]]:
        return [(_("Rule"), self.rule), (_("Parts"), self.days)]

    def stage_tree(self) -> Box | Split:
        return self.stage

    def sides(self) -> Sequence[Box | Split]:
        """The numbers of now are seen while something is asked about what comes."""
        now = Part(self.now, self.now.high)
        both = (Part(self.rule, self.rule.high), Part(self.days))
        return [column(now, *both), column(now, Part(self.pages)), self.all_pages, self.now]

    # -- what is done -------------------------------------------------------------------------------------------------

    def begins(self) -> str:
        """The first needle that is still to be called."""
        if self.model.is_final(self.attempt.session.stage):
            return ""
        open_calls = [call for call in self.model.calls(self.attempt.session.stage) if not call.said]
        return self.stage.name_of(open_calls[0].number) if open_calls else "tile rehearse"

    def handled_intents(self) -> tuple[str, ...]:
        return ("up", "down") if self.begins().startswith("call ") else ()

    def on_intent(self, intent: Act) -> bool:
        """Up and Down turn the call of the first needle that has none, wherever the keyboard is."""
        if intent.name in ("up", "down"):
            name = self.begins()
            choice = self.host.widget(name)
            if choice is not None and name.startswith("call "):
                self.host.set_focus(name)
                return choice.act(intent)
        return False

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
        self.host.request_layout()
        return True

    def after_update(self, seconds: float) -> None:
        super().after_update(seconds)
        if self.model.upcoming:
            self.stage.plugging = min(1.0, self.stage.plugging + seconds / PLUG)
            if self.stage.plugging >= 1:
                self.model.upcoming = False
                self.attempt.next_stage()

    # -- what the director asks --------------------------------------------------------------------------------------

    def mark(self, number: int, answer: str | float) -> AnswerAnchor | None:
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
            plain = _("Choose under each dial: up, stays or down.")
            return _("For each weight: which way will the rule turn it?"), plain
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
