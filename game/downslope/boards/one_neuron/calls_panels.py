"""What a call is reasoned from: what each wire brings now, the rule with all its numbers but the input, the parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...i18n import N_, _, sentence_case
from ...view.format.measure import measure
from ...view.format.numbers import number, short
from ...view.networks.call_cards import (
    Day,
    WireRow,
    days_height,
    draw_day_cards,
    draw_rule,
    draw_wires,
    miss_runs,
    rule_height,
    wires_height,
)
from ..shared.input_names import input_names
from ..shared.panel import FIVE_TILES, AttemptPanel, Picture, PicturePanel
from ..shared.tolerance import leeway_of
from .calls_model import CallsModel, factor, rule_code

if TYPE_CHECKING:
    from ..shared.host import Host

BY_RULE = N_("Each weight goes where the rule turns it.")


class CallsPanel(AttemptPanel, PicturePanel):
    """Reads the calls as they stand."""

    def __init__(self, host: Host, model: CallsModel) -> None:
        super().__init__(host)
        self.model = model


class NowPanel(CallsPanel):
    """What each wire brings, what all of them make, and how far off that is."""

    @property
    def high(self) -> float:
        return wires_height(min(4, self.attempt.now.network.inputs), self.text_scale)

    def smallest(self) -> tuple[float, float]:
        return (FIVE_TILES, self.high)

    @property
    def free_foot(self) -> float:
        return max(0.0, self.rect[3] - self.high)

    def picture(self) -> Picture:
        session, level = self.model.session(), self.attempt.now
        step, hidden = self.model.step(), not self.model.told
        inputs, goals = session.run.examples[0]
        weights = session.run.weights_at(step)
        wires = tuple(
            WireRow(name, factor(given), factor(weight, 2), "?" if hidden else number(given * weight), weight)
            for name, given, weight in zip(input_names(level), inputs, weights)
        )
        prediction, goal = session.run.network.predict(weights, inputs)[0], goals[0]
        names = (_(level.words.get("prediction", "prediction")), _(level.words.get("goal_prediction", "goal")))
        told, missed = _miss(prediction - goal, leeway_of(level))
        runs = miss_runs(names, "?" if hidden else number(prediction), number(goal), "" if hidden else told, missed)
        return draw_wires, self.rect, wires, tuple(runs)


def _miss(miss: float, tolerance: float) -> tuple[str, bool]:
    """(in words, whether it counts as a miss)."""
    if abs(miss) <= tolerance:
        return _("spot on"), False
    return (_("{far} too low") if miss < 0 else _("{far} too high")).format(far=number(abs(miss))), True


def _as_told(delta: float) -> str:
    """Delta with the digits of the miss that stands above it; a whole one without."""
    return factor(delta, None if delta == round(delta, 2) else 2)


class RuleNumbersPanel(CallsPanel):
    """The rule that will turn the needles, and all its numbers but the input."""

    def __init__(self, host: Host, model: CallsModel) -> None:
        super().__init__(host, model)
        self.code = rule_code(host.attempt)

    @property
    def high(self) -> float:
        canvas = measure(self.host.game, self.host.width, self.host.height)
        return rule_height(canvas, FIVE_TILES, *self.numbers())

    def smallest(self) -> tuple[float, float]:
        return (FIVE_TILES, self.high)

    def numbers(self) -> tuple[str, str]:
        """Alpha and delta, as far as they are told."""
        look = self.model.first_step()
        return ("?", "?") if look is None else (short(look.alpha), _as_told(look.delta) if self.model.told else "?")

    def picture(self) -> Picture:
        alpha, delta = self.numbers()
        title = _("The rule, as you wrote it in {code}").format(code=self.code) if self.code else _("The rule")
        asked = _(BY_RULE) if self.model.plays else _("For each weight: which way will the rule turn it?")
        return draw_rule, self.rect, title, alpha, delta, asked


class DaysPanel(CallsPanel):
    """The parts of the level: what is plugged in, and the calls."""

    def smallest(self) -> tuple[float, float]:
        return (FIVE_TILES, days_height(self.text_scale))

    def picture(self) -> Picture:
        attempt, model = self.attempt, self.model
        level, here = attempt.level, model.stage + model.coming
        names = input_names(level)
        days = tuple(self._day(stage, stage - here, names) for stage in range(len(level.stages) + 1))
        word = _(level.words.get("stages", _("Parts")))
        return draw_day_cards, self.rect, sentence_case(word), days

    def _day(self, stage: int, ahead: int, names: list[str]) -> Day:
        model = self.model
        example = self.attempt.level.stage(stage).examples[0]
        seen = model.is_told(stage)
        calls = tuple(
            (names[call.needle], call.said, call.question.is_right(call.said) if seen else None)
            for call in model.calls(stage)
        )
        title = _(example.label) or _("part {number}").format(number=stage + 1)
        return Day(sentence_case(title), self._told(stage, names), calls, ahead)

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
