"""Asks how a rule is to be: after how long, from which figure on, how much it matters."""

from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from footlight_common.errors import InvalidArgument
from footlight_common.model.alerts import Severity
from footlight_controller.core.alerting.rules import (
    DEFAULTS,
    LIMITS,
    LONGEST_DELAY_S,
    SEVERITIES,
    UNITS,
    Rule,
    RuleName,
)
from footlight_controller.ui.alerts.alert_words import SEVERITY_LOOKS, rule_text, rule_title
from footlight_controller.ui.alerts.desk import AlertDesk
from footlight_controller.ui.dialogs.sheet import Sheet
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.widgets.field import Field, line
from footlight_controller.ui.widgets.form_row import FormRow
from footlight_controller.ui.widgets.pick import Pick
from footlight_controller.ui.widgets.switch import Switch

_MINUTE_S, _HOUR_S = 60.0, 3600.0


class RuleSheet(Sheet):
    """`rule` as it is now."""

    def __init__(
        self, theme: Theme, desk: AlertDesk, name: RuleName, rule: Rule, parent: QWidget | None = None
    ) -> None:
        super().__init__(
            theme,
            desk.tasks,
            self._save,
            title=self.tr("Rule: {}").format(rule_title(name)),
            text=rule_text(name),
            button=self.tr("Save"),
            parent=parent,
        )
        self._desk, self._rule_name, self._rule = desk, name, rule
        space = theme.tokens.space
        self.after = line()
        self.unit = Pick(
            self.tr("Unit"),
            ((1.0, self.tr("seconds")), (_MINUTE_S, self.tr("minutes")), (_HOUR_S, self.tr("hours"))),
        )
        after = QWidget()
        row = QHBoxLayout(after)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(space.one)
        row.addWidget(self.after, 1)
        row.addWidget(self.unit)
        after.setFocusProxy(self.after)
        self._after = Field(self.tr("Raised when it has lasted for"), after)
        self.after.setAccessibleName(self.tr("Raised when it has lasted for"))
        self.body.addWidget(self._after)
        self.threshold = line()
        if name in UNITS:
            least, most = LIMITS[name]
            hint = self.tr("{} to {} {}").format(_figure(least), _figure(most), UNITS[name])
            self.body.addWidget(Field(_threshold_word(name), self.threshold, hint))
        matters: list[tuple[Severity | None, str]] = [(None, self._unset())]
        matters += [(severity, SEVERITY_LOOKS[severity].word) for severity in reversed(Severity)]
        self.severity = Pick(self.tr("How much it matters"), matters)
        self.body.addWidget(Field(self.tr("How much it matters"), self.severity))
        self.recovery = Switch(theme)
        self.body.addWidget(FormRow(theme, self.tr("Tell when it is over, too"), "", self.recovery))
        self.reset = QPushButton(self.tr("Reset"))
        self.reset.setAutoDefault(False)
        self.reset.clicked.connect(lambda: self._fill(replace(DEFAULTS[name], on=self._rule.on)))
        self._buttons.insertWidget(0, self.reset)
        self._fill(rule)

    def _unset(self) -> str:
        usual = SEVERITY_LOOKS[SEVERITIES[self._rule_name]].word
        if self._rule_name is RuleName.OTHER:
            return self.tr("As the player says")
        if SEVERITIES[self._rule_name] is Severity.CRITICAL:
            return self.tr("As usual: {}").format(usual)
        return self.tr("As usual: {} or worse").format(usual)

    def _fill(self, rule: Rule) -> None:
        unit = next((unit for unit in (_HOUR_S, _MINUTE_S) if rule.after_s and rule.after_s % unit == 0), 1.0)
        self.unit.pick(unit)
        self.after.setText(_figure(rule.after_s / unit))
        self.threshold.setText("" if rule.threshold is None else _figure(rule.threshold))
        self.severity.pick(rule.severity)
        self.recovery.setChecked(rule.recovery)
        self.show_error("")

    async def _save(self) -> None:
        after = _number(self.after.text())
        if after is None or not 0.0 <= after * self.unit.value <= LONGEST_DELAY_S:
            raise InvalidArgument(self.tr("The time is a number: 0 seconds to 24 hours."))
        threshold = None
        if self._rule_name in UNITS:
            least, most = LIMITS[self._rule_name]
            threshold = _number(self.threshold.text())
            if threshold is None or not least <= threshold <= most:
                text = self.tr("The limit is a number: {} to {} {}.")
                raise InvalidArgument(text.format(_figure(least), _figure(most), UNITS[self._rule_name]))
        rule = replace(
            self._rule,
            after_s=after * self.unit.value,
            threshold=threshold,
            severity=self.severity.value,
            recovery=self.recovery.isChecked(),
        )
        await self._desk.ask(lambda port: port.set_rule(self._rule_name, rule))


def _threshold_word(name: RuleName) -> str:
    return {
        RuleName.TEMPERATURE: QCoreApplication.translate("RuleWords", "Hot from, in °C"),
        RuleName.DISK: QCoreApplication.translate("RuleWords", "Little is less than, in MB"),
        RuleName.CLOCK: QCoreApplication.translate("RuleWords", "Wrong from, in seconds"),
    }[name]


def _figure(value: float) -> str:
    locale = QLocale()
    locale.setNumberOptions(QLocale.NumberOption.OmitGroupSeparator)
    return locale.toString(value, "g", 7)


def _number(text: str) -> float | None:
    value, good = QLocale().toDouble(text.strip())
    if not good:
        value, good = QLocale.c().toDouble(text.strip())
    return value if good else None
