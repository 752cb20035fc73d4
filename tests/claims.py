"""What the sentences of a verdict claim, checked by a run's own numbers: weights in, predictions and errors out.

Nothing here asks what the game asks before it says a sentence; each claim is worked out again from the steps.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import pairwise
from math import isfinite
from typing import NamedTuple

from downslope.rules.outcome import Outcome
from downslope.rules.run_facts import RunFacts
from downslope.rules.session import Session
from downslope.rules.target import Exam, Near, accuracy, share_correct
from downslope.view.cards.outcome_sentences import choose, numbers_of, sentences, short_words
from downslope.view.format.markup import plain
from downslope.view.format.numbers import number, short

HAIR = 1e-9
RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")


class Told(NamedTuple):
    """A run that has ended, and the numbers of one sentence about it, by their names."""

    session: Session
    outcome: Outcome
    said: dict[str, str]

    @property
    def each(self) -> int:
        return len(self.session.run.batches)

    @property
    def first(self) -> int:
        return self.session.recorded

    def weights(self, step: int) -> Sequence[float]:
        return self.session.run.weights_at(step)

    def walk(self) -> list[Sequence[float]]:
        return [self.weights(k) for k in range(self.first, self.outcome.step + 1)]

    def predictions(self) -> list[float]:
        (input, _goal) = self.session.run.examples[0]
        return [self.session.run.network.predict(weights, input)[0] for weights in self.walk()]

    @property
    def goal(self) -> float:
        return self.session.run.examples[0][1][0]

    @property
    def tolerance(self) -> float:
        target = self.session.level.target
        assert isinstance(target, Near)
        return target.tolerance

    def misses(self) -> list[float]:
        assert len(self.session.run.examples) == self.session.run.network.outputs == 1
        return [prediction - self.goal for prediction in self.predictions()]

    def error(self, weights: Sequence[float]) -> float:
        """Over the examples that decide, as an exam where one is told."""
        run, target = self.session.run, self.session.level.target
        exam = (
            self.each > 1 and isinstance(target, Exam) and not target.unseen and run.sample_problem is run.full_problem
        )
        try:
            return run.sample_problem.error(weights) * (len(run.examples) if exam else 1)
        except OverflowError:
            return float("inf")

    def turned(self) -> int:
        """The beat at which a knob was turned last: how it moves and where it tends is told of what came after."""
        watch = self.session.detector
        return (watch.first - self.first) // self.each if watch is not None else 0

    def beats(self) -> list[float]:
        return [self.error(weights) for weights in self.walk()[:: self.each]]

    def slopes(self, weights: Sequence[float]) -> Sequence[float]:
        return self.session.run.full_problem.weight_deltas(weights)

    def amount(self, steps: int) -> str:
        one, many = ("step", "steps") if self.each == 1 else ("pass", "passes")
        beats, words = -(-steps // self.each), self.session.level.words
        return f"{beats} {words.get(one, one) if beats == 1 else words.get(many, many)}"


Check = Callable[[Told], bool]


def exactly(told: Told) -> str:
    """The prediction, with one decimal more than the tolerance has, which could else hide the miss."""
    decimals = len(format(Decimal(repr(told.tolerance)).normalize(), "f").partition(".")[2])
    return number(told.predictions()[-1], max(2, decimals + 1))


# What a number is, whichever sentence says it.
NUMBERS: dict[str, Callable[[Told], str]] = {
    "steps": lambda told: told.amount(told.outcome.step - told.first),
    "next": lambda told: str(told.outcome.step + 1),
    "error_first": lambda told: number(told.beats()[0]),
    "error_last": lambda told: number(told.beats()[-1]),
    "prediction": lambda told: number(told.predictions()[-1]),
    "goal": lambda told: number(told.goal),
    "exactly": exactly,
    "tolerance": lambda told: short(told.tolerance),
    "gain": lambda told: "2 %",
}


def numbers_alone(told: Told) -> bool:
    """It says nothing else."""
    return True


def landed(told: Told) -> bool:
    return abs(told.misses()[-1]) <= told.tolerance + HAIR


def hardly_fell(told: Told) -> bool:
    quarter = last_quarter(told)
    return quarter[-1] > quarter[0] * 0.98


def still_falls(told: Told) -> bool:
    quarter = last_quarter(told)
    return quarter[-1] < quarter[0] and over_time(told)


def one_side(told: Told) -> bool:
    misses = told.misses()
    return all(miss >= 0 for miss in misses) or all(miss <= 0 for miss in misses)


def ratios(told: Told, start: int) -> list[float]:
    misses = told.misses()[start - told.first :]
    return [b / a for a, b in pairwise(misses) if abs(b) > 1e-3 * abs(misses[0])]


def left_of_each(told: Told, start: int) -> bool:
    """Every step from `start` on leaves what is said, to the digits that are said."""
    found = ratios(told, start)
    digits = len(told.said["ratio"].partition(".")[2])
    said = float(told.said["ratio"].replace("−", "-"))
    return bool(found) and all(abs(ratio - said) <= 0.5 * 10**-digits + HAIR for ratio in found)


def shrinks(told: Told) -> bool:
    return left_of_each(told, told.first) and all(0 < ratio < 1 for ratio in ratios(told, told.first))


def left_later(told: Told) -> bool:
    return left_of_each(told, int(told.said["since"]) - 1)


def swings_less(told: Told) -> bool:
    return left_of_each(told, told.first) and all(-1 < ratio < 0 for ratio in ratios(told, told.first))


def present_alpha(told: Told) -> int:
    return told.session.run.history.settings[-1].first


def grows(told: Told, sign: int) -> bool:
    start = present_alpha(told)
    alpha = told.session.run.alpha
    assert isinstance(alpha, (int, float))
    return (told.said["alpha"] == short(alpha) and left_of_each(told, start)
            and all(ratio * sign > 1 for ratio in ratios(told, start)))  # fmt: skip


def error_grows(told: Told) -> bool:
    errors = [told.error(told.weights(k)) for k in range(present_alpha(told), told.outcome.step + 1)]
    found = [number(b / a) for a, b in pairwise(errors) if a and isfinite(b)]
    return set(found) == {told.said["square"]}


def went_past(told: Told) -> bool:
    number_of, misses = int(told.said["turn"]) - told.first, told.misses()
    there = told.said["turn_prediction"] == number(misses[number_of] + told.goal)
    return misses[number_of - 1] * misses[number_of] < 0 and there


def along(told: Told, step: int) -> float:
    """Above 0: the move of this step went past the lowest place of a weight's own line."""
    old, new = told.weights(step - 1), told.weights(step)
    return max((b - a) * slope for a, b, slope in zip(old, new, told.slopes(new)))


