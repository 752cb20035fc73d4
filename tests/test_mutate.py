"""The command that puts small mistakes into the code: which it makes, and that it says what a room's tests notice."""

from pathlib import Path

import pytest

import mutate
from mutate import ROOT, Place

CODE = """\
from typing import TYPE_CHECKING


def least(a: int = 3, b: int = 4) -> int:
    print("?")
    if not a < b:
        return b + 0
    return a if b else True


if TYPE_CHECKING:
    print("for the type checker")
"""
MISTAKES = {
    "def least(a: int = (3 + 1), b: int = 4) -> int:", "def least(a: int = 3, b: int = (4 + 1)) -> int:", "    pass",
    "    if a < b:", "    if not a <= b:", "        return b - 0", "        return b + (0 + 1)", "        return None",
    "    return None", "    return a if not (b) else True", "    return a if b else False",
}  # fmt: skip
ASKS = "from downslope.room.code import least\n\n\ndef test_least() -> None:\n    assert least(3, 4) == 3\n"
STALE = 15  # of the frozen places may have lost their line before `--renew` is due


@pytest.mark.slow
def test_it_makes_every_small_mistake_and_tells_what_is_noticed_from_what_is_not(tmp_path: Path) -> None:
    files = {"__init__.py": "", "room/__init__.py": "", "room/code.py": CODE, "../../tests/room/test_code.py": ASKS}
    for name, text in files.items():
        file = tmp_path / mutate.PACKAGE / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    assert {place.new for place in mutate.places_in(tmp_path, "room/code.py")} == MISTAKES
    line = "    if not a < b:"
    broken, harmless = (Place("room/code.py", line, new) for new in ("    if a < b:", f"{line}  # the same"))
    verdicts = list(mutate.judged(tmp_path, [broken, harmless, broken._replace(old="gone")]))
    assert [word for _place, word, _test in verdicts] == ["killed", "survived", "stale"]
    assert verdicts[0][2].startswith("tests/room/test_code.py::test_least")
    assert (tmp_path / mutate.PACKAGE / "room" / "code.py").read_text(encoding="utf-8") == CODE  # it was a copy


def test_the_frozen_places_are_in_the_tree_and_of_equal_lines_the_one_that_is_meant_is_changed() -> None:
    places, same = mutate.frozen()
    assert len(places) == len({place[:3] for place in places}) == 60 and not set(places) & set(same)
    stale = [place.file for place in places if mutate.is_stale(ROOT, place)]
    assert len(stale) <= STALE, "python tests/mutate.py --renew"
    changed = [mutate.with_mistake("a\nb\na\n", Place("x.py", "a", "c", nth)) for nth in (0, 1, 2)]
    assert changed == ["c\nb\na\n", "a\nb\nc\n", None]
