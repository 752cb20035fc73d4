"""When a press counts: never on something that the player could not have seen when the finger went down.

Three rules, in the scene's own time, so that reduced motion and a slow machine change nothing:
- a screen that comes, or comes back, takes no press before it could be seen: the second click of a double one;
- what opens by itself (a bet, a card, a verdict) is deaf for a moment;
- a control that took another one's place is deaf for a moment, and under a pointer that has not moved since, until
  it moves.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...view.widgets.widget import Widget

DEAF = 0.4  # seconds
UNSEEN = 0.2  # seconds after a screen has come: nobody can have seen it and pressed by then
PRESSES = frozenset({"press", "context", "accept", "step"})
ALWAYS = frozenset({"move", "release", "wheel", "hover", "lift"})  # heard while a scene is deaf: they decide nothing


class PressGuard:
    """Told of the time, of what opens, of new layouts and of the pointer; asked before a press is passed on."""

    def __init__(self) -> None:
        self.now = 0.0
        self.pointer = (-1.0, -1.0)
        self._deaf_until = 0.0
        self._seen_from = 0.0
        self._since: dict[str, float] = {}  # widget -> when it took another one's place
        self._rested: set[str] = set()  # of those, the ones that came to lie under the pointer

    # -- what it is told ---------------------------------------------------------------------------------------------

    def open(self) -> None:
        """Something new lies before the player."""
        self._deaf_until = self.now + DEAF

    def appear(self) -> None:
        """The screen comes, or comes back."""
        self._seen_from = self.now + UNSEEN

    def laid_out(self, before: Sequence[Widget], after: Sequence[Widget]) -> None:
        """Other widgets are there: which of them stand where another one stood?"""
        known = {widget.name: widget for widget in before}
        names = {widget.name for widget in after}
        self._since = {name: since for name, since in self._since.items() if name in names}
        self._rested &= names
        for widget in after:
            old = known.get(widget.name)
            if not widget.live or (old is not None and old.live and old.meaning == widget.meaning):
                continue
            stood = _at(before, *widget.centre)
            if stood is None or (stood.name == widget.name and stood.meaning == widget.meaning):
                continue
            self._since[widget.name] = self.now
            if stood.name != widget.name and widget.contains(*self.pointer):
                self._rested.add(widget.name)

    def move_pointer(self, x: float, y: float) -> None:
        """The pointer moves: it rests no longer."""
        self.pointer = (x, y)
        self._rested.clear()

    # -- what it is asked --------------------------------------------------------------------------------------------

    @property
    def deaf(self) -> bool:
        return self.now < self._deaf_until

    @property
    def unseen(self) -> bool:
        """It has only just come."""
        return self.now < self._seen_from

    @property
    def quiet(self) -> bool:
        """Nothing has opened or changed of late: every press counts."""
        return not (self.deaf or self.unseen) and all(self.now >= since + DEAF for since in self._since.values())

    def hears(self, intent: str) -> bool:
        """May the scene have an intent of this name now?"""
        return intent in ALWAYS or not (self.deaf or (self.unseen and intent in PRESSES))

    def takes_key(self, widget: Widget) -> bool:
        """May a key press this widget now?"""
        return not (self.deaf or self.unseen) and self.now >= self._since.get(widget.name, -DEAF) + DEAF

    def takes_pointer(self, widget: Widget) -> bool:
        """May the pointer press it?"""
        return self.takes_key(widget) and widget.name not in self._rested


def _at(widgets: Sequence[Widget], x: float, y: float) -> Widget | None:
    """The live one that lies on top there."""
    return next((widget for widget in reversed(widgets) if widget.live and widget.contains(x, y)), None)
