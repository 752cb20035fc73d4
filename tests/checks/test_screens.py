"""Every screen is asked all that holds for every screen: at the hardest look of each language, and at others in turn.

No text is cut, covered, shortened, too small, too pale; no words lie on words, no note on a knob; nothing on the play
screen lies over anything; every panel can be read at its smallest size; every control has a name of its own and
outlasts a new layout; the focus falls on something to do; every equation is true as it is printed. The same holds
whenever a level is opened, a bet is asked and told, hints are given, a run has ended, the machine shows it. What takes
turns comes to all of it over neighbours.
"""

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

import pygame
import pytest
from pygame import Rect

from checks import equations
from checks.contrast import pale
from checks.faults import dropped, faults, leads_away, of_tree, of_words, out_of_view, unheard, untranslated
from checks.moments import LONGER, card_shown, states, wait
from checks.paper import FRAMED, HARDEST, LARGE, LARGE_LONGER, LOOKS, SMALLEST, USUAL, laid_out, look_at, written
from checks.pseudo import spoken
from downslope.boards.shared.panel import Pages
from downslope.rules import Level
from downslope.scenes.base.panel_screen import PanelScreen
from downslope.scenes.base.scene import Scene
from downslope.scenes.play.play import PlayScene
from downslope.scenes.play.play_screen import task_of
from downslope.view.draw import Canvas
from downslope.view.format.markup import plain
from downslope.view.widgets.panel import Group, Panel, Placeholder
from lib.shows import solved_once
from lib.support import campaign
from pictures import drawing
from pictures.plans import ALL, DARK, PLANS, Plan, View, read

LOOKED = (("dark", "standard"), ("light", "standard"), ("light", "contrast"), ("dark", "contrast"))  # in turn
AT_REST = ("note", "task", "told right", "show")  # these are asked only as they stand
LENIENT = {"short", "label", "covered", "note", "term"}  # what is too long ends with dots: the pointer shows the whole
NAMED = {"toes", "streetlights"}  # their answers are names of inputs, which stand there


@pytest.fixture(autouse=True)
def one_show(display: None) -> Iterator[None]:
    with solved_once():
        yield
    drawing.LANDS.clear()


def found(scene: Scene, look: View, lenient: Collection[str] = (), anew: bool = False, task: str = "") -> Iterator[str]:
    """The faults at a look. `anew`: it was opened in the longer language; `task`: words that are to be read there."""
    with spoken(look.longer):
        scene.game.settings.language = "longer" * look.longer  # where that is another than before, it is laid out anew
        screen = look_at(scene, look)
        yield from (f"{look.name}: {kind}: {text}" for kind, text in faults(screen) if kind not in lenient)
        scene.game.settings.language = ""
    if look.size == USUAL.size and not look.longer:
        yield from equations.wrong(screen.texts)
    yield from untranslated(screen) if anew else ()
    words = "".join(text.string for text in screen.texts) if task else ""
    yield from (f"{look.name}: of the task is not there: {word}" for word in task.split() if word not in words)


# -- the screens that are kept as pictures -----------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("number", range(len(PLANS)), ids=[plan.name for plan in PLANS])
def test_a_screen_draws_what_it_drew_and_can_be_read_heard_and_reached(number: int, tmp_path: Path) -> None:
    wrong = [*offenders(number, tmp_path)]
    assert not wrong, "\n".join(wrong)


