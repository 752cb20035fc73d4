"""A file is held by one at a time, until it is let go."""

from pathlib import Path

from downslope.storage.saves import Lock


def test_it_is_held_by_one_at_a_time(tmp_path: Path) -> None:
    one, two = Lock(tmp_path / "lock", patience=0.0), Lock(tmp_path / "lock", patience=0.0)
    assert one.take() and one.take()
    assert not two.take(patience=0.02)
    with two as held:
        assert held is False
    one.release()
    one.release()
    with two as held:
        assert held is True and not one.take()
    assert one.take()
    one.release()


def test_where_nothing_can_be_held_it_goes_on_as_if_alone(tmp_path: Path) -> None:
    lock = Lock(tmp_path / "no such folder" / "lock", patience=0.0)
    assert lock.take()
    with lock as held:
        assert held is False
