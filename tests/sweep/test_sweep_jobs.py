"""One run of a sweep, and which runs a sweep has."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sweeps
from downslope import Example, Knob, Layers, Learn, Level, Session
from downslope.registry.sources import load_all
from downslope.rules.catalog import Catalog
from downslope.solving.tried import level_with
from downslope.storage.files import Refused
from downslope.sweep.grid import SweepRequest, UnknownChoice, jobs, numbers, own_alphas, wholes
from downslope.sweep.job import Job, run_job
from downslope.terminal.output import number, whole
from support import free, shipped, told

NOTHING = SweepRequest([], [], [], [], [], [], [])
THIRTEEN = Job("thirteen", "gradient-descent", "squared", 3.0, None, None, 0, 200)


def deep() -> Catalog:
    """All that is shipped, and a level with hidden neurons."""
    level = Level("deep", title="Deep", network=Layers(1, 2, 1), examples=[Example(1, 2)])
    return replace(shipped(), levels={"deep": level})


def ended(job: Job) -> str:
    found = run_job(job, shipped())
    assert not found.fault
    return f"{found.outcome} {found.steps}" if found.outcome in ("land", "overshoot") else found.outcome


@pytest.mark.slow
def test_a_run_is_what_a_session_does() -> None:
    learners = ("gradient-descent", "momentum", "hot-and-cold", "random-search")
    levels = ("thirteen", "orbit", "the-grump", "stuck-steps", "runaway", "overshoot")
    for level, learner, alpha in product(levels, learners, (0.05, 0.7, 3.0)):
        own = shipped().level(level)
        session = free(level, learner=learner, alpha=alpha, seed=3, stop=False, recording=())
        assert ended(Job(level, learner, own.metric, alpha, None, None, 3, own.budget)) == told(session)


def test_numbers_that_run_away_leave_numbers() -> None:
    for alpha in (30.0, 1e100, 1e300):
        found = run_job(THIRTEEN._replace(alpha=alpha), shipped())
        assert (found.outcome, found.fault) == ("runaway", "")
        assert found.error is not None and found.error < float("inf")


def test_start_weights() -> None:
    landed = run_job(THIRTEEN._replace(weight=0.7 / 0.3), shipped())
    assert (landed.outcome, landed.steps) == ("land", 1)  # it is looked after each step
    ends = {run_job(THIRTEEN._replace(spread=4.0, seed=seed), shipped()).steps for seed in range(8)}
    assert len(ends) > 3
    assert len({run_job(THIRTEEN._replace(spread=4.0, seed=5), shipped()) for _ in range(3)}) == 1


def test_another_learner_has_settings_of_its_own() -> None:
    variants: dict[str, Any] = {"strike": {"none": {}}}
    settings: dict[str, Any] = {"beta": 0.0, "strike": "none"}
    level = Level(
        "l", title="L", examples=[Example(1, 2)], learner="momentum", settings=settings, variants=variants, stop=True,
        knobs=[Knob("alpha", stops=(1.0, 2.0))], recording=[Learn(3)], stages=[{"alpha": 2.0}], weights=[0.5],
    )  # fmt: skip
    own, other = level_with(level, metric="huber"), level_with(level, "nesterov")
    assert (own.learner, own.settings, own.metric) == ("momentum", settings, "huber")
    assert (other.learner, other.settings) == ("nesterov", {"strike": "none"})
    assert Session(other, shipped()).knobs["beta"] == shipped().learner("nesterov").knobs[0].start
    assert level_with(replace(level, learner=None)).learner == "gradient-descent"
    assert not (own.knobs or own.stages or own.recording or own.stop) and own.weights == [0.5]


def test_faults_are_results(home: Path) -> None:
    sweeps.trouble(home)
    catalog = load_all(home, packages=False).catalog
    raised = run_job(THIRTEEN._replace(learner="trouble/raises"), catalog)
    assert raised.outcome == "" and raised.fault.startswith("raises: ValueError: two lines, and a")
    line = next(n for n, text in enumerate(sweeps.TROUBLE.splitlines(), 1) if "raise ValueError" in text)
    assert raised.fault.endswith(f"(trouble.py, line {line})")
    exits = run_job(THIRTEEN._replace(learner="trouble/exits"), catalog)
    assert exits.outcome == "" and exits.fault.startswith("exits: SystemExit: enough (trouble.py, line ")
    misfit = run_job(Job("deep", "rule-of-tiles", "squared", 0.1, None, None, 0, 5), deep())
    assert misfit.fault == "rule-of-tiles is not made for the network of deep"


def test_the_rule_that_walks_downhill() -> None:
    tiles = "1,delta,input,prediction,goal"
    request = NOTHING._replace(levels=["which-way"], knobs=[f"first={tiles}", f"second={tiles}"])
    found = jobs(request, shipped())
    landed = {job.knobs for job in found if run_job(job, shipped()).outcome == "land"}
    assert len(found) == 25 and landed == {"first=delta; second=input", "first=input; second=delta"}


def test_a_knob_is_left_out_where_there_is_none() -> None:
    request = NOTHING._replace(levels=["thirteen"], learners=["momentum,gradient-descent"], knobs=["beta=0.5,0"])
    found = {(job.learner, job.knobs) for job in jobs(request, shipped())}
    assert found == {("momentum", "beta=0.5"), ("momentum", "beta=0.0"), ("gradient-descent", "")}


NO_KNOBS: list[tuple[str, str]] = [
    ("beta", "NAME=VALUES"), ("beta=", "NAME=VALUES"), ("alpha=1", "NAME=VALUES"), ("beta=0:1", "LOW:HIGH:COUNT"),
    ("gamma=1", "--knob gamma is a knob of none of them; they have: beta, wire"), ("beta=much", "finite numbers"),
    ("wire=left", "allowed: one of copy of left, left − middle"),
]  # fmt: skip


def test_what_is_no_knob() -> None:
    for knob, wanted in NO_KNOBS:
        request = NOTHING._replace(levels=["the-wall"], learners=["momentum"], knobs=[knob])
        with pytest.raises(Refused) as bad:
            jobs(request, shipped())
        assert wanted in str(bad.value)


# ranges


def test_ranges() -> None:
    assert numbers("--alpha", ["0.1:1:10"]) == [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0]
    assert numbers("--alpha", ["0.01:10:4:log"]) == [0.01, 0.1, 1.0, 10.0]
    assert numbers("--alpha", ["3,1", "1"]) == [1.0, 3.0]
    assert numbers("--weight", ["−1:1:3"]) == [-1.0, 0.0, 1.0]
    assert wholes("--seed", ["0:2", "2,7"], 0, 9) == [0, 1, 2, 7]


@pytest.mark.slow
@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6), st.integers(2, 300))
def test_a_range_has_both_ends_and_rises_evenly(low: float, width: float, count: int) -> None:
    high = low + width
    found = numbers("--weight", [f"{low!r}:{high!r}:{count}"])
    assert (found[0], found[-1], len(found)) == (low, high, count)
    for k, value in enumerate(found):
        assert value == pytest.approx(low + width * k / (count - 1), abs=1e-11 * max(abs(low), abs(high)))


NO_RANGES: list[tuple[str, str]] = [
    ("fast", "finite numbers above 0"), ("0", "above 0"), ("nan", "finite"), ("", "finite"),
    ("1:2", "LOW:HIGH:COUNT"), ("2:1:5", "below HIGH"),
    ("1:2:1", "a COUNT of 2 to"), ("1:2:x", "a COUNT of 2 to"), ("1:2:5:cubic", "log"),
    ("0:1:5:log", "above 0"), ("1:inf:5", "finite"), ("1:2:999999999", "a COUNT of 2 to"),
    ("1e-320:1e300:3:log", "less far apart"),
]  # fmt: skip


def test_what_is_no_range_of_alphas() -> None:
    for typed, wanted in NO_RANGES:
        with pytest.raises(Refused) as bad:
            numbers("--alpha", [typed], positive=True)
        assert "--alpha" in str(bad.value) and repr(typed) in str(bad.value) and wanted in str(bad.value)


def test_ends_that_are_too_far_apart_give_no_weight_that_is_not_finite() -> None:
    with pytest.raises(Refused, match="less far apart"):
        numbers("--weight", ["-1e308:1e308:3"])


NO_SEEDS: list[str] = ["-1", "x", "3:1", "0:99999999", "1.5", "1:2:3", "", "٣:x"]


def test_what_are_no_seeds() -> None:
    for typed in NO_SEEDS:
        with pytest.raises(Refused, match="whole numbers 0 to 1000"):
            wholes("--seed", [typed], 0, 10**9)


def test_single_numbers() -> None:
    assert whole("--jobs", "4", 1, 61) == 4 and number("--timeout", "1.5", 0, 9) == 1.5
    for typed in ("0", "62", "many", ""):
        with pytest.raises(Refused, match="a whole number, 1 to 61"):
            whole("--jobs", typed, 1, 61)
    for typed in ("0", "9.5", "nan", "soon"):
        with pytest.raises(Refused, match="a number above 0, at most 9"):
            number("--timeout", typed, 0, 9)


# which runs


def test_without_a_word_every_level_that_learns_with_its_own() -> None:
    found = jobs(NOTHING, shipped())
    learning = [level for level in shipped().levels.values() if level.learner is not None]
    assert list(dict.fromkeys(job.level for job in found)) == [level.id for level in learning]
    for level in learning:
        own = [job for job in found if job.level == level.id]
        assert [job.alpha for job in own] == own_alphas(level)
        assert {(job.learner, job.metric, job.seed, job.budget) for job in own} == {
            (level.learner, level.metric, level.seed, level.budget)
        }
    assert [job.alpha for job in found if job.level == "thirteen"] == [1, 3, 5, 9, 15, 20, 24]


def test_every_combination_once() -> None:
    levels, metrics = ["goldilocks", "thirteen", "thirteen"], ["squared,absolute"]
    request = SweepRequest(levels, ["all"], metrics, ["1:2:3"], [], [], ["0:1"], 9)
    found = jobs(request, shipped())
    assert len(found) == len(set(found)) == 2 * len(shipped().learners) * 2 * 3 * 2
    assert [job.level for job in found] == sorted((c.level for c in found), key=list(shipped().levels).index)
    assert {job.budget for job in found} == {9}
    starts = jobs(NOTHING._replace(levels=["thirteen"], alphas=["3"], weights=["-4:4:9"]), shipped())
    assert [job.weight for job in starts] == [-4, -3, -2, -1, 0, 1, 2, 3, 4]


def test_all_learners_are_those_made_for_the_network() -> None:
    found = {job.learner for job in jobs(NOTHING._replace(levels=["deep"], learners=["all"]), deep())}
    assert "rule-of-tiles" not in found and "adam" in found


@pytest.mark.parametrize(
    ("request_", "kind"),
    [
        (NOTHING._replace(levels=["thirten"]), "level"), (NOTHING._replace(learners=["adam,adem"]), "learner"),
        (NOTHING._replace(metrics=["sqared"]), "metric"),
    ],
)  # fmt: skip
def test_unknown_names(request_: SweepRequest, kind: str) -> None:
    with pytest.raises(UnknownChoice) as missing:
        jobs(request_, shipped())
    assert missing.value.kind == kind and missing.value.known


def test_too_many_and_two_starts() -> None:
    with pytest.raises(Refused, match="more than 1,000,000 runs"):
        jobs(NOTHING._replace(alphas=["1:2:1000"], weights=["1:2:1000"], seeds=["0:99"]), shipped())
    with pytest.raises(Refused, match="allowed: one of them"):
        jobs(NOTHING._replace(weights=["1"], spreads=["1"]), shipped())
