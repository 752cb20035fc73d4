"""Progress in a file: taken in on another computer, never at the price of what is better there."""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from downslope import Neuron, paths
from downslope.cli import run
from downslope.storage.files import Refused
from downslope.storage.netfile import SavedNet, load_net, save_net
from downslope.storage.progress_export import MOST, NAME, MergedProgress, export_progress, merge_progress, read_progress
from downslope.storage.save_file import with_checksum
from downslope.storage.saves import LevelProgress, Progress, Settings, Store
from storage.kept import games

TERMS = "x 3 runs"  # of every level as it is


def merged(one: Progress, *others: Progress) -> dict[str, Any]:
    joined = deepcopy(one)
    for other in others:
        joined.merge(other, lambda key: TERMS)
    return asdict(joined) | {"chapters_ended": sorted(joined.chapters_ended), "last_level": ""}


@settings(max_examples=25)
@given(games, games, games)
def test_to_merge_is_idempotent_and_the_order_does_not_matter(a: Progress, b: Progress, c: Progress) -> None:
    assert merged(a, b, b) == merged(a, b) == merged(b, a) and merged(a, a) == merged(a)
    both = deepcopy(b)
    both.merge(c, lambda key: TERMS)
    assert merged(a, b, c) == merged(a, both)


def played() -> tuple[Settings, Progress]:
    level = LevelProgress(True, [1, 2], 3, [["turn", "weight", 6.5]], "x")
    return Settings(theme="light", text=1.25, keys={"step": "k"}), Progress({"thirteen": level}, last_level="seven")


def keep(home: Path, name: str, unseen: float, weight: float = 0.5, inputs: int = 2) -> Path:
    path = paths.net(name, home)
    save_net(path, SavedNet(Neuron(inputs, 1), [weight] * inputs, {"unseen": unseen}))
    return path


def weight(home: Path, name: str) -> float:
    return load_net(paths.net(name, home)).weights[0]


def test_all_of_it_is_there_on_another_computer(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    keep(here, "kernels", 0.9)
    keep(here, "large", 0.9, 1 / 3, 100_000).with_name("broken.json").write_text("{")
    text, left_out = export_progress(*played(), here)
    likes, progress = Settings(), Progress()
    taken = merge_progress(read_progress(text.encode()), likes, progress, lambda key: TERMS, there)
    assert (taken, left_out) == (MergedProgress(levels=1, stars=2, nets=1, settings=3), 1)
    assert (likes, progress) == played() and weight(there, "kernels") == 0.5
    assert not paths.saves(there).exists()  # there was nothing to keep a copy of
    assert taken.sentence() == "Imported: 1 level, 2 stars, 1 net, 3 settings. All else stays as it was."
    again = merge_progress(read_progress(text.encode()), likes, progress, lambda key: TERMS, there)
    assert not any(again) and again.sentence() == "Nothing in it is better than what you have."


def test_what_is_better_here_stays_and_a_copy_is_kept_of_what_was_here(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    for home, kernels, edge, number in ((here, 0.9, 0.2, 0.1), (there, 0.95, 0.1, 0.2)):
        keep(home, "kernels", kernels, number)
        keep(home, "edge", edge, number)
    text = export_progress(*played(), here)[0]
    likes = Settings(theme="dark", text=1.5)
    progress = Progress({"thirteen": LevelProgress(True, [1, 3], 2, [["learn", 1]], "x")})
    before = export_progress(likes, progress, there)[0]
    taken = merge_progress(read_progress(text.encode()), likes, progress, lambda key: TERMS, there)
    assert taken == MergedProgress(levels=1, stars=1, nets=1, settings=2)
    assert likes.text == 1.5 and likes.theme == "light"  # dark is what it is at first
    assert progress.levels["thirteen"].best == 2 and progress.stars("thirteen") == [1, 2, 3]
    assert (weight(there, "kernels"), weight(there, "edge")) == (0.2, 0.1)
    merge_progress(read_progress(text.encode()), likes, progress, lambda key: TERMS, there)
    (copy,) = paths.saves(there).glob("before-import-*.json")
    assert copy.read_text(encoding="utf-8") == before
    (tmp_path / "saves").write_text("no folder")
    with pytest.raises(Refused, match="cannot be written"):
        merge_progress(read_progress(text.encode()), likes, progress, lambda key: TERMS, tmp_path)


def written(**changes: Any) -> bytes:
    data = json.loads(export_progress(*played(), Path("nowhere"))[0]) | changes
    return with_checksum(data).encode()


NO_PROGRESS = [
    (b"x" * (MOST + 1), "2 MB"), (b"no JSON", "not valid JSON from line 1"), (b"[]", "no version"),
    (written(version=2), "a later version"), (written(version="1"), "no version"),
    (written(format="downslope net"), "not a progress file"), (written().replace(b"thirteen", b"fourteen"), "changed"),
    (json.dumps(json.loads(written())).replace('"checksum"', '"sum"').encode(), "no checksum"),
    (written(progress={"levels": {"thirteen": {"stars": [9]}}}), "thirteen.stars"), (written(progress=3), "missing"),
    (written(nets={"../../mine": "{}"}), "nets.../../mine"), (written(nets={"kernels": "{}"}), "kernels.json"),
]  # fmt: skip


def test_what_is_no_such_file_is_refused_in_a_sentence() -> None:
    for raw, told in NO_PROGRESS:
        with pytest.raises(Refused) as why:
            read_progress(raw)
        assert told in str(why.value) and len(str(why.value).splitlines()) == 1
    likes, odd = Settings(), written(settings={"theme": "pink", "text": 7, "still": True, "new in 9.0": 1})
    assert merge_progress(read_progress(odd), likes, Progress(), lambda key: TERMS).settings == 1
    assert likes == Settings(still=True), "a setting that cannot be is left out"


def test_the_command_writes_and_takes_in(tmp_path: Path, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store, file = Store(), tmp_path / NAME
    store.progress.level("thirteen").stars = [1]
    store.save()
    assert run(["progress", "export", str(file)]) == 0 and str(file) in capsys.readouterr().out
    (home / "saves" / "progress.json").unlink()
    assert run(["progress", "import", str(file), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"levels": 1, "stars": 1, "nets": 0, "settings": 0}
    assert Store().progress.stars("thirteen") == [1]
    file.write_text("{}")
    for way, name, told in (
        ("import", "none.json", "none.json"), ("exprt", NAME, "did you mean 'export'?"), ("import", NAME, NAME)
    ):  # fmt: skip
        assert run(["progress", way, str(tmp_path / name)]) == 2 and told in capsys.readouterr().err
