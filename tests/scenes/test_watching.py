"""The machine is watched on every board, and in a reel; what is taken over is the run that was seen. What is pressed:
walks/machine.txt.
"""

from collections.abc import Iterator
from unittest.mock import Mock

import pygame
import pytest

from downslope import paths
from downslope.attempt.game.game import Game
from downslope.attempt.rehearsal import PHASES, ShowPhase
from downslope.attempt.show import SPEEDS
from downslope.boards.kinds import kind_of
from downslope.rules import INSTEAD, TRAINED, Learn, Session, merge_learns, reel
from downslope.rules.campaign import REEL
from downslope.scenes.base.scene import Scene
from downslope.scenes.play.play import PlayScene
from downslope.scenes.reel import CARD, Reel, ReelScene
from downslope.scenes.title import ATTRACT, TitleScene
from downslope.storage.saves import Store
from downslope.view.draw import slices_by
from downslope.view.format.markup import plain
from lib.clocks import LookClock, stands
from lib.driving import Driver
from lib.playing import key, machine, need, opened, screen, wait
from lib.support import campaign, shipped
from lib.waiting import until

pytestmark = pytest.mark.usefixtures("display")

HEAVY = {"ten-neurons", "kernels", "the-wall"}  # trained with thousands of pictures, or for 12,000 steps
BOARDS = {kind_of(level): level.id for level in campaign() if level.id not in HEAVY}  # the last level of each


@pytest.mark.slow
@pytest.mark.parametrize("level", BOARDS.values())
def test_a_show_of_every_board_comes_to_its_end_by_keys(level: str) -> None:
    driver = opened("double-it", bets=False)
    driver.scene = PlayScene(driver.game, shipped().level(level), auto=True)
    driver.scene.resize(1280, 720, 1.0)
    wait(driver, 0.1)
    show, phases = machine(driver), [ShowPhase.TRIES]
    for _ in range(400):
        phases += [show.phase] if show.phase is not phases[-1] and show.session.last_stage else []
        if show.ended:
            break
        if show.prepares:
            key(driver, pygame.K_RETURN)  # to the run, as soon as it is known
        elif show.phase is ShowPhase.RUNS:
            show.set_speed(len(SPEEDS) - 1)
        wait(driver, 0.2)
    assert show.ended and show.session.complete == show.session.won and phases == sorted(phases, key=PHASES.index)
    again = Session(show.session.base, show.session.catalog, show.session.actions)
    assert again.weights == show.session.weights and again.stage == show.session.stage
    key(driver, pygame.K_a)
    assert screen(driver).kind != "machine" and not screen(driver).attempt.session.actions


STEP = 1 / 10


@pytest.fixture(autouse=True)
def unhurried() -> Iterator[None]:
    """What is worked on in slices is done when it is wanted, as in a film."""
    with slices_by(stands):
        yield


def carries_over(scene: Scene, seconds: float) -> Scene:
    for _ in range(round(seconds / STEP)):
        scene.resize(1280, 720)
        scene = scene.update(STEP)
    scene.resize(1280, 720)
    return scene


def reel_of(*levels: str, again: bool = True) -> ReelScene:
    return ReelScene(Game(Store(), catalog=shipped()), Reel([shipped().level(level) for level in levels], again=again))


@pytest.mark.slow
def test_the_reel_shows_titles_and_shows_in_turn_and_comes_to_a_title_left_alone() -> None:
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
    title = TitleScene(Game(Store(), catalog=shipped()))
    driver = Driver(title, patient=False)
    assert carries_over(title, ATTRACT + 5) is title, "it is off at first"
    driver.move(5, 5)
    driver.game.settings.attract = True
    driver.scene = carries_over(driver.scene, ATTRACT - 5)
    assert isinstance(driver.scene, TitleScene)
    driver.scene = carries_over(driver.scene, 10)
    assert isinstance(driver.scene, ReelScene)
    key(driver, pygame.K_g, then=0.3)  # on the title that is the map
    assert isinstance(driver.scene, TitleScene)


@pytest.mark.parametrize(("level", "phase"), [("thirteen", ShowPhase.TRIES), ("dead-wire", ShowPhase.RUNS)])
def test_any_key_takes_over_where_it_stands(level: str, phase: ShowPhase) -> None:
    scene = carries_over(reel_of(level, again=False), CARD + 2 * STEP)
    assert isinstance(scene, ReelScene)
    show = need(scene.show)
    need(show.attempt.machine).jump(phase)
    carries_over(scene, 1.5)
    stood, step = show.attempt.shown, show.attempt.step
    driver = Driver(scene, patient=False)
    key(driver, pygame.K_x)
    attempt = screen(driver).attempt
    assert attempt.machine is None and attempt.watched and attempt.game.counts
    if phase is ShowPhase.RUNS:
        assert attempt.session.weights == (stood.rewind(step) if step < stood.count else stood).weights
    again = Session(shipped().level(level), shipped(), merge_learns(attempt.session.actions))
    assert again.weights == attempt.session.weights and list(again.run.errors) == list(attempt.session.run.errors)
    driver = Driver(carries_over(reel_of(level), 0.6), patient=False)
    driver.click(600, 300)
    assert not screen(driver).attempt.session.actions, "from a title: anew"


@pytest.mark.slow
def test_the_training_goes_on_behind_the_other_levels(monkeypatch: pytest.MonkeyPatch) -> None:
    first = reel_of("thirteen", TRAINED)
    carries_over(first, 0.3)
    trainee = need(first.shared.trainee)

    def passed() -> bool:
        trainee.work()
        return len(trainee.kept) > 4

    until(passed, pause=0.05)
    trainee.training.toggle()  # what comes then is not looked at
    assert [one.step for one in trainee.kept][:5] == [0, 10, 20, 50, 100]
    show = ReelScene(first.game, first.reel, place=1, started=True, shared=first.shared)
    assert show.show is trainee and first.shared.trainee is None and "5.3%" in plain(show.caption)
    carries_over(show, 3.3)
    assert trainee.attempt.step == 10 and "10 digits" in plain(show.caption)
    driver = Driver(show, patient=False)
    key(driver, pygame.K_x)  # taken over where it is looked at
    again = Session(shipped().level(TRAINED), shipped(), [Learn(10)])
    assert screen(driver).attempt.session.weights == again.weights and not paths.net(TRAINED).exists()
    driver.scene.end()
    monkeypatch.setattr("subprocess.Popen", Mock(side_effect=OSError))
    assert [level.id for level in reel(shipped())] == list(REEL)
    first = reel_of("thirteen", TRAINED)
    with slices_by(LookClock()):  # it would be trained in this frame
        carries_over(first, 0.5)
    assert [level.id for level in first.reel.levels] == ["thirteen", INSTEAD]
    assert "no process" in first.shared.note
    assert not first.game.toasts.shown and not first.shared.inside.toasts.shown
