"""What is written on a screen can be read: on every reference plan, small and large, in English and a longer language.

No text is cut or comes out from under something, no words lie on words, nothing has to be shortened, no note lies on a
knob. The same holds whenever a level is opened, a bet is asked and told, a hint is given, a run has ended.
"""

from __future__ import annotations

from collections.abc import Iterator

import pygame
import pytest

from checks.faults import Fault, faults
from checks.looks import LOOKS, Seen, Size, seen
from checks.moments import moments
from pictures.plans import PLANS, Plan

HARDEST = [LOOKS[0], LOOKS[3], LOOKS[7]]  # 960x540; 1280x720 at 150 %; 960x540 at 150 % in the longer language
OTHERS = [look for look in LOOKS if look not in HARDEST]


@pytest.fixture(autouse=True)
def display() -> Iterator[None]:
    yield
    pygame.display.quit()


def found(plan: Plan, looks: list[Size]) -> list[str]:
    """The faults of a plan, each with its look."""
    screens = seen(plan, looks)
    return [f"{screen.look.name}: {fault.kind}: {fault.text}"
            for screen in screens for fault in faults(screen) if not harmless(fault, screen)]  # fmt: skip


def harmless(fault: Fault, screen: Seen) -> bool:
    """A level's story may be shortened at the top: Pip or a note tells it when the level is opened, its tip always.

    Nothing else is known to be harmless. Labels of controls never are.
    """
    story = screen.scene.widget("story")
    return fault.kind == "short" and story is not None and story.tip.startswith(fault.text.rstrip("…").rstrip())


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.name)
def test_all_can_be_read_where_there_is_least_room(plan: Plan) -> None:
    assert found(plan, HARDEST) == []


@pytest.mark.slow
@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.name)
def test_all_can_be_read_at_every_look(plan: Plan) -> None:
    assert found(plan, OTHERS) == []


@pytest.mark.slow
@pytest.mark.parametrize("plan", list(moments()), ids=lambda plan: plan.name)
def test_all_can_be_read_at_each_moment_of_a_level(plan: Plan) -> None:
    assert found(plan, [*HARDEST, LOOKS[2]]) == []
