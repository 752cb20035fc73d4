"""Of a level: valid, not won at its start, winnable, its par what a search reaches, its bets' answers right."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from math import isfinite

from ..engine.plain_text import short_repr
from ..i18n import _, translate
from ..learning.architecture import is_side_by_side, kernels_of, layers_of
from ..learning.network import FieldFault, Network
from ..rules.actions import Learn
from ..rules.campaign import PANELS
from ..rules.catalog import Catalog, has_land
from ..rules.knob import MOST_BY_HAND, Knob
from ..rules.level import Level
from ..rules.level_words import near
from ..rules.picture_numbers import reads
from ..rules.session import Session
from ..rules.target import TargetInfo
from ..schema.forms import written_in
from ..schema.level_rules import free_knobs, own_knobs, own_pictures
from ..schema.schema import LevelReader
from ..solving.fairness import check
from .findings import Finding

WORDS = {"brief": 25, "insight": 30}  # that fit, of each text
STEPS = 5  # after which a target is asked how far it is


def check_level(level: Level, catalog: Catalog | None = None) -> list[Finding]:
    """The findings about a level. `catalog` None: everything that is installed. It can take seconds."""
    if catalog is None:
        from ..registry.sources import load

        catalog = load()
    thing, findings = f"level {level.id}", list[Finding]()
    for one in check(level, catalog):
        sentence = translate(one, level=level.id)
        # The finding says already of which level it is
        findings.append(
            Finding(one.rule, thing, sentence.removeprefix(level.id).removeprefix(":").strip(), field=one.field)
        )
    if not any(one.rule == "level-fault" for one in findings):
        findings += within_faults(level, catalog)
        findings += [*long_texts(level), *crowded_parts(level)]
    if level.plugin and not any(one.rule == "level-fault" for one in findings):
        sentence = _("{field} is {value}, which does nothing; allowed: {allowed}")
        for field, value, allowed in idle_words(level, catalog, level.plugin):
            message = sentence.format(field=field, value=repr(value), allowed=allowed)
            findings.append(Finding("level-word", thing, message, field=field))
        for field, word in undisclosed_words(level):
            text = _("{field} has {word}, which the level does not have: no board shows it")
            message = text.format(field=field, word=repr(word))
            findings.append(Finding("level-word-unseen", thing, message, field=field))
        for field, name in own_pictures(level):
            number = re.match(r"stages\[(\d+)\]", field)
            part = level.stage(int(number[1]) + 1 if number else 0)
            layers = layers_of(part.network)
            several = is_side_by_side(part.network) or (layers is not None and layers.hidden > 0) or reads(part)
            if not has_land(part) and not (part.moves and part.learner is not None and several):
                sentence = _("{field} is {value}, which is only drawn where a weight is turned by hand and no bowl is "
                             "seen; with `moves` also where several neurons learn")  # fmt: skip
                message = sentence.format(field=field, value=repr(name))
                findings.append(Finding("level-picture", thing, message, field=field))
        # How many weights are turned by hand, in the part that has the most of them; those of a stencil are its cells
        parts = (level.stage(number) for number in range(len(level.stages) + 1))
        by_hand = [part for part in parts if part.learner is None and kernels_of(part.network) is None]
        count = max((sum(map(bool, _turned(part))) for part in by_hand), default=0)
        if count > MOST_BY_HAND:
            sentence = _("weights turned by hand: {count}; the board has room for {most}, the rest cannot be turned")
            message = sentence.format(count=count, most=MOST_BY_HAND)
            findings.append(Finding("level-knobs", thing, message, field="knobs"))
    return findings


def idle_words(level: Level, catalog: Catalog, plugin: str = "") -> list[FieldFault]:
    """What is written and does nothing, for the game has no such word; a level of an earlier version may have it."""
    reader = LevelReader()
    reader.parts(Level, vars(level), "")
    settable = [*own_knobs(level, catalog, plugin), *free_knobs(level)]
    return [
        *reader.idle,
        *((f"{path}settings.{name}", name, near(name, settable))
          for path, written in written_in(level) for name in written.get("settings", {}) if name not in settable),
    ]  # fmt: skip


def undisclosed_words(level: Level) -> Iterator[tuple[str, str]]:
    """(field, word) of each word for something that no part of the level has, so that no board can show it."""
    parts = [level.stage(number) for number in range(len(level.stages) + 1)]
    written = [
        by_field["network"] for _path, by_field in written_in(level) if isinstance(by_field.get("network"), Network)
    ]
    nets = [*(part.network for part in parts), *written]
    width = max(max(net.inputs, net.outputs) for net in nets)
    learners = max((len(knob.stops) for part in parts for knob in part.knobs if knob.name == "learner"), default=0)
    maximum = {"input": width, "output": width, "learn": len(parts), "learner": learners}
    if not any(net.knobs for net in nets):  # else it may have more than it begins with
        maximum["weight"] = max(net.size for net in nets)
    meanings = {"stage": len(parts) > 1, "stages": len(parts) > 1, "unseen": any(len(part.unseen) for part in parts)}
    for path, by_field in written_in(level):
        for word in by_field.get("words", {}):
            name, _space, number = word.partition(" ")
            beyond = number.isdecimal() and name in maximum and not 1 <= int(number) <= maximum[name]
            if beyond or not meanings.get(word, True):
                yield f"{path}words", word


def _turned(level: Level) -> Iterator[Knob | None]:
    return (level.knob("weight", index) for index in range(level.network.size))


def long_texts(level: Level) -> Iterator[Finding]:
    """Of the level and of each of its parts, each text once."""
    texts = set()
    for part in range(len(level.stages) + 1):
        for field, maximum in WORDS.items():
            text = getattr(level.stage(part), field)
            count = len(text.split())
            if count > maximum and text not in texts:
                texts.add(text)
                sentence = _("{field} is too long for some screens: words {count}, at most {most}")
                message = sentence.format(field=field, count=count, most=maximum)
                place = f"stages[{part - 1}].{field}" if part else field
                yield Finding("level-text", f"level {level.id}", message, field=place)


def crowded_parts(level: Level) -> Iterator[Finding]:
    """Of a level, each part that brings more than one new thing; and the level, if it brings more than one tool."""
    tools: list[str] = []
    for part, new in enumerate((level.introduces, *(stage.get("introduces", ()) for stage in level.stages))):
        tools += (name for name in new if PANELS[name].tool)
        things = [name for name in new if not PANELS[name].tool]
        for names, most in ((things, _("one new thing in a part")), (tools, _("one tool in a level"))):
            if len(names) > 1:
                message = _("introduces {names}: at most {most}").format(names=", ".join(names), most=most)
                place = f"stages[{part - 1}].introduces" if part else "introduces"
                yield Finding("level-new", f"level {level.id}", message, field=place)


def within_faults(level: Level, catalog: Catalog) -> Iterator[Finding]:
    """Of a plugin's target that says how far it is: asked at the start and after the first steps."""
    ask = getattr(level.target, "within", None)
    if isinstance(level.target, TargetInfo) or ask is None:
        return
    thing, session = f"level {level.id}", Session(level, catalog)
    for steps in range(STEPS if level.learner is not None else 1):
        if steps:
            session.do(Learn(1))
        try:
            far = ask(session.run)
        except Exception as raised:
            text = _("within raised {kind}: {reason}").format(kind=type(raised).__name__, reason=raised)
            yield Finding("target-within", thing, text, field="target")
            return
        if far is None:
            continue
        if not isinstance(far, (int, float)) or not isfinite(far) or far < 0:
            text = _("within returned {value}; expected a number, 0 or above, or None").format(value=short_repr(far))
            yield Finding("target-within", thing, text, field="target")
            return
        if (far == 0) != level.target.met(session):
            met = _("met") if far else _("not met")
            text = _("within is {far} where the target is {met}, at step {step}")
            message = text.format(far=f"{far:g}", met=met, step=session.run.count)
            yield Finding("target-within", thing, message, field="target")
            return
        if session.outcome is not None:
            return


def check_levels(levels: Iterable[Level], catalog: Catalog | None = None) -> list[Finding]:
    """The findings about several levels."""
    return [finding for level in levels for finding in check_level(level, catalog)]
