"""Sliders, dials, fields, switches: what a press makes of them, and what they tell; widgets.txt is the transcript."""

from functools import partial
from pathlib import Path
from typing import Any

import pygame
import pytest

from downslope.attempt.game.game import Game
from downslope.scenes.base.scene import Scene
from downslope.view.widgets.button import Button, Segmented, Toggle
from downslope.view.widgets.number_input import Detents, Dial, NumberField, NumberInput, Scrubber, Slider
from downslope.view.widgets.widget import Rect, Widget
from lib.driving import Driver, MemoryStore
from lib.walks import differences, said_of

WALKS = Path(__file__).with_name("widgets.txt")
KINDS = (Button, Detents, Dial, NumberField, Scrubber, Segmented, Slider, Toggle)
PLACE = (100.0, 100.0, 400.0, 44.0)
NOTCHES = [0.1, 0.2, 0.5, 1.0, 3.0]
FEW = 9  # numbers: of more the first, the last, and how many
HEARD: dict[str, list[Any]] = {}  # what they told since it was asked last


class Bench(Scene):
    """Widgets that are pressed, the first one in hand."""

    def __init__(self, *given: Widget) -> None:
        super().__init__(Game(MemoryStore()))
        self.given = list(given)

    def layout(self) -> None:
        self.widgets = self.given


def told(what: str) -> Any:
    """Somebody who hears that."""
    return lambda value=None: HEARD.setdefault(what, []).append(value)


def made(kind: type[Widget], *args: Any, at: Rect = PLACE, **more: Any) -> Any:
    """Called as its class is."""
    if issubclass(kind, NumberInput):
        more = {"label": "alpha", **{f"on_{what}": told(what) for what in ("change", "done", "fault")}, **more}
    return kind(kind.__name__.lower(), at, *args, **more)


def few(values: list[Any]) -> str:
    words = [f"{value:.6g}" if isinstance(value, float) else str(value) for value in values]
    return " ".join(words) if len(words) <= FEW else f"{words[0]} … {words[-1]}, {len(words)} in all"


def state(driver: Driver) -> str:
    """What each of them stands at, which one is in hand, and what was told."""
    heard, scene = dict(HEARD), driver.scene
    HEARD.clear()
    stand = [said for widget in scene.widgets if (said := widget.accessible_value())]
    for number in scene.widgets:
        if isinstance(number, NumberInput):
            assert all(number.snap(value) == value for value in heard.get("change", ())), "it stands where it may"
    stands = f"{scene.focus}: {' / '.join(stand)}"
    return said_of({stands: True, **{what: few(values) for what, values in heard.items()}})


def does(press: str, names: dict[str, Any]) -> None:
    """A key, also with shift; or what the mouse or the text says."""
    key = press.removeprefix("shift ")
    if key.isalpha():
        names["it"].key(getattr(pygame, f"K_{key.upper()}"), shift=key != press)
    else:
        eval(f"it.{press}", names)


NAMES: dict[str, Any] = {
    "begin": lambda *widgets: Driver(Bench(*widgets)), "state": state, "told": told, "NOTCHES": NOTCHES,
    **{kind.__name__: partial(made, kind) for kind in KINDS},
}  # fmt: skip


@pytest.mark.usefixtures("display")
def test_what_each_press_makes_of_a_widget_and_whom_it_tells() -> None:
    assert differences(WALKS, NAMES, does) == []


def test_what_is_typed_goes_on_in_another_layout_where_the_numbers_are_the_same() -> None:
    same, other = (made(Detents, 0.2, NOTCHES) for _ in range(2))
    same.typed = "2"
    assert other.carries_over(same) and not made(Slider, 0.5, 0.0, 1.0).carries_over(same)
