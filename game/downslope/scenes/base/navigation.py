"""The screens by name: one asks for another without importing it, and each is imported when it is first shown."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from ...attempt.game.game import Game

SCREENS = {
    "title": "title.TitleScene",
    "teach": "teach_first.TeachFirstScene",
    "map": "level_map.LevelMapScene",
    "play": "play.play.PlayScene",
    "again": "play.play.LevelAgain",
    "card": "play.card.CardScene",
    "chapter": "chapter_end.ChapterCardScene",
    "one rule": "chapter_end.OneRuleScene",
    "recap": "chapter_end.RecapScene",
    "convergence": "convergence.ConvergenceScene",
    "script": "code_screens.ScriptScene",
    "watch": "reel.WatchScene",
    "reel": "reel.ReelScene",
    "settings": "settings.SettingsScene",
    "help": "keys_and_words.HelpScene",
    "words": "keys_and_words.GlossaryScene",
    "plugins": "plugins.PluginsScene",
    "source": "code_screens.PluginSourceScene",
    "workshop": "workshop.workshop.WorkshopScene",
    "broken": "broken.BrokenScene",
}

# Screen -> the word with which a link hides it.
HIDDEN_BY = {
    "map": "map", "settings": "settings", "plugins": "plugins", "script": "script", "watch": "auto", "reel": "auto",
}  # fmt: skip
# Intent of a key -> the same; it does nothing then.
KEYS_HIDDEN_BY = {"settings": "settings", "hint": "hints", "auto": "auto"}


def screen_class(name: str) -> Any:
    """The class of a screen; KeyError for a name that is none."""
    module, _dot, kind = SCREENS[name].rpartition(".")
    return getattr(import_module(f"...{module}", __name__), kind)


def screen(name: str, game: Game, **what: Any) -> Any:
    """A new Scene; `what`: the rest of what it is made with, such as `level` or `parent`."""
    return screen_class(name)(game, **what)
