"""What the captions of a run claim, read a second time from its weights alone: moments.txt has what is claimed.

Nothing here asks what the game asks before it says a caption.
"""

from collections.abc import Sequence
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Any

from downslope.captions.moments import moments_incremental
from downslope.captions.sentences import DistinguishingInputs, Moment
from downslope.learning import layers_of
from downslope.rules import Learn, Next, Probe, Session, Show, Turn
from lib.claims import Told, Vector, claims

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

    @cached_property
    def now(self) -> Session:
        return after(self.session, self.step)

    def looks_before(self) -> list[Session]:
        """The looks since a choice was made last, the one that is told left out."""
        looks: list[Session] = []
        for number, action in enumerate(self.session.actions[: self.step - 1], 1):
            if isinstance(action, Next) or (isinstance(action, Turn) and action.knob != "weight"):
                looks = []
            elif isinstance(action, Probe):
                looks.append(after(self.session, number))
        return looks

    def shrinking(self) -> bool:
        """Every step leaves that much of the miss, on the side that is said."""
        said, sign = self.said["ratio"], {"same side": 1, "farther out": 0}.get(self.kind, -1)
        ratios = [b / a for a, b in pairwise(self.misses) if abs(a) > 1e-3 * abs(self.misses[0])]
        return all(near(abs(ratio), said, 1e-4 * said) and ratio * sign >= 0 for ratio in ratios)

    def past_the_goal(self) -> bool:
        at, misses = self.said["step"] - self.first, self.misses
        earlier = all(a * misses[0] > 0 or abs(a) < 1e-3 * abs(misses[0]) for a in misses[:at])
        return misses[at - 1] * misses[at] < 0 and near(abs(misses[at]), self.said["miss"]) and earlier

    def same_steps(self) -> bool:
        sizes = [abs(b - a) for a, b in pairwise(self.misses)]
        slopes = {round(abs(self.run.metric.delta(self.goal + aside, self.goal)), 6) for aside in (-3, -0.01, 0.02, 5)}
        steady = all(near(size, self.said["step_size"], 1e-4 * size) for size in sizes)
        return steady and (self.kind == "same steps" or len(slopes) == 1)

    def too_near(self) -> bool:
        before, now, after = self.misses[self.step - self.first - 1 :][:3]
        return abs(before) < abs(self.misses[1] - self.misses[0]) and before * now < 0 and near(before, after)

    def ice(self) -> bool:
        still = tuple(input_name(self.session, i) for i, column in enumerate(zip(*self.way)) if len(set(column)) == 1)
        return still == self.said["names"] and len(still) < self.network.size and near(
            abs(self.misses[0]), self.said["miss"])  # fmt: skip

    def abreast(self) -> bool:
        """When each is near its goal for good."""
        inputs, goals = self.examples[0]
        ends = [1 + max((k for k, way in enumerate(self.way) if abs(inputs[i] * way[i] - goal) > self.tolerance),
                        default=-1) for i, goal in enumerate(goals)]  # fmt: skip
        if self.kind == "one step for all":
            return set(ends) == {1}
        last = self.said["last"] == max(ends) if self.kind == "first and last" else max(ends) > self.last - self.first
        return bool(self.said["first"].n == min(ends) == self.step - self.first and last)

    def pushes(self) -> bool:
        """The same run with a beta of 0 turns back more often and takes longer."""
        session = self.session
        plain = Session(session.base, session.catalog)
        for action in session.actions:
            if not (isinstance(action, Learn) and plain.stage == session.stage):
                plain.do(action)
        plain.do(Turn("beta", 0.0))
        plain.learn_until_outcome(plain.level.budget)
        without = Caption(plain, Moment(0, 0, ""))
        told_so = self.said == {"before": len(without.way) - 1, "after": len(self.way) - 1}
        fewer = len(self.way) < len(without.way) and turns(self.way) < turns(without.way)
        return told_so and fewer and session.won and plain.won

    def disagree(self) -> bool:
        pairs = [(tuple(x), tuple(goal)) for x, goal in self.examples]
        torn = [x for x, goal in pairs if any(x == other and goal != another for other, another in pairs)]
        return bool(len(torn) == self.said["count"] > 0)

    def carries(self) -> bool:
        names = {input_name(self.session, i): weight for i, weight in enumerate(self.way[-1])}
        (one, a), (other, b) = self.said["others"]
        most = abs(self.said["weight"])
        told_right = names == {self.said["name"]: self.said["weight"], one: a, other: b}
        return told_right and abs(a + b) <= 0.1 * most and max(abs(a), abs(b)) <= 0.25 * most

    def together(self) -> bool:
        end = self.way[-self.each - 1 :]
        moves = [max(abs(b - a) for a, b in zip(old, new)) for old, new in pairwise(end)]
        moved = max(abs(b - a) for a, b in zip(end[0], end[-1]))
        most = 1e-8 * max(1, *map(abs, end[0])) if self.kind == "together nothing" else 0.02 * max(moves)
        pulls = [move for move in moves if move > HAIR]
        return (len(pulls), max(moves)) == (self.said["count"], self.said["pull"]) and moved <= most

    def dark(self) -> bool:
        off = tuple(j for j in self.hidden if not any(self.answers(j)))
        if "neurons" in self.said:
            return bool(off == self.said["neurons"])
        still = self.kind == "all dark" or list(self.way[0]) == list(self.way[-1])
        return len(off) == len(self.hidden) == self.said["count"] and still

    def answers_mostly(self) -> bool:
        """From that pass on to the end, and not a pass earlier."""
        example = named_examples(self.session, self.said["example"])[0]
        at, rest = divmod(self.step - self.first, self.each)

        def only(weights: Vector, number: int) -> bool:
            answers = [self.neuron(weights, number, e) for e in self.rows]
            own = answers.pop(example)
            return own >= 0.2 and all(own >= 8 * abs(other) for other in answers)

        from_here = all(only(weights, number) for weights in self.passes[at:] for number in self.said["neurons"])
        earlier = at > 0 and any(only(self.passes[at - 1], number) for number in self.said["neurons"])
        return not rest and from_here and not earlier

    def right(self) -> bool:
        at = self.said["pass"]
        return at == (self.step - self.first) / self.each > 0 and any(
            all(abs(self.miss(weights, e)) < 0.25 for weights in self.passes[at:])
            and abs(self.miss(self.passes[at - 1], e)) >= 0.25
            for e in named_examples(self.session, self.said["example"])
        )

    def error_went(self) -> bool:
        first, last = (self.run.full_problem.error(weights) for weights in (self.way[0], self.way[-1]))
        unit = self.each if self.said["steps"].one == self.session.level.words.get("pass", "pass") else 1
        fell = abs(last) < abs(first) if self.kind == "falls" else abs(last) > abs(first)
        named = abs(first - self.said["first_error"]) + abs(last - self.said["error"]) <= HAIR * max(1, abs(last))
        return fell and named and self.said["steps"].n * unit == self.last - self.first

    def blame(self) -> bool:
        """By how much the first example's miss changes with the total of each hidden neuron: by trying."""
        step, slopes, aside = self.run.at(self.first), list[float](), 1e-6
        example = step.examples[0]
        inputs, miss = self.examples[example][0], self.miss(step.weights, example)
        place = next(i for i, x in enumerate(inputs) if x)
        for j in self.hidden:
            moved = list(step.weights)
            moved[(j - 1) * len(inputs) + place] += aside / inputs[place]
            slopes.append((self.miss(moved, example) - miss) / aside)
        blamed = [j for j in self.hidden if abs(slopes[j - 1]) > HAIR]
        if self.kind == "share the blame":
            most, share = max(blamed, key=lambda j: abs(slopes[j - 1])), self.said["share"]
            own = near(share, step.deltas[0][0] * slopes[most - 1], 1e-4 * max(1, abs(share)))
            return (len(blamed), most) == (self.said["count"], self.said["neuron"]) and own
        lit = [j for j in self.hidden if self.neuron(step.weights, j, example)]
        side = self.kind.startswith("low") == (miss < 0)
        return blamed == lit == [self.said["neuron"]] and side and near(abs(miss), self.said["miss"])

    def lights_up(self) -> bool:
        session, number = self.session, self.said["neuron"]
        done = [a for a in session.actions if not isinstance(a, Learn) and getattr(a, "knob", "") != "weight"]
        before = Session(session.base, session.catalog, done).weights if session.stage == 0 else ()
        if before and any(self.neuron(before, number, e) for e in self.rows):
            return False
        return self.neuron(self.way[0], number, named_examples(session, self.said["example"])[0]) > 0

    def alike(self) -> bool:
        numbers = self.said.get("neurons") or tuple(range(1, self.said["count"] + 1))
        columns = [self.answers(j) for j in numbers]
        everyone = "neurons" in self.said or len(numbers) == len(self.hidden)
        return len(numbers) > 1 and all(column == columns[0] for column in columns) and any(columns[0]) and everyone

    def differ(self) -> bool:
        at = self.said["pass"]
        one = [len({tuple(self.neuron(weights, j, e) for e in self.rows) for j in self.hidden}) == 1
               for weights in self.passes]  # fmt: skip
        return all(one[:at]) and not any(one[at:]) and at == (self.step - self.first) / self.each > 0

    def lines(self) -> bool:
        layers = layers_of(self.network)
        exams = [sum(self.miss(weights, e) ** 2 for e in self.rows) for weights in self.passes]
        linear = layers is not None and set(layers.activations) == {"linear"}
        return linear and min(exams) >= self.said["floor"] - 1e-9

    def each_cell_once(self) -> bool:
        moves = [[abs(b - a) > HAIR for a, b in zip(old, new)] for old, new in pairwise(self.way)]
        return len(moves) == self.each and all(sum(column) <= 1 for column in zip(*moves))

    def rows_alike(self) -> bool:
        end = self.way[-1]
        spread = max(max(end[i::3]) - min(end[i::3]) for i in range(3))
        return spread < 1e-5 and self.run.error() < 0.005

    @property
    def miss_there(self) -> float:
        ((inputs, (goal,)),) = self.now.run.examples
        return inputs[0] * self.now.weights[0] - goal

    def compared(self) -> tuple[bool, bool]:
        """Whether it is on the right of the lowest so far, and whether it is lower."""
        lowest = min(self.looks_before(), key=lambda other: abs(meter(other)))
        return self.now.weights[0] > lowest.weights[0], meter(self.now) < meter(lowest) - 1e-12

    def drawn(self) -> bool:
        """What was drawn there, and which answer is above all others."""
        action = self.session.actions[self.step - 1]
        assert isinstance(action, Show)
        votes, goals = list(self.network.predict(self.session.weights, action.input)), list(action.goal_prediction)
        return (votes.index(max(votes)), goals.index(max(goals))) == (int(self.said["read"]), int(self.said["goal"]))

    def places(self) -> bool:
        def right_places(session: Session) -> int:
            ((inputs, goals),) = session.run.examples
            return sum(map(near, session.run.network.predict(session.weights, inputs), goals))

        others = self.looks_before()
        first = not others if self.kind == "places" else right_places(others[-1]) == self.said["before"]
        return bool(right_places(self.now) == self.said["count"] and first)

    def peek(self) -> bool:
        """Of the recording at the end of a pass."""
        looked, here = list[int](), 0
        for action in self.session.actions[: self.step]:
            here = int(action.value) if isinstance(action, Turn) else here
            looked += [here] if isinstance(action, Probe) else []

        def error(number: int, unseen: bool = True) -> float:
            run, examples = self.session.recording_run, self.session.level.data(unseen)
            weights = run.weights_at(number * self.each)
            return sum((run.network.predict(weights, x)[0] - goal[0]) ** 2 for x, goal in examples) / len(examples)

        here, kind = looked[-1], self.kind
        if kind == "it turns":
            low, best, high = self.said["low"], min(looked, key=error), self.said["high"]
            return bool(low < best < high) and not any(low < k < high for k in looked if k != best)
        fine = here == self.said["pass"] and ("error" not in self.said or near(error(here), self.said["error"]))
        if kind == "peek":
            return fine
        other = looked[-2]
        rose = error(here) > error(other)
        if kind in ("peek lower", "peek higher"):
            return fine and self.said["other"] == other and rose == (kind == "peek higher")
        nearer = here > other and error(here, False) < error(other, False) and self.said["count"] == len(self.examples)
        return fine and nearer and rose == (kind == "peek too far")


def near(a: float, b: float, most: float = HAIR) -> bool:
    return abs(a - b) <= most


def turns(way: Sequence[Vector]) -> int:
    moves = [[b - a for a, b in zip(old, new)] for old, new in pairwise(way[:11])]
    return sum(a[0] * b[0] + a[1] * b[1] < 0 for a, b in pairwise(moves))


def meter(session: Session) -> float:
    """The error as it is shown."""
    return session.error_by() * (len(session.run.examples) if session.level.visibility("error") == "total" else 1)


@lru_cache(64)
def after(session: Session, actions: int) -> Session:
    """As it stood after so many actions: the captions of a run ask for the same again and again."""
    return Session(session.base, session.catalog, session.actions[:actions])


CHECKS = claims("moments.txt")


def wrong_moments(session: Session, found: Sequence[Moment]) -> list[Any]:
    """Those of the moments whose claim does not hold."""
    return [moment for moment in found if not Caption(session, moment).holds(CHECKS[moment.kind])]
