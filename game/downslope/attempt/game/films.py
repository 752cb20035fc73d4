"""Films of runs, made while the game goes on: where they lie, when they are told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ... import paths
from ...desktop.capabilities import can, only_on_desktop
from ...i18n import _

if TYPE_CHECKING:
    from pygame import Surface

    from ...background.film_job import FilmJob
    from ...view.widgets.toast import Toasts

TOLD = 10.0  # seconds that it can be read where a film lies


class Films:
    """`jobs`: those that are made now. `look`: the words of the command that make them look as the game does."""

    def __init__(self, toasts: Toasts, look: Callable[[], Sequence[str]]) -> None:
        self.toasts, self.look = toasts, look
        self.jobs: list[FilmJob] = []

    def make(self, name: str, words: Sequence[str], picture: Surface | None = None) -> bool:
        """A film of that name and the picture beside it, if there is one. False: neither can be; it is said why."""
        from importlib.util import find_spec

        from ...background.film_job import FilmJob
        from ...desktop.window import save_picture
        from ...storage.files import unwritable

        if not can("films"):
            self.toasts.fault(only_on_desktop("films"))
            return False
        folder = paths.films()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            path = free_path(folder, name)
            if picture is not None:
                save_picture(picture, str(path.with_suffix(".png")))
        except OSError as error:
            self.toasts.fault(unwritable(folder, error))
            return False
        if find_spec("PIL") is None:
            hint = _("A GIF needs Pillow: pip install 'downslope[gif]'.")
            if picture is None:
                self.toasts.fault(hint)
                return False
            self._tell(_("The picture is saved."), f"{path.with_suffix('.png')} {hint}", path.parent)
            return True
        self.jobs.append(FilmJob(path, [*words, *self.look()]))
        self.toasts.add(_("A film is being made"), _("You can keep playing."), icon="save")
        return True

    def update(self) -> None:
        """Tell of those that are done."""
        for job in list(self.jobs):
            said = job.result()
            if said is None:
                continue
            self.jobs.remove(job)
            if said:
                self.toasts.fault(said)
            else:
                self._tell(_("The film is saved."), str(job.path), job.path.parent)

    def stop(self) -> None:
        """The game ends: what is not done is not made."""
        for job in self.jobs:
            job.stop()
        self.jobs.clear()

    def _tell(self, title: str, body: str, folder: Path) -> None:
        action = (_("Open folder"), lambda: self._open(folder))
        self.toasts.add(title, body, icon="save", action=action, seconds=TOLD)

    def _open(self, folder: Path) -> None:
        from ...desktop.file_manager import open_folder

        if not open_folder(folder):
            self.toasts.add(_("Your films' folder"), str(folder), icon="folder")


def free_path(folder: Path, name: str) -> Path:
    """The first name in the folder that neither a film nor a picture has."""
    number, plain = 1, name.replace("/", "-")
    while True:
        path = folder / (f"{plain}-{number}.gif" if number > 1 else f"{plain}.gif")
        if not path.exists() and not path.with_suffix(".png").exists():
            return path
        number += 1
