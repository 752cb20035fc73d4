"""Bets are played out on the stage: an answer stands where it would be true, and nothing is told before it is seen."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import pygame
import pytest
from pygame import Surface

from checks.moments import asked as bet_asked
from checks.moments import bets, new_game
from checks.moments import wait as settle
from checks.paper import Page, Paper
from downslope.attempt.bets import run_of
from downslope.attempt.director import Phase
from downslope.attempt.game.game import Game
from downslope.boards.by_hand.sending_board import SendingBoard
from downslope.boards.one_neuron.bowl_board import BowlBoard
from downslope.boards.one_neuron.lock_board import LockBoard
from downslope.rules.actions import Action, Learn, Next, Probe, Reset, Turn
from downslope.rules.level import Level
from downslope.rules.question import Question
from downslope.rules.session import Session
from downslope.scenes.play.play import PlayScene
from downslope.storage.saves import Store
from downslope.view.bowls.error_bowl import Bowl
from downslope.view.draw.canvas import Canvas, scale_of
from downslope.view.draw.display_list import Screen as Shown
from downslope.view.widgets.bet_marker import AnswerAnchor
from downslope.view.widgets.panel import Placeholder
from driving import FRAME, Driver
from playing import board_of, click, opened, painted, screen, wait
from shows import solved_actions
from support import campaign, play, shipped

pytestmark = pytest.mark.usefixtures("display")


def bet_of(level: str) -> tuple[int, Question]:
    """The level's bet and its number."""
    questions = shipped().level(level).questions
    return next((n, q) for n, q in enumerate(questions) if isinstance(q, Question) and not q.knob)


def cases(*levels: str) -> list[tuple[str, str]]:
    """The right answer of each of these levels' bets, and another."""
    found = []
    for level in levels:
        question = bet_of(level)[1]
        found += [(level, question.right), (level, next(each for each in question.answers if each != question.right))]
    return found


BEFORE: dict[str, tuple[Action, ...]] = {  # what leads to a bet that is not asked at the start
    "double-it": (Turn("weight", 2.0),),
    "below-zero": (Turn("weight", -1.5), Probe()),
    "edge-by-hand": (*(Turn("weight", (-1, 0, 1)[k % 3], k) for k in range(9)), Probe()),
}


def asked(level: str, still: bool = False) -> Driver:
    """Played up to where the bet is offered, and open."""
    driver = opened(level, still=still)
    attempt = screen(driver).attempt
    for action in BEFORE.get(level, ()):
        if isinstance(action, Turn):
            attempt.turn(action.knob, action.value, action.index)
        else:
            attempt.probe()
    for _ in range(100):
        if attempt.open_bets.open is None and not attempt.director.moving:
            driver.key(pygame.K_d if driver.scene.widget("tile dare") else pygame.K_RETURN)
        elif attempt.open_bets.open is not None:
            wait(driver, 0.6)
            return driver
        wait(driver, 0.2)
    raise AssertionError(f"{level} never asks")


def give(driver: Driver, answer: str) -> None:
    """Answer with the mouse."""
    open_bets = screen(driver).attempt.open_bets
    click(driver, f"answer {open_bets.order(open_bets.open or 0).index(answer) + 1}")


SEEN, FILM = 15, 3.0  # of every second frame of what is played those in which the picture changes, at least; seconds
SIXTIETH, CHECKED = 1 / 60, 15  # seconds; so many frames lie between two in which the screen is looked at for holes
APART = 13  # pixels between two panels


def holes(play_scene: PlayScene) -> set[tuple[int, int]]:
    """Places between top bar and bottom where neither a panel nor what lies under it is drawn."""
    panels = [panel for panel in play_scene.board.panels if not isinstance(panel, Placeholder)]
    sheets = [sheet for panel in panels for sheet in panel.sheets()]
    drawn = [*(panel.rect for panel in panels), *sheets, play_scene.tiles_place.rect, play_scene.dock.rect]
    filled = Surface((1280, 720), depth=8)
    for rect in drawn:
        if rect[2] and rect[3]:
            filled.fill(1, pygame.Rect(*map(round, rect)).inflate(2 * APART, 2 * APART))
    pixels = pygame.surfarray.pixels2d(filled)
    return {(x, y) for x in range(32, 1256, 8) for y in range(80, 700, 8) if not pixels[x, y]}


