"""How long each part of a run is seen: no step is left out of a short way, and what happens gets its time. A
caption has room, comes when it is so and stands long enough to be read."""

from collections import Counter
from contextlib import nullcontext
from itertools import pairwise

import pytest
from hypothesis import given, settings, strategies as st

from checks.pseudo import spoken
from downslope.attempt.game.game import Game
from downslope.attempt.playback import Playback
from downslope.attempt.rehearsal import ShowPhase
from downslope.attempt.show import MachineShow
from downslope.captions import sentences
from downslope.captions.findings import choice_finding, end_moment, findings
from downslope.captions.sentences import FRAME, GAP, HOLDS, LONGEST, MINOR, PARTS, WHOLE, Moment, plan, sentence
from downslope.scenes.play.play import PlayScene
from downslope.storage.saves import Store
from downslope.view.draw import measure, scale_of
from downslope.view.format.markup import coloured_lines, plain
from lib.moment_claims import moments
from lib.shows import all_runs, tried_parts
from lib.support import campaign, play, shipped

NEAR = 1e-9
places = st.lists(st.tuples(st.integers(0, 5000), st.integers(0, MINOR)), max_size=20)


@settings(max_examples=40)
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
        assert end - begin >= sentences.FEW or moves == [1] * (end - begin), "none of a few is left out"
        assert max(moves) <= max(sentences.LARGEST, 3 * (end - begin) / (GAP / FRAME)) + 2, "nor far more in one frame"
    way = 0.0
    for each in found.stretches:
        if each.moment is not None:
            assert each.seconds == HOLDS[each.moment.rank] and each.step == each.moment.step
        way = 0.0 if not each.moves else way + (0.0 if each.parts else each.seconds)
        assert way <= (GAP if found.moments else WHOLE) + NEAR, "the ways between them are short"
    assert [each.seconds for each in found.stretches if each.parts] == [PARTS] * (last > 0)
    assert abs(plan(0, last, []).length - WHOLE) < NEAR, "one that tells nothing lasts as long as any other such"


@settings(max_examples=40)
@given(places)
def test_of_too_many_moments_the_lesser_go_first(places: list[tuple[int, int]]) -> None:
    every = [Moment(step, rank, "right") for step, rank in places]
    kept = plan(0, 5000, every).moments
    must, long = [each for each in every if not each.rank], [each for each in kept if each.rank != MINOR]
    assert len(long) == min(sum(each.rank != MINOR for each in every), sentences.MOST_MOMENTS)
    assert len(kept) - len(long) == sum(each.rank == MINOR for each in every)
    if len(must) <= sentences.MOST_MOMENTS:
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


@pytest.mark.slow
@pytest.mark.usefixtures("display")
@pytest.mark.parametrize(("language", "most"), [(nullcontext, LONGEST), (spoken, 80)])
def test_no_caption_is_cut(language: type, most: int) -> None:
    """Beside the badge and the counter that leave the least room; where words are longer, on two lines of a size."""
    told = [each for _name, tried in tried_parts() for each in (*findings(tried), choice_finding(tried))]
    told += [each for _name, run in all_runs() for each in (*moments(run), end_moment(run, 99))]
    with language():
        captions = sorted({sentence(each) for each in told if each is not None})
    assert len(captions) >= 294 and [each for each in map(plain, captions) if len(each) > most] == []
    for size, text in (((1280, 720), 1.0), ((1280, 720), 1.5), ((960, 540), 1.0)):
        game = Game(Store(), catalog=shipped())
        game.store.settings.text, game.scale = text, scale_of(*size)
        wide, high = size[0] / game.scale, size[1] / game.scale
        scenes = [PlayScene(game, shipped().level(name), auto=True) for name in ("hidden-four", "dead-wire")]
        for scene in scenes:
            scene.resize(wide, high, game.scale)
        room, canvas = min(scene.topbar.title.rect[2] for scene in scenes), measure(game.look(), wide, high)
        assert [each for each in captions if len(coloured_lines(canvas.look, each, room, 16.0, 700)) > 2] == []
        if text == 1.0 and language is nullcontext:
            assert [each for each in captions if len(coloured_lines(canvas.look, each, room, 19.0, 700)) > 1] == []


LEVELS = [level.id for level in campaign() if level.id not in {"kernels", "dead-relu", "linear-layers"}]  # as others


@pytest.mark.parametrize("level", LEVELS)
def test_no_caption_of_a_show_comes_before_what_it_tells(level: str) -> None:
    show, early, told, lasts = MachineShow(play(level), Playback()), set[str](), 0, Counter[str]()
    while not show.over:
        show.update(1 / 20)
        lasts[show.caption] += not show.looks_ahead
        course, tried = show.plan, show.tried
        if show.phase is ShowPhase.RUNS and course.run is not None and not course.by_hand:
            moment, at = course.run.caption(show.clock), show.playback.at
            assert moment is None or show.caption == sentence(moment)
        elif show.phase is ShowPhase.TRIES and tried is not None and course.tries is not None:
            moment = course.tries.caption(show.clock * course.tries.length / course.lasts[ShowPhase.TRIES])
            at = tried.visible_at(course.beat(show.clock)) or 0.0
            if moment is not None and moment.kind.startswith(("first there", "there by then")):
                lanes = [lane for lane in tried.lanes if lane.won and lane.made <= at]
                won = [sentences.knob_settings(tried.session, lane.actions) for lane in lanes]
                early |= set() if moment.facts["way"] in won else {plain(sentence(moment))}
        else:
            continue
        told += moment is not None
        early |= {plain(sentence(moment))} if moment is not None and at < moment.step else set()
    assert early == set() and show.over and (told or show.plan.by_hand or show.plan.tries is None)
    if level in ("thirteen", "valley", "stop-in-time"):  # those of the reel
        assert [words for words, frames in lasts.items() if words and frames < 0.85 * 20] == []
