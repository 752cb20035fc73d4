"""Packs of levels: a folder or a zip is a plugin without code, told as one chapter, and refused with a sentence."""

from __future__ import annotations

import random
import struct
import tracemalloc
import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path

import pytest

from downslope import Learn, Session
from downslope.attempt.game.progression import stops
from downslope.level_files.pack import BYTES, FILES, NAME
from downslope.paths import plugin_files
from downslope.registry.plugin import Plugin
from downslope.registry.registry import Registry
from downslope.registry.sources import reload
from downslope.scenes.level_map import sign_texts
from downslope.scenes.plugins import view_of
from downslope.storage.saves import Progress
from downslope.terminal.commands import run
from support import shipped

PACK = 'downslope = 1\nid = "winter"\ntitle = "Winter days"\nversion = "1.2"\n'
LEVEL = 'id = "ID"\ntitle = "Jackets"\nexamples = [[-2, 0.8]]\nweights = [0.5]\n'
TABLE = """id = "table"
title = "Table"
weights = [0.5]
examples = { csv = "days.csv", input = "degrees", goal = "jackets" }
"""
WHOLE = {
    "pack.toml": PACK,
    "levels/10-last.toml": LEVEL.replace("ID", "last"),
    "levels/02-table.toml": TABLE,
    "levels/01-first.toml": LEVEL.replace("ID", "first"),
    "data/days.csv": "degrees,jackets\n-2,0.8\n-1,0.4\n",
}
Content = str | bytes


