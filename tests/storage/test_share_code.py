"""A level has a digest, a run a code: any run comes back to the last bit, and all else is refused with one sentence."""

import base64
import json
from dataclasses import replace
from hashlib import sha256
from random import Random
from typing import Any

import pytest

from downslope import Example, Knob, Learn, Level, Near, Neuron, Session, Turn
from downslope.rules import Action, Catalog, Reset, questions_of
from downslope.solving.autosolve import solve
from downslope.storage.files import Refused
from downslope.storage.level_digest import digest
from downslope.storage.share_code import LONGEST, OLD_ANSWERS, decode, encode, letters_of, replay
from lib.support import campaign, play, shipped

# How the digests of the shipped levels begin, under which bests, ghosts and codes are kept; and those of their answers
# in the words of the first codes.
DIGESTS = """1ec3 bf6e f68d c370 9ccd ce07 976b 0a2b 65e7 68cf 62b7 6e52 c30e 5ce3 f74c 63d9 a02e 9dd4 0390 8293
ea55 181f 516a 095a aaa5 74e0 71c5 87ab d2b8 44a1 01d5 0a76 c827 63af d3f7 da3e db48 a50f 7194"""
ANSWERS = """c065 f070 ebdb 288b 303a none ce24 a6e5 f026 056f 34fa f754 4591 b18a 01eb c791 none 9b08 4970 837a
none b18a 7dc7 a4e4 5019 f1bb 7118 cb90 3c80 144d 7854 9228 7e80 8633 4098 8d4c b153 2b9d none"""
LEVEL = Level(
    "thirteen", title="Thirteen", examples=[Example(0.3, 0.7)], weights=[0.1], alpha=3.0, frozen=frozenset({0}),
    settings={"beta": 0.5, "gamma": 1}, stages=[{"alpha": 1.0, "brief": "again"}], recording=[Turn("alpha", 2.0)],
)  # fmt: skip
SAME: list[dict[str, Any]] = [
    {"title": "13", "brief": "new", "hints": ["look"], "par": 3}, {"examples": (Example(0.3, 0.7),)},
    {"settings": {"gamma": 1.0, "beta": 0.5}}, {"alpha": 3}, {"stages": [{"alpha": 1, "brief": "once more"}]},
]  # fmt: skip
OTHER: list[dict[str, Any]] = [
    {"examples": [Example(0.3, 0.71)]}, {"weights": [0.2]}, {"alpha": 2.0}, {"network": Neuron(1, 1), "seed": 1},
    {"target": Near(0.002)}, {"knobs": [Knob("weight")]}, {"learner": None}, {"stages": []}, {"recording": []},
    {"settings": {"beta": 0.6, "gamma": 1}}, {"frozen": frozenset()},
]  # fmt: skip


def test_a_digest_is_of_what_decides_the_play_and_stays_for_ever() -> None:
    """What is kept is found by it. An answer whose words have changed is found in OLD_ANSWERS."""
    assert [level.id for level, first in zip(campaign(), DIGESTS.split()) if digest(level)[:4] != first] == []
    assert all(digest(replace(LEVEL, **changes)) == digest(LEVEL) for changes in SAME)
    assert [changes for changes in OTHER if digest(replace(LEVEL, **changes)) == digest(LEVEL)] == []
    wins: Any = frozenset({"land", "orbit", "stuck", "runaway", "overshoot"})  # in the same order in every process
    assert digest(Level("a", title="A", examples=[Example(1, 2)], wins=wins)) == "c300e6c7d15f"
    old_words = {(level, new): old for (level, old), new in OLD_ANSWERS.items()}
    assert len(old_words) == len(OLD_ANSWERS)
    other = []
    for level, first in zip(campaign(), ANSWERS.split()):
        asked = [getattr(question, "answers", ()) for question in questions_of(level)]
        answers = [tuple(old_words.get((level.id, answer), answer) for answer in each) for each in asked]
        if first not in ("none", sha256(repr(answers).encode()).hexdigest()[:4]):
            other.append(level.id)
    assert other == [], "a changed answer needs a row in OLD_ANSWERS; only a new question another digest here"


THIRTEEN = shipped().level("thirteen")


def coded(content: Any, version: int = 1) -> str:
    """Anything, packed as a code is, with a right sum."""
    return f"DS{version}-" + letters_of(content if isinstance(content, bytes) else json.dumps(content).encode())


def of(*actions: Any) -> str:
    return coded([THIRTEEN.id, digest(THIRTEEN), [*actions]])


def same(a: Session, b: Session) -> None:
    """To the last bit."""
    assert a.weights == b.weights and list(a.run.errors) == list(b.run.errors)
    assert (a.stage, a.won, a.outcome, a.answers, a.knobs) == (b.stage, b.won, b.outcome, b.answers, b.knobs)
    assert a.probed == b.probed and a.tally.cost_at_win == b.tally.cost_at_win


