"""Open a file in the player's editor, at a line: the program gets a list of arguments, never through a shell."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from pathlib import Path

from .file_manager import open_file, start_program

VARIABLES = ("VISUAL", "EDITOR")
# Editors with a window of their own, by the name of the program: how they are told a file and a line. One that needs
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
        start_program(command)
    except (OSError, ValueError):
        return open_file(file)
    return True


def editor_command(file: Path, line: int) -> list[str] | None:
    """The editor that $VISUAL or $EDITOR names, with what it is told; None: neither names one with a window."""
    for variable in VARIABLES:
        try:
            program, *words = shlex.split(os.environ.get(variable, ""), posix=sys.platform != "win32")
        except ValueError:  # nothing, or a quotation mark without its other
            continue
        places = PLACES.get(Path(program.strip('"')).name.lower().removesuffix(".exe").removesuffix(".cmd"))
        found = shutil.which(program.strip('"'))
        by_shell = found is not None and found.lower().endswith((".cmd", ".bat"))
        if places is not None and found is not None and not by_shell:
            return [found, *words, *(place.format(file=file, line=max(1, line)) for place in places)]
    return None
