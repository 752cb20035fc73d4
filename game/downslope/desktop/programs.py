"""Programs of the system that the game calls: what shows a folder or a file, the player's editor, the system's voice.

A program gets a list of arguments, with a path as it is, never through a shell. None of them is needed.
"""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from .processes import Process, TimeoutExpired, start_tool


def tool(name: str) -> str | None:
    """The full path of a program of the system; None: there is none.

    Windows looks into the folder that we were started in before all others: here nobody does.
    """
    folders, endings = [path for path in map(Path, os.get_exec_path()) if path.is_absolute()], [""]
    if sys.platform == "win32":
        system = Path(os.environ.get("SYSTEMROOT", "C:\\Windows"), "System32")
        folders = [system, system / "WindowsPowerShell" / "v1.0", *folders]
        endings = os.environ.get("PATHEXT", ".COM;.EXE;.BAT;.CMD").lower().split(";")
        endings = [""] if name.lower().endswith(tuple(endings)) else endings
    places = (str(folder / (name + ending)) for folder in folders for ending in endings)
    return next(filter(None, map(shutil.which, places)), None)


def open_folder(folder: Path) -> bool:
    """Make the folder if it is missing, and show it. False: it cannot be made, or nothing here can show it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return _shown(folder)
    except (OSError, ValueError):
        return False


def _shown(place: Path, way: str = "open") -> bool:
    if sys.platform == "win32":
        os.startfile(place, way)  # a folder is no program, and a program that is edited is not run
        return True
    program = tool("open" if sys.platform == "darwin" else "xdg-open")
    if program is None or (
        program.endswith("xdg-open") and not bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    ):
        return False
    as_text = ["-t"] if sys.platform == "darwin" and way == "edit" else []
    start_tool([program, *as_text, str(place)])
    return True


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
    """At that line, where $VISUAL or $EDITOR names one with a window; else as such files are edited here. False: there
    is nothing that could show it."""
    for variable in VARIABLES:
        try:
            program, *words = shlex.split(os.environ.get(variable, ""), posix=sys.platform != "win32")
        except ValueError:  # nothing, or a quotation mark without its other
            continue
        places = PLACES.get(Path(program.strip('"')).name.lower().removesuffix(".exe").removesuffix(".cmd"))
        tool_path = tool(program.strip('"'))
        by_shell = tool_path is not None and tool_path.lower().endswith((".cmd", ".bat"))
        if places is not None and tool_path is not None and not by_shell:
            with suppress(OSError, ValueError):
                start_tool([tool_path, *words, *(place.format(file=file, line=max(1, line)) for place in places)])
                return True
            break
    try:
        return _shown(file, "edit")
    except (OSError, ValueError):
        return False


SPEAK = (
    "Add-Type -AssemblyName System.Speech; [Console]::InputEncoding = [Text.Encoding]::UTF8; "
    "(New-Object System.Speech.Synthesis.SpeechSynthesizer).Speak([Console]::In.ReadToEnd())"
)


class SpeechProgram(NamedTuple):
    """A program that speaks: how it is called, and how it is hushed where ending it is not enough.

    `piped`: it reads what to say from its input; else that is its last word.
    """

    command: tuple[str, ...]
    piped: bool = True
    hush: tuple[str, ...] = ()


# System -> its programs, the first that is there.
SPEECH_PROGRAMS: dict[str, tuple[SpeechProgram, ...]] = {
    "linux": (SpeechProgram(("spd-say", "--"), False, ("spd-say", "--cancel")),),
    "darwin": (SpeechProgram(("say", "-f", "-")),),
    "win32": (SpeechProgram(("powershell", "-NoProfile", "-NonInteractive", "-Command", SPEAK)),),
}


def speech_program() -> SpeechProgram | None:
    """The one that this system has, by its full path."""
    for each in SPEECH_PROGRAMS.get(sys.platform, ()):
        program = tool(each.command[0])
        if program is not None:
            hush = (tool(each.hush[0]) or each.hush[0], *each.hush[1:]) if each.hush else ()
            return each._replace(command=(program, *each.command[1:]), hush=hush)
    return None


@dataclass(eq=False)
class SystemVoice:
    """Says one thing at a time: the newest ends what is said before. What is to be said is handed to a program, which
    nobody waits for; where there is none, or it does not start, all is silent."""

    _speaker: SpeechProgram | None = field(default_factory=speech_program)
    _process: Process[bytes] | None = None
    _spoke: bool = False

    def say(self, text: str) -> None:
        """Begin to say it, instead of what is said now."""
        speaker = self._speaker
        if speaker is None or not text:
            return
        self._end()
        text = text.encode("utf-8", "replace").decode()  # half a letter, as the names of files may have
        words = () if speaker.piped else (text,)
        try:
            self._process = start_tool([*speaker.command, *words], speaker.piped)
            if self._process.stdin is not None:
                with self._process.stdin as pipe:
                    pipe.write(text.encode("utf-8"))
            self._spoke = True
        except (OSError, ValueError, RuntimeError):
            self._speaker = None  # there is no second try: what cannot be started stays silent

    def stop(self) -> None:
        """Say nothing more."""
        self._end()
        speaker = self._speaker
        if speaker is not None and speaker.hush and self._spoke:
            with suppress(OSError, RuntimeError, TimeoutExpired):
                start_tool(speaker.hush).wait(1.0)

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            if process.poll() is None:
                process.terminate()
            with suppress(TimeoutExpired):
                process.wait(0.2)
