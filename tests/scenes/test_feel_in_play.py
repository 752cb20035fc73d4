"""What a run sounds like as it is played, and what is seen of that where nothing is heard or nothing may move."""

from __future__ import annotations

import math
from typing import Any

import pygame
import pytest

from downslope.attempt.game.feedback import EVENTS, THINGS, RunFeedback
from downslope.desktop.sound import RATE
from downslope.rules.level import Level
from downslope.rules.picture_numbers import numbers
from downslope.view.draw.canvas import Canvas
from driving import Driver
from listening import Spy, loudness, mixed
from playing import opened, painted, screen, wait
from support import part

FRAME = 1 / 60
Heard = list[tuple[float, str, float]]  # seconds, name, loudness


@pytest.fixture(autouse=True)
def shown(display: None) -> None:
    """A window is needed to draw."""


class Listener:
    """Plays a level frame by frame and notes what is heard, and when; in `whole` with music, loops and places."""

    def __init__(self, level: str | Level, monkeypatch: pytest.MonkeyPatch, **settings: Any) -> None:
        self.driver: Driver = opened(level, **{"still": False, "bets": False, "sound": 0.6, **settings})
        self.time, self.heard, self.whole = 0.0, Heard(), list[tuple[float, str, float, float]]()
        sound = self.driver.game.sound
        sound.on = True  # as if the mixer ran

        def play(name: str, volume: float = 1.0, delay: float = 0.0, place: float = 0.0) -> None:
            self.heard.append((self.time + delay, name, volume))
            self.whole.append((self.time + delay, name, volume, place))

        monkeypatch.setattr(sound, "play", play)

    def wait(self, seconds: float) -> None:
        sound = self.driver.game.sound
        for _ in range(round(seconds / FRAME)):
            self.driver.scene = self.driver.scene.update(FRAME)
            begins = sound.bed.update(FRAME)
            self.whole += [(self.time, name, loud, 0.0) for name, loud in begins if not sound.bed.silent]
            self.time += FRAME

    def names(self, but: str = "click") -> list[str]:
        """But for what the things of its world sound like."""
        things = {tone.name for tones in THINGS.values() for tone in tones}
        return [name for _time, name, _loud in self.heard if name not in (but, *things) and not name.startswith("tick")]


def plucks(names: list[str]) -> list[int]:
    return [int(name[5:]) for name in names if name.startswith("pluck")]


@pytest.mark.slow
def test_what_goes_about_is_heard_where_it_stands() -> None:
    for level, names in (("three-neurons", ["paw"] * 3), ("streetlights", ["step1", "step2"]), ("thirteen", ["dough"])):
        driver = opened(level, bets=False)
        spy = driver.game.player_feedback.sound = Spy()
        painted(driver)
        where = list(driver.game.player_feedback.places)
        driver.type(" ")
        wait(driver, 0.5)
        things = [(name, place) for name, place in spy.places if name in names]
        assert [name for name, _place in things] == names, level
        assert [place for _name, place in things] == (where if len(where) > 1 else where * len(names))
        assert {place for name, place in spy.places if name.startswith("pluck")} == {where[0]}
        if level == "three-neurons":  # the dogs stand where their predictions are
            place = driver.scene.board.place  # type: ignore[attr-defined]
            xs = [place.spot(150 + 500 * place.numbers()[f"prediction {k}"], 0)[0] for k in (1, 2, 3)]
            painted(driver)
            now = [1280 * (each + 1) / 2 for each in driver.game.player_feedback.places]
            assert now == pytest.approx(xs, abs=40) and len(set(now)) == 3


@pytest.mark.parametrize(("level", "turns", "thing", "number", "expected"), [
    ("three-neurons", [("alpha", 0.6)], "yip", "miss", [1, 1, 1, 1]),  # the third dog, to and fro
    ("streetlights", [], "lamp", "input", [1, 1, 1, 1, 1, 0]),  # the first crossing has the lights of the last one
    ("hidden-four", [], "lamp", "input", [1, 1]),
    ("dead-relu", [("weight", 0.5)], "dark", "dead", [0, 0, 0, 0, 1, 0]),  # one turn wakes a house for five steps
    ("dead-relu", [], "dark", "dead", [0, 0]),
])  # fmt: skip
def test_what_happens_to_a_thing_is_heard_at_the_step_at_which_it_does(
    level: str, turns: list[tuple[str, float]], thing: str, number: str, expected: list[int]
) -> None:
    driver = opened(level, bets=False)
    spy, attempt = Spy(), screen(driver).attempt
    driver.game.player_feedback.sound = spy
    painted(driver)
    for knob, value in turns:
        attempt.turn(knob, value)
    wait(driver, 0.1)
    heard, bar = list[int](), 0.0 if number == "miss" else 0.5
    while len(heard) < len(expected):
        count = attempt.session.count
        spy.places.clear()
        driver.type(" ")
        wait(driver, 0.1)
        while attempt.playback.moving:
            wait(driver, 0.1)
        before, after = numbers(attempt.session, count), numbers(attempt.session, count + 1)
        names = [name for name in before if name.startswith(f"{number} ")]
        heard.append(sum(name == thing for name, _place in spy.places))
        assert bool(heard[-1]) == any((before[name] > bar) != (after[name] > bar) for name in names)
    assert heard == expected


