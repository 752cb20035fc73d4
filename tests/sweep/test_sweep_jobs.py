"""One run of a sweep, and which runs a sweep has."""

import threading
from dataclasses import replace
from itertools import cycle, product
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from downslope import Example, Layers, Learn, Level
from downslope.registry.loading import load_all
from downslope.registry.trust import players_trust
from downslope.sweep import job as work
from downslope.sweep.grid import SweepRequest, UnknownChoice, jobs, numbers, own_alphas
from downslope.sweep.job import Job, run_job
from lib import sweeps
from lib.support import free, shipped
from lib.waiting import until
from lib.walks import answers, differences, questions

ASKED = Path(__file__).with_name("asked.txt")
NOTHING = SweepRequest([], [], [], [], [], [], [])
THIRTEEN = Job("thirteen", "gradient-descent", "squared", 3.0, None, None, 0, 200)
DEEP = Level("deep", title="Deep", network=Layers(1, 2, 1), examples=[Example(1, 2)])


def test_a_run_is_what_a_session_does() -> None:
    ends, learners = set(), cycle(("gradient-descent", "random-search", "gradient-descent"))
    for level, alpha in product(("thirteen", "orbit", "stuck-steps", "overshoot"), (0.05, 0.7, 3.0, 30.0)):
        learner = next(learners)
        own = shipped().level(level)
        session = free(level, learner=learner, alpha=alpha, seed=3, stop=False, recording=())
        while session.outcome is None and session.count < own.budget:
            session.do(Learn(1))
        found = run_job(Job(level, learner, own.metric, alpha, None, None, 3, own.budget), shipped())
        if session.outcome is not None:
            assert (found.outcome, found.cause) == session.outcome[:2] and not found.fault
        if found.outcome in ("land", "overshoot"):
            assert found.steps == session.count and found.error == session.run.error()
            input = session.run.examples[0][0]
            assert found.prediction[:1] == tuple(session.run.network.predict(session.weights, input)[:1])
        ends.add(found.outcome)
    assert ends >= {"land", "overshoot", "runaway", "crawl"}


def test_a_chunk_has_faults_as_results_and_is_done_by_who_has_the_same_level(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sweeps.trouble(home)
    catalog = load_all(home, packages=False).catalog
    catalog = replace(catalog, levels={**catalog.levels, "deep": DEEP})
    monkeypatch.setitem(work.LOADED, True, (catalog, work.stamping(catalog)))
    chunk = [THIRTEEN, *(THIRTEEN._replace(learner=f"trouble/{name}") for name in ("raises", "exits", "loops")),
             Job("deep", "rule-of-tiles", "squared", 0.1, None, None, 0, 5)]  # fmt: skip
    expected = {one[:3]: work.stamping(catalog)(one[:3]) for one in chunk}
    threads = threading.active_count()
    found, seconds = work.run_chunk(chunk, expected, True, 0.3, False)
    until(lambda: threading.active_count() == threads, "the end of who watches the clock")
    lines = sweeps.TROUBLE.splitlines()
    raised, left = (next(n for n, line in enumerate(lines, 1) if text in line) for text in ("raise Value", "sys.exit"))
    assert found[0] == run_job(THIRTEEN, catalog) and found[0].outcome == "land" and seconds > 0.3
    assert [one._replace(fault="") for one in found[1:]] == [work.Result()] * 4
    assert found[1].fault.startswith("raises: ValueError: two lines, and a")
    assert found[1].fault.endswith(f"(trouble.py, line {raised})")
    assert [one.fault for one in found[2:]] == [
        f"exits: SystemExit: enough (trouble.py, line {left})", "it did not end within 0.3 s",
        "rule-of-tiles is not made for the network of deep",
    ]  # fmt: skip
    for wrong in ({**expected, THIRTEEN[:3]: "another"}, {}):
        with pytest.raises((work.CodeMismatch, KeyError), match="thirteen, gradient-descent, squared"):
            work.run_chunk(chunk[:1], wrong, True, 9.0, False)
    monkeypatch.delenv("DOWNSLOPE_TRUST")  # what a worker loads: code that it was told of, and nothing that is new here
    monkeypatch.setattr(work, "LOADED", {})
    (new,) = (plugin.waits for plugin in load_all(home, packages=False, trust=players_trust(home)).waiting)
    told = (frozenset({new.print} if new else ()), frozenset({"another"}), True, False)
    assert [work.loaded(some)[0].learners.keys() >= {"trouble/raises"} for some in told] == [True, False, True, False]


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6), st.integers(2, 30))
def test_a_range_has_both_ends_and_rises_evenly(low: float, width: float, count: int) -> None:
    even = [low + width * k / (count - 1) for k in range(count)]
    found = numbers("--weight", [f"{low!r}:{even[-1]!r}:{count}"])
    assert (found[0], found[-1], len(found)) == (low, even[-1], count)
    assert found == pytest.approx(even, abs=1e-11 * max(abs(low), abs(even[-1])))


def runs(*knobs: str, budget: int | None = None, **typed: str) -> str:
    """How many runs a sweep has, and all that is in each place of them; a space parts two options of a name."""
    given = {name: typed.get(name, "").split() for name in SweepRequest._fields[:7]}
    try:
        found = jobs(SweepRequest(**given, budget=budget, knobs=knobs), shipped())
    except UnknownChoice as unknown:
        return f"There is no {unknown.kind} {unknown.name}; there are {len(unknown.known)}."
    assert len(set(found)) == len(found)
    fields = zip(Job._fields, zip(*found))
    told = (f"{name} {' '.join(dict.fromkeys(map(str, values)))}" for name, values in fields if any(values))
    return f"{len(found)} runs: {', '.join(told)}"


def test_which_runs_a_sweep_has() -> None:
    """asked.txt is the transcript."""
    asked = questions("sweep.grid", "sweep.job", "sweep.table", "terminal.output", names=globals())
    assert differences(ASKED, asked, answers) == []
    for level in (level for level in shipped().levels.values() if level.learner is not None):
        own = [job for job in jobs(NOTHING, shipped()) if job.level == level.id]
        assert [job.alpha for job in own] == own_alphas(level)
        assert {job[1:3] + job[6:8] for job in own} == {(level.learner, level.metric, level.seed, level.budget)}
    deep = replace(shipped(), levels={"deep": DEEP})
    made_for_it = {job.learner for job in jobs(NOTHING._replace(levels=["deep"], learners=["all"]), deep)}
    assert "rule-of-tiles" not in made_for_it and "adam" in made_for_it
    tiles = "1,delta,input,prediction,goal"
    found = jobs(NOTHING._replace(levels=["which-way"], knobs=[f"first={tiles}", f"second={tiles}"]), shipped())
    landed = {job.knobs for job in found if run_job(job, shipped()).outcome == "land"}
    assert len(found) == 25 and landed == {"first=delta; second=input", "first=input; second=delta"}
