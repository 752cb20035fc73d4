"""The verdict after a run, after a bet and after a fault: its words, its numbers, its chart, its ways on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial
from itertools import product
from typing import Any

import pygame
import pytest

from downslope.learning.run import Fault
from downslope.rules.actions import Learn, Turn
from downslope.rules.level import Example, Level
from downslope.rules.outcome import Outcome
from downslope.rules.race import run_until
from downslope.rules.session import Session
from downslope.scenes.scene import Scene
from downslope.scenes.story import Placed, story_of
from downslope.view.canvas import Canvas
from downslope.view.hued import plain
from downslope.view.icons import OUTCOMES
from downslope.view.misses import Trail, signed_misses, steady_ratio, trail
from downslope.view.sentences import _TEMPLATES, CAUSES, in_short, told, why
from driving import Driver, open_display
from playing import NARROW, WIDE, click, key, open_level, painted, screen, until, wait
from support import play

FULL = {
    "steps": 12, "turn": 3, "budget": 40, "error_first": 4.0, "error_last": 0.25, "alpha": 0.3, "goal": 0.8,
    "prediction": 0.5, "weight": 0.25, "turn_prediction": 0.9, "miss_ratio": -0.6, "error_ratio": 0.36,
}  # fmt: skip
ALWAYS = ("steps", "turn", "budget", "error_first", "error_last")


@pytest.fixture(autouse=True)
def display() -> Iterator[None]:
    open_display()
    yield
    pygame.display.quit()


# sentences


def values_known() -> Iterator[Mapping[str, float]]:
    """All that may be known of a run, and less and less of it."""
    yield FULL
    yield {name: FULL[name] for name in FULL if name != "turn_prediction"}
    yield {name: FULL[name] for name in FULL if "ratio" not in name}
    yield {name: FULL[name] for name in (*ALWAYS, "alpha")}
    yield {name: FULL[name] for name in ALWAYS}
    yield {name: FULL[name] for name in ("steps", "turn", "budget")}  # errors that are not finite are left out


@pytest.mark.parametrize("kind, cause", CAUSES)
def test_every_cause_has_sentences(kind: str, cause: str) -> None:
    session = play("thirteen")
    for values, ratio in product(values_known(), (None, -1.4, -0.6, 0.7, 1.3)):
        outcome = Outcome(kind, cause, 12, 3, values)
        if ratio is not None and "prediction" not in values:
            continue  # without a single miss there is no ratio of misses
        facts = {**told(values, ratio), "period": "2", "low": "1", "high": "2"}
        text = " ".join(sentence.format(**facts) for sentence in _TEMPLATES[kind, cause](values, ratio))
        assert text and "{" not in plain(text) and "[" not in plain(text)
        assert "?" not in plain(text) or "error_last" not in values
        assert in_short(outcome)
    assert why(session, Outcome(kind, cause, 0, 0, FULL))


def test_every_kind_is_covered() -> None:
    assert {kind for kind, _ in CAUSES} == set(OUTCOMES)
    assert set(_TEMPLATES) == set(CAUSES)


def small(alpha: float, goal: float = 0.8, input: float = 1.0, **fields: Any) -> Level:
    return Level("small", title="", examples=[Example(input, goal)], weights=[0.0], alpha=alpha, **fields)


RUNS: dict[tuple[str, str], Level] = {
    ("land", "reached"): small(0.5),
    ("overshoot", "passed"): small(1.5),
    ("orbit", "cycle"): small(2.0),
    ("runaway", "far"): small(3.0),
    ("stuck", "still"): small(0.5, input=0.0),
    ("crawl", "slow"): small(0.01, budget=20),
}


@pytest.mark.parametrize("kind, cause", RUNS)
def test_real_runs_are_told_with_their_own_numbers(kind: str, cause: str) -> None:
    session = run_until(play(RUNS[kind, cause]))
    outcome = session.outcome
    assert outcome is not None and (outcome.kind, outcome.cause) == (kind, cause)
    text = plain(why(session, outcome))
    expected = {
        "land": ["0.80", "0.50 of the miss", f"{session.count} steps"],
        "overshoot": ["Step 1 went to 1.20, past 0.80", "−0.50 of the last", f"{session.count} steps"],
        "orbit": ["After 2 steps", "between −0.80 and +0.80"],
        "runaway": ["At 3 ", "−2.00 times the last", "×4.00"],
        "stuck": ["stays 0.00", "wanted is 0.80"],
        "crawl": ["0.99 of the miss", "20 steps"],
    }[kind]
    for part in expected:
        assert part in text, text


def test_no_sentence_names_an_alpha_that_was_not_used() -> None:
    for level in RUNS.values():
        session = run_until(play(level))
        assert session.outcome is not None
        named = re.findall(r"\[alpha:([^\]]*)\]", why(session, session.outcome))
        assert set(named) <= {"α", f"{session.run.alpha:g}"}


# the chart


def test_a_steady_ratio_is_said_only_where_it_is_one() -> None:
    ratio = steady_ratio(run_until(play("thirteen")))
    assert ratio == pytest.approx(1 - 3 * 0.3**2)
    assert steady_ratio(run_until(play("orbit", Turn("alpha", 0.8)))) is None
    assert steady_ratio(play("thirteen", Learn(1))) is None


@pytest.mark.parametrize("level", RUNS.values())
def test_the_chart_shows_the_turning_step(level: Level) -> None:
    session = run_until(play(level))
    outcome = session.outcome
    assert outcome is not None
    shown = trail(session, outcome.kind, outcome.turn)
    assert shown.signed
    assert shown.first <= outcome.turn < shown.first + len(shown.values)
    assert list(shown.values) == signed_misses(session, shown.first, shown.first + len(shown.values) - 1)


def test_many_examples_show_their_errors() -> None:
    level = Level("two", title="", examples=[Example(1, 1), Example(2, 1)], weights=[0.0], alpha=0.1, budget=10)
    session = run_until(play(level))
    shown = trail(session, "stuck", session.count)
    assert not shown.signed and list(shown.values) == [*session.run.errors, session.run.error()]


# on the screen


def ended(monkeypatch: pytest.MonkeyPatch, alpha: float, place: Any = WIDE, **settings: Any) -> Driver:
    """The sourdough after a run of one's own, its bet skipped."""
    driver = open_level("thirteen", monkeypatch, place, **settings)
    screen(driver).attempt.turn("alpha", alpha)
    key(driver, pygame.K_l, pygame.K_ESCAPE)
    until(driver, "verdict")
    return driver


