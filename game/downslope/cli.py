"""`downslope`: play, or ask in the terminal. Playing imports neither Typer nor Rich: the first frame comes first."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from .desktop.bounded import bound_if_child
from .terminal.output import catch_lost_interrupts, end, run_command
from .terminal.play import play

TRUE_FLAGS = frozenset({"profile", "software", "no-plugins"})


def main(arguments: Sequence[str] | None = None) -> None:
    """The entry point of the command and of `python -m downslope`. Ends the process with its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if arguments is None:
        bound_if_child()
        catch_lost_interrupts()
        end(run(given))
    sys.exit(run(given))


def run(given: list[str]) -> int:
    """The exit code. Nothing is raised."""
    if given == ["worker"]:
        from .background.server import main as train

        return run_command(train, needs_output=False)
    wanted = parse_quick(given)
    if wanted is None:
        return run_command(lambda: _command(given), as_json="--json" in given)
    return run_command(lambda: play(**wanted), needs_output=False)


def _command(given: list[str]) -> int:
    from .terminal.commands import run

    return run(given)


def parse_quick(arguments: list[str]) -> dict[str, str] | None:
    """`[play] [LEVEL] [--option value ...]` as words. None: anything else, such as --help: Typer reads it."""
    options: dict[str, str] = {}
    rest = arguments[1:] if arguments[:1] == ["play"] else arguments
    if rest and not rest[0].startswith("-") and rest is arguments:
        return None
    words = iter(rest)
    for word in words:
        name, equals, value = word.removeprefix("--").partition("=")
        if not word.startswith("-"):
            if "level" in options:
                return None
            options["level"] = word
        elif name in TRUE_FLAGS and not equals:
            options[name.replace("-", "_")] = "yes"
        elif name in ("frames", "screenshot", "size", "theme", "code", "link") and word.startswith("--"):
            options[name] = value if equals else next(words, "")
        else:
            return None
    return options
