"""Boards of a dense network: its wires, and when to stop."""
