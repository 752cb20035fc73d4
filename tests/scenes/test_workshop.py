"""The workshop played with real events: a level is made, bet, run, compared, saved, opened, shared, pasted, undone."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pygame
import pytest

from checks.paper import written
from clocks import LookClock
from downslope.attempt.game.game import Game
from downslope.boards.network.net_board import PicturedStage
from downslope.desktop import processes
from downslope.desktop.controls import Intent
from downslope.engine.watchdog import limits
from downslope.learning.network import Network, Vector
from downslope.level_files.reading import read_levels
from downslope.level_files.writing import encode_level, is_level_code
from downslope.registry.sources import load_all
from downslope.registry.trust import players_trust
from downslope.rules.level import Level
from downslope.scenes.level_map import LevelMapScene
from downslope.scenes.title import TitleScene
from downslope.scenes.workshop import bench_screen, save_card, workshop
from downslope.scenes.workshop.bench_screen import BenchVisit, ChoiceCard
from downslope.scenes.workshop.examples import CellTable, ExamplePlot, points_on_stage
from downslope.scenes.workshop.middle_column import BenchValley
from downslope.scenes.workshop.save_card import SaveCard
from downslope.scenes.workshop.workshop import WorkshopScene
from downslope.storage.saves import Progress
from downslope.view.draw.canvas import Canvas
from downslope.view.draw.tween import slices_by
from downslope.view.widgets.panel import Panel
from downslope.workshop.bench import FIRST, Bench, BenchRow, with_cell, with_network
from downslope.workshop.bench_level import level_of
from driving import Driver, MemoryStore, open_display
from support import shipped
from waiting import until

ENTER, TAB, ESC = pygame.K_RETURN, pygame.K_TAB, pygame.K_ESCAPE


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    open_display()
    monkeypatch.setenv("DOWNSLOPE_HOME", str(tmp_path))
    yield tmp_path


def new_game(own: bool = False) -> Game:
    """`own`: with plugins of its own, else with what is shipped."""
    store = MemoryStore()
    store.progress = Progress()
    return Game(store) if own else Game(store, catalog=shipped())


def open_bench(bench: Bench | None = None, game: Game | None = None) -> tuple[Driver, WorkshopScene]:
    scene = WorkshopScene(game or new_game())
    if bench is not None:
        scene.visit.change(bench)
    driver = Driver(scene)
    look(driver)
    return driver, scene


def look(driver: Driver, seconds: float = 0.1) -> None:
    """Time goes by."""
    for _ in range(max(1, round(seconds * 60))):
        driver.scene = driver.scene.update(1 / 60)
        driver.scene.resize(1280, 720)


def looked(driver: Driver, seconds: float = 0.1) -> bool:
    """The same, while something is waited for."""
    look(driver, seconds)
    return True


def to_save(driver: Driver, seconds: float = 0.1) -> SaveCard:
    """The card on which a level is saved, so long after it was opened."""
    driver.type("s")
    look(driver, seconds)
    card = driver.scene
    assert isinstance(card, SaveCard)
    return card


def save_with_a_brief(driver: Driver) -> SaveCard:
    """The same after ten steps; its brief has the keyboard."""
    card = to_save(driver)
    assert card.values["par"] == "10"
    driver.tab_to("field brief")
    return card


def save(driver: Driver, button: str = "save level") -> None:
    press(driver, button)
    until(lambda: looked(driver) and not isinstance(driver.scene, SaveCard))


def press(driver: Driver, name: str) -> None:
    driver.tab_to(name)
    driver.key(ENTER)
    look(driver)


def choose(driver: Driver, what: str, title: str) -> None:
    """A network, a metric or a learner out of its list."""
    press(driver, what)
    card = driver.scene
    assert isinstance(card, ChoiceCard)
    wanted = next(f"choice {each.key}" for each in card.choices if each.title == title)
    for way in (pygame.K_UP, pygame.K_DOWN):
        for _ in range(len(card.choices)):
            if card.focus != wanted:
                driver.key(way)
    driver.key(ENTER)
    look(driver)


def run_to_end(driver: Driver, scene: WorkshopScene) -> None:
    for _ in range(200):
        look(driver, 0.5)
        if scene.attempt.session.outcome is not None and not scene.playing:
            return
    raise AssertionError("the run does not end")


def control(code: int) -> dict[str, object]:
    return {"key": code, "mod": pygame.KMOD_CTRL, "unicode": ""}


def cell(driver: Driver, text: str) -> None:
    driver.type(text)
    driver.key(ENTER)


def saved_level(file: Path) -> Level:
    (draft,) = read_levels(file.read_text(encoding="utf-8"))
    assert not draft.faults
    return draft.level


# -- the whole of it, by keyboard alone --------------------------------------------------------------------------------


def test_everything_is_undone() -> None:
    visit = BenchVisit(new_game(), FIRST)
    changes = [with_cell(FIRST, 1, 1, 4.0), with_network(FIRST, 2, 3), replace(FIRST, alpha=0.1), FIRST]
    for bench in changes:
        visit.drag(replace(bench, alpha=0.3))
        visit.change(bench)
    visit.change(FIRST)
    assert visit.past == [FIRST, *changes[:3]]
    before = []
    while visit.undo_last():
        before.append(visit.bench)
    assert before == [*changes[2::-1], FIRST]


@pytest.mark.slow
def test_a_level_is_made_by_keyboard_alone(home: Path) -> None:
    """From the title: examples typed, momentum chosen, three runs with bets, saved, checked, changed, opened again."""
    game = new_game(own=True)
    driver = Driver(TitleScene(game))
    driver.type("w")
    scene = driver.scene
    assert isinstance(scene, WorkshopScene)
    look(driver)
    driver.tab_to("examples")
    for _ in range(3):
        driver.key(pygame.K_DELETE)
    assert scene.visit.bench.rows == () and "add a row" in scene.visit.why
    for text in ("2", "3", "3", "3.6", "5", "8"):
        cell(driver, text)
    assert scene.visit.bench.rows == FIRST.rows and not scene.visit.why
    choose(driver, "learner", "gradient descent")
    driver.tab_to("knob alpha")
    cell(driver, "0.08")
    press(driver, "tile bet")
    driver.type("3")  # overshoot: this one lands
    run_to_end(driver, scene)
    choose(driver, "learner", "momentum")
    driver.tab_to("knob alpha")
    cell(driver, ".04")
    driver.tab_to("knob beta")
    cell(driver, ",6")
    driver.type("l")
    look(driver)
    run_to_end(driver, scene)
    driver.type("r")
    look(driver)
    driver.type("b")
    look(driver, 1.0)
    driver.type("3")
    run_to_end(driver, scene)
    runs = [(run.bench.learner, run.bet, run.outcome, run.right, run.steps) for run in scene.visit.runs.kept]
    assert runs == [
        ("gradient-descent", "overshoot", "land", False, 1),
        ("momentum", "", "overshoot", None, 10),
        ("momentum", "overshoot", "overshoot", True, 10),
    ]
    assert scene.visit.bench.bet == (0.04, "overshoot", "overshoot")
    card = save_with_a_brief(driver)
    driver.type("Three days, one line.")
    until(lambda: looked(driver, 1.0) and card.findings is not None)
    assert card.findings == []
    save(driver)
    file = home / "plugins" / "three-days.toml"
    level = saved_level(file)
    assert level == level_of(scene.visit.bench, game.catalog, bet=True) and level.par == 10
    assert level.questions[0].right == "overshoot" and "saved" in scene.state_words()
    assert "three-days/three-days" in game.catalog.levels
    before = file.read_text(encoding="utf-8").splitlines()
    # another cell is another line
    driver.tab_to("examples")
    driver.key(pygame.K_HOME)
    driver.key(pygame.K_DOWN)
    driver.key(pygame.K_RIGHT)
    driver.key(pygame.K_RIGHT)
    cell(driver, "3.7")
    assert "not saved since the last change" in scene.state_words()
    after = scene_text(scene).splitlines()
    assert [(a, b) for a, b in zip(before, after) if a != b and "3." in b] == [("    [3, 3.6],", "    [3, 3.7],")]
    # opened again it is what was saved
    driver.type("o")
    look(driver)
    driver.key(ENTER)
    look(driver)
    assert driver.scene is scene and scene_text(scene).splitlines() == before
    # in another visit it is still known as which file it was saved
    driver.key(ESC)
    assert isinstance(driver.scene, TitleScene)
    assert WorkshopScene(game).state_words() == "three-days.toml  saved"


def scene_text(scene: WorkshopScene) -> str:
    from downslope.level_files.writing import toml_of

    return toml_of(level_of(scene.visit.bench, scene.game.catalog, bet=True))


# -- runs --------------------------------------------------------------------------------------------------------------


def test_a_run_is_brought_back_and_two_are_compared() -> None:
    driver, scene = open_bench()
    driver.type("   ")
    look(driver, 2.0)
    choose(driver, "learner", "gradient descent")
    driver.type("l")
    look(driver)
    run_to_end(driver, scene)
    driver.tab_to("runs")
    driver.key(pygame.K_UP)
    driver.type(" ")
    driver.key(pygame.K_DOWN)
    driver.type(" ")
    assert [run.number for run in scene.visit.runs.pair] == [1, 2]
    driver.key(pygame.K_UP)
    driver.key(ENTER)
    look(driver)
    assert scene.visit.bench == FIRST and scene.attempt.session.count == 3 and scene.visit.runs.now == 1
    assert scene.visit.runs.kept[0].errors[-1] == scene.attempt.session.run.error()
    scene.end()
    _driver, again = open_bench(game=driver.game)
    assert again.visit.runs.kept == scene.visit.runs.kept and again.visit.runs.now == 0
    again.visit.bring_back(again.visit.runs.kept[0].number)
    assert again.attempt.session.count == again.visit.runs.kept[0].steps


def test_a_slider_that_is_dragged_is_one_change() -> None:
    driver, scene = open_bench()
    knob = scene.widget("knob start")
    assert knob is not None
    x, y, w, h = knob.rect
    driver.drag((x + w * 0.52, y + h / 2), (x + w * 0.9, y + h / 2))
    look(driver)
    assert scene.visit.bench.weights[0] > 3 and len(scene.visit.past) == 1
    assert scene.attempt.session.weights == list(scene.visit.bench.weights)


# -- what cannot be played ---------------------------------------------------------------------------------------------


@pytest.fixture
def clipboard(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What lies in it, the newest last."""
    held = [""]
    for module in (bench_screen, save_card):
        monkeypatch.setattr(module, "paste", lambda: held[-1])

    def take(text: str) -> bool:
        held.append(text)
        return True

    monkeypatch.setattr(workshop, "copy", take)
    return held


