"""What the captions of a run claim, read a second time from its weights alone: CHECKS has one claim a kind.

Nothing here asks what the game asks before it says a caption.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

from downslope.captions.moments import moments_incremental
from downslope.captions.sentences import DistinguishingInputs, Moment
from downslope.learning.architecture import layers_of
from downslope.rules.actions import Learn, Next, Probe, Show, Turn
from downslope.rules.session import Session

HAIR = 1e-6


def moments(session: Session) -> list[Moment]:
    """All of them, once they are made."""
    return next(made for made in moments_incremental(session) if made is not None)


def hidden_of(told: Any) -> int:
    """Its hidden neurons."""
    layers = layers_of(told.network)
    return layers.hidden if layers is not None else 0


class Told:
    """A run, and one moment of it."""

    def __init__(self, session: Session, moment: Moment) -> None:
        self.session, self.run, self.moment = session, session.run, moment
        self.facts: dict[str, Any] = dict(moment.facts)
        self.first, self.last, self.each = session.recorded, session.count, len(session.run.batches)
        self.network, self.examples = session.run.network, session.run.examples

    def weights(self, step: int) -> Sequence[float]:
        return self.run.weights_at(step)

    def way(self) -> list[Sequence[float]]:
        return [self.weights(step) for step in range(self.first, self.last + 1)]

    def passes(self) -> list[Sequence[float]]:
        return [self.weights(step) for step in range(self.first, self.last + 1, self.each)]

    def misses(self) -> list[float]:
        ((inputs, (goal,)),) = self.examples
        return [self.network.predict(weights, inputs)[0] - goal for weights in self.way()]

    def miss(self, weights: Sequence[float], example: int) -> float:
        inputs, goal = self.examples[example]
        return self.network.predict(weights, inputs)[0] - goal[0]

    def neuron(self, weights: Sequence[float], number: int, example: int) -> float:
        return self.network.forward(weights, self.examples[example][0])[1][number - 1]

    def exam(self, weights: Sequence[float]) -> float:
        return sum(self.miss(weights, e) ** 2 for e in range(len(self.examples)))

    def number_of_pass(self) -> int:
        number, rest = divmod(self.moment.step - self.first, self.each)
        assert rest == 0
        return number

    def named_examples(self) -> list[int]:
        return named_examples(self.session, self.facts["example"])


def input_name(session: Session, number: int) -> str:
    """As the level calls it; from 0."""
    words = session.level.words
    return words.get(f"input {number + 1}", f"{words.get('input', 'input')} {number + 1}")


def named_examples(session: Session, told: DistinguishingInputs) -> list[int]:
    """Those that the words point to: of inputs that are not the same in all examples."""
    examples, found = session.run.examples, []
    for e, (inputs, _goal) in enumerate(examples):
        varies = [i for i, _x in enumerate(inputs) if any(other[i] != inputs[i] for other, _g in examples)]
        on, off = (tuple(input_name(session, i) for i in varies if (inputs[i] != 0) is lit) for lit in (True, False))
        if (on, off) == (told.on, told.off):
            found.append(e)
    return found


def shrinking(told: Told) -> bool:
    """Every step leaves that much of the miss, on the side that is said."""
    misses, said = told.misses(), told.facts["ratio"]
    pairs = [(a, b) for a, b in pairwise(misses) if abs(a) > 1e-3 * abs(misses[0])]
    sign = 1 if told.moment.kind == "same side" else -1
    size = abs(pairs[0][1] / pairs[0][0])
    bounds = {"same side": size < 1, "other side": size < 1, "for ever": abs(size - 1) < HAIR, "farther out": size > 1}
    sides = told.moment.kind == "farther out" or all(a * b * sign > 0 for a, b in pairs)
    return sides and bounds[told.moment.kind] and all(abs(abs(b / a) - said) <= 1e-4 * said for a, b in pairs)


def one_step(told: Told) -> bool:
    first, second = told.misses()
    return bool(abs(abs(second / first) - told.facts["ratio"]) < HAIR)


def nothing_left(told: Told) -> bool:
    misses = told.misses()
    return abs(misses[1]) < 1e-8 * abs(misses[0]) and told.moment.step == told.first + 1


def past_the_goal(told: Told) -> bool:
    at, misses = told.facts["step"] - told.first, told.misses()
    earlier = all(a * misses[0] > 0 or abs(a) < 1e-3 * abs(misses[0]) for a in misses[:at])
    return misses[at - 1] * misses[at] < 0 and abs(abs(misses[at]) - told.facts["miss"]) < HAIR and earlier


def same_steps(told: Told) -> bool:
    sizes = [abs(b - a) for a, b in pairwise(told.misses())]
    alike = all(abs(size - told.facts["step_size"]) <= 1e-4 * size for size in sizes)
    ((_inputs, (goal,)),) = told.examples
    slopes = {round(abs(told.run.metric.delta(goal + aside, goal)), 6) for aside in (-3, -0.01, 0.02, 5)}
    return alike and (told.moment.kind == "same steps" or len(slopes) == 1)


def too_near(told: Told) -> bool:
    at, misses = told.moment.step - told.first, told.misses()
    size = abs(misses[1] - misses[0])
    back = abs(misses[at + 1] - misses[at - 1]) < HAIR
    return abs(misses[at - 1]) < size and misses[at - 1] * misses[at] < 0 and back


def another_alpha(told: Told) -> bool:
    step = told.moment.step
    return bool(told.run.at(step).alpha == told.facts["alpha"] != told.run.at(step - 1).alpha)


def ice(told: Told) -> bool:
    still = [i for i, column in enumerate(zip(*told.way())) if len(set(column)) == 1]
    moved = len(still) < told.network.size
    called = tuple(input_name(told.session, i) for i in still)
    return called == told.facts["names"] and moved and abs(abs(told.misses()[0]) - told.facts["miss"]) < HAIR


def abreast(told: Told) -> bool:
    """When each is near its goal for good."""
    inputs, goals = told.examples[0]
    near = told.session.level.aim.tolerance
    assert near is not None
    ends = []
    for i, goal in enumerate(goals):
        gone = [k for k, weights in enumerate(told.way()) if abs(inputs[i] * weights[i] - goal) > near]
        ends.append(max(gone, default=-1) + 1)
    known = [end for end in ends if end <= told.last - told.first]
    if told.moment.kind == "one step for all":
        return ends == [1] * len(goals)
    first = told.facts["first"].n == min(ends) == told.moment.step - told.first
    last = told.facts["last"] == max(ends) if told.moment.kind == "first and last" else len(known) < len(ends)
    return first and bool(last)


def turns(session: Session) -> int:
    told = Told(session, Moment(0, 0, ""))
    moves = [[b - a for a, b in zip(old, new)] for old, new in pairwise(told.way()[:11])]
    return sum(a[0] * b[0] + a[1] * b[1] < 0 for a, b in pairwise(moves))


def zigzag(told: Told) -> bool:
    steps = min(10, told.last - told.first)
    return bool(told.facts == {"turns": turns(told.session), "steps": steps})


def pushes(told: Told) -> bool:
    """The same run with a beta of 0 turns back more often and takes longer."""
    session = told.session
    plain = Session(session.base, session.catalog)
    for action in session.actions:
        if not (isinstance(action, Learn) and plain.stage == session.stage):
            plain.do(action)
    plain.do(Turn("beta", 0.0))
    while plain.outcome is None:
        plain.do(Learn(1))
    after, before = told.last - told.first, plain.count - plain.recorded
    told_so = told.facts == {"before": before, "after": after}
    return told_so and after < before and turns(session) < turns(plain) and session.won and plain.won


def disagree(told: Told) -> bool:
    pairs = [(tuple(x), tuple(g)) for x, g in told.examples]
    torn = [x for x, g in pairs if any(x == other and g != goal for other, goal in pairs)]
    return bool(len(torn) == told.facts["count"] > 0)


def carries(told: Told) -> bool:
    names = {input_name(told.session, i): weight for i, weight in enumerate(told.weights(told.last))}
    (one, a), (other, b) = told.facts["others"]
    most = abs(told.facts["weight"])
    told_right = names == {told.facts["name"]: told.facts["weight"], one: a, other: b}
    return told_right and abs(a + b) <= 0.1 * most and max(abs(a), abs(b)) <= 0.25 * most and told.session.won


def together(told: Told) -> bool:
    end = told.way()[-told.each - 1 :]
    moves = [max(abs(b - a) for a, b in zip(old, new)) for old, new in pairwise(end)]
    moved = max(abs(b - a) for a, b in zip(end[0], end[-1]))
    pulls = [move for move in moves if move > 1e-6]
    most = 1e-8 * max(1, *map(abs, end[0])) if told.moment.kind == "together nothing" else 0.02 * max(moves)
    return len(pulls) == told.facts["count"] and max(moves) == told.facts["pull"] and moved <= most


def every_answer(told: Told, number: int) -> list[float]:
    return [told.neuron(w, number, e) for w in told.passes() for e in range(len(told.examples))]


def dark(told: Told) -> bool:
    count = hidden_of(told)
    off = tuple(j for j in range(1, count + 1) if not any(every_answer(told, j)))
    if "neurons" in told.facts:
        return bool(off == told.facts["neurons"])
    still = told.moment.kind == "all dark" or list(told.weights(told.first)) == list(told.weights(told.last))
    return len(off) == count == told.facts["count"] and still


def answers_mostly(told: Told) -> bool:
    """From that pass on to the end, and not a pass earlier."""
    (example, *_same), at = told.named_examples(), told.number_of_pass()

    def only(weights: Sequence[float], number: int) -> bool:
        answers = [told.neuron(weights, number, e) for e in range(len(told.examples))]
        own = answers.pop(example)
        return own >= 0.2 and all(own >= 8 * abs(other) for other in answers)

    passes = told.passes()
    return all(
        all(only(weights, number) for weights in passes[at:]) and (at == 0 or not only(passes[at - 1], number))
        for number in told.facts["neurons"]
    )


def right(told: Told) -> bool:
    at, passes = told.number_of_pass(), told.passes()
    return at == told.facts["pass"] > 0 and any(
        all(abs(told.miss(weights, e)) < 0.25 for weights in passes[at:]) and abs(told.miss(passes[at - 1], e)) >= 0.25
        for e in told.named_examples()
    )


def error_went(told: Told) -> bool:
    first, last = (told.run.full_problem.error(told.weights(step)) for step in (told.first, told.last))
    unit = told.each if told.facts["steps"].one == told.session.level.words.get("pass", "pass") else 1
    fell = abs(last) < abs(first) if told.moment.kind == "falls" else abs(last) > abs(first)
    named = abs(first - told.facts["first_error"]) + abs(last - told.facts["error"]) <= HAIR * max(1, abs(last))
    return fell and named and told.facts["steps"].n * unit == told.last - told.first


def slopes_of(told: Told, aside: float = 1e-6) -> list[float]:
    """By how much the first example's miss changes with the total of each hidden neuron: by trying."""
    step = told.run.at(told.first)
    inputs, _goal = told.examples[step.examples[0]]
    count, width = hidden_of(told), len(inputs)
    place = next(i for i, x in enumerate(inputs) if x)
    found = []
    for j in range(count):
        moved = list(step.weights)
        moved[j * width + place] += aside / inputs[place]
        found.append((told.network.predict(moved, inputs)[0] - told.network.predict(step.weights, inputs)[0]) / aside)
    return found


