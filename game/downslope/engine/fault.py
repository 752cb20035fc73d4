"""What a learner or metric did wrong, and in which plugin's file."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import suppress
from math import isfinite, isnan
from types import TracebackType

from ..learning import Alpha, Learner, Metric, Network, Problem, Vector, train
from .plain_text import plain, short_repr
from .watchdog import StopPoint, dog, is_meant_for_all, memory_limit

LONGEST = 300  # letters of what a plugin says went wrong


class Fault(Exception):
    """A learner, metric or network raised, or returned something wrong. `plugin`: its name; `line`: where, in its file.

    values    where there are some, the sentence is a template for translation, to be filled in with them
    """

    stopped = False  # its code did not come back, or wanted to end more than itself

    def __init__(self, plugin: str, sentence: str, file: str = "", line: int = 0, **values: object) -> None:
        self.template = plain(sentence[:LONGEST])
        self.values = {name: plain(each[:LONGEST]) if isinstance(each, str) else each for name, each in values.items()}
        plugin, sentence = plain(plugin), self.template.format(**self.values) if values else self.template
        super().__init__(f"{plugin}: {sentence}")
        self.plugin, self.sentence, self.file, self.line = plugin, sentence, file, line


def checked_step(problem: Problem, learner: Learner, weights: Vector, alpha: Alpha) -> tuple[float, Vector]:
    """What train.step gives. Fault: the learner wrote into the list that it was given, a copy of the run's."""
    own = type(learner).step
    if own is Learner.step:  # a formula sees no list
        return train.step(problem, learner, weights, alpha)
    given = list(weights)
    patience = learner.patience
    if patience:
        error, new = dog.longer(patience, lambda: train.step(problem, learner, given, alpha))
    else:
        error, new = train.step(problem, learner, given, alpha)
    if given != weights:
        text = "step changed the weights it was given; make a list of its own"
        raise Fault(learner.name, text, _file(learner), own.__code__.co_firstlineno)
    if isinstance(new, (str, bytes)) or getattr(new, "__len__", int)() != len(given):
        template = "step returned {new}; expected a list of {size} numbers"
        if len(given) == 1:
            template = "step returned {new}; expected a list of 1 number"
        raise shape_fault(learner, template, new=short_repr(new), size=len(given))
    return error, new


def refuse_nan(learner: Learner, problem: Problem, weights: Vector, error: float, new: Sequence[float]) -> None:
    """Fault: it gave what is no number, though all that it could see is finite. A run that overflows is none."""
    lost = next((number for number, weight in enumerate(new, 1) if isnan(weight)), 0)
    if not lost or not isfinite(error):
        return
    with suppress(OverflowError):
        if all(map(isfinite, problem.weight_deltas(weights))):
            template = "step gave nan for weight {number}, though the error and its slopes are finite"
            raise shape_fault(learner, template, number=lost)


def shape_fault(learner: Learner, template: str, **values: object) -> Fault:
    """What a step gave, and what it must give, at the line where it begins."""
    # The file in which its own step is, and the line where that begins
    step = type(learner).step
    own = step is not Learner.step and hasattr(step, "__code__")
    file, line = (_file(learner), step.__code__.co_firstlineno) if own else ("", 0)
    return Fault(learner.name, template, file, line, **values)


class LoopWarning(RuntimeWarning):
    """A compiled loop and the readable path do not agree. The readable path is right."""


Blamed = Learner | type[Learner] | Metric | Network | None


def blame(raised: BaseException, *plugins: Blamed) -> Fault:
    """The fault of whichever plugin's file the error came from last; of none of them: of the first one.

    What is meant for all of us is raised on.
    """
    stopped = raised if isinstance(raised, StopPoint) else None
    raised = raised.__cause__ or raised if isinstance(raised, StopPoint) else raised
    if stopped is None and is_meant_for_all(raised):
        raise raised
    found_in = {_file(plugin): _name(plugin) for plugin in reversed(plugins) if plugin is not None}
    name, line, file = next(_name(plugin) for plugin in plugins if plugin is not None), 0, ""
    trace: TracebackType | None = raised.__traceback__
    entered = ""  # the function through which its code was entered
    while trace is not None:
        file_now = trace.tb_frame.f_code.co_filename
        if file_now in found_in:
            name, line, file = found_in[file_now], trace.tb_lineno, file_now
            entered = entered or trace.tb_frame.f_code.co_name
        trace = trace.tb_next
    if memory_limit(raised):
        return Fault(name, "took more than {size:g} GB", file, line, size=memory_limit(raised))
    if stopped is None:
        return Fault(name, f"{type(raised).__name__}: {raised}".rstrip(": "), file, line)
    values = stopped.values | ({"what": f"{entered}()"} if entered else {})
    fault = Fault(name, stopped.template, file, line, **values)
    fault.stopped = True
    return fault


def _name(plugin: object) -> str:
    """A network has its class's."""
    return str(getattr(plugin, "name", "") or type(plugin).__name__)


def _file(thing: object) -> str:
    kind = thing if isinstance(thing, type) else type(thing)
    module = sys.modules.get(kind.__module__)
    return str(getattr(module, "__file__", "") or "")
