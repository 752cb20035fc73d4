"""A run as a code: any run comes back to the last bit; whatever is not such a code is refused with one sentence."""

from __future__ import annotations

import base64
import json
import zlib
from dataclasses import replace
from hashlib import sha256
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downslope import Level, Question, Session
from downslope.rules.actions import Action, Answer, Freeze, Learn, Next, Probe, Reset, Stop, TakeOver, Turn
from downslope.rules.catalog import Catalog
from downslope.rules.stars import questions_of
from downslope.solving.autosolve import solve
from downslope.storage.files import Refused
from downslope.storage.level_digest import digest
from downslope.storage.share_code import LARGEST, LONGEST, OLD_ANSWERS, VERSION, decode, encode, replay
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


# Codes as a game made them before these answers got other words.
OLD_CODES = {
    "no-perfect-answer":
        "DS1-SL2sSYXNwQqDMBAE0F-RPa8SNYn4LSGHtmzagmTDGvX3rYeeWtjrzBsmQOa2kCR61PaW14MEELyjydl5SOQ9YAjwbQxCYmlo"
        "J2kWvqKIAeom-bM66P18VcC-69FceRG-038xKWLoRlUY9cWqwjmVeJ1YnYw6-RFr5QIxxhM",
    "dead-wire":
        "DS1-mdFPAFXIPQqAMAwG0Lt8cwTr32VChthGLUiGKNTji6Pb4zGKaelaDQMhj72tSXXO2wJihvrVLEADIep-3BBinKbhoOmz2_PL"
        "JCIv",
    "runaway":
        "DS1-zs-9cB2MSQqAMBAEvyJ9HkRFxbwl5DCYuKCMEhOX32s8VhXdGj4KX_yAoKytVdv0qmwUSGuwHJfzoIIgW5hmGbNhvp2FIY3A"
        "i9vOlLsfo5fvg9d94m-RV1QkvTpOvjTGvA",
}


@pytest.mark.parametrize("name, code", OLD_CODES.items(), ids=str)
def test_an_old_code_gives_the_same_answer_in_its_new_words(name: str, code: str) -> None:
    run = decode(code, shipped())
    (answer,) = [action for action in run.actions if isinstance(action, Answer) and type(action.value) is str]
    session = Session(run.level, shipped())
    for action in run.actions[: run.actions.index(answer)]:
        session.do(action)
    question = session.level.questions[answer.question]
    assert isinstance(question, Question)
    (value,) = [new for (level, old), new in OLD_ANSWERS.items() if level == name]
    assert answer.value == value and value in question.answers
    session = replay(run, shipped())
    assert session.won and value in session.answers.values()


# Of each shipped level's answers, in the words of the first codes.
FIRST_ANSWERS = {
    "double-it": "c065c9", "a-hundredth": "f07042", "seven": "ebdbce", "below-zero": "288b91",
    "one-knob-two-days": "303a0c", "plus-and-minus": "ce2427", "the-grump": "a6e554", "no-perfect-answer": "f0260d",
    "warmer": "056fba", "stuck-steps": "34fa22", "which-way": "f75446", "dead-wire": "459171", "hands-off": "b18a48",
    "thirteen": "01ebe5",
    "goldilocks": "c79123", "runaway": "9b08ab", "two-recipes": "4970b9", "orbit": "837aa8", "sealed-box": "b18a48",
    "three-neurons": "7dc72d", "toes": "a4e4b1", "freeze-the-toes": "5019a3", "valley": "f1bbee",
    "streetlights": "7118db", "noisy-lights": "cb90d7", "the-wall": "3c8021", "hidden-four": "144df6",
    "all-zeros": "78547e", "dead-relu": "92284d", "linear-layers": "7e8049", "stop-in-time": "8633e6",
    "edge-by-hand": "4098ac", "edge-learned": "8d4cdc", "ten-neurons": "b15386", "kernels": "2b9d7e",
}  # fmt: skip


def test_an_answer_with_other_words_is_in_the_table() -> None:
    old_words = {(level, new): old for (level, old), new in OLD_ANSWERS.items()}
    assert len(old_words) == len(OLD_ANSWERS)
    other = []
    for name, first in FIRST_ANSWERS.items():
        asked = [getattr(question, "answers", ()) for question in questions_of(shipped().level(name))]
        answers = [tuple(old_words.get((name, answer), answer) for answer in each) for each in asked]
        if sha256(repr(answers).encode()).hexdigest()[:6] != first:
            other.append(name)
    assert other == [], "a changed answer needs a row in OLD_ANSWERS; only a new question another digest here"


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


def test_as_many_steps_as_are_allowed_are_and_no_more() -> None:
    level = shipped().level("thirteen")
    once = 10 * level.budget * len(Session(level, shipped()).run.batches)
    most = 5 * once
    actions: list[Action] = [Learn(once), Reset()] * 5
    session = Session(level, shipped())
    session.actions.extend(actions)
    assert decode(encode(session), shipped()).actions == actions
    assert len(replay(decode(encode(session), shipped()), shipped()).actions) == len(actions)
    session.actions.append(Learn(1))
    with pytest.raises(Refused, match="too long"):
        encode(session)
    saved = [["learn", once], ["reset"]] * 5 + [["learn", 1]]
    assert f"More than {most} steps are not possible" in sentence(coded([level.id, digest(level), saved]))
    assert f"{once} steps at once are not" in sentence(coded([level.id, digest(level), [["learn", once + 1]]]))


IMPOSSIBLE: list[list[Any]] = [
    ["learn", 10**8], ["learn", -1], ["learn", "x"], ["learn", 1e300], ["turn", "alpha", None], ["turn", 3, 3],
    ["turn", "nothing", 1], ["next"], ["stop"], ["show", [1.0], [1.0]], ["takeover", 3], ["freeze", 99],
    ["answer", 99, "x"], ["turn", "alpha", float("nan")], ["turn", "alpha", [1, [2]]],
]  # fmt: skip


def test_what_cannot_be_done_in_the_level() -> None:
    level = shipped().level("thirteen")
    for action in IMPOSSIBLE:
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
