"""The play screen for tests: a level, driven by posted events while time goes by in frames."""

from collections.abc import Callable
from itertools import count
from typing import Any, TypeVar

import pygame
import pytest

from downslope.attempt.attempt import Attempt
from downslope.attempt.game.game import Game
from downslope.attempt.show import MachineShow
from downslope.boards.kinds import board_class, kind_of
from downslope.boards.shared.board import Board
from downslope.rules import Action, Catalog, Level
from downslope.scenes.base.scene import Scene
from downslope.scenes.play import play as play_module
from downslope.scenes.play.play import PlayScene
from downslope.view.draw import STILL_LIFE, Canvas, DecorMotion, scale_of
from downslope.view.widgets.panel import Box
from lib.driving import FRAME, Driver, MemoryStore
from lib.support import shipped

Kind = TypeVar("Kind")


def opened(level: str | Level, catalog: Catalog | None = None, **settings: Any) -> Driver:
    """A driver of a new play screen with the board that suits the level; nothing kept, reduced motion unless said."""
    game = Game(MemoryStore(**settings), catalog=catalog or shipped())
    driver = Driver(PlayScene(game, game.catalog.level(level) if isinstance(level, str) else level))
    wait(driver, FRAME)
    return driver


def board(driver: Driver) -> Any:
    """The board on the screen, whatever its class: which a level has is held by the plans of screens."""
    return screen(driver).board


def widget(driver: Driver, name: str) -> Any:
    """One that is on the screen, whatever its class."""
    return need(driver.scene.widget(name))


def open_level(level: str | Level, monkeypatch: pytest.MonkeyPatch, **settings: Any) -> Driver:
    """With a board that has no picture: only the usual tiles, and the dock beside them."""
    plain = type("PlainBoard", (Board,), {"stage_tree": lambda _board: Box()})
    monkeypatch.setattr(play_module, "board_class", lambda _kind: plain)
    return opened(level, **settings)


def gets(level: Level, board: type[Board]) -> bool:
    """It is played on this board."""
    return board_class(kind_of(level)) is board


def screen(driver: Driver) -> PlayScene:
    """The play screen that is driven; anything else fails the test."""
    assert isinstance(driver.scene, PlayScene), type(driver.scene)
    return driver.scene


def wait(driver: Driver, seconds: float, frame: float = FRAME) -> None:
    """Let time go by, in pieces of `frame` seconds, until another scene comes."""
    before = driver.scene
    for _ in range(max(seconds > 0, round(seconds / frame))):
        driver.scene = driver.scene.update(frame)
        if driver.scene is not before:
            return


def key(driver: Driver, *codes: int, shift: bool = False, then: float = 0.0) -> None:
    """Keys, one after another, each in a frame of its own; `then`: seconds that go by after them."""
    for code in codes:
        driver.key(code, shift)
        wait(driver, FRAME)
    wait(driver, then)


def enter(driver: Driver, name: str, text: str, *codes: int, then: float = 0.0) -> None:
    """Type into a control and take it; keys and time after that."""
    driver.scene.set_focus(name)
    driver.type(text)
    key(driver, pygame.K_RETURN, *codes, then=then)


def act(driver: Driver, *actions: Action, then: float = 0.1) -> Attempt:
    """Actions without their presses, the eye at their end."""
    attempt = screen(driver).attempt
    for action in actions:
        assert attempt.act(action)
    attempt.playback.jump(attempt.session.count)
    wait(driver, then)
    return attempt


def click(driver: Driver, name: str, then: float = 0.0) -> None:
    """Press a widget with the mouse, once what was pressed before is told; `then`: seconds that go by after it."""
    if driver.patient:
        driver.read()
    driver.click_on(name)
    wait(driver, FRAME)
    wait(driver, then)


def page(driver: Driver, name: str) -> None:
    """Go to a page of the board, as its tab does."""
    groups = (getattr(screen(driver).board, each, None) for each in ("tabs", "pages"))
    for pages in filter(None, groups):
        names = [each for each, _page in pages.items()]
        if name in names:
            pages.choose(names.index(name))
    wait(driver, 0.1)


def need(value: Kind | None) -> Kind:
    """What must be there."""
    assert value is not None
    return value


def passes(driver: Driver, look: Callable[[], object], what: str, most: float = 30.0) -> None:
    """Wait until that is so."""
    for _ in range(round(most / FRAME)):
        if look():
            return
        wait(driver, FRAME)
    names = [widget.name for widget in driver.scene.widgets]
    raise AssertionError(f"{what} in {most:g} seconds: {type(driver.scene).__name__}, {names}")


def until(driver: Driver, kind: str) -> None:
    """Wait until this overlay is on the screen."""
    passes(driver, lambda: screen(driver).kind == kind, f"{kind!r} did not come")


def told(driver: Driver) -> None:
    """Wait until all that was pressed is told."""
    passes(driver, lambda: not isinstance(driver.scene, PlayScene) or not screen(driver).attempt.director.moving, "end")


def painted(driver: Driver, size: tuple[int, int] = (1280, 720)) -> pygame.Surface:
    """The screen as a picture."""
    return shot(driver.scene, size)


def lay_out(scene: Scene, size: tuple[int, int]) -> None:
    """As in a window of this size."""
    scene.game.scale = scale = scale_of(*size)
    scene.resize(size[0] / scale, size[1] / scale, scale)


def shot(scene: Scene, size: tuple[int, int], theme: str = "", life: DecorMotion = STILL_LIFE) -> pygame.Surface:
    """A scene as it looks in a window of this size."""
    scene.game.theme = theme or scene.game.theme
    lay_out(scene, size)
    surface = pygame.Surface(size)
    canvas = Canvas(surface, scene.game.look())
    canvas.life = life
    scene.draw(canvas)
    return surface


def machine(driver: Driver) -> MachineShow:
    """Auto-solve, which was started."""
    return need(screen(driver).attempt.machine)


def played(driver: Driver) -> None:
    """Let auto-solve come to its end, looked at now and then."""
    frames = count()

    def ended() -> bool:
        if next(frames) % 20 == 19:
            painted(driver)
        return machine(driver).done and not screen(driver).attempt.playback.moving

    passes(driver, ended, "the machine never ends", 80.0)
