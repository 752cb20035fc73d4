"""Of a learner: its steps give new finite weights, leave the old ones alone, can be repeated, copied, and made at once.

It is asked on three networks with the squared error, with one alpha and with one for each weight.
"""

from __future__ import annotations

import ast
import contextlib
import copy
import io
import random
from collections.abc import Iterator, Sequence
from itertools import product
from math import isclose, isfinite
from random import Random
from statistics import median
from typing import NamedTuple

from ..engine.fast_run import FastRun
from ..engine.plain_text import short_repr
from ..engine.run import Run
from ..engine.watchdog import dog, memory_limit, moment, seconds_since
from ..formulas.source import NotInlinable
from ..i18n import _, plural_form
from ..learning import Alpha, Layers, Learner, Metric, Network, Neuron, Pair, Problem, shape_faults, slope_faults
from ..rules import fits, fresh_learner, metric_with_knobs
from ..scripts.to_python import run_script
from .findings import CodePlace, Finding, place_of, raised_at

PREDICTIONS = (-1000.0, -20.0, -3.0, -1.0, -0.55, -0.1, 0.0, 0.1, 0.55, 1.0, 3.0, 20.0, 1000.0)
GOALS = (-2.0, -1.0, 0.0, 0.3, 1.0, 5.0)
STEP = 1e-6  # of a difference quotient, times the size of the prediction
CLOSE = 1e-3  # quotients of both sides agree so far: else there is a kink, which has no slope
LEAST = 1e-3  # a smaller delta says nothing of the ratio
ENOUGH = 10  # places at which the slope can be measured
VOTES, TRIES = 3, 20  # of a metric of several outputs: how many, at how many places


def check_metric(metric: Metric) -> list[Finding]:
    """The findings about a metric, measured at 78 places; then with each knob set elsewhere."""
    metric = metric_with_knobs(metric, {})
    alone = type(metric).error is not Metric.error
    for what in (metric.error, metric.delta) if alone else ():
        for prediction, goal in product(PREDICTIONS, GOALS):
            asked = f"{what.__name__}({prediction:g}, {goal:g})"
            try:
                value, again = what(prediction, goal), what(prediction, goal)
            except Exception as error:
                kind = type(error).__name__
                message = _("{asked} raised {kind}: {reason}").format(asked=asked, kind=kind, reason=error)
                return [_finding(metric, "metric-raises", message, raised_at(error, type(metric), what.__name__))]
            place = place_of(type(metric), what.__name__)
            if not isinstance(value, (int, float)):
                message = _("{asked} returned {value}").format(asked=asked, value=short_repr(value))
                return [_finding(metric, "metric-kind", message, place)]
            if not isfinite(value):
                message = _("{asked} is {value}").format(asked=asked, value=value)
                return [_finding(metric, "metric-finite", message, place)]
            if value != again:
                words = _("{asked} returned {value}, then {again}")
                message = words.format(asked=asked, value=f"{value:g}", again=f"{again:g}")
                return [_finding(metric, "metric-pure", message, place)]
    finding = _slope_fault(metric) if alone else next(_faults_together(metric), None)
    findings = [finding] if finding else []
    for knob in metric.knobs:  # which change nothing from one end to the other
        twins = [copy.copy(metric), copy.copy(metric)]
        for twin, value in zip(twins, (knob.low, knob.high)):
            setattr(twin, knob.name, value)
        one, other = ([_asked(twin, *place) for place in product(PREDICTIONS, GOALS)] for twin in twins)
        if one == other:
            message = _("the knob {knob} changes neither error nor delta").format(knob=knob.name)
            findings.append(_finding(metric, "metric-knob", message))
    return findings


def _finding(metric: Metric, rule: str, message: str, place: CodePlace | None = None) -> Finding:
    """`place`: None: where its delta begins."""
    place = place if place is not None else place_of(type(metric), "delta", "deltas")
    return Finding(rule, f"metric {metric.name}", message, *place)


