"""What every kind of play screen has. The play screen brings the top bar, the tiles, the bet strip and the verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...view.format.measure import text_factor
from ...view.scenery.backdrop import draw_backdrop
from ...view.widgets.widget import COMPACT, Rect, Widget
from .tiles import TileSpec, mood_of, usual_counter, usual_tiles

if TYPE_CHECKING:
    from ...desktop.controls import Intent
    from ...rules.level import Level
    from ...view.draw.canvas import Canvas
    from .host import Host


class Board:
    """Lays out widgets and paints panels for `play.attempt`. All coordinates are design pixels; it draws every frame.

    Keep what does not change in `canvas.cached` layers whose keys name all that they show.
    """

    has_code = False  # a code panel lies under the verdict

    def __init__(self, host: Host) -> None:
        self.host = host
        self.attempt = host.attempt

    @classmethod
    def suits(cls, level: Level) -> bool:
        """Whether this kind of screen is made for the level."""
        return False

    @property
    def text_scale(self) -> float:
        """How much larger than the design the text is."""
        return text_factor(self.host.game)

    @property
    def compact(self) -> bool:
        """The text is so large that panels share their place."""
        return self.text_scale > COMPACT

    @property
    def has_overlay(self) -> bool:
        """A bet or a verdict lies over a part of the board."""
        return self.host.has_overlay

    # where things are; the play screen asks after `layout`

    def overlay_rect(self) -> Rect:
        """Where the bet and its verdict go: the code panel's rectangle, where there is one."""
        raise NotImplementedError

    def verdict_at(self) -> Rect:
        """Where the verdict of the player's own run goes: nothing that is needed then lies under it."""
        return self.overlay_rect()

    def tiles_at(self) -> Rect:
        """Where the tiles go; they are 112 wide where there is room."""
        return (24.0, self.host.height - 108.0, 608.0, 84.0)

    def message(self) -> Rect | None:
        """Where Pip speaks (hints, what to do), None: hints come as a note."""
        return None

    def tiles(self) -> list[TileSpec]:
        """The tiles, from left to right."""
        return usual_tiles(self.attempt)

    def begins(self) -> str:
        """The widget that the keyboard has when the level is opened; "": what the screen proposes."""
        return ""

    def asks(self) -> bool:
        """That widget is an answer to a bet: it has the keyboard only when the player takes it up."""
        return False

    def layout(self) -> list[Widget]:
        """The board's own widgets, for the play screen's present width and height."""
        return []

    def counter(self) -> tuple[str, int, int | None]:
        """(word, used, par or None) for the top bar."""
        return usual_counter(self.attempt)

    def words(self) -> tuple[str, str]:
        """What Pip says when there is nothing else to say: (a bold line, a plain line)."""
        return ("", "")

    def mood(self) -> str:
        """How Pip looks where he speaks: calm, happy or dizzy."""
        return mood_of(self.attempt)

    # each frame

    def refresh(self) -> None:
        """Before drawing: make the widgets show what the attempt has become (slider values, scrubber length)."""

    def paint_base(self, canvas: Canvas) -> None:
        """The backdrop, and the board's panels with it as one layer (view/backdrop.draw_base)."""
        draw_backdrop(canvas)

    def paint(self, canvas: Canvas) -> None:
        """Everything under the widgets."""

    def paint_over(self, canvas: Canvas) -> None:
        """Everything above the widgets, such as Pip and the bubble."""

    def holds(self) -> bool:
        """True: something is still to be seen; what comes after a win waits for it."""
        return False

    @property
    def moving(self) -> bool:
        """Time alone makes another picture of it, while the attempt rests."""
        return type(self).on_update is not Board.on_update

    def on_intent(self, intent: Intent) -> bool:
        """An intent that no widget wanted. True: done."""
        return False

    def press(self, name: str) -> bool:
        """A tile was pressed. True: it is one of the board's own, and done."""
        return False

    def ended(self) -> None:
        """The screen is left."""

    def on_update(self, seconds: float) -> None:
        """Time goes by."""
