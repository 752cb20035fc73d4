"""How long each part of a run is seen: no step is left out of a short way, and what happens gets its time."""

from itertools import pairwise

import pytest
from hypothesis import given, strategies as st

from downslope.captions import sentences as told
from downslope.captions.sentences import FRAME, GAP, HOLDS, MINOR, MOST_MOMENTS, PARTS, WHOLE, Moment, plan

NEAR = 1e-9
places = st.lists(st.tuples(st.integers(0, 5000), st.integers(0, MINOR)), max_size=20)


@given(st.integers(0, 5000), places)
def test_a_run_is_shown_from_its_first_step_to_its_last_and_moments_are_held(
    last: int, places: list[tuple[int, int]]
) -> None:
    found = plan(0, last, [Moment(step, rank, "right") for step, rank in places if step <= last])
    assert found.stretches[0].begin == 0 and found.stretches[0].step == 0
    for one, other in pairwise(found.stretches):
        assert abs(one.begin + one.seconds - other.begin) < NEAR and one.step + one.moves == other.step
    assert found.position(found.length) == last and abs(found.seconds_at(0)) < NEAR
    assert all(each.seconds >= FRAME - NEAR for each in found.stretches), "every step lasts a frame"
    stops = sorted({0, min(1, last), last} | {moment.step for moment in found.moments})
    for begin, end in pairwise(stops):
        moves = [each.moves for each in found.stretches if each.moves and begin <= each.step < end]
        assert end - begin >= told.FEW or moves == [1] * (end - begin), "none of a few is left out"
        assert max(moves) <= max(told.LARGEST, 3 * (end - begin) / (GAP / FRAME)) + 2, "nor far more in one frame"
    way = 0.0
    for each in found.stretches:
        if each.moment is not None:
            assert each.seconds == HOLDS[each.moment.rank] and each.step == each.moment.step
        way = 0.0 if not each.moves else way + (0.0 if each.parts else each.seconds)
        assert way <= (GAP if found.moments else WHOLE) + NEAR, "the ways between them are short"
    assert [each.seconds for each in found.stretches if each.parts] == [PARTS] * (last > 0)
    assert abs(plan(0, last, []).length - WHOLE) < NEAR, "one that tells nothing lasts as long as any other such"


@given(places)
def test_of_too_many_moments_the_lesser_go_first(places: list[tuple[int, int]]) -> None:
    every = [Moment(step, rank, "right") for step, rank in places]
    kept = plan(0, 5000, every).moments
    must, long = [each for each in every if not each.rank], [each for each in kept if each.rank != MINOR]
    assert len(long) == min(sum(each.rank != MINOR for each in every), MOST_MOMENTS)
    assert len(kept) - len(long) == sum(each.rank == MINOR for each in every)
    if len(must) <= MOST_MOMENTS:
        assert set(map(id, must)) <= {id(each) for each in kept}
    else:
        assert not any(each.rank for each in long) and {min(must)[0], max(must)[0]} <= {each.step for each in kept}


def test_what_is_true_of_one_step_is_gone_with_the_next() -> None:
    blame, others = Moment(0, 0, "high, one to blame", {}, 0), [Moment(4, 0, "differ"), Moment(20, 0, "right", {}, 20)]
    found = plan(0, 52, [blame, *others])
    differ, right = found.moments[1:]
    at, seen = found.seconds_at(20), PARTS / 2
    assert found.position(0.0) == 0 and found.position(seen) == 0.5 and found.position(at) == found.position(at + 1.7)
    assert found.caption(seen - 0.1) is None and found.caption(seen + 0.1) == found.moments[0]
    assert found.caption(PARTS + 0.1) is None  # the second step
    assert [found.caption(at + part) for part in (-0.1, 0.1, HOLDS[0] + 0.1)] == [differ, right, differ]
    longer = plan(0, 52, [Moment(4, 0, "differ"), Moment(20, 0, "right", {}, 23)])
    assert longer.caption(longer.seconds_at(22)) == longer.moments[1]
    assert longer.caption(longer.seconds_at(23)) == longer.moments[0]
    short = plan(0, 4000, [], 0.0, whole=2.4)
    assert short.length == pytest.approx(2.4, abs=0.1) and short.position(short.length) == 4000
