"""Neurons, wires, needles and boxes."""
