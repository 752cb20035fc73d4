"""What every kind of play screen has: its tiles, what is counted, how Pip stands, what is asked of a board.

The play screen brings the top bar, the bet strip and the verdict.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from ...attempt.attempt import Attempt
from ...attempt.director import PlayRequest
from ...attempt.game.sound_cues import TIRED, RunFeedback
from ...attempt.shown import AUTO_LATER, RESET_FIRST, unit_title
from ...desktop.controls import Intent
from ...i18n import _
from ...rules import OUTCOMES, UNITS, Learn, Marker, Question, Turn, last_action, par_here
from ...view.bowls.bowl_walk import ROUND, Stretch
from ...view.draw import BODY, Canvas, Point
from ...view.widgets.bet_marker import AnswerAnchor
from ...view.widgets.ink import Ink, Key, Line, Row
from ...view.widgets.panel import Box, Panel, Split, boxes
from ...view.widgets.widget import Rect
from .knob_panel import KnobPanel
from .panel import BESIDE, Host

Hint = tuple[Sequence[str], str]  # keys, and what they do


def draw_hints(canvas: Canvas, x: float, top: float, room: float, hints: Sequence[Hint]) -> float:
    """Write them from x, the keys' tops at `top`, if all have room; the width that they take."""
    row = Row(tuple(Row((*map(Key, keys), Ink(), Line(words, BODY, "text2")), 6) for keys, words in hints), 14)
    width, height = row.size(canvas)
    if width > room:
        return 0.0
    row.draw(canvas, (x, top, width, height))
    return width


HIDDEN_BY = {"hint": "hints", "auto": "auto"}  # tile -> the word with which a link hides it


class TileSpec(NamedTuple):
    """The description of an action tile under the board: a known name, or an own one with `press`."""

    name: str  # step, learn, auto, reset, undo, hint, send, probe, stop, next ...
    label: str
    icon: str
    key: str  # intent that presses it
    primary: bool = False
    enabled: bool = True
    on: bool = False
    brief: str = ""  # a shorter label, where there is no room for the whole one
    refusal_reason: str = ""  # why it is not enabled: the tile says so when it is looked at or pressed
    waits: bool = False  # for what is asked or played
    tip: str = ""  # what it does, where its label does not say so
    thing: str = ""  # a name of campaign.PANELS: where that is not shown, only its key acts; "": it is always there


def default_tiles(attempt: Attempt) -> list[TileSpec]:
    """Step, Learn, Auto-solve, Reset, Undo, Hint; after a win, the way on comes first."""
    if attempt.session.level.learner is None:
        # Where nothing learns: Look and This is it, as far as the level has them, and the rest
        level = attempt.session.level
        look = TileSpec("probe", _("Look"), "eye", "step", primary=True)
        call = TileSpec("stop", _("This is it"), "stop", "code")
        rest = shared_tiles(attempt, "auto", "reset", "undo", "hint", idle_auto=False)
        tiles = with_next_step(attempt, [look, *([call] if level.stop else []), *rest])
        return [tile for tile in tiles if tile.name != "probe" or level.probes is not None]
    return with_next_step(attempt, shared_tiles(attempt, "step", "learn", "auto", "reset", "undo", "hint"))


def shared_tiles(attempt: Attempt, *names: str, idle_auto: bool = True) -> list[TileSpec]:
    """Of the tiles that are the same on every board those with these names, in this order.

    `idle_auto`: Auto-solve also stands there where it cannot be pressed. What a link hides is left out.
    """
    hidden = {name for name, word in HIDDEN_BY.items() if attempt.game.hides(word)}
    over = attempt.director.seen.over if attempt.shown is attempt.session else attempt.over
    why = _(RESET_FIRST) if attempt.fault is not None else ""
    tiles = {
        "step": TileSpec("step", _("Step"), "step", "step", primary=True, enabled=not over, refusal_reason=why),
        "learn": TileSpec("learn", _("Learn"), "learn", "learn", enabled=not over, on=attempt.playback.running,
                          refusal_reason=why, tip=_("Step after step, until it lands or never will")),
        "auto": TileSpec("auto", _("Auto-solve"), "auto", "auto", enabled=attempt.can_auto, brief=_("Auto"),
                         refusal_reason="" if attempt.can_auto else _(AUTO_LATER), tip=_("See the machine play it"),
                         thing="auto"),
        "reset": TileSpec("reset", _("Reset"), "reset", "reset", thing="reset"),
        "undo": TileSpec("undo", _("Undo"), "undo", "undo", thing="undo"),
        "hint": TileSpec("hint", _("Hint"), "hint", "hint", thing="hint"),
    }
    shown = [name for name in names if name not in hidden]
    return [tiles[name] for name in shown if name != "auto" or idle_auto or attempt.can_auto]


