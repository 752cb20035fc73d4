"""What a run sounds like as it is played, and what is seen of that where nothing is heard or nothing may move."""

from __future__ import annotations

import math
from typing import Any

import pygame
import pytest

from downslope.attempt.game.feedback import EVENTS, THINGS
from downslope.desktop.sound import RATE
from downslope.rules import Level
from driving import Driver
from listening import Spy, loudness, mixed
from playing import opened, painted, screen, wait

FRAME = 1 / 60
pytestmark = pytest.mark.usefixtures("display")


class Listener:
    """Plays a level frame by frame and notes what is heard, and when; in `whole` with music, loops and places."""

    def __init__(self, level: str | Level, monkeypatch: pytest.MonkeyPatch, **settings: Any) -> None:
        self.driver: Driver = opened(level, **{"still": False, "bets": False, "sound": 0.6, **settings})
        self.attempt = screen(self.driver).attempt
        self.time, self.heard, self.whole = 0.0, list[tuple[float, str]](), list[tuple[float, str, float, float]]()
        self.driver.game.sound.on = True  # as if the mixer ran

        def play(name: str, volume: float = 1.0, delay: float = 0.0, place: float = 0.0) -> None:
            self.heard.append((self.time + delay, name))
            self.whole.append((self.time + delay, name, volume, place))

        monkeypatch.setattr(self.driver.game.sound, "play", play)

    def wait(self, seconds: float) -> None:
        bed = self.driver.game.sound.bed
        for _ in range(round(seconds / FRAME)):
            self.driver.scene = self.driver.scene.update(FRAME)
            begins = bed.update(FRAME)
            self.whole += [(self.time, name, loud, 0.0) for name, loud in begins if not bed.silent]
            self.time += FRAME

    def press(self, key: str, seconds: float = 0.7) -> None:
        self.driver.type(key)
        self.wait(seconds)

    def names(self) -> list[str]:
        """But for clicks, ticks and what the things of its world sound like."""
        but = {"click", *(tone.name for tones in THINGS.values() for tone in tones)}
        return [name for _time, name in self.heard if name not in but and not name.startswith("tick")]

    def plucks(self) -> list[int]:
        return [int(name[5:]) for name in self.names() if name.startswith("pluck")]


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


@pytest.mark.slow
def test_a_run_that_lands_rises_to_the_goal_then_stars_light_one_after_the_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    play = Listener("thirteen", monkeypatch)
    play.attempt.turn("alpha", 9.0)
    play.wait(0.2)
    for _ in range(3):
        play.press(" ")
    assert "land" not in play.names(), "the world answers first"
    assert play.attempt.director.state == "react" and play.driver.game.player_feedback.part("pip", "happy")
    while play.attempt.director.state == "react":
        assert not [name for name in play.names() if name.startswith("star")]
        play.wait(FRAME)
    play.wait(1.6)
    assert play.names()[:4] == ["pluck69", "pluck81", "pluck84", "land"]
    (first, one), (second, two) = (each for each in play.heard if each[1].startswith("star"))
    assert (one, two) == ("star1", "star2") and second - first == pytest.approx(0.14, abs=0.02)
    for key in (",", ",", ".", "z"):
        play.press(key, 0.3)
    assert len(play.plucks()) == 3, "looking back is silent"


def test_with_reduced_motion_pip_is_only_where_a_step_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    play = Listener("thirteen", monkeypatch, still=True)
    stage, places = screen(play.driver).board.bowl_panel, set()  # type: ignore[attr-defined]
    for _ in range(4):
        play.driver.type(" ")
        for _ in range(40):
            play.wait(FRAME)
            places.add(stage.at())
    assert places == {play.attempt.session.run.weights_at(step)[0] for step in range(1, 5)}


@pytest.mark.slow
@pytest.mark.parametrize("still", [False, True])
def test_where_nothing_is_heard_another_picture_is_seen(still: bool) -> None:
    driver = opened("thirteen", still=still, bets=False, sound=0.0)
    driver.type(" ")
    wait(driver, 1.0)
    feedback = driver.game.player_feedback

    def picture(seconds: float) -> bytes:
        feedback.update(seconds)
        driver.scene.update(0.0)
        return pygame.image.tobytes(painted(driver), "RGB")

    before = picture(100.0)
    for event in (name for name, row in EVENTS.items() if row.unheard):
        feedback.show(event)
        assert picture(0.04) != before, event
        assert picture(100.0) == before, event


@pytest.mark.slow
def test_a_runaway_rises_falls_and_thuds_and_then_nothing_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    play = Listener("goldilocks", monkeypatch)
    play.attempt.turn("alpha", 0.6)
    for _step in range(10):
        play.press(" ", 1.5)
    assert play.names() == [f"away{level}" for level in (1, 2, 2, 3, 4, 5, 5, 6, 6, 7)]
    play.press("l", 12.0)
    names = play.names()
    assert names[-2:] == ["fall", "thud"] and names.count("fall") == 1 and not play.plucks()
    fall, thud = (time for time, name in play.heard if name in ("fall", "thud"))
    assert thud - fall == pytest.approx(0.62)
    levels = [int(name.removeprefix("away")) for name in names if name.startswith("away")]
    assert levels == sorted(levels) and levels[-1] > levels[0] + 6
    after = mixed(play.whole, play.time)[:, round((thud + 0.4) * RATE) : round((thud + 1.2) * RATE)]
    assert after.shape[1] >= 0.79 * RATE and max(map(loudness, after)) < -60


@pytest.mark.slow
def test_a_whole_run_is_neither_too_soft_nor_too_loud(monkeypatch: pytest.MonkeyPatch) -> None:
    """Effects and music as loud as they can be."""
    play = Listener("valley", monkeypatch, sound=1.0, music=1.0)
    play.attempt.turn("alpha", 0.6)
    painted(play.driver)
    play.press("l", 10.0)
    assert "land" in play.names() and any(name.startswith("line") for _time, name, *_how in play.whole)
    sound = mixed(play.whole, play.time)
    assert 20 * math.log10(abs(sound).max()) <= -3 and -23 <= loudness(sound.mean(axis=0)) <= -19
