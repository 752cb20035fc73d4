"""Packs of levels: a folder or a zip is a plugin without code, and refused with a sentence where it cannot be one; and
what it, or a level, needs of other plugins: not there is no fault, and is mended by itself."""

import random
import shutil
import struct
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from downslope import Example, Learn, Level, Session, Turn
from downslope.attempt.game.progression import stops
from downslope.attempt.shared_level import level_in, level_in_bytes, level_of
from downslope.level_files.needs import PluginNeed, needs_with
from downslope.level_files.pack import ZipFiles
from downslope.level_files.reading import LevelDraft
from downslope.level_files.to_toml import encode_level, python_of, toml_of
from downslope.paths import plugin_files
from downslope.registry.loading import load_all, reload, switch
from downslope.registry.plugin import Plugin
from downslope.registry.registry import Registry
from downslope.registry.trust import players_trust
from downslope.scenes.level_map import sign_texts
from downslope.scenes.plugins import view_of
from downslope.storage.files import Refused
from downslope.storage.saves import Progress
from downslope.terminal.commands import run
from downslope.terminal.plugins import write_plugin
from downslope.testing.plugin_check import entry_faults
from level_files.samples import Content, laid_out, sample, samples_of, zipped
from lib.support import shipped
from registry.dropped import CUPS, come_in, drop, load, put, record

WHOLE = samples_of("winter")
PACK, TABLE = str(WHOLE["pack.toml"]), str(WHOLE["levels/02-table.toml"])


def zip_in(folder: Path, content: bytes) -> Plugin:
    """The record of a zip of these bytes."""
    (folder / "winter.zip").write_bytes(content)
    return come_in(folder / "winter.zip")[1]


def told(plugin: Plugin) -> list[str]:
    return [f"{fault.place}: {fault.sentence}" for fault in plugin.faults]


def test_a_pack_is_a_plugin_whose_levels_are_in_order(tmp_path: Path) -> None:
    paths = [laid_out({**WHOLE, "README.md": "Read me."}, tmp_path / "downloaded")]
    for name, around in (("winter-1.2.zip", ""), ("winter-1.3.zip", "winter-main/")):
        beside: dict[str, Content] = {"__MACOSX/._pack.toml": b"\0", f"{around}levels/.DS_Store": b"\0"}
        paths.append(tmp_path / name)
        paths[-1].write_bytes(zipped(beside | {f"{around}{name}": text for name, text in WHOLE.items()}))
    (tmp_path / "downloaded.zip").touch()  # what was packed there is no second one
    assert plugin_files(tmp_path) == paths
    for path in paths:
        registry, plugin = come_in(path)
        assert (told(plugin), plugin.version) == ([], "1.2")
        assert plugin.keys("level") == ["winter/first", "winter/table", "winter/last"]
    session = Session(registry.catalog.level("winter/table"), registry.catalog, [Learn(1)])
    assert session.run.count == 1 and [each.goal_prediction for each in session.base.examples] == [0.8, 0.4]
    assert (view_of(plugin).kind, view_of(plugin).status, view_of(plugin).on) == ("data", "runs no code", True)
    on_the_map = stops(registry.catalog, Progress())
    signs = sign_texts(on_the_map, Progress(), registry.catalog)
    own = [index for index, stop in enumerate(on_the_map) if stop.trail == "winter"]
    assert len(own) == 3 and [index for index in own if index in signs] == own[:1], "one chapter"
    assert signs[own[0]].name == "Winter days"


def test_a_fault_shows_its_line_also_within_a_zip_and_is_mended(tmp_path: Path) -> None:
    files = WHOLE | {"levels/02-table.toml": TABLE.replace("degrees", "warmth")}
    (tmp_path / "winter.zip").write_bytes(zipped(files))
    for path in (tmp_path / "winter.zip", laid_out(files, tmp_path / "winter")):
        registry, plugin = come_in(path)
        ((_before, (number, text)),) = (fault.source for fault in plugin.faults)
        assert number == 4 and "csv" in text
    assert reload(registry, plugin) is plugin and plugin.refused is not None
    for name in ("02-table", "10-last"):
        (path / "levels" / f"{name}.toml").unlink()
    assert reload(registry, plugin).keys("level") == ["winter/first"] and "winter/last" not in registry.catalog.levels


