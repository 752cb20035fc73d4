"""The verdict after a run and after a fault, its ways on; a star that is not given is never refused without a word."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pygame
import pytest

from downslope.attempt.director import DEAF, TELLING, Phase
from downslope.attempt.game.progression import stops
from downslope.engine.run import Fault
from downslope.rules import Answer, Learn, Reset, Runs, Session, Stop, Turn, stars
from downslope.scenes.base.scene import Scene
from downslope.scenes.level_map import text_of
from downslope.scenes.play.star_conditions import condition, reason, reasons, star_rows, taken_by_machine
from downslope.scenes.play.verdict import story_of
from downslope.view.format.markup import plain
from downslope.view.widgets.button import Tile
from driving import FRAME, Driver
from playing import (
    act,
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
from support import campaign, play, shipped

pytestmark = pytest.mark.usefixtures("display")


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


# ---------------------------------------------------------------------------------------------------------------------
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


def test_a_tile_keeps_its_place_whatever_comes_and_goes() -> None:
    """What is new comes at the end; the way on takes the place of what it replaces."""
    driver = opened("goldilocks", bets=False, panels="all")
    places: dict[str, float] = {}

    def look() -> list[str]:
        tiles = [widget for widget in screen(driver).widgets if isinstance(widget, Tile)]
        assert tiles == sorted(tiles, key=lambda each: each.rect[0]), "the keyboard walks them as they stand"
        for tile in tiles:
            if tile.name not in ("tile next", "tile card"):
                assert places.setdefault(tile.name, tile.rect[0] // tile.rect[2]) == tile.rect[0] // tile.rect[2]
        return [tile.name for tile in tiles]

    first = look()
    act(driver, Turn("alpha", 0.2), Learn(4))
    told(driver)
    wait(driver, 0.2)
    assert look().index("tile next") in (0, len(first))
    screen(driver).attempt.next_stage()
    told(driver)
    wait(driver, 2.0)
    assert set(first) <= {*look(), "tile next", "tile probe"}


# ---------------------------------------------------------------------------------------------------------------------
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
