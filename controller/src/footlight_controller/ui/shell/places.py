"""The pages of the app: what they are called, in the order of the side bar."""

from dataclasses import dataclass

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

MONITORING, DISCOVERED, ACTIVITY = "monitoring", "discovered", "activity"
TIMELINE = "timeline"
REPORTS = "reports"
ALERTS, TEAM, SETTINGS = "alerts", "team", "settings"


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the side bar."""

    key: str
    icon: str
    source: object
    """The English word, marked for translation."""
    shortcut: str
    at_the_end: bool = False
    """Below the others, at the foot of the bar."""

    @property
    def word(self) -> str:
        """In the person's language."""
        return QCoreApplication.translate("Places", str(self.source))


PLACES = (
    Place(MONITORING, "monitor-multiple", QT_TRANSLATE_NOOP("Places", "Monitoring"), "Ctrl+1"),
    Place(DISCOVERED, "radar", QT_TRANSLATE_NOOP("Places", "Discovered"), "Ctrl+2"),
    Place(TIMELINE, "chart-timeline", QT_TRANSLATE_NOOP("Places", "Timeline"), "Ctrl+3"),
    Place(REPORTS, "chart-box-outline", QT_TRANSLATE_NOOP("Places", "Reports"), "Ctrl+4"),
    Place(ALERTS, "bell-alert-outline", QT_TRANSLATE_NOOP("Places", "Alerts"), "Ctrl+5"),
    Place(ACTIVITY, "history", QT_TRANSLATE_NOOP("Places", "Activity"), "Ctrl+6"),
    Place(TEAM, "account-group-outline", QT_TRANSLATE_NOOP("Places", "Team"), "Ctrl+7"),
    Place(SETTINGS, "cog-outline", QT_TRANSLATE_NOOP("Places", "Settings"), "Ctrl+8", at_the_end=True),
)
