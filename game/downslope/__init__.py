"""Downslope: learn how a neural network learns, by doing it. All that a plugin's author imports is here; no pygame.

Names are fetched when they are first asked for, so that the game's first picture waits for none of them.
"""

from __future__ import annotations

import os
import sys

from .version import API

os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")  # what a command prints belongs to those who asked for it

TYPE_CHECKING = False  # typing is not imported for it
if TYPE_CHECKING:
    from types import TracebackType
    from typing import Any

    import pluggy

    from .digits.csv_examples import read_csv
    from .digits.dataset import Digits
    from .digits.drawing import read_pictures
    from .engine.fast_run import FastRun as Run
    from .engine.fault import Fault
    from .engine.history import Step
    from .learning import (
        ACTIVATIONS, Alpha, Beside, Conv, ConvNet, Dense, Layers, Learner, MaxPool, Metric, Network, Neuron,
        Neurons, Node, Picture, Problem, Wire,
    )
    from .learning.train import train
    from .registry.loading import load
    from .rules import (
        Accuracy, Answer, Catalog, Changes, Drawn, Exam, Example, Fooled, Freeze, Gate, Impossible, Knob, Learn,
        Level, Marker, MeanError, Move, Near, Next, Outcome, Probe, Question, Reset, Runs, Session, Show,
        Smaller, Stage, Stop, TakeOver, Target, Turn,
    )

    hookimpl = pluggy.HookimplMarker("downslope")
    """The decorator of a plugin's functions `levels`, `metrics` and `learners`, so that the game calls them."""

HOMES = {
    ".digits.dataset": ("Digits",),
    ".digits.drawing": ("read_pictures",),
    ".digits.csv_examples": ("read_csv",),
    ".engine.history": ("Step",),
    ".learning.learner": ("Alpha", "Learner"),
    ".learning.metric": ("Metric",),
    ".learning.named": ("ConvNet", "Layers", "Neuron", "Neurons"),
    ".learning.network": ("Network", "Node", "Picture", "Wire"),
    ".learning.ops": ("ACTIVATIONS", "Beside", "Conv", "Dense", "MaxPool"),
    ".learning.problem": ("Problem",),
    ".learning.train": ("train",),
    ".engine.fast_run": ("Run",),
    ".engine.fault": ("Fault",),
    ".registry.loading": ("load",),
    ".rules.actions": (
        "Answer", "Freeze", "Impossible", "Learn", "Next", "Probe", "Reset", "Show", "Stop", "TakeOver", "Turn",
    ),
    ".rules.catalog": ("Catalog",),
    ".rules.knob": ("Knob",),
    ".rules.example": ("Example",),
    ".rules.land_picture": ("Move",),
    ".rules.changes": ("Changes", "Stage"),
    ".rules.level": ("Level",),
    ".rules.outcome": ("Gate", "Outcome"),
    ".rules.question": ("Marker", "Question"),
    ".rules.session": ("Session",),
    ".rules.target": ("Accuracy", "Drawn", "Exam", "Fooled", "MeanError", "Near", "Runs", "Smaller", "Target"),
}  # fmt: skip

CLASSES = {"Run": "FastRun"}  # what is called otherwise where it lives: a session's run is this one

__all__ = [
    "ACTIVATIONS", "API", "Accuracy", "Alpha", "Answer", "Beside", "Catalog", "Changes", "Conv", "ConvNet", "Dense",
    "Digits", "Drawn", "Exam", "Example", "Fault", "Fooled", "Freeze", "Gate", "Impossible", "Knob", "Layers", "Learn",
    "Learner", "Level", "Marker", "MaxPool", "MeanError", "Metric", "Move", "Near", "Network", "Neuron", "Neurons",
    "Next", "Node", "Outcome", "Picture", "Probe", "Problem", "Question", "Reset", "Run", "Runs", "Session", "Show",
    "Smaller", "Stage", "Step", "Stop", "TakeOver", "Target", "Turn", "Wire", "hookimpl", "load", "read_csv",
    "read_pictures", "train",
]  # fmt: skip


def _end_quietly(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Ctrl-C before or after all that has a handler of its own ends the command without a word."""
    if issubclass(kind, KeyboardInterrupt):
        sys.exit(130)
    sys.__excepthook__(kind, error, trace)


_started = sys.argv[0].replace("\\", "/").rpartition("/")[2] if sys.argv else ""
if _started in ("downslope", "downslope.exe") or (_started == "-m" and "downslope" in sys.orig_argv):
    sys.excepthook = _end_quietly  # not where somebody else has imported this package


def __getattr__(name: str) -> Any:
    """A name of the list above, from the module where it lives."""
    from importlib import import_module

    if name == "hookimpl":
        import pluggy

        value: Any = pluggy.HookimplMarker("downslope")
    else:
        home = next((home for home, names in HOMES.items() if name in names), None)
        if home is None:
            raise AttributeError(f"module 'downslope' has no attribute {name!r}")
        value = getattr(import_module(home, __name__), CLASSES.get(name, name))
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
