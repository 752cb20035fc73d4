"""What a player does on a screen and what follows, as it is read aloud and as it stands: presses.txt is the
transcript."""

import re
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

import pygame
import pytest

from checks.paper import written as words_on
from downslope.attempt.game.game import Game, progress_text
from downslope.desktop.bindings import key_code
from downslope.desktop.controls import Intent
from downslope.scenes.base.panel_screen import Modal
from downslope.scenes.base.scene import Scene
from downslope.scenes.base.speech import speech_of
from downslope.scenes.convergence import ConvergenceScene
from downslope.scenes.level_map import LevelMapScene
from downslope.scenes.play.play import PlayScene
from downslope.scenes.settings import SettingsScene
from downslope.scenes.title import TitleScene
from downslope.storage.saves import Settings, Store
from downslope.view.draw import slices_by
from downslope.view.widgets.button import Button, Tile
from downslope.view.widgets.ink import words
from downslope.view.widgets.number_input import Slider
from downslope.view.widgets.toast import Toasts
from lib.clocks import LookClock
from lib.driving import FRAME, Driver, MemoryStore
from lib.playing import click, key, told, wait
from lib.walks import PUBLIC, differences
from scenes import visits

PRESSES = Path(__file__).with_name("presses.txt")
USUAL = {"schedule": "constant", "metric": "squared", "learner": "gradient-descent", "spread": 1.0, "seed": 0}
Facts = dict[str, Any]


class Rows(Scene):
    """Two rows of buttons, a slider between; the buttons tell their names, `l` and `h` press two of them."""

    def __init__(self) -> None:
        super().__init__(Game(MemoryStore()))
        self.pressed, self.heard, self.laid_out = list[str](), list[str](), 0
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

    def back(self) -> None:
        self.go(Menu(self.game, self))

    def end(self) -> None:
        self.pressed.append("ended")


class Menu(Modal):
    def layout(self) -> None:
        self.widgets = [Button("close", (600, 300, 100, 48), "Close", on_press=self.back)]


# What is told of a screen.


def of_rows(scene: Rows) -> Facts:
    found = {"pressed": " ".join(scene.pressed), "heard": " ".join(scene.heard), "laid out": scene.laid_out,
             "looks pressed": [widget.name for widget in scene.widgets if scene.state(widget).pressed],
             "ring": scene.ring, "weight": scene.widgets[0].accessible_value()}  # fmt: skip
    scene.pressed.clear()
    scene.heard.clear()
    return found


def of_play(scene: PlayScene) -> Facts:
    attempt, bets, dock, bar = scene.attempt, scene.attempt.open_bets, scene.dock, scene.topbar
    session = attempt.session
    if "stars" in (scene.focus, scene.hovered) or bar.counter.on or bar.counter.card[2]:
        words_on(scene.draw, (1280, 720), scene.game.look())
    return {
        "level": scene.level.id.rpartition("/")[2], "kind": scene.kind, "phase": str(attempt.director.state),
        "step": attempt.step, "count": session.count, "looks": session.tally.probes, "turns": session.tally.turns,
        "weights": [float(f"{weight:.4g}") for weight in session.weights[:3]], "frozen": sorted(session.frozen),
        "knobs": {name: value for name, value in session.knobs.items() if value not in (USUAL.get(name), None)},
        "stars": sorted(bar.counter.stars), "card of stars": bar.counter.card[2] > 0, "offered": bets.offered,
        "given": dict(bets.given), "right": dict(bets.answered), "told": bets.last is not None,
        "plates": len(scene.bet_markers.bet_markers()), "hints": dock.drawer.read, "drawer": dock.drawer.shown,
        "task": scene.task.shown, "title": bar.title.most, "dock": dock.first,
        "tiles": {w.name.removeprefix("tile "): w.label + " waits" * w.waits + " off" * (not w.enabled)
                  for w in scene.widgets if isinstance(w, Tile)},
    }  # fmt: skip


def of_map(scene: LevelMapScene) -> Facts:
    text = scene.panel.text
    return {"page": scene.page, "pip": scene.pip == scene.chosen, "button": scene.button.label,
            "facts": " ".join(f"{name} {value}" for name, value, _is_number in text.facts[:2])}  # fmt: skip


def of_settings(scene: SettingsScene) -> Facts:
    usual = asdict(Settings())
    kept = {name: value for name, value in asdict(Store().settings).items() if value != usual[name]}
    look = scene.game.look()
    return {"kept": kept, "dark": look.theme.dark, "still": look.still, "waits for": scene.waiting}


def of_outcomes(scene: ConvergenceScene) -> Facts:
    plane, (column, row) = scene.cells.plane, scene.map.cursor
    return {"cursor": f"{plane.across.values[column]} {plane.up.values[row]}", "over": plane.across.name,
            "rests": scene.map.here != scene.map.cursor, "lit": scene.map.lit,
            "cell": " | ".join(words(scene.details[0])[1:]) if scene.details else "",
            "control": "", "says": speech_of(scene).line if scene.cells.done else ""}  # fmt: skip


