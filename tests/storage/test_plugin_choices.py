"""What the player has decided about plugins: kept, forgotten, and never trusted again without being asked."""

import json
from pathlib import Path
from typing import Any

from downslope import paths
from downslope.registry.trust import PluginChoices, TrustEntry

ROW = TrustEntry("file", "/a.py", "12", "2026-11-24")


def test_what_is_decided_is_there_in_the_next_game(tmp_path: Path) -> None:
    one, other = PluginChoices(tmp_path), PluginChoices(tmp_path)
    assert one.switch("a", on=False) and one.trust({"a": ROW}) and other.switch("b", on=False)
    again = PluginChoices(tmp_path)
    assert again.off == {"a", "b"} and again.trusted == {"a": ROW} and not again.lost and not again.faults
    assert again.switch("a", on=True) and again.forget("a") and again.forget("nobody")
    assert again.off == {"b"} == PluginChoices(tmp_path).off and not again.trusted


def test_where_the_list_is_gone_everybody_is_asked_again(tmp_path: Path) -> None:
    assert PluginChoices(tmp_path).lost == ""  # a first game has agreed to nothing
    PluginChoices(tmp_path).trust({"a": ROW})
    (tmp_path / "plugins.json").unlink()
    sources = paths.trusted_sources(tmp_path)
    sources.mkdir(parents=True)
    (sources / "a").write_text("x")
    gone = PluginChoices(tmp_path)
    assert gone.trusted == {} and "is gone" in gone.lost


def test_a_list_that_is_none_is_told_and_agrees_to_nothing(tmp_path: Path) -> None:
    row = ROW._asdict()
    rows: tuple[dict[str, Any], ...] = (
        {"off": "a"}, {"off": [3]}, {"trusted": []}, {"trusted": {"a": 3}}, {"trusted": {"a": {"kind": "file"}}},
        {"trusted": {"a": {**row, "stamps": 3}}}, {"trusted": {"a": {**row, "print": None}}},
    )  # fmt: skip
    whole = {"version": 1, "off": ["b"], "trusted": {"a": row}}
    for wrong in ("{", "[]", *(json.dumps({**whole, **each}) for each in rows)):
        (tmp_path / "plugins.json").write_text(wrong)
        choices = PluginChoices(tmp_path)
        assert choices.faults and choices.lost and (choices.trusted, choices.off) == ({}, frozenset()), wrong
