"""The scenes of the levels by hand: what the prediction moves, it moves one way, and no two look the same."""

from __future__ import annotations

import tomllib
from itertools import pairwise

import pygame
import pytest

from downslope.paths import assets
from downslope.rules.land_picture import Move
from downslope.rules.level import Level
from downslope.view.draw.canvas import Canvas
from downslope.view.draw.theme import DUSK, PAPER, PAPER_CONTRAST, Look, mix_colours, rgb_of
from downslope.view.scenery.diorama import (
    DIORAMAS,
    LAND,
    LASTS,
    PAST,
    PLAIN,
    SHORT,
    Diorama,
    Land,
    LandValues,
    diorama_of,
    kind_of,
    pose,
)
from downslope.view.scenery.moving_picture import shipped as own_picture
from support import campaign, shipped

pytestmark = pytest.mark.usefixtures("display")

LEVELS = [level.id for level in campaign() if level.picture in DIORAMAS]
LAND_RECT = Land((24, 72, 776, 436))


def scene_of(level: Level) -> Diorama:
    return diorama_of(level.picture, [goal[0] for _input, goal in level.data()])


def values_at(level: Level, weight: float) -> LandValues:
    pairs = level.data()
    predictions = tuple(level.network.predict([weight], given)[0] for given, _goal in pairs)
    tolerance = level.aim.tolerance or 0.0
    return LandValues(
        tuple(given[0] for given, _goal in pairs), tuple(goal[0] for _given, goal in pairs), predictions,
        tolerance=tolerance,
    )  # fmt: skip


def weights_of(level: Level) -> list[float]:
    knob = level.knob("weight")
    assert knob is not None
    return [float(value) for value in knob.values() or ()]


def test_every_scene_is_that_of_a_level() -> None:
    levels = [shipped().level(name) for name in LEVELS]
    assert sorted(level.picture for level in levels) == sorted(DIORAMAS)
    assert all(scene_of(level) is DIORAMAS[level.picture] for level in levels)


def test_goals_that_a_scene_cannot_show_get_plain_land() -> None:
    for picture_name, scene in DIORAMAS.items():
        other = diorama_of(picture_name, [-100.0] * 9)
        assert other is not scene and type(other).draw is Diorama.draw
    assert diorama_of("", [1.0]) is PLAIN or type(diorama_of("", [1.0])).draw is Diorama.draw


def test_where_a_prediction_stands_goes_one_way() -> None:
    for name in LEVELS:
        level = shipped().level(name)
        scene, values = scene_of(level), values_at(level, weights_of(level)[0])
        predictions = sorted(values_at(level, weight).prediction for weight in weights_of(level))
        spots = [scene.spot(LAND_RECT, values, prediction) for prediction in predictions]
        way = [spot.x if spot.side == "ground" else -spot.y for spot in spots]
        assert all(a <= b for a, b in pairwise(way)) and way[0] < way[-1]


@pytest.mark.slow
def test_what_is_drawn_goes_that_way_too_a_pixel_for_each_that_is_more() -> None:
    """From nothing to the goal, without numbers: what is filled grows; where nothing is, Pip goes on."""
    for name in LEVELS:
        level = shipped().level(name)
        scene, values = scene_of(level), values_at(level, 0.0)
        goals = [goal or 0.0 for goal in values.goals]
        shown = [values._replace(predictions=tuple(part / 8 * goal for goal in goals)) for part in range(1, 9)]
        if any(goal < 0 for goal in goals):
            shown.reverse()
        places, pictures = [scene.pip_x(LAND_RECT, each) for each in shown], list[pygame.Surface]()
        for each in shown:
            canvas = Canvas(pygame.Surface((1280, 720)), Look(DUSK))
            scene.draw(canvas, LAND_RECT._replace(words=False), each._replace(tolerance=0.0))
            pictures.append(canvas.picture)
        tops = [top_of(picture) for picture in pictures]
        assert None not in tops or level.picture == "trail", "only on the way home nothing but Pip moves"
        told = [place if top is None else -top for place, top in zip(places, tops)]
        low = 5 if level.picture == "blueprint" else 0  # the lowest steps are seen through a lens
        assert all(one + 1 <= other for part in (told[:low], told[low:]) for one, other in pairwise(part)), told


def top_of(picture: pygame.Surface) -> int | None:
    """y of the highest pixel in the prediction's hue, or in that of its water."""
    water = mix_colours(DUSK.colour("inside"), DUSK.colour("prediction"), 0.85)
    hues = rgb_of(DUSK.prediction), rgb_of(water)
    masks = [pygame.mask.from_threshold(picture, hue, (14, 14, 14, 255)) for hue in hues]
    return min((box.top for mask in masks for box in mask.get_bounding_rects()), default=None)


