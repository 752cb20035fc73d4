"""What every screen has: widgets, focus, pointer, scrolling, a card on top."""
