"""Numbers, marked words, code and ticks as text, and how wide they are."""
