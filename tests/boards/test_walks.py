"""What a player does at each kind of board and what follows, press by press: walks/*.txt are the transcripts."""

import sys
from dataclasses import replace
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any

import pygame
import pytest

from checks.paper import written as words_on
from downslope import Learner, Level
from downslope.attempt.attempt import Attempt
from downslope.attempt.game.game import Game
from downslope.boards.shared.board import PipWords
from downslope.boards.shared.code_panel import CodePanel
from downslope.digits.dataset import digits_level
from downslope.rules import Action, Learn, Marker, Session, Turn
from downslope.scenes.base.speech import speech_of
from downslope.scenes.play.play import PlayScene
from downslope.view.format.markup import plain
from downslope.view.networks.weight_needles import CHOICES
from downslope.view.widgets.number_input import point
from downslope.view.widgets.widget import Rect
from lib import playing
from lib.driving import FRAME, Driver, MemoryStore
from lib.hands import strokes
from lib.listening import Spy
from lib.playing import act, board, click, need, screen, wait, widget
from lib.plugins import Careful, Chancy, Patient
from lib.support import shipped
from lib.walks import differences, questions
from pictures import drawing

WALKS = sorted(Path(__file__).with_name("walks").glob("*.txt"))
ASKED = (  # of a visit, without `it.`
    "board", "attempt", "session", "driver", "widget", "runs", "beside", "traced", "anchors", "see",
)  # fmt: skip
KEYS = {name.removeprefix("K_"): code for name, code in vars(pygame).items() if name.startswith("K_")}
SPACE: dict[str, Any] = {}  # there is no file of its source
exec("def step(self, problem, weights, alpha): return [0.5]", SPACE)
Gone: type[Learner] = type("Gone", (Learner,), {"name": "gone", "step": SPACE["step"]})
LEARNERS = {**shipped().learners, **{kind.name: kind for kind in (Careful, Chancy, Patient, Gone)}}


class Visit:
    """A player at a level: what is done there; `heard`: what of the screen was told last."""

    def __init__(self, level: str | Level, *actions: Action, auto: bool = False, **settings: Any) -> None:
        game = Game(MemoryStore(**{"bets": False, **settings}), catalog=replace(shipped(), learners=LEARNERS))
        game.player_feedback.sound = self.spy = Spy()
        self.driver = Driver(PlayScene(game, game.catalog.level(level) if isinstance(level, str) else level, auto=auto))
        wait(self.driver, FRAME)
        self.heard: dict[str, object] = {}
        self.at: tuple[float, ...] = ()  # where the pointer holds something
        act(self.driver, *actions)

    def __getattr__(self, name: str) -> Any:
        """What tests do to a driver, and what it does itself."""
        return partial(vars(playing)[name], self.driver) if name in vars(playing) else getattr(self.driver, name)

    @property
    def attempt(self) -> Attempt:
        return screen(self.driver).attempt

    @property
    def session(self) -> Session:
        return self.attempt.session

    @property
    def board(self) -> Any:
        return board(self.driver)

    def over(self, there: str | Rect, press: bool = False) -> None:
        """The pointer lies in the middle of a control, or of a part of one; it presses there."""
        x, y, w, h = widget(self.driver, there).rect if isinstance(there, str) else there
        (self.driver.click if press else self.driver.move)(x + w / 2, y + h / 2)
        wait(self.driver, 0.5)

    def carry(self, name: str, to: str) -> None:
        """One is dragged onto another."""
        self.driver.drag(widget(self.driver, name).centre, widget(self.driver, to).centre)

    def focus(self, name: str) -> None:
        screen(self.driver).set_focus(name)

    def hold(self, name: str, *values: float) -> None:
        """A dial or a slider is held, and dragged from value to value."""
        held = widget(self.driver, name)
        (x, y), on_line = held.centre, hasattr(held, "x_of")
        for value in values:
            spot = (held.x_of(value), held.line) if on_line else point(x, y, held.radius - 9, held.angle(value))
            (self.driver.move if self.at else self.driver.down)(*spot)
            self.at = spot
            wait(self.driver, FRAME)

    def drop(self) -> None:
        """What is held is let go of."""
        self.driver.up(*self.at)
        self.at = ()
        wait(self.driver, 0.1)

    def anchors(self) -> list[object]:
        """Where the answers to each question stand on the stage: a place, an arrow to one that is not seen, a value."""
        places = list[object]()
        for number, question in enumerate(self.attempt.level.questions):
            answers = (question.low, question.high) if isinstance(question, Marker) else question.answers
            places += [(answer, *(self.board.anchor(number, answer) or ["no place"])[:5]) for answer in answers]
        return places

    def see(self) -> str:
        """All words that are written on the screen."""
        return " ".join(text.string for text in words_on(self.driver.scene.draw, (1280, 720), self.driver.game.look()))

    def call(self, number: int, said: str) -> None:
        """A needle is called, with a click."""
        x, y, w, h = widget(self.driver, f"call {number}").rect
        self.driver.click(x + w * (CHOICES.index(said) + 0.5) / 3, y + h / 2)

    def cell(self, grid: Any, x: float, y: float) -> None:
        """Press this one of a grid."""
        self.driver.click(grid.x + (x + 0.5) * grid.cell, grid.y + (y + 0.5) * grid.cell)

    def wire(self, index: int, up: float = 0.0) -> None:
        """Pressed where the mouse means this one, and dragged so far."""
        wires = widget(self.driver, "wires")
        places: list[tuple[float, float]] = [wires.at.along(index, part / 20) for part in range(1, 20)]
        x, y = next(place for place in places if wires.near(*place) == index)
        self.driver.drag((x, y), (x, y - up))
        wait(self.driver, 0.1)

    def draw(self, *places: tuple[float, float]) -> None:
        """On the pad, with the mouse."""
        x, y, w, h = widget(self.driver, "pad").rect
        (begin, *spots) = [(x + u * w, y + v * h) for u, v in places]
        self.driver.down(*begin)
        for spot in spots:
            self.driver.post(pygame.MOUSEMOTION, pos=spot, rel=(1, 1), buttons=(1, 0, 0))
        self.driver.up(*spots[-1])
        wait(self.driver, 0.1)

    def write(self, digit: int, said: int) -> None:
        """A digit is drawn on the pad, and it is said which it is."""
        for stroke in strokes(0, digit):
            self.draw(*stroke)
        click(self.driver, f"digit {said}", then=0.3)

    def ran(self, *runs: tuple[float, int]) -> None:
        """Runs of this alpha and so many steps, a Reset after each."""
        for alpha, steps in runs:
            act(self.driver, Turn("alpha", alpha), Learn(steps)).reset()
            wait(self.driver, 0.1)

    def runs(self) -> list[str]:
        """Learner, knobs and end of each, as their rows tell them."""
        texts = [row.text for row in self.board.runs.rows]
        return [f"{text.name} {''.join(run[0] for run in text.knobs)} {text.end or text.icon}" for text in texts]

    def traced(self) -> list[str]:
        """The lines of a file that run (>) or have a value."""
        rows = [row for section in self.board.code.source.sections for row in section.rows]
        return [f"{row.line.strip()} {'>' * row.running}{row.value}" for row in rows if row.running or row.value]

    def beside(self) -> list[int]:
        """The steps of those that are drawn beside the present one."""
        return [run.beats for run in self.board.runs.runs_beside()]