def test_labels_and_names_of_a_pasted_table_are_shown(clipboard: list[str]) -> None:
    driver, scene = open_bench()
    clipboard.append("day,Temperature,Sold\nMon,2,3\nTue,3,3.6\nWed,5,8\n")
    driver.post(pygame.KEYDOWN, **control(pygame.K_v))
    driver.tab_to("examples")
    look(driver)
    table = next(widget for widget in driver.scene.order() if widget.name == "examples")
    assert isinstance(table, CellTable) and table.label == "example 1 (Mon), Temperature, 2" and table.names > 40
    driver.key(pygame.K_DOWN)
    look(driver)
    assert table.label == "example 2 (Tue), Temperature, 3"
    assert scene.attempt.level.words["input"] == "Temperature"
    told = [text.string for text in written(driver.scene.draw, (1280, 720), driver.game.look())]
    assert told.count("Temperature") == 2 and told.count("Sold") == 2, "over the table and on the plot"
    assert "input" not in told
    clipboard.append("day,sun,wind,sold\nMon,2,1,3\nTue,3,2,3.6\n")
    driver.post(pygame.KEYDOWN, **control(pygame.K_v))
    look(driver)
    table = next(widget for widget in driver.scene.order() if widget.name == "examples")
    assert isinstance(table, CellTable)
    table.settle()
    assert table.names == 0 and table.tip == "Mon"
    assert table.label == "example 1 (Mon), sun, 2"


