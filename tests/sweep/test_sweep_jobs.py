"""One run of a sweep, and which runs a sweep has."""

import threading
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st

from downslope import Example, Layers, Learn, Level
from downslope.registry.loading import load_all
from downslope.storage.files import Refused
from downslope.sweep import job as work
from downslope.sweep.grid import SweepRequest, UnknownChoice, jobs, numbers, own_alphas, wholes
from downslope.sweep.job import Job, run_job
from downslope.terminal.output import number, whole
from lib import sweeps
from lib.support import free, shipped
from lib.waiting import until

NOTHING = SweepRequest([], [], [], [], [], [], [])
THIRTEEN = Job("thirteen", "gradient-descent", "squared", 3.0, None, None, 0, 200)
DEEP = Level("deep", title="Deep", network=Layers(1, 2, 1), examples=[Example(1, 2)])


def test_a_run_is_what_a_session_does() -> None:
    """Numbers that run away leave numbers."""
    learners, levels = ("gradient-descent", "random-search"), ("thirteen", "orbit", "stuck-steps", "overshoot")
    ends = set()
    for level, learner, alpha in product(levels, learners, (0.05, 0.7, 3.0, 30.0)):
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
    for alpha in (30.0, 1e100, 1e300):
        found = run_job(THIRTEEN._replace(alpha=alpha), shipped())
        assert (found.outcome, found.fault) == ("runaway", "")
        assert found.error is not None and found.error < float("inf")
    landed = run_job(THIRTEEN._replace(weight=0.7 / 0.3), shipped())
    assert (landed.outcome, landed.steps) == ("land", 1)  # it is looked after each step
    drawn = [run_job(THIRTEEN._replace(spread=4.0, seed=seed), shipped()) for seed in (*range(8), 5)]
    assert len({found.steps for found in drawn}) > 3 and drawn[5] == drawn[8]


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
    assert [one.outcome for one in found[1:]] == [""] * 4
    assert found[1].fault.startswith("raises: ValueError: two lines, and a")
    assert found[1].fault.endswith(f"(trouble.py, line {raised})")
    assert [one.fault for one in found[2:]] == [
        f"exits: SystemExit: enough (trouble.py, line {left})", "it did not end within 0.3 s",
        "rule-of-tiles is not made for the network of deep",
    ]  # fmt: skip
    for wrong in ({**expected, THIRTEEN[:3]: "another"}, {}):
        with pytest.raises((work.CodeMismatch, KeyError), match="thirteen, gradient-descent, squared"):
            work.run_chunk(chunk[:1], wrong, True, 9.0, False)


# ranges


def test_ranges() -> None:
    assert numbers("--alpha", ["0.1:1:10"]) == [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0]
    assert numbers("--alpha", ["0.01:10:4:log"]) == [0.01, 0.1, 1.0, 10.0]
    assert numbers("--alpha", ["3,1", "1"]) == [1.0, 3.0] and numbers("--weight", ["−1:1:3"]) == [-1.0, 0.0, 1.0]
    assert wholes("--seed", ["0:2", "2,7"], 0, 9) == [0, 1, 2, 7]
    assert whole("--jobs", "4", 1, 61) == 4 and number("--timeout", "1.5", 0, 9) == 1.5


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6), st.integers(2, 30))
def test_a_range_has_both_ends_and_rises_evenly(low: float, width: float, count: int) -> None:
    high = low + width
    found = numbers("--weight", [f"{low!r}:{high!r}:{count}"])
    assert (found[0], found[-1], len(found)) == (low, high, count)
    for k, value in enumerate(found):
        assert value == pytest.approx(low + width * k / (count - 1), abs=1e-11 * max(abs(low), abs(high)))


NO_RANGES = {
    "fast": "finite numbers above 0", "0": "above 0", "1:2": "LOW:HIGH:COUNT", "2:1:5": "below HIGH",
    "1:2:1": "a COUNT of 2 to", "1:2:5:cubic": "log", "0:1:5:log": "above 0", "1:2:999999999": "a COUNT of 2 to",
    "1e-320:1e300:3:log": "less far apart",
}  # fmt: skip
NO_KNOBS = {
    "beta": "NAME=VALUES", "alpha=1": "NAME=VALUES", "beta=0:1": "LOW:HIGH:COUNT", "beta=much": "finite numbers",
    "gamma=1": "--knob gamma is a knob of none of them; they have: beta, wire",
    "wire=left": "allowed: one of copy of left, left − middle",
}  # fmt: skip


