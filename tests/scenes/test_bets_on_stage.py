"""Bets are played out on the stage: an answer stands where it would be true, and nothing is told before it is seen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pygame import Surface

from checks.paper import Page, Paper
from downslope.attempt.director import Phase
from downslope.rules.question import Question
from downslope.view.draw.canvas import scale_of
from driving import Driver
from playing import FRAME, click, opened, screen, wait
from support import shipped

pytestmark = pytest.mark.usefixtures("display")


def bet_of(level: str) -> tuple[int, Question]:
    """The level's bet and its number."""
    questions = shipped().level(level).questions
    return next((n, q) for n, q in enumerate(questions) if isinstance(q, Question) and not q.knob)


def cases(*levels: str) -> list[tuple[str, str]]:
    """Each answer of each of these levels' bets."""
    return [(level, answer) for level in levels for answer in bet_of(level)[1].answers]


def asked(level: str, still: bool = False) -> Driver:
    """Played up to where the bet is asked."""
    driver = opened(level, still=still)
    click(driver, "tile probe")
    wait(driver, 0.5)
    assert screen(driver).attempt.director.state is Phase.ASK
    return driver


def give(driver: Driver, answer: str) -> None:
    """Answer with the mouse."""
    asking = screen(driver).attempt.asking
    click(driver, f"answer {asking.order(asking.open or 0).index(answer) + 1}")


def phases(driver: Driver, most: float = 12.0) -> Iterator[Phase]:
    """Each frame's state, until the verdict stands."""
    for _ in range(round(most / FRAME)):
        state = screen(driver).attempt.director.state
        yield state
        if state is Phase.HOLD:
            return
        wait(driver, FRAME)
    raise AssertionError("the verdict never stands")


def texts(driver: Driver) -> list[str]:
    """All that is written on the screen."""
    size = (1280, 720)
    scale = scale_of(*size)
    scene = driver.scene
    scene.resize(size[0] / scale, size[1] / scale, scale)
    page = Page()
    Page.current = page
    scene.draw(Paper(Surface(size), scene.game.look(), page=page))
    return [text.string for text in page.texts]


FOG = cases("plus-and-minus", "no-perfect-answer")


@pytest.mark.parametrize(("level", "answer"), FOG)
def test_an_answer_goes_to_its_place_is_played_out_and_only_then_told(level: str, answer: str) -> None:
    driver = asked(level)
    number, question = bet_of(level)
    give(driver, answer)
    seen = list[Phase]()
    for state in phases(driver):
        if not seen or seen[-1] is not state:
            seen.append(state)
        tickets = screen(driver).tickets.tickets()
        assert [given.answer for given, _ticket in tickets] == [answer]
        known = [ticket.state for _given, ticket in tickets]
        if state in (Phase.PLACE, Phase.PLAY):
            assert known == [""]
            written = " | ".join(texts(driver)).replace(answer, "")
            assert question.right == answer or question.right not in written
            assert question.why not in written
    assert seen == [Phase.PLACE, Phase.PLAY, Phase.REACT, Phase.VERDICT, Phase.HOLD]
    assert known == ["right" if answer == question.right else "other"]
    assert screen(driver).attempt.session.tally.probes == 0, "what a bet shows is no look"
    click(driver, "go on")
    wait(driver, 1.0)
    assert [given.answer for given, _ticket in screen(driver).tickets.tickets()] == [answer], "it stays"
    assert number in screen(driver).attempt.asking.given


def test_reduced_motion_shows_the_same_without_a_move() -> None:
    driver = asked("plus-and-minus", still=True)
    give(driver, "at weight 1")
    seen = set(phases(driver))
    assert seen == {Phase.PLACE, Phase.PLAY, Phase.REACT, Phase.VERDICT, Phase.HOLD}


def test_a_press_makes_it_faster_and_cuts_nothing() -> None:
    def frames(presses: int) -> int:
        driver = asked("plus-and-minus")
        give(driver, "at weight 1")
        driver.patient, found = False, 0
        for state in phases(driver):
            found += state is Phase.PLAY
            if state is Phase.PLAY and found == 8 and presses:
                driver.click(300, 300)
        return found

    assert 8 + (frames(0) - 8) / 4 - 2 <= frames(1) <= 8 + (frames(0) - 8) / 4 + 2