def test_keys_jump_and_put_it_away(monkeypatch: pytest.MonkeyPatch) -> None:
    driver = ended(monkeypatch, 24)
    attempt = screen(driver).attempt
    assert attempt.session.outcome is not None and attempt.session.outcome.kind == "runaway"
    key(driver, pygame.K_j)
    assert attempt.step == attempt.session.outcome.turn < attempt.session.count
    key(driver, pygame.K_c)
    assert screen(driver).overlay.kind == ""


def test_reset_by_key(monkeypatch: pytest.MonkeyPatch) -> None:
    driver = ended(monkeypatch, 24)
    key(driver, pygame.K_r)
    assert screen(driver).attempt.session.count == 0 and screen(driver).overlay.kind == ""


def test_mouse_jumps_rewinds_and_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    driver = ended(monkeypatch, 24)
    attempt = screen(driver).attempt
    assert attempt.session.outcome is not None
    turn = attempt.session.outcome.turn
    click(driver, "jump")
    click(driver, "rewind")
    assert attempt.session.count == turn and attempt.session.outcome is None
    assert screen(driver).overlay.kind == ""


def test_mouse_puts_it_away(monkeypatch: pytest.MonkeyPatch) -> None:
    driver = ended(monkeypatch, 24)
    click(driver, "to code")
    assert screen(driver).overlay.kind == ""


def test_the_map_after_a_win(monkeypatch: pytest.MonkeyPatch) -> None:
    for by_mouse in (False, True):
        driver = ended(monkeypatch, 15)
        play, there = screen(driver), Scene(driver.game)
        monkeypatch.setattr(play, "to_map", partial(play.go, there))
        driver.scene.relayout()
        if by_mouse:
            click(driver, "to map")
        else:
            driver.key(pygame.K_g)
        assert driver.scene is there


