"""What each screen and board draws is what is listed, in one look, for the quick round; all: checks/test_screens.py."""

import pygame
import pytest

from pictures import drawing
from pictures.listing import listed
from pictures.plans import DARK, PLANS

HEAVY = ("chart", "hand", "teach-taught", "watch")  # these think or play for seconds


@pytest.mark.skipif(not drawing.right_version(), reason="another pygame-ce sets words a little wider or narrower")
def test_what_is_drawn_is_what_is_listed() -> None:
    wrong = list[str]()
    for plan in PLANS:  # those of which a picture is kept: of each screen and board there is one
        if plan.views and drawing.kept_list(plan).is_file() and not plan.name.startswith(HEAVY):
            scene = drawing.last(plan, DARK)
            with drawing.settled():
                now = listed(scene, DARK.size, drawing.turned(scene, DARK))
            lines = drawing.differing_lines(DARK.name, drawing.kept_lines(plan, DARK.name), now)
            wrong += [f"{plan.name}: {line}" for line in lines]
    pygame.display.quit()
    assert not wrong, "\n".join(wrong)
