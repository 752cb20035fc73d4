"""The level card by keyboard and mouse, with sessions that were really played, and the ten lines on the clipboard."""

from __future__ import annotations

import subprocess
import sys
from types import SimpleNamespace
from typing import Any

import pygame
import pytest

from checks.paper import written
from clocks import LookClock
from downslope.attempt import past_runs
from downslope.attempt.director import Phase
from downslope.attempt.game.game import Game
from downslope.registry.sources import load
from downslope.rules import campaign, stars
from downslope.rules.actions import Answer, Learn, Next, Probe, Turn
from downslope.rules.catalog import Catalog
from downslope.rules.level import Level
from downslope.rules.session import Session
from downslope.scenes.base.scene import Scene
from downslope.scenes.code_screens import ScriptScene
from downslope.scenes.play.card import CardScene, Summary, comparison
from downslope.scenes.play.play_screen import Ghost
from downslope.scripts.forms import Written
from downslope.storage.saves import Store
from downslope.view.draw.canvas import Canvas
from downslope.view.draw.tween import slices_by
from driving import FRAME, Driver
from playing import open_level, screen, wait
from support import script
from waiting import PATIENCE

LABELS = ("reached", "3 or fewer", "bet right")

pytestmark = pytest.mark.usefixtures("display")


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load(plugins=False)


class Opened(Scene):
    """Stands for the play screen or the map that a button opens."""

    def __init__(self, game: Game, level: Level | None = None, ended: int | None = None) -> None:
        super().__init__(game)
        self.level, self.ended = level, ended


@pytest.fixture(autouse=True)
def screens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "downslope.scenes.play.play", SimpleNamespace(PlayScene=Opened))
    monkeypatch.setitem(sys.modules, "downslope.scenes.level_map", SimpleNamespace(LevelMapScene=Opened))


def errors_of(session: Session) -> list[float]:
    return [*session.run.errors[session.recorded :], session.run.error()]


def summary_of(catalog: Catalog, **changes: Any) -> Summary:
    """`thirteen` with alpha 15 and the right bet, against a machine with alpha 9."""
    level = catalog.level("thirteen")
    session = Session(level, catalog, [Answer(0, level.questions[0].right), Turn("alpha", 15), Learn(4)])
    ghost = Session(level, catalog, [Turn("alpha", 9), Learn(3)])
    assert session.outcome is not None
    told: dict[str, Any] = {
        "level": level, "stars": stars.earned_stars(session),
        "ever": frozenset(),
        "labels": LABELS, "count": session.tally.cost_at_win[0], "par": level.par, "unit": level.par_unit,
        "ghost": ghost.tally.cost_at_win[0], "errors": errors_of(session), "ghost_errors": errors_of(ghost),
        "outcome": session.outcome.kind, "written": lambda: {"python": Written(script(session))},
        "next_level": campaign.following(level, catalog),
    }  # fmt: skip
    return Summary(**{**told, **changes})


def card(summary: Summary, **settings: Any) -> Driver:
    game = Game(Store())
    for name, value in settings.items():
        setattr(game.settings, name, value)
    return Driver(CardScene(game, Scene(game), summary))


def test_the_pointer_that_rests_on_the_badge_shows_what_it_means_and_on_a_cut_text_all_of_it(catalog: Catalog) -> None:
    long = ("a star that asks for so very many words that its name has no room on two lines of a card", *LABELS[1:])
    driver = card(summary_of(catalog, labels=long))
    wait(driver, 2.0)
    canvas = Canvas(pygame.Surface((1280, 720)), driver.game.look())
    driver.scene.draw(canvas)
    found = dict(zip(canvas.tips, canvas.tipped))
    assert any("cross and land: not the straight way" in tip for tip in found)
    for tip, (x, y, w, h) in found.items():
        driver.move(x + w / 2, y + h / 2)
        wait(driver, 1.0)
        assert tip in {text.string for text in written(driver.scene.draw, (1280, 720), driver.game.look())}


def test_what_a_played_session_comes_to(catalog: Catalog) -> None:
    summary = summary_of(catalog)
    assert (summary.count, summary.par, summary.ghost, summary.outcome) == (4, 3, 3, "overshoot")
    assert summary.stars == {1, 3}
    assert comparison(summary) == "1 over par, 1 more than auto-solve."


def test_the_curve_of_sends_begins_with_the_start(catalog: Catalog) -> None:
    level = catalog.level("below-zero")
    session = Session(level, catalog, [Turn("weight", -1), Probe(), Turn("weight", -1.5), Probe()])
    errors = past_runs.errors_of(session)
    assert errors[:2] == pytest.approx([10**2, 2**2]) and len(errors) == session.tally.count(session) + 1


@pytest.mark.parametrize(
    ("count", "par", "ghost", "sentence"),
    [
        (5, 6, 6, "1 under par, 1 fewer than auto-solve."),
        (3, 3, 3, "Exactly par, as many as auto-solve."),
        (9, None, 4, "5 more than auto-solve."),
        (9, 7, None, "2 over par."),
        (None, 7, 3, ""),
    ],
)
def test_the_sentence(catalog: Catalog, count: int | None, par: int | None, ghost: int | None, sentence: str) -> None:
    assert comparison(summary_of(catalog, count=count, par=par, ghost=ghost)) == sentence


