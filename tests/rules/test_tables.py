"""Every table over outcomes, actions, knobs or targets has all of them: what is new in one is missing in none."""

from __future__ import annotations

import ast
from dataclasses import fields
from pathlib import Path
from typing import Any, get_args

import pygame

import downslope
from downslope import Example
from downslope.boards.kinds import KINDS as BOARDS
from downslope.boards.kinds import kind_of
from downslope.convergence import convergence_map
from downslope.convergence.convergence_map import pinned_level
from downslope.learning.batches import AUGMENTS, SCHEDULES
from downslope.rules import target as targets
from downslope.rules.actions import KINDS, Action
from downslope.rules.campaign import PANELS
from downslope.rules.costs import UNITS
from downslope.rules.handlers import HANDLERS, turn
from downslope.rules.knob import KNOBS, LEVEL_KNOBS, Knob
from downslope.rules.level import Level
from downslope.rules.level_words import Augment, OwnWord, PanelName, ParUnit, Schedule, Win
from downslope.rules.outcome import OUTCOMES
from downslope.rules.question import Asked
from downslope.solving.question_answers import ASKS
from downslope.view.cards import outcome_sentences
from downslope.view.charts.number_line import draw_sketch
from downslope.view.charts.outcome_map import draw_cell, strength
from downslope.view.draw.canvas import ICONS, THICK, Canvas
from downslope.view.draw.theme import THEMES, Look, theme_for
from support import campaign, play, shipped
from syntax import tree_of

PACKAGE = Path(downslope.__file__).parent


def test_an_outcome_can_be_shown_by_its_row_alone() -> None:
    for kind in OUTCOMES:
        row = OUTCOMES[kind]
        assert row.icon in ICONS and row.icon in THICK
        assert 0 < strength(kind, 1000) <= strength(kind, 1) <= 1
        assert all(theme_for(dark, name).colour(row.hue) for dark in (True, False) for name in THEMES)
        for cause in row.causes:
            assert outcome_sentences.short_words()[kind, cause] and outcome_sentences.sentences()[kind, cause]
        canvas = Canvas(pygame.Surface((64, 64)), Look(theme_for(), 1.0))
        draw_cell(canvas, 0, 0, 24, 24, kind, row.few)
        draw_sketch(canvas, (0, 30, 60, 30), kind)


def test_no_two_outcomes_have_one_sign() -> None:
    for sign in ["title", "mark", "icon", "hue", "motif", "height"]:
        signs = [getattr(row, sign) for row in OUTCOMES.values()]
        assert len(set(signs)) == len(signs)


def test_the_codes_of_a_map_are_the_places_in_the_table() -> None:
    assert tuple(OUTCOMES) == convergence_map.KINDS
    assert len(OUTCOMES) <= 8, "a code of a map has three bits for the kind"


def test_every_promised_name_is_there() -> None:
    assert [name for name in downslope.__all__ if not hasattr(downslope, name)] == []
    assert type(downslope.Session(campaign()[0], shipped()).run) is downslope.Run


def test_an_action_has_a_handler_a_name_in_json_and_a_place_in_the_package() -> None:
    actions = set(get_args(Action))
    assert actions == set(HANDLERS) == set(KINDS.values())
    assert {action.__name__ for action in actions} <= set(downslope.__all__)


def test_a_target_is_named_where_one_is_asked_for_and_is_in_the_package() -> None:
    shapes = {each for each in vars(targets).values() if isinstance(each, type) and "met" in vars(each)}
    assert shapes - {targets.Target} == set(targets.TARGETS)
    assert {kind.__name__ for kind in targets.TARGETS} <= set(downslope.__all__)


def test_a_plugins_own_target_answers_what_is_asked_of_any() -> None:
    class Own:
        def met(self, session: Any) -> bool:
            return True

    level = Level("own", title="Own", examples=[Example(1, 1)], target=Own())
    asked = {*vars(targets.TargetInfo), *targets.TargetInfo.__annotations__}
    kinds: tuple[Any, ...] = targets.TARGETS
    for aim in (level.aim, *(kind(*range(1, 1 + bool(fields(kind)))) for kind in kinds)):
        assert all(hasattr(aim, name) for name in asked)
        assert not hasattr(aim, "typo")
    run = play("thirteen").run
    assert level.aim.mean_error(run, "squared", 1.0) is None
    assert level.aim.besides()[2] == {} and not level.aim.drawn


def test_the_knobs_of_a_level_are_its_fields_and_come_along_to_its_map() -> None:
    assert set(LEVEL_KNOBS) <= {field.name for field in fields(Level)}
    session = play("thirteen")
    for name in LEVEL_KNOBS:
        session.knobs[name] = {"seed": 7, "alpha": 0.123, "spread": 1.0}.get(name, session.knobs[name])
        assert getattr(pinned_level(session), name) == session.knobs[name]


def test_a_levels_knob_goes_on_to_the_run_or_begins_a_new_one() -> None:
    session = play("thirteen")
    for name in LEVEL_KNOBS:
        kind = KNOBS[name]
        part = getattr(session.run, name, None)
        turn(session, name, session.knobs[name])
        assert kind.restarts or isinstance(getattr(session.run, name), type(part))
        assert not kind.names or session.knobs[name] in getattr(session.catalog, kind.names)


def knobs() -> list[tuple[Level, Knob]]:
    parts = [level.stage(number) for level in campaign() for number in range(len(level.stages) + 1)]
    return [(part, knob) for part in parts for knob in part.knobs]


def test_every_kind_of_knob_is_known() -> None:
    """One of those that every level has, or the level's, its network's or its learner's own."""
    for level, knob in knobs():
        session = play(level)
        own = {k.name for k in session.run.learner.knobs} if session.run.learner else set()
        known = {*KNOBS, *level.variants, *level.network.knobs, *level.settings, *own}
        assert knob.name in known, (level.id, knob.name)


def test_every_board_has_a_row_and_every_row_a_level() -> None:
    """Each file of a board names its class in the table, or is there to make others of; each row is some level's."""
    found = {
        f"{file.parent.name}.{file.stem}.{node.name}"
        for file in (PACKAGE / "boards").glob("*/*_board.py") for node in tree_of(file).body
        if isinstance(node, ast.ClassDef) and node.name.endswith("Board")
    }  # fmt: skip
    bases = {"one_neuron.column_board.ColumnBoard", "pictures.reading_board.ReadingBoard"}
    assert found - bases == set(BOARDS)
    assert set(map(kind_of, campaign())) == set(BOARDS) - {"network.net_board.PicturedBoard"}


OWN = ("input", "inputs", "prediction", "goal_prediction", "weight", "alpha", "error", "delta", "metric", "stages",
       "stage", "example", "examples", "unseen", "learn", "send", "stop")  # fmt: skip
COUNTED = dict.fromkeys(word for unit, row in UNITS.items() for word in (unit, row.one))


def test_what_a_type_checker_takes_is_what_the_table_has() -> None:
    rows: list[tuple[Any, Any]] = [
        (ParUnit, UNITS), (Schedule, SCHEDULES), (Augment, AUGMENTS), (Win, OUTCOMES), (Asked, ASKS),
        (PanelName, PANELS), (OwnWord, (*OWN, *COUNTED)),
    ]  # fmt: skip
    for words, table in rows:
        assert get_args(words) == tuple(table)