def test_what_was_being_typed_is_no_part_of_what_is_pasted(clipboard: list[str]) -> None:
    driver, scene = open_bench()
    driver.tab_to("examples")
    driver.type("7")
    clipboard.append("1,2\n3,4\n")
    driver.post(pygame.KEYDOWN, **control(pygame.K_v))
    driver.key(ENTER)
    look(driver)
    assert scene.visit.bench.rows == (BenchRow((1.0, 2.0)), BenchRow((3.0, 4.0)))


def test_a_level_is_shared_and_opened_as_letters(clipboard: list[str]) -> None:
    driver, scene = open_bench()
    driver.type("h")
    assert is_level_code(clipboard[-1])
    choose(driver, "network", "layers, 4 hidden neurons")
    driver.type("o")
    look(driver)
    driver.key(ENTER)
    look(driver)
    assert scene.visit.bench.rows == FIRST.rows and scene.visit.bench.hidden == 0
    other = WorkshopScene(new_game(), what=encode_level(level_of(with_network(FIRST, 2, 2), shipped())))
    assert other.visit.bench.hidden == 2
    broken = WorkshopScene(new_game(), what="DL1-rubbish")
    assert "damaged" in broken.game.toasts.shown[0].title


PLUGIN = """
import time
from downslope import Example, Learner, Level, MeanError, Metric, hookimpl

class Rash(Learner):
    name = "rash"

    def step(self, problem, weights, alpha):
        {step}

class Kind(Metric):
    name = "kind"

    def error(self, prediction, goal_prediction):
        return abs(prediction - goal_prediction)

    def delta(self, prediction, goal_prediction):
        return 1.0 if prediction > goal_prediction else -1.0

@hookimpl
def learners():
    return [Rash]

@hookimpl
def metrics():
    return [Kind()]

@hookimpl
def levels():
    return [Level("tea", title="Tea", examples=[Example(2, 3)], weights=[0.5], alpha=0.1, metric="kind", learner="rash",
                  target=MeanError(0.1), knobs=[])]
"""


