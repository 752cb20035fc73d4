"""The shipped handwritten digits: complete, in order, parted fairly, not read before they are needed, and learnable."""

import gzip
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace

import pytest

from downslope import Digits, Session
from downslope.digits import dataset
from downslope.rules import accuracy, share_correct
from downslope.schema.level_rules import faults
from lib.support import shipped

# of the data set as its publisher has it: 1,797 rows of 64 bytes 0 ... 16, then 1,797 labels
PUBLISHED = "87ff0c9e40dc7e2c0e34e7257799c2e3f3aec1a016363bb11cad869ec428a826"


def test_they_are_the_published_ones_parted_so_that_nothing_is_left_out_or_shown_twice() -> None:
    found = dataset.load()
    numbers = [round(16 * pixel) for digit in found for pixel in digit.pixels]
    assert numbers == [16 * pixel for digit in found for pixel in digit.pixels]
    assert sha256(bytes(numbers) + bytes(digit.label for digit in found)).hexdigest() == PUBLISHED
    for example, digit in zip(dataset.examples(), found, strict=True):
        input, goals = example.pair
        assert (input, example.label) == (digit.pixels, str(digit.label))
        assert (goals.index(1.0), sum(goals)) == (digit.label, 1.0)
    for name in dataset.SPLITS:
        seen, unseen = dataset.split(name)
        assert (len(seen), len(unseen)) == (1437, 360)
        assert sorted([*seen, *unseen]) == list(range(1797)) and list(seen) == sorted(seen)
        assert [e.label for e in Digits(name)] == [str(found[i].label) for i in seen]
        assert [e.label for e in Digits(name, unseen=True)] == [str(found[i].label) for i in unseen]


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


@pytest.mark.slow
def test_the_recipe_reads_digits_that_it_has_not_seen() -> None:
    """With a fixed seed and passes counted, not seconds; docs/performance.md has what longer ones reach."""
    for split, least in (("stratified", 0.93), ("writers", 0.85)):
        level = dataset.digits_level(8, 2, split=split)
        session = Session(level, shipped())
        run = session.run
        if not run.advance_epoch(1):  # the first step of a new loop is made by hand too
            run.step()
        while run.count < 2 * 1437:
            assert run.advance_epoch(1437), "the compiled loop was not used"
        assert faults(level) == [] and session.level.data(unseen=True) != session.level.data()
        assert accuracy(session) == share_correct(run, session.level.data(unseen=True)) >= least


def test_goals_are_smoothed_and_votes_are_parts_of_1() -> None:
    level = dataset.digits_level(2, 3)
    for example in level.examples[:20]:
        goals = example.pair[1]
        assert sum(goals) == pytest.approx(1.0) and sorted(goals)[-2:] == pytest.approx([0.01, 0.91])
        assert goals[int(example.label)] == max(goals)
    for votes in ([0.0] * 10, [1000.0, -1000.0, 999.0], [-5.0, 5.0]):
        parts = dataset.shares(votes)
        assert sum(parts) == pytest.approx(1.0) and parts.index(max(parts)) == votes.index(max(votes))