def zipped(files: Mapping[str, Content], way: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", way) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def laid_out(files: Mapping[str, Content], folder: Path) -> Path:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def come_in(path: Path) -> tuple[Registry, Plugin]:
    registry = Registry()
    registry.catalog.metrics.update(shipped().metrics)
    registry.catalog.learners.update(shipped().learners)
    plugin = registry.add_file(path)
    registry.collect()
    return registry, plugin


@pytest.fixture
def opened(tmp_path: Path) -> Callable[[bytes], Plugin]:
    """The record of a zip of these bytes."""

    def open_zip(content: bytes) -> Plugin:
        path = tmp_path / "winter.zip"
        path.write_bytes(content)
        return come_in(path)[1]

    return open_zip


def told(plugin: Plugin) -> list[str]:
    return [f"{fault.place}: {fault.sentence}" for fault in plugin.faults]


@pytest.mark.parametrize("form", ["folder", "zip", "zip in a folder"])
def test_a_pack_is_a_plugin_whose_levels_are_in_order(form: str, tmp_path: Path) -> None:
    path = tmp_path / ("winter-1.2.zip" if form != "folder" else "downloaded")
    if form == "folder":
        laid_out(WHOLE, path)
        (path / "README.md").write_text("Read me.", encoding="utf-8")
    else:
        around = "winter-main/" if form == "zip in a folder" else ""
        beside: dict[str, Content] = {"__MACOSX/._pack.toml": b"\0", f"{around}levels/.DS_Store": b"\0"}
        path.write_bytes(zipped(beside | {f"{around}{name}": text for name, text in WHOLE.items()}))
    assert plugin_files(tmp_path) == [path]
    registry, plugin = come_in(path)
    assert (told(plugin), plugin.version) == ([], "1.2")
    assert plugin.keys("level") == ["winter/first", "winter/table", "winter/last"]
    session = Session(registry.catalog.level("winter/table"), registry.catalog, [Learn(1)])
    assert session.run.count == 1 and [each.goal_prediction for each in session.base.examples] == [0.8, 0.4]
    view = view_of(plugin)
    assert (view.kind, view.status, view.on) == ("data", "runs no code", True)


def test_it_is_one_chapter_on_the_map(tmp_path: Path) -> None:
    registry, _plugin = come_in(laid_out(WHOLE, tmp_path / "winter"))
    on_the_map = stops(registry.catalog, Progress())
    signs = sign_texts(on_the_map, Progress(), registry.catalog)
    own = [index for index, stop in enumerate(on_the_map) if stop.trail == "winter"]
    assert len(own) == 3 and [index for index in own if index in signs] == own[:1]
    assert signs[own[0]].name == "Winter days"


def test_a_fault_names_the_file_and_the_line_also_within_a_zip(tmp_path: Path) -> None:
    files = WHOLE | {"levels/02-table.toml": TABLE.replace("degrees", "warmth"), "levels/03.toml": "id = \n"}
    files["levels/04.toml"] = LEVEL.replace("ID", "first")
    (tmp_path / "winter.zip").write_bytes(zipped(files))
    for path in (laid_out(files, tmp_path / "winter"), tmp_path / "winter.zip"):
        _registry, plugin = come_in(path)
        assert plugin.keys("level") == ["winter/first", "winter/last"]
        first, second, third = told(plugin)
        assert first.startswith("02-table.toml, line 4: Level table: days.csv, line 1: ") and "'warmth'" in first
        assert second.startswith("03.toml, line 1: Invalid value") and third.startswith("04.toml")
        assert "There is already a level named first" in third
        number, text = plugin.faults[0].source[1]
        assert number == 4 and "csv" in text


def test_what_is_wrong_with_its_pack_toml_is_told_with_the_line(opened: Callable[[bytes], Plugin]) -> None:
    for old, new, line, sentence in (
        ('"winter"', '"Winter"', 2, "id is 'Winter'; allowed: small letters, figures and hyphens"),
        ("title = ", "titel = ", 3, "did you mean 'title'?"),
        ('id = "winter"', "", 1, "id is ''; allowed: a pack.toml with id and title"),
        ("downslope = 1", "downslope = 2", 1, "this game reads form 1"),
        ("days", "d" * 41, 3, "allowed: what the chapter is called, at most 40 letters"),
        ('"1.2"', "1.2", 4, "version is 1.2; allowed: a text"),
        ('"1.2"', '"1.2"\nneeds = "careful"', 5, "needs is 'careful'; allowed: a list of plugins"),
        ('"1.2"', '"1.2"\nneeds = ["careful<1"]', 5, "needs is ['careful<1']; allowed: a list of plugins"),
        ("title = ", "title ", 3, "Expected '='"),
    ):
        plugin = opened(zipped(WHOLE | {"pack.toml": PACK.replace(old, new)}))
        (said,) = told(plugin)
        assert said.startswith(f"pack.toml, line {line}: ") and sentence in said, said
        assert plugin.name == "winter", "as its file is"


def entry(name: str, mode: int = 0o100644) -> zipfile.ZipInfo:
    found = zipfile.ZipInfo(name)
    found.create_system, found.external_attr = 3, mode << 16
    return found


def with_entry(info: zipfile.ZipInfo, content: Content = "x") -> bytes:
    buffer = BytesIO(zipped(WHOLE))
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr(info, content)
    return buffer.getvalue()


def bomb(size: int) -> bytes:
    """A CSV file of nothing but zeros, packed to a thousandth; it says how large it is."""
    return zipped(WHOLE | {"data/days.csv": b"0" * size})


def lying_bomb() -> bytes:
    """The same, and it says that it has 40 bytes."""
    content = bytearray(bomb(BYTES))
    at = content.rfind(b"data/days.csv") - 46
    content[at + 24 : at + 28] = struct.pack("<I", 40)
    return bytes(content)


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "above": (lambda: with_entry(entry("../x.toml")), "entry ../x.toml: a name inside the pack is wanted."),
    "from the root": (lambda: with_entry(entry("/levels/x.toml")), "entry /levels/x.toml: a name inside"),
    "within": (lambda: with_entry(entry("levels/../../x.toml")), "entry levels/../../x.toml: a name inside"),
    "a drive": (lambda: with_entry(entry("C:x.toml")), "entry C:x.toml: a name inside"),
    "a link": (lambda: with_entry(entry("data/x.csv", 0o120777), "x"), "entry data/x.csv: a file is wanted, no link"),
    "code": (lambda: with_entry(entry("levels/x.py")), "entry levels/x.py: a pack has pack.toml, levels/*.toml"),
    "another zip": (lambda: with_entry(entry("data/x.zip")), "entry data/x.zip: a pack has"),
    "a long name": (lambda: with_entry(entry(f"data/{'x' * NAME}.csv")), "a pack has pack.toml"),
    "another folder": (lambda: with_entry(entry("src/"), ""), "entry src/: a pack has no such folder"),
    "bzip2": (lambda: zipped(WHOLE, zipfile.ZIP_BZIP2), "it is packed in a way that is not read"),
    "a bomb": (lambda: bomb(12_000_000), "allowed: 5000000"),
    "a lying bomb": (lying_bomb, "days.csv"),
    "10,000 entries": (lambda: zipped({f"data/{n}.csv": "" for n in range(10_000)}), f"allowed: {FILES}"),
    "201 files": (lambda: zipped(WHOLE | {f"data/{n}.csv": "" for n in range(FILES)}), f"allowed: {FILES}"),
    "no zip": (lambda: b"PK" + b"\0" * 400, "is not a zip, or it is damaged"),
    "cut off": (lambda: zipped(WHOLE)[:-30], "is not a zip, or it is damaged"),
    "no manifest": (lambda: zipped({"levels/x.toml": LEVEL}), "There is no pack.toml in it."),
    "no level": (lambda: zipped({"pack.toml": PACK}), "The pack has no levels"),
    "latin-1": (lambda: zipped(WHOLE | {"levels/x.toml": b"# \xe5"}), "x.toml is not UTF-8: byte 0xe5."),
}


