"""Targets: when each is met, to the edge; what it says of itself; what is wrong with its numbers."""

from __future__ import annotations

from math import inf, nan
from types import SimpleNamespace
from typing import Any

from downslope import Example, Learn, Level, Neuron, Session, Show
from downslope.rules.target import (
    SLACK,
    Accuracy,
    CustomTarget,
    Drawn,
    Exam,
    Fooled,
    MeanError,
    Near,
    Runs,
    Smaller,
    TargetInfo,
    largest,
    share_correct,
    target_info_of,
)
from downslope.schema.level_rules import faults
from support import play

PAIRS = [Example(1, 1), Example(2, 1)]  # with weight 1 the misses are 0 and 1, with weight .5 they are -.5 and 0
TURNED = [Example([1, 0], [1, 0]), Example([0, 1], [0, 1])]
READS = [1.0, 0.0, 0.0, 1.0]  # as each of TURNED wants it


def on(weight: float, **fields: Any) -> Session:
    return play(Level("small", title="Small", examples=PAIRS, weights=[weight], knobs=(), **fields))


def reading(weights: list[float], **fields: Any) -> Session:
    level = Level("two", title="Two", network=Neuron(2, 2), examples=TURNED, weights=weights, knobs=(), **fields)
    return play(level)


def test_near_enough() -> None:
    for target, weight, met in (
        (Near(1.0), 1.0, True), (Near(0.99), 1.0, False), (Near(0.0, only=(0,)), 1.0, True), (Near(0.5), 0.5, True),
        (Near(0.5, only=(1,)), 1.0, False), (Near(0.5, only=(0, 7)), 1.0, True), (Near(1.0 - SLACK / 2), 1.0, True),
        (Near(1.0 - 2 * SLACK), 1.0, False), (Exam(1.0), 1.0, True), (Exam(0.99), 1.0, False), (Exam(0.25), 0.5, True),
        (Exam(0.0, unseen=True), 3.0, True), (Exam(0.0), 3.0, False), (MeanError(0.5), 1.0, True),
        (MeanError(0.49), 1.0, False), (MeanError(0.5, at_least=0.5), 1.0, True),
        (MeanError(9, at_least=0.51), 1.0, False), (MeanError(0.5, metric="absolute"), 1.0, True),
        (MeanError(0.25, metric="absolute"), 0.5, True), (MeanError(0.24, metric="absolute"), 0.5, False),
        (MeanError(0.0, unseen=True), 3.0, True),
    ):  # fmt: skip
        assert target.met(on(weight, unseen=[Example(1, 3)])) is met


def test_smaller_asks_for_a_step_and_for_every_output() -> None:
    session = on(1.0, alpha=0.1)  # the first example is right already: its error grows
    assert not Smaller().met(session)
    session.do(Learn(1))
    assert not Smaller().met(session)
    both = play(Level("b", title="B", examples=[Example(1, 1), Example(2, 2)], weights=[3.0], knobs=()))
    assert not Smaller().met(both)
    both.do(Learn(1))
    assert Smaller().met(both)


def test_runs() -> None:
    for runs, met in (
        (0, True), (2, True), (3, False),
    ):  # fmt: skip
        session = on(1.0)
        session.tally.runs = runs
        assert Runs(2).met(session) is met


def test_accuracy_is_the_share_read_correctly_and_of_equal_votes_the_first_counts() -> None:
    for weights, share in (
        (READS, 1.0), ([1, 0, 1, 0], 0.5), ([0, 0, 0, 0], 0.5), ([0, 1, 1, 0], 0.0),
    ):  # fmt: skip
        session = reading([float(w) for w in weights], unseen=TURNED[:1])
        assert share_correct(session.run, session.level.data()) == share
        assert Accuracy(share, unseen=False).met(session) and not Accuracy(share + 0.01, unseen=False).met(session)
        first = float(share_correct(session.run, session.level.data(unseen=True)))
        assert Accuracy(first).met(session) and not Accuracy(first + 0.01).met(session)
        assert share_correct(session.run, []) == 0.0
        assert (largest([1, 3, 3]), largest([5]), largest([-1, -2])) == (1, 0, 0)


def test_drawn_counts_first_drawings_once_each_kind_was_drawn() -> None:
    session = reading(READS, target=Drawn(2))
    one, two = ((1, 0), (1, 0)), ((0, 1), (0, 1))
    session.do(Show(*one))
    assert not Drawn(0).met(session)  # the second kind was not drawn
    session.do(Show(*two))
    assert Drawn(2).met(session) and not Drawn(3).met(session)
    wrong_first = reading(READS, target=Drawn(2))
    for drawing in (((0, 1), (1, 0)), one, two):  # a second try does not count
        wrong_first.do(Show(*drawing))
    assert Drawn(1).met(wrong_first) and not Drawn(2).met(wrong_first)


