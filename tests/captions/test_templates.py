"""The table of captions is whole; each has room, comes when it is so and stands long enough to be read."""

import re
from collections import Counter
from contextlib import nullcontext

import pytest

from checks.pseudo import spoken
from downslope.attempt.game.game import Game
from downslope.attempt.playback import Playback
from downslope.attempt.rehearsal import ShowPhase
from downslope.attempt.show import MachineShow
from downslope.captions.findings import choice_finding, end_moment, findings
from downslope.captions.sentences import LONGEST, TEMPLATES, knob_settings, sentence
from downslope.scenes.play.play import PlayScene
from downslope.storage.saves import Store
from downslope.view.draw import measure, scale_of
from downslope.view.format.markup import coloured_lines, plain
from lib.finding_claims import FINDING_CHECKS
from lib.moment_claims import CHECKS, moments
from lib.shows import all_runs, tried_parts
from lib.support import campaign, play, shipped

# Of these the numbers themselves are compared, in test_told.py.
END = {"there", "won with", "not there", "given up", "draw", "instead", "there, par", "there, par and yours",
       "won with, par", "won with, par and yours"}  # fmt: skip
READING = {"half a pass", "pass reads", "pass reads, mistakes", "light below dark", "light above dark",
           "light right of dark", "light left of dark", "by chance", "before it trains", "digits read", "passes read",
           "still training"}  # fmt: skip
OWN = {"own way", "own way, alphas", "own alphas", "no try", "looks", "looks, by hand", "again", "as set"}


def test_every_caption_has_a_claim_that_is_checked_and_every_mark_is_one() -> None:
    checked = [set(CHECKS), set(FINDING_CHECKS), END, READING, OWN]
    assert set(TEMPLATES) == set().union(*checked) and sum(map(len, checked)) == len(TEMPLATES)
    assert [text for text in TEMPLATES.values() if re.search(r"[\[\]]", plain(text))] == []


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
        assert [each for each in captions if len(coloured_lines(canvas, each, room, 16.0, 700)) > 2] == []
        if text == 1.0 and language is nullcontext:
            assert [each for each in captions if len(coloured_lines(canvas, each, room, 19.0, 700)) > 1] == []


LEVELS = [level.id for level in campaign() if level.id != "kernels"]  # the digits by ten neurons are told alike


@pytest.mark.parametrize("level", LEVELS)
def test_no_caption_of_a_show_comes_before_what_it_tells(level: str) -> None:
    show, early, told, lasts = MachineShow(play(level), Playback()), set[str](), 0, Counter[str]()
    while not show.over:
        show.update(1 / 20)
        lasts[show.caption] += not show.looks_ahead
        plan, tried = show.plan, show.tried
        if show.phase is ShowPhase.RUNS and plan.run is not None and not plan.by_hand:
            moment, at = plan.run.caption(show.clock), show.playback.at
            assert moment is None or show.caption == sentence(moment)
        elif show.phase is ShowPhase.TRIES and tried is not None and plan.tries is not None:
            moment = plan.tries.caption(show.clock * plan.tries.length / plan.lasts[ShowPhase.TRIES])
            at = tried.visible_at(plan.beat(show.clock)) or 0.0
            if moment is not None and moment.kind.startswith(("first there", "there by then")):
                lanes = [lane for lane in tried.lanes if lane.won and lane.made <= at]
                won = [knob_settings(tried.session, lane.actions) for lane in lanes]
                early |= set() if moment.facts["way"] in won else {plain(sentence(moment))}
        else:
            continue
        told += moment is not None
        early |= {plain(sentence(moment))} if moment is not None and at < moment.step else set()
    assert early == set() and show.over and (told or show.plan.by_hand or show.plan.tries is None)
    if level in ("thirteen", "valley", "stop-in-time"):  # those of the reel
        assert [words for words, frames in lasts.items() if words and frames < 0.85 * 20] == []
