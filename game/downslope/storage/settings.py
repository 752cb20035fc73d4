"""What the player likes: `Settings`, the values that each may have, and settings read from what lies in the file."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from math import isfinite

from ..i18n import _
from .atomic_json import Data
from .kept import Kept


@dataclass
class Settings(Kept):
    """What the player likes. Each has a value that is right for most."""

    theme: str = "dark"  # dark, light
    text: float = 1.0  # 1, 1.25, 1.5
    still: bool = False  # reduced motion
    colours: str = "standard"  # standard, safe (for the colour-blind)
    full_screen: bool = False
    attract: bool = False  # the title plays the reel when nobody does anything
    bets: bool = True  # ask before a run how it will end
    read_aloud: bool = False  # by the system's voice, where it has one
    sound: float = 0.6  # volume of the effects, 0 ... 1
    wind: float = 0.35  # of the wind
    music: float = 0.25  # of the music
    language: str = ""  # empty: English
    keys: dict[str, str] = field(default_factory=dict)  # own key bindings: intent -> key


CHOICES: dict[str, tuple[object, ...]] = {
    "theme": ("dark", "light"),
    "text": (1.0, 1.25, 1.5),
    "colours": ("standard", "safe"),
}
VOLUMES = ("sound", "wind", "music")
OLD_NAMES = {"ambience": "wind"}  # settings that were once called otherwise


def settings_from(data: Data) -> tuple[Settings, list[str]]:
    """Settings from what JSON gave, and a sentence for each that is none: it goes back to its usual value."""
    settings, data = Settings(), _renamed(data)
    settings.keep_beside(data)
    text = _("settings.json: {name} cannot be {value}; it is {usual} now.")
    faults = []
    for name, usual in asdict(settings).items():
        value = data.get(name, usual)
        if may_be(name, usual, value):
            setattr(settings, name, type(usual)(value))
        else:
            faults.append(text.format(name=name, value=repr(value), usual=repr(usual)))
    return settings, faults


def _renamed(data: Data) -> Data:
    """Settings of an earlier game. Who had put the effects off hears no music either, which came later."""
    found = {OLD_NAMES.get(name, name): value for name, value in data.items() if OLD_NAMES.get(name) not in data}
    if found.get("sound") == 0 and "music" not in found:
        found["music"] = 0.0
    return found


def may_be(name: str, usual: object, value: object) -> bool:
    """Whether a setting can have that value."""
    if isinstance(usual, dict):
        return isinstance(value, dict) and all(isinstance(v, str) for v in value.values())
    if isinstance(usual, float):
        good = isinstance(value, (int, float)) and not isinstance(value, bool) and isfinite(value)
        if name in VOLUMES:
            return good and isinstance(value, (int, float)) and 0 <= value <= 1
    else:
        good = type(value) is type(usual)
    return good and (name not in CHOICES or value in CHOICES[name])
