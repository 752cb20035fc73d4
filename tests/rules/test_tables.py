"""Every table over outcomes, actions, knobs or targets has all of them: what is new in one is missing in none."""

import json
import re
from pathlib import Path
from typing import Any, get_args

import downslope
from downslope.attempt.shown import par_phrase, unit_name, unit_title
from downslope.convergence.convergence_map import KINDS as KINDS_OF_MAP
from downslope.learning import SCHEDULES
from downslope.learning.batches import AUGMENTS
from downslope.level_files.json_schema import level_schema
from downslope.rules import KINDS, OUTCOMES, UNITS, Action, campaign as trail, level_words as words, target as targets
from downslope.rules.outcome import WINS, Outcome, outcome_title
from downslope.rules.question import Asked
from downslope.scenes.play.star_conditions import condition
from downslope.solving.fairness import SEARCHES
from downslope.solving.question_answers import ASKS
from lib.support import campaign, play
from rules.levels import small


def test_each_is_in_the_package_and_in_its_tables() -> None:
    actions = set(get_args(Action))
    assert actions == set(KINDS.values())
    shapes = {each for each in vars(targets).values() if isinstance(each, type) and "met" in vars(each)}
    assert shapes - {targets.Target} == set(targets.TARGETS)
    assert {kind.__name__ for kind in (*actions, *targets.TARGETS)} <= set(downslope.__all__)
    assert [name for name in downslope.__all__ if not hasattr(downslope, name)] == []
    assert tuple(OUTCOMES) == KINDS_OF_MAP and len(OUTCOMES) <= 8, "a code of a map has three bits for it"
    own = ["input", "inputs", "prediction", "goal_prediction", "weight", "alpha", "error", "delta", "metric", "stages",
           "stage", "example", "examples", "unseen", "learn", "send", "stop"]  # fmt: skip
    counted = dict.fromkeys(word for unit, row in UNITS.items() for word in (unit, row.one))
    rows: list[tuple[Any, Any]] = [
        (words.ParUnit, UNITS), (words.Schedule, SCHEDULES), (words.Augment, AUGMENTS), (words.Win, OUTCOMES),
        (Asked, ASKS), (words.PanelName, trail.PANELS), (words.OwnWord, (*own, *counted)),
    ]  # fmt: skip
    for typed, table in rows:
        assert get_args(typed) == tuple(table)
    written = json.loads((Path(__file__).parents[2] / "docs" / "level-1.schema.json").read_text(encoding="utf-8"))
    assert written == level_schema(), "a field of a level is what its annotation says: python tests/reference.py"


def test_a_unit_is_counted_and_named_and_what_is_one_is_said_as_one() -> None:
    assert set(SEARCHES) <= set(UNITS)
    for name, unit in UNITS.items():
        one, two = (small(par=par, par_unit=name) for par in (1, 2))
        session = play(one)
        assert session.tally.count(session) == unit.count(session)
        assert (unit_title(one), unit_name(one, 1), unit_name(one, 2)) == (unit.title, unit.one, unit.many)
        assert not re.search(rf"\b1 {unit.many}\b", condition(one, 2)) and par_phrase(two, 2) in condition(two, 2)
        assert all(unit.one in level.words for level in campaign() if name in level.words)


def test_the_table_says_what_a_player_reads_and_each_sketch_is_true_for_its_kind() -> None:
    for kind, row in OUTCOMES.items():
        slopes = [outcome_title(Outcome(kind, "", 1, 1, values)) for values in ({}, {"slope": 1e-5}, {"slope": 1e-7})]
        assert slopes == [row.title, row.title, row.bottom or row.title]
        first, last = abs(row.sketch[0]), abs(row.sketch[-1])
        assert (last == 0, last > first, last == first) == (row.wins, kind == "runaway", kind == "orbit")
        assert any(a * b < 0 for a, b in zip(row.sketch, row.sketch[1:])) is row.turns
        assert 0 < row.few <= row.many and 0 <= row.strength[1] <= row.strength[0] <= 1 >= max(map(abs, row.sketch))
    assert WINS == ("land", "overshoot") and [kind for kind, row in OUTCOMES.items() if row.gated] == ["bump"]
    assert sorted(row.height for row in OUTCOMES.values()) == [*range(7)]
    assert sorted(row.rank for row in OUTCOMES.values()) == [0, *range(6)]
    assert sorted(OUTCOMES, key=lambda kind: OUTCOMES[kind].rank)[:4] == [*WINS, "crawl", "orbit"]
    for sign in ("title", "mark", "icon", "hue", "motif"):
        assert len({getattr(row, sign) for row in OUTCOMES.values()}) == len(OUTCOMES), "no two have one sign"
