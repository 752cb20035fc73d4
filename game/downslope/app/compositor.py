"""What is drawn comes onto the window: only where it has changed, a new screen little by little over the old one.

What is done ahead, so that no frame is long, is done here too.
"""

from __future__ import annotations

import gc
import sys
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib import import_module
from math import inf
from pathlib import Path
from pkgutil import iter_modules

import pygame
from pygame import Rect, Surface

from ..desktop.capabilities import can
from ..scenes.base.scene import Scene
from ..view.draw import Canvas, FrameBudgetSpent, Look, Screen, Tween, scale_of, time_budget
from ..view.scenery.landscape import draw_backdrop

FADE = 0.18  # seconds from one screen to the next
DRAWN = (320, 180)  # physical pixels: no picture is made smaller than that, however small the window is


@dataclass(eq=False)
class Compositor:
    """`window`: the system's. `screen`: what is drawn on, of the same size or larger."""

    window: Surface
    screen: Screen = field(default_factory=lambda: Screen((1, 1)))  # until `fit`
    _canvas: Canvas | None = None
    _fade: Tween | None = None  # how much of the new screen is to be seen, while it comes over the one before

    def fit(self) -> float:
        """The window has another size: everything is drawn for it, and cut off where it is tiny. Its scale."""
        self.window = pygame.display.get_surface() or self.window
        width, height = (max(minimum, size) for minimum, size in zip(DRAWN, self.window.get_size()))
        self.screen = Screen((width, height))
        self._canvas = self._fade = None
        return scale_of(width, height)

    def canvas(self, look: Look) -> Canvas:
        """One canvas for each look of the window."""
        if self._canvas is None or self._canvas.look != look:
            self._canvas = Canvas(self.screen, look)
        return self._canvas

    def begin_fade(self, still: bool) -> None:
        """Another screen comes from now on."""
        self._fade = Tween(FADE)
        self._fade.go(1.0)
        self._fade.update(0.0, still)

    def restore(self) -> None:
        """The system may have lost what was on the window: all of it is put there with the next picture."""
        self._fade = self._fade or Tween(FADE, 1.0)

    @property
    def waits(self) -> bool:
        """Something of it is still to be put on the window."""
        return self._fade is not None

    @property
    def fading(self) -> bool:
        """Of the screen before something is still to be seen."""
        return self._fade is not None and not self._fade.done

    def put(self, places: Sequence[Rect], seconds: float, still: bool) -> None:
        """Put what was drawn on the window; `places`: where it has changed."""
        picture, fade = self.screen.picture, self._fade
        if fade is None:
            for place in places:
                self.window.blit(picture, place, place)
            return
        before = fade.value
        fade.update(seconds, still)
        if fade.done:
            self.window.blit(picture, (0, 0))
            self._fade = None
        elif before > 0 or 2 * sum(place.w * place.h for place in places) <= picture.get_width() * picture.get_height():
            # else drawing it was enough for one frame
            picture.set_alpha(min(254, round(255 * (fade.value - before) / (1 - before))))  # 255 is ten times as slow
            self.window.blit(picture, (0, 0))
            picture.set_alpha(None)


PATIENCE, SHARE = 0.004, 0.25  # seconds of a frame in which pictures are made, or its share where frames are long
FRAME, SEEN = 1 / 60, 30  # seconds that a frame is taken for at first; frames that tell how long one is
SWEPT = 2  # the frame of a new screen in which garbage is looked for
GROWN, RARE = 10, 100  # so often young garbage was looked for: then all is, where nothing moves; at the latest
STOOD = 6.0  # seconds for which nothing has moved then: longer than the end of a show stands before it goes on
MOST, SOONER = 1.0, 0.35  # seconds after which a new screen is shown as it is; the second where frames are unsteady
HELD = 8  # frames that a picture may be late where the screen is the same


# Folders of what the next screens need, floor by floor: each module brings few others.
ROOMS = (
    "lines", "formulas", "solving", "convergence", "level_files", "captions", "view/format", "view/widgets",
    "view/bowls", "view/networks", "view/pictures", "view/scenery", "view/cards", "view/charts", "view/level_map",
    "attempt", "boards/shared", "boards/one_neuron", "boards/by_hand",
    "boards/network", "boards/pictures", "boards/several_weights",
)  # fmt: skip
SCREENS = (
    "base.panel_screen", "play.top_bar", "play.card", "play.dock", "play.play", "level_map", "convergence",
    "chapter_end", "settings",
)  # fmt: skip


