"""What a learner or metric did wrong, and in which plugin's file."""

from __future__ import annotations

import sys
from types import TracebackType

from ..learning.learner import Learner
from ..learning.metric import Metric


class Fault(Exception):
    """A learner or metric raised, or gave what it may not. `plugin`: its name; `line`: where, in its own file."""

    def __init__(self, plugin: str, sentence: str, file: str = "", line: int = 0) -> None:
        super().__init__(f"{plugin}: {sentence}")
        self.plugin, self.sentence, self.file, self.line = plugin, sentence, file, line


def blame(raised: Exception, learner: Learner | None, metric: Metric) -> Fault:
    """The fault of whichever plugin's file the error came from last."""
    files = {_file(metric): metric.name}
    if learner is not None:
        files[_file(learner)] = learner.name
    name, line, file = (learner.name if learner else metric.name), 0, ""
    trace: TracebackType | None = raised.__traceback__
    while trace is not None:
        found = trace.tb_frame.f_code.co_filename
        if found in files:
            name, line, file = files[found], trace.tb_lineno, found
        trace = trace.tb_next
    return Fault(name, f"{type(raised).__name__}: {raised}", file, line)


def _file(thing: object) -> str:
    module = sys.modules.get(type(thing).__module__)
    return str(getattr(module, "__file__", "") or "")
