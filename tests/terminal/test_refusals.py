"""What cannot be is said in one sentence on standard error, and programs hear it in JSON too; the exit code is 2."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pygame
import pytest

from downslope import Catalog, Neuron
from downslope.cli import run
from downslope.storage.netfile import SavedNet, save_net
from downslope.terminal import output
from downslope.terminal.plugins import write_plugin

LONG = "x" * 300
# What is typed -> words of the sentence.
REFUSED = [
    ("slove thirteen", "slove"),
    ("solve thirten", "did you mean 'thirteen'"), ("play thirten", "did you mean 'thirteen'"),
    ("script warmest", "warmer"), ("watch thirten", "did you mean 'thirteen'"),
    ("sweep thirten", "did you mean 'thirteen'"), ("check nowhere.py", "nowhere.py"),
    ("solve kitchen/sink", "There is no level kitchen/sink: no plugin is called kitchen."),
    ("script thirteen --as troch", "did you mean 'torch'"), ("script thirteen --as x", "python, numpy, torch, keras"),
    ("script stuck-steps --as torch", "has only the Python form"), ("script seven --as numpy", "only the Python form"),
    ("script seven --loop", "seven: A level that is played by hand makes no steps."),
    ("script stuck-steps --loop", "Its steps are made one by one: a learner with a step of its own."),
    ("solve thirteen --learner gradient-decent", "gradient-descent"), ("solve thirteen --metric sqared", "squared"),
    ("solve dead-relu --learner rule-of-tiles", "rule-of-tiles is not made for the network of dead-relu."),
    ("sweep dead-relu --learner rule-of-tiles", "rule-of-tiles is not made for the network of dead-relu."),
    ("solve thirteen --alpha fast", "'fast'"), ("solve thirteen --alpha 0", "a finite number above 0"),
    ("solve thirteen --alpha nan", "--alpha is nan"), ("solve thirteen --weight inf", "--weight is inf"),
    ("solve thirteen --weight 1 --weight 2", "--weight is given 2 times"),
    ("solve thirteen --rounds 1.5", "--rounds is 1.5; allowed: a whole number, 1 to"),
    ("solve thirteen --rounds 0", "--rounds is 0; allowed: a whole number, 1 to"),
    ("solve thirteen --colour 1", "--colour"),
    ("play --frames many", "--frames is many"), ("play --size big", "WIDTHxHEIGHT"),
    ("play --theme pink", "dark, light"),
    ("play --frames 1 --screenshot SCRATCH/nowhere/a.png", "The picture could not be saved: "),
    (f"play --frames 1 --screenshot {LONG}.png", "The picture could not be saved: "),
    (f"check {LONG}", "File name too long"),
    ("plugins --enable one --disable two", "one of them"), ("plugins --disable tee", "tee"),
    ("progress exprt a.json", "did you mean 'export'?"), ("progress import none.json", "none.json"),
    ("sweep thirteen --metric nonsense", "no metric 'nonsense'"),
    ("sweep thirteen --alpha 0:1:5", "allowed: finite numbers above 0"),
    ("sweep thirteen --budget 0", "--budget is 0; allowed: a whole number, 1 to 1000000"),
    ("sweep thirteen --jobs 2 --dask tcp://127.0.0.1:1", "one of them"),
    ("sweep thirteen --out a.txt", ".csv or .parquet"),
    ("sweep thirteen --out nowhere/a.csv", "a.csv cannot be written: No such file or directory"),
    (f"sweep thirteen --out {LONG}.csv", "File name too long"),
    ("train numbers", "There is no data set 'numbers'"), ("train digits --kernels 0", "a whole number, 1 to 256"),
    ("train digits --kernels ²", "--kernels is ²"), ("train digits --alpha nan", "a finite number above 0"),
    ("train digits --seed -1", "--seed is -1"), ("train digits --split mine", "allowed: stratified, writers"),
    ("train digits --with none.csv", "none.csv cannot be read: "), (f"train digits --save {LONG}", "cannot be saved: "),
    ("read none.png --net SCRATCH/net.json", "none.png cannot be read: "),
    ("read SCRATCH/no.png --net SCRATCH/net.json", "no.png: not a PNG picture; expected a PNG picture"),
    ("read SCRATCH/wide.png --net SCRATCH/net.json", "wide.png: 20000 × 10 pixels; expected 1 to 4096 each way"),
    ("read SCRATCH/7.png --net SCRATCH/cut.json", "cut.json: not valid JSON from line "),
    ("read SCRATCH/7.png", "--net"),
    ("watch thirteen --speed 0", "--speed"), ("watch thirteen --speed 99", "at most 16"),
    ("watch thirteen --out film.avi", "ends in .gif"), ("watch thirteen --seconds none --out a.gif", "--seconds"),
    ("watch --code DS1-abc", "is damaged"), ("watch thirteen --size big --out a.gif", "--size"),
    ("watch thirteen --out no/such/folder/a.gif", "cannot be written"),
    ("new levels mine", "KIND is levels; allowed: level, data, pack, learner, metric, network"),
    ("new level 'My level'", "NAME is My level; allowed: small letters"), (f"new level {'x' * 41}", "at most 40"),
    ("new level ../x", "NAME is ../x"), ("new level 3-days", "NAME is 3-days"),
    ("new learner momentum", "There is already a learner named momentum."),
    ("new level mine --into SCRATCH/7.png", "cannot be written"), ("new data mine --package", "needs no package"),
    ("new pack winter --into SCRATCH", "already exists"), ("pack SCRATCH", "There is no pack.toml in it."),
]  # fmt: skip
PIPES = ["read SCRATCH/pipe --net SCRATCH/net.json", "read SCRATCH/7.png --net SCRATCH/pipe",
         "train digits --with SCRATCH/pipe"]  # fmt: skip


@pytest.fixture
def scratch(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """We stand in a folder with a picture, a net, a pack, and files that are broken."""
    folder = home / "scratch"
    folder.mkdir()
    pygame.image.save(pygame.Surface((8, 8)), str(folder / "7.png"))
    save_net(folder / "net.json", SavedNet(Neuron(64, 10), [0.125] * Neuron(64, 10).size))
    (folder / "cut.json").write_bytes((folder / "net.json").read_bytes()[:500])
    (folder / "no.png").write_text("not a picture")
    size = (20_000).to_bytes(4, "big") + (10).to_bytes(4, "big")
    (folder / "wide.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + size + b"\x08\0\0\0\0")
    write_plugin(Catalog(), "pack", "winter", folder)
    monkeypatch.chdir(folder)
    return folder


def typed(line: str) -> list[str]:
    words = line.replace("SCRATCH", ".").split(" ")
    return ["My level" if word == "'My" else word for word in words if word != "level'"]


@pytest.mark.slow
def test_it_is_said_in_one_sentence(scratch: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = list(REFUSED)
    if hasattr(os, "mkfifo"):
        os.mkfifo(scratch / "pipe")
        rows += [(line, "it is not an ordinary file") for line in PIPES]
    before = sorted(scratch.rglob("*"))
    for line, said in rows:
        assert run(typed(line)) == 2, line
        out, err = capsys.readouterr()
        assert out == "" and said in err and len(err.splitlines()) == 1 and "Traceback" not in err, (line, out, err)
    assert sorted(scratch.rglob("*")) == before and not (scratch.parent / "plugins").exists(), "nothing was written"


def test_json_is_told_why_there_is_no_answer(scratch: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for line in ("check nowhere.py", "solve nowhere", "levels --wrong", "read no.png --net none", "train letters",
                 "progress import nowhere"):  # fmt: skip
        output.said["answer"] = False  # as in a process of its own
        assert run([*typed(line), "--json"]) == 2
        out, err = capsys.readouterr()
        assert json.loads(out) == {"failed": err.strip().splitlines()[-1]}


def test_what_is_not_installed_is_named(
    scratch: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for line, module, extra in (
        ("watch thirteen --out a.gif", "PIL", "gif"), ("sweep thirteen --out a.parquet", "pyarrow", "parquet"),
        ("sweep thirteen --out a.csv --dask tcp://127.0.0.1:1", "distributed", "cluster"),
    ):  # fmt: skip
        with monkeypatch.context() as patch:
            patch.setitem(sys.modules, module, None)
            assert run(typed(line)) == 2
        out, err = capsys.readouterr()
        assert out == "" and f"downslope[{extra}]" in err and len(err.splitlines()) == 1
    assert not list(scratch.glob("a.*"))


def test_a_players_folder_that_cannot_be_is_named(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for place, said in (("~nosuchuser/x", "~nosuchuser/x: there is no such user"),
                        (LONG, f"{'x' * 57}...: File name too long")):  # fmt: skip
        monkeypatch.setenv("DOWNSLOPE_HOME", place)
        for words in (["play", "--frames", "1"], ["levels"], ["solve", "thirteen", "--json"]):
            output.said["answer"] = False
            assert run(words) == 2
            out, err = capsys.readouterr()
            assert err == f"DOWNSLOPE_HOME is {said}\n"
            assert json.loads(out) == {"failed": err.rstrip()} if "--json" in words else out == ""