def blame(told: Told) -> bool:
    step, slopes = told.run.at(told.first), slopes_of(told)
    miss = told.miss(step.weights, step.examples[0])
    delta = step.deltas[0][0]
    blamed = [j for j, slope in enumerate(slopes, 1) if abs(slope) > HAIR]
    if told.moment.kind == "share the blame":
        most = max(blamed, key=lambda j: abs(slopes[j - 1]))
        share = told.facts["share"]
        return (len(blamed), most) == (told.facts["count"], told.facts["neuron"]) and abs(
            share - delta * slopes[most - 1]
        ) < 1e-4 * max(1, abs(share))
    lit = [j for j in range(1, len(slopes) + 1) if told.neuron(step.weights, j, step.examples[0])]
    side = told.moment.kind.startswith("low") == (miss < 0)
    return blamed == lit == [told.facts["neuron"]] and side and abs(abs(miss) - told.facts["miss"]) < HAIR


def lights_up(told: Told) -> bool:
    session, number = told.session, told.facts["neuron"]
    done = [a for a in session.actions if not (isinstance(a, Turn) and a.knob == "weight") and not isinstance(a, Learn)]
    before = Session(session.base, session.catalog, done if session.stage == 0 else ()).weights
    examples = range(len(told.examples))
    if session.stage == 0 and any(told.neuron(before, number, e) for e in examples):
        return False
    return told.neuron(told.weights(told.first), number, told.named_examples()[0]) > 0


