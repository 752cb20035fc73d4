"""Progress in a file: taken in on another computer, never at the price of what is better there."""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from downslope import paths
from downslope.attempt.game.game import Game
from downslope.attempt.game.progress_transfer import ask_for_progress, give_progress
from downslope.cli import run
from downslope.learning.named import Neuron
from downslope.storage.files import Refused
from downslope.storage.netfile import SavedNet, load_net, save_net
from downslope.storage.progress_export import MOST, NAME, MergedProgress, export_progress, merge_progress, read_progress
from downslope.storage.save_file import with_checksum
from downslope.storage.saves import LevelProgress, Progress, Settings, Store
from support import shipped

NOW = "now"  # the digest of every level as it is
TERMS = f"{NOW} 3 runs"
pars = st.sampled_from(["", "2 runs", "3 runs"])
runs = st.none() | st.tuples(st.integers(1, 5), st.sampled_from([NOW, "before"]), st.integers(0, 2), pars)
levels = st.builds(
    lambda reached, stars, best, bets, hints, ghost: LevelProgress(
        reached, sorted(stars), best[0] if best else None, [["learn", best[2]]] if best else [],
        best[1] if best else "", bets, hints, ghost, best[3] if best else "",
    ),
    st.booleans(), st.sets(st.integers(1, 3)), runs, st.dictionaries(st.sampled_from("01"), st.booleans()),
    st.integers(0, 3), st.booleans(),
)  # fmt: skip
recaps = st.dictionaries(st.sampled_from("ab"), st.dictionaries(st.sampled_from("01"), st.booleans()))
progresses = st.builds(
    Progress, st.dictionaries(st.sampled_from(["thirteen", "two/own"]), levels), recaps, st.just(""),
    st.lists(st.sampled_from("xyz"), unique=True),
)  # fmt: skip
few = settings(max_examples=25)


def terms_of(_level: str) -> str:
    return TERMS


def merged(one: Progress, *others: Progress) -> Progress:
    found = deepcopy(one)
    for other in others:
        found.merge(other, terms_of)
    return found


def plain(progress: Progress) -> dict[str, Any]:
    return asdict(progress) | {"chapters_ended": sorted(progress.chapters_ended)}


@few
@given(progresses, progresses, progresses)
def test_to_merge_is_idempotent_and_the_order_does_not_matter(a: Progress, b: Progress, c: Progress) -> None:
    assert plain(merged(a, b, b)) == plain(merged(a, b)) and plain(merged(a, a)) == plain(a)
    assert plain(merged(a, b)) == plain(merged(b, a))
    assert plain(merged(merged(a, b), c)) == plain(merged(a, merged(b, c)))


def played() -> tuple[Settings, Progress]:
    level = LevelProgress(True, [1, 2], 3, [["turn", "weight", 6.5]], NOW)
    progress = Progress({"thirteen": level}, last_level="seven")
    return Settings(theme="light", text=1.25, keys={"step": "k"}), progress


def keep(home: Path, name: str, unseen: float, weight: float = 0.5) -> Path:
    path = paths.net(name, home)
    save_net(path, SavedNet(Neuron(2, 1), [weight, 0.25], {"unseen": unseen}))
    return path


def test_all_of_it_is_there_on_another_computer(tmp_path: Path) -> None:
    keep(tmp_path / "here", "kernels", 0.9)
    text = export_progress(*played(), tmp_path / "here")[0]
    likes, progress, there = Settings(), Progress(), tmp_path / "there"
    taken = merge_progress(read_progress(text.encode()), likes, progress, terms_of, there)
    assert taken == MergedProgress(levels=1, stars=2, nets=1, settings=3) and (likes, progress) == played()
    assert list(load_net(paths.net("kernels", there)).weights) == [0.5, 0.25]
    assert taken.sentence() == "Imported: 1 level, 2 stars, 1 net, 3 settings. All else stays as it was."
    again = merge_progress(read_progress(text.encode()), likes, progress, terms_of, there)
    assert not any(again) and again.sentence() == "Nothing in it is better than what you have."


