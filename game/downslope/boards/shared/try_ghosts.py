"""What the machine tries, as a board's picture needs it: where each try stands at the beat that is seen."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ...attempt.attempt import Attempt
from ...attempt.shown import CHARTS
from ...i18n import plural_form
from ...rules import Session
from ...view.bowls.bowl_walk import GHOSTS_STONE, GhostView, draw_ghosts, tag_places
from ...view.draw import Canvas, Point
from ...view.format.numbers import short
from ...view.widgets.widget import Rect
from .panel import Latest

FAINT = 0.34  # what is left of those that were not chosen
FEW = 4  # tags in a crowd
CROWD = 12  # ghosts that are one
MOST_CURVES = 30  # errors that a chart has at once
LONGEST = 60  # beats of a way
GHOST = 11.0  # radius
HEAD = 84.0  # of a line's neighbourhood, above it: there the tags stand

Place = Callable[[Sequence[float]], Point | None]  # of weights: where Pip's middle is; None: out of the picture


class TryGhost(NamedTuple):
    """One try at a beat.

    label     what it was set to        weights    there, and `upcoming`: at the next beat; `before`: at the one before
    leads     it is ahead, or chosen    faint      another one was chosen        won    it stands at the flag by then
    way       of the one that leads: the weights of its beats, the start first
    """

    label: str
    weights: tuple[float, ...]
    upcoming: tuple[float, ...]
    before: tuple[float, ...]
    leads: bool
    faint: bool
    won: bool
    way: tuple[tuple[float, ...], ...] = ()


class TryGhosts(NamedTuple):
    """All of them. `beat`: the whole one; `part`: how far they are on their way to the next, 0..1; `passes`: it counts
    passes over the examples, not steps. `key` names them all."""

    key: object
    beat: int
    part: float
    passes: bool
    ghosts: tuple[TryGhost, ...]

    @property
    def words(self) -> str:
        count = len(self.ghosts)
        if self.passes:
            sentence = plural_form("{n} ghost, one start, pass {step}", "{n} ghosts, one start, pass {step}", count)
        else:
            sentence = plural_form("{n} ghost, one start, step {step}", "{n} ghosts, one start, step {step}", count)
        return sentence.format(n=count, step=self.beat)


def tried_errors(attempt: Attempt) -> list[Sequence[float]]:
    """While the machine tries: the errors of each try as far as a chart has them; of very many, of some."""
    machine = attempt.machine
    if attempt.ahead is None or machine is None or machine.tried is None:
        return []
    beat = machine.tried.visible_at(machine.seen_beat(CHARTS))
    lanes = machine.tried.lanes
    return [lane.errors[: lane.last_shown_beat(beat) + 1] for lane in lanes[:: -(-len(lanes) // MOST_CURVES)]]


@dataclass(eq=False)
class GhostStage:
    """The machine's tries on one picture: ghosts from one start, the leader as Pip himself.

    `weights`: of how many weights the picture is; None: of any number.
    """

    attempt: Attempt
    weights: int | None = None
    _known: Latest[TryGhosts] = field(default_factory=Latest)
    _ways: Latest[list[tuple[TryGhost, str, Point, Point]]] = field(default_factory=Latest)
    _tags: Latest[list[Rect | None]] = field(default_factory=Latest)

    @property
    def seen(self) -> TryGhosts | None:
        """What is tried now; None: nothing is, or the run has begun."""
        show = self.attempt.show
        if show is None or not show.prepares or show.tried is None:
            return None
        tried, chooses = show.tried, show.phase != "tries"
        beat = tried.shown
        if beat is None or len(tried.lanes) < 2 or not all(lane.session is not None for lane in tried.lanes):
            return None

        def weights(session: Session, beat: int) -> tuple[float, ...]:
            return session.run.weights_at(session.recorded + max(0, beat) * len(session.run.batches))

        def now() -> TryGhosts:
            lead = tried.chosen if chooses and tried.chosen is not None else tried.leader(beat)
            ghosts = list[TryGhost]()
            for number in tried.seen:
                lane = tried.lanes[number]
                assert lane.session is not None
                here, upcoming, before = (lane.last_shown_beat(at) for at in (beat, tried.after(beat), beat - 1))
                # Numbers as short as they are, names as they are; of which weights are held the lanes alone tell
                held = any(way != () and isinstance(way, tuple) for way in lane.ways)
                ways = (short(way) if isinstance(way, (int, float)) else str(way) for way in lane.ways if way != ())
                way = range(max(0, here - LONGEST), here + 1) if number == lead else ()
                ghosts.append(TryGhost(
                    "" if held else " ".join(ways), weights(lane.session, here), weights(lane.session, upcoming),
                    weights(lane.session, before), number == lead, chooses and number != lead,
                    lane.won and lane.outcome_at(beat) is not None, tuple(weights(lane.session, k) for k in way),
                ))  # fmt: skip
            passes = len(tried.session.run.batches) > 1
            return TryGhosts((tried.serial, beat, chooses, lead), beat, 0.0, passes, tuple(ghosts))

        tries = self._known.of((tried.serial, tried.key_at(tried.beat), chooses), now)
        if self.weights not in (None, len(tries.ghosts[0].weights)):
            return None
        return tries._replace(part=0.0 if self.attempt.game.settings.still or chooses else tried.part_at(tried.beat))

    def paint_line(self, canvas: Canvas, rect: Rect, place: Place) -> None:
        """Where Pip walks along a line; of a level with several weights the line is of all of them."""
        start = place(self.attempt.shown.run.start)
        if start is not None:
            room = (rect[0], start[1] - HEAD * canvas.type, rect[2], HEAD * canvas.type)
            self.paint(canvas, rect, rect, place, room, ())

    def paint(self, canvas: Canvas, picture: Hashable, clip: Rect, place: Place, room: Rect, taken: Sequence[Rect], *,
              stone: Point | None = None, r: float = GHOST,
              between: Callable[[TryGhost, Point, Point, float], Point] | None = None,
              behind: Callable[[TryGhosts], None] | None = None) -> None:  # fmt: skip
        """All that are in the picture, on their way to the next beat.

        picture   what `place` depends on              room, taken   where a tag may stand, and where not
        stone     where the stone of the start lies    between       a place on the way, straight without it
        behind    draws what lies under them
        """
        seen, start = self.seen, stone or place(self.attempt.shown.run.start)
        if seen is None or start is None:
            return
        # Those that have a tag: in a crowd only some, the leader always
        count = len(seen.ghosts)
        named, apart = set(range(count)), count / FEW
        if count > CROWD:
            lead = next((n for n, ghost in enumerate(seen.ghosts) if ghost.leads), 0)
            others = [n for n in (round(apart * (k + 0.5)) for k in range(FEW)) if abs(n - lead) >= apart / 2]
            named = {lead, *others[: FEW - 1]}

        # With its tag, where it is and where it goes
        ways = self._ways.of((seen.ghosts, picture), lambda: [
            (ghost, ghost.label if n in named else "", here, place(ghost.upcoming) or here)
            for n, ghost in enumerate(seen.ghosts) if (here := place(ghost.weights)) is not None
        ])  # fmt: skip

        def looks(part: float) -> list[GhostView]:
            return [(label, between(ghost, here, to, part) if between is not None else (
                     here[0] + (to[0] - here[0]) * part, here[1] + (to[1] - here[1]) * part),
                     ghost.leads, ghost.faint, ghost.won) for ghost, label, here, to in ways]  # fmt: skip

        # The tags have room at this beat, or at the next one once it is nearer: on the way there they do not move
        near = round(seen.part)
        far = GHOSTS_STONE * max(1.0, 0.5 + 0.5 * canvas.type)  # of the start's stone
        key = (seen.key, near, picture, room, canvas.type, tuple(taken))
        tags = self._tags.of(key, lambda: tag_places(canvas, looks(near), room, r, [
            *taken, (start[0] - far, start[1] - far, 2 * far, 2 * far), *canvas.words_at()]))  # fmt: skip
        with canvas.clip(*clip):
            if behind is not None:
                behind(seen)
            draw_ghosts(canvas, looks(seen.part), tags, r, FAINT, start if seen.beat else None)
