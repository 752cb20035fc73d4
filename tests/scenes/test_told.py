"""The task, the hints, what a level shows; the verdict after a run and after a fault; why a star is not given: what can
be read when, and for how long.
"""

from dataclasses import replace
from functools import partial
from typing import get_args

import pygame
import pytest

from downslope.attempt.director import DEAF, TELLING, Phase
from downslope.attempt.game.progression import stops
from downslope.engine.run import Fault
from downslope.rules import Answer, Catalog, Learn, Reset, Runs, Session, Stop, Turn, stars
from downslope.rules.level_words import PanelName
from downslope.scenes.base.scene import Scene
from downslope.scenes.convergence import ConvergenceScene
from downslope.scenes.level_map import text_of
from downslope.scenes.play.play import PlayScene
from downslope.scenes.play.star_conditions import condition, reason, reasons, star_rows, taken_by_machine
from downslope.scenes.play.verdict import story_of
from downslope.view.charts.number_line import Trail
from downslope.view.draw import scale_of
from downslope.view.format.markup import plain
from downslope.view.widgets.button import Tile
from downslope.view.widgets.panel import Group, Panel
from lib.driving import FRAME, Driver
from lib.playing import (
    click,
    key,
    machine,
    need,
    open_level,
    opened,
    painted,
    played,
    screen,
    to_card,
    told,
    until,
    wait,
)
from lib.support import campaign, play, shipped

pytestmark = pytest.mark.usefixtures("display")


def small(level: str) -> Driver:
    """A level opened in a small window, with large text."""
    driver = opened(level, bets=False, text=1.5)
    scale = driver.game.scale = driver.controls.scale = scale_of(960, 540)
    driver.scene.resize(960 / scale, 540 / scale, scale)
    return driver


# The task: a band in the dock where there is no room for it above; it folds into a button.


def test_the_band_folds_at_the_first_action_and_stays_a_button() -> None:
    driver = small("hands-off")
    scene = screen(driver)
    wait(driver, 60.0)
    assert scene.task.shown, "it is no note that goes by itself"
    scene.attempt.step_once()
    wait(driver, FRAME)
    x, y = need(scene.widget("task")).centre
    assert not scene.task.shown and x < scene.topbar.counter.rect[0]
    driver.click(x * driver.controls.scale, y * driver.controls.scale)
    assert scene.task.shown
    key(driver, pygame.K_h)
    wait(driver, FRAME)
    assert not scene.task.shown and scene.dock.first == "hints", "so that the hint can be read"


@pytest.mark.parametrize("text", [1.0, 1.5])
def test_in_the_top_bar_it_becomes_its_button_with_the_first_action_and_b_opens_it(text: float) -> None:
    driver = opened("goldilocks", bets=False)
    scene, attempt = screen(driver), screen(driver).attempt
    top = scene.room[1]
    for act_, lines in ((lambda: None, 1), (lambda: attempt.turn("alpha", 0.2), 0), (attempt.undo, 1)):
        act_()
        wait(driver, FRAME)
        assert (scene.topbar.title.most, scene.widget("task") is None, scene.room[1]) == (lines, lines == 1, top)
    key(driver, pygame.K_b)
    assert scene.dock.first == "task"
    driver = opened("seven", bets=False, text=text)
    before = screen(driver).task.shown
    for shown in (not before, before):
        key(driver, pygame.K_b)
        assert screen(driver).task.shown is shown


# Hints: those that were read stay; where they give way.


def test_hints_that_were_read_stay_and_opening_the_drawer_again_spends_none() -> None:
    driver = opened("stuck-steps", bets=False)
    found = screen(driver).dock.drawer
    for code, state in ((pygame.K_h, (True, 1)), (pygame.K_h, (True, 2)), (pygame.K_ESCAPE, (False, 2)),
                        (pygame.K_h, (True, 2)), (pygame.K_h, (True, 3)), (pygame.K_h, (False, 3))):  # fmt: skip
        key(driver, code)
        assert (found.shown, found.read) == state


