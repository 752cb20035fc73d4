"""Stands where the sounds are, and hears what would be played."""

from __future__ import annotations

from downslope.desktop.sound import MusicBed

Played = tuple[str, float, float]  # name, loudness, delay


class Spy:
    """Stands where the sounds are, and hears."""

    def __init__(self, heard: bool = True) -> None:
        self.bed = MusicBed()
        self.heard = heard
        self.rolls = ("", 0.0, 0.0)
        self.places: list[tuple[str, float]] = []
        self.played: list[Played] = []

    def play(self, name: str, volume: float = 1.0, delay: float = 0.0, place: float = 0.0) -> None:
        self.played.append((name, round(volume, 3), delay))
        self.places.append((name, place))

    def take(self) -> list[str]:
        """The names of what was played since."""
        names = [name for name, _volume, _delay in self.played]
        self.played.clear()
        return names