def seen(visit: Visit) -> dict[str, object]:
    """All that a player may hear of a screen, and how far the run is."""
    scene, session, toasts = screen(visit.driver), visit.session, visit.driver.game.toasts.shown
    sounds = [(name, len([*row])) for name, row in groupby(visit.spy.take())]
    words, count = PipWords(*visit.board.words()), visit.board.counter()
    values = ((each.accessible_name(), each.accessible_value()) for each in scene.widgets)
    return {
        "at": f"{visit.attempt.step}/{session.count}", "part": session.stage,
        "weights": " ".join(map(shown, session.weights[:6])), "frozen": sorted(session.frozen),
        "heard": plain(words.heard), "words": plain(f"{words.bold} {words.plain}".strip()), "mood": words.mood,
        "verdict": speech_of(scene).verdict, "note": toasts[-1].title if toasts else "",
        count.word: count.used if count.of is None else f"{count.used} of {count.of}",
        "sound": " ".join(name if many == 1 else f"{name}*{many}" for name, many in sounds),
        "stars": sorted(visit.attempt.stars()), "focus": scene.focus,
        "tiles": " ".join(f"[{tile.name}]" if tile.primary else tile.name if tile.enabled else f"({tile.name})"
                          for tile in visit.board.tiles()),
        **{name: value for name, value in values if value},
    }  # fmt: skip


def state(visit: Visit) -> str:
    """What is not as it was told last."""
    before, visit.heard = visit.heard, seen(visit)
    before["sound"] = ""  # what sounds is gone at once
    news = {name: value for name, value in visit.heard.items() if value != before.get(name, value and "")}
    return " | ".join(
        [
            *(f"{name} {value or 'none'}" for name, value in news.items()),
            *(f"no {name}" for name in before if name not in visit.heard),
        ]
    )


def shown(value: object) -> str:
    """With no more digits than tell something: the last ones of a sum are the machine's."""
    if isinstance(value, float):
        return f"{round(value, 9) + 0:.4g}"
    if isinstance(value, (list, tuple)):
        return f"({', '.join(map(shown, value))})"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{shown(key)}: {shown(each)}' for key, each in value.items())}}}"
    return str(value)


def does(press: str, names: dict[str, Any]) -> None:
    """Time goes by; what is asked (?) is said; everything else a visit does."""
    visit: Visit = names["it"]
    names = names | {name: getattr(visit, name) for name in ASKED}
    if press.replace(".", "").isdigit():
        wait(visit.driver, float(press))
    elif press.startswith("? "):
        names["said"].append(shown(eval(press[2:], names)))
    else:
        eval(press if press.startswith("[") else f"it.{press}", names)


def but(level: str, **fields: Any) -> Level:
    """A shipped level with other fields."""
    return replace(shipped().level(level), **fields)


def hand() -> Level:
    """Read my hand, by a net that has learned a little."""
    net = Session(digits_level(4, 1), shipped(), [Learn(600)])
    return but("read-my-hand", weights_from="", network=net.level.network, weights=net.weights)


def lines(panel: CodePanel) -> dict[str, str]:
    """Those of its code that run (>) or have a value."""
    rows = need(panel.picture).rows
    return {row.line.strip(): ">" * row.running + row.value for row in rows if row.running or row.value}


NAMES = questions(
    "boards.by_hand.sending_model", "boards.one_neuron.bowl_board", "boards.several_weights.neurons_board",
    "boards.several_weights.alphas_board", names=globals() | KEYS,
) | {"begin": Visit, "state": state}  # fmt: skip


@pytest.mark.usefixtures("display")
@pytest.mark.parametrize("again", [False, pytest.param(True, marks=pytest.mark.slow)])  # kinds of which one was asked
def test_what_follows_of_each_press(again: bool) -> None:
    tracing, files = sys.gettrace(), [file for file in WALKS if (file.stem in ("again", "shows")) is again]
    with drawing.settled():  # however many looks at the clock something takes
        assert [each for file in files for each in differences(file, NAMES, does)] == []
    assert sys.gettrace() is tracing, "who looked into a learner's step looks no longer"
