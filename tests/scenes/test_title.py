"""The title, Teach it first and the map: to a level by keys alone and by mouse alone; what is open, and that nothing
overlaps; what a net that nobody has taught reads before and after.
"""

from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pygame
import pytest

from downslope.app.app import App, Options
from downslope.attempt.game.game import Game
from downslope.attempt.game.progression import next_level
from downslope.digits.drawing import preprocess
from downslope.registry.loading import load_all
from downslope.rules import Catalog, largest, places
from downslope.scenes.level_map import LevelMapScene, text_of
from downslope.scenes.play.play import PlayScene
from downslope.scenes.plugins import PluginsScene
from downslope.scenes.settings import SettingsScene
from downslope.scenes.teach_first import PAD, SURE, Pupil, TeachFirstScene
from downslope.scenes.title import TitleScene
from downslope.storage.saves import Store
from downslope.view.draw import meets
from downslope.view.level_map.map_layout import THINGS, lift_over, pip_box, stop_box
from downslope.view.level_map.map_picture import MapControl
from downslope.view.widgets.button import Button, MenuButton
from lib import hands
from lib.clocks import LOOK
from lib.driving import FRAME, Driver, pass_frames
from lib.playing import control, lay_out, screen, wait
from lib.processes import last_line
from lib.support import campaign, shipped

pytestmark = pytest.mark.usefixtures("display")


def begin(made: Game) -> Driver:
    """The title after two frames, when it knows what there is."""
    driver = Driver(TitleScene(made))
    for _ in range(2):
        driver.scene.update(0.02)
    return driver


def game(reached: int = 0, trails: dict[str, int] | None = None) -> Game:
    """A player who has reached the first levels; `trails`: plugins with so many levels."""
    base = shipped()
    catalog = Catalog(base.metrics, base.learners, dict(base.levels), dict(base.owner))
    for plugin, many in (trails or {}).items():
        for number in range(many):
            level = replace(base.level("thirteen"), id=f"{plugin}/level-{number}", title=f"Level {number}", chapter="")
            catalog.levels[level.id] = level
            catalog.owner[f"level {level.id}"] = plugin
    made = Game(Store(), catalog=catalog)
    for level in campaign()[:reached]:
        made.progress.level(level.id).reached = True
        made.progress.level(level.id).stars = [1]
        made.progress.last_level = level.id
    return made


@pytest.mark.parametrize("mouse", [False, True])
def test_every_entry_and_play_goes_on_where_the_player_is(mouse: bool) -> None:
    def press(name: str) -> Driver:
        if mouse:
            driver.click_on(name)
        else:
            driver.tab_to(name)
            driver.key(pygame.K_RETURN)
        return driver

    driver = begin(game())
    for name, kind in (("map", LevelMapScene), ("settings", SettingsScene), ("plugins", PluginsScene)):
        assert isinstance(press(name).scene, kind)
        driver.key(pygame.K_ESCAPE)
        assert isinstance(driver.scene, TitleScene) and not driver.game.quit
    assert press("quit").game.quit
    for reached, opens, label, level in ((0, "", "Play\n1-1\n", "double-it"), (1, "", "Continue\n1-2\n", "a-hundredth"),
                                         (1, "below-zero", "Continue\n1-4\n", "below-zero")):  # fmt: skip
        made = game(reached)
        if opens:
            made.progress.level(opens).reached = False
            made.progress.last_level = opens
        driver = begin(made)
        assert driver.scene.focus == "play"
        assert control(driver, "play", MenuButton).label == f"{label}{shipped().level(level).title}"
        assert screen(press("play")).level.id == level


