"""What is played, as it is seen and heard: from the press to the verdict nothing on the screen tells a win, no word, no
tick (tiles and stars: witness.py); a film is a function of its time; what sounds is seen where nothing is heard.
"""

import math
import re
from collections import Counter
from typing import Any

import pygame
import pytest
from pygame import Surface

from checks.paper import Page, Paper
from downslope.attempt.director import Phase
from downslope.attempt.game.sound_cues import EVENTS, THINGS
from downslope.boards.pictures.stencil_board import StencilBoard
from downslope.boards.several_weights.contour_board import ContourBoard
from downslope.desktop.sound import RATE
from downslope.rules import Turn
from downslope.view.draw import scale_of
from lib.driving import FRAME, Driver
from lib.listening import Spy, loudness, mixed
from lib.playing import board_of, key, need, opened, painted, screen, told, wait

pytestmark = pytest.mark.usefixtures("display")

SIZE = (1280, 720)
WINS: dict[str, tuple[str, Turn]] = {  # what is pressed in the end, and the turn before it
    "double-it": ("", Turn("weight", 2.0)), "seven": ("stop", Turn("weight", 0.65)),
    "plus-and-minus": ("probe", Turn("weight", 1.0)), "thirteen": ("learn", Turn("alpha", 9.0)),
    "valley": ("learn", Turn("alpha", 0.6)), "hidden-four": ("learn", Turn("alpha", 0.5)),
}  # fmt: skip
# What a run that is played may say: its own captions, the keys that go faster, which line of code it is at, the name
# of a row in a table; and how many places of a map differ: that is what a look shows, whether it wins or not.
OF_THE_RUN = re.compile(
    r"Press \w+ to go faster\.|at \d+|line \d|last send|more|error |delta |nearly there|Along a line .*|"
    r"drag to travel in time|.*lights up.*|.*goes dark.*|an answer flips|the error grows|"
    r"map of look 1| still differ|night|Error|history|par \d+|  par |pass |hands off until Reset"
)
TELLS = ("check", "land", "trophy", "overshoot")


@pytest.mark.slow
@pytest.mark.parametrize("level", WINS)
def test_no_word_and_no_tick_tells_a_win_before_its_verdict(level: str, monkeypatch: pytest.MonkeyPatch) -> None:
    icons = list[str]()
    monkeypatch.setattr(Paper, "icon", lambda _self, name, *_more, **_named: icons.append(name))
    driver = opened(level, bets=False, still=False, panels="all")
    play = screen(driver)

    def seen() -> tuple[set[str], Counter[str]]:
        """The words on the screen, numbers left out, and the icons that would tell how it ended."""
        scale = scale_of(*SIZE)
        play.resize(SIZE[0] / scale, SIZE[1] / scale, scale)
        page = Page.current = Page(size=SIZE)
        icons.clear()
        play.draw(Paper(Surface(SIZE), play.game.look(), page=page))
        words = {text.string for text in page.texts if re.search("[a-z]{2}", text.string)}
        return words, Counter(name for name in icons if name in TELLS)

    wait(driver, 0.5)
    press, turn = WINS[level]
    before = seen()
    play.attempt.turn(turn.knob, turn.value, turn.index)
    if press:
        wait(driver, 0.2)
        before = seen()
        play.do(press)
    wait(driver, FRAME)
    states, look = list[Phase](), 0
    while (state := play.attempt.director.state) in (Phase.PLAY, Phase.REACT):
        if state not in states or look % 12 == 0:
            words, marks = seen()
            parts = [part for line in play.dock.message.lines for part in line.split(" · ")]
            said = [part.split() for part in parts if OF_THE_RUN.fullmatch(part)]
            words -= before[0].union(*said)  # they stand there word by word
            assert {word for word in words if not OF_THE_RUN.fullmatch(word)} == set(), state
            assert marks == before[1], state
        states, look = [*states, state], look + 1
        wait(driver, FRAME)
    assert states and play.attempt.session.won
    told(driver)
    after = seen()
    assert {word for word in after[0] - before[0] if not OF_THE_RUN.fullmatch(word)}, "now it is told"
    assert after[1] != before[1] or level in ("double-it", "plus-and-minus"), "one part is no trophy"


# Films: put back to a time, the stage is drawn as it was then.


@pytest.mark.slow
@pytest.mark.parametrize("name", ["valley", "hidden-four"])
def test_played_backwards_each_time_has_its_picture_again(name: str) -> None:
    """A bowl becomes a map; a step is on its way and blame walks back."""
    driver = opened(name, bets=False, still=False)
    play, pictures = screen(driver), list[bytes]()
    if name == "valley":
        wait(driver, 1.5)
    else:
        play.attempt.step_once()
    times = [0.05 + 0.9 * k / 7 for k in range(8)]
    for time in (*times, *times[::-1]):
        if name == "valley":
            board_of(driver, ContourBoard).land.part.jump(time)
        else:
            play.attempt.playback.at = time
            play.board.after_update(0.0)
        pictures.append(painted(driver).get_buffer().raw)
    assert pictures == pictures[::-1] and len(set(pictures)) > 5, "it moves"