def alike(told: Told) -> bool:
    numbers = told.facts.get("neurons") or tuple(range(1, told.facts["count"] + 1))
    columns = [every_answer(told, j) for j in numbers]
    everyone = "neurons" in told.facts or len(numbers) == hidden_of(told)
    return len(numbers) > 1 and all(column == columns[0] for column in columns) and any(columns[0]) and everyone


def differ(told: Told) -> bool:
    count = hidden_of(told)
    at = told.number_of_pass()
    one = []
    for weights in told.passes():
        rows = {tuple(told.neuron(weights, j, e) for e in range(len(told.examples))) for j in range(1, count + 1)}
        one.append(len(rows) == 1)
    return all(one[:at]) and not any(one[at:]) and at == told.facts["pass"] > 0


def lines(told: Told) -> bool:
    linear = all(name == "linear" for name in layers_of(told.network).activations)  # type: ignore[union-attr]
    return linear and min(map(told.exam, told.passes())) >= told.facts["floor"] - 1e-9 and not told.session.won


def each_cell_once(told: Told) -> bool:
    moves = [[abs(b - a) > HAIR for a, b in zip(old, new)] for old, new in pairwise(told.way())]
    once = all(sum(column) <= 1 for column in zip(*moves))
    return once and told.last - told.first == told.each and told.facts["choice"] in told.session.knobs.values()


