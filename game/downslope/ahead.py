"""What is done ahead, so that no frame is long.

A new screen's pictures are made over several frames, while the old screen is still to be seen: it is drawn out of
sight, and as soon as the time of a frame is used up, no more pictures are made in that frame. Those that are made are
kept, so that each frame comes further. Modules that the next screens need are fetched while nothing else is to be done.
"""

from __future__ import annotations

import gc
import sys
from importlib import import_module
from typing import TYPE_CHECKING

from pygame import Surface

from .view.canvas import Canvas
from .view.store import NotYet, patience

if TYPE_CHECKING:
    from .scenes.scene import Scene

PATIENCE = 0.006  # seconds of a frame in which pictures are made; the last of them may take longer
MOST = 60  # frames after which a screen is shown as it is
NEXT = (
    ".scenes.map", ".scenes.play", ".scenes.boards.bowl", ".scenes.boards.forward", ".scenes.boards.fog",
    ".scenes.boards.rule", ".scenes.boards.metric", ".scenes.boards.recording", ".scenes.boards.needles",
    ".scenes.boards.telescopes", ".scenes.boards.sealed", ".scenes.card", ".scenes.recap", ".scenes.settings",
    ".rules.autosolve",
)  # fmt: skip


class Ahead:
    """`ready`: the present screen may be shown."""

    def __init__(self) -> None:
        self.ready = True
        self._frames = 0
        self._hidden: Surface | None = None
        self._modules = [name for name in NEXT if f"{__package__}{name}" not in sys.modules]

    def begin(self) -> None:
        """Another screen is to be shown."""
        self.ready, self._frames = False, 0

    def draw(self, scene: Scene, canvas: Canvas) -> None:
        """Draw the screen; one that is new only when all of it can be drawn in time, until then the old one stays."""
        if self.ready:
            scene.draw(canvas)
            return
        self._frames += 1
        if self._frames > 1:  # making the scene itself was enough for one frame
            self._make(scene, canvas)  # the next frame shows it, if that was all

    def _make(self, scene: Scene, canvas: Canvas) -> None:
        """Some of its pictures."""
        if self._hidden is None or self._hidden.get_size() != canvas.whole:
            self._hidden = Surface(canvas.whole)
        self._hidden.set_clip((0, 0, 1, 1))  # what is made is kept; nothing is to be seen here
        try:
            with patience(PATIENCE):
                scene.draw(Canvas(self._hidden, canvas.look))
            self.ready = True
        except NotYet:
            self.ready = self._frames >= MOST
        if self.ready:
            self._hidden = None

    def idle(self) -> None:
        """A frame with time to spare: fetch one module. What is there by then is there to stay: no more need to look
        through all of it for garbage, which would take a whole frame now and then."""
        if self._modules:
            import_module(self._modules.pop(0), __package__)
            if not self._modules:
                gc.freeze()
