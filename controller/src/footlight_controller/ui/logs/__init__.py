"""The Log tab of a player's page: what its software says, as it says it."""
