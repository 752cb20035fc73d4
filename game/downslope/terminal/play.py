"""`downslope play`: the options as they were typed, then the window. Imports neither Typer nor Rich."""

from __future__ import annotations

import gc
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .output import print_error

if TYPE_CHECKING:
    from ..attempt.game.game import Game
    from ..attempt.sharing.shared_run import SharedRun


def play(
    level: str = "",
    frames: str = "0",
    screenshot: str = "",
    size: str = "1280x720",
    theme: str = "",
    profile: str = "",
    software: str = "",
    no_plugins: str = "",
    code: str = "",
    link: str = "",
) -> int:
    """Play; the options as they were typed. Returns the exit code: 2 for a word that cannot be, or no display."""
    from ..engine.watchdog import dog
    from ..registry.stdout_guard import redirect_prints
    from ..storage.errors import Refused
    from .suggest import whole

    gc.disable()  # all that the first frame makes stays; its screen looks for garbage from then on
    redirect_prints()
    typed = dog.interrupts
    try:
        options: dict[str, Any] = {
            "frames": whole("--frames", frames, 0),
            "size": parse_size(size),
            "theme": parse_theme(theme),
        }
        from ..app.app import App, DisplayMissing, Options

        game, run = None, None
        if level or code:
            from ..attempt.game.game import Game
            from ..registry.trust import name_file
            from ..storage.saves import players_store

            if level.endswith(".py"):
                name_file(Path(level))  # before the game reads whose code may run
            game = Game(players_store(), theme=str(options["theme"]), plugins=not no_plugins)
            level, run = _asked_for(game, level, code)
        options |= {"profile": bool(profile), "software": bool(software), "plugins": not no_plugins}
        options["link"] = _with_level(link, level)
        options |= {"interrupts": typed, "replay": run.actions if run is not None else None}
        wanted = Options(level, screenshot=screenshot, **options)
    except Refused as why:
        return print_error(str(why))
    try:
        return App(wanted, game).run()
    except (Refused, DisplayMissing) as why:
        return print_error(str(why))


def _asked_for(game: Game, level: str, code: str) -> tuple[str, SharedRun | None]:
    """The level's id, and the run to be seen in it. Refused: there is no such level, file, code or link."""
    if not code:
        with suppress(KeyError):  # what reads files and codes is not imported for a level that is there
            return game.catalog.level(level).id, None

    from ..attempt.sharing.shared_level import is_file, is_level_code, level_in, level_of
    from ..attempt.sharing.shared_run import is_run_code, read_run
    from ..storage.errors import Refused

    if is_level_code(level) or is_run_code(level):
        level, code = "", level
    if is_level_code(code):
        return level_of(code, game.registry).id, None
    if code:
        run = read_run(code, game.catalog)
        return run.level.id, run
    if is_file(level):
        return level_in(Path(level), game.registry).id, None
    from .suggest import unknown_level
    from .trust_question import report_left_out

    report_left_out(game.registry)
    raise Refused(unknown_level(level, game.registry))


def _with_level(link: str, level: str) -> str:
    """The level that was typed counts more than the link's."""
    if not link or not level:
        return link
    from urllib.parse import quote

    return f"{link}&level={quote(level)}"


def parse_size(text: str) -> tuple[int, int]:
    """`1280x720`. Refused: not a size, or one that no window has."""
    from ..i18n import _
    from ..storage.errors import Refused

    width, x, height = text.partition("x")
    fits = x and width.isdecimal() and height.isdecimal() and 320 <= int(width) <= 7680 and 180 <= int(height) <= 4320
    if not fits:
        raise Refused(_("--size is {value}; allowed: WIDTHxHEIGHT, such as 1280x720").format(value=text or "''"))
    return int(width), int(height)


def parse_theme(text: str) -> str:
    """Refused: neither dark nor light."""
    from ..i18n import _
    from ..storage.errors import Refused

    if text not in ("", "dark", "light"):
        raise Refused(_("--theme is {value}; allowed: dark, light").format(value=text))
    return text
