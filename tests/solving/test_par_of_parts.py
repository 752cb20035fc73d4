"""The par counts the last part that star 1 asks for, searched from what the parts before have left."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from downslope import Example, Knob, Learn, Level, MeanError, Near, Next, Session, Turn
from downslope.rules.stars import earned_stars
from downslope.solving.fairness import PartPar, check, fewest, pars_of, play_parts
from downslope.terminal.show.live import badge
from downslope.terminal.show.machine import Machine
from support import shipped

ALPHAS = [Knob("alpha", stops=(0.1, 0.2))]
TWO = Level("two", title="Two", examples=[Example(2, 1)], weights=[0], alpha=0.1, target=Near(0.01), knobs=ALPHAS)
FAST = {"knobs": [Knob("alpha", stops=(0.1, 0.25))], "weights": [0]}  # alpha 1 / input²: there in one step


def found(level: Level) -> list[tuple[str, str]]:
    return [(one.rule, str(one)) for one in check(level, shipped())]


def level(**more: Any) -> Level:
    return replace(TWO, **more)


def fewest_of(level: Level) -> list[int | None]:
    played = play_parts(level, shipped())
    return [fewest(played, par) for par in pars_of(level)]


def test_a_par_that_only_a_later_part_could_have_is_not_reached() -> None:
    told = found(level(par=1, stages=[{**FAST, "star": 3}]))
    assert told == [("level-unfair", "two: par 1 of part 1 is not reached; the search needs 3")]
    assert found(level(par=3, stages=[{**FAST, "star": 3}])) == []


def test_the_last_part_that_star_1_asks_for_is_counted_from_where_the_first_one_ended() -> None:
    near = level(stages=[{"target": Near(0.0001)}], par=6)
    reached = Session(near, shipped(), [Turn("alpha", 0.2), Learn(3), Next()])
    assert reached.weights != [0.0] and reached.tally.cost_at_win[0] == 3
    assert pars_of(near) == [PartPar(1, 6, "steps")]
    (count,) = fewest_of(near)
    alone = fewest_of(level(target=Near(0.0001), par=6))[0]
    assert count is not None and alone is not None and count < alone
    assert found(replace(near, par=count)) == []
    ((_rule, told),) = found(replace(near, par=count - 1))
    assert told == f"two: par {count - 1} of part 2 is not reached; the search needs {count}"


def test_a_knob_that_waits_for_a_run_is_free_once_one_has_ended() -> None:
    late = [Knob("alpha", stops=(0.1, 0.25), after=1)]
    assert found(level(par=1, knobs=late)) == []
    assert fewest_of(level(par=1, knobs=late)) == [1]
    assert fewest_of(level(par=1, knobs=[replace(late[0], after=3)])) == [1]
    ((_rule, told),) = found(level(par=1, knobs=[Knob("alpha", stops=(0.1, 0.2), after=1)]))
    assert "par 1 is not reached; the search needs" in told


def test_a_part_with_its_own_star_has_its_own_par() -> None:
    own = level(par=3, stages=[{**FAST, "star": 3, "par": 1}])
    assert pars_of(own) == [PartPar(0, 3, "steps"), PartPar(1, 1, "steps")]
    assert found(own) == []
    slow = level(par=3, stages=[{"weights": [0], "star": 3, "par": 2}])
    assert found(slow) == [("level-unfair", "two: par 2 of part 2 is not reached; the search needs 3")]
    later = level(par=1, stages=[{**FAST, "star": 2, "par": 1}])
    assert pars_of(later) == [PartPar(1, 1, "steps")] and found(later) == []


def test_the_part_that_is_not_won_is_named() -> None:
    stuck = {"examples": [Example(2, 1), Example(2, -1)]}
    told = found(level(stages=[{"weights": [0]}, stuck]))
    assert len(told) == 1 and told[0][1].startswith("two: part 3 of 3 is not won")
    for unit in ("steps", "passes"):
        ((_rule, text),) = found(level(par=3, stages=[{**stuck, "star": 2, "par": 1, "par_unit": unit}]))
        assert text.startswith("two: part 2 of 2 is not won")


def test_a_unit_without_a_search_is_said_not_to_be_checked() -> None:
    passes = level(examples=[Example(2, 1), Example(1, 0.5)], batch=1, par=1, par_unit="passes", target=MeanError(1e-6))
    assert found(passes) == [("par-unchecked", "two: par 1 passes was not checked: there is no search for it")]
    assert found(replace(passes, par=200)) == []  # auto-solve needs no more


def test_a_star_that_nothing_asks_for_is_had_by_landing() -> None:
    session = Session(level(), shipped(), [Turn("alpha", 0.2), Learn(5)])
    assert session.won and earned_stars(session) == {1, 2, 3}
    machine = Machine(Session(level(), shipped()), None, False).finish()
    assert "★★★" in badge(machine.parts[-1]).plain  # `solve` tells what the map does
