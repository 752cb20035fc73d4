"""What is drawn by its differences is what would be seen if every frame were drawn whole."""

from collections.abc import Callable
from random import Random

import pygame
from pygame import Rect, Surface

from downslope.view.draw import DUSK, PREMULTIPLIED, Canvas, Look, Screen

SIZE = (320, 180)


def bytes_of(surface: Surface) -> bytes:
    return pygame.image.tobytes(surface, "RGB")


def test_random_strokes_and_what_lives_among_them_come_out_as_on_a_plain_surface() -> None:
    dice, look, screen, plain, moved = Random(3), Look(DUSK, 0.25), Screen(SIZE), Surface(SIZE), [0]
    sprites = [Surface((dice.randint(4, 90), dice.randint(4, 60)), pygame.SRCALPHA) for _ in range(12)]
    for sprite in sprites:
        alpha = dice.choice((40, 130, 255))
        sprite.fill([dice.randint(0, alpha) for _ in range(3)] + [alpha])

    def stroke() -> Callable[[Canvas], object]:
        image, x, y, size = dice.choice(sprites), dice.randint(-20, 300), dice.randint(-20, 170), dice.randint(20, 90)

        def put(canvas: Canvas) -> None:
            canvas.put(image, x + moved[0], y + 5)

        def clipped(canvas: Canvas) -> None:
            with canvas.clip(4 * x, 4 * y, 4 * size, 4 * size, r=32 * (x % 2)):
                canvas.alive(lambda: put(canvas)) if y % 2 else canvas.put(image, x - 5, y + 5)

        return dice.choice((
            lambda canvas: canvas.put(image, x, y),
            lambda canvas: canvas.surface.blit(image, (x, y), (1, 1, 9, 7), PREMULTIPLIED),
            lambda canvas: canvas.surface.fill((size, x % 256, 9), Rect(x, y, size, 12)),
            lambda canvas: canvas.band([(x, y), (x + size, y + 30), (x + 2 * size, y)], 3.0, (250, 250, 10)),
            lambda canvas: canvas.alive(lambda: put(canvas)),
            clipped,
        ))  # fmt: skip

    def draw(canvas: Canvas) -> None:
        canvas.rect(0, 0, canvas.w, canvas.h, "panel")
        for each in strokes:
            each(canvas)

    strokes = [stroke() for _ in range(20)]
    for _ in range(80):
        for _change in range(dice.choice((0, 1, 1, 3))):
            place = dice.randrange(len(strokes))
            strokes[place : place + dice.randint(0, 1)] = [strokes.pop() if dice.random() < 0.5 else stroke()]
            del strokes[dice.randint(16, 24) :]
        screen.begin()
        draw(Canvas(screen, look))
        screen.end()
        for seconds in dice.choice(((0,), (0, 3), (0, 8, 9))):
            moved[0] += seconds
            screen.live()
            draw(Canvas(plain, look))
            assert bytes_of(screen.picture) == bytes_of(plain)


def test_only_what_differs_is_drawn_and_a_frame_that_is_given_up_leaves_the_picture_as_it_was() -> None:
    screen, ground, ball = Screen(SIZE), Surface(SIZE), Surface((10, 10))

    def frame(x: int, alpha: float = 0.5) -> list[Rect]:
        screen.begin()
        screen.blit(ground, (0, 0))
        screen.blit(ball, (x, 50))
        canvas = Canvas(screen, Look(DUSK, 1.0, 1.0))
        canvas.keep("print", 200, 50, 10, 10, lambda sub: sub.rect(200, 50, 10, 10, "text"), alpha)
        return screen.end()

    assert frame(20) == [Rect(0, 0, *SIZE)] and frame(20) == []
    assert sorted(frame(100), key=lambda place: place.x) == [Rect(20, 50, 10, 10), Rect(100, 50, 10, 10)]
    assert frame(104) == [Rect(100, 50, 14, 10)] and len(frame(104, 0.25)) == 1
    before = bytes_of(screen.picture)
    screen.begin()
    screen.blit(ball, (0, 0))
    assert bytes_of(screen.picture) == before and frame(104, 0.25) == []
