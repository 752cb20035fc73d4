"""Sliders, dials and fields stand only where they may, whatever moves them: mouse, wheel, keys, typing."""

from typing import Any

import pygame
import pytest
from pytest import approx

from downslope.attempt.game.game import Game
from downslope.scenes.base.scene import Scene
from downslope.view.format.numbers import MINUS
from downslope.view.widgets.button import Button, Segmented, Toggle
from downslope.view.widgets.number_input import Detents, Dial, NumberField, NumberInput, Scrubber, Slider
from downslope.view.widgets.widget import Widget
from lib.driving import Driver, MemoryStore

NOTCHES = [0.1, 0.2, 0.5, 1.0, 3.0]
PLACE = (100.0, 100.0, 400.0, 44.0)

pytestmark = pytest.mark.usefixtures("display")


class Bench(Scene):
    """A scene with the widgets that a test wants to turn, the first one in hand."""

    def __init__(self, *widgets: Widget) -> None:
        super().__init__(Game(MemoryStore()))
        self.given = list(widgets)

    def layout(self) -> None:
        self.widgets = self.given


class Told:
    """A number and what it told."""

    def __init__(self, kind: Any, *args: Any, place: Any = PLACE, **more: Any) -> None:
        self.changes: list[float] = []
        self.done: list[float] = []
        self.faults: list[str] = []
        told: Any = {"on_change": self.changes.append, "on_done": self.done.append, "on_fault": self.faults.append}
        self.number: NumberInput = kind("alpha", place, *args, label="alpha", **told, **more)
        self.driver = Driver(Bench(self.number))

    def type(self, text: str, key: int = pygame.K_RETURN) -> float:
        self.driver.type(text)
        self.driver.key(key)
        return self.number.value


def detents() -> Told:
    return Told(Detents, 0.2, NOTCHES)


def notched() -> Told:
    return Told(Slider, 0.5, 0.0, 1.0, values=[k / 200 for k in range(201)])


def test_a_slider_stands_only_on_notches_by_mouse_wheel_and_keys() -> None:
    told, long, free = detents(), notched(), Told(Slider, 0.1, 0.01, 2.0, log=True)
    told.driver.drag((200, 122), (490, 122))
    assert told.done == [3.0] and set(told.changes) <= set(NOTCHES) and told.changes == sorted(told.changes)
    for i, notch in enumerate(NOTCHES):
        told.driver.click(100 + 100 * i, 122)
        assert told.number.value == notch
    for key, value in (("left", 1.0), ("right", 3.0), ("right", 3.0), ("home", 0.1), ("end", 3.0), ("home", 0.1)):
        told.driver.key(getattr(pygame, f"K_{key.upper()}"))
        assert told.number.value == value
    for x, y, notches, value in ((300, 122, 2, 0.5), (300, 122, -1, 0.2), (900, 600, 1, 0.2)):
        told.driver.wheel(x, y, notches)
        assert told.number.value == value
    long.driver.key(pygame.K_RIGHT)
    long.driver.key(pygame.K_RIGHT, shift=True)
    assert long.changes == approx([0.505, 0.555]), "ten notches"
    long.driver.drag((300, 122), (1200, 700))
    assert long.number.value == 1.0 and all(abs(value * 200 - round(value * 200)) < 1e-9 for value in long.changes)
    free.driver.key(pygame.K_RIGHT)
    coarse, before = free.number.value / 0.1, free.number.value
    free.driver.key(pygame.K_RIGHT, shift=True)
    assert (free.number.value / before) ** 10 == approx(coarse), "a tenth of a step"


