"""What players did, along a time axis: a page for the fleet, a tab for one player."""
