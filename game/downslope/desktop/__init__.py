"""What the machine gives: window, keys, gamepad, sound, file manager."""
