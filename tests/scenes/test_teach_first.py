"""0-1, Teach it first: what it reads before and after, on the title with real events, and that the title stays a key
away."""

import pygame
import pytest

from downslope.app.app import App, Options
from downslope.attempt.game.game import Game
from downslope.digits.drawing import preprocess
from downslope.rules import largest
from downslope.scenes.level_map import LevelMapScene
from downslope.scenes.play.play import PlayScene
from downslope.scenes.teach_first import PAD, SURE, Pupil, TeachFirstScene
from downslope.scenes.title import TitleScene
from downslope.storage.saves import Store
from lib import hands
from lib.driving import FRAME, Driver, pass_frames
from lib.playing import wait
from lib.support import shipped

pytestmark = pytest.mark.usefixtures("display")


@pytest.mark.slow
def test_untaught_it_guesses_and_taught_in_small_parts_it_reads_45_of_fifty_hands() -> None:
    fifty = [(hand, digit) for hand in range(len(hands.HANDS)) for digit in range(10)]
    drawn = [(preprocess(hands.rasterize(hands.strokes(*each), 64, 0.11), 64), each[1]) for each in fifty]
    pupil, right = Pupil(shipped()), list[int]()
    assert len(pupil.session.weights) == 792 and (pupil.seen, pupil.all) == (1437, 2874)
    while True:
        votes = [(pupil.votes(pixels), digit) for pixels, digit in drawn if pixels is not None]
        right.append(sum(largest(vote) == digit for vote, digit in votes))
        if pupil.taught:
            break
        assert max(max(vote) for vote, _digit in votes) < 0.2
        pupil.due, frames = pupil.all, 0
        while not pupil.taught:  # a frame has its share of the time: what a look at the clock costs is counted
            before, frames = pupil.steps, frames + 1
            pupil.work(0.0005)
            assert pupil.steps - before <= 200
        assert frames > 14 and pupil.steps == pupil.all
    assert right[0] <= 10 and right[1] >= 45 and pupil.unseen > 0.94, right


def new_game() -> Game:
    game = Game(Store(), catalog=shipped())
    game.settings.still = True
    return game


def begun() -> tuple[Driver, TeachFirstScene]:
    """On an empty title."""
    driver = Driver(TitleScene(new_game(), teaches=True))
    for _ in range(3):
        driver.scene = driver.scene.update(FRAME)
        driver.scene.resize(1280, 720)
    wait(driver, 0.3)
    assert isinstance(driver.scene, TeachFirstScene)
    return driver, driver.scene


def draw(driver: Driver, digit: int) -> None:
    x, y, side = PAD
    for stroke in hands.strokes(0, digit):
        driver.down(*(x + stroke[0][0] * side, y + stroke[0][1] * side))
        for u, v in stroke[1:]:
            driver.move(x + u * side, y + v * side)
        driver.up(x + stroke[-1][0] * side, y + stroke[-1][1] * side)
    wait(driver, 0.9)


@pytest.mark.slow
def test_by_mouse_a_digit_is_guessed_learned_and_read_and_the_next_one_too() -> None:
    driver, scene = begun()
    draw(driver, 2)
    assert scene.says()[0].startswith(f"{scene.guess}?") and scene.guess != 2
    driver.read()
    driver.click_on("teach")
    while not scene.taught:
        wait(driver, FRAME)
    assert scene.time <= 60 and scene.teaching == pytest.approx(4.0, abs=0.3)
    assert "792 weights" in scene.says()[1] and all(words.rstrip(".") in scene.spoken_line() for words in scene.says())
    told = set()
    for guess, share in ((2, SURE - 0.1), (2, SURE + 0.1), (5, SURE + 0.1)):
        scene.guess, scene.votes = guess, [share if digit == 2 else 0.0 for digit in range(10)]
        told.add(scene.says()[0])
    assert len(told) == 3 and all(words.startswith("2") for words in told)
    wait(driver, 3.0)
    draw(driver, 7)
    assert len(scene.pad.strokes) == 1 and largest(scene.votes) == 7 and scene.guess == 5, "as it was untaught"
    driver.read()
    driver.click_on("how")
    assert isinstance(driver.scene, PlayScene) and driver.scene.level.id == "double-it"


def test_keys_of_the_title_lead_where_they_lead_from_there_and_escape_at_any_moment_to_it() -> None:
    for code in (pygame.K_w, pygame.K_g, pygame.K_RETURN):
        here, title = begun()[0], Driver(TitleScene(new_game()))
        for driver in (title, here):
            driver.key(code)
        assert type(here.scene) is type(title.scene) is not TitleScene
    driver = Driver(LevelMapScene(here.game))
    driver.click_on("show")
    assert isinstance(driver.scene, TeachFirstScene), "it comes again at the first stop of the map"
    for state in ("empty", "guess", "teaching"):
        driver, _scene = begun()
        if state != "empty":
            draw(driver, 2)
        if state == "teaching":
            driver.key(pygame.K_RETURN)
            wait(driver, 1.0)
        assert isinstance(driver.scene, TeachFirstScene)
        driver.patient = False
        driver.key(pygame.K_ESCAPE)
        assert isinstance(driver.scene, TitleScene)
        wait(driver, 2.0)
        assert isinstance(driver.scene, TitleScene), "it does not come twice"


@pytest.mark.slow
def test_it_begins_with_the_title_and_asks_only_who_is_new_and_idle(apps: list[App]) -> None:
    down = pygame.event.Event(pygame.KEYDOWN, key=pygame.K_DOWN, mod=0, unicode="")
    onto_play = pygame.event.Event(pygame.MOUSEMOTION, pos=(200, 310), rel=(1, 0), buttons=(0, 0, 0))
    for played, events in ((False, []), (True, []), (False, [down]), (False, [onto_play])):
        game = new_game()
        if played:
            game.progress.level("double-it").reached = True
        app = App(Options(), game)
        apps.append(app)
        app.tick(FRAME)
        assert isinstance(app.scene, TitleScene), "nothing but the title in the first frame"
        for event in events:
            pygame.event.post(event)
        pass_frames(app, 120, FRAME)
        assert isinstance(app.scene, TeachFirstScene) == (not played and not events), events