@pytest.mark.slow
@pytest.mark.parametrize("step", ["raise ValueError('rash')", "time.sleep(1e6)", "raise SystemExit"])
def test_a_plugins_learner_that_fails_is_told_and_the_bench_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """What raises, does not come back or wants to end the game: the run waits until there is another learner."""
    monkeypatch.setattr(limits, "step", 0.2)
    file = tmp_path / "mine.py"
    file.write_text(PLUGIN.format(step=step), encoding="utf-8")
    registry = load_all(plugins=False)
    registry.add_file(file)
    registry.collect()
    store = MemoryStore()
    store.progress = Progress()
    driver, scene = open_bench(game=Game(store, catalog=registry.catalog))
    scene.take(registry.catalog.level("mine/tea"))
    look(driver)
    assert (scene.visit.bench.metric, scene.visit.bench.learner) == ("mine/kind", "mine/rash")
    driver.type(" ")
    look(driver)
    assert scene.visit.why in [toast.title for toast in driver.game.toasts.shown]
    assert driver.scene is scene and scene.visit.why and not scene.visit.runs.kept
    choose(driver, "learner", "gradient descent")
    driver.type(" ")
    look(driver, 1.0)
    assert not scene.visit.why and scene.attempt.session.count == 1


# -- by mouse, by gamepad ----------------------------------------------------------------------------------------------


