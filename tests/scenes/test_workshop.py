"""The workshop played with real events: a level is made, bet, run, compared, saved, opened, shared, pasted, undone."""

import tomllib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pygame
import pytest

from downslope.attempt.game.game import Game
from downslope.desktop import processes
from downslope.desktop.controls import Intent
from downslope.level_files.reading import read_levels
from downslope.registry.loading import load_all
from downslope.registry.trust import players_trust
from downslope.scenes.level_map import LevelMapScene
from downslope.scenes.title import TitleScene
from downslope.scenes.workshop.bench_screen import BenchVisit
from downslope.scenes.workshop.examples import CellTable, ExamplePlot, points_on_stage
from downslope.scenes.workshop.save_card import SaveCard
from downslope.scenes.workshop.workshop import WorkshopScene
from downslope.view.widgets.widget import Widget
from downslope.workshop.bench import FIRST, Bench, BenchRow, with_cell, with_network
from downslope.workshop.bench_level import level_of
from lib.driving import Driver, MemoryStore
from lib.playing import control
from lib.support import shipped
from lib.waiting import until

pytestmark = pytest.mark.usefixtures("display")
ENTER = pygame.K_RETURN


class Hands(Driver):
    """A moment goes by after each thing that is done."""

    scene: Any

    def post(self, kind: int, **values: Any) -> None:
        super().post(kind, **values)
        self.look()

    def look(self, seconds: float = 0.05, frame: float = 0.05) -> None:
        for _ in range(round(seconds / frame)):
            self.scene = self.scene.update(frame)
            self.scene.resize(1280, 720)

    def press(self, *what: int | str) -> None:
        """Keys, and what is typed."""
        for each in what:
            self.type(each) if isinstance(each, str) else self.key(each)

    def until(self, done: Callable[[], object]) -> None:
        """Time goes by until it is so."""
        until(lambda: self.look(0.5) or done())  # type: ignore[func-returns-value]

    def type_in(self, place: str, *texts: str) -> None:
        """Each text, and Enter; Enter alone."""
        self.tab_to(place)
        for text in texts or [""]:
            self.press(text, ENTER)

    def choose(self, place: str, title: str) -> None:
        """A network, a metric or a learner out of its list."""
        self.type_in(place)
        self.tab_to(next(f"choice {each.key}" for each in self.scene.choices if each.title == title))
        self.key(ENTER)

    def run_to_end(self, scene: WorkshopScene, keys: str = "l") -> None:
        self.type(keys)
        self.until(lambda: scene.attempt.session.outcome is not None and not scene.playing)

    def to_save(self, seconds: float = 0.1) -> Any:
        """The card on which a level is saved, so long after it was opened."""
        self.type("s")
        self.look(seconds)
        assert isinstance(self.scene, SaveCard)
        return self.scene

    def save(self, button: str = "save level") -> None:
        self.type_in(button)
        self.until(lambda: not isinstance(self.scene, SaveCard))


def open_bench(bench: Bench | None = None, game: Game | None = None) -> tuple[Hands, WorkshopScene]:
    scene = WorkshopScene(game or Game(MemoryStore(), catalog=shipped()))
    if bench is not None:
        scene.visit.change(bench)
    driver = Hands(scene)
    driver.look(0.1)
    return driver, scene


