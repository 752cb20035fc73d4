"""What the captions of a run claim, read a second time from its weights alone: CHECKS has one claim a kind.

Nothing here asks what the game asks before it says a caption.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

from downslope.captions.moments import moments_incremental
from downslope.captions.sentences import DistinguishingInputs, Moment
from downslope.learning import layers_of
from downslope.rules import Learn, Next, Probe, Session, Show, Turn
from lib.claims import Told, Vector

HAIR = 1e-6


def moments(session: Session) -> list[Moment]:
    """All of them, once they are made."""
    return next(made for made in moments_incremental(session) if made is not None)


def input_name(session: Session, number: int) -> str:
    """As the level calls it; from 0."""
    words = session.level.words
    return words.get(f"input {number + 1}", f"{words.get('input', 'input')} {number + 1}")


def named_examples(session: Session, told: DistinguishingInputs) -> list[int]:
    """Those that the words point to: of inputs that are not the same in all examples."""
    examples, named = session.run.examples, []
    for e, (inputs, _goal) in enumerate(examples):
        varies = [i for i, _x in enumerate(inputs) if any(other[i] != inputs[i] for other, _g in examples)]
        on, off = (tuple(input_name(session, i) for i in varies if (inputs[i] != 0) is lit) for lit in (True, False))
        if (on, off) == (told.on, told.off):
            named.append(e)
    return named


class Caption(Told):
    """A run, and one moment of it."""

    def __init__(self, session: Session, moment: Moment) -> None:
        super().__init__(session, session.count, moment.facts)
        self.kind, self.step = moment.kind, moment.step
        layers = layers_of(self.network)
        self.hidden = range(1, layers.hidden + 1) if layers is not None else range(0)
        self.rows = range(len(self.examples))

    def miss(self, weights: Vector, example: int) -> float:
        return self.network.predict(weights, self.examples[example][0])[0] - self.examples[example][1][0]

    def neuron(self, weights: Vector, number: int, example: int) -> float:
        return self.network.forward(weights, self.examples[example][0])[1][number - 1]

    def answers(self, number: int) -> list[float]:
        return [self.neuron(weights, number, e) for weights in self.passes for e in self.rows]

    def after(self, actions: int) -> Session:
        """As it stood after so many actions."""
        return Session(self.session.base, self.session.catalog, self.session.actions[:actions])

    @property
    def now(self) -> Session:
        return self.after(self.step)

    def looks_before(self) -> list[Session]:
        """The looks since a choice was made last, the one that is told left out."""
        looks: list[Session] = []
        for number, action in enumerate(self.session.actions[: self.step - 1], 1):
            if isinstance(action, Next) or (isinstance(action, Turn) and action.knob != "weight"):
                looks = []
            elif isinstance(action, Probe):
                looks.append(self.after(number))
        return looks


def near(a: float, b: float, most: float = HAIR) -> bool:
    return abs(a - b) <= most


def shrinking(told: Caption) -> bool:
    """Every step leaves that much of the miss, on the side that is said."""
    said, sign = told.said["ratio"], 1 if told.kind == "same side" else -1
    ratios = [b / a for a, b in pairwise(told.misses) if abs(a) > 1e-3 * abs(told.misses[0])]
    size = abs(ratios[0])
    bounds = {"same side": size < 1, "other side": size < 1, "for ever": near(size, 1), "farther out": size > 1}
    sides = told.kind == "farther out" or all(ratio * sign >= 0 for ratio in ratios)
    return sides and bounds[told.kind] and all(near(abs(ratio), said, 1e-4 * said) for ratio in ratios)


def past_the_goal(told: Caption) -> bool:
    at, misses = told.said["step"] - told.first, told.misses
    earlier = all(a * misses[0] > 0 or abs(a) < 1e-3 * abs(misses[0]) for a in misses[:at])
    return misses[at - 1] * misses[at] < 0 and near(abs(misses[at]), told.said["miss"]) and earlier


def same_steps(told: Caption) -> bool:
    sizes = [abs(b - a) for a, b in pairwise(told.misses)]
    slopes = {round(abs(told.run.metric.delta(told.goal + aside, told.goal)), 6) for aside in (-3, -0.01, 0.02, 5)}
    steady = all(near(size, told.said["step_size"], 1e-4 * size) for size in sizes)
    return steady and (told.kind == "same steps" or len(slopes) == 1)


def too_near(told: Caption) -> bool:
    before, now, after = told.misses[told.step - told.first - 1 :][:3]
    return abs(before) < abs(told.misses[1] - told.misses[0]) and before * now < 0 and near(before, after)


def ice(told: Caption) -> bool:
    still = tuple(input_name(told.session, i) for i, column in enumerate(zip(*told.way)) if len(set(column)) == 1)
    return still == told.said["names"] and len(still) < told.network.size and near(
        abs(told.misses[0]), told.said["miss"])  # fmt: skip


def abreast(told: Caption) -> bool:
    """When each is near its goal for good."""
    inputs, goals = told.examples[0]
    ends = [1 + max((k for k, weights in enumerate(told.way) if abs(inputs[i] * weights[i] - goal) > told.tolerance),
                    default=-1) for i, goal in enumerate(goals)]  # fmt: skip
    if told.kind == "one step for all":
        return set(ends) == {1}
    last = told.said["last"] == max(ends) if told.kind == "first and last" else max(ends) > told.last - told.first
    return bool(told.said["first"].n == min(ends) == told.step - told.first and last)


def turns(way: Sequence[Vector]) -> int:
    moves = [[b - a for a, b in zip(old, new)] for old, new in pairwise(way[:11])]
    return sum(a[0] * b[0] + a[1] * b[1] < 0 for a, b in pairwise(moves))


def pushes(told: Caption) -> bool:
    """The same run with a beta of 0 turns back more often and takes longer."""
    session = told.session
    plain = Session(session.base, session.catalog)
    for action in session.actions:
        if not (isinstance(action, Learn) and plain.stage == session.stage):
            plain.do(action)
    plain.do(Turn("beta", 0.0))
    plain.learn_until_outcome(plain.level.budget)
    without = Caption(plain, Moment(0, 0, ""))
    told_so = told.said == {"before": len(without.way) - 1, "after": len(told.way) - 1}
    fewer = len(told.way) < len(without.way) and turns(told.way) < turns(without.way)
    return told_so and fewer and session.won and plain.won


def disagree(told: Caption) -> bool:
    pairs = [(tuple(x), tuple(goal)) for x, goal in told.examples]
    torn = [x for x, goal in pairs if any(x == other and goal != another for other, another in pairs)]
    return bool(len(torn) == told.said["count"] > 0)


def carries(told: Caption) -> bool:
    names = {input_name(told.session, i): weight for i, weight in enumerate(told.way[-1])}
    (one, a), (other, b) = told.said["others"]
    most = abs(told.said["weight"])
    told_right = names == {told.said["name"]: told.said["weight"], one: a, other: b}
    return told_right and abs(a + b) <= 0.1 * most and max(abs(a), abs(b)) <= 0.25 * most and told.session.won


def together(told: Caption) -> bool:
    end = told.way[-told.each - 1 :]
    moves = [max(abs(b - a) for a, b in zip(old, new)) for old, new in pairwise(end)]
    moved = max(abs(b - a) for a, b in zip(end[0], end[-1]))
    most = 1e-8 * max(1, *map(abs, end[0])) if told.kind == "together nothing" else 0.02 * max(moves)
    pulls = [move for move in moves if move > HAIR]
    return (len(pulls), max(moves)) == (told.said["count"], told.said["pull"]) and moved <= most


def dark(told: Caption) -> bool:
    off = tuple(j for j in told.hidden if not any(told.answers(j)))
    if "neurons" in told.said:
        return bool(off == told.said["neurons"])
    still = told.kind == "all dark" or list(told.way[0]) == list(told.way[-1])
    return len(off) == len(told.hidden) == told.said["count"] and still


def answers_mostly(told: Caption) -> bool:
    """From that pass on to the end, and not a pass earlier."""
    example = named_examples(told.session, told.said["example"])[0]
    at, rest = divmod(told.step - told.first, told.each)

    def only(weights: Vector, number: int) -> bool:
        answers = [told.neuron(weights, number, e) for e in told.rows]
        own = answers.pop(example)
        return own >= 0.2 and all(own >= 8 * abs(other) for other in answers)

    from_here = all(only(weights, number) for weights in told.passes[at:] for number in told.said["neurons"])
    earlier = at > 0 and any(only(told.passes[at - 1], number) for number in told.said["neurons"])
    return not rest and from_here and not earlier


def right(told: Caption) -> bool:
    at = told.said["pass"]
    return at == (told.step - told.first) / told.each > 0 and any(
        all(abs(told.miss(weights, e)) < 0.25 for weights in told.passes[at:])
        and abs(told.miss(told.passes[at - 1], e)) >= 0.25
        for e in named_examples(told.session, told.said["example"])
    )


def error_went(told: Caption) -> bool:
    first, last = (told.run.full_problem.error(weights) for weights in (told.way[0], told.way[-1]))
    unit = told.each if told.said["steps"].one == told.session.level.words.get("pass", "pass") else 1
    fell = abs(last) < abs(first) if told.kind == "falls" else abs(last) > abs(first)
    named = abs(first - told.said["first_error"]) + abs(last - told.said["error"]) <= HAIR * max(1, abs(last))
    return fell and named and told.said["steps"].n * unit == told.last - told.first


def blame(told: Caption) -> bool:
    """By how much the first example's miss changes with the total of each hidden neuron: by trying."""
    step, slopes, aside = told.run.at(told.first), list[float](), 1e-6
    example = step.examples[0]
    inputs, miss = told.examples[example][0], told.miss(step.weights, example)
    place = next(i for i, x in enumerate(inputs) if x)
    for j in told.hidden:
        moved = list(step.weights)
        moved[(j - 1) * len(inputs) + place] += aside / inputs[place]
        slopes.append((told.miss(moved, example) - miss) / aside)
    blamed = [j for j in told.hidden if abs(slopes[j - 1]) > HAIR]
    if told.kind == "share the blame":
        most, share = max(blamed, key=lambda j: abs(slopes[j - 1])), told.said["share"]
        own = near(share, step.deltas[0][0] * slopes[most - 1], 1e-4 * max(1, abs(share)))
        return (len(blamed), most) == (told.said["count"], told.said["neuron"]) and own
    lit = [j for j in told.hidden if told.neuron(step.weights, j, example)]
    side = told.kind.startswith("low") == (miss < 0)
    return blamed == lit == [told.said["neuron"]] and side and near(abs(miss), told.said["miss"])


