"""Files of levels that are as they were are not read again before one of their levels is asked for more."""

from __future__ import annotations

import json
import os
import pickle
import tomllib
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from downslope.i18n import AuthorText
from downslope.registry.registry import Registry
from downslope.registry.sources import load_all
from downslope.registry.trust import PluginChoices
from downslope.rules.level import Level
from downslope.storage.files import Refused
from downslope.terminal.commands import run
from downslope.terminal.lists import level_rows

LEVEL = 'id = "cup"\ntitle = "Cup {n}"\nexamples = [[2, 0.8]]\nweights = [0.5]\npar = 3\nwords = {{ input = "tea" }}\n'
OWN = """from downslope import Learner


class Own(Learner):
    def update(self, weight, weight_delta, alpha):
        return weight - weight_delta * alpha
"""


def write(home: Path, name: str, text: str, age: int = 60) -> Path:
    file = home / "plugins" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    os.utime(file, (file.stat().st_mtime - age,) * 2)
    return file


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The texts that were read as TOML since it was emptied."""
    texts: list[str] = []
    loads = tomllib.loads

    def note(text: str, **more: Any) -> dict[str, Any]:
        texts.append(text)
        return loads(text, **more)

    monkeypatch.setattr(tomllib, "loads", note)
    yield texts


def load(home: Path) -> Registry:
    return load_all(home, packages=False)


def test_nothing_is_read_twice_that_is_as_it_was(home: Path, read: list[str]) -> None:
    files = [write(home, f"cup{n}.toml", LEVEL.format(n=n)) for n in range(3)]
    first = list(level_rows(load(home)))
    read.clear()
    registry = load(home)
    assert (list(level_rows(registry)), read) == (first, [])
    write(home, "cup1.toml", LEVEL.format(n="of tea"))
    assert [registry.catalog.levels[f"cup{n}/cup"].title for n in range(3)] == ["Cup 0", "Cup 1", "Cup 2"]
    registry = load(home)
    assert registry.catalog.levels["cup1/cup"].title == "Cup of tea" and len(read) == 1
    files[2].unlink()
    assert "cup2/cup" not in load(home).catalog.levels
    (home / "cache" / "levels.json").write_text('{"version": 3')
    read.clear()
    assert len(load(home).catalog.levels) > 30 and len(read) == 2


def test_asked_for_more_it_is_a_level_as_any_other(home: Path, read: list[str]) -> None:
    write(home, "cup.toml", LEVEL.format(n=1))
    whole = load(home).catalog.levels["cup/cup"]
    for ask in (
        lambda level: level, lambda level: replace(level), lambda level: pickle.loads(pickle.dumps(level)),
        lambda level: Level(**{each.name: getattr(level, each.name) for each in fields(level)}),
        lambda level: Level(**vars(level)), lambda level: level.stage(0),
    ):  # fmt: skip
        read.clear()
        level = load(home).catalog.levels["cup/cup"]
        assert isinstance(level, Level) and (level.plugin, level.title, level.par, read) == ("cup", "Cup 1", 3, [])
        assert ask(level) == whole and type(level.knob("alpha")) is type(whole.knob("alpha"))
        assert type(level) is Level and len(read) == 1


def test_what_is_kept_takes_nobodys_place(home: Path) -> None:
    write(home, "cup.toml", LEVEL.format(n=1))
    load(home)
    cache = home / "cache" / "levels.json"
    cache.write_text(cache.read_text().replace("cup/cup", "thirteen"))
    levels = load(home).catalog.levels
    assert levels["thirteen"].title != "Cup 1" and levels["cup/cup"].title == "Cup 1"
    write(home, "a/pack.toml", 'id = "cup"\ntitle = "Cups"\n')
    write(home, "a/levels/1.toml", LEVEL.format(n=2))
    registry = load(home)
    assert registry.catalog.levels["cup/cup"].title == "Cup 2"
    ((_plugin, fault),) = registry.faults
    assert fault.sentence.startswith("There is already a plugin named cup: ")


def test_what_depends_on_more_than_its_file_is_read_at_every_start(home: Path, read: list[str]) -> None:
    write(home, "table.toml", LEVEL.format(n=1).replace("[[2, 0.8]]", '{ csv = "a.csv", input = ["a"], goal = "b" }'))
    write(home, "a.csv", "a,b\n1,2\n")
    write(home, "words.toml", LEVEL.format(n=1))
    write(home, "words.nb.toml", '"Cup 1" = "Kopp 1"\n')
    write(home, "other.py", OWN)
    write(home, "learner.toml", LEVEL.format(n=1) + 'learner = "own"\n')
    write(home, "wrong.toml", LEVEL.format(n=1) + 'alhpa = 1\n')
    write(home, "fresh.toml", LEVEL.format(n=1), age=0)
    write(home, "stages.toml", LEVEL.format(n=1) + "stages = [{ alpha = 0.3 }]\n")
    registry = load(home)
    assert [plugin.name for plugin in registry.foreign if plugin.faults] == ["wrong"]
    kept = json.loads((home / "cache" / "levels.json").read_text())["files"] if (home / "cache").exists() else {}
    assert kept == {}
    write(home, "off.toml", LEVEL.format(n=1))
    load(home)
    write(home, "off.nb.toml", '"Cup 1" = "Kopp 1"\n')  # it comes later
    assert isinstance(load(home).catalog.levels["off/cup"].title, AuthorText)
    PluginChoices(home).switch("off", on=False)
    assert "off/cup" not in load(home).catalog.levels


@pytest.mark.slow
def test_a_file_that_has_gone_meanwhile_is_told(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = write(home, "cup.toml", LEVEL.format(n=1))
    load(home)
    registry = load(home)
    file.unlink()
    with pytest.raises(Refused, match=r"cup: cup\.toml cannot be read"):
        print(registry.catalog.levels["cup/cup"].examples)
    (plugin,) = registry.foreign
    assert plugin.faults
    write(home, "cup.toml", LEVEL.format(n=1))
    assert run(["check", str(file)]) == 0 and run(["levels"]) == 0 and "Cup 1" in capsys.readouterr().out
