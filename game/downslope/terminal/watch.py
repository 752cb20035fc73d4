"""`downslope watch`: the reel, or shows of levels, in a window; or as a film, without one."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from errno import ENOENT
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..i18n import _
from ..storage.errors import Refused
from ..storage.files import unwritable
from .output import print_error

if TYPE_CHECKING:
    from ..attempt.game.game import Game
    from ..rules.actions import Action
    from ..rules.level import Level

GIF = ".gif"
GIF_SIZE, GIF_RATE, GIF_SECONDS = "640x360", 12.5, 20.0
FOLDER_RATE = 30.0
SIZE = "1280x720"
FASTEST = 16.0


@dataclass
class WatchRequest:
    """The options as they were typed."""

    levels: Sequence[str] = ()
    loop: bool = False
    speed: str = "1"
    theme: str = ""
    size: str = ""
    out: str = ""
    seconds: str = ""
    frames: str = "0"
    profile: bool = False
    software: bool = False
    plugins: bool = True
    code: str = ""


def watch(request: WatchRequest) -> int:
    """Returns the exit code: 2 for a word that cannot be, a file that cannot be written, or no display."""
    from ..app.app import App, DisplayMissing, Options
    from ..registry.stdout_guard import redirect_prints

    redirect_prints()
    try:
        return film(request) if request.out else _in_window(request, App, Options)
    except Refused as why:
        return print_error(str(why))
    except DisplayMissing as missing:
        return print_error(str(missing))


def _in_window(request: WatchRequest, app: Any, options: Any) -> int:
    from ..attempt.game.game import Game
    from ..scenes.reel import Reel, ReelScene
    from ..storage.saves import players_store
    from .play import parse_size, parse_theme
    from .suggest import whole

    size, theme = parse_size(request.size or SIZE), parse_theme(request.theme)
    frames, speed = whole("--frames", request.frames, 0), _speed(request)
    game = Game(players_store(), theme=theme, plugins=request.plugins)
    levels, run = shown(game, request)
    again = request.loop or not (request.levels or request.code)
    reel = Reel(levels, again, speed=speed, run=run)
    wanted = options(frames=frames, size=size, theme=theme, profile=request.profile, software=request.software)
    code: int = app(wanted, game, ReelScene(game, reel)).run()
    return code


def film(request: WatchRequest) -> int:
    """Write it. Refused: why it cannot be, in a sentence."""
    os.environ["SDL_VIDEODRIVER"] = os.environ["SDL_AUDIODRIVER"] = "dummy"
    os.environ["SDL_FRAMEBUFFER_ACCELERATION"] = "0"
    from ..film.gif import gif, pillow
    from ..film.shots import cut, scene_of, shots, write_folder
    from ..registry.stdout_guard import say
    from ..scenes.reel import Reel
    from ..storage.files import write_file
    from .play import parse_size
    from .suggest import number

    path = Path(request.out)
    moving = path.suffix.lower() == GIF
    if moving:
        pillow()
    elif path.suffix:
        raise Refused(_("--out is {value}; allowed: a name that ends in .gif, or a folder").format(value=request.out))
    size = parse_size(request.size or (GIF_SIZE if moving else SIZE))
    maximum = number("--seconds", request.seconds, above=0) if request.seconds else GIF_SECONDS if moving else 0.0
    # Nothing of the player's is in it but the language and the plugins
    from ..attempt.game.game import Game
    from ..attempt.game.spectator import SpectatorStore
    from ..storage.saves import Store
    from ..storage.settings import Settings
    from .play import parse_theme

    settings = Settings(language=Store().settings.language, sound=0.0, wind=0.0, music=0.0)
    game = Game(SpectatorStore(settings), theme=parse_theme(request.theme), plugins=request.plugins)
    levels, run = shown(game, request)
    whole = not moving or len(levels) > 1
    reel = Reel(levels, again=False, speed=_speed(request), run=run, tries=whole, filmed=True)
    rate = GIF_RATE if moving else FOLDER_RATE
    try:
        if path.parent != Path() and not path.parent.is_dir():
            raise OSError(ENOENT, os.strerror(ENOENT))
        pieces = shots(game, scene_of(game, reel, titled=whole), size, rate)
        pieces = cut(pieces, maximum) if maximum else pieces
        if moving:
            write_file(path, gif(list(pieces), size))
        else:
            write_folder(path, pieces, size, rate)
    except OSError as error:
        raise Refused(unwritable(request.out, error)) from error
    say(request.out)
    return 0


def shown(game: Game, request: WatchRequest) -> tuple[list[Level], Sequence[Action] | None]:
    """The levels that are asked for, and the run of a code. Refused: there is none of that name, or no such code."""
    from ..attempt.sharing.shared_run import read_run
    from ..rules.campaign import reel
    from .suggest import unknown_level

    if request.code:
        run = read_run(request.code, game.catalog)
        return [run.level], run.actions
    found = []
    for name in request.levels:
        try:
            found.append(game.catalog.level(name))
        except KeyError:
            raise Refused(unknown_level(name, game.registry)) from None
    return found or reel(game.catalog), None


def _speed(request: WatchRequest) -> float:
    from .suggest import number

    return number("--speed", request.speed, above=0, most=FASTEST)
