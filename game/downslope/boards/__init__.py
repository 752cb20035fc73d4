"""The kinds of play screen. A level's data decides which it gets: what is free, what is seen, what it is made of."""
