"""What a board may ask of the screen that it stands on: room, time, focus, and who to tell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from ...attempt.attempt import Attempt
    from ...attempt.game.game import Game
    from ...view.widgets.widget import State, Widget


class Host(Protocol):
    """The play screen, as boards and their panels see it; a test's stand-in is as good.

    width, height   the window, in design pixels      time   seconds since the screen was opened
    says            what Pip tells instead of the board's own words: (a bold line, a plain line)
    focus           name of the widget that has the keyboard      ring   whether that is to be seen
    """

    game: Game
    attempt: Attempt
    width: float
    height: float
    time: float
    says: tuple[str, str] | None
    focus: str
    ring: bool

    def set_focus(self, name: str) -> None:
        """Give the keyboard to a widget; an unknown name is left alone."""

    def widget(self, name: str) -> Widget | None:
        """The widget of that name, if it is there."""

    def at(self, x: float, y: float) -> Widget | None:
        """The widget under a point."""

    def state(self, widget: Widget) -> State:
        """Whether it has the focus, is under the pointer, is pressed."""

    def open(self, name: str, **what: object) -> None:
        """Go to another screen, by its name in scenes/base/navigation.py."""