def rows_alike(told: Told) -> bool:
    end = told.weights(told.last)
    spread = max(max(end[i::3]) - min(end[i::3]) for i in range(3))
    return spread < 1e-5 and told.run.error() < 0.005 and not told.session.won


def after(told: Told, actions: int) -> Session:
    """As it stood after so many actions."""
    return Session(told.session.base, told.session.catalog, told.session.actions[:actions])


def meter(session: Session) -> float:
    """The error as it is shown."""
    times = len(session.run.examples) if session.level.visibility("error") == "total" else 1
    return session.error_by() * times


def looks_before(told: Told) -> list[Session]:
    """The looks since a choice was made last, the one that is told left out."""
    found: list[Session] = []
    for k, action in enumerate(told.session.actions[: told.moment.step - 1], 1):
        if isinstance(action, Next) or (isinstance(action, Turn) and action.knob != "weight"):
            found = []
        elif isinstance(action, Probe):
            found.append(after(told, k))
    return found


def one_look(told: Told) -> bool:
    """The weight, and by how much it misses."""
    now = after(told, told.moment.step)
    if told.moment.kind == "that is it":
        return bool(now.won and now.weights[0] == told.facts["turned"])
    if told.moment.kind == "error there":
        return bool(now.weights[0] == told.facts["turned"] and abs(meter(now) - told.facts["error"]) < HAIR)
    ((inputs, (goal,)),) = now.run.examples
    miss = inputs[0] * now.weights[0] - goal
    high = told.moment.kind == "too high"
    return now.weights[0] == told.facts["turned"] and (miss > 0) == high and abs(abs(miss) - told.facts["miss"]) < HAIR


def compared_look(told: Told) -> bool:
    """On that side of the lowest so far, and lower than it or not."""
    now, others = after(told, told.moment.step), looks_before(told)
    lowest = min(others, key=lambda other: abs(meter(other)))
    side, lower = told.moment.kind.split()[0], not told.moment.kind.endswith("no lower")
    right_side = (now.weights[0] > lowest.weights[0]) == (side == "right")
    return right_side and (meter(now) < meter(lowest) - 1e-12) == lower and abs(meter(now) - told.facts["error"]) < HAIR


def drawn(told: Told) -> bool:
    """What was drawn there, and which answer is above all others."""
    action = told.session.actions[told.moment.step - 1]
    assert isinstance(action, Show)
    votes, read = told.network.predict(told.session.weights, action.input), int(told.facts["read"])
    first = all(votes[read] > vote for vote in votes[:read]) and votes[read] == max(votes)
    return first and action.goal_prediction[int(told.facts["goal"])] == max(action.goal_prediction)


