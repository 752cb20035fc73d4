"""Plates over a picture stand where they cover nothing that is needed."""

from __future__ import annotations

import pytest
from pygame import Surface

from downslope.view.draw.canvas import Canvas
from downslope.view.draw.rects import NEAR, first_free_place, free_parts, meets, places_that_fit
from downslope.view.draw.theme import Look, theme_for
from downslope.view.widgets.bet_marker import AnswerAnchor, BetMarker, bet_marker_rect, stand_apart
from downslope.view.widgets.widget import Rect

STAGE = (20.0, 80.0, 600.0, 400.0)
SPOT = (300.0, 300.0)


@pytest.fixture
def canvas(display: None) -> Canvas:
    return Canvas(Surface((1280, 720)), Look(theme_for(True)))


def stand(canvas: Canvas, place: AnswerAnchor, *taken: Rect) -> Rect:
    (ticket,) = stand_apart(canvas, [BetMarker("an answer", place, STAGE)], taken)
    return bet_marker_rect(canvas, ticket)


def test_a_ticket_gives_way_to_what_is_written(canvas: Canvas) -> None:
    for place in [
        AnswerAnchor(*SPOT),
        AnswerAnchor(*SPOT, "left", value=1.0),
        AnswerAnchor(*SPOT, "right"),
        AnswerAnchor(STAGE[0], SPOT[1], arrow="left"),
        AnswerAnchor(STAGE[0] + STAGE[2], SPOT[1], arrow="right"),
        AnswerAnchor(SPOT[0], STAGE[1], arrow="up"),
        AnswerAnchor(SPOT[0], STAGE[1] + STAGE[3], arrow="down"),
        AnswerAnchor(SPOT[0], SPOT[1], arrow="panel"),
    ]:
        first = stand(canvas, place)
        x, y, w, h = first
        words = (x + w / 2 - 5, y + h / 2 - 5, 10.0, 10.0)
        second = stand(canvas, place, words)
        assert not meets(second, words) and meets(second, STAGE)
        assert second[2:] == first[2:]
        assert abs(second[0] - x) + abs(second[1] - y) < 150 or place.arrow == "panel"


def test_it_stays_where_it_was_while_something_moves(canvas: Canvas) -> None:
    ticket = BetMarker("an answer", AnswerAnchor(*SPOT), STAGE)
    words = bet_marker_rect(canvas, ticket)
    assert stand_apart(canvas, [ticket], [words], [0], still=False)[0].way == 0
    moved = stand_apart(canvas, [ticket], [words], [0])[0].way
    assert moved != 0
    assert stand_apart(canvas, [ticket], [], [moved])[0].way == moved, "it does not hop back"


def test_tickets_do_not_lie_on_each_other(canvas: Canvas) -> None:
    bet_markers = [BetMarker(f"answer {n}", AnswerAnchor(SPOT[0] + 10 * n, SPOT[1]), STAGE) for n in range(3)]
    a, b, c = (bet_marker_rect(canvas, ticket) for ticket in stand_apart(canvas, bet_markers))
    assert not (meets(a, b) or meets(b, c) or meets(a, c))


def test_a_plate_without_a_spot_goes_to_a_corner_before_an_edge_and_inside_last() -> None:
    places = places_that_fit(STAGE, 100, 30, 10)
    x, y, w, h = STAGE
    assert places[0] == (x + w - 110, y + 10, 100, 30)
    edges = [(x, y, w, 45), (x, y + h - 45, w, 45.0)]
    assert places[first_free_place(places, edges)][1] not in (y + 10, y + h - 40)
    crowded = [STAGE, (x, y, w, 200.0)]
    assert places[first_free_place(places, crowded)][1] > y + 190, "where there is no free one, as little as can be"


def test_the_canvas_knows_where_words_and_icons_are_also_on_a_kept_layer(canvas: Canvas) -> None:
    def layer(sub: Canvas, across: int) -> None:
        sub.text(210 + across, 220, "kept")
        sub.icon("eye", 210 + across, 220, 22)

    for across in (0, 0, 100):  # drawn, put there again, put elsewhere
        canvas.clear_text_cache()
        canvas.text(20, 40, "words")
        canvas.icon("check", 20, 40, 22)
        canvas.keep("a layer with words", 200 + across, 200, 100, 50, lambda sub: layer(sub, 0))
        (x, y, w, h), (left, top, _wide, _high) = canvas.words_at()
        assert (x, w) == (20, canvas.width("words")) and y < 40 < y + h
        assert left == 210 + across and 200 < top < 220
        assert canvas.signs == [(20, 40, 22, 22), (210 + across, 220, 22, 22)]


def test_a_line_leaves_out_what_it_would_cover() -> None:
    assert meets((0, 0, 10, 10), (9, 9, 10, 10)) and not meets((0, 0, 10, 10), (12, 0, 10, 10))
    assert meets((0, 0, 10, 10), (12, 0, 10, 10), 3) and not meets((0, 0, 10, 10), (0, 12, 10, 10), 2)
    tag, aside = (40.0, -10.0, 20.0, 20.0), (0.0, 50.0, 100.0, 20.0)
    assert free_parts((0, 0), (100, 0), []) == [((0, 0), (100, 0))]
    first, second = free_parts((0, 0), (100, 0), [tag, aside])
    assert (first[0], second[1]) == ((0, 0), (100, 0))
    assert (first[1][0], second[0][0]) == pytest.approx((40 - NEAR, 60 + NEAR))
    assert free_parts((100, 0), (0, 0), [tag])[0][1][0] == pytest.approx(60 + NEAR)
    assert free_parts((45, 0), (55, 0), [tag]) == []
    assert len(free_parts((50, 80), (50, -80), [tag, aside])) == 3