def test_fooled() -> None:
    for drawing, share, met in (
        (((0, 1), (1, 0)), 1.0, True), (((0, 1), (1, 0)), 1.01, False), (((1, 0), (1, 0)), 0.1, False),
        (((0, 0.5), (1, 0)), 0.5, True), (((0, 0.5), (1, 0)), 0.6, False),
    ):  # fmt: skip
        session = reading(READS, target=Fooled(share))
        assert not Fooled(0.0).met(session)
        session.do(Show(*drawing))
        assert Fooled(share).met(session) is met


def test_the_error_below_which_it_may_be_met() -> None:
    for target, metric, squared, error in (
        (Near(0.5), "squared", 1.0, 0.25), (Near(0.5, only=(0,)), "squared", 1.0, None),
        (Exam(3.0), "squared", 1.0, 1.5), (Exam(3.0), "half", 0.5, None),
        (Exam(3.0, unseen=True), "squared", 1.0, None),
        (MeanError(0.7), "squared", 2.0, 0.7), (MeanError(0.7, "squared"), "squared", 1.0, 0.7),
        (MeanError(0.7, "other"), "squared", 1.0, None), (MeanError(0.7, at_least=0.1), "squared", 1.0, 0.7),
        (MeanError(0.7, unseen=True), "squared", 1.0, None), (Smaller(), "squared", 1.0, None),
    ):  # fmt: skip
        assert target.mean_error(on(1.0).run, metric, squared) == error


def test_what_it_asks_for() -> None:
    for target, words in (
        (Near(0.5), "every goal within 0.5"), (Near(0.5, (0, 2)), "2 of them, each within 0.5"),
        (Exam(2), "exam at most 2"), (MeanError(0.5), "error at most 0.5"),
        (MeanError(0.5, "absolute"), "mean absolute error at most 0.5"), (MeanError(0.5, None, 0.5), "error at 0.5"),
        (MeanError(0.5, None, -0.5), "misses that add up to 0"), (MeanError(0.5, None, 0.1), "error from 0.1 to 0.5"),
        (Smaller(), "every error smaller than before"), (Runs(3), "runs: 3 at most"),
        (Accuracy(0.855), "85.5 % read correctly"), (Drawn(4), "4 of the drawings read correctly"),
        (Fooled(0.6), "a drawing misread at 60.0 %"), (TargetInfo(), "reached"),
    ):  # fmt: skip
        text, numbers = target.asks()
        assert text.format(**numbers) == words


def test_what_star_2_asks_for_besides() -> None:
    told = [(one.format(**values), many.format(**values)) for one, many, values in
            (target.besides() for target in (Runs(2), Accuracy(0.9), Drawn(3)))]  # fmt: skip
    assert told == [("One run was allowed.", "2 runs at most were allowed.")] + [
        (text, text) for text in ("90.0 % had to be read correctly.", "3 had to be read correctly.")
    ]


def test_a_target_of_a_plugin_is_asked_with_care() -> None:
    run = on(1.0).run
    own = target_info_of(SimpleNamespace(met=len, title="{x} is {y}", within=lambda run: 3))
    text, numbers = own.asks()
    assert text.format(**numbers) == "{x} is {y}" and own.within(run) == 3.0
    near = Near(0.1)
    assert target_info_of(near) is near and near.within(run) is None
    for within in (lambda run: nan, lambda run: inf, lambda run: "far", lambda run: 1 / 0, None):
        assert CustomTarget(SimpleNamespace(met=len, within=within)).within(run) is None
    assert CustomTarget(SimpleNamespace(met=len)).asks() == ("reached", {})


def test_numbers_that_cannot_be_met() -> None:
    for target, fields in (
        (Near(0.0), []), (Near(-0.1), ["tolerance"]), (Near(nan), ["tolerance"]), (Exam(-1), ["limit"]),
        (Exam(inf), ["limit"]), (MeanError(-1), []), (MeanError(inf), ["at_most"]), (Accuracy(-0.1), ["share"]),
        (Drawn(0), []), (Drawn(-1), ["right"]), (Fooled(nan), ["share"]), (object(), [""]),
        (SimpleNamespace(met=len, title="x" * 80), []), (SimpleNamespace(met=len, title="x" * 81), ["title"]),
        (SimpleNamespace(met=len, title=3), ["title"]), (SimpleNamespace(met=len, within=3), ["within"]),
    ):  # fmt: skip
        level: Any = Level("t", title="", examples=PAIRS, unseen=PAIRS, target=target)  # type: ignore[arg-type]
        told = [field for field, _value, _allowed in faults(level)]
        assert told == [f"target.{name}".removesuffix(".") for name in fields]
