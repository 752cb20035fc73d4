"""Show a folder in the system's file manager: the program is called with the path as it is, never through a shell."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

OPENERS = {"darwin": "open"}
ELSEWHERE = "xdg-open"


def open_folder(folder: Path) -> bool:
    """Make the folder if it is missing, and show it. False: it cannot be made, or nothing here can show it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return _shown(folder)
    except (OSError, ValueError):
        return False


def _shown(folder: Path) -> bool:
    if sys.platform == "win32":
        os.startfile(folder)  # opens folders with the file manager; it is no program, so nothing is run
        return True
    program = shutil.which(OPENERS.get(sys.platform, ELSEWHERE))
    if program is None or (program.endswith(ELSEWHERE) and not _has_screen()):
        return False
    nothing = subprocess.DEVNULL
    subprocess.Popen([program, str(folder)], stdin=nothing, stdout=nothing, stderr=nothing, start_new_session=True)
    return True


def _has_screen() -> bool:
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
