"""What the metric's board shows, read from the session: wishes, who is pleased, the orders and where bottoms are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import inf
from typing import NamedTuple

from ...attempt.attempt import Attempt
from ...i18n import _, plural_form, sentence_case
from ...learning.problem import Pair, Problem
from ...rules.level import Level
from ...rules.outcome import FLAT
from ...rules.session import Session
from ...rules.target import SLACK
from ...view.bowls.cups import Cup, Ruler
from ...view.bowls.error_bowl import lowest, safe
from ...view.cards.metric_sample import metric_title
from ...view.format.axis import ticks
from ...view.format.numbers import number, short

LEFT, RIGHT = 0.22, 0.16  # of the span of all that must be seen: room at the ends of the ruler
Words = tuple[str, str]  # a bold line and a plain one, light markup
MISSES = (-2.0, -0.5, 0.0, 1.0, 3.0)
A = ord("A")


class PartOrder(NamedTuple):
    """What a part asks for.

    letter   "" where there is only one      lines   a bold one and a plain one, light markup
    chosen   the examples that it is about       within  how near each of them must be; None: something else is asked
    balance  what is too much and what is too little must be alike
    """

    letter: str
    title: str
    lines: Words
    chosen: tuple[int, ...]
    within: float | None
    balance: bool


def error_by(session: Session, metric: str, examples: Sequence[Pair] | None = None) -> Callable[[float], float]:
    """weight -> mean error over the examples, by a named metric."""
    problem = Problem(session.level.network, examples or session.run.examples, session.metric(metric))
    return lambda weight: problem.error([weight])


def best_weights(examples: Sequence[Pair]) -> list[float | None]:
    """For each example the weight at which it misses nothing; None where its input is 0."""
    return [goals[0] / inputs[0] if inputs[0] else None for inputs, goals in examples]


def axis_of(session: Session, best: Sequence[float]) -> tuple[float, float]:
    """The weights at both edges: the start and every example's own are seen."""
    seen = [session.run.start[0], *best]
    knob = session.level.knob("weight")
    if knob is not None:
        seen += [knob.low, knob.high]
    span = max(seen) - min(seen) or 1.0
    return min(seen) - LEFT * span, max(seen) + RIGHT * span


def metrics_of(session: Session) -> list[str]:
    """Names of those to choose from."""
    knob = session.level.knob("metric")
    return [str(stop) for stop in knob.stops] if knob is not None else []


def other_metric(session: Session) -> str:
    """The one after the one in use."""
    metrics = metrics_of(session)
    return metrics[(metrics.index(str(session.knobs["metric"])) + 1) % len(metrics)]


def bottom_of(session: Session, metric: str, examples: Sequence[Pair] | None = None) -> float | None:
    """The weight at which the error by this metric is least; None: it has no bottom there."""
    best = [w for w in best_weights(examples or session.run.examples) if w is not None]
    low, height = min(best), max(best)
    span = (height - low) or 1.0
    lowest_points = lowest(error_by(session, metric, examples), low - span, height + span)
    return lowest_points[0] if lowest_points else None