@pytest.mark.slow
def test_a_level_is_made_by_keyboard_alone(home: Path) -> None:
    """From the title: examples typed, momentum chosen, three runs with bets, saved, checked, changed, opened again."""
    game = Game(MemoryStore())
    driver = Hands(TitleScene(game))
    driver.type("w")
    scene = driver.scene
    assert isinstance(scene, WorkshopScene)
    driver.tab_to("examples")
    driver.key(pygame.K_DELETE, times=3)
    assert scene.visit.bench.rows == () and scene.visit.why
    driver.type("l")
    assert game.toasts.shown[0].title == scene.visit.why and not scene.playing
    driver.type_in("examples", "2", "3", "3", "3.6", "5", "8")
    assert scene.visit.bench.rows == FIRST.rows and not scene.visit.why
    driver.choose("learner", "gradient descent")
    driver.type_in("knob alpha", "0.08")
    driver.type_in("tile bet")
    driver.run_to_end(scene, "3")  # a bet on overshoot: this one lands
    driver.choose("learner", "momentum")
    driver.type_in("knob alpha", ".04")
    driver.type_in("knob beta", ",6")
    driver.run_to_end(scene)
    driver.press("r", "b")
    driver.look(1.0)
    driver.run_to_end(scene, "3")
    runs = [(run.bench.learner, run.bet, run.outcome, run.right, run.steps) for run in scene.visit.runs.kept]
    assert runs[0] == ("gradient-descent", "overshoot", "land", False, 1)
    assert runs[1:] == [("momentum", bet, "overshoot", bool(bet) or None, 10) for bet in ("", "overshoot")]
    card = driver.to_save()
    driver.tab_to("field brief")
    driver.type("Three days")
    assert "2 of 25" in control(driver, "field brief", Widget).accessible_name()
    driver.until(lambda: card.findings is not None)
    assert card.findings == []
    driver.tab_to("field par")
    driver.press(pygame.K_BACKSPACE, pygame.K_BACKSPACE, "1²")  # a superscript is a digit, and no number
    driver.type_in("save level")
    assert game.toasts.shown and driver.scene is card, "a par may be higher, not lower"
    driver.type_in("field par", "0")
    driver.save()
    (draft,) = read_levels((home / "plugins" / "three-days.toml").read_text(encoding="utf-8"))
    made, level = level_of(scene.visit.bench, game.catalog, bet=True), draft.level
    assert not draft.faults and level == made and level.par == 10 and level.questions[0].right == "overshoot"
    assert "three-days/three-days" in game.catalog.levels
    driver.tab_to("examples")
    driver.press(pygame.K_HOME, pygame.K_DOWN, pygame.K_RIGHT, pygame.K_RIGHT, "3.7", ENTER)
    assert BenchRow((3.0, 3.7)) in scene.visit.bench.rows and "not saved" in scene.state_words()
    driver.press("o", ENTER)
    assert driver.scene is scene and level_of(scene.visit.bench, game.catalog, bet=True) == made
    driver.key(pygame.K_ESCAPE)
    assert isinstance(driver.scene, TitleScene)
    again = WorkshopScene(game).state_words()
    assert "three-days.toml" in again and "not saved" not in again


def test_runs_are_brought_back_and_compared_and_the_bench_is_kept(home: Path) -> None:
    driver, scene = open_bench()
    driver.type("   ")
    driver.look(2.0)
    driver.choose("learner", "gradient descent")
    driver.run_to_end(scene)
    driver.tab_to("runs")
    driver.press(pygame.K_UP, " ", pygame.K_DOWN, " ")
    assert [run.number for run in scene.visit.runs.pair] == [1, 2]
    driver.press(pygame.K_UP, ENTER)
    assert scene.visit.bench == FIRST and scene.attempt.session.count == 3 and scene.visit.runs.now == 1
    assert scene.visit.runs.kept[0].errors[-1] == scene.attempt.session.run.error()
    scene.end()
    again = open_bench(game=driver.game)[1]
    assert again.visit.runs.kept == scene.visit.runs.kept and again.visit.runs.now == 0
    driver = Hands(LevelMapScene(Game(MemoryStore(), catalog=shipped())))
    driver.type("w")
    driver.type_in("examples", "2.5")
    driver.key(pygame.K_ESCAPE)
    assert isinstance(driver.scene, LevelMapScene)
    assert tomllib.loads((home / "workshop.toml").read_text(encoding="utf-8"))["examples"][0] == [2.5, 3.0]
    again = open_bench()[1]
    assert again.visit.bench.rows[0].cells == (2.5, 3.0) and "not saved" in again.state_words()


