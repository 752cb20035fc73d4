"""Clocks for the slices of a frame (view/draw/tween.py), so that no test counts the time of this machine."""

LOOK = 0.00005  # seconds that a look at the clock takes, and with it the small piece of work before it


class LookClock:
    """It goes on a little whenever it is looked at, and by nothing else: a slice is so many pieces of work."""

    def __init__(self, look: float = LOOK) -> None:
        self.look = look
        self.seconds = 0.0

    def __call__(self) -> float:
        self.seconds += self.look
        return self.seconds

    def carries_over(self, seconds: float) -> None:
        """What a test does takes so long."""
        self.seconds += seconds


def stands() -> float:
    """A clock on which no slice is ever used up: all the work is done in one frame."""
    return 0.0