class MetricModel:
    """Reads the attempt; changes nothing."""

    def __init__(self, attempt: Attempt) -> None:
        self.attempt = attempt
        self._bottoms: dict[object, float | None] = {}

    def bottom(self, metric: str) -> float | None:
        """Of a metric on the stage, looked for once."""
        key = (metric, self.session.stage)
        if key not in self._bottoms:
            self._bottoms[key] = bottom_of(self.session, metric)
        return self._bottoms[key]

    @property
    def session(self) -> Session:
        return self.attempt.shown

    @property
    def is_down(self) -> bool:
        """Pip has rolled to the end of his way, and that may be told."""
        attempt = self.attempt
        rests = not (attempt.playback.moving or attempt.playback.running)
        return self.session.outcome is not None and rests and not attempt.director.pending

    def misses(self, weight: float) -> list[float]:
        run = self.session.run
        return [run.network.predict([weight], inputs)[0] - goals[0] for inputs, goals in run.examples]

    def within(self) -> float | None:
        """How near a guest is pleased: as this part has it, else as another one has."""
        base = self.session.base
        parts = [self.session.stage, *range(base.star_one_stages + 1)]
        tolerances = (base.stage(number).aim.tolerance for number in parts)
        return next((far for far in tolerances if far is not None), None)

    def happy(self, weight: float) -> list[bool | None]:
        """For each example whether it is near enough; None: nobody says how near that is."""
        far = self.within()
        return [None if far is None else abs(miss) <= far + SLACK for miss in self.misses(weight)]

    def sums(self, weight: float) -> tuple[float, float]:
        """(too little, too much): the misses to both sides added up, both positive."""
        misses = self.misses(weight)
        return -sum(min(0.0, miss) for miss in misses), sum(max(0.0, miss) for miss in misses)

    def order(self, stage: int | None = None) -> PartOrder:
        """What a part asks for; None: the one that is on the stage."""
        session = self.session
        number = session.stage if stage is None else stage
        level = session.base.stage(number)
        aim, count = level.aim, session.base.star_one_stages + 1
        letter = chr(A + number) if count > 1 else ""
        title = _("Order {letter}").format(letter=letter) if letter else _("Wanted")
        everybody = tuple(range(len(level.examples)))
        balance = aim.tolerance is None and is_balance(session, level)
        return PartOrder(letter, title, order_lines(session, level), aim.only or everybody, aim.tolerance, balance)

    def band(self) -> tuple[float, float] | None:
        """The weights that please all who are asked; None: none does, or something else is asked."""
        order = self.order()
        if order.within is None:
            return None
        low, height = -inf, inf
        for i in order.chosen:
            (input, *_more), (goal, *_rest) = self.session.run.examples[i]
            if not input:
                continue
            ends = sorted(((goal - order.within) / input, (goal + order.within) / input))
            low, height = max(low, ends[0]), min(height, ends[1])
        return (low, height) if low <= height else None

    def ruler(self, weight: float, ends: tuple[float, float], most: int) -> Ruler:
        """The cups as they feel where Pip is, and what pleases those who are asked."""
        session, order = self.session, self.order()
        cups = []
        for i, (preferred_size, pleased) in enumerate(zip(best_weights(session.run.examples), self.happy(weight))):
            if preferred_size is not None:
                mood = "" if pleased is None else "happy" if pleased else "sad"
                label = session.level.examples[i].label
                cups.append(
                    Cup(preferred_size, _(label) if label else "", mood, i in order.chosen and order.within is not None)
                )
        few = count_word(len(order.chosen))
        return tuple(cups), tuple(ticks(*ends, most)), self.band(), _("pleases all {few}").format(few=few)

    # -- in words ------------------------------------------------------------------------------------------------------

    def result(self) -> Words | None:
        """What a roll came to: where it ended, and what of the order that is. None: nothing has rolled yet."""
        if not self.is_down:
            return None
        session, order = self.session, self.order()
        weight = session.weights[0]
        first = _("Rolled to the bottom: [weight:{weight}]") if self.at_bottom() else _("Rolled to [weight:{weight}]")
        text = first.format(weight=number(weight))
        if order.within is not None:
            happy = [bool(self.happy(weight)[i]) for i in order.chosen]
            few, guests = count_word(len(happy)), _guests(session.level)
            if not any(happy):
                line = plural_form("The miss is more than [goal:{far}].",
                                   "All {few} {guests} miss by more than [goal:{far}].", len(happy))  # fmt: skip
            elif all(happy):
                line = plural_form("Pleased.", "All {few} {guests} are pleased.", len(happy))
            else:
                line = _("{happy} of {few} are pleased.")
            pleased = count_word(sum(happy)).capitalize()
            return text, line.format(few=few, guests=guests, far=short(order.within), happy=pleased)
        if order.balance:
            low, height = self.sums(weight)
            line = _("Too little [error:{low}], too much [error:{high}].").format(low=number(low), high=number(height))
            return text, line
        return text, _("The order is met.") if session.won else _("The order is not met.")

    def at_bottom(self) -> bool:
        """The slope of the error is 0 there, or nearly so."""
        run = self.session.run
        return all(abs(slope) < FLAT for slope in run.full_problem.weight_deltas(run.weights))

    def words(self) -> Words:
        attempt, session, order = self.attempt, self.session, self.order()
        if attempt.playback.moving or attempt.playback.running or attempt.director.pending:
            return "", ""
        if session.outcome is None:
            return "", _("Choose a meter, then roll.")
        meter = metric_title(session.metric(str(session.knobs["metric"])))
        if session.won and not session.last_stage:
            title = _("Order {letter} is met.").format(letter=order.letter)
            return title, _("The next order wants something else. Pip starts again.")
        if session.won:
            return _("Just what they ordered."), _("Each meter has its own bottom.")
        left = [i for i in range(len(session.run.examples)) if i not in order.chosen]
        bottom = self.bottom(str(session.knobs["metric"]))
        if bottom is None:
            return _("This meter has no bottom."), _("Misses on one side cancel misses on the other.")
        if self.at_bottom():
            another = _("This is the bottom of {meter}. Another meter has a different one.").format(meter=meter)
        else:  # steps that do not get smaller pass it by
            another = _("The bottom of {meter} is at {weight}. Another meter has a different one.").format(
                meter=meter, weight=number(bottom)
            )
        if order.within is not None and len(left) == 1 and session.level.examples[left[0]].label:
            name = _(session.level.examples[left[0]].label)
            bold = _("{name} pulled Pip away from the {few}.").format(
                name=sentence_case(name), few=count_word(len(order.chosen))
            )
            return bold, another
        text = _("At the bottom of {meter}: {weight}.")
        if not self.at_bottom():
            text = _("Near the bottom of {meter}: {weight}.")
        bold = text.format(meter=meter, weight=number(bottom))
        wanted = _("Order {letter} asks for something else.").format(letter=order.letter)
        return bold, wanted if order.letter else another