def test_the_mouse_alone_makes_examples() -> None:
    driver, scene = open_bench()
    plot = scene.widget("plot")
    assert plot is not None
    x, y, w, h = plot.rect
    driver.click(x + w * 0.9, y + h * 0.5)
    look(driver)
    bench = scene.visit.bench
    assert len(bench.rows) == 4
    spot = spot_of(driver, 3)
    driver.drag(spot, (spot[0], spot[1] - 40))
    look(driver)
    moved = scene.visit.bench
    assert moved.rows[3].cells[0] == bench.rows[3].cells[0]
    assert float(moved.rows[3].cells[1]) > float(bench.rows[3].cells[1])
    assert len(scene.visit.past) == 2
    spot = spot_of(driver, 3)
    driver.post(pygame.MOUSEBUTTONDOWN, pos=spot, button=3)
    look(driver)
    assert scene.visit.bench.rows == FIRST.rows and not scene.ring
    table = scene.widget("examples")
    assert table is not None
    driver.click(table.rect[0] + 60, table.rect[1] + 60)
    driver.wheel(table.rect[0] + 60, table.rect[1] + 60, 2)
    assert scene.visit.bench.rows[0].cells == (2.2, 3.0)


def spot_of(driver: Driver, number: int) -> tuple[float, float]:
    """Where the goal of an example is drawn: of those that have numbers."""
    plot = driver.scene.widget("plot")
    assert isinstance(plot, ExamplePlot)
    shown = plot.visit.picture()
    return points_on_stage(plot.plot(shown), shown)[number]


def test_the_dot_that_is_pressed_is_the_row_that_is_changed() -> None:
    """A row without a number has no dot."""
    driver, scene = open_bench(with_cell(FIRST, 0, 0, ""))
    spot = spot_of(driver, 1)
    driver.drag(spot, (spot[0], spot[1] + 40))
    look(driver)
    rows = scene.visit.bench.rows
    assert rows[:2] == (BenchRow(("", 3.0)), FIRST.rows[1]) and float(rows[2].cells[1]) < 8.0
    driver.post(pygame.MOUSEBUTTONDOWN, pos=spot_of(driver, 1), button=3)
    look(driver)
    assert scene.visit.bench.rows == (BenchRow(("", 3.0)), FIRST.rows[1])


def test_a_dot_that_is_taken_away_while_it_is_dragged_stays_away() -> None:
    driver, scene = open_bench()
    x, y = spot_of(driver, 2)
    driver.down(x, y)
    driver.post(pygame.MOUSEBUTTONDOWN, pos=(x, y), button=3)
    driver.move(x, y + 30)
    driver.up(x, y + 30)
    look(driver)
    assert scene.visit.bench.rows == FIRST.rows[:2]


def test_a_gamepad_alone_turns_a_cell() -> None:
    driver, scene = open_bench()
    scene.game.controls.device = "pad"
    for name in ("next",) * 40:
        if driver.scene.focus == "examples":
            break
        driver.scene = driver.scene.handle(Intent(name))
    for name in ("right", "accept", "up", "up", "down", "accept", "down", "down", "down", "accept"):
        driver.scene = driver.scene.handle(Intent(name))
    assert scene.visit.bench.rows[0].cells == (2.0, 3.1) and len(scene.visit.bench.rows) == 4


# -- where it is opened, and that it is kept ---------------------------------------------------------------------------


def test_it_is_opened_from_the_map_and_kept(home: Path) -> None:
    driver = Driver(LevelMapScene(new_game()))
    driver.type("w")
    scene = driver.scene
    assert isinstance(scene, WorkshopScene)
    look(driver)
    driver.tab_to("examples")
    cell(driver, "2.5")
    driver.key(ESC)
    assert isinstance(driver.scene, LevelMapScene)
    assert tomllib.loads((home / "workshop.toml").read_text(encoding="utf-8"))["examples"][0] == [2.5, 3.0]
    again = WorkshopScene(new_game())
    assert again.visit.bench == scene.visit.bench and "not saved" in again.state_words()


