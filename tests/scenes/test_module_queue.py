"""Modules are imported in pieces of spare time, and what a level does not need is not imported to open it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import downslope
from downslope.app.screen_preloader import ImportTimeUp, ModuleQueue, next_modules
from processes import last_line

FILES = {
    "queue_top": "import queue\nfrom downslope import queue_left as a, queue_right as b\nheld = a.held, b.held",
    "queue_left": "try:\n    from downslope import queue_leaf\nexcept Exception:\n    raise\nheld = queue_leaf.held",
    "queue_right": "from downslope.queue_leaf import held",
    "queue_leaf": "held = []",
    "queue_broken": "from downslope import queue_leaf\nraise ValueError('broken on purpose')",
}


@pytest.fixture
def names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """Modules of a package of the game's name: what they are called in the files -> in Python."""
    for name, text in FILES.items():
        (tmp_path / f"{name}.py").write_text(text, encoding="utf-8")
    monkeypatch.setattr(downslope, "__path__", [*downslope.__path__, str(tmp_path)])
    found = {name: f"downslope.{name}" for name in FILES}
    yield found
    for name, whole in found.items():
        sys.modules.pop(whole, None)
        vars(downslope).pop(name, None)


def test_without_time_each_piece_comes_one_module_further(names: dict[str, str]) -> None:
    queue, pieces = ModuleQueue([names["queue_top"]]), 0
    there = [0]
    while queue:
        queue.work(0.0)
        pieces += 1
        there.append(sum(name in sys.modules for name in names.values()))
        assert there[-1] - there[-2] in (0, 1) and pieces < 20
    assert there[-1] == 4 and pieces > 4
    top = sys.modules[names["queue_top"]]
    assert top.held[0] is top.held[1] is sys.modules[names["queue_leaf"]].held  # none was made twice


def test_with_time_all_come_at_once(names: dict[str, str]) -> None:
    queue, before = ModuleQueue([names["queue_right"], names["queue_top"]]), list(sys.meta_path)
    queue.work(60.0)
    assert not queue and sys.meta_path == before


def test_a_module_that_raises_is_no_end_of_the_queue(names: dict[str, str]) -> None:
    queue, before = ModuleQueue([names["queue_broken"]]), list(sys.meta_path)
    with pytest.raises(ValueError, match="on purpose"):
        queue.work(60.0)
    assert sys.meta_path == before
    assert issubclass(ImportTimeUp, BaseException) and not issubclass(ImportTimeUp, Exception)


def test_what_the_next_screens_need_is_there_by_name() -> None:
    package = Path(downslope.__file__).parent
    missing = [name for name in next_modules() if not (package.parent / f"{name.replace('.', '/')}.py").is_file()]
    assert missing == [] and len(next_modules()) > 25


def test_a_level_that_is_opened_directly_imports_no_board_but_its_own() -> None:
    """In a process of its own: by the time that the first frame is shown."""
    script = (
        "import sys\nfrom downslope.app.app import App, Options\napp = App(Options('double-it'))\napp.tick(0.016)\n"
        "print([name for name in sys.modules if name.startswith('downslope.boards.') and name.endswith('_board')])"
    )
    assert last_line(script) == "['downslope.boards.by_hand.sending_board']"
