"""A run as a code: any run comes back to the last bit; whatever is not such a code is refused with one sentence."""

from __future__ import annotations

import base64
import json
import zlib
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downslope import Level, Session
from downslope.rules.actions import Action, Answer, Freeze, Learn, Next, Probe, Reset, Stop, TakeOver, Turn
from downslope.rules.catalog import Catalog
from downslope.solving.autosolve import solve
from downslope.storage.errors import Refused
from downslope.storage.level_digest import digest
from downslope.storage.share_code import LARGEST, LONGEST, VERSION, decode, encode, replay
from support import campaign, shipped

LEVELS = [level.id for level in campaign() if len(level.data()) <= 200]  # the others train for seconds


def coded(content: Any, version: int = VERSION) -> str:
    """Anything, packed as a code is, with a right sum."""
    packer = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    plain = content if isinstance(content, bytes) else json.dumps(content).encode()
    packed = packer.compress(plain) + packer.flush()
    whole = zlib.crc32(packed).to_bytes(4, "big") + packed
    return f"DS{version}-" + base64.urlsafe_b64encode(whole).decode().rstrip("=")


def same(a: Session, b: Session) -> None:
    """To the last bit."""
    assert a.weights == b.weights and list(a.run.errors) == list(b.run.errors)
    assert (a.stage, a.won, a.outcome, a.answers, a.knobs) == (b.stage, b.won, b.outcome, b.answers, b.knobs)
    assert a.probed == b.probed and a.tally.cost_at_win == b.tally.cost_at_win


@pytest.mark.parametrize("name", LEVELS)
def test_a_code_of_each_level_replays_to_the_last_bit(name: str) -> None:
    level = shipped().level(name)
    session = Session(level, shipped())
    for action in solve(session):
        session.do(action)
    code = encode(session)
    run = decode(code, shipped())
    assert run.level is level
    same(replay(run, shipped()), session)
    assert len(code) <= LONGEST


@given(alphas=st.lists(st.sampled_from((1.0, 3.0, 5.0, 9.0, 15.0, 20.0, 24.0)), max_size=5), steps=st.integers(1, 40))
def test_any_run_comes_back(alphas: list[float], steps: int) -> None:
    session = Session(shipped().level("thirteen"), shipped())
    for alpha in alphas:
        session.do(Turn("alpha", alpha))
        session.do(Learn(1))
        session.do(Reset())
    session.do(Learn(steps))
    same(replay(decode(encode(session), shipped()), shipped()), session)


def test_a_short_run_has_a_short_code() -> None:
    session = Session(shipped().level("thirteen"), shipped(), [Turn("alpha", 9.0), Learn(1), Learn(1), Learn(1)])
    assert len(encode(session)) < 120


def test_it_may_be_broken_over_lines_and_begin_with_small_letters() -> None:
    session = Session(shipped().level("thirteen"), shipped(), [Learn(3)])
    code = encode(session)
    broken = "\n ".join(code[k : k + 10] for k in range(0, len(code), 10))
    assert decode(f"  {broken}\n", shipped()) == decode("ds" + code[2:], shipped()) == decode(code, shipped())


# -- what is refused -------------------------------------------------------------------------------------------------


def sentence(code: str, catalog: Catalog | None = None) -> str:
    """What is said of it; it must be refused."""
    here = catalog or shipped()
    with pytest.raises(Refused) as raised:
        replay(decode(code, here), here)
    told = str(raised.value)
    assert told.endswith(".") and "\n" not in told and len(told) < 300
    return told


def of(level: Level, *actions: Action) -> str:
    return encode(Session(level, shipped(), actions))


def test_every_cut_and_every_changed_letter_is_noticed() -> None:
    code = of(shipped().level("thirteen"), Turn("alpha", 9.0), Learn(3))
    for k in range(4, len(code)):
        assert "damaged" in sentence(code[:k])
        wrong = "A" if code[k] != "A" else "B"
        changed = code[:k] + wrong + code[k + 1 :]
        # the last letter may hold bits that mean nothing
        if base64.urlsafe_b64decode(changed[4:] + "===") != base64.urlsafe_b64decode(code[4:] + "==="):
            assert "damaged" in sentence(changed)