def offenders(number: int, folder: Path) -> Iterator[str]:
    """The hardest look of each language, and for some one more; a play screen is asked in others in each level."""
    for scene in drawing.frames(plan := PLANS[number], DARK):
        yield from leads_away(scene)
    is_play = isinstance(scene, PlayScene)
    if plan.ends not in drawing.ends_in(scene):
        yield f"it does not end in {plan.ends}"
    yield from unheard(scene)
    yield from changed(plan, scene, folder, ALL[1:3] if number % 2 else ALL[::3])  # both themes, both sizes
    looks = dict.fromkeys([LARGE, LARGE_LONGER, *LOOKS[number // 3 % 12 :][: number % 3 == 0 or not is_play]])
    for look in [each for each in looks if not each.longer]:
        yield from found(scene, look)
        yield from (f"{look.name}: {fault}" for fault in out_of_view(scene))
        if isinstance(scene, PlayScene) and look == LARGE:  # a panel is made as small as it may be
            yield from (f"{look.name}: {fault}" for fault in unreadable_at_least_size(scene, look.size))
    if isinstance(scene, PlayScene):
        yield from on_other_pages(scene, number)
    elif isinstance(scene, PanelScreen):
        laid_out(scene, LOOKS[2 * (number % 3)]._replace(text=1.25))
        yield from of_tree(scene)
    anew = not is_play or number % 3 == 0
    with spoken():
        longer = drawing.last(plan, DARK, LONGER) if anew else scene
    for look in [each for each in looks if each.longer]:
        yield from found(longer, look, anew=anew)
        yield from (f"{look.name}: {fault}" for fault in out_of_view(longer))
    before, after = ([each.ends for each in plans].count(plan.ends) for plans in (PLANS[:number], PLANS[number + 1 :]))
    turns = (0, 2, 4 + 2 * (number % 2))[: 2 + (number % 3 == 0)]  # all that a screen is asked which has one plan
    turns = (number,)[number % 2 :] if is_play else (2 * before,) if before + after else turns
    wait(scene, 1.0 if turns else LONGER, LONGER)
    for turn in turns:
        yield from pale(scene, *LOOKED[turn // 2 % 4])
    if number % 3 == 1 or not is_play:
        yield from dropped(scene, number // 3)


def changed(plan: Plan, scene: Scene, folder: Path, views: Collection[View]) -> Iterator[str]:
    """What it draws now and did not, and the other way round; pictures that look another way."""
    if not drawing.right_version():  # another one sets words a little wider or narrower
        return
    lists, pictures = drawing.drawn(plan, scene, views)
    for look in lists if drawing.kept_list(plan).is_file() else ():
        yield from drawing.differing_lines(look, drawing.kept_lines(plan, look), lists[look])
    for name, picture in pictures.items():
        if drawing.kept(name).is_file():  # an archive of the source has none
            share = drawing.differing(picture, pygame.image.load(drawing.kept(name)))
            if share >= drawing.SHARE:
                pygame.image.save(picture, folder / f"{name}.png")
                yield f"{100 * share:.2f} % of the pixels differ: see {folder / name}.png"


def on_other_pages(scene: PlayScene, number: int) -> Iterator[str]:
    """The faults of pages of a board that are not in front: every second one, at one of two looks."""
    for group in [each for each in vars(scene.board).values() if isinstance(each, Pages)]:
        front = group.chosen
        for page, (name, _page) in enumerate(group.items()):
            if page != front and (number + page) % 2:
                group.choose(page)
                yield from (f"{name}: {fault}" for fault in found(scene, HARDEST[(number + page) // 2 % 2]))
        group.choose(front)


# -- the smallest sizes of a board's panels are true: at its own, each can be read -------------------------------------


def unreadable_at_least_size(scene: PlayScene, size: tuple[int, int]) -> Iterator[str]:
    with drawing.settled():
        for panel in leaves(scene.board.panels):
            place, (wide, high) = panel.rect, panel.least_size()
            before = lost(panel, scene, size)
            panel.rect = (*place[:2], wide or place[2], high or place[3])
            now = lost(panel, scene, size)
            if len(now) > len(before):
                yield f"{type(panel).__name__}, {place[2:]} made {(wide, high)}: {now[:3]}"
            panel.rect = place
            panel.place(place)


def leaves(panels: Sequence[Panel]) -> Iterator[Panel]:
    """Panels that are no groups of others, no free places, and no sheets that several share."""
    for panel in panels:
        if isinstance(panel, Group):
            yield from leaves(panel.shown)
        elif not isinstance(panel, Placeholder) and type(panel) is not Panel:
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

    texts = written(draw, size, scene.game.look())
    place = Rect(*(round(part * scene.game.scale) for part in panel.rect)).inflate(8, 8)
    outside = [f"outside: {text.string}" for text in texts if text.clip is None and not place.contains(text.ink)]
    wrong = of_words(texts, Rect(0, 0, *size))
    return [*(f"{kind}: {text}" for kind in ("cut", "over") for text in wrong[kind]), *outside]


# -- the states that every level comes to ------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("turn", range(len(campaign())), ids=[level.id for level in campaign()])
def test_a_level_can_be_read_and_nothing_lies_over_anything_whatever_it_comes_to(turn: int) -> None:
    wrong = [*offences(campaign()[turn], turn)]
    assert not wrong, "\n".join(wrong)


def offences(level: Level, turn: int) -> Iterator[str]:
    with drawing.settled():
        for number, (state, scene) in enumerate(states(level, turn), turn):
            yield from (f"{state}: {fault}" for fault in faults_in(state, scene, number))
        with spoken():
            card = card_shown(level)
        yield from (f"card: {fault}" for fault in found(card, LARGE_LONGER))


def faults_in(state: str, scene: Scene, number: int) -> Iterator[str]:
    """As it comes, in one of the languages, and when it has come to rest; what rests as it comes, one of both."""
    yield from leads_away(scene)
    if not isinstance(scene, PlayScene):  # its card
        yield from (fault for look in (HARDEST[number % 2], SMALLEST) for fault in found(scene, look))
        return
    both, attempt = (SMALLEST, FRAMED[number // 2 % 4]), scene.attempt
    moving, at_rest = attempt.moving or attempt.director.moving, state.startswith(AT_REST)
    looks = (both if state == "task" else both[number % 3 > 0 :][:1])[: 2 * (at_rest or moving or number % 2 == 0)]
    if not at_rest and (moving or not looks):
        yield from found(scene, HARDEST[number % 3])
    for _frame in range(40 if looks and not state.startswith("show") else 0):  # it would go on
        wait(scene, 0.5, LONGER, looks[0])
        if not attempt.moving and not attempt.director.moving:
            break
    if state.startswith("asked"):
        yield from given_away(scene)
    for look in looks:
        strict = state.startswith("show") and look in FRAMED[1::2]  # in a large window no tag need stand on words
        task = plain(task_of(scene)) if state == "task" else ""
        yield from found(scene, look, LENIENT - {"covered"} if strict else LENIENT, task=task)
    if number % 8 == 0 and state.startswith(("opened", "asked", "told", "ended")):
        yield from pale(scene, *LOOKED[number // 8 % 4])


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


@pytest.mark.slow
@pytest.mark.parametrize("makes", [
    'level("kernels", Answer(0, "down, and unseen up"), Learn(40)) | 0.3',
    'level("edge-learned", Answer(0, "perfect"), Learn(40)) | 0.3',
    'level("linear-layers", auto=True) | 3',
])  # fmt: skip
def test_what_is_told_while_a_run_goes_on_covers_and_cuts_nothing(makes: str) -> None:
    for look in HARDEST[-1:] if "auto" in makes else HARDEST:
        with spoken(look.longer):
            scene = drawing.last(read(f"told - PlayScene | {makes}"), DARK)
        assert list(found(scene, look)) == []
