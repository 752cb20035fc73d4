"""What is played: from the press to the verdict nothing on the screen tells a win, no word, no tick (tiles and stars:
witness.py); a film is a function of its time; a press makes it four times as fast.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from functools import partial

import pygame
import pytest
from pygame import Surface

from checks.paper import Page, Paper
from downslope.attempt.director import Phase
from downslope.boards.pictures.stencil_board import StencilBoard
from downslope.boards.several_weights.contour_board import ContourBoard
from downslope.rules import Turn
from downslope.scenes.base.scene import Scene
from downslope.view.draw import scale_of
from driving import FRAME, Driver
from playing import board_of, key, need, opened, painted, screen, told, wait

pytestmark = pytest.mark.usefixtures("display")

SIZE = (1280, 720)
WINS: dict[str, tuple[str, tuple[Turn, ...]]] = {  # what is pressed in the end, and the turns before it
    "double-it": ("", (Turn("weight", 2.0),)),
    "seven": ("stop", (Turn("weight", 0.65),)),
    "plus-and-minus": ("probe", (Turn("weight", 1.0),)),
    "thirteen": ("learn", (Turn("alpha", 9.0),)),
    "valley": ("learn", (Turn("alpha", 0.6),)),
    "hidden-four": ("learn", (Turn("alpha", 0.5),)),
}
# What a run that is played may say: its own captions, the keys that go faster, which line of code it is at, the name
# of a row in a table; and how many places of a map differ: that is what a look shows, whether it wins or not.
OF_THE_RUN = re.compile(
    r"Press \w+ to go faster\.|at \d+|line \d|last send|more|error |delta |nearly there|Along a line .*|"
    r"drag to travel in time|.*lights up.*|.*goes dark.*|an answer flips|the error grows|"
    r"map of look 1| still differ|night|Error|history|par \d+|  par |pass |hands off until Reset"
)
TELLS = ("check", "land", "trophy", "overshoot")


@pytest.fixture
def icons(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """What is drawn of them since it was last cleared."""
    found = Counter[str]()
    monkeypatch.setattr(Paper, "icon", lambda _self, name, *_more, **_named: found.update([name]))
    return found


def seen(scene: Scene, icons: Counter[str]) -> tuple[set[str], Counter[str]]:
    """The words on the screen, numbers left out, and the icons that would tell how it ended."""
    scale = scale_of(*SIZE)
    scene.resize(SIZE[0] / scale, SIZE[1] / scale, scale)
    page = Page.current = Page(size=SIZE)
    icons.clear()
    scene.draw(Paper(Surface(SIZE), scene.game.look(), page=page))
    words = {text.string for text in page.texts if re.search("[a-z]{2}", text.string)}
    return words, Counter({name: icons[name] for name in TELLS if icons[name]})


@pytest.mark.slow
@pytest.mark.parametrize("level", WINS)
def test_no_word_and_no_tick_tells_a_win_before_its_verdict(level: str, icons: Counter[str]) -> None:
    driver = opened(level, bets=False, still=False, panels="all")
    play = screen(driver)
    wait(driver, 0.5)
    press, (turn,) = WINS[level]
    before = seen(play, icons)
    play.attempt.turn(turn.knob, turn.value, turn.index)
    if press:
        wait(driver, 0.2)
        before = seen(play, icons)
        play.do(press)
    wait(driver, FRAME)
    states, look = list[Phase](), 0
    while (state := play.attempt.director.state) in (Phase.PLAY, Phase.REACT):
        if state not in states or look % 12 == 0:
            words, marks = seen(play, icons)
            parts = [part for line in play.dock.message.lines for part in line.split(" · ")]
            said = [part.split() for part in parts if OF_THE_RUN.fullmatch(part)]
            words -= before[0].union(*said)  # they stand there word by word
            assert {word for word in words if not OF_THE_RUN.fullmatch(word)} == set(), state
            assert marks == before[1], state
        states, look = [*states, state], look + 1
        wait(driver, FRAME)
    assert {Phase.PLAY, Phase.REACT} & set(states) and play.attempt.session.won
    told(driver)
    after = seen(play, icons)
    assert {word for word in after[0] - before[0] if not OF_THE_RUN.fullmatch(word)}, "now it is told"
    assert after[1] != before[1] or level in ("double-it", "plus-and-minus"), "one part is no trophy"


# ---------------------------------------------------------------------------------------------------------------------
# Films: put back to a time, the stage is drawn as it was then.


Film = tuple[Driver, Callable[[float], object]]  # what is driven, and what puts it to a part of its time, 0 ... 1


def bowl_becomes_map() -> Film:
    driver = opened("valley", bets=False, still=False)
    wait(driver, 1.5)
    return driver, board_of(driver, ContourBoard).land.part.jump


def look_at_stencil(still: bool = False) -> Driver:
    """The stencil finds right edges."""
    driver = opened("edge-by-hand", bets=False, still=still)
    for index, value in enumerate((-1, 0, 1, 0, 0, 1, -1, 0, 1)):
        screen(driver).attempt.turn("weight", float(value), index, instead=True)
    wait(driver, 0.2)
    key(driver, pygame.K_SPACE)
    return driver


def products_become_a_number() -> Film:
    driver = look_at_stencil()
    time = need(board_of(driver, StencilBoard).show).time
    return driver, lambda part: setattr(time, "time", part * time.length)


def step_of(name: str) -> Film:
    """A step is on its way: blame walks back, lanterns go, dogs spring."""
    driver = opened(name, bets=False, still=False)
    play = screen(driver)
    play.attempt.step_once()

    def put(part: float) -> None:
        play.attempt.playback.at = part
        play.board.after_update(0.0)

    return driver, put


FILMS: dict[str, Callable[[], Film]] = {
    "bowl": bowl_becomes_map, "products": products_become_a_number, "step": partial(step_of, "hidden-four"),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("name", FILMS)
def test_played_backwards_each_time_has_its_picture_again(name: str) -> None:
    driver, put = FILMS[name]()
    times = [0.05 + 0.9 * k / 7 for k in range(8)]
    pictures = []
    for time in (*times, *times[::-1]):
        put(time)
        pictures.append(painted(driver).get_buffer().raw)
    assert pictures == pictures[::-1] and len(set(pictures)) > 5, "it moves"


def test_a_press_makes_what_is_played_four_times_as_fast_and_with_reduced_motion_its_end_is_there_at_once() -> None:
    driver, _put = products_become_a_number()
    show, (step, _put) = need(board_of(driver, StencilBoard).show), step_of("hidden-four")
    playback = screen(step).attempt.playback
    for driven in (driver, step):
        times = list[float]()
        for press in (False, False, True):
            if press:
                screen(driven).attempt.director.faster()
            if times:
                wait(driven, FRAME)
            times.append(show.time.time if driven is driver else playback.at)
        start, once, hurried = times
        assert hurried - once == pytest.approx(4 * (once - start))
    driver = look_at_stencil(still=True)
    board = board_of(driver, StencilBoard)
    wait(driver, 0.15)
    assert need(board.show).values() == board.last_map()
