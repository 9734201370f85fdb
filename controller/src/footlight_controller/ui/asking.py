"""What is said while players are asked for something and have not answered."""

from PySide6.QtCore import QCoreApplication

from footlight_common.protocol.commands import AnyAction, SetMute, name_of
from footlight_controller.ui.counted import Counted
from footlight_controller.ui.words import isolated, shortened

translate = QCoreApplication.translate


def asking_one(action: AnyAction, name: str) -> str:
    """`Asking Lobby to pause…`."""
    muting = isinstance(action, SetMute) and not action.muted
    text = {
        "play": translate("Asking", "Asking {} to play…"),
        "pause": translate("Asking", "Asking {} to pause…"),
        "resume": translate("Asking", "Asking {} to play on…"),
        "stop": translate("Asking", "Asking {} to stop…"),
        "next": translate("Asking", "Asking {} for the next item…"),
        "previous": translate("Asking", "Asking {} for the item before…"),
        "seek": translate("Asking", "Asking {} to go to another place…"),
        "volume": translate("Asking", "Asking {} for another volume…"),
        "mute": translate("Asking", "Asking {} to play sound…") if muting else translate("Asking", "Muting {}…"),
        "identify": translate("Asking", "Asking {} to show its name…"),
        "rename": translate("Asking", "Renaming {}…"),
        "restart": translate("Asking", "Asking {} to restart…"),
        "set_log_level": translate("Asking", "Setting the log level of {}…"),
    }.get(name_of(action), translate("Asking", "Asking {}…"))
    return text.format(isolated(shortened(name)))


def asking_many(action: AnyAction, count: int) -> str:
    """`Pausing 12 players…`."""
    unmuting = isinstance(action, SetMute) and not action.muted
    text = {
        "play": Counted("Asking", "Giving the files to %n player(s)…", "", 2),
        "pause": Counted("Asking", "Pausing %n player(s)…", "", 2),
        "resume": Counted("Asking", "Resuming %n player(s)…", "", 2),
        "stop": Counted("Asking", "Stopping %n player(s)…", "", 2),
        "volume": Counted("Asking", "Setting the volume of %n player(s)…", "", 2),
        "mute": Counted("Asking", "Unmuting %n player(s)…", "", 2)
        if unmuting
        else Counted("Asking", "Muting %n player(s)…", "", 2),
        "identify": Counted("Asking", "Identifying %n player(s)…", "", 2),
        "rename": Counted("Asking", "Moving %n player(s)…", "", 2),
        "restart": Counted("Asking", "Restarting %n player(s)…", "", 2),
    }.get(name_of(action), Counted("Asking", "Asking %n player(s)…", "", 2))
    return text.of(count)
