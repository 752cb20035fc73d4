"""What all screens share: settings, progress, the order of the levels, sound, films in the making."""
