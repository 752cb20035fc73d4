"""What the computer offers: window, keys, gamepad, sound, file manager, processes."""
