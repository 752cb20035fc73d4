"""Players who go from the title to the end of chapter 8: one has only a keyboard, one only a mouse, one only a gamepad.

They may look at the game to know where things are and what to turn to; what they do, they do by real pygame events that
the loop reads. `Hand` is what a player can do; `Keyboard`, `Mouse` and `Gamepad` are the ways to do it.
"""

from collections.abc import Callable, Iterable, Sequence
from math import cos, pi, sin
from typing import Any, TypeVar

import pygame

from downslope.app.app import App
from downslope.scenes.base.scene import Scene
from downslope.scenes.level_map import LevelMapScene
from downslope.view.networks.net_nodes import WireControl
from downslope.view.pictures.pixel_grids import DrawingPad
from downslope.view.widgets.button import Segmented
from downslope.view.widgets.number_input import Dial, NumberInput
from downslope.view.widgets.widget import Widget
from lib.driving import post_key

FRAME = 1 / 10  # a slow machine: time goes by in larger pieces, and nothing may depend on how large they are
DRAWN = 60  # of so many frames one is drawn
BUTTONS = {"accept": "a", "left": "dpad_left", "right": "dpad_right", "up": "dpad_up", "down": "dpad_down",
           "next": "rightshoulder", "previous": "leftshoulder"}  # fmt: skip
KEYS = {"accept": pygame.K_RETURN, "left": pygame.K_LEFT, "right": pygame.K_RIGHT, "home": pygame.K_HOME,
        "next": pygame.K_TAB}  # fmt: skip
Stroke = Sequence[tuple[float, float]]
Control = TypeVar("Control", bound=Widget)
NEAR = 0.007  # where there are no notches, a mouse comes as near as a pixel is wide


class Stranded(AssertionError):
    """The player cannot go on, and where that was."""


class Hand:
    """What all players do. `wire` turns the weight of one; `pick` takes an item of a row; `choose` a stop of the map;
    `draw` draws on the pad, points 0 ... 1, with a mouse: with keys see tests of the board.
    """

    press: Callable[[str], None]
    turn: Callable[[str, float], None]
    wire: Callable[[int, float], None]
    pick: Callable[[str, int], None]
    choose: Callable[[int], None]
    draw: Callable[[Iterable[Stroke]], None]

    def __init__(self, app: App) -> None:
        self.app, self.paint = app, app.draw
        app.draw = self.now_and_then  # type: ignore[assignment, method-assign]

    def now_and_then(self, seconds: float = 0.0, *what: Any) -> Any:
        """Of a screen that is made one frame in sixty is drawn: pixels are asked elsewhere."""
        return self.paint(seconds, *what) if not self.app.pacer.ready or self.app.frame % DRAWN == 0 else []

    @property
    def scene(self) -> Scene:
        return self.app.scene

    def tick(self, frames: int = 1, seconds: float = FRAME) -> None:
        for _ in range(frames):
            self.app.tick(seconds)
            while not self.app.pacer.ready:  # a new screen is made over several frames, and nobody can see it yet
                self.app.tick(FRAME)
            faults = [toast for toast in self.app.game.toasts.shown if toast.hue == "error"]
            assert not faults, faults

    def read(self) -> None:
        """Look at what has just come, until a press counts."""
        while not self.scene.quiet:
            self.tick()

    def wait(self, until: Callable[[], object], what: str, seconds: float = 30.0) -> None:
        for _ in range(round(seconds / FRAME)):
            if until():
                return
            self.tick()
        raise Stranded(f"{what} did not come in {seconds:g} seconds: {self.where()}")

    def where(self) -> str:
        widgets = {w.name: w.value if isinstance(w, NumberInput) else w.live for w in self.scene.widgets}
        return f"{type(self.scene).__name__}, focus on {self.scene.focus!r}, {widgets}"

    def value(self, name: str) -> float:
        return self.need(name, NumberInput).value

    def is_near(self, name: str, value: float, free: float) -> bool:
        return abs(value - self.value(name)) <= 1e-9 + free

    def need(self, name: str, kind: type[Control]) -> Control:
        """A widget of that kind that can be used now."""
        widget = self.scene.widget(name)
        if not isinstance(widget, kind) or not widget.live:
            raise Stranded(f"there is no {name!r}: {self.where()}")
        return widget