def test_the_drawer_stays_while_knobs_are_turned_gives_way_to_a_bet_and_what_is_played_waits_for_a_reader() -> None:
    driver = opened("stuck-steps")
    scene = screen(driver)
    key(driver, pygame.K_h)
    scene.attempt.turn("alpha", 0.1)
    wait(driver, FRAME)
    assert scene.dock.drawer.shown
    key(driver, pygame.K_d)
    assert scene.kind == "strip" and not scene.dock.drawer.shown
    wait(driver, 0.5)
    for code, shown in ((pygame.K_h, True), (pygame.K_ESCAPE, False)):
        key(driver, code)
        assert scene.dock.drawer.shown is shown and (scene.widget("answer 1") is None) is shown
    driver = opened("thirteen", bets=False, still=False)
    attempt = screen(driver).attempt
    attempt.learn()
    wait(driver, FRAME)
    driver.patient = False
    key(driver, pygame.K_h)
    at = attempt.playback.at
    wait(driver, 3.0)
    assert attempt.director.pending and attempt.playback.at == at


# What the stars ask for can be asked at any time: by pointer, focus, key and gamepad.


def test_the_stars_conditions_are_opened_and_folded() -> None:
    driver = opened("seven", bets=False)
    scene = screen(driver)

    def told() -> bool:
        painted(driver)
        return scene.topbar.counter.card[2] > 0

    driver.move(1000.0, 34.0)
    assert not told()
    wait(driver, 0.35)
    assert told(), "a pointer rests there"
    driver.move(600, 400)
    assert not told()
    for shown in (True, False, True):
        key(driver, pygame.K_i)
        assert told() is shown
    scene.attempt.turn("weight", 0.6)
    wait(driver, FRAME)
    assert not told(), "something was done"
    driver.tab_to("stars")
    assert told()
    key(driver, pygame.K_RETURN, pygame.K_TAB)
    assert told(), "pressed, it stays when the keyboard goes on"
    driver.click_on("stars")
    driver.move(600, 400)
    assert not told()
    for seconds, hints in ((0.6, False), (0.1, True)):  # a button that is held; pressed it asks for a hint
        driver.post(pygame.CONTROLLERBUTTONDOWN, button=pygame.CONTROLLER_BUTTON_Y, instance_id=0)
        for intent in driver.controls.repeats(seconds):
            driver.scene = driver.scene.handle(intent)
        driver.post(pygame.CONTROLLERBUTTONUP, button=pygame.CONTROLLER_BUTTON_Y, instance_id=0)
        wait(driver, FRAME)
        assert scene.dock.drawer.shown is hints and (hints or told())


# What a level does not show is not drawn; its keys still act.


LEVEL = replace(shipped().level("thirteen"), questions=[])
USUAL = ["tile step", "tile learn", "tile auto", "tile reset", "tile undo", "tile hint"]


def things(play: PlayScene) -> set[str]:
    """Of all panels on the screen."""
    panels: list[Panel] = [*play.board.panels, *play.dock.shown]
    for panel in panels:
        panels += panel.shown if isinstance(panel, Group) else ()
    return {panel.thing for panel in panels} - {""}


def tiles(play: PlayScene) -> list[str]:
    return [widget.name for widget in play.widgets if widget.name.startswith("tile ")]


def test_a_level_with_nothing_to_show_has_its_stage_and_its_own_tiles_and_its_keys_act() -> None:
    driver = opened(replace(LEVEL, shows=[]))
    play = screen(driver)
    assert things(play) == set() and play.widget("stars") is None
    assert tiles(play) == ["tile step", "tile learn", "tile everything"]
    for code in (pygame.K_SPACE, pygame.K_z, pygame.K_h):
        driver.key(code)
        wait(driver, 2.0)
    assert not play.attempt.session.count and not play.attempt.session.actions and play.dock.first == "hints"
    driver.key(pygame.K_ESCAPE)
    play.attempt.ran = True  # who has made a run of their own may see the machine's
    driver.key(pygame.K_a)
    assert play.attempt.show is not None


