"""A net as a file: the same numbers come back, and whatever else the file may be is refused in one sentence."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from downslope import ConvNet, Network, Neuron
from downslope.storage.files import Refused
from downslope.storage.netfile import SavedNet, load_net, save_net

NET = ConvNet(8, 4, 10)


def net(network: Any = NET) -> SavedNet:
    return SavedNet(network, network.start_weights(Random(5), 0.3), {"split": "stratified", "passes": 5})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "nets" / "mine.json"


def test_what_is_saved_comes_back_to_the_last_bit(path: Path) -> None:
    deep = Network([["dense", 2, 3, "tanh", "bias"], ["dense", 1]])
    for network in (NET, ConvNet(12, 1, 2), Neuron(64, 10), deep):
        saved = net(network)
        save_net(path, saved)
        assert load_net(path) == saved and load_net(path, network.inputs, network.outputs).weights == saved.weights
        assert [file.name for file in path.parent.iterdir()] == ["mine.json"]  # nothing is left beside it


def test_awkward_numbers_come_back(path: Path) -> None:
    odd = [5e-324, -0.0, 1.7976931348623157e308, 0.1 + 0.2] + [1 / 3] * (Neuron(4, 3).size - 4)
    save_net(path, SavedNet(Neuron(4, 3), odd))
    assert [w.hex() for w in load_net(path).weights] == [w.hex() for w in odd]


def refusal(path: Path, **wanted: int) -> str:
    with pytest.raises(Refused) as refused:
        load_net(path, **wanted)
    sentence = str(refused.value)
    assert path.name in sentence and "\n" not in sentence
    return sentence


def changed(path: Path, change: Any) -> None:
    """A net without a checksum, as 1.0 wrote them, and something in it is different."""
    save_net(path, net())
    data = json.loads(path.read_text())
    del data["checksum"]
    change(data)
    path.write_text(json.dumps(data))


CHANGES: list[tuple[Any, str]] = [
    (lambda d: d.update(version=2), "version: 2; expected 1"),
    (lambda d: d.pop("version"), "version: None; expected 1"),
    (lambda d: d.update(version=True), "version: True; expected 1"),
    (lambda d: d.update(format="a picture"), "format: something else; expected a net"),
    (lambda d: d.pop("network"), "network.kind: None; expected ConvNet, Neuron"),
    (lambda d: d["network"].update(kind="Transformer"), "network.kind: 'Transformer'; expected ConvNet, Neuron"),
    (lambda d: d["network"].update(kernels=0), "network.kernels: 0; expected a whole number"),
    (lambda d: d["network"].update(kernels=10**9), "network.kernels: 1000000000; expected a whole number"),
    (lambda d: d["network"].update(side=2), "network.side: 2; expected a whole number, 4 or above"),
    (lambda d: d["network"].update(kernels=5), "weights: 396 numbers; expected 495 numbers"),
    (lambda d: d["weights"].pop(), "weights: 395 numbers; expected 396 numbers"),
    (lambda d: d.update(weights="none"), "weights: no list; expected 396 numbers"),
    (lambda d: d["weights"].__setitem__(17, float("nan")), "weights[17]: nan; expected a finite number"),
    (lambda d: d["weights"].__setitem__(3, float("-inf")), "weights[3]: -inf; expected a finite number"),
    (lambda d: d["weights"].__setitem__(0, "0.5"), "weights[0]: '0.5'; expected a finite number"),
    (lambda d: d["weights"].__setitem__(0, None), "weights[0]: None; expected a finite number"),
    (lambda d: d["weights"].__setitem__(0, True), "weights[0]: True; expected a finite number"),
    (lambda d: d["weights"].__setitem__(0, 0.5), "the file was changed"),
    (lambda d: d.pop("digest"), "digest: None; expected"),
]


def test_what_is_not_such_a_net_is_refused(path: Path) -> None:
    for change, told in CHANGES:
        changed(path, change)
        assert told in refusal(path)


def test_a_number_too_large_for_a_double_is_refused(path: Path) -> None:
    changed(path, lambda data: None)
    data = json.loads(path.read_text())
    path.write_text(path.read_text().replace(repr(data["weights"][9]), "1e999", 1))
    assert "weights[9]: inf; expected a finite number" in refusal(path)


def test_another_shape_than_is_wanted_is_refused(path: Path) -> None:
    save_net(path, net())
    assert "inputs: 64, outputs: 10; expected inputs: 64, outputs: 2" in refusal(path, inputs=64, outputs=2)


def test_what_is_no_file_is_refused(path: Path) -> None:
    assert refusal(path) == "mine.json cannot be read: No such file or directory."
    path.mkdir(parents=True)
    assert "mine.json cannot be read: " in refusal(path)


@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_a_file_that_was_cut_is_refused_wherever(tmp_path_factory: pytest.TempPathFactory, data: Any) -> None:
    path = tmp_path_factory.mktemp("nets") / "mine.json"
    save_net(path, net())
    whole = path.read_bytes().rstrip()
    path.write_bytes(whole[: data.draw(st.integers(0, len(whole) - 1))])
    assert "expected a net that was saved by Downslope" in refusal(path)


@settings(max_examples=30, deadline=None)
@given(content=st.binary(max_size=200) | st.from_regex(rb"[\[{]{1,9}\"?[a-z]*\"?:?[0-9]*[\]}]{0,9}", fullmatch=True))
def test_any_other_bytes_are_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.mktemp("nets") / "mine.json"
    path.write_bytes(content)
    refusal(path)


def test_deep_brackets_are_refused(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("[" * 100_000)
    refusal(path)


def test_a_save_that_fails_leaves_the_old_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save_net(path, net())
    old = path.read_bytes()

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("downslope.storage.files.os.fsync", full)
    with pytest.raises(Refused, match=r"mine\.json cannot be saved: No space left"):
        save_net(path, SavedNet(NET, [0.0] * NET.size))
    assert path.read_bytes() == old and len(list(path.parent.iterdir())) == 1


class Silent(Network):
    """It does not say what it is made of."""

    def ops(self) -> Any:
        return ()


def test_a_net_of_another_kind_or_with_a_number_that_is_not_finite_is_not_saved(path: Path) -> None:
    with pytest.raises(Refused, match="kind Silent"):
        save_net(path, SavedNet(Silent(), [0.0] * 4))
    with pytest.raises(Refused, match=r"mine\.json cannot be saved"):
        save_net(path, SavedNet(Neuron(), [float("nan")]))
    assert not path.exists()
