"""What goes out of a game and comes in, press by press: runs, levels, packs, links, nets, films, progress, and plugins
that break. sharing.txt is the transcript."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from importlib import util
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import example, given, settings, strategies as st
from pygame import Surface

from attempt.visits import small
from downslope import paths
from downslope.attempt import link as links
from downslope.attempt.game.game import Game
from downslope.attempt.link import SETTINGS, parse
from downslope.background import commands
from downslope.desktop import capabilities, clipboard, programs
from downslope.storage.files import Refused
from lib.driving import MemoryStore
from lib.support import RAMP, play, shipped
from lib.walks import differences, questions, said_of

KEPT = "plugins", "nets", "films", "progress"
ALSO = "level_files.to_toml", "storage.share_code", "storage.netfile", "i18n"
SHARING = Path(__file__).with_name("sharing.txt")
BROKEN = """from downslope import Example, Learner, Level


class Calm(Learner):
    def update(self, weight, weight_delta, alpha):
        raise ValueError("no")


LEVELS = [Level("pond", title="Pond", examples=[Example(1, 1)], weights=[0.0], learner="calm")]
"""


@dataclass
class Job:
    """Stands where another process makes a film: `said` by it when it has ended."""

    path: Path
    words: list[str]
    said: str | None = None

    def result(self) -> str | None:
        return self.said

    def stop(self) -> None:
        self.words.append("stopped")


def told(value: object) -> str:
    """A level or a plugin by its name."""
    if isinstance(value, (list, tuple)):
        return f"({', '.join(map(told, value))})"
    return str(getattr(value, "id", getattr(value, "name", value)))


def test_what_goes_out_and_comes_in(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copied, done, there, gives = list[str](), list[str](), list[str](), list[object]()
    replaced: dict[tuple[object, str], Callable[..., object]] = {  # anew for each game; a press may set another
        (clipboard, "copy"): lambda text: copied.append(text) is done.append(f"copied {text}"),  # type: ignore[func-returns-value]
        (clipboard, "paste"): lambda: copied[-1] if copied else None,
        (capabilities, "in_tab"): lambda: False, (commands, "FilmJob"): Job,
        (programs, "open_folder"): lambda folder: done.append(f"opened {folder}"),
        (programs, "open_in_editor"): lambda file, line: done.append(f"edited {file} at {line}"),
        (links, "Download"): lambda address, most: SimpleNamespace(address=address, done=False, why="", content=b""),
    }  # fmt: skip

    def begin(**given: Any) -> Game:
        shutil.rmtree(home)
        home.mkdir()
        copied.clear()
        for (place, name), does in replaced.items():
            monkeypatch.setattr(place, name, does)
        return Game(MemoryStore(), **given)

    def write(name: str, text: str) -> None:
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(text, encoding="utf-8")

    def does(press: str, names: dict[str, Any]) -> None:
        try:
            gives[:] = [eval(press, names)]
        except Refused as why:
            gives[:] = [f"Refused: {why}" + f" ({why.values.get('keeper')})" * ("keeper" in why.values)]

    def state(game: Game) -> str:
        """What the last press gave, what is said, copied, made and there."""
        value, toasts = gives.pop() if gives else None, game.toasts
        notes = [" | ".join(filter(None, (
            toast.title, toast.body, f"{toast.hue} {toast.seconds:g}".removeprefix("text 4"),
            toast.action and f"[{toast.action[0]}]",
        ))) for toast in (*toasts.shown, *toasts.waiting)]  # fmt: skip
        toasts.shown, toasts.waiting = [], []
        files = {file.relative_to(home).as_posix() for kind in KEPT for file in (home / kind).rglob("*.*")}
        new, done[:], there[:] = [*done, *(f"wrote {file}" for file in sorted(files.difference(there)))], [], files
        return said_of({
            "gives": "" if value is None else told(value), "says": " || ".join(notes), "done": "; ".join(new),
            "films": " ".join(told([job.path, job.words]) for job in game.films.jobs if isinstance(job, Job)),
            "quit": game.quit,
        }).replace(str(home), "~").replace("\\", "/")  # fmt: skip

    taker = next(level for level in shipped().levels.values() if level.weights_from)
    rooms = "shared_level", "link", "game.game", "game.own_net", "attempt"
    names = questions(*(f"attempt.{room}" for room in rooms), *ALSO, names=globals() | locals()) | {
        "TAKER": taker, "TRAINED": play("kernels"), "NET": paths.net("kernels"), "begin": begin, "state": state,
        "small": small, "RAMP": RAMP, "PICTURE": Surface((2, 2)), "util": util,
    }  # fmt: skip
    assert differences(SHARING, names, does) == []


KEYS = ["level", "alpha", "weight", "weights", "kernels", "hide", "pack", "check", "day", *SETTINGS, "zzz", ""]
VALUES = ["goldilocks", "5-2", ".3", "0.3", "3e-1", "nan", "1e999", ".5,.48,-.7", ",,1", "dark", "100", "map,hints",
          "%zz", "[error:9]", "https://a/b.toml", "//a", "{n}", "９", "٣", "2 → 3"]  # fmt: skip
pairs = st.tuples(st.sampled_from(KEYS), st.sampled_from(VALUES) | st.text(max_size=12))


@settings(max_examples=30)
@given(st.text(max_size=120) | st.lists(pairs, max_size=6).map(lambda some: "&".join(f"{k}={v}" for k, v in some)))
@example("level=5-2&alpha=%FF%FE")
@example("pack=a:b/[c]")
def test_whatever_is_typed_is_read(query: str) -> None:
    link, remarks = parse(query, shipped())
    assert all(remark.sentence and "[" not in remark.sentence for remark in remarks)
    assert parse(link.text(), shipped()) == (link, [])
