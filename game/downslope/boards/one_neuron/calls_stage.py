"""The needles of a level in which their moves are called: under each the choice of its call, then what became of it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ...i18n import _
from ...view.draw.tween import smooth
from ...view.format.measure import measure
from ...view.networks.needle_call import (
    HIGH,
    UNDER,
    WIDE,
    CallChoice,
    draw_caption,
    draw_reason,
    draw_result,
    draw_turn,
)
from ...view.networks.weight_needles import DIAL, MOST, SUM, Needles, Plan, draw_needles, name_plate, plan
from ...view.scenery.scenery import BACK, PAST, ground, pip_x
from ...view.strips.loudspeaker import draw_waves
from ...view.widgets.ticket import AnswerPlace
from .calls_model import CallsModel
from .needles_board import NeedlesPanel

if TYPE_CHECKING:
    from ...rules.session import Session
    from ...view.draw.canvas import Canvas
    from ...view.widgets.widget import Rect, Widget
    from ..shared.host import Host

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
            _name, _word, middle, wide = name_plate(canvas, at, needles, call.needle, rect[0])
            free = middle + wide / 2 + 6 if self._few else rect[0] + 12
            place = (max(at.dial - WIDE / 2, free), top, WIDE, self._high)
            self._free[call.needle] = free
            choose = partial(self._choose, call.number)
            self.choices.append(CallChoice(self.name_of(call.number), place, names[call.needle], choose))
        self.refresh()
        return list(self.choices)

    def _choose(self, number: int, call: str) -> None:
        self.model.drafts[number] = call
        self.host.says = None
        self.host.relayout()

    def refresh(self) -> None:
        super().refresh()
        stage = self.model.stage
        said, coming = self.model.is_final(stage), self.model.betting
        for choice, call in zip(self.choices, self.model.calls(stage)):
            wrong = self.model.is_seen(stage) and not call.question.is_right(call.said)
            choice.show(call.said, not said)
            choice.visible = not coming and not wrong

    @property
    def moving(self) -> bool:
        return self.counting < 1 or 0 < self.shown_for < GROWTH

    def update(self, seconds: float) -> None:
        seen = self.model.is_seen(self.model.stage) and not self.model.coming
        self.shown_for = min(GROWTH, self.shown_for + seconds) if seen else 0.0
        self.counting = min(1.0, self.counting + seconds / COUNTING)

    def needles(self) -> Needles:
        found = super().needles()
        if self.counting < 1:
            part = float(self.host.game.settings.still) or smooth(self.counting)
            before = self.model.came_out()
            found = found._replace(prediction=before + (found.prediction - before) * part)
        if self.model.coming:
            before_inputs = self.attempt.session.run.examples[0][0]
            joins = [was == 0 != now for was, now in zip(before_inputs, found.inputs)]
            part = smooth(self.plugging)
            found = found._replace(plugged=[part if new else float(now != 0) for new, now in zip(joins, found.inputs)])
        long = _("a needle is a weight: how much its {input} counts").format(input=found.word or _("input"))
        mood = "calm" if self.model.coming else found.mood
        return found._replace(moves=None, mood=mood, note=(long, _("a needle is a weight")), hidden=self.model.hidden)

    def place_of(self, sign: int) -> AnswerPlace:
        """Where Pip would be if the miss with which the part begins had this sign; 0: if there was none."""
        session = self.model.session()
        goal = session.run.examples[0][1][0]
        miss = abs(self.model.begun_with() - goal)
        part = (goal + sign * miss) / goal if goal else 1.0 + sign * miss
        x = pip_x(self.rect, "", part)
        arrow = "right" if part > PAST else "left" if part < BACK else ""
        return AnswerPlace(x, ground(self.rect, x), arrow=arrow)

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
                if right and self.model.is_told(stage):
                    draw_result(canvas, x + w + RESULT, y + h / 2, True)
