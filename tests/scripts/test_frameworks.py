"""The scripts in NumPy, PyTorch and Keras: running them gives the session's numbers, to a relative 1e-9.

Where a library is missing its scripts skip.
"""

import os
import re
import warnings
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from itertools import product
from math import isclose
from random import Random
from typing import Any

import pytest

from downslope import Freeze, Learn, Neurons, Session, Turn
from downslope.formulas.inline import NotInlinable
from downslope.rules import Catalog
from downslope.scripts.forms import UnsupportedForm, written_as
from downslope.solving.autosolve import run_until
from lib.support import play, shipped
from scripts.test_script import NETWORKS, expected, level, played, printed

NEEDS = {"numpy": ("numpy",), "torch": ("torch",), "keras": ("keras", "torch")}
MUST = ("gradient-descent", "momentum", "adam")  # learners that all forms have
METRICS = ("squared", "squared", "huber", "log-cosh", "absolute", "signed-miss")
CLOSE = 1e-9


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
        "one step": play("one-step", *(Turn("alpha", a, i) for i, a in enumerate((10, 4, 0.8, 0.25, 0.01))), Learn(1)),
        "one bend": play("linear-layers", Turn("activation", "relu", 1), Learn(90)),
        "calmer": play("noisy-lights", Turn("alpha", 0.2), Learn(30), Turn("alpha", 0.05), Learn(48)),
        "on the way": played(level(NETWORKS["relu"], batch=1), Learn(6), Turn("weight", 0.4, 2), Learn(7)),
        "as adam": played(level(NETWORKS["relu"]), Learn(6), Turn("learner", "adam"), Freeze(0), Learn(7)),
        "own alphas": played(level(Neurons(3), alpha=(0.1, 0.2, 0.3), batch=2), Learn(5), Turn("alpha", 0.4, 1)),
    }  # fmt: skip


def varied() -> Iterator[tuple[str, Session]]:
    """Shapes, learners, metrics, batches, orders and schedules of all kinds."""
    random = Random(5)
    for name, learner in product(NETWORKS, (*MUST, "nesterov", "rmsprop")):
        network = NETWORKS[name]
        fields: dict[str, Any] = {
            "learner": learner, "metric": random.choice(METRICS), "batch": random.choice((None, 1, 2)),
            "shuffle": random.random() < 0.3, "schedule": random.choice(("constant", "constant", "cosine")),
            "frozen": frozenset({0} if network.size > 1 and random.random() < 0.3 else ()),
        }  # fmt: skip
        made = level(network, random.choice((1, 4, 5)), alpha=0.03, **fields)
        yield f"{name} {fields}", played(made, Learn(random.randint(3, 7)))


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


def close(found: Any, wanted: Any) -> bool:
    if isinstance(wanted, list):
        return isinstance(found, list) and len(found) == len(wanted) and all(map(close, found, wanted))
    return isclose(found, wanted, rel_tol=CLOSE, abs_tol=0.0)


def shapes(form: str) -> dict[str, str]:
    """Of scripts that differ only in their numbers, one. Keras is slow: of what was drawn it has every second one."""
    kinds = {
        re.sub(r"(0, )+0", "0", re.sub(r"-?[\d.]+(e-?\d+)?", "0", text)): name for name, text in texts(form).items()
    }
    drawn = [name for name in sessions() if name in kinds.values() and name.endswith("}")]
    return {name: texts(form)[name] for name in kinds.values() if form != "keras" or name not in drawn[1::2]}


@pytest.mark.slow
@pytest.mark.parametrize("forms", [("numpy",), ("torch", "keras")])
def test_the_numbers_are_the_session_s(forms: tuple[str, ...]) -> None:
    here = [form for form in forms if all(map(find_spec, NEEDS[form]))]
    if os.environ.get("FRAMEWORKS") == "all":  # they were just installed
        assert here == list(forms)
    if not here:
        pytest.skip(f"{forms[0]} is not installed")
    scripts = [(name, text) for form in here for name, text in shapes(form).items()]
    for name, text in scripts:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # theirs
            out = printed(text)
        assert close(out, expected(sessions()[name].copy())), f"{name}\n{text}{out}"


@pytest.mark.slow
def test_every_level_of_these_learners_has_every_form_and_it_is_short() -> None:
    for form in NEEDS:
        missing = [name for name in (*levels(), *turned()) if name not in texts(form)]
        each = ["one-step", "one step", "one bend", "own alphas"]  # an alpha for each weight, a bend for each neuron
        assert missing == (each if form == "keras" else [])
        for name in levels().keys() & texts(form).keys():
            lines = texts(form)[name].splitlines()
            start = levels()[name].run.network.size > 3  # start weights are one long line
            assert len(lines) <= 25 and (max(map(len, lines)) <= 120 or start), name


def refused(session: Session, form: str) -> str:
    with pytest.raises(UnsupportedForm) as caught:
        written_as(session, form)
    return str(caught.value)


def test_what_has_only_the_python_form_is_named() -> None:
    for form in NEEDS:
        assert "hot and cold" in refused(run_until(play("stuck-steps")), form)
        assert "by hand" in refused(play("seven"), form)
    assert "bend in different ways" in refused(played(level(NETWORKS["mixed"]), Learn(2)), "keras")
    for metric in ("softmax cross-entropy", "hinge"):
        made = played(level(NETWORKS["two-outputs"], metric=metric.replace(" ", "-")), Learn(2))
        assert metric in refused(made, "keras") and "torch.optim" not in written_as(made, "torch")
    assert "RMSProp" in refused(played(level(NETWORKS["one"], learner="rmsprop"), Learn(2)), "keras")
    for turn in (Turn("alpha", 0.2), Turn("weight", 0.2)):
        changed = played(level(NETWORKS["one"], learner="momentum"), Learn(4), turn, Learn(4))
        assert "momentum" in refused(changed, "keras") and written_as(changed, "numpy")
    assert "torch.optim" not in written_as(changed, "torch")
    for name, there in (("thirteen", True), ("two-recipes", False), ("orbit", False)):  # their slope has no factor 2
        assert ("slope has a factor 2" in written_as(run_until(play(name)), "torch")) is there


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
    assert "has no Keras form" in refused(session, "keras")