def test_the_file_of_a_new_level_is_called_as_the_level_is(home: Path) -> None:
    driver, _scene = open_bench(game=new_game(own=True))
    card = to_save(driver)
    assert card.values["id"] == "three-days"
    driver.type("Tea, or not")  # what stood there was selected
    assert card.values["title"] == "Tea, or not" and card.values["id"] == "tea-or-not"
    assert card.name == "tea-or-not"
    driver.tab_to("field id")
    driver.type("2")
    driver.tab_to("field title")
    driver.type("!")
    assert card.values["id"] == "tea-or-not2"  # it was named by hand
    driver.tab_to("field par")
    driver.type("1²2")  # a superscript is a digit, and no number
    assert card.values["par"] == "12" and card.bench.par == 12
    driver.key(pygame.K_ESCAPE)


def test_the_save_card_tells_what_is_typed_by_now_and_refuses_no_half_of_a_par() -> None:
    driver, scene = open_bench()
    driver.type("l")
    run_to_end(driver, scene)
    card = save_with_a_brief(driver)
    driver.type("Three days")
    told = driver.scene.widget("field brief")
    assert told is not None and "words 2 of 25" in told.accessible_name()
    driver.tab_to("field par")
    driver.key(pygame.K_BACKSPACE, times=2)
    driver.type("12")  # its first digit alone would be lower than the best run
    assert card.values["par"] == "12" and not driver.game.toasts.shown
    driver.key(pygame.K_BACKSPACE)
    press(driver, "save level")
    assert "may be higher, not lower" in driver.game.toasts.shown[0].title and driver.scene is card
    driver.key(pygame.K_ESCAPE)


def test_under_a_card_nothing_is_drawn_that_was_scrolled_away(monkeypatch: pytest.MonkeyPatch) -> None:
    driver, scene = open_bench()
    scene.game.settings.text = 1.5
    scene.resize(1280, 720)
    scene.go(SaveCard(scene.game, scene))
    look(driver)
    scene.follow_changes()
    area, drawn = scene.areas["setup"], list[str]()
    away = [widget for widget in area.children if not area.sees(widget.rect)]
    assert away
    for widget in scene.widgets:
        monkeypatch.setattr(widget, "draw", lambda _canvas, _state, name=widget.name: drawn.append(name))
    driver.scene.draw(Canvas(pygame.Surface((640, 360)), scene.game.look()))
    assert drawn and not {widget.name for widget in away} & set(drawn)
    driver.key(pygame.K_ESCAPE)


def test_a_save_card_that_can_check_nothing_stands_still() -> None:
    driver, scene = open_bench()
    driver.tab_to("examples")
    driver.key(pygame.K_RIGHT)
    cell(driver, "1e400")
    look(driver)
    assert scene.visit.why
    scene.go(SaveCard(scene.game, scene))
    look(driver, 3.0)
    card = driver.scene
    assert isinstance(card, SaveCard) and card.findings is None


@pytest.mark.parametrize(
    ("code", "left"), [(pygame.K_END, "Three days!"), (pygame.K_HOME, "!Three days"), (pygame.K_BACKSPACE, "!")]
)
def test_a_title_that_is_selected_is_kept_by_who_goes_into_it(code: int, left: str) -> None:
    driver, _scene = open_bench()
    card = to_save(driver)
    driver.key(code)
    driver.type("!")
    assert card.values["title"] == left
    driver.key(pygame.K_ESCAPE)


def test_the_height_lines_of_two_weights_are_there_before_a_step() -> None:
    driver, scene = open_bench(with_network(FIRST, 2, 0))
    valley = scene.board.what if scene.board is not None else None
    until(lambda: looked(driver) and isinstance(valley, BenchValley) and valley.part.value == 1)
    assert scene.attempt.session.count == 0


