"""Looks at every screen for what a reader would trip over: words that are cut, covered, or on top of each other."""
