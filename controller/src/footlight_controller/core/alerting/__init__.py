"""What needs a person, when it is told, and to whom. Decides; does no I/O and has no clock."""
