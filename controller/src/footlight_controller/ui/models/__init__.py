"""The fleet as Qt models."""
