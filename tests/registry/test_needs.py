"""What a file of levels needs of other plugins: not there is no fault, and is mended by itself."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from downslope import Example, Level, Turn
from downslope.attempt.game.game import Game
from downslope.attempt.shared_level import level_in, level_in_bytes, level_of, pasted_run
from downslope.desktop import clipboard
from downslope.level_files.needs import PluginNeed, needs_in, needs_with, version_order
from downslope.level_files.pack import ZipFiles
from downslope.level_files.reading import LevelDraft
from downslope.registry.plugin import Plugin
from downslope.registry.registry import Registry
from downslope.registry.sources import load_all, reload, switch
from downslope.registry.trust import players_trust
from downslope.scenes.plugins import view_of
from downslope.storage.files import Refused
from downslope.terminal.commands import run
from driving import MemoryStore
from registry.dropped import drop, load, record

LEVEL = 'id = "cups"\ntitle = "Cups"\nexamples = [[2, 0.8]]\nweights = [0.5]\nlearner = "careful/careful"\n'
KNOB = 'knobs = [{ name = "learner", stops = ["momentum", "careful/careful"] }]'
LEARNER = """from downslope import Learner, hookimpl

__version__ = "0.2.1"


class Careful(Learner):
    name = "careful"

    def update(self, weight, weight_delta, alpha):
        return weight - weight_delta * alpha


@hookimpl
def learners():
    return [Careful]