OWN: dict[type[Scene], Callable[[Any], Facts]] = {
    Rows: of_rows, PlayScene: of_play, LevelMapScene: of_map, SettingsScene: of_settings, ConvergenceScene: of_outcomes,
}  # fmt: skip


def facts(scene: Scene) -> Facts:
    """What it says, where the keyboard is, and what only this kind of screen has."""
    said, toasts = speech_of(scene), scene.game.toasts
    return {
        "on": type(scene).__name__.removesuffix("Scene"), "focus": scene.focus, "begins": scene.begin,
        "control": said.control, "says": said.line, "verdict": said.verdict,
        "notes": [f"{note.title} {note.body}".strip() for note in (*toasts.shown, *toasts.waiting)],
        "quit": scene.game.quit, **OWN.get(type(scene), lambda _scene: {})(scene),
    }  # fmt: skip


FIRST = {"on", "focus", "control", "says", "facts", "pip", "dark"}  # of a screen that was just opened


class Visitor(Driver):
    """It knows what it told last, and each screen and each control that had the keyboard since then."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        self.before: Facts = {}
        self.trail: dict[str, list[str]] = {"on": [""], "focus": [""]}

    def pump(self) -> None:
        super().pump()
        self.note()

    def note(self) -> None:
        for name, value in (("on", type(self.scene).__name__.removesuffix("Scene")), ("focus", self.scene.focus)):
            if self.trail[name][-1] != value:
                self.trail[name].append(value)


def state(driver: Visitor) -> str:
    """What is another now than when it was told last."""
    driver.note()
    now, before = facts(driver.scene), driver.before
    driver.before, news = now, dict[str, object]()
    for name, value in now.items():
        old = before.get(name, type(value)())
        if isinstance(value, dict):
            value = {each: value.get(each, "gone") for each in value | old if value.get(each) != old.get(each)}
            value = ", ".join(f"{each}: {what}" for each, what in value.items())
            old = ""
        if name in driver.trail:
            value, old = " → ".join(each or "none" for each in driver.trail[name][1:]), ""
            driver.trail[name] = driver.trail[name][-1:]
        if value != old and (before or name in FIRST):
            news[name] = value if value or type(value) in (bool, int) else "none"
    return "; ".join(f"{name} {value}" if value is not True else name for name, value in news.items()) or "–"


# What is done.

NAMED = {"Enter": "return", "Esc": "escape"}
KEY = re.compile(
    r"(Shift )?(Tab|Enter|Esc|Space|Up|Down|Left|Right|Home|End|PageUp|PageDown|LShift|F\d+|[a-z])(\*\d+)?"
)


def does(press: str, names: dict[str, Any]) -> None:
    """A key; characters in quotes; a control that is clicked or gets the keyboard; time; else what Python does."""
    driver: Visitor = names["it"]
    word, _space, rest = press.partition(" ")
    if named := KEY.fullmatch(press):
        shift, name, times = named.groups()
        key(driver, *[key_code(NAMED.get(name, name.lower()))] * int((times or "*1")[1:]), shift=bool(shift))
    elif press.startswith('"'):
        driver.type(press.strip('"'))
        wait(driver, FRAME)
    elif word in ("click", "tab", "focus"):
        ways: dict[str, Callable[[str], None]] = {
            "click": partial(click, driver), "tab": driver.tab_to, "focus": driver.scene.set_focus,
        }  # fmt: skip
        ways[word](rest)
    elif word == "wait":
        wait(driver, float(rest))
    elif word == "pad":
        for kind in (pygame.CONTROLLERBUTTONDOWN, pygame.CONTROLLERBUTTONUP):
            driver.post(kind, button=getattr(pygame, f"CONTROLLER_BUTTON_{rest.upper()}"), instance_id=0)
    elif press == "told":
        told(driver)
    elif press == "hasty":
        driver.patient = False
    else:
        scene = driver.scene
        eval(press, names | {"scene": scene, "attempt": getattr(scene, "attempt", None), "game": driver.game})
        wait(driver, FRAME)
    driver.scene.resize(1280, 720)


def drag(driver: Driver, name: str, *parts: float) -> None:
    """Over a control, from one part of its width to another."""
    x, y, width, height = next(each.rect for each in driver.scene.widgets if each.name == name)
    begin, end = ((x + part * width, y + height / 2) for part in parts)
    driver.drag(begin, end)


def begin(made: Scene | Game) -> Visitor:
    """A screen, or the title of a game once it knows what there is."""
    driver = Visitor(TitleScene(made) if isinstance(made, Game) else made)
    wait(driver, 2 * FRAME)
    return driver


NAMES = {**PUBLIC, **vars(visits), "begin": begin, "state": state, "drag": drag, "progress_text": progress_text,
         "Rows": Rows, "Scene": Scene, "LevelMap": LevelMapScene, "Title": TitleScene}  # fmt: skip


@pytest.mark.usefixtures("display")
def test_what_follows_of_each_press(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DOWNSLOPE_TRUST", raising=False)
    with slices_by(LookClock(0.0005)):
        assert differences(PRESSES, NAMES, does) == []
