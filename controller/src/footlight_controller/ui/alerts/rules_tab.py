"""What is watched for, at which hours, and which players are off on purpose."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from footlight_common.model.alerts import Severity
from footlight_controller.core.alerting.plan import HoursOf
from footlight_controller.core.alerting.rules import DEFAULTS, SEVERITIES, Rule, RuleName
from footlight_controller.ui.alerts.alert_words import SEVERITY_LOOKS, megabytes, rule_text, rule_title, target_text
from footlight_controller.ui.alerts.desk import AlertDesk
from footlight_controller.ui.alerts.hours_sheet import HoursSheet
from footlight_controller.ui.alerts.hours_words import hours_text
from footlight_controller.ui.alerts.line_list import Line, LineList
from footlight_controller.ui.alerts.off_sheet import OffSheet
from footlight_controller.ui.alerts.rule_sheet import RuleSheet
from footlight_controller.ui.alerts.silences import off_line
from footlight_controller.ui.player.figures import duration, number
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.widgets.card import Card
from footlight_controller.ui.widgets.label import label
from footlight_controller.ui.widgets.scrolled import Scrolled
from footlight_controller.ui.widgets.section_header import SectionHeader
from footlight_controller.ui.widgets.switch import Switch

translate = QCoreApplication.translate

# Longer lines than this are hard to read, and the controls would be far from their names.
WIDTH = 820


class RuleRow(QWidget):
    """One rule: what it looks at and how it is set, Change, on or off."""

    def __init__(self, theme: Theme, desk: AlertDesk, name: RuleName, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._desk, self.name = theme, desk, name
        space = theme.tokens.space
        self.change = QPushButton(self.tr("Change…"))
        self.change.setAccessibleName(self.tr("Change the rule “{}”").format(rule_title(name)))
        self.change.clicked.connect(self._open)
        self.on = Switch(theme)
        self.on.setAccessibleName(self.tr("Rule: {}").format(rule_title(name)))
        self.on.setAccessibleDescription(rule_text(name))
        self.on.clicked.connect(self._turn)
        self.state = label("", "small", wrap=True)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(label(rule_title(name), "strong", wrap=True))
        words.addWidget(label(rule_text(name), "muted", wrap=True))
        words.addWidget(self.state)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, space.one, 0, space.one)
        row.setSpacing(space.two)
        row.addLayout(words, 1)
        row.addWidget(self.change)
        row.addWidget(self.on)

    def show_rule(self, rule: Rule) -> None:
        """As it is set."""
        self.on.setChecked(rule.on)
        self.on.setEnabled(True)
        self.state.setText(state_text(self.name, rule))
        self.change.setEnabled(rule.on)

    def _turn(self) -> None:
        rule = replace(self._desk.board.plan.rules[self.name], on=self.on.isChecked())
        self._desk.start(lambda port: port.set_rule(self.name, rule), rule_title(self.name))

    def _open(self) -> None:
        RuleSheet(self._theme, self._desk, self.name, self._desk.board.plan.rules[self.name], self).open()


class RulesTab(QWidget):
    """Follows the plan."""

    def __init__(self, theme: Theme, desk: AlertDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._desk = theme, desk
        space = theme.tokens.space
        self.setObjectName("page")
        self.rules = {name: RuleRow(theme, desk, name) for name in RuleName}
        card = Card(theme)
        card.column.setContentsMargins(space.two, space.half, space.two, space.half)
        card.column.setSpacing(0)
        for place, row in enumerate(self.rules.values()):
            if place:
                rule = QFrame()
                rule.setProperty("kind", "line")
                card.column.addWidget(rule)
            card.column.addWidget(row)
        self.add_hours = QPushButton(self.tr("Add hours…"))
        self.add_hours.clicked.connect(lambda: self._open_hours(None))
        hours = SectionHeader(
            theme,
            self.tr("Operating hours"),
            self.tr(
                "When somebody minds. Those of a player go before those of its area, and these before those of all."
            ),
        )
        hours.buttons.addWidget(self.add_hours)
        self.hours = LineList(theme)
        self.always = label(self.tr("Every player at all hours."), "muted", wrap=True)
        self.add_off = QPushButton(self.tr("Mark a player…"))
        self.add_off.clicked.connect(lambda: OffSheet(theme, desk, desk.players(), self).open())
        off = SectionHeader(
            theme, self.tr("Off on purpose"), self.tr("Of these no offline alert is raised until they are back.")
        )
        off.buttons.addWidget(self.add_off)
        self.off = LineList(theme)
        held = QWidget()
        held.setMaximumWidth(WIDTH)
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space.one_half)
        rules = SectionHeader(theme, self.tr("Rules"), self.tr("What an alert is raised for by this controller."))
        for part in (rules, card, hours, self.hours, self.always, off, self.off):
            if isinstance(part, SectionHeader) and part is not rules:
                column.addSpacing(space.one)
            column.addWidget(part)
        column.addStretch(1)
        inside = QWidget()
        inside.setObjectName("page")
        across = QHBoxLayout(inside)
        across.setContentsMargins(space.three, space.two, space.three, space.three)
        across.addWidget(held, 1000)
        across.addStretch(1)
        area = Scrolled()
        area.setWidget(inside)
        outside = QStackedLayout(self)
        outside.addWidget(area)
        desk.changed.connect(self._show_soon)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.show_board()

    def show_board(self) -> None:
        """As it is set now."""
        plan, names = self._desk.board.plan, self._desk.names()
        for name, row in self.rules.items():
            row.show_rule(plan.rules[name])
        self.hours.show_lines([self._hours_line(each, names) for each in plan.hours])
        self.always.setVisible(not plan.hours)
        wall_s = self._desk.clock.wall_s()
        self.off.show_lines([off_line(self._desk, mark, names, wall_s) for mark in plan.off])

    def _hours_line(self, each: HoursOf, names: Mapping[str, str]) -> Line:
        acts = (
            (self.tr("Change…"), partial(self._open_hours, each)),
            (self.tr("Remove"), partial(self._remove_hours, each, names)),
        )
        return Line("clock-outline", target_text(each.target, names), hours_text(each.hours), acts)

    def _open_hours(self, before: HoursOf | None) -> None:
        HoursSheet(self._theme, self._desk, self._desk.players(), before, self).open()

    def _remove_hours(self, each: HoursOf, names: Mapping[str, str]) -> None:
        self._desk.start(lambda port: port.set_hours(each.target, None), target_text(each.target, names))

    def _show_soon(self) -> None:
        if self.isVisible():
            self.show_board()


def state_text(name: RuleName, rule: Rule) -> str:
    """How a rule is set: `after 1 min · from 80 °C · Warning`."""
    if not rule.on:
        return translate("RuleWords", "Off: nothing is raised for it")
    after = translate("RuleWords", "after {}").format(duration(rule.after_s))
    parts = [
        after if rule.after_s else translate("RuleWords", "at once"),
        _limit_text(name, rule.threshold),
        _severity_text(name, rule.severity),
        "" if rule.recovery else translate("RuleWords", "not told when it is over"),
        "" if rule == DEFAULTS[name] else translate("RuleWords", "changed"),
    ]
    return " · ".join(filter(None, parts))


def _severity_text(name: RuleName, severity: Severity | None) -> str:
    if severity is None and name is RuleName.OTHER:
        return translate("RuleWords", "as the player says")
    word = SEVERITY_LOOKS[severity or SEVERITIES[name]].word
    if severity is None and SEVERITIES[name] is not Severity.CRITICAL:
        return translate("RuleWords", "{} or worse").format(word)
    return word


def _limit_text(name: RuleName, threshold: float | None) -> str:
    if threshold is None:
        return ""
    if name is RuleName.TEMPERATURE:
        return translate("RuleWords", "from {} °C").format(number(threshold))
    if name is RuleName.DISK:
        return translate("RuleWords", "under {}").format(megabytes(threshold))
    return translate("RuleWords", "{} off and more").format(duration(threshold))