def test_enter_goes_on_to_the_next_level(catalog: Catalog) -> None:
    driver = card(summary_of(catalog))
    driver.read()
    assert driver.scene.focus == "next"
    driver.key(pygame.K_RETURN)
    assert isinstance(driver.scene, Opened)
    assert driver.scene.level is not None and driver.scene.level.id == "goldilocks"


def test_the_last_level_leads_to_the_map(catalog: Catalog) -> None:
    driver = card(summary_of(catalog, next_level=None))
    assert getattr(driver.scene.widget("next"), "label", "") == "Map"
    driver.key(pygame.K_RETURN)
    assert isinstance(driver.scene, Opened) and driver.scene.level is None


def test_the_last_level_of_a_chapter_leads_to_its_end(catalog: Catalog) -> None:
    driver = card(summary_of(catalog, ended=5))
    assert getattr(driver.scene.widget("next"), "label", "") == "The chapter"
    driver.key(pygame.K_RETURN)
    assert isinstance(driver.scene, Opened) and driver.scene.ended == 5


def test_escape_gives_the_play_screen_back_and_g_the_map(catalog: Catalog) -> None:
    driver = card(summary_of(catalog))
    play: Any = driver.scene
    driver.key(pygame.K_ESCAPE)
    assert driver.scene is play.parent
    driver = card(summary_of(catalog))
    driver.type("g")
    assert isinstance(driver.scene, Opened) and driver.scene.level is None


def test_the_lines_are_copied_and_run(catalog: Catalog) -> None:
    summary = summary_of(catalog)
    driver = card(summary)
    driver.key(pygame.K_LEFT)
    driver.key(pygame.K_RETURN)
    assert isinstance(driver.scene, ScriptScene)
    driver.key(pygame.K_RETURN)
    copied = pygame.scrap.get_text()
    assert summary.written is not None and copied == summary.written()["python"].text
    done = subprocess.run([sys.executable, "-c", copied], capture_output=True, text=True, check=True, timeout=PATIENCE)
    assert done.stdout.split()[1] == repr(summary.errors[-1])
    driver.key(pygame.K_ESCAPE)
    assert isinstance(driver.scene, CardScene)


def pixels(scene: Scene, size: tuple[int, int] = (1280, 720)) -> pygame.Surface:
    scene.resize(size[0] / scene.game.scale, size[1] / scene.game.scale, scene.game.scale)
    surface = pygame.Surface(size, 0, 32)
    scene.draw(Canvas(surface, scene.game.look()))
    return surface


def golden(surface: pygame.Surface, x: float, y: float) -> bool:
    red, green, blue, _alpha = surface.get_at((round(x), round(y)))
    return red > 200 and green > 150 and blue < 140


def test_stars_pop_up_one_after_the_other(catalog: Catalog) -> None:
    scene: Any = card(summary_of(catalog), still=False).scene
    x, y, width, _height = scene.place
    first, third = (x + width / 2 - 150, y + 14), (x + width / 2 + 150, y + 14)
    assert not golden(pixels(scene), *first)
    scene.update(0.33)
    early = pixels(scene)
    assert golden(early, *first) and not golden(early, *third)
    scene.update(1.0)
    late = pixels(scene)
    assert golden(late, *first) and golden(late, *third)
    assert not golden(late, x + width / 2, y - 6)  # the star that was not earned


def test_with_reduced_motion_there_is_no_confetti(catalog: Catalog) -> None:
    def dots(still: bool) -> bool:
        scene: Any = card(summary_of(catalog, stars=frozenset()), still=still).scene
        scene.update(0.4)  # from now on the way on has the focus
        before = pygame.image.tobytes(pixels(scene), "RGB")
        scene.update(0.6)
        return before != pygame.image.tobytes(pixels(scene), "RGB")

    assert dots(still=False)
    assert not dots(still=True)


@pytest.mark.slow
def test_no_frame_looks_for_the_machines_run_longer_than_a_slice(monkeypatch: pytest.MonkeyPatch) -> None:
    driver = open_level("valley", monkeypatch, bets=False)
    attempt = screen(driver).attempt
    for action in (Turn("alpha", 0.6), Learn(58), Next(), Turn("beta", 0.6), Learn(13)):
        assert attempt.act(action)
    clock, longest, looked = LookClock(0.001), 0.0, 0  # a machine that needs a millisecond for each piece
    with slices_by(clock):
        for _ in range(3000):
            before = clock.seconds
            wait(driver, FRAME)
            longest = max(longest, clock.seconds - before)
            if not isinstance(driver.scene, CardScene) and attempt.director.state is Phase.HOLD:
                driver.key(pygame.K_RETURN)
            if isinstance(driver.scene, CardScene):
                looked += driver.scene.summary.looking
                if not driver.scene.summary.looking:
                    break
    assert isinstance(driver.scene, CardScene)
    assert looked > 5, "the card waits for nobody"
    assert longest < 0.011, "a slice, and the looks at its two ends"
    assert driver.scene.summary.ghost == 13 and "auto-solve" in comparison(driver.scene.summary)


def test_what_was_watched_is_the_ghost(monkeypatch: pytest.MonkeyPatch) -> None:
    attempt = screen(open_level("thirteen", monkeypatch, bets=False)).attempt
    attempt.ran = True
    attempt.auto()
    assert attempt.machine is not None
    attempt.machine.set_speed(5)
    while not attempt.machine.done:
        attempt.update(1 / 60)
    assert Ghost().work(attempt, 0.0) and Ghost().result(attempt) is attempt.machine.session
