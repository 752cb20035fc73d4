"""Files have one door, and a net is such a file: whole or nothing, and refused in one sentence where it is not."""

import json
import os
import re
from errno import EFBIG
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from downslope import ConvNet, Network, Neuron
from downslope.storage import files
from downslope.storage.files import (
    Refused,
    read_file,
    reason_of,
    remove_leftovers,
    text_in,
    unreadable,
    unwritable,
    write_file,
    write_log,
    write_temporary,
)
from downslope.storage.netfile import SavedNet, load_net, save_net


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_byte_that_is_no_text_is_told_with_its_line() -> None:
    assert text_in("é\n".encode(), "a.txt") == "é\n" and text_in(b"\xef\xbb\xbfa", "a.txt", "utf-8-sig") == "a"
    with pytest.raises(Refused) as refused:
        text_in(b"a\nb\n\xff", "a.txt")
    assert refused.value.line == 3 and "a.txt is not UTF-8: byte 0xff" in str(refused.value)
    full = OSError(28, "No space left on device")
    assert reason_of(OSError("odd")) == "odd" == reason_of(ValueError("odd"))
    assert unwritable("a", full) == "a cannot be written: No space left on device"
    assert str(unreadable("a", full)) == "a cannot be read: No space left on device."


def free_number(path: Path) -> int:
    """That of the file that would be opened next."""
    number = os.open(path, os.O_RDONLY)
    os.close(number)
    return number


def test_a_file_has_a_largest_size_and_is_closed(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"12345")
    before = free_number(path)
    assert read_file(path, 5) == b"12345" == read_file(path)
    with pytest.raises(OSError) as raised:
        read_file(path, 4)
    assert raised.value.errno == EFBIG and free_number(path) == before


def test_what_is_no_ordinary_file_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Any, *_rest: Any) -> int:
        raise AssertionError(f"{path} is opened")

    monkeypatch.setattr(os, "open", refuse)
    monkeypatch.setattr(Path, "open", refuse)
    monkeypatch.setattr(files, "home", lambda: tmp_path)
    places = [tmp_path / "downslope.log"]
    places[0].mkdir()
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        (tmp_path / "device").symlink_to("/dev/zero")
        places += [tmp_path / "pipe", tmp_path / "device"]
    before = names_in(tmp_path)
    for path in places:
        for use in (read_file, lambda path: write_temporary(path, "x"), lambda path: write_file(path, "x")):
            with pytest.raises(OSError, match=r"Is a directory|it is not an ordinary file"):
                use(path)
    assert write_log("x") == places[0] and names_in(tmp_path) == before


