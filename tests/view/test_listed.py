"""What each screen and board draws is what is listed, in one look, for the quick round; all: checks/test_screens.py."""

import pygame
import pytest

from pictures import drawing
from pictures.listing import listed
from pictures.plans import DARK, PLANS

HEAVY, LIGHT = ("cell", "chart", "hand", "metric-bottom", "stopping", "teach", "valley", "watch"), ("metric",)


@pytest.mark.skipif(not drawing.right_version(), reason="another pygame-ce sets words a little wider or narrower")
def test_what_is_drawn_is_what_is_listed() -> None:
    wrong = list[str]()
    for plan in PLANS:  # of which a picture is kept, but heavy ones whose screen other quick tests have, too
        if plan.name in LIGHT or (plan.views and drawing.kept_list(plan).is_file() and not plan.name.startswith(HEAVY)):
            scene = drawing.last(plan, DARK)
            with drawing.settled():
                now = listed(scene, DARK.size, drawing.turned(scene, DARK))
            kept = drawing.kept_lines(plan, DARK.name)
            wrong += [f"{plan.name}: {line}" for line in drawing.differing_lines(DARK.name, kept, now)]
    pygame.display.quit()
    assert not wrong, "\n".join(wrong)
