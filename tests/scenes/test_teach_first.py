"""0-1, Teach it first: what it reads before and after, on the title with real events, and that the title stays a key
away."""

from __future__ import annotations

import pygame
import pytest

import hands
from downslope.app.app import App, Options
from downslope.attempt.game.game import Game
from downslope.digits.png import preprocess
from downslope.rules.target import largest
from downslope.scenes.level_map import LevelMapScene
from downslope.scenes.play.play import PlayScene
from downslope.scenes.teach_first import PAD, PEN, SURE, Pupil, TeachFirstScene
from downslope.scenes.title import TitleScene
from downslope.storage.saves import Store
from downslope.view.pictures.pixel_grids import RASTER, between, raster
from driving import FRAME, Driver, pass_frames
from playing import wait
from support import shipped

pytestmark = pytest.mark.usefixtures("display")
EMPTY, GUESS, TEACHING, TAUGHT = "empty", "guess", "teaching", "taught"


def pens(hand: int, digit: int) -> list[list[tuple[float, float]]]:
    """A digit of a test hand, as the pad keeps what is drawn."""
    found = []
    for stroke in hands.strokes(hand, digit):
        points = [stroke[0]]
        for point in stroke[1:]:
            points += between(points[-1], point)
        found.append(points)
    return found


def teach(pupil: Pupil) -> Pupil:
    pupil.due = pupil.all
    while not pupil.taught:
        pupil.work(1.0)
    return pupil


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_untaught_it_guesses_and_taught_it_reads_45_of_fifty_hands(seed: int) -> None:
    fifty = [(hand, digit) for hand in range(len(hands.HANDS)) for digit in range(10)]
    drawn = [(preprocess(raster(pens(*each), PEN), RASTER), each[1]) for each in fifty]
    inked = [(preprocess(hands.rasterize(hands.strokes(*each), 64, 0.11), 64), each[1]) for each in fifty]
    pupil, right = Pupil(shipped(), seed), list[int]()
    assert len(pupil.session.weights) == 792 and (pupil.seen, pupil.all) == (1437, 2874)
    for _ in range(2):
        for each in (drawn, inked):
            votes = [(pupil.votes(pixels), digit) for pixels, digit in each if pixels is not None]
            right.append(sum(largest(vote) == digit for vote, digit in votes))
            if pupil.steps == 0:
                assert max(max(vote) for vote, _digit in votes) < 0.2
        teach(pupil)
    assert max(right[:2]) <= 10 and min(right[2:]) >= 45, right
    assert pupil.unseen > 0.94


@pytest.mark.slow
def test_it_learns_in_small_parts_whatever_is_due() -> None:
    """A frame has its share of the time and no more: what a look at the clock costs is counted."""
    pupil = Pupil(shipped())
    pupil.due = pupil.all
    before, frames = 0, 0
    while not pupil.taught:
        pupil.work(0.0005)
        assert pupil.steps - before <= 200
        before, frames = pupil.steps, frames + 1
    assert frames > 20 and pupil.steps == pupil.all


# -- on the title ----------------------------------------------------------------------------------------------------


def new_game(**settings: object) -> Game:
    made = Game(Store(), catalog=shipped())
    for name, value in {"still": True, **settings}.items():
        setattr(made.settings, name, value)
    return made


def scene_of(driver: Driver) -> TeachFirstScene:
    assert isinstance(driver.scene, TeachFirstScene), driver.scene
    return driver.scene


def begun(state: str = EMPTY, hand: int = 0, digit: int = 2, **settings: object) -> Driver:
    """On an empty title, drawn by mouse and taught by keys, up to this state."""
    driver = Driver(TitleScene(new_game(**settings), teaches=True))
    for _ in range(3):
        driver.scene = driver.scene.update(FRAME)
        driver.scene.resize(1280, 720)
    wait(driver, 0.3)
    if state != EMPTY:
        draw(driver, hand, digit)
        wait(driver, 0.8)
    if state in (TEACHING, TAUGHT):
        driver.key(pygame.K_RETURN)
        wait(driver, 1.0)
    for _ in range(400) if state == TAUGHT else ():
        if scene_of(driver).taught:
            break
        wait(driver, FRAME)
    return driver


def draw(driver: Driver, hand: int, digit: int) -> None:
    x, y, side = PAD
    for stroke in hands.strokes(hand, digit):
        places = [(x + u * side, y + v * side) for u, v in stroke]
        driver.down(*places[0])
        for place in places[1:]:
            driver.move(*place)
        driver.up(*places[-1])


