"""Boards of a dense network: its wires, and the choice of when to stop."""
