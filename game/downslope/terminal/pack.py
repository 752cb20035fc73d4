"""`downslope pack FOLDER`: a pack of levels as a zip, after a check; the same bytes each time."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from ..i18n import several, translate
from ..level_files.pack import Pack
from ..level_files.pack_files import BYTES, PackFiles, ZipFiles
from ..registry.answer import say
from ..registry.registry import Registry
from ..storage.errors import Refused
from ..storage.files import unwritable, write_file
from .check import check_levels
from .errors import print_error

DATE = (1980, 1, 1, 0, 0, 0)  # of every entry: the first that a zip can say
MODE = 0o100644 << 16  # an ordinary file


def write_pack(registry: Registry, folder: Path, out: Path | None) -> int:
    """0: it is written; 1: something is wrong with it, which is said; 2: it is no pack, or cannot be written."""
    pack = Pack(folder)
    if pack.files is None or pack.fault is not None:
        return print_error(f"{folder}: {_told(pack.fault)}")
    if check_levels(registry, folder):
        return 1
    file = out if out is not None else folder.resolve().parent / f"{pack.name}.zip"
    try:
        content = zip_of(pack.files)
        ZipFiles(file, content)  # what is given away can be read
        write_file(file, content)
    except Refused as refused:
        return print_error(f"{folder}: {_told(refused)}")
    except OSError as error:
        return print_error(unwritable(file, error))
    count = len(pack.files.names)
    told = several("{file}: {n} file, {size} bytes", "{file}: {n} files, {size} bytes", count)
    say(told.format(file=file, n=count, size=len(content)))
    return 0


def zip_of(files: PackFiles) -> bytes:
    """All files in the order of their names. They are not made smaller: that would differ from machine to machine."""
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_STORED) as archive:
        for name in sorted(files.names):
            entry = ZipInfo(name, DATE)
            entry.create_system, entry.external_attr = 3, MODE
            archive.writestr(entry, files.read(name, BYTES))
    return buffer.getvalue()


def _told(refused: Refused | None) -> str:
    return translate(refused) if refused is not None else ""
