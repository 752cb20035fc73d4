"""A show as a film: frames by a separate clock, written as a GIF or as pictures with subtitles."""
