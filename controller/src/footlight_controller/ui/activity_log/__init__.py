"""The Activity page: what was asked of the players, by whom, and what came of it."""
