"""Lines as they ran, with their values: what a debugger shows of them, in every Python."""

import bdb
import linecache
import sys
from collections.abc import Callable
from functools import partial
from types import CodeType, FrameType
from typing import Any

import pytest

from downslope import Learner, Neuron
from downslope.engine.line_trace import INNER, MOST, Busy, TracedCall, record, values_in
from downslope.formulas.source import FileOutline
from downslope.learning import Problem
from lib import plugins as own
from lib.support import shipped

OUTLINE = FileOutline("".join(linecache.getlines(own.__file__)))
PAIRS = [((8.5, 0.65), (1.0,)), ((9.5, 0.8), (1.0,))]


def is_own(code: CodeType) -> bool:
    return code.co_filename == own.__file__


def lines_of(call: Callable[[], Any]) -> TracedCall:
    return record(call, is_own, lambda _code, line: OUTLINE.statement(line))


class Debugger(bdb.Bdb):
    """What pdb is made of: for each line of the file, in order, its frame and the values before it."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[int, FrameType, dict[str, str]]] = []
        self._line: dict[FrameType, int] = {}

    def user_line(self, frame: FrameType) -> None:
        code = frame.f_code
        if is_own(code) and code.co_name not in INNER:
            line = OUTLINE.statement(frame.f_lineno)
            if self._line.get(frame) != line:  # a statement over several lines is one
                self.seen.append((line, frame, values_in(frame)))
            self._line[frame] = line
        self.set_step()

    def user_call(self, frame: FrameType, *_given: Any) -> None:
        self.set_step()

    user_return = user_exception = user_call  # type: ignore[assignment]


def step_of(kind: type[Learner]) -> Callable[[], Any]:
    problem = Problem(Neuron(2), PAIRS, shipped().metrics["squared"])

    def call() -> list[float]:
        learner = kind()
        learner.start(2)
        return learner.step(problem, [0.1, 0.2], 0.1)

    return call


def test_lines_and_values_are_those_of_a_debugger() -> None:
    """With who waits for whom, what was given back and what was raised."""
    kinds = (own.Careful, own.Winding, own.Plain)
    looks: list[Any] = [
        partial(Problem(Neuron(2), PAIRS, own.Branchy()).look, [0.1, 0.2]),  # fmt: skip
        partial(Problem(own.BiasedNeuron(), PAIRS, shipped().metrics["squared"]).look, [0.1, 0.2, 0.3]),
    ]
    for call in (*map(step_of, kinds), *looks):
        debugger = Debugger()
        debugger.runcall(call)
        traced = lines_of(call)
        assert traced.whole and traced.line_runs
        assert [line_run.line for line_run in traced.line_runs] == [line for line, _frame, _values in debugger.seen]
        frames: dict[int, FrameType] = {}
        known: dict[int, dict[str, str]] = {}
        for line_run, (_line, frame, values) in zip(traced.line_runs, debugger.seen):
            assert frames.setdefault(line_run.frame, frame) is frame
            if line_run.frame in known:  # what stood after the line before is what the debugger shows before this one
                assert known[line_run.frame] == values
            known[line_run.frame] = dict(line_run.names)
        assert traced.codes and all(OUTLINE.is_source_of(code) for code in traced.codes)
    line_runs = lines_of(step_of(own.Winding)).line_runs
    chain = [max((each for each in line_runs if each.function == "half"), key=lambda line_run: line_run.depth)]
    while chain[-1].caller >= 0:
        chain.append(line_runs[chain[-1].caller])
    assert [line_run.function for line_run in chain] == ["half"] * 4 + ["Winding.step"]
    assert len({line_run.frame for line_run in chain}) == 5
    assert [line_run.raised for line_run in line_runs if line_run.function == "ratio"] == ["ZeroDivisionError"]
    assert line_runs[-1].gave is not None and line_runs[-1].gave.startswith("[")
    handed = [line_run.gave for line_run in line_runs if line_run.function == "reaches" and line_run.gave]
    assert handed == ["0.1", "0.05", "0.025", "0.0125"]


def test_no_class_has_a_say_in_its_value_and_of_very_many_lines_the_first_are_kept() -> None:
    call = step_of(own.Patient)
    traced = lines_of(call)
    assert len(traced.line_runs) == MOST and not traced.whole and traced.result == call()
    changes = [change for run in lines_of(step_of(own.Winding)).line_runs for change in run.changes]
    assert ("pair", "[<Shy>, {'one': <Shy>}]") in changes

    def bare(self: object) -> None:
        pass

    for owner in (7, int):  # whose attributes are no plain dict
        (line_run,) = record(partial(bare, owner), lambda code: code is bare.__code__).line_runs
        assert line_run.names == ()
    with own.another_tracer(), pytest.raises(Busy):
        lines_of(step_of(own.Plain))
    with pytest.raises(ZeroDivisionError):
        lines_of(lambda: own.ratio(1.0, 0.0))
    assert sys.gettrace() is None, "afterwards nothing listens"
