"""Measurements beside peers, in one run; nothing here is a test."""
