"""Which alerts of a player stand: those that have begun and not ended."""

from footlight_common.model.alerts import Alarm
from footlight_common.protocol.events import Alert, AnyNumbered, PowerOn
from footlight_common.protocol.session import MAX_ALARMS


class Standing:
    """Hears of every event, in order."""

    def __init__(self) -> None:
        self._alarms: dict[str, Alarm] = {}

    @property
    def alarms(self) -> tuple[Alarm, ...]:
        """The oldest first; the newest MAX_ALARMS, though there are not so many kinds."""
        return tuple(self._alarms.values())[-MAX_ALARMS:]

    def hear(self, event: AnyNumbered) -> None:
        """Something happened."""
        if isinstance(event, PowerOn):
            # A run that was cut short ended none of its own.
            self._alarms.clear()
        if isinstance(event, Alert):
            self._alarms.pop(event.code, None)
            if event.active:
                self._alarms[event.code] = Alarm(code=event.code, message=event.message, severity=event.severity)
