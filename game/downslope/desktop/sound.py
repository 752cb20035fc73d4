"""What is heard: effects, the wind, the music, each as loud as the player likes it. Never needed to play.

If the mixer cannot start, everything is silently absent. Sounds are made ahead, in frames that have time to spare: a
sound that is not there yet is not heard. At a volume of 0 nothing of its kind is played at all, and where all are 0
the mixer is not even started.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING

from .capabilities import can
from .synthesis import BEAT, MusicBed

if TYPE_CHECKING:
    import pygame

    from .synthesis import Samples

VOICES = 6  # effects at once
WIND, PADS, LINES = 0, (1, 2), (3, 4)  # channels of their own; the effects have those after them
OWN = 5
DUCK, DUCKED = 0.5, 0.12  # the music gives way to a pluck: how loud it stays, and for how long
GIVES = 8.0  # how fast it does, in parts of its loudness a second
FADE = 80  # milliseconds in which wind and music end
Volume = Callable[[], float]


@contextmanager
def muted_stderr() -> Iterator[None]:
    """What C code writes to standard error meanwhile is dropped: ALSA says in eight lines that it has no sound card."""
    with ExitStack() as undone:
        with suppress(OSError):  # a program without a console has none
            kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
            for file in (kept, nowhere):
                undone.callback(os.close, file)
            os.dup2(nowhere, 2)
            undone.callback(os.dup2, kept, 2)
        yield


class Sound:
    """Plays by name. `effects`, `wind`, `music`: the volumes 0 ... 1, asked at every sound.

    muted   the player has put all sound off      made   the sounds that are there, by name
    bed     the music, which is told how near the goal is
    waits   it starts as soon as the player presses something: a browser demands that
    missing nothing can be heard here
    """

    def __init__(self, effects: Volume, wind: Volume, music: Volume) -> None:
        self._effects, self._wind, self._music = effects, wind, music
        self.made: dict[str, pygame.mixer.Sound] = {}
        self.on = False  # the mixer runs
        self.waits = not can("early sound")
        self.missing = False
        self.muted = False
        self._allowed = False  # the first frame was shown, or something pressed
        self.bed = MusicBed()
        self._making: tuple[str, Samples] | None = None
        self._later: list[tuple[float, str, float]] = []  # seconds until it is played, name, volume
        self._voice = OWN  # the channel of the next effect, unless it is busy
        self._ending: set[int] = set()  # channels that fade out
        self._ducked = 0.0  # seconds for which the music still gives way
        self._given_way = 1.0  # how loud it is left by that, below 0: a note has just begun

    # -- the mixer ---------------------------------------------------------------------------------------------------

    def start(self) -> bool:
        """From now on there may be sound: the mixer starts as soon as one is wanted. False: there is none yet."""
        self.waits, self._allowed = False, True
        return self._open()

    @property
    def _wanted(self) -> bool:
        return self._effects() > 0 or self._wind() > 0 or self._music() > 0

    def _open(self) -> bool:
        """Start the mixer, once, if it may be and is wanted."""
        if self.on or self.missing or not (self._allowed and self._wanted):
            return self.on
        self.missing = True
        try:
            import pygame

            from .synthesis import RATE

            if not pygame.mixer:  # this build has none; to ask it for anything would warn
                return False
            with muted_stderr():
                pygame.mixer.init(RATE, -16, 1, 1024)
            pygame.mixer.set_num_channels(OWN + VOICES)
            pygame.mixer.set_reserved(OWN)
        except (ImportError, NotImplementedError, OSError, RuntimeError):  # pygame.error is a RuntimeError
            return False
        self.on, self.missing = True, False
        return True

    def hear_press(self) -> None:
        """The player has pressed something: from then on there may be sound everywhere."""
        if self.waits:
            self.start()

    def stop(self) -> None:
        """Close the mixer."""
        if self.on:
            import pygame

            self.on = False
            self.made.clear()
            self._making = None
            pygame.mixer.quit()

    def make(self, more: Callable[[], bool]) -> bool:
        """For frames that have time to spare: make sounds ahead of their use, as long as there is `more` time.

        False: all are made, or there is nobody to hear them.
        """
        from .synthesis import samples_of

        while self.on and more():
            if self._making is None:
                name = self._missing()
                if not name:
                    return False
                self._making = name, samples_of(name)
            name, samples = self._making
            try:
                next(samples)
            except StopIteration as end:
                import pygame

                self.made[name] = pygame.mixer.Sound(buffer=end.value)
                self._making = None
        return self.on

    def _missing(self) -> str:
        """The next sound that is wanted and not made: only of the kinds that are heard."""
        from .synthesis import MUSIC, PATCHES

        wanted: list[str] = []
        if self._effects() > 0:
            wanted += PATCHES
        if self._wind() > 0:
            wanted += ["gust", "wind"]
        if self._music() > 0:
            wanted += MUSIC
        return next((name for name in wanted if name not in self.made), "")

    # -- effects -----------------------------------------------------------------------------------------------------

    @property
    def heard(self) -> bool:
        """Effects can be heard; where not, the screen shows what they would tell."""
        return self.on and not self.muted and self._effects() > 0

    def play(self, name: str, volume: float = 1.0, delay: float = 0.0) -> None:
        """Play a sound by its name, 0 ... 1 of the volume the player has set, in so many seconds."""
        if not self.heard or volume <= 0:
            return
        if delay > 0:
            self._later.append((delay, name, volume))
            return
        self._play(name, self._effects() * volume)
        if name.startswith("pluck"):
            self._ducked = DUCKED

    def _play(self, name: str, loud: float) -> None:
        import pygame

        sound = self.made.get(name)
        if sound is None:
            return
        numbers = [*range(self._voice, OWN + VOICES), *range(OWN, self._voice)]  # the one that began first is first
        number = next((n for n in numbers if not pygame.mixer.Channel(n).get_busy()), numbers[0])
        sound.set_volume(loud)
        pygame.mixer.Channel(number).play(sound)
        self._ending.discard(number)
        self._voice = OWN + (number + 1 - OWN) % VOICES

    # -- time --------------------------------------------------------------------------------------------------------

    @property
    def due(self) -> float:
        """Seconds until something is to begin; what waits for the player should not wait longer."""
        times = [seconds for seconds, _name, _loud in self._later]
        if self.on and not self.muted and self._music() > 0:
            times.append(self.bed.due)
        return max(0.0, min(times, default=BEAT))

    def update(self, seconds: float) -> None:
        """Time goes by: what was to come later, the wind, the music."""
        if not self._open():
            return
        waiting, self._later = self._later, []
        for left, name, volume in waiting:
            self.play(name, volume, left - seconds)
        self._ducked = max(0.0, self._ducked - seconds)
        if not self.heard:
            self._end(range(OWN, OWN + VOICES))
        self._blow(0.0 if self.muted else self._wind())
        self._hum(seconds, 0.0 if self.muted else self._music())

    def _blow(self, loud: float) -> None:
        """The wind goes on for ever."""
        import pygame

        channel, wind = pygame.mixer.Channel(WIND), self.made.get("wind")
        if loud <= 0 or wind is None:
            self._end([WIND])
            return
        wind.set_volume(loud)
        if not channel.get_busy() or WIND in self._ending:
            self._ending.discard(WIND)
            channel.play(wind, loops=-1, fade_ms=1000)

    def _hum(self, seconds: float, loud: float) -> None:
        """The bed goes on in time, also where it is not heard."""
        import pygame

        begins = self.bed.update(seconds)
        if loud <= 0 or self.bed.silent:
            self._end((*PADS, *LINES))
            return
        for name, own in begins:
            sound, pair = self.made.get(name), PADS if name.startswith("chord") else LINES
            if sound is not None:
                number = next((n for n in pair if not pygame.mixer.Channel(n).get_busy()), pair[0])
                sound.set_volume(loud * own)
                pygame.mixer.Channel(number).play(sound)  # from here on it is as loud as can be
                self._ending.discard(number)
                self._given_way = -1.0
        wanted = DUCK if self._ducked > 0 else 1.0
        before = 1.0 if self._given_way < 0 else self._given_way
        way = max(-GIVES * seconds, min(GIVES * seconds, wanted - before))  # little by little: a jump would click
        if self._given_way != before + way:
            self._given_way = before + way
            for number in (*PADS, *LINES):
                pygame.mixer.Channel(number).set_volume(self._given_way)

    def _end(self, numbers: Iterable[int]) -> None:
        """Stop them, not by turning them down."""
        import pygame

        for number in numbers:
            channel = pygame.mixer.Channel(number)
            if not channel.get_busy():
                self._ending.discard(number)
            elif number not in self._ending:
                channel.fadeout(FADE)
                self._ending.add(number)

    def sample(self, kind: str) -> None:
        """How loud a kind is now: effects as a star, the wind as a gust, the music as a bar."""
        name, volume = {"effects": ("star1", self._effects), "wind": ("gust", self._wind),
                        "music": ("chord3", self._music)}[kind]  # fmt: skip
        if self._open() and volume() > 0:
            self.muted = False
            self._play(name, volume())
