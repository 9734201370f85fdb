"""What a player itself says needs a person, kept up to date."""

from footlight_common.discovery import showable
from footlight_common.model.alerts import Alarm
from footlight_common.protocol.events import Alert, PowerOn
from footlight_common.protocol.session import MAX_ALARMS

MAX_CODE_LENGTH = 64
MAX_MESSAGE_LENGTH = 500


def told(alarms: tuple[Alarm, ...] | None, before: tuple[Alarm, ...] | None) -> tuple[Alarm, ...] | None:
    """All that a snapshot lists, with texts that fit; those of `before` when it lists none."""
    return before if alarms is None else tuple(_fit(alarm) for alarm in alarms)


def after(alarms: tuple[Alarm, ...] | None, event: Alert | PowerOn) -> tuple[Alarm, ...]:
    """Those that stand after this event. A run begins with none: the one before may have been cut short."""
    if isinstance(event, PowerOn):
        return ()
    fresh = _fit(Alarm(code=event.code, message=event.message, severity=event.severity))
    others = tuple(alarm for alarm in alarms or () if alarm.code != fresh.code)
    return (*others, fresh)[-MAX_ALARMS:] if event.active else others


def _fit(alarm: Alarm) -> Alarm:
    code, message = showable(alarm.code)[:MAX_CODE_LENGTH], showable(alarm.message)[:MAX_MESSAGE_LENGTH]
    return Alarm(code=code, message=message, severity=alarm.severity)