def lights_up(told: Caption) -> bool:
    session, number = told.session, told.said["neuron"]
    done = [a for a in session.actions if not (isinstance(a, Turn) and a.knob == "weight") and not isinstance(a, Learn)]
    before = Session(session.base, session.catalog, done).weights if session.stage == 0 else ()
    if before and any(told.neuron(before, number, e) for e in told.rows):
        return False
    return told.neuron(told.way[0], number, named_examples(session, told.said["example"])[0]) > 0


def alike(told: Caption) -> bool:
    numbers = told.said.get("neurons") or tuple(range(1, told.said["count"] + 1))
    columns = [told.answers(j) for j in numbers]
    everyone = "neurons" in told.said or len(numbers) == len(told.hidden)
    return len(numbers) > 1 and all(column == columns[0] for column in columns) and any(columns[0]) and everyone


def differ(told: Caption) -> bool:
    at = told.said["pass"]
    one = [len({tuple(told.neuron(weights, j, e) for e in told.rows) for j in told.hidden}) == 1
           for weights in told.passes]  # fmt: skip
    return all(one[:at]) and not any(one[at:]) and at == (told.step - told.first) / told.each > 0


def lines(told: Caption) -> bool:
    layers = layers_of(told.network)
    exams = [sum(told.miss(weights, e) ** 2 for e in told.rows) for weights in told.passes]
    linear = layers is not None and set(layers.activations) == {"linear"}
    return linear and min(exams) >= told.said["floor"] - 1e-9 and not told.session.won


