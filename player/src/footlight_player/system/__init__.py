"""The machine the player runs on."""
