"""Which screens are looked at, and of which looks a picture is kept: plans.txt, and here what is made for its lines.

What a plan draws is kept as text in ALL looks.
"""

import linecache
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from downslope import Level
from downslope.attempt.game.game import Game
from downslope.attempt.past_runs import mark_of
from downslope.boards.pictures.reading_board import ReadingBoard
from downslope.desktop.controls import Intent
from downslope.digits.drawing import preprocess
from downslope.engine.fault import Fault
from downslope.i18n import _
from downslope.registry.plugin import Plugin
from downslope.registry.trust import PluginCode, UnknownCode
from downslope.rules import CHAPTERS, Action, Answer, Learn, Next, Reset, Show, places, to_json
from downslope.scenes.base.scene import SCREENS, Scene, screen_class
from downslope.scenes.code_screens import PluginSourceScene, ScriptScene
from downslope.scenes.convergence import ConvergenceScene
from downslope.scenes.play.play import PlayScene
from downslope.scenes.plugins import PluginsScene
from downslope.scenes.title import TitleScene
from downslope.scenes.workshop.workshop import WorkshopScene
from downslope.scripts.forms import FORMS, write
from downslope.version import __version__
from downslope.workshop.bench import Bench, BenchRuns
from lib.hands import rasterize, strokes
from lib.plugins import STALLS
from lib.support import trained
from lib.walks import questions

FOLDER = "/home/ada/downslope"  # what the list of plugins says where the player's folder is


class View(NamedTuple):
    """How it is looked at; `size` in physical pixels."""

    name: str
    theme: str = "dark"
    size: tuple[int, int] = (1280, 720)
    text: float = 1.0
    longer: bool = False  # in the longer language


DARK, LIGHT = View("dark"), View("light", "light")
SMALL = View("small", "dark", (960, 540))
LARGE = View("large", "light", (1280, 720), 1.5)
BOTH, HARD, ALL = (DARK, LIGHT), (SMALL, LARGE), (DARK, LIGHT, SMALL, LARGE)


class Focus(NamedTuple):
    """The keyboard comes to that widget, however many stand before it."""

    name: str


Step = str | float | Intent | Focus  # an intent's name, seconds that go by, a whole intent, or where the keyboard is


class Plan(NamedTuple):
    """`make`: the scene to begin with. `ends`: class of the scene, or of its board, once all of `does` is done.

    `views`: of these a picture is kept.
    """

    name: str
    make: Callable[[Game], Scene]
    ends: str
    does: tuple[Step, ...] = (0.2,)
    views: tuple[View, ...] = ()


def reached(game: Game, last: str) -> None:
    """As if all levels before `last` were reached, with a star or two, and it was opened."""
    for place in places(game.catalog):
        if place.level.id == last:
            break
        level = game.progress.level(place.level.id)
        level.reached, level.stars = True, [1, 2, 3][: 1 + place.number % 3]
    for chapter in CHAPTERS[:3]:
        game.progress.recap(chapter.key).update({"0": True, "1": True, "2": False})
    game.progress.last_level = last


def behind(game: Game, chapters: int) -> None:
    """So many chapters lie behind, and a digit is drawn if these are all."""
    reached(game, next((p.level.id for p in places(game.catalog) if p.chapter > chapters), "read-my-hand"))
    if chapters == len(CHAPTERS):
        level = game.progress.level(places(game.catalog)[-1].level.id)
        level.reached, level.actions = True, [to_json(shown(0, 3))]
    game.progress.chapters_ended = [chapter.key for chapter in CHAPTERS[:chapters]]


def shown(who: int, digit: int) -> Show:
    """Somebody's digit is drawn, and said to be one."""
    pixels = preprocess(rasterize(strokes(who, digit), 96, 0.06), 96)
    assert pixels is not None
    return Show(tuple(pixels), tuple(float(k == digit) for k in range(10)))


