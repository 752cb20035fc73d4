"""Sliders, dials and fields stand only where they may, whatever moves them: mouse, wheel, keys, typing."""

from __future__ import annotations

from typing import Any

import pygame
import pytest

from downslope.attempt.game.game import Game
from downslope.desktop.controls import Intent
from downslope.scenes.base.scene import Scene
from downslope.view.draw.canvas import Canvas
from downslope.view.draw.theme import DUSK, Look
from downslope.view.widgets.button import Button, Segmented, Tile, Toggle
from downslope.view.widgets.number_input import Detents, Dial, NumberField, NumberInput, Scrubber, Slider
from downslope.view.widgets.widget import State, Widget
from driving import Driver, MemoryStore

NOTCHES = [0.1, 0.2, 0.5, 1.0, 3.0]
PLACE = (100.0, 100.0, 400.0, 44.0)


pytestmark = pytest.mark.usefixtures("display")


class Bench(Scene):
    """A scene with the widgets that a test wants to turn."""

    def __init__(self, *widgets: Widget) -> None:
        super().__init__(Game(MemoryStore()))
        self.given = list(widgets)

    def layout(self) -> None:
        self.widgets = self.given


class Told:
    """What a widget told."""

    def __init__(self) -> None:
        self.changes: list[float] = []
        self.done: list[float] = []
        self.faults: list[str] = []

    def told(self) -> Any:
        return {"on_change": self.changes.append, "on_done": self.done.append, "on_fault": self.faults.append}


def detents(told: Told) -> NumberInput:
    return Detents("alpha", PLACE, 0.2, NOTCHES, label="alpha", **told.told())


def notched(told: Told) -> NumberInput:
    return Slider("weight", PLACE, 0.5, 0.0, 1.0, values=[k / 200 for k in range(201)], label="weight", **told.told())


def smooth(told: Told) -> NumberInput:
    return Slider("alpha", PLACE, 0.1, 0.01, 2.0, log=True, label="alpha", **told.told())


def test_a_dragged_slider_stands_only_on_notches_where_they_are_drawn_and_stops_at_its_end() -> None:
    told, other = Told(), Told()
    slider, long = detents(told), notched(other)
    driver = Driver(Bench(slider))
    driver.drag((200, 122), (490, 122))
    assert slider.value == 3.0 and told.done == [3.0], "a drag is one turn of the knob"
    assert set(told.changes) <= set(NOTCHES) and told.changes == sorted(told.changes)
    for i, notch in enumerate(NOTCHES):
        driver.click(100 + 100 * i, 122)
        assert slider.value == notch
    Driver(Bench(long)).drag((300, 122), (1200, 700))
    assert long.value == 1.0 and all(abs(value * 200 - round(value * 200)) < 1e-9 for value in other.changes)


def test_what_a_hand_began_goes_on_in_the_same_number_only() -> None:
    before, same, other = detents(Told()), detents(Told()), notched(Told())
    before.typed = "2"
    assert same.carries_over(before) and not other.carries_over(before)
    assert (same.typed, other.typed) == ("2", None)


def test_keys_and_the_wheel_walk_the_notches() -> None:
    told = Told()
    slider = detents(told)
    driver = Driver(Bench(slider))
    driver.key(pygame.K_RIGHT, times=2)
    driver.key(pygame.K_LEFT)
    assert told.changes == told.done == [0.5, 1.0, 0.5]
    driver.key(pygame.K_END)
    driver.key(pygame.K_RIGHT)
    assert told.changes[-1] == 3.0
    driver.key(pygame.K_HOME)
    for x, y, notches, value in ((300, 122, 1, 0.2), (300, 122, 1, 0.5), (300, 122, -1, 0.2), (900, 600, 1, 0.2)):
        driver.wheel(x, y, notches)
        assert slider.value == value


def test_shift_is_ten_notches_or_a_tenth_of_a_step() -> None:
    told = Told()
    slider = notched(told)
    driver = Driver(Bench(slider))
    driver.key(pygame.K_RIGHT)
    driver.key(pygame.K_RIGHT, shift=True)
    assert told.changes == pytest.approx([0.505, 0.555])
    free = smooth(told)
    driver = Driver(Bench(free))
    driver.key(pygame.K_RIGHT)
    coarse = free.value / 0.1
    before = free.value
    driver.key(pygame.K_RIGHT, shift=True)
    assert (free.value / before) ** 10 == pytest.approx(coarse)


