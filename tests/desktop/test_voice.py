"""The system's voice: a program that is there, one that is not, one that cannot be started; and when it is asked."""

import os
import sys
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest

from downslope.app.app import App, Options
from downslope.attempt.game.game import Game
from downslope.desktop import programs
from downslope.desktop.programs import SPEECH_PROGRAMS, SpeechProgram, SystemVoice
from downslope.scenes.base.speech import Speech
from downslope.scenes.settings import SettingsScene
from downslope.storage.saves import Store
from lib.driving import FRAME, MemoryStore
from lib.support import shipped
from lib.waiting import until


@pytest.mark.parametrize("piped", [True, False])
def test_a_program_is_told_what_to_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, piped: bool) -> None:
    """It gets what is said as its last word, or as its input where it has none."""
    script = tmp_path / "speaks.py"
    script.write_text("import sys\ntext = sys.argv[2] if len(sys.argv) > 2 else sys.stdin.buffer.read().decode()\n"
                      "open(sys.argv[1], 'w', encoding='utf-8').write(text)\n", encoding="utf-8")  # fmt: skip
    files = [tmp_path / "said.txt", tmp_path / "hushed.txt"]
    speaks, hush = ((sys.executable, str(script), str(file)) for file in files)
    monkeypatch.setitem(SPEECH_PROGRAMS, sys.platform, (SpeechProgram(speaks, piped, (*hush, "quiet")),))
    voice = SystemVoice()
    voice.say("-α \udcff 0.3")
    assert until(lambda: files[0].exists() and files[0].read_text(encoding="utf-8")) == "-α ? 0.3"
    voice.stop()
    assert until(lambda: files[1].exists() and files[1].read_text(encoding="utf-8")) == "quiet"


def test_windows_speaks_by_its_own_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "Windows" / "System32" / "WindowsPowerShell" / "v1.0" / "powershell.exe"
    for program in (own, tmp_path / "here" / "powershell.exe"):
        program.parent.mkdir(parents=True)
        program.touch(0o755)
    monkeypatch.chdir(tmp_path / "here")
    for name, value in (("SYSTEMROOT", str(tmp_path / "Windows")), ("PATH", f".{os.pathsep}"), ("PATHEXT", ".EXE")):
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "platform", "win32")
    found = programs.speech_program()
    assert found is not None and found.command[0] == str(own)
    own.unlink()
    assert programs.speech_program() is None


def test_without_a_voice_no_setting_is_there(display: None, monkeypatch: pytest.MonkeyPatch) -> None:
    for found in (None, SpeechProgram(("no such program at all",))):
        monkeypatch.setattr(programs, "speech_program", lambda found=found: found)
        voice = SystemVoice()
        voice.say("hello")
        voice.say("again")
        voice.stop()
        monkeypatch.setattr("downslope.scenes.settings.speech_program", lambda found=found: found)
        game = Game(Store())
        scene = SettingsScene(game, SettingsScene(game, None))  # type: ignore[arg-type]
        scene.resize(1280, 720)
        assert (scene.widget("read_aloud") is not None) is (found is not None)


@pytest.mark.slow
def test_the_screen_is_read_aloud_where_that_is_wanted(apps: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    texts: list[str] = []
    monkeypatch.setattr(SystemVoice, "say", lambda voice, text: texts.append(text) if text else None)
    monkeypatch.setattr(SystemVoice, "stop", lambda voice: texts.append("(hushed)"))
    store = MemoryStore(read_aloud=True)
    store.progress = Store().progress
    app = App(Options(link="level=seven"), Game(store, catalog=shipped()))
    apps.append(app)
    for _ in range(30):
        app.tick(FRAME)
    assert texts[0].startswith("Three buckets. One leak, one weight: fill all three") and len(texts) <= 3
    store.settings.read_aloud = False
    app.tick(FRAME)
    assert texts[-1] == "(hushed)" and app.speech().line
    monkeypatch.setattr(type(app.scene), "spoken_line", Mock(side_effect=ValueError("broken on purpose")))
    assert app.speech() == Speech()
