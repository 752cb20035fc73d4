"""Screens as players come to them, what is drawn, dragged and dropped on them, and what more is told of each."""

import shutil
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from functools import partial
from io import BytesIO
from typing import Any

import pygame

from checks.paper import written
from downslope import paths
from downslope.app.dropped_file import DroppedFile, take_file
from downslope.attempt.game.game import Game
from downslope.desktop.controls import Intent
from downslope.rules import Action, Catalog
from downslope.scenes.base.panel_screen import Modal
from downslope.scenes.base.scene import Scene
from downslope.scenes.base.speech import speech_of
from downslope.scenes.convergence import ConvergenceScene
from downslope.scenes.level_map import LevelMapScene
from downslope.scenes.play.play import PlayScene
from downslope.scenes.settings import SettingsScene
from downslope.scenes.teach_first import PAD, SURE  # noqa: F401
from downslope.storage.saves import Settings, Store
from downslope.view.widgets.button import Button, Tile
from downslope.view.widgets.ink import words
from downslope.view.widgets.number_input import Slider
from downslope.view.widgets.toast import Toasts
from lib import hands
from lib.driving import Driver, MemoryStore
from lib.playing import wait
from lib.support import RAMP, campaign, shipped

Fields = Mapping[str, Any]


class Rows(Scene):
    """Two rows of buttons, a slider between. It notes what was pressed, what no control wanted, where the focus was."""

    def __init__(self) -> None:
        super().__init__(Game(MemoryStore()))
        self.pressed, self.heard, self.walked, self.laid_out = list[str](), list[str](), list[str](), 0
        self.game.toasts = Toasts()

    def layout(self) -> None:
        self.laid_out += 1
        places = {"learn": (148, 612), "step": (24, 610), "hint": (272, 613), "back": (24, 10), "gear": (1200, 12)}
        self.widgets = [Slider("weight", (24, 300, 400, 44), 0.0, 0.0, 1.0, values=[0.0, 0.5, 1.0])]
        for name, (x, y) in places.items():
            key, group = (name, "tiles") if y > 600 else ("", "")
            press = partial(self.pressed.append, name)
            self.widgets.append(Button(name, (x, y, 112, 48), name, on_press=press, key=key, group=group))

    def on_intent(self, intent: Intent) -> bool:
        self.heard.append(intent.name)
        return self.heard[-1] == "map" or super().on_intent(intent)

    def set_focus(self, name: str) -> None:
        super().set_focus(name)
        self.walked.append(name)

    def back(self) -> None:
        self.go(Menu(self.game, self))

    def end(self) -> None:
        self.pressed.append("ended")


class Menu(Modal):
    def layout(self) -> None:
        self.widgets = [Button("close", (600, 300, 100, 48), "Close", on_press=self.back)]


def level(name: str, *actions: Action, catalog: Catalog | None = None, **options: Any) -> PlayScene:
    """In which these were done. `options`: settings, and fields of the level that are others."""
    shown = shipped().level(name)
    own = {each: value for each, value in options.items() if hasattr(shown, each)}
    settings = {each: value for each, value in options.items() if each not in own}
    play = PlayScene(Game(MemoryStore(**settings), catalog=catalog or shipped()), replace(shown, **own))
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


def dropped(driver: Driver, name: str, content: str | bytes) -> None:
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
    """A level in an archive, which is the same on every machine at any time."""
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w") as made:
        for name, text in (("pack", 'id = "ramps"\ntitle = "Ramps"\nversion = "1.0"\n'), ("levels/ramp", RAMP)):
            entry = zipfile.ZipInfo(f"{name}.toml")
            entry.create_system = 3
            made.writestr(entry, text.replace("A ramp", "A slope"))
    return archive.getvalue()


def drag(driver: Driver, name: str, *parts: float) -> None:
    """Over a control, from one part of its width to another."""
    x, y, width, height = next(each.rect for each in driver.scene.widgets if each.name == name)
    begin, end = ((x + part * width, y + height / 2) for part in parts)
    driver.drag(begin, end)


# What more is told of such a screen.


def of_rows(scene: Rows) -> Fields:
    down = [widget.name for widget in scene.widgets if scene.state(widget).pressed]
    found = {"pressed": " ".join(scene.pressed), "heard": " ".join(scene.heard), "walked": " ".join(scene.walked),
             "laid out": scene.laid_out, "ring": scene.ring, "looks pressed": " ".join(down)}  # fmt: skip
    for notes in (scene.pressed, scene.heard, scene.walked):
        notes.clear()
    return found


def of_play(scene: PlayScene) -> Fields:
    attempt, bets, dock, bar = scene.attempt, scene.attempt.open_bets, scene.dock, scene.topbar
    session, counter = attempt.session, bar.counter
    if "stars" in (scene.focus, scene.hovered) or counter.on or counter.card[2]:
        written(scene.draw, (1280, 720), scene.game.look())
    return {
        "phase": attempt.director.state, "stars": sorted(counter.stars), "card of stars": counter.card[2] > 0,
        "offered": bets.offered, "given": bets.given, "right": bets.answered, "told": bets.last is not None,
        "plates": len(scene.bet_markers.bet_markers()), "hints": dock.drawer.read, "drawer": dock.drawer.shown,
        "task": scene.task.shown, "title": bar.title.most, "dock": dock.first, "frozen": sorted(session.frozen),
        "turns": session.tally.turns, "looks": session.tally.probes,
        "waits": " ".join(w.name for w in scene.widgets if isinstance(w, Tile) and w.waits),
    }  # fmt: skip


def of_map(scene: LevelMapScene) -> Fields:
    return {"page": scene.page, "pip": scene.pip == scene.chosen, "marks": scene.stop.marks,
            "facts": " ".join(f"{name} {value}" for name, value, _is_number in scene.panel.text.facts[:2])}  # fmt: skip


def of_settings(scene: SettingsScene) -> Fields:
    usual, look = asdict(Settings()), scene.game.look()
    kept = {f"kept {name}": f"{value}" for name, value in asdict(Store().settings).items() if value != usual[name]}
    return {**kept, "dark": look.theme.dark, "still": look.still, "waits for": scene.waiting}


def of_outcomes(scene: ConvergenceScene) -> Fields:
    plane, (column, row) = scene.cells.plane, scene.map.cursor
    return {"cursor": f"{plane.across.values[column]} {plane.up.values[row]}", "over": plane.across.name,
            "rests": scene.map.here != scene.map.cursor, "lit": scene.map.lit,
            "cell": " | ".join(words(scene.details[0])[1:]) if scene.details else "",
            "says": speech_of(scene).line if scene.cells.done else ""}  # fmt: skip


OWN: dict[type[Scene], Callable[[Any], Fields]] = {
    Rows: of_rows, PlayScene: of_play, LevelMapScene: of_map, SettingsScene: of_settings, ConvergenceScene: of_outcomes,
}  # fmt: skip


def more_of(scene: Scene) -> dict[str, str]:
    """What is 0 or none is not said."""
    found: Fields = OWN[type(scene)](scene) if type(scene) in OWN else {}
    return {name: str(value or "") for name, value in found.items()}
