"""How a net learns to read digits well and fast: what `downslope train digits` and the benchmarks do.

One sample a step, softmax cross-entropy, alpha falling in a straight line to 0; half of the samples are moved by a
pixel or turned by 10 or 20 degrees (Simard, Steinkraus & Platt 2003), and the goals are smoothed (Szegedy et al. 2016).
docs/performance.md has what it reaches, and in what time.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp

from ..learning.named import ConvNet
from ..learning.network import Vector
from ..rules.example import Example
from ..rules.level import Level
from ..rules.target import Accuracy
from .dataset import SIDE, Digits

KERNELS, PASSES, ALPHA, SPREAD = 24, 10, 0.05, 0.2
SMOOTHING = 0.1  # of a goal of 1, shared out among all ten: a net that is never quite sure reads others better
METRIC = "softmax-cross-entropy"


def digits_level(
    kernels: int = KERNELS, passes: int = PASSES, alpha: float = ALPHA, seed: int = 0, split: str = "stratified",
    more: Sequence[Example] = (),
) -> Level:  # fmt: skip
    """The training as a level of its own. `more`: examples besides the shipped ones."""
    return Level(
        "digits",
        title="Digits",
        network=ConvNet(SIDE, kernels, 10),
        examples=[smooth(example) for example in (*Digits(split), *more)],
        unseen=Digits(split, unseen=True),
        spread=SPREAD,
        seed=seed,
        alpha=alpha,
        schedule="linear",
        metric=METRIC,
        batch=1,
        shuffle=True,
        augment="affine",
        target=Accuracy(1.0),
        budget=passes,
        knobs=(),
    )


def small_level(seed: int = 1) -> Level:
    """A net that reads most digits after two passes, which take about a second: for a first look."""
    return Level(
        "small", title="", network=ConvNet(SIDE, 8, 10), examples=Digits(), unseen=Digits(unseen=True), spread=SPREAD,
        seed=seed, alpha=ALPHA, schedule="linear", metric=METRIC, batch=1, shuffle=True, target=Accuracy(1.0), budget=2,
        knobs=(),
    )  # fmt: skip


def smooth(example: Example) -> Example:
    """Label smoothing: its goals, which add up to 1, a little nearer to each other, so that they still do."""
    goals = example.pair[1]
    part = SMOOTHING / len(goals)
    return Example(example.input, tuple([goal * (1.0 - SMOOTHING) + part for goal in goals]), example.label)


def shares(votes: Vector) -> list[float]:
    """Votes as parts of 1 (softmax)."""
    top, total = max(votes), 0.0
    powers = [exp(vote - top) for vote in votes]
    for power in powers:
        total += power
    return [power / total for power in powers]
