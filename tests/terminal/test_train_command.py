"""`downslope train digits` and `downslope read`. What is asked wrongly: test_refusals.py."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pygame
import pytest

from downslope import Learn, Session
from downslope.digits.dataset import digits_level, load
from downslope.storage.netfile import load_net
from processes import python_path, started
from support import shipped
from terminal.test_cli import run
from waiting import PATIENCE

pytestmark = pytest.mark.slow


def test_it_trains_as_the_engine_does_and_says_so_as_json(tmp_path: Path) -> None:
    file = tmp_path / "nets" / "mine.json"
    words = ("--kernels", "3", "--passes", "2", "--alpha", "0.08", "--seed", "5", "--json", "--save", str(file))
    said = json.loads(run("train", "digits", *words)[0], parse_constant=pytest.fail)
    session = Session(digits_level(3, 2, 0.08, 5), shipped(), [Learn(2 * 1437)])
    net = load_net(file)
    assert net.weights == session.weights and net.network == session.run.network
    assert [row["pass"] for row in said["passes"]] == [1, 2] and said["steps"] == 2874 and not said["ran_away"]
    assert said["passes"][0]["error"] == pytest.approx(sum(session.run.errors[:1437]) / 1437)
    assert said["passes"][1]["unseen"] == net.trained["unseen"] > 0.8
    assert said["digest"] in file.read_text()


def test_people_see_a_line_for_each_pass_of_one_net_and_programs_another_seeds(tmp_path: Path) -> None:
    short = ("train", "digits", "--kernels", "2", "--passes", "1")
    out, err = run(*short, "--save", str(tmp_path / "n.json"))
    lines = out.splitlines()
    assert [line.split(":")[0] for line in lines] == ["pass 1", "saved"] and err == ""
    assert "of unseen digits" in lines[0]
    rows = [f"{d.label},{','.join(str(round(16 * p)) for p in d.pixels)}\n" for d in load()[:5]]
    (tmp_path / "mine.csv").write_text("".join(rows))
    options = ((), ("--seed", "1"), ("--split", "writers"), ("--with", str(tmp_path / "mine.csv")))
    said = [json.loads(run(*short, "--json", *more)[0]) for more in options]
    assert len({each["digest"] for each in said}) == 4 and said[0]["digest"] in (tmp_path / "n.json").read_text()
    assert (said[0]["examples"], said[3]["examples"]) == (1437, 1442)
    out, err = run(*short, "--alpha", "1e200", "--seed", "1", "--json", code=1)
    assert json.loads(out)["ran_away"] and "The numbers ran away after" in err


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


def test_a_picture_is_read_without_a_window_and_without_what_is_slow(tmp_path: Path) -> None:
    net, right = tmp_path / "net.json", 0
    run("train", "digits", "--kernels", "4", "--passes", "3", "--save", str(net))
    for digit in load()[10:20]:
        picture = pygame.Surface((8, 8), 0, 32)
        for place, pixel in enumerate(digit.pixels):
            shade = 255 - round(255 * pixel)
            picture.set_at((place % 8, place // 8), (shade, shade, shade))
        pygame.image.save(pygame.transform.scale_by(picture, 8), str(tmp_path / "one.png"))
        said = json.loads(run("read", str(tmp_path / "one.png"), "--net", str(net), "--json")[0])
        assert len(said["shares"]) == 10 and said["shares"][said["digit"]] == max(said["shares"])
        assert sum(said["shares"]) == pytest.approx(1) and len(said["pixels"]) == 64
        right += said["digit"] == digit.label
    assert right >= 7
    script = (
        "import sys\nfrom downslope.cli import main\ntry:\n    main()\nfinally:\n"
        "    print(sorted({'numpy', 'downslope.app.app'} & set(sys.modules)),"
        " sys.modules['pygame'].display.get_init(), file=sys.stderr)"
    )
    words = [sys.executable, "-c", script, "read", str(tmp_path / "one.png"), "--net", str(net)]
    env = {**os.environ, "PYTHONPATH": python_path(), "SDL_VIDEODRIVER": "none", "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(words, capture_output=True, text=True, encoding="utf-8", env=env, timeout=PATIENCE)
    assert done.returncode == 0 and done.stderr.splitlines() == ["[] False"], done.stderr
    assert len(done.stdout.splitlines()) == 9 and done.stdout.splitlines()[-1].startswith("read as ")
