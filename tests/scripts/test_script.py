"""Every level, and runs of all kinds, as plain Python: running the lines in an empty namespace gives exactly the
session's numbers. What plain lines cannot say is written with the game's own parts."""

import ast
import contextlib
import io
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from downslope import Catalog, Digits, Example, Freeze, Knob, Learn, Level, Session, Turn
from downslope.formulas.inline import NotInlinable
from downslope.learning import ConvNet, Dense, Layers, Learner, Metric, Network, Neuron, Neurons
from downslope.scripts.forms import write_loop, written_as
from downslope.solving.autosolve import run_until
from lib.compiled_loops import bends, catalog
from lib.plugins import BiasedNeuron, Recurrent
from lib.support import script, shipped

LEARNED = [v.id for v in shipped().levels.values() if v.learner is not None and v.network.size <= 120]
LARGE = ("ten-neurons", "kernels")  # over pictures


def printed(text: str) -> list[Any]:
    """What running it prints, as numbers: error, prediction, weight."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(text, "<script>", "exec"), {"__name__": "__main__"})
    words = out.getvalue().removeprefix("prediction").replace("prediction", ";").replace("weight", ";")
    return [ast.literal_eval(part.strip()) for part in words.replace("error", "").split(";")]


def expected(session: Session) -> list[Any]:
    """The last look of the session, and the weights after one more move, as a script prints them."""
    look = session.run.at(session.count)
    session.do(Learn(1))
    prediction: Any = list(look.predictions[-1])
    return [look.error, *(each[0] if len(each) == 1 else each for each in (prediction, list(session.weights)))]


def same(session: Session, plain: bool = True) -> str:
    """What is written of it gives its numbers. `plain`: with lines of Python alone."""
    if not plain:
        with pytest.raises(NotInlinable):
            script(session)
    text = written_as(session)
    assert ("run = Run(" in text) is not plain
    assert repr(printed(text)) == repr(expected(session)), text
    return text


@pytest.mark.slow
def test_every_level_until_its_outcome() -> None:
    for level in shipped().levels.values():
        session = Session(level, shipped())
        if level.learner is None:  # by hand it is a prediction
            prediction = level.network.predict(session.weights, session.run.examples[0][0])
            assert printed(script(session)) == [prediction if len(prediction) > 1 else prediction[0]]
        elif level.id in LEARNED:
            text = script(run_until(session))
            assert printed(text) == expected(session), text  # a whole number of a level may stay one
            lines = [line for line in text.splitlines() if not line.startswith(("weights =", "examples ="))]
            assert len(lines) <= 24 and max(map(len, lines)) <= 120, text
    for name in LARGE:
        text = same(Session(shipped().levels[name], shipped(), [Learn(120)]))
        assert len(text.splitlines()) <= 55 and max(map(len, text.splitlines())) <= 140


TANH = bends("tanh") * 3
NETWORKS: dict[str, Network] = {
    "one": Neuron(), "three-inputs": Neuron(3), "two-outputs": Neuron(3, 2), "side-by-side": Neurons(3),
    "relu": Layers(3, 4, 1), "sigmoid": Layers(2, 3, 2, activation="sigmoid"),
    "mixed": Layers(3, 4, 1, activation=("linear", "relu", "tanh", "linear")),
    "deep-mixed": Layers(2, 2, 3, 2, activation=("relu", "tanh", "tanh", "tanh", "sigmoid")),
    "straight": Network((Dense(0, 2, 3), Dense(6, 3, 1))),  # of a hidden layer without activations
    "biased": Network((Dense(0, 2, 1, (), True),)),
    "biased-deep-two": Network((Dense(0, 2, 3, TANH, True), Dense(9, 3, 3, TANH), Dense(18, 3, 2, (), True))),
}  # fmt: skip
OWN = catalog()
LEARNERS = ("gradient-descent", "momentum", "nesterov", "rmsprop", "adam", "hot-and-cold")
PICTURES = ConvNet(4, 2, 3)


def level(network: Network, count: int = 5, **more: Any) -> Level:
    """A level with random examples; the same for the same shape."""
    random = Random(f"{network} {count}")

    def some(many: int) -> tuple[float, ...]:
        return tuple(round(2 * random.random() - 1, 2) for _ in range(many))

    examples = [Example(some(network.inputs), some(network.outputs)) for _ in range(count)]
    free = [Knob("weight"), Knob("alpha"), Knob("freeze"), Knob("learner", stops=LEARNERS), Knob("beta", 0, 1)]
    fields = {"title": "", "alpha": 0.1, "knobs": free, "seed": 3, "budget": 60}
    return Level("x", network=network, examples=examples, **{**fields, **more})


def played(made: Level, *actions: Any) -> Session:
    return Session(made, OWN, actions)


TURNS = [Turn("alpha", 0.05), Turn("weight", 0.25), Turn("weight", 0.5, -1), Freeze(0), Freeze(0, False), Freeze(-1),
         Turn("learner", "adam"), Turn("learner", "momentum")]  # fmt: skip


@settings(max_examples=20)
@given(
    network=st.sampled_from([*NETWORKS.values(), PICTURES]), count=st.sampled_from([1, 4, 5]),
    learner=st.sampled_from([*LEARNERS, "forked", "swapping"]),
    metric=st.sampled_from(["squared", "absolute", "huber", "log-cosh", "hinge", "softmax-cross-entropy", "steep",
                            "half"]),
    batch=st.sampled_from([None, 1, 2, 3]), shuffle=st.booleans(),
    schedule=st.sampled_from(["constant", "constant", "linear", "step", "cosine", "cycle"]),
    alpha=st.sampled_from([0.03, 0.03, "one for each weight"]), frozen=st.frozensets(st.integers(0, 30), max_size=4),
    turns=st.lists(st.tuples(st.sampled_from(TURNS), st.integers(1, 5)), max_size=3), first=st.integers(1, 7),
)  # fmt: skip
def test_any_run(
    network: Network, turns: list[tuple[Any, int]], alpha: Any, frozen: frozenset[int], first: int, **fields: Any
) -> None:
    one_for_each = isinstance(alpha, str) and fields["learner"] != "hot-and-cold"
    several = [0.01 * k for k in range(network.size)] if one_for_each else 0.03
    actions: list[Any] = [Learn(first)]
    for turned, steps in turns:
        if not isinstance(several, list) or getattr(turned, "knob", "") not in ("alpha", "learner"):
            index = getattr(turned, "index", 0) % network.size
            actions += [turned if isinstance(turned, Turn) and not turned.index else turned._replace(index=index)]
            actions += [Learn(steps)]
    ice = frozenset(k for k in frozen if k < network.size)
    same(played(level(network, alpha=several, frozen=ice, budget=6, **fields), *actions))


def test_what_changes_on_the_way_is_written_in_words() -> None:
    for schedule in ("linear", "step", "cosine", "cycle"):
        made = level(NETWORKS["three-inputs"], batch=2, schedule=schedule, budget=6)
        assert f"alpha = 0.1 * {schedule}(" in same(played(made, Learn(20)))
    plain = Level("x", title="", examples=[Example(2, 0.8)], weights=[0.5], alpha=0.1)
    assert "for alpha in [0.1] * 8 + [1] * 9:" in same(played(plain, Learn(8), Turn("alpha", 1.0), Learn(8)))
    still = level(NETWORKS["one"], schedule="step", budget=6, count=1)  # on a stair: no round has the knob's own alpha
    assert "\nalpha = 0.01" in same(played(still, Learn(3), Turn("weight", 0.25), Learn(1)))
    turned = played(level(NETWORKS["three-inputs"], learner="momentum"), Learn(5), Turn("beta", 0.5), Learn(6))
    assert turned.run.origin.memories[0] != [0.0] * 3 and same(turned).startswith("# from step 5 on")
    far = played(level(NETWORKS["three-inputs"], alpha=40.0), Learn(5000))  # it ends with its last finite step
    error, _prediction, weights = printed(script(far))
    assert far.run.diverged and (error, weights) == (far.run.errors[-1], far.weights)


@pytest.mark.slow
def test_what_plain_lines_cannot_say_is_said_with_the_game_s_own_parts() -> None:
    relu, pictures = NETWORKS["relu"], {"metric": "softmax-cross-entropy", "augment": "shift"}
    runs: list[tuple[Network, dict[str, Any], list[Any]]] = [
        (PICTURES, {**pictures, "batch": 1}, [Learn(3)]),
        (PICTURES, {**pictures, "shuffle": True, "batch": 2, "schedule": "linear", "budget": 4}, [Learn(3)]),
        (relu, {"shuffle": True, "batch": 2}, [Turn("alpha", 0.05), Learn(4)]),
        (relu, {"schedule": "cosine", "budget": 3, "batch": 2}, []), (relu, {"frozen": frozenset({1})}, []),
        (relu, {"schedule": "cosine", "budget": 9}, [Turn("alpha", 0.3), Learn(3)]),
        *((network, {}, []) for network in NETWORKS.values()),
    ]  # fmt: skip
    for network, fields, actions in runs:
        drawn: dict[str, Any] = {} if network is PICTURES else {"learner": "random-search"}
        same(played(level(network, **fields, **drawn), Learn(6), *actions), plain=False)
    with pytest.raises(NotInlinable, match="random-search"):  # a draw in the middle
        written_as(played(level(PICTURES, learner="random-search"), Learn(4), Turn("weight", 0.2, 1), Learn(4)))


class Scaled(Metric):
    scale = Knob(0.5, 4.0, start=1.5)

    def error(self, prediction: float, goal_prediction: float) -> float:
        return float((prediction - goal_prediction) ** 2) * self.scale


def test_a_network_without_ops_and_many_examples_are_asked_of_the_level(monkeypatch: pytest.MonkeyPatch) -> None:
    made = replace(level(Recurrent(), learner="momentum", metric="scaled"), id="recurrent")
    one = tuple(Example(e.input, e.pair[1][:1]) for e in Digits().make()[:40])
    digits = Level("digits-here", title="", network=Layers(64, 3, 1), examples=one, batch=1, seed=4,
                   stages=[{"alpha": 0.01}])  # fmt: skip
    metrics = {**shipped().metrics, "scaled": Scaled()}
    found = replace(shipped(), levels={"recurrent": made, "digits-here": digits}, metrics=metrics)
    monkeypatch.setattr("downslope.load", lambda: found)
    turns: list[list[Any]] = [[], [Turn("alpha", 0.05), Learn(3)], [Turn("weight", 0.2, 1), Learn(3)]]
    for more in turns:
        same(Session(made, found, [Learn(5), *more]), plain=False)
    with pytest.raises(NotInlinable, match="another kind"):  # of a level that nobody has
        written_as(played(level(BiasedNeuron()), Learn(2)))
    text = same(Session(digits, found, [Learn(30)]))
    assert max(map(len, text.splitlines())) <= 120
    assert "level('digits-here').data()" in text and "Random('weights 4')" in text
    with pytest.raises(NotInlinable, match="40 examples"):
        written_as(Session(digits, found, [Learn(3)]), "torch")


def as_printed(session: Session) -> str:
    """What runs of it, whose steps are the readable ones: the weights before each, the errors, the last weights."""
    (text, why), run, first = write_loop(session), session.run, session.run.count
    space, kept, errors = dict[str, Any](), list[float](), list[float]()
    exec(text, space)
    assert not why and run.learner is not None
    seen = [(run.problem(step).examples, run.alpha_at(step)) for step in range(first, first + 5)]
    samples = [(examples, alpha) if run.order.size > 1 else (*examples[0], alpha) for examples, alpha in seen]
    weights, _memories = space["run"](run.weights, run.learner.memories, samples, kept.extend, errors.append)
    for _ in seen:
        run.step()
    readable = [w for step in range(first, run.count) for w in run.weights_at(step)]
    assert repr([errors, weights, kept]) == repr([list(run.errors[first:]), list(run.weights), readable])
    return text


def test_what_runs_makes_the_steps_of_the_level_and_names_what_it_calls(monkeypatch: pytest.MonkeyPatch) -> None:
    for each in shipped().levels.values():
        if each.learner is not None and shipped().learner(each.learner).step is Learner.step:
            text = as_printed(Session(each, shipped()))
            assert text.count(each.id) == 2 and "definition" in text.partition("\ndef ")[0]
    kinds: dict[str, dict[str, Any]] = {
        "judge": {"metric": "steep"}, "move": {"learner": "forked"}, "weight_deltas": {"network": Recurrent()},
    }  # fmt: skip
    for called, fields in kinds.items():
        made = replace(level(NETWORKS["three-inputs"]), id="named", batch=1, **fields)
        found = Catalog(OWN.metrics, OWN.learners, {"named": made})
        monkeypatch.setattr("downslope.load", lambda found=found: found)
        assert f"\n{called} = " in as_printed(Session(made, found))
