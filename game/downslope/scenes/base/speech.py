"""What a screen says in words: Pip's line, a verdict, a note, the control that has the keyboard.

It knows no browser and no voice; who reads it aloud asks `Announcer` what comes next.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from ...view.format.markup import plain
from .scene import Scene

LONGEST = 200  # letters of anything that is said
PAUSE = 1.0  # seconds from one thing that is said to the next, at least


class Speech(NamedTuple):
    """What there is to be said of a screen now; "": nothing.

    line     what Pip says, or the machine of its show        verdict   how a run ended, and why
    toast    the note that lies on the screen                 control   name, value and role of what has the keyboard
    """

    line: str = ""
    verdict: str = ""
    toast: str = ""
    control: str = ""


def speech_of(scene: Scene) -> Speech:
    """What this screen says now, each no longer than 200 letters."""
    toasts = scene.game.toasts.shown
    toast = " ".join(filter(None, (toasts[0].title, toasts[0].body))) if toasts else ""
    focused = scene.widget(scene.begin or scene.focus)
    control = focused.description() if focused is not None and focused.live else ""
    return Speech(*(shorten(plain(text)) for text in (scene.spoken_line(), scene.spoken_verdict(), toast, control)))


def shorten(text: str) -> str:
    """One line, cut at a word where it is too long."""
    text = " ".join(text.split())
    if len(text) <= LONGEST:
        return text
    cut = text[: LONGEST - 1]
    return (cut.rpartition(" ")[0] or cut) + "…"  # not all writing has spaces


@dataclass(eq=False)
class Announcer:
    """What is to be said next: each thing once, the newest first, one a second at most.

    What an older thing would have told is left out where a newer one has come meanwhile.
    """

    _known: Speech = field(default_factory=Speech)
    _waiting: str = ""
    _rest: float = 0.0

    def next(self, speech: Speech, seconds: float) -> str:
        """After so many seconds; "": nothing. A verdict comes before a note, that before Pip, that before a control."""
        self._rest = max(0.0, self._rest - seconds)
        news = [new for new, old in zip(speech, self._known) if new and new != old]
        self._known = speech
        if news:
            order = (speech.verdict, speech.toast, speech.line, speech.control)
            self._waiting = next(text for text in order if text in news)
        if not self._waiting or self._rest > 0:
            return ""
        text, self._waiting, self._rest = self._waiting, "", PAUSE
        return text
