"""All icons: path data on a grid of 24 units, drawn with round ends in one colour."""

from __future__ import annotations

from typing import NamedTuple

GRID = 24.0


class IconPath(NamedTuple):
    """One path of an icon."""

    d: str
    filled: bool
    stroked: bool
    width: float | None  # a stroke of its own, in grid units


def line(d: str, width: float | None = None) -> IconPath:
    """A path that is stroked."""
    return IconPath(d, False, True, width)


def both(d: str) -> IconPath:
    """A path that is filled and stroked."""
    return IconPath(d, True, True, None)


def solid(d: str) -> IconPath:
    """A path that is filled."""
    return IconPath(d, True, False, None)


def circle_path(x: float, y: float, r: float) -> str:
    """A circle as path data."""
    return f"M{x - r:g} {y:g}a{r:g} {r:g} 0 1 1 {2 * r:g} 0a{r:g} {r:g} 0 1 1 {-2 * r:g} 0z"


def box_at(x: float, y: float, w: float, h: float, r: float) -> str:
    """A box with round corners as path data."""
    across, down = w - 2 * r, h - 2 * r
    return (
        f"M{x + r:g} {y:g}h{across:g}a{r:g} {r:g} 0 0 1 {r:g} {r:g}v{down:g}a{r:g} {r:g} 0 0 1 {-r:g} {r:g}"
        f"h{-across:g}a{r:g} {r:g} 0 0 1 {-r:g} {-r:g}v{-down:g}a{r:g} {r:g} 0 0 1 {r:g} {-r:g}z"
    )


THICK = frozenset(("crawl", "land", "overshoot", "orbit", "runaway", "stuck", "bump"))  # legible where they are small

