"""The verdict, what each star asks for: what can be read when. From the press to the verdict nothing tells a win, no
word, no tick; what is heard. What a level shows, why a star is not given, what is pressed: walks/play.txt.
"""

import math
import re
from collections import Counter

import pygame
import pytest
from pygame import Surface

from checks.paper import Page, Paper
from downslope.attempt.director import TELLING, Phase
from downslope.attempt.game.progression import stops
from downslope.attempt.game.sound_cues import EVENTS
from downslope.rules import Turn
from downslope.scenes.level_map import text_of
from downslope.scenes.play.star_conditions import condition, star_rows
from downslope.view.charts.number_line import Trail
from downslope.view.draw import scale_of
from lib.driving import FRAME, Driver
from lib.listening import loudness, mixed
from lib.playing import board, click, key, need, open_level, opened, painted, screen, told, until, wait
from lib.support import campaign, play, shipped

pytestmark = pytest.mark.usefixtures("display")


# The verdict.


def ended(driver: Driver, alpha: float) -> Driver:
    """The level after a run of one's own, its bet skipped."""
    key(driver, pygame.K_r)
    screen(driver).attempt.turn("alpha", alpha)
    key(driver, pygame.K_l)
    until(driver, "verdict")
    return driver


def test_a_verdict_slides_in_and_with_reduced_motion_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    for still in (False, True):
        driver, tops = ended(open_level("thirteen", monkeypatch, still=still), 24), list[float]()
        for _ in range(20):
            tops.append(need(screen(driver).widget("to code")).rect[1])
            wait(driver, FRAME)
        assert tops == sorted(tops, reverse=True) and (len(set(tops)) == 1) is still
        assert tops[round(TELLING / FRAME) + 1] == tops[-1] and screen(driver).widget("to map") is None
        click(driver, "jump")
        click(driver, "rewind run")
        attempt = screen(driver).attempt
        assert screen(driver).kind == "" and attempt.session.count == attempt.step == 1


def test_a_run_that_took_as_many_steps_is_drawn_beside_it() -> None:
    """The twins of the stiff peg: what one of them misses the other misses on the other side, until they meet."""
    driver = opened("goldilocks", bets=False)
    first, second = (need(screen(ended(driver, alpha)).dock.verdict.story()).chart for alpha in (0.2, 0.3))
    assert isinstance(first, Trail) and isinstance(second, Trail)
    own, twin = second.values, second.twin
    assert first.twin == () and len(own) == len(twin) == 5 and second.twin_name == "α .2"
    assert (own[1], own[3], own[4]) == pytest.approx((-twin[1], -twin[3], twin[4]))


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
    assert condition(shipped().level("kernels"), 2) == "in 5 passes or fewer, 97.9 % read correctly"


# What is played, as it is seen and heard.


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
FINE = 1 / 60  # seconds of a frame of the game
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


def test_with_reduced_motion_the_end_of_what_is_played_is_there_at_once() -> None:
    driver = opened("edge-by-hand", bets=False)
    driver.type("-")
    key(driver, pygame.K_SPACE, then=0.15)
    assert need(board(driver).show).values() == board(driver).last_map()
    driver = opened("thirteen", bets=False)
    stage, places = screen(driver).board.bowl_panel, set()  # type: ignore[attr-defined]
    driver.type(" ")
    for _ in range(40):
        wait(driver, FINE, FINE)
        places.add(stage.at())
    assert places == {screen(driver).attempt.session.run.weights_at(1)[0]}, "Pip is only where a step ends"


@pytest.mark.slow
def test_a_run_that_lands_rises_to_the_goal_then_stars_light_and_is_as_loud_as_it_should_be(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Effects and music as loud as they can be."""
    driver = opened("thirteen", still=False, bets=False, sound=1.0, music=1.0)
    attempt, feedback, player = screen(driver).attempt, driver.game.player_feedback, driver.game.sound
    time, heard = 0.0, list[tuple[float, str, float, float]]()  # when, what, how loud, at which place
    player.on = True  # as if the mixer ran

    def play(name: str, volume: float = 1.0, delay: float = 0.0, place: float = 0.0) -> None:
        heard.append((time + delay, name, volume, place))

    def names(kinds: str = "pluck|land|star") -> list[str]:
        return [name for _time, name, *_how in heard if re.fullmatch(f"({kinds})[0-9]*", name)]

    def go_on(seconds: float) -> None:
        nonlocal time
        for _ in range(round(seconds / FINE)):
            wait(driver, FINE, FINE)
            heard.extend((time, name, loud, 0.0) for name, loud in player.bed.update(FINE) if not player.bed.silent)
            time += FINE

    monkeypatch.setattr(player, "play", play)
    attempt.turn("alpha", 9.0)
    painted(driver)
    go_on(0.2)
    for _ in range(3):
        driver.type(" ")
        go_on(0.7)
    assert names("land") == [], "the world answers first"
    assert attempt.director.state == "react" and feedback.part("pip", "happy")
    while attempt.director.state == "react":
        assert names("star") == []
        go_on(FINE)
    go_on(1.6)
    (first, one, *_), (second, two, *_) = (each for each in heard if each[1].startswith("star"))
    assert (one, two) == ("star1", "star2") and second - first == pytest.approx(0.14, abs=0.02)
    sound = mixed(heard, time)
    assert names("line") and 20 * math.log10(abs(sound).max()) <= -3 and -23 <= loudness(sound.mean(axis=0)) <= -19
    for code in (",", ",", ".", "z"):
        driver.type(code)
        go_on(0.3)
    assert names("pluck|land") == ["pluck69", "pluck81", "pluck84", "land"], "looking back is silent"


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
