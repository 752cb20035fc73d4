"""Pictures of one's own as examples: a folder with a folder for each class, whose name is what is seen there."""

from __future__ import annotations

from pathlib import Path

from ..i18n import _, several
from ..rules.example import Example
from ..storage.errors import bad_file
from ..storage.files import unreadable
from .png import read_picture
from .preprocess import SIDE

MOST = 5_000  # pictures
CLASSES = 100
SIDES = tuple(side for side in (4, 8, 16, SIDE) if SIDE % side == 0)


def read_pictures(folder: Path | str, side: int = 8) -> tuple[list[Example], list[str]]:
    """Examples from PNG pictures, and the names of the classes: `cats/1.png`, `cats/2.png`, `dogs/1.png`.

    The input of an example are side x side pixels from 0 (paper) to 1 (ink), squeezed as the shipped digits were: cut
    out, centred, thick enough. The goal_prediction is 1 for its class, else 0, in the order of the names.
    Refused (a ValueError): the file, and what is wrong with it.
    """
    folder = Path(folder)
    if side not in SIDES:
        allowed = _("a side of {sides}").format(sides=", ".join(map(str, SIDES)))
        raise bad_file(folder, "", repr(side), allowed)
    try:
        classes = sorted(path for path in folder.iterdir() if path.is_dir() and path.name[0] not in "._")
        files = [(path.name, file) for path in classes for file in sorted(path.iterdir()) if _is_picture(file)]
    except OSError as error:
        raise unreadable(folder.name, error) from error
    names = [path.name for path in classes if any(name == path.name for name, _file in files)]
    if len(names) < 2 or len(names) > CLASSES or len(files) > MOST:
        count = several("{n} folder with pictures", "{n} folders with pictures", len(names)).format(n=len(names))
        wanted = _("2 to {most} folders, one for each class, with at most {pictures} pictures")
        raise bad_file(folder, "", count, wanted.format(most=CLASSES, pictures=MOST))
    found = []
    for name, file in files:
        goal = tuple(float(name == other) for other in names)
        found.append(Example(tuple(read_picture(file, side)), goal, name))
    return found, names


def _is_picture(file: Path) -> bool:
    return file.suffix.lower() == ".png" and file.name[0] != "."