def test_what_cannot_be_is_refused_with_what_is_allowed() -> None:
    walls = NOTHING._replace(levels=["the-wall"], learners=["momentum"])
    calls: list[tuple[Any, str]] = [
        *((lambda typed=typed: numbers("--alpha", [typed], positive=True), NO_RANGES[typed]) for typed in NO_RANGES),
        *((lambda knob=knob: jobs(walls._replace(knobs=[knob]), shipped()), NO_KNOBS[knob]) for knob in NO_KNOBS),
        *((lambda typed=typed: wholes("--seed", [typed], 0, 10**9), "whole numbers 0 to 1000")
          for typed in ("-1", "x", "3:1", "0:99999999", "1:2:3", "٣:x")),
        *((lambda typed=typed: whole("--jobs", typed, 1, 61), "a whole number, 1 to 61") for typed in ("0", "62", "")),
        *((lambda typed=typed: number("--timeout", typed, 0, 9), "a number above 0, at most 9")
          for typed in ("0", "9.5", "nan", "soon")),
        (lambda: jobs(NOTHING._replace(alphas=["1:2:1000"], weights=["1:2:1000"], seeds=["0:99"]), shipped()),
         "more than 1,000,000 runs"),
        (lambda: jobs(NOTHING._replace(weights=["1"], spreads=["1"]), shipped()), "allowed: one of them"),
    ]  # fmt: skip
    for call, wanted in calls:
        with pytest.raises(Refused) as bad:
            call()
        assert wanted in str(bad.value)
    unknown: dict[str, Any] = {"levels": ["thirten"], "learners": ["adam,adem"], "metrics": ["sqared"]}
    for field, typed in unknown.items():
        with pytest.raises(UnknownChoice) as missing:
            jobs(NOTHING._replace(**{field: typed}), shipped())
        assert missing.value.kind == field[:-1] and missing.value.known


def test_which_runs_a_sweep_has() -> None:
    """Without a word every level that learns, with its own; else every combination once."""
    found = jobs(NOTHING, shipped())
    learning = [level for level in shipped().levels.values() if level.learner is not None]
    assert list(dict.fromkeys(job.level for job in found)) == [level.id for level in learning]
    for level in learning:
        own = [job for job in found if job.level == level.id]
        assert [job.alpha for job in own] == own_alphas(level)
        assert {job[1:3] + job[6:8] for job in own} == {(level.learner, level.metric, level.seed, level.budget)}
    assert [job.alpha for job in found if job.level == "thirteen"] == [1, 3, 5, 9, 15, 20, 24]
    levels, metrics = ["goldilocks", "thirteen", "thirteen"], ["squared,absolute"]
    found = jobs(SweepRequest(levels, ["all"], metrics, ["1:2:3"], [], [], ["0:1"], 9), shipped())
    assert len(found) == len(set(found)) == 2 * len(shipped().learners) * 2 * 3 * 2
    assert [job.level for job in found] == sorted((c.level for c in found), key=list(shipped().levels).index)
    assert {job.budget for job in found} == {9}
    starts = jobs(NOTHING._replace(levels=["thirteen"], alphas=["3"], weights=["-4:4:9"]), shipped())
    assert [job.weight for job in starts] == [-4, -3, -2, -1, 0, 1, 2, 3, 4]
    deep = replace(shipped(), levels={"deep": DEEP})
    made_for_it = {job.learner for job in jobs(NOTHING._replace(levels=["deep"], learners=["all"]), deep)}
    assert "rule-of-tiles" not in made_for_it and "adam" in made_for_it
    # knobs of a learner, and choices of a level
    tiles = "1,delta,input,prediction,goal"
    found = jobs(NOTHING._replace(levels=["which-way"], knobs=[f"first={tiles}", f"second={tiles}"]), shipped())
    landed = {job.knobs for job in found if run_job(job, shipped()).outcome == "land"}
    assert len(found) == 25 and landed == {"first=delta; second=input", "first=input; second=delta"}
    request = NOTHING._replace(levels=["thirteen"], learners=["momentum,gradient-descent"], knobs=["beta=0.5,0"])
    assert {(job.learner, job.knobs) for job in jobs(request, shipped())} == {
        ("momentum", "beta=0.5"), ("momentum", "beta=0.0"), ("gradient-descent", ""),
    }  # fmt: skip
