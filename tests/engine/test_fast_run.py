"""Many steps at once against the readable path, to the last bit: the loop of every network, metric, learner and
setting, however a run is cut into actions; and a problem of many examples, whose error comes out of one loop."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from itertools import accumulate, cycle
from random import Random
from struct import pack
from typing import Any

import pytest
from hypothesis import example, given, settings, strategies as st

from downslope import ConvNet, Digits, Example, Fault, Freeze, Knob, Layers, Learn, Learner, Level, Run, Session, Turn
from downslope.engine import fast_run
from downslope.engine.fast_run import MODERATE, WRITTEN_OUT, FastProblem
from downslope.engine.run import Run as ReadableRun
from downslope.formulas.source import NotInlinable
from downslope.learning import Beside, Dense, Network, Neuron, Neurons, Problem
from downslope.rules import Accuracy, Exam, Near
from lib.compiled_loops import CALLED, FORMULAS, LARGE, METRICS, SMALL, Case, bits, cases, catalog, metric


def assert_same(one: Any, other: Any) -> None:
    assert bits(one.weights) == bits(other.weights) and bits(one.errors) == bits(other.errors)
    assert bits(one.history.weights) == bits(other.history.weights)
    assert list(map(bits, one.learner.memories)) == list(map(bits, other.learner.memories))


def compare(fast: Any, readable: Any, steps: int = 23) -> None:
    """Both make so many steps, or run away at the same one."""
    while fast.count < steps and not fast.diverged:
        fast.advance(steps - fast.count)
    while readable.count < steps and not readable.diverged:
        assert readable.step() is not readable.diverged
    assert fast.diverged == readable.diverged
    assert_same(fast, readable)
    for input, _goals in readable.examples:
        assert bits(fast.predict(fast.weights, input)) == bits(fast.network.predict(fast.weights, input))


def looped(case: Case, steps: int = 23) -> Any:
    """The run, which has a loop whose steps are the readable ones."""
    fast = case.run(Run)
    compare(fast, case.run(ReadableRun), steps)
    assert fast.loop is not None and fast.loop.trusted, f"{case} {fast.why}"
    return fast


SIGNED_ZEROS = {"batch": 1, "schedule": "constant", "budget": 4}
BESIDE = Network([Dense(0, 1, 1), Beside(1, 1)])  # its share of -0.0 is not added to 0.0


@settings(max_examples=30)
@example(Case(BESIDE, "swapping", "absolute", 0.9, 0, more=SIGNED_ZEROS), [1, 1])
@given(case=cases(), parts=st.lists(st.integers(1, 12), min_size=2, max_size=3))
def test_the_same_bits(case: Case, parts: list[int]) -> None:
    fast, readable = case.run(Run), case.run(ReadableRun)
    for end in accumulate(parts):
        compare(fast, readable, end)
    assert fast.why == "" or fast.diverged, fast.why


def test_each_shape_has_a_loop() -> None:
    """Written out where it is small, else in rows, or with its methods called."""
    learners, metrics, batches = cycle(FORMULAS), cycle(METRICS), cycle([1, 2, None])
    for kind, shapes in {"written out": SMALL, "rows": LARGE, "called": CALLED}.items():
        for network in shapes:
            case = Case(network, next(learners), next(metrics), zeros=0.0, more={"batch": next(batches)})
            text = looped(case, 5).loop.text
            assert ("forward(" in text) == (kind == "called"), case
            assert kind == "called" or (text.count("for ") > 4) == (kind == "rows"), case
    # what only one branch of a metric needs is worked out in it
    assert looped(Case(Layers(3, 4, 2), "momentum", "guarded", zeros=0.5, more={"batch": 2})).readable == 0


@dataclass
class Listed(Network):
    """Equal to others of its kind, and without a hash; its numbers may change, or differ each time."""

    gains: list[float] = field(default_factory=lambda: [0.5])
    random: Any = None
    inputs, outputs, size = 1, 1, 1

    def forward(self, weights: Sequence[float], input: Sequence[float]) -> list[Sequence[float]]:
        drawn = self.random.random() if self.random else 0.0
        return [input, [weights[0] * input[0] * self.gains[0] + drawn]]

    def weight_deltas(self, weights: Any, layers: Any, delta: Any) -> list[float]:
        return [delta[0] * layers[0][0] * self.gains[0]]


def loop_of(case: Case, frozen: frozenset[int] = frozenset(), batched: bool = False) -> Any:
    run = case.run(Run)
    return fast_run.loop_for(Problem(case.network, run.examples, run.metric, frozen), case.made(), batched)


def test_another_network_learner_metric_or_setting_has_another_loop() -> None:
    case = Case(Layers(3, 4, 1), "adam", zeros=0.0)
    assert loop_of(case) is loop_of(replace(case, seed=9)) is loop_of(replace(case, network=Layers(3, 4, 1)))
    others = [
        loop_of(case), loop_of(case, batched=True), loop_of(case, frozenset({1})), loop_of(case, frozenset({1, 2})),
        loop_of(replace(case, network=Layers(3, 4, 1, activation="tanh"))), loop_of(replace(case, metric="huber")),
        loop_of(replace(case, learner="momentum")),
    ]  # fmt: skip
    assert len(set(others)) == len(others)
    network = Listed()
    for gain in (0.5, 2.0, 0.5):
        network.gains[0] = gain
        looped(Case(network, zeros=0.0, more={"batch": 1}))
    case = Case(Neuron(2), "momentum", more={"batch": 1})
    first, fast, readable = looped(case), case.run(Run), case.run(ReadableRun)
    for run in (fast, readable):
        vars(run.learner)["beta"] = 0.25
    compare(fast, readable)
    assert fast.loop is not None is not first.loop is not fast.loop


def test_what_differs_has_a_step_of_its_own_or_huge_numbers_runs_the_readable_path() -> None:
    fast = Case(Listed(random=Random(1)), more={"batch": 1}).run(Run)
    for turn in (lambda: None, lambda: fast.set_weights([0.5]), fast.invalidate_loop):  # until a knob is turned
        turn()
        assert fast.why == "" and fast.origin.step == fast.count
        for _step in range(3):
            assert not fast.advance_epoch(5) and fast.loop is None and "differ" in fast.why
            fast.step()
    with pytest.raises(NotInlinable, match="step of its own"):
        loop_of(Case(Neuron(3), "random-search"))
    own = Case(Layers(3, 4, 2), "hot-and-cold").run(Run)
    compare(own, Case(Layers(3, 4, 2), "hot-and-cold").run(ReadableRun))
    assert own.loop is None and own.why
    case = Case(ConvNet(4, 1, 1), more={"batch": 1})
    for weights in ([2 * MODERATE, -2 * MODERATE] * 5, [-0.0] * 10, [1] * 10):
        fast, readable = case.run(Run), case.run(ReadableRun)
        for run in (fast, readable):
            run.set_weights(list(weights))
        assert fast.advance_epoch(3) == 0
        compare(fast, readable)
    assert fast_run.irregular_examples(fast.examples) == ""
    for wrong in (([2 * MODERATE] * 16, [0.0]), ([1] * 16, [0.0])):
        assert "huge numbers" in fast_run.irregular_examples([*fast.examples, wrong])


# played


class DividesLater(Learner):
    name = "divides-later"

    def update(self, weight: float, weight_delta: float, alpha: float) -> float:
        there = weight + 0.25
        return there + 0.0 / (1.0 - there)


OWN = replace(
    catalog(), learners={**catalog().learners, "divides-later": DividesLater},
    metrics={**catalog().metrics, "signed": metric("signed", "(prediction - goal_prediction) * 2.0")},  # falls for ever
)  # fmt: skip
KERNELS = ConvNet(5, 2, 3)
KNOBS = [Knob("alpha", 0.001, 1), Knob("weight", -9, 9), Knob("beta", 0, 0.99), Knob("freeze"),
         Knob("metric", stops=METRICS), Knob("kernels", stops=(1, 2, 3))]  # fmt: skip
TURNS = [Turn("alpha", 0.01), Turn("weight", 2, 3), Turn("beta", 0.5), Turn("metric", "huber"), Freeze(2),
         Freeze(2, False)]  # fmt: skip


def watched(learner: str = "gradient-descent", metric: str = "squared", **more: Any) -> Level:
    """Of one weight and one example, which is judged at each step."""
    fields: dict[str, Any] = {"target": Near(1e-4), "budget": 400, "weights": [0.1], "alpha": 1.0}
    fields |= {"examples": [Example(0.3, 0.7)], **more}
    return Level("x", title="", learner=learner, metric=metric, **fields)


def both(start: Level, steps: int, *turns: Any) -> Session:
    """Many steps at once, a knob turned after each such stretch, and as many steps one by one."""
    once, single = Session(start, OWN), Session(start, OWN)
    for turned in (*turns, None):
        once.do(Learn(steps))
        for _ in range(steps):
            if not single.run.diverged:
                single.do(Learn(1))
        assert_same(once.run, single.run)
        assert once.outcome == single.outcome
        if turned is None or once.run.diverged:
            break
        for session in (once, single):
            session.do(turned)
    return once


@settings(max_examples=24)
@given(steps=st.integers(1, 24), shuffle=st.booleans(), schedule=st.sampled_from(["constant", "cosine", "linear"]),
       network=st.sampled_from([Layers(3, 4, 2), Layers(9, 8, 6), KERNELS, Neurons(4)]),
       batch=st.sampled_from([1, 2, 4, None]), frozen=st.frozensets(st.integers(0, 2)), augment=st.booleans(),
       learner=st.sampled_from(["momentum", "adam"]), turns=st.lists(st.sampled_from(TURNS), max_size=3))  # fmt: skip
def test_however_it_is_cut_into_actions(
    network: Network, turns: list[Any], augment: bool, steps: int, learner: str, **fields: Any
) -> None:
    random = Random(f"{network} {learner}")
    sides = [[random.choice([0.0, random.uniform(-1, 1)]) for _ in range(network.inputs)] for _example in range(5)]
    examples = [Example(side, [float(k == 0) for k in range(network.outputs)]) for side in sides]
    start = watched(learner, network=network, examples=examples, knobs=KNOBS, target=Exam(1e-9), alpha=0.02, seed=3,
                    augment="shift" if augment and network == KERNELS else None, **{"weights": None, **fields})
    kept = [turn for turn in turns if learner == "momentum" or turn != Turn("beta", 0.5)]
    both(start, steps, *kept, *[Turn("kernels", 3)] * (network == KERNELS and learner == "momentum"))


def test_one_weight_is_judged_where_it_would_be_step_by_step_and_what_raises_is_named_with_its_line() -> None:
    """At a target, an orbit, a standstill, a runaway on either side."""
    kinds = set()
    for judge, learner in (("squared", "gradient-descent"), ("absolute", "momentum"), ("signed", "forked")):
        for alpha in (-1e7, 0.02, 3.0, 22.3, 40.0):
            once = both(watched(learner, judge, alpha=alpha), 420)
            kinds.add(once.outcome and once.outcome.kind)
            assert once.run.loop is not None
    assert kinds >= {"land", "runaway", "orbit"}
    for steps in range(4):
        session = Session(watched("divides-later", weights=[0.0]), OWN, [Learn(steps)] if steps else [])
        with pytest.raises(Fault, match="divides-later: ZeroDivisionError") as fault:
            session.do(Learn(50))
        assert fault.value.file == __file__ and fault.value.line > 0 and session.count == 3


@pytest.mark.slow
def test_every_python_trains_the_same_net() -> None:
    """Real digits, shuffled and shifted; squared error, so that only +, -, * of doubles are asked of the machine."""
    start = Level(
        "digits", title="", network=ConvNet(8, 8, 10), examples=Digits(), spread=0.2, alpha=0.02, batch=1, shuffle=True,
        augment="shift", target=Accuracy(1.0), schedule="linear", budget=1,
    )  # fmt: skip
    weights = Session(start, OWN, [Learn(1437)]).weights
    assert sha256(pack(f"<{len(weights)}d", *weights)).hexdigest()[:16] == "e8978ff383c75914"


def test_a_compiled_look_is_the_readable_one_and_of_many_examples_200_decide() -> None:
    random, large = Random(7), Layers(2, WRITTEN_OUT, 1)  # too large for a loop
    for name, own in catalog().metrics.items():
        for network in (Neuron(1), Layers(2, 3, 1, activation="tanh"), *[large] * (name == "huber")):
            sides = [[random.uniform(-3.0, 3.0) for _ in range(network.inputs + 1)] for _example in range(60)]
            pairs = [(side[:-1], side[-1:]) for side in sides]
            fast, plain = FastProblem(network, pairs, own), Problem(network, pairs, own)
            assert fast.has_loop == (network.size <= WRITTEN_OUT)
            for seed in (1, 2, 1) if fast.has_loop else (1, 1):
                weights = network.start_weights(Random(seed))
                assert bits([fast.error(weights)]) == bits([plain.error(weights)]), name
                assert bits(fast.weight_deltas(weights)) == bits(plain.weight_deltas(weights)), name
            assert FastProblem(network, pairs, own, frozenset({0})).weight_deltas(weights)[0] == 0.0
    many = [Example((k / 500 - 1,), (k / 500 - 1) * (0.5 + k % 5 / 100)) for k in range(1000)]
    run = Session(watched(examples=many, weights=[0.0]), OWN).run
    judged = run.sample_problem.examples
    assert len(judged) == 200 and judged[0] == many[0].pair and judged[1] == many[5].pair
    assert run.error(judged=True) == run.sample_problem.error([0.0]) != run.error()
    for name in ("squared", "huber"):
        run.change(metric=OWN.metric(name))
        run.step()
    assert [tuple(run.weight_deltas_at(step)) for step in range(3)] == [run.at(step).weight_deltas for step in range(3)]
    few = Session(watched(), OWN).run
    assert few.sample_problem is few.full_problem