class Keyboard(Hand):
    """Tab, Enter, the arrows, digits. No shortcut that is not on the screen is needed."""

    def key(self, intent: str, shift: bool = False) -> None:
        """One of KEYS, or a character."""
        code, text = (KEYS[intent], "") if intent in KEYS else (ord(intent), intent)
        self.read()
        post_key(code, text, shift)
        self.tick()

    def go_to(self, name: str) -> None:
        """Tab until it has the focus; the shorter way round."""
        self.need(name, Widget)
        for _ in range(2 * len(self.scene.widgets)):
            if self.scene.focus == name:
                return
            names = [widget.name for widget in self.scene.order()]
            if name not in names:
                break
            here = names.index(self.scene.focus) if self.scene.focus in names else 0
            ahead = (names.index(name) - here) % len(names)
            self.key("next", shift=ahead > len(names) / 2)
        raise Stranded(f"Tab does not lead to {name!r}: {self.where()}")

    def press(self, name: str) -> None:
        self.go_to(name)
        self.key("accept")

    def turn(self, name: str, value: float) -> None:
        self.go_to(name)
        self.put(name, value)

    def put(self, name: str, value: float) -> None:
        """Type the number."""
        for character in f"{value:.10g}":
            self.key(character)
        self.key("accept")

    def wire(self, index: int, weight: float) -> None:
        """Along the wires, then its number."""
        self.go_to("wires")
        while (here := self.need("wires", WireControl).index) != index:
            self.key("left" if here is not None and here > index else "right")
        self.put("wires", weight)
        assert abs(self.value("wires") - weight) < 1e-9, self.where()

    def pick(self, name: str, item: int) -> None:
        self.go_to(name)
        far = item - self.need(name, Segmented).chosen
        for _ in range(abs(far)):
            self.key("right" if far > 0 else "left")
        assert self.need(name, Segmented).chosen == item, self.where()

    def choose(self, stop: int) -> None:
        """Along the path, from its beginning where it lies behind."""
        scene = self.scene
        assert isinstance(scene, LevelMapScene)
        self.go_to("trail")
        if stop < scene.chosen:
            self.key("home")
        while scene.chosen < stop:
            here = scene.chosen
            row = next(row for row in scene.plan.rows if row.first <= here < row.first + row.size)
            self.key("right" if row.way > 0 else "left")
            assert scene.chosen == here + 1, self.where()


class Gamepad(Keyboard):
    """The cross, A and the shoulders; what has no notches is turned with a stick. Nameless pads: tests/desktop."""

    def __init__(self, app: App) -> None:
        super().__init__(app)
        app.game.controls.pad.meet(PAD, named=True)

    def key(self, intent: str, shift: bool = False) -> None:
        self.read()
        name = BUTTONS["previous" if shift and intent == "next" else intent]
        for down in (True, False):
            pygame.event.post(button(name, down))
        self.tick()

    def put(self, name: str, value: float) -> None:
        """With the cross, notch by notch; what has no notches with a stick, which is moved less and less far."""
        widget = self.need(name, NumberInput)
        if widget.values is None and name not in ("marker", "wires"):
            stick = "left x" if "weight" in name else "right x"
            self._hold(name, value, NEAR * abs(value), lambda more, far: axis(stick, far * (2 * more - 1)))
        else:
            free = 0.01 * (widget.high - widget.low) if name == "marker" else 0
            ways = [BUTTONS[way] for way in widget.ways[:2]]
            self._hold(name, value, free, lambda more, far: button(ways[more], far > 0))

    def _hold(self, name: str, value: float, free: float, event: Callable[[bool, float], pygame.event.Event]) -> None:
        """Something is held, and let go where it would lead past the number. `event`: whether to more, and how far."""
        for far in (1.0, *(0.5,) * 60):
            more = value > self.value(name)
            if self.is_near(name, value, free):
                return
            pygame.event.post(event(more, far))
            for _frame in range(600):
                self.tick()
                if self.is_near(name, value, free) or (self.value(name) > value) == more:
                    break
            pygame.event.post(event(more, 0.0))
            self.tick()
        raise Stranded(f"{name!r} does not come to {value:g}: {self.where()}")


