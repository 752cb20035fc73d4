"""Real pygame events for tests: keys, typed characters and the mouse are posted and read back as the loop does it."""

from collections.abc import Callable
from typing import Any

import pygame

from downslope.app.app import FRESH, App
from downslope.attempt.game.game import Game
from downslope.scenes.base.scene import Scene
from downslope.storage.saves import Settings, SpectatorStore
from downslope.view.draw import Canvas, Screen


class MemoryStore(SpectatorStore):
    """Settings and progress that are kept nowhere."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(Settings(**{"still": True, "sound": 0.0, "wind": 0.0, "music": 0.0, **settings}))
        self.saved = 0

    def save(self) -> None:
        self.saved += 1


def open_display() -> None:
    pygame.display.init()
    pygame.font.init()
    pygame.display.set_mode((1280, 720))
    pygame.event.clear()


def place_of(scene: Scene, name: str) -> tuple[float, float]:
    """The middle of a widget."""
    widget = scene.widget(name)
    assert widget is not None, (name, [each.name for each in scene.widgets])
    return widget.centre


def pass_frames(app: App, frames: int, seconds: float = 1 / 60) -> None:
    """Time goes by."""
    for _ in range(frames):
        app.tick(seconds)


def settle(app: App, tick: Callable[[float], None], times: int) -> bool:
    """Until the window stands and is drawn only once a second. False: a show goes on, or something is worked out."""
    for seconds in ([SLOW] * 4 + [1 / 60] * 10) * times:
        tick(FRESH if app.resting else SLOW if app.stood > FRESH else seconds)
        if app.resting and app.stood > FRESH:
            return True
    return False


def post_key(code: int, text: str = "", shift: bool = False) -> None:
    """A key goes down, types its text and goes up: the loop reads it in its next frame."""
    mod = pygame.KMOD_LSHIFT if shift else 0
    pygame.event.post(pygame.event.Event(pygame.KEYDOWN, key=code, mod=mod, unicode=text))
    if text:
        pygame.event.post(pygame.event.Event(pygame.TEXTINPUT, text=text))
    pygame.event.post(pygame.event.Event(pygame.KEYUP, key=code, mod=mod))


SLOW = 0.35  # seconds of a frame in which nothing is drawn
FRAME = 1 / 20  # nothing may depend on how large the pieces are in which time goes by


class Driver:
    """Plays a scene with posted events.

    patient    presses only what has been on the screen for a moment, as a player who reads does
    """

    def __init__(self, scene: Scene, patient: bool = True) -> None:
        self.scene = scene
        self.patient = patient
        self.controls = scene.game.controls
        scene.resize(1280, 720)

    @property
    def game(self) -> Game:
        return self.scene.game

    def post(self, kind: int, **values: Any) -> None:
        if self.patient and kind in (pygame.KEYDOWN, pygame.MOUSEBUTTONDOWN):
            self.read()
        pygame.event.post(pygame.event.Event(kind, **values))
        self.pump()

    def read(self) -> None:
        """Look at what has just come, until a press counts."""
        for _ in range(600):
            if self.scene.quiet:
                return
            self.scene = self.scene.update(FRAME)
            self.scene.resize(1280, 720)

    def pump(self) -> None:
        for event in pygame.event.get():
            for intent in self.controls.intents(event):
                self.scene = self.scene.handle(intent)
                self.scene.resize(1280, 720)

    def key(self, code: int, shift: bool = False, times: int = 1) -> None:
        """Press and let go of a key that types nothing."""
        mod = pygame.KMOD_LSHIFT if shift else 0
        for _ in range(times):
            self.post(pygame.KEYDOWN, key=code, mod=mod, unicode="")
            self.post(pygame.KEYUP, key=code, mod=mod)

    def tab_to(self, name: str) -> None:
        """With the Tab key alone, until that has the keyboard."""
        for _ in range(60):
            if self.scene.focus == name:
                return
            self.key(pygame.K_TAB)
        raise AssertionError(f"Tab never reaches {name}: {[widget.name for widget in self.scene.order()]}")

    def type(self, text: str) -> None:
        """Type characters as a keyboard does: the key, its character, the key goes up."""
        for character in text:
            code = ord(character)
            self.post(pygame.KEYDOWN, key=code, mod=0, unicode=character)
            self.post(pygame.TEXTINPUT, text=character)
            self.post(pygame.KEYUP, key=code, mod=0)

    def down(self, x: float, y: float) -> None:
        self.move(x, y)
        self.post(pygame.MOUSEBUTTONDOWN, pos=(x, y), button=1)

    def up(self, x: float, y: float) -> None:
        self.post(pygame.MOUSEBUTTONUP, pos=(x, y), button=1)

    def move(self, x: float, y: float) -> None:
        self.post(pygame.MOUSEMOTION, pos=(x, y), rel=(0, 0), buttons=(0, 0, 0))

    def click(self, x: float, y: float) -> None:
        self.down(x, y)
        self.up(x, y)

    def click_on(self, name: str) -> None:
        """On the middle of a widget."""
        self.click(*place_of(self.scene, name))

    def drag(self, start: tuple[float, float], end: tuple[float, float], steps: int = 25) -> None:
        self.down(*start)
        for i in range(1, steps + 1):
            part = i / steps
            self.move(start[0] + part * (end[0] - start[0]), start[1] + part * (end[1] - start[1]))
        self.up(*end)

    def wheel(self, x: float, y: float, notches: int) -> None:
        self.move(x, y)
        self.post(pygame.MOUSEWHEEL, x=0, y=notches)


class Twin:
    """Draws all of an app's screen beside it."""

    def __init__(self, app: App) -> None:
        self.app = app
        self.screen = Screen(app.picture.screen.get_size())
        self.canvas = Canvas(self.screen, app.game.look())

    def same(self) -> bool:
        """The window shows what is to be seen."""
        self.screen.begin()
        self.canvas.life = self.app.idle.life
        self.app.scene.draw(self.canvas)
        self.screen.end()
        picture = self.app.picture.window.copy()
        picture.blit(self.screen.picture, (0, 0))
        return picture.get_buffer().raw == self.app.picture.window.get_buffer().raw
