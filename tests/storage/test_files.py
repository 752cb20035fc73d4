"""Files have one door, and a net is such a file: whole or nothing, and refused in one sentence where it is not."""

import json
import os
import re
from errno import EFBIG
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import Mock

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from downslope import ConvNet, Network, Neuron
from downslope.storage import files
from downslope.storage.files import Refused, read_file, remove_leftovers, text_in, write_file
from downslope.storage.netfile import SavedNet, load_net, save_net

FULL = OSError(28, "No space left on device")


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_what_cannot_be_read_is_refused_unopened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"12345")
    assert read_file(path, 5) == b"12345" == read_file(path)
    first = os.dup(1)  # the lowest number that is free
    os.close(first)
    with pytest.raises(OSError) as raised:
        read_file(path, 4)
    assert raised.value.errno == EFBIG and os.dup(1) == first, "it was closed"
    os.close(first)
    assert text_in("é\n".encode(), "a.txt") == "é\n" and text_in(b"\xef\xbb\xbfa", "a.txt", "utf-8-sig") == "a"
    with pytest.raises(Refused, match=r"a\.txt is not UTF-8: byte 0xff") as refused:
        text_in(b"a\nb\n\xff", "a.txt")
    assert refused.value.line == 3 and files.reason_of(OSError("odd")) == "odd" == files.reason_of(ValueError("odd"))
    assert files.unwritable("a", FULL) == "a cannot be written: No space left on device"
    assert str(files.unreadable("a", FULL)) == "a cannot be read: No space left on device."
    path.unlink()
    monkeypatch.setattr(os, "open", Mock(side_effect=AssertionError("it is opened")))
    monkeypatch.setattr(Path, "open", os.open)
    monkeypatch.setattr(files, "home", lambda: tmp_path)
    places = [tmp_path / "downslope.log"]
    places[0].mkdir()
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        (tmp_path / "device").symlink_to("/dev/zero")
        places += [tmp_path / "pipe", tmp_path / "device"]
    before = names_in(tmp_path)
    for place in places:
        for use in (read_file, lambda place: files.write_temporary(place, "x"), lambda place: write_file(place, "x")):
            with pytest.raises(OSError, match=r"Is a directory|it is not an ordinary file"):
                use(place)
    assert files.write_log("x") == places[0] and names_in(tmp_path) == before


def test_a_file_is_written_whole_and_leftovers_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[int] = []
    monkeypatch.setattr(files, "on_write", [lambda: told.append(1)])
    monkeypatch.setattr(files, "home", lambda: tmp_path)
    path = tmp_path / "downslope.log"
    write_file(path, b"two")
    assert files.write_log("\ud800!") == path and re.fullmatch(rb"two[-: \d]+\n\?!\n", path.read_bytes())
    assert told == [1, 1] and names_in(tmp_path) == ["downslope.log"]
    (tmp_path / "link").symlink_to(path)
    write_file(tmp_path / "link", "four")
    assert (tmp_path / "link").is_symlink() and path.read_text() == "four"
    with monkeypatch.context() as patch, pytest.raises(KeyError):
        patch.setattr(os, "fsync", Mock(side_effect=KeyError))
        write_file(path, "five")
    assert path.read_text() == "four" and names_in(tmp_path) == ["downslope.log", "link"]
    monkeypatch.setattr(files, "home", lambda: tmp_path / "far" / "away")
    assert files.write_log("x").is_file()
    names = [".a.12.new", ".b.12.new", "a.12.new", ".a.x.new", ".a.12.newer", f".{'x' * 60}.1.new"]
    folder = tmp_path / "folder"
    folder.mkdir()
    for name in names:  # of games that were killed long ago
        (folder / name).write_text("x")
        os.utime(folder / name, (0, 0))
    write_file(folder / "a", "x")
    assert names_in(folder) == sorted([*names[1:], "a"])
    remove_leftovers(folder, name="x" * 90)
    (folder / ".c.1.new").write_text("being written")
    assert names_in(folder) == sorted([*names[1:5], "a", ".c.1.new"])
    remove_leftovers(folder)
    assert names_in(folder) == sorted([*names[2:5], "a", ".c.1.new"])
    remove_leftovers(tmp_path / "none")


NET = ConvNet(8, 4, 10)


def net(network: Any = NET) -> SavedNet:
    return SavedNet(network, network.start_weights(Random(5), 0.3), {"split": "stratified", "passes": 5})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "nets" / "mine.json"


def refusal(path: Path, **wanted: int) -> str:
    with pytest.raises(Refused, match=path.name) as refused:
        load_net(path, **wanted)
    assert "\n" not in str(refused.value)
    return str(refused.value)


