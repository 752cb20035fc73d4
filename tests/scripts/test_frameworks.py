"""The scripts in NumPy, PyTorch and Keras: running them gives the session's numbers, to a relative 1e-9.

Where a library is missing its scripts skip.
"""

import os
import re
import warnings
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from itertools import product
from math import isclose
from random import Random
from typing import Any

import pytest

from downslope import Catalog, Freeze, Learn, Neurons, Session, Turn
from downslope.scripts.forms import UnsupportedForm, written_as
from downslope.solving.autosolve import run_until
from lib.support import play, shipped
from scripts.test_script import NETWORKS, expected, level, played, printed

NEEDS = {"numpy": ("numpy",), "torch": ("torch",), "keras": ("keras", "torch")}
MUST = ("gradient-descent", "momentum", "adam")  # learners that all forms have
METRICS = ("squared", "squared", "huber", "log-cosh", "absolute", "signed-miss")
# Of all that is written in a form, so that the quick round finds what has changed there: run it in the library then
# (FRAMEWORKS=all), and write the new one here.
DIGESTS = {"numpy": "28babbb84418", "torch": "c9d033700e74", "keras": "9f256bed2872"}


@cache
def sessions() -> dict[str, Session]:
    """{name: a run}; those of levels have the level's name. Levels of pictures have the game's own parts alone."""
    found = {each.id: play(each.id, Learn(60)) for each in shipped().levels.values()
             if each.learner in MUST and each.chapter != "images"}  # fmt: skip
    one, relu = NETWORKS["one"], NETWORKS["relu"]
    found |= {
        "one step": play("one-step", *(Turn("alpha", a, i) for i, a in enumerate((10, 4, 0.8, 0.25, 0.01))), Learn(1)),
        "one bend": play("linear-layers", Turn("activation", "relu", 1), Learn(90)),
        "calmer": play("noisy-lights", Turn("alpha", 0.2), Learn(30), Turn("alpha", 0.05), Learn(48)),
        "on the way": played(level(relu, batch=1), Learn(6), Turn("weight", 0.4, 2), Learn(7), Turn("weight", 0.5)),
        "as adam": played(level(relu), Learn(6), Turn("learner", "adam"), Freeze(0), Learn(7)),
        "own alphas": played(level(Neurons(3), alpha=(0.1, 0.2, 0.3), batch=2), Learn(5), Turn("alpha", 0.4, 1)),
        "by hand {}": play("seven"), "hot and cold {}": run_until(play("stuck-steps")),
        "hinge {}": played(level(NETWORKS["two-outputs"], metric="hinge"), Learn(2)),
        "softmax {}": played(level(NETWORKS["two-outputs"], metric="softmax-cross-entropy"), Learn(2)),
        "momentum {}": played(level(one, learner="momentum"), Learn(4), Turn("weight", 0.2), Learn(4)),
        "another alpha {}": played(level(one, learner="momentum"), Learn(4), Turn("alpha", 0.2), Learn(4)),
    }  # fmt: skip
    random = Random(5)
    for name, learner in product(NETWORKS, (*MUST, "nesterov", "rmsprop")):
        network = NETWORKS[name]
        fields: dict[str, Any] = {
            "learner": learner, "metric": random.choice(METRICS), "batch": random.choice((None, 1, 2)),
            "shuffle": random.random() < 0.3, "schedule": random.choice(("constant", "constant", "cosine")),
            "frozen": frozenset({0} if network.size > 1 and random.random() < 0.3 else ()),
        }  # fmt: skip
        made = level(network, random.choice((1, 4, 5)), alpha=0.03, **fields)
        found[f"{name} {fields}"] = played(made, Learn(random.randint(3, 7)))
    return found


@cache
def texts(form: str) -> tuple[dict[str, str], dict[str, str]]:
    """Of the sessions that have this form; and why the others have none."""
    found, reasons = dict[str, str](), dict[str, str]()
    for name, session in sessions().items():
        try:
            found[name] = written_as(session, form)
        except UnsupportedForm as reason:
            reasons[name] = str(reason)
    return found, reasons


def close(found: Any, wanted: Any) -> bool:
    if isinstance(wanted, list):
        return isinstance(found, list) and len(found) == len(wanted) and all(map(close, found, wanted))
    return isclose(found, wanted, rel_tol=1e-9, abs_tol=0.0)


def shapes(form: str) -> dict[str, str]:
    """Of scripts that differ only in their numbers, one. Keras is slow: of what was drawn it has every second one."""
    found, _reasons = texts(form)
    kinds = {re.sub(r"(0, )+0", "0", re.sub(r"-?[\d.]+(e-?\d+)?", "0", text)): name for name, text in found.items()}
    drawn = [name for name in sessions() if name in kinds.values() and name.endswith("}")]
    return {name: found[name] for name in kinds.values() if form != "keras" or name not in drawn[1::2]}


@pytest.mark.slow
@pytest.mark.parametrize("forms", [("numpy",), ("torch", "keras")])
def test_the_numbers_are_the_session_s(forms: tuple[str, ...]) -> None:
    here = [form for form in forms if all(map(find_spec, NEEDS[form]))]
    if os.environ.get("FRAMEWORKS") == "all":  # they were just installed
        assert here == list(forms)
    if not here:
        pytest.skip(f"{forms[0]} is not installed")
    for name, text in ((name, text) for form in here for name, text in shapes(form).items()):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # theirs
            out = printed(text)
        assert close(out, expected(sessions()[name].copy())), f"{name}\n{text}{out}"


@pytest.mark.parametrize("form", ["numpy", *(pytest.param(name, marks=pytest.mark.slow) for name in [*NEEDS][1:])])
def test_every_level_of_these_learners_has_every_form_it_is_short_and_as_it_was_run(form: str) -> None:
    found, reasons = texts(form)
    each = ["one-step", "one step", "one bend", "own alphas"]  # an alpha for each weight, a bend for each neuron
    assert [name for name in reasons if not name.endswith("}")] == (each if form == "keras" else [])
    for name in found.keys() & shipped().levels.keys():
        lines = found[name].splitlines()
        start = sessions()[name].run.network.size > 3  # start weights are one long line
        assert len(lines) <= 25 and (max(map(len, lines)) <= 120 or start), name
    for name in ("hot and cold", "by hand", *(("softmax", "hinge", "momentum") if form == "keras" else ())):
        assert name in reasons[f"{name} {{}}"]
    told = re.sub(r"\d+\.\d+(e-?\d+)?", lambda number: f"{float(number[0]):.9g}", repr((found, reasons)))
    assert sha256(told.encode()).hexdigest()[:12] == DIGESTS[form]


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
    with pytest.raises(UnsupportedForm, match="has no Keras form"):
        written_as(session, "keras")