def many(count: int, more: str = "") -> dict[str, Content]:
    """So many levels of one table, each with more in its file."""
    names = {n: TABLE.replace('"table"', f'"table-{n}"') for n in range(count)}
    return {f"levels/{n}.toml": text + more for n, text in names.items()}


def entry(name: str, mode: int = 0o100644, content: Content = "x") -> bytes:
    """A pack with one more entry."""
    info = zipfile.ZipInfo(name)
    info.create_system, info.external_attr = 3, mode << 16
    buffer = BytesIO(zipped(WHOLE))
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr(info, content)
    return buffer.getvalue()


def bomb(size: int, says: int | None = None) -> bytes:
    """A CSV file of nothing but zeros, packed to a thousandth; it says how large it is, or another size."""
    content = bytearray(zipped(WHOLE | {"data/days.csv": b"0" * size}))
    at = content.rfind(b"data/days.csv") - 46
    content[at + 24 : at + 28] = struct.pack("<I", size if says is None else says)
    return bytes(content)


def test_what_no_pack_may_be_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        content = entry("pack.toml", content=PACK)
    assert told(zip_in(tmp_path, content)) == ["winter.zip: entry pack.toml: it is there twice."]
    folder = laid_out(WHOLE, tmp_path / "winter")
    (folder / "data" / "more.csv").symlink_to(tmp_path / "secret.csv")
    (said,) = told(come_in(folder)[1])
    assert "entry data/more.csv: expected a file inside the pack, not a link." in said
    rng, whole, loaded = random.Random(5), zipped(WHOLE), 0
    text = PACK + 'about = "x"\nlanguage = "nb"\nlicence = "CC0"\nneeds = []\n'
    for _turn in range(60):  # any zip and any pack.toml is loaded or refused with a sentence
        bits, place = bytearray(whole), rng.randrange(len(text))
        for _letter in range(rng.randrange(1, 4)):
            bits[rng.randrange(len(bits))] = rng.randrange(256)
        mutated = text[:place] + rng.choice('[]{}",=\n .0x') + text[place + rng.randrange(4) :]
        for each in (bytes(bits), zipped(WHOLE | {"pack.toml": mutated})):
            plugin = zip_in(tmp_path, each)
            loaded += len(plugin.keys("level")) == 3
            assert plugin.keys("level") or told(plugin) or plugin.missing_needs
    assert 0 < loaded < 120


