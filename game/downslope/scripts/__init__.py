"""A run written out: lines of plain Python, NumPy, PyTorch, Keras, or the game's own parts."""
