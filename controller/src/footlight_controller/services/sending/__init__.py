"""Tells of alerts by e-mail and webhook, as often as it takes."""