def test_what_is_better_here_stays(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    keep(here, "kernels", 0.9, 0.1)
    keep(here, "edge", 0.2, 0.1)
    text = export_progress(*played(), here)[0]
    keep(there, "kernels", 0.95, 0.2)
    keep(there, "edge", 0.1, 0.2)
    likes = Settings(theme="dark", text=1.5)
    progress = Progress({"thirteen": LevelProgress(True, [1, 3], 2, [["learn", 1]], NOW)})
    taken = merge_progress(read_progress(text.encode()), likes, progress, terms_of, there)
    assert taken == MergedProgress(levels=1, stars=1, nets=1, settings=2)
    assert likes.text == 1.5 and likes.theme == "light"  # dark is what it is at first
    assert progress.levels["thirteen"].best == 2 and progress.stars("thirteen") == [1, 2, 3]
    assert [load_net(paths.net(name, there)).weights[0] for name in ("kernels", "edge")] == [0.2, 0.1]


def test_an_import_keeps_a_copy_of_what_was_here(tmp_path: Path) -> None:
    keep(tmp_path / "here", "kernels", 0.9, 0.1)
    text = export_progress(*played(), tmp_path / "here")[0]
    there = tmp_path / "there"
    keep(there, "kernels", 0.2, 0.7)
    likes = Settings(theme="light")
    progress = Progress({"seven": LevelProgress(True, [1], 9, [["probe"]], NOW)})
    before = export_progress(likes, progress, there)[0]
    assert any(merge_progress(read_progress(text.encode()), likes, progress, terms_of, there))
    assert not any(merge_progress(read_progress(text.encode()), likes, progress, terms_of, there))
    (copy,) = paths.saves(there).glob("before-import-*.json")
    assert copy.read_text(encoding="utf-8") == before
    fresh = tmp_path / "fresh"
    merge_progress(read_progress(text.encode()), Settings(), Progress(), terms_of, fresh)
    assert not paths.saves(fresh).exists()  # there was nothing
    fresh.joinpath("saves").write_text("no folder")
    with pytest.raises(Refused, match="cannot be written"):
        merge_progress(read_progress(text.encode()), likes, progress, terms_of, fresh)


def written(**changes: Any) -> bytes:
    data = json.loads(export_progress(*played(), Path("nowhere"))[0]) | changes
    return with_checksum(data).encode()


NO_PROGRESS = [
    (b"x" * (MOST + 1), "2 MB"),
    (b"no JSON", "not valid JSON from line 1"),
    (b"[]", "no version"),
    (written(version=2), "a later version"),
    (written(version="1"), "no version"),
    (written(format="downslope net"), "not a progress file"),
    (written().replace(b"thirteen", b"fourteen"), "it was changed"),
    (json.dumps(json.loads(written())).replace('"checksum"', '"sum"').encode(), "no checksum"),
    (written(progress={"levels": {"thirteen": {"stars": [9]}}}), "thirteen.stars"),
    (written(progress=3), "missing"),
    (written(nets={"../../mine": "{}"}), "nets.../../mine"),
    (written(nets={"kernels": "{}"}), "kernels.json"),
]  # fmt: skip


def test_what_is_no_such_file_is_refused_in_a_sentence() -> None:
    for raw, told in NO_PROGRESS:
        with pytest.raises(Refused) as why:
            read_progress(raw)
        assert told in str(why.value) and len(str(why.value).splitlines()) == 1


def test_a_setting_that_cannot_be_is_left_out() -> None:
    likes = Settings()
    found = read_progress(written(settings={"theme": "pink", "text": 7, "still": True, "new in 9.0": 1}))
    assert merge_progress(found, likes, Progress(), terms_of).settings == 1 and likes == Settings(still=True)


def test_a_net_that_is_too_large_stays_here(tmp_path: Path) -> None:
    path = paths.net("large", tmp_path)
    save_net(path, SavedNet(Neuron(100_000, 1), [1 / 3] * 100_000))
    keep(tmp_path, "small", 0.5)
    (path.parent / "broken.json").write_text("{")
    text, left_out = export_progress(*played(), tmp_path)
    assert left_out == 1 and list(read_progress(text.encode())[2]) == ["small"]


# -- the ways to it --------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_command_writes_and_takes_in(tmp_path: Path, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store, file = Store(), tmp_path / NAME
    store.progress.level("thirteen").stars = [1]
    store.save()
    assert run(["progress", "export", str(file)]) == 0 and str(file) in capsys.readouterr().out
    store.progress.levels.clear()
    (home / "saves" / "progress.json").unlink()
    assert run(["progress", "import", str(file), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"levels": 1, "stars": 1, "nets": 0, "settings": 0}
    assert Store().progress.stars("thirteen") == [1]
    assert run(["progress", "import", str(tmp_path / "none.json")]) == 2
    assert run(["progress", "send", str(file)]) == 2
    file.write_text("{}")
    assert run(["progress", "import", str(file)]) == 2
    assert "none.json" in (said := capsys.readouterr().err) and NAME in said


def test_in_the_game_it_goes_through_a_folder(home: Path) -> None:
    store = Store()
    game = Game(store, catalog=shipped())
    store.progress.level("thirteen").stars = [1]
    ask_for_progress(game)
    assert str(paths.transfers()) in game.toasts.shown[0].body  # where a file is to be put
    give_progress(game)
    assert game.toasts.waiting[-1].body == str(paths.transfers() / NAME)
    store.progress.levels.clear()
    ask_for_progress(game)
    assert "1 level" in game.toasts.waiting[-1].body and Store().progress.stars("thirteen") == [1]
    (paths.transfers() / NAME).write_text("{}")
    ask_for_progress(game)
    assert NAME in game.toasts.waiting[-1].title