@pytest.mark.slow
def test_what_rolls_is_loudest_in_the_middle_of_its_way_and_places_of_a_map_are_notes() -> None:
    driver = opened("valley", bets=False, still=False)
    spy = driver.game.player_feedback.sound = Spy()
    driver.type(" ")
    loud = []
    for _ in range(60):
        wait(driver, FRAME, FRAME)
        assert spy.rolls[0] == "sled"
        loud.append(spy.rolls[1])
    assert max(loud) > 0.9 and loud[-1] == 0 and 0 < loud.index(max(loud)) < 40
    spy.played.clear()
    driver.game.player_feedback.melody([-3, 0, 1, 0.2, 4], 0.04)
    notes = [(name, round(delay, 2)) for name, _loud, delay in spy.played]
    assert notes == [("place-3", 0.0), ("place+1", 0.08), ("place+3", 0.16)]


def test_three_steps_that_land_rise_to_the_goal(monkeypatch: pytest.MonkeyPatch) -> None:
    play = Listener("thirteen", monkeypatch)
    screen(play.driver).attempt.turn("alpha", 9.0)
    play.wait(0.2)
    for _ in range(3):
        play.driver.type(" ")
        play.wait(0.7)
    assert "land" not in play.names(), "the world answers first"
    assert screen(play.driver).attempt.director.state == "react" and play.driver.game.player_feedback.part(
        "pip", "happy"
    )
    play.wait(1.5)
    assert play.names()[:4] == ["pluck69", "pluck81", "pluck84", "land"]


@pytest.mark.slow
def test_stars_light_one_after_the_other_once_the_verdict_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    play = Listener("thirteen", monkeypatch)
    scene = screen(play.driver)
    scene.attempt.turn("alpha", 9.0)
    play.driver.type("l")
    while scene.attempt.director.state in ("try", "play", "react"):
        assert not [name for name in play.names() if name.startswith("star")]
        play.wait(FRAME)
    play.wait(0.1)
    early = picture(play.driver)
    play.wait(1.5)
    stars = [(time, name) for time, name, _loud in play.heard if name.startswith("star")]
    assert [name for _time, name in stars] == ["star1", "star2"]
    assert stars[1][0] - stars[0][0] == pytest.approx(0.14, abs=0.02)
    assert picture(play.driver) != early


def test_looking_back_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    play = Listener("thirteen", monkeypatch)
    for _ in range(3):
        play.driver.type(" ")
        play.wait(0.7)
    before = len(plucks(play.names()))
    for key in (",", ",", "."):
        play.driver.type(key)
        play.wait(0.3)
    play.driver.type("z")
    play.wait(0.3)
    assert len(plucks(play.names())) == before == 3


@pytest.mark.slow
def test_where_each_step_sees_another_example_that_of_all_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four lights with spread 0 never move: each example's own error is 1 or 0, that of all of them stays."""
    play = Listener("all-zeros", monkeypatch)
    player_feedback, scene = play.driver.game.player_feedback, screen(play.driver)
    for _ in range(6):
        play.driver.type(" ")
        play.wait(0.5)
        assert player_feedback.part("flag", "flutter") is None and player_feedback.part("flag", "gust") is None
    assert scene.attempt.session.count > 2 and len(set(scene.attempt.session.run.errors)) > 1
    assert len(plucks(play.names())) > 2 and len(set(plucks(play.names()))) == 1


@pytest.mark.parametrize("level", ["thirteen", "double-it"])
def test_s_puts_all_sound_off_and_on_and_says_so(level: str, monkeypatch: pytest.MonkeyPatch) -> None:
    driver = opened(level, sound=0.6, bets=False)
    sound, toasts = driver.game.sound, driver.game.toasts
    sound.on = True
    driver.type("s")
    assert sound.muted and not sound.heard and "off" in toasts.shown[-1].title and "S" in toasts.shown[-1].title
    driver.type("s")
    assert not sound.muted and sound.heard and "on" in toasts.shown[-1].title


