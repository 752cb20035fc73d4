"""Boards of one neuron: the bowl, two codes, the recording, the sealed box, the needles."""
