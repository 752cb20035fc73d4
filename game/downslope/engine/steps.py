"""The one loop that makes steps: a session, the trainer, the terminal and ensembles take stretches from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from .run import Run

MOST = 100_000  # steps of a stretch where nobody wants fewer; an epoch ends it anyway


def run_steps(run: Run, until: int, most: int = MOST, make: Callable[[int], object] | None = None) -> Iterator[int]:
    """Learn up to step `until`, or until the numbers run away: after each stretch, how many steps it made.

    A stretch has `most` steps and ends with its epoch at the latest; in between whoever takes them may judge, draw, or
    take no more. It made none where the numbers ran away. `make`: makes a stretch of so many steps at most, in another
    way than `run.advance`.
    """
    advance = make or run.advance
    while run.count < until and not run.diverged:
        before = run.count
        advance(min(most, until - before))
        yield run.count - before
