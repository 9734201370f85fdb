"""What the person set, and how the window stood, kept from run to run."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QByteArray, QObject, QSettings, Signal

from footlight_controller.ui.theme.theme import Appearance

_GEOMETRY = "window/geometry"
_PAGE = "window/page"
_ARRANGING = "monitoring"
_APPEARANCE = "window/appearance"
_AUTOMATIC = "players/automatic"
_DESKTOP_NOTES = "notifications/desktop"
_KEEPS_RUNNING = "window/keeps_running"


class Preferences(QObject):
    """Values from `file`, or only in memory where there is none. What cannot be understood counts as not set."""

    changed = Signal()
    """Something that the person sets on the Settings page."""

    def __init__(self, file: Path | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = QSettings(str(file), QSettings.Format.IniFormat) if file else None
        self._values: dict[str, object] = {}

    @property
    def appearance(self) -> Appearance:
        """System, dark or light."""
        text = self._text(_APPEARANCE)
        return Appearance(text) if text in set(Appearance) else Appearance.SYSTEM

    def set_appearance(self, appearance: Appearance) -> None:
        self._set(_APPEARANCE, appearance.value)

    @property
    def automatic(self) -> bool:
        """Whether a player that is found is added by itself."""
        return self._flag(_AUTOMATIC, False)

    def set_automatic(self, on: bool) -> None:
        self._set(_AUTOMATIC, on)

    @property
    def desktop_notes(self) -> bool:
        """Whether the desktop tells what needs a person while they are at another program."""
        return self._flag(_DESKTOP_NOTES, True)

    def set_desktop_notes(self, on: bool) -> None:
        self._set(_DESKTOP_NOTES, on)

    @property
    def keeps_running(self) -> bool:
        """Whether closing the window leaves Footlight in the tray, where there is one."""
        return self._flag(_KEEPS_RUNNING, False)

    def set_keeps_running(self, on: bool) -> None:
        self._set(_KEEPS_RUNNING, on)

    @property
    def geometry(self) -> QByteArray | None:
        """As `QWidget.saveGeometry` gave it."""
        value = self._value(_GEOMETRY)
        return value if isinstance(value, QByteArray) else None

    @property
    def page(self) -> str:
        """Key of the page that was open; empty in the first run."""
        return self._text(_PAGE)

    @property
    def arranging(self) -> dict[str, str]:
        """How the Monitoring page was arranged."""
        value = self._value(_ARRANGING)
        return {str(key): str(each) for key, each in value.items()} if isinstance(value, dict) else {}

    def keep_window(self, geometry: QByteArray | None, page: str, arranging: Mapping[str, str]) -> None:
        """How the window stands, for the next run; no geometry leaves the one that is kept."""
        if geometry is not None:
            self._put(_GEOMETRY, geometry)
        self._put(_PAGE, page)
        self._put(_ARRANGING, dict(arranging))
        if self._settings is not None:
            self._settings.sync()

    def _set(self, key: str, value: object) -> None:
        self._put(key, value)
        if self._settings is not None:
            self._settings.sync()
        self.changed.emit()

    def _put(self, key: str, value: object) -> None:
        if self._settings is None:
            self._values[key] = value
        else:
            self._settings.setValue(key, value)

    def _value(self, key: str) -> object:
        value: object = self._values.get(key) if self._settings is None else self._settings.value(key)
        return value

    def _text(self, key: str) -> str:
        value = self._value(key)
        return value if isinstance(value, str) else ""

    def _flag(self, key: str, otherwise: bool) -> bool:
        # A text in a file, a bool before it was written.
        return {"true": True, "false": False}.get(str(self._value(key)).lower(), otherwise)
