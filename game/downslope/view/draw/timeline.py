"""Motion in several beats, one after the other, each with a name. With reduced motion the end of each is shown a while.

    self.show = Timeline(("thumb", 0.3), ("pulse", 0.5), ("wall", 0.7))
    self.show.update(seconds, settings.still)
    height = self.show.part("wall") * high      # 0 before it, 1 after it
"""

from __future__ import annotations

STILL = 0.5  # seconds that the end of a beat is shown with reduced motion


class Timeline:
    """`beats`: (name, seconds), in their order. `time`: seconds gone by, as with full motion. `over`: all is shown."""

    def __init__(self, *beats: tuple[str, float]) -> None:
        self.beats = beats
        self.time = 0.0
        self.over = not beats
        self._stood = 0.0  # seconds that the end of a beat has been shown for

    @property
    def length(self) -> float:
        """Seconds of all beats."""
        return sum(seconds for _name, seconds in self.beats)

    def span(self, name: str) -> tuple[float, float]:
        """When a beat begins, and how long it takes; of several with this name, the first."""
        start = 0.0
        for beat, seconds in self.beats:
            if beat == name:
                return start, seconds
            start += seconds
        raise KeyError(name)

    def part(self, name: str) -> float:
        """0..1, how much of a beat has gone by."""
        start, seconds = self.span(name)
        return min(1.0, max(0.0, (self.time - start) / seconds)) if seconds > 0 else float(self.time >= start)

    def update(self, seconds: float, still: bool) -> None:
        """Time goes by. `still`: with reduced motion the end of each beat is there at once, for half a second."""
        if self.over:
            return
        if not still:
            self.time = min(self.length, self.time + seconds)
            self.over = self.time >= self.length
            return
        ends = [start + long for start, long in (self.span(name) for name, _seconds in self.beats)]
        shown = sum(end <= self.time + 1e-9 for end in ends)
        self._stood += seconds
        if shown and self._stood < STILL:
            return
        self._stood = 0.0
        if shown == len(ends):
            self.over = True
        else:
            self.time = ends[shown]

    def finish(self) -> None:
        """Its end, at once."""
        self.time, self.over = self.length, True
