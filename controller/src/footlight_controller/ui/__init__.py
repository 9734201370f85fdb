"""The desktop app."""
