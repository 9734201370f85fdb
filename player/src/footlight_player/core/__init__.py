"""Decisions of the player, without I/O, threads or clocks."""