"""


def write(home: Path, needs: str, learner: str = LEARNER) -> None:
    drop(home, **({"careful": learner} if learner else {}))
    (home / "plugins" / "cups.toml").write_text(f"needs = {needs}\n{LEVEL}", encoding="utf-8")


def cups(registry: Registry) -> Plugin:
    found = record(registry, "cups")
    assert found.faults == []
    return found


@pytest.mark.parametrize(
    ("needs", "learner", "lack"),
    [
        ('["careful"]', LEARNER, ""),
        ('["careful>=0.2", "careful >= 0.2.1"]', LEARNER, ""),
        ('["careful>=0.3"]', LEARNER, "It needs careful 0.3 or later; that one is 0.2.1."),
        ('["careful>=0.2"]', LEARNER.replace("__version__", "version"), "that one does not say its version."),
        ('["careful"]', "", "It needs careful/careful, which is not here."),
        ('["careful>=0.2"]', "", "It needs careful/careful 0.2 or later, which is not here."),
        ('["careful"]', "1 +", "It needs careful; it could not load."),
    ],
)
def test_what_is_lacking_is_told_and_is_no_fault(home: Path, needs: str, learner: str, lack: str) -> None:
    write(home, needs, learner)
    plugin = cups(load(home))
    assert [one.sentence[-len(lack) :] for one in plugin.missing_needs] == ([lack] if lack else [])
    assert plugin.keys("level") == ([] if lack else ["cups/cups"])
    view = view_of(plugin)
    if lack:
        assert view.status == "needs careful" and view.chips[0][0].endswith(lack) and view.faults == ()


def test_what_is_switched_off_is_lacking_until_it_is_on(home: Path) -> None:
    write(home, '["careful"]')
    registry = load(home)
    off = switch(registry, record(registry, "careful"), on=False)
    assert [need.sentence for need in cups(registry).missing_needs] == ["It needs careful; it is off."]
    assert "cups/cups" not in registry.catalog.levels
    switch(registry, off, on=True)
    assert cups(registry).missing_needs == [] and "cups/cups" in registry.catalog.levels


@pytest.mark.parametrize("line", ['learner = "careful/careful"', 'metric = "careful/soft"', KNOB])
def test_a_plugin_whose_things_a_level_names_is_needed_unsaid(home: Path, line: str) -> None:
    """As the workshop saves it: whoever opens the file elsewhere is told what it needs, and no fault of it."""
    write(home, "[]", "")
    text = LEVEL.replace('learner = "careful/careful"', line)
    (home / "plugins" / "cups.toml").write_text(text, encoding="utf-8")
    plugin = cups(load(home))
    (need,) = plugin.missing_needs
    assert need.sentence.startswith("It needs careful/") and need.sentence.endswith(", which is not here.")
    assert plugin.faults == []


@pytest.mark.parametrize("form", ["folder", "zip"])
def test_so_it_is_in_a_pack(home: Path, form: str) -> None:
    files = {"pack.toml": 'id = "pots"\ntitle = "Pots"\n', "levels/1.toml": LEVEL, "levels/2.toml": "id = 3\n"}
    place = home / "plugins" / "pots"
    (place / "levels").mkdir(parents=True)
    for name, text in files.items():
        (place / name).write_text(text, encoding="utf-8")
    if form == "zip":
        shutil.make_archive(str(place), "zip", place)
        shutil.rmtree(place)
    plugin = record(load(home), "pots")
    assert [one.sentence for one in plugin.missing_needs] == ["It needs careful/careful, which is not here."]


def test_stages_and_what_is_compared_need_it_too() -> None:
    level = Level("a", title="A", examples=[Example(1, 2)], beside="soft/er", stages=[{"learner": "careful/gentle"}])
    assert needs_with([PluginNeed("soft", "2")], [LevelDraft(level)]) == (
        PluginNeed("soft", "2", thing="soft/er"),
        PluginNeed("careful", thing="careful/gentle"),
    )


def test_what_waits_to_be_trusted_is_lacking_until_it_is(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DOWNSLOPE_TRUST")
    write(home, '["careful"]')
    registry = load_all(home, packages=False, trust=players_trust(home))
    told = "It needs careful; it is new here, and waits to be trusted."
    assert [need.sentence for need in cups(registry).missing_needs] == [told]


def test_what_comes_later_is_found(home: Path) -> None:
    write(home, '["careful"]', "")
    registry = load(home)
    assert cups(registry).missing_needs
    write(home, '["careful"]')
    registry.add_file(home / "plugins" / "careful.py")
    registry.collect()
    for lacking in [one for one in registry.plugins if one.missing_needs]:
        reload(registry, lacking)
    assert cups(registry).keys("level") == ["cups/cups"]


@pytest.mark.slow
def test_the_commands_tell_it(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(home, '["careful"]', "")
    assert run(["plugins", "--json"]) == 0
    row = next(row for row in json.loads(capsys.readouterr().out) if row["name"] == "cups")
    assert (row["error"], row["missing_needs"]) == ("", ["It needs careful/careful, which is not here."])
    assert run(["check", str(home / "plugins" / "cups.toml")]) == 0
    assert "plugin-missing-need: plugin cups: It needs careful/careful, which is not here." in capsys.readouterr().out


PHYSICS = """from downslope import Example, Knob, Learner, Level, Metric, Turn

__version__ = "0.2"
downslope_page = "https://physics.school/plugin"


class Lazy(Learner):
    effort = Knob(0.0, 1.0, start=0.5)

    def update(self, weight, weight_delta, alpha):
        return weight - weight_delta * alpha * self.effort


class Quartic(Metric):
    def error(self, prediction, goal_prediction):
        return (prediction - goal_prediction) ** 4

    def delta(self, prediction, goal_prediction):
        return 4 * (prediction - goal_prediction) ** 3


