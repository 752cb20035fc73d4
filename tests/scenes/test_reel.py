"""Watching from the title: the reel and single shows, by keys and mouse; nothing is counted, any key takes over."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

import pygame
import pytest

from clocks import stands
from downslope import paths
from downslope.attempt.game.game import Game
from downslope.attempt.rehearsal import ShowPhase
from downslope.rules.actions import Learn, merge_learns
from downslope.rules.campaign import INSTEAD, REEL, TRAINED, reel
from downslope.rules.catalog import Catalog
from downslope.rules.session import Session
from downslope.scenes.base.scene import Scene
from downslope.scenes.play.play import PlayScene
from downslope.scenes.reel import CARD, Reel, ReelScene, WatchScene
from downslope.scenes.title import ATTRACT, TitleScene
from downslope.storage.saves import Store
from downslope.view.draw.tween import slices_by
from downslope.view.format.markup import plain
from downslope.view.widgets.ink import words
from driving import Driver
from playing import click, key, need, shot, wait
from support import campaign, shipped
from waiting import until

pytestmark = pytest.mark.usefixtures("display")
STEP = 1 / 10


@pytest.fixture(autouse=True)
def unhurried() -> Iterator[None]:
    """What is worked on in slices is done when it is wanted, as in a film."""
    with slices_by(stands):
        yield


def game(attract: bool = False) -> Game:
    made = Game(Store(), catalog=shipped())
    made.settings.attract = attract
    return made


def watching() -> Driver:
    driver = Driver(TitleScene(game()))
    wait(driver, 0.2)
    key(driver, pygame.K_a)
    wait(driver, 0.5)
    return driver


def carries_over(scene: Scene, seconds: float) -> Scene:
    for _ in range(round(seconds / STEP)):
        scene.resize(1280, 720)
        scene = scene.update(STEP)
    scene.resize(1280, 720)
    return scene


def reel_of(*levels: str, again: bool = True) -> ReelScene:
    return ReelScene(game(), Reel([shipped().level(level) for level in levels], again=again))


def test_all_levels_are_there_none_is_locked_and_nothing_of_it_is_counted() -> None:
    driver = watching()
    chips = [widget.name.removeprefix("chip ") for widget in driver.scene.widgets if widget.name.startswith("chip ")]
    assert chips == [level.id for level in campaign()]
    driver.scene.set_focus("chip double-it")
    key(driver, pygame.K_RIGHT, pygame.K_DOWN, pygame.K_DOWN)
    assert driver.scene.focus == "chip stuck-steps"
    key(driver, pygame.K_RETURN)
    assert isinstance(driver.scene, ReelScene) and driver.scene.level.id == "stuck-steps"
    key(driver, pygame.K_ESCAPE)
    assert isinstance(driver.scene, ReelScene) and driver.game.sound.muted  # the key that began it may still be down
    driver.scene = carries_over(driver.scene, 12)
    key(driver, pygame.K_ESCAPE)
    assert isinstance(driver.scene, WatchScene) and not driver.game.sound.muted
    assert not driver.game.progress.levels and driver.game.progress.last_level == ""
    click(driver, "attract")
    assert driver.game.settings.attract
    click(driver, "again")
    click(driver, "chip seven")
    assert isinstance(driver.scene, ReelScene) and not driver.scene.reel.again


def test_a_level_of_a_plugin_has_a_row_of_its_own_and_without_the_campaign_there_is_no_reel() -> None:
    mine = Catalog()
    for name, value in vars(shipped()).items():
        setattr(mine, name, dict(value) if isinstance(value, dict) else value)
    level = replace(shipped().level("seven"), chapter="mine", title="A title of 24 letters ok")
    object.__setattr__(level, "id", "mine/seven")
    mine.levels["mine/seven"] = level
    scene = WatchScene(Game(Store(), catalog=mine), TitleScene(game()))
    scene.resize(1280, 720)
    assert getattr(scene.widget("chip mine/seven"), "label", "") == level.title
    shot(scene, (1280, 720))
    bare = Game(Store(), catalog=Catalog())
    scene = WatchScene(bare, Scene(bare))
    driver = Driver(scene)
    for code in (pygame.K_RETURN, pygame.K_SPACE, pygame.K_s):
        key(driver, code)
    click(driver, "play reel")
    assert driver.scene is scene


@pytest.mark.slow
def test_the_reel_shows_titles_and_shows_in_turn_and_begins_anew_or_ends() -> None:
    scene: Scene = reel_of("seven", "thirteen")
    seen: list[tuple[str, bool]] = []
    while len(seen) < 5:
        assert isinstance(scene, ReelScene)
        state = (scene.level.id, scene.show is not None)
        seen += [state] if state not in seen[-1:] else []
        scene = carries_over(scene, STEP)
    assert seen == [("seven", False), ("seven", True), ("thirteen", False), ("thirteen", True), ("seven", False)]
    scene = carries_over(reel_of("seven", again=False), 60)
    assert isinstance(scene, ReelScene) and scene.game.quit


@pytest.mark.slow
@pytest.mark.parametrize(("level", "phase"), [
    ("thirteen", ShowPhase.TRIES), ("thirteen", ShowPhase.RUNS), ("valley", ShowPhase.ENDS),
    ("dead-wire", ShowPhase.RUNS),
])  # fmt: skip
def test_any_key_takes_over_where_it_stands(level: str, phase: ShowPhase) -> None:
    scene = carries_over(reel_of(level, again=False), CARD + 2 * STEP)
    assert isinstance(scene, ReelScene)
    show = need(scene.show)
    need(show.attempt.machine).jump(phase)
    carries_over(scene, 1.5)
    stood, step = show.attempt.shown, show.attempt.step
    driver = Driver(scene, patient=False)
    key(driver, pygame.K_x)
    assert isinstance(driver.scene, PlayScene)
    attempt = driver.scene.attempt
    assert attempt.machine is None and attempt.watched and attempt.game.counts
    if phase is ShowPhase.RUNS:
        assert attempt.session.weights == (stood.rewind(step) if step < stood.count else stood).weights
    again = Session(shipped().level(level), shipped(), merge_learns(attempt.session.actions))
    assert again.weights == attempt.session.weights and list(again.run.errors) == list(attempt.session.run.errors)
    attempt.act(Learn(1))  # it is the player's from here
    driver = Driver(carries_over(reel_of(level), 0.6), patient=False)
    driver.click(600, 300)
    assert isinstance(driver.scene, PlayScene) and not driver.scene.attempt.session.actions, "from a title: anew"


@pytest.mark.slow
def test_after_a_minute_alone_the_title_shows_it_if_that_is_wanted() -> None:
    assert isinstance(carries_over(TitleScene(game()), ATTRACT + 5), TitleScene)  # it is off at first
    driver = Driver(TitleScene(game(attract=True)), patient=False)
    driver.scene = carries_over(driver.scene, ATTRACT - 5)
    driver.move(5, 5)
    driver.scene = carries_over(driver.scene, ATTRACT - 5)
    assert isinstance(driver.scene, TitleScene)
    driver.scene = carries_over(driver.scene, 10)
    assert isinstance(driver.scene, ReelScene)
    key(driver, pygame.K_g)  # on the title that is the map
    wait(driver, 0.3)
    assert isinstance(driver.scene, TitleScene)


@pytest.mark.slow
def test_where_no_process_can_be_started_another_level_takes_the_place_of_the_trained_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refused(*_what: object, **_more: object) -> None:
        raise OSError

    monkeypatch.setattr("subprocess.Popen", refused)
    assert [level.id for level in reel(shipped())] == list(REEL)
    first = reel_of("thirteen", TRAINED)
    carries_over(first, 0.5)
    assert [level.id for level in first.reel.levels] == ["thirteen", INSTEAD]
    assert "no process" in first.shared.note
    assert not first.game.toasts.shown and not first.shared.inside.toasts.shown


@pytest.mark.slow
def test_the_training_goes_on_behind_the_other_levels_and_is_taken_over_where_it_is_looked_at() -> None:
    first = reel_of("thirteen", TRAINED)
    carries_over(first, 0.3)
    trainee = need(first.shared.trainee)

    def passed() -> bool:
        trainee.work()
        return len(trainee.kept) > 4

    until(passed, pause=0.05)
    assert [one.step for one in trainee.kept][:5] == [0, 10, 20, 50, 100]
    show = ReelScene(first.game, first.reel, place=1, started=True, shared=first.shared)
    assert show.show is trainee and first.shared.trainee is None
    assert plain(show.caption) == "Before the first step it reads 5.3% of unseen digits."
    carries_over(show, 3.3)
    assert trainee.attempt.step == 10 and plain(show.caption).startswith("After 10 digits it reads ")
    driver = Driver(show, patient=False)
    key(driver, pygame.K_x)
    assert isinstance(driver.scene, PlayScene) and not paths.net(TRAINED).exists()
    again = Session(shipped().level(TRAINED), shipped(), [Learn(10)])
    assert driver.scene.attempt.session.weights == again.weights
    driver.scene.end()


@pytest.mark.slow
def test_each_picture_of_the_card_comes_from_a_run_of_its_level_and_its_length_is_that_of_the_plan() -> None:
    scene = watching().scene
    assert isinstance(scene, WatchScene)
    carries_over(scene, 1.0)
    title, time, _what, *shows = words(scene.card.ink)
    assert title == "The reel" and ":" in time and shows[1::3] == [level.title for level in scene.levels]
    for planned, length in zip((21, 34, 38, 31), shows[2::3], strict=True):
        minutes, seconds = map(int, length.split(":"))
        assert abs(60 * minutes + seconds - planned) <= 3
    sourdough, bobsled, combine, _eyes = scene.levels
    (ghosts, rim), (way, low, _border), (answers,), (kernels, pixels, digit) = (one.what for one in scene.pictures)
    assert len(ghosts) == len(need(sourdough.knob("alpha")).values() or ()) == 7
    assert abs(ghosts[0]) < 0.1 and abs(ghosts[-2]) < rim < abs(ghosts[-1])  # one has left the picture
    assert way[0] == tuple(bobsled.weights or ()) and math.dist(way[-1], low) < 0.2
    for (a, b), (goal,) in bobsled.data():
        assert a * low[0] + b * low[1] == pytest.approx(goal)
    goals = {tuple(inputs[:2]): goal for inputs, (goal,) in combine.data()}
    assert [round(answer) for answer in answers[-1]] == [goals[0, 0], goals[1, 0], goals[0, 1], goals[1, 1]]
    assert [round(a + b) for a, b in zip(*answers[:-1])] == [round(answer) for answer in answers[-1]]
    assert len(kernels) == 8 and len(pixels) == 64 and digit == "0"
