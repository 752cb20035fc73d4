"""`downslope play`, `watch` and `dev`: the game in a window, or as a film. Imports neither Typer nor Rich.

Options come as they were typed. Exit code 2: a word that cannot be, a file that cannot be written, or no display.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Sequence
from contextlib import suppress
from errno import ENOENT
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..engine.watchdog import dog
from ..i18n import _
from ..registry.plugin_guard import redirect_prints, say
from ..storage.files import Refused, unwritable, write_file
from .output import number, parse_size, parse_theme, print_error, report_left_out, unknown_level, whole

if TYPE_CHECKING:
    from ..attempt.game.game import Game
    from ..attempt.shared_level import SharedRun
    from ..rules import Level
    from ..storage.saves import Store


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
    """Play. Returns the exit code."""
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
        if link and level:  # the level that was typed counts more than the link's
            from urllib.parse import quote

            link = f"{link}&level={quote(level)}"
        options["link"] = link
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

    from ..attempt.shared_level import is_file, is_level_code, is_run_code, level_in, level_of, read_run

    if is_level_code(level) or is_run_code(level):
        level, code = "", level
    if is_level_code(code):
        return level_of(code, game.registry).id, None
    if code:
        run = read_run(code, game.catalog)
        return run.level.id, run
    if is_file(level):
        return level_in(Path(level), game.registry).id, None

    report_left_out(game.registry)
    raise Refused(unknown_level(level, game.registry))


# `downslope watch`: the reel, or shows of levels, in a window; or as a film, without one.


GIF = ".gif"
GIF_SIZE, GIF_RATE, GIF_SECONDS = "640x360", 12.5, 20.0
FOLDER_RATE = 30.0
SIZE = "1280x720"
FASTEST = 16.0


def watch(
    levels: Sequence[str], loop: bool, speed: str, theme: str, size: str, out: str, seconds: str, frames: str,
    profile: bool, software: bool, plugins: bool, code: str,
) -> int:  # fmt: skip
    """Returns the exit code. `out`: the film that is written."""
    from ..app.app import App, DisplayMissing, Options
    from ..attempt.game.game import Game
    from ..attempt.shared_level import read_run
    from ..rules import reel
    from ..scenes.reel import Reel, ReelScene
    from ..storage.saves import Settings, SpectatorStore, Store, players_store

    redirect_prints()
    path, moving, most, count = Path(out), Path(out).suffix.lower() == GIF, 0.0, 0
    try:
        if out:
            os.environ["SDL_VIDEODRIVER"] = os.environ["SDL_AUDIODRIVER"] = "dummy"
            os.environ["SDL_FRAMEBUFFER_ACCELERATION"] = "0"
            from ..film.shots import pillow

            if moving:
                pillow()
            elif path.suffix:
                raise Refused(_("--out is {value}; allowed: a name that ends in .gif, or a folder").format(value=out))
        area = parse_size(size or (GIF_SIZE if moving else SIZE))
        theme = parse_theme(theme)
        if not out:
            count = whole("--frames", frames, 0)
        elif seconds or moving:
            most = number("--seconds", seconds, above=0) if seconds else GIF_SECONDS
        pace = number("--speed", speed, above=0, most=FASTEST)
        if out:  # nothing of the player's is in it but the language and the plugins
            settings = Settings(language=Store().settings.language, sound=0.0, wind=0.0, music=0.0)
        game = Game(SpectatorStore(settings) if out else players_store(), theme=theme, plugins=plugins)
        shared = read_run(code, game.catalog) if code else None
        run = shared.actions if shared is not None else None
        shows: list[Level] = [shared.level] if shared is not None else []
        for name in () if code else levels:
            try:
                shows.append(game.catalog.level(name))
            except KeyError:
                raise Refused(unknown_level(name, game.registry)) from None
        shows = shows or reel(game.catalog)
        if not out:
            again = loop or not (levels or code)
            wanted = Options(frames=count, size=area, theme=theme, profile=profile, software=software)
            return App(wanted, game, ReelScene(game, Reel(shows, again, speed=pace, run=run))).run()
        from ..film.shots import cut, gif, shots, write_folder

        whole_show = not moving or len(shows) > 1
        show = Reel(shows, again=False, speed=pace, run=run, tries=whole_show, filmed=True)
        rate = GIF_RATE if moving else FOLDER_RATE
        try:
            if path.parent != Path() and not path.parent.is_dir():
                raise OSError(ENOENT, os.strerror(ENOENT))
            pieces = shots(game, show, whole_show, area, rate)
            pieces = cut(pieces, most) if most else pieces
            if moving:
                write_file(path, gif(list(pieces), area))
            else:
                write_folder(path, pieces, area, rate)
        except OSError as error:
            raise Refused(unwritable(out, error)) from error
    except (Refused, DisplayMissing) as why:
        return print_error(str(why))
    say(out)
    return 0


# `downslope dev FILE`: the game on a plugin that is being written.


def game_of(store: Store) -> Game:
    """A game with the player's settings. What is tried while a plugin is written is no progress: it is not kept."""
    from ..attempt.game.game import Game
    from ..storage.saves import SpectatorStore

    game = Game(SpectatorStore(store.settings))
    game.counts = False
    return game


def develop(file: Path, level: str, frames: str) -> int:
    """Play until the player quits. The exit code: 2 for a file or level that is not there too."""
    from ..level_files.pack import is_pack

    if not (file.is_file() or is_pack(file)):
        return print_error(_("{path} is not a plugin file").format(path=file))
    try:
        count = whole("--frames", frames, 0)
    except Refused as fault:
        return print_error(str(fault))
    from ..app.app import App, DisplayMissing, Options
    from ..app.dev_loop import DevLoop
    from ..registry.trust import name_file, own_file
    from ..storage.saves import players_store

    redirect_prints()
    name_file(file)
    game = game_of(players_store())
    own_file(file)
    try:
        loop = DevLoop(game, file, level)
    except LookupError:
        return print_error(_("{file} has no level {level}").format(file=file.name, level=level))
    say(_("Playing {file}; what is found in it is shown here too.").format(file=file.name))
    try:
        return App(Options(frames=count, dev=loop), game).run()
    except DisplayMissing as missing:
        return print_error(str(missing))
    finally:
        loop.end()