def test_a_typed_number_stands_on_a_notch() -> None:
    for text, value in [("3", 3.0), ("0.5", 0.5), ("0,5", 0.5), ("2.9", 3.0), ("1.0", 1.0)]:
        told = Told()
        slider = detents(told)
        driver = Driver(Bench(slider))
        driver.type(text)
        assert slider.value == 0.2
        driver.key(pygame.K_RETURN)
        assert slider.value == value
        assert told.done == [value]
        there = float(text.replace(",", ".")) == value
        assert told.faults == [] if there else "no notch at 2.9" in told.faults[0] and "goes to 3" in told.faults[0]


def test_a_wrong_number_stays_and_says_why() -> None:
    for make in [detents, notched, smooth]:
        for text, reason in [("1.2.3", "1.2.3"), ("-", "not a number"), ("99", "goes from"), ("-4", "goes from")]:
            told = Told()
            slider = make(told)
            before = slider.value
            driver = Driver(Bench(slider))
            driver.type(text)
            driver.key(pygame.K_RETURN)
            assert slider.value == before and told.changes == [] and slider.wrong
            assert len(told.faults) == 1 and reason in told.faults[0]


def test_escape_restores_and_an_arrow_commits() -> None:
    told = Told()
    slider = detents(told)
    driver = Driver(Bench(slider))
    driver.type("3")
    driver.key(pygame.K_ESCAPE)
    driver.key(pygame.K_RETURN)
    assert told.changes == []
    driver.type("1")
    driver.key(pygame.K_LEFT)
    assert told.changes == [1.0, 0.5]
    driver.type("33")
    driver.key(pygame.K_BACKSPACE)
    driver.key(pygame.K_TAB)  # going away commits too
    assert slider.value == 3.0


def test_a_refused_number_says_why_and_the_knobs_own_rules_decide() -> None:
    told, sentence = Told(), "The throttle only goes down."
    slider = Slider("throttle", PLACE, 0.5, 0.0, 1.0, refuse=lambda v: sentence if v > 0.5 else "", **told.told())
    driver = Driver(Bench(slider))
    for text, value in (("0.8", 0.5), ("0.3", 0.3)):
        driver.type(text)
        driver.key(pygame.K_RETURN)
        assert slider.value == value and told.faults == [sentence]
    slider = Slider("alpha", PLACE, 4.0, 0.0, 10.0, snap=lambda v: float(round(v)), nudge=lambda v, n, fine: v + 2 * n)
    driver = Driver(Bench(slider))
    driver.key(pygame.K_RIGHT)
    assert slider.value == 6.0
    for x, value in ((333, 6.0), (372, 7.0)):
        driver.click(x, 122)
        assert slider.value == value


def test_a_dial_turns_by_keys_drag_and_typing() -> None:
    told = Told()
    dial = Dial("alpha", (100, 100, 80, 80), 0.1, 0.01, 1.0, log=True, on_change=told.changes.append)
    assert dial.angle(0.1) == pytest.approx(0)
    driver = Driver(Bench(dial))
    driver.key(pygame.K_UP)
    assert dial.value > 0.1
    driver.drag((140, 104), (176, 140))  # from 12 to 3 o'clock
    assert dial.value == pytest.approx(0.01 * 100 ** ((90 / 135 + 1) / 2), rel=0.01)
    driver.drag((176, 140), (170, 178), steps=5)
    driver.drag((168, 170), (112, 170), steps=40)  # through the gap below: it does not jump to the other end
    assert dial.value > 0.5
    driver.type("0.25")
    driver.key(pygame.K_RETURN)
    assert dial.value == 0.25
    field = NumberField("alpha", (100, 100, 120, 48), 0.2, 0.1, 3.0, values=NOTCHES)
    driver = Driver(Bench(field))
    driver.type(".9")
    driver.key(pygame.K_RETURN)
    driver.click(150, 120)
    assert field.value == 1.0, "a click only brings the keyboard there"


def test_the_scrubber_looks_back_with_its_own_keys_and_by_mouse() -> None:
    seen: list[int] = []
    scrubber = Scrubber("time", (100, 100, 400, 44), 8, 8, moved=seen.append)
    button = Button("other", (100, 10, 100, 48), "Other")
    driver = Driver(Bench(button, scrubber))
    driver.scene.set_focus("other")
    driver.key(pygame.K_COMMA, times=2)
    driver.key(pygame.K_PERIOD)
    assert seen == [7, 6, 7]
    driver.click(100, 122)
    assert scrubber.step == 0
    scrubber.look(12, 12)
    assert scrubber.step == 12
    assert seen[-1] == 0  # nobody is told of what they said themselves
    driver.key(pygame.K_HOME)
    assert scrubber.step == 0


