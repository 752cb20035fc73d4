"""What the player likes: `Settings`, the values that each may have, and settings read from what lies in the file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .save_file import Data, Kept


@dataclass
class Settings(Kept):
    """What the player likes. Each has a value that is right for most."""

    theme: str = "dark"  # dark, light
    text: float = 1.0  # 1, 1.25, 1.5
    still: bool = False  # reduced motion
    colours: str = "standard"  # standard, safe (for the colour-blind), contrast (high)
    full_screen: bool = False
    attract: bool = False  # the title plays the reel when nobody does anything
    panels: str = "come"  # come (as the levels introduce them), all (at once)
    bets: bool = True  # ask before a run how it will end
    read_aloud: bool = False  # by the system's voice, where it has one
    sound: float = 0.6  # volume of the effects, 0 ... 1
    wind: float = 0.35  # of the wind
    music: float = 0.25  # of the music
    language: str = ""  # empty: English
    keys: dict[str, str] = field(default_factory=dict)  # own key bindings: intent -> key

    def fits(self, name: str, value: Any) -> bool:
        """Whether a setting can have that value."""
        usual = getattr(self, name)
        if isinstance(usual, dict):
            return isinstance(value, dict) and all(isinstance(each, str) for each in value.values())
        if type(value) is not type(usual) and not (isinstance(usual, float) and type(value) is int):
            return False
        return value in CHOICES[name] if name in CHOICES else name not in VOLUMES or 0 <= value <= 1


CHOICES: dict[str, tuple[object, ...]] = {
    "theme": ("dark", "light"),
    "text": (1.0, 1.25, 1.5),
    "colours": ("standard", "safe", "contrast"),
    "panels": ("come", "all"),
}
VOLUMES = ("sound", "wind", "music")
OLD_NAMES = {"ambience": "wind"}  # settings that were once called otherwise


def settings_from(data: Data, faults: list[str]) -> Settings:
    """Settings from what JSON gave, and a sentence for each that is none: it has its usual value.

    Who had put the effects off hears no music either, which came later.
    """
    data = {OLD_NAMES.get(name, name): value for name, value in data.items() if OLD_NAMES.get(name) not in data}
    if data.get("sound") == 0 and "music" not in data:
        data["music"] = 0.0
    settings = Settings()
    settings.take(data, "settings.json: ", faults)
    return settings