ICONS: dict[str, list[IconPath]] = {
    # the outcomes of a run: they differ by construction, not by colour
    "crawl": [
        solid(circle_path(4, 6.5, 2.7)),
        solid(circle_path(9.6, 8.6, 2.2)),
        solid(circle_path(14.2, 10.2, 1.8)),
        solid(circle_path(18, 11.4, 1.45)),
        line("M3 20.5h18"),
    ],
    "land": [line("M3.5 3.5c7 0 6 8 9.2 11"), solid(circle_path(15.6, 16.4, 4.1)), line("M3 20.5h18")],
    "overshoot": [
        line("M2.5 12C4 .5 7.6 .5 9.2 12S13 19.8 14.3 12 17 9.2 17.7 12"),
        solid(circle_path(20.2, 12.3, 2.3)),
    ],
    "orbit": [
        line("M12 12C9.5 8.6 8 7 6.2 7a5 5 0 0 0 0 10c1.8 0 3.3-1.6 5.8-5s4-5 5.8-5a5 5 0 0 1 0 10"
             "c-1.8 0-3.3-1.6-5.8-5z"),
    ],
    "runaway": [line("M2 12.5l3.2 4 4.3-8.5 4.3 12L20.5 4.5"), both("M13.8 5.2L21 3l1.7 7.3z")],
    "stuck": [
        line("M2.5 4.5C4 11 5.6 15 9 15c3.4 0 3.7-5 6.7-5 2.6 0 3.7 2.8 5.8 5.6"),
        solid(circle_path(9.05, 11.1, 3.3)),
        line("M3 20.5h18"),
    ],
    "bump": [
        solid(circle_path(7, 12, 4.1)),
        line("M17 2.5v19"),
        line("M12.6 6.4l2-1.8M12.6 17.6l2 1.8"),
    ],
    # actions and things
    "step": [both("M5 5l9 7-9 7z"), line("M19 5v14")],
    "learn": [line("M3 5c2 17 16 17 18 0"), solid(circle_path(7.4, 8.2, 2.6)), line("M11 11.5l2.2 1.6")],
    "auto": [line("M5 20V11a7 7 0 0 1 14 0v9l-2.4-2-2.3 2-2.3-2-2.3 2-2.3-2z"), line("M9.6 10.6v1.4M14.4 10.6v1.4")],
    "reset": [line("M4.5 12a7.5 7.5 0 1 0 2.4-5.5"), line("M6.5 2.5v4.3h4.3")],
    "hint": [line("M9 17.5h6M10 21h4"), line("M8.6 14.6a6 6 0 1 1 6.8 0c-.6.5-.8 1-.8 1.9H9.4c0-.9-.2-1.4-.8-1.9z")],
    "settings": [
        line(circle_path(12, 12, 3.2)),
        line("M12 2.8v2.6M12 18.6v2.6M2.8 12h2.6M18.6 12h2.6"),
        line("M5.5 5.5l1.8 1.8M16.7 16.7l1.8 1.8M18.5 5.5l-1.8 1.8M7.3 16.7l-1.8 1.8"),
        line(circle_path(12, 12, 6.6)),
    ],
    "wire": [line("M2 12h7M15 12h7"), both("M9 7.5l7 4.5-7 4.5z")],
    "dial": [line(circle_path(12, 12, 8.5)), line("M12 12L7.5 7.5")],
    "back": [line("M15 5l-7 7 7 7")],
    "next": [line("M4 12h15M13 5.5l6.5 6.5-6.5 6.5")],
    "chevron": [line("M9 5l7 7-7 7")],
    "down": [line("M6 9l6 6 6-6")],
    "lock": [both(box_at(5, 11, 14, 9.5, 2.5)), line("M8 11V8a4 4 0 0 1 8 0v3")],
    "puzzle": [both("M4 8h4.2a2.3 2.3 0 1 1 4.4 0H17v4.2a2.3 2.3 0 1 1 0 4.4V20H4z")],
    "share": [line("M12 15V3.5M7.5 7.5L12 3l4.5 4.5"), line("M5 12v7.5h14V12")],
    "link": [line("M10 14.2a4.1 4.1 0 0 0 5.9 0l3.6-3.6a4.2 4.2 0 0 0-6-6L12 6.2"),
             line("M14 9.8a4.1 4.1 0 0 0-5.9 0l-3.6 3.6a4.2 4.2 0 0 0 6 6L12 17.8")],
    "play": [both("M7 4.5l12 7.5-12 7.5z")],
    "pause": [line("M8 5v14M16 5v14", 4)],
    "step_back": [both("M18 5l-9 7 9 7z"), line("M5 5v14")],
    "first": [both("M20 5l-7 7 7 7zM12 5l-7 7 7 7z")],
    "map": [line("M3 6.5l6-2.5 6 2.5 6-2.5v13.5l-6 2.5-6-2.5-6 2.5z"), line("M9 4v13.5M15 6.5V20")],
    "quit": [line("M14 4H5v16h9"), line("M10 12h11M17 8l4 4-4 4")],
    "sound": [both("M4 9.5v5h3.5L12 18.5v-13L7.5 9.5z"), line("M15.5 9a4.2 4.2 0 0 1 0 6M18 6.2a8 8 0 0 1 0 11.6")],
    "wind": [line("M3 8.5h11a3 3 0 1 0-2.8-4M3 12.5h15.5a2.8 2.8 0 1 1-2.6 3.8M3 16.5h8.5a2.2 2.2 0 1 1-2 3")],
    "music": [line("M9 17.5V5.5L19.5 3.5V15.5"), both(circle_path(6.3, 17.8, 2.7)), both(circle_path(16.8, 15.8, 2.7))],
    "text": [line("M3 19L8.5 5 14 19M5 14.5h7"), line("M15.5 19l3-7 3 7M16.6 16.6h3.8")],
    "theme": [line(circle_path(12, 12, 8.5)), both("M12 3.5a8.5 8.5 0 0 1 0 17z")],
    "eye": [line("M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z"), both(circle_path(12, 12, 3))],
    "motion": [line("M3 8h10M3 12h6M3 16h10"), both(circle_path(17.5, 12, 4))],
    "globe": [line(circle_path(12, 12, 9)), line("M3 12h18M12 3c5 5.5 5 12.5 0 18M12 3c-5 5.5-5 12.5 0 18")],
    "full_screen": [line("M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5")],
    "keys": [line(box_at(2.5, 6, 19, 12.5, 2.5)), line("M6.5 10h.01M10 10h.01M13.5 10h.01M17 10h.01M7.5 14.5h9")],
    "check": [line("M5 12.5l5 5 9-11")],
    "warn": [line("M12 3.5l9.5 16.5h-19z"), line("M12 10v4.5M12 17.3v.01")],
    "pencil": [line("M4 20l1-5L16 4l4 4L9 19z"), line("M13.5 6.5l4 4")],
    "eraser": [line("M9 20L3.5 14.5 14 4l6 6-10 10z"), line("M8 9.5l6.5 6.5")],
    "lamp": [line("M12 21V8M8.5 21h7"), both("M7.5 8a4.5 4.5 0 0 1 9 0z")],
    "trophy": [
        line("M7 4h10v5a5 5 0 0 1-10 0z"),
        line("M7 6H3.5a4 4 0 0 0 4 4M17 6h3.5a4 4 0 0 1-4 4M12 14v4M8.5 20.5h7"),
    ],
    "up_arrow": [line("M12 20V4.5M5.5 11L12 4.5 18.5 11")],
    "down_arrow": [line("M12 4v15.5M5.5 13L12 19.5 18.5 13")],
    "probe": [line("M12 3v9"), both(circle_path(12, 16.5, 4.5)), line("M4.5 16.5h-2M21.5 16.5h-2")],
    "undo": [line("M8 5L4 9l4 4"), line("M4 9h10a5.5 5.5 0 0 1 0 11H9")],
    "open": [line("M13 4.5h6.5V11M19.5 4.5L11 13"), line("M9 6H4.5v13.5H18V15")],
    "shield": [line("M12 3l8 3v5.5c0 5-3.5 8-8 9.5-4.5-1.5-8-4.5-8-9.5V6z"), line("M8.5 12l2.5 2.5 4.5-5")],
    "folder": [line("M3 6.5h6.5l2 2.5H21v10.5H3z")],
    "box": [line("M4 7.5l8-4 8 4v9l-8 4-8-4z"), line("M4 7.5l8 4 8-4M12 11.5v9")],
    "cup": [line("M3 5c2 17 16 17 18 0"), line("M12 17.5V9M12 9l5 1.8-5 2")],
    "save": [line("M5 4h11l4 4v12H4V4z"), line("M8 4v5h7V4M8 20v-6h8v6")],
    "plus": [line("M12 5v14M5 12h14")],
    "close": [line("M6 6l12 12M18 6L6 18")],
    "zoom": [line(circle_path(10.5, 10.5, 6.5)), line("M15.5 15.5L21 21")],
    "send": [line("M3 12h9"), solid(circle_path(4.5, 12, 2.6)), both("M11 5.5L21 12l-10 6.5z")],
    "take": [line("M6 3v18"), both("M6 5h7l-2 3.5 2 3.5H6"), line("M14 17h7M18 14l3 3-3 3")],
    "stop": [line("M8 3h8l5 5v8l-5 5H8l-5-5V8z"), line("M8.5 12h7")],
    "recap": [
        line(box_at(3, 4.5, 18, 15, 3.5)),
        both(circle_path(8, 12, 1.5)),
        both(circle_path(12, 12, 1.5)),
        both(circle_path(16, 12, 1.5)),
    ],
    "snow": [
        line("M12 2.5v19M3.8 7.2l16.4 9.6M20.2 7.2L3.8 16.8"),
        line("M9.5 4.5L12 7l2.5-2.5M9.5 19.5L12 17l2.5 2.5M4 10.6l3.4-.9-.9-3.4M20 13.4l-3.4.9.9 3.4"
             "M20 10.6l-3.4-.9.9-3.4M4 13.4l3.4.9-.9 3.4", 1.7),
    ],
    "flask": [
        line("M9 3h6M10 3v6L4.5 18.5a1.8 1.8 0 0 0 1.6 2.5h11.8a1.8 1.8 0 0 0 1.6-2.5L14 9V3"),
        line("M7.5 15h9"),
    ],
}
