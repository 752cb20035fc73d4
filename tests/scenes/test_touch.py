"""A finger is a mouse; held still it shows what a resting pointer shows and presses nothing; nothing is too small."""

from __future__ import annotations

from typing import Any

import pygame
import pytest

from downslope.app.app import App, Options
from downslope.attempt.game.game import Game
from downslope.scenes.base.event_routing import EASY
from downslope.scenes.base.scene import Scene
from downslope.scenes.title import TitleScene
from downslope.storage.saves import Store
from downslope.view.widgets.panel import ScrollArea
from driving import FRAME, Driver
from pictures.drawing import frames
from pictures.plans import DARK, PLANS
from support import shipped


def opened_app(apps: list[Any], level: str) -> App:
    app = App(Options(link=f"level={level}" if level else "hide="), Game(Store(), catalog=shipped()))
    apps.append(app)
    for _ in range(30):
        app.tick(FRAME)
    return app


def finger(app: App, kind: int, place: tuple[float, float]) -> None:
    more: dict[str, Any] = {"rel": (0, 0), "buttons": (1, 0, 0)} if kind == pygame.MOUSEMOTION else {"button": 1}
    pygame.event.post(pygame.event.Event(kind, pos=place, touch=True, **more))
    app.tick(FRAME)


def place_of(scene: Scene, name: str) -> tuple[float, float]:
    widget = scene.widget(name)
    assert widget is not None, name
    return widget.centre


def test_a_tap_presses_and_leaves_nothing_lit(apps: list[Any]) -> None:
    app = opened_app(apps, "goldilocks")
    step = place_of(app.scene, "tile step")
    before = len(app.scene.attempt.session.actions)  # type: ignore[attr-defined]
    for kind in (pygame.MOUSEMOTION, pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP):
        finger(app, kind, step)
    assert app.scene.hovered == ""
    asked = app.scene.attempt.open_bets.open is not None  # type: ignore[attr-defined]
    assert asked or len(app.scene.attempt.session.actions) > before  # type: ignore[attr-defined]


def test_a_long_press_shows_and_presses_nothing(apps: list[Any]) -> None:
    app = opened_app(apps, "goldilocks")
    gear = place_of(app.scene, "settings")
    finger(app, pygame.MOUSEMOTION, gear)
    finger(app, pygame.MOUSEBUTTONDOWN, gear)
    scene = app.scene
    for _ in range(20):
        app.tick(FRAME)
    assert scene.hovered == "settings" and scene.rested >= 0.5 and not scene.held
    finger(app, pygame.MOUSEBUTTONUP, gear)
    assert app.scene is scene and scene.hovered == "settings"
    finger(app, pygame.MOUSEBUTTONDOWN, (640, 300))
    finger(app, pygame.MOUSEBUTTONUP, (640, 300))
    assert scene.hovered == ""


def test_what_is_turned_is_held_however_long(apps: list[Any]) -> None:
    app = opened_app(apps, "goldilocks")
    knob = app.scene.widget("knob alpha")
    assert knob is not None
    x, y, w, h = knob.rect
    finger(app, pygame.MOUSEBUTTONDOWN, (x + 0.5 * w, y + h / 2))
    for _ in range(20):
        app.tick(FRAME)
    finger(app, pygame.MOUSEMOTION, (x + w, y + h / 2))
    finger(app, pygame.MOUSEBUTTONUP, (x + w, y + h / 2))
    assert app.scene.attempt.session.knobs["alpha"] == 0.6  # type: ignore[attr-defined]


def test_esc_twice_on_the_title_leads_to_the_page(display: None) -> None:
    driver, left = Driver(TitleScene(Game(Store(), catalog=shipped()))), list[str]()
    driver.key(pygame.K_ESCAPE, times=2)
    assert "back" not in driver.scene.acts()
    driver.game.page = lambda: left.append("left")
    driver.key(pygame.K_ESCAPE)
    for _ in range(40):
        driver.scene.update(FRAME)
    driver.key(pygame.K_ESCAPE)
    assert left == [] and "back" in driver.scene.acts()
    driver.key(pygame.K_ESCAPE)
    assert left == ["left"]


# Smaller than a finger, with a neighbour so near that there is no more room for it: plan -> how their names begin.
SMALL = {"watch": {"chip"}, "bowl": {"history"}, "net": {"chart", "parts", "wires"}}  # neurons lie on wires


def test_a_press_beside_a_small_control_presses_it(apps: list[Any]) -> None:
    app = opened_app(apps, "goldilocks")
    app.resize(960, 540)
    app.game.density = 1.5  # a fine screen: its pixels are smaller
    app.tick(FRAME)
    play, gear = app.scene, app.scene.widget("settings")
    assert gear is not None
    x, y = gear.centre
    beside = (x + EASY * 1.5 / app.game.scale / 2 - 1, y)
    assert not gear.contains(*beside) and play.at(*beside) is gear
    for kind in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP):
        finger(app, kind, (beside[0] * app.game.scale, beside[1] * app.game.scale))
    assert type(app.scene).__name__ == "SettingsScene"


@pytest.mark.parametrize("name", ["bowl", "net", "settings", "digits", "watch", "rule", "card", "title"])
def test_a_finger_hits_each_control(display: None, name: str) -> None:
    (plan,) = (plan for plan in PLANS if plan.name == name)
    *_before, (scene, _look) = frames(plan, DARK)
    areas = [each for each in scene.widgets if isinstance(each, ScrollArea)]
    cut = {child.name for each in areas for child in each.children
           if child.rect[1] < each.rect[1] or child.rect[1] + child.rect[3] > each.rect[1] + each.rect[3]}  # fmt: skip
    small = set()
    for widget in scene.widgets:
        x, y = widget.centre
        if not (widget.live and widget.focusable) or scene.at(x, y) is not widget or widget.name in cut:
            continue  # it is not to be hit there: it has scrolled away, or is a field of many
        reach = EASY / 2 - 1
        hit = [scene.at(x + dx, y + dy) for dx, dy in ((reach, 0), (-reach, 0), (0, reach), (0, -reach))]
        if any(found is not widget for found in hit):
            small.add(widget.name.split()[0])
    assert small == SMALL.get(name, set())
