"""Every screen, opened once a language and laid out once a look, is asked all that holds for every screen.

No text is cut, covered, shortened, too small, too pale; no words lie on words, no note on a knob; nothing on the play
screen lies over anything; every panel has its smallest size, and can be read at it; every control has a name of its own
and outlasts a new layout; the focus falls on something to do. The same holds whenever a level is opened, a bet is asked
and told, a hint is given, a run has ended, the machine shows it.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from pathlib import Path

import pygame
import pytest
from pygame import Rect

from checks.asked import dropped, leads_away, out_of_view, unheard, unread
from checks.contrast import THEMES, Layers, pale
from checks.equations import lines, noted, untrue, wrong_lines
from checks.faults import SHORTENED, cut, faults, of_tree, over, untranslated
from checks.looks import FRAMED, HARDEST, LOOKS, SIZES, Seen, Size, box, laid_out, look_at, seen
from checks.moments import answer, bets, card, card_shown, states, wait
from checks.moments import new_game as game_of
from checks.paper import written
from checks.pseudo import spoken
from downslope import boards
from downslope.attempt.game.game import Game
from downslope.boards.network.net_board import NetBoard
from downslope.boards.shared.panel import Pages
from downslope.i18n import _
from downslope.rules.actions import Answer, Learn, Turn
from downslope.scenes.base.panel_screen import Modal, PanelScreen
from downslope.scenes.base.scene import Scene
from downslope.scenes.play.play import PlayScene
from downslope.scenes.play.play_screen import task_of
from downslope.view.draw.canvas import Canvas
from downslope.view.format.equation import Equation
from downslope.view.format.markup import plain
from downslope.view.widgets.panel import Box, Group, Panel, Placeholder
from driving import open_display
from pictures import drawing
from pictures.plans import DARK, PLANS, Plan, level
from shows import solved_once
from support import campaign, shipped

USUAL = Size((1280, 720), 1.0)
ROOMS = (USUAL, Size((1280, 720), 1.5), Size((960, 540), 1.5))  # in these a panel is made as small as it may be


@pytest.fixture(autouse=True)
def display() -> Iterator[None]:
    open_display()
    with solved_once():
        yield
    Layers.forget()
    drawing.LANDS.clear()
    pygame.display.quit()


def found(screens: Iterable[Seen]) -> list[str]:
    """The faults, each with its look."""
    return [f"{screen.look.name}: {fault.kind}: {fault.text}"
            for screen in screens for fault in faults(screen)]  # fmt: skip


# -- the screens that are kept as pictures -----------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("number", range(len(PLANS)), ids=[plan.name for plan in PLANS])
def test_a_screen_draws_what_it_drew_and_can_be_read_heard_and_reached_at_every_look(
    number: int, tmp_path: Path
) -> None:
    with noted() as printed:
        wrong = [*offenders(number, printed, tmp_path), *in_the_longer_language(number)]
    assert not wrong, "\n".join(wrong)


def offenders(number: int, printed: set[Equation], folder: Path) -> Iterator[str]:
    for scene, _look in drawing.frames(plan := PLANS[number], DARK):
        yield from leads_away(scene)
    if plan.ends not in drawing.ends_in(scene):
        yield f"it does not end in {plan.ends}"
    yield from unheard(scene)
    yield from changed(plan, scene, folder)
    for look in LOOKS:
        if not look.longer:
            screen = look_at(scene, look)
            yield from found([screen])
            yield from (f"{look.name}: {fault}" for fault in out_of_view(scene))
            if look == USUAL:
                words = repr(scene.level) if isinstance(scene, PlayScene) else ""
                yield from (*wrong_lines(list(lines(screen.texts)), printed, words), *untrue(printed))
            if isinstance(scene, PlayScene) and look in ROOMS:
                yield from (f"{look.name}: {fault}" for fault in unreadable_at_least_size(scene, look.size))
    if isinstance(scene, PlayScene):
        yield from (f"{page}: {fault}" for page, fault in on_other_pages(scene, number))
    yield from with_larger_text(scene, SIZES[::2] if number % 2 else SIZES[:2])
    laid_out(scene, USUAL)
    wait(scene, 1.0)
    yield from pale(scene)
    yield from pale(scene, THEMES[number % 2 :][:1], "contrast")
    yield from dropped(scene)
    yield from unread(scene, blank())


def in_the_longer_language(number: int) -> Iterator[str]:
    with spoken():
        scene, _look = drawing.last(PLANS[number], DARK)
        for look in LOOKS:
            if look.longer:
                screen = look_at(scene, look)
                yield from found([screen])
                yield from (f"{look.name}: {fault}" for fault in (*out_of_view(scene), *untranslated(screen)))
        yield from with_larger_text(scene, SIZES[:1])


def changed(plan: Plan, scene: Scene, folder: Path) -> Iterator[str]:
    """What it draws now and did not, and the other way round; pictures that look another way."""
    if not drawing.right_version():  # another one sets words a little wider or narrower
        return
    listed, pictures = drawing.drawn(plan, scene)
    drawing.turned(scene, DARK)
    if drawing.kept_list(plan).is_file():
        yield from drawing.differing_lines(drawing.kept_list(plan).read_text(encoding="utf-8"), listed)
    for name, picture in pictures.items():
        if drawing.kept(name).is_file():  # an archive of the source has none
            reference = pygame.image.load(drawing.kept(name))
            share = drawing.differing(picture, reference)
            if share >= drawing.SHARE:
                pygame.image.save(drawing.beside(picture, reference), folder / f"{name}.png")
                yield f"{100 * share:.2f} % of the pixels differ: see {folder / name}.png"


def with_larger_text(scene: Scene, sizes: Iterable[tuple[int, int]]) -> Iterator[str]:
    if isinstance(scene, PanelScreen):
        for size in sizes:
            laid_out(scene, Size(size, 1.25))
            yield from of_tree(scene)


def on_other_pages(scene: PlayScene, number: int) -> Iterator[tuple[str, str]]:
    """The faults of each page of a board that is not the one in front, one page after the other at one of two looks."""
    for group in [each for each in vars(scene.board).values() if isinstance(each, Pages)]:
        front = group.chosen
        for page, (name, _page) in enumerate(group.items()):
            group.choose(page)
            yield from ((name, fault) for fault in found([look_at(scene, HARDEST[(number + page) % 2])]))
        group.choose(front)


def blank() -> bytes:
    """A picture on which nothing is drawn."""
    file = BytesIO()
    pygame.image.save(pygame.Surface((8, 8)), file, "x.png")
    return file.getvalue()


# -- the states that every level comes to ------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("name", [level.id for level in campaign()])
def test_a_level_can_be_read_and_nothing_lies_over_anything_whatever_it_comes_to(name: str) -> None:
    level = shipped().level(name)
    with drawing.settled():
        wrong = [f"{state}: {fault}" for number, (state, scene) in enumerate(states(level))
                 for fault in faults_in(state, scene, number)]  # fmt: skip
        with spoken():
            wrong += [f"card: {fault}" for fault in found([look_at(card_shown(level), HARDEST[2])])]
    assert not wrong, "\n".join(wrong)


def faults_in(state: str, scene: Scene, number: int) -> Iterator[str]:
    """As it comes, in both languages, then when it has come to rest. Themes take turns over the states."""
    yield from leads_away(scene)
    if not state.startswith(AT_REST):
        yield from found(look_at(scene, look) for look in HARDEST[:2])
        if isinstance(scene, PlayScene) and not ("hint" in state and scene.attempt.hints < len(scene.level.hints)):
            with spoken():
                scene.request_layout()
                yield from found([look_at(scene, HARDEST[2])])
            scene.request_layout()
    if not isinstance(scene, PlayScene):  # its card
        yield from found(look_at(scene, look) for look in (*HARDEST[:2], *FRAMED))
        return
    if not state.startswith("show"):  # it would go on
        come_to_rest(scene)
    if state.startswith(("asked", "told")):
        kinds, spoken_of = kinds_seen(scene), SPOKEN_OF[scene.level.id]
        if scene.dock.first not in ("strip", "lines") or not kinds & set(spoken_of.split("|")):
            yield f"{spoken_of} is not beside it: {kinds}"
    if state.startswith("asked"):
        yield from given_away(scene)
    for look in FRAMED:
        screen = look_at(scene, look)
        # what is too long for its place ends with dots, and the pointer shows the whole
        lenient = LENIENT - {"covered"} if state.startswith("show") and look in ROOMY else LENIENT
        yield from (f"{look.name}: {fault.kind}: {fault.text}" for fault in faults(screen) if fault.kind not in lenient)
        if state == "task":
            words = "".join(text.string for text in screen.texts)
            missing = [word for word in plain(task_of(scene)).split() if word not in words]
            yield from (f"{look.name}: of the task is not there: {word}" for word in missing)
    if state.startswith(("opened", "asked", "told", "ended")):
        laid_out(scene, USUAL)
        theme = number % 2
        yield from pale(scene, THEMES[theme:][:1])
        if state.startswith(("opened", "ended")):
            yield from pale(scene, THEMES[1 - theme :][:1], "contrast")
    wait(scene, drawing.FRAME)


AT_REST = ("note", "task", "told right", "show", "given back")  # these are asked only as they stand
LENIENT = {"short", "label", "covered", "note", "term"}
ROOMY = (USUAL, Size((2560, 1440), 1.0))  # where tags of what is tried need not stand on words


def come_to_rest(play: PlayScene) -> None:
    for _frame in range(40):
        wait(play, 0.5)
        if not play.attempt.moving and not play.attempt.director.moving:
            return


NAMED = {"toes", "streetlights"}  # their answers are names of inputs, which stand there


def given_away(play: PlayScene) -> Iterator[str]:
    """While a bet is open that opens the level, its answer is printed nowhere but on its card."""
    question = play.attempt.open_bets.question
    if question is None or question.when != "start" or play.level.id in NAMED:
        return
    right = question.right if isinstance(question.right, str) else f"{question.right:.3f}"
    screen = look_at(play, USUAL)
    dock = screen.box(play.dock.rect)
    outside = [text.string for text in screen.texts if not dock.collidepoint(text.ink.center)]
    yield from (f"printed: {text}" for text in outside if right in text and not right.isdigit())


CODE = "CodePanel|RunningLine"
# What a bet or its verdict speaks of, by the level: the panel that must be seen beside it in a window of 1280x720.
SPOKEN_OF = {
    "double-it": "SendingStage", "a-hundredth": "SendingStage", "seven": "SendingStage", "below-zero": "SendingStage",
    "plus-and-minus": "FogStage", "no-perfect-answer": "FogStage", "the-grump": "OrderPanel",
    "warmer": "RoomPanel|LoopPanel", "stuck-steps": CODE, "hands-off": "WaterPanel", "thirteen": CODE,
    "goldilocks": CODE, "two-recipes": CODE, "orbit": CODE, "runaway": "RecordingPanel",
    "sealed-box": "StepsTable", "three-neurons": "Lanes", "toes": "BlamePanel", "freeze-the-toes": "NeedlesPanel",
    "valley": "ContourLand", "streetlights": "ExamplesPanel", "noisy-lights": "ExamplesPanel", "the-wall": "Yard",
    "hidden-four": "Town", "all-zeros": "NetPlace", "dead-relu": "NetPanel", "linear-layers": "NetChart",
    "stop-in-time": "StoppingChart", "edge-by-hand": "MapsPanel", "edge-learned": "TeacherPanel",
    "ten-neurons": "AccuracyPanel", "kernels": "AccuracyPanel", "dead-wire": "CallsStage",
}  # fmt: skip


def kinds_seen(play: PlayScene) -> set[str]:
    """The names of all panels that are seen, and of what they are kinds of."""
    waiting, names = list[Panel](play.board.panels), set[str]()
    while waiting:
        panel = waiting.pop()
        if panel.rect[2] > 0 and panel.rect[3] > 0:
            names |= {kind.__name__ for kind in type(panel).__mro__}
            waiting += panel.shown if isinstance(panel, Group) else []
    return names


def test_each_level_with_a_bet_says_what_its_bets_speak_of() -> None:
    assert set(SPOKEN_OF) >= {level.id for level in campaign() if bets(level)}


# -- the smallest sizes of a board's panels are true: at its own, each can be read -------------------------------------

SHEETS = {"Panel"}  # that several panels share: nothing is written on them


def unreadable_at_least_size(scene: PlayScene, size: tuple[int, int]) -> Iterator[str]:
    with drawing.settled():
        for panel in leaves(scene.board.panels):
            (x, y, w, h), (wide, high) = panel.rect, panel.least_size()
            before = lost(panel, scene, size)
            panel.rect = (x, y, wide or w, high or h)
            now = lost(panel, scene, size)
            if len(now) > len(before):
                yield f"{type(panel).__name__}, {(w, h)} made {(wide, high)}: {now[:3]}"
            panel.rect = (x, y, w, h)
            panel.place(panel.rect)


def leaves(panels: Sequence[Panel]) -> Iterator[Panel]:
    """Panels that are no groups of others, and no free places."""
    for panel in panels:
        if isinstance(panel, Group):
            yield from leaves(panel.shown)
        elif not isinstance(panel, Placeholder) and type(panel).__name__ not in SHEETS:
            yield panel


def lost(panel: Panel, scene: PlayScene, size: tuple[int, int]) -> list[str]:
    """What cannot be read of it where it stands: cut, on top of each other, outside of its place."""
    widgets = panel.place(panel.rect)
    for widget in widgets:  # as in a layout
        if (before := scene.widget(widget.name)) is not None:
            widget.carries_over(before)
    panel.update(0.0)

    def draw(canvas: Canvas) -> None:
        panel.paint(canvas)
        for widget in widgets:
            if widget.visible:
                widget.draw(canvas, scene.state(widget))

    texts, scale = written(draw, size, scene.game.look()), scene.game.scale
    place = Rect(*(round(part * scale) for part in panel.rect)).inflate(8, 8)
    outside = [f"outside: {text.string}" for text in texts if text.clip is None and not place.contains(text.ink)]
    window = Rect(0, 0, *size)
    wrong = [fault for fault in (*cut(texts, window), *over(texts, window)) if fault.kind not in SHORTENED]
    return [*(f"{fault.kind}: {fault.text}" for fault in wrong), *outside]


def test_every_panel_of_a_board_says_its_smallest_size() -> None:
    for module in pkgutil.walk_packages(boards.__path__, "downslope.boards."):
        importlib.import_module(module.name)
    waiting: list[type[Panel]] = [Panel]
    silent = []
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        says = kind.least_size is not Box.least_size or kind.least_room is not Box.least_room
        if kind.__module__.startswith("downslope.boards") and not says:
            silent.append(kind.__name__)
    assert silent == []


# -- what some screens have to tell besides ----------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "answer"), [("kernels", "down, and unseen up"), ("edge-learned", "perfect")])
def test_an_answer_that_was_told_covers_nothing_while_a_run_goes_on(name: str, answer: str) -> None:
    plan = Plan(name, level(name, Answer(0, answer), Learn(40)), "PlayScene", (0.3,))
    assert found(seen(plan, HARDEST)) == []


@pytest.mark.parametrize(
    ("name", "right", "look"),
    [("thirteen", False, LOOKS[1]), ("freeze-the-toes", False, LOOKS[1]), ("sealed-box", None, LOOKS[9])],
)
def test_no_plate_covers_a_number_where_large_text_has_little_room(name: str, right: bool | None, look: Size) -> None:
    with spoken(look.longer), drawing.settled():
        play = next(scene for state, scene in states(shipped().level(name)) if state == "asked 0")
        assert isinstance(play, PlayScene)
        if right is not None:
            answer(play, 0, right)
            wait(play, 0.3)
        assert found([look_at(play, look)]) == []


@pytest.mark.parametrize("page", ["Weights", "Neuron"])
def test_each_number_of_a_network_is_told_at_every_look(page: str) -> None:
    level_of = level("hidden-four", Answer(0, "2"), Turn("alpha", 0.5), Learn(40))

    def turned(game: Game) -> Scene:
        play = level_of(game)
        assert isinstance(play, PlayScene) and isinstance(play.board, NetBoard)
        for pages in (play.board.tabs, play.board.pages):
            pages.choose(next(n for n, (name, _panel) in enumerate(pages.items()) if name == _(page)))
        return play

    for screen in seen(Plan(page, turned, "PlayScene", (0.3,)), HARDEST):
        told = [text.string for text in screen.texts]
        if page == "Weights":
            bare = {text.replace("0.", ".", 1) for text in told}
            missing = {"−.17", ".96", "−1.00", "−.79", "−.71", ".64", "1.10", "−.95"} - bare
            assert not missing, screen.look.name
        else:
            assert {"−0.166", "−0.206", "−0.372", "0.00"} <= set(told), screen.look.name


@pytest.mark.slow
def test_no_name_is_cut_where_tries_of_two_knobs_are_many() -> None:
    plan = Plan("linear-layers", level("linear-layers", auto=True), "PlayScene", (3.0,))
    assert found(seen(plan, HARDEST[-1:])) == []


@pytest.mark.slow
def test_the_names_of_a_cards_stars_stand_apart_and_no_line_of_them_begins_with_a_sign() -> None:
    levels = campaign()
    for each in [*levels[::6], shipped().level("kernels")]:
        scene = wait(card(each)(game_of()), 2.5)
        for screen in [look_at(scene, LOOKS[0]), look_at(scene, LOOKS[2])]:
            assert isinstance(scene, Modal)
            card_at = box(scene.place, screen.look)
            head = min(text.ink.y for text in screen.texts if text.string.startswith("Goal"))
            words = [text for text in screen.texts if not text.covers and card_at.contains(text.ink)
                     and text.ink.y < head]  # fmt: skip
            words.sort(key=lambda text: (text.spot[2], text.ink.x))
            gaps = [b.ink.x - a.ink.right if a.spot[2] == b.spot[2] else 99 for a, b in zip(words, words[1:])]
            assert all(gap >= 16 or gap <= 0.6 * a.px for a, gap in zip(words, gaps)), (each.id, screen.look.name, gaps)
            begin = [b.string for gap, b in zip([99, *gaps], words) if gap >= 16]
            assert len(begin) >= 3 and not [word for word in begin if word.startswith("%")]
