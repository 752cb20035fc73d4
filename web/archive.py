"""One file of many, the same bytes each time: names in order, one date, nobody's name and rights."""

from __future__ import annotations

import bz2
import hashlib
import io
import subprocess
import tarfile
from collections.abc import Mapping
from pathlib import Path

DATE = 1577836800  # 2020-01-01, UTC
SHIPPED = ("game", "levels", "plugins", "assets")  # folders of the checkout that the game needs
LEFT_OUT = ("game/downslope/terminal/", "game/downslope/sweep/")  # a tab has no terminal and no processes


def shipped_files(root: Path) -> dict[str, bytes]:
    """The game's own files by name; of a checkout those that belong to it, nothing that lies about."""
    ask = ("git", "ls-files", "-z", *SHIPPED)
    listed = subprocess.run(ask, cwd=root, stdout=subprocess.PIPE, text=True, check=True).stdout
    names = sorted(name for name in listed.split("\0") if name and not name.startswith(LEFT_OUT))
    return {name: (root / name).read_bytes() for name in names if (root / name).is_file()}


def tar_bz2(files: Mapping[str, bytes]) -> bytes:
    """An archive in which like stands beside like: bz2 packs many small files a quarter smaller than zip does."""
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name in sorted(files, key=lambda name: (Path(name).suffix, name)):
            entry = tarfile.TarInfo(name)
            entry.size, entry.mtime = len(files[name]), DATE
            archive.addfile(entry, io.BytesIO(files[name]))
    return bz2.compress(raw.getvalue(), 9)


def hashed(name: str, content: bytes) -> str:
    """The name of a file with a piece of its checksum in it: what is kept under it never grows old."""
    stem, dot, ending = name.partition(".")
    return f"{stem}-{hashlib.sha256(content).hexdigest()[:10]}{dot}{ending}"
