"""What is written on a screen can be read: on every reference plan, small and large, in English and a longer language.

No text is cut or comes out from under something, no words lie on words, nothing has to be shortened, no note lies on a
knob. The same holds whenever a level is opened, a bet is asked and told, a hint is given, a run has ended.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pygame
import pytest

from checks.faults import faults
from checks.looks import HARDEST, LOOKS, Seen, seen
from checks.moments import moments
from downslope.attempt.game.game import Game
from downslope.boards.network.net_board import NetBoard
from downslope.i18n import _
from downslope.rules.actions import Answer, Learn, Turn
from downslope.scenes.base.scene import Scene
from downslope.scenes.play.play import PlayScene
from pictures.plans import PLANS, Plan, level

FEW = HARDEST  # of the looks


@pytest.fixture(autouse=True)
def display() -> Iterator[None]:
    yield
    pygame.display.quit()


def found(screens: Iterable[Seen]) -> list[str]:
    """The faults, each with its look."""
    return [f"{screen.look.name}: {fault.kind}: {fault.text}"
            for screen in screens for fault in faults(screen)]  # fmt: skip


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.name)
def test_all_can_be_read_at_every_look(plan: Plan) -> None:
    screens = list(seen(plan))
    assert found(screens) == [] and len(screens) == len(LOOKS)


@pytest.mark.slow
@pytest.mark.parametrize("plan", list(moments()), ids=lambda plan: plan.name)
def test_all_can_be_read_at_each_moment_of_a_level(plan: Plan) -> None:
    assert found(seen(plan, FEW)) == []


@pytest.mark.parametrize(("name", "answer"), [("kernels", "down, and unseen up"), ("edge-learned", "perfect too")])
def test_an_answer_that_was_told_covers_nothing_while_a_run_goes_on(name: str, answer: str) -> None:
    plan = Plan(name, level(name, Answer(0, answer), Learn(40)), "PlayScene", (0.3,))
    assert found(seen(plan, FEW)) == []


TIGHT = {"thirteen told 0": LOOKS[1], "freeze-the-toes told 0": LOOKS[1], "sealed-box asked 0": LOOKS[9]}


@pytest.mark.parametrize("name", TIGHT)
def test_no_plate_covers_a_number_where_large_text_has_little_room(name: str) -> None:
    plan = next(plan for plan in moments() if plan.name == name)
    assert found(seen(plan, [TIGHT[name]])) == []


@pytest.mark.parametrize("page", ["Weights", "Neuron"])
def test_each_number_of_a_network_is_told_at_every_look(page: str) -> None:
    level_of = level("hidden-four", Answer(0, "2"), Turn("alpha", 0.5), Learn(40))

    def turned(game: Game) -> Scene:
        play = level_of(game)
        assert isinstance(play, PlayScene) and isinstance(play.board, NetBoard)
        for pages in (play.board.tabs, play.board.pages):
            pages.choose(next(n for n, (name, _panel) in enumerate(pages.items()) if name == _(page)))
        return play

    for screen in seen(Plan(page, turned, "PlayScene", (0.3,)), FEW):
        told = [text.string for text in screen.texts]
        if page == "Weights":
            bare = {text.replace("0.", ".", 1) for text in told}
            missing = {"−.17", ".96", "−1.00", "−.79", "−.71", ".64", "1.10", "−.95"} - bare
            assert not missing, screen.look.name
        else:
            assert {"−0.166", "−0.206", "−0.372", "0.00"} <= set(told), screen.look.name


def test_no_name_is_cut_where_tries_of_two_knobs_are_many() -> None:
    plan = Plan("linear-layers", level("linear-layers", auto=True), "PlayScene", (3.0,))
    assert found(seen(plan, HARDEST[-1:])) == []


def test_the_names_of_a_cards_stars_stand_apart_and_no_line_of_them_begins_with_a_sign() -> None:
    cards = [plan for plan in moments() if plan.ends == "CardScene"]
    for plan in cards[::6] + [plan for plan in cards if plan.name.startswith("kernels ")]:
        for screen in seen(plan, [LOOKS[0], LOOKS[2]]):
            middles = [text for text in screen.texts if text.spot[0] == "middle" and not text.covers]
            score = min(text.ink.y for text in screen.texts if text.string == "13")
            names = [text for text in middles if text.ink.y < score]
            assert len(names) >= 3
            assert not [text.string for text in names if text.string.startswith("%")]
            names.sort(key=lambda text: (text.spot[2], text.ink.x))
            gaps = [b.ink.x - a.ink.right for a, b in zip(names, names[1:]) if a.spot[2] == b.spot[2]]
            assert all(gap >= 16 for gap in gaps), (plan.name, screen.look.name, gaps)
