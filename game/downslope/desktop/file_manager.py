"""Show a folder in the system's file manager, a file in what the system edits it with: the program is called with the
path as it is, never through a shell."""

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


def open_file(file: Path) -> bool:
    """Show it in what this system edits such files with. False: there is nothing."""
    try:
        return _shown(file, "edit")
    except (OSError, ValueError):
        return False


def _shown(place: Path, way: str = "open") -> bool:
    if sys.platform == "win32":
        os.startfile(place, way)  # a folder is no program, and a program that is edited is not run
        return True
    program = shutil.which(OPENERS.get(sys.platform, ELSEWHERE))
    if program is None or (program.endswith(ELSEWHERE) and not _has_screen()):
        return False
    as_text = ["-t"] if sys.platform == "darwin" and way == "edit" else []
    start_program([program, *as_text, str(place)])
    return True


def start_program(command: list[str]) -> None:
    """It goes on by itself, also when the game ends. OSError: there is no such program."""
    nothing = subprocess.DEVNULL
    subprocess.Popen(command, stdin=nothing, stdout=nothing, stderr=nothing, start_new_session=True)


def _has_screen() -> bool:
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