def each_cell_once(told: Caption) -> bool:
    moves = [[abs(b - a) > HAIR for a, b in zip(old, new)] for old, new in pairwise(told.way)]
    once = all(sum(column) <= 1 for column in zip(*moves))
    return once and len(moves) == told.each and told.said["choice"] in told.session.knobs.values()


def rows_alike(told: Caption) -> bool:
    end = told.way[-1]
    spread = max(max(end[i::3]) - min(end[i::3]) for i in range(3))
    return spread < 1e-5 and told.run.error() < 0.005 and not told.session.won


def meter(session: Session) -> float:
    """The error as it is shown."""
    times = len(session.run.examples) if session.level.visibility("error") == "total" else 1
    return session.error_by() * times


def one_look(told: Caption) -> bool:
    """The weight, and by how much it misses."""
    now, kind = told.now, told.kind
    if kind in ("too low", "too high"):
        ((inputs, (goal,)),) = now.run.examples
        miss = inputs[0] * now.weights[0] - goal
        fine = (miss > 0) == (kind == "too high") and near(abs(miss), told.said["miss"])
    else:
        fine = now.won if kind == "that is it" else near(meter(now), told.said["error"])
    return fine and bool(now.weights[0] == told.said["turned"])


def compared_look(told: Caption) -> bool:
    """On that side of the lowest so far, and lower than it or not."""
    now, lowest = told.now, min(told.looks_before(), key=lambda other: abs(meter(other)))
    side, lower = told.kind.startswith("right"), not told.kind.endswith("no lower")
    return (now.weights[0] > lowest.weights[0], meter(now) < meter(lowest) - 1e-12) == (side, lower) and near(
        meter(now), told.said["error"])  # fmt: skip


