"""A file that was dropped onto the window, or onto the page: by its ending it is known what becomes of it.

Levels and packs are data, checked as such. Code is never run here: it goes to the list of plugins, which asks first.
"""

from __future__ import annotations

from collections.abc import Callable
from errno import EFBIG
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from ..attempt.game.game import take_text
from ..attempt.shared_level import level_in_bytes, offer_to_keep, show_refusal
from ..engine.plain_text import plain
from ..i18n import N_, _
from ..scenes.base.scene import Scene, screen_class
from ..storage.files import Refused, read_file, unreadable, unwritable, write_file

TOLD = 10.0  # seconds in which it can be read what came of it


class DroppedFile(NamedTuple):
    """Its name, as it can be shown, and what is in it. `path`: where it lies; empty: there are only its bytes."""

    name: str
    content: bytes
    path: str = ""

    @property
    def ending(self) -> str:
        """Small letters, with the point."""
        return Path(self.name).suffix.lower()


def take_file(scene: Scene, file: DroppedFile) -> None:
    """Do with it what its kind asks for; a note says what came of it."""
    if file.ending not in DROP_KINDS:
        kinds = ", ".join(f"{_(words)} ({ending})" for ending, (_take, words, _most) in DROP_KINDS.items())
        text = _("{file}: you can drop {known} here.").format(file=file.name, known=kinds)
        scene.game.toasts.fault(text, TOLD)
        return
    take, _words, most = DROP_KINDS[file.ending]
    try:
        if len(file.content) > most:
            raise _too_large(file.name, most)
        take(scene, file)
    except Refused as why:
        show_refusal(scene.game, why, scene.open_plugin)


def file_at(path: Path) -> DroppedFile:
    """The file that lies there; of an ending that is none of ours nothing is read. Refused: it cannot be read."""
    file = DroppedFile(plain(path.name), b"", str(path))
    if file.ending not in DROP_KINDS:
        return file
    most = DROP_KINDS[file.ending][2]
    try:
        return file._replace(content=read_file(path, most))
    except OSError as error:
        if error.errno == EFBIG:
            raise _too_large(file.name, most) from error
        raise unreadable(file.name, error) from error


def _too_large(name: str, most: int) -> Refused:
    return Refused(_("{file} is larger than {n} MB, so it was skipped.").format(file=name, n=most // 1_000_000))


def _take_levels(scene: Scene, file: DroppedFile) -> None:
    """Open its first level, in the workshop where that is open; all are on the map until the game ends."""
    level = level_in_bytes(file.name, file.content, scene.game.registry)
    if not scene.take(level):
        scene.open("play", level=level)
    offer_to_keep(scene.game, level)


def _take_picture(scene: Scene, file: DroppedFile) -> None:
    """Where a net reads pictures, it is on the pad."""
    if scene.takes_picture is None:
        text = _("{file}: pictures are read in chapter 8, where a net reads digits.")
        scene.game.toasts.add(text.format(file=file.name), seconds=TOLD)
        return
    scene.takes_picture(file.name, file.content)
    scene.game.toasts.add(_("{file} is on the pad.").format(file=file.name), icon="check")


def _take_progress(scene: Scene, file: DroppedFile) -> None:
    taken = take_text(scene.game, file.content, file.name)
    scene.game.toasts.add(_("Progress imported."), taken.sentence(), icon="check", seconds=TOLD)


def _take_code(scene: Scene, file: DroppedFile) -> None:
    """It is in the list of plugins for this visit, and does nothing before the player agrees there.

    Of a file that is there already, what is in it now counts.
    """
    from ..registry.loading import reload

    game = scene.game
    if game.hides("plugins"):
        raise Refused(_("{file}: plugins are hidden here.").format(file=file.name))
    if not game.plugins.wanted:
        raise Refused(_("{file}: the game was started without plugins.").format(file=file.name))
    place = Path(file.path)
    if not file.path:  # the bytes of code lie there from now on: it is loaded from a file
        try:
            place = Path(_folder().name) / Path(file.name).name
            write_file(place, file.content)
        except OSError as error:
            raise Refused(unwritable(file.name, error)) from error
    known = next((plugin for plugin in game.registry.plugins if plugin.source == str(place)), None)
    if known is None:
        game.registry.add_file(place)
        game.registry.collect()
    else:
        reload(game.registry, known)
    listed = isinstance(scene, screen_class("plugins"))
    scene.open("plugins", parent=getattr(scene, "parent", scene) if listed else scene)
    text = _("{file} is code. It runs only if you allow it, and only in this visit.")
    game.toasts.add(text.format(file=file.name), icon="puzzle", seconds=TOLD)


@cache
def _folder() -> TemporaryDirectory[str]:
    """One for all that is dropped as bytes; with the game it ends."""
    return TemporaryDirectory(prefix="downslope-", ignore_cleanup_errors=True)


# Ending -> what is done with a file of it, what those files are called, and their most bytes.
DROP_KINDS: dict[str, tuple[Callable[[Scene, DroppedFile], None], str, int]] = {
    ".toml": (_take_levels, N_("a level or a pack"), 1_000_000),
    ".zip": (_take_levels, N_("a pack"), 1_000_000),
    ".png": (_take_picture, N_("a picture of a digit"), 1_000_000),
    ".json": (_take_progress, N_("progress"), 2_000_000),
    ".py": (_take_code, N_("a plugin"), 1_000_000),
}
