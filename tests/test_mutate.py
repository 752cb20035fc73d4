"""The command that puts small mistakes into the code: which it makes, and that it says what a room's tests notice."""

from pathlib import Path

import pytest

import mutate
from mutate import ROOT, Place

CODE = """\
def least(a: int = 3, b: int = 4) -> int:
    print("?")
    if not a < b:
        return b + 0
    return a if b else True
"""
MISTAKES = {
    "def least(a: int = (3 + 1), b: int = 4) -> int:", "def least(a: int = 3, b: int = (4 + 1)) -> int:", "    pass",
    "    if a < b:", "    if not a <= b:", "        return b - 0", "        return b + (0 + 1)", "        return None",
    "    return None", "    return a if not (b) else True", "    return a if b else False",
}  # fmt: skip
STALE = 15  # of the frozen places may have lost their line before `--renew` is due


def test_every_small_mistake_in_a_line(tmp_path: Path) -> None:
    file = tmp_path / mutate.PACKAGE / "room" / "code.py"
    file.parent.mkdir(parents=True)
    file.write_text(CODE, encoding="utf-8")
    places = mutate.places_in(tmp_path, "room/code.py")
    assert sorted(place.new for place in places) == sorted(MISTAKES)
    for place in places:
        assert mutate.with_mistake(CODE, place) == CODE.replace(place.old, place.new)
    assert mutate.choose(tmp_path, 5, 1, ["room"], places[:-1]) == places[-1:]
    assert mutate.choose(tmp_path, 3, 7, ["room"]) == mutate.choose(tmp_path, 3, 7, ["room"])


def test_of_equal_lines_the_one_that_is_meant_is_changed() -> None:
    assert mutate.with_mistake("a\nb\na\n", Place("x.py", "a", "c", 1)) == "a\nb\nc\n"
    assert mutate.with_mistake("a\nb\na\n", Place("x.py", "a", "c", 2)) is None


def test_the_frozen_places_are_in_the_tree() -> None:
    places, same = mutate.frozen()
    assert len(places) == len({place[:3] for place in places}) == 60 and not set(places) & set(same)
    assert all(place.old != place.new for place in (*places, *same)) and all(same.values())
    stale = [place.file for place in places if mutate.is_stale(ROOT, place)]
    assert len(stale) <= STALE, "python tests/mutate.py --renew"


ASKS = """\
from downslope.room.code import least


def test_least() -> None:
    assert least(3, 4) == 3
"""


@pytest.mark.slow
def test_it_tells_what_is_noticed_from_what_is_not(tmp_path: Path) -> None:
    files = {"__init__.py": "", "room/__init__.py": "", "room/code.py": CODE, "../../tests/room/test_code.py": ASKS}
    for name, text in files.items():
        file = tmp_path / mutate.PACKAGE / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    line, wrong = "    if not a < b:", "    if a < b:"
    broken, harmless = (Place("room/code.py", line, new) for new in (wrong, f"{line}  # the same"))
    gone = broken._replace(old="gone")
    verdicts = {verdict.place: verdict for verdict in mutate.judged(tmp_path, [broken, harmless, gone])}
    assert [verdicts[place].word for place in (broken, harmless, gone)] == ["killed", "survived", "stale"]
    assert verdicts[broken].test.startswith("tests/room/test_code.py::test_least")
    assert (tmp_path / mutate.PACKAGE / "room" / "code.py").read_text(encoding="utf-8") == CODE  # it was a copy
