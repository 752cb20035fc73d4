"""Whatever a player does, a look that was seen stays counted until the level has been won."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from downslope.attempt.attempt import Attempt
from downslope.attempt.game.game import Game
from downslope.storage.saves import Store
from support import campaign, shipped

LOOKED_AT = [level.id for level in campaign() if level.knob("weight") is not None and level.learner is None]
WAYS = ("turn", "turn", "turn", "probe", "probe", "undo", "undo", "reset", "stop")


def test_some_levels_are_looked_at() -> None:
    assert len(LOOKED_AT) > 3


@pytest.mark.slow
@pytest.mark.parametrize("level", LOOKED_AT)
@settings(max_examples=12, deadline=None)
@given(done=st.lists(st.tuples(st.sampled_from(WAYS), st.floats(0, 1)), min_size=4, max_size=24))
def test_no_way_of_playing_gives_a_look_back(level: str, done: list[tuple[str, float]]) -> None:
    store = Store()
    store.settings.bets, store.settings.still = False, True
    attempt = Attempt(Game(store, catalog=shipped()), shipped().level(level))
    knob = attempt.session.level.knob("weight")
    assert knob is not None
    most = 0
    for way, part in done:
        if way == "turn":
            attempt.turn("weight", knob.snap(knob.low + part * (knob.high - knob.low)), 0)
        else:
            getattr(attempt, way)()
        seen, counted = len(attempt.session.probed), attempt.session.tally.probes
        assert seen >= most and counted >= seen, (way, seen, most)
        most = seen
        if attempt.session.won:
            return