def level(game: Game, what: str | Level, *before: Action, auto: bool = False) -> PlayScene:
    """A level's play screen in which these actions were done; a bet's answer counts as given before."""
    play = PlayScene(game, game.catalog.level(what) if isinstance(what, str) else what, auto)
    open_bets, session = play.attempt.open_bets, play.attempt.session
    for action in before:
        if isinstance(action, Answer):
            open_bets.answered[action.question] = open_bets.questions[action.question].is_right(action.value)
            open_bets.given[action.question] = action.value
        if isinstance(action, (Next, Reset)):
            play.attempt.runs.keep(mark_of(session))
        session.do(action)
    play.attempt.ran = bool(before)
    if before:
        open_bets.close()
    play.attempt.playback.jump(session.count)
    return play


def after(game: Game, level: Level, *actions: Action) -> PlayScene:
    """A level of somebody's own, in which no bet is asked and nothing ran before these."""
    play = PlayScene(game, level)
    for action in actions:
        play.attempt.session.do(action)
    play.attempt.playback.jump(play.attempt.session.count)
    return play


SEARCH = ["class Careful(Learner):", "    def step(self, problem, weights, alpha):", "        there = list(weights)",
          "        while problem.error(there) >= now:"]  # fmt: skip


def stopped(game: Game, stall: Level) -> Scene:
    """A learner did not come back from its fourth step."""
    file = f"{FOLDER}/plugins/careful.py"
    linecache.cache[file] = (len("\n".join(SEARCH)), None, [f"{line}\n" for line in [*[""] * 8, *SEARCH]], file)
    game.registry.plugins.append(Plugin("careful", "", file, "folder", files=frozenset({file})))
    attempt = (play := after(game, stall, Learn(3))).attempt
    attempt.fault = Fault("careful", "step() did not come back within 2 s.", file, 8 + len(SEARCH))
    attempt.fault.stopped = attempt.verdict = True
    return play


def lines(game: Game, name: str, *before: Action) -> Scene:
    """A level's run as a script, in all its forms."""
    play = level(game, name, *before)
    written = {form: write(play.attempt.session, form) for form in FORMS}
    return ScriptScene(game, play, _(play.attempt.level.title), written)


def place(game: Game, name: str) -> dict[str, Any]:
    """What a shipped level's place is made of, and how nets vote."""
    level, votes = game.catalog.level(name), "softmax-cross-entropy"
    return {"picture": level.picture, "moves": level.moves, "metric": votes, "sight": {"bowl": "none"}}


def digits_page(play: PlayScene, number: int, closely: bool) -> Scene:
    """It is on another of its pages, with a digit that is read rightly or wrongly."""
    assert isinstance(play.board, ReadingBoard)
    play.board.pages.chosen, recognition = number, play.board.recognition
    while not recognition.reader.whole:
        recognition.update()
    wrong = recognition.reader.wrong()
    recognition.evaluation_at(next(k for k in range(360) if closely != (k in wrong)))
    return play


class WrittenCode(PluginCode):
    """Code that lies nowhere: three files of a package, written at noon."""

    def texts(self) -> dict[str, list[str]]:
        line = "    weights = [weight - self.alpha * weight_delta for weight, weight_delta in pairs]"
        sizes = {"night_school/__init__.py": 80, "night_school/_moon.py": 40, "night_school/stars.py": 28}
        return {name: [f"# line {number}" if number % 3 else line for number in range(size)]
                for name, size in sizes.items()}  # fmt: skip

    def mtime(self) -> float:
        return datetime(2026, 11, 24, 12).timestamp()


def unknown(name: str, kind: str, source: str, since: str = "") -> UnknownCode:
    """Code that nobody has agreed to; of what has changed, with the lines before."""
    code = WrittenCode(Path(FOLDER), tuple(Path(FOLDER, part) for part in "abc"))
    before = {name: [*lines[:-4], "pass"] for name, lines in code.texts().items()} if since else None
    return UnknownCode(name, "2.0", kind, source, code, "4f1c90ab" * 8, since, before)


def own(file: str, version: str = "", *things: tuple[str, str], **more: Any) -> Plugin:
    """A plugin that lies in the player's folder."""
    name = file.partition(".")[0]
    return Plugin(name.replace("_", "-"), version, f"{FOLDER}/plugins/{file}", "folder", things=list(things), **more)


def source(game: Game) -> Scene:
    """The code of a package that has changed, to be read."""
    changed = unknown("night-school", "package", "night_school.plugin", "2026-11-20")
    return PluginSourceScene(game, PluginsScene(game, TitleScene(game), []), changed)


