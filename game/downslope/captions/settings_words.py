"""How a setting of knobs is called: "alpha .5", "alpha .6, beta .6", "toes held", "step 8"."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from ..i18n import _
from ..rules.actions import Action, Freeze, TakeOver, Turn
from ..rules.catalog import thing_title
from ..rules.names import input_name
from ..view.format.numbers import short

if TYPE_CHECKING:
    from ..rules.session import Session


class KnobSetting(NamedTuple):
    """A knob, what it is called here, and the words for what it is set to, in English."""

    knob: str
    title: str
    value: float | str


def knob_settings(session: Session, actions: Iterable[Action]) -> tuple[KnobSetting, ...]:
    """What these actions set, in their order; of a knob with several places, the places that are not as the first
    stop has it.
    """
    found: dict[str, KnobSetting] = {}
    ice: list[str] = []
    for action in actions:
        if isinstance(action, TakeOver):
            found["step"] = KnobSetting("step", "step", float(action.step))
        elif isinstance(action, Freeze) and action.frozen:
            ice.append(input_name(session.level.words, action.index))
        elif isinstance(action, Turn):
            _note(session, found, action)
    if session.level.knob("freeze") is not None:
        found["freeze"] = KnobSetting("freeze", "held", " + ".join(ice) if ice else "nothing")
    return tuple(found.values())


def _note(session: Session, found: dict[str, KnobSetting], action: Turn) -> None:
    level, name = session.level, action.knob
    knob = level.knob(name)
    title = knob.title if knob is not None and knob.title else name
    if name in level.network.knobs and level.network.knob_size(name) > 1:
        before = str(found[name].value) if name in found else ""
        plain = knob.stops[0] if knob is not None and knob.stops else None
        place = "" if action.value == plain else str(action.index + 1)
        found[name] = KnobSetting(name, title, "+".join(filter(None, (before, place))))
    else:
        found[name] = KnobSetting(name, title, _called(session, name, action.value))


def _called(session: Session, knob: str, value: float | str) -> float | str:
    """A learner or a metric by its title."""
    if isinstance(value, str) and knob in ("learner", "metric"):
        catalog, plugin = session.catalog, session.level.plugin
        kind = catalog.learner(value, plugin) if knob == "learner" else catalog.metric(value, plugin)
        return thing_title(kind)
    return value


def setting_words(settings: Iterable[KnobSetting]) -> str:
    """In the player's language, with light markup."""
    return ", ".join(_one(each) for each in settings) or _("as it stands")


def _one(setting: KnobSetting) -> str:
    knob, title, value = setting
    if not isinstance(value, str):
        hue = "alpha" if knob == "alpha" else "value"
        return f"{_(title)} [{hue}:{short(value)}]"
    if knob == "freeze":
        return _("{name} held").format(name=_(value))
    if not value:
        return _("no {name}").format(name=_(title))
    if value in ("on", "off"):
        return f"{_(title)} {_(value)}"
    return f"{_(title)} {value}" if value[0].isdigit() and knob != "wire" else _(value)

