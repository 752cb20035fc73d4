"""Screens as players come to them: levels, the title, the map, settings; what is drawn on a pad, what is dropped."""

import shutil
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO
from typing import Any

import pygame

from downslope import paths
from downslope.app.dropped_file import DroppedFile, take_file
from downslope.attempt.game.game import Game
from downslope.rules import Action, Catalog
from downslope.scenes.base.scene import Scene
from downslope.scenes.play.play import PlayScene
from downslope.scenes.settings import SettingsScene
from downslope.scenes.teach_first import PAD, SURE  # noqa: F401
from downslope.storage.saves import Store
from lib import hands
from lib.driving import Driver, MemoryStore
from lib.playing import wait
from lib.support import RAMP, campaign, shipped

Fields = Mapping[str, Any]


def level(name: str, *actions: Action, **options: Any) -> PlayScene:
    """In which these were done. `options`: settings, and fields of the level that are others."""
    shown = shipped().level(name)
    own = {each: value for each, value in options.items() if hasattr(shown, each)}
    settings = {each: value for each, value in options.items() if each not in own}
    play = PlayScene(Game(MemoryStore(**settings), catalog=shipped()), replace(shown, **own))
    for action in actions:
        assert play.attempt.act(action)
    play.attempt.playback.jump(play.attempt.session.count)
    return play


def player(reached: int = 0, records: Mapping[str, Fields] = {}, without: str = "", **trails: int) -> Game:
    """Who has reached the first levels. `records`: of others, the last of which was played last; `without`: a chapter
    that is not there; `trails`: plugins with so many levels.
    """
    base = shipped()
    levels = {name: each for name, each in base.levels.items() if not without or each.chapter != without}
    catalog = Catalog(base.metrics, base.learners, levels, dict(base.owner))
    for plugin, many in trails.items():
        for number in range(many):
            made = replace(base.level("thirteen"), id=f"{plugin}/level-{number}", title=f"Level {number}", chapter="")
            catalog.levels[made.id] = made
            catalog.owner[f"level {made.id}"] = plugin
    found = Game(MemoryStore(), catalog=catalog)
    first: Mapping[str, Fields] = {each.id: {"reached": True, "stars": [1]} for each in campaign()[:reached]}
    for name, fields in (*first.items(), *records.items()):
        vars(found.progress.level(name)).update(fields)
        found.progress.last_level = name
    return found


def kept(**options: Any) -> Game:
    """A game with a player's folder, which is empty."""
    shutil.rmtree(paths.home(), ignore_errors=True)
    return Game(Store(), **options)


def settings(theme: str = "") -> SettingsScene:
    """`theme`: as the command line asked for."""
    made = kept()
    made.theme = theme
    return SettingsScene(made, Scene(made))


def outcomes(name: str, *actions: Action, reached: tuple[str, ...] = (), **options: Any) -> PlayScene:
    """The same where this and other levels were reached: its map of outcomes is a key away."""
    play = level(name, *actions, **options)
    for each in (play.level.id, *reached):
        play.game.progress.level(each).reached = True
    play.attempt.ran = True
    return play


def draw(driver: Driver, digit: int) -> None:
    """On the pad of Teach it first."""
    x, y, side = PAD
    for stroke in hands.strokes(0, digit):
        spots = [(x + u * side, y + v * side) for u, v in stroke]
        driver.down(*spots[0])
        for spot in spots[1:]:
            driver.move(*spot)
        driver.up(*spots[-1])
    wait(driver, 0.9)


def drop(driver: Driver, name: str, content: str | bytes) -> None:
    """A file onto the window, after all that was told was read."""
    driver.game.toasts.shown, driver.game.toasts.waiting = [], []
    take_file(driver.scene, DroppedFile(name, content.encode() if isinstance(content, str) else content))


def picture(*boxes: tuple[int, int, int, int]) -> bytes:
    """A picture with these in black on white."""
    drawn, file = pygame.Surface((40, 40)), BytesIO()
    drawn.fill("white")
    for box in boxes:
        drawn.fill("black", box)
    pygame.image.save(drawn, file, "one.png")
    return file.getvalue()


def pack() -> bytes:
    """A level in an archive."""
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("pack.toml", 'id = "ramps"\ntitle = "Ramps"\nversion = "1.0"\n')
        made.writestr("levels/ramp.toml", RAMP.replace("A ramp", "A slope"))
    return archive.getvalue()
