"""A level has a digest, a run a code: any run comes back to the last bit, and all else is refused with one sentence."""

import base64
import json
import zlib
from dataclasses import replace
from hashlib import sha256
from random import Random
from typing import Any

import pytest
from hypothesis import given, strategies as st

from downslope import Example, Knob, Level, Near, Neuron, Question, Session
from downslope.rules import (
    Action,
    Answer,
    Catalog,
    Freeze,
    Learn,
    Next,
    Probe,
    Reset,
    Stop,
    TakeOver,
    Turn,
    questions_of,
)
from downslope.solving.autosolve import solve
from downslope.storage.files import Refused
from downslope.storage.level_digest import digest
from downslope.storage.share_code import LARGEST, LONGEST, OLD_ANSWERS, VERSION, decode, encode, replay
from lib.support import campaign, play, shipped

LEVEL = Level(
    "thirteen", title="Thirteen", examples=[Example(0.3, 0.7)], weights=[0.1], alpha=3.0, frozen=frozenset({0}),
    settings={"beta": 0.5, "gamma": 1}, stages=[{"alpha": 1.0, "brief": "again"}], recording=[Turn("alpha", 2.0)],
)  # fmt: skip


# Bests, ghosts and share codes are kept under these.
SHIPPED = {
    "double-it": "1ec37954ab4e", "a-hundredth": "bf6e10207425", "seven": "f68d7543626d", "below-zero": "c37058184e78",
    "one-knob-two-days": "9ccd63b8ff54", "in-the-dark": "ce074d4c4d49", "plus-and-minus": "976b78c72fe5",
    "the-grump": "0a2b230f43ca", "no-perfect-answer": "65e75492fe66", "warmer": "68cfb179ae0b",
    "stuck-steps": "62b7eb951ea0", "which-way": "6e52a4fe1bbd", "dead-wire": "c30eb1aa5cf6",
    "hands-off": "5ce390ec57ac", "thirteen": "f74cba5763d4", "goldilocks": "63d9264a2378", "overshoot": "a02e3f356755",
    "runaway": "9dd4965c9159", "two-recipes": "0390480e9883", "orbit": "82935e8fed37", "one-step": "ea5592efb86d",
    "sealed-box": "181f85910404", "three-neurons": "516ad554c8a6", "toes": "095a35642484",
    "freeze-the-toes": "aaa5bffae816", "valley": "74e05ecc1f40", "streetlights": "71c5c39c3c0f",
    "noisy-lights": "87abd81fca84", "the-wall": "d2b8411ea354", "hidden-four": "44a1a40eea96",
    "all-zeros": "01d55256b063", "dead-relu": "0a76c65502e9", "linear-layers": "c8276e492947",
    "stop-in-time": "63af42fc27fe", "edge-by-hand": "d3f768003e1a", "edge-learned": "da3e23daf62a",
    "ten-neurons": "db482e1ce9a5", "kernels": "a50f6d30bf9c", "read-my-hand": "719499160b01",
}  # fmt: skip


def test_the_shipped_levels_keep_their_digests() -> None:
    assert {level.id: digest(level) for level in campaign()} == SHIPPED


def test_words_and_ways_to_write_it_do_not_matter() -> None:
    same: list[dict[str, Any]] = [
        {"title": "13"}, {"brief": "new"}, {"hints": ["look"]}, {"par": 3}, {"examples": (Example(0.3, 0.7),)},
        {"settings": {"gamma": 1.0, "beta": 0.5}}, {"alpha": 3}, {"stages": [{"alpha": 1, "brief": "once more"}]},
    ]  # fmt: skip
    for changes in same:
        assert digest(replace(LEVEL, **changes)) == digest(LEVEL), changes


def test_what_decides_the_play_does() -> None:
    other: list[dict[str, Any]] = [
        {"examples": [Example(0.3, 0.71)]}, {"weights": [0.2]}, {"alpha": 2.0}, {"network": Neuron(1, 1), "seed": 1},
        {"target": Near(0.002)}, {"knobs": [Knob("weight")]}, {"learner": None}, {"stages": []}, {"recording": []},
        {"settings": {"beta": 0.6, "gamma": 1}}, {"frozen": frozenset()},
    ]  # fmt: skip
    for changes in other:
        assert digest(replace(LEVEL, **changes)) != digest(LEVEL), changes


def test_it_is_the_same_in_every_process_whatever_the_order_of_a_set_is() -> None:
    wins: Any = frozenset({"land", "orbit", "stuck", "runaway", "overshoot"})
    assert digest(Level("a", title="A", examples=[Example(1, 2)], wins=wins)) == "c300e6c7d15f"


THIRTEEN = shipped().level("thirteen")


def coded(content: Any, version: int = VERSION) -> str:
    """Anything, packed as a code is, with a right sum."""
    packer = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    plain = content if isinstance(content, bytes) else json.dumps(content).encode()
    packed = packer.compress(plain) + packer.flush()
    whole = zlib.crc32(packed).to_bytes(4, "big") + packed
    return f"DS{version}-" + base64.urlsafe_b64encode(whole).decode().rstrip("=")


def of(*actions: Any) -> str:
    return coded([THIRTEEN.id, digest(THIRTEEN), [*actions]])


def same(a: Session, b: Session) -> None:
    """To the last bit."""
    assert a.weights == b.weights and list(a.run.errors) == list(b.run.errors)
    assert (a.stage, a.won, a.outcome, a.answers, a.knobs) == (b.stage, b.won, b.outcome, b.answers, b.knobs)
    assert a.probed == b.probed and a.tally.cost_at_win == b.tally.cost_at_win


