"""The Reports page: what was on screen, and how much of the time players ran."""
