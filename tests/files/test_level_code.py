"""A level as a code: there and back, pinned, and a sentence for each that is damaged."""

from __future__ import annotations

import random
import tomllib
from pathlib import Path
from typing import Any

import pytest

from downslope import Learn, Level, Session
from downslope.attempt.game import Game
from downslope.attempt.shared_level import keep_level, level_in, level_of
from downslope.level_files.level_code import encode_level, is_level_code, table_in_code
from downslope.level_files.reading import read_levels
from downslope.level_files.writing import NotData, inline, table_of
from downslope.registry.registry import Registry, load_all
from downslope.storage.errors import Refused
from downslope.storage.saves import Store
from downslope.terminal.commands import run

# The form of version 1 never changes.
PINNED = {
    "cups": "DL1-iMzMzquGxFZyaUExUow5Q7jIUWWkY6BnEYsWYaaxtQA",
    "net": "DL1-w5sp-KuGxBYwBJAizA_MIyJUjHSMdQxBsZZcklmWCPI_UFVJYl6GUi1qREcb6hjE6hgCPZkH9FJ0"
    "tAFIm0EscoQbAVNJYkkyMKIMscQ9yDCQ5zJzM0vAUWhYWwsA",
    "tea": "DL1-F15ItKuGxFZJaiJShIWAecgRZWigYxKLFluGyNFlYGCIbHVSpUIGxFcEowekERJBQI4xUiQZGNbG1gIA",
}


@pytest.fixture
def registry(home: Path) -> Registry:
    return load_all(home, packages=False)


def coded(registry: Registry) -> list[tuple[Level, str]]:
    found = []
    for level in registry.catalog.levels.values():
        try:
            found.append((level, encode_level(level)))
        except NotData:
            continue
    return found


def test_a_shipped_level_comes_back_from_its_code(registry: Registry) -> None:
    codes = coded(registry)
    assert len(codes) > 35
    for level, code in codes:
        assert is_level_code(code) and table_in_code(f" {code[:9]}\n{code[9:]} ") == table_of(level)
    assert sorted(len(code) for _level, code in codes)[len(codes) // 2] < 1000


def test_it_plays_as_the_one_it_was_made_of(registry: Registry) -> None:
    level = registry.catalog.level("thirteen")
    copy = level_of(encode_level(level), registry)
    assert copy.id.startswith("code-") and copy.id.endswith("/thirteen")
    sessions = [Session(one, registry.catalog, [Learn(13)]) for one in (level, copy)]
    assert sessions[0].weights == sessions[1].weights and sessions[1].won
    assert level_of(encode_level(level), registry) is copy, "the same code is the same level"


@pytest.mark.parametrize(("name", "code"), PINNED.items())
def test_old_codes_are_read_for_ever(name: str, code: str) -> None:
    table = table_in_code(code)
    assert table["id"] == name
    (draft,) = read_levels("\n".join(f"{key} = {inline(value)}" for key, value in table.items()))
    assert (draft.faults, draft.unknown) == ([], {})
    assert encode_level(draft.level) == code, "and written as they were"


def test_damaged_and_forged_codes_are_refused_in_a_sentence(registry: Registry) -> None:
    rng, (level, code) = random.Random(3), coded(registry)[0]
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    others = ["", "DL1-", "DL2-" + code[4:], "DS1-" + code[4:], code[:-3], code[: len(code) // 2]]
    others.append("DL1-" + "A" * 30_000)
    for _turn in range(500):
        place = rng.randrange(4, len(code))
        others.append(code[:place] + rng.choice(letters) + code[place + 1 :])
        others.append("DL1-" + "".join(rng.choices(letters, k=rng.randrange(80))))
    before = set(registry.catalog.levels)
    for other in others:
        if other == code:
            continue
        with pytest.raises(Refused) as refused:
            level_of(other, registry)
        assert "\n" not in str(refused.value) and str(refused.value).endswith(".")
    assert set(registry.catalog.levels) == before and level.id in before
    assert not [plugin for plugin in registry.plugins if plugin.kind == "code"]


def test_a_code_with_a_wrong_level_says_what_is_wrong(registry: Registry) -> None:
    from downslope import Example

    bad = Level("cups", title="Cups", examples=[Example(0, 1)], weights=[0.5])
    with pytest.raises(Refused, match="an input other than 0"):
        level_of(encode_level(bad), registry)


def test_it_is_kept_as_a_file_and_nothing_is_written_over(registry: Registry, home: Path) -> None:
    game = Game(Store(home))
    level = level_of(encode_level(registry.catalog.level("thirteen")), registry)
    keep_level(game, level)
    keep_level(game, level)
    files = sorted(path.name for path in (home / "plugins").iterdir())
    assert files == ["thirteen-2.toml", "thirteen.toml"]
    assert tomllib.loads((home / "plugins" / "thirteen.toml").read_text(encoding="utf-8"))["id"] == "thirteen"
    assert "thirteen/thirteen" in load_all(home, packages=False).catalog.levels


def test_a_file_is_opened_wherever_it_lies(registry: Registry, tmp_path: Path) -> None:
    file = tmp_path / "cups.toml"
    file.write_text('id = "cups"\ntitle = "Cups"\nexamples = [[2, 0.8]]\nweights = [0.5]\n', encoding="utf-8")
    assert level_in(file, registry).id == "cups/cups" == level_in(file, registry).id
    file.with_name("odd.toml").write_text('id = "cups"\n', encoding="utf-8")
    for name in ("odd.toml", "none.toml"):
        with pytest.raises(Refused, match=name):
            level_in(tmp_path / name, registry)


@pytest.mark.usefixtures("display")
def test_the_commands_write_and_play_it(home: Path, tmp_path: Path, capsys: Any) -> None:
    assert run(["level", "thirteen", "--as", "code"]) == 0
    code = capsys.readouterr().out.strip()
    assert run(["play", "--code", code, "--frames", "2"]) == 0
    assert run(["play", "--code", code[:-2], "--frames", "2"]) == 2
    assert "damaged" in capsys.readouterr().err
    assert run(["level", "the-grump", "--as", "code"]) == 2
    assert "the-grump cannot be written as code" in capsys.readouterr().err
    file = tmp_path / "cups.toml"
    file.write_text('id = "cups"\ntitle = "Cups"\nexamples = [[2, 0.8]]\nweights = [0.5]\n', encoding="utf-8")
    assert run(["play", str(file), "--frames", "2"]) == 0