def test_what_is_shown_is_what_was_introduced_all_of_a_plugins_or_all_with_u() -> None:
    for level in (replace(LEVEL, shows=get_args(PanelName)), replace(LEVEL, id="night/tea")):
        play = screen(opened(level, bets=False))
        assert things(play) == {"code", "history"} and play.widget("stars") is not None and tiles(play) == USUAL
    levels = [replace(LEVEL, id=f"pack/{name}", introduces=[name]) for name in ("loop", "history", "code")]
    catalog = Catalog({**shipped().metrics}, {**shipped().learners}, {level.id: level for level in levels})
    assert [things(screen(opened(level, catalog))) for level in levels] == [set(), {"history"}, {"code", "history"}]
    driver = opened(levels[0], catalog)
    for panels, found in (("all", {"code", "history"}), ("come", set())):
        driver.key(pygame.K_u)
        wait(driver, 0.1)
        assert things(screen(driver)) == found and driver.game.settings.panels == panels
    driver.click_on("tile everything")
    wait(driver, 0.1)
    assert driver.scene.widget("tile everything") is None and things(screen(driver)) == {"code", "history"}


@pytest.mark.slow
def test_what_is_new_has_a_frame_until_something_is_done_by_who_has_not_seen_it() -> None:
    driver = opened("seven", bets=False)
    assert screen(driver).new_thing.places() == [need(screen(driver).widget("tile stop")).rect]
    for panels, won in (("come", []), ("all", []), ("come", [1])):
        driver = opened("stuck-steps", bets=False, panels=panels)
        play = screen(driver)
        play.game.progress.level("stuck-steps").stars = won
        new = [panel.rect for panel in play.board.panels if panel.thing == "history"]
        assert play.new_thing.places() == (new if panels == "come" and not won else [])
    driver = opened("stuck-steps", bets=False)
    key(driver, pygame.K_SPACE, then=2.0)
    key(driver, pygame.K_r, then=1.0)
    assert not screen(driver).attempt.session.count and screen(driver).new_thing.places() == []


def ended(alpha: float, monkeypatch: pytest.MonkeyPatch, still: bool = True) -> Driver:
    """The sourdough after a run of one's own, its bet skipped."""
    driver = open_level("thirteen", monkeypatch, still=still)
    screen(driver).attempt.turn("alpha", alpha)
    key(driver, pygame.K_l)
    until(driver, "verdict")
    return driver


