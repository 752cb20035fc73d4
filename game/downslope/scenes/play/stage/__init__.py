"""What lies over the stage for a while: captions, hints, whose run it is."""
