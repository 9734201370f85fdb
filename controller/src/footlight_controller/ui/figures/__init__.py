"""The Figures tab of a player's page: what it measures, live and back in time."""
