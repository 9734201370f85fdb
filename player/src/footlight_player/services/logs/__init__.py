"""The log of the player: taken from every thread, kept within bounds, shown to technicians."""
