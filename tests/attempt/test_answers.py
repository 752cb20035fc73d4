"""What is known of an attempt without playing it: links, sounds, names, how far one has come. Each event is heard or
seen."""

import math
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from attempt.visits import small
from downslope import Knob, Level, Near, Question, Turn, paths
from downslope.attempt import attempt as attempt, link as links, shown
from downslope.attempt.bets import is_told
from downslope.attempt.game import progression
from downslope.attempt.game.game import Game
from downslope.attempt.game.sound_cues import EVENTS, RunFeedback
from downslope.attempt.past_runs import alphas_of, knob_values
from downslope.attempt.playback import LIMIT, RunPreview
from downslope.boards.shared.board import pose_of
from downslope.rules import CHAPTERS, OUTCOMES, levels_of, recap_of, to_json
from downslope.storage.saves import Progress
from downslope.view.draw import TimeSlice
from lib.driving import MemoryStore
from lib.listening import Spy
from lib.support import play, shipped
from lib.walks import answers, differences, questions, said_of
from rules.levels import BOTH

ANSWERS = Path(__file__).with_name("answers.txt")
FIRST, SECOND = levels_of(1, shipped()), levels_of(2, shipped())
KEYS = [level.id for level in FIRST]
SWINGS = [-0.55, -0.3, -0.05, 0.2, -0.05, 0.2]


def link(query: str) -> str:
    """How it is written; what is said of it; what is opened, and which settings are others for this visit."""
    found, game = links.parse(query, shipped())[0], Game(MemoryStore(), catalog=shipped())
    assert links.parse(found.text(), shipped()) == (found, [])
    level, start, _plugin, run = links.open_link(game, query)
    is_so = {"opens": level and level.id, "turned": [*map(to_json, start)], "run": [*map(to_json, run or ())]}
    is_so |= {name: str(now) for name, now in vars(game.settings).items() if now != vars(MemoryStore().settings)[name]}
    return " | ".join([found.text(), *(toast.title for toast in game.toasts.shown), said_of(is_so)]).removesuffix(" | ")


def pack(address: str, page: str = "") -> str:
    """What is asked of the player, or said, of a link with a pack; where it lies; what the link is kept as."""
    game = Game(MemoryStore(), catalog=shipped())
    game.address = page
    linked = links.LinkedPack(game, f"pack={address}#top", address)
    (toast,) = game.toasts.shown
    return f"{toast.title} {toast.body} {linked.address} {linked.query}"


def feel_of(heard: bool = True, still: bool = False) -> tuple[RunFeedback, Spy]:
    spy = Spy(heard)
    feel = RunFeedback(spy, lambda: still)
    feel.begin(1e-8, 1.0)
    return feel, spy


def walked(misses: list[float], tolerance: float) -> tuple[RunFeedback, Spy, list[str]]:
    """A run is shown, step by step: the events of each. The error is the squared miss, on the miss's side."""
    (feel, spy), signed, events = feel_of(), [math.copysign(miss * miss, miss) for miss in misses], []
    feel.begin(tolerance**2, abs(signed[0]))
    for before, after in pairwise(signed):
        feel.update(0.5)
        events.append(" ".join(feel.step(before, after, 2.0)))
    return feel, spy, events


def heard(misses: list[float], tolerance: float) -> str:
    _feel, spy, events = walked(misses, tolerance)
    return f"{', '.join(events)}: {' '.join(spy.take())}"


def ended(kind: str) -> str:
    feel, spy, _events = walked(SWINGS, 0.001)
    spy.take()
    feel.outcome(kind)
    return ", ".join(" ".join(map(str, each)) for each in spy.played)


def after(does: Callable[[RunFeedback], object]) -> list[tuple[str, float, float]]:
    feel, spy = feel_of()
    does(feel)
    return spy.played


def ahead(**fields: Any) -> str:
    """How many steps are looked ahead, and what is told of which."""
    look_ahead = RunPreview(play(small(**{"target": Near(0.01)} | fields)))
    look_ahead.work(TimeSlice(60.0))
    pace = look_ahead.pace
    assert pace is not None and pace.seconds <= LIMIT + 0.1
    return f"{len(pace.moving)} steps: {pace.captions}"


def tells(question: Question, *done: Any) -> bool:
    return is_told(question, play(small(), *done))


def weights(**fields: Any) -> list[str]:
    level: Level = small(**fields)
    return [shown.weight_name(level, index) for index in range(level.network.size)]


