"""Where the keyboard's focus goes: reading order for Tab, the nearest neighbour for the arrows."""

from __future__ import annotations

from collections.abc import Sequence

from ...view.widgets.widget import Widget

ROW = 24.0  # design pixels: centres closer than that are on one line
ROWS_WALK = {"left": -1, "right": 1}
AHEAD = {"left": (-1.0, 0.0), "right": (1.0, 0.0), "up": (0.0, -1.0), "down": (0.0, 1.0)}


def reading_order(widgets: Sequence[Widget]) -> list[Widget]:
    """Left to right, top to bottom."""
    rows: list[list[Widget]] = []
    for widget in sorted(widgets, key=lambda each: each.centre[1]):
        if rows and widget.centre[1] - rows[-1][0].centre[1] < ROW:
            rows[-1].append(widget)
        else:
            rows.append([widget])
    return [widget for row in rows for widget in sorted(row, key=lambda each: each.centre[0])]


def neighbour(start: Widget, widgets: Sequence[Widget], direction: str) -> Widget | None:
    """The nearest widget of the same group in that direction; what lies straight ahead counts as nearer."""
    ahead_x, ahead_y = AHEAD[direction]
    best, nearest = None, float("inf")
    for widget in widgets:
        if widget is start or widget.group != start.group:
            continue
        across, along = widget.centre[0] - start.centre[0], widget.centre[1] - start.centre[1]
        forward = across * ahead_x + along * ahead_y
        aside = abs(across * ahead_y) + abs(along * ahead_x)
        if forward > max(1.0, aside / 2) and forward + 2 * aside < nearest:
            best, nearest = widget, forward + 2 * aside
    return best


def step_in_group(start: Widget, widgets: Sequence[Widget], direction: str) -> Widget | None:
    """Where an arrow leads within a group: to the neighbour; in a row that is carried on below, to the next of it."""
    found = neighbour(start, widgets, direction)
    if found is None and direction in ROWS_WALK and direction in start.walks and set(start.walks) == set(ROWS_WALK):
        group = [widget for widget in widgets if widget.group == start.group]
        place = group.index(start) + ROWS_WALK[direction] if start in group else -1
        found = group[place] if 0 <= place < len(group) else None
    return found


def main_knob(widgets: Sequence[Widget], focus: str) -> Widget | None:
    """The knob that up and down turn from anywhere: a weight, else an alpha, else the first."""
    turned = [widget for widget in widgets if widget.turned and widget.live and widget.focusable]
    for word in ("weight", "alpha"):
        found = [widget for widget in turned if word in widget.name.split()]
        if found:
            return next((widget for widget in found if widget.name == focus), found[0])
    return knob_for(widgets, focus, "weight")


def knob_for(widgets: Sequence[Widget], focus: str, word: str) -> Widget | None:
    """The knob that a stick turns: of those with the word in their name the one that has the keyboard, else the first.

    A level without a weight to be turned has another knob on that stick.
    """
    turned = [widget for widget in widgets if widget.turned and widget.live and widget.focusable]
    found = [widget for widget in turned if word in widget.name.split()]
    if not found and word == "weight":
        found = [widget for widget in turned if widget.name in ("pass", "dial") or widget.name.startswith("knob ")]
        found = [widget for widget in found if "alpha" not in widget.name.split()]
    return next((widget for widget in found if widget.name == focus), found[0] if found else None)
