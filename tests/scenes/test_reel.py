"""Watching from the title: the reel and single shows, by keys and mouse; nothing is counted, any key takes over."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

import pygame
import pytest

from checks.faults import covered, over
from checks.paper import written
from clocks import stands
from downslope import paths
from downslope.attempt.game.game import Game
from downslope.attempt.rehearsal import ShowPhase
from downslope.rules.actions import Learn, merge_learns
from downslope.rules.campaign import INSTEAD, REEL, TRAINED, reel
from downslope.rules.catalog import Catalog
from downslope.rules.level import Level
from downslope.rules.session import Session
from downslope.scenes.base.scene import Scene
from downslope.scenes.level_map import LevelMapScene
from downslope.scenes.play.play import PlayScene
from downslope.scenes.reel import CARD, Reel, ReelScene, WatchScene
from downslope.scenes.title import ATTRACT, TitleScene
from downslope.storage.saves import Store
from downslope.view.draw.tween import slices_by
from downslope.view.format.markup import plain
from downslope.view.widgets.ink import words
from driving import Driver
from playing import click, key, lay_out, shot, wait
from support import campaign, shipped
from waiting import until

pytestmark = pytest.mark.usefixtures("display")
STEP = 1 / 10


@pytest.fixture(autouse=True)
def unhurried() -> Iterator[None]:
    """What is worked on in slices is done when it is wanted, as in a film."""
    with slices_by(stands):
        yield


def game(**settings: object) -> Game:
    store = Store()
    for name, value in settings.items():
        setattr(store.settings, name, value)
    return Game(store, catalog=shipped())


def watching(**settings: object) -> Driver:
    driver = Driver(TitleScene(game(**settings)))
    wait(driver, 0.2)
    key(driver, pygame.K_a)
    wait(driver, 0.5)
    return driver


def saved(driver: Driver) -> bytes:
    driver.game.save()
    file = paths.saves() / "progress.json"
    return file.read_bytes() if file.exists() else b""


def carries_over(scene: Scene, seconds: float) -> Scene:
    for _ in range(round(seconds / STEP)):
        scene.resize(1280, 720)
        scene = scene.update(STEP)
    scene.resize(1280, 720)
    return scene


def showing(level: str, phase: ShowPhase, seconds: float = 0.0) -> ReelScene:
    """The show of a level, so long in this phase."""
    scene = carries_over(ReelScene(game(), Reel([shipped().level(level)], again=False)), CARD + 2 * STEP)
    assert isinstance(scene, ReelScene) and scene.show is not None and scene.show.attempt.machine is not None
    scene.show.attempt.machine.jump(phase)
    same = carries_over(scene, seconds)
    assert same is scene
    return scene


@pytest.mark.parametrize("attract", [False, True])
@pytest.mark.parametrize("level", ["thirteen", "hidden-four", "stop-in-time"])
@pytest.mark.parametrize(("phase", "size"), [(ShowPhase.TRIES, (1280, 720)), (ShowPhase.RUNS, (960, 540))])
def test_what_a_key_does_is_said_where_the_keys_of_a_show_would_stand(
    level: str, phase: ShowPhase, size: tuple[int, int], attract: bool
) -> None:
    """In words that lie on no others; for as long as it is so."""
    scene = showing(level, phase, 6.0)
    scene.reel = scene.reel._replace(attract=attract)
    lay_out(scene, size)
    page = written(scene.draw, size, scene.game.look())
    (hint,) = [text for text in page if text.string == ("any key: back" if attract else "any key: take over")]
    assert scene.show is not None
    x, y, w, h = (scene.game.scale * part for part in scene.show.tiles_place.rect)
    assert pygame.Rect(x, y, w, h).contains(hint.seen)
    assert list(over(page, pygame.Rect(0, 0, *size))) == list(covered([hint])) == []


def test_all_levels_are_there_and_none_is_locked() -> None:
    driver = watching()
    chips = [widget.name.removeprefix("chip ") for widget in driver.scene.widgets if widget.name.startswith("chip ")]
    assert chips == [level.id for level in campaign()]
    driver.scene.set_focus("chip double-it")
    for code in (pygame.K_RIGHT, pygame.K_DOWN, pygame.K_DOWN):
        key(driver, code)
    assert driver.scene.focus == "chip stuck-steps"
    key(driver, pygame.K_RETURN)
    assert isinstance(driver.scene, ReelScene) and driver.scene.level.id == "stuck-steps"
    key(driver, pygame.K_ESCAPE)
    assert isinstance(driver.scene, ReelScene)  # the key that began it may still be down
    wait(driver, 0.6)
    key(driver, pygame.K_ESCAPE)
    assert isinstance(driver.scene, WatchScene)


def test_a_level_of_a_plugin_has_a_row_of_its_own() -> None:
    mine = Catalog()
    for name, value in vars(shipped()).items():
        setattr(mine, name, dict(value) if isinstance(value, dict) else value)
    level = replace(shipped().level("seven"), chapter="mine", title="A title of 24 letters ok")
    object.__setattr__(level, "id", "mine/seven")
    mine.levels["mine/seven"] = level
    scene = WatchScene(Game(Store(), catalog=mine), TitleScene(game()))
    scene.resize(1280, 720)
    chip = scene.widget("chip mine/seven")
    assert chip is not None and getattr(chip, "label", "") == level.title
    shot(scene, (1280, 720))


@pytest.mark.slow
def test_the_reel_shows_titles_and_shows_in_turn_and_begins_anew() -> None:
    levels = [shipped().level("seven"), shipped().level("thirteen")]
    scene: Scene = ReelScene(game(), Reel(levels))
    seen: list[tuple[str, bool]] = []
    for _ in range(1200):
        assert isinstance(scene, ReelScene)
        state = (scene.level.id, scene.show is not None)
        if not seen or seen[-1] != state:
            seen.append(state)
            shot(scene, (640, 360))
        if len(seen) == 5:
            break
        scene = carries_over(scene, STEP)
    assert seen == [("seven", False), ("seven", True), ("thirteen", False), ("thirteen", True), ("seven", False)]


def test_nothing_of_it_is_counted() -> None:
    driver = watching(bets=False)
    before = saved(driver)
    click(driver, "chip thirteen")
    scene = carries_over(driver.scene, 12)
    assert isinstance(scene, ReelScene) and driver.game.sound.muted
    driver.scene = scene
    key(driver, pygame.K_ESCAPE)
    assert isinstance(driver.scene, WatchScene) and not driver.game.sound.muted
    assert saved(driver) == before
    assert not driver.game.progress.levels and driver.game.progress.last_level == ""


@pytest.mark.slow
@pytest.mark.parametrize(("level", "phase"), [
    ("thirteen", ShowPhase.TRIES), ("thirteen", ShowPhase.CHOOSES), ("thirteen", ShowPhase.RUNS),
    ("hidden-four", ShowPhase.RUNS), ("valley", ShowPhase.ENDS), ("dead-wire", ShowPhase.RUNS),
])  # fmt: skip
def test_any_key_takes_over_where_it_stands(level: str, phase: ShowPhase) -> None:
    scene = showing(level, phase, 1.5)
    assert scene.show is not None
    stood, step = scene.show.attempt.shown, scene.show.attempt.step
    driver = Driver(scene, patient=False)
    key(driver, pygame.K_x)
    assert isinstance(driver.scene, PlayScene)
    attempt = driver.scene.attempt
    assert attempt.machine is None and attempt.watched and attempt.game.counts
    if phase is ShowPhase.RUNS:
        assert attempt.session.weights == stood.rewind(step).weights if step < stood.count else stood.weights
    again = Session(shipped().level(level), shipped(), merge_learns(attempt.session.actions))
    assert again.weights == attempt.session.weights and list(again.run.errors) == list(attempt.session.run.errors)
    attempt.act(Learn(1))  # it is the player's from here


def test_from_a_title_the_level_opens_anew() -> None:
    scene = carries_over(ReelScene(game(), Reel([shipped().level("thirteen")])), 0.6)
    driver = Driver(scene, patient=False)
    driver.click(600, 300)
    assert isinstance(driver.scene, PlayScene) and not driver.scene.attempt.session.actions


@pytest.mark.slow
def test_after_a_minute_alone_the_title_shows_it_if_that_is_wanted() -> None:
    driver = Driver(TitleScene(game()))
    driver.scene = carries_over(driver.scene, ATTRACT + 5)
    assert isinstance(driver.scene, TitleScene)  # it is off at first
    driver = Driver(TitleScene(game(attract=True)), patient=False)
    driver.scene = carries_over(driver.scene, ATTRACT - 5)
    driver.move(5, 5)
    driver.scene = carries_over(driver.scene, ATTRACT - 5)
    assert isinstance(driver.scene, TitleScene)
    driver.scene = carries_over(driver.scene, 10)
    assert isinstance(driver.scene, ReelScene)
    key(driver, pygame.K_g)  # on the title that is the map
    assert isinstance(driver.scene, TitleScene) and not isinstance(driver.scene, LevelMapScene)
    wait(driver, 0.3)
    assert isinstance(driver.scene, TitleScene)


@pytest.mark.slow
def test_where_no_process_can_be_started_another_level_takes_the_place_of_the_trained_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refused(*_what: object, **_more: object) -> None:
        raise OSError

    monkeypatch.setattr("subprocess.Popen", refused)
    levels = reel(shipped())
    assert [level.id for level in levels] == list(REEL)
    playing = game()
    first = ReelScene(playing, Reel(levels))
    carries_over(first, 0.5)
    assert [level.id for level in first.reel.levels] == [INSTEAD if name == TRAINED else name for name in REEL]
    last = carries_over(ReelScene(playing, first.reel, place=3, shared=first.shared), 0.5)
    told = pygame.image.tobytes(shot(last, (1280, 720)), "RGB")
    assert "no process" in first.shared.note
    first.shared.note = ""
    assert pygame.image.tobytes(shot(last, (1280, 720)), "RGB") != told
    assert not playing.toasts.shown and not first.shared.inside.toasts.shown


@pytest.mark.slow
def test_the_training_goes_on_behind_the_other_levels_and_is_taken_over_where_it_is_looked_at() -> None:
    levels = [shipped().level(name) for name in ("thirteen", TRAINED)]
    first = ReelScene(game(), Reel(levels))
    carries_over(first, 0.3)
    trainee = first.shared.trainee
    assert trainee is not None and not trainee.lost

    def passed() -> bool:
        assert trainee is not None
        trainee.work()
        return len(trainee.kept) > 9

    until(passed, pause=0.05)
    assert [one.step for one in trainee.kept][:5] == [0, 10, 20, 50, 100]
    show = ReelScene(first.game, first.reel, place=1, started=True, shared=first.shared)
    assert show.show is trainee and first.shared.trainee is None
    assert plain(show.caption) == "Before the first step it reads 5.3% of unseen digits."
    carries_over(show, 3.3)
    assert trainee.attempt.step == 10 and plain(show.caption).startswith("After 10 digits it reads ")
    net = paths.net(TRAINED)
    driver = Driver(show, patient=False)
    key(driver, pygame.K_x)
    assert isinstance(driver.scene, PlayScene)
    again = Session(shipped().level(TRAINED), shipped(), [Learn(10)])
    assert driver.scene.attempt.session.weights == again.weights
    assert not net.exists()
    driver.scene.end()


def test_the_settings_can_be_put_on_here_and_are_kept() -> None:
    driver = watching()
    click(driver, "attract")
    assert driver.game.settings.attract
    click(driver, "again")
    click(driver, "chip seven")
    assert isinstance(driver.scene, ReelScene) and not driver.scene.reel.again


def titles(levels: list[Level]) -> list[str]:
    return [level.title for level in levels]


def test_what_the_card_tells_is_known_after_a_while() -> None:
    driver = watching()
    scene = driver.scene
    assert isinstance(scene, WatchScene)
    carries_over(scene, 1.0)
    title, time, _what, *shows = words(scene.card.ink)
    assert title == "The reel" and ":" in time
    assert shows[1::3] == titles(scene.levels)
    planned = {"thirteen": 21, "valley": 34, "hidden-four": 38, "kernels": 31}
    for level, length in zip(scene.levels, shows[2::3]):
        minutes, seconds = map(int, length.split(":"))
        assert abs(60 * minutes + seconds - planned[level.id]) <= 3, (level.id, length)


def test_each_picture_of_the_card_comes_from_a_run_of_its_level() -> None:
    scene = watching().scene
    assert isinstance(scene, WatchScene)
    sourdough, bobsled, combine, _eyes = scene.levels
    (ghosts, rim), (way, low, _border), (answers,), (kernels, pixels, digit) = (one.what for one in scene.pictures)
    knob = sourdough.knob("alpha")
    assert knob is not None and len(ghosts) == len(knob.values() or ()) == 7
    assert abs(ghosts[0]) < 0.1 and abs(ghosts[-2]) < rim < abs(ghosts[-1])  # one has left the picture
    assert way[0] == tuple(bobsled.weights or ()) and math.dist(way[-1], low) < 0.2
    for (a, b), (goal,) in bobsled.data():
        assert a * low[0] + b * low[1] == pytest.approx(goal)
    goals = {tuple(inputs[:2]): goal for inputs, (goal,) in combine.data()}
    assert [round(answer) for answer in answers[-1]] == [goals[0, 0], goals[1, 0], goals[0, 1], goals[1, 1]]
    assert [round(a + b) for a, b in zip(*answers[:-1])] == [round(answer) for answer in answers[-1]]
    assert len(kernels) == 8 and len(pixels) == 64 and digit == "0"


def test_without_the_campaign_there_is_no_reel_to_be_played_or_saved() -> None:
    bare = Game(Store(), catalog=Catalog())
    scene = WatchScene(bare, Scene(bare))
    driver = Driver(scene)
    for code in (pygame.K_RETURN, pygame.K_SPACE, pygame.K_s):
        key(driver, code)
        wait(driver, STEP)
    click(driver, "play reel")
    assert driver.scene is scene


@pytest.mark.slow
def test_without_again_it_ends() -> None:
    playing = game()
    scene = carries_over(ReelScene(playing, Reel([shipped().level("seven")], again=False)), 60)
    assert isinstance(scene, ReelScene) and playing.quit