MAPS: dict[tuple[str, int], dict[str, Any]] = {}  # what maps know that were worked out: (level, which) -> their cells


def chart(game: Game, name: str, part: float = 0.0) -> Scene:
    """A level's convergence map, after everything was reached. `part`: so much of its maps is tried when it opens, and
    no more (a clock that stands would let all be tried at once). It is worked out once a process: a learner without a
    loop takes its time, and many tests open this screen.
    """
    for place in places(game.catalog):
        game.progress.level(place.level.id).reached = True
    play = level(game, name)
    scene = ConvergenceScene(game, play, play.attempt.session, play)
    for number, work in enumerate(scene.works if part else ()):
        cells = scene.cells_of[number]
        if (name, number) not in MAPS:
            while cells.left > (1 - part) * len(cells.codes):
                next(work)
            MAPS[name, number] = {"codes": list(cells.codes), "left": cells.left, "running": cells.running}
        known = MAPS[name, number]
        cells.codes[:], cells.left, cells.running = known["codes"], known["left"], known["running"]
        scene.works[number] = iter(())
    return scene


def bench(game: Game, *benches: Bench) -> WorkshopScene:
    """The workshop with the last of these, after a run of each but that one."""
    scene = WorkshopScene(game)
    scene.visit.runs = BenchRuns()  # those of another picture
    for number, one in enumerate(benches, 1):
        scene.visit.change(one)
        if number < len(benches):
            scene.visit.learn()
            for _frame in range(1200):
                scene.visit.update(0.05)
    return scene


VIEWS = {"-": (), "dark": (DARK,), "small": (SMALL,), "large": (LARGE,), "both": BOTH, "hard": HARD}
MAKERS = (reached, behind, level, after, stopped, lines, source, chart, bench)  # they are given the game
NAMES = questions("registry.plugin", "scenes.reel", "workshop.bench", names={
    "replace": replace, "STALLS": STALLS, "shown": shown, "strokes": strokes, "trained": trained, "own": own,
    "digits_page": digits_page, "unknown": unknown, "HOME": f"{FOLDER}/", "version": __version__,
    "noon": datetime(2026, 11, 24, 12).timestamp(),
})  # fmt: skip


class Names(dict[str, Any]):
    """What a line of plans.txt may say in a game; what has a name in capitals there is made when it is first said."""

    def __init__(self, game: Game) -> None:
        super().__init__(NAMES, it=None, game=game, **{make.__name__: partial(make, game) for make in MAKERS})
        for name, kind in SCREENS.items():
            self[kind.rpartition(".")[2]] = partial(screen_class(name), game)

    def __missing__(self, name: str) -> Any:
        return self.setdefault(name, eval(TEXTS[name], {}, self))


def made(game: Game, does: str) -> Scene:
    """What stands between two semicolons is done, one after the other; `it` is what the last of them has made."""
    names = Names(game)
    for part in does.split("; "):
        names["it"] = eval(part, {}, names) or names["it"]
    scene: Scene = names["it"]
    return scene


def steps_of(words: str) -> Iterator[Step]:
    """Of "0.5 down*3 up! press:826,443 @wires"."""
    for word in words.split():
        name, at, place = word.partition(":")
        if word.startswith("@"):
            yield Focus(word[1:])
        elif word.replace(".", "").isdigit():
            yield float(word)
        elif at:
            x, y = map(float, place.split(","))
            yield Intent(name, x, y)
        elif word.endswith("!"):
            yield Intent(word[:-1], big=True)
        else:
            name, _times, count = word.partition("*")
            yield from [name] * int(count or 1)


def read(line: str) -> Plan:
    told, make, does = line.split(" | ")
    name, views, ends = told.split()
    return Plan(name, partial(made, does=make), ends, tuple(steps_of(does)), VIEWS[views])


LINES = Path(__file__).with_suffix(".txt").read_text(encoding="utf-8").splitlines()
TEXTS = {name: text for name, is_, text in (line.partition(" = ") for line in LINES) if is_ and name.isupper()}
PLANS = [read(line) for line in LINES if line.count(" | ") == 2]
