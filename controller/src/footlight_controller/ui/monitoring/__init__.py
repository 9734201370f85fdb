"""The Monitoring page: four figures and a grid of live cards."""
