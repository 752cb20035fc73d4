"""What a reader would trip over on a screen: each fault is (kind, what it is about)."""

import re
from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

from pygame import Rect

from checks.looks import Seen
from checks.paper import Text
from downslope.scenes.base.panel_screen import Modal, PanelScreen
from downslope.scenes.code_screens import PluginSourceScene
from downslope.scenes.keys_and_words import BrokenScene
from downslope.scenes.play.play import PlayScene
from downslope.scenes.play.play_screen import glossary_terms
from downslope.scenes.plugins import PluginsScene
from downslope.scenes.workshop.bench_screen import OpenCard
from downslope.scenes.workshop.save_card import SaveCard
from downslope.view.cards.terms import TermWord
from downslope.view.draw import SMALLEST_TEXT, meets
from downslope.view.format.markup import plain
from downslope.view.networks.net_nodes import WireControl
from downslope.view.pictures.pixel_grids import DrawingPad
from downslope.view.widgets.button import Segmented
from downslope.view.widgets.number_input import NumberInput
from downslope.view.widgets.panel import BAR, NOTHING, Panel, Placeholder, fits, least_size, only

KNOBS = (NumberInput, Segmented, DrawingPad)
CUT = 0.06  # so much of a text's ink may be lost: a letter's foot, no more
COVERED = 0.12
SHARE, LEAST = 0.12, 3  # words lie on words: more than 12 % of the smaller one, and more than 3 pixels each way


class Fault(NamedTuple):
    """`kind`: cut, covered, short, over, small, label, note, dock (shortened there), mark, term or place."""

    kind: str
    text: str


def faults(seen: Seen) -> list[Fault]:
    """All of them, in no order."""
    window = Rect(0, 0, *seen.look.size)
    texts = seen.texts
    hidden = covered(texts, [*seen.notes, *seen.sheets])
    labels = (Fault("label", f"{text.writer}: {text.string}") for text in seen.labels)
    marks = (Fault("mark", text.string) for text in texts if plain(text.string) != text.string)
    found = {*cut(texts, window), *hidden, *over(texts, window), *small(texts), *notes(seen), *outside(seen)}
    found |= {*labels, *marks}
    if isinstance(seen.scene, PlayScene):
        dock = seen.box(seen.scene.dock.rect)
        found |= {Fault("dock", text.string) for text in texts if text.short and dock.contains(text.ink)}
        found |= {Fault("place", text) for text in of_play(seen.scene)}
        terms = [widget for widget in seen.widgets if isinstance(widget, TermWord)]
        met = {term.word for term, _place in glossary_terms(seen.scene.game)[0]}
        found |= {Fault("term", each.name) for each in terms
                  if each.term.word not in met or not over_words(seen.box(each.rect), texts)}  # fmt: skip
    elif isinstance(seen.scene, PanelScreen):
        found |= {Fault("place", text) for text in of_tree(seen.scene)}
    return sorted(fault for fault in found if not (seen.look.longer and fault.kind in SHORTENED))


SHORTENED = ("short", "label", "dock")  # what no language as short as ours has to: the pointer shows the whole


# What plugins' authors and Python say, and paths, is shown as it is; so are the names of libraries, and code.
OF_AUTHORS = (PluginsScene, PluginSourceScene, SaveCard, OpenCard, BrokenScene)
NAMES = {"Python", "NumPy", "PyTorch", "Keras", "tanh", "delta", "input", "prediction", "goal", "beta", "careful"}
PLAIN = re.compile(r"[aeiouyncsAEIOU]")  # the longer language has none of these in its words
WORD = re.compile(r"[^\W\d_]{3,}")


def untranslated(seen: Seen) -> Iterator[str]:
    """Words that are English where the screen was opened in the longer language."""
    if isinstance(seen.scene, OF_AUTHORS):
        return
    for text in seen.texts:
        words = [word for word in WORD.findall(text.string) if word.isascii() and PLAIN.search(word)]
        if text.family == "ui" and not NAMES.issuperset(words):
            yield f"not translated: {text.string}"


def cut(texts: list[Text], window: Rect) -> Iterator[Fault]:
    """Letters that lie outside the layer that they are written on, or left and right of what is seen of it."""
    for text in texts:
        whole = text.ink
        if text.clip is not None:  # what is scrolled up or down is meant, also where it reaches beyond the window
            if not text.ink.colliderect(text.clip):
                continue
            whole = text.ink.clip(Rect(text.ink.x, text.clip.y, text.ink.w, text.clip.h))
        kept = whole.clip(text.layer).clip(window).clip(text.clip or whole)
        lost = 1 - kept.w * kept.h / max(1, whole.w * whole.h)
        if lost > CUT:
            yield Fault("cut", f"{text.string} {lost:.0%}")
        if text.short:
            yield Fault("short", text.string)


