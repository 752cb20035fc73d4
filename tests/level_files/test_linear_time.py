"""What comes from strangers is read in a time that grows as its length: of 16 times as much, not 256 times the time."""

import gc
import time
from collections.abc import Callable
from contextlib import suppress

import pytest

from downslope.attempt.link import parse, query_in
from downslope.digits.csv_examples import examples_in
from downslope.level_files.field_lines import positions
from downslope.level_files.land_picture import drawing_in
from downslope.storage.files import Refused
from lib.support import shipped

LEAST = max(0.004, 2 * time.get_clock_info("process_time").resolution)  # seconds; some clocks are coarse
LONGER, MOST, ROUNDS = 16, 40, 30  # a busy machine may make the long one 2.5 times as slow as the short one


def svg(path: str) -> None:
    drawing_in(f"<svg viewBox='0 0 9 9'><path d='{path}'/></svg>".encode(), "stall.svg")


# What is read by a regular expression -> a length, and the reading of a text that is so long.
PARSERS: dict[str, tuple[int, Callable[[int], object]]] = {
    "svg: one number": (10_000, lambda n: svg("M0 " + "1" * n)),
    "svg: spaces": (1_250, lambda n: svg("M0 0" + " " * n + "#")),
    "toml: a key of many parts": (500, lambda n: positions("a" + ".a" * n + " = 1")),
    "toml: a text": (5_000, lambda n: positions("a = '''" + "'x" * n + "'''")),
    "csv: a number": (5_000, lambda n: examples_in(f"a;b\n1{'.234' * n};1\n".encode(), "days.csv", ("a",), ["b"])),
    "a link: words": (5_000, lambda n: parse("level=thirteen&weight=" + "1," * n, shipped())),
    "a link in a text": (5_000, lambda n: query_in("http://x? " * n)),
}


@pytest.mark.parametrize("what", PARSERS)
def test_what_is_longer_takes_longer_in_the_same_proportion(what: str) -> None:
    """Two times, one over the other. (No steps can be counted: most of the work is inside regular expressions.)"""

    def seconds(length: int) -> float:
        """Of the processor."""
        began = time.process_time()
        for _ in range(times):
            with suppress(Refused):
                read(length)
        return time.process_time() - began

    length, read = PARSERS[what]
    times = 1
    while (short := seconds(length)) < LEAST:  # the clock may go in steps of a hundredth
        times *= 2
    long = float("inf")
    gc.disable()
    try:
        for _ in range(ROUNDS):  # the least of both: others' work on the machine only adds to it
            short, long = min(short, seconds(length)), min(long, seconds(LONGER * length))
            if long <= MOST * short:
                return
    finally:
        gc.enable()
    raise AssertionError(f"{what}: {long / short:.1f} times the time")