def test_everything_is_undone_and_a_slider_that_is_dragged_is_one_change() -> None:
    visit = BenchVisit(Game(MemoryStore(), catalog=shipped()), FIRST)
    changes = [with_cell(FIRST, 1, 1, 4.0), with_network(FIRST, 2, 3), replace(FIRST, alpha=0.1), FIRST]
    for bench in [*changes, FIRST]:
        visit.drag(replace(bench, alpha=0.3))
        visit.change(bench)
    assert [visit.bench for _change in changes if visit.undo_last()] == [*changes[2::-1], FIRST]
    assert not visit.undo_last()
    driver, scene = open_bench()
    x, y, w, h = control(driver, "knob start", Widget).rect
    driver.drag((x + w * 0.52, y + h / 2), (x + w * 0.9, y + h / 2))
    assert scene.visit.bench.weights[0] > 3 and len(scene.visit.past) == 1
    assert scene.attempt.session.weights == list(scene.visit.bench.weights)


def test_the_mouse_alone_or_a_gamepad_alone_makes_examples() -> None:
    driver, scene = open_bench()

    def spot_of(number: int) -> tuple[float, float]:
        """Where the goal of an example is drawn: of those that have numbers."""
        plot = control(driver, "plot", ExamplePlot)
        shown = plot.visit.picture()
        return points_on_stage(plot.plot(shown), shown)[number]

    x, y, w, h = control(driver, "plot", ExamplePlot).rect
    driver.click(x + w * 0.9, y + h * 0.5)
    bench = scene.visit.bench
    assert len(bench.rows) == 4
    x, y = spot_of(3)
    driver.drag((x, y), (x, y - 40))
    before, now = bench.rows[3].cells, scene.visit.bench.rows[3].cells
    assert now[0] == before[0] and float(now[1]) > float(before[1]) and len(scene.visit.past) == 2
    driver.post(pygame.MOUSEBUTTONDOWN, pos=spot_of(3), button=3)
    assert scene.visit.bench.rows == FIRST.rows and not scene.ring
    left, top, *_size = control(driver, "examples", CellTable).rect
    driver.click(left + 60, top + 60)
    driver.wheel(left + 60, top + 60, 2)
    assert scene.visit.bench.rows[0].cells == (2.2, 3.0)
    driver, scene = open_bench(with_cell(FIRST, 0, 0, ""))  # a row without a number has no dot
    x, y = spot_of(1)
    driver.drag((x, y), (x, y + 40))
    rows = scene.visit.bench.rows
    assert rows[:2] == (BenchRow(("", 3.0)), FIRST.rows[1]) and float(rows[2].cells[1]) < 8.0
    driver, scene = open_bench()
    driver.controls.device = "pad"
    for name in (*["next"] * 40, "right", "accept", "up", "up", "down", "accept", "down", "down", "down", "accept"):
        if name != "next" or driver.scene.focus != "examples":
            driver.scene = driver.scene.handle(Intent(name))
    assert scene.visit.bench.rows[0].cells == (2.0, 3.1) and len(scene.visit.bench.rows) == 4


def test_a_table_is_pasted_with_its_names() -> None:
    driver, scene = open_bench()
    driver.tab_to("examples")
    driver.type("7")  # what was being typed is no part of it
    pygame.scrap.put_text("day,Temperature,Sold\nMon,2,3\nTue,3,3.6\n")
    driver.post(pygame.KEYDOWN, key=pygame.K_v, mod=pygame.KMOD_CTRL, unicode="")
    table = control(driver, "examples", CellTable)
    assert table.label == "example 1 (Mon), Temperature, 2" and scene.attempt.level.words["input"] == "Temperature"
    driver.key(ENTER)
    assert [row.cells for row in scene.visit.bench.rows] == [(2.0, 3.0), (3.0, 3.6)]


