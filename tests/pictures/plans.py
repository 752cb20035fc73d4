"""Which screens are looked at: for each, how to get there, and of which looks a picture is kept.

A plan is a scene and what the player does there (intents by name, seconds that go by). What it draws is kept as text in
ALL looks.
"""

import linecache
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, Concatenate, NamedTuple, ParamSpec

from downslope import Accuracy, ConvNet, Drawn, Example, Knob, Level, Near
from downslope.attempt.game.game import Game
from downslope.attempt.past_runs import mark_of
from downslope.boards.one_neuron.bowl_board import BowlBoard
from downslope.boards.pictures.reading_board import ReadingBoard
from downslope.desktop.controls import Intent
from downslope.digits.dataset import Digits
from downslope.digits.drawing import preprocess
from downslope.engine.fault import Fault
from downslope.i18n import _
from downslope.registry.plugin import CheckRow, Plugin, PluginFault
from downslope.registry.trust import PluginCode, UnknownCode
from downslope.rules import CHAPTERS, Action, Answer, Freeze, Learn, Next, Probe, Reset, Show, Stop, Turn, places
from downslope.scenes.base.scene import Scene
from downslope.scenes.chapter_end import ChapterCardScene, OneRuleScene, RecapScene
from downslope.scenes.code_screens import PluginSourceScene, ScriptScene
from downslope.scenes.convergence import ConvergenceScene
from downslope.scenes.keys_and_words import BrokenScene
from downslope.scenes.level_map import LevelMapScene
from downslope.scenes.play.play import PlayScene
from downslope.scenes.plugins import PluginsScene
from downslope.scenes.reel import Reel, ReelScene, WatchScene
from downslope.scenes.settings import SettingsScene
from downslope.scenes.teach_first import TeachFirstScene
from downslope.scenes.title import TitleScene
from downslope.scenes.workshop.workshop import WorkshopScene
from downslope.scripts.forms import FORMS, write
from downslope.version import __version__
from downslope.workshop.bench import FIRST, Bench, BenchRuns, with_network
from lib.hands import rasterize, strokes
from lib.plugin_networks import STALLS
from lib.support import trained

FOLDER = "/home/ada/downslope"  # what the list of plugins says where the player's folder is


class View(NamedTuple):
    """How it is looked at; `size` in physical pixels."""

    name: str
    theme: str = "dark"
    size: tuple[int, int] = (1280, 720)
    text: float = 1.0


DARK, LIGHT = View("dark"), View("light", "light")
SMALL = View("small", "dark", (960, 540))
LARGE = View("large", "light", (1280, 720), 1.5)
BOTH, HARD, ALL = (DARK, LIGHT), (SMALL, LARGE), (DARK, LIGHT, SMALL, LARGE)
Make = Callable[[Game], Scene]
P = ParamSpec("P")


class Focus(NamedTuple):
    """The keyboard comes to that widget, however many stand before it."""

    name: str


Step = str | float | Intent | Focus  # an intent's name, seconds that go by, a whole intent, or where the keyboard is


class Plan(NamedTuple):
    """`make`: the scene to begin with. `ends`: class of the scene, or of its board, once all of `does` is done.

    `views`: of these a picture is kept.
    """

    name: str
    make: Make
    ends: str
    does: tuple[Step, ...] = (0.2,)
    views: tuple[View, ...] = ()


def of(make: Callable[Concatenate[Game, P], Scene], *args: P.args, **named: P.kwargs) -> Make:
    """The scene that it makes of a game and these."""
    return lambda game: make(game, *args, **named)


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


def travelled(game: Game, make: Make) -> Scene:
    """For a player who has come to chapter 5."""
    reached(game, "thirteen")
    return make(game)


def behind(game: Game, chapters: int, make: Make) -> Scene:
    """For a player who has so many chapters behind, and has drawn a digit if these are all."""
    reached(game, next((p.level.id for p in places(game.catalog) if p.chapter > chapters), "read-my-hand"))
    if chapters == len(CHAPTERS):
        level = game.progress.level(places(game.catalog)[-1].level.id)
        level.reached, level.actions = True, [["show", drawing(0, 3), [0.0] * 10]]
    game.progress.chapters_ended = [chapter.key for chapter in CHAPTERS[:chapters]]
    return make(game)


