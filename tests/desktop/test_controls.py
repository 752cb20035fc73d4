"""Keys, mouse and gamepad become intents; keycaps and other keys come from the same table: controls.txt tells it."""

from ast import literal_eval
from pathlib import Path
from typing import Any

import pygame
import pytest

from downslope.desktop.bindings import TABLE, key_code, key_name
from downslope.desktop.controls import Controls, Intent
from lib.walks import differences, said_of

WALKS = Path(__file__).with_name("controls.txt")
USUAL = {"unicode": "", "mod": 0, "button": 1, "hat": 0, "instance_id": 7}


def event(kind: str, **fields: str) -> pygame.event.Event:
    """An event of pygame; keys, what is held with them and buttons of the gamepad by their names."""
    values: dict[str, Any] = dict(USUAL)
    for name, text in fields.items():
        constant = getattr(pygame, f"KMOD_{text}" if name == "mod" else f"CONTROLLER_BUTTON_{text}", None)
        plain = text if name in ("unicode", "text") else key_code(text) if name == "key" else None
        values[name] = plain if plain is not None else constant if constant is not None else literal_eval(text)
    return pygame.event.Event(getattr(pygame, kind), values)


def does(press: str, names: dict[str, Any]) -> None:
    """An event, its fields as name=value; so many seconds; or what is asked of the controls."""
    controls, usual = names["it"], Intent._field_defaults
    kind, *fields = press.split(" ")
    if press.replace(".", "").isdigit():
        intents = controls.repeats(float(press))
    elif kind.isupper():
        intents = controls.intents(event(kind, **dict(each.split("=", 1) for each in fields)))
    else:
        names["said"].append(repr(eval(press, {"it": controls, "key": key_code})))
        return
    told = [{name: f"{value:.6g}" if isinstance(value, float) else value for name, value in intent._asdict().items()
             if value != usual.get(name)} for intent in intents]  # fmt: skip
    row = " + ".join(said_of(words).removeprefix("name ") for words in told) or "nothing"
    names["said"][:] = [" | ".join([*names["said"], row])]


def begin(keys: dict[str, str] | None = None, scale: float = 1.0, **pad: Any) -> Controls:
    controls = Controls(keys)
    controls.scale = scale
    if pad:
        controls.pad.meet(7, **pad)
    return controls


NAMES = {"begin": begin, "state": lambda controls: controls.device}


@pytest.mark.usefixtures("display")
def test_what_follows_of_each_event() -> None:
    assert differences(WALKS, dict(NAMES), does) == []


def test_every_key_of_the_table_is_known_used_once_and_its_intent() -> None:
    """What is needed to move around and to answer keeps its keys."""
    codes = [(key_code(name), binding) for binding in TABLE for name in binding.keys]
    assert all(code for code, _binding in codes) and len(dict(codes)) == len(codes)
    for code, binding in codes:
        pressed = Controls().intents(pygame.event.Event(pygame.KEYDOWN, key=code, mod=0, unicode=""))
        assert [intent.name for intent in pressed] == [binding.intent] and key_code(key_name(code)) == code
        keys: dict[str, str] = {}
        assert bool(Controls(keys).rebind("learn", code)) == binding.fixed
        assert bool(keys) == (not binding.fixed and binding.intent != "learn")
