"""The title, Teach it first and the map: what is loaded when, that nothing overlaps, how Pip walks; what a net
that nobody has taught reads before and after. What is pressed: walks/title.txt.
"""

from itertools import combinations

import pygame
import pytest

from downslope.app.app import App, Options
from downslope.attempt.game.game import Game
from downslope.digits.drawing import preprocess
from downslope.registry.loading import load_all
from downslope.rules import largest, places
from downslope.scenes.level_map import LevelMapScene
from downslope.scenes.teach_first import Pupil, TeachFirstScene
from downslope.scenes.title import TitleScene
from downslope.storage.saves import Store
from downslope.view.draw import meets
from downslope.view.level_map.map_layout import THINGS, lift_over, pip_box, stop_box
from lib import hands
from lib.clocks import LOOK
from lib.driving import FRAME, Driver, pass_frames
from lib.playing import lay_out, widget
from lib.processes import last_line
from lib.support import campaign, shipped
from scenes.visits import player

pytestmark = pytest.mark.usefixtures("display")


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


def on_map(made: Game) -> tuple[Driver, LevelMapScene]:
    scene = LevelMapScene(made)
    return Driver(scene), scene


def test_keys_lead_along_the_whole_path_and_a_trail_has_a_sign() -> None:
    driver, scene = on_map(player(weather_vane=5))
    assert scene.plan.pages == 1 and scene.sign_texts[len(scene.stops) - 5].name.endswith(": Weather vane")
    driver, scene = on_map(player())
    driver.key(pygame.K_HOME)
    stops = [scene.stop]
    for key, times in ((pygame.K_RIGHT, 14), (pygame.K_LEFT, 13), (pygame.K_RIGHT, 14), (pygame.K_LEFT, 5)):
        for _ in range(times):
            driver.key(key)
            stops.append(scene.stop)
    assert stops == list(scene.stops), "over its turns"


@pytest.mark.parametrize(("size", "text"), [((960, 540), 1.5), ((1720, 720), 1.0)])
def test_nothing_overlaps_and_everything_is_inside(size: tuple[int, int], text: float) -> None:
    """Stops, signs, Pip wherever he is, and what has grown."""
    for made in (player(one=5, long=40, another=3), player(22)):
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
    driver, scene = on_map(player(6))
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
        driver, scene = on_map(player(reached))
        assert [scene.stops[index].level for index in scene.plan.things] == campaign()[: min(14, reached)]
    scene.choose(0)
    assert "a light in the house" in widget(driver, "trail").description()
    made = player(3)
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


@pytest.mark.slow
def test_it_begins_with_the_title_and_asks_only_who_is_new_and_idle(apps: list[App]) -> None:
    down = pygame.event.Event(pygame.KEYDOWN, key=pygame.K_DOWN, mod=0, unicode="")
    onto_play = pygame.event.Event(pygame.MOUSEMOTION, pos=(200, 310), rel=(1, 0), buttons=(0, 0, 0))
    for played, events in ((False, []), (True, []), (False, [down]), (False, [onto_play])):
        app = App(Options(), player(reached=int(played)))
        apps.append(app)
        app.tick(FRAME)
        assert isinstance(app.scene, TitleScene), "nothing but the title in the first frame"
        for event in events:
            pygame.event.post(event)
        pass_frames(app, 120, FRAME)
        assert isinstance(app.scene, TeachFirstScene) == (not played and not events), events