def never_overshoots(told: Told) -> bool:
    return told.each == 1 and all(along(told, k) <= 0 for k in range(told.first + 1, told.outcome.step + 1))


def overshoots_and_returns(told: Told) -> bool:
    step = told.outcome.turn
    return told.each == 1 and along(told, step) > 0 and told.error(told.walk()[-1]) < told.error(told.weights(step))


def one_crosses(told: Told) -> bool:
    """The neuron with that input changes sides at every step, as long as there is a miss to speak of; no other does."""
    (inputs, goals), network = told.session.run.examples[0], told.session.run.network
    sides = {}
    for i, (x, goal) in enumerate(zip(inputs, goals)):
        misses = [network.predict(weights, inputs)[i] - goal for weights in told.walk()]
        big = [miss for miss in misses if abs(miss) > 1e-3 * abs(misses[0])]
        sides[f"Input {short(x)}"] = [a * b < 0 for a, b in pairwise(big)]
    own = sides.pop(told.said["Name"])
    return all(own) and not any(any(other) for other in sides.values())


def past_and_back_there(told: Told) -> bool:
    return told.said["at"] == f"step {told.outcome.turn}" and overshoots_and_returns(told)


def up_and_down(told: Told) -> bool:
    beat, beats = (told.outcome.turn - told.first) // told.each, told.beats()
    return told.each > 1 and beats[beat] > beats[beat - 1] and beats[-1] < beats[beat]


def rose(told: Told) -> bool:
    beat, beats = (told.outcome.turn - told.first) // told.each, told.beats()
    word = "step" if told.each == 1 else "pass"
    turn = told.outcome.turn if told.each == 1 else beat
    return told.said["at"] == f"{word} {turn}" and not beats[beat] <= beats[beat - 1]


def increased_then_fell(told: Told) -> bool:
    return up_and_down(told) and rose(told)


def only_decreases(told: Told) -> bool:
    return told.each > 1 and all(b <= a for a, b in pairwise(told.beats()))


def winding(told: Told) -> bool:
    """A move went past something, or the error rose in between."""
    moves = range(told.first + 1, told.outcome.step)
    return any(along(told, k) > 0 for k in moves) or any(b > a for a, b in pairwise(told.beats()))


def came_back(told: Told) -> bool:
    misses = told.misses()
    return abs(misses[-1]) < abs(misses[told.outcome.turn - told.first])


