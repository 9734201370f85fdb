"""What controllers connect to."""
