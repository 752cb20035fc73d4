"""Whose fault it is that something raised, or gave what it may not: the plugin's, with its file and its line; and what
of somebody's text is shown. answers.txt has what else the engine answers."""

import inspect
import os
import signal
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby
from math import inf, nan
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

import pytest
from hypothesis import given, strategies as st

from downslope import Example, Fault, Knob, Layers, Learn, Learner, Level, Network, Run, Session
from downslope.engine import watchdog
from downslope.engine.fast_run import place_of
from downslope.engine.fault import blame
from downslope.engine.plain_text import plain, plain_object, unmarked_lines
from downslope.engine.watchdog import CodeTimeout, StopPoint
from downslope.rules import Catalog, Impossible
from lib.support import campaign, shipped
from lib.walks import answers, differences, questions


class Odd(Learner):
    """It gives what `gives` gives."""

    name = "odd"
    gives: Any = None
    steps = 0

    def step(self, problem: Any, weights: Any, alpha: Any) -> Any:
        self.steps += 1
        return self.gives(weights, problem.weight_deltas(weights))


def session(gives: Callable[..., Any], **fields: Any) -> Session:
    found, Odd.gives = shipped(), lambda self, *given: gives(self, *given)
    catalog = Catalog(found.metrics, {**found.learners, "odd": Odd}, {}, {})
    examples = [Example((1, 2), 3)]
    return Session(Level("x", title="", network=Layers(2, 1), examples=examples, weights=[0.5, 0.25],
                         learner="odd", **fields), catalog)  # fmt: skip


def test_an_error_has_the_innermost_line_of_its_plugin() -> None:
    odd, squared = session(lambda *_: [int("no")]), shipped().metric("squared")
    with pytest.raises(Fault, match="odd: ValueError: invalid literal") as fault:
        odd.do(Learn(1))
    raised, learner, line = fault.value.__cause__, odd.run.learner, fault.value.line
    assert fault.value.file == __file__ and "int(" in Path(__file__).read_text().splitlines()[line - 1]
    bare = blame(ValueError("elsewhere"), squared, learner)
    assert (str(bare), bare.line, bare.stopped) == ("squared: ValueError: elsewhere", 0, False)
    stopped = StopPoint("{what} took too long", what="it")
    assert str(blame(stopped, learner)) == "odd: it took too long"
    stopped.__cause__ = raised  # which says where, and what was called
    told = blame(stopped, learner)
    assert (str(told), told.line, told.stopped) == ("odd: step() took too long", line, True)
    with pytest.raises(ZeroDivisionError) as low:  # what was compiled of a text is no file
        eval("1 / 0")
    assert place_of(low.value).startswith(" (test_answers.py:")
    with pytest.raises(CodeTimeout):  # what is meant for all goes on up
        blame(CodeTimeout(), learner)


def careless(odd: Odd, weights: Any, slopes: Any) -> Any:
    weights[0] -= 0.1
    return list(weights)


def stepped(gives: Callable[..., Any], steps: int = 3, *before: Any, **fields: Any) -> str:
    """Where it stands after so many steps, with what came of it; and what is told of what failed, with its line."""
    odd, told = session(gives, **fields), ""
    for action in (*before, Learn(steps)):
        try:
            odd.do(action)
        except (Fault, Impossible) as why:
            told = f"{why}, "
            if isinstance(why, Fault):
                assert (why.file, why.line) == (__file__, Odd.step.__code__.co_firstlineno)
    return f"{told}weights {odd.weights} at {odd.count}, {odd.outcome.kind if odd.outcome else 'under way'}"


class Fickle(Network):
    """One of its methods gives something else for inputs above 1, where nobody asks when it is loaded."""

    inputs, outputs, size = 1, 2, 2
    odd, gives = "", None

    def forward(self, weights: Any, input: Any) -> Any:
        there = self.odd == "forward" and input[0] > 1
        return [input, self.gives if there else [input[0] * weight for weight in weights]]

    def weight_deltas(self, weights: Any, layers: Any, delta: Any) -> Any:
        there = self.odd == "weight_deltas" and layers[0][0] > 1
        return self.gives if there else [layers[0][0] * each for each in delta]


