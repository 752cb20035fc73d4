"""Runs a plan and draws its picture, always in the same way: fixed steps of time, nothing of the player's own.

What every plan draws is kept as text, in `lists/`; some pictures as PNG files beside this file, their colours rounded
so that they pack well.
"""

import os
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from difflib import SequenceMatcher, unified_diff
from functools import lru_cache
from pathlib import Path
from unittest.mock import patch

import pygame
from pygame import Surface

from downslope.attempt.game.game import Game
from downslope.desktop.controls import Intent
from downslope.scenes.base.scene import Scene
from downslope.scenes.play.play import PlayScene
from downslope.view.bowls import contour_map
from downslope.view.bowls.contour_map import ContourMap, Survey
from downslope.view.draw import Canvas, Look, scale_of, slices_by
from lib.clocks import stands
from lib.driving import MemoryStore, open_display
from lib.support import shipped
from pictures.listing import Spot, listed, living
from pictures.plans import ALL, BOTH, DARK, FOLDER, PLANS, Focus, Plan, View

KEPT = Path(__file__).parent
VERSION = KEPT / "pygame-ce.txt"  # that drew; another one sets words and draws curves differently
FRAME = 1 / 60
ROUND = 0b11111000  # what is kept of a colour's eight bits
PER_CHANNEL, SHARE = 24, 0.002  # a pixel differs by more than 24; so may .2 % of them
LANDS: dict[object, ContourMap] = {}  # since a plan, or a test, began: numbers are put where a land has none
SURVEYS, MOST_LANDS = dict[object, Survey](), 24  # of other plans too; so many of either
never_drawn_on = lru_cache(8)(Surface)


def pictures() -> set[str]:
    """Names of the pictures that the plans ask for."""
    return {f"{plan.name}-{view.name}" for plan in PLANS for view in plan.views}


def kept(name: str) -> Path:
    return KEPT / f"{name}.png"


def kept_list(plan: Plan) -> Path:
    return KEPT / "lists" / f"{plan.name}.txt"


def left_over() -> list[Path]:
    """Files that no plan asks for."""
    known = {*map(kept, pictures()), *map(kept_list, PLANS)}
    return sorted({*KEPT.glob("*.png"), *KEPT.glob("lists/*")} - known)


def right_version() -> bool:
    return VERSION.is_file() and VERSION.read_text(encoding="utf-8").strip() == pygame.version.ver


# -- drawing ---------------------------------------------------------------------------------------------------------


def drawn(plan: Plan, scene: Scene, views: Collection[View] = ALL) -> tuple[dict[str, list[str]], dict[str, Surface]]:
    """What it draws in these looks, and all pictures of it, by their names."""
    lists: dict[str, list[str]] = {}
    pictures: dict[str, Surface] = {}
    for view in [each for each in ALL if each in {*views, *plan.views} or LANDS]:
        with settled():  # where the list of runs stands on a land may depend on what was seen before
            look = turned(scene, view)
            if view in views:
                lists[view.name] = listed(scene, view.size, look)
            if view in plan.views:
                pictures[f"{plan.name}-{view.name}"] = surface = Surface(view.size)
                scene.draw(living(Canvas(surface, look), scene))
    return lists, pictures


def canvas_for(game: Game, view: View) -> Canvas:
    """The game is shown so from now on, as a player may change window, theme and text size."""
    game.settings.theme, game.settings.text = view.theme, view.text
    game.scale = game.controls.scale = scale_of(*view.size)
    return Canvas(never_drawn_on(view.size), game.look())


def turned(scene: Scene, view: View) -> Look:
    """The scene is shown so from now on; no time goes by."""
    canvas, before = canvas_for(scene.game, view), scene.widgets
    scene.resize(canvas.w, canvas.h, canvas.s)
    if scene.widgets is before:  # of the same size, in another theme
        scene.request_layout()
    goes_on(scene, canvas, 2, 0.0)
    return canvas.look


def goes_on(scene: Scene, canvas: Canvas, frames: int = 1, seconds: float = FRAME) -> Scene:
    """What the loop does in so many frames of so many seconds, without drawing."""
    for _ in range(frames):
        scene.resize(canvas.w, canvas.h, canvas.s)
        scene = scene.update(seconds)
        scene.resize(canvas.w, canvas.h, canvas.s)
        scene.game.toasts.fit(canvas)
    return scene


def last(plan: Plan, view: View, frame: float = FRAME) -> Scene:
    """The scene when all is done."""
    return [*frames(plan, view, frame)][-1]


