"""A run as a script: plain Python, NumPy, PyTorch, Keras, or the parts of downslope."""
