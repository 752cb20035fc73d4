"""The race of tries: one scale for all of it, room for all values, and tags of ghosts that never lie on one another."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from pygame import Surface

from downslope.view.bowls.bowl_walk import tag_places
from downslope.view.charts.race import (
    OPEN,
    RAISED,
    GridView,
    LaneView,
    RacePlace,
    RaceView,
    draw_beads,
    draw_grid,
    draw_race,
    error_axis,
    grid_sentence,
    race_sentence,
    totals_of,
)
from downslope.view.draw.canvas import Canvas
from downslope.view.draw.rects import meets
from downslope.view.draw.theme import Look, theme_for

WIDE = (648.0, 276.0, 608.0, 236.0)


def canvas_of(text: float = 1.0) -> Canvas:
    return Canvas(Surface((1280, 720)), Look(theme_for(True), 1.0, text))


def race(count: int, outcome: str = "") -> RaceView:
    lanes = tuple(LaneView(f"{k / 20:g}", (1.0, 0.5, 0.25 * k), outcome, 12) for k in range(count))
    title, axis = f"It tries {count} alphas", error_axis(1.0, 1e-3, count)
    return RaceView(title, "step 2 of each", lanes, axis, 1e-3, 0, sign="α")


def test_the_scale_is_given_by_start_and_goal_alone() -> None:
    few, many = error_axis(1.0, 1e-3, 7), error_axis(1.0, 1e-3, 24)
    assert few.low == many.low == pytest.approx(1e-3 / 10**0.35)
    assert few.high == pytest.approx(10.0) and many.high == pytest.approx(1000.0)
    near = error_axis(0.4, 0.1, 5)
    assert near.place(0.4) - near.place(0.1) > 0.3 and near.place(0.4) < 0.75, "both are near"
    assert error_axis(0.0, 0.0, 3).low > 0 and error_axis(0.5, None, 3).low < 0.5


def test_all_of_it_lies_on_its_panel(display: None) -> None:
    for text in [1.0, 1.5]:
        for count in [1, 7, 24, 281]:
            canvas = canvas_of(text)
            look = race(count, "land")
            place = RacePlace(canvas, WIDE, look)
            x, y, w, h = WIDE
            assert place.well[3] >= 40 and x < place.x_of(0) <= place.x_of(count - 1) < x + w
            assert place.totals == (place.pitch < 24) != place.icons
            for error in (0.0, 1e-9, 1.0, 1e30, float("inf")):
                assert place.well[1] <= place.y_of(error) <= place.well[1] + place.well[3]
            canvas.clear_text_cache()
            draw_race(canvas, WIDE, look)
            draw_beads(canvas, place, look, 0.5)
            words = canvas.words_at()
            assert words and all(x <= a and a + c <= x + w and y <= b and b + d <= y + h for a, b, c, d in words)


def test_what_is_not_known_is_not_told() -> None:
    assert totals_of([OPEN, OPEN, "up", "down", "down", "down"]) == [
        ("down_arrow", "3 not climbing"), ("up_arrow", "1 climbing"), ("", "2 …"),
    ]  # fmt: skip
    icons = [icon for icon, _words in totals_of(["land", "runaway", RAISED])]
    assert icons == ["land", "runaway", "warn"]
    assert "…" in race_sentence(race(3)) and "land 12" in race_sentence(race(3, "land"))
    assert "raised" in race_sentence(race(3, RAISED))


def test_a_grid_tells_its_cells_in_words(display: None) -> None:
    cells = ("land", 3, 0.0, False), ("", 1, 0.5, True), None, (RAISED, 1, 0.0, False)
    look = GridView("It tries 3 ways", "step 8 of each", ("0", "1"), (".1", ".2"), cells, ("", "α"), leader=(0, 0))
    draw_grid(canvas_of(1.5), WIDE, look)
    told = grid_sentence(look)
    assert "1 lands" in told and "1 raised" in told and "1 …" in told and "0, .1" in told


def test_tags_lie_on_no_tag_and_on_no_ghost(display: None) -> None:
    for text in [1.0, 1.5]:
        canvas, room, dice = canvas_of(text), (24.0, 72.0, 608.0, 444.0), random.Random(3)
        for count in (2, 7, 12):
            for _again in range(8):
                wide = dice.choice((20, 150))
                spots = [(dice.gauss(300, wide), dice.gauss(300, wide)) for _ in range(count)]
                ghosts = [(f"{k}.5", spot, k == 0, False, False) for k, spot in enumerate(spots)]
                places = tag_places(canvas, ghosts, room, 11.0)
                told = [place for place in places if place is not None]
                assert told
                for number, place in enumerate(told):
                    assert room[0] <= place[0] and place[0] + place[2] <= room[0] + room[2]
                    assert room[1] <= place[1] and place[1] + place[3] <= room[1] + room[3]
                    assert not any(meets(place, other) for other in told[:number])
                    assert not any(meets(place, (x - 11, y - 11, 22, 22)) for x, y in spots)


def test_at_its_least_height_all_words_of_a_race_are_whole() -> None:
    for heading in [True, False]:
        for text in [1.0, 1.5]:
            for count in [2, 7, 24]:
                canvas, look = canvas_of(text), replace(race(count, "land"), heading=heading)
                high = RacePlace(canvas, (0.0, 0.0, 608.0, 0.0), look).least
                place = RacePlace(canvas, (0.0, 0.0, 608.0, high), look)
                assert place.well[3] >= 40 - 1e-6 and place.value_line + 8 * canvas.type <= high
                higher = RacePlace(canvas, (0.0, 0.0, 608.0, high + 50), look)
                assert higher.well[3] == pytest.approx(place.well[3] + 50)
