"""Any player, any number: nothing but Impossible, Fault, or one of the outcomes; undo and replay are equal.

0, the smallest numbers there are, the largest, whole numbers of 300 digits, -0, alpha below 0: with every learner,
metric and network.
"""

from array import array
from collections.abc import Callable
from math import isfinite
from typing import Any

from hypothesis import HealthCheck, given, settings, strategies as st

from downslope import ConvNet, Exam, Example, Knob, Layers, Level, Near, Network, Neuron, Neurons
from downslope.engine.fault import Fault
from downslope.rules import OUTCOMES, Action, Freeze, Impossible, Learn, Probe, Reset, Session, Turn, from_json, to_json
from lib.compiled_loops import catalog

EXTREME = [0.0, -0.0, 5e-324, 2.3e-308, 1e308, -1e308, 1.7e308, 1e160, 1e-160, 10**300, 10**18, -3.0, 0.5, 1.0, -0.1]
NETWORKS: list[Network] = [
    Neuron(1), Neuron(2), Neuron(2, 2), Neurons(3), Layers(2, 3, 1), Layers(2, 2, 2, activation="tanh"),
    Layers(1, 2, 1, activation="sigmoid"), Layers(12, 9, 1), ConvNet(4, 1, 2),
]  # fmt: skip
FOUND = catalog()
LEARNERS, METRICS = sorted(FOUND.learners), sorted(FOUND.metrics)
extreme = st.sampled_from(EXTREME) | st.floats(allow_nan=False, allow_infinity=False)


@st.composite
def levels(draw: st.DrawFn) -> Level:
    network = draw(st.sampled_from(NETWORKS))

    def some(many: int) -> list[float]:
        few = draw(st.lists(extreme, min_size=1, max_size=4))
        return [few[k % len(few)] for k in range(many)]

    many = draw(st.integers(1, 3))
    alpha: Any = draw(extreme)
    fields: dict[str, Any] = {
        "batch": draw(st.sampled_from([None, 1, 2])), "schedule": draw(st.sampled_from(["constant", "cosine"])),
        "shuffle": draw(st.booleans()), "budget": draw(st.integers(2, 30)),
        "target": draw(st.sampled_from([Near(0.1), Exam(0.01)])), "probes": 3,
    }  # fmt: skip
    return Level(
        "extreme", title="", network=network, weights=some(network.size),
        examples=[Example(some(network.inputs), some(network.outputs)) for _ in range(many)],
        alpha=draw(st.sampled_from([alpha, some(network.size)])),
        learner=draw(st.sampled_from(LEARNERS)), metric=draw(st.sampled_from(METRICS)), knobs=[
            Knob("weight", -1.8e307, 1.8e307), Knob("alpha", -1.7e308, 1.7e308), Knob("freeze"),
            Knob("learner", stops=LEARNERS), Knob("metric", stops=METRICS),
        ], **fields,
    )  # fmt: skip


anything = st.one_of(extreme, st.none(), st.just("x"), st.integers(-2, 99), st.just(10**400), st.booleans())
ACTIONS: st.SearchStrategy[Action] = st.one_of(
    st.builds(Learn, st.integers(1, 40)),
    st.builds(Learn, st.integers(1, 40)),
    st.builds(Turn, st.sampled_from(["weight", "alpha"]), extreme, st.integers(0, 3)),
    st.builds(Turn, st.just("learner"), st.sampled_from(LEARNERS)),
    st.builds(Turn, st.just("metric"), st.sampled_from(METRICS)),
    st.builds(Freeze, st.integers(0, 3), st.booleans()),
    st.sampled_from([Reset(), Probe()]),
    st.builds(Turn, st.sampled_from(["weight", "alpha", "learner"]), anything, anything),
    st.builds(Learn, anything),
)


def seen(session: Session) -> Any:
    """All of it, to the sign of a zero."""
    run = session.run
    return (
        [array("d", list(n)).tobytes() for n in (session.weights, run.history.weights, run.errors)],
        repr(session.knobs), repr(session.outcome), run.diverged, session.won, repr(session.probed), session.frozen,
        session.stage, repr(session.answers), run.count, session.recorded, repr(vars(session.tally)),
    )  # fmt: skip


def attempted(what: Callable[[], Any]) -> Any:
    """Its result, or the Fault that it ended with."""
    try:
        return what()
    except Fault as fault:
        return fault


@settings(max_examples=60, suppress_health_check=list(HealthCheck), deadline=None)
@given(levels(), st.lists(ACTIONS, min_size=1, max_size=6))
def test_only_refusals_faults_and_outcomes(level: Level, actions: list[Action]) -> None:
    try:
        session = attempted(lambda: Session(level, FOUND))
    except Impossible:
        return
    for action in actions:
        if isinstance(session, Fault):
            return
        before = seen(session)
        try:
            done = attempted(lambda todo=action: session.do(todo))  # type: ignore[misc]
        except Impossible:
            assert seen(session) == before
            continue
        if isinstance(done, Fault):
            return
        assert all(map(isfinite, [*session.weights, *session.run.history.weights, *session.run.errors]))
        assert session.outcome is None or session.outcome.kind in OUTCOMES
        assert seen(session.undo()) == before
    again = [from_json(to_json(action)) for action in session.actions]
    assert seen(Session(level, FOUND, again)) == seen(session) == seen(session.copy())
    step, size = session.count // 2, level.network.size
    then = session.rewind(step)
    assert then.count == step and then.run.history.weights == session.run.history.weights[: step * size]