def with_next_step(attempt: Attempt, tiles: list[TileSpec]) -> list[TileSpec]:
    """The first tile gives way to Next (a part is won) or to Reset (the run is over).

    What comes may be for a star alone: then the card is there beside it, in place of what cannot be done any more.
    """
    session, seen = attempt.session, attempt.director.seen
    rest = [tile._replace(primary=False) for tile in tiles[1:]]
    card = TileSpec("card", _("Card"), "trophy", "accept", primary=True)
    if seen.won and not session.last_stage:
        star = session.base.star(session.stage + 1)
        label = _("Next part") if star is None else _("Target 2")
        if seen.complete:
            rest = [card._replace(key="", primary=False), *(tile for tile in rest if tile.enabled)]
        return [TileSpec("next", label, "next", "accept", primary=True), *rest]
    if seen.won:
        return [card, *rest]
    if seen.over:
        return [t._replace(primary=t.name == "reset") for t in tiles]
    return tiles


def undo_turn(attempt: Attempt) -> bool:
    """Take back the last action if it turned a knob: a run that was seen stays counted. True: it was taken back."""
    last = last_action(attempt.session)
    if isinstance(last, Turn):
        attempt.undo()
        return True
    ran = isinstance(last, Learn)
    attempt.game.refuse(_(UNITS["runs"].stays) if ran else _("There is nothing to undo."))
    return False


class Count(NamedTuple):
    """`par`, or `of` how many, where what is counted has no par: so many dots stand under its word."""

    word: str
    used: int
    par: int | None
    of: int | None = None


def pip_mood(attempt: Attempt) -> str:
    """The mood that Pip's face shows for an attempt."""
    session = attempt.shown
    visible = attempt.director.seen.over or session is not attempt.session
    if visible and session.outcome is not None and session.outcome.kind == "runaway" and attempt.step >= session.count:
        return "dizzy"
    return "happy" if attempt.met and not attempt.playback.moving else "calm"


HOPS, HIGH = 3, 11.0  # of joy, and how high they are
SKID: Stretch = (1.1, 0.92)
SAT: Stretch = (1.08, 0.88)
TALL: Stretch = (0.93, 1.12)
PUSHED: Stretch = (1.06, 0.95)


class PipPose(NamedTuple):
    """`lift`: design pixels above the ground."""

    look: Point
    mood: str
    stretch: Stretch = ROUND
    lift: float = 0.0


def pose_of(player_feedback: RunFeedback, look: Point, mood: str) -> PipPose:
    """How Pip stands, by what is felt of the run just now, who would look there in that mood."""
    if player_feedback.steps >= TIRED and mood == "calm":
        mood = "tired"
    stretch, lift = ROUND, 0.0
    felt = partial(player_feedback.part, "pip")
    hops, back, blinks = felt("happy"), felt("look back"), felt("blink twice")
    if hops is not None:
        lift = HIGH * abs(math.sin(HOPS * math.pi * hops))
    if back is not None:  # he would look towards the goal, which is where he came from
        look = (math.copysign(0.38, look[0]), -0.05)
        slid = math.sin(math.pi * min(1.0, 2 * back))
        stretch = (1 + (SKID[0] - 1) * slid, 1 + (SKID[1] - 1) * slid)
    elif (shake := felt("shake")) is not None:
        look = (0.3 * math.sin(4 * math.pi * shake), look[1])
    elif (turn := felt("turn")) is not None:
        look = (0.3 * math.sin(4 * math.pi * turn), 0.15 - 0.2 * abs(math.cos(2 * math.pi * turn)))
    elif felt("look up") is not None:
        look = (0.0, -0.3)
    elif felt("look at thumb") is not None:
        look = (0.0, 0.36)
    if mood in ("calm", "tired") and blinks is not None and int(4 * blinks) % 2 == 0:
        mood = "blink"
    if felt("dizzy") is not None:
        mood = "dizzy"
    elif felt("yawn") is not None:
        mood = "yawn"
    for what, shape in (("stretch", TALL), ("push", PUSHED), ("sit", SAT)):
        part = felt(what)
        if part is not None:
            far = min(1.0, 4 * part) if what == "sit" else math.sin(math.pi * part)
            stretch = (1 + (shape[0] - 1) * far, 1 + (shape[1] - 1) * far)
    if felt("sit") is not None and mood == "calm":
        mood = "tired"
    return PipPose(look, mood, stretch, lift)


Keys = Mapping[str, Callable[[Intent], object]]  # an intent's name: what is done with it


SIDE = 40.0  # beside the line of a marker


class PipWords(NamedTuple):
    """What Pip says: a bold line and a plain one.

    mood     how he looks: calm, happy or dizzy; "": as for every attempt (`pip_mood`)
    heard    what is to be seen, for who hears it, before his words; all "": at which step the run is, its error
    """

    bold: str
    plain: str
    mood: str = ""
    heard: str = ""


