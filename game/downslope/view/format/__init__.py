"""How numbers, marked words, code and ticks are written, and how wide they will be."""
