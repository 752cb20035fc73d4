"""Every table over outcomes, actions, knobs or targets has all of them: what is new in one is missing in none."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import fields
from typing import Any, get_args

import pytest

import downslope
from downslope.convergence import closed_form
from downslope.convergence.axes import pinned_level
from downslope.rules import target as targets
from downslope.rules.actions import KINDS, Action, from_json, to_json
from downslope.rules.handlers import HANDLERS
from downslope.rules.knob import Knob
from downslope.rules.level import Level
from downslope.rules.level_knobs import LEVEL_KNOBS
from downslope.rules.outcome import CAUSES
from downslope.solving.halving_search import OUTCOME_RANK
from downslope.terminal import style
from downslope.view.cards import outcome_sentences
from downslope.view.charts import outcome_legend
from downslope.view.charts.outcome_cells import strength
from downslope.view.charts.outcome_sketch import SKETCHES
from downslope.view.draw.components import outcome_name
from downslope.view.draw.icons import ICONS, OUTCOMES
from downslope.view.draw.theme import theme_for
from support import campaign, play, shipped

OVER_OUTCOMES: dict[str, Collection[str]] = {
    "marks of the terminal": style.MARKS, "the same in ASCII": style.ASCII_MARKS, "names": style.outcome_names(),
    "codes of a map": closed_form.KINDS, "rank in a search": OUTCOME_RANK, "icons": OUTCOMES, "sketches": SKETCHES,
    "the legend": outcome_legend.ORDER, "few steps": outcome_legend.FEW, "many steps": outcome_legend.MANY,
}  # fmt: skip


@pytest.mark.parametrize("name", OVER_OUTCOMES)
def test_a_table_over_outcomes_has_every_outcome_once(name: str) -> None:
    assert sorted(OVER_OUTCOMES[name]) == sorted(CAUSES)


@pytest.mark.parametrize("kind", CAUSES)
def test_an_outcome_can_be_shown(kind: str) -> None:
    assert kind in ICONS and outcome_name(kind) == style.outcome_names()[kind]
    assert 0 < strength(kind, 1) <= 1
    assert all(theme_for(dark, safe).colour(f"hue_{kind}") for dark in (True, False) for safe in (True, False))
    for cause in CAUSES[kind]:
        assert outcome_sentences.short_words()[kind, cause] and outcome_sentences.sentences()[kind, cause]


def test_the_codes_of_a_map_are_in_the_order_of_their_names() -> None:
    codes = [getattr(closed_form, kind.upper()) for kind in closed_form.KINDS]
    assert codes == list(range(len(CAUSES)))


def test_every_promised_name_is_there() -> None:
    assert [name for name in downslope.__all__ if not hasattr(downslope, name)] == []
    assert type(downslope.Session(campaign()[0], shipped()).run) is downslope.Run


def test_an_action_has_a_handler_a_name_in_json_and_a_place_in_the_package() -> None:
    actions = set(get_args(Action))
    assert actions == set(HANDLERS) == set(KINDS.values())
    assert {action.__name__ for action in actions} <= set(downslope.__all__)
    values: dict[Any, Any] = {"knob": "alpha", "value": 0.5, "input": (0.5,), "goal_prediction": (1.0,)}
    for action in actions:
        made = action(*(values.get(name, 1) for name in action._fields))
        assert json.loads(json.dumps(to_json(made))) == to_json(made), "as it is read again"
        assert from_json(to_json(made)) == made


def test_a_target_is_named_where_one_is_asked_for_and_is_in_the_package() -> None:
    shapes = {each for each in vars(targets).values() if isinstance(each, type) and "met" in vars(each)}
    assert shapes - {targets.Target} == set(targets.TARGETS)
    ((_field, _value, allowed),) = targets.faults(object())
    for kind in targets.TARGETS:
        assert kind.__name__ in allowed and kind.__name__ in downslope.__all__


def test_the_knobs_of_a_level_are_its_fields_and_come_along_to_its_map() -> None:
    assert set(LEVEL_KNOBS) <= {field.name for field in fields(Level)}
    session = play("thirteen")
    for name in LEVEL_KNOBS:
        session.knobs[name] = {"seed": 7, "alpha": 0.123, "spread": 1.0}.get(name, session.knobs[name])
        assert getattr(pinned_level(session), name) == session.knobs[name]


def knobs() -> list[tuple[Level, Knob]]:
    parts = [level.stage(number) for level in campaign() for number in range(len(level.stages) + 1)]
    return [(part, knob) for part in parts for knob in part.knobs]


def test_every_kind_of_knob_is_known() -> None:
    """One of those that every level has, or the level's, its network's or its learner's own."""
    for level, knob in knobs():
        session = play(level)
        own = {k.name for k in session.run.learner.knobs} if session.run.learner else set()
        known = {*LEVEL_KNOBS, "weight", "freeze", "pass", *level.variants, *level.network.knobs, *level.settings, *own}
        assert knob.name in known, (level.id, knob.name)
