"""Targets: when each is met, to the edge; what it says of itself; what is wrong with its numbers."""

from math import inf, nan
from types import SimpleNamespace
from typing import Any

from downslope import Accuracy, Drawn, Exam, Example, Fooled, Learn, MeanError, Near, Neuron, Reset, Runs, Session
from downslope.rules import SLACK, Show, Smaller, TargetInfo, largest, share_correct, target_info_of
from downslope.schema.level_rules import faults
from lib.support import play
from rules.levels import BOTH, small

TURNED = [Example([1, 0], [1, 0]), Example([0, 1], [0, 1])]
READS = [1.0, 0.0, 0.0, 1.0]  # as each of TURNED wants it


def on(weight: float, **fields: Any) -> Session:
    """With weight 1 the misses are 0 and 1, with weight .5 they are -.5 and 0."""
    return play(small(examples=BOTH, weights=[weight], knobs=(), **fields))


def reading(weights: list[float], *actions: Any, **fields: Any) -> Session:
    return play(small(network=Neuron(2, 2), examples=TURNED, weights=weights, knobs=(), **fields), *actions)


def test_what_it_asks_for_and_the_error_below_which_it_may_be_met() -> None:
    run = on(1.0).run
    assert Exam(3.0).mean_error(run, "half", 0.5) is None and MeanError(0.7, "other").mean_error(run, "a", 2.0) is None
    for target, words, error in (
        (Near(0.5), "every goal within 0.5", 0.25), (Near(0.5, (0, 2)), "2 of them, each within 0.5", None),
        (Exam(3.0), "exam at most 3.0", 1.5), (Exam(3.0, unseen=True), "exam at most 3.0", None),
        (MeanError(0.7), "error at most 0.7", 0.7), (MeanError(0.7, "squared"), "mean squared error at most 0.7", 0.7),
        (MeanError(0.7, unseen=True), "error at most 0.7", None), (MeanError(0.5, None, 0.5), "error at 0.5", 0.5),
        (MeanError(0.5, None, -0.5), "misses that add up to 0", 0.5), (Runs(3), "runs: 3 at most", None),
        (MeanError(0.5, None, 0.1), "error from 0.1 to 0.5", 0.5), (Accuracy(0.855), "85.5 % read correctly", None),
        (Smaller(), "every error smaller than before", None), (Drawn(4), "4 of the drawings read correctly", None),
        (Fooled(0.6), "a drawing misread at 60.0 %", None), (TargetInfo(), "reached", None),
    ):  # fmt: skip
        text, numbers = target.asks()
        assert (text.format(**numbers), target.mean_error(run, "squared", 1.0)) == (words, error)
        assert target_info_of(target) is target and isinstance(hash(target), int) and target.within(run) is None
        assert target.summed is isinstance(target, Exam) and target.drawn is isinstance(target, (Drawn, Fooled))
    said = [each.refusals[1].format(**each.asks()[1]) for each in (Runs(2), Accuracy(0.9), Drawn(3))]
    assert [sentence.split()[0] for sentence in said] == ["2", "90.0", "3"] and "One" in Runs(1).refusals[0]


def test_near_enough() -> None:
    for target, weight, met in (
        (Near(1.0), 1.0, True), (Near(0.99), 1.0, False), (Near(0.0, only=(0,)), 1.0, True), (Near(0.5), 0.5, True),
        (Near(0.5, only=(1,)), 1.0, False), (Near(0.5, only=(0, 7)), 1.0, True), (Near(1.0 - SLACK / 2), 1.0, True),
        (Near(1.0 - 2 * SLACK), 1.0, False), (Exam(1.0), 1.0, True), (Exam(0.99), 1.0, False), (Exam(0.25), 0.5, True),
        (Exam(0.0, unseen=True), 3.0, True), (Exam(0.0), 3.0, False), (MeanError(0.5), 1.0, True),
        (MeanError(0.49), 1.0, False), (MeanError(0.5, at_least=0.5), 1.0, True),
        (MeanError(9, at_least=0.51), 1.0, False), (MeanError(0.25, metric="absolute"), 0.5, True),
        (MeanError(0.24, metric="absolute"), 0.5, False), (MeanError(0.0, unseen=True), 3.0, True),
        (Runs(1), 1.0, True), (Runs(-1), 1.0, False),
    ):  # fmt: skip
        assert target.met(on(weight, unseen=[Example(1, 3)])) is met
    both = play(small(examples=[Example(1, 1), Example(2, 2)], weights=[3.0], alpha=0.1))
    one = on(1.0, alpha=0.1)  # the first example is right already: its error grows
    assert not Smaller().met(both)
    for each in (one, both):
        each.do(Learn(1))
    assert Smaller().met(both) and not Smaller().met(one)


def test_pictures_are_read_and_of_equal_votes_the_first_counts() -> None:
    for weights, share in ((READS, 1.0), ([1, 0, 1, 0], 0.5), ([0, 0, 0, 0], 0.5), ([0, 1, 1, 0], 0.0)):
        session = reading([float(w) for w in weights], unseen=TURNED[:1])
        assert share_correct(session.run, session.level.data()) == share and share_correct(session.run, []) == 0.0
        first = float(share_correct(session.run, session.level.data(unseen=True)))
        for target in (Accuracy(share, unseen=False), Accuracy(first)):
            assert target.met(session) and not Accuracy(target.share + 0.01, target.unseen).met(session)
    assert (largest([1, 3, 3]), largest([5]), largest([-1, -2])) == (1, 0, 0)
    left, right, wrong = Show((1, 0), (1, 0)), Show((0, 1), (0, 1)), Show((0, 1), (1, 0))
    for shown, met in (
        ([], False), ([left], False), ([left, right], True), ([left, left, right], True),
        ([wrong, left, right], False),  # of each kind the first counts
    ):  # fmt: skip
        session = reading(READS, *shown, target=Drawn(2))
        assert Drawn(2).met(session) is met and not Drawn(3).met(session)
        session.do(Reset())
        assert session.shown == []
    half = Show((0, 0.5), (1, 0))
    for fooling, share, met in (
        (wrong, 1.0, True), (wrong, 1.01, False), (left, 0.1, False), (half, 0.5, True), (half, 0.6, False),
    ):  # fmt: skip
        assert Fooled(share).met(reading(READS, fooling, target=Drawn(2))) is met
    assert not Fooled(0.0).met(reading(READS, target=Drawn(2)))


def test_a_target_of_a_plugin_is_asked_with_care() -> None:
    run = on(1.0).run
    own = target_info_of(SimpleNamespace(met=len, title="{x} is {y}", within=lambda run: 3))
    text, numbers = own.asks()
    assert text.format(**numbers) == "{x} is {y}" and own.within(run) == 3.0 and own.mean_error(run, "", 1.0) is None
    assert not numbers and not own.drawn and own.tolerance is None and not own.unseen and not hasattr(own, "typo")
    for within in (lambda run: nan, lambda run: inf, lambda run: "far", lambda run: 1 / 0, None):
        assert target_info_of(SimpleNamespace(met=len, within=within)).within(run) is None
    assert target_info_of(SimpleNamespace(met=len)).asks() == ("reached", {})
    for title, told in (("x" * 80, []), ("x" * 81, ["target.title"]), (3, ["target.title"])):
        assert [fault[0] for fault in faults(small(target=SimpleNamespace(met=len, title=title)))] == told
