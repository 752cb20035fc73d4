"""A hint is read as it is meant: where it is a note and where Pip tells it, its marked words have their colour."""

from __future__ import annotations

import pygame
import pytest

from downslope.boards.kinds import kinds
from downslope.view.draw.canvas import Canvas
from downslope.view.format.markup import plain
from playing import key, opened, painted, screen
from support import campaign

pytestmark = pytest.mark.usefixtures("display")


def examples() -> list[str]:
    """A level with a marked hint for each kind of board that has one."""
    found: dict[str, str] = {}
    for level in campaign():
        if any(plain(hint) != hint for hint in level.hints):
            kind = next((kind.__name__ for kind in kinds() if kind.suits(level)), "BowlBoard")
            found.setdefault(kind, level.id)
    return list(found.values())


@pytest.mark.parametrize("level", examples())
def test_no_hint_shows_its_markup(level: str, monkeypatch: pytest.MonkeyPatch) -> None:
    driver = opened(level, bets=False)
    written: list[tuple[str, str]] = []
    draw = Canvas.text

    def spy(self: Canvas, x: float, y: float, string: str, size: float = 16, colour: str = "text", *rest: object,
            **more: object) -> float:  # fmt: skip
        written.append((string, colour))
        return draw(self, x, y, string, size, colour, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(Canvas, "text", spy)
    driver.game.toasts.shown.clear()
    for hint in screen(driver).attempt.level.hints:
        key(driver, pygame.K_h)
        written.clear()
        painted(driver)
        texts = [text for text, _colour in written]
        assert texts and not [text for text in texts if plain(text) != text]
        if plain(hint) != hint:
            told = " ".join(texts)
            assert any(colour in ("weight", "alpha", "input", "error", "prediction", "goal", "weight_negative")
                       for _text, colour in written) and told  # fmt: skip


def test_most_boards_have_such_a_hint() -> None:
    assert len(examples()) >= 8