def test_a_press_makes_what_is_played_four_times_as_fast_and_with_reduced_motion_its_end_is_there_at_once() -> None:
    for level in ("edge-by-hand", "hidden-four"):
        driver, times = opened(level, bets=False, still=False), list[float]()
        key(driver, pygame.K_SPACE)
        show = getattr(screen(driver).board, "show", None)
        for press in (False, False, True):
            if press:
                screen(driver).attempt.director.faster()
            if times:
                wait(driver, FRAME)
            times.append(show.time.time if show else screen(driver).attempt.playback.at)
        assert times[2] - times[1] == pytest.approx(4 * (times[1] - times[0]))
    driver = opened("edge-by-hand", bets=False)
    driver.type("-")
    key(driver, pygame.K_SPACE, then=0.15)
    assert need(board_of(driver, StencilBoard).show).values() == board_of(driver, StencilBoard).last_map()
    driver = opened("thirteen", bets=False)
    stage, places = screen(driver).board.bowl_panel, set()  # type: ignore[attr-defined]
    for _ in range(4):
        driver.type(" ")
        for _ in range(40):
            wait(driver, FINE, FINE)
            places.add(stage.at())
    run = screen(driver).attempt.session.run
    assert places == {run.weights_at(step)[0] for step in range(1, 5)}, "Pip is only where a step ends"


# What is heard.

FINE = 1 / 60  # seconds of a frame of the game


class Listener:
    """Plays a level frame by frame and notes what is heard, when, how loud and at which place, music and loops too."""

    def __init__(self, level: str, monkeypatch: pytest.MonkeyPatch, **settings: Any) -> None:
        self.driver: Driver = opened(level, **{"still": False, "bets": False, "sound": 0.6, **settings})
        self.attempt = screen(self.driver).attempt
        self.time, self.whole = 0.0, list[tuple[float, str, float, float]]()
        self.driver.game.sound.on = True  # as if the mixer ran

        def play(name: str, volume: float = 1.0, delay: float = 0.0, place: float = 0.0) -> None:
            self.whole.append((self.time + delay, name, volume, place))

        monkeypatch.setattr(self.driver.game.sound, "play", play)

    def wait(self, seconds: float) -> None:
        bed = self.driver.game.sound.bed
        for _ in range(round(seconds / FINE)):
            self.driver.scene = self.driver.scene.update(FINE)
            begins = bed.update(FINE)
            self.whole += [(self.time, name, loud, 0.0) for name, loud in begins if not bed.silent]
            self.time += FINE

    def press(self, key: str, seconds: float = 0.7) -> None:
        self.driver.type(key)
        self.wait(seconds)

    def times(self) -> list[tuple[float, str]]:
        """Of what a run sounds like: no clicks and ticks, no music, nor the things of its world."""
        run = re.compile("(pluck|away|star|land|fall|thud)[0-9]*")
        but = {tone.name for tones in THINGS.values() for tone in tones}
        return [(time, name) for time, name, *_how in self.whole if run.fullmatch(name) and name not in but]

    def names(self) -> list[str]:
        return [name for _time, name in self.times()]


@pytest.mark.slow
def test_a_run_that_lands_rises_and_one_that_runs_away_falls(monkeypatch: pytest.MonkeyPatch) -> None:
    play = Listener("thirteen", monkeypatch)
    play.attempt.turn("alpha", 9.0)
    play.wait(0.2)
    for _ in range(3):
        play.press(" ")
    assert "land" not in play.names(), "the world answers first"
    assert play.attempt.director.state == "react" and play.driver.game.player_feedback.part("pip", "happy")
    while play.attempt.director.state == "react":
        assert not [name for name in play.names() if name.startswith("star")]
        play.wait(FINE)
    play.wait(1.6)
    (first, one), (second, two) = (each for each in play.times() if each[1].startswith("star"))
    assert (one, two) == ("star1", "star2") and second - first == pytest.approx(0.14, abs=0.02)
    for code in (",", ",", ".", "z"):
        play.press(code, 0.3)
    assert [name for name in play.names() if "star" not in name] == ["pluck69", "pluck81", "pluck84", "land"]
    play = Listener("goldilocks", monkeypatch)
    play.attempt.turn("alpha", 0.6)
    for _step in range(10):
        play.press(" ", 1.5)
    play.press("l", 12.0)
    names = play.names()
    assert names[-2:] == ["fall", "thud"] and names.count("fall") == 1 and "pluck" not in " ".join(names)
    (fall, _name), (thud, _name) = play.times()[-2:]
    assert thud - fall == pytest.approx(0.62)
    levels = [int(name.removeprefix("away")) for name in names if name.startswith("away")]
    assert levels[:10] == [1, 2, 2, 3, 4, 5, 5, 6, 6, 7] and levels == sorted(levels)
    after = mixed(play.whole, play.time)[:, round((thud + 0.4) * RATE) : round((thud + 1.2) * RATE)]
    assert after.shape[1] >= 0.79 * RATE and max(map(loudness, after)) < -60


@pytest.mark.slow
def test_a_run_is_as_loud_as_it_should_be_and_heard_where_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Effects and music as loud as they can be."""
    play = Listener("valley", monkeypatch, sound=1.0, music=1.0)
    play.attempt.turn("alpha", 0.6)
    painted(play.driver)
    play.press("l", 10.0)
    assert "land" in play.names() and any(name.startswith("line") for _time, name, *_how in play.whole)
    sound = mixed(play.whole, play.time)
    assert 20 * math.log10(abs(sound).max()) <= -3 and -23 <= loudness(sound.mean(axis=0)) <= -19
    for level, names in (("three-neurons", ["paw"] * 3), ("streetlights", ["step1", "step2"]), ("thirteen", ["dough"])):
        driver = opened(level, bets=False)
        spy = driver.game.player_feedback.sound = Spy()
        painted(driver)
        where = list(driver.game.player_feedback.places)
        driver.type(" ")
        wait(driver, 0.5)
        things = [(name, place) for name, place in spy.places if name in names]
        assert things == list(zip(names, where if len(where) > 1 else where * len(names))), level
        assert {place for name, place in spy.places if name.startswith("pluck")} == {where[0]}


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
