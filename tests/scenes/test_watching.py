"""The machine is watched: on the play screen after a run of one's own, and from the title, one level or a reel of them;
its tries are seen by beats, it is driven by keys and by mouse, any key takes over, and nothing of it is counted.
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
from downslope.rules import INSTEAD, TRAINED, Learn, Session, Turn, merge_learns, reel
from downslope.rules.campaign import REEL
from downslope.scenes.base.scene import Scene
from downslope.scenes.play.machine_show import story_of
from downslope.scenes.play.play import PlayScene
from downslope.scenes.reel import CARD, Reel, ReelScene, WatchScene
from downslope.scenes.title import ATTRACT, TitleScene
from downslope.storage.saves import Store
from downslope.view.draw import slices_by
from downslope.view.format.markup import plain
from lib.clocks import LookClock, stands
from lib.driving import Driver
from lib.playing import click, key, machine, need, opened, screen, wait
from lib.support import campaign, shipped
from lib.waiting import until

pytestmark = pytest.mark.usefixtures("display")

HEAVY = {"ten-neurons", "kernels", "the-wall"}  # trained with thousands of pictures, or for 12,000 steps
BOARDS = {kind_of(level): level.id for level in campaign() if level.id not in HEAVY}  # the last level of each


def watched(by_mouse: bool = False) -> Driver:
    """After a run of one's own, with the machine in the seat."""
    driver = opened("thirteen", bets=False)
    screen(driver).attempt.ran = True
    wait(driver, 0.1)
    click(driver, "tile auto") if by_mouse else key(driver, pygame.K_a)
    assert screen(driver).kind == "machine" and driver.scene.focus == "machine play"
    wait(driver, 0.2)
    return driver


def test_keys_pause_step_skip_look_back_and_take_over() -> None:
    driver = watched()
    show, attempt = machine(driver), screen(driver).attempt
    key(driver, pygame.K_SPACE)
    assert show.paused and show.phase is ShowPhase.TRIES
    for press in range(4):
        clock = show.clock
        wait(driver, 2)
        assert show.clock == clock
        assert press == 3 or need(driver.scene.widget("history")).answers("later"), "but the machine has the keys"
        key(driver, pygame.K_PERIOD)
        wait(driver, 0.6)
        assert show.clock > clock and show.paused and show.session.count == 0
    key(driver, pygame.K_RETURN)
    assert not show.paused and show.phase is ShowPhase.RUNS and show.session.knobs["alpha"] == 9
    count = attempt.step
    for code, step in ((pygame.K_PERIOD, count + 1), (pygame.K_COMMA, count), (pygame.K_PERIOD, count + 1)):
        key(driver, code)
        wait(driver, 0.7)
        assert show.session.count >= attempt.step == step and show.paused
    driver.tab_to("take over")
    key(driver, pygame.K_RETURN)
    assert attempt.session.count == count + 1 and screen(driver).kind == "" and driver.scene.focus.startswith("tile ")
    assert list(attempt.session.weights) == list(show.session.run.weights_at(count + 1))


def test_the_mouse_makes_it_faster_goes_back_and_takes_over() -> None:
    driver = watched(by_mouse=True)
    show, attempt = machine(driver), screen(driver).attempt
    x, y, width, height = need(driver.scene.widget("machine speed")).rect
    driver.click(x + width - 10, y + height / 2)
    wait(driver, 0.2)
    assert SPEEDS[show.speed] == 0.0 and show.done
    for name, step in (("machine start", 0), ("machine step", 1), ("machine play", show.session.count),
                       ("machine back", show.session.count - 1)):  # fmt: skip
        click(driver, name, then=2.0 if step else 0.0)
        assert attempt.step == step
    click(driver, "take over")
    assert attempt.session.count == show.session.count - 1 and screen(driver).kind == ""
    driver = watched()
    driver.scene.set_focus("show")
    for code, phase in ((pygame.K_RIGHT, ShowPhase.CHOOSES), (pygame.K_LEFT, ShowPhase.TRIES)):
        key(driver, code)
        assert machine(driver).phase is phase
    x, y, width, height = need(driver.scene.widget("show")).rect
    driver.click(x + width - 5, y + height / 2)
    assert machine(driver).phase is ShowPhase.ENDS and machine(driver).session.won
    click(driver, "leave")
    assert screen(driver).kind != "machine" and screen(driver).attempt.ghost is screen(driver).attempt.ghost_at_place


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


# Its end: what is told, where to go from there.


@pytest.mark.parametrize("by_mouse", [False, True])
def test_it_tells_the_end_and_stands_until_the_next_level_or_ones_own_turn(by_mouse: bool) -> None:
    for own in (False, True):
        driver = opened("thirteen", bets=False)
        play, attempt = screen(driver), screen(driver).attempt
        for action in (Turn("alpha", 5), Learn(2)) if own else ():
            attempt.session.do(action)
        for each in campaign():  # the player has done this before
            driver.game.progress.level(each.id).reached = True
        attempt.ran = True
        wait(driver, 0.1)
        key(driver, pygame.K_a)
        machine(driver).jump(ShowPhase.ENDS)
        wait(driver, 10)
        badge, aside, parts = story_of(machine(driver))
        assert badge[1] == "land" and "all 7" in aside and any("[value:3 nights]" in part for part in parts)
        assert play.dock.first == "end" and machine(driver).ended and driver.scene.focus == "show next"
        if own:
            click(driver, "your turn") if by_mouse else key(driver, pygame.K_t)
            assert play.kind == "" and attempt.session.count == 0 and need(attempt.ghost).won
        elif by_mouse:
            click(driver, "show again")
            assert machine(driver).phase is ShowPhase.TRIES and not machine(driver).session.actions
        else:
            key(driver, pygame.K_RETURN)
            assert screen(driver).level.id == "goldilocks"


# From the title: a level, or a reel of them.


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


def test_all_levels_are_there_none_is_locked_and_nothing_of_it_is_counted() -> None:
    driver = Driver(TitleScene(Game(Store(), catalog=shipped())))
    wait(driver, 0.2)
    key(driver, pygame.K_a, then=0.5)
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
    for name in ("attract", "again", "chip seven"):
        click(driver, name)
    assert driver.game.settings.attract and isinstance(driver.scene, ReelScene) and not driver.scene.reel.again


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
