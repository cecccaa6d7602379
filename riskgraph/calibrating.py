"""The work of ``calibrate``: base rates brought up to date with the user's own incident counts."""
