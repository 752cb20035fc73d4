"""At 150 % the words of a level, as it opens and once something was done, are half as large again, if they have room.

What does not grow so much: numbers in cells and circles of a fixed size and in rows that stand close, labels on tiles
that stand beside others, names in a narrow column.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import islice

import pygame
import pytest

from checks.looks import Size, seen
from checks.moments import opened
from checks.paper import Paper, Text, sheet, written
from downslope.rules.actions import Answer, Learn
from downslope.rules.campaign import places
from downslope.rules.level import Level
from downslope.solving.autosolve import solve
from downslope.view.bowls.cups import balance_size, draw_balance
from downslope.view.cards.code_listing import ENOUGH, HEAD, CodePicture, CodeRow, lines_of_code
from downslope.view.draw.canvas import Canvas
from downslope.view.draw.theme import DUSK, Look
from downslope.view.networks.neuron_panel import NeuronView, draw_neuron
from downslope.view.widgets.widget import Rect
from pictures.plans import Plan
from pictures.plans import level as done
from support import play, shipped

LARGE, LARGER = 1.25, 1.44  # times its size at 100 %; sizes are quarters of a pixel
AMPLE = 24.0  # pixels: the 16 of a sentence at 150 %. What is as large at 100 % already need only stay so large
USUAL, GROWN = Size((1280, 720), 1.0), Size((1280, 720), 1.5)
LINES = ["error = (prediction - goal_prediction) * (prediction - goal_prediction)", "weight -= weight_delta * alpha"]


@pytest.fixture(scope="module")
def growth() -> Iterator[dict[str, list[tuple[str, float]]]]:
    """By level: (word, how many times as large it is at 150 %), of what is written at both sizes."""
    yield {place.level.id: list(grown(place.level)) for place in places(shipped())}
    pygame.display.quit()


def grown(level: Level) -> Iterator[tuple[str, float]]:
    firsts = [Learn(1) if isinstance(action, Learn) else action for action in islice(solve(play(level.id)), 1)]
    answers = [Answer(0, question.right) for question in level.questions[:1]]  # no tile for a bet is beside the others
    for make in (opened(level.id), *(done(level.id, *answers, first) for first in firsts)):
        plan = Plan(level.id, make, "PlayScene", (0.3,))
        before, after = (by_word(screen.texts) for screen in seen(plan, [USUAL, GROWN]))
        for word, sizes in before.items():
            pairs = zip(sizes, after.get(word, ()))
            for usual, large in pairs:
                yield word, LARGER if min(usual, large) >= AMPLE else large / usual


def by_word(texts: list[Text]) -> dict[str, list[float]]:
    """Its sizes, the smallest first."""
    found = defaultdict[str, list[float]](list)
    for text in texts:
        found[text.string].append(text.px)
    return {word: sorted(sizes) for word, sizes in found.items()}


def share(grown: list[float], least: float) -> float:
    return sum(times >= least for times in grown) / len(grown)


@pytest.mark.slow
def test_nearly_all_that_is_written_grows(growth: dict[str, list[tuple[str, float]]]) -> None:
    times = [by for words in growth.values() for _word, by in words]
    assert len(times) > 2400
    assert share(times, LARGE) >= 0.98
    assert share(times, LARGER) >= 0.95


def canvas_at(text: float) -> Canvas:
    return Paper(sheet(1280, 720), Look(DUSK, text=text))


def test_code_is_scrolled_rather_than_made_small() -> None:
    rows = [CodeRow(line, "-0.670") for line in 6 * LINES]
    usual, large = (CodePicture(canvas_at(text), (0, 0, 600, 240), rows) for text in (1.0, 1.5))
    assert large.size >= 0.96 * usual.size and large.height > 240 - HEAD


def test_of_code_in_a_low_panel_some_rows_are_seen() -> None:
    rows = [CodeRow(line) for line in 6 * LINES]
    low = CodePicture(canvas_at(1.5), (0, 0, 600, 190), rows)
    assert 16 / 1.5 < low.size < 15 and ENOUGH * low.step <= 190 - HEAD


def test_a_value_that_has_no_room_beside_its_line_stands_below_where_that_breaks_it_less() -> None:
    rows = lines_of_code([CodeRow(LINES[0], "0.449")], 40)
    assert [row.value for row in rows] == ["", "", "0.449"] and rows[-1].line == ""


def test_a_formula_of_long_numbers_stays_in_its_part_of_a_narrow_panel() -> None:
    look = NeuronView(2.0, -3266.0, -6532.0, 0.8, None, None, -3266.0, 1.0, (-7000.0, 1.0))
    rect = (100.0, 100.0, 424.0, 260.0)
    texts = written(lambda canvas: draw_neuron(canvas, rect, look), (1280, 720), Look(DUSK, text=1.5))
    formula = [text.ink for text in texts if text.spot[2] == 340]
    assert len(formula) == 5 and min(ink.left for ink in formula) >= 100 and max(ink.right for ink in formula) <= 368


def test_the_names_of_the_pans_keep_off_each_other_and_off_the_pole() -> None:
    for size, text in (((1280, 720), 1.0), ((1280, 720), 1.5), ((960, 540), 1.5)):
        canvas = Paper(sheet(*size), Look(DUSK, size[0] / 1280, text))
        rect = (100.0, 100.0, *balance_size(canvas.type))

        def draw(canvas: Canvas, rect: Rect = rect) -> None:
            draw_balance(canvas, rect, 2.39, 2.40, ("too little", "too much"))

        texts = written(draw, size, canvas.look)
        pole = (rect[0] + rect[2] / 2) * canvas.s
        few = [text.ink for text in texts if text.ink.centerx < pole]
        many = [text.ink for text in texts if text.ink.centerx > pole]
        assert len(few) == len(many) == 2 and not any(text.short for text in texts)
        assert max(ink.right for ink in few) < pole - 3 and pole + 3 < min(ink.left for ink in many)
