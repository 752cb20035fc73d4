"""The commands as a person or a program uses them; what each prints: console.txt."""

import io
import json
import os
import shutil
import signal
import subprocess
import sys
import tomllib
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import pygame
import pytest

from downslope import Learn, Session
from downslope.cli import parse_quick, run
from downslope.digits.dataset import digits_level, load
from downslope.film.shots import Shot, cut, durations, subtitles
from downslope.rules import Turn
from downslope.storage.netfile import load_net
from downslope.storage.saves import Store
from downslope.storage.share_code import encode
from downslope.terminal.plugins import KINDS, SUFFIXES, write_plugin
from downslope.terminal.sweep import stopping
from downslope.view.draw import slices_by
from lib.clocks import LookClock
from lib.processes import python_path, started
from lib.support import play, shipped
from lib.waiting import PATIENCE


def command(*words: str, code: int = 0, columns: int = 100) -> tuple[str, str]:
    """(standard output, standard error) of `downslope words`; the exit code must be `code`."""
    out, errors = io.StringIO(), io.StringIO()
    with patch.dict(os.environ, COLUMNS=str(columns)), redirect_stdout(out), redirect_stderr(errors):
        found = run(list(words))
    assert found == code, (found, out.getvalue()[-500:], errors.getvalue()[-1500:])
    return out.getvalue(), errors.getvalue()


def test_thirteen_rounds_are_the_articles_and_a_script_makes_them_too() -> None:
    error, prediction = 0.00023544975794049082, 0.6846556278088515
    said = command("solve", "thirteen", "--alpha", "3", "--rounds", "13", "--json")[0]
    found = json.loads(said, parse_constant=pytest.fail)
    assert (found["error"], found["prediction"], found["steps"]) == (error, prediction, 13)
    text, _ = command("script", "thirteen")
    done = subprocess.run([sys.executable, "-I", "-c", text], capture_output=True, text=True, check=True,
                          timeout=PATIENCE)  # fmt: skip
    assert list(map(float, done.stdout.split()[1:4:2])) == [error, prediction]
    space: dict[str, Callable[..., object]] = {}
    exec(command("script", "thirteen", "--loop")[0], space)
    weights: list[float] = []
    space["run"]([0.1], [], [((0.9,), (0.7,), 0.4)] * 3, weights.extend, lambda error: None)
    assert weights[0] == 0.1 and len(weights) == 3
    levels = json.loads(command("levels", "--json")[0])
    assert len(levels) == 39 and {level["source"] for level in levels} == {"shipped"}
    assert not any(plugin["error"] for plugin in json.loads(command("plugins", "--json")[0]))


def test_playing_is_read_without_typer_and_everything_else_with_it() -> None:
    for words, found in [
        ([], {}),
        (["play"], {}),
        (["--frames", "3"], {"frames": "3"}),
        (["play", "seven", "--size=960x540", "--profile"], {"level": "seven", "size": "960x540", "profile": "yes"}),
        *(([*words.split()], None) for words in ("--help", "solve thirteen", "play a b", "play --nothing")),
    ]:
        assert parse_quick(words) == found


def test_a_sweep_is_stopped_by_ctrl_c_and_ended_by_a_second_one() -> None:
    stops: list[int] = []
    sweep: Any = SimpleNamespace(stop=lambda: stops.append(1))
    with stopping(sweep) as signals:
        signal.raise_signal(signal.SIGINT)
        assert (signals, stops) == ([signal.SIGINT], [1])
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert (signals, stops) == ([signal.SIGINT], [1])


