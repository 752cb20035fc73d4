"""The window's loop, the screens that it prepares in advance, and the time of its frames."""
