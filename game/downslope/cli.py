"""`downslope`: play, or ask in the terminal. Playing imports neither Typer nor Rich: the first frame comes first."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from .terminal.play import play

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
