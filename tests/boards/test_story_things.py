"""Things of the story: the strip under a bowl, windows, telescopes, the lid of a box, a loudspeaker."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pygame
import pytest

from downslope.boards.by_hand.rule_board import draw_window
from downslope.boards.one_neuron.bowl_board import BowlBoard, BowlPanel, strip_state
from downslope.boards.several_weights.alphas_board import draw_telescope
from downslope.rules.level import Level
from downslope.rules.level_words import PICTURES
from downslope.view.draw.canvas import Canvas
from downslope.view.draw.theme import DUSK, Look
from downslope.view.scenery.strips import HIGH, MOST, STRIPS, UNDER_FOG, Place, StripState, arcs_of, draw_waves
from downslope.view.widgets.widget import Rect
from driving import FRAME, Driver
from playing import board_of, need, opened, painted, screen, wait
from support import campaign, part, play

pytestmark = pytest.mark.usefixtures("display")
RECT = (25.0, 24.0, 606.0, HIGH)
UNDER_BOWLS = {
    "warmer": "shower", "stuck-steps": "geared shower", "hands-off": "harbour", "thirteen": "sourdough",
    "goldilocks": "peg", "two-recipes": "peg", "overshoot": "greenhouse", "orbit": "turnstile",
}  # fmt: skip
ON_THE_AXIS = ["shower", "geared shower", "harbour", "greenhouse", "turnstile", "pipe"]
GROWING = {  # what else a strip tells grows with these predictions
    "sourdough": [0.1 * k for k in range(1, 11)], "peg": [0.8 + 0.05 * k for k in range(9)],
    "pots": [0.4 * k for k in range(12)], "plants": [0.1 * k for k in range(15)],
}  # fmt: skip


def bowl_level(name: str) -> Level:
    """The level as it is under its bowl: without gates the boat has one too."""
    level = part(name, int(name == "warmer"))
    knobs = [knob for knob in level.knobs if knob.name != "learner"]
    return replace(level, gates=(), knobs_until="end", knobs=knobs)


def panel(driver: Driver) -> BowlPanel:
    return board_of(driver, BowlBoard).bowl_panel


def test_every_strip_is_told_to_authors_and_moves_or_grows_and_hides_what_is_hidden() -> None:
    told = (Path(__file__).parents[2] / "docs" / "plugins.md").read_text(encoding="utf-8")
    assert [name for name in PICTURES if f"`{name}`" not in told] == [], "the document for plugins names each"
    assert sorted([*ON_THE_AXIS, *GROWING]) == sorted([*STRIPS, *UNDER_FOG])
    assert {level.id: level.picture for level in campaign() if level.picture in STRIPS} == UNDER_BOWLS
    level = bowl_level("hands-off")
    for other in ({"picture": ""}, {"sight": {"weight": "hidden"}}, {"sight": {"goal": "hidden"}}):
        assert panel(opened(replace(level, **other), bets=False)).scene is None


def place(weight: float) -> float:
    return RECT[0] + RECT[2] * weight / 3


def moved(name: str, weight: float, prediction: float | None) -> pygame.Surface:
    """A strip without its words, where weight and prediction are set apart; under the fog no goal is known."""
    canvas = Canvas(pygame.Surface((656, 120)), Look(DUSK))
    if name in STRIPS:
        state = StripState(weight, (prediction,), (0.8,), 1.6, 0.02, (1.56, 1.64))
    else:
        state = StripState(weight, (prediction,), (None,))
    (STRIPS[name] if name in STRIPS else UNDER_FOG[name]).paint(canvas, RECT, place, state._replace(words=False))
    return canvas.picture


def changed(one: pygame.Surface, other: pygame.Surface) -> list[pygame.Rect]:
    """The places that are not the same."""
    mask = pygame.mask.from_threshold(one, (0, 0, 0), (2, 2, 2, 255), other)
    mask.invert()
    return mask.get_bounding_rects()


@pytest.mark.parametrize("name", ON_THE_AXIS)
def test_what_moves_stands_at_its_weight_to_half_a_pixel(name: str) -> None:
    elsewhere = moved(name, -9.0, 0.7)  # it has left the picture
    weights = [0.4 + 0.3 * k + k * 0.5 / (place(1.0) - place(0.0)) for k in range(7)]  # half a pixel more each
    offsets = [min(box.left for box in changed(moved(name, at, 0.7), elsewhere)) - place(at) for at in weights]
    assert max(offsets) - min(offsets) <= 1.0 + 1e-6 and -60 < min(offsets) < 0


@pytest.mark.parametrize("name", GROWING)
def test_what_a_prediction_fills_is_a_pixel_higher_for_each_that_is_more(name: str) -> None:
    none, *more = (moved(name, 1.0, prediction) for prediction in GROWING[name])
    boxes = [changed(picture, none) for picture in more]
    heights = [max(box.bottom for box in each) - min(box.top for box in each) for each in boxes]
    assert all(one + 1 <= other for one, other in pairwise(heights)), heights


@pytest.mark.parametrize("name", [name for name in UNDER_BOWLS if name != "two-recipes"])
def test_in_every_frame_of_a_hop_it_is_asked_for_pips_own_place(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    driver, asked = opened(bowl_level(name), bets=False, still=False), list[tuple[float, float]]()

    def paint(_self: object, _canvas: Canvas, _rect: Rect, place: Place, shown: StripState) -> None:
        asked.append((place(shown.weight), need(panel(driver).seen).pixel_x(panel(driver).at())))

    monkeypatch.setattr(type(need(panel(driver).scene)), "paint", paint)
    screen(driver).attempt.step_once()
    for _ in range(14):
        wait(driver, FRAME / 2)
        painted(driver)
    assert len({wanted for _at, wanted in asked}) > 5 and all(at == wanted for at, wanted in asked)


def test_the_state_is_the_engines() -> None:
    driver = opened(bowl_level("hands-off"), bets=False)
    attempt = screen(driver).attempt
    for _ in range(3):
        attempt.step_once()
        wait(driver, 0.3)
    shown, session = strip_state(attempt, panel(driver).at()), attempt.session
    assert shown.weight == session.weights[0]
    assert shown.told[0] == pytest.approx(session.run.network.predict(session.weights, (0.5,))[0])
    assert shown.past == tuple(session.run.history.weights_at(k)[0] for k in range(3))
    assert (shown.steps, shown.ghost, shown.told[1], shown.goal_weight) == (3, 11, 0.8, 1.6)
    attempt.look(1)
    wait(driver, FRAME)
    looked = strip_state(attempt, panel(driver).at())
    assert looked.past == (0.5,) and looked.steps == 1


def test_another_number_is_another_picture() -> None:
    pane = (100.0, 100.0, 200.0, 36.0)
    things: list[tuple[Callable[[Canvas, Any], object], tuple[float, ...]]] = [
        (lambda canvas, miss: draw_window(canvas, pane, miss, None), (-3, -1.5, -1, -0.4, 0, 0.4, 1, 1.5, 3)),
        (lambda canvas, after: draw_window(canvas, pane, 1, after or None), (0, 0.6)),  # dark before
        (lambda canvas, at: draw_telescope(canvas, 600, 400, at, 1.0, landed=False), (-1, 0, 0.5, 1, 2, 10, math.inf)),
        (lambda canvas, lit: draw_telescope(canvas, 600, 400, 1.0, 1.0, landed=bool(lit)), (0, 1)),
        (lambda canvas, prediction: draw_waves(canvas, 600, 300, 54, prediction), (0, 0.25, 1, -1)),
    ]
    for draw, numbers in things:
        pictures = set[bytes]()
        for number in numbers:
            draw(canvas := Canvas(pygame.Surface((1280, 720)), Look(DUSK)), number)
            pictures.add(canvas.picture.get_buffer().raw)
        assert len(pictures) >= len(numbers) - (math.inf in numbers)


def test_the_loudspeaker_has_an_arc_for_every_factor_of_nine() -> None:
    assert [arcs_of(0.04 * 9**k) for k in range(12)] == [*range(1, MOST + 1), MOST, MOST]
    assert arcs_of(0.0) == 0 and arcs_of(math.inf) == MOST and arcs_of(1e-3) == 1 and arcs_of(math.nan) == 0
    run = play("runaway").run
    counts = [arcs_of(error) for error in (*run.errors, run.error())]
    assert counts[9:] == sorted(counts[9:]) and counts[-1] - counts[12] == len(counts) - 1 - 12  # one more a step