class ScreenPreloader:
    """What is done ahead. The pictures of a new screen, or of a screen that changes a lot, are made over several
    frames, while the old picture is still to be seen: as soon as the time of a frame is used up, no more pictures are
    made in that frame. Those that are made are kept, so that each frame comes further. Modules that the next screens
    need are fetched while nothing else is to be done.

    `ready`: the present screen may be shown.
    """

    def __init__(self) -> None:
        gc.set_threshold(*gc.get_threshold()[:2], RARE)
        self.ready = True
        self._frames = 0
        self._waited = 0.0  # seconds since the new screen was begun
        self._most = MOST if can("steady frames") else SOONER
        self.lengths = deque([FRAME], SEEN)  # seconds of the newest frames
        self._held = HELD  # the very first picture is shown at once
        self._owed = False  # a screen was begun of which no picture was drawn yet
        self._behind: object = None  # the size and look for which the backdrop is made
        self._hidden: Surface | None = None
        self._modules: list[str] | None = None  # still to be imported, the last one first; None: nobody has asked yet

    @property
    def late(self) -> bool:
        """The picture is not yet the one that was asked for."""
        return not self.ready or self._owed or self._held > 0

    def begin(self) -> None:
        """Another screen is to be shown."""
        self.ready, self._frames, self._waited, self._owed = False, 0, 0.0, True

    def draw(self, scene: Scene, canvas: Canvas, screen: Screen) -> list[Rect] | None:
        """Draw the scene on the screen, if that can be done in time; where the picture has changed. None: it stays."""
        # Seconds of this frame in which pictures are made; the last of them may take longer
        patience = max(PATIENCE, SHARE * sorted(self.lengths)[len(self.lengths) // 2])
        if not self.ready:
            self._frames += 1
            self._waited += self.lengths[-1]
            if self._frames == SWEPT:
                gc.collect()
            elif self._frames > SWEPT:  # making the scene itself was enough for one frame
                if self._hidden is None or self._hidden.get_size() != canvas.whole:
                    self._hidden = Surface(canvas.whole)
                self._hidden.set_clip((0, 0, 1, 1))  # what is made is kept; nothing is to be seen here
                try:
                    with time_budget(patience):
                        scene.draw(Canvas(self._hidden, canvas.look))
                    self.ready = True  # the next frame shows it
                except FrameBudgetSpent:
                    self.ready = self._waited >= self._most
                if self.ready:
                    self._hidden = None
            return None
        screen.begin()
        try:
            with time_budget(patience if self._held < HELD else inf):
                scene.draw(canvas)
        except FrameBudgetSpent:
            self._held += 1
            return None
        self._held, self._owed = 0, False
        gc.enable()  # it was off until there was a picture
        return screen.end()

    def idle(self, canvas: Canvas, rested: float = 0.0) -> None:
        """A frame with time to spare: import a module, then make a picture that lies behind most screens.

        `rested`: seconds for which nothing has moved. Modules are there to stay: from then on they are not looked
        through for garbage. The rest is looked through while the old picture stands before a new screen, and where
        nothing has moved for a while.
        """
        if self._modules is None:
            package, root = __name__.partition(".")[0], Path(__file__).parents[1]
            modules = ((room, each.name) for room in ROOMS for each in reversed(list(iter_modules([str(root / room)]))))
            names = [f"{room}.{name}".replace("/", ".") for room, name in modules]
            self._modules = [f"{package}.{name}" for name in (*names, *(f"scenes.{name}" for name in SCREENS))][::-1]
        elif self._modules:
            while len(self._modules) > 1 and self._modules[-1] in sys.modules:
                self._modules.pop()
            import_module(self._modules.pop())
            if not self._modules:
                gc.freeze()
        elif self._behind != (canvas.whole, canvas.look):
            try:
                with time_budget(0.0):
                    draw_backdrop(Canvas(Surface((1, 1)), canvas.look, (0, 0), canvas.whole))
                self._behind = (canvas.whole, canvas.look)
            except FrameBudgetSpent:
                pass  # the next such frame makes the next part
        elif rested >= STOOD and gc.get_count()[2] >= GROWN:
            gc.collect()