def test_a_pack_has_the_limits_of_a_file_and_one_of_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if loading it, asking for each level and making something of it took a second each. A table that is named
    again counts again."""
    with monkeypatch.context() as patch:
        patch.setattr("downslope.level_files.pack.NUMBERS", 10)
        plugin = zip_in(tmp_path, zipped(WHOLE | many(9)))
    assert len(plugin.keys("level")) == 3 and "numbers in examples 10" in told(plugin)[-1]
    with monkeypatch.context() as patch:
        patch.setattr("downslope.level_files.pack.LEVELS", 4)
        assert [len(told(zip_in(tmp_path, zipped(WHOLE | many(count))))) for count in (1, 2)] == [0, 1]
    monkeypatch.setattr("downslope.registry.registry.seconds_since", lambda began: 1.0)
    plugin = zip_in(tmp_path, zipped(WHOLE | many(9)))
    assert told(plugin) == ["winter.zip: The levels took more than 5 s to read; the rest is skipped."]
    assert 0 < len(plugin.keys("level")) < 9


@pytest.mark.slow
def test_a_pack_with_a_wrong_bet_is_told_with_its_line_and_not_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_plugin(shipped(), "pack", "winter", tmp_path)
    level = folder / "levels" / "01-first.toml"
    text = level.read_text(encoding="utf-8")
    level.write_text(text.replace('right = "swing for ever"', 'right = "land"'), encoding="utf-8")
    assert run(["pack", str(folder)]) == 1 and not (tmp_path / "winter.zip").exists()
    line = text.splitlines().index("[[questions]]") + 1
    assert f"{level}:{line}: bet-wrong: level winter/first" in capsys.readouterr().out


LEARNER, PHYSICS = sample("careful.txt"), sample("physics.txt")


def lacks(registry: Registry) -> list[str]:
    """What the cups lack; it is no fault of theirs, and they are there where they lack nothing."""
    plugin = record(registry, "cups")
    assert plugin.faults == [] and plugin.keys("level") == ([] if plugin.missing_needs else ["cups/cups"])
    return [need.sentence for need in plugin.missing_needs]


def test_what_is_lacking_is_told_and_mended(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    level = Level("a", title="A", examples=[Example(1, 2)], beside="soft/er", stages=[{"learner": "careful/gentle"}])
    assert needs_with([PluginNeed("soft", "2")], [LevelDraft(level)]) == (
        PluginNeed("soft", "2", thing="soft/er"), PluginNeed("careful", thing="careful/gentle"),
    )  # fmt: skip
    put(home, "cups.toml", sample("cups.toml"))
    registry = load(home)
    (lack,), view = lacks(registry), view_of(record(registry, "cups"))
    assert (view.status, view.faults) == ("needs careful", ()) and view.chips[0][0].endswith(lack)
    (found,) = entry_faults(record(registry, "cups"))
    assert str(found).endswith(f"plugin-missing-need: plugin cups: {lack}")
    drop(home, careful=LEARNER)
    registry.add_file(home / "plugins" / "careful.py")
    registry.collect()
    reload(registry, record(registry, "cups"))
    assert lacks(registry) == []
    off = switch(registry, record(registry, "careful"), on=False)
    assert lacks(registry) == ["It needs careful; it is off."]
    switch(registry, off, on=True)
    assert lacks(registry) == []
    monkeypatch.delenv("DOWNSLOPE_TRUST")
    registry = load_all(home, packages=False, trust=players_trust(home))
    assert lacks(registry) == ["It needs careful; it is new here, and waits to be trusted."]


TOLD = "It needs physics/lazy 0.2 or later, which is not here: https://physics.school/plugin"


def test_a_level_or_a_pack_that_is_sent_away_says_what_it_needs(home: Path, tmp_path: Path) -> None:
    drop(home, physics=PHYSICS)
    plain = CUPS.replace("cups", "pots") + "# a note"
    lazy = 'learner = "lazy"\nrecording = [["learn", 1], ["turn", "learner", "lazy"]]\n'
    lazy += 'knobs = [{ name = "learner", stops = ["momentum", "lazy"] }]\n'
    files = {"pack.toml": 'id = "school"\ntitle = "School"\n', "levels/2.toml": plain, "levels/1.toml": CUPS + lazy}
    for name, text in files.items():
        put(home, f"school/{name}", text)
    folder, pack = home / "plugins" / "school", tmp_path / "school.zip"
    assert run(["pack", str(folder), "--out", str(pack)]) == run(["pack", str(folder)]) == 0
    assert pack.read_bytes() == folder.with_name("school.zip").read_bytes()
    assert ZipFiles(pack, pack.read_bytes()).read("levels/2.toml", 999) == plain.encode()
    assert ZipFiles(pack, pack.read_bytes()).read("levels/1.toml", 999).count(b'"physics/lazy"') == 3
    catalog = load(home).catalog
    level = catalog.level("physics/spring")
    assert "learner='physics/lazy'" in python_of(level, catalog)
    data, code = toml_of(level, catalog=catalog).encode(), encode_level(level, catalog)
    shutil.rmtree(home / "plugins")
    ways: list[Callable[[], Level]] = [
        lambda: level_in_bytes("a.toml", data, load(home)), lambda: level_of(code, load(home)),
        lambda: level_in(pack, load(home)),
    ]  # fmt: skip
    for way in ways:
        with pytest.raises(Refused) as why:
            way()
        assert str(why.value).endswith(TOLD)
    shutil.copy(pack, put(home, "school.zip", ""))
    assert [need.sentence for need in record(load(home), "school").missing_needs] == [TOLD]
    drop(home, physics=PHYSICS.replace("LEVELS", "_levels"))
    for level in [way() for way in ways[:2]]:
        assert level.plugin.startswith("code-") and level.learner == level.stages[0]["learner"] == "physics/lazy"
        assert level.knobs[2].stops == ["momentum", "physics/lazy"]
        assert [*level.solution] == [Turn("learner", "physics/lazy")]
        assert level.variants == {"learner": {"physics/lazy": {"metric": "physics/quartic"}}}