def in_its_part(level: Level, number: int) -> PlayScene:
    """The part that asks a bet, with none open."""
    play_scene = bet_asked(level.id, number)(new_game())
    if level.questions[number].when.startswith("in stage"):
        for action in solved_actions(level.id):
            play_scene.attempt.act(action)
            settle(play_scene, 1.0)
            if isinstance(action, Next):
                break
    play_scene.attempt.open_bets.close()
    settle(play_scene, 0.5)
    return play_scene


@pytest.mark.slow
@pytest.mark.parametrize("name", [level.id for level in campaign() if bets(level)])
def test_what_a_bet_plays_moves_and_is_told_in_three_seconds(name: str) -> None:
    level = shipped().level(name)
    for number in bets(level):
        play_scene = in_its_part(level, number)
        attempt, shown, changed, frames, before = play_scene.attempt, Shown((1280, 720)), 0, 0, b""
        canvas, empty = Canvas(shown, play_scene.game.look()), holes(play_scene)
        attempt.open_bets.open = number
        attempt.open_bets.answer(level.questions[number].right)
        while attempt.open_bets.last is None:
            play_scene.update(SIXTIETH)
            frames += 1
            assert frames % CHECKED or holes(play_scene) <= empty
            if attempt.director.state is Phase.PLAY and changed < SEEN and frames % 2:
                play_scene.resize(1280, 720, 1)
                shown.begin()
                play_scene.draw(canvas)
                shown.end()
                picture = shown.picture.get_buffer().raw
                changed, before = changed + (picture != before), picture
            assert frames * SIXTIETH <= FILM
        assert changed >= SEEN, level.questions[number].text


def mark(driver: Driver, number: int, answer: str) -> AnswerAnchor:
    """Where the board puts an answer."""
    place = screen(driver).board.anchor(number, answer)
    assert place is not None, answer
    return place


def phases(driver: Driver, most: float = 12.0) -> Iterator[Phase]:
    """Each frame's state, until the verdict stands."""
    for _ in range(round(most / FRAME)):
        director = screen(driver).attempt.director
        if director.moving or director.attempt.open_bets.last is None:
            yield director.state
        else:
            return
        wait(driver, FRAME)
    raise AssertionError("the verdict never stands")


def texts(driver: Driver) -> list[str]:
    """All that is written on the screen."""
    size = (1280, 720)
    scale = scale_of(*size)
    scene = driver.scene
    scene.resize(size[0] / scale, size[1] / scale, scale)
    page = Page.current = Page(size=size)
    scene.draw(Paper(Surface(size), scene.game.look(), page=page))
    return [text.string for text in page.texts]


ON_STAGE = cases(
    "double-it", "a-hundredth", "below-zero", "thirteen", "goldilocks", "two-recipes", "edge-by-hand",
    "stuck-steps", "orbit",
)
FOG = cases("plus-and-minus", "no-perfect-answer")


NO_PLACE = {"runaway": ("no fixed number",), "edge-learned": ("perfect", "wrong", "nearly right")}


@pytest.mark.parametrize("level", [level.id for level in campaign() if bets(level)])
def test_every_answer_has_a_place_of_its_own_in_the_window(level: str) -> None:
    driver = opened(level)
    wait(driver, 0.1)
    play_scene = screen(driver)
    for number in bets(shipped().level(level)):
        question = shipped().level(level).questions[number]
        told = question.answers if isinstance(question, Question) else (question.low, question.right, question.high)
        found = [play_scene.board.anchor(number, answer) for answer in told]
        places = [place for place in found if place is not None]
        assert len(places) == len(told) or level == "dead-wire", "of the needles a bet has its place on its own day"
        assert all(0 <= place.x <= play_scene.width and 0 <= place.y <= play_scene.height for place in places)
        if not isinstance(question, Question) or question.on_board or question.when.startswith("in stage"):
            continue
        none = tuple(answer for answer, place in zip(told, places) if place.arrow == "panel")
        assert none == NO_PLACE.get(level, ())
        there = [(place.x, place.y) for place in places if place.arrow != "panel"]
        assert len(set(there)) == len(there), question.text


