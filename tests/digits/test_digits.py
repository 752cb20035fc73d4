"""The shipped handwritten digits: complete, in order, parted fairly, and not read before they are needed."""

from __future__ import annotations

import gzip
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace

import pytest

from downslope import Accuracy, Digits, Level, Neuron
from downslope.digits import dataset
from downslope.storage.level_digest import digest
from waiting import PATIENCE

# of the data set as its publisher has it: 1,797 rows of 64 bytes 0 ... 16, then 1,797 labels
PUBLISHED = "87ff0c9e40dc7e2c0e34e7257799c2e3f3aec1a016363bb11cad869ec428a826"
EACH = [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]  # of each digit, as its description says


def test_they_are_the_published_ones_in_the_published_order() -> None:
    found = dataset.load()
    numbers = [round(16 * pixel) for digit in found for pixel in digit.pixels]
    assert numbers == [16 * pixel for digit in found for pixel in digit.pixels]
    assert sha256(bytes(numbers) + bytes(digit.label for digit in found)).hexdigest() == PUBLISHED
    assert [sum(digit.label == label for digit in found) for label in range(10)] == EACH


def test_an_example_has_one_goal_for_each_digit() -> None:
    for example, digit in zip(dataset.examples(), dataset.load(), strict=True):
        input, goals = example.pair
        assert (input, example.label) == (digit.pixels, str(digit.label))
        assert (goals.index(1.0), sum(goals)) == (digit.label, 1.0)


@pytest.mark.parametrize("name", dataset.SPLITS)
def test_a_split_leaves_nothing_out_and_shows_nothing_twice(name: str) -> None:
    seen, unseen = dataset.split(name)
    assert (len(seen), len(unseen)) == (1437, 360)
    assert sorted([*seen, *unseen]) == list(range(1797)) and list(seen) == sorted(seen)
    assert [e.label for e in Digits(name)] == [str(dataset.load()[i].label) for i in seen]
    assert [e.label for e in Digits(name, unseen=True)] == [str(dataset.load()[i].label) for i in unseen]


def test_the_stratified_split_has_36_of_each_and_is_the_same_in_every_python() -> None:
    _, unseen = dataset.split("stratified")
    assert [sum(dataset.load()[i].label == label for i in unseen) for label in range(10)] == [36] * 10
    assert unseen[:12] == UNSEEN


UNSEEN = [1, 4, 10, 15, 17, 37, 40, 41, 44, 46, 51, 53]


def test_the_other_split_has_the_last_writers_unseen() -> None:
    assert list(dataset.split("writers")[1]) == list(range(1437, 1797))
    with pytest.raises(KeyError):
        dataset.split("mine")


def test_a_level_of_digits_is_loaded_without_reading_them() -> None:
    code = """
from downslope import Accuracy, Digits, Level, Neuron
from downslope.digits import dataset as digits
from downslope.schema.level_rules import faults
level = Level("office", title="", network=Neuron(64, 10), examples=Digits(), unseen=Digits(unseen=True),
              target=Accuracy(0.9), batch=1)
assert faults(level) == [], faults(level)
assert digits.load.cache_info().currsize == 0
print(len(level.examples), len(level.data(unseen=True)), digits.load.cache_info().currsize)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment(),
                          timeout=PATIENCE)  # fmt: skip
    assert done.stdout.split() == ["1437", "360", "1"], done.stderr


def environment() -> dict[str, str]:
    return {"PYTHONPATH": str(Path(dataset.__file__).parents[2]), "PATH": ""}


def test_a_level_with_digits_has_a_name_of_its_own() -> None:
    def of(split: str) -> str:
        examples = Digits(split)
        len(examples)
        return digest(Level("office", title="", network=Neuron(64, 10), examples=examples, target=Accuracy(0.9)))

    assert of("stratified") == of("stratified") != of("writers")


def test_a_file_that_is_not_what_was_shipped_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "digits" / "digits.txt.gz"
    path.parent.mkdir()
    monkeypatch.setattr(dataset, "paths", SimpleNamespace(assets=lambda: tmp_path))
    line = f"7 {'0' * 64}\n"
    lasts = ("", "7 00\n", "\n", f"7 {'Z' * 64}\n", f"x {'0' * 64}\n")
    whole = gzip.compress((line * 1797).encode())
    for content in (*(gzip.compress((line * 1796 + last).encode()) for last in lasts), whole[:-20], b"", b"digits"):
        path.write_bytes(content)
        dataset.load.cache_clear()
        with pytest.raises(ValueError, match=r"digits\.txt\.gz: "):
            dataset.load()
    dataset.load.cache_clear()
