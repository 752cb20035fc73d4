"""For every test: no window, no sound, a player's folder of its own, and a clock that counts work."""

import gc
import os
import sys
import tempfile
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib import metadata
from importlib.machinery import SourceFileLoader
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from downslope.registry import plugin_file
from downslope.view.draw import slices_by
from lib.clocks import LookClock
from lib.processes import hear_interrupts
from lib.syntax import forget

# a machine that is busy is no fault; where a change is let in, every run asks the same, elsewhere something new
settings.register_profile("unhurried", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("unhurried")
os.environ.update(
    SDL_VIDEODRIVER="dummy", SDL_AUDIODRIVER="dummy", PYGAME_HIDE_SUPPORT_PROMPT="1",  # pygame asks when it is imported
    DOWNSLOPE_HOME=tempfile.mkdtemp(),  # never the player's own, at import time neither
    DOWNSLOPE_TRUST="all",  # what tests put into a player's folder is their own; test_trust.py asks
)  # fmt: skip
import pygame  # noqa: E402

os.fsync = lambda fd: None  # a test's folder need not outlive a power cut
hear_interrupts()
load_svg: Any = pygame.image.load_sized_svg
svg_of: Any = lru_cache(48)(lambda text, size: load_svg(BytesIO(text), size))  # the same ones are drawn again and again
pygame.image.load_sized_svg = lambda file, size: svg_of(file.read(), size)  # type: ignore[union-attr]
mixer: Any = pygame.mixer
sound, samples = mixer.Sound, lru_cache(2)(lambda file, form: sound(file).get_raw())  # decoded once, not for each game
mixer.Sound = lambda file="", **data: sound(**data or {"buffer": samples(file, mixer.get_init())})
SourceFileLoader.source_to_code = cache(SourceFileLoader.source_to_code)  # type: ignore[method-assign, assignment]
# What is shipped, and what is installed beside it, is the same for all tests
load_file, entry_points, PATH = plugin_file.load_file, metadata.entry_points, list(sys.path)
shipped_file, installed = cache(load_file), cache(entry_points)
plugin_file.load_file = lambda path, key: (shipped_file if ".shipped." in key else load_file)(path, key)
vars(metadata)["entry_points"] = lambda **asked: (installed if sys.path == PATH else entry_points)(**asked)
QUICK = 3  # cases of a test in the quick round
FILES, TOGETHER = count(), 8  # of tests that this process has begun; so many are looked through together


def pytest_configure(config: pytest.Config) -> None:
    """Where Python may keep nothing that it compiles, every process that a test starts would compile the game again."""
    kept = getattr(config, "cache", None)
    if sys.dont_write_bytecode and kept is not None:
        sys.dont_write_bytecode, sys.pycache_prefix = False, str(kept.mkdir("compiled"))
        os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


@pytest.hookimpl(tryfirst=True)  # before it is asked what is slow
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """First what asks the source, side by side: with -n one process reads and walks all files. Then long tests, and
    those that wait for other processes. Of many quick cases of a test the quick round runs a few, from first to last.
    """
    items.sort(key=lambda item: [
        item.get_closest_marker("source") is None, item.get_closest_marker("slow") is None,
        item.path.parent.name not in ("terminal", "registry", "storage", "testing"),
    ])  # fmt: skip
    tests: dict[str, list[pytest.Item]] = {}
    for item in items:
        if item.get_closest_marker("slow") is None:
            tests.setdefault(item.nodeid.partition("[")[0], []).append(item)
    for cases in tests.values():
        few = {number * len(cases) // QUICK for number in range(QUICK)}
        for number in set(range(len(cases))) - few if len(cases) > QUICK else ():
            cases[number].add_marker("slow")


@pytest.fixture(scope="module", autouse=True)
def freeze_garbage() -> None:
    """The game looks for garbage after each new screen: what some files of tests have left is looked through once."""
    if next(FILES) % TOGETHER == 0:
        gc.collect()
        gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[Any]:
    """Syntax trees are shared by all rules of the source: a million nodes, none of them in a circle. To look through
    them for circles takes longer than to read them, and they would weigh on all tests after these.
    """
    source = item.get_closest_marker("source")
    if source:
        gc.disable()
    result = yield
    if source and not (nextitem and nextitem.get_closest_marker("source")):
        forget()
        gc.enable()
    return result


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """With -n: a process that has nothing left to do takes over what another still has before it."""
    if config.getvalue("dist") != "load":  # something else was asked for
        return None
    from xdist.scheduler import WorkStealingScheduling

    return WorkStealingScheduling(config, log)


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A new place for each test. (A numbered folder of pytest's own is found by reading all that there are.)"""
    return map(tmp_path_factory.mktemp("homes").joinpath, map(str, count()))


@pytest.fixture(autouse=True)
def home(homes: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """The player's folder: empty, and the test's own."""
    folder = next(homes)
    folder.mkdir()
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
    from lib.driving import open_display

    open_display()
    yield
    pygame.display.quit()


@pytest.fixture
def apps(display: None) -> Iterator[list[Any]]:
    """Games that a test has opened and puts in here: they are closed after it."""
    made: list[Any] = []
    yield made
    for app in made:
        app.close()
