"""The tiles that most boards have, the way on after a win, and what is counted at the top: read from the attempt."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ...attempt.attempt import Attempt
from ...attempt.shown import AUTO_LATER, RESET_FIRST, unit_title
from ...i18n import _
from ...rules.actions import Learn, Turn, last_action
from ...rules.costs import UNITS
from ...rules.stars import par_here
from ...view.draw.canvas import Canvas
from ...view.draw.tokens import BODY
from ...view.widgets.ink import Ink, Key, Line, Row

# ---------------------------------------------------------------------------------------------------------------------
# Keys and what they do, on one line of a panel.


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


def default_counter(attempt: Attempt) -> Count:
    """The level's own unit, how much is used, and its par."""
    session = attempt.counted
    return Count(unit_title(session.level), session.tally.count(session), par_here(session))


def pip_mood(attempt: Attempt) -> str:
    """The mood that Pip's face shows for an attempt."""
    session = attempt.shown
    visible = attempt.director.seen.over or session is not attempt.session
    if visible and session.outcome is not None and session.outcome.kind == "runaway" and attempt.step >= session.count:
        return "dizzy"
    return "happy" if attempt.met and not attempt.playback.moving else "calm"