def test_what_no_pack_may_be_is_refused_by_name(opened: Callable[[bytes], Plugin]) -> None:
    for make, sentence in HOSTILE.values():
        content = make()
        tracemalloc.start()
        try:
            plugin = opened(content)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        assert any(sentence in each for each in told(plugin)), told(plugin)
        assert peak < 20_000_000


def test_two_entries_of_one_name_are_refused(opened: Callable[[bytes], Plugin]) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        content = with_entry(entry("pack.toml"), PACK)
    assert told(opened(content)) == ["winter.zip: entry pack.toml: it is there twice."]


def test_a_link_in_a_folder_is_not_followed(tmp_path: Path) -> None:
    folder = laid_out(WHOLE, tmp_path / "winter")
    (folder / "data" / "more.csv").symlink_to(tmp_path / "secret.csv")
    (said,) = told(come_in(folder)[1])
    assert "entry data/more.csv: expected a file inside the pack, not a link." in said


def test_any_zip_is_loaded_or_refused_with_a_sentence(opened: Callable[[bytes], Plugin]) -> None:
    rng, whole = random.Random(5), zipped(WHOLE)
    loaded = 0
    for _turn in range(80):
        content = bytearray(whole)
        for _letter in range(rng.randrange(1, 4)):
            content[rng.randrange(len(content))] = rng.randrange(256)
        plugin = opened(bytes(content))
        loaded += len(plugin.keys("level")) == 3
        assert plugin.keys("level") or (plugin.faults and all(fault.sentence for fault in plugin.faults))
    assert 0 < loaded < 80


def test_any_pack_toml_is_loaded_or_refused_with_a_sentence(opened: Callable[[bytes], Plugin]) -> None:
    rng = random.Random(6)
    text = PACK + 'about = "x"\nlanguage = "nb"\nlicence = "CC0"\nneeds = []\n'
    for _turn in range(80):
        place = rng.randrange(len(text))
        mutated = text[:place] + rng.choice('[]{}",=\n .0x') + text[place + rng.randrange(4) :]
        plugin = opened(zipped(WHOLE | {"pack.toml": mutated}))
        assert len(plugin.keys("level")) == 3 or told(plugin) or plugin.missing_needs


def test_it_is_read_again_in_place(tmp_path: Path) -> None:
    folder = laid_out(WHOLE, tmp_path / "winter")
    registry, plugin = come_in(folder)
    (folder / "levels" / "10-last.toml").write_text("title = 3", encoding="utf-8")
    assert reload(registry, plugin) is plugin and plugin.refused is not None
    (folder / "levels" / "10-last.toml").unlink()
    again = reload(registry, plugin)
    assert again.keys("level") == ["winter/first", "winter/table"] and "winter/last" not in registry.catalog.levels


