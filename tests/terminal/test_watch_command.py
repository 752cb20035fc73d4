"""`downslope watch`: what is asked wrongly is told in one sentence; a film is the same whenever it is made."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from clocks import LookClock
from downslope.cli import run
from downslope.film.shots import Shot, cut, durations, subtitles
from downslope.rules.actions import Learn, Turn
from downslope.storage.saves import Store
from downslope.storage.share_code import encode
from downslope.view.draw.tween import slices_by
from support import play

SECONDS = "1"


def filmed(out: Path, *words: str) -> bytes:
    assert run(["watch", *words, "--out", str(out)]) == 0
    return out.read_bytes()


def said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """The one sentence on standard error; the exit code is 2."""
    assert run(["watch", *words]) == 2
    told = capsys.readouterr()
    assert told.out == "" and told.err.count("\n") == 1
    return told.err


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes, bytes]:
    """The same film made twice, the second time on a machine where each piece of work takes a second."""
    folder = tmp_path_factory.mktemp("films")
    first = filmed(folder / "1.gif", "thirteen", "--seconds", SECONDS)
    with slices_by(LookClock(1.0)):
        second = filmed(folder / "2.gif", "thirteen", "--seconds", SECONDS)
    return folder / "1.gif", first, second


@pytest.mark.slow
def test_the_same_command_gives_the_same_bytes(two: tuple[Path, bytes, bytes]) -> None:
    _path, first, second = two
    assert first == second


@pytest.mark.slow
def test_it_plays_again_and_again_and_is_as_long_as_it_was_to_be(two: tuple[Path, bytes, bytes]) -> None:
    from PIL import Image

    with Image.open(two[0]) as film:
        frames: Any = film
        assert (frames.size, frames.info["loop"]) == ((640, 360), 0)
        total = 0
        for number in range(frames.n_frames):
            frames.seek(number)
            total += frames.info["duration"]
    assert total == 1000 * float(SECONDS)
    assert sorted(path.name for path in two[0].parent.iterdir()) == ["1.gif", "2.gif"]  # nothing is left beside them


@pytest.mark.slow
def test_pictures_come_with_subtitles(tmp_path: Path) -> None:
    folder = tmp_path / "pictures"
    words = ("watch", "thirteen", "--size", "320x180", "--speed", "16", "--seconds", "0.6", "--out", str(folder))
    assert run(list(words)) == 0
    names = sorted(path.name for path in folder.iterdir())
    assert names == ["captions.srt", *(f"frame-{n:05d}.png" for n in range(1, len(names)))] and 9 <= len(names) <= 19
    assert run(list(words)) == 2  # it is not empty


@pytest.mark.slow
def test_a_code_is_filmed_too(tmp_path: Path) -> None:
    code = encode(play("thirteen", Turn("alpha", 15.0), Learn(4)))
    assert filmed(tmp_path / "run.gif", "--code", code, "--seconds", "0.5", "--size", "320x180")[:6] == b"GIF89a"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("thirten",), "did you mean 'thirteen'"), (("thirteen", "--speed", "0"), "--speed"),
        (("thirteen", "--speed", "99"), "at most 16"), (("thirteen", "--out", "film.avi"), "ends in .gif"),
        (("thirteen", "--seconds", "none", "--out", "a.gif"), "--seconds"), (("--code", "DS1-abc"), "is damaged"),
        (("thirteen", "--size", "big", "--out", "a.gif"), "--size"), (("--theme", "pink"), "--theme"),
        (("thirteen", "--out", "no/such/folder/a.gif"), "cannot be written"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told(words: tuple[str, ...], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert told in said(capsys, *words)


def test_without_pillow_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
                                              capsys: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    monkeypatch.setitem(sys.modules, "PIL", None)
    assert "downslope[gif]" in said(capsys, "thirteen", "--out", str(tmp_path / "a.gif"))
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_is_full_leaves_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
                                            capsys: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    def full(*_what: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pygame.image.save", full)
    words = ("thirteen", "--size", "320x180", "--seconds", "0.1", "--out", str(tmp_path / "pictures"))
    assert "No space left" in said(capsys, *words)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_in_a_window_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOWNSLOPE_HOME", str(tmp_path))
    store = Store()
    store.progress.level("seven").reached = True
    store.save()
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.json")}
    assert run(["watch", "thirteen", "--frames", "60", "--speed", "9", "--no-plugins"]) == 0
    assert before and {path: path.read_bytes() for path in tmp_path.rglob("*.json")} == before


def test_a_film_ends_where_something_new_is_said() -> None:
    film = [Shot(b"", word, 1.0) for word in "aaabbbccc"]
    assert [shot.caption for shot in cut(iter(film), 7.5)] == list("aaabbb")
    assert sum(shot.seconds for shot in cut(iter(film[:3] * 3), 7.5)) == 7.5
    assert list(cut(iter(film), 20)) == film


def test_no_time_is_lost_to_rounding() -> None:
    film = [Shot(b"", "", 1 / 30) for _ in range(30)]
    assert sum(durations(film)) == 1000 and set(durations(film)) == {30, 40}


def test_subtitles_say_each_caption_from_when_to_when() -> None:
    told = [(0.0, ""), (1.0, "One."), (2.0, "One."), (61.5, "Two.")]
    assert subtitles(told, 3725.25) == (
        "1\n00:00:01,000 --> 00:01:01,500\nOne.\n\n2\n00:01:01,500 --> 01:02:05,250\nTwo.\n"
    )