# Where in the file -> what stands there (None: nothing), and words of the sentence.
CHANGES: list[tuple[tuple[Any, ...], Any, str]] = [
    (("version",), 2, "version: 2; expected 1"), (("version",), True, "version: True; expected 1"),
    (("format",), "a picture", "format: something else; expected a net"),
    (("network",), None, "network.kind: None; expected ConvNet, Neuron"),
    (("network",), {"kind": "ops", "ops": []}, "network.ops: []; expected a list of ops"),
    (("network",), {"kind": "ops", "ops": [{"op": "dence"}]}, r"network.ops[0][0]: 'dence'; expected"),
    (("network",), {"kind": "ops", "ops": [{"op": "dense", "inputs": 2}]}, "network.ops[0]"),
    (("network",), {"kind": "ops", "ops": [3]}, 'network.ops[0]: 3; expected a list such as ["dense", 3, 1]'),
    (("network", "kernels"), 0, "network.kernels: 0; expected a whole number"),
    (("network", "kernels"), 10**9, "network.kernels: 1000000000; expected a whole number"),
    (("network", "side"), 2, "network.side: 2; expected a whole number, 4 or above"),
    (("weights", 0), None, "weights: 395 numbers; expected 396 numbers"),
    (("weights",), "none", "weights: no list; expected 396 numbers"),
    (("weights", 9), 1e999, "weights[9]: inf; expected a finite number"),
    (("weights", 0), True, "weights[0]: True; expected a finite number"),
    (("weights", 0), 0.5, "the file was changed"), (("digest",), None, "digest: None; expected"),
]  # fmt: skip


def test_a_net_comes_back_or_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    silent = type("Silent", (Network,), {"ops": lambda _self: ()})()
    assert refusal(path) == "mine.json cannot be read: No such file or directory."
    for saved, told in ((SavedNet(silent, [0.0] * 4), "kind Silent"), (SavedNet(Neuron(), [float("nan")]), "cannot")):
        with pytest.raises(Refused, match=told):
            save_net(path, saved)
    assert not path.exists()
    odd = [5e-324, -0.0, 1.7976931348623157e308, 0.1 + 0.2, 1 / 3]
    layers = net(Network([["dense", 2, 3, "tanh", "bias"], ["dense", 1]]))
    for saved, mark in (
        (SavedNet(Neuron(5, 1), odd), "bb89238f3acb7328"), (layers, "e2bc43abe8dd1dd6"), (net(), "e4443901e6fe70a1"),
    ):  # fmt: skip
        save_net(path, saved)
        assert json.loads(path.read_text())["digest"] == mark, "as in the first version"
        found = load_net(path, saved.network.inputs, saved.network.outputs)
        assert found == load_net(path) == saved and names_in(path.parent) == ["mine.json"]
        assert [weight.hex() for weight in found.weights] == [weight.hex() for weight in saved.weights]
    assert "inputs: 64, outputs: 10; expected inputs: 64, outputs: 2" in refusal(path, inputs=64, outputs=2)
    before = path.read_bytes()
    with monkeypatch.context() as patch, pytest.raises(Refused, match=r"mine\.json cannot be saved: No space left"):
        patch.setattr(os, "fsync", Mock(side_effect=FULL))
        save_net(path, SavedNet(NET, [0.0] * NET.size))
    assert path.read_bytes() == before and names_in(path.parent) == ["mine.json"]
    whole = json.loads(before)
    del whole["checksum"]  # as 1.0 wrote them
    path.write_text(json.dumps(whole))
    assert load_net(path) == net()
    for (*around, last), value, told in CHANGES:
        data = json.loads(json.dumps(whole))
        place = data[around[0]] if around else data
        place[last] = value
        if value is None:
            del place[last]
        path.write_text(json.dumps(data))
        assert told in refusal(path)


@settings(max_examples=45, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_file_that_is_damaged_is_refused_however(path: Path, data: Any) -> None:
    save_net(path, net(Neuron(2, 2)))
    raw = path.read_bytes().rstrip()
    bits = data.draw(st.lists(st.integers(0, 8 * len(raw) - 1), min_size=1, max_size=5, unique=True))
    flipped = int.from_bytes(raw, "big") ^ sum(1 << bit for bit in bits)
    ways = [raw[: bits[0] // 8], flipped.to_bytes(len(raw), "big"), data.draw(st.binary(max_size=200)), b"[" * 100_000]
    path.write_bytes(data.draw(st.sampled_from(ways)))
    refusal(path)