@pytest.mark.parametrize("name", ["seven", "in-the-dark", "one-knob-two-days", "hidden-four", "dead-wire"])
def test_a_code_of_a_level_replays_to_the_last_bit(name: str) -> None:
    session = play(name)
    for action in solve(session):
        session.do(action)
    code = encode(session)
    run = decode(code, shipped())
    assert run.level is shipped().level(name) and len(code) <= LONGEST
    same(replay(run, shipped()), session)


@given(alphas=st.lists(st.sampled_from((1.0, 3.0, 5.0, 9.0, 15.0, 20.0, 24.0)), max_size=5), steps=st.integers(1, 40))
def test_any_run_comes_back(alphas: list[float], steps: int) -> None:
    session = play("thirteen")
    for alpha in alphas:
        for action in (Turn("alpha", alpha), Learn(1), Reset()):
            session.do(action)
    session.do(Learn(steps))
    code = encode(session)
    same(replay(decode(code, shipped()), shipped()), session)
    broken = "\n ".join(code[k : k + 10] for k in range(0, len(code), 10))
    assert decode(f"  {broken}\n", shipped()) == decode("ds" + code[2:], shipped()) == decode(code, shipped())
    assert len(code) < 90 + 40 * len(alphas)


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
    (value,) = [new for (level, _old), new in OLD_ANSWERS.items() if level == name]
    question = play(name, *run.actions[: run.actions.index(answer)]).level.questions[answer.question]
    assert isinstance(question, Question) and answer.value == value and value in question.answers
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


def sentence(code: str, catalog: Catalog | None = None) -> str:
    """What is said of it; it must be refused."""
    here = catalog or shipped()
    with pytest.raises(Refused) as raised:
        replay(decode(code, here), here)
    told = str(raised.value)
    assert told.endswith(".") and "\n" not in told and len(told) < 300
    return told


def test_every_cut_and_every_changed_letter_is_noticed() -> None:
    code = of(["turn", "alpha", 9.0], ["learn", 3])
    for k in range(4, len(code)):
        assert "damaged" in sentence(code[:k])
        changed = code[:k] + ("A" if code[k] != "A" else "B") + code[k + 1 :]
        # the last letter may hold bits that mean nothing
        if base64.urlsafe_b64decode(changed[4:] + "===") != base64.urlsafe_b64decode(code[4:] + "==="):
            assert "damaged" in sentence(changed)


REFUSED: list[tuple[str, list[str]]] = [
    ("not a share code", ["", "hello", "DS1", "DS-abc", "DSx-abc", "12345", "é-€", "DS²-AAAA"]),
    ("another version", [coded([THIRTEEN.id, digest(THIRTEEN), []], 2)]),
    ("not here", [coded(["vane/north", "0" * 12, []]), coded([["thirteen"], "0" * 12, []])]),
    ("damaged", [*map(coded, ({}, 3, [1], b"not json", b"[" * 5000, [THIRTEEN.id, digest(THIRTEEN), 3])),
                 of(3), of([]), of(["fly", 1]), of(["learn", 1, 2, 3, 4])]),
    ("too long", [coded(b" " * (LARGEST + 1)), "DS1-" + "A" * 29_997, of(*[["probe"]] * 5001)]),
    ("does not fit", [of(action) for action in (
        ["learn", -1], ["learn", "x"], ["turn", "alpha", None], ["turn", 3, 3], ["turn", "nothing", 1],
        ["next"], ["stop"], ["show", [1.0], [1.0]], ["takeover", 3], ["freeze", 99], ["answer", 99, "x"],
        ["turn", "alpha", float("nan")], ["turn", "alpha", [1, [2]]])]),
]  # fmt: skip


def test_what_is_no_code_or_cannot_be_done_is_refused_in_a_sentence() -> None:
    for words, codes in REFUSED:
        for code in codes:
            assert words in sentence(code), code
    changed = replace(THIRTEEN, budget=THIRTEEN.budget + 1)
    other = Catalog(shipped().metrics, shipped().learners, {THIRTEEN.id: changed})
    assert "is different here" in sentence(encode(play("thirteen", Learn(3))), other)
    random, letters = Random("codes"), "ABCdef0123-_ é"
    kinds: list[Action] = [Turn("alpha", 3.0), Learn(2), Reset(), Next(), Probe(), Stop(), TakeOver(1), Freeze(0),
                           Answer(0, "x")]  # fmt: skip
    for _ in range(200):
        sentence("DS1-" + "".join(random.choices(letters, k=random.randrange(200))))
        actions = random.choices(kinds, k=random.randrange(8))
        try:
            replay(decode(of(*([type(one).__name__.lower(), *one] for one in actions)), shipped()), shipped())
        except Refused as why:
            assert "does not fit" in str(why)


def test_as_many_steps_as_are_allowed_are_and_no_more() -> None:
    session = play("thirteen")
    once = 10 * THIRTEEN.budget * len(session.run.batches)
    actions: list[Action] = [Learn(once), Reset()] * 5
    session.actions.extend(actions)
    run = decode(encode(session), shipped())
    assert run.actions == actions == replay(run, shipped()).actions
    for more in ([Learn(1)], [Turn("alpha", k / 7) for k in range(6000)]):
        session.actions[:] = [*actions, *more]
        with pytest.raises(Refused, match="too long"):
            encode(session)
    saved = [["learn", once], ["reset"]] * 5 + [["learn", 1]]
    assert f"More than {5 * once} steps are not possible" in sentence(of(*saved))
    assert f"{once} steps at once are not" in sentence(of(["learn", once + 1]))
