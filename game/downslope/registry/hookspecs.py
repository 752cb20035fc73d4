"""The three hooks through which a plugin gives the game something new.

Each takes nothing and returns a list. Each docstring has a complete plugin: save it in the player's `plugins` folder
(see docs/plugins.md) and it works. A test runs them.
"""

from __future__ import annotations

from collections.abc import Iterable

import pluggy

from ..learning import Learner, Metric
from ..rules import Level

hookspec = pluggy.HookspecMarker("downslope")


@hookspec
def metrics() -> Iterable[Metric]:
    """Instances of Metric: how wrong one prediction is (error), and which way it missed (delta).

    Every process that plays, checks, sweeps or trains calls it in its main thread.
    It is called once, and again after each reload.
    Nothing of the old version survives a reload: the attempt is replayed with the new metric.
    An exception is shown as a fault of the plugin, with file and line; the game keeps what the hook returned before.

    ```python
    from downslope import Metric, hookimpl


    class Huber(Metric):
        name = "huber"

        def error(self, prediction, goal_prediction):
            miss = abs(prediction - goal_prediction)
            return miss * miss / 2 if miss < 1 else miss - 0.5

        def delta(self, prediction, goal_prediction):
            return min(1.0, max(-1.0, prediction - goal_prediction))


    @hookimpl
    def metrics():
        return [Huber()]
    ```
    """
    return []


@hookspec
def learners() -> Iterable[type[Learner]]:
    """Classes that derive from Learner: from the weights to better weights. An object is made for each attempt.

    Every process that plays, checks, sweeps or trains calls it in its main thread.
    It is called once, and again after each reload; each class is then called once, without arguments.
    Nothing of the old version survives a reload: the attempt is replayed with the new class.
    An exception is shown as a fault of the plugin, with file and line; the game keeps what the hook returned before.

    ```python
    from downslope import Knob, Learner, hookimpl


    class Momentum(Learner):
        name = "momentum"
        beta = Knob(0.0, 0.99, start=0.9)
        memory = ("velocity",)

        def update(self, weight, weight_delta, alpha, velocity):
            velocity = velocity * self.beta + weight_delta
            return weight - velocity * alpha, velocity


    @hookimpl
    def learners():
        return [Momentum]
    ```
    """
    return []


@hookspec
def levels() -> Iterable[Level]:
    """Levels, in teaching order. They name their metrics and learners.

    Every process that plays, checks, sweeps or trains calls it in its main thread, after the other two hooks.
    It is called once, and again after each reload.
    Nothing of the old version survives a reload: the attempt is replayed in the new level, as far as that works.
    An exception is shown as a fault of the plugin, with file and line; the game keeps what the hook returned before.

    ```python
    from downslope import Example, Level, Near, hookimpl


    @hookimpl
    def levels():
        return [
            Level("winter-jackets", title="Winter jackets", brief="At -2 degrees, 80 % wear one. Land there.",
                  examples=[Example(-2, 0.8)], weights=[0.5], alpha=0.1, target=Near(0.01)),
        ]
    ```
    """
    return []
