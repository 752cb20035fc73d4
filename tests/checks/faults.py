"""What a reader would trip over on a screen: each fault is (kind, what it is about)."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import NamedTuple

from pygame import Rect

from checks.paper import Seen, Text
from downslope.scenes.base.panel_screen import Modal, PanelScreen
from downslope.scenes.base.scene import Scene
from downslope.scenes.base.speech import LONGEST, speech_of
from downslope.scenes.play.play import PlayScene
from downslope.scenes.play.play_screen import glossary_terms
from downslope.scenes.reel import ReelScene
from downslope.view.cards.terms import TermWord
from downslope.view.draw import meets
from downslope.view.format.markup import plain
from downslope.view.networks.net_nodes import WireControl
from downslope.view.pictures.pixel_grids import DrawingPad
from downslope.view.widgets.button import Segmented
from downslope.view.widgets.number_input import NumberInput
from downslope.view.widgets.panel import BAR, NOTHING, Panel, Placeholder, fits, least_size, only
from downslope.view.widgets.widget import Widget
from pictures.drawing import FRAME

KNOBS = (NumberInput, Segmented, DrawingPad)
CUT = 0.06  # so much of a text's ink may be lost: a letter's foot, no more
COVERED = 0.12
SHARE, LEAST = 0.12, 3  # words lie on words: more than 12 % of the smaller one, and more than 3 pixels each way
SMALLEST = 14.0  # physical pixels: what is smaller is not read at a glance
EDGE = 16.0  # of the window: nothing on the play screen stands nearer to it
PLATE = 340.0  # the widest that a marker with a verdict may be
SHORTENED = ("short", "label", "dock")  # what no language as short as ours has to: the pointer shows the whole
# What plugins' authors and Python say, and paths, is shown as it is; so are the names of libraries, and code.
OF_AUTHORS = ("PluginsScene", "PluginSourceScene", "SaveCard", "OpenCard", "BrokenScene")
NAMES = {"Python", "NumPy", "PyTorch", "Keras", "tanh", "delta", "input", "prediction", "goal", "beta", "careful"}
PLAIN = re.compile(r"[aeiouyncsAEIOU]")  # the longer language has none of these in its words
WORD = re.compile(r"[^\W\d_]{3,}")
# Two ways to the same: they are called the same.
TWINS = [{"reel", "play reel"}, {"tile reset", "start anew"}, {"clear", "tile clear"}, {"hint 2 step", "task step"}]
WAYS_OUT = {"back", "settings", "leave", "close", "story", "page up", "page down"}
ROOMS = ((1280.0, 720.0), (1706.0, 720.0), (1280.0, 900.0))


class Fault(NamedTuple):
    """`kind`: cut, covered, short, over, small, label, note, dock (shortened there), mark, term or place."""

    kind: str
    text: str


def faults(seen: Seen) -> list[Fault]:
    """All of them, in order of their kinds."""
    texts, scene = seen.texts, seen.scene
    found: dict[str, Iterable[str]] = {
        **of_words(texts, Rect(0, 0, *seen.look.size), [*seen.notes, *seen.sheets]),
        "label": seen.labels,
        "mark": [text.string for text in texts if plain(text.string) != text.string],
        "note": notes(seen),
    }
    places = list(outside(seen))
    if isinstance(scene, PlayScene):
        dock = seen.box(scene.dock.rect)
        found["dock"] = [text.string for text in texts if text.short and dock.contains(text.ink)]
        met = {term.word for term, _place in glossary_terms(scene.game)[0]}
        found["term"] = [each.name for each in seen.widgets if isinstance(each, TermWord)
                         if each.term.word not in met or not over_words(seen.box(each.rect), texts)]  # fmt: skip
        places += of_play(scene)
    elif isinstance(scene, PanelScreen):
        places += of_tree(scene)
    found["place"] = places
    return sorted({Fault(kind, text) for kind, all_of_it in found.items() for text in all_of_it
                   if not (seen.look.longer and kind in SHORTENED)})  # fmt: skip


def of_words(texts: list[Text], window: Rect, notes: Iterable[Rect] = ()) -> dict[str, Iterable[str]]:
    """What is wrong with them, by its kind."""
    return {"cut": cut(texts, window), "covered": covered(texts, notes), "over": over(texts, window),
            "short": [text.string for text in texts if text.short and not away(text)],
            "small": [f"{text.string}: {text.px:g} px" for text in texts if text.px < SMALLEST]}  # fmt: skip


def untranslated(seen: Seen) -> Iterator[str]:
    """Words that are English where the screen was opened in the longer language."""
    for text in seen.texts if type(seen.scene).__name__ not in OF_AUTHORS else ():
        words = [word for word in WORD.findall(text.string) if word.isascii() and PLAIN.search(word)]
        if text.face.family == "ui" and not NAMES.issuperset(words):
            yield f"not translated: {text.string}"


def away(text: Text) -> bool:
    """It is scrolled up or down, which is meant, also where it reaches beyond the window."""
    return text.clip is not None and not text.ink.colliderect(text.clip)


def cut(texts: list[Text], window: Rect) -> Iterator[str]:
    """Letters that lie outside the layer that they are written on, or left and right of what is seen of it."""
    for text in texts:
        if not away(text):
            clip = text.ink if text.clip is None else text.clip
            whole = text.ink.clip(Rect(text.ink.x, clip.y, text.ink.w, clip.h))
            kept = whole.clip(text.layer).clip(window).clip(clip)
            lost = 1 - kept.w * kept.h / max(1, whole.w * whole.h)
            if lost > CUT:
                yield f"{text.string} {lost:.0%}"


def covered(texts: list[Text], notes: Iterable[Rect]) -> Iterator[str]:
    """Words that come out from under something; `notes` may lie on them, they are gone after some seconds."""
    for text in texts:
        if not any(note.inflate(4, 4).contains(sheet) for note in notes for sheet in text.covers):
            hidden = [text.seen.clip(sheet) for sheet in text.covers]
            part = max((box.w * box.h for box in hidden), default=0) / max(1, text.seen.w * text.seen.h)
            if part > COVERED:
                yield f"{text.string} {part:.0%}"


def over(texts: list[Text], window: Rect) -> Iterator[str]:
    """Words on words."""
    seen = [(text, ink) for text in texts if (ink := text.seen.clip(window))]
    boxes = [ink for _text, ink in seen]
    for i, (first, a) in enumerate(seen):
        for second, b in (seen[k] for k in a.collidelistall(boxes) if k > i):
            both = a.clip(b)
            part = both.w * both.h / min(a.w * a.h, b.w * b.h)
            same = (first.string, a) == (second.string, b)
            under = any(sheet.contains(b) for sheet in first.covers)  # the second stands on what hides the first
            if min(both.w, both.h) > LEAST and part > SHARE and not same and not under:
                yield " / ".join(sorted((first.string, second.string))) + f" {part:.0%}"


def outside(seen: Seen) -> Iterator[str]:
    """Controls that stick out of the window; those that scroll are somewhere, and are brought into view."""
    scene = seen.scene
    scrolled = {child.name for area in scene.areas.values() for child in area.children}
    for widget in seen.widgets:
        x, y, w, h = widget.rect
        inside = x >= -1 and y >= -1 and x + w <= scene.width + 1 and y + h <= scene.height + 1
        if widget.visible and not inside and widget.name not in scrolled:
            yield f"{widget.name} is not in the window: {widget.rect}"


def over_words(box: Rect, texts: list[Text]) -> bool:
    """The dots of a known word are under words, and under nothing else."""
    return any(ink.left - 4 <= box.left and box.right <= ink.right + 4 and ink.top < box.bottom and box.top < ink.bottom
               for ink in (text.ink for text in texts))  # fmt: skip


def notes(seen: Seen) -> Iterator[str]:
    """A note on a control that is turned: the knob that it may speak of."""
    for widget in seen.widgets:
        turned = isinstance(widget, KNOBS) and not isinstance(widget, WireControl)  # that one is the whole picture
        if turned and widget.visible and seen.box(widget.rect).inflate(-4, -4).collidelist(seen.notes) >= 0:
            yield widget.name


# -- what stands where -------------------------------------------------------------------------------------------------


def of_play(play: PlayScene) -> Iterator[str]:
    """What meets, what sticks out, what is too small for its content; a dock at rest beside which nothing is known."""
    board = [panel for panel in play.board.panels if panel.rect[2] > 0 and panel.rect[3] > 0]
    sheets = [panel for panel in board if type(panel) is Panel]  # a flat panel stands on one, by the board's own tree
    found = [("top bar", (0.0, 0.0, play.width, play.room[1] - 1)), ("tiles", play.tiles_place.rect)]
    found += [("dock", play.dock.rect)] if play.dock.first else []
    found += [(type(panel).__name__, panel.rect) for panel in board if type(panel) not in (Panel, Placeholder)
              if not (panel.flat and any(Rect(each.rect).contains(Rect(panel.rect)) for each in sheets))]  # fmt: skip
    yield from (f"{one} meets {other}" for (one, a), (other, b) in combinations(found, 2) if meets(a, b))
    for name, (x, y, w, h) in found[1:]:
        if x < EDGE or y < 0 or x + w > play.width - EDGE or y + h > play.height - EDGE:
            yield f"{name} sticks out"
    for panel in (*play.board.panels, *play.dock.shown, play.topbar.counted):
        if panel.rect[2] and panel.rect[3] and not fits(panel, panel.rect):
            yield f"{type(panel).__name__} is too small: {panel.least_size()} in {panel.rect[2:]}"
    kept = [*found[:2], ("dock", play.dock.rect), *(each for each in found if each[0] == "KnobPanel")]
    for plate in play.bet_markers.plates:  # as they were drawn just now
        yield from (f"a marker meets {name}" for name, rect in kept if meets(plate, rect))
        if plate[2] > PLATE:
            yield f"a marker is {plate[2]:.0f} wide"
    sides = [side for side in play.board.sides() if only(side, play.attempt.shows) != NOTHING]
    beside = [panel for panel in play.board.panels if panel.rect[0] >= play.dock.rect[0] - 1 and panel.rect[3] > 0]
    if sides and play.dock.first in ("", "rest", "lines") and not beside:
        yield "nothing is known"


def of_tree(scene: PanelScreen) -> Iterator[str]:
    """Panels for which there is too little room; what lies under the bar of a scrolled area, or beside it."""
    tree = scene.tree(scene.measure())
    room = scene.place if isinstance(scene, Modal) else (0.0, 0.0, scene.width, scene.height)
    if not fits(tree, room):
        yield f"{least_size(tree)} in {room}"
    for area in scene.areas.values():
        for child in area.children if area.limit > 0 else ():
            left, right = child.rect[0], child.rect[0] + child.rect[2]
            if child.visible and not (area.rect[0] <= left and right <= area.rect[0] + area.rect[2] - BAR - 2):
                yield f"{child.name} beside {area.name}"


# -- is it heard, reached by keys, kept by a new layout? ---------------------------------------------------------------


def unheard(scene: Scene) -> Iterator[str]:
    """A control without a name or a role, or called as another; a screen that says nothing, or too much at once."""
    controls = [widget for widget in scene.widgets if widget.live and widget.focusable]
    for widget in controls:
        if not widget.accessible_name() or widget.role == Widget.role:
            yield f"no name or no role: {widget.name}"
    for text, count in Counter(widget.description() for widget in controls).items():
        names = {widget.name for widget in controls if widget.description() == text}
        if count > 1 and len(names) > 1 and names not in TWINS:
            yield f"called the same: {names}"
    speech = speech_of(scene)
    moves = isinstance(scene, PlayScene) and scene.attempt.director.pending
    if not (any(speech) or moves or isinstance(scene, ReelScene)) or not (speech.line or moves):
        yield "it says nothing"
    yield from (f"said: {text}" for text in speech if len(text) > LONGEST or "[" in text or "\n" in text)
    focused = scene.widget(scene.begin or scene.focus)
    if focused is not None and focused.live and not speech.control:
        yield f"not said: {focused.name}"


def leads_away(scene: Scene) -> Iterator[str]:
    """The focus is on a way out, though the screen has something else to offer and does not begin there on purpose."""
    others = [widget.name for widget in scene.order() if widget.name not in WAYS_OUT]
    if scene.focus in WAYS_OUT and others and scene.focus != scene.begins():
        yield f"the focus of {type(scene).__name__} is on {scene.focus}"


def out_of_view(scene: Scene) -> Iterator[str]:
    """What the keyboard comes to and is not whole to be seen then."""
    before = scene.focus
    for name in [widget.name for widget in scene.order()]:
        scene.set_focus(name)
        widget = scene.widget(name)
        if widget is not None:
            area = scene.area_of(widget)
            left, top, wide, high = area.rect if area is not None else (0.0, 0.0, scene.width, scene.height)
            x, y, w, h = widget.rect
            if min(x - left, y - top, left + wide - x - w, top + high - y - h) < -0.01:
                yield f"out of view: {name}"
    scene.set_focus(before)


def dropped(scene: Scene, turn: int) -> Iterator[str]:
    """Controls whose focus or typing does not outlast a new layout; a third of them, each in one of the sizes."""

    def resize(number: int) -> set[str]:
        scene.resize(*ROOMS[number % len(ROOMS)])
        scene.update(FRAME)
        return {widget.name for widget in scene.order()}

    names = resize(1) & resize(2) & resize(0)  # what scrolls in a small one need not in a large one
    typed_into = [name for name in names if isinstance(scene.widget(name), NumberInput)]
    for number, name in enumerate([*typed_into[:1], *sorted(names)[turn % 3 :: 3]], 1):
        widget = scene.widget(name)
        if widget is None:  # what was typed has closed it
            continue
        scene.set_focus(name)
        if isinstance(widget, NumberInput) and widget.takes("1"):
            widget.typed = "1"
        typed = getattr(widget, "typed", None)
        resize(number)
        after = scene.widget(name)
        if scene.focus != name or after is None or getattr(after, "typed", None) != typed:
            yield f"{name}: focus {scene.focus}, typed {getattr(after, 'typed', None)} of {typed}"
        if isinstance(after, NumberInput):
            after.typed = None
