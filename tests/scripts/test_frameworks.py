"""The scripts in NumPy, PyTorch and Keras: running them gives the session's numbers, to a relative 1e-9.

The scripts of PyTorch and Keras run in one process: importing them takes seconds. Where they are missing they skip, and
the fourth form, plain Python, stands alone.
"""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from math import isclose
from random import Random
from typing import Any

import pytest

from downslope import Freeze, Learn, Neurons, Session, Turn
from downslope.formulas.inline import NotInlinable
from downslope.rules.catalog import Catalog
from downslope.scripts.forms import UnsupportedForm, written_as
from downslope.solving.autosolve import run_until
from scripts.test_script import NETWORKS, expected, level, played
from support import play, shipped
from waiting import PATIENCE

NEEDS = {"numpy": ("numpy",), "torch": ("torch",), "keras": ("keras", "torch")}
RUNNER = """
import contextlib, io, json, sys, traceback
printed = []
for text in json.load(sys.stdin):
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        try:
            exec(compile(text, "<script>", "exec"), {"__name__": "__main__"})
        except Exception as fault:
            raise SystemExit(text + traceback.format_exc()) from fault
    printed.append(out.getvalue())
json.dump(printed, sys.stdout)
"""
MUST = ("gradient-descent", "momentum", "adam")  # learners that all forms have
LEARNERS = (*MUST, "nesterov", "rmsprop")
CLOSE = 1e-9
OWN = (0.1, 0.2, 0.3)


@cache
def levels() -> dict[str, Session]:
    """Every level whose learner all forms must have, from its start knobs: the first steps.

    Not those of pictures: kernels and thousands of numbers are written with the game's own parts alone.
    """
    every = [made for made in shipped().levels.values() if made.learner in MUST and made.chapter != "images"]
    return {made.id: play(made.id, Learn(60)) for made in every}


def turned() -> dict[str, Session]:
    """Levels in which a knob was turned."""
    return {
        "alpha changed": played(level(NETWORKS["three-inputs"], batch=1), Learn(8), Turn("alpha", 0.3), Learn(8)),
        "one step": play("one-step", *(Turn("alpha", a, i) for i, a in enumerate((10, 4, 0.8, 0.25, 0.01))), Learn(1)),
        "toes frozen": play("freeze-the-toes", Freeze(0), Learn(7)),
        "one bend": play("linear-layers", Turn("activation", "relu", 1), Learn(90)),
        "a wire": play("the-wall", Turn("weight", 0.5, 1), Learn(30)),
        "calmer": play("noisy-lights", Turn("alpha", 0.2), Learn(30), Turn("alpha", 0.05), Learn(48)),
        "on the way": played(level(NETWORKS["relu"], batch=1), Learn(6), Turn("weight", 0.4, 2), Learn(7)),
        "as momentum": played(level(NETWORKS["relu"]), Learn(6), Turn("learner", "momentum"), Learn(7)),
        "as adam": played(level(NETWORKS["relu"], batch=1), Learn(6), Turn("learner", "adam"), Learn(7)),
        "own alphas": played(level(Neurons(3), alpha=OWN, batch=2), Learn(5), Turn("alpha", 0.4, 1), Learn(4)),
    }  # fmt: skip


def varied() -> Iterator[tuple[str, Session]]:
    """Shapes, learners, metrics, batches, orders and schedules of all kinds."""
    random = Random(5)

    def one_of(*some: Any) -> Any:
        return some[int(random.random() * len(some))]

    for name, network in NETWORKS.items():
        for learner in LEARNERS:
            batch = one_of(None, 1, 2)
            metric = one_of("squared", "squared", "huber", "log-cosh", "absolute", "signed-miss")
            shuffle, schedule = one_of(False, False, True), one_of("constant", "constant", "cosine")
            frozen = frozenset([one_of(0, 1)] if network.size > 1 and one_of(True, False, False) else [])
            made = level(network, one_of(1, 4, 5), learner=learner, batch=batch, alpha=0.03, metric=metric,
                         shuffle=shuffle, schedule=schedule, frozen=frozen)  # fmt: skip
            words = f"{name} {learner} {batch} {metric} {shuffle} {schedule} {sorted(frozen)}"
            yield words, played(made, Learn(int(3 + 5 * random.random())))


@cache
def sessions() -> dict[str, Session]:
    return {**levels(), **turned(), **dict(varied())}


@cache
def texts(form: str) -> dict[str, str]:
    """Of the sessions that have this form."""
    found = {}
    for name, session in sessions().items():
        try:
            found[name] = written_as(session, form)
        except NotInlinable:
            continue
    return found


def run_all(scripts: list[str]) -> list[list[Any]]:
    """What each prints: error, prediction, weight."""
    env = {**os.environ, "PYTHONWARNINGS": "ignore"}
    given = json.dumps(scripts)
    done = subprocess.run([sys.executable, "-c", RUNNER], input=given, capture_output=True, text=True, env=env,
                          timeout=PATIENCE)  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    return [numbers(out) for out in json.loads(done.stdout)]


def numbers(out: str) -> list[Any]:
    parts = out.replace("prediction", ";").replace("weight", ";").replace("error", "").split(";")
    return [ast.literal_eval(part.strip()) for part in parts]