def frames(plan: Plan, view: View, frame: float = FRAME) -> Iterator[Scene]:
    """The scene, ready to be drawn, in each frame of all that the plan does."""
    with settled():
        LANDS.clear()
        open_display()
        game = Game(MemoryStore(still=False), catalog=shipped())
        canvas = canvas_for(game, view)
        scene = goes_on(plan.make(game), canvas, 1, frame)
        yield scene
        for step in plan.does:
            if isinstance(step, Focus):
                scene.set_focus(step.name)
            elif not isinstance(step, float):
                scene = scene.handle(Intent(step) if isinstance(step, str) else step)
            for _ in range(max(1, round(step / frame)) if isinstance(step, float) else 1):
                scene = goes_on(scene, canvas, 1, frame)
                yield scene


@contextmanager
def settled() -> Iterator[None]:
    """What would differ from one machine to the next: its folders, and how much it tries in a frame.

    Lands are not surveyed twice.
    """
    home = patch.dict(os.environ, DOWNSLOPE_HOME=FOLDER)
    with home, slices_by(stands), patch.object(contour_map, "ContourMap", known_land):
        yield


def known_land(survey: Survey, bottom: Spot | None, aside: Sequence[Spot]) -> ContourMap:
    """The land of a survey, made once for all scenes in which the same heights stand at the same places."""
    corners = [survey.error(*survey.window.weights_at(*survey.place(*at))) for at in ((0, 0), (1, 9), (9, 1))]
    key = (survey.window, tuple(survey.levels), survey.step, bottom, tuple(aside), tuple(corners))
    for known in (LANDS, SURVEYS):
        if len(known) >= MOST_LANDS and key not in known:
            known.clear()
    return LANDS.setdefault(key, ContourMap(SURVEYS.setdefault(key, survey), bottom, aside))


def ends_in(scene: Scene) -> set[str]:
    """What a plan may say that it shows: the scene's class, and on the play screen the board's."""
    found = {type(scene).__name__}
    return found | {type(scene.board).__name__} if isinstance(scene, PlayScene) else found


# -- keeping and comparing -------------------------------------------------------------------------------------------


def keep(plan: Plan, pictures: bool = True) -> Iterator[Path]:
    """Write what it draws as what counts from now on, both themes as one list; the files that were written."""
    lists, drawings = drawn(plan, last(plan, DARK))
    dark, light = (lists.pop(view.name) for view in BOTH)
    lines = [f"= {' '.join(view.name for view in BOTH)}"]
    for kind, begin, end, first, after in SequenceMatcher(None, dark, light, autojunk=False).get_opcodes():
        mark = "" if kind == "equal" else "dark "
        lines += [mark + line for line in dark[begin:end]]
        lines += [f"light {line}" for line in light[first:after] if mark]
    lines += [line for name, others in lists.items() for line in (f"= {name}", *others)]
    kept_list(plan).write_text("\n".join([*lines, ""]), encoding="utf-8", newline="\n")
    VERSION.write_text(pygame.version.ver + "\n", encoding="utf-8")
    yield kept_list(plan)
    fewer = bytes((value & ROUND) + (~ROUND & 0xFF) // 2 for value in range(256))  # colours: half of what is left out
    for name, picture in drawings.items() if pictures else ():
        pixels = pygame.image.tobytes(picture, "RGB").translate(fewer)
        pygame.image.save(pygame.image.frombytes(pixels, picture.get_size(), "RGB"), kept(name))
        yield kept(name)


def kept_lines(plan: Plan, look: str) -> list[str]:
    """What is listed of it in one look."""
    parts = map(str.splitlines, f"\n{kept_list(plan).read_text(encoding='utf-8')}".split("\n= ")[1:])
    lines = next((lines for names, *lines in parts if look in names.split()), [])
    others = tuple(f"{other.name} " for other in BOTH if other.name != look)
    return [line.removeprefix(f"{look} ") for line in lines if not line.startswith(others)]


def differing_lines(look: str, before: Sequence[str], now: Sequence[str]) -> list[str]:
    """Lines that are gone and lines that are new, each with its look."""
    before, now = ([f" {look} | {line}" for line in lines] for lines in (before, now))
    return [line for line in unified_diff(before, now, n=0, lineterm="") if not line.startswith(("---", "+++", "@@"))]


def differing(picture: Surface, reference: Surface) -> float:
    """The share of pixels of which a channel differs by more than PER_CHANNEL; 1.0: the sizes differ."""
    if picture.get_size() != reference.get_size():
        return 1.0
    near = (PER_CHANNEL + 1,) * 3 + (255,)  # below is meant, not up to
    same = pygame.mask.from_threshold(picture, (0, 0, 0), near, reference)
    return 1.0 - same.count() / (picture.get_width() * picture.get_height())