@pytest.mark.slow
@pytest.mark.parametrize(
    ("title", "picture"), [("one wire, bias", BenchValley), ("3 hidden neurons, bias", PicturedStage)]
)
def test_a_network_with_biases_is_drawn_and_learns(title: str, picture: type[Panel], clipboard: list[str]) -> None:
    driver, scene = open_bench(game=new_game(own=True))
    choose(driver, "network", title)
    assert scene.board is not None and isinstance(scene.board.what, picture)
    driver.type("l")
    until(lambda: looked(driver) and scene.attempt.session.outcome is not None)
    driver.type("h")  # shared as letters, and opened as such
    other = WorkshopScene(new_game(), what=clipboard[-1])
    assert other.visit.bench.network == scene.attempt.level.network and other.visit.bench.bias


def test_an_error_does_not_forbid_saving(home: Path) -> None:
    """A target that is below the floor: the level is not won, so it is a draft, on no map."""
    driver, scene = open_bench(game=new_game(own=True))
    scene.visit.change(replace(scene.visit.bench, target=0.1))
    card = to_save(driver)
    look(driver, 1.0)
    assert card.findings and "the floor is .353" in card.findings[0]
    save(driver)
    file = home / "drafts" / "three-days.toml"
    assert tomllib.loads(file.read_text(encoding="utf-8"))["draft"] is True
    assert saved_level(file) == level_of(scene.visit.bench, scene.game.catalog)
    assert "three-days/three-days" not in scene.game.catalog.levels


def test_python_that_the_workshop_writes_is_the_players_own(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DOWNSLOPE_TRUST")
    monkeypatch.setattr(processes, "can", lambda name: name != "processes")
    driver, scene = open_bench(game=new_game(own=True))
    to_save(driver, 1.0)
    save(driver, "save python")
    assert "three_days/three-days" in scene.game.catalog.levels
    file = home / "plugins" / "three_days.py"
    file.write_text(file.read_text(encoding="utf-8") + "# edited\n", encoding="utf-8")
    registry = load_all(home, packages=False, trust=players_trust(home))
    assert registry.waiting == [] and "three_days/three-days" in registry.catalog.levels


def test_where_nothing_can_be_checked_a_level_is_saved_for_the_map(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a browser's tab there are no processes."""
    monkeypatch.setattr(processes, "can", lambda name: name != "processes")
    driver, scene = open_bench(game=new_game(own=True))
    card = to_save(driver, 1.0)
    assert "It is not checked" in card.spoken_line()
    save(driver)
    assert "three-days/three-days" in scene.game.catalog.levels


@pytest.mark.slow
@pytest.mark.parametrize(("inputs", "hidden"), [(1, 0), (4, 6)])
def test_a_frame_of_a_long_run_makes_few_steps_and_looks_at_few_examples(
    inputs: int, hidden: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """200 examples. Work is counted: predictions of the readable path, which is what a frame could be long by."""
    rows = tuple(BenchRow((float(k % 10 + 1), (k * 7 % 20) / 10)) for k in range(200))
    bench = replace(FIRST, learner="gradient-descent", settings=(), rows=rows, alpha=0.001)
    driver, scene = open_bench(with_network(bench, inputs, hidden))
    looks = [0]
    kind = type(scene.attempt.level.network)
    forward = kind.forward

    def count(self: Network, weights: Vector, input: Vector) -> list[Vector]:
        looks[0] += 1
        return forward(self, weights, input)

    monkeypatch.setattr(kind, "forward", count)
    frames: list[tuple[int, int]] = []
    with slices_by(LookClock(0.0005)):  # a piece of work takes half a millisecond
        driver.key(pygame.K_l)
        while scene.attempt.playback.running and len(frames) < 600:
            before, looks[0] = scene.attempt.session.count, 0
            look(driver, 1 / 60)
            frames.append((scene.attempt.session.count - before, looks[0]))
    assert scene.attempt.session.outcome is not None
    assert max(steps for steps, _looks in frames) <= 4  # of fifteen that are due at its full speed
    assert max(seen for _steps, seen in frames) <= 3 * 200  # one step is checked both ways, one beat is looked ahead
    assert sorted(seen for _steps, seen in frames)[len(frames) // 2] < 20  # those that the board shows
