"""Tells the person that their own place in the site has changed."""

from PySide6.QtCore import QCoreApplication

from footlight_controller.core.site_view import SiteView
from footlight_controller.ui.notes import Level, Note
from footlight_controller.ui.role_words import role_word
from footlight_controller.ui.words import isolated, shortened

translate = QCoreApplication.translate


class SiteNotes:
    """Remembers how the site stood before; the first time is no news."""

    def __init__(self) -> None:
        self._before: SiteView | None = None
        self._removed = False

    def notes_of(self, site: SiteView | None, *, removed: bool = False) -> list[Note]:
        """A note when an admin gave the person another role, or removed them; `removed` says that players say so."""
        before, self._before = self._before, site
        was_removed, self._removed = self._removed, removed or (site is not None and site.me is None)
        if site is None or before is None or site.id != before.id:
            return []
        if self._removed:
            text = translate(
                "SiteNotes", "You were removed from {}. Ask an admin to invite you, then choose Join again in Settings."
            ).format(isolated(shortened(site.name)))
            return [] if was_removed else [_note(site, text, Level.BAD)]
        if site.me is None or before.me is None or before.me.role is site.me.role:
            return []
        text = translate("SiteNotes", "Your role is {} now").format(role_word(site.me.role))
        return [_note(site, text, Level.INFO)]


def _note(site: SiteView, text: str, level: Level) -> Note:
    return Note(
        topic=f"site {text}", subject=site.name, text=text, level=level, icon="account-badge-outline", lasting=True
    )