def choice_now(told: Told) -> bool:
    return told.facts["choice"] in map(str, after(told, told.moment.step).knobs.values())


def places(told: Told) -> bool:
    def right_places(session: Session) -> int:
        ((inputs, goals),) = session.run.examples
        return sum(abs(a - b) < HAIR for a, b in zip(session.run.network.predict(session.weights, inputs), goals))

    others = looks_before(told)
    now = right_places(after(told, told.moment.step)) == told.facts["count"]
    first = told.moment.kind == "places"
    return now and (not others if first else bool(right_places(others[-1]) == told.facts["before"]))


def unseen_error(told: Told, number: int, unseen: bool = True) -> float:
    """Of the recording at the end of a pass."""
    run, step = told.session.recording_run, number * told.each
    weights = run.weights_at(step)
    examples = told.session.level.data(unseen)
    return sum((run.network.predict(weights, x)[0] - goal[0]) ** 2 for x, goal in examples) / len(examples)


def peeks(told: Told) -> list[int]:
    """The passes that were looked at until then, in their order."""
    done, found, here = told.session.actions[: told.moment.step], list[int](), 0
    for action in done:
        here = int(action.value) if isinstance(action, Turn) else here
        found += [here] if isinstance(action, Probe) else []
    return found


def peek(told: Told) -> bool:
    looked = peeks(told)
    here, kind = looked[-1], told.moment.kind
    if kind == "it turns":
        low, best, high = told.facts["low"], min(looked, key=lambda k: unseen_error(told, k)), told.facts["high"]
        return low < best < high and not any(low < k < high for k in looked if k != best)
    if here != told.facts["pass"]:
        return False
    if kind == "peek":
        return bool(abs(unseen_error(told, here) - told.facts["error"]) < HAIR)
    other = looked[-2]
    rose = unseen_error(told, here) > unseen_error(told, other)
    if kind in ("peek lower", "peek higher"):
        right_one = told.facts["other"] == other and abs(unseen_error(told, here) - told.facts["error"]) < HAIR
        return bool(right_one) and rose == (kind == "peek higher")
    nearer = unseen_error(told, here, False) < unseen_error(told, other, False)
    return here > other and nearer and rose == (kind == "peek too far") and told.facts["count"] == len(told.examples)


CHECKS: dict[str, Callable[[Told], bool]] = {
    **dict.fromkeys(("same side", "other side", "for ever", "farther out"), shrinking),
    "one step leaves": one_step, "nothing left": nothing_left, "past the goal": past_the_goal,
    "same steps": same_steps, "same steps on a v": same_steps, "too near": too_near, "another alpha": another_alpha,
    "one is held": ice, "are held": ice, "first and last": abreast, "first of several": abreast,
    "one step for all": abreast, "zigzag": zigzag, "pushes": pushes, "disagree": disagree, "carries": carries,
    "together nothing": together, "together little": together, "dark": dark, "one dark": dark, "all dark": dark,
    "all dark, nothing moves": dark, "answers mostly": answers_mostly, "answer mostly": answers_mostly, "right": right,
    "low, one to blame": blame, "high, one to blame": blame, "share the blame": blame, "lights up": lights_up,
    "all alike": alike, "some alike": alike, "differ": differ, "lines": lines, "each cell once": each_cell_once,
    "rows alike": rows_alike, "falls": error_went, "rises": error_went,
    "drawn": drawn,
    **dict.fromkeys(("that is it", "error there", "too low", "too high"), one_look), "now": choice_now,
    **dict.fromkeys(("right is lower", "right is no lower", "left is lower", "left is no lower"), compared_look),
    **dict.fromkeys(("places", "places before"), places),
    **dict.fromkeys(("peek", "peek nearer", "peek too far", "peek lower", "peek higher", "it turns"), peek),
}  # fmt: skip


def wrong_moments(session: Session, found: Sequence[Moment]) -> list[Any]:
    """Those of the moments whose claim does not hold."""
    return [moment for moment in found if not CHECKS[moment.kind](Told(session, moment))]
