"""Show a folder in the system's file manager, a file in what the system edits it with: the program is called with the
path as it is, never through a shell."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path

from .processes import start_tool, tool

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
    program = tool(OPENERS.get(sys.platform, ELSEWHERE))
    if program is None or (
        program.endswith(ELSEWHERE) and not bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    ):
        return False
    as_text = ["-t"] if sys.platform == "darwin" and way == "edit" else []
    start_tool([program, *as_text, str(place)])
    return True


# ---------------------------------------------------------------------------------------------------------------------
# Open a file in the player's editor, at a line: the program gets a list of arguments, never through a shell.


VARIABLES = ("VISUAL", "EDITOR")
# Editors with a window of their own, by the name of the program: how they take a file and a line. One that needs
# the terminal would start where nobody sees it.
PLACES = {
    **dict.fromkeys(("code", "code-insiders", "codium", "cursor", "windsurf"), ("--goto", "{file}:{line}")),
    **dict.fromkeys(("subl", "sublime_text", "zed", "zeditor", "geany", "lapce"), ("{file}:{line}",)),
    **dict.fromkeys(("idea", "pycharm", "charm", "webstorm"), ("--line", "{line}", "{file}")),
    **dict.fromkeys(("kate", "kwrite", "mate"), ("--line", "{line}", "{file}")),
    **dict.fromkeys(("gedit", "gvim", "mvim", "xed", "pluma", "gnome-text-editor"), ("+{line}", "{file}")),
    "notepad++": ("-n{line}", "{file}"),
    **dict.fromkeys(("notepad", "mousepad", "leafpad", "thonny", "idle", "idle3"), ("{file}",)),
}


def open_in_editor(file: Path, line: int = 1) -> bool:
    """At that line, where the editor can be told. False: there is none that could show it."""
    command = editor_command(file, line)
    if command is None:
        return open_file(file)
    try:
        start_tool(command)
    except (OSError, ValueError):
        return open_file(file)
    return True


def editor_command(file: Path, line: int) -> list[str] | None:
    """The editor that $VISUAL or $EDITOR names, with its words; None: neither names one with a window."""
    for variable in VARIABLES:
        try:
            program, *words = shlex.split(os.environ.get(variable, ""), posix=sys.platform != "win32")
        except ValueError:  # nothing, or a quotation mark without its other
            continue
        places = PLACES.get(Path(program.strip('"')).name.lower().removesuffix(".exe").removesuffix(".cmd"))
        tool_path = tool(program.strip('"'))
        by_shell = tool_path is not None and tool_path.lower().endswith((".cmd", ".bat"))
        if places is not None and tool_path is not None and not by_shell:
            return [tool_path, *words, *(place.format(file=file, line=max(1, line)) for place in places)]
    return None