def test_a_typed_number_stands_on_a_notch_and_a_wrong_one_stays_and_says_why() -> None:
    for text, value, fault in [
        ("3", 3.0, ""), ("0,5", 0.5, ""), ("2.9", 3.0, "no notch at 2.9"), ("-", 0.2, "not a number"),
        ("99", 0.2, "goes from"),
    ]:  # fmt: skip
        told = detents()
        told.driver.type(text)
        assert told.number.value == 0.2 and told.type("") == value
        assert told.done == ([value] if value != 0.2 else [])
        assert len(told.faults) == bool(fault) and fault in "".join(told.faults)
    for kind in (Slider, Dial, NumberField):
        told = Told(kind, 7.0, -50.0, 50.0)
        assert [told.type(text) for text in (",25", f"{MINUS},5", "+.5", "1.2.3", "-")] == [0.25, -0.5, 0.5, 0.5, 0.5]
        assert len(told.faults) == 2 and "1.2.3" in told.faults[0]
    told = detents()
    assert told.type("3", pygame.K_ESCAPE) == 0.2 and told.changes == []
    assert told.type("1", pygame.K_LEFT) == 0.5 and told.type("1.00", pygame.K_TAB) == 1.0, "going away commits too"


def test_the_knobs_own_rules_decide_and_a_dial_turns_by_keys_drag_and_typing() -> None:
    sentence = "The throttle only goes down."
    told = Told(Slider, 0.5, 0.0, 1.0, refuse=lambda value: sentence if value > 0.5 else "")
    assert (told.type("0.8"), told.type("0.3"), told.faults) == (0.5, 0.3, [sentence])
    told = Told(Slider, 4.0, 0.0, 10.0, snap=lambda value: float(round(value)), nudge=lambda v, n, fine: v + 2 * n)
    told.driver.key(pygame.K_RIGHT)
    assert told.number.value == 6.0
    told.driver.click(372, 122)
    assert told.number.value == 7.0
    same, other = detents().number, notched().number
    same.typed = "2"
    assert detents().number.carries_over(same) and not other.carries_over(same)
    told = Told(Dial, 0.1, 0.01, 1.0, log=True, place=(100, 100, 80, 80))
    told.driver.key(pygame.K_UP)
    assert told.number.value > 0.1
    told.driver.drag((140, 104), (176, 140))  # from 12 to 3 o'clock
    assert told.number.value == approx(0.01 * 100 ** ((90 / 135 + 1) / 2), rel=0.01)
    told.driver.drag((176, 140), (170, 178), steps=5)
    told.driver.drag((168, 170), (112, 170), steps=40)  # through the gap below: it does not jump to the other end
    assert told.number.value > 0.5 and told.type("0.25") == 0.25


def test_scrubber_toggle_and_segmented_tell_each_change_once_and_what_is_disabled_is_deaf() -> None:
    seen: list[object] = []
    scrubber = Scrubber("time", (100, 100, 400, 44), 8, 8, moved=seen.append)
    driver = Driver(Bench(Button("other", (100, 10, 100, 48), "Other"), scrubber))
    driver.scene.set_focus("other")
    driver.key(pygame.K_COMMA, times=2)
    driver.key(pygame.K_PERIOD)
    driver.click(100, 122)
    assert seen == [7, 6, 7, 0]
    scrubber.look(12, 12)
    assert scrubber.step == 12 and len(seen) == 4, "nobody is told of what they said themselves"
    told: list[object] = []
    toggle = Toggle("motion", (100, 100, 56, 32), False, told.append)
    driver = Driver(Bench(toggle, Segmented("speed", (100, 200, 220, 44), ["1", "2", "4"], 0, told.append)))
    driver.click(120, 110)
    assert toggle.accessible_value() == "on"
    driver.key(pygame.K_RETURN)
    driver.key(pygame.K_SPACE)  # where nothing steps, Space presses too
    driver.key(pygame.K_TAB)
    driver.key(pygame.K_RIGHT, times=5)
    driver.click(110, 220)
    assert told == [True, False, True, 1, 2, 0]
    number, pressed = detents().number, list[int]()
    number.enabled = False
    button = Button("go", (600, 100, 100, 48), "Go", on_press=lambda: pressed.append(1), key="learn", enabled=False)
    driver = Driver(Bench(number, button))
    driver.drag((200, 122), (490, 122))
    driver.wheel(300, 122, 1)
    driver.click(650, 120)
    driver.type("l")
    assert number.value == 0.2 and pressed == []
