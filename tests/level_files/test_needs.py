"""What a file of levels needs of other plugins: not there is no fault, and is mended by itself."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from downslope import Example, Level, Turn
from downslope.attempt.shared_level import level_in, level_in_bytes, level_of
from downslope.level_files.needs import PluginNeed, needs_in, needs_with, version_order
from downslope.level_files.pack import ZipFiles
from downslope.level_files.reading import LevelDraft
from downslope.level_files.to_toml import encode_level, python_of, toml_of
from downslope.registry.loading import load_all, reload, switch
from downslope.registry.registry import Registry
from downslope.registry.trust import players_trust
from downslope.scenes.plugins import view_of
from downslope.storage.files import Refused
from downslope.terminal.commands import run
from downslope.testing.plugin_check import entry_faults
from registry.dropped import CUPS, drop, load, put, record

LEARNER = """from downslope import *
__version__ = "0.2.1"
class Careful(Learner):
    def update(self, weight, weight_delta, alpha): return weight - weight_delta * alpha
"""
NEED = 'learner = "careful/careful"'


def write(home: Path, needs: str = '["careful"]', learner: str = "", line: str = NEED) -> None:
    drop(home, **({"careful": learner} if learner else {}))
    put(home, "cups.toml", f"needs = {needs}\n{CUPS}{line}\n")


def lacks(registry: Registry) -> list[str]:
    """What the cups lack; it is no fault of theirs, and they are there where they lack nothing."""
    plugin = record(registry, "cups")
    assert plugin.faults == [] and plugin.keys("level") == ([] if plugin.missing_needs else ["cups/cups"])
    return [need.sentence for need in plugin.missing_needs]


ROWS = [
    ('["careful"]', LEARNER, ""), ('["careful>=0.2", "careful >= 0.2.1"]', LEARNER, ""),
    ('["careful>=0.3"]', LEARNER, "It needs careful 0.3 or later; that one is 0.2.1."),
    ('["careful>=0.2"]', LEARNER.replace("__version__", "version"),
     "It needs careful 0.2 or later; that one does not say its version."),
    ('["careful"]', "1 +", "It needs careful; it could not load."),
    ('["careful>=0.2"]', "", "It needs careful/careful 0.2 or later, which is not here."),
    ("[]", "", "It needs careful/careful, which is not here."),  # unsaid, as the workshop saves it
]  # fmt: skip


def test_what_is_lacking_is_told_and_mended(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number, (needs, learner, lack) in enumerate(ROWS):
        folder = tmp_path / str(number)
        write(folder, needs, learner)
        registry = load(folder)
        assert lacks(registry) == [lack] * bool(lack)
        view = view_of(record(registry, "cups"))
        assert (view.status == "needs careful" and view.chips[0][0].endswith(lack)) is bool(lack) and view.faults == ()
    (found,) = entry_faults(record(registry, "cups"))
    assert str(found).endswith(f"plugin-missing-need: plugin cups: {lack}")
    for line in ('metric = "careful/soft"', 'knobs = [{ name = "learner", stops = ["momentum", "careful/careful"] }]'):
        write(tmp_path, "[]", line=line)
        (unsaid,) = lacks(load(tmp_path))
        assert unsaid.startswith("It needs careful/") and unsaid.endswith(", which is not here.")
    level = Level("a", title="A", examples=[Example(1, 2)], beside="soft/er", stages=[{"learner": "careful/gentle"}])
    assert needs_with([PluginNeed("soft", "2")], [LevelDraft(level)]) == (
        PluginNeed("soft", "2", thing="soft/er"), PluginNeed("careful", thing="careful/gentle"),
    )  # fmt: skip
    write(home)
    registry = load(home)
    assert lacks(registry)
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


PHYSICS = """from downslope import *
__version__ = "0.2"
downslope_page = "https://physics.school/plugin"
class Lazy(Learner):
    effort = Knob(0.0, 1.0, start=0.5)
    def update(self, weight, weight_delta, alpha): return weight - weight_delta * alpha * self.effort
class Quartic(Metric):
    def error(self, prediction, goal_prediction): return (prediction - goal_prediction) ** 4
LEVELS = [
    Level("spring", title="A spring", examples=[Example(2.0, 0.8)], weights=[0.5], learner="lazy",
          knobs=[Knob("alpha", 0.01, 2.0), Knob("effort", 0.0, 1.0), Knob("learner", stops=("momentum", "lazy"))],
          variants={"learner": {"lazy": {"metric": "quartic"}}}, stages=[{"learner": "lazy", "star": 3}],
          solution=[Turn("learner", "lazy")]),
]
"""
TOLD = "It needs physics/lazy 0.2 or later, which is not here: https://physics.school/plugin"


def test_a_level_or_a_pack_that_is_sent_away_says_what_it_needs(home: Path, tmp_path: Path) -> None:
    drop(home, physics=PHYSICS)
    plain = CUPS.replace("cups", "pots") + "# a note"
    lazy = 'learner = "lazy"\nrecording = [["learn", 1], ["turn", "learner", "lazy"]]\n'
    lazy += 'knobs = [{ name = "learner", stops = ["momentum", "lazy"] }]\n'
    files = {"pack.toml": 'id = "school"\ntitle = "School"\n', "levels/2.toml": plain, "levels/1.toml": CUPS + lazy}
    for name, text in files.items():
        put(home, f"school/{name}", text)
    pack = tmp_path / "school.zip"
    assert run(["pack", str(home / "plugins" / "school"), "--out", str(pack)]) == 0
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


NO_NEEDS: list[object] = [
    "careful", ["careful<2"], [1], ["../x"], ["careful>="], ["x"] * 21, {"careful": 1}, [{"version": "1"}],
    [{"name": "a", "page": "javascript:1"}], [{"name": "a", "more": 1}], [{"name": "a", "version": 1.5}],
]  # fmt: skip


def test_what_is_no_list_of_needs_is_refused_and_versions_are_compared_number_by_number() -> None:
    for needs in NO_NEEDS:
        with pytest.raises(Refused, match=r"allowed: a list of plugins, such as"):
            needs_in({"needs": needs})
    page = {"name": "careful", "version": "2", "page": "http://a.b/c"}
    assert needs_in({"needs": [page, "warm-er >= 0.2", *["x"] * 18]})[:2] == (
        PluginNeed("careful", "2", "http://a.b/c"), PluginNeed("warm-er", "0.2"),
    )  # fmt: skip
    for later, least in (("0.10", "0.9"), ("v2", "1.9"), ("0.2", "0.2rc1"), ("1.2.1", "1.2"), ("0.1", "unknown")):
        assert version_order(least) < version_order(later)
    assert version_order("1.0") == version_order("1") == version_order("1.0.0")