def close(found: Any, wanted: Any) -> bool:
    if isinstance(wanted, list):
        return isinstance(found, list) and len(found) == len(wanted) and all(map(close, found, wanted))
    return isclose(found, wanted, rel_tol=CLOSE, abs_tol=0.0)


def shapes(form: str) -> dict[str, str]:
    """Of scripts that differ only in their numbers, one. Keras is slow: of what was drawn it has every second one."""
    kinds = {
        re.sub(r"(0, )+0", "0", re.sub(r"-?[\d.]+(e-?\d+)?", "0", text)): name for name, text in texts(form).items()
    }
    names = sorted(kinds.values(), key=list(sessions()).index)
    count = len(levels()) + len(turned())
    drawn = [name for name in names if name in list(sessions())[count:]]
    return {name: texts(form)[name] for name in names if form != "keras" or name not in drawn[1::2]}


@pytest.mark.slow
@pytest.mark.parametrize("forms", [("numpy",), ("torch", "keras")])
def test_the_numbers_are_the_session_s(forms: tuple[str, ...]) -> None:
    here = [form for form in forms if all(map(find_spec, NEEDS[form]))]
    if os.environ.get("FRAMEWORKS") == "all":  # they were just installed
        assert here == list(forms)
    if not here:
        pytest.skip(f"{forms[0]} is not installed")
    scripts = [(name, text) for form in here for name, text in shapes(form).items()]
    printed = run_all([text for _name, text in scripts])
    assert len(printed) == len(scripts)
    wrong = []
    for (name, text), numbers in zip(scripts, printed):
        wanted = expected(sessions()[name].copy())
        if not close(numbers, wanted):
            wrong.append(f"{name}\n{text}{numbers}\n{wanted}")
    assert not wrong, f"{len(wrong)} of {len(scripts)}\n" + "\n".join(wrong[:3])


@pytest.mark.slow
def test_every_level_of_these_learners_has_every_form() -> None:
    for form in NEEDS:
        found = texts(form)
        missing = [name for name in (*levels(), *turned()) if name not in found]
        each = ["one-step", "one step", "one bend", "own alphas"]  # an alpha for each weight, a bend for each neuron
        assert missing == (each if form == "keras" else [])


@pytest.mark.slow
@pytest.mark.parametrize("form", NEEDS)
def test_a_script_is_short(form: str) -> None:
    for name, text in texts(form).items():
        if name not in levels():
            continue
        assert len(text.splitlines()) <= 25, name
        start = levels()[name].run.network.size > 3  # start weights are one long line
        assert max(map(len, text.splitlines())) <= 120 or start, name


@pytest.mark.parametrize("form", ["torch", "keras"])
def test_the_factor_2_is_told_where_it_differs(form: str) -> None:
    told = "slope has a factor 2"
    assert told in written_as(run_until(play("thirteen")), form)
    assert told not in written_as(run_until(play("two-recipes")), form)  # this one has the true slope
    assert told not in written_as(run_until(play("orbit")), form)  # the slope of |miss| has none


def refused(session: Session, form: str) -> str:
    with pytest.raises(UnsupportedForm) as caught:
        written_as(session, form)
    assert caught.value.template.endswith((".", "}"))
    return str(caught.value)


def test_what_has_only_the_python_form_is_named() -> None:
    for form in NEEDS:
        assert "hot and cold" in refused(run_until(play("stuck-steps")), form)
        assert "rule of two tiles" in refused(run_until(play("which-way")), form)
        assert "by hand" in refused(play("seven"), form)
    assert "bend in different ways" in refused(played(level(NETWORKS["mixed"]), Learn(2)), "keras")
    assert written_as(played(level(NETWORKS["straight"]), Learn(2)), "keras")  # of a layer that does not bend
    for metric in ("softmax cross-entropy", "hinge"):
        made = played(level(NETWORKS["two-outputs"], metric=metric.replace(" ", "-")), Learn(2))
        assert metric in refused(made, "keras") and "torch.optim" not in written_as(made, "torch")
    assert "RMSProp" in refused(played(level(NETWORKS["one"], learner="rmsprop"), Learn(2)), "keras")
    changing = played(level(NETWORKS["one"], learner="momentum"), Learn(4), Turn("alpha", 0.2), Learn(4))
    assert "momentum" in refused(changing, "keras")
    full = played(level(NETWORKS["one"], learner="momentum"), Learn(4), Turn("weight", 0.2), Learn(4))
    assert "momentum" in refused(full, "keras") and written_as(full, "numpy")
    assert "torch.optim" not in written_as(full, "torch")


def test_a_formula_of_one_s_own_has_not_its_parent_s_name() -> None:
    parent = shipped().learner("momentum")

    class Turned(parent):  # type: ignore[misc, valid-type]
        title = "turned"

    class Backwards(parent):  # type: ignore[misc, valid-type]
        def update(self, weight: float, weight_delta: float, alpha: float, velocity: float) -> tuple[float, float]:
            return weight + alpha * weight_delta, velocity

    for kind, there in ((Turned, True), (Backwards, False)):
        catalog = Catalog(shipped().metrics, {**shipped().learners, "own": kind})
        session = Session(level(NETWORKS["one"], learner="own"), catalog, [Learn(2)])
        assert ("torch.optim.SGD" in written_as(session, "torch")) is there
        if not there:
            assert "has no Keras form" in refused(session, "keras")