def covered(texts: list[Text], notes: list[Rect] | None = None) -> Iterator[Fault]:
    """Words that come out from under something; `notes` may lie on them, they are gone after some seconds."""
    for text in texts:
        if any(note.inflate(4, 4).contains(sheet) for note in notes or () for sheet in text.covers):
            continue
        hidden = [text.seen.clip(sheet) for sheet in text.covers]
        part = max((box.w * box.h for box in hidden), default=0) / max(1, text.seen.w * text.seen.h)
        if part > COVERED:
            yield Fault("covered", f"{text.string} {part:.0%}")


def over(texts: list[Text], window: Rect) -> Iterator[Fault]:
    """Words on words."""
    seen = [(text, text.seen.clip(window)) for text in texts]
    seen = [(text, ink) for text, ink in seen if ink.w and ink.h]
    boxes = [ink for _text, ink in seen]
    for i, (first, a) in enumerate(seen):
        for second, b in (seen[k] for k in a.collidelistall(boxes) if k > i):
            both = a.clip(b)
            part = both.w * both.h / min(a.w * a.h, b.w * b.h)
            same = (first.string, a) == (second.string, b)
            under = any(sheet.contains(b) for sheet in first.covers)  # the second stands on what hides the first
            if min(both.w, both.h) > LEAST and part > SHARE and not same and not under:
                yield Fault("over", " / ".join(sorted((first.string, second.string))) + f" {part:.0%}")


def small(texts: list[Text]) -> Iterator[Fault]:
    """Letters that are too small to be read at a glance."""
    for text in texts:
        if text.px < SMALLEST_TEXT:
            yield Fault("small", f"{text.string}: {text.px:g} px")


def outside(seen: Seen) -> Iterator[Fault]:
    """Controls that stick out of the window; those that scroll are somewhere, and are brought into view."""
    scene = seen.scene
    scrolled = {child.name for area in scene.areas.values() for child in area.children}
    for widget in seen.widgets:
        x, y, w, h = widget.rect
        inside = x >= -1 and y >= -1 and x + w <= scene.width + 1 and y + h <= scene.height + 1
        if widget.visible and not inside and widget.name not in scrolled:
            yield Fault("place", f"{widget.name} is not in the window: {widget.rect}")


def over_words(box: Rect, texts: list[Text]) -> bool:
    """The dots of a known word are under words, and under nothing else."""
    inks = [text.ink for text in texts]
    return any(ink.left - 4 <= box.left and box.right <= ink.right + 4 and ink.top < box.bottom and box.top < ink.bottom
               for ink in inks)  # fmt: skip


def notes(seen: Seen) -> Iterator[Fault]:
    """A note on a control that is turned: the knob that it may speak of."""
    for note in seen.notes:
        for widget in seen.widgets:
            turned = isinstance(widget, KNOBS) and not isinstance(widget, WireControl)  # that one is the whole picture
            if turned and widget.visible and note.colliderect(seen.box(widget.rect).inflate(-4, -4)):
                yield Fault("note", widget.name)


# -- what stands where -------------------------------------------------------------------------------------------------

EDGE = 16.0  # of the window: nothing on the play screen stands nearer to it
PLATE = 340.0  # the widest that a marker with a verdict may be


def of_play(play: PlayScene) -> Iterator[str]:
    """What meets, what sticks out, what is too small for its content; a dock at rest beside which nothing is known."""
    found = parts(play)
    for (one, a), (other, b) in combinations(found, 2):
        if meets(a, b):
            yield f"{one} meets {other}"
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


def parts(play: PlayScene) -> list[tuple[str, tuple[float, float, float, float]]]:
    """What stands on the play screen: top bar, each panel of the board that is seen, tiles, dock."""
    board = [panel for panel in play.board.panels if panel.rect[2] > 0 and panel.rect[3] > 0]
    told = [(type(panel).__name__, panel.rect) for panel in board
            if type(panel) not in (Panel, Placeholder) and not sheet_of(panel, board)]  # fmt: skip
    bar = ("top bar", (0.0, 0.0, play.width, play.room[1] - 1))
    dock = [("dock", play.dock.rect)] if play.dock.first else []
    return [bar, ("tiles", play.tiles_place.rect), *dock, *told]


def sheet_of(panel: Panel, board: list[Panel]) -> bool:
    """It is a part of a larger panel, on whose sheet it stands by the board's own tree."""
    sheets = [other for other in board if type(other) is Panel and other is not panel]
    return panel.flat and any(Rect(sheet.rect).contains(Rect(panel.rect)) for sheet in sheets)


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
