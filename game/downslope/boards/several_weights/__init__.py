"""Boards of several weights: neurons side by side, an alpha for each, contours of two."""
