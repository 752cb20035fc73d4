"""Two recipes side by side: both are real code with real values, and what differs in them is found and marked."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pygame
import pytest

from downslope.boards.one_neuron.two_codes_board import TwoCodesBoard, compare, in_line
from downslope.boards.shared.code_panel import CodePanel
from downslope.view.cards.code_listing import CodeRow, lines_of_code
from driving import FRAME, Driver
from playing import board_of, click, opened, painted, screen, wait
from support import shipped

pytestmark = pytest.mark.usefixtures("display")


board = partial(board_of, kind=TwoCodesBoard)


def values(panel: CodePanel) -> dict[str, str]:
    """The name that each line sets and the value that it shows."""
    assert panel.picture is not None
    found, name = {}, ""
    for row in panel.picture.rows:
        if row.number:
            name = row.piece.split("=")[0].strip(" -")
        if row.value:
            found[name] = row.value
    return found


def moves(driver: Driver) -> tuple[set[str], set[str]]:
    """Of a step: what the lines that move the weight show on its way, in either code."""
    driver.key(pygame.K_SPACE)
    own, other = set[str](), set[str]()
    for _frame in range(20):
        wait(driver, FRAME)
        own.add(values(board(driver).code).get("weight", ""))
        other.add(values(board(driver).other).get("weight", ""))
    return own - {""}, other - {""}


def test_both_codes_show_what_the_engine_makes_of_the_same_weight() -> None:
    driver = opened("two-recipes", still=False, bets=False, panels="all")
    wait(driver, FRAME)
    own, other = values(board(driver).code), values(board(driver).other)
    assert own == {"prediction": "1.000", "error": "0.040", "delta": "0.400", "weight_delta": "0.800"}
    assert other == {"prediction": "1.000", "error": "0.040", "delta": "0.200", "weight_delta": "0.400"}
    own_move, other_move = moves(driver)
    weight = 0.5 - 0.05 * 2 * 0.2 * 2  # the level's own recipe has moved it
    assert screen(driver).attempt.session.weights == [pytest.approx(weight)]
    assert (own_move, other_move) == ({"0.50→0.46"}, {"0.50→0.48"})  # and where the other's step would have led
    assert "weight" not in values(board(driver).code), "all lines are of the weight that is there now"
    assert float(values(board(driver).other)["delta"]) == pytest.approx(2 * weight - 0.8, abs=0.0005)


def test_where_the_next_step_lands_is_told_for_neither_before_the_law_is_known() -> None:
    driver = opened("two-recipes", bets=False, panels="all")
    assert screen(driver).attempt.now.visibility("arrow") != "preview"
    assert "weight" not in values(board(driver).code) and "weight" not in values(board(driver).other)


def test_both_are_called_as_the_level_calls_them() -> None:
    words = shipped().level("two-recipes").words
    driver = opened("two-recipes", bets=False, panels="all")
    assert board(driver).code.pages()[0].title == words["metric 1"]
    assert board(driver).other.metric_word() == words["metric 2"]
    plain = opened(replace(shipped().level("two-recipes"), words={}), bets=False, panels="all")
    assert board(plain).code.pages()[0].title == "squared-true-slope"
    assert board(plain).other.metric_word() == "squared"


def test_only_the_own_code_runs() -> None:
    driver = opened("two-recipes", bets=False, panels="all")
    own, other = board(driver).code.picture, board(driver).other.picture
    assert own is not None and any(row.running for row in own.rows)
    assert other is not None and not any(row.running for row in other.rows)


def test_the_two_is_marked_in_the_line_that_has_it() -> None:
    driver = opened("two-recipes", bets=False, panels="all")
    for panel, words in ((board(driver).code, ["2.0 * (", ")"]), (board(driver).other, [])):
        assert panel.picture is not None
        lines = [row for row in panel.picture.rows if row.differs is not None]
        assert lines[0].piece.strip().startswith("delta =")
        assert [line.piece[a:b] for line in lines for a, b in line.differs or ()] == words


@pytest.mark.parametrize("size", [(960, 540), (1280, 720), (1280, 1000), (2560, 1440)])
@pytest.mark.parametrize("text", [1.0, 1.5])
def test_both_codes_can_be_read_whole_at_every_size(size: tuple[int, int], text: float) -> None:
    driver = opened("two-recipes", text=text, bets=False, panels="all")
    painted(driver, size)
    for tab, panel in ((1, board(driver).code), (2, board(driver).other)):
        if screen(driver).widget("tabs") is not None:
            board(driver).pages.chosen = tab
            screen(driver).request_layout()
            painted(driver, size)
        assert panel.area is not None and panel.area.limit == 0 and panel.area in screen(driver).widgets
        assert panel.picture is not None and not any("…" in row.piece + row.value for row in panel.picture.rows)
        x, y, w, h = panel.rect
        assert x >= 24 and x + w <= screen(driver).width - 24 and y + h <= screen(driver).height - 24


def test_in_compact_mode_the_other_code_has_a_tab_for_mouse_and_keyboard() -> None:
    driver = opened("two-recipes", text=1.5, bets=False, panels="all")
    screen(driver).set_focus("tabs")
    driver.key(pygame.K_RIGHT)
    wait(driver, FRAME)
    assert board(driver).pages.chosen == 2
    assert screen(driver).widget("other code") is not None and screen(driver).widget("code") is None
    click(driver, "tabs")  # its middle: the second tab
    assert board(driver).pages.chosen == 1 and screen(driver).widget("code") is not None


def test_the_bet_covers_only_the_other_code() -> None:
    """What it asks about, the code that runs, stays to be read."""
    driver = opened("two-recipes", panels="all")
    driver.key(pygame.K_d)
    wait(driver, FRAME)
    assert screen(driver).dock.kind == "strip"
    names = [widget.name for widget in screen(driver).widgets]
    assert "code" in names and "other code" not in names
    painted(driver)


# -- what differs ----------------------------------------------------------------------------------------------------


def test_words_that_the_other_line_has_not_are_found() -> None:
    assert in_line("a = b - c", "a = 2.0 * (b - c)") == ((), ((4, 11), (16, 17)))
    assert in_line("x = 1", "x = 1") == ((), ())
    assert in_line("x = old", "x = new") == (((4, 7),), ((4, 7),))


def test_lines_that_the_other_code_has_not_are_marked_whole() -> None:
    left, right = compare([CodeRow("a = 1"), CodeRow("b = 2"), CodeRow("c = 3")], [CodeRow("a = 1"), CodeRow("c = 3")])
    assert [row.differs for row in left] == [None, ((0, 5),), None]
    assert [row.differs for row in right] == [None, None]


def test_marks_go_on_where_a_line_is_carried_on() -> None:
    line = "    delta = 2.0 * (prediction - goal_prediction)"
    pieces = lines_of_code([CodeRow(line, "0.4", differs=((12, 19), (47, 48)))], 34)
    assert len(pieces) > 1
    assert [row.piece[a:b] for row in pieces for a, b in row.differs or ()] == ["2.0", "* (", ")"]


# -- any level -------------------------------------------------------------------------------------------------------


def test_any_level_may_have_a_metric_beside_its_own() -> None:
    driver = opened(replace(shipped().level("goldilocks"), beside="absolute"), still=False, bets=False, panels="all")
    assert moves(driver)[1] == {"0.50→0.30"}  # 0.5 - alpha 0.1 * (sign 1 * input 2)
    painted(driver)
