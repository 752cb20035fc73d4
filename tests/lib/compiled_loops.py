"""Formulas of all kinds, networks put together by chance, and runs drawn over them: on these every way to make a step
is compared with the readable path, to the last bit."""

import linecache
import math
from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from math import sqrt
from random import Random
from typing import Any

from hypothesis import strategies as st

from downslope import ACTIVATIONS, Catalog, ConvNet, Knob, Layers, Learner, Metric, Network, Neuron, Neurons
from downslope.engine.run import Run
from downslope.learning import Beside, Conv, Dense, MaxPool
from downslope.learning.ops import Op
from lib.plugins import BiasedNeuron, OpsNetwork, QuadraticNeuron, Recurrent, Tied
from lib.support import shipped


def rounded(x: float) -> float:  # it shadows a builtin, on purpose
    return sqrt(x * x + 0.25)


def formula(text: str, *arguments: str) -> Any:
    """A method of these lines, or of this one expression. It can be read back, as one that stands in a file can."""
    lines = text.split("\n") if "return" in text else [f"return {text}"]
    head = f"def method({', '.join(('self', *arguments))}):"
    lines = [line + "\n" for line in ("import math", head, *("    " + line for line in lines))]
    space: dict[str, Any] = {**vars(math), "round": rounded, "_k": 0.5, "w0": 0.25}
    file = f"<{text}>"
    linecache.cache[file] = 1, None, lines, file
    exec(compile("".join(lines), file, "exec"), space)
    return space["method"]


def learner(name: str, text: str, *memory: str, **more: Any) -> type[Learner]:
    update = formula(text, "weight", "weight_delta", "alpha", *memory)
    made: type[Learner] = type(name.title(), (Learner,), {"name": name, "update": update, "memory": memory, **more})
    return made


def metric(name: str, error: str, delta: str = "") -> Metric:
    methods = {"error": error, "delta": delta} if delta else {"error": error}
    made = {method: formula(text, "prediction", "goal_prediction") for method, text in methods.items()}
    own: Metric = type(name.title(), (Metric,), {"name": name, **made})()
    return own


OWN = [
    # a weight shrinks even where nothing is missed, so nothing may be skipped
    learner("decay", "weight - (weight_delta + weight * 0.01) * alpha"),
    # names of its module, two lines, the weight_delta assigned to
    learner("clipped", """weight_delta = min(self.edge, max(-self.edge, weight_delta))
seen = seen + math.sqrt(abs(weight_delta)) * w0
return weight - alpha * weight_delta / (1.0 + seen), seen""", "seen", knobs=(Knob("edge", 0.1, 2, start=0.5),)),
    # its results need each other's old values
    learner("swapping", "weight - (weight_delta + last - before) * alpha, weight_delta - weight * 0.01, last",
            "last", "before"),
    # not plain lines
    learner("forked", "if weight_delta > 1:\n    weight_delta = 1.0\nreturn weight - weight_delta * alpha"),
    # zeros of either sign, truths as numbers, and a weight that comes back from what is not finite
    learner("negating", """sign = (weight_delta > 0) - (weight_delta < 0)
return max(-2.0, min(2.0, -(-weight * 1.0 + (weight_delta + 0.01 * sign) * alpha)))"""),
]  # fmt: skip


# not plain lines: its methods are called
STEEP = metric("steep", """if prediction > goal_prediction:
    return 2.0 * (prediction - goal_prediction)
return goal_prediction - prediction""", "2.0 if prediction > goal_prediction else -1.0")
OWN_METRICS = [
    STEEP, metric("cubed", "abs(prediction - goal_prediction) ** 3"),  # raises OverflowError where `*` gives inf
    # constants and a function of its module: the names are a loop's own, or a builtin's
    metric("half", "_k * w0 * round(prediction - goal_prediction)",
           "weight = prediction - goal_prediction\nreturn _k * weight / math.hypot(1.0, weight)"),
    # what only one branch needs, used twice in it: worked out before the branch it would raise
    metric("guarded", """power = exp(prediction) if prediction < 700.0 else 0.0
rest = 1.0 / goal_prediction + sqrt(1.0 / goal_prediction) if goal_prediction > 0.0 else 1.0
return power * power + rest""", "prediction - goal_prediction"),
]  # fmt: skip


@lru_cache(1)
def catalog() -> Catalog:
    found = shipped()
    return replace(
        found, learners={**found.learners, **{kind.name: kind for kind in OWN}},
        metrics={**found.metrics, **{metric.name: metric for metric in OWN_METRICS}},
    )  # fmt: skip


METRICS = list(catalog().metrics)
FORMULAS = [name for name, kind in catalog().learners.items() if kind.step is Learner.step and hasattr(kind, "update")]


def bends(*names: str) -> tuple[Any, ...]:
    return tuple(ACTIVATIONS[name] for name in names)


