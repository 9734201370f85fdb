"""What players are and do, as frozen values."""
