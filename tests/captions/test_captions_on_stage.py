"""Every caption of every show comes when what it tells is on the stage, and a try's when its beat is shown."""

from __future__ import annotations

import pytest

from downslope.attempt.playback import Playback
from downslope.attempt.rehearsal import ShowPhase
from downslope.attempt.show import MachineShow
from downslope.captions.sentences import knob_settings, sentence
from downslope.view.format.markup import plain
from support import campaign, play

LEVELS = [level.id for level in campaign() if level.id != "kernels"]  # the digits by ten neurons are told alike


@pytest.mark.parametrize("level", LEVELS)
def test_no_caption_of_a_show_comes_before_what_it_tells(level: str) -> None:
    show, early, told = MachineShow(play(level), Playback()), set[str](), 0
    while not show.over:
        show.update(1 / 20)
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