def test_toggle_and_segmented() -> None:
    told: list[object] = []
    toggle = Toggle("motion", (100, 100, 56, 32), False, told.append)
    choice = Segmented("speed", (100, 200, 220, 44), ["1", "2", "4"], 0, told.append)
    driver = Driver(Bench(toggle, choice))
    assert toggle.accessible_value() == "off"
    driver.click(120, 110)
    assert toggle.accessible_value() == "on"
    driver.key(pygame.K_RETURN)
    driver.key(pygame.K_SPACE)  # where nothing steps, Space presses too
    assert told == [True, False, True]
    driver.key(pygame.K_TAB)
    driver.key(pygame.K_RIGHT, times=5)
    assert choice.chosen == 2
    driver.click(110, 220)
    assert choice.chosen == 0
    assert told[3:] == [1, 2, 0]


def test_a_disabled_widget_is_deaf() -> None:
    slider = detents(Told())
    slider.enabled = False
    pressed: list[int] = []
    button = Button("go", (600, 100, 100, 48), "Go", on_press=lambda: pressed.append(1), key="learn", enabled=False)
    driver = Driver(Bench(slider, button))
    driver.drag((200, 122), (490, 122))
    driver.wheel(300, 122, 1)
    driver.click(650, 120)
    driver.type("l")
    assert slider.value == 0.2 and pressed == []


@pytest.mark.parametrize("text", [1.0, 1.1])
def test_a_narrow_tile_has_no_cap_over_its_icon(text: float, monkeypatch: pytest.MonkeyPatch) -> None:
    canvas = Canvas(pygame.Surface((1280, 720)), Look(DUSK, 1.0, text))
    caps: list[float] = []
    monkeypatch.setattr(Canvas, "keycap", lambda self, right, *rest, **more: caps.append(right - 24 * text))
    for wide in (60.0, 74.0, 90.0, 112.0):
        caps.clear()
        Tile("t", (0, 0, wide, 84), "Step", "step").draw(canvas, State(cap="R"))
        assert all(left >= 14 + 24 for left in caps), wide
        assert bool(caps) is (wide > 80)


def test_what_every_widget_takes_is_handed_on() -> None:
    given: Any = {"key": "learn", "group": "row", "tip": "Tip", "enabled": False}
    made = [Button("b", (0, 0, 1, 1), **given), Toggle("t", (0, 0, 1, 1), True, **given)]
    for widget in (*made, Slider("s", (0, 0, 1, 1), 0.0, 0.0, 1.0, **given)):
        assert (widget.key, widget.group, widget.tip, widget.enabled) == ("learn", "row", "Tip", False)


@pytest.mark.parametrize("text", [1.0, 1.5])
def test_a_button_as_wide_as_it_would_like_to_be_shows_its_key_and_a_narrower_one_does_not(text: float) -> None:
    canvas = Canvas(pygame.Surface((1280, 720)), Look(DUSK, 1.0, text))
    button = Button("b", (0, 0, 0, 48), "Back to level", "back")
    with_cap, bare = button.wide(canvas, "Esc"), button.wide(canvas)
    for wide, shown in ((with_cap, True), (bare, False)):
        button.rect = (0, 0, wide, 48)
        assert button.shows_keycap(canvas, "Esc") is shown
        assert canvas.width(button.label) < wide
    button.rect = (0, 0, with_cap, 24 * text)
    assert not button.shows_keycap(canvas, "Esc"), "a keycap is no higher than what it stands on"


def test_names_side_by_side_share_the_width_as_they_need_it() -> None:
    canvas = Canvas(pygame.Surface((1280, 720)), Look(DUSK, 1.0, 1.5))
    names = ["Examples", "Code", "Weights", "Neuron", "When"]
    told: list[int] = []
    row = Segmented("tabs", (100, 200, 520, 46), names, 0, told.append).share_out(canvas)
    wide = [row.item_rect(number)[2] for number in range(5)]
    assert wide[0] > wide[2] > wide[1] and sum(wide) == pytest.approx(512)
    for number in range(5):
        x, _y, w, _h = row.item_rect(number)
        for spot in (x + 1, x + w - 1):
            row.act(Intent("release", x=spot, y=223))
            assert row.chosen == number
    roomy = Segmented("tabs", (0, 0, 1200, 46), names, 0).share_out(canvas)
    assert len({round(roomy.item_rect(number)[2], 6) for number in range(5)}) == 1, "where all have room they are equal"
