"""`downslope train digits` and `downslope read`, each in a process of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pygame
import pytest

from downslope import Learn, Session
from downslope.cli import run as run_here
from downslope.digits.dataset import digits_level, load
from downslope.registry.sources import load_all
from downslope.storage.netfile import load_net
from processes import GAME, python_path, started
from terminal.test_cli import run
from waiting import PATIENCE

pytestmark = pytest.mark.slow


def test_it_trains_as_the_engine_does_and_says_so_as_json(tmp_path: Path) -> None:
    file = tmp_path / "nets" / "mine.json"
    words = ("--kernels", "3", "--passes", "2", "--alpha", "0.08", "--seed", "5", "--json", "--save", str(file))
    said = json.loads(run("train", "digits", *words)[0], parse_constant=pytest.fail)
    catalog = load_all(plugins=False).catalog
    session = Session(digits_level(3, 2, 0.08, 5), catalog, [Learn(2 * 1437)])
    net = load_net(file)
    assert net.weights == session.weights and net.network == session.run.network
    assert [row["pass"] for row in said["passes"]] == [1, 2] and said["steps"] == 2874 and not said["ran_away"]
    assert said["passes"][0]["error"] == pytest.approx(sum(session.run.errors[:1437]) / 1437)
    assert said["passes"][1]["unseen"] == net.trained["unseen"] > 0.8
    assert said["digest"] in file.read_text()


def test_the_same_words_train_the_same_net_and_another_seed_another() -> None:
    def digest(*words: str) -> Any:
        return json.loads(run("train", "digits", "--kernels", "2", "--passes", "1", "--json", *words)[0])["digest"]

    assert digest() == digest("--seed", "0") != digest("--seed", "1")
    assert digest("--split", "writers") != digest()


def test_people_see_a_line_for_each_pass(tmp_path: Path) -> None:
    out, err = run("train", "digits", "--kernels", "2", "--passes", "2", "--save", str(tmp_path / "n.json"))
    lines = out.splitlines()
    assert [line.split(":")[0] for line in lines] == ["pass 1", "pass 2", "saved"] and err == ""
    assert "of unseen digits" in lines[0]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("numbers",), "There is no data set 'numbers'"),
        (("digits", "--kernels", "0"), "--kernels is 0; allowed: a whole number, 1 to 256"),
        (("digits", "--kernels", "²"), "--kernels is ²; allowed"),
        (("digits", "--alpha", "nan"), "--alpha is nan; allowed: a finite number above 0"),
        (("digits", "--seed", "-1"), "--seed is -1; allowed: a whole number, 0 to"),
        (("digits", "--split", "mine"), "--split is mine; allowed: stratified, writers"),
        (("digits", "--with", "none.csv"), "none.csv cannot be read: "),
        (("digits", "--save", "/dev/null/net.json"), "net.json cannot be saved: "),
    ],
    ids=lambda value: " ".join(value[:2]) if isinstance(value, tuple) else "",
)
def test_a_bad_word_is_told_before_anything_is_trained(
    words: tuple[str, ...], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    if "/dev/null/net.json" in words and sys.platform == "win32":
        return
    assert run_here(["train", *words]) == 2
    out, err = capsys.readouterr()
    assert sentence in err and out == "" and err.count("\n") == 1


def test_numbers_that_run_away_are_told() -> None:
    words = ("--kernels", "2", "--passes", "1", "--alpha", "1e200", "--seed", "1", "--json")
    out, err = run("train", "digits", *words, code=1)
    assert json.loads(out)["ran_away"] and "The numbers ran away after" in err


def test_own_digits_are_learned_too(tmp_path: Path) -> None:
    rows = [f"{d.label},{','.join(str(round(16 * p)) for p in d.pixels)}\n" for d in load()[:5]]
    (tmp_path / "mine.csv").write_text("".join(rows))
    words = ("--kernels", "2", "--passes", "1", "--json", "--with", str(tmp_path / "mine.csv"))
    assert json.loads(run("train", "digits", *words)[0])["examples"] == 1442


@pytest.mark.skipif(sys.platform == "win32", reason="no such signal there")
def test_what_was_learned_is_saved_when_it_is_interrupted(tmp_path: Path) -> None:
    file, env = tmp_path / "n.json", {**os.environ, "PYTHONPATH": python_path()}
    words = ("train", "digits", "--kernels", "2", "--passes", "5000", "--save", str(file))
    command = [sys.executable, "-um", "downslope", *words]
    with started(command, stdout=subprocess.PIPE, text=True, env=env) as process:
        assert process.stdout is not None and process.stdout.readline().startswith("pass 1")
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=PATIENCE)
    assert process.returncode == 130 and load_net(file).trained["steps"] >= 1437


@pytest.fixture(scope="module")
def net(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("nets") / "net.json"
    run("train", "digits", "--kernels", "4", "--passes", "3", "--save", str(file))
    return file


def picture(path: Path, number: int) -> Path:
    digit = load()[number]
    found = pygame.Surface((8, 8), 0, 32)
    for place, pixel in enumerate(digit.pixels):
        shade = 255 - round(255 * pixel)
        found.set_at((place % 8, place // 8), (shade, shade, shade))
    pygame.image.save(pygame.transform.scale_by(found, 8), str(path))
    return path


def test_a_picture_is_read(net: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    right = 0
    for number in range(10, 20):
        path = picture(tmp_path / f"{number}.png", number)
        assert run_here(["read", str(path), "--net", str(net), "--json"]) == 0
        said = json.loads(capsys.readouterr().out)
        assert len(said["shares"]) == 10 and said["shares"][said["digit"]] == max(said["shares"])
        assert sum(said["shares"]) == pytest.approx(1) and len(said["pixels"]) == 64
        right += said["digit"] == load()[number].label
    assert right >= 7
    out, _ = run("read", str(tmp_path / "10.png"), "--net", str(net), SDL_VIDEODRIVER="none")
    assert len(out.splitlines()) == 9 and out.splitlines()[-1].startswith("read as ")


def test_what_cannot_be_read_is_told(net: Path, tmp_path: Path) -> None:
    path = picture(tmp_path / "one.png", 1)
    (tmp_path / "no.png").write_text("not a picture")
    wide = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (20_000).to_bytes(4, "big") + (10).to_bytes(4, "big")
    (tmp_path / "wide.png").write_bytes(wide + b"\x08\0\0\0\0")
    (tmp_path / "cut.json").write_bytes(net.read_bytes()[:500])
    for words, sentence in (
        ((tmp_path / "no.png", "--net", net), "no.png: not a PNG picture; expected a PNG picture"),
        ((tmp_path / "wide.png", "--net", net), "wide.png: 20000 × 10 pixels; expected 1 to 4096 each way"),
        ((tmp_path / "none.png", "--net", net), "none.png cannot be read: "),
        ((path, "--net", tmp_path / "cut.json"), "cut.json: not valid JSON from line "),
        ((path, "--net", tmp_path / "none.json"), "none.json cannot be read: "),
    ):
        out, err = run("read", *map(str, words), code=2)
        assert sentence in err and out == "" and err.count("\n") == 1
    assert "--net" in run("read", str(path), code=2)[1]


def test_reading_fetches_nothing_that_is_slow_and_no_window(net: Path, tmp_path: Path) -> None:
    script = (
        "import sys\nfrom downslope.cli import main\ntry:\n    main()\nfinally:\n"
        "    print(sorted({'numpy', 'downslope.app.app'} & set(sys.modules)),"
        " sys.modules['pygame'].display.get_init(), file=sys.stderr)"
    )
    words = [sys.executable, "-c", script, "read", str(picture(tmp_path / "one.png", 1)), "--net", str(net)]
    env = {**os.environ, "PYTHONPATH": str(GAME), "SDL_VIDEODRIVER": "none", "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(words, capture_output=True, text=True, encoding="utf-8", env=env, timeout=PATIENCE)
    assert done.returncode == 0 and done.stderr.splitlines() == ["[] False"], done.stderr