@pytest.mark.slow
@pytest.mark.parametrize(("level", "answer"), [*FOG, *ON_STAGE])
def test_an_answer_goes_to_its_place_is_played_out_and_only_then_told(level: str, answer: str) -> None:
    driver = asked(level)
    number, question = bet_of(level)
    attempt = screen(driver).attempt
    looks = attempt.session.tally.probes, attempt.session.count
    give(driver, answer)
    seen = list[Phase]()
    for state in phases(driver):
        if not seen or seen[-1] is not state:
            seen.append(state)
        bet_markers = screen(driver).bet_markers.bet_markers()
        assert [given.answer for given, _ticket in bet_markers] == [answer]
        known = [ticket.state for _given, ticket in bet_markers]
        if state in (Phase.PLACE, Phase.PLAY):
            assert known == [""]
            written = texts(driver)
            assert question.why not in " ".join(written)
            places = map(partial(mark, driver, number), question.answers)
            pegs = [at for at in places if at.side != "ground" and not at.arrow and at.value is not None]
            if len(pegs) < len(question.answers) and level != "edge-by-hand":  # there the map is filled with it
                assert question.right == answer or question.right not in written
    assert seen == [Phase.PLACE, Phase.PLAY, Phase.REACT, Phase.VERDICT]
    assert known == ["right" if answer == question.right else "other"]
    assert (attempt.session.tally.probes, attempt.session.count) == looks, "what a bet shows is no look"
    attempt.open_bets.close()
    wait(driver, 1.0)
    assert number in attempt.open_bets.given
    assert screen(driver).bet_markers.bet_markers() == [], "it stays over no other run"


@pytest.mark.parametrize("level", ["double-it", "a-hundredth", "plus-and-minus"])
def test_pip_says_why_and_who_hears_it_hears_all_of_it(level: str) -> None:
    driver = asked(level, still=True)
    play_scene = screen(driver)
    assert play_scene.spoken_line() == bet_of(level)[1].text
    give(driver, bet_of(level)[1].right)
    for _state in phases(driver):
        pass
    right = bet_of(level)[1].right
    assert play_scene.words() == ("", bet_of(level)[1].why)
    assert play_scene.spoken_verdict() == f"Your bet: {right}. Answer: {right}."


def bowl_of(driver: Driver) -> Bowl:
    bowl = board_of(driver, BowlBoard).bowl_panel.bowl
    assert bowl is not None
    return bowl


@pytest.mark.parametrize(
    ("level", "alpha", "step"), [("thirteen", 15, 1), ("goldilocks", 0.4, 3), ("two-recipes", 0.25, 1), ("orbit", 1, 3)]
)
def test_the_truth_stands_where_a_session_of_its_own_goes(level: str, alpha: float, step: int) -> None:
    driver = opened(level)
    number, question = bet_of(level)
    session = play(level, Turn("alpha", alpha), Learn(step))
    bowl = bowl_of(driver)
    place = mark(driver, number, question.right)
    assert place.x == pytest.approx(bowl.pixel_x(session.weights[0]), abs=1e-6)
    assert place.y == pytest.approx(bowl.height(session.weights[0]), abs=1e-6)


def engine_says(level: str) -> float:
    """What a bet by hand comes to, from a session of its own."""
    question = bet_of(level)[1]
    session = Session(question.level or shipped().level(level), shipped(), question.actions)
    if question.asks == "floor":
        return min(play(level, Turn("weight", weight), Probe()).probed[-1].error for weight in (1.45, 1.5, 1.55))
    return session.level.network.predict(session.weights, session.run.examples[0][0])[0]


def total_at(level: str, weight: float) -> float:
    """The error that the meter of a level in the fog adds up there."""
    session = play(level, Turn("weight", weight), Probe())
    return session.probed[-1].error * len(session.run.examples)


@pytest.mark.parametrize("level", ["below-zero", "no-perfect-answer", "edge-by-hand"])
def test_the_truth_of_a_bet_by_hand_is_what_the_engine_says(level: str) -> None:
    driver = opened(level)
    number, question = bet_of(level)
    assert mark(driver, number, question.right).value == pytest.approx(engine_says(level), abs=1e-9)


def test_the_trail_and_the_ramp_end_where_the_engine_says() -> None:
    driver = asked("double-it")
    number, question = bet_of("double-it")
    assert mark(driver, number, question.right).x == board_of(driver, SendingBoard).stage.spot(8.0).x
    assert engine_says("double-it") == 8.0
    number, question = bet_of("plus-and-minus")
    assert mark(opened("plus-and-minus"), number, question.right).arrow == "left"
    ramp = [total_at("plus-and-minus", weight) for weight in (-2.0, -1.0, 0.0)]
    assert ramp == [-12.0, -8.0, -4.0], "less and less towards the left"