def test_players_plugins_are_counted_and_one_that_waits_is_told(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def link() -> str:
        made = Game(Store())
        made.registry  # noqa: B018 - they are loaded
        widget = begin(made).scene.widget("plugins")
        return widget.accessible_name() if widget is not None else ""

    assert link() == "Plugins"
    (home / "plugins").mkdir()
    (home / "plugins" / "mine.toml").write_text('id = "cup"\ntitle = "Cup"\nexamples = [[2, 0.8]]\nweights = [0.5]\n')
    assert link() == "1 plugin"
    for name in ("wrong", "worse"):
        (home / "plugins" / f"{name}.py").write_text("def levels(:\n", encoding="utf-8")
    assert link().startswith("3 plugins, 2 ")
    monkeypatch.setenv("DOWNSLOPE_TRUST", "")
    assert link().startswith("2 plugins wait")


@pytest.mark.slow
def test_the_first_frame_needs_no_levels_and_nothing_heavy() -> None:
    """In a process of its own: what is imported by the time that the first frame is shown."""
    script = (
        "import os, sys\nimport pygame\nfrom downslope.cli import main\n"
        "out = os.dup(1)  # the game keeps to itself what is printed\n"
        "heavy = {'numpy', 'PIL', 'rich', 'typer', 'importlib.metadata', 'pluggy', 'downslope.registry.registry',"
        " 'subprocess', 'downslope.scenes.play.play', 'downslope.scenes.level_map', 'downslope.scenes.settings',"
        " 'downslope.engine.run', 'downslope.rules', 'downslope.level_files.to_toml', 'downslope.learning'}\n"
        "def shown():\n    os.write(out, str(sorted(heavy & set(sys.modules))).encode())\n    os._exit(0)\n"
        "pygame.display.flip = shown\nsys.argv = ['downslope', 'play']\nmain()"
    )
    assert last_line(script) == "[]"


def test_plugins_are_loaded_in_parts_of_frames_and_what_is_asked_for_is_there_at_once() -> None:
    made, calls = Game(Store()), 0
    while not made.plugins.load_some(1.5 * LOOK):
        calls += 1
        assert calls < 1000
    assert calls > 20 and set(made.catalog.levels) == set(load_all(plugins=False).catalog.levels)
    assert "thirteen" in Game(Store()).catalog.levels
    scene = TitleScene(Game(Store()))
    scene.resize(1280, 720)
    for known in (False, True):
        scene.update(0.02)
        assert scene.known is known, "the first frame loads nothing"
    assert scene.level is not None and scene.total is not None


# The map.


TRAILS = {"one": 5, "long": 40, "another": 3}


def on_map(made: Game) -> tuple[Driver, LevelMapScene]:
    scene = LevelMapScene(made)
    return Driver(scene), scene


def test_stops_tell_bests_and_recaps_and_pip_stands_at_the_last_level() -> None:
    made = game(10)
    record = made.progress.level("the-grump")
    record.best, record.digest = 2, "0a2b230f43ca"
    for record.par, best in (("3 runs", ("Best", "2")), ("2 runs", ("Reached", "yes"))):  # played under that par
        stop = next(s for s in LevelMapScene(made).stops if s.level is not None and s.level.id == "the-grump")
        assert [fact[:2] for fact in text_of(stop, made.progress, made.catalog).facts[:2]] == [best, ("Par", "3")]
    made = game(8)
    made.progress.level("warmer").reached = False
    made.progress.last_level = "warmer"  # 3-1, though 2-4 is not reached
    scene = LevelMapScene(made)
    assert scene.stop.level is not None and scene.stop.level.id == "warmer"
    assert scene.gold == scene.pip == scene.chosen
    made = game()
    made.progress.level("thirteen").reached = True  # a save from elsewhere
    made.progress.last_level = "thirteen"
    assert next_level(made.catalog, made.progress) == campaign()[0]
    _driver, scene = on_map(game(5))
    scene.game.progress.recaps["forward"] = {"0": True, "1": False, "2": True}
    scene.update(0.02)  # the map comes back
    number = next(number for number, stop in enumerate(scene.stops) if stop.kind == "recap")
    assert (scene.stops[number].state, scene.stops[number].marks) == ("done", (True, False, True))
    scene.choose(number)
    assert scene.button.label == "Read", "there is nothing left to play in it"


def test_keys_alone_lead_along_the_path_to_a_level_and_what_is_not_open_refuses_with_a_sentence() -> None:
    driver = Driver(TitleScene(game(5)))
    driver.key(pygame.K_DOWN)
    for code, stop in ((pygame.K_RETURN, (2, 1)), (pygame.K_LEFT, (1, 0)), (pygame.K_LEFT, (1, 5))):
        driver.key(code)
        assert isinstance(driver.scene, LevelMapScene)
        assert (driver.scene.stop.chapter, driver.scene.stop.number) == stop
    driver.key(pygame.K_RETURN)
    assert screen(driver).level == campaign()[4]
    driver, scene = on_map(game())
    driver.key(pygame.K_HOME)
    stops = [scene.stop]
    for key, times in ((pygame.K_RIGHT, 14), (pygame.K_LEFT, 13), (pygame.K_RIGHT, 14), (pygame.K_LEFT, 5)):
        for _ in range(times):
            driver.key(key)
            stops.append(scene.stop)
    assert stops == list(scene.stops), "over its turns"
    driver, scene = on_map(game(2))
    driver.key(pygame.K_PAGEDOWN)
    assert (scene.stop.chapter, scene.stop.number) == (2, 1) and control(driver, "play", Button).label == "Locked"
    driver.key(pygame.K_RETURN)
    assert driver.scene is scene and "2 more" in scene.panel.text.sentence == scene.game.toasts.shown[0].title
    made = game(22)
    for level in [v for v in campaign() if v.chapter == "images"]:  # as if its file were not there
        del made.catalog.levels[level.id]
    driver, scene = on_map(made)
    driver.key(pygame.K_END)
    assert (scene.stop.chapter, scene.stop.number) == (8, 0)
    driver.key(pygame.K_RETURN)
    assert driver.scene is scene and "Images" in made.toasts.shown[0].title


def test_trails_of_any_length_are_reached_by_keys_and_by_mouse() -> None:
    _driver, scene = on_map(game(trails={"weather-vane": 5}))
    assert scene.plan.pages == 1 and scene.sign_texts[len(scene.stops) - 5].name.endswith(": Weather vane")
    driver, scene = on_map(game(trails=TRAILS))
    driver.key(pygame.K_END)
    assert scene.stop.level is not None and scene.stop.level.id == "another/level-2"
    assert scene.page == 1 and scene.plan.pages == 2
    for button, page in (("page up", 0), ("page down", 1)):
        driver.click_on(button)
        assert scene.page == page
    spot = scene.plan.spots[-1]
    for _click in range(2):
        driver.click(spot.x, spot.y)
    assert screen(driver).level.id == "another/level-2"


@pytest.mark.parametrize(("size", "text"), [((960, 540), 1.5), ((1720, 720), 1.0)])
def test_nothing_overlaps_and_everything_is_inside(size: tuple[int, int], text: float) -> None:
    """Stops, signs, Pip wherever he is, and what has grown."""
    for made in (game(trails=TRAILS), game(22)):
        made.settings.text = text
        scene = LevelMapScene(made)
        lay_out(scene, size)
        plan, low = scene.plan, scene.panel.rect[1]
        for page in range(plan.pages):
            spots = [spot for spot in plan.spots if spot.page == page]
            fixed = [stop_box(spot) for spot in spots] + [sign.rect for sign in scene.signs if sign.page == page]
            things = [thing for index, thing in plan.things.items() if plan.spots[index].page == page]
            assert all(x >= 0 and y >= 62 and x + w <= scene.width and y + h <= low for x, y, w, h in fixed)
            assert not any(meets(one, other) for one, other in combinations(fixed, 2))
            assert not any(meets(one, other, -1) for one, other in combinations([*things, *fixed], 2))
            for spot in spots:
                left, top, wide, _high = pip_box(spot)
                pip = left, top - lift_over(scene.signs, spot), wide, wide
                assert not any(meets(pip, sign.rect) for sign in scene.signs if sign.page == page), spot.stop.name


def test_pip_walks_to_the_stop_that_is_chosen() -> None:
    driver, scene = on_map(game(6))
    scene.game.settings.still = False
    assert scene.way.value == scene.pip
    driver.key(pygame.K_LEFT, times=3)
    places = set()
    for _ in range(60):
        scene.update(1 / 60)
        places.add(scene.way.value)
    assert scene.way.value == scene.chosen != scene.pip and len(places) > 20
    spot = scene.plan.spots[scene.chosen]
    assert scene.way.place(scene.plan)[1:3] == (spot.x, spot.y)


@pytest.mark.slow
def test_each_level_of_the_first_four_chapters_adds_a_thing_that_grows_once() -> None:
    assert list(THINGS) == [place.level.id for place in places(shipped()) if place.chapter <= 4]
    for reached in (0, 9, 20):
        driver, scene = on_map(game(reached))
        assert [scene.stops[index].level for index in scene.plan.things] == campaign()[: min(14, reached)]
    scene.choose(0)
    assert "a light in the house" in control(driver, "trail", MapControl).description()
    made = game(3)
    made.settings.still = False
    made.village = {level.id for level in campaign()[:2]}
    assert [LevelMapScene(made).grows for _visit in range(2)] == [{campaign()[2].id}, set()]


# Teach it first: the title stays a key away.


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


def begun() -> tuple[Driver, TeachFirstScene]:
    """On an empty title."""
    driver = Driver(TitleScene(game(), teaches=True))
    driver.game.settings.still = True
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
        here, title = begun()[0], Driver(TitleScene(game()))
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
        app = App(Options(), game(reached=int(played)))
        apps.append(app)
        app.tick(FRAME)
        assert isinstance(app.scene, TitleScene), "nothing but the title in the first frame"
        for event in events:
            pygame.event.post(event)
        pass_frames(app, 120, FRAME)
        assert isinstance(app.scene, TeachFirstScene) == (not played and not events), events
