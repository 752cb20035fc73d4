"""The window's one loop, what is made ahead of it, and what its frames cost."""