# As a game made it before its answer `right` got other words.
OLD_CODE = "DS1-mdFPAFXIPQqAMAwG0Lt8cwTr32VChthGLUiGKNTji6Pb4zGKaelaDQMhj72tSXXO2wJihvrVLEADIep-3BBinKbhoOmz2_PLJCIv"


def test_a_code_of_a_level_replays_to_the_last_bit() -> None:
    for name in ("in-the-dark", "one-knob-two-days", "hidden-four", "dead-wire"):
        session = play(name)
        for action in solve(session):
            session.do(action)
        code = encode(session)
        run = decode(code, shipped())
        assert run.level is shipped().level(name) and len(code) <= LONGEST
        same(replay(run, shipped()), session)
        broken = "\n ".join(code[k : k + 10] for k in range(0, len(code), 10))
        assert decode(f"  {broken}\n", shipped()) == decode("ds" + code[2:], shipped()) == run
    session = replay(decode(OLD_CODE, shipped()), shipped())
    assert session.won and "spot on" in session.answers.values()


def sentence(code: str, catalog: Catalog | None = None) -> str:
    """What is said of it; it must be refused."""
    here = catalog or shipped()
    with pytest.raises(Refused) as raised:
        replay(decode(code, here), here)
    told = str(raised.value)
    assert told.endswith(".") and "\n" not in told and len(told) < 300
    return told


ONCE = 10 * THIRTEEN.budget
REFUSED: list[tuple[str, list[str]]] = [
    ("not a share code", ["", "hello", "DS1", "DS-abc", "DSx-abc", "12345", "é-€", "DS²-AAAA"]),
    ("another version", [coded([THIRTEEN.id, digest(THIRTEEN), []], 2)]),
    ("not here", [coded(["vane/north", "0" * 12, []]), coded([["thirteen"], "0" * 12, []])]),
    ("damaged", [*map(coded, ({}, 3, [1], b"not json", b"[" * 5000, [THIRTEEN.id, digest(THIRTEEN), 3])),
                 of(3), of([]), of(["fly", 1]), of(["learn", 1, 2, 3, 4])]),
    ("too long", [coded(b" " * 300_001), "DS1-" + "A" * 29_997, of(*[["probe"]] * 5001)]),
    ("does not fit", [of(action) for action in (
        ["learn", -1], ["learn", "x"], ["turn", "alpha", None], ["turn", 3, 3], ["turn", "nothing", 1],
        ["next"], ["stop"], ["show", [1.0], [1.0]], ["takeover", 3], ["freeze", 99], ["answer", 99, "x"],
        ["turn", "alpha", float("nan")], ["turn", "alpha", [1, [2]]])]),
    (f"More than {5 * ONCE} steps are not possible", [of(*[["learn", ONCE], ["reset"]] * 5, ["learn", 1])]),
    (f"{ONCE} steps at once are not", [of(["learn", ONCE + 1])]),
]  # fmt: skip


def test_what_is_no_code_or_cannot_be_done_is_refused_in_a_sentence() -> None:
    for words, codes in REFUSED:
        for code in codes:
            assert words in sentence(code), code
    changed = replace(THIRTEEN, budget=THIRTEEN.budget + 1)
    other = Catalog(shipped().metrics, shipped().learners, {THIRTEEN.id: changed})
    assert "is different here" in sentence(encode(play("thirteen", Learn(3))), other)
    code = of(["turn", "alpha", 9.0], ["learn", 3])
    for k in range(4, len(code)):
        assert "damaged" in sentence(code[:k])
        wrong = code[:k] + ("A" if code[k] != "A" else "B") + code[k + 1 :]
        # the last letter may hold bits that mean nothing
        if base64.urlsafe_b64decode(wrong[4:] + "===") != base64.urlsafe_b64decode(code[4:] + "==="):
            assert "damaged" in sentence(wrong)
    random = Random("codes")
    for _ in range(200):
        sentence("DS1-" + "".join(random.choices("ABCdef0123-_ é", k=random.randrange(200))))


def test_as_many_steps_as_are_allowed_are_and_no_more() -> None:
    session = play("thirteen")
    actions: list[Action] = [Learn(ONCE), Reset()] * 5
    session.actions.extend(actions)
    run = decode(encode(session), shipped())
    assert run.actions == actions == replay(run, shipped()).actions
    for more in ([Learn(1)], [Turn("alpha", k / 7) for k in range(6000)]):
        session.actions[:] = [*actions, *more]
        with pytest.raises(Refused, match="too long"):
            encode(session)
