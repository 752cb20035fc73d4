"""What a player does at a level and what follows, press by press: walks.txt is the transcript."""

import re
from itertools import groupby
from pathlib import Path
from typing import Any

from attempt.visits import Board, go_on, notes, small, visit
from downslope.attempt.attempt import Attempt
from downslope.attempt.past_runs import PastRun, keep
from downslope.attempt.rehearsal import ShowPhase
from downslope.view.draw import slices_by
from lib.clocks import stands
from lib.listening import Spy
from lib.walks import PUBLIC, differences, said_of
from rules.levels import BOTH

WALKS = Path(__file__).with_name("walks.txt")
MARKED = r"\[(\w+:[^\]]+)\]"  # the numbers of a caption
OF_SHOW = "has_chosen", "prepares", "looks_ahead", "done", "ended", "over", "failed"
GAVE = list[object]()  # what presses gave since
IS = ("may_pause", "busy", "moving", "over", "met", "verdict", "can_auto", "watched", "replayed", "shown_card")


def begin(*given: Any, **settings: Any) -> Attempt:
    attempt = visit(*given, **settings)
    attempt.director.board = Board()
    return attempt


def left_run(run: PastRun) -> str:
    """A run that was left: number (m: machine), learner, alphas, knobs, beats, outcome, lengths of lists."""
    cut = f"{len(run.errors)} errors, {len(run.path)} of path" + f", every {run.every}" * (run.every > 1)
    return (f"{run.number}" + "m" * run.machine + f" {run.learner} {[*run.alphas]} {dict(run.knobs)} {run.beats} "
            f"{run.outcome}" + " won" * run.won + f" part {run.stage}" * (run.stage > 0) + f": {cut}")  # fmt: skip


def state(attempt: Attempt) -> str:
    """All that a screen may ask, and what the board was asked."""
    session, bets, saved = attempt.session, attempt.open_bets, attempt.game.progress.level(attempt.level.id)
    ghost, heard = attempt.ghost_at_place, attempt.game.player_feedback.sound
    assert isinstance(heard, Spy)
    played = [f"{name}@{loud:g}".removesuffix("@1") for name, loud, _delay in heard.played]
    sounds = [(sound, len([*row])) for sound, row in groupby(played)]
    heard.take()
    show, board = attempt.show, attempt.director.board
    asked = [board.asked.pop(0) for _each in board.asked[:]] if isinstance(board, Board) else []
    whose = "own" if attempt.shown is session else "machine" if show is not None else "other"
    lasts = " ".join(f"{seconds:.4g}" for seconds in show.plan.lasts.values()) if show is not None else ""
    beats = [show.seen_beat(frames) for frames in (0, 1, 2)] if show is not None else []
    at, pace = attempt.playback.at, attempt.director.pace
    seen, over = attempt.director.seen, session.outcome is not None or attempt.fault is not None
    told = (("part", seen.stage, session.stage), ("won", seen.won, session.won), ("over", seen.over, over),
            ("reached", seen.complete, session.complete), ("stars", {*seen.stars}, attempt.stars()))  # fmt: skip
    gave = [GAVE.pop(0) for _each in GAVE[:]]
    return f"{attempt.step}/{session.count} {attempt.director.state}: " + said_of({
        "gives": [each for each in gave if each is not None],
        "at": f"{at:.2f}" if at % 1 else "", "pace": pace if pace != 1 else "", "asked": " ".join(asked),
        "pending": attempt.director.pending, "blocked": attempt.director.input_blocked,
        "part": session.stage, "told": seen.outcome, "won": session.won, "reached": session.complete,
        "so far": [f"{name} {then}" for name, then, now in told if then != now],
        **{name: getattr(attempt, name) for name in IS}, "stars": sorted(attempt.stars()), "bet": bets.open is not None,
        "dared": bets.dared, "playing": bets.playing, "offered": bets.offered, "missed": bets.missed,
        "right": [*bets.answered.values()], "turned": attempt.director.turned, "done": len(session.actions),
        "verdict of": [each for each in [bets.last] if each is not None], "ghost of": ghost.count if ghost else None,
        "ghost of the bet": "" if bets.ghost is None else str(bets.ghost.count),
        "counted": attempt.counted.count if attempt.counted is not attempt.shown else "",
        "charted": attempt.charted[1] if attempt.charted[1] != attempt.step else "",
        "turns": session.tally.turns, "looks": session.tally.probes, "runs": session.tally.runs, "hints": attempt.hints,
        "took": session.tally.cost_at_win, "best": saved.best, "kept": saved.stars, "kept bets": saved.bets,
        "curves": attempt.curves,
        "left": [left_run(run) for run in attempt.runs.kept], "machine seen": saved.ghost,
        "one line": not attempt.whole_code, "kept hints": saved.hints, "notes": len(notes(attempt)),
        "heard": " ".join(sound if many == 1 else f"{sound}*{many}" for sound, many in sounds),
        "show": show and f"{show.phase} {show.clock:.3f} of {lasts} {re.findall(MARKED, show.caption)}",
        "since": show and f"{show.seconds:.3f}/{show.length or 0:.3f}",
        "is": show and [name for name in OF_SHOW if getattr(show, name)],
        "beats": " ".join(f"{beat:.8g}" for beat in beats if beat is not None), "held": show and show.paused,
        whose: " ".join(f"{weight:.4g}" for weight in attempt.shown.weights[:5]), "turning": show and show.turning,
    })  # fmt: skip


def does(press: str, names: dict[str, Any]) -> None:
    attempt: Attempt = names["it"]
    if press.replace(".", "").isdigit():
        go_on(attempt, float(press))
    elif press == "keep()":
        keep(attempt.game, attempt)
    else:
        GAVE.append(eval(f"it.{press}", names))


NAMES = {**PUBLIC, "small": small, "BOTH": BOTH, "begin": begin, "state": state, "Phase": ShowPhase}


def test_what_follows_of_each_press() -> None:
    with slices_by(stands):  # however many looks at the clock something takes
        assert differences(WALKS, NAMES, does) == []