def same_again(told: Told) -> bool:
    here, there = told.weights(told.outcome.turn), told.weights(told.outcome.step)
    return all(abs(a - b) <= HAIR * (1 + abs(a)) for a, b in zip(here, there))


def same_after(told: Told) -> bool:
    unit = f"pass {(told.outcome.turn - told.first) // told.each}" if told.each > 1 else f"step {told.outcome.turn}"
    period = told.outcome.step - told.outcome.turn
    return told.said["at"] == unit and told.said["period"] == told.amount(period) and same_again(told)


def swings(told: Told) -> bool:
    """The places of the orbit, twice round, in the order in which they come."""
    places = told.predictions()[told.outcome.turn - told.first : -1]
    said = told.said["swings"].split(", ")
    return (told.said["at"] == f"step {told.outcome.turn}" and same_again(told) and len(said) == 2 * len(places)
            and all(says(text, place) for text, place in zip(said, 2 * places)))  # fmt: skip


def says(text: str, value: float) -> bool:
    """A short number, plain to six decimals, or to two digits with a power of ten."""
    factor, power, exponent = text.replace("−", "-").partition("·10")
    if not power:
        return abs(float(factor) - value) <= 1e-6
    scale = 10.0 ** int(exponent.translate(RAISED))
    return abs(float(factor) * scale - value) <= max(1e-6, 0.05 * scale + HAIR)


