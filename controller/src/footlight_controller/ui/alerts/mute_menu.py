"""The menu of an alert: its player, and what nobody wants to hear of for a while."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QMenu

from footlight_controller.core.alerting.alert import AlertView
from footlight_controller.core.alerting.rules import RuleName
from footlight_controller.core.alerting.target import Target
from footlight_controller.ui.alerts.alert_words import rule_title
from footlight_controller.ui.alerts.desk import AlertDesk
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.words import isolated, shortened

_HOUR_S = 3600.0

translate = QCoreApplication.translate


def mute_lengths() -> tuple[tuple[str, float | None], ...]:
    """For how long something can be muted; None until somebody ends it."""
    return (
        (translate("MuteMenu", "For 1 hour"), _HOUR_S),
        (translate("MuteMenu", "For 8 hours"), 8 * _HOUR_S),
        (translate("MuteMenu", "Until I unmute it"), None),
    )


def add_mutes(theme: Theme, menu: QMenu, desk: AlertDesk, word: str, target: Target) -> QMenu:
    """An entry with the lengths below it."""
    below = menu.addMenu(_icon(theme, "bell-off-outline"), word)
    for text, for_s in mute_lengths():
        below.addAction(text).triggered.connect(lambda _=False, for_s=for_s: desk.mute(target, for_s))
    return below


def fill_alert_menu(theme: Theme, menu: QMenu, desk: AlertDesk, alert: AlertView) -> QAction:
    """Everything that can be done about an alert but to acknowledge it; returns the entry that opens the player."""
    name = isolated(shortened(alert.player_name))
    opens = menu.addAction(_icon(theme, "monitor"), translate("MuteMenu", "Go to {}").format(name))
    menu.addSeparator()
    add_mutes(theme, menu, desk, translate("MuteMenu", "Mute {}").format(name), Target.player(alert.player_id))
    rule = translate("MuteMenu", "Mute “{}” at all players").format(rule_title(alert.rule))
    add_mutes(theme, menu, desk, rule, Target.rule(alert.rule))
    if alert.area:
        area = translate("MuteMenu", "Mute everything in {}").format(isolated(shortened(alert.area)))
        add_mutes(theme, menu, desk, area, Target.area(alert.area))
    if alert.rule is RuleName.OFFLINE:
        off = menu.addAction(_icon(theme, "power-standby"), translate("MuteMenu", "It is off on purpose"))
        off.setToolTip(translate("MuteMenu", "No offline alert until it was away and is back."))
        off.triggered.connect(lambda: desk.mark_off(alert.player_id))
    return opens


def _icon(theme: Theme, name: str) -> QIcon:
    colours = theme.colours
    return theme.icons.icon(name, colours.text_muted, colours.text_faint, colours.on_fill)
