"""When a press counts, where the focus goes next, and which knob is meant: what a screen asks about an intent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ...view.widgets.widget import Widget

DEAF = 0.4  # seconds
UNSEEN = 0.2  # seconds after a screen has come: nobody can have seen it and pressed by then
PRESSES = frozenset({"press", "context", "accept", "step"})
ALWAYS = frozenset({"move", "release", "wheel", "hover", "lift"})  # heard while a scene is deaf: they decide nothing


@dataclass(eq=False)
class PressGuard:
    """When a press counts: never on something that the player could not have seen when the finger went down. It is told
    of the time, of what opens, of new layouts and of the pointer, and asked before a press is passed on.

    A screen that comes, or comes back, takes no press before it could be seen: the second click of a double one. What
    opens by itself (a bet, a card, a verdict) is deaf for a moment, and so is a control that took another one's place:
    under a pointer that has not moved since, until it moves. All in the scene's own time, so that reduced motion and a
    slow machine change nothing.
    """

    now: float = 0.0
    pointer = (-1.0, -1.0)
    _deaf_until: float = 0.0
    seen_from: float = 0.0
    _since: dict[str, float] = field(default_factory=dict)  # widget -> when it took another one's place
    rested_under: set[str] = field(default_factory=set)  # of those, the ones that came to lie under the pointer

    def open(self) -> None:
        """Something new lies before the player."""
        self._deaf_until = self.now + DEAF

    def laid_out(self, before: Sequence[Widget], after: Sequence[Widget]) -> None:
        """Other widgets are there: which of them stand where another one stood?"""
        known = {widget.name: widget for widget in before}
        names = {widget.name for widget in after}
        self._since = {name: since for name, since in self._since.items() if name in names}
        self.rested_under &= names
        for widget in after:
            old = known.get(widget.name)
            if not widget.live or (old is not None and old.live and old.meaning == widget.meaning):
                continue
            stood = next((each for each in reversed(before) if each.live and each.contains(*widget.centre)), None)
            if stood is None or (stood.name == widget.name and stood.meaning == widget.meaning):
                continue
            self._since[widget.name] = self.now
            if stood.name != widget.name and widget.contains(*self.pointer):
                self.rested_under.add(widget.name)

    @property
    def input_blocked(self) -> bool:
        return self.now < self._deaf_until

    @property
    def unseen(self) -> bool:
        """It has only just come."""
        return self.now < self.seen_from

    @property
    def quiet(self) -> bool:
        """Nothing has opened or changed of late: every press counts."""
        return not (self.input_blocked or self.unseen) and all(
            self.now >= since + DEAF for since in self._since.values()
        )

    def handled_intents(self, intent: str) -> bool:
        """May the scene have an intent of this name now?"""
        return intent in ALWAYS or not (self.input_blocked or (self.unseen and intent in PRESSES))

    def handles_key(self, widget: Widget) -> bool:
        """May a key press this widget now? The pointer may too, where it is not one that came to lie under it."""
        return not (self.input_blocked or self.unseen) and self.now >= self._since.get(widget.name, -DEAF) + DEAF


ROW = 24.0  # design pixels: centres closer than that are on one line
ROWS_WALK = {"left": -1, "right": 1}
AHEAD = {"left": (-1.0, 0.0), "right": (1.0, 0.0), "up": (0.0, -1.0), "down": (0.0, 1.0)}


def reading_order(widgets: Sequence[Widget]) -> list[Widget]:
    """Left to right, top to bottom."""
    rows: list[list[Widget]] = []
    for widget in sorted(widgets, key=lambda each: each.centre[1]):
        if rows and widget.centre[1] - rows[-1][0].centre[1] < ROW:
            rows[-1].append(widget)
        else:
            rows.append([widget])
    return [widget for row in rows for widget in sorted(row, key=lambda each: each.centre[0])]


def neighbour(start: Widget, widgets: Sequence[Widget], direction: str) -> Widget | None:
    """The nearest widget of the same group in that direction; what lies straight ahead counts as nearer."""
    ahead_x, ahead_y = AHEAD[direction]
    best, nearest = None, float("inf")
    for widget in widgets:
        if widget is start or widget.group != start.group:
            continue
        across, along = widget.centre[0] - start.centre[0], widget.centre[1] - start.centre[1]
        forward = across * ahead_x + along * ahead_y
        aside = abs(across * ahead_y) + abs(along * ahead_x)
        if forward > max(1.0, aside / 2) and forward + 2 * aside < nearest:
            best, nearest = widget, forward + 2 * aside
    return best


def main_knob(widgets: Sequence[Widget], focus: str) -> Widget | None:
    """The knob that up and down turn from anywhere: a weight, else an alpha, else the first."""
    weight, alpha = (knob_for(widgets, focus, word) for word in ("weight", "alpha"))
    return weight if alpha is None or (weight is not None and "weight" in weight.name.split()) else alpha


def knob_for(widgets: Sequence[Widget], focus: str, word: str) -> Widget | None:
    """The knob that a stick turns: of those with the word in their name the one that has the keyboard, else the first.

    A level without a weight to be turned has another knob on that stick.
    """
    turned = [widget for widget in widgets if widget.turned and widget.live and widget.focusable]
    controls = [widget for widget in turned if word in widget.name.split()]
    if not controls and word == "weight":
        controls = [widget for widget in turned if widget.name in ("pass", "dial") or widget.name.startswith("knob ")]
        controls = [widget for widget in controls if "alpha" not in widget.name.split()]
    return next((widget for widget in controls if widget.name == focus), controls[0] if controls else None)


KNOBS = {"turn_weight": "weight", "turn_alpha": "alpha"}  # what a stick asks for -> the word of its knob


def name_of(widget: Widget) -> str:
    """What a control is called where its key is listed; "": it has no words."""
    return str(getattr(widget, "label", "") or widget.tip)


class KeyAction(NamedTuple):
    """What a key does where no control wants it; what `do` gives back is False where the key does something else.

    `may`: it would do something now. `words`: what it is called in the help; "": what its key always does.
    """

    do: Callable[[], object]
    may: bool = True
    words: str = ""