def drawing(who: int, digit: int) -> list[float]:
    """The pixels of somebody's digit."""
    pixels = preprocess(rasterize(strokes(who, digit), 96, 0.06), 96)
    assert pixels is not None
    return pixels


def played(game: Game, what: str | Level, *before: Action, auto: bool = False) -> PlayScene:
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


def level(name: str, *before: Action, auto: bool = False) -> Make:
    return of(played, name, *before, auto=auto)


def thinking(game: Game) -> Scene:
    """A level's play screen, its learner's own file in the code panel."""
    play = played(game, "stuck-steps", Answer(0, "up"), Learn(2))
    assert isinstance(play.board, BowlBoard)
    play.board.code.chosen = "learner"
    return play


def after(game: Game, level: Level, *actions: Action) -> PlayScene:
    """A level of somebody's own, in which no bet is asked and nothing ran before these."""
    play = PlayScene(game, level)
    for action in actions:
        play.attempt.session.do(action)
    play.attempt.playback.jump(play.attempt.session.count)
    return play


STALL = Level(
    "careful/three-days", title="Three days at the stall", weights=[0.0], alpha=0.18, par=3,
    brief="A cup sells for what the day is worth. Find the price of a degree.", target=Near(0.001),
    examples=[Example(2, 3), Example(3, 4.5), Example(4, 6)], knobs=[Knob("alpha", 0.02, 0.2, step=0.02)],
)  # fmt: skip
SEARCH = ["class Careful(Learner):", "    def step(self, problem, weights, alpha):", "        there = list(weights)",
          "        while problem.error(there) >= now:"]  # fmt: skip


def stopped(game: Game) -> Scene:
    """A learner did not come back from its fourth step."""
    file = f"{FOLDER}/plugins/careful.py"
    linecache.cache[file] = (len("\n".join(SEARCH)), None, [f"{line}\n" for line in [*[""] * 8, *SEARCH]], file)
    game.registry.plugins.append(Plugin("careful", "", file, "folder", files=frozenset({file})))
    attempt = (play := after(game, STALL, Learn(3))).attempt
    attempt.fault = Fault("careful", "step() did not come back within 2 s.", file, 8 + len(SEARCH))
    attempt.fault.stopped = attempt.verdict = True
    return play


def lines(game: Game, name: str, *before: Action) -> Scene:
    """A level's run as a script, in all its forms."""
    play = played(game, name, *before)
    written = {form: write(play.attempt.session, form) for form in FORMS}
    return ScriptScene(game, play, _(play.attempt.level.title), written)


def place(game: Game, name: str) -> dict[str, Any]:
    """What a shipped level's place is made of, and how nets vote."""
    level, votes = game.catalog.level(name), "softmax-cross-entropy"
    return {"picture": level.picture, "moves": level.moves, "metric": votes, "sight": {"bowl": "none"}}


def digits(game: Game) -> PlayScene:
    """A net of eight kernels after 300 of the shipped digits, looking at another one."""
    return after(game, Level(
        "digits", title="Little eyes", brief="Eight little stencils look first, ten neurons vote.", chapter="images",
        network=ConvNet(8, 8, 10), examples=Digits(), unseen=Digits(unseen=True), target=Accuracy(0.95), budget=5,
        par=5, par_unit="passes", batch=1, alpha=0.05, spread=0.1,
        knobs=[Knob("alpha", stops=(0.1, 0.05, 0.01)), Knob("kernels", stops=(4, 8, 16))], **place(game, "kernels"),
    ), Learn(300))  # fmt: skip


def digits_page(game: Game, number: int, closely: bool) -> Scene:
    """The same, on another of its pages, with a digit that is read rightly or wrongly."""
    play = digits(game)
    assert isinstance(play.board, ReadingBoard)
    play.board.pages.chosen, recognition = number, play.board.recognition
    while not recognition.reader.whole:
        recognition.update()
    wrong = recognition.reader.wrong()
    recognition.evaluation_at(next(k for k in range(360) if closely != (k in wrong)))
    return play