class Mouse(Hand):
    """Moves, presses, lets go, turns the wheel."""

    def move(self, x: float, y: float) -> None:
        self.read()
        self.button(pygame.MOUSEMOTION, x, y, rel=(0, 0), buttons=(0, 0, 0))

    def button(self, kind: int, x: float, y: float, **more: Any) -> None:
        scale = self.app.game.scale
        at = round(x * scale), round(y * scale)
        pygame.event.post(pygame.event.Event(kind, pos=at, **(more or {"button": 1})))
        self.tick()

    def click(self, x: float, y: float) -> None:
        """A note that lies there is pressed away first."""
        toasts = self.app.game.toasts
        for _ in toasts.shown:
            if any(left <= x < left + wide and top <= y < top + high for left, top, wide, high in toasts.rects()):
                self.button(pygame.MOUSEBUTTONDOWN, x, y)
                self.button(pygame.MOUSEBUTTONUP, x, y)
        self.drag([(x, y)])

    def drag(self, spots: Stroke) -> None:
        self.move(*spots[0])
        self.button(pygame.MOUSEBUTTONDOWN, *spots[0])
        for spot in spots[1:]:
            self.move(*spot)
        self.button(pygame.MOUSEBUTTONUP, *spots[-1])

    def press(self, name: str) -> None:
        widget = self.need(name, Widget)
        over = self.scene.at(*widget.centre)
        if over is not widget:
            raise Stranded(f"{name!r} lies under {over.name if over else 'nothing'!r}: {self.where()}")
        self.click(*widget.centre)

    def turn(self, name: str, value: float) -> None:
        """Drag to where the number is, and the rest of the way with the wheel."""
        widget = self.need(name, NumberInput)
        x, y = widget.centre
        if isinstance(widget, Dial):
            turns, reach = [pi * k / 360 for k in range(720)], widget.radius * 0.85
            spots = [(x + reach * sin(turn), y - reach * cos(turn)) for turn in turns]
        else:
            spots = [(x + widget.rect[2] * (k / 1000 - 0.5), y) for k in range(1001)]
        if widget.value != value:
            self.drag([min(spots, key=lambda spot: abs(widget.value_at(*spot) - there))
                       for there in (widget.value, value)])  # fmt: skip
            self._wheel_to(name, value, 0 if widget.values else abs(value) * NEAR)

    def wire(self, index: int, weight: float) -> None:
        """A click on it, then the wheel."""
        wires = self.need("wires", WireControl)
        spots = (wires.at.along(index, part / 20) for part in range(1, 20))
        self.click(*next(spot for spot in spots if wires.near(*spot) == index and self.scene.at(*spot) is wires))
        self._wheel_to("wires", weight, 0)

    def _wheel_to(self, name: str, value: float, free: float) -> None:
        for _ in range(400):
            if self.is_near(name, value, free):
                return
            pygame.event.post(pygame.event.Event(pygame.MOUSEWHEEL, x=0, y=1 if value > self.value(name) else -1))
            self.tick()
        raise Stranded(f"{name!r} does not come to {value:g}: {self.where()}")

    def pick(self, name: str, item: int) -> None:
        x, y, width, height = self.need(name, Segmented).item_rect(item)
        self.click(x + width / 2, y + height / 2)
        assert self.need(name, Segmented).chosen == item, self.where()

    def draw(self, strokes: Iterable[Stroke]) -> None:
        x, y, wide, high = self.need("pad", DrawingPad).rect
        for stroke in strokes:
            self.drag([(x + u * wide, y + v * high) for u, v in [*stroke[::3], stroke[-1]]])

    def choose(self, stop: int) -> None:
        scene = self.scene
        assert isinstance(scene, LevelMapScene)
        page = scene.plan.spots[stop].page
        while scene.page != page:
            self.press("page down" if page > scene.page else "page up")
        if scene.chosen != stop:
            self.click(scene.plan.spots[stop].x, scene.plan.spots[stop].y)
        assert scene.chosen == stop, self.where()


PAD = 0  # its number
AXES = ("left x", "left y", "right x", "right y")


def axis(name: str, value: float) -> pygame.event.Event:
    """A stick stands there, −1 to 1."""
    number, value = AXES.index(name), round(32767 * value)
    return pygame.event.Event(pygame.CONTROLLERAXISMOTION, instance_id=PAD, axis=number, value=value)


def button(name: str, down: bool) -> pygame.event.Event:
    """A button or a direction of the cross is pressed, or let go."""
    kind = pygame.CONTROLLERBUTTONDOWN if down else pygame.CONTROLLERBUTTONUP
    return pygame.event.Event(kind, instance_id=PAD, button=getattr(pygame, f"CONTROLLER_BUTTON_{name.upper()}"))