@pytest.mark.slow
def test_by_mouse_a_digit_is_guessed_learned_and_read() -> None:
    driver = begun(GUESS)
    scene = scene_of(driver)
    assert scene.says() == (f"{scene.guess}? I am guessing.", "Nobody has taught me yet.")
    assert scene.guess != 2
    driver.read()
    driver.click_on("teach")
    told = set()
    while not scene.taught:
        wait(driver, FRAME)
        told.add(scene.says()[1])
    assert scene.time <= 60 and scene.teaching == pytest.approx(4.0, abs=0.3)
    assert "Of unseen digits I read 93%." in told or len(told) >= 5
    assert scene.says() == ("2! I had never seen yours.", "Not one picture is in me. Only 792 weights.")
    assert scene.spoken_line() == "2! I had never seen yours. Not one picture is in me. Only 792 weights"
    driver.read()
    driver.click_on("how")
    assert isinstance(driver.scene, PlayScene) and driver.scene.level.id == "double-it"


@pytest.mark.slow
def test_by_keys_alone_a_stroke_is_drawn_learned_and_the_map_opened() -> None:
    driver = begun()
    driver.key(pygame.K_UP)
    assert driver.scene.focus == "pad"
    driver.key(pygame.K_RETURN)
    driver.key(pygame.K_DOWN, shift=True, times=5)
    driver.key(pygame.K_RETURN)
    wait(driver, 0.8)
    scene = scene_of(driver)
    assert scene.says()[1] == "Nobody has taught me yet."
    driver.key(pygame.K_TAB)
    assert scene.focus == "teach"
    driver.key(pygame.K_RETURN)
    wait(driver, 0.5)
    driver.key(pygame.K_SPACE)  # any key ends what is staged
    waits = 0
    while not scene.taught:
        wait(driver, FRAME)
        waits += 1
    assert scene.time < 60 and largest(scene.votes) == 1
    driver.read()
    driver.key(pygame.K_g)
    assert isinstance(driver.scene, LevelMapScene)


@pytest.mark.slow
def test_what_it_is_not_sure_of_and_what_was_luck_have_their_sentences() -> None:
    scene = scene_of(begun(TAUGHT))
    told = set()
    for guess in (2, 5):
        for share in (SURE - 0.1, SURE + 0.1):
            scene.guess, scene.votes = guess, [share if digit == 2 else 0.0 for digit in range(10)]
            told.add(scene.says())
    assert told == {
        ("2, I think. Not sure.", "Draw it once more?"),
        ("2! Before, that was luck.", "Draw another."),
        ("2! I had never seen yours.", "Not one picture is in me. Only 792 weights."),
    }


@pytest.mark.slow
def test_a_taught_net_reads_the_next_drawing_too_and_the_way_on_stays_open() -> None:
    driver = begun(TAUGHT)
    wait(driver, 3.0)
    draw(driver, 0, 7)
    wait(driver, 0.9)
    scene = scene_of(driver)
    assert len(scene.pad.strokes) == 1 and largest(scene.votes) == 7 and scene.widget("how") is not None


@pytest.mark.parametrize("state", [EMPTY, GUESS, TEACHING, TAUGHT])
def test_escape_gives_the_plain_title_in_the_same_frame(state: str) -> None:
    driver = begun(state)
    scene_of(driver)
    driver.patient = False
    driver.key(pygame.K_ESCAPE)
    assert isinstance(driver.scene, TitleScene)
    wait(driver, 2.0)
    assert isinstance(driver.scene, TitleScene), "it does not come twice"


@pytest.mark.parametrize("code", [pygame.K_w, pygame.K_g])
def test_keys_of_the_title_lead_where_they_lead_from_there(code: int) -> None:
    there, here = Driver(TitleScene(new_game())), begun()
    for driver in (there, here):
        driver.key(code)
    assert type(here.scene) is type(there.scene) is not TitleScene


def test_play_stays_one_key() -> None:
    driver = begun()
    driver.key(pygame.K_RETURN)
    assert isinstance(driver.scene, PlayScene) and driver.scene.level.id == "double-it"


@pytest.mark.slow
def test_the_real_game_begins_with_the_title_and_asks_only_who_is_new_and_idle() -> None:
    move = pygame.event.Event(pygame.MOUSEMOTION, pos=(200, 310), rel=(1, 0), buttons=(0, 0, 0))  # onto Play
    key = pygame.event.Event(pygame.KEYDOWN, key=pygame.K_DOWN, mod=0, unicode="")
    for played, event, comes in ((False, None, True), (True, None, False), (False, key, False), (False, move, False)):
        made = new_game()
        if played:
            made.progress.level("double-it").reached = True
        app = App(Options(), made)
        try:
            assert isinstance(app.scene, TitleScene)
            app.tick(FRAME)
            assert isinstance(app.scene, TitleScene), "nothing but the title in the first frame"
            if event is not None:
                pygame.event.post(event)
            pass_frames(app, 200, FRAME)
            assert isinstance(app.scene, TeachFirstScene) == comes
        finally:
            app.close()


def test_it_comes_again_at_the_first_stop_of_the_map() -> None:
    driver = Driver(LevelMapScene(new_game()))
    driver.click_on("show")
    scene_of(driver)
    driver.key(pygame.K_ESCAPE)
    assert isinstance(driver.scene, LevelMapScene)
