"""Downslope: learn how a neural network learns, by doing it. Everything that a plugin's author imports is here; no pygame."""

import pluggy

from .learning.learner import Alpha, Learner
from .learning.metric import Metric
from .learning.network import Network, Neuron, Neurons
from .learning.problem import Problem
from .learning.run import Fault, Run, Step
from .rules.actions import Answer, Freeze, Impossible, Learn, Next, Probe, Reset, Stop, TakeOver, Turn
from .rules.catalog import Catalog
from .rules.knob import Knob
from .rules.level import Example, Level
from .rules.outcome import Outcome
from .rules.question import Marker, Question
from .rules.session import Session
from .rules.target import Accuracy, Exam, MeanError, Near, Smaller
from .version import API

hookimpl = pluggy.HookimplMarker("downslope")

__all__ = [
    "API", "Accuracy", "Alpha", "Answer", "Catalog", "Exam", "Example", "Fault", "Freeze", "Impossible", "Knob", "Learn",
    "Learner", "Level", "Marker", "MeanError", "Metric", "Near", "Network", "Neuron", "Neurons", "Next", "Outcome",
    "Probe", "Problem", "Question", "Reset", "Run", "Session", "Smaller", "Step", "Stop", "TakeOver", "Turn", "hookimpl",
]  # fmt: skip
