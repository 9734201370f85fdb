"""Topics a connection subscribes to; they carry the names of the rooms of the web dashboard."""

from enum import StrEnum


class Topic(StrEnum):
    """What a subscriber wants to hear of."""

    DEVICES = "devices"
    """The player's state as a whole; coalesced, the newest wins."""
    MONITORING = "monitoring"
    """What happened: playback, command results, alerts. Numbered, and replayed after a gap."""
    DASHBOARD = "dashboard"
    """Stats, once a second; coalesced, the newest wins."""
