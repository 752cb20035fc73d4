"""Settings and progress: what is written comes back, also from earlier versions and for later ones."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from downslope.registry.trust import PluginChoices, TrustEntry
from downslope.storage.level_digest import terms_of
from downslope.storage.progress_export import export_progress, merge_progress, read_progress
from downslope.storage.save_file import with_checksum
from downslope.storage.saves import CHOICES, FIRST_PARS, Progress, Settings, Store
from storage.kept import games, played
from support import campaign, shipped

words = st.text(min_size=1, max_size=12)
likes = st.builds(
    Settings, language=st.just(""),
    theme=st.sampled_from(CHOICES["theme"]), text=st.sampled_from(CHOICES["text"]),
    colours=st.sampled_from(CHOICES["colours"]), sound=st.floats(0, 1), wind=st.floats(0, 1), music=st.floats(0, 1),
    keys=st.dictionaries(words, words, max_size=4), **dict.fromkeys(("still", "full_screen", "bets"), st.booleans()),
)  # fmt: skip


def put(home: Path, name: str, data: dict[str, Any]) -> None:
    (home / "saves").mkdir(exist_ok=True)
    (home / "saves" / f"{name}.json").write_text(json.dumps({"version": 1, **data}), encoding="utf-8")


@settings(max_examples=15, deadline=None)
@given(games, likes)
def test_what_is_saved_is_there_in_the_next_game(
    tmp_path_factory: pytest.TempPathFactory, progress: Progress, liked: Settings
) -> None:
    home = tmp_path_factory.mktemp("home")
    store = Store(home)
    assert (store.settings, store.progress, store.faults) == (Settings(), Progress(), [])
    assert not (home / "saves").exists()
    store.progress, store.settings = progress, liked
    assert store.save()
    again = Store(home)
    assert (again.progress, again.settings, again.faults) == (progress, liked, [])


OLD = Path(__file__).parent / "saves"
STARS = {
    "double-it": [1, 2, 3], "thirteen": [1, 2], "the-grump": [1, 3], "kernels": [1], "physics/spring": [1, 2, 3],
    "winter/jackets": [1],
}  # fmt: skip


@pytest.mark.parametrize("version", ["1.0", "1.1"])
def test_saves_of_before_open_with_all_their_stars_and_are_divided(home: Path, version: str) -> None:
    """What 1.0 and 1.1 have written. The levels of plugins go over into a file of their own, and nothing is lost."""
    for name in ("progress", "settings"):
        put(home, name, json.loads((OLD / f"{name}-{version}.json").read_bytes()))
    store = Store(home)
    assert store.faults == [] and {key: store.progress.stars(key) for key in STARS} == STARS
    thirteen = store.progress.level("thirteen")
    assert (thirteen.best, thirteen.actions, thirteen.digest, thirteen.par, thirteen.hints, thirteen.ghost) == (
        3, [["turn", "alpha", 0.3, 0], ["learn", 3]], "f74cba5763d4", "3 steps", 2, True
    )  # fmt: skip
    assert store.progress.level("the-grump").bets == {"0": False, "1": True}
    assert store.progress.recap("forward") == {"0": True, "1": False, "2": True}
    assert store.progress.last_level == "winter/jackets" and store.progress.level("winter/tea").hints == 1
    assert (store.settings.theme, store.settings.sound, store.settings.keys) == ("light", 0.25, {"step": "k"})
    assert store.settings.wind == (0.5 if version == "1.0" else 0.35)
    assert store.save()
    files = [json.loads((home / "saves" / name).read_text()) for name in ("progress.json", "progress-plugins.json")]
    assert set(files[1]["levels"]) == {"physics/spring", "winter/jackets", "winter/tea"}
    assert not set(files[0]["levels"]) & set(files[1]["levels"])
    assert files[0]["levels"]["seven"].get("medal") == ("gold" if version == "1.1" else None)
    put(home, "progress", json.loads((OLD / f"progress-{version}.json").read_bytes()))  # it was played once more
    back = Store(home)
    assert back.progress == store.progress and back.save() and Store(home).progress == store.progress


LATER = {"later": {"deep": [1, {"more": None}]}, "beside": "own", "join": [[]]}  # entries of a version to come
ROW = {"kind": "file", "source": "/a.py", "print": "12", "since": "2026-11-24"}
LEVELS = {"levels": {"seven": {"reached": True, "stars": [1], **LATER}, "pack/own": {**LATER}}, **LATER}


def entries(home: Path, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((home / name).read_text(encoding="utf-8"))
    return found


def all_progress(home: Path) -> dict[str, Any]:
    """What both files have."""
    game, plugins = (entries(home, f"saves/{name}.json") for name in ("progress", "progress-plugins"))
    return game | {"levels": game["levels"] | plugins["levels"]}


def keeps(written: object, given: object) -> bool:
    """All that was given is in what is written, at every depth."""
    if isinstance(given, dict) and isinstance(written, dict):
        return all(name in written and keeps(written[name], value) for name, value in given.items())
    return written == given


def test_entries_that_this_version_does_not_know_are_kept(home: Path, tmp_path: Path) -> None:
    put(home, "settings", {"theme": "light", **LATER})
    put(home, "progress", LEVELS)
    one, other = Store(home), Store(home)
    one.settings.text, other.settings.text = 1.25, 1.5
    one.progress.level("seven").hints = 2
    other.progress.level("toes").keep(3, [], "abc")
    for store in (one, other):  # the second one is joined with what the first one wrote
        assert store.save() and store.faults == []
        assert keeps(entries(home, "saves/settings.json"), LATER) and keeps(all_progress(home), LEVELS)
    text = export_progress(one.settings, one.progress, home)[0]
    there = Store(tmp_path)
    there.progress.level("seven").beside = {"beside": "stays"}
    merge_progress(read_progress(text.encode()), there.settings, there.progress, lambda key: "", tmp_path)
    assert there.save() and keeps(entries(tmp_path, "saves/settings.json"), {"theme": "light", **LATER})
    found = all_progress(tmp_path)
    assert found["levels"]["seven"].pop("beside") == "stays" and found["levels"]["seven"]["later"] == LATER["later"]
    assert found["levels"]["pack/own"]["beside"] == "own" and keeps(found, LATER)
    decided = {"off": ["a"], "trusted": {"own": {**ROW, **LATER}}, **LATER}
    (home / "plugins.json").write_text(with_checksum({"version": 1, **decided}), encoding="utf-8")
    first, second = PluginChoices(home), PluginChoices(home)
    assert first.trusted == {"own": TrustEntry(**ROW)}
    assert first.switch("b", on=False) and second.trust({"new": TrustEntry(**ROW)}) and second.forget("new")
    assert keeps(entries(home, "plugins.json"), {**decided, "off": ["a", "b"]})


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_whatever_is_in_the_files_the_game_starts(home: Path, text: bytes) -> None:
    (home / "saves").mkdir(exist_ok=True)
    for name in ("settings", "progress"):
        (home / "saves" / f"{name}.json").write_bytes(text)
    store = Store(home)
    assert isinstance(store.progress, Progress) and isinstance(store.settings, Settings) and store.save()


def test_a_setting_that_is_none_goes_back_to_its_usual_value(home: Path) -> None:
    put(home, "settings", {"theme": "pink", "text": 1.25, "sound": 7, "wind": True, "keys": {"step": 5}, "still": 1})
    store = Store(home)
    assert store.settings == Settings(text=1.25)
    assert [fault.split(" ")[1] for fault in store.faults] == ["theme", "sound", "wind", "keys", "still"]
    assert "'pink'" in store.faults[0] and "'dark'" in store.faults[0]
    put(home, "settings", {"sound": 0, "music": 1})
    assert (Store(home).settings.sound, Store(home).settings.music) == (0, 1)
    put(home, "settings", {"sound": 0})  # who had put the effects off hears no music either, which came later
    assert Store(home).settings.music == 0


def test_who_has_come_far_before_panels_came_one_by_one_begins_with_all(home: Path) -> None:
    for level, panels in (("thirteen", "come"), ("hands-off", "all")):
        played(home, level)
        put(home, "settings", {"theme": "light"})
        assert Store(home).settings.panels == panels
    store = Store(home)
    store.settings.panels = "come"
    assert store.save() and Store(home).settings.panels == "come"


def test_of_a_best_of_before_the_par_is_known_by_its_digest(home: Path) -> None:
    """With the digests and pars of all levels as they were when bests did not keep a par yet."""
    first = dict(zip((level.id for level in campaign()), FIRST_PARS.items())) | {"pack/own": ("0123456789ab", "")}
    best = {"best": 1, "reached": True, "stars": [1, 2, 3]}
    put(home, "progress", {"levels": {key: {**best, "digest": digest} for key, (digest, _par) in first.items()}})
    found, now = Store(home).progress, terms_of(shipped().levels)
    assert len(first) == len(campaign()) + 1 and all(found.stars(key) == [1, 2, 3] for key in first)
    assert [found.level(key).par for key in first] == [par for _digest, par in first.values()]
    assert found.level("pack/own").is_under("0123456789ab 1 runs")
    changed = {level.id for level in campaign() if not found.level(level.id).is_under(now(level.id))}
    assert changed == {"a-hundredth", "seven", "below-zero", "the-grump", "warmer", "hands-off"}


def test_what_holds_for_a_visit_is_not_written_unless_the_player_changes_it(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.settings.theme = "light"
    for sound in (0.0, 0.1):
        store.set_for_visit("sound", sound)
    assert (store.settings.sound, store.own_settings()["sound"]) == (0.1, 0.6)
    assert store.save() and (Store(tmp_path).settings.sound, Store(tmp_path).settings.theme) == (0.6, "light")
    store.settings.sound = 0.3
    assert store.save() and Store(tmp_path).settings.sound == 0.3
