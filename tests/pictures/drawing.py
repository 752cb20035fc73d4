"""Runs a plan and draws its picture, always in the same way: fixed steps of time, nothing of the player's own.

What every plan draws is kept as text, in `lists/`; some pictures as PNG files beside this file, their colours rounded
so that they pack well.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from difflib import SequenceMatcher, unified_diff
from pathlib import Path
from unittest.mock import patch

import pygame
from pygame import Surface

from downslope.attempt.game.game import Game
from downslope.desktop.controls import Intent
from downslope.scenes.base.scene import Scene
from downslope.scenes.play.play import PlayScene
from downslope.storage.saves import Progress
from downslope.view.bowls import contour_map
from downslope.view.bowls.contour_map import ContourMap, Survey
from downslope.view.draw import Canvas, Look, slices_by
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


def recorded() -> str:
    """The version that drew and listed."""
    return VERSION.read_text(encoding="utf-8").strip() if VERSION.is_file() else ""


def right_version() -> bool:
    return recorded() == pygame.version.ver


# -- drawing ---------------------------------------------------------------------------------------------------------


def drawn(plan: Plan, scene: Scene) -> tuple[str, dict[str, Surface]]:
    """What it draws in each look, and the pictures of it, by their names.

    Both themes are one list: what only one draws says so.
    """
    lists: dict[str, list[str]] = {}
    pictures: dict[str, Surface] = {}
    for view in ALL:
        with settled():
            look = turned(scene, view)
            lists[view.name] = listed(scene, view.size, look)
            if view in plan.views:
                pictures[f"{plan.name}-{view.name}"] = surface = Surface(view.size)
                scene.draw(living(Canvas(surface, look), scene))
    both = [f"= {' '.join(view.name for view in BOTH)}", *together(*(lists.pop(view.name) for view in BOTH))]
    others = [line for name, lines in lists.items() for line in (f"= {name}", *lines)]
    return "\n".join([*both, *others, ""]), pictures


def turned(scene: Scene, view: View) -> Look:
    """The scene is shown so from now on, as a player may change window, theme and text size; no time goes by."""
    game = scene.game
    game.settings.theme, game.settings.text = view.theme, view.text
    game.scale = game.controls.scale = min(view.size[0] / 1280, view.size[1] / 720)
    canvas = Canvas(Surface(view.size), game.look())
    before = scene.widgets
    scene.resize(canvas.w, canvas.h, canvas.s)
    if scene.widgets is before:  # of the same size, in another theme
        scene.request_layout()
    for _again in range(2):
        scene.update(0.0)
        scene.resize(canvas.w, canvas.h, canvas.s)
    game.toasts.fit(canvas)
    return canvas.look


def together(dark: list[str], light: list[str]) -> Iterator[str]:
    for kind, begin, end, first, after in SequenceMatcher(None, dark, light, autojunk=False).get_opcodes():
        if kind == "equal":
            yield from dark[begin:end]
        else:
            yield from (f"dark {line}" for line in dark[begin:end])
            yield from (f"light {line}" for line in light[first:after])


def last(plan: Plan, view: View) -> tuple[Scene, Look]:
    """The scene when all is done."""
    for frame in frames(plan, view):
        done = frame
    return done


def frames(plan: Plan, view: View) -> Iterator[tuple[Scene, Look]]:
    """The scene, ready to be drawn, in each frame of all that the plan does."""
    with settled():
        LANDS.clear()
        open_display()
        store = MemoryStore(theme=view.theme, text=view.text, still=False)
        store.progress = Progress()
        game = Game(store, catalog=shipped())
        game.scale = game.controls.scale = min(view.size[0] / 1280, view.size[1] / 720)
        canvas = Canvas(Surface(view.size), game.look())
        scene = _frame(plan.make(game), canvas)
        yield scene, canvas.look
        for step in plan.does:
            if isinstance(step, Focus):
                scene.set_focus(step.name)
            elif not isinstance(step, float):
                scene = scene.handle(Intent(step) if isinstance(step, str) else step)
            for _ in range(round(step / FRAME) if isinstance(step, float) else 1):
                scene = _frame(scene, canvas)
                yield scene, canvas.look


def _frame(scene: Scene, canvas: Canvas) -> Scene:
    """What the loop does in a frame, without drawing."""
    scene.resize(canvas.w, canvas.h, canvas.s)
    scene = scene.update(FRAME)
    scene.resize(canvas.w, canvas.h, canvas.s)
    scene.game.toasts.fit(canvas)
    return scene


@contextmanager
def settled() -> Iterator[None]:
    """What would differ from one machine to the next: its folders, and how much it tries in a frame.

    Lands are not surveyed twice.
    """
    before = os.environ.get("DOWNSLOPE_HOME")
    os.environ["DOWNSLOPE_HOME"] = FOLDER
    try:
        with slices_by(stands), patch.object(contour_map, "ContourMap", known_land):
            yield
    finally:
        if before is None:
            del os.environ["DOWNSLOPE_HOME"]
        else:
            os.environ["DOWNSLOPE_HOME"] = before


LANDS: dict[object, ContourMap] = {}  # since a plan, or a test, began: numbers are put where a land has none
MOST_LANDS = 24


def known_land(survey: Survey, bottom: Spot | None, aside: Sequence[Spot]) -> ContourMap:
    """The land of a survey, made once for all scenes in which the same heights stand at the same places."""
    corners = [survey.error(*survey.window.weights_at(*survey.place(*at))) for at in ((0, 0), (1, 9), (9, 1))]
    key = (survey.window, tuple(survey.levels), survey.step, bottom, tuple(aside), tuple(corners))
    if len(LANDS) >= MOST_LANDS and key not in LANDS:
        LANDS.clear()
    return LANDS.setdefault(key, ContourMap(survey, bottom, aside))


def ends_in(scene: Scene) -> set[str]:
    """What a plan may say that it shows: the scene's class, and on the play screen the board's."""
    found = {type(scene).__name__}
    return found | {type(scene.board).__name__} if isinstance(scene, PlayScene) else found


# -- keeping and comparing -------------------------------------------------------------------------------------------


def rounded(picture: Surface, bits: int = ROUND) -> Surface:
    """The same with fewer colours: of each channel only these bits, and half of what they leave out."""
    table = bytes((value & bits) + (~bits & 0xFF) // 2 for value in range(256))
    pixels = pygame.image.tobytes(picture, "RGB").translate(table)
    return pygame.image.frombytes(pixels, picture.get_size(), "RGB")


def keep(plan: Plan, pictures: bool = True) -> Iterator[Path]:
    """Write what it draws as what counts from now on; the files that were written."""
    text, drawings = drawn(plan, last(plan, DARK)[0])
    kept_list(plan).write_text(text, encoding="utf-8", newline="\n")
    VERSION.write_text(pygame.version.ver + "\n", encoding="utf-8")
    yield kept_list(plan)
    for name, picture in drawings.items() if pictures else ():
        pygame.image.save(rounded(picture), kept(name))
        yield kept(name)


def differing_lines(before: str, now: str) -> list[str]:
    """Lines that are gone and lines that are new, each with its look."""
    lines = unified_diff(list(_with_look(before)), list(_with_look(now)), n=0, lineterm="")
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))]


def _with_look(text: str) -> Iterator[str]:
    look = ""
    for line in text.splitlines():
        look = line if line.startswith("= ") else look
        yield f" {look[2:]} | {line}"


def differing(picture: Surface, reference: Surface) -> float:
    """The share of pixels of which a channel differs by more than PER_CHANNEL; 1.0: the sizes differ."""
    if picture.get_size() != reference.get_size():
        return 1.0
    width, height = picture.get_size()
    return 1.0 - same(picture, reference).count() / (width * height)


def same(picture: Surface, reference: Surface) -> pygame.Mask:
    """Where both agree, near enough."""
    near = (PER_CHANNEL + 1,) * 3 + (255,)  # below is meant, not up to
    return pygame.mask.from_threshold(picture, (0, 0, 0), near, reference)


def beside(picture: Surface, reference: Surface) -> Surface:
    """Reference, picture, and in red what differs, from left to right."""
    width, height = picture.get_size()
    sheet = Surface((3 * width, max(height, reference.get_height())), 0, 24)
    sheet.blit(reference, (0, 0))
    sheet.blit(picture, (width, 0))
    if picture.get_size() == reference.get_size():
        red = same(picture, reference).to_surface(setcolor=(20, 20, 20), unsetcolor=(255, 40, 40))
        sheet.blit(red, (2 * width, 0))
    return sheet