def test_focus_stays_with_the_knobs_after_a_run(monkeypatch: pytest.MonkeyPatch) -> None:
    driver = ended(monkeypatch, 24)
    assert driver.scene.focus.startswith("tile ")


@pytest.mark.parametrize("alpha", [3, 15, 24])
@pytest.mark.parametrize("place", [WIDE, NARROW])
@pytest.mark.parametrize("text", [1.0, 1.5])
def test_buttons_stay_inside_and_apart(monkeypatch: pytest.MonkeyPatch, alpha: float, place: Any, text: float) -> None:
    driver = ended(monkeypatch, alpha, place, text=text)
    names = ("jump", "rewind", "to map", "start anew", "to code")
    rects = sorted(w.rect for w in driver.scene.widgets if w.name in names)
    assert len(rects) >= 2
    x, y, width, height = place
    for left, top, wide, high in rects:
        assert x < left and left + wide < x + width and y < top and top + high < y + height
    for one, other in zip(rects, rects[1:]):
        assert one[0] + one[2] < other[0]
    painted(driver, (960, 540))


# after a bet


def icons_of(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The icons that the verdict draws."""
    drawn: set[str] = set()
    original = Canvas.icon

    def spy(self: Canvas, name: str, *rest: Any, **more: Any) -> None:
        drawn.add(name)
        original(self, name, *rest, **more)

    monkeypatch.setattr(Canvas, "icon", spy)
    from downslope.view.store import LAYERS

    LAYERS.clear()
    painted(driver)
    return drawn


@pytest.mark.parametrize("right", [True, False])
def test_a_bet_that_was_not_right_is_new_to_know(monkeypatch: pytest.MonkeyPatch, right: bool) -> None:
    driver = open_level("orbit", monkeypatch)
    key(driver, pygame.K_l)
    asking = screen(driver).attempt.asking
    place = asking.order(0).index("swing between .75 and 1")
    key(driver, pygame.K_1 + (place if right else (place + 1) % 3), pygame.K_RETURN)
    story = story_of(screen(driver))
    assert story is not None and story.result is right and story.badge == "orbit"
    assert story.aside == ("bet right" if right else "new to know")
    assert "swing between .75 and 1" in story.head and "Every stride is .25" in story.text
    assert ("You said" in story.text) is not right
    assert isinstance(story.chart, Trail)
    drawn = icons_of(driver, monkeypatch)
    assert ("check" in drawn) is right and not drawn & {"close", "warn"}


def test_a_marker_is_shown_beside_the_truth(monkeypatch: pytest.MonkeyPatch) -> None:
    driver = open_level("hands-off", monkeypatch)
    key(driver, pygame.K_l)
    until(driver, "strip")
    key(driver, pygame.K_RETURN, pygame.K_RETURN)
    story = story_of(screen(driver))
    assert story is not None and isinstance(story.chart, Placed)
    assert (story.chart.given, story.chart.right) == (0.5, 0.6695)
    painted(driver)


def test_jump_goes_to_the_turn_of_the_bets_run(monkeypatch: pytest.MonkeyPatch) -> None:
    driver = open_level("thirteen", monkeypatch)
    key(driver, pygame.K_l, pygame.K_1, pygame.K_RETURN, pygame.K_j)
    attempt = screen(driver).attempt
    assert attempt.shown is attempt.asking.demo and attempt.step == 1
    key(driver, pygame.K_ESCAPE)
    assert attempt.shown is attempt.session


# after a fault


def test_a_fault_says_where_and_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    driver = open_level("thirteen", monkeypatch, bets=False)

    def broken(self: Session, most: int, grow: bool = False) -> int:
        raise Fault("my-learner", "ZeroDivisionError: float division by zero", "/some/where/my_learner.py", 31)

    monkeypatch.setattr(Session, "learn_on", broken)
    key(driver, pygame.K_l)
    until(driver, "verdict")
    story = story_of(screen(driver))
    assert story is not None and story.title == "my-learner"
    text = plain(story.text)
    for part in ("ZeroDivisionError", "my_learner.py", "line 31", "reset", "map"):
        assert part in text
    assert "/some/where" not in text
    painted(driver)
    key(driver, pygame.K_r)
    wait(driver, 0.1)
    assert screen(driver).overlay.kind == "" and screen(driver).attempt.fault is None