def _slope_fault(metric: Metric) -> Finding | None:
    places: list[tuple[float, float, float, float]] = []  # prediction, goal, slope, delta: where both sides agree
    for prediction, goal in product(PREDICTIONS, GOALS):
        step = STEP * max(1.0, abs(prediction))
        here, above, below = (metric.error(prediction + by, goal) for by in (0.0, step, -step))
        left, right, delta = (here - below) / step, (above - here) / step, metric.delta(prediction, goal)
        if isclose(left, right, rel_tol=CLOSE, abs_tol=CLOSE * CLOSE) and abs(delta) > LEAST:
            places.append((prediction, goal, (above - below) / (2 * step), delta))
    if len(places) < ENOUGH:
        return None
    ratios = [slope / delta for _prediction, _goal, slope, delta in places]
    off = [place for place, ratio in zip(places, ratios) if not isclose(ratio, metric.slope_factor, rel_tol=CLOSE)]
    if not off:
        return None
    usual = median(ratios)
    down = [ratio for ratio in ratios if ratio < 0]
    counts = {"count": len(off), "all": len(places), "down": len(down)}
    if len(down) > len(ratios) / 2:
        message = _("at {down} of {all} places the error falls where delta says that it rises").format(**counts)
        return _finding(metric, "metric-sign", message)
    if all(isclose(ratio, usual, rel_tol=CLOSE) for ratio in ratios):
        sentence = _("the slope is {ratio} times delta everywhere; say slope_factor = {ratio}")
        return _finding(metric, "metric-factor", sentence.format(ratio=f"{usual:.3g}"))
    prediction, goal, slope, delta = off[0]
    message = _(
        "at prediction {prediction}, goal {goal} the slope is {slope}, but slope_factor * delta is {said}"
        " ({count} of {all} places)"
    ).format(
        prediction=f"{prediction:g}", goal=f"{goal:g}", slope=f"{slope:.4g}",
        said=f"{metric.slope_factor * delta:.4g}", **counts,
    )  # fmt: skip
    return _finding(metric, "metric-slope", message)


def _faults_together(metric: Metric) -> Iterator[Finding]:
    """Of a metric in which one output's miss depends on the others: each delta against the slope of total_error."""
    chance = Random("metric")
    for _place in range(TRIES):
        votes = [chance.uniform(-3.0, 3.0) for _ in range(VOTES)]
        goals = [0.0] * VOTES
        goals[chance.randrange(VOTES)] = 1.0
        try:
            deltas = metric.deltas(votes, goals)
            slopes = []
            for index in range(VOTES):
                above, below = ([vote + side * (k == index) for k, vote in enumerate(votes)] for side in (STEP, -STEP))
                slopes.append((metric.total_error(above, goals) - metric.total_error(below, goals)) / (2 * STEP))
        except Exception as error:
            words = _("{asked} raised {kind}: {reason}")
            message = words.format(asked="deltas", kind=type(error).__name__, reason=error)
            yield _finding(metric, "metric-raises", message, raised_at(error, type(metric), "deltas"))
            return
        for index, (delta, slope) in enumerate(zip(deltas, slopes)):
            if not isclose(slope, metric.slope_factor * delta, rel_tol=1e-4, abs_tol=1e-4):
                sentence = _("output {index} moves the error by {slope} a unit; slope_factor * delta says {said}")
                message = sentence.format(index=index, slope=f"{slope:.4g}", said=f"{metric.slope_factor * delta:.4g}")
                yield _finding(metric, "metric-slope", message)
                return


def _asked(metric: Metric, prediction: float, goal: float) -> tuple[float, float]:
    if type(metric).error is not Metric.error:
        return metric.error(prediction, goal), metric.delta(prediction, goal)
    votes, goals = [prediction / 100, goal, 0.0], [0.0, 1.0, 0.0]
    return metric.total_error(votes, goals), metric.deltas(votes, goals)[0]


METHODS = ("forward", "weight_deltas")


def check_network(network: Network) -> list[Finding]:
    """The findings about a network, measured at five fixed places."""
    kind = type(network).__name__
    thing = f"network {kind}"
    missing = [name for name in METHODS if getattr(type(network), name) is getattr(Network, name)]
    has_ops = False  # from which forward and weight_deltas follow
    with contextlib.suppress(Exception):
        has_ops = bool(network.ops())
    if missing and not has_ops:
        place = place_of(type(network), *METHODS)
        return [Finding("network-method", thing, _("it has no {method}()").format(method=name), *place)
                for name in missing]  # fmt: skip
    try:
        faults = [*network.faults(), *shape_faults(network)]
        rows = [(f"network-{'picture' if fault[0].endswith('.picture') else 'shape'}", fault) for fault in faults]
        rows += [] if rows else [("network-slope", fault) for fault in slope_faults(network)]
    except Exception as error:
        message = raised_sentence(_("{kind}: {reason}"), error)
        return [Finding("network-raises", thing, message, *raised_at(error, type(network), *METHODS))]
    sentence = _("{field} returned {value}; expected {allowed}")
    return [
        Finding(rule, thing, sentence.format(field=field, value=f"{value!s:.60}", allowed=allowed),
                *place_of(type(network), field.rpartition(".")[2], *METHODS))
        for rule, (field, value, allowed) in rows
    ]  # fmt: skip


def raised_sentence(template: str, error: BaseException, where: str = "") -> str:
    """What its code raised. Memory: how much it may have."""
    if memory_limit(error):
        return f"{where}: ".removeprefix(": ") + _("took more than {size:g} GB").format(size=memory_limit(error))
    return template.format(where=where, kind=type(error).__name__, reason=error)