def hand(game: Game) -> Scene:
    """A net that reads, two digits drawn, one of them misread."""
    net = trained()
    play = PlayScene(game, Level(
        "hand", title="Read my hand", brief="Write each digit once.", chapter="images", network=net.level.network,
        weights=list(net.weights), examples=Digits("writers"), learner=None, knobs=[], target=Drawn(8), par=10,
        par_unit="drawings", **place(game, "read-my-hand"),
    ))  # fmt: skip
    for who, digit in ((0, 3), (2, 8)):
        play.attempt.session.do(Show(tuple(drawing(who, digit)), tuple(float(k == digit) for k in range(10))))
    return play


def teach_first(game: Game) -> Scene:
    """Somebody's digit is drawn on the title."""
    scene = TeachFirstScene(game, TitleScene(game))
    scene.pad.strokes = strokes(0, 2)
    return scene


def recap(game: Game) -> Scene:
    game.progress.recaps[CHAPTERS[0].key] = {"0": True}
    return RecapScene(game, 1, LevelMapScene(game))


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


def plugins(game: Game) -> Scene:
    """What is shipped, with counts of its own; found in, stopped, new here, data, off."""
    things = [("level", "22")] * 22 + [("learner", "3")] * 3 + [("metric", "4")] * 4
    whole = Plugin("downslope.all", __version__, "levels", "shipped", ["levels", "learners", "metrics"], things)
    careful = own("careful.py", "", ("level", "careful/three-days"), ("learner", "careful/careful"), seconds=0.038)
    told = "alpha may be one for each weight: use self.alphas(alpha, len(weights))."
    careful.findings = (CheckRow("warning", "learner careful/careful", told, 9),)
    patient = own("patient.py", "0.2", ("learner", "patient/patient"))
    line, why = "        while problem.error(there) >= now:", {"what": "step()", "seconds": 2}
    told = "{what} did not come back within {seconds} s."
    patient.faults.append(PluginFault(told, why, patient.source, 12, "step", ((12, line),), stopped=True))
    source = "night_school.plugin"
    night = Plugin("night-school", "2.0", source, "package", unknown=unknown("night-school", "package", source))
    data = own("paper-rounds.toml", "", *(("level", f"paper-rounds/{k}") for k in range(6)), runs_no_code=True)
    listed = [whole, careful, patient, night, data, own("old_tricks.py", "0.9", off=True)]
    return PluginsScene(game, TitleScene(game), listed, at="patient")


def plugins_changed(game: Game) -> Scene:
    """The last good version plays, one has changed, one could not be loaded, one is slow; one row is unfolded."""
    twins, told = own("twins.py", "1.0", ("level", "twins/a")), "{error}: {reason}"
    twins.read_at = datetime(2026, 11, 24, 14, 1, 50).timestamp()
    wrong: dict[str, object] = {"error": "NameError", "reason": "name 'detla' is not defined"}
    twins.refused = own("twins.py", "1.0")
    twins.refused.fault(told, wrong, 14, "levels")
    robust = own("robust.py", "1.0", ("metric", "robust/huber"))
    robust.refused = own("robust.py", unknown=unknown("robust", "folder", robust.source, "2026-11-20"))
    wind = own("wind.py", "0.2", hooks=["metrics"])
    wind.fault(told, wrong, 12, "error")
    slow = Plugin("whale", "3.1", "whale.plugin", "package", things=[("learner", "whale/whale")], seconds=1.21)
    thermal, needed = own("thermal.toml", hooks=["levels"], runs_no_code=True), {"plugin": "robust", "least": "2.0"}
    told = "It needs {plugin} {least} or later; that one is {version}."
    thermal.missing_needs = [PluginFault(told, {**needed, "version": "1.0"}, thermal.source)]
    return PluginsScene(game, TitleScene(game), [twins, robust, thermal, wind, slow], at="robust")


