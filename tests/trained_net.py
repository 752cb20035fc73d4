"""A net that was trained by the shipped recipe, made once for all tests that need one that reads."""

from __future__ import annotations

from functools import cache

from downslope import ConvNet, Digits, Learn, Level, Session
from support import shipped


@cache
def trained() -> Session:
    """The shipped recipe, six passes."""
    level = Level(
        "reader", title="", network=ConvNet(8, 16, 10), examples=Digits(), unseen=Digits(unseen=True), spread=0.2,
        alpha=0.1, schedule="linear", budget=6, batch=1, shuffle=True, augment="shift", seed=1,
        metric="softmax-cross-entropy",
    )  # fmt: skip
    return Session(level, shipped(), [Learn(6 * len(level.examples))])
