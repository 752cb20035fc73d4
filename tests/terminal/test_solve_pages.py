"""`downslope solve` in a terminal, page by page: the mock pages line by line, every level in two sizes, ASCII."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import ConsoleDimensions as PageSize

from downslope.solving.tried import Tried
from downslope.terminal.output import HANDLER
from downslope.terminal.show.live import PageContent
from downslope.terminal.show.machine import PicturePart
from downslope.terminal.show.rows import kernel_rows
from show_pages import last_part, lines, machine_of
from support import campaign

PAGES = Path(__file__).with_name("pages")
SMALL, LARGE = PageSize(80, 24), PageSize(120, 40)
KEYS = (("space", "hold"), ("← →", "step"), ("+ −", "speed"), ("n", "next"), ("q", "leave"))


def in_ascii(line: str) -> str:
    """As it is written where the terminal knows no other letters."""
    return line.encode("ascii", HANDLER).decode()


def mock(name: str) -> list[str]:
    return [line.rstrip() for line in (PAGES / f"{name}.txt").read_text("utf-8").splitlines()]


@cache
def tries(level: str = "hidden-four") -> Tried:
    tried = machine_of(level).tries(lambda: 0.0)
    assert tried is not None
    tried.finish()
    return tried


def test_a_net_while_it_learns_and_at_its_end() -> None:
    part = last_part("hidden-four")
    found = lines(SMALL, PageContent(part, 33, keys=KEYS))
    assert found == [*mock("t1_net_80x24"), ""]
    shown = PageContent(part, 52, end=True, tried=tries(), keys=(("n", "next"), ("r", "again")))
    assert lines(SMALL, shown) == [*mock("t2_net_end_80x24"), ""]
    plain = in_ascii("\n".join(found))  # colours have signs beside them
    assert "0.98^" in plain and "!" in plain and "-0.17" in plain and "*" in plain
    text = "\n".join(lines(LARGE, PageContent(part, 33)))
    assert "predictions" in text and ".3919" in text and "1.36" in text and ".3204" in text


@pytest.mark.slow
def test_what_was_tried_is_that_of_the_last_part() -> None:
    """The wire of 7-1 opens after three runs; what was tried with it is told, not what was tried before."""
    part = last_part("the-wall")
    text = "\n".join(lines(SMALL, PageContent(part, part.last, end=True, tried=tries("the-wall"))))
    assert len(tries("the-wall").lanes) == 24 and "others: " in text and "● land" in text


@pytest.mark.slow
def test_eyes_after_half_a_pass() -> None:
    """All but five rows are those of the mock."""
    part = machine_of("kernels", ".05", "701").parts[-1]
    keys = (("space", "hold"), ("+ −", "speed"), ("d", "another digit"), ("q", "leave"))
    shown = PageContent(part, 700, asked="downslope solve kernels --alpha .05", keys=keys)
    wanted, found = mock("t3_eyes_120x40"), lines(LARGE, shown)
    other = [number for number, (a, b) in enumerate(zip(found, wanted)) if a != b]
    assert other == [9, 10, 17, 22, 23] and set(found[len(wanted) :]) == {""}
    # 9, 10: a dot of the curve; 17: what it trains on was other digits; 22, 23: every negative cell has a minus
    assert "training 88.2%" in found[17] and found[17].replace("88.2", "85.8") == wanted[17]
    for row in (22, 23):
        assert {a for a, b in zip(found[row], wanted[row]) if a != b} == {"−"}
    assert isinstance(part, PicturePart)
    _head, _numbers, *whole = kernel_rows(part, 1, 0, 120, 5)
    halves = [row.plain for row in kernel_rows(part, 1, 0, 40, 9)[2:]]  # kernels in two rows are those of one
    assert [first.ljust(39) + second[3:] for first, second in zip(halves[:3], halves[4:])] == [r.plain for r in whole]
    assert kernel_rows(part, 1, 0, 40, 8)[-1].plain.strip() == "and 4 more"


@pytest.mark.parametrize("name", [level.id for level in campaign()])
def test_every_level_has_a_page(name: str) -> None:
    """The beginning and the end of its last part, in both sizes, in Unicode and ASCII."""
    part = last_part(name)
    told = {SMALL: set[str](), LARGE: set[str]()}
    for place in sorted({part.first, part.last}):
        for sheet in (SMALL, LARGE):
            found = lines(sheet, PageContent(part, place, place == part.last, keys=KEYS))
            assert len(found) == sheet.height and max(map(cell_len, found)) <= sheet.width
            assert list(map(len, map(in_ascii, found))) == list(map(cell_len, found))
            assert found[0].split()[1:] and part.session.base.title in found[0]
            told[sheet].add("\n".join(found[3:]))
    assert len(told[SMALL]) > 1 or part.first == part.last or len(part.run.weights) > 24, "it shows no change"


def test_in_other_sizes_nothing_is_too_wide_and_examples_without_room_are_counted() -> None:
    for name in ("thirteen", "stop-in-time", "in-the-dark"):
        part = last_part(name)
        for width, height in ((80, 33), (95, 34), (96, 24), (200, 60)):
            found = lines(PageSize(width, height), PageContent(part, part.last, end=True, tried=tries(), keys=KEYS))
            assert len(found) == height and max(map(cell_len, found)) <= width
    part = last_part("stop-in-time")
    for sheet in (SMALL, LARGE):
        rows = lines(sheet, PageContent(part, part.first))
        (more,) = [int(row.split()[1]) for row in rows if row.strip().endswith(" more")]
        assert more + sum("━" in row for row in rows) == len(part.examples)


def test_what_is_seen_is_what_was_run_and_days_that_nobody_saw_stay_unseen() -> None:
    """Each number of a page of 5-1 is the step's own; before Stop a page of 7-6 tells the unseen error of the peeks."""
    part = last_part("thirteen")
    for place in range(part.first, part.last + 1):
        step = part.run.at(place)
        text = "\n".join(lines(SMALL, PageContent(part, place)))
        assert f"step {place} of at most 200" in text
        assert f"{step.weights[0]:.2f}" in text and f"{step.predictions[0][0]:.2f}" in text
    part = last_part("stop-in-time")
    for place in range(part.first, part.last + 1, 5):
        curve = part.curve(place)
        rows = [row.unseen for row in part.session.probed if row.unseen is not None]
        assert {error for beat, error in curve[1:]} <= set(rows) and len(curve) <= len(rows) + 2
        assert "unseen error" in "\n".join(lines(SMALL, PageContent(part, place)))