@pytest.mark.slow
def test_the_commands_make_check_and_pack_one(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["new", "pack", "winter"]) == 0
    folder = home / "plugins" / "winter"
    assert capsys.readouterr().out.splitlines()[0] == str(folder)
    assert run(["pack", str(folder), "--out", str(tmp_path / "one.zip")]) == run(["pack", str(folder)]) == 0
    assert folder.with_name("winter.zip").is_file() and plugin_files(folder.parent) == [folder]
    out = capsys.readouterr().out
    assert "2 levels checked: all is well" in out and "one.zip: 4 files" in out
    assert run(["pack", str(folder), "--out", str(tmp_path / "two.zip")]) == 0
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    assert run(["check", str(tmp_path / "one.zip")]) == 0
    level = folder / "levels" / "01-first.toml"
    text = level.read_text(encoding="utf-8")
    level.write_text(text.replace('right = "swing for ever"', 'right = "land"'), encoding="utf-8")
    capsys.readouterr()
    assert run(["pack", str(folder), "--out", str(tmp_path / "three.zip")]) == 1
    line = level.read_text(encoding="utf-8").splitlines().index("[[questions]]") + 1
    assert f"{level}:{line}: bet-wrong: level winter/first" in capsys.readouterr().out
    assert not (tmp_path / "three.zip").exists()
    assert run(["pack", str(tmp_path)]) == 2
    assert "There is no pack.toml in it." in capsys.readouterr().err


def test_a_pack_has_no_more_numbers_than_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same table under many levels is as many examples, and read as often."""
    monkeypatch.setattr("downslope.level_files.pack.NUMBERS", 200)
    levels = {f"levels/{n}.toml": TABLE.replace('"table"', f'"table-{n}"') for n in range(9)}
    table = "degrees,jackets\n" + "-2,0.8\n" * 30
    (tmp_path / "winter.zip").write_bytes(zipped({"pack.toml": PACK, "data/days.csv": table, **levels}))
    _registry, plugin = come_in(tmp_path / "winter.zip")
    assert plugin.keys("level") == [f"winter/table-{n}" for n in range(3)]
    (said,) = told(plugin)
    assert said.startswith("3.toml: Too much for one pack, the rest is skipped; allowed: levels up to 200, numbers")
    monkeypatch.setattr("downslope.level_files.pack.READ", 3 * len(table))
    wrong = table.replace("-2,0.8", "-2,mild", 1)
    (tmp_path / "winter.zip").write_bytes(zipped({"pack.toml": PACK, "data/days.csv": wrong, **levels}))
    faults = told(come_in(tmp_path / "winter.zip")[1])
    assert ["mild" in fault for fault in faults] == [True] * 2 + [False] * 7
    assert f"its levels read more than the {3 * len(table)} that are allowed" in faults[-1]
    monkeypatch.setattr("downslope.level_files.pack.LETTERS_OF_ALL", 2 * len(levels["levels/0.toml"]))
    (tmp_path / "winter.zip").write_bytes(zipped({"pack.toml": PACK, "data/days.csv": table, **levels}))
    _registry, plugin = come_in(tmp_path / "winter.zip")
    assert len(plugin.keys("level")) == 2 and "letters of all levels up to" in told(plugin)[0]


def test_a_pack_has_one_time_limit_for_all_its_levels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if loading it, asking for each level and making something of it took a second each."""
    monkeypatch.setattr("downslope.registry.registry.seconds_since", lambda began: 1.0)
    levels = {f"levels/{number}.toml": LEVEL.replace("ID", f"level-{number}") for number in range(9)}
    _registry, plugin = come_in(laid_out({"pack.toml": PACK, **levels}, tmp_path))
    assert [fault.sentence for fault in plugin.faults] == [
        "The levels took more than 5 s to read; the rest is skipped."
    ]
    assert 0 < len(plugin.keys("level")) < 9
