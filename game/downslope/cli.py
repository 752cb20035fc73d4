"""`downslope`: play, or ask in the terminal. Playing imports neither Typer nor Rich: the first frame comes first."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

TRUE_FLAGS = frozenset({"profile", "software"})


class Unusual(Exception):
    """Not a plain request to play: Typer reads it, and says what is wrong with it."""


def main(arguments: Sequence[str] | None = None) -> None:
    """The entry point of the command and of `python -m downslope`. Ends the process with its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given == ["worker"]:
        from .background.server import main as train

        sys.exit(train())
    try:
        wanted = quick(given)
    except Unusual:
        from .terminal.commands import run

        sys.exit(run(given))
    sys.exit(play(**wanted))


def quick(arguments: list[str]) -> dict[str, str]:
    """`[play] [LEVEL] [--option value ...]` as words. Unusual: anything else, such as --help or another command."""
    found: dict[str, str] = {}
    rest = arguments[1:] if arguments[:1] == ["play"] else arguments
    if rest and not rest[0].startswith("-") and rest is arguments:
        raise Unusual(rest[0])
    words = iter(rest)
    for word in words:
        name, equals, value = word.removeprefix("--").partition("=")
        if not word.startswith("-"):
            if "level" in found:
                raise Unusual(word)
            found["level"] = word
        elif name in TRUE_FLAGS and not equals:
            found[name] = "yes"
        elif name in ("frames", "screenshot", "size", "theme") and word.startswith("--"):
            found[name] = value if equals else next(words, "")
        else:
            raise Unusual(word)
    return found


def play(
    level: str = "",
    frames: str = "0",
    screenshot: str = "",
    size: str = "1280x720",
    theme: str = "",
    profile: str = "",
    software: str = "",
) -> int:
    """Play; the options as they were typed. Returns the exit code: 2 for a word that cannot be, or no display."""
    from .words import _

    try:
        options: dict[str, Any] = {"frames": whole("--frames", frames), "size": sized(size), "theme": themed(theme)}
    except ValueError as fault:
        return told(str(fault))
    from .app.app import App, DisplayMissing, Options

    game = None
    if level:
        from .attempt.game import Game
        from .storage.saves import Store

        game = Game(Store(), theme=str(options["theme"]))
        try:
            level = game.catalog.level(level).id
        except KeyError:
            from .terminal.suggest import unknown

            return told(unknown(_("level"), level, game.catalog.levels))
    try:
        wanted = Options(level, screenshot=screenshot, profile=bool(profile), software=bool(software), **options)
        return App(wanted, game).run()
    except DisplayMissing as missing:
        return told(str(missing))
    except OSError as fault:
        return told(_("The picture cannot be written: {fault}").format(fault=fault))


def told(sentence: str) -> int:
    """Say it on standard error; the exit code of a request that cannot be met."""
    print(sentence, file=sys.stderr)
    return 2


def whole(name: str, text: str) -> int:
    """ValueError: not a whole number, 0 or above."""
    from .words import _

    if not text.isdecimal():
        template = _("{name} is {value}; allowed: a whole number, 0 or above")
        raise ValueError(template.format(name=name, value=text or "?"))
    return int(text)


def sized(text: str) -> tuple[int, int]:
    """`1280x720`. ValueError: not a size, or one that no window has."""
    from .words import _

    width, x, height = text.partition("x")
    fits = x and width.isdecimal() and height.isdecimal() and 320 <= int(width) <= 7680 and 180 <= int(height) <= 4320
    if not fits:
        raise ValueError(_("--size is {value}; allowed: WIDTHxHEIGHT, such as 1280x720").format(value=text or "''"))
    return int(width), int(height)


def themed(text: str) -> str:
    """ValueError: neither dark nor light."""
    from .words import _

    if text not in ("", "dark", "light"):
        raise ValueError(_("--theme is {value}; allowed: dark, light").format(value=text))
    return text
