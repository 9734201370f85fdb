"""Tells the person that their own place in the site has changed, and an admin what changed in the team."""

from collections.abc import Collection

from PySide6.QtCore import QCoreApplication

from footlight_common.security.roles import Role
from footlight_controller.core.site_view import MemberView, SiteView
from footlight_controller.ui.notes import Level, Note
from footlight_controller.ui.role_words import role_title, role_word
from footlight_controller.ui.words import isolated, shortened

translate = QCoreApplication.translate


class SiteNotes:
    """Remembers how the site stood before; the first time is no news."""

    def __init__(self) -> None:
        self._before: SiteView | None = None
        self._removed = False

    def notes_of(
        self, site: SiteView | None, *, removed: bool = False, changed_here: Collection[str] = ()
    ) -> list[Note]:
        """A note when an admin gave the person another role, or removed them; `removed` says that players say so.

        An admin gets one for each change of another member too; it is no news where it was made here, which
        `changed_here` says by ids.
        """
        before, self._before = self._before, site
        was_removed, self._removed = self._removed, removed or (site is not None and site.me is None)
        if site is None or before is None or site.id != before.id:
            return []
        if self._removed:
            text = translate(
                "SiteNotes", "You were removed from {}. Ask an admin to invite you, then choose Join again in Settings."
            ).format(isolated(shortened(site.name)))
            return [] if was_removed else [_note(site, text, Level.BAD)]
        if site.me is None or before.me is None:
            return []
        team = _team_notes(before, site, site.me, changed_here) if site.me.role is Role.ADMIN else []
        if before.me.role is site.me.role:
            return team
        text = translate("SiteNotes", "Your role is {} now").format(role_word(site.me.role))
        return [_note(site, text, Level.INFO), *team]


def _team_notes(before: SiteView, site: SiteView, me: MemberView, changed_here: Collection[str]) -> list[Note]:
    """Who came, who went, and who has another role."""
    old, new = ({member.id: member for member in view.members if member.id != me.id} for view in (before, site))
    notes = []
    for member in (each for each in new.values() if each.id not in old):
        role, by = role_title(member.role), isolated(shortened(member.added_by))
        if member.added_by == me.name:
            text = translate("SiteNotes", "Joined the site as {}").format(role)
        else:
            text = translate("SiteNotes", "Joined the site as {}, invited by {}").format(role, by)
        notes.append(_team_note(member, text, seen=member.added_by == me.name))
    for member in (each for each in old.values() if each.id not in new):
        text = translate("SiteNotes", "Was removed from the site")
        notes.append(_team_note(member, text, seen=member.id in changed_here))
    for member in (each for each in new.values() if each.id in old and old[each.id].role is not each.role):
        text = translate("SiteNotes", "Is {} now").format(role_title(member.role))
        notes.append(_team_note(member, text, seen=member.id in changed_here))
    return notes


def _team_note(member: MemberView, text: str, *, seen: bool) -> Note:
    # Of the topic of the answer to who made the change: both are one toast.
    return Note(topic=f"team {member.name}", subject=member.name, text=text, level=Level.GOOD, lasting=True, seen=seen)


def _note(site: SiteView, text: str, level: Level) -> Note:
    return Note(
        topic=f"site {text}", subject=site.name, text=text, level=level, icon="account-badge-outline", lasting=True
    )
