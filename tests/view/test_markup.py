"""The light markup of the levels' texts."""

from __future__ import annotations

from pygame import Surface

from downslope.view.draw.canvas import Canvas
from downslope.view.draw.theme import DUSK, Look
from downslope.view.format.markup import coloured_lines, coloured_runs, even_lines, pieces, plain
from support import campaign


def test_marks_become_hues() -> None:
    text = "[alpha:3] lands, [weight:−.5] and [delta:2] too"
    assert pieces(text) == [
        ("3", "alpha"), (" lands, ", ""), ("−.5", "weight_negative"), (" and ", ""), ("2", "text"), (" too", ""),
    ]  # fmt: skip
    assert plain(text) == "3 lands, −.5 and 2 too"
    assert pieces("") == [] and pieces("a") == [("a", "")]


def test_code_is_wrapped_in_any_room() -> None:
    """An operator that begins what is carried on is no place to break it again."""
    from downslope.view.format.markup import wrap_code

    for room in range(40):
        assert "".join("".join(wrap_code("    prediction = input * weight", room)).split()) == "prediction=input*weight"


def test_a_word_that_is_wider_than_the_room_is_broken() -> None:
    for words in ["a " + 40 * "W", "See [value:" + 40 * "8" + "]s", 40 * "W"]:
        canvas = Canvas(Surface((640, 360)), Look(DUSK))
        for room in (5.0, 90.0, 240.0):
            lines = coloured_lines(canvas, words, room)
            assert all(lines)
            assert "".join(text for line in lines for text, _hue in line) == plain(words).replace(" ", "")
            long = [line for line in lines if sum(len(text) for text, _hue in line) > 1]
            assert all(canvas.fits(coloured_runs(line, "text", 500), room) for line in long)
        nearly = canvas.width("nearly") * 0.9
        assert coloured_lines(canvas, "nearly", nearly) == [[("nearly", "")]], "it is only written a little smaller"


def test_what_is_left_open_never_stands_on_a_line_of_its_own() -> None:
    for words in ["Three linear layers: exam at best …", "Alpha [alpha:.2], input² sums to 15: it …"]:
        canvas = Canvas(Surface((640, 360)), Look(DUSK))
        for room in range(60, 400, 5):
            hued = ["".join(text for text, _hue in line) for line in coloured_lines(canvas, words, room)]
            for lines in (hued, canvas.lines(plain(words), room)):
                assert "…" not in lines and " ".join(lines).split() == plain(words).split()


def test_no_line_of_a_task_is_a_word_alone() -> None:
    canvas = Canvas(Surface((1280, 720)), Look(DUSK))
    for level in campaign():
        for room in (520.0, 700.0, 900.0):
            greedy, even = (each(canvas, level.brief, room) for each in (coloured_lines, even_lines))
            words = [" ".join("".join(text for text, _hue in line) for line in lines) for lines in (greedy, even)]
            assert len(even) == len(greedy) and words[0] == words[1]
            wide = [canvas.rich_width(coloured_runs(line, "text", 500)) for line in even]
            longest = max(canvas.width(word) for word in plain(level.brief).split())
            assert max(wide) - min(wide) < 2 * longest + 16, (level.id, room)