STEPS = 12
SLOW, FEW = 0.1, 2  # a step that takes so many seconds is asked so often, on one network
SMALL = 0.001  # an alpha with which no sensible learner leaves a bowl
ALPHA, OTHER = 0.01, 0.02
SEED = "check"


class Squared(Metric):
    """The article's error, without the catalogue."""

    name, slope_factor = "squared", 2.0

    def error(self, prediction: float, goal_prediction: float) -> float:
        return (prediction - goal_prediction) ** 2

    def delta(self, prediction: float, goal_prediction: float) -> float:
        return prediction - goal_prediction


class PracticeProblem(NamedTuple):
    """A network, what it learns from, and its start weights."""

    network: Network
    examples: Sequence[Pair]
    weights: Sequence[float]


PRACTICE = (
    PracticeProblem(Neuron(), [((2.0,), (0.8,))], [0.5]),
    PracticeProblem(Neuron(2), [((8.5, 0.65), (1.0,)), ((9.5, 0.8), (0.5,)), ((-1.0, 0.3), (0.2,))], [0.1, 0.2]),
    PracticeProblem(
        Layers(3, 4, 1, activation="tanh"),
        [((1.0, 0.0, 1.0), (1.0,)), ((0.0, 1.0, 1.0), (0.0,))],
        [0.1 * (-1) ** k * (k + 1) / 16 for k in range(16)],
    ),
)


def check_learner(kind: type[Learner]) -> list[Finding]:
    """The findings about a learner, one for each rule. Networks that it does not fit are skipped."""
    thing = f"learner {kind.name}"
    findings, steps = list[Finding](), STEPS
    for place in PRACTICE:
        if steps == FEW:
            break
        try:
            if not fits(kind, place.network):
                continue
        except Exception as error:
            return [_raising(kind, thing, "fits()", error, "fits")]
        # Slow is what is so twice in turn: once, the machine may have been busy. What it raises is a finding later.
        steps = FEW
        for began in (moment() for _time in range(2)):
            with contextlib.suppress(Exception):
                walk(kind, place, ALPHA, 1)
            if (seconds := seconds_since(began)) < SLOW:
                steps = STEPS
                break
        else:
            findings.append(Finding("learner-slow", thing, _("a step takes {seconds:.1f} s").format(seconds=seconds)))
        own = list(_faults_at(kind, place, thing, steps))
        findings += own
        if not any(one.rule != "learner-alphas" for one in own):
            findings += _loop_faults(kind, place, thing, steps)
    for more in (_lines_fault, _worse):
        if steps == STEPS and not any(one.severity == "error" for one in findings):
            findings += more(kind, thing)
    first = {one.rule: one for one in reversed(findings)}  # the others would say the same of another network
    file, line = place_of(kind, "step", "update")
    return [one if one.file else one._replace(file=file, line=line) for one in reversed(first.values())]


def _raising(kind: type[Learner], thing: str, where: str, error: Exception, *methods: str) -> Finding:
    """It raised: with its own line that did."""
    message = raised_sentence(_("{where}: raised {kind}: {reason}"), error, where)
    return Finding("learner-raises", thing, message, *raised_at(error, kind, *(methods or ("step", "update"))))


def _faults_at(kind: type[Learner], place: PracticeProblem, thing: str, steps: int) -> Iterator[Finding]:
    size = place.network.size
    alphas: list[Alpha] = [ALPHA]
    if size > 1:
        alphas.append([(ALPHA, OTHER)[index % 2] for index in range(size)])
    for alpha in alphas:
        plural_form = isinstance(alpha, Sequence)
        where = f"{place.network.source}, alpha {_('a list') if plural_form else alpha}"
        before = random.getstate()
        try:
            first, wrong = walk(kind, place, alpha, steps)
            again, _wrong = walk(kind, place, alpha, steps)
        except Exception as error:
            if plural_form and isinstance(error, TypeError):
                message = _(
                    "alpha may be a list, one for each weight: use self.alphas(alpha, len(weights));"
                    " it raised TypeError: {reason}"
                )
                yield Finding("learner-alphas", thing, message.format(reason=error), *raised_at(error, kind, "step"))
            else:
                yield _raising(kind, thing, where, error)
            return
        if wrong is not None:
            yield Finding(wrong[0], thing, f"{where}: {wrong[1]}")
            return
        if random.getstate() != before:
            random.setstate(before)
            yield Finding("learner-random", thing, _("{where}: use self.random").format(where=where))
            return
        if first != again:
            message = _("{where}: two runs from the same seed differ").format(where=where)
            yield Finding("learner-repeats", thing, message)
            return


Misread = tuple[str, str]  # a rule, and what was seen


