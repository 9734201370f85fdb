"""Players that were found and not added yet."""