@pytest.mark.parametrize("by_mouse", [False, True])
def test_from_a_run_that_ran_away_one_jumps_to_its_turn(by_mouse: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    driver = ended(24, monkeypatch)
    attempt = screen(driver).attempt
    outcome = need(attempt.session.outcome)
    assert outcome.kind == "runaway" and screen(driver).widget("to map") is None, "before it is reached no map"
    click(driver, "jump") if by_mouse else key(driver, pygame.K_j)
    assert attempt.step == outcome.turn < attempt.session.count
    click(driver, "rewind") if by_mouse else key(driver, pygame.K_c)
    assert screen(driver).kind == "" and (attempt.session.count == outcome.turn) is by_mouse
    following = Scene(driver.game)
    monkeypatch.setattr(screen(driver), "to_map", partial(screen(driver).go, following))
    screen(driver).request_layout()
    driver.key(pygame.K_g)
    assert driver.scene is following, "the key leads to the map of levels"
    driver = ended(15, monkeypatch)
    click(driver, "to map") if by_mouse else driver.key(pygame.K_g)
    assert isinstance(driver.scene, ConvergenceScene), "after a win to that of its runs"


def test_a_fault_says_where_and_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    driver = open_level("thirteen", monkeypatch, bets=False)

    def broken(self: Session, most: int, grow: bool = False) -> int:
        raise Fault("my-learner", "ZeroDivisionError: float division by zero", "/some/where/my_learner.py", 31)

    monkeypatch.setattr(Session, "learn_until_outcome", broken)
    key(driver, pygame.K_l)
    until(driver, "verdict")
    story = need(story_of(screen(driver)))
    text = plain(story.text)
    assert story.title == "my-learner" and "/some/where" not in text
    assert all(word in text for word in ("ZeroDivisionError", "my_learner.py", "line 31", "reset", "map"))
    painted(driver)
    key(driver, pygame.K_r, then=0.1)
    assert screen(driver).kind == "" and screen(driver).attempt.fault is None


@pytest.mark.parametrize("still", [False, True])
def test_it_slides_in_and_with_reduced_motion_it_is_there(still: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    driver, tops = ended(24, monkeypatch, still), list[float]()
    for _ in range(20):
        tops.append(need(screen(driver).widget("to code")).rect[1])
        wait(driver, FRAME)
    assert tops == sorted(tops, reverse=True), "it comes from below and never goes back"
    assert (len(set(tops)) == 1) is still and tops[round(TELLING / FRAME) + 1] == tops[-1]


def test_a_run_that_took_as_many_steps_is_drawn_beside_it() -> None:
    """The twins of the stiff peg: what one of them misses the other misses on the other side, until they meet."""
    driver, charts = opened("goldilocks", bets=False), list[Trail]()
    for alpha in (0.2, 0.3):
        key(driver, pygame.K_r)
        screen(driver).attempt.turn("alpha", alpha)
        key(driver, pygame.K_l)
        until(driver, "verdict")
        chart = need(screen(driver).dock.verdict.story()).chart
        charts += [chart] if isinstance(chart, Trail) else []
    first, second = charts
    own, twin = second.values, second.twin
    assert first.twin == () and len(own) == len(twin) == 5 and second.twin_name == "α .2"
    assert (own[1], own[3], own[4]) == pytest.approx((-twin[1], -twin[3], twin[4]))


# After a win there is always a way on: it stands until a press, and the card can be asked for.


@pytest.mark.parametrize(("level", "knob", "value", "do"), [
    ("a-hundredth", "weight", 0.01, "send"), ("goldilocks", "alpha", 0.6, "learn"),
])  # fmt: skip
def test_what_is_told_stands_until_a_press(level: str, knob: str, value: float, do: str) -> None:
    driver = opened(level, bets=False)
    scene = screen(driver)
    scene.attempt.turn(knob, value)
    scene.do(do)
    told(driver)
    wait(driver, DEAF)
    shown = scene.kind, [(w.name, w.rect) for w in scene.widgets], scene.focus
    wait(driver, 30.0)
    assert (scene.kind, [(w.name, w.rect) for w in scene.widgets], scene.focus) == shown
    if shown[0]:
        key(driver, pygame.K_ESCAPE)
        assert driver.scene is scene and scene.kind == ""
    assert scene.attempt.director.state is Phase.HOLD
    key(driver, pygame.K_ESCAPE)
    assert type(driver.scene).__name__ == "LevelMapScene"


def test_knobs_and_tiles_wait_while_a_win_is_played() -> None:
    driver = opened("a-hundredth", bets=False, still=False, panels="all")
    scene = screen(driver)
    scene.attempt.turn("weight", 0.01)
    scene.do("send")
    wait(driver, FRAME)
    driver.patient = False
    assert all(w.waits for w in scene.widgets if isinstance(w, Tile) and w.name != "tile hint")
    for code in (pygame.K_RIGHT, pygame.K_r, pygame.K_z):
        driver.key(code)
    click(driver, "tile reset")
    assert scene.attempt.session.weights == [0.01] and scene.attempt.director.state is Phase.PLAY


# Why a star is not given, and what each asks for.


RIGHT = str(shipped().level("thirteen").questions[0].right)
NONE: frozenset[int] = frozenset()
SEVEN = Turn("bucket", "all"), Turn("weight", 0.5), Stop(), Reset(), Turn("bucket", "all"), Turn("weight", 0.65), Stop()


def thirteen(bet: str = RIGHT, alpha: float = 9.0, **fields: object) -> Session:
    """Alpha 9 lands in three steps, which is the par; `bet` "": none."""
    level = replace(shipped().level("thirteen"), **fields)  # type: ignore[arg-type]
    session = Session(level, shipped(), [Answer(0, bet)] if bet else [])
    session.do(Turn("alpha", alpha))
    session.learn_until_outcome(40)
    return session


CASES: dict[str, tuple[Session, bool, int]] = {  # reason -> (session, watched, star)
    "unreached": (play("thirteen"), False, 1), "watched": (thirteen(), True, 2),
    "over": (thirteen(alpha=15.0), False, 2), "again": (play("seven", *SEVEN), False, 2),
    "besides": (thirteen(par_target=Runs(0)), False, 2),
    "later": (play("all-zeros", Turn("spread", 1), Learn(150)), False, 3),
    "unanswered": (thirteen(bet=""), False, 3), "wrong": (thirteen(bet="not at all"), False, 3),
}  # fmt: skip


@pytest.mark.parametrize("why", stars.REASONS)
def test_every_way_to_withhold_a_star_has_a_sentence(why: str) -> None:
    session, watched, star = CASES[why]
    assert stars.refusal_reason(session, star, watched) == why
    assert star not in stars.earned_stars(session, watched)
    said = [sentence for sentence in reasons(session, watched, NONE) if reason(session, star, why) in sentence]
    if why == "watched":  # told under the star itself
        assert reasons(session, watched, NONE) == [] and star in taken_by_machine(session, watched, NONE)
    else:
        assert len(said) == 1 and said[0].endswith(".") and "{" not in said[0]


@pytest.mark.slow
def test_each_level_says_what_its_stars_ask_for_the_same_everywhere() -> None:
    game = opened("thirteen").game
    for level in campaign():
        rows = star_rows(level, session=play(level))
        asked = [condition(level, star) for star in (1, 2, 3)]
        assert [row.condition for row in rows] == [row.condition for row in star_rows(level)] == asked
        assert all(asked) and "{" not in "".join(asked) and not any(row.earned for row in rows)
        assert level.par_target is None or "," in asked[1], level.id
        stop = next(stop for stop in stops(game.catalog, game.progress) if stop.level is level)
        on_map = text_of(stop._replace(state="open"), game.progress, game.catalog)
        assert [asks for asks, _earned in on_map.stars] == asked
        for watched in (False, True):
            for star in (1, 2, 3):
                why = stars.refusal_reason(play(level), star, watched)
                assert (star in stars.earned_stars(play(level), watched)) != bool(why)
                assert why == "" or reason(play(level), star, why)
    assert condition(shipped().level("kernels"), 2) == "in 5 passes or fewer, 97.9 % read correctly"


def test_all_that_was_won_is_not_explained() -> None:
    assert stars.earned_stars(thirteen()) == {1, 2, 3} and reasons(thirteen(), False, NONE) == []
    assert reasons(thirteen(), True, frozenset({1, 2, 3})) == [], "what was won before is not missing"
    assert taken_by_machine(thirteen(), True, NONE) == {2, 3}
    assert taken_by_machine(thirteen(), True, frozenset({2})) == {3}
    assert reasons(thirteen(alpha=15.0), False, NONE) == ["Second star: you took 4 nights, 3 at most."]
    session = play("seven")
    assert [row.state for row in star_rows(session.base, session=session)] == ["", "0 of 3", ""]
    watched = [row.state for row in star_rows(session.base, session=session, watched=True)][1:]
    assert watched == [f"Watched: no {name} star in this visit" for name in ("second", "third")]
    struck = play("one-knob-two-days", Turn("strike", "2 → 3"))
    assert star_rows(struck.base, session=struck)[2].state == "another was chosen first"


@pytest.mark.parametrize("shared", [False, True])
def test_the_card_after_take_over_says_what_was_watched(shared: bool) -> None:
    driver = opened("thirteen", bets=False)
    attempt = screen(driver).attempt
    attempt.ran = True
    attempt.replay([Turn("alpha", 9.0), Learn(3)]) if shared else attempt.auto()
    machine(driver).set_speed(5)
    played(driver)
    attempt.take_over()
    card = to_card(driver)
    note = f"not counted: you watched {'a shared run' if shared else 'auto-solve'}"
    assert card.summary.watched == {2, 3} and [star.note for star in card.stars] == ["", note, note]
    painted(driver)


def test_a_reset_takes_no_star_away_and_the_machines_run_is_worked_out_while_the_verdict_stands() -> None:
    driver = opened("thirteen", bets=False)
    key(driver, pygame.K_l, then=8.0)
    assert screen(driver).topbar.counter.stars == {1}
    card = to_card(driver)
    assert not card.summary.looking and card.summary.ghost is not None
    key(driver, pygame.K_ESCAPE, then=0.5)
    key(driver, pygame.K_r, then=0.5)
    assert screen(driver).attempt.session.count == 0 and screen(driver).topbar.counter.stars == {1}