def source(game: Game) -> Scene:
    """The code of a package that has changed, to be read."""
    changed = unknown("night-school", "package", "night_school.plugin", "2026-11-20")
    return PluginSourceScene(game, PluginsScene(game, TitleScene(game), []), changed)


def broken(game: Game) -> Scene:
    """A level that was made again after a fault."""
    told = "The level is as you left it. Something broke in PlayScene. The details are in {file}."
    return BrokenScene(game, played(game, "thirteen", *WON[:2]), told.format(file=f"{FOLDER}/downslope.log"))


MAPS: dict[tuple[str, int], dict[str, Any]] = {}  # what maps know that were worked out: (level, which) -> their cells


def chart(game: Game, name: str, part: float = 0.0) -> Scene:
    """A level's convergence map, after everything was reached. `part`: so much of its maps is tried when it opens, and
    no more (a clock that stands would let all be tried at once). It is worked out once a process: a learner without a
    loop takes its time, and many tests open this screen.
    """
    for place in places(game.catalog):
        game.progress.level(place.level.id).reached = True
    play = played(game, name)
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


OLD_WAYS = (
    Turn("alpha", 1), Learn(20), Reset(), Turn("alpha", 0.7), Learn(40), Reset(),
    Turn("alpha", 0.3), Learn(117), Reset(),
)  # fmt: skip
FELT: list[Action] = [Turn("weight", weight) for weight in (1.4, 1.5, 1.6)]
BET = "crosses the goal and lands"
CALLS = tuple(Answer(number, way) for number, way in enumerate(("down", "up", "down", "up", "up")))
TWENTY = "is almost twenty times as big"
PEEKS = [action for at in (400, 200, 300) for action in (Turn("pass", at), Probe())]
CELLS: list[Action] = [Turn("weight", -1, 3), Turn("weight", 1, 5), Probe(), Turn("weight", 1, 2), Turn("weight", 1, 4)]
ALPHAS = (Turn("alpha", 11.1, 0), Turn("alpha", 4, 1), Turn("alpha", 0.5, 2))
FAR = [Intent(way, big=True) for way in ("up", "right", "up", "right")] + [Intent("up"), Intent("right")] * 2
WON = (Answer(0, BET), Turn("alpha", 15), Learn(4))

LEASHES = (
    Answer(0, "only input 2"), Turn("alpha", 0.6), Learn(6), Reset(), Turn("alpha", 0.25), Learn(98), Reset(),
    Turn("alpha", 0.46), Learn(3),
)  # fmt: skip
SLEDGES = (
    Turn("alpha", 0.6), Learn(58), Next(), Turn("beta", 0.6), Learn(13), Reset(), Turn("beta", 0.2), Learn(20), Reset(),
    Turn("alpha", 0.3), Turn("beta", 0.8), Learn(24),
)  # fmt: skip


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


def learners(game: Game) -> Scene:
    """The list of learners over the workshop."""
    scene = bench(game, FIRST)
    scene.choose("learner")
    return scene


