"""A level as a code: there and back, pinned, and a sentence for each that is damaged."""

from __future__ import annotations

import random
import re
import tomllib
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from downslope import Learn, Level, Session
from downslope.attempt.game.game import Game
from downslope.attempt.game.progression import stops
from downslope.attempt.shared_level import keep_level, level_in, level_in_bytes, level_of
from downslope.level_files.reading import BYTES, read_levels
from downslope.level_files.writing import (
    LINK,
    LONGEST,
    NotData,
    encode_level,
    inline,
    is_level_code,
    table_in_code,
    table_of,
)
from downslope.registry.registry import Registry
from downslope.registry.sources import load_all
from downslope.rules.campaign import OUTSIDE, trails
from downslope.rules.land_picture import is_own_picture
from downslope.scenes.level_map import sign_texts
from downslope.storage.files import Refused
from downslope.storage.saves import Progress, Store
from downslope.terminal.commands import run
from downslope.terminal.plugins import write_plugin

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
        if is_own_picture(level.picture):  # a code holds no file
            continue
        try:
            found.append((level, encode_level(level)))
        except NotData:
            continue
    return found


def test_a_shipped_level_comes_back_from_its_code(registry: Registry) -> None:
    codes = coded(registry)
    none = {level.id for level in registry.catalog.levels.values() if not is_own_picture(level.picture)}
    none -= {level.id for level, _code in codes}
    assert none <= {"one-knob-two-days", "the-grump", "read-my-hand"}  # the bets of two ask a function, one has a net
    for level, code in codes:
        assert is_level_code(code) and table_in_code(f" {code[:9]}\n{code[9:]} ") == table_of(level)
    lengths = sorted(len(code) for _level, code in codes)
    assert lengths[len(codes) // 2] < 1000


def test_the_document_says_how_long_a_code_is(registry: Registry) -> None:
    text = (Path(__file__).parents[2] / "docs" / "toml.md").read_text(encoding="utf-8")
    (draft,) = read_levels(text.partition("```toml\n")[2].partition("```")[0])
    own, longest = len(encode_level(draft.level)), max(len(code) for _level, code in coded(registry))
    said = re.search(r"has about (\d+) letters.*?the\slongest\shas\s([\d,]+)\.", text, re.DOTALL)
    assert said is not None  # how tight a text is packed is a matter of the system's zlib too
    assert [int(said[1]), int(said[2].replace(",", ""))] == pytest.approx([own, longest], rel=0.05)
    assert f"can have {LONGEST:,} letters" in text


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
    assert draft.faults == []
    assert encode_level(draft.level) == code, "and written as they were"


def test_damaged_and_forged_codes_are_refused_in_a_sentence(registry: Registry) -> None:
    rng, (level, code) = random.Random(3), coded(registry)[0]
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    others = ["", "DL1-", "DL2-" + code[4:], "DS1-" + code[4:], code[:-3], code[: len(code) // 2]]
    others.append("DL1-" + "A" * 30_000)
    for _turn in range(500):
        place = rng.randrange(4, len(code) - 1)  # of the last letter not every bit counts
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


def test_a_level_that_needs_a_file_has_no_code(registry: Registry) -> None:
    level = replace(registry.catalog.level("seven"), picture="stall.svg")
    for one in (level, replace(level, picture="", stages=[{"picture": "stall.svg"}])):
        with pytest.raises(Refused, match="its own picture, which a code cannot hold"):
            encode_level(one)


def test_a_level_that_is_too_long_for_a_code_is_refused() -> None:
    level = load_all(plugins=False).catalog.level("seven")
    letters = "".join(map(chr, random.Random(1).choices(range(33, 126), k=LONGEST)))  # hardly packed
    for insight in (letters, "x" * BYTES):  # packed well, but too much to be read
        with pytest.raises(Refused, match="too long for a code: save it as a file"):
            encode_level(replace(level, insight=insight))
    assert len(encode_level(replace(level, insight="x" * 100_000))) < LONGEST


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


def test_a_file_without_a_level_is_not_played_and_it_is_said_what_to_do(registry: Registry, home: Path) -> None:
    file = write_plugin(registry.catalog, "learner", "calm", home)
    with pytest.raises(Refused, match=r"calm\.py: .* its learner .* downslope dev calm.py"):
        level_in(file, registry)


def test_a_file_that_is_named_stands_in_for_the_plugin_of_its_name(registry: Registry, tmp_path: Path) -> None:
    text = 'id = "cups"\ntitle = "Cups"\nexamples = [[2, 0.8]]\nweights = [0.5]\n'
    for folder, title in (("kept", "Cups"), ("sent", "New cups")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "cups.toml").write_text(text.replace("Cups", title), encoding="utf-8")
    assert level_in(tmp_path / "kept" / "cups.toml", registry).title == "Cups"
    assert level_in(tmp_path / "sent" / "cups.toml", registry).title == "New cups"
    assert [(plugin.name, plugin.off) for plugin in registry.foreign] == [("cups", False), ("cups", True)]


@pytest.mark.slow
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


def test_a_link_is_a_code_too(registry: Registry) -> None:
    code = PINNED["tea"]
    for link in (level_link_of(code), f"DOWNSLOPE://level/{code}/", f"https://play.example/#level={code}&theme=light"):
        assert is_level_code(link) and table_in_code(f" {link[:30]}\n{link[30:]}") == table_in_code(code)
    assert level_of(level_link_of(code), registry) is level_of(code, registry)
    for other in ("https://play.example/?level=tea", "downslope://run/DL1-", "tea", "#level=DL1-"):
        assert not is_level_code(other)
    with pytest.raises(Refused, match="This is not a level code"):
        level_of("downslope://level/tea", registry)


def level_link_of(code: str) -> str:
    (draft,) = read_levels("\n".join(f"{key} = {inline(value)}" for key, value in table_in_code(code).items()))
    return LINK + encode_level(draft.level)


def test_what_came_from_outside_is_one_trail_of_the_map(registry: Registry) -> None:
    levels = [level_of(code, registry) for code in PINNED.values()]
    assert [trail for trail in trails(registry.catalog) if trail] == [OUTSIDE]
    assert trails(registry.catalog)[OUTSIDE] == levels
    on_the_map = stops(registry.catalog, Progress())
    signs = sign_texts(on_the_map, Progress(), registry.catalog)
    assert [text.name for index, text in signs.items() if on_the_map[index].trail] == ["From outside"]


CUPS = b'id = "cups"\ntitle = "Cups"\nexamples = [[2, 0.8]]\nweights = [0.5]\n'


def zipped(*names: str) -> bytes:
    """A pack of these files, each of them a level."""
    pack = BytesIO()
    with ZipFile(pack, "w") as archive:
        archive.writestr("pack.toml", 'id = "two"\ntitle = "Two"\n')
        for name in names:
            archive.writestr(name, CUPS)
    return pack.getvalue()


def test_bytes_are_opened_and_kept_as_they_came(registry: Registry, home: Path) -> None:
    game = Game(Store(home))
    for name, content, kept in (("C/cups.toml", CUPS, "cups.toml"), ("TWO.ZIP", zipped("levels/1.toml"), "TWO.zip")):
        level = level_in_bytes(name, content, game.registry)
        assert level is level_in_bytes("other-name.zip" if "ZIP" in name else "x.toml", content, game.registry)
        keep_level(game, level)
        assert (home / "plugins" / kept).read_bytes() == content
    assert game.catalog.titles[level.plugin] == "Two"
    assert {"two/cups", "cups/cups"} <= set(load_all(home, packages=False).catalog.levels)


NO_LEVELS = [
    ("cups.py", b"raise SystemExit", "cups.py: a level is a TOML file, or a zip of several."),
    ("cups.toml", CUPS.replace(b"title", b"titel"), "cups.toml, line 2: Level cups"),
    ("cups.toml", b"id = ", "cups.toml, line 1: Invalid value."),
    ("cups.toml", b"\xff", "cups.toml, line 1: cups.toml is not UTF-8: byte 0xff."),
    ("cups.toml", CUPS + b'learner = "x"\nneeds = ["careful"]', "It needs careful, which is not here."),
    ("cups.zip", b"PK", "cups.zip is not a zip, or it is damaged."),
    ("cups.zip", zipped("levels/cups.py"), "entry levels/cups.py: a pack has pack.toml, levels/"),
    ("cups.toml", b"levels = []", "there is no level in it"),
]


def test_bytes_that_are_no_level_are_refused(registry: Registry) -> None:
    before = len(registry.plugins)
    for name, content, sentence in NO_LEVELS:
        with pytest.raises(Refused) as refused:
            level_in_bytes(name, content, registry)
        assert sentence in str(refused.value) and len(registry.plugins) == before


@pytest.mark.slow
@pytest.mark.usefixtures("display")
def test_the_command_plays_a_code_a_link_or_a_pack_as_it_stands(home: Path, tmp_path: Path, capsys: Any) -> None:
    assert run(["level", "thirteen", "--as", "link"]) == 0
    link = capsys.readouterr().out.strip()
    assert link.startswith("downslope://level/DL1-")
    assert run(["new", "pack", "winter", "--into", str(tmp_path)]) == 0
    for word in (link, PINNED["cups"], str(tmp_path / "winter")):
        assert run(["play", word, "--frames", "2"]) == 0
    assert run(["play", link[:-3], "--frames", "2"]) == 2
    assert "damaged" in capsys.readouterr().err