@pytest.mark.slow
def test_what_is_new_as_a_package_passes_its_own_test(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is written of each kind, that it passes the check, and what it plays: plugins.txt."""
    templates = Path(__file__).parents[2] / "assets" / "templates"
    assert {file.stem for file in templates.iterdir()} == {*KINDS, "package"}
    monkeypatch.syspath_prepend(str(tmp_path / "downslope-three-days" / "src"))
    for kind in {*KINDS} - {*SUFFIXES}:
        root = write_plugin(shipped(), kind, "three-days", tmp_path, package=True).parents[2]
        texts = {path.name: path.read_text(encoding="utf-8") for path in root.rglob("*") if path.is_file()}
        assert not [mark for mark in ("MODULE", "NAME", "CLASS", "TITLE") if mark in "".join(texts.values())]
        project = tomllib.loads(texts["pyproject.toml"])["project"]
        assert project["entry-points"]["downslope"] == {"three-days": "downslope_three_days"}
        space: dict[str, Any] = {}
        exec(texts["test_promises.py"], space)
        space["test_everything_in_it_keeps_its_promises"]()
        sys.modules.pop("downslope_three_days")
        shutil.rmtree(root)


@pytest.mark.slow
def test_it_trains_as_the_engine_does_and_its_net_reads_pictures_without_a_window(tmp_path: Path) -> None:
    pygame.display.quit()  # a test before may have left one
    file, right = tmp_path / "nets" / "mine.json", 0
    words = ("--kernels", "3", "--passes", "2", "--alpha", "0.08", "--seed", "5", "--json", "--save", str(file))
    said = json.loads(command("train", "digits", *words)[0], parse_constant=pytest.fail)
    session = Session(digits_level(3, 2, 0.08, 5), shipped(), [Learn(2 * 1437)])
    net = load_net(file)
    assert net.weights == session.weights and net.network == session.run.network and said["digest"] in file.read_text()
    assert [row["pass"] for row in said["passes"]] == [1, 2] and said["steps"] == 2874 and not said["ran_away"]
    assert said["passes"][0]["error"] == pytest.approx(sum(session.run.errors[:1437]) / 1437)
    assert said["passes"][1]["unseen"] == net.trained["unseen"] > 0.8
    for digit in load()[10:20]:
        picture = pygame.Surface((8, 8), 0, 32)
        for place, pixel in enumerate(digit.pixels):
            picture.set_at((place % 8, place // 8), (255 - round(255 * pixel),) * 3)
        pygame.image.save(pygame.transform.scale_by(picture, 8), str(tmp_path / "one.png"))
        read = json.loads(command("read", str(tmp_path / "one.png"), "--net", str(file), "--json")[0])
        assert len(read["shares"]) == 10 and read["shares"][read["digit"]] == max(read["shares"])
        assert sum(read["shares"]) == pytest.approx(1) and len(read["pixels"]) == 64
        right += read["digit"] == digit.label
    assert right >= 7 and not pygame.display.get_init()
    *drawn, last = command("read", str(tmp_path / "one.png"), "--net", str(file))[0].splitlines()
    assert len(drawn) == 8 and last.startswith("read as ")
    short = ("train", "digits", "--kernels", "2", "--passes", "1")
    out, err = command(*short, "--save", str(file))
    (one, saved), kept = out.splitlines(), file.read_text()
    assert one.startswith("pass 1: ") and "of unseen digits" in one and saved.startswith("saved: ") and err == ""
    rows = [f"{d.label},{','.join(str(round(16 * p)) for p in d.pixels)}\n" for d in load()[:5]]
    (tmp_path / "mine.csv").write_text("".join(rows))
    options = (("--seed", "1"), ("--split", "writers"), ("--with", str(tmp_path / "mine.csv")))
    made = [json.loads(command(*short, "--json", *more)[0]) for more in options]
    assert len({each["digest"] for each in made}) == 3 and not any(each["digest"] in kept for each in made)
    assert (said["examples"], made[2]["examples"]) == (1437, 1442)
    out, err = command(*short, "--alpha", "1e200", "--seed", "1", "--json", code=1)
    assert json.loads(out)["ran_away"] and "The numbers ran away after" in err


@pytest.mark.skipif(sys.platform == "win32", reason="no such signal there")
@pytest.mark.slow
def test_what_was_learned_is_saved_when_it_is_interrupted(tmp_path: Path) -> None:
    file, env = tmp_path / "n.json", {**os.environ, "PYTHONPATH": python_path()}
    words = ("train", "digits", "--kernels", "2", "--passes", "5000", "--save", str(file))
    with started([sys.executable, "-um", "downslope", *words], stdout=subprocess.PIPE, text=True, env=env) as process:
        assert process.stdout is not None and process.stdout.readline().startswith("pass 1")
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=PATIENCE)
    assert process.returncode == 130 and load_net(file).trained["steps"] >= 1437


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
        assert (film.size, film.info["loop"]) == ((320, 180), 0)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["1.gif", "2.gif"]  # nothing is left beside them


@pytest.mark.slow
def test_pictures_come_with_subtitles_into_an_empty_folder_and_in_a_window_nothing_is_written(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_what: object) -> None:
        raise OSError(28, "No space left on device")

    folder = tmp_path / "pictures"
    words = ["watch", "thirteen", *SMALL, "--speed", "16", "--out", str(folder)]
    with monkeypatch.context() as patch:
        patch.setattr("pygame.image.save", full)
        assert run(words) == 2 and "No space left" in capsys.readouterr().err and not folder.exists()
    assert run(words) == 0
    names = sorted(path.name for path in folder.iterdir())
    assert names == ["captions.srt", *(f"frame-{n:05d}.png" for n in range(1, len(names)))] and 8 <= len(names) <= 19
    assert run(words) == 2  # it is not empty
    store = Store()
    store.progress.level("seven").reached = True
    store.save()
    before = {path: path.read_bytes() for path in home.rglob("*.json")}
    assert run(["watch", "thirteen", "--frames", "20", "--speed", "9", "--no-plugins"]) == 0
    assert before and {path: path.read_bytes() for path in home.rglob("*.json")} == before


def test_a_film_ends_where_something_new_is_said_loses_no_time_to_rounding_and_has_subtitles() -> None:
    film = [Shot(b"", word, 1.0) for word in "aaabbbccc"]
    assert [shot.caption for shot in cut(iter(film), 7.5)] == list("aaabbb")
    assert sum(shot.seconds for shot in cut(iter(film[:3] * 3), 7.5)) == 7.5 and list(cut(iter(film), 20)) == film
    short = [Shot(b"", "", 1 / 30) for _ in range(30)]
    assert sum(durations(short)) == 1000 and set(durations(short)) == {30, 40}
    told = [(0.0, ""), (1.0, "One."), (2.0, "One."), (61.5, "Two.")]
    assert subtitles(told, 3725.25) == (
        "1\n00:00:01,000 --> 00:01:01,500\nOne.\n\n2\n00:01:01,500 --> 01:02:05,250\nTwo.\n"
    )