def drawn(told: Caption) -> bool:
    """What was drawn there, and which answer is above all others."""
    action = told.session.actions[told.step - 1]
    assert isinstance(action, Show)
    votes, goals = list(told.network.predict(told.session.weights, action.input)), list(action.goal_prediction)
    return (votes.index(max(votes)), goals.index(max(goals))) == (int(told.said["read"]), int(told.said["goal"]))


def places(told: Caption) -> bool:
    def right_places(session: Session) -> int:
        ((inputs, goals),) = session.run.examples
        return sum(map(near, session.run.network.predict(session.weights, inputs), goals))

    others = told.looks_before()
    first = not others if told.kind == "places" else right_places(others[-1]) == told.said["before"]
    return bool(right_places(told.now) == told.said["count"] and first)


def peek(told: Caption) -> bool:
    """Of the recording at the end of a pass."""
    looked, here = list[int](), 0
    for action in told.session.actions[: told.step]:
        here = int(action.value) if isinstance(action, Turn) else here
        looked += [here] if isinstance(action, Probe) else []

    def error(number: int, unseen: bool = True) -> float:
        run, examples = told.session.recording_run, told.session.level.data(unseen)
        weights = run.weights_at(number * told.each)
        return sum((run.network.predict(weights, x)[0] - goal[0]) ** 2 for x, goal in examples) / len(examples)

    here, kind = looked[-1], told.kind
    if kind == "it turns":
        low, best, high = told.said["low"], min(looked, key=error), told.said["high"]
        return bool(low < best < high) and not any(low < k < high for k in looked if k != best)
    fine = here == told.said["pass"] and ("error" not in told.said or near(error(here), told.said["error"]))
    if kind == "peek":
        return fine
    other = looked[-2]
    rose = error(here) > error(other)
    if kind in ("peek lower", "peek higher"):
        return fine and told.said["other"] == other and rose == (kind == "peek higher")
    nearer = here > other and error(here, False) < error(other, False) and told.said["count"] == len(told.examples)
    return fine and nearer and rose == (kind == "peek too far")


CHECKS: dict[str, Callable[[Caption], bool]] = {
    **dict.fromkeys(("same side", "other side", "for ever", "farther out"), shrinking),
    "one step leaves": lambda told: near(abs(told.misses[1] / told.misses[0]), told.said["ratio"]),
    "nothing left": lambda told: abs(told.misses[1]) < 1e-8 * abs(told.misses[0]) and told.step == told.first + 1,
    "another alpha":
        lambda told: told.run.at(told.step).alpha == told.said["alpha"] != told.run.at(told.step - 1).alpha,
    "zigzag": lambda told: told.said == {"turns": turns(told.way), "steps": min(10, told.last - told.first)},
    "now": lambda told: told.said["choice"] in map(str, told.now.knobs.values()),
    "past the goal": past_the_goal, "same steps": same_steps, "same steps on a v": same_steps, "too near": too_near,
    "one is held": ice, "are held": ice, "first and last": abreast, "first of several": abreast,
    "one step for all": abreast, "pushes": pushes, "disagree": disagree, "carries": carries,
    "together nothing": together, "together little": together, "dark": dark, "one dark": dark, "all dark": dark,
    "all dark, nothing moves": dark, "answers mostly": answers_mostly, "answer mostly": answers_mostly, "right": right,
    "low, one to blame": blame, "high, one to blame": blame, "share the blame": blame, "lights up": lights_up,
    "all alike": alike, "some alike": alike, "differ": differ, "lines": lines, "each cell once": each_cell_once,
    "rows alike": rows_alike, "falls": error_went, "rises": error_went, "drawn": drawn,
    **dict.fromkeys(("that is it", "error there", "too low", "too high"), one_look),
    **dict.fromkeys(("right is lower", "right is no lower", "left is lower", "left is no lower"), compared_look),
    **dict.fromkeys(("places", "places before"), places),
    **dict.fromkeys(("peek", "peek nearer", "peek too far", "peek lower", "peek higher", "it turns"), peek),
}  # fmt: skip


def wrong_moments(session: Session, found: Sequence[Moment]) -> list[Any]:
    """Those of the moments whose claim does not hold."""
    return [moment for moment in found if not CHECKS[moment.kind](Caption(session, moment))]