def test_what_is_written_takes_the_place_as_a_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[int] = []
    monkeypatch.setattr(files, "on_write", [lambda: told.append(1)])
    monkeypatch.setattr(files, "home", lambda: tmp_path)
    path = tmp_path / "downslope.log"
    write_file(path, "one")
    write_file(path, b"two")
    assert write_log("\ud800!") == path and re.fullmatch(rb"two[-: \d]+\n\?!\n", path.read_bytes())
    assert told == [1, 1, 1] and names_in(tmp_path) == ["downslope.log"]
    write_file(path, "three")
    (tmp_path / "link").symlink_to(path)
    write_file(tmp_path / "link", "four")
    assert (tmp_path / "link").is_symlink() and path.read_text() == "four"
    monkeypatch.setattr(os, "fsync", lambda number: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        write_file(path, "five")
    assert path.read_text() == "four" and names_in(tmp_path) == ["downslope.log", "link"]


def test_leftovers_of_games_that_were_killed_are_taken_away(tmp_path: Path) -> None:
    names = [".a.12.new", ".b.12.new", "a.12.new", ".a.x.new", ".a.12.newer", f".{'x' * 60}.1.new"]
    for name in names:
        (tmp_path / name).write_text("x")
        os.utime(tmp_path / name, (0, 0))
    write_file(tmp_path / "a", "x")
    assert names_in(tmp_path) == sorted([*names[1:], "a"])
    remove_leftovers(tmp_path, name="x" * 90)
    (tmp_path / ".c.1.new").write_text("being written")
    assert names_in(tmp_path) == sorted([*names[1:5], "a", ".c.1.new"])
    remove_leftovers(tmp_path)
    assert names_in(tmp_path) == sorted([*names[2:5], "a", ".c.1.new"])
    remove_leftovers(tmp_path / "none")


NET = ConvNet(8, 4, 10)


def net(network: Any = NET) -> SavedNet:
    return SavedNet(network, network.start_weights(Random(5), 0.3), {"split": "stratified", "passes": 5})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "nets" / "mine.json"


def refusal(path: Path, **wanted: int) -> str:
    with pytest.raises(Refused) as refused:
        load_net(path, **wanted)
    sentence = str(refused.value)
    assert path.name in sentence and "\n" not in sentence
    return sentence


def test_what_is_saved_comes_back_to_the_last_bit(path: Path) -> None:
    for network in (NET, Neuron(64, 10), Network([["dense", 2, 3, "tanh", "bias"], ["dense", 1]])):
        saved = net(network)
        save_net(path, saved)
        assert load_net(path) == saved and load_net(path, network.inputs, network.outputs).weights == saved.weights
        assert [file.name for file in path.parent.iterdir()] == ["mine.json"]  # nothing is left beside it
    odd = [5e-324, -0.0, 1.7976931348623157e308, 0.1 + 0.2] + [1 / 3] * (Neuron(4, 3).size - 4)
    save_net(path, SavedNet(Neuron(4, 3), odd))
    assert [weight.hex() for weight in load_net(path).weights] == [weight.hex() for weight in odd]


CHANGES: list[tuple[Any, str]] = [
    (lambda d: d.update(version=2), "version: 2; expected 1"),
    (lambda d: d.update(version=True), "version: True; expected 1"),
    (lambda d: d.update(format="a picture"), "format: something else; expected a net"),
    (lambda d: d.pop("network"), "network.kind: None; expected ConvNet, Neuron"),
    (lambda d: d["network"].update(kernels=0), "network.kernels: 0; expected a whole number"),
    (lambda d: d["network"].update(kernels=10**9), "network.kernels: 1000000000; expected a whole number"),
    (lambda d: d["network"].update(side=2), "network.side: 2; expected a whole number, 4 or above"),
    (lambda d: d["weights"].pop(), "weights: 395 numbers; expected 396 numbers"),
    (lambda d: d.update(weights="none"), "weights: no list; expected 396 numbers"),
    (lambda d: d["weights"].__setitem__(17, float("nan")), "weights[17]: nan; expected a finite number"),
    (lambda d: d["weights"].__setitem__(9, 1e999), "weights[9]: inf; expected a finite number"),
    (lambda d: d["weights"].__setitem__(0, "0.5"), "weights[0]: '0.5'; expected a finite number"),
    (lambda d: d["weights"].__setitem__(0, True), "weights[0]: True; expected a finite number"),
    (lambda d: d["weights"].__setitem__(0, 0.5), "the file was changed"),
    (lambda d: d.pop("digest"), "digest: None; expected"),
]


def test_what_is_not_such_a_net_is_refused(path: Path) -> None:
    assert refusal(path) == "mine.json cannot be read: No such file or directory."
    save_net(path, net())
    assert "inputs: 64, outputs: 10; expected inputs: 64, outputs: 2" in refusal(path, inputs=64, outputs=2)
    whole = json.loads(path.read_text())
    del whole["checksum"]  # as 1.0 wrote them
    path.write_text(json.dumps(whole))
    assert load_net(path) == net()
    for change, told in CHANGES:
        data = json.loads(json.dumps(whole))
        change(data)
        path.write_text(json.dumps(data))
        assert told in refusal(path)


@settings(max_examples=90, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_file_that_is_damaged_is_refused_however(path: Path, data: Any) -> None:
    save_net(path, net(Neuron(2, 2)))
    raw = path.read_bytes().rstrip()
    way = data.draw(st.sampled_from(["cut", "bits", "other"]))
    if way == "cut":
        path.write_bytes(raw[: data.draw(st.integers(0, len(raw) - 1))])
    elif way == "other":
        path.write_bytes(data.draw(st.binary(max_size=200) | st.sampled_from([b"{}", b"[" * 100_000, b'{"a": 1}'])))
    else:
        bits = data.draw(st.lists(st.integers(0, 8 * len(raw) - 1), min_size=1, max_size=5, unique=True))
        number = int.from_bytes(raw, "big")
        for bit in bits:
            number ^= 1 << bit
        path.write_bytes(number.to_bytes(len(raw), "big"))
    refusal(path)


class Silent(Network):
    """It does not say what it is made of."""

    def ops(self) -> Any:
        return ()


def test_a_save_that_fails_leaves_the_old_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for saved, told in ((SavedNet(Silent(), [0.0] * 4), "kind Silent"), (SavedNet(Neuron(), [float("nan")]), "cannot")):
        with pytest.raises(Refused, match=told):
            save_net(path, saved)
    assert not path.exists()
    save_net(path, net())
    old = path.read_bytes()

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("downslope.storage.files.os.fsync", full)
    with pytest.raises(Refused, match=r"mine\.json cannot be saved: No space left"):
        save_net(path, SavedNet(NET, [0.0] * NET.size))
    assert path.read_bytes() == old and len(list(path.parent.iterdir())) == 1
