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
    METRICS = "metrics"
    """All figures, once a second to who watches; coalesced, the newest wins."""
    LOGS = "logs"
    """Lines of the log as they are written; for technicians and admins."""


USUAL_TOPICS = (Topic.DEVICES, Topic.MONITORING, Topic.DASHBOARD)
"""What is told to everybody who watches a player; the others are for who looks at it closely."""