def walk(
    kind: type[Learner], place: PracticeProblem, alpha: Alpha, steps: int = STEPS
) -> tuple[list[float], Misread | None]:
    """The weights after so many steps, or what is wrong with one of them. It raises what `step` raises."""
    problem = Problem(place.network, place.examples, Squared())
    learner, here = fresh(kind, place.network), list(place.weights)
    for step in range(1, steps + 1):
        given = list(here)
        new = _stepped(learner, problem, given, alpha)
        if given != here:
            return here, ("learner-mutates", _("step changed the list it was given; return a new one"))
        shown = short_repr(new)
        if not isinstance(new, (list, tuple)) or len(new) != len(here):
            sentence = plural_form("step returned {shown}; expected a list of {count} number",
                           "step returned {shown}; expected a list of {count} numbers", len(here))  # fmt: skip
            return here, ("learner-shape", sentence.format(shown=shown, count=len(here)))
        if not all(isinstance(weight, (int, float)) for weight in new):
            return here, ("learner-kind", _("step returned {shown}; expected numbers").format(shown=shown))
        odd = next((weight for weight in new if not isfinite(weight)), None)
        if odd is not None:
            return here, ("learner-finite", _("after step {step} a weight is {weight}").format(step=step, weight=odd))
        here = list(new)
    return here, None


def _stepped(learner: Learner, problem: Problem, weights: list[float], alpha: Alpha) -> Sequence[float]:
    """One step, in the time that it asks for; each has a limit of its own."""
    if learner.patience:
        new = dog.longer(learner.patience, lambda: learner.step(problem, weights, alpha))
    else:
        new = learner.step(problem, weights, alpha)
    dog.heartbeat += 1
    return new


def fresh(kind: type[Learner], network: Network) -> Learner:
    """A fresh one, its knobs at their starts."""
    return fresh_learner(kind, network, "check", {"seed": SEED})


def _run(kind: type[Learner], place: PracticeProblem, fast: bool) -> Run:
    make = FastRun if fast else Run
    return make(place.network, place.examples, Squared(), fresh(kind, place.network), list(place.weights), ALPHA)


def _loop_faults(kind: type[Learner], place: PracticeProblem, thing: str, steps: int) -> Iterator[Finding]:
    """The compiled loop, where there is one, gives the readable one's bits; a copy goes on as the first."""
    slow, fast = _run(kind, place, False), _run(kind, place, True)
    for _step in range(steps):
        slow.step()
    while fast.count < steps and not fast.diverged:
        fast.advance(steps - fast.count)
    if list(fast.weights) != list(slow.weights):
        message = _("{where}: all at once gives {fast}, step by step gives {slow}")
        weights = {"fast": list(fast.weights)[:2], "slow": list(slow.weights)[:2]}
        yield Finding("learner-loop", thing, message.format(where=place.network.source, **weights))
    learner = slow.learner
    assert learner is not None
    problem, weights_now = slow.problem(slow.count), list(slow.weights)
    twin = copy.deepcopy(learner)
    _stepped(learner, problem, list(weights_now), ALPHA)  # the copy must not see it
    kept = fresh(kind, place.network)
    vars(kept).update(copy.deepcopy(vars(twin)))
    again, copied = (_stepped(one, problem, list(weights_now), ALPHA) for one in (kept, twin))
    if list(again) != list(copied):
        message = _("a copy of it goes on differently: keep all its state in vars(self)")
        yield Finding("learner-state", thing, message)


def _lines_fault(kind: type[Learner], thing: str) -> Iterator[Finding]:
    """`lines`, run as the script that they are part of, against the step."""
    if not kind.lines:
        return
    run = _run(kind, PRACTICE[0], False)
    try:
        text = run_script(run, STEPS)
        # What a script prints last
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(compile(text, "<script>", "exec"), {})
        weight = float(ast.literal_eval(out.getvalue().rpartition("weight")[2].strip()))
    except NotInlinable:
        return  # they are shown, not run
    except Exception as error:
        yield _raising(kind, thing, "lines", error)._replace(rule="learner-lines")
        return
    for _step in range(STEPS):
        run.step()
    if weight != run.weights[0]:
        message = _("lines give {said} where step gives {weight} ({steps} steps)")
        yield Finding("learner-lines", thing, message.format(said=weight, weight=run.weights[0], steps=STEPS))


def _worse(kind: type[Learner], thing: str) -> Iterator[Finding]:
    place = PRACTICE[0]
    if not fits(kind, place.network):
        return
    problem, errors = Problem(place.network, place.examples, Squared()), list[float]()
    for steps in range(STEPS + 1):
        weights, _wrong = walk(kind, place, SMALL, steps)
        errors.append(problem.error(weights))
    if all(after > before for before, after in zip(errors, errors[1:])):
        yield Finding("learner-worse", thing, _("with alpha {alpha} the error rose in {count} of {count} steps").format(
            alpha=SMALL, count=STEPS
        ))  # fmt: skip