def test_other_versions_levels_and_what_is_no_code() -> None:
    level = shipped().level("thirteen")
    assert "another version" in sentence(coded([level.id, digest(level), []], 2))
    assert "not here" in sentence(coded(["vane/north", "0" * 12, []]))
    assert "not here" in sentence(coded([["thirteen"], "0" * 12, []]))
    changed = replace(level, budget=level.budget + 1)
    other = Catalog(shipped().metrics, shipped().learners, {level.id: changed})
    assert "is different here" in sentence(of(level, Learn(3)), other)
    for text in ("", "hello", "DS1", "DS-abc", "DSx-abc", "12345", "é-€", "DS²-AAAA"):
        assert "not a share code" in sentence(text)
    contents: list[Any] = [{}, 3, [1], [level.id, digest(level), 3], [level.id, digest(level), [3]],
                           [level.id, digest(level), [["fly", 1]]], [level.id, digest(level), [[]]],
                           [level.id, digest(level), [["learn", 1, 2, 3, 4]]], b"not json", b"[" * 5000]  # fmt: skip
    for content in contents:
        assert "damaged" in sentence(coded(content))


def test_what_is_too_long() -> None:
    level = shipped().level("thirteen")
    assert "too long" in sentence(coded(b" " * (LARGEST + 1)))
    assert "too long" in sentence("DS1-" + "A" * LONGEST)
    assert "too long" in sentence(coded([level.id, digest(level), [["probe"]] * 5001]))
    with pytest.raises(Refused, match="too long"):
        session = Session(level, shipped())
        session.actions.extend(Turn("alpha", k / 7) for k in range(6000))
        encode(session)


def test_many_long_learns_are_neither_replayed_nor_put_into_a_code() -> None:
    """Each alone may be; all together, somebody would wait for minutes. Nothing is learned before that is known."""
    level = shipped().level("hidden-four")
    some = 10 * level.budget * len(Session(level, shipped()).run.batches)
    assert "steps are not possible" in sentence(coded([level.id, digest(level), [["learn", some], ["reset"]] * 6]))
    session = Session(level, shipped())
    session.actions.extend([Learn(some), Reset()] * 6)
    with pytest.raises(Refused, match="too long"):
        encode(session)


@pytest.mark.parametrize(
    "action",
    [
        ["learn", 10**8], ["learn", -1], ["learn", "x"], ["learn", 1e300], ["turn", "alpha", None], ["turn", 3, 3],
        ["turn", "nothing", 1], ["next"], ["stop"], ["show", [1.0], [1.0]], ["takeover", 3], ["freeze", 99],
        ["answer", 99, "x"], ["turn", "alpha", float("nan")], ["turn", "alpha", [1, [2]]],
    ],
)  # fmt: skip
def test_what_cannot_be_done_in_the_level(action: list[Any]) -> None:
    level = shipped().level("thirteen")
    assert "does not fit" in sentence(coded([level.id, digest(level), [action]]))


def test_a_thousand_random_codes() -> None:
    """Random letters, and random actions with a right sum."""
    random = Random("codes")
    level = shipped().level("thirteen")
    kinds: list[Action] = [Turn("alpha", 3.0), Learn(2), Reset(), Next(), Probe(), Stop(), TakeOver(1), Freeze(0),
                           Answer(0, "x")]  # fmt: skip
    for _ in range(500):
        letters = "".join(random.choice("ABCdef0123-_ é") for _ in range(random.randrange(200)))
        for code in (letters, f"DS1-{letters}"):
            with pytest.raises(Refused):
                replay(decode(code, shipped()), shipped())
    for _ in range(500):
        actions = [[type(a).__name__.lower(), *a] for a in random.choices(kinds, k=random.randrange(8))]
        try:
            replay(decode(coded([level.id, digest(level), actions]), shipped()), shipped())
        except Refused as why:
            assert "does not fit" in str(why)
