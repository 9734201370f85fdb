"""What runs on the core thread between decisions and the world."""