GRADIENT = replace(FIRST, learner="gradient-descent")
PLANS = (
    Plan("title-first", TitleScene, "TitleScene", (0.5,)),
    Plan("teach-guess", teach_first, "TeachFirstScene", (1.5,), BOTH),
    Plan("teach-taught", teach_first, "TeachFirstScene", (1.5, "accept", 9.0), HARD),
    Plan("title", of(travelled, TitleScene), "TitleScene", (0.5,), BOTH),
    Plan("map", of(travelled, LevelMapScene), "LevelMapScene", views=BOTH),
    Plan("watch", of(travelled, lambda game: WatchScene(game, TitleScene(game))), "WatchScene", (1.0,), HARD),
    Plan("reel", lambda game: ReelScene(game, Reel([game.catalog.level("valley")])), "ReelScene", (0.8,), HARD),
    Plan("title-ended", of(behind, 8, TitleScene), "TitleScene", (0.5,)),
    Plan("map-ended", of(behind, 8, LevelMapScene), "LevelMapScene"),
    Plan("chapter", of(behind, 2, lambda game: ChapterCardScene(game, 2, LevelMapScene(game))), "ChapterCardScene",
         views=HARD),
    Plan("one-rule", of(behind, 4, lambda game: OneRuleScene(game, LevelMapScene(game))), "OneRuleScene", (9.9,), HARD),
    Plan("settings", lambda game: SettingsScene(game, TitleScene(game)), "SettingsScene", views=HARD),
    Plan("workshop", of(bench, GRADIENT, replace(GRADIENT, alpha=0.08), FIRST), "WorkshopScene",
         (0.2, "step", 1.0, "step", 1.0, "step", 1.0)),
    Plan("workshop-bet", of(bench, FIRST), "WorkshopScene", (0.2, "task", 0.6)),
    Plan("workshop-plane", of(bench, with_network(FIRST, 2, 0)), "WorkshopScene", (0.2, "step", 1.0, "step", 1.0)),
    Plan("workshop-net", of(bench, with_network(GRADIENT, 1, 3)), "WorkshopScene", (0.2, "learn", 4.0), HARD),
    Plan("workshop-errors", of(bench, with_network(FIRST, 4, 0)), "WorkshopScene", (0.2, "learn", 4.0)),
    Plan("workshop-save", of(bench, FIRST), "SaveCard", (0.2, "sound", 0.3), HARD),
    Plan("workshop-open", of(bench, FIRST), "OpenCard", (0.2, "open", 0.3), HARD),
    Plan("workshop-list", learners, "ChoiceCard", (0.3,), HARD),
    Plan("broken", broken, "BrokenScene", (0.5,), HARD),
    Plan("plugins", plugins, "PluginsScene", views=HARD),
    Plan("stopped", stopped, "PlayScene", (1.0,)),
    Plan("plugins-changed", plugins_changed, "PluginsScene"),
    Plan("source", source, "PluginSourceScene", views=HARD),
    Plan("recap", of(travelled, recap), "RecapScene", views=HARD),
    Plan("hints", level("stuck-steps"), "BowlBoard", (0.3, "hint", "hint", 0.3)),
    Plan("help", level("thirteen"), "HelpScene", (0.6, "help", 0.5), HARD),
    Plan("words", level("thirteen"), "GlossaryScene", (0.6, "words", 0.5), HARD),
    Plan("stars", level("seven"), "SendingBoard", (0.6, "stars", 0.3)),
    Plan("task", level("hands-off"), "LockBoard", (0.3,)),
    Plan("card", level("thirteen", *WON), "CardScene", (2.0, "accept", 3.0), HARD),
    Plan("lines", level("thirteen", *WON), "ScriptScene", (2.0, "accept", 1.0, *["left"] * 5, "accept", 0.5)),
    Plan("lines-torch", of(lines, "hidden-four", Learn(20)), "ScriptScene", (0.2, "right", "right", 0.2), HARD),
    Plan("lines-why", of(lines, "stuck-steps", Learn(5)), "ScriptScene", (0.2, "right", 0.2)),
    Plan("chart", of(chart, "goldilocks"), "ConvergenceScene", (0.1, *FAR, 0.1), HARD),
    Plan("chart-learners", of(chart, "valley", 0.25), "ConvergenceScene", (0.1,)),
    Plan("chart-half", of(chart, "hidden-four", 0.1), "ConvergenceScene", (0.1,)),
    Plan("chart-knob", of(chart, "valley", 0.25), "ConvergenceScene", (0.1, "axes", 0.1, *FAR, "next", "down", 0.1)),
    Plan("forward-sign", level("double-it", Turn("weight", 1.6)), "SendingBoard", (1.0,)),
    Plan("forward-dark", level("a-hundredth", Answer(0, "the middle one"), Turn("weight", 0.1), Probe(),
                               Turn("weight", 0.005), Probe()), "SendingBoard", (2.0,)),
    Plan("forward-bucket", level("seven", Probe(), Turn("bucket", "all"), Stop()), "SendingBoard", (2.0,), HARD),
    Plan("forward-freezer", level("below-zero", Turn("weight", 2), Probe()), "SendingBoard", (2.0,)),
    Plan("forward-receipts", level("one-knob-two-days", Turn("weight", 1.5), Probe()), "SendingBoard", (2.0,)),
    Plan("fog", level("in-the-dark", Probe(), Turn("weight", 1.0), Probe()), "FogBoard", (2.0,)),
    Plan("fog-bet", level("plus-and-minus"), "FogBoard", ("dare", 0.8, "three", 1.35), HARD),
    Plan("fog-bet-told", level("plus-and-minus"), "FogBoard", ("dare", 0.8, "three", 5.0)),
    Plan("forward-bet", level("a-hundredth"), "SendingBoard", ("dare", 0.8, "one", 4.5)),
    Plan("fog-pots", level("plus-and-minus", Answer(0, "over the left edge"), Turn("weight", 1), Probe()), "FogBoard",
         (2.0,)),
    Plan("metric", level("the-grump"), "MetricBoard", (0.1,)),
    Plan("metric-bottom", level("the-grump", Answer(0, "both")), "MetricBoard", ("step", 6.0), HARD),
    Plan("metric-order", level("the-grump", Turn("metric", "absolute"), Answer(0, "both"), Learn(200), Next()),
         "MetricBoard", (0.1,)),
    Plan("rule-calls", level("which-way"), "RuleBoard", (0.5,)),
    Plan("rule", level("which-way", *CALLS, Turn("first", "delta"), Learn(1)), "RuleBoard", (1.0,), HARD),
    Plan("calls", level("dead-wire"), "CallsBoard", ("up", "down", 0.1)),
    Plan("calls-seen", level("dead-wire", Answer(0, "stays"), Answer(1, "up")), "CallsBoard", ("step", 6.0), HARD),
    Plan("needles-toes", level("toes", Answer(0, "toes"), Turn("alpha", 0.014), Learn(1)), "NeedlesBoard", (1.0,)),
    Plan("needles-ice", level("freeze-the-toes", Freeze(0), Learn(2)), "NeedlesBoard", ("next", 1.0), HARD),
    Plan("abreast", level("three-neurons", *LEASHES), "NeuronsBoard", ("step", 0.35), HARD),
    Plan("abreast-chart", level("three-neurons", *LEASHES, Learn(30)), "NeuronsBoard",
         (0.5, Intent("press", 826, 443), Intent("release", 826, 443), 0.5)),
    Plan("valley-first", level("valley"), "ContourBoard", (0.5, "step", 0.7)),
    Plan("valley", level("valley", *SLEDGES), "ContourBoard", (1.0,)),
    Plan("valley-runs", level("valley", *OLD_WAYS, Turn("alpha", 0.6), Learn(58)), "ContourBoard", (1.0,), HARD),
    Plan("valley-gone", level("valley", *OLD_WAYS, Turn("alpha", 0.8), Learn(30)), "ContourBoard",
         (1.0, "compare", 0.1)),
    Plan("valley-bet", level("valley", Turn("alpha", 0.6), Learn(58)), "ContourBoard", (0.5, "accept", 1.0)),
    Plan("net", level("hidden-four", Answer(0, "2"), Learn(20)), "NetBoard", (1.0,)),
    Plan("net-lights", level("streetlights", Answer(0, "middle"), Turn("alpha", 0.4), Learn(6)), "NetBoard",
         ("reset", 0.2, "step", 1.0)),
    Plan("net-wall", level("the-wall", Answer(0, "1"), Learn(8)), "NetBoard", (0.5,)),
    Plan("net-wire", level("dead-relu", Answer(0, "nothing ever moves"), Turn("weight", 2, 3)), "NetBoard",
         (0.2, Focus("wires"), "page_down", 0.5)),
    Plan("net-neuron", level("hidden-four", Answer(0, "2"), Turn("alpha", 0.5), Learn(37)), "NetBoard",
         (0.3, Focus("neurons"), *["down"] * 3, 0.5), HARD),
    Plan("net-when", level("hidden-four", Answer(0, "2"), Turn("alpha", 0.5), Learn(48)), "NetBoard",
         (0.3, Focus("pages"), *["right"] * 3, 0.5)),
    Plan("net-machine", level("hidden-four", auto=True), "NetBoard", (2.5,)),
    Plan("sealed", level("sealed-box", Learn(1), Answer(0, 1.6)), "SealedBoard", (1.0,), HARD),
    Plan("recording", level("runaway", Answer(0, "9")), "RecordingBoard", ("left", 0.5, "left", 0.5), HARD),
    Plan("telescopes", level("one-step", *ALPHAS), "AlphasBoard", ("step", 0.3), HARD),
    Plan("bowl", level("thirteen", Answer(0, BET), Learn(5)), "BowlBoard", ("step", 0.3), HARD),
    Plan("feel", level("warmer", Turn("weight", 1.2), Turn("weight", 1.3)), "FeelBoard", (0.5,), HARD),
    Plan("feel-offer", level("warmer", *FELT), "FeelBoard", (0.5,)),
    Plan("bowl-shower", level("warmer", *FELT, Next(), Turn("alpha", 0.1), Learn(4)), "FeelBoard", (0.5,)),
    Plan("bowl-gears", level("stuck-steps", Turn("alpha", 0.8), Learn(1), Turn("alpha", 0.4), Learn(1)), "BowlBoard",
         (0.5,)),
    Plan("lock", level("hands-off", Turn("alpha", 2), Learn(2)), "LockBoard", (0.5,), HARD),
    Plan("bowl-peg", level("goldilocks", Turn("alpha", 0.3), Learn(1)), "BowlBoard", (0.5,), (DARK,)),  # of the website
    Plan("bowl-greenhouse", level("overshoot", Turn("alpha", 1.6), Learn(3)), "BowlBoard", (0.5,)),
    Plan("bowl-turnstile", level("orbit", Learn(3)), "BowlBoard", (0.5,)),
    Plan("bowl-far", level("goldilocks", Turn("alpha", 0.6), Learn(20)), "BowlBoard", (1.0,)),
    Plan("bowl-bet", level("thirteen"), "BowlBoard", (0.5,)),
    Plan("bowl-verdict", level("goldilocks", Answer(0, ".4"), Turn("alpha", 0.5)), "BowlBoard", ("learn", 8.0)),
    Plan("two-codes", level("two-recipes", Answer(0, "swings for ever"), Turn("alpha", 0.1), Learn(2)), "TwoCodesBoard",
         (1.0, "code", 0.3), HARD),
    Plan("thinking", thinking, "BowlBoard", (0.3, "code", 0.3, *["earlier"] * 4, 0.3)),
    Plan("pictured", of(after, STALLS, Learn(2)), "PicturedBoard", (0.5,), HARD),
    Plan("stopping", level("stop-in-time", Answer(0, TWENTY), *PEEKS, Turn("pass", 120)), "StoppingBoard", (0.5,),
         HARD),
    Plan("stencil", level("edge-by-hand", *CELLS), "StencilBoard", (0.5,), HARD),
    Plan("teacher", level("edge-learned", Answer(0, "wrong"), Turn("picture", "house"), Learn(40)), "TeacherBoard",
         (0.5,), HARD),
    Plan("digits", digits, "DigitsBoard", (1.5,)),
    Plan("cell", of(digits_page, 1, True), "DigitsBoard", (0.5,), HARD),
    Plan("wrong", of(digits_page, 4, False), "DigitsBoard", (0.5,)),
    Plan("hand", hand, "HandBoard", (1.0,), HARD),
    Plan("bowl-machine", level("thirteen", auto=True), "BowlBoard", (2.5,)),
    Plan("race-bowl", level("thirteen", auto=True), "BowlBoard", (4.4,)),
    Plan("race-valley", level("valley", auto=True), "ContourBoard", (3.5,)),
    Plan("race-grid", level("runaway", auto=True), "RecordingBoard", (3.0,)),
    Plan("race-choice", level("freeze-the-toes", auto=True), "NeedlesBoard", (4.0,)),
)  # fmt: skip