class Board:
    """Says what is looked at, what is known and what is pressed; where all that stands is the frame's.

    stage       what is looked at
    panels      those that are seen now
    knobs       what is turned; None: it has none of its own, or they stand in its trees
    rest        what the dock shows while nothing is said
    on_end      done when the screen is left
    """

    stage: Panel
    knobs: KnobPanel | None = None
    rest: Panel | None = None
    takes_picture: Callable[[str, bytes], object] | None = None  # reads a dropped file: its name, what is in it
    on_end: Callable[[], object] | None = None
    tells_outcome = False  # it tells itself what a run came to: there is no verdict
    tells_where_to_train = False  # it says itself that its net has learned nothing: no note does

    def __init__(self, host: Host) -> None:
        self.host = host
        self.attempt = host.attempt
        self.panels: list[Panel] = []

    def stage_tree(self) -> Box | Split:
        """What is looked at, with what stands beside it: `stage` alone."""
        return self.stage

    def sides(self) -> Sequence[Box | Split]:
        """What is known, the fullest first. None: the stage has the whole width."""
        return []

    def tiles(self) -> list[TileSpec]:
        """The tiles, from left to right."""
        return default_tiles(self.attempt)

    @property
    def first_focus(self) -> str:
        """The widget that the keyboard has when the level is opened; "": what the screen proposes."""
        return ""

    def counter(self) -> Count:
        """What is counted, for the top bar: the level's own unit, how much is used, and its par."""
        session = self.attempt.counted
        return Count(unit_title(session.level), session.tally.count(session), par_here(session))

    def words(self) -> tuple[str, ...]:
        """What Pip says when there is nothing else to say: (bold, plain), or `PipWords`."""
        return ("", "")

    def anchor(self, number: int, answer: str | float) -> AnswerAnchor | None:
        """Where this answer to the question of that number stands on the stage; None: it has no ticket.

        A number stands along the stage; what has no place of its own, in a free corner of it.
        """
        questions = self.attempt.level.questions
        asked = questions[number] if 0 <= number < len(questions) else None
        x, y, w, h = stage_rect(self)
        if isinstance(asked, Marker):
            part = (float(answer) - asked.low) / (asked.high - asked.low)
            return AnswerAnchor(x + SIDE + part * (w - 2 * SIDE), y + h - SIDE, value=float(answer))
        return AnswerAnchor(x + BESIDE, y + h, arrow="panel")

    def begin(self, show: PlayRequest) -> float | None:
        """Play it now, beside the session's own steps and the run of a bet. Seconds that it takes at least."""
        return None

    def at_rest(self) -> bool:
        """All that was begun, and all that the last press set going, has come to rest and is seen."""
        return True

    def react(self, kind: str) -> None:
        """The world answers: see `ActionPerformer.react` in attempt/director.py."""

    def keys(self) -> Keys:
        """What it does now with intents that no widget wanted, by their names."""
        return {}

    def press(self, name: str) -> bool:
        """A tile was pressed. True: it is one of the board's own, and done."""
        return False

    def after_update(self, seconds: float) -> None:
        """Time goes by: a board's own things first, then the panels that show them."""
        for panel in self.panels:
            panel.update(seconds)


def stage_rect(board: Board) -> Rect:
    """The picture: the largest panel of the stage."""
    rects = [box.rect for box in boxes(board.stage_tree()) if isinstance(box, Panel) and box in board.panels]
    return max(rects, key=lambda rect: rect[2] * rect[3], default=(0.0, 0.0, 0.0, 0.0))


# What the answers to a question stand for, which a board has a place for.


# where a run ends, as a part of the way from its start to what is wanted: of the error, of the weights
ENDS = {"stuck": (0.0, 0.0), "crawl": (0.3, 0.5), "orbit": (0.55, 1.5), "land": (1.0, 1.0), "overshoot": (1.0, 1.0)}


def kinds_of(means: Any) -> tuple[str, ...]:
    """The outcomes that an answer stands for."""
    entries = means if isinstance(means, (tuple, list)) else (means,)
    return tuple(kind for kind in entries if isinstance(kind, str) and kind in OUTCOMES)


def question_at(attempt: Attempt, number: int) -> Question | None:
    """The question of that number, if it is one with answers."""
    questions = attempt.open_bets.questions
    question = questions[number] if 0 <= number < len(questions) else None
    return question if isinstance(question, Question) else None


def meaning_of(attempt: Attempt, number: int, answer: str | float) -> tuple[Question | None, Any]:
    """The meaning of an answer to the question with that number; None where it has none."""
    question = question_at(attempt, number)
    if question is None or answer not in question.answers:
        return None, None
    return question, question.meaning_of(answer)