def used(*done: Any) -> str:
    knobs = [Knob("alpha", 0.01, 1), Knob("seed", 0, 9)]
    session = play(small(alpha=0.1, target=Near(0.0), budget=6, knobs=knobs, examples=BOTH), *done)
    values = [alphas_of(session.run), *(knob_values(session, name) for name in ("alpha", "seed", "tau"))]
    return "alphas {}, alpha {}, seed {}, tau {}".format(*values)


def reached(*keys: str, stars: int = 1) -> Progress:
    progress = Progress()
    for key in keys:
        record = progress.level(key)
        record.reached, record.stars = True, list(range(1, 1 + stars))
        progress.last_level = key
    return progress


def after_these(*keys: str, last: str = "") -> str:
    progress = reached(*keys)
    progress.last_level = last or progress.last_level
    return getattr(progression.next_level(shipped(), progress), "id", "nothing")


def scored() -> tuple[int, ...]:
    """Two stars in each level of the first chapter, and of two bets one was right."""
    progress = reached(*KEYS, stars=2)
    progress.level(KEYS[0]).bets |= {"0": True, "1": False}
    return progression.chapter_score(1, shipped(), progress)


def recap(*right: bool) -> tuple[str, tuple[bool, ...]]:
    """The stop of the first recap, once the next chapter is open and these answers are given."""
    number = next(n for n in range(1, 9) if recap_of(n, shipped()))
    progress = reached(*(level.id for n in range(1, number + 1) for level in levels_of(n, shipped())[:-1]))
    progress.recap(CHAPTERS[number - 1].key).update({str(place): each for place, each in enumerate(right)})
    path = progression.stops(shipped(), progress)
    (stop,) = (each for each in path if each.kind == "recap" and each.chapter == number)
    return stop.state, stop.marks


ROOMS = ("past_runs", "rehearsal", "show", "shown", "game.progression", "bets", "game.sound_cues", "playback", "link",
         "game.game", "shared_level")  # fmt: skip
ASKED = questions(*(f"attempt.{room}" for room in ROOMS), names=globals() | {
    "inf": math.inf, "nan": math.nan, "HALF": Turn("alpha", 0.5), "TAP": {"weight": "tap", "weight 2": "hot tap"},
})  # fmt: skip


def test_what_is_answered() -> None:
    assert differences(ANSWERS, ASKED, answers) == []


def test_every_event_is_heard_or_seen_with_motion_or_without() -> None:
    sounds = {row.split()[0] for row in (paths.assets() / "sounds.txt").read_text(encoding="utf-8").splitlines()}
    seen_anyway = {"star", "press", "turn", "hint", "chapter"}  # they pop, go down, move, open
    assert set(OUTCOMES) <= set(EVENTS)
    for name, event in EVENTS.items():
        assert {tone.name for tone in event.tones} <= {*sounds, "pluck", "again"}, name
        for still in (False, True):
            feel, _spy = feel_of(heard=False, still=still)
            feel.show(name)
            cues, moving = (*event.unheard, *(event.still if still else event.seen)), {*event.seen} - {*event.still}
            assert cues or name in seen_anyway, f"{name}: nothing is seen of it where nothing is heard"
            assert not still or all(feel.part(cue.to, cue.what) is None for cue in moving)
            for seconds, part in ((0.0, 0.0), (cues[0].seconds / 2, 0.5), (5.0, None)) if cues else ():
                feel.update(seconds)
                assert feel.part(cues[0].to, cues[0].what) == (part if part is None else pytest.approx(part))
            assert not (cues and feel.moving)
    feel, spy = feel_of(heard=False)
    feel.rest()
    near = [spy.bed.near]  # how near the goal is, the bed is told
    feel.begin(0.01, 1.0)
    feel.step(1.0, 0.01)
    near.append(spy.bed.near)
    feel.step(1.0, math.inf)
    assert near == [None, 1.0] and spy.bed.silent
    feel.begin(0.01, 1.0)
    assert spy.bed.near is not None and 0 < spy.bed.near < 1
    for steps, mood in ((20, "calm"), (21, "tired"), (1, "calm")):  # Pip is tired after twenty steps
        feel.begin(0.01, 1.0)
        for _step in range(1, steps):
            feel.update(0.5)
            feel.step(1.0, 1.0)
        assert pose_of(feel, (0.0, 0.0), "calm").mood == mood
