"""A screen on which nothing moves is drawn now and then, and its window shows what a whole drawing would show.

That it does so while it is played is looked at by the monkey.
"""

from collections.abc import Callable
from functools import partial
from typing import Any
from unittest.mock import Mock

import pygame
import pytest

from downslope.app.app import QUIET, App, IdleAnimation, Options
from downslope.attempt.game.game import Game
from downslope.boards.kinds import kind_of
from downslope.scenes.base.scene import Scene
from downslope.scenes.play.play import PlayScene
from downslope.view.draw import STILL_LIFE, DecorMotion
from lib.driving import MemoryStore, Twin, pass_frames, settle
from lib.support import campaign, shipped
from pictures.plans import PLANS

# a reel never rests
SCREENS = {plan.ends: plan for plan in PLANS if not plan.ends.endswith("Board") and plan.name != "reel"}
BOARDS = {kind_of(level): level for level in campaign()}  # the last level of each
STARTS: dict[str, Callable[[Game], Scene]] = {
    "thirteen": partial(PlayScene, level=shipped().level("thirteen")),
    **{f"picture {plan.name}": plan.make for plan in SCREENS.values()},
    **{f"level {level.id}": partial(PlayScene, level=level) for level in BOARDS.values()},
}
FRAME = 1 / 60
LATE, LIVES = 8, 8  # frames that the window may show what was; seconds for which it is watched
LONG = 300  # times that it is waited until all that is worked out little by little, or in another process, is there
MOST_PLACES, MOST_PART = 8, 0.03  # of what is drawn anew in a frame while nothing happens


def opened(apps: list[App], still: bool, start: str = "thirteen") -> App:
    game = Game(MemoryStore(still=still, bets=False), catalog=shipped())
    apps.append(App(Options(), game, STARTS[start](game)))
    return apps[-1]


@pytest.mark.slow
@pytest.mark.parametrize("start", STARTS)
def test_every_screen_and_every_board_rests_and_its_window_is_right(start: str, apps: list[App]) -> None:
    app, drawn = opened(apps, start.startswith("picture"), start), 60
    for _again in range(3):  # what is worked out beside it may come to its end in just this second
        if drawn > 2:
            assert settle(app, app.tick, LONG)
            drawn = 0
            for _ in range(60):
                app.tick(FRAME)
                drawn += not app.resting
    twin, late = Twin(app), 0
    while late <= LATE and not twin.same():
        app.tick(FRAME)
        late += 1
    assert drawn <= 2 and late <= LATE


@pytest.mark.slow
def test_a_window_that_rests_is_woken(apps: list[App], monkeypatch: pytest.MonkeyPatch) -> None:
    app, post = opened(apps, still=False), pygame.event.post
    for what in ("theme", "size", "exposed", "focus"):
        assert settle(app, app.tick, LONG)
        if what == "theme":
            app.game.settings.theme = "light"
        elif what == "size":
            app.resize(960, 540)
        elif what == "exposed":
            app.picture.window.fill((1, 2, 3))
            post(pygame.event.Event(pygame.WINDOWEXPOSED))
        else:
            post(pygame.event.Event(pygame.WINDOWFOCUSLOST))
            app.tick(FRAME)
            post(pygame.event.Event(pygame.WINDOWFOCUSGAINED))
        app.tick(FRAME)
        while app.pacer.late:  # its pictures are made over several frames
            app.tick(FRAME)
        assert Twin(app).same(), what
    app = opened(apps, still=True)
    assert settle(app, app.tick, LONG)
    app.game.toasts.add("Something was found.", seconds=0.5)
    app.tick(FRAME)
    assert not app.resting and Twin(app).same()
    assert settle(app, app.tick, LONG)
    pass_frames(app, QUIET, 0.0)
    assert app.still >= QUIET and app.game.toasts.shown == []
    post(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_SPACE, mod=0, unicode=" "))
    app.wait(1.0)  # returns with the event, which the next frame has
    app.tick(FRAME)
    assert app.still < QUIET
    assert settle(app, app.tick, LONG)
    pass_frames(app, QUIET, 0.0)
    for key in range(3):
        post(pygame.event.Event(pygame.USEREVENT, key=key))
    app.wait(1.0)
    heard = Mock(return_value=[])
    monkeypatch.setattr(app.game.controls, "intents", heard)
    app.tick(FRAME)
    events = [call.args[0] for call in heard.call_args_list]
    assert [each.key for each in events if each.type == pygame.USEREVENT] == [0, 1, 2], "each is handed over once"


@pytest.mark.slow
def test_what_lives_at_rest_costs_little(apps: list[App], monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = list[list[pygame.Rect]]()
    for still in (True, False):
        app = opened(apps, still)
        draw = app.draw
        drawn.clear()

        def listen(*what: Any, draw: Any = draw) -> list[pygame.Rect] | None:
            places: list[pygame.Rect] | None = draw(*what)
            drawn.append(places or [])
            return places

        assert settle(app, app.tick, LONG)
        pass_frames(app, QUIET)
        assert app.still >= QUIET and (still or app.idle.due <= 0.2), "it does not keep the loop awake"
        monkeypatch.setattr(app, "draw", listen)
        pass_frames(app, LIVES * 60)
        assert any(drawn) is not still, "with reduced motion nothing moves"
    area = app.picture.window.get_width() * app.picture.window.get_height()
    assert max(map(len, drawn)) <= MOST_PLACES
    assert max(sum(place.w * place.h for place in places) / area for places in drawn) <= MOST_PART
    assert 1.5 * LIVES < sum(map(bool, drawn)) < 20 * LIVES, "a few pictures a second"
    for event, moves in ((pygame.WINDOWFOCUSLOST, False), (pygame.WINDOWFOCUSGAINED, True)):
        pygame.event.post(pygame.event.Event(event))
        pass_frames(app, 5)
        drawn.clear()
        pass_frames(app, 50, 1 / 20)
        assert any(drawn) is moves


def test_after_two_minutes_only_eyes_blink_and_they_follow_a_pointer_that_is_near_or_holds_something() -> None:
    life, late = IdleAnimation(), set[DecorMotion]()
    for second in range(180):
        for _frame in range(60):
            life.update(FRAME, False, False, False)
            late |= {life.life} if second > 121 else set()
    assert {each.blink for each in late} == {True, False} and len({each._replace(blink=False) for each in late}) == 1
    ahead = (0.28, 0.22)
    assert STILL_LIFE.gaze(100, 100, ahead) == ahead
    for pointer, held, where in (((500, 100), False, ahead), ((200, 100), False, (0.3, 0.0)),
                                 ((100, 20), False, (0.0, -0.3)), ((-500, 100), True, (-0.3, 0.0))):  # fmt: skip
        assert DecorMotion(pointer=pointer, held=held).gaze(100, 100, ahead) == where
