"""`downslope watch`: a film is the same whenever it is made. What is asked wrongly: test_refusals.py."""

from __future__ import annotations

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

SMALL = ("--size", "320x180", "--seconds", "0.5")


@pytest.mark.slow
def test_a_film_of_a_code_is_the_same_however_slow_the_machine_is(tmp_path: Path) -> None:
    from PIL import Image

    code = encode(play("thirteen", Turn("alpha", 15.0), Learn(4)))
    for name, cost in (("1.gif", 0.0), ("2.gif", 1.0)):  # seconds that each piece of work takes
        with slices_by(LookClock(cost)):
            assert run(["watch", "--code", code, *SMALL, "--out", str(tmp_path / name)]) == 0
    assert (tmp_path / "1.gif").read_bytes() == (tmp_path / "2.gif").read_bytes()
    with Image.open(tmp_path / "1.gif") as film:
        frames: Any = film
        assert (frames.size, frames.info["loop"]) == ((320, 180), 0)
        total = 0
        for number in range(frames.n_frames):
            frames.seek(number)
            total += frames.info["duration"]
    assert total == 500
    assert sorted(path.name for path in tmp_path.iterdir()) == ["1.gif", "2.gif"]  # nothing is left beside them


@pytest.mark.slow
def test_pictures_come_with_subtitles_into_an_empty_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_what: object) -> None:
        raise OSError(28, "No space left on device")

    folder = tmp_path / "pictures"
    words = ["watch", "thirteen", *SMALL, "--speed", "16", "--out", str(folder)]
    with monkeypatch.context() as patch:
        patch.setattr("pygame.image.save", full)
        assert run(words) == 2 and "No space left" in capsys.readouterr().err and list(tmp_path.iterdir()) == []
    assert run(words) == 0
    names = sorted(path.name for path in folder.iterdir())
    assert names == ["captions.srt", *(f"frame-{n:05d}.png" for n in range(1, len(names)))] and 8 <= len(names) <= 19
    assert run(words) == 2  # it is not empty


@pytest.mark.slow
def test_in_a_window_nothing_is_written(home: Path) -> None:
    store = Store()
    store.progress.level("seven").reached = True
    store.save()
    before = {path: path.read_bytes() for path in home.rglob("*.json")}
    assert run(["watch", "thirteen", "--frames", "20", "--speed", "9", "--no-plugins"]) == 0
    assert before and {path: path.read_bytes() for path in home.rglob("*.json")} == before


def test_a_film_ends_where_something_new_is_said_and_loses_no_time_to_rounding() -> None:
    film = [Shot(b"", word, 1.0) for word in "aaabbbccc"]
    assert [shot.caption for shot in cut(iter(film), 7.5)] == list("aaabbb")
    assert sum(shot.seconds for shot in cut(iter(film[:3] * 3), 7.5)) == 7.5
    assert list(cut(iter(film), 20)) == film
    short = [Shot(b"", "", 1 / 30) for _ in range(30)]
    assert sum(durations(short)) == 1000 and set(durations(short)) == {30, 40}


def test_subtitles_say_each_caption_from_when_to_when() -> None:
    told = [(0.0, ""), (1.0, "One."), (2.0, "One."), (61.5, "Two.")]
    assert subtitles(told, 3725.25) == (
        "1\n00:00:01,000 --> 00:01:01,500\nOne.\n\n2\n00:01:01,500 --> 01:02:05,250\nTwo.\n"
    )
