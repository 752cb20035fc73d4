"""The kinds of play screen. A level's data decide which one it gets."""
