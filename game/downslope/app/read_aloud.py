"""What is said of the screen is read aloud by the system's voice, where the player wants that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..desktop.capabilities import can

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..desktop.voice import SystemVoice
    from ..scenes.base.speech import Announcer, Speech


class ReadAloud:
    """Asked once a frame; the voice is made when it is first wanted."""

    def __init__(self) -> None:
        self._voice: SystemVoice | None = None
        self._announcer: Announcer | None = None

    def update(self, wanted: bool, speech: Callable[[], Speech], seconds: float) -> None:
        """So many seconds have gone by. `speech`: what there is to be said now."""
        if not wanted or not can("processes"):
            self.stop()
            return
        from ..desktop.voice import SystemVoice
        from ..scenes.base.speech import Announcer

        if self._voice is None or self._announcer is None:
            self._voice, self._announcer = SystemVoice(), Announcer()
        self._voice.say(self._announcer.next(speech(), seconds))

    def stop(self) -> None:
        """Nothing more is said."""
        if self._voice is not None:
            self._voice.stop()
        self._voice = self._announcer = None