def test_each_picture_of_the_games_own_is_whole() -> None:
    """As an author's is asked: its moves have their parts and no fault, its colours are those of every theme."""
    folder = assets() / "pictures"
    moves, names = tomllib.loads((folder / "moves.toml").read_text(encoding="utf-8")), set()
    for file in sorted(folder.glob("*.svg")):
        names.add(file.stem)
        picture = own_picture(file.stem).picture
        rows = [Move(**row) for row in moves.get(file.stem, ())]
        assert {row.part for row in rows} <= {part.name for part in picture.parts}, file.stem
        assert [fault for row in rows for fault in row.faults()] == []
        assert all(theme.colour(hue) for theme in (DUSK, PAPER, PAPER_CONTRAST) for part in picture.parts
                   for hue in (part.fill, part.stroke) if hue)  # fmt: skip
    assert set(moves) <= names


HEIGHTS = {  # picture, part that tells -> its colour, the number, what it is from and to, px up for 1 of it, its zero
    ("thermometer", "mercury"): ("prediction", "degrees", (-10.0, 12.0), 4.3, 60.0),
    ("coins", "coins"): ("prediction", "up", (4.0, 90.0), 1.0, 0.0),
    ("pail", "level"): ("inside*prediction*0.85", "up", (4.0, 70.0), 1.0, 5.0),
    ("step", "top"): ("prediction", "high", (5.0, 300.0), 1.0, 0.0),
    ("pots", "level each"): ("prediction", "prediction", (0.2, 4.4), 10.0, -64.0),
    ("plants", "fern"): ("leaf", "grown", (4.0, 100.0), 1.0, -62.0),
    ("sourdough", "dough front"): ("dough", "prediction", (0.25, 1.03), 56.16, -63.0),
}


@pytest.mark.parametrize(("name", "part"), HEIGHTS)
@pytest.mark.parametrize("size", [1.0, 1.6])
def test_what_tells_a_number_is_drawn_where_it_is_to_a_pixel(name: str, part: str, size: float) -> None:
    colour, number, (low, high), unit, zero = HEIGHTS[name, part]
    half = {"level": 1.5, "top": 1.5, "coins": 1.2, "level each": 1.3}.get(part, 0.0) * size  # of the line on top
    for k in range(23):
        value, canvas = low + (high - low) * k / 22, Canvas(pygame.Surface((300, 640)), Look(DUSK))
        own_picture(name).draw_at(canvas, (150, 500, size), {number: value, "near": 0.0, "paid": 96.0})
        hue = pygame.mask.from_threshold(canvas.picture, canvas.rgb(colour), (50, 50, 50, 255))
        top = min(box.top for box in hue.get_bounding_rects() if box.height * box.width > 3)
        assert top == pytest.approx(500 - size * (zero + unit * value) - half, abs=1.25), value


def test_pip_stands_on_the_step_that_was_built_and_walks_in_when_it_fits() -> None:
    level = shipped().level("a-hundredth")
    scene = scene_of(level)
    lifts = [scene.lift(LAND_RECT, values_at(level, weight)) for weight in weights_of(level)]
    assert lifts == sorted(lifts) and lifts[-1] > LAND_RECT.sky[3] > lifts[6] > 80 > lifts[3] > 8 > lifts[2]
    before, inside = (scene.pip_x(LAND_RECT, values_at(level, 0.01)._replace(cheer=cheer)) for cheer in (0, 1))
    assert before < inside < LAND_RECT.right


def test_what_pip_makes_of_it() -> None:
    told = [kind_of(ratio, right) for ratio, right in ((1.004, True), (0.7, False), (1.3, False))]
    assert told == [LAND, SHORT, PAST]
    for kind in (LAND, SHORT, PAST):
        ends, begins = pose(kind, LASTS, False), pose(kind, 0.0, False)
        assert pose(kind, 0.1, True) == ends == pose(kind, 9.0, False)  # with reduced motion: how it ends
        assert (*ends[:2], ends[3]) == (0, 0, 0) and abs(begins[0]) + abs(begins[1]) < 1e-6
    times = [i * LASTS / 90 for i in range(91)]
    ground = [pose(LAND, t, False)[1] for t in times]
    hops = sum(a >= -0.8 > b for a, b in pairwise(ground))
    assert hops == 3
    assert max(pose(PAST, t, False)[0] for t in times) > 15 and pose(PAST, LASTS, False)[2][0] < 0
    assert max(pose(PAST, t, False)[3] for t in times) > 0.5 and max(pose(SHORT, t, False)[0] for t in times) > 8
