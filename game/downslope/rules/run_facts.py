"""What is true of a run that has ended: asked before a sentence says so of it, and answered by its own numbers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from math import copysign, isclose, isfinite

from ..learning import is_side_by_side
from .outcome import GAIN, Outcome
from .session import Session

ASIDE = 1e-3  # of a weight: so far to both sides a lowest place is looked at
EQUAL = 1e-6  # relative: ratios of errors that differ by less are one ratio
FEW = 3  # steps of an orbit whose places are named one by one
HAIR = 1e-12  # relative: a move that is rounding and nothing else
BY_HEART = 0.99  # of the pictures that it trains on: so many read correctly are nearly all
STEADY = 1e-9  # relative: ratios that differ by less are one ratio
SMALL = 1e-4  # of the first miss: smaller ones tell of rounding


# The misses of a run with one example and one output, with their sign; and what each is of the one before.


def signed_misses(session: Session, first: int, last: int) -> list[float] | None:
    """prediction - goal_prediction with the weights of the steps first ... last; None: there is no single miss."""
    run = session.run
    if len(run.examples) != 1 or run.network.outputs != 1:
        return None
    input, (goal,) = run.examples[0]
    looks = (run.weights_at(k) for k in range(first, last + 1))
    return [run.network.predict(weights, input)[0] - goal for weights in looks]


def common_ratio(ratios: Sequence[float], steady: float = STEADY) -> float | None:
    """The first, where no other differs from it by more than `steady` (relative); else None."""
    same = bool(ratios) and all(abs(ratio - ratios[0]) <= steady * abs(ratios[0]) for ratio in ratios)
    return ratios[0] if same else None


def constant_ratio(session: Session) -> float | None:
    """What each miss is of the one before, where that is the same for every step of the present alpha; else None."""
    run = session.run
    misses = signed_misses(session, alpha_since(session), run.count) or []
    misses = [miss for miss in misses if abs(miss) > SMALL * abs(misses[0])]
    ratios = [after / before for before, after in zip(misses, misses[1:])]
    return common_ratio(ratios) if len(ratios) > 1 else None


def alpha_since(session: Session) -> int:
    """The first step of the present alpha."""
    settings = session.run.history.settings
    return settings[-1].first if settings else 0


class RunFacts:
    """Of the steps first ... end of the present run, its own: a recording's do not count."""

    def __init__(self, session: Session, outcome: Outcome) -> None:
        self.session, self.run, self.outcome = session, session.run, outcome
        self.weights_at = session.run.weights_at
        self.first, self.end, self.turn = session.recorded, outcome.step, outcome.turn
        self.each = len(session.run.batches)  # steps a beat
        self.steps = self.end - self.first
        self.values = outcome.values

    def unmet(self) -> bool:
        """A place may meet the target and not be called: then the run goes on."""
        return not self.session.reached

    # one example, one output: the misses

    @cached_property
    def misses(self) -> Sequence[float]:
        """prediction - goal_prediction at first ... end; empty: there is no single miss."""
        return signed_misses(self.session, self.first, self.end) or []

    @cached_property
    def ratio(self) -> float | None:
        """What every step of the present alpha left of the miss."""
        return constant_ratio(self.session) if self.end == self.run.count else None

    def always(self) -> bool:
        return True

    def single(self) -> bool:
        return bool(self.misses)

    def one_step(self) -> bool:
        return self.steps == 1

    def aims_at_goal(self) -> bool:
        """Its target is about the goal: a plugin's own that names no tolerance and no error may be about anything."""
        aim = self.session.level.aim
        return self.single() and (aim.tolerance is not None or aim.at_most is not None)

    def near(self) -> bool:
        """Within the tolerance of the goal."""
        return self.single() and self.session.level.aim.tolerance is not None

    def same_side(self) -> bool:
        """No miss is on the other side of the goal than the first."""
        return (
            self.single()
            and self.misses[0] != 0
            and not any(_have_opposite_signs(self.misses[0], m) for m in self.misses)
        )

    def short(self) -> bool:
        return self.same_side() and self.each == 1 and self.misses[-1] != 0 and self.unmet()

    def crossed_at_turn(self) -> bool:
        """The step of the sentence is the one that went to the other side."""
        number = self.turn - self.first
        return (
            self.single()
            and 0 < number < self.steps
            and _have_opposite_signs(self.misses[number - 1], self.misses[number])
        )

    def steady(self) -> bool:
        """One ratio for all steps of the run."""
        return self.ratio is not None and alpha_since(self.session) <= self.first

    def shrinks(self) -> bool:
        return self.steady() and 0 < (self.ratio or 0) < 1

    # neurons side by side: a miss each

    @cached_property
    def crossing(self) -> int | None:
        """The neuron that changed sides at every step, where no other ever did; None: it was not so."""
        network, examples = self.run.network, self.run.examples
        if not is_side_by_side(network) or network.outputs < 2 or self.each > 1 or len(examples) > 1:
            return None
        (inputs, goals) = examples[0]
        rows = [network.predict(self.weights_at(k), inputs) for k in range(self.first, self.end + 1)]
        changes: list[set[bool]] = []
        for way, goal in zip(zip(*rows), goals):
            misses = [value - goal for value in way]
            pairs = [(a, b) for a, b in pairwise(misses) if abs(b) > SMALL * abs(misses[0])]
            changes.append({_have_opposite_signs(a, b) for a, b in pairs})
        neurons = [number for number, each in enumerate(changes) if True in each]
        return neurons[0] if len(neurons) == 1 and changes[neurons[0]] == {True} else None

    # the error after each beat

    @cached_property
    def seen(self) -> Sequence[float]:
        """Since the run began to be watched: from the last turn of a knob on."""
        watch = self.session.detector
        return watch.beat_errors(self.run)[: (self.end - watch.first) // self.each + 1] if watch is not None else []

    @cached_property
    def watched_from(self) -> int:
        return self.session.detector.first if self.session.detector is not None else self.end

    def has_fall(self) -> bool:
        return "error_first" in self.values and "error_last" in self.values

    def has_last_error(self) -> bool:
        return "error_last" in self.values

    def only_decreases(self) -> bool:
        """No pass ended with a larger error than the one before."""
        return self.each > 1 and self.watched_from == self.first and all(b <= a for a, b in pairwise(self.seen))

    @cached_property
    def cycle_errors(self) -> Sequence[float]:
        """Of an orbit that was proved, from where it began: the errors of the beats that come again and again."""
        if self.outcome.cause != "cycle":
            return []
        return [self.run.sample_problem.error(self.weights_at(k)) for k in range(self.turn, self.end + 1, self.each)]

    def cycles_between_few(self) -> bool:
        """An orbit of a single miss that comes back after so few steps that all its places can be told."""
        return self.single() and self.outcome.cause == "cycle" and self.end - self.turn <= FEW

    def has_cycle_errors(self) -> bool:
        """The errors after each beat differ."""
        errors = self.cycle_errors
        return bool(errors) and max(errors) - min(errors) > HAIR * max(map(abs, errors))

    def increased_at_turn(self) -> bool:
        """The error was larger at the turn than a beat before."""
        beat = (self.turn - self.watched_from) // self.each
        return 0 < beat < len(self.seen) and not self.seen[beat] <= self.seen[beat - 1]

    def increased_then_fell(self) -> bool:
        beat = (self.turn - self.watched_from) // self.each
        return self.each > 1 and self.increased_at_turn() and self.seen[-1] < self.seen[beat]

    def higher(self) -> bool:
        return self.has_fall() and self.values["error_last"] > self.values["error_first"]

    def lower_in_the_end(self) -> bool:
        """The last quarter ends lower than it began."""
        quarter = self._quarter()
        return bool(quarter) and quarter[-1] < quarter[0]

    def learned_by_heart(self) -> bool:
        """It reads what it trains on, as far as that was measured, and not yet enough of what it does not see."""
        aim, seen = self.session.level.aim, self.run.measurement("seen")
        return aim.share is not None and aim.unseen and self.unmet() and seen is not None and seen >= BY_HEART

    def hardly_fell(self) -> bool:
        """By less than GAIN, in the last quarter."""
        quarter = self._quarter()
        return bool(quarter) and quarter[-1] > quarter[0] * (1 - GAIN)

    def gains_and_losses(self) -> bool:
        """In the last quarter the error fell and rose."""
        quarter = self._quarter()
        return any(b < a for a, b in pairwise(quarter)) and any(b > a for a, b in pairwise(quarter))

    def _quarter(self) -> Sequence[float]:
        """Of the whole run; nothing where it was not watched all that time."""
        beats, unseen = self.steps // self.each + 1, (self.watched_from - self.first) // self.each
        return self.seen[beats * 3 // 4 - unseen :] if beats * 3 // 4 >= unseen else []

    # single steps

    def never_overshoots(self) -> bool:
        """No move of a weight went past the lowest point of its own line."""
        if self.each > 1 or self.single():
            return False
        return all(self._along(k) <= 0 for k in range(self.first + 1, self.end + 1))

    def overshoots_and_returns(self) -> bool:
        """At the turn a move had gone past, and the error is lower now."""
        beat = self.turn - self.watched_from
        if self.each > 1 or not self.first < self.turn < self.end or not 0 <= beat < len(self.seen):
            return False
        return self._along(self.turn) > 0 and self.seen[-1] < self.seen[beat]

    def _along(self, step: int) -> float:
        """Above 0: the move to these weights went past the lowest point of a line."""
        old, new = self.weights_at(step - 1), self.weights_at(step)
        return max((b - a) * slope for a, b, slope in zip(old, new, self.run.full_problem.weight_deltas(new)))

    def stands_still(self) -> bool:
        """The last step left every weight as it was."""
        if self.each > 1 or not self.steps:
            return False
        return list(self.weights_at(self.end - 1)) == list(self.weights_at(self.end))

    def still_pass(self) -> bool:
        return self.each > 1 and self.steps >= self.each and not self.moved_within_pass()

    def moved_within_pass(self) -> bool:
        """A step of the last pass changed a weight."""
        if self.each == 1 or self.steps < self.each:
            return False
        looks = [self.weights_at(k) for k in range(self.end - self.each, self.end + 1)]
        return any(abs(a - b) > HAIR * (1 + abs(a)) for p, q in pairwise(looks) for a, b in zip(p, q))

    def at_bottom(self) -> bool:
        """One weight: to both sides the error is not lower, and the goal is not met."""
        if self.single() or self.run.network.size != 1 or not self.unmet():
            return False
        (weight,) = self.weights_at(self.end)
        aside = ASIDE * (1 + abs(weight))
        error = self.run.sample_problem.error
        return error([weight]) <= min(error([weight - aside]), error([weight + aside]))

    def is_lowest_of_chosen(self) -> bool:
        """The same, where the player chose by which metric the error is counted."""
        return self.at_bottom() and self.session.level.knob("metric") is not None

    def downhill(self) -> bool:
        """The last step was alpha * weight_delta against the weight."""
        step = self.run.at(self.end - 1) if self.steps > 0 else None
        if step is None or not isinstance(step.alpha, (int, float)):
            return False
        return all(
            isclose(a - step.alpha * slope, b, rel_tol=EQUAL)
            for a, slope, b in zip(step.weights, step.weight_deltas, self.weights_at(self.end))
        )

    def error_steady(self) -> bool:
        """The error is multiplied by the same with each step of the present alpha."""
        if self.ratio is None:
            return False
        errors = [*self.run.errors[alpha_since(self.session) :], self.run.error()]
        ratios = [b / a for a, b in pairwise(errors) if a and isfinite(b)]
        return bool(ratios) and all(isclose(r, ratios[0], rel_tol=EQUAL) for r in ratios)


def _have_opposite_signs(one: float, other: float) -> bool:
    """On different sides of 0."""
    return one != 0 and other != 0 and copysign(1, one) != copysign(1, other)
