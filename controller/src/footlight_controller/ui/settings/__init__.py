"""What the person set, and the page to set it on."""
