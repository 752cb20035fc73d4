"""Keys, mouse and gamepad become intents; bindings, keycaps and help come from the same table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pygame
import pytest

from downslope.desktop.bindings import TABLE, key_code, key_name
from downslope.desktop.controls import WAIT, Controls, Intent


@pytest.fixture(autouse=True)
def display(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    pygame.display.init()
    yield
    pygame.display.quit()


def event(kind: int, **values: Any) -> pygame.event.Event:
    return pygame.event.Event(kind, **values)


def down(controls: Controls, code: int, mod: int = 0, text: str = "") -> list[Intent]:
    return controls.intents(event(pygame.KEYDOWN, key=code, mod=mod, unicode=text))


def up(controls: Controls, code: int) -> None:
    controls.intents(event(pygame.KEYUP, key=code, mod=0))


def test_every_key_of_the_table_is_known_and_used_once() -> None:
    seen: dict[int, str] = {}
    for binding in TABLE:
        for name in binding.keys:
            code = key_code(name)
            assert code and key_code(key_name(code)) == code, name
            assert code not in seen, (binding.intent, seen.get(code))
            seen[code] = binding.intent


def test_a_key_is_an_intent() -> None:
    for code, name in (
        (pygame.K_SPACE, "step"), (pygame.K_l, "learn"), (pygame.K_a, "auto"), (pygame.K_r, "reset"),
        (pygame.K_z, "undo"), (pygame.K_h, "hint"), (pygame.K_p, "pause"), (pygame.K_m, "metric"),
        (pygame.K_c, "code"), (pygame.K_j, "jump"), (pygame.K_g, "map"), (pygame.K_COMMA, "earlier"),
        (pygame.K_PERIOD, "later"), (pygame.K_1, "one"), (pygame.K_KP6, "six"), (pygame.K_F11, "full_screen"),
        (pygame.K_RETURN, "accept"), (pygame.K_KP_ENTER, "accept"), (pygame.K_ESCAPE, "back"), (pygame.K_TAB, "next"),
        (pygame.K_LEFT, "left"), (pygame.K_PAGEUP, "page_up"), (pygame.K_HOME, "home"), (pygame.K_BACKSPACE, "erase"),
    ):  # fmt: skip
        assert [intent.name for intent in down(Controls(), code)] == [name]


def test_shift_is_fine_and_big_and_turns_tab_round() -> None:
    controls = Controls()
    assert down(controls, pygame.K_LEFT, pygame.KMOD_LSHIFT) == [Intent("left", fine=True, big=True)]
    assert down(controls, pygame.K_TAB, pygame.KMOD_LSHIFT)[0].name == "previous"
    assert down(controls, pygame.K_LEFT) == [Intent("left")]


def test_shift_is_known_from_its_own_key_too() -> None:
    controls = Controls()
    controls.intents(event(pygame.KEYDOWN, key=pygame.K_LSHIFT))
    assert controls.intents(event(pygame.KEYDOWN, key=pygame.K_RIGHT))[0].big
    controls.intents(event(pygame.KEYUP, key=pygame.K_LSHIFT))
    assert not controls.intents(event(pygame.KEYDOWN, key=pygame.K_RIGHT))[0].big


def test_a_character_comes_once_with_its_key_or_alone() -> None:
    controls = Controls()
    assert down(controls, pygame.K_3, text="3") == [Intent("three", text="3")]
    assert controls.intents(event(pygame.TEXTINPUT, text="3")) == []
    up(controls, pygame.K_3)
    assert controls.intents(event(pygame.TEXTINPUT, text="3")) == [Intent("text", text="3")]
    assert down(controls, pygame.K_MINUS, text="-") == [Intent("text", text="-")]


def test_a_held_arrow_repeats_until_it_goes_up() -> None:
    controls = Controls()
    down(controls, pygame.K_RIGHT)
    assert controls.repeats(WAIT / 2) == []
    assert controls.repeats(WAIT / 2) == [Intent("right")]
    assert controls.repeats(0.06) == [Intent("right")]
    up(controls, pygame.K_RIGHT)
    assert controls.repeats(1.0) == []


def test_actions_do_not_repeat_and_a_lost_window_holds_nothing() -> None:
    controls = Controls()
    down(controls, pygame.K_SPACE)
    assert controls.repeats(2.0) == []
    down(controls, pygame.K_UP)
    controls.intents(event(pygame.WINDOWFOCUSLOST))
    assert controls.repeats(2.0) == []


def test_pointer_in_design_pixels() -> None:
    controls = Controls()
    controls.scale = 2.0
    press = controls.intents(event(pygame.MOUSEBUTTONDOWN, pos=(200, 100), button=1))
    assert press == [Intent("press", 100.0, 50.0)]
    assert controls.intents(event(pygame.MOUSEBUTTONDOWN, pos=(200, 100), button=3)) == [Intent("context", 100.0, 50.0)]
    assert controls.intents(event(pygame.MOUSEBUTTONDOWN, pos=(200, 100), button=2)) == []
    controls.intents(event(pygame.MOUSEMOTION, pos=(20, 10), rel=(0, 0), buttons=(0, 0, 0)))
    assert controls.intents(event(pygame.MOUSEWHEEL, x=0, y=-2)) == [Intent("wheel", 10.0, 5.0, -2.0)]


def test_a_button_that_may_be_held_means_what_it_means_when_it_is_let_go() -> None:
    controls = Controls()
    y = {"button": pygame.CONTROLLER_BUTTON_Y, "instance_id": 0}
    assert controls.intents(event(pygame.CONTROLLERBUTTONDOWN, **y)) == []
    assert controls.intents(event(pygame.CONTROLLERBUTTONUP, **y)) == [Intent("hint")]
    controls.intents(event(pygame.CONTROLLERBUTTONDOWN, **y))
    assert controls.repeats(0.3) == [] and controls.repeats(0.3) == [Intent("stars")]
    assert controls.intents(event(pygame.CONTROLLERBUTTONUP, **y)) == []


def stick(controls: Controls, kind: int, axis: int, value: float) -> list[str]:
    found = controls.intents(event(kind, axis=axis, value=value, instance_id=0))
    return [f"{intent.name} {intent.value:+.0f}{' finely' * intent.fine}" for intent in found]


def test_sticks_turn_the_two_knobs_for_as_long_as_they_are_moved() -> None:
    controls, kind = Controls(), pygame.CONTROLLERAXISMOTION
    assert stick(controls, kind, pygame.CONTROLLER_AXIS_LEFTX, 3000) == [], "a stick that rests is never quite still"
    assert stick(controls, kind, pygame.CONTROLLER_AXIS_LEFTX, 16000) == ["turn_weight +1 finely"]
    assert controls.repeats(0.2) == [] and [intent.name for intent in controls.repeats(0.3)] == ["turn_weight"]
    assert stick(controls, kind, pygame.CONTROLLER_AXIS_LEFTX, -32768) == ["turn_weight -1"]
    assert stick(controls, kind, pygame.CONTROLLER_AXIS_LEFTX, 0) == [] == controls.repeats(5.0)
    assert stick(controls, kind, pygame.CONTROLLER_AXIS_RIGHTY, -32768) == ["turn_alpha +1"], "up is more"
    assert controls.device == "pad"


def names(controls: Controls, kind: int, **values: object) -> list[str]:
    return [intent.name for intent in controls.intents(event(kind, instance_id=7, **values))]


def test_a_pad_without_a_name_works_by_its_numbers() -> None:
    controls = Controls()
    controls.pad.meet(7, named=False, axes=6)
    assert names(controls, pygame.JOYBUTTONDOWN, button=0) == ["accept"]
    assert names(controls, pygame.JOYHATMOTION, hat=0, value=(1, 0)) == ["right"]
    assert names(controls, pygame.JOYHATMOTION, hat=0, value=(0, 0)) == []
    assert names(controls, pygame.JOYAXISMOTION, axis=3, value=1.0) == ["turn_alpha"]
    assert names(controls, pygame.JOYAXISMOTION, axis=5, value=1.0) == ["learn"], "a trigger rests at -1"
    assert names(controls, pygame.JOYAXISMOTION, axis=5, value=0.9) == [], "and is pulled once"
    few = Controls()
    few.pad.meet(7, named=False, axes=2)
    assert names(few, pygame.JOYAXISMOTION, axis=1, value=-1.0) == ["up"], "a pad with a cross alone tells it as axes"
    four = Controls()
    four.pad.meet(7, named=False, axes=4)
    assert names(four, pygame.JOYAXISMOTION, axis=2, value=1.0) == ["turn_alpha"]
    assert names(four, pygame.JOYBUTTONDOWN, button=7) == ["learn"]


def test_a_pad_with_a_name_is_not_heard_twice() -> None:
    controls = Controls()
    controls.pad.meet(7, named=True)
    assert names(controls, pygame.JOYBUTTONDOWN, button=0) == []
    assert names(controls, pygame.CONTROLLERBUTTONDOWN, button=pygame.CONTROLLER_BUTTON_A) == ["accept"]


def test_a_question_mark_asks_for_the_keys_on_whatever_key_it_lies() -> None:
    controls = Controls()
    for code in (pygame.K_SLASH, pygame.K_COMMA, pygame.K_q):
        pressed = event(pygame.KEYDOWN, key=code, mod=pygame.KMOD_LSHIFT, unicode="?")
        assert [(intent.name, intent.text) for intent in controls.intents(pressed)] == [("help", "?")]
        assert controls.intents(event(pygame.TEXTINPUT, text="?")) == []
    assert [intent.name for intent in Controls().intents(event(pygame.TEXTINPUT, text="?"))] == ["help"]


def test_gamepad() -> None:
    for button, name in [
        (pygame.CONTROLLER_BUTTON_A, "accept"), (pygame.CONTROLLER_BUTTON_B, "back"),
        (pygame.CONTROLLER_BUTTON_X, "step"), (pygame.CONTROLLER_BUTTON_LEFTSTICK, "task"),
        (pygame.CONTROLLER_BUTTON_DPAD_UP, "up"), (pygame.CONTROLLER_BUTTON_LEFTSHOULDER, "previous"),
        (pygame.CONTROLLER_BUTTON_RIGHTSHOULDER, "next"),
    ]:  # fmt: skip
        controls = Controls()
        assert controls.intents(event(pygame.CONTROLLERBUTTONDOWN, button=button, instance_id=0)) == [Intent(name)]
        assert controls.label("accept") == "A"  # the keycaps follow what is in the player's hands
        assert (controls.label("auto"), controls.label("auto", full=True)) == ("", "A")  # no key called as a button
        down(controls, pygame.K_UP)
        assert (controls.label("accept"), controls.label("auto")) == ("↵", "A")


def test_labels() -> None:
    controls = Controls()
    assert [controls.label(name) for name in ("step", "learn", "left", "back")] == ["Space", "L", "←", "Esc"]
    assert controls.label("step", full=True) == "Space"
    assert controls.label("quit") == "" == controls.label("no such intent")


def test_rebinding_swaps_and_is_kept() -> None:
    keys: dict[str, str] = {}
    controls = Controls(keys)
    assert controls.rebind("learn", pygame.K_q) == ""
    assert keys == {"learn": "q"}
    assert controls.rebind("auto", pygame.K_q) == ""
    assert keys == {"learn": "a", "auto": "q"}
    again = Controls(dict(keys))
    assert down(again, pygame.K_q)[0].name == "auto"
    assert down(again, pygame.K_a)[0].name == "learn"
    assert again.label("auto") == "Q"
    again.keys.clear()
    again.refresh()
    assert down(again, pygame.K_a)[0].name == "auto"


def test_what_cannot_be_rebound_says_why() -> None:
    controls = Controls()
    assert "Esc" in controls.rebind("learn", pygame.K_ESCAPE)
    assert controls.rebind("left", pygame.K_k)
    assert controls.rebind("learn", 0)
    assert controls.keys == {}


def test_nonsense_in_the_settings_leaves_the_table() -> None:
    controls = Controls({"learn": "no such key", "left": "k", "no such intent": "q"})
    assert down(controls, pygame.K_l)[0].name == "learn"
    assert down(controls, pygame.K_LEFT)[0].name == "left"