def test_a_network_learns_and_is_shared_as_letters() -> None:
    for network in ("two wires", "one wire, bias", "3 hidden neurons, bias"):
        driver, scene = open_bench()
        driver.choose("network", network)
        driver.press(" ")
        driver.look(1.0)
        assert scene.attempt.session.count == 1 and not scene.visit.why
        driver.type("h")
        code, shared = pygame.scrap.get_text(), scene.visit.bench
        scene.visit.change(FIRST)
        driver.press("o", ENTER)
        other = WorkshopScene(Game(MemoryStore(), catalog=shipped()), what=code)
        for bench in (scene.visit.bench, other.visit.bench):
            assert (bench.rows, bench.hidden, bench.bias) == (shared.rows, shared.hidden, shared.bias)
    broken = WorkshopScene(Game(MemoryStore(), catalog=shipped()), what=code[:-3])
    assert "damaged" in broken.game.toasts.shown[0].title


# Saved.


def test_the_file_of_a_new_level_is_called_as_the_level_is_until_it_is_named_by_hand() -> None:
    driver, _scene = open_bench(game=Game(MemoryStore()))
    card = driver.to_save()
    assert card.values["id"] == "three-days"
    for title in ("!", "a - b", "Half a kilogram of sugar, and a little - 1"):
        driver.type(title)  # the title is selected
        assert card.bench.id == card.values["id"] and card.values["id"].strip("-") == card.values["id"] != ""
        driver.key(pygame.K_ESCAPE)
        card = driver.to_save()
    driver.type("Tea")
    assert (card.values["title"], card.values["id"], card.bench.id) == ("Tea", "tea", "tea")
    driver.type_in("field id", "2")
    driver.type_in("field title", "!")
    assert (card.values["title"], card.values["id"]) == ("Tea!", "tea2")
    driver.key(pygame.K_ESCAPE)
    card = driver.to_save()
    driver.press(pygame.K_END, "?")  # who goes into a title that is selected keeps it
    assert card.values["title"] == "Tea!?"


def test_drafts_and_what_cannot_be_checked_are_saved(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    driver, scene = open_bench(game=Game(MemoryStore()))
    scene.visit.change(replace(scene.visit.bench, target=0.1))
    card = driver.to_save()
    driver.until(lambda: card.findings)
    assert "the floor is .353" in card.findings[0]
    driver.save()
    text = (home / "drafts" / "three-days.toml").read_text(encoding="utf-8")
    assert tomllib.loads(text)["draft"] is True and "three-days/three-days" not in scene.game.catalog.levels
    driver.type_in("examples", "1e400")
    assert scene.visit.why
    scene.go(SaveCard(scene.game, scene))
    driver.look(3.0)
    assert isinstance(driver.scene, SaveCard) and driver.scene.findings is None, "what cannot be run is not checked"
    # In a browser's tab there are no processes; Python that the workshop writes is the player's own
    monkeypatch.delenv("DOWNSLOPE_TRUST")
    monkeypatch.setattr(processes, "can", lambda name: name != "processes")
    driver, scene = open_bench(FIRST, Game(MemoryStore()))
    assert "not checked" in driver.to_save(1.0).spoken_line()
    driver.save()
    driver.to_save(1.0)
    driver.save("save python")
    assert {"three-days/three-days", "three_days/three-days"} <= set(scene.game.catalog.levels)
    file = home / "plugins" / "three_days.py"
    file.write_text(file.read_text(encoding="utf-8") + "# edited\n", encoding="utf-8")
    registry = load_all(home, packages=False, trust=players_trust(home))
    assert registry.waiting == [] and "three_days/three-days" in registry.catalog.levels


def test_a_learner_that_fails_is_told_and_the_bench_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    for fault in (ValueError("rash"), SystemExit("rash")):
        driver, scene = open_bench(replace(FIRST, learner="momentum"))
        with monkeypatch.context() as broken:
            broken.setattr(shipped().learners["momentum"], "step", Mock(side_effect=fault))
            driver.type(" ")
        (toast,) = driver.game.toasts.shown
        assert "momentum" in toast.title and "rash" in toast.title and scene.attempt.session.count == 0
        driver.choose("learner", "gradient descent")
        driver.type(" ")
        driver.look(1.0)
        assert driver.scene is scene and not scene.visit.why and scene.attempt.session.count == 1
