"""Alerts that were, as rows of a table, and what is chosen from them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QObject, Signal

from footlight_common.model.alerts import Severity
from footlight_controller.core.alerting.alert import AlertView
from footlight_controller.core.alerting.board import Sending
from footlight_controller.core.alerting.plan import Channel
from footlight_controller.core.alerting.rules import RuleName
from footlight_controller.ui.alerts.alert_words import (
    SEVERITY_LOOKS,
    channels_text,
    ending_text,
    full_time,
    lasted_text,
    rule_title,
    what,
)
from footlight_controller.ui.models.player_list import AnyIndex
from footlight_controller.ui.models.rows import NO_INDEX, RowsModel
from footlight_controller.ui.words import isolated, one_line, sentence, shortened


class PastColumn(IntEnum):
    """What the table shows of an alert."""

    BEGAN = 0
    SEVERITY = 1
    PLAYER = 2
    WHAT = 3
    LASTED = 4
    STATE = 5
    WHO = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class PastFilter:
    """What is to be shown; empty texts and None let everything through."""

    text: str = ""
    """Words, all of which have to be somewhere, in any case."""
    player: str = ""
    """A part of the name, in any case."""
    rule: RuleName | None = None
    severity: Severity | None = None
    days: float | None = None
    """Only those that stood within so many days before now."""

    def lets_through(self, alert: AlertView) -> bool:
        """Whether it is to be shown, as far as the period does not decide."""
        return (
            (self.rule is None or alert.rule is self.rule)
            and (self.severity is None or alert.severity is self.severity)
            and (not self.player or self.player in one_line(alert.player_name).casefold())
            and (not self.text or all(word in _everything(alert) for word in self.text.split()))
        )


class PastModel(RowsModel[AlertView, PastColumn]):
    """Newest first. Qt thread."""

    more_wanted = Signal()
    """Somebody scrolled to the end."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(PastColumn, parent)
        self._ended = True
        self._names: Mapping[str, str] = {}
        self.wall_s = 0.0
        """For how long those that are open have lasted."""
        self.sending: Mapping[Channel, Sending] = {}
        """How the channels stand."""

    def show_alerts(self, alerts: Sequence[AlertView], names: Mapping[str, str], *, ended: bool) -> None:
        """These; `ended` when there are no older ones to ask for."""
        self._ended, self._names = ended, names
        old = self._rows
        if len(alerts) >= len(old) and all(map(_same, old, alerts)):
            self._rows = list(alerts[: len(old)])
            if old:
                self.dataChanged.emit(self.index(0, 0), self.index(len(old) - 1, len(PastColumn) - 1))
            if len(alerts) > len(old):
                self.beginInsertRows(NO_INDEX, len(old), len(alerts) - 1)
                self._rows += alerts[len(old) :]
                self.endInsertRows()
            return
        new = len(alerts) - len(old)
        if new > 0 and all(map(_same, old, alerts[new:])):
            self.beginInsertRows(NO_INDEX, 0, new - 1)
            self._rows = list(alerts)
            self.endInsertRows()
            return
        self.beginResetModel()
        self._rows = list(alerts)
        self.endResetModel()

    def canFetchMore(self, parent: AnyIndex) -> bool:
        return not parent.isValid() and not self._ended

    def fetchMore(self, parent: AnyIndex) -> None:
        if not parent.isValid():
            self.more_wanted.emit()

    def heading(self, column: PastColumn) -> str:
        return {
            PastColumn.BEGAN: self.tr("Began"),
            PastColumn.SEVERITY: self.tr("Severity"),
            PastColumn.PLAYER: self.tr("Player"),
            PastColumn.WHAT: self.tr("Alert"),
            PastColumn.LASTED: self.tr("Lasted"),
            PastColumn.STATE: self.tr("How it ended"),
            PastColumn.WHO: self.tr("Acknowledged by"),
        }[column]

    def alert_at(self, row: int) -> AlertView:
        """Without the way through Qt. Raises IndexError."""
        return self._rows[row]

    def cell(self, alert: AlertView, column: PastColumn) -> str:
        match column:
            case PastColumn.BEGAN:
                return full_time(alert.began_s)
            case PastColumn.SEVERITY:
                return SEVERITY_LOOKS[alert.severity].word
            case PastColumn.PLAYER:
                return one_line(self._names.get(alert.player_id, alert.player_name))
            case PastColumn.WHAT:
                return what(alert)
            case PastColumn.LASTED:
                return lasted_text(alert, self.wall_s)
            case PastColumn.STATE:
                return ending_text(alert)
            case PastColumn.WHO:
                return "" if alert.acknowledged is None else one_line(alert.acknowledged.by.name)

    def told(self, alert: AlertView) -> str:
        ended = "" if alert.ended_s is None else self.tr("Ended {}").format(full_time(alert.ended_s))
        seen, acknowledged = alert.acknowledged, ""
        if seen is not None:
            who = isolated(shortened(seen.by.name))
            acknowledged = self.tr("Acknowledged by {}, {}").format(who, full_time(seen.at_s))
        area = isolated(shortened(alert.area))
        where = isolated(self.cell(alert, PastColumn.PLAYER))
        parts = (
            self.tr("{} ({})").format(where, area) if alert.area else where,
            self.tr("{}: {}").format(self.cell(alert, PastColumn.SEVERITY), what(alert)),
            sentence(one_line(alert.detail)),
            self.tr("Began {}").format(full_time(alert.began_s)),
            ended,
            self.tr("{}, after {}").format(ending_text(alert), lasted_text(alert, self.wall_s)) if ended else "",
            sentence(channels_text(alert, self.sending)),
            acknowledged,
        )
        return "\n".join(filter(None, parts))


def _same(one: AlertView, other: AlertView) -> bool:
    return one.id == other.id


def _everything(alert: AlertView) -> str:
    who = "" if alert.acknowledged is None else alert.acknowledged.by.name
    parts = (
        alert.player_name,
        alert.area,
        what(alert),
        rule_title(alert.rule),
        alert.code,
        alert.detail,
        SEVERITY_LOOKS[alert.severity].word,
        ending_text(alert),
        who,
    )
    return one_line(" ".join(parts)).casefold()