LEVELS = [
    Level("spring", title="A spring", examples=[Example(2.0, 0.8)], weights=[0.5], learner="lazy",
          knobs=[Knob("alpha", 0.01, 2.0), Knob("effort", 0.0, 1.0), Knob("learner", stops=("momentum", "lazy"))],
          variants={"learner": {"lazy": {"metric": "quartic"}}}, stages=[{"learner": "lazy", "star": 3}],
          solution=[Turn("learner", "lazy")]),
]
"""
TOLD = "It needs physics/lazy 0.2 or later, which is not here: https://physics.school/plugin"


def sent(home: Path, form: str, capsys: pytest.CaptureFixture[str]) -> str:
    """The level as `downslope level` writes it where its plugin is."""
    drop(home, physics=PHYSICS)
    assert run(["level", "physics/spring", "--as", form]) == 0
    return capsys.readouterr().out.strip()


@pytest.mark.parametrize("form", ["toml", "code", "link"])
def test_a_level_that_is_sent_away_says_what_it_needs(
    home: Path, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = sent(home, form, capsys)
    shutil.rmtree(home / "plugins")
    registry = load(home)
    with pytest.raises(Refused) as why:
        level_in_bytes("spring.toml", text.encode(), registry) if form == "toml" else level_of(text, registry)
    assert str(why.value).endswith(TOLD)
    drop(home, physics=PHYSICS.replace("LEVELS", "_levels"))
    registry = load(home)
    level = level_in_bytes("spring.toml", text.encode(), registry) if form == "toml" else level_of(text, registry)
    assert level.plugin.startswith("code-") and level.learner == "physics/lazy"
    assert level.knobs[2].stops == ["momentum", "physics/lazy"]
    assert [*level.solution] == [Turn("learner", "physics/lazy")]
    assert level.variants == {"learner": {"physics/lazy": {"metric": "physics/quartic"}}}
    assert level.stages[0]["learner"] == "physics/lazy"


def test_the_plugin_that_keeps_a_level_out_can_be_looked_at(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    code, looks = sent(home, "code", capsys), list[str]()
    drop(home, physics='__version__ = "0.1"\n')
    game = Game(MemoryStore())
    game.plugins.loaded = load(home)
    monkeypatch.setattr(clipboard, "paste", lambda: code)
    assert pasted_run(game, looks.append) is None
    game.toasts.act_on_newest()
    assert looks == ["physics"]


def test_so_does_python_and_a_pack(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "learner='physics/lazy'" in sent(home, "python", capsys)
    pack = tmp_path / "school"
    files = {
        "pack.toml": 'id = "school"\ntitle = "School"\n',
        "levels/1.toml": LEVEL.replace("careful/careful", "lazy"),
        "levels/2.toml": LEVEL.replace("careful/careful", "momentum").replace("cups", "pots") + "# a note",
    }
    (pack / "levels").mkdir(parents=True)
    for name, text in files.items():
        (pack / name).write_text(text, encoding="utf-8")
    assert run(["pack", str(pack)]) == 0
    zipped = ZipFiles(tmp_path / "school.zip", (tmp_path / "school.zip").read_bytes())
    assert zipped.read("levels/2.toml", 999) == files["levels/2.toml"].encode()
    shutil.rmtree(home / "plugins")
    registry = load(home)
    with pytest.raises(Refused) as why:
        level_in(tmp_path / "school.zip", registry)
    assert str(why.value).endswith(TOLD)


NO_NEEDS: list[object] = [
    "careful", ["careful<2"], [1], ["../x"], ["careful>="], ["x"] * 21, {"careful": 1}, [{"version": "1"}],
    [{"name": "a", "page": "javascript:1"}], [{"name": "a", "more": 1}], [{"name": "a", "version": 1.5}],
]  # fmt: skip


def test_what_is_no_list_of_needs_is_refused() -> None:
    for needs in NO_NEEDS:
        with pytest.raises(Refused, match=r"allowed: a list of plugins, such as"):
            needs_in({"needs": needs})
    page = {"name": "careful", "version": "2", "page": "http://a.b/c"}
    assert needs_in({"needs": [page]}) == (PluginNeed("careful", "2", "http://a.b/c"),)
    assert needs_in({"needs": ["careful", "warm-er >= 0.2"]}) == (PluginNeed("careful"), PluginNeed("warm-er", "0.2"))


def test_versions_are_compared_number_by_number() -> None:
    for version, least in (
        ("0.10", "0.9"),
        ("1.0", "1"),
        ("1", "1.0.0"),
        ("v2", "1.9"),
        ("0.2", "0.2rc1"),
        ("1.2.1", "1.2"),
    ):
        first, second = version_order(least), version_order(version)
        assert first <= second and (first == second) == (version in ("1.0", "1"))
    assert version_order("unknown") < version_order("0.1")
