"""Keys, mouse and gamepad become intents; bindings, keycaps and help come from the same table."""

from collections.abc import Iterator
from typing import Any

import pygame
import pytest

from downslope.desktop.bindings import TABLE, key_code, key_name
from downslope.desktop.controls import WAIT, Controls, Intent


@pytest.fixture(autouse=True)
def display() -> Iterator[None]:
    pygame.display.init()
    yield
    pygame.display.quit()


def hear(controls: Controls, kind: int, **values: Any) -> list[Intent]:
    return controls.intents(pygame.event.Event(kind, **values))


def down(controls: Controls, code: int, mod: int = 0, text: str = "") -> list[Intent]:
    return hear(controls, pygame.KEYDOWN, key=code, mod=mod, unicode=text)


def up(controls: Controls, code: int) -> None:
    hear(controls, pygame.KEYUP, key=code, mod=0)


def test_every_key_of_the_table_is_known_used_once_and_its_intent() -> None:
    seen: set[int] = set()
    for binding in TABLE:
        for name in binding.keys:
            code = key_code(name)
            assert code and key_code(key_name(code)) == code and code not in seen, name
            assert [intent.name for intent in down(Controls(), code)] == [binding.intent]
            seen.add(code)
    assert {pygame.K_SPACE, pygame.K_RETURN, pygame.K_ESCAPE, pygame.K_TAB, pygame.K_LEFT, pygame.K_1} <= seen


def test_shift_is_fine_and_big_and_turns_tab_round() -> None:
    controls = Controls()
    assert down(controls, pygame.K_LEFT, pygame.KMOD_LSHIFT) == [Intent("left", fine=True, big=True)]
    assert down(controls, pygame.K_TAB, pygame.KMOD_LSHIFT)[0].name == "previous"
    assert down(controls, pygame.K_LEFT) == [Intent("left")]


def test_a_character_comes_once_with_its_key_or_alone() -> None:
    controls = Controls()
    assert down(controls, pygame.K_3, text="3") == [Intent("three", text="3")]
    assert hear(controls, pygame.TEXTINPUT, text="3") == []
    up(controls, pygame.K_3)
    assert hear(controls, pygame.TEXTINPUT, text="3") == [Intent("text", text="3")]
    for code in (pygame.K_SLASH, pygame.K_COMMA):  # a question mark, on whatever key it lies
        assert down(controls, code, pygame.KMOD_LSHIFT, "?") == [Intent("help", fine=True, big=True, text="?")]
        assert hear(controls, pygame.TEXTINPUT, text="?") == []
    assert [intent.name for intent in hear(Controls(), pygame.TEXTINPUT, text="?")] == ["help"]


def test_a_held_arrow_repeats_until_it_goes_up_and_actions_do_not() -> None:
    controls = Controls()
    down(controls, pygame.K_RIGHT)
    assert controls.repeats(WAIT / 2) == []
    assert controls.repeats(WAIT / 2) == [Intent("right")] == controls.repeats(0.06)
    up(controls, pygame.K_RIGHT)
    down(controls, pygame.K_SPACE)
    assert controls.repeats(2.0) == []
    down(controls, pygame.K_UP)
    hear(controls, pygame.WINDOWFOCUSLOST)
    assert controls.repeats(2.0) == []


# gamepads


def names(controls: Controls, kind: int, **values: Any) -> list[str]:
    return [intent.name for intent in hear(controls, kind, instance_id=7, **values)]


def test_the_keycaps_follow_what_is_in_the_player_s_hands() -> None:
    controls = Controls()
    assert names(controls, pygame.CONTROLLERBUTTONDOWN, button=pygame.CONTROLLER_BUTTON_DPAD_UP) == ["up"]
    assert (controls.label("accept"), controls.label("auto"), controls.label("auto", full=True)) == ("A", "", "A")
    down(controls, pygame.K_UP)
    assert [controls.label(name) for name in ("accept", "auto", "step", "left")] == ["↵", "A", "Space", "←"]
    assert controls.label("quit") == "" == controls.label("no such intent")


def test_a_pad_without_a_name_works_by_its_numbers_and_one_with_a_name_is_not_heard_twice() -> None:
    pads = {axes: Controls() for axes in (0, 2, 4, 6)}
    for axes, controls in pads.items():
        controls.pad.meet(7, named=not axes, axes=axes)
    six = pads[6]
    assert names(six, pygame.JOYBUTTONDOWN, button=0) == ["accept"]
    assert names(six, pygame.JOYHATMOTION, hat=0, value=(1, 0)) == ["right"]
    assert names(six, pygame.JOYHATMOTION, hat=0, value=(0, 0)) == []
    assert names(six, pygame.JOYAXISMOTION, axis=3, value=1.0) == ["turn_alpha"]
    assert names(six, pygame.JOYAXISMOTION, axis=5, value=1.0) == ["learn"], "a trigger rests at -1"
    assert names(six, pygame.JOYAXISMOTION, axis=5, value=0.9) == [], "and is pulled once"
    assert names(pads[2], pygame.JOYAXISMOTION, axis=1, value=-1.0) == ["up"], "a cross alone is told as axes"
    assert names(pads[4], pygame.JOYAXISMOTION, axis=2, value=1.0) == ["turn_alpha"]
    assert names(pads[4], pygame.JOYBUTTONDOWN, button=7) == ["learn"]
    assert names(pads[0], pygame.JOYBUTTONDOWN, button=0) == []
    assert names(pads[0], pygame.CONTROLLERBUTTONDOWN, button=pygame.CONTROLLER_BUTTON_A) == ["accept"]


def test_rebinding_swaps_is_kept_and_says_why_it_cannot_be() -> None:
    keys: dict[str, str] = {}
    controls = Controls(keys)
    assert controls.rebind("learn", pygame.K_q) == "" and keys == {"learn": "q"}
    assert controls.rebind("auto", pygame.K_q) == "" and keys == {"learn": "a", "auto": "q"}
    assert "Esc" in controls.rebind("learn", pygame.K_ESCAPE)
    assert controls.rebind("left", pygame.K_k) and controls.rebind("learn", 0)
    again = Controls({**keys, "pause": "no such key", "left": "k", "no such intent": "w"})
    for code, name in ((pygame.K_q, "auto"), (pygame.K_a, "learn"), (pygame.K_p, "pause"), (pygame.K_LEFT, "left")):
        assert down(again, code)[0].name == name
    assert again.label("auto") == "Q"
    again.keys.clear()
    again.refresh()
    assert down(again, pygame.K_a)[0].name == "auto"
