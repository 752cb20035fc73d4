"""The system's voice, where it has one: what is to be said is handed to its program, which nobody waits for.

It never fails: a system without such a program, or one whose program does not start, stays silent.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import NamedTuple

from .processes import Process

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
    from .processes import tool

    for each in SPEECH_PROGRAMS.get(sys.platform, ()):
        program = tool(each.command[0])
        if program is not None:
            hush = (tool(each.hush[0]) or each.hush[0], *each.hush[1:]) if each.hush else ()
            return each._replace(command=(program, *each.command[1:]), hush=hush)
    return None


class SystemVoice:
    """Says one thing at a time: the newest ends what is said before."""

    def __init__(self) -> None:
        self._speaker = speech_program()
        self._process: Process[bytes] | None = None
        self._spoke = False

    def say(self, text: str) -> None:
        """Begin to say it, instead of what is said now."""
        from .processes import start_tool

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
        from .processes import TimeoutExpired, start_tool

        self._end()
        speaker = self._speaker
        if speaker is not None and speaker.hush and self._spoke:
            with suppress(OSError, RuntimeError, TimeoutExpired):
                start_tool(speaker.hush).wait(1.0)

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            from .processes import TimeoutExpired

            if process.poll() is None:
                process.terminate()
            with suppress(TimeoutExpired):
                process.wait(0.2)
