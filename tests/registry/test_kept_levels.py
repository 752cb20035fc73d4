"""Files of levels that are as they were are not read again before one of their levels is asked for more."""

import json
import pickle
import tomllib
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from downslope.i18n import AuthorText
from downslope.registry.trust import PluginChoices
from downslope.rules import Level
from downslope.storage.files import Refused
from downslope.terminal.lists import show_levels
from registry.dropped import CUPS, drop, load, put

CUP = CUPS.replace("cups", "cup") + 'par = 3\nwords = { input = "tea" }\n'
OWN = "from downslope import *\nclass Own(Learner):\n    def update(self, weight, weight_delta, alpha): return weight\n"


def write(home: Path, name: str, text: str = CUP, age: float = 3) -> Path:
    return put(home, name, text, age)


def test_nothing_is_read_twice_that_is_as_it_was_and_asked_for_more_it_is_a_level_as_any_other(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    read, loads = list[str](), tomllib.loads  # the texts that were read as TOML since it was emptied

    def note(text: str, **more: Any) -> dict[str, Any]:
        read.append(text)
        return loads(text, **more)

    monkeypatch.setattr(tomllib, "loads", note)
    files = [write(home, f"cup{n}.toml", CUP.replace("Cups", f"Cup {n}")) for n in range(3)]
    show_levels(load(home), as_json=True)
    first = capsys.readouterr().out
    read.clear()
    registry = load(home)
    show_levels(registry, as_json=True)
    assert (capsys.readouterr().out, read) == (first, []) and '"cup2/cup"' in first
    write(home, "cup1.toml", CUP.replace("Cups", "Cup of tea"))
    files[2].unlink()
    assert registry.catalog.levels["cup2/cup"].title == "Cup 2"
    again = load(home).catalog.levels
    assert again["cup1/cup"].title == "Cup of tea" and len(read) == 1 and "cup2/cup" not in again
    (home / "cache" / "levels.json").write_text('{"version": 3')
    read.clear()
    whole = load(home).catalog.levels["cup0/cup"]
    assert len(read) == 2 and whole.examples
    for ask in (
        lambda level: replace(level), lambda level: pickle.loads(pickle.dumps(level)), lambda level: level.stage(0),
        lambda level: Level(**{each.name: getattr(level, each.name) for each in fields(level)}),
    ):  # fmt: skip
        read.clear()
        level = load(home).catalog.levels["cup0/cup"]
        assert isinstance(level, Level) and (level.plugin, level.title, level.par, read) == ("cup0", "Cup 0", 3, [])
        assert ask(level) == whole and type(level) is Level and len(read) == 1
    registry = load(home)
    files[0].unlink()
    with pytest.raises(Refused, match=r"cup0: cup0\.toml cannot be read"):
        print(registry.catalog.levels["cup0/cup"].examples)
    assert registry.foreign[0].faults


def test_what_is_kept_takes_nobodys_place(home: Path) -> None:
    write(home, "cup.toml")
    load(home)
    cache = home / "cache" / "levels.json"
    whole = cache.read_text()
    for old, new in (("cup/cup", "thirteen"), ('"Cups"', "3"), ('"par": 3', '"par": true'), ('"tea"', "[]")):
        assert old in whole
        cache.write_text(whole.replace(old, new))
        levels = load(home).catalog.levels
        assert levels["thirteen"].title != "Cups" and (levels["cup/cup"].title, levels["cup/cup"].par) == ("Cups", 3)


def test_what_depends_on_more_than_its_file_is_read_at_every_start(home: Path) -> None:
    write(home, "table.toml", CUP.replace("[[2, 0.8]]", '{ csv = "a.csv", input = ["a"], goal = "b" }'))
    write(home, "a.csv", "a,b\n1,2\n")
    write(home, "words.toml")
    write(home, "words.nb.toml", '"Cups" = "Kopper"\n')
    drop(home, other=OWN)
    write(home, "learner.toml", CUP + 'learner = "own"\n')
    write(home, "wrong.toml", CUP + "alhpa = 1\n")
    write(home, "fresh.toml", age=0)
    write(home, "stages.toml", CUP + "stages = [{ alpha = 0.3 }]\n")
    registry = load(home)
    assert [plugin.name for plugin in registry.foreign if plugin.faults] == ["wrong"]
    assert not (home / "cache" / "levels.json").exists()
    write(home, "off.toml")
    load(home)
    assert list(json.loads((home / "cache" / "levels.json").read_text())["files"]) == ["off.toml"]
    write(home, "off.nb.toml", '"Cups" = "Kopper"\n')  # it comes later
    assert isinstance(load(home).catalog.levels["off/cup"].title, AuthorText)
    PluginChoices(home).switch("off", on=False)
    assert "off/cup" not in load(home).catalog.levels