SMALL: list[Network] = [
    Neuron(1), Neuron(3), Neuron(2, 3), Neurons(1), Neurons(3), Layers(2, 2), Layers(3, 4, 2), Layers(1, 1, 1),
    Layers(2, 3, 3, 1, activation="tanh"), Layers(3, 4, 1, activation=["relu", "tanh", "linear", "sigmoid"]),
    ConvNet(4, 2),
]  # fmt: skip
LARGE: list[Network] = [
    Layers(6, 7, 7, 3), Neuron(30, 5), Layers(9, 8, 6, activation="tanh"), Layers(30, 6, 3, activation="linear"),
    Network((Dense(0, 12, 9, bends("tanh") * 9), Dense(108, 9, 3, bends("relu") * 3))),
    Network((Dense(0, 30, 4, bias=True),)), Network((Conv(0, 8, 12),)), ConvNet(4, 1, 1), ConvNet(5, 2, 3),
]  # fmt: skip
CALLED: list[Network] = [  # of `forward` and `weight_deltas` alone, or too large and mixed for rows
    BiasedNeuron(2, 2), QuadraticNeuron(), Recurrent(), Tied(), Layers(9, 8, 6, activation=["relu"] * 7 + ["linear"]),
]  # fmt: skip


@st.composite
def networks(draw: st.DrawFn) -> Network:
    """One to three ops after a picture or some numbers, of the game's own classes where it has one of these."""
    ops: list[Op] = []
    wide, first = draw(st.integers(1, 4)), 0
    if draw(st.integers(0, 3)) == 0:
        conv = Conv(0, draw(st.integers(4, 6)), draw(st.integers(1, 2)), draw(st.booleans()))
        pool = MaxPool(conv.side - 2, conv.kernels)
        ops = [conv, pool] if draw(st.booleans()) else [conv]
        wide, first = ops[-1].outputs, conv.size
    for _ in range(draw(st.integers(0 if ops else 1, 3))):
        neurons = draw(st.integers(1, 4))
        some = bends(*draw(st.lists(st.sampled_from(list(ACTIVATIONS)), min_size=neurons, max_size=neurons)))
        dense = Dense(first, wide, neurons, draw(st.sampled_from([(), some, some[:1] * neurons])), draw(st.booleans()))
        choices: list[Op] = [dense, dense, dense, Beside(first, wide)]
        ops.append(draw(st.sampled_from(choices)))
        wide, first = ops[-1].outputs, first + ops[-1].size
    made: Network = draw(st.sampled_from([Network(ops), OpsNetwork(*ops)]))
    return made


@dataclass
class Case:
    """A network, learner, metric and setting by name, with numbers of a seed; `zeros`: this part of them is 0."""

    network: Network
    learner: str = "gradient-descent"
    metric: str = "squared"
    zeros: float = 0.2
    seed: int = 1
    low: float = -1.0
    more: dict[str, Any] = field(default_factory=dict)

    def made(self) -> Learner:
        learner = catalog().learner(self.learner)()
        for knob in learner.knobs:
            setattr(learner, knob.name, knob.start)
        learner.start(self.network.size)
        return learner

    def run(self, kind: Callable[..., Any] = Run) -> Any:
        random = Random(f"{type(self.network).__name__} {self.network.size} {self.seed}")

        def some(count: int) -> tuple[float, ...]:
            signed = [0.0, -0.0]
            return tuple(random.choice(signed) if random.random() < self.zeros else random.uniform(-1.5, 1.5)
                         for _ in range(count))  # fmt: skip

        examples = [(some(self.network.inputs), some(self.network.outputs)) for _ in range(5)]
        weights = [0.0 if random.random() < self.zeros / 2 else random.uniform(self.low, self.low + 2)
                   for _ in range(self.network.size)]  # fmt: skip
        metric = catalog().metric(self.metric)
        return kind(self.network, examples, metric, self.made(), weights, **{"alpha": 0.05, **self.more})


@st.composite
def cases(draw: st.DrawFn, alphas: Sequence[Any] = (0.05, 0.05, None, -0.05, 0.0, -0.0, 1, 3.0, 1e3)) -> Case:
    network = draw(st.one_of(networks(), st.sampled_from([*SMALL, *LARGE, *CALLED])))
    alpha = draw(st.sampled_from(alphas))
    more = {
        "alpha": [0.01 * (k + 1) for k in range(network.size)] if alpha is None else alpha,
        "batch": draw(st.sampled_from([1, 2, None])),
        "frozen": frozenset(k for k in draw(st.frozensets(st.integers(0, 20), max_size=4)) if k < network.size),
        "order": draw(st.sampled_from([None, "s"])),
        "schedule": draw(st.sampled_from(["constant", "cosine"])),
        "budget": 4,
    }
    some = draw(st.sampled_from([0.0, 0.3, 0.9])), draw(st.integers(0, 99)), draw(st.sampled_from([-1.0, -1.0, -2.0]))
    return Case(network, draw(st.sampled_from(FORMULAS)), draw(st.sampled_from(METRICS)), *some, more)


def bits(numbers: Any) -> bytes:
    """With the sign of a zero."""
    return array("d", numbers).tobytes()
