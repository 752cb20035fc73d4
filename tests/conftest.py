"""For every test: no window, no sound, a player's folder of its own, and a clock that counts work."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from clocks import LookClock
from downslope.view.draw.time_slice import slices_by

settings.register_profile("unhurried", deadline=None)  # a machine that is busy is no fault
settings.load_profile("unhurried")
os.environ["SDL_VIDEODRIVER"] = "dummy"
os.environ["SDL_AUDIODRIVER"] = "dummy"
os.environ["PYGAME_HIDE_SUPPORT_PROMPT"] = "1"
os.environ["DOWNSLOPE_HOME"] = tempfile.mkdtemp()  # never the player's own, at import time neither


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The player's folder: empty, and gone after the test."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("DOWNSLOPE_HOME", str(folder))
    return folder


@pytest.fixture(autouse=True)
def clock() -> Iterator[LookClock]:
    """What is done in a frame does not depend on how busy the machine is."""
    counting = LookClock()
    with slices_by(counting):
        yield counting


@pytest.fixture
def display() -> Iterator[None]:
    """A display that nobody sees, new for the test."""
    import pygame

    from driving import open_display

    open_display()
    yield
    pygame.display.quit()
