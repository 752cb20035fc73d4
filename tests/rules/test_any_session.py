"""Any player, any number: nothing but Impossible, Fault, or one of the outcomes; undo and replay are equal.

0, the smallest numbers there are, the largest, whole numbers of 300 digits, -0, alpha below 0: with every learner,
metric and network.
"""

from array import array
from math import isfinite
from typing import Any

from hypothesis import HealthCheck, given, settings, strategies as st

from downslope import ConvNet, Exam, Example, Fault, Knob, Layers, Level, Near, Neuron, Session
from downslope.rules import OUTCOMES, Action, Freeze, Impossible, Learn, Probe, Reset, Turn, from_json, to_json
from lib.compiled_loops import SMALL, catalog

EXTREME = [0.0, -0.0, 5e-324, 2.3e-308, 1e308, -1e308, 1.7e308, 1e160, 1e-160, 10**300, 10**18, -3.0, 0.5, 1.0, -0.1]
FOUND = catalog()
NAMES = {"learner": sorted(FOUND.learners), "metric": sorted(FOUND.metrics)}
KNOBS = [Knob("weight", -1.8e307, 1.8e307), Knob("alpha", -1.7e308, 1.7e308), Knob("freeze"),
         *(Knob(name, stops=stops) for name, stops in NAMES.items())]  # fmt: skip
extreme = st.sampled_from(EXTREME) | st.floats(allow_nan=False, allow_infinity=False)
anything = st.one_of(extreme, st.none(), st.just("x"), st.integers(-2, 99), st.just(10**400), st.booleans())
ACTIONS: st.SearchStrategy[Action] = st.one_of(
    st.builds(Learn, st.integers(1, 40)), st.builds(Learn, st.integers(1, 40)), st.builds(Learn, anything),
    st.builds(Turn, st.sampled_from(["weight", "alpha"]), extreme, st.integers(0, 3)),
    *(st.builds(Turn, st.just(name), st.sampled_from(stops)) for name, stops in NAMES.items()),
    st.builds(Turn, st.sampled_from(["weight", "alpha", "learner"]), anything, anything),
    st.builds(Freeze, st.integers(0, 3), st.booleans()), st.sampled_from([Reset(), Probe()]),
)  # fmt: skip
FIELDS: dict[str, st.SearchStrategy[Any]] = {
    **{name: st.sampled_from(values) for name, values in NAMES.items()}, "shuffle": st.booleans(),
    "batch": st.sampled_from([None, 1, 2]), "schedule": st.sampled_from(["constant", "cosine"]),
    "target": st.sampled_from([Near(0.1), Exam(0.01)]), "budget": st.integers(2, 30),
    "network": st.sampled_from([*SMALL, Neuron(2, 2), Layers(12, 9, 1), ConvNet(4, 1, 2)]),
}  # fmt: skip


def seen(session: Session) -> Any:
    """All of it, to the sign of a zero."""
    run = session.run
    numbers = [array("d", list(each)).tobytes() for each in (session.weights, run.history.weights, run.errors)]
    rest = session.knobs, session.outcome, session.probed, session.answers, vars(session.tally), session.frozen
    return numbers, repr(rest), run.diverged, session.won, session.stage, run.count, session.recorded


@settings(max_examples=30, suppress_health_check=list(HealthCheck), deadline=None)
@given(data=st.data(), few=st.lists(extreme, min_size=1, max_size=9), actions=st.lists(ACTIONS, min_size=1, max_size=6))
def test_only_refusals_faults_and_outcomes(data: st.DataObject, few: list[float], actions: list[Action]) -> None:
    fields: dict[str, Any] = data.draw(st.fixed_dictionaries(FIELDS))
    network = fields["network"]
    sizes = network.size, *(network.inputs, network.outputs) * data.draw(st.integers(1, 3))
    weights, *rows = [[few[(at + k) % len(few)] for k in range(size)] for at, size in enumerate(sizes)]
    alpha: Any = data.draw(st.sampled_from(list[Any]((few[0], weights))))
    level = Level("extreme", title="", weights=weights, alpha=alpha, probes=3, knobs=KNOBS,
                  examples=list(map(Example, rows[::2], rows[1::2])), **fields)  # fmt: skip
    try:
        session = Session(level, FOUND)
    except (Fault, Impossible):
        return
    for action in actions:
        before = seen(session)
        try:
            session.do(action)
        except Fault:
            return
        except Impossible:
            assert seen(session) == before
        else:
            assert seen(session.undo()) == before
        assert all(map(isfinite, [*session.weights, *session.run.history.weights, *session.run.errors]))
        assert session.outcome is None or session.outcome.kind in OUTCOMES
    again = [from_json(to_json(action)) for action in session.actions]
    assert seen(Session(level, FOUND, again)) == seen(session) == seen(session.copy())
    step = session.count // 2
    then = session.rewind(step)
    assert (then.count, then.run.history.weights) == (step, session.run.history.weights[: step * network.size])