def swing(told: Told, plus: bool) -> bool:
    start = told.outcome.turn - told.first
    values = told.misses()[start:] if plus else told.beats()[start // told.each :]
    return told.said["low"] == number(min(values), plus=plus) and told.said["high"] == number(max(values), plus=plus)


def last_quarter(told: Told) -> list[float]:
    beats = told.beats()
    return beats[len(beats) * 3 // 4 :]


def median(values: Sequence[float]) -> float:
    return sorted(values)[len(values) // 2]


def no_nearer(told: Told) -> bool:
    """The typical error of the last quarter is not clearly below that of the quarter before, and it still moves."""
    walk, beats = told.walk()[:: told.each], told.beats()[told.turned() :]
    moved = any(list(a) != list(b) for a, b in pairwise(walk[-max(2, len(walk) // 4) :]))
    if len(beats) < 4:
        return moved
    return moved and median(beats[len(beats) * 3 // 4 :]) > 0.97 * median(beats[len(beats) // 2 : len(beats) * 3 // 4])


def wins_and_loses(told: Told) -> bool:
    changes = [b - a for a, b in pairwise(last_quarter(told))]
    return min(changes) < 0 < max(changes)


def downhill(told: Told) -> bool:
    step = told.session.run.at(told.outcome.step - 1)
    assert isinstance(step.alpha, (int, float))
    return all(abs(a - step.alpha * s - b) <= 1e-6 * (abs(a) + abs(b)) for a, s, b in
               zip(step.weights, step.weight_deltas, told.walk()[-1]))  # fmt: skip


def far(told: Told) -> bool:
    beats = told.beats()
    blank = max(told.session.run.metric.total_error([0.0] * len(goal), goal) for _, goal in told.session.run.examples)
    return beats[-1] > 1e11 * min(1.0, max(beats[0], blank) or 1.0)


def higher(told: Told) -> bool:
    beats = told.beats()
    return beats[-1] > beats[0]


def rising(told: Told) -> bool:
    beats = told.beats()[told.turned() :]
    before = beats[len(beats) // 2 : len(beats) * 3 // 4] if len(beats) > 3 else beats[:1]
    return median(beats[len(beats) * 3 // 4 :]) > median(before) or beats[-1] > beats[0]


def stands_still(told: Told) -> bool:
    walk = told.walk()
    return list(walk[-1]) == list(walk[-2])


def undone(told: Told) -> bool:
    """The steps of the last pass moved the weights, and they are where they were."""
    walk = told.walk()[-told.each - 1 :]
    same = all(abs(a - b) <= HAIR * (1 + abs(a)) for a, b in zip(walk[0], walk[-1]))
    return told.each > 1 and same and any(list(a) != list(b) for a, b in pairwise(walk))


def hardly_moved(told: Told) -> bool:
    walk = told.walk()[-told.each - 1 :]
    return all(abs(x - y) <= HAIR * (1 + abs(x)) for a, b in pairwise(walk) for x, y in zip(a, b))


def lowest(told: Told) -> bool:
    """Of all weights around, this one has the least error; and the goal is not met."""
    (weight,), here = told.walk()[-1], told.beats()[-1]
    around = [weight + side * 10**-k * (1 + abs(weight)) for k in range(4) for side in (-1, 1)]
    return all(told.error([w]) >= here * (1 - HAIR) for w in around) and not told.session.reached


def bottom_of_meter(told: Told) -> bool:
    run, said, stages = told.session.run, told.said, told.session.base.stages
    order = f"Order {'ABC'[told.session.stage]}" if stages else "The goal"
    return (lowest(told) and said["meter"] == (run.metric.title or run.metric.name) and said["order"] == order
            and said["weight"] == number(told.walk()[-1][0]))  # fmt: skip


def short_of_it(told: Told) -> bool:
    misses = told.misses()
    return misses[0] * misses[-1] > 0 and not told.session.reached


def unmet(told: Told) -> bool:
    return not told.session.reached


def reads_what_it_sees(told: Told) -> bool:
    run, level = told.session.run, told.session.level
    short = level.aim.share is not None and accuracy(told.session) < level.aim.share
    return share_correct(run, run.sample_problem.examples) >= 0.99 and short


def over_time(told: Told) -> bool:
    limit = told.session.level.limit
    beats = (told.outcome.step - told.first) / told.each
    return beats >= min(told.session.level.budget, limit or told.session.level.budget)


def stopped_at_a_gate(told: Told) -> bool:
    """The last step, and none before it, was too long for a gate; by the numbers that are said."""
    path, gates = told.predictions(), told.session.level.gates
    long = [(n + 1, gate) for n, (a, b) in enumerate(zip(path, path[1:])) for gate in gates
            if min(a, b) < gate.at <= max(a, b) and abs(b - a) > gate.most + HAIR]  # fmt: skip
    (step, gate), *more = long
    said = (told.said["end"], told.said["length"], told.said["most"])
    return not more and said == (str(step + told.first), number(abs(path[-1] - path[-2])), short(gate.most))


def dies_out(told: Told) -> bool:
    """The typical move of the last quarter is below that of the quarter before."""
    walk = told.walk()[:: told.each][told.turned() :]
    moves = [max(abs(x - y) for x, y in zip(a, b)) for a, b in pairwise(walk)]
    n = len(moves)
    return n < 4 or median(moves[n * 3 // 4 :]) <= median(moves[n // 2 : n * 3 // 4])


def small_step(told: Told) -> bool:
    misses = told.misses()
    return abs(misses[-1] - misses[-2]) < abs(misses[-1])


def draws(told: Told) -> bool:
    before = told.session.new_learner()
    assert before is not None and told.session.run.learner is not None
    return before.random.getstate() != told.session.run.learner.random.getstate()


CLAIMS: dict[str, Check] = {
    # in short
    "without passing the goal": one_side,
    "without going past": never_overshoots,
    "the error only fell": only_decreases,
    "near enough": lambda told: told.session.reached,
    "past the goal and back": lambda told: not one_side(told) and told.session.reached,
    "past the lowest point and back": overshoots_and_returns,
    "up, and down again": up_and_down,
    "not the straight way": winding,
    "the same weights again": same_again,
    "moving, but no nearer": no_nearer,
    "the numbers end": lambda told: told.session.run.diverged or not isfinite(told.beats()[-1]),
    "far beyond coming back": far,
    "higher than it began": higher,
    "rising": rising,
    "each pass undoes itself": undone,
    "nothing moves": hardly_moved,
    "at the bottom, not at the goal": lowest,
    "short of the goal": short_of_it,
    "the goal is not met": unmet,
    "hardly anything moves": dies_out,
    "its time is over": over_time,
    "too long a step through the gate": stopped_at_a_gate,
    "still on the way": unmet,
    "still searching": draws,
    # in full
    "Step {end} crossed the gate by {length}; {most} may pass.": stopped_at_a_gate,
    "The prediction came to {prediction}; the goal is {goal}.": numbers_alone,
    "The {word} went from {error_first} to {error_last}.": numbers_alone,
    "Landed: {exactly}, within {tolerance} of {goal}.": landed,
    "One step was enough.": lambda told: told.outcome.step - told.first == 1 and told.session.reached,
    "Each step left {ratio} of the miss, always on the same side.": lambda told: shrinks(told) and one_side(told),
    "From step {since} on, each left {ratio} of the miss.": left_later,
    "It stayed on one side of the goal.": one_side,
    "It never went past the lowest point.": never_overshoots,
    "From pass to pass the {word} never rose.": only_decreases,
    "It took {steps}.": numbers_alone,
    "Step {turn} went to {turn_prediction}, past {goal}.": went_past,
    "{Name} crossed the goal at every step; the others never did.": one_crosses,
    "At {at} it had gone past the lowest point, and it came back.": past_and_back_there,
    "At {at} the {word} had risen; then it fell again.": increased_then_fell,
    "It did not go straight there.": winding,
    "Each miss is {ratio} of the last: it changes sides and shrinks.": swings_less,
    "Then it came back.": came_back,
    "The prediction is {prediction}.": numbers_alone,
    "From {at} on it swings: {swings} …": swings,
    "From {at} on, the same {period} repeat.": same_after,
    "The miss swings between {low} and {high}.": lambda told: swing(told, True),
    "The {word} swings from {low} to {high}.": lambda told: swing(told, False),
    "From there on it repeats the same steps, for ever.": same_again,
    "After {steps} it still moves about as far as before, and gets no nearer.": no_nearer,
    "What one step wins, another loses.": wins_and_loses,
    "One step is α × weight_delta.": downhill,
    "At {alpha} each step lands past the flag, and each miss is {ratio} times the last.": lambda told: grows(told, -1),
    "At {alpha} each step stays on its side, and each miss is {ratio} times the last.": lambda told: grows(told, 1),
    "At {at} the {word} rose.": rose,
    "The {word} grows ×{square}.": error_grows,
    "Step {next} would be larger than any number can be.": lambda told: told.session.run.diverged,
    "The {word} is larger than any number can be.": lambda told: not isfinite(told.beats()[-1]),
    "After {steps} the {word} is {error_last}.": numbers_alone,
    "It is higher than at the start, and rising.": higher,
    "In the last quarter it was higher than before, and higher than at the start.": rising,
    "The last step changed no weight, so no later one will: each would see the same numbers.": stands_still,
    "The last pass moved the weights to and fro, and all its pulls cancel. Every later pass will do the same.":
        undone,
    "No step of the last pass changed a weight, so no later one will: each would see the same numbers.":
        hardly_moved,
    "No step of the last pass changed a weight, so no later one will. Other start weights may: Reset, then turn the "
    "spread.": lambda told: hardly_moved(told) and told.session.level.knob("spread") is not None,
    "No step of the last pass changed a weight, so no later one will. Other weights may: turn one.":
        lambda told: hardly_moved(told) and "weight" in [knob.name for knob in told.session.level.knobs],
    "The last step moved the weights by no more than rounding does, and no later one will do more.": hardly_moved,
    "The prediction stays {prediction}; the goal is {goal}.": numbers_alone,
    "After each pass the {word} is {error_last}.": numbers_alone,
    "The {word} stays {error_last}.": numbers_alone,
    "At the bottom of {meter}: {weight}. {order} asks for something else.": bottom_of_meter,
    "The steps die out at the lowest point of this {word}, but the goal is not met there.": lowest,
    "The steps die out short of the goal.": short_of_it,
    "The steps die out, and the goal is not met.": lambda told: unmet(told) and dies_out(told),
    "The steps die out.": dies_out,
    "From pass to pass it moves less and less, and the goal is not met.": lambda told: unmet(told) and dies_out(told),
    "In the last quarter of {steps} the {word} fell by less than {gain}.": hardly_fell,
    "The {word} is {error_last}.": numbers_alone,
    "Each step leaves {ratio} of the miss.": shrinks,
    "After {steps} its time is up, and the {word} still falls.": still_falls,
    "After {steps} its time is up.": over_time,
    "It reads nearly all its training digits: it needs different digits, not more passes.": reads_what_it_sees,
    "The last step was shorter than what is left to go.": small_step,
    "This learner draws random numbers, so nothing is proved: it may still get there.": draws,
    "The run had {steps}.": numbers_alone,
}  # fmt: skip


def all_sentences() -> list[str]:
    slots = [slot for slots in sentences().values() for slot in slots] + list(short_words().values())
    return [text for slot in slots for text, _holds in slot if text]


def untrue(session: Session) -> list[str]:
    """The sentences about this run that are not true."""
    outcome = session.outcome
    assert outcome is not None
    run, cause = RunFacts(session, outcome), (outcome.kind, outcome.cause)
    told = Told(session, outcome, numbers_of(run))
    found = choose([short_words()[cause], *sentences()[cause]], run)
    assert found
    return [plain(text.format(**told.said)) for text in found if not holds(plain(text), told)]


def holds(text: str, told: Told) -> bool:
    """Its own claim, and each of its numbers."""
    said = {name for name in re.findall(r"{(\w+)}", text) if name in NUMBERS}
    return all(told.said[name] == NUMBERS[name](told) for name in said) and CLAIMS[text](told)
