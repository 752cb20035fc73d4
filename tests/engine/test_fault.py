"""Whose fault it is that something raised: the plugin whose file the error came from last, with its line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from downslope.engine.fault import Fault, blame
from downslope.engine.watchdog import CodeTimeout, StopPoint
from downslope.registry.sources import load_all
from support import shipped

CODE = """from downslope import Learner


class Odd(Learner):
    def update(self, weight, weight_delta, alpha):
        return self.other(weight)

    def other(self, weight):
        raise {raises}
"""


def raised_by(tmp_path: Path, raises: str) -> tuple[Any, BaseException]:
    """An author's learner, and what its method raised."""
    file = tmp_path / "odd.py"
    file.write_text(CODE.format(raises=raises), encoding="utf-8")
    registry = load_all(tmp_path / "home", packages=False)
    registry.add_file(file)
    learner = registry.collect().learner("odd/odd")()
    with pytest.raises(BaseException) as caught:
        learner.update(0.0, 0.0, 0.0)
    return learner, caught.value


def told(fault: Fault) -> tuple[str, int, str, bool]:
    return str(fault).partition(": ")[2], fault.line, fault.plugin, fault.stopped


def test_an_error_has_the_innermost_line_of_its_plugin(tmp_path: Path) -> None:
    learner, raised = raised_by(tmp_path, "ValueError('no')")
    assert told(blame(raised, learner, shipped().metric("squared"))) == ("ValueError: no", 9, "odd", False)
    bare = ValueError("elsewhere")
    assert told(blame(bare, shipped().metric("squared"), learner)) == ("ValueError: elsewhere", 0, "squared", False)


def test_where_code_was_ended_the_cause_says_where_and_the_reason_names_what_was_called(tmp_path: Path) -> None:
    learner, cause = raised_by(tmp_path, "TimeoutError")
    stopped = StopPoint("{what} took too long", what="it")
    stopped.__cause__ = cause
    assert told(blame(stopped, learner)) == ("update() took too long", 9, "odd", True)
    alone = StopPoint("{what} took too long", what="it")
    assert told(blame(alone, learner)) == ("it took too long", 0, "odd", True)


def test_what_is_meant_for_all_goes_on_up(tmp_path: Path) -> None:
    learner = shipped().learner("momentum")()
    with pytest.raises(CodeTimeout):
        blame(CodeTimeout(), learner)