def _guests(level: Level) -> str:
    return _(level.words.get("examples", "examples"))


def count_word(count: int) -> str:
    """A small number in letters, a larger one in digits."""
    letters = [_("none"), _("one"), _("two"), _("three"), _("four"), _("five"), _("six"), _("seven"), _("eight"),
               _("nine"), _("ten")]  # fmt: skip
    return letters[count] if 0 <= count < len(letters) else str(count)


def order_lines(session: Session, level: Level) -> Words:
    """What a part of the level asks for: a bold line and a plain one."""
    aim, count = level.aim, len(level.examples)
    guests = _guests(level)
    if aim.tolerance is not None:
        few = len(aim.only) if aim.only is not None else count
        plain = _("each within [goal:{far}].").format(far=short(aim.tolerance))
        if few < count:
            bold = _("Please {few} of the {count} {guests}:")
            return bold.format(few=count_word(few), count=count_word(count), guests=guests), plain
        return _("Please all {count} {guests}:").format(count=count_word(count), guests=guests), plain
    if is_balance(session, level):
        return _("Favour nobody:"), _("too much and too little balance.")
    if aim.at_most is not None:
        metric = session.metric(aim.metric) if aim.metric else session.run.metric
        text = _("{metric} error at most [goal:{limit}]")
        return _("Wanted:"), text.format(metric=metric_title(metric), limit=short(aim.at_most))
    if aim.limit is not None:
        return _("Wanted:"), _("squared misses add up to at most [goal:{limit}]").format(limit=short(aim.limit))
    return _("Wanted:"), _("a landing")


def is_balance(session: Session, level: Level) -> bool:
    """The misses, with their signs, must add up to 0 or nearly so."""
    aim = level.aim
    if aim.at_most is None or aim.at_least is None or abs(aim.at_most + aim.at_least) > 1e-9:
        return False
    metric = session.metric(aim.metric) if aim.metric else session.run.metric
    return all(abs(safe(lambda p: metric.error(p, 1.0), 1.0 + miss) - miss) < 1e-9 for miss in MISSES)
