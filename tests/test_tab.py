"""The game as a browser's tab has it: the platform is one without processes, threads, mixer and folders."""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Any

import pytest

from downslope import capabilities, tab


class FakePage:
    """A page that writes down what it is asked; it leaves as soon as it has seen a picture."""

    query, stores = "", True

    def __init__(self) -> None:
        self.asked: list[str] = []

    def size(self) -> Any:
        return [1280, 720]

    def keep(self) -> None:
        self.asked.append("keep")

    def shown(self) -> None:
        self.asked.append("shown")
        told = json.loads(tab.speech())
        assert set(told) == {"line", "verdict", "toast", "control"}
        tab.resize(1000, 600)
        tab.resize(1, 1)
        tab.leave()
        tab.playing().game.quit = True

    def leave(self) -> None:
        self.asked.append("leave")


@pytest.fixture
def in_tab(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "emscripten")


def test_a_page_plays_the_game_until_the_player_goes(in_tab: None, display: None) -> None:
    page = FakePage()
    asyncio.run(tab.play(page))
    assert page.asked == ["shown", "keep", "leave"]


def test_what_only_a_desktop_can_is_told_in_a_tab(in_tab: None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not any(capabilities.can(name) for name in capabilities.NAMES)
    told = capabilities.only_on_desktop()
    assert all(each in told for each in capabilities.desktop_only())
    monkeypatch.setattr(sys, "platform", "linux")
    assert all(capabilities.can(name) for name in capabilities.NAMES) and not capabilities.only_on_desktop()
    with pytest.raises(KeyError):
        capabilities.can("nothing of that name")


def test_dropped_files_are_answered_in_a_sentence(in_tab: None) -> None:
    assert tab.drop("song.mp3", b"") and tab.drop("downslope-progress.json", b"{}")
    assert tab.export_progress() == ""