def fickle(method: str, gives: Any) -> str:
    """What is told of it, by the line of that method: with an example at each step, and with all of them."""
    learner, told = shipped().learner("gradient-descent")(), set[str]()
    learner.start(2)
    for batch in (1, None):
        network, pairs = Fickle(), [((0.5,), (1.0, 0.0)), ((2.0,), (0.5, 0.5))]
        vars(network).update(odd=method, gives=gives)
        run = Run(network, pairs, shipped().metric("squared"), learner, [0.1, 0.2], 0.1, batch)
        with pytest.raises(Fault) as fault:
            while run.count < 6:
                run.advance(6 - run.count)
        where = (__file__, inspect.getsourcelines(getattr(Fickle, method))[1])
        assert (fault.value.file, fault.value.line) == where
        told.add(str(fault.value))
    return " | ".join(told)


# text of strangers: what cannot be seen, or does something to what stands around it, is not in it


@dataclass(frozen=True)
class Box:
    words: object


class Pair(NamedTuple):
    one: str
    other: object


@given(st.text(st.characters(exclude_categories=())))
def test_nothing_is_left_that_a_terminal_or_a_window_obeys(text: str) -> None:
    shown = plain(text)
    assert not {unicodedata.category(letter) for letter in shown if letter not in "\u200c\u200d"} & {"Cc", "Cs", "Cf"}
    shown.encode()
    assert plain(shown) == shown and unmarked_lines(text).count("\n") == text.count("\n")


def watched(kernel: bool, works: Callable[..., object], owns: Any = None) -> str:
    """What a watchdog does within a limit of a second, where the kernel has a timer or a page knocks: `works` gets it,
    and what lets time pass, of which the code ran for all or a part, before the next signal comes."""
    told, clock = list[str](), [0.0, 0.0]

    def note(name: str) -> Any:
        return lambda *given, **more: told.append(f"{name} {', '.join(f'{each:g}' for each in given)}".strip())

    def wait(passed: float, ran: float | None = None) -> None:
        clock[:] = clock[0] + passed, clock[1] + (passed if ran is None else ran)
        signal.raise_signal(signal.SIGALRM)

    with pytest.MonkeyPatch.context() as patch:
        for name, number in (("SIGALRM", signal.SIGINT), ("ITIMER_REAL", 0), ("ITIMER_PROF", 2), ("SIGPROF", 27)):
            patch.setattr(signal, name, getattr(signal, name, number), raising=False)
        patch.setattr(os, "cpu_count", lambda: 2)
        times = SimpleNamespace(monotonic=lambda: clock[0], process_time=lambda: clock[1])
        for name, fake in (("time", times), ("THREAD_TIME", times.process_time), ("faulthandler", SimpleNamespace(
            register=note("logs"), dump_traceback_later=note("later"), cancel_dump_traceback_later=note("never"),
        ))):  # fmt: skip
            patch.setattr(watchdog, name, fake)
        patch.setattr(signal, "setitimer", note("timer"), raising=False)
        if not kernel:
            patch.delattr(signal, "setitimer")
        own = watchdog.Watchdog()
        own.log = 5
        own.use_timer(note("page"))
        try:
            own.run(1.0, "It", lambda: works(own, wait), owns)
        except StopPoint as why:
            told.append(str(why))
    runs = [(each, len([*same])) for each, same in groupby(told)]
    return f"{clock[0]:g} s: {'; '.join(f'{count} times {each}' if count > 1 else each for each, count in runs)}"


ANSWERS = Path(__file__).with_name("answers.txt")
ASKED = questions(
    "engine.checkpoint", "engine.fast_run", "engine.line_trace", "engine.plain_text", "engine.run", "engine.watchdog",
    names=globals() | {"nan": nan, "inf": inf, "STOPS": [Knob("learner", stops=("odd", "rule-of-tiles"))]},
)  # fmt: skip


def test_what_the_engine_answers() -> None:
    assert differences(ANSWERS, ASKED, answers) == []
    assert all(plain_object(level) is level for level in campaign())