def test_a_dropped_marker_stands_at_its_prediction() -> None:
    driver, session = opened("hands-off"), play("hands-off", Learn(5))
    water = board_of(driver, LockBoard).water
    at = session.run.predict(session.weights, session.run.examples[0][0])[0]
    place, beyond = (screen(driver).board.anchor(0, prediction) for prediction in (at, 2.0))
    assert place is not None and place.x == water.x_of(at) and not place.arrow
    assert beyond is not None and beyond.arrow == "right" and beyond.x == water.rect[0] + water.rect[2]


def test_the_first_card_struck_keeps_its_ticket() -> None:
    """It is told with the win, or at once with a second strike."""
    for second, told in (("", ""), ("4 → 9", "other")):
        driver = opened("one-knob-two-days")
        play_scene = screen(driver)
        play_scene.attempt.turn("strike", "2 → 3")
        if second:
            play_scene.attempt.turn("strike", second)
        wait(driver, 0.2)
        ((given, ticket),) = play_scene.bet_markers.bet_markers()
        assert (given.answer, ticket.text, ticket.state) == ("2 → 3", "first strike", told)
    driver = opened("one-knob-two-days")
    play_scene = screen(driver)
    play_scene.attempt.turn("strike", "4 → 9")
    play_scene.attempt.turn("weight", 1.5)
    click(driver, "tile send")
    wait(driver, 0.1)
    for _frame in range(300):
        if isinstance(driver.scene, PlayScene) and play_scene.attempt.director.seen.complete:
            break
        wait(driver, FRAME)
    assert [ticket.state for _given, ticket in play_scene.bet_markers.bet_markers()] == ["right"]


@pytest.mark.slow
def test_a_run_of_another_level_leaves_the_stage_once_its_verdict_was_read() -> None:
    for level, leaves in (("linear-layers", True), ("thirteen", False)):
        driver = asked(level)
        attempt = screen(driver).attempt
        give(driver, bet_of(level)[1].right)
        for _phase in phases(driver):
            assert attempt.shown is not attempt.session
        wait(driver, 6.0)
        assert attempt.shown is not attempt.session and attempt.open_bets.last is not None, "it can be read"
        wait(driver, 6.0)
        assert (attempt.shown is attempt.session) is (attempt.open_bets.on_stage is None) is leaves


def test_the_sealed_boxs_bet_plays_steps_that_each_leave_the_same_part_and_no_step_of_the_players_tells_it() -> None:
    driver = opened("sealed-box", still=False)
    attempt = screen(driver).attempt
    for _step in range(12):
        assert attempt.act(Learn(1))
    assert attempt.open_bets.offered == [0] and not attempt.session.won
    attempt.act(Reset())
    attempt.act(Learn(1))
    attempt.open_bets.ask()
    attempt.open_bets.answer(1.6)
    seen = {round(attempt.playback.at, 2) for _phase in phases(driver, 3.0)}
    shown = attempt.shown
    misses = [1.6 * weights[0] - 1.2 for weights in map(shown.run.weights_at, range(shown.count + 1))]
    assert len(seen) > 20 and not shown.won and attempt.session.count == 1
    assert [after / before for before, after in zip(misses, misses[1:])] == pytest.approx([0.744] * 8)


@pytest.mark.slow
def test_beside_the_bobsleds_bet_a_ghost_without_momentum_leaves_the_map(monkeypatch: pytest.MonkeyPatch) -> None:
    driver = Driver(bet_asked("valley", 0)(Game(Store(), catalog=shipped())))
    attempt, ghosts, ghost = screen(driver).attempt, list[tuple[float, float]](), Canvas.ghost

    def noted(canvas: Canvas, x: float, y: float, *given: Any, **named: Any) -> None:
        ghosts.append((x, y))
        ghost(canvas, x, y, *given, **named)

    monkeypatch.setattr(Canvas, "ghost", noted)
    attempt.open_bets.answer("lands")
    for phase in phases(driver):
        if phase is Phase.PLAY:
            painted(driver)
    beside, demo = attempt.open_bets.ghost, attempt.open_bets.demo
    assert beside is not None and demo is not None and (beside.knobs["beta"], demo.knobs["beta"]) == (0, 0.4)
    assert beside.run.errors[21] > 1000 > demo.run.errors[21] and attempt.session.count == attempt.session.recorded
    assert 3 <= len(set(ghosts)) <= 6, "as far as the map goes"
    attempt.act(Learn(1))
    assert attempt.open_bets.ghost is None


def test_a_bets_run_has_the_levels_own_words() -> None:
    level = shipped().level("freeze-the-toes")
    run = run_of(level.questions[bet_of(level.id)[0]], level, shipped())
    assert run is not None and run.level.words == level.words != {}
