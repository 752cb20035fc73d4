"""Boards of pictures: digits, your own hand, the stencil by hand and learning."""
