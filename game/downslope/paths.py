"""Where things are: the shipped files, and the player's folder with plugins and saves.

Shipped files lie in `shipped/` beside this file once the game is installed from a wheel; in a checkout they are folders
of its root (`levels/`, `plugins/`, `assets/`). Nothing is made here: whoever writes makes the folder.
"""

from __future__ import annotations

import os
import re
import sys
from functools import cached_property, partial
from pathlib import Path

# Set for helper processes, which are ended whenever nobody waits for them: the seconds that one may take, 0 unlimited.
CHILD = "DOWNSLOPE_CHILD"
# The same for a command that another one only guards: it writes as every command does.
GUARDED = "DOWNSLOPE_GUARDED"
PACKAGE = Path(__file__).resolve().parent


def is_helper() -> bool:
    """This process was started by another one of the game, which writes for both."""
    started = sys.modules.get("multiprocessing.process")  # it is there in every process that was started with its help
    return bool(os.environ.get(CHILD)) or (started is not None and started.parent_process() is not None)


def is_child() -> bool:
    """This process is bounded, and another one of the game reads what it says, a line of JSON for each thing."""
    return bool(os.environ.get(CHILD) or os.environ.get(GUARDED))


def file_exists(path: Path) -> bool:
    """Something lies there. Of a place that may not be looked at `Path.exists` raises: nothing of ours is there."""
    try:
        return path.exists()
    except OSError:
        return False


def is_file(path: Path) -> bool:
    """The same of a file."""
    return file_exists(path) and path.is_file()


def shipped_folder() -> Path:
    """The folder that holds `levels/`, `plugins/` and `assets/`."""
    installed = PACKAGE / "shipped"
    if installed.is_dir():
        return installed
    return PACKAGE.parent.parent


def assets() -> Path:
    """The folder of fonts, digits, sounds, icons, languages and their licences."""
    return shipped_folder() / "assets"


def template(kind: str) -> Path:
    """What a new plugin file of a kind begins as; of "package" the folder around one, of "pack" all of it."""
    return assets() / "templates" / {"data": "data.toml", "pack": "pack", "package": "package"}.get(kind, f"{kind}.py")


def languages() -> Path:
    """Compiled translations: LANGUAGE/LC_MESSAGES/downslope.mo."""
    return assets() / "languages"


def shipped_plugins() -> list[Path]:
    """Every shipped plugin file: metrics and learners first, then the campaign, a file a chapter, in order."""
    root = shipped_folder()
    folders = (root / "plugins" / "metrics", root / "plugins" / "learners", root / "levels")
    return [path for folder in folders for path in plugin_files(folder)]


PLUGIN_FILES = (".py", ".toml", ".zip")
WORDS = re.compile(r".+\.[a-z]{2,3}(_[A-Z]{2})?\.toml")  # jackets.nb.toml: the texts of jackets in another language
PACK = "pack.toml"  # what makes a folder a pack


class FolderListing:
    """What lies in a folder, listed once, by name: a load asks it for each plugin. `error`: why it cannot be read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.error: OSError | None = None
        self.inside: list[Path] = []
        try:
            self.inside = sorted(folder.iterdir())
        except OSError as error:
            self.error = error

    def plugins(self) -> list[Path]:
        """Python, levels as TOML, packs.

        A file whose name begins with `_` is somebody's helper, not a plugin; the zip of a pack that lies there as a
        folder is that pack once more.
        """
        packs = {path.name for path in self.inside if is_file(path / PACK)}
        paths = (path for path in self.inside if path.suffix in PLUGIN_FILES or path.name in packs)
        paths = (path for path in paths if path.suffix != ".zip" or path.stem not in packs)
        return [path for path in paths if not path.name.startswith(("_", ".")) and not WORDS.fullmatch(path.name)]

    @cached_property
    def texts(self) -> dict[str, dict[str, Path]]:
        """`jackets.nb.toml`: jackets -> nb -> that file, whether nb is a language or not."""
        files: dict[str, dict[str, Path]] = {}
        for path in self.inside:
            stem, dot, language = path.stem.rpartition(".")
            if dot and path.suffix == ".toml":
                files.setdefault(stem, {})[language] = path
        return files


def plugin_files(folder: Path) -> list[Path]:
    """What is a plugin in a folder, by name; empty where none can be read."""
    return FolderListing(folder).plugins()


class HomeUnusable(ValueError):
    """$DOWNSLOPE_HOME names what can be no folder: a template for translation, and its values."""

    def __init__(self, template: str, **values: object) -> None:
        super().__init__(template.format(**values))
        self.template, self.values = template, values


def home() -> Path:
    """The player's folder: $DOWNSLOPE_HOME, or the platform's own place for a program's data.

    HomeUnusable: there is no such place. A folder that is not there yet is made by whoever writes.
    """
    chosen = os.environ.get("DOWNSLOPE_HOME")
    if chosen:
        short = chosen if len(chosen) <= 60 else f"{chosen[:57]}..."
        try:
            path = Path(chosen).expanduser()
            path.stat()
        except (FileNotFoundError, NotADirectoryError, PermissionError):
            pass  # what can be done there is seen, and said, when it is done
        except OSError as error:
            reason = error.strerror or str(error)
            raise HomeUnusable("DOWNSLOPE_HOME is {value}: {reason}", value=short, reason=reason) from error
        except RuntimeError as error:
            raise HomeUnusable("DOWNSLOPE_HOME is {value}: there is no such user", value=short) from error
        return path
    from platformdirs import user_data_path  # not needed, so not paid for, where the variable is set

    return user_data_path("downslope", appauthor=False)


def _inside(name: str, player: Path | None = None) -> Path:
    """What is called so in the player's folder. `player`: another folder than that."""
    return (player or home()) / name


plugins = partial(_inside, "plugins")  # where the player drops plugin files
drafts = partial(_inside, "drafts")  # levels of the workshop that are on no map yet
scratch = partial(_inside, "scratch")  # where a level is written to be checked
films = partial(_inside, "films")  # films and pictures of runs
nets = partial(_inside, "nets")  # nets that were trained in levels
transfers = partial(_inside, "progress")  # progress that goes to another computer, or has come from one
saves = partial(_inside, "saves")  # progress and settings
cache = partial(_inside, "cache")  # what can be made again
running = partial(_inside, "running")  # notes of which plugin's code is running
trusted_sources = partial(_inside, "trusted")  # the source of plugins that may run, to tell what has changed in them
saves_lock = partial(_inside, "saves.lock")  # held by the game that writes there, while it does
game_lock = partial(_inside, "game.lock")  # held by a game as long as it is played


def plugin_at(path: Path) -> Path:
    """What lies there; where nothing does, that of this name in the plugins folder, with its ending or without.

    Where there is none either, the path as it was given.
    """
    if file_exists(path) or path.name != str(path):
        return path
    names = [path.name, *(path.name + ending for ending in PLUGIN_FILES)]
    names += [name.replace("-", "_") for name in names]
    return next((file for file in (plugins() / name for name in names) if file_exists(file)), path)


def net(level: str, player: Path | None = None) -> Path:
    """Where the net that was trained in a level is kept."""
    return nets(player) / f"{level.replace('/', '-')}.json"

