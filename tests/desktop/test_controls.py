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


def test_shift_is_fine_and_big_a_character_comes_once_and_a_held_arrow_repeats_until_it_goes_up() -> None:
    controls, shift = Controls(), pygame.KMOD_LSHIFT
    assert down(controls, pygame.K_LEFT, shift) == [Intent("left", fine=True, big=True)]
    assert down(controls, pygame.K_TAB, shift)[0].name == "previous" and controls.repeats(WAIT)[0].name == "previous"
    up(controls, pygame.K_TAB)
    assert controls.repeats(2.0) == [] and down(controls, pygame.K_LEFT) == [Intent("left")]
    up(controls, pygame.K_LEFT)
    assert down(controls, pygame.K_3, text="3") == [Intent("three", text="3")]
    assert hear(controls, pygame.TEXTINPUT, text="3") == []
    up(controls, pygame.K_3)
    assert hear(controls, pygame.TEXTINPUT, text="3") == [Intent("text", text="3")]
    for code in (pygame.K_SLASH, pygame.K_COMMA):  # a question mark, on whatever key it lies
        assert down(controls, code, shift, "?") == [Intent("help", fine=True, big=True, text="?")]
        assert hear(controls, pygame.TEXTINPUT, text="?") == []
    assert [intent.name for intent in hear(Controls(), pygame.TEXTINPUT, text="?")] == ["help"]
    down(controls, pygame.K_RIGHT)
    assert controls.repeats(WAIT / 2) == []
    assert controls.repeats(WAIT / 2) == [Intent("right")] == controls.repeats(0.06)
    up(controls, pygame.K_RIGHT)
    assert controls.repeats(2.0) == []
    down(controls, pygame.K_SPACE)
    assert controls.repeats(2.0) == [], "an action does not"
    down(controls, pygame.K_UP)
    hear(controls, pygame.WINDOWFOCUSLOST)
    assert controls.repeats(2.0) == []


def test_the_keycaps_follow_what_is_in_hand_and_rebinding_swaps_is_kept_and_says_why_it_cannot_be() -> None:
    keys: dict[str, str] = {}
    controls = Controls(keys)
    pressed = hear(controls, pygame.CONTROLLERBUTTONDOWN, instance_id=7, button=pygame.CONTROLLER_BUTTON_DPAD_UP)
    assert [intent.name for intent in pressed] == ["up"]
    assert (controls.label("accept"), controls.label("auto"), controls.label("auto", full=True)) == ("A", "", "A")
    down(controls, pygame.K_UP)
    assert [controls.label(name) for name in ("accept", "auto", "step", "left")] == ["↵", "A", "Space", "←"]
    assert controls.label("quit") == "" == controls.label("no such intent")
    assert controls.rebind("learn", pygame.K_q) == "" and keys == {"learn": "q"}
    assert controls.rebind("auto", pygame.K_q) == "" and keys == {"learn": "a", "auto": "q"}
    assert controls.rebind("left", pygame.K_k) and controls.rebind("learn", 0)
    for binding in TABLE:  # what is needed to move around and to answer keeps its keys
        refusal = controls.rebind("learn", key_code(binding.keys[0])) if binding.keys and binding.fixed else "Esc"
        assert refusal and keys == {"learn": "a", "auto": "q"}, binding.intent
    fixed = {binding.intent for binding in TABLE if binding.fixed}
    assert {"accept", "back", "left", "next", "one", "two", "three", "four"} <= fixed
    again = Controls({**keys, "pause": "no such key", "left": "k", "no such intent": "w"})
    for code, name in ((pygame.K_q, "auto"), (pygame.K_a, "learn"), (pygame.K_p, "pause"), (pygame.K_LEFT, "left")):
        assert down(again, code)[0].name == name
    assert again.label("auto") == "Q"
    again.keys.clear()
    again.refresh()
    assert down(again, pygame.K_a)[0].name == "auto"


@pytest.mark.parametrize(("axes", "events"), [
    (6, [("BUTTONDOWN button 0", "accept"), ("HATMOTION value 1", "right"), ("HATMOTION value 0", ""),
         ("AXISMOTION axis 3", "turn_alpha"), ("AXISMOTION axis 5", "learn"), ("AXISMOTION axis 5", "")]),
    (4, [("AXISMOTION axis 2", "turn_alpha"), ("BUTTONDOWN button 7", "learn")]),
    (2, [("AXISMOTION axis 0", "right")]),  # a cross alone is told as axes
    (0, [("BUTTONDOWN button 0", "")]),  # it has a name, and is not heard twice
])  # fmt: skip
def test_a_pad_without_a_name_works_by_its_numbers(axes: int, events: list[tuple[str, str]]) -> None:
    """A trigger rests at -1, and is pulled once."""
    controls = Controls()
    controls.pad.meet(7, named=not axes, axes=axes)
    for event, intent in events:
        kind, what, number = event.split()
        values: dict[str, Any] = {"hat": 0, "value": (int(number), 0)} if what == "value" else {what: int(number)}
        heard = hear(controls, getattr(pygame, f"JOY{kind}"), instance_id=7, **{"value": 1.0, **values})
        assert [each.name for each in heard] == [intent] * bool(intent), event
        assert event != "HATMOTION value 0" or controls.repeats(2.0) == []
