"""From the press to the verdict nothing on the screen tells a win: no word, no tick. Tiles and stars: witness.py."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from pygame import Surface

from checks.paper import Page, Paper
from downslope.attempt.director import Phase
from downslope.rules.actions import Turn
from downslope.scenes.base.scene import Scene
from downslope.view.draw.canvas import scale_of
from driving import FRAME
from playing import opened, screen, told, wait

pytestmark = pytest.mark.usefixtures("display")

SIZE = (1280, 720)
WINS: dict[str, tuple[str, tuple[Turn, ...]]] = {  # what is pressed in the end, and the turns before it
    "double-it": ("", (Turn("weight", 2.0),)),
    "a-hundredth": ("send", (Turn("weight", 0.01),)),
    "seven": ("stop", (Turn("weight", 0.65),)),
    "plus-and-minus": ("probe", (Turn("weight", 1.0),)),
    "hands-off": ("learn", ()),
    "thirteen": ("learn", (Turn("alpha", 9.0),)),
    "valley": ("learn", (Turn("alpha", 0.6),)),
    "hidden-four": ("learn", (Turn("alpha", 0.5),)),
    "edge-by-hand": ("probe", tuple(Turn("weight", (-1, 0, 1)[n % 3], n) for n in range(9))),
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


@pytest.mark.parametrize("level", WINS)
def test_no_word_and_no_tick_tells_a_win_before_its_verdict(level: str, icons: Counter[str]) -> None:
    driver = opened(level, bets=False, still=False, panels="all")
    play = screen(driver)
    wait(driver, 0.5)
    press, turns = WINS[level]
    before = seen(play, icons)
    for turn in turns:
        if turn is turns[-1] and not press:  # this turn is the press
            wait(driver, 0.2)
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