def test_with_reduced_motion_pip_is_only_where_a_step_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    play = Listener("thirteen", monkeypatch, still=True)
    scene = screen(play.driver)
    attempt, places = scene.attempt, set()
    stage = scene.board.bowl_panel  # type: ignore[attr-defined]
    for _ in range(4):
        play.driver.type(" ")
        for _ in range(40):
            play.wait(FRAME)
            places.add(stage.at())
    history = [*(attempt.session.run.history.weights_at(k)[0] for k in range(4)), attempt.session.weights[0]]
    assert places <= set(history) and len(places) == 4


def picture(driver: Driver) -> bytes:
    surface = pygame.Surface((1280, 720))
    driver.scene.draw(Canvas(surface, driver.game.look()))
    return pygame.image.tobytes(surface, "RGB")


def begin_cue(player_feedback: RunFeedback, event: str) -> None:
    """As if that had just been shown; only its own cues are there."""
    player_feedback.update(100.0)
    player_feedback.show(event)
    player_feedback.update(0.04)


@pytest.mark.parametrize("still", [False, True])
@pytest.mark.parametrize("event", [name for name, row in EVENTS.items() if row.unheard])
def test_where_nothing_is_heard_another_picture_is_seen(event: str, still: bool) -> None:
    driver = opened("thirteen", still=still, bets=False, sound=0.0)
    driver.type(" ")
    for _ in range(60):
        driver.scene = driver.scene.update(FRAME)
    player_feedback = driver.game.player_feedback
    driver.game.player_feedback.update(100.0)
    driver.scene.update(0.0)
    before = picture(driver)
    begin_cue(player_feedback, event)
    driver.scene.update(0.0)
    assert picture(driver) != before
    player_feedback.update(100.0)
    driver.scene.update(0.0)
    assert picture(driver) == before


@pytest.mark.slow
def test_a_runaway_rises_falls_and_thuds_and_then_nothing_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    play = Listener("goldilocks", monkeypatch)
    screen(play.driver).attempt.turn("alpha", 0.6)
    for _step in range(10):
        play.driver.type(" ")
        play.wait(1.5)
    names = play.names()
    assert names == [f"away{level}" for level in (1, 2, 2, 3, 4, 5, 5, 6, 6, 7)]
    play.driver.type("l")
    play.wait(12.0)
    names = play.names()
    assert names[-2:] == ["fall", "thud"] and names.count("fall") == 1
    times = [time for time, name, _loud in play.heard if name in ("fall", "thud")]
    assert times[1] - times[0] == pytest.approx(0.62)
    levels = [int(name.removeprefix("away")) for name in names if name.startswith("away")]
    assert levels == sorted(levels) and levels[-1] > levels[0] + 6 and not plucks(names)
    after = mixed(play.whole, play.time)[:, round((times[1] + 0.4) * RATE) : round((times[1] + 1.2) * RATE)]
    assert after.shape[1] >= 0.79 * RATE and max(map(loudness, after)) < -60


@pytest.mark.slow
@pytest.mark.parametrize(("level", "alpha"), [("thirteen", 3), ("valley", 0.6)])
def test_a_whole_run_is_neither_too_soft_nor_too_loud(
    level: str, alpha: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Effects and music as loud as they can be."""
    play = Listener(level, monkeypatch, sound=1.0, music=1.0)
    screen(play.driver).attempt.turn("alpha", alpha)
    painted(play.driver)
    play.driver.type("l")
    play.wait(10.0)
    assert "land" in play.names() and any(name.startswith("line") for _time, name, *_how in play.whole)
    scene = mixed(play.whole, play.time)
    assert 20 * math.log10(abs(scene).max()) <= -3
    assert -23 <= loudness(scene.mean(axis=0)) <= -19


@pytest.mark.slow
def test_of_equal_strides_each_is_one_note_the_last_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """The last ends at the goal but for the last bit, maybe beyond it: that is no crossing."""
    play = Listener(part("warmer", 1), monkeypatch)
    screen(play.driver).attempt.turn("alpha", 0.1)
    play.driver.type("l")
    play.wait(12.0)
    notes = plucks(play.names())
    assert len(notes) == screen(play.driver).attempt.session.count == 11, "none of them two"
    assert notes == sorted(notes) and len(set(notes)) >= 8 and notes[-1] == 84 and "land" in play.names()


def test_dragging_a_knob_is_no_run(monkeypatch: pytest.MonkeyPatch) -> None:
    play = Listener("thirteen", monkeypatch)
    attempt = screen(play.driver).attempt
    began: list[float] = []
    monkeypatch.setattr(play.driver.game.player_feedback, "begin", lambda target, first, *_more: began.append(first))
    for alpha in (3.0, 5.0, 9.0):
        attempt.dragging("alpha", alpha)
        play.wait(0.05)
    assert began == [] and play.names() == []
