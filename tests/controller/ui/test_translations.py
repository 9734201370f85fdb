import re
from dataclasses import replace

import pytest
from controller.ui import pseudo
from controller.ui.audit_lines import entry
from controller.ui.fleet import changes_of, lost, offline, player, playing
from controller.ui.scripted import ScriptedController
from controller.ui.scripted_team import member, site
from controller.ui.scripted_window import scripted_window
from PySide6.QtCore import QAbstractItemModel, QAbstractTableModel, QCoreApplication, QLocale, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QWidget,
)

from footlight_common.discovery import Address
from footlight_common.errors import RoleDenied
from footlight_common.model.playback import Item, PlaybackState, Playlist, StopReason
from footlight_common.model.presence import Present
from footlight_common.protocol.commands import (
    Identify,
    Next,
    Pause,
    Play,
    Previous,
    Rename,
    Restart,
    Resume,
    Seek,
    SetMute,
    SetVolume,
    Stop,
    name_of,
)
from footlight_common.protocol.events import Alert, PlaybackSkipped, PlaybackStarted, PlaybackStopped
from footlight_common.security.roles import Role
from footlight_controller.core.changes import Changes, ControlTaken, DeviceOffline, DeviceOnline, FleetEvent
from footlight_controller.core.discovered import DiscoveredPlayer
from footlight_controller.core.site_view import Inviter
from footlight_controller.core.view import LinkStatus
from footlight_controller.ui import text_layout
from footlight_controller.ui.counted import Counted
from footlight_controller.ui.dialogs.question import Question
from footlight_controller.ui.group_note import Outcome, group_note
from footlight_controller.ui.language import FOLDER, speak
from footlight_controller.ui.models.arranging import Arranging, Shape, Show
from footlight_controller.ui.models.player_list import Role as ItemRole
from footlight_controller.ui.notes import command_note
from footlight_controller.ui.pairing.code_sheet import CodeSheet
from footlight_controller.ui.player_menu import PlayerMenu
from footlight_controller.ui.settings.backup_sheet import BackupSheet
from footlight_controller.ui.shell.places import ACTIVITY, DISCOVERED, MONITORING, SETTINGS, TEAM
from footlight_controller.ui.status import REFUSED_LOOKS
from footlight_controller.ui.team.invite import InviteSheet


def test_translations_are_up_to_date_and_would_not_break():
    assert pseudo.script().check() == []


@pytest.fixture
def english_again(qapp):
    yield
    speak(qapp, QLocale("en"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return pseudo.make(tmp_path_factory.mktemp("pseudo"))


@pytest.fixture
def pseudo_spoken(qapp, folder, english_again):
    text_layout._kept.clear()
    assert speak(qapp, QLocale("de-AT"), folder) == "de"
    yield
    text_layout._kept.clear()


def word(context, text):
    return QCoreApplication.translate(context, text)


def test_a_language_nobody_translated_is_english_without_noise(qapp, english_again):
    assert speak(qapp, QLocale("eu")) == "en"
    assert word("Status", "Offline") == "Offline"
    assert [Counted("Words", "%n day(s) ago").of(count) for count in (1, 2)] == ["1 day ago", "2 days ago"]


def test_without_any_translation_the_texts_are_those_of_the_source(qapp, english_again, tmp_path):
    assert speak(qapp, QLocale("de"), tmp_path) == "en"
    assert word("Status", "Offline") == "Offline"


def test_the_system_s_language_is_spoken_and_qt_speaks_it_too(qapp, pseudo_spoken):
    assert word("Status", "Offline") == "[Öƒƒļîñé~~~]"
    assert word("QPlatformTheme", "Cancel") == "Abbrechen"


def test_english_has_a_singular_for_everything_it_counts(qapp):
    script = pseudo.script()
    odd = []
    for context, message in script.messages(FOLDER / script.ENGLISH):
        text = Counted(context, message.findtext("source")).of(1)
        odd += [text] if "(s)" in text or "(es)" in text or re.search(r"\b1 players", text) else []
    assert odd == []
    assert Counted("GroupMenu", "%n player(s)").of(1) == "1 player"


# What is nobody's to translate, in another alphabet where it may be cut anywhere: names, numbers,
# units, keys, and what players and libraries say.
DATA = (
    "ΨΩΔ", "ΘΛΞ", "ΠΣΦ", "ΦΨΛ", "ΛΞΠ", "ΞΔΘ", "ΔΔΛ", "ΩΩΛ", "ΣΣΛ",
    "Footlight", "MIT", "mpv", "Qt", "Python", "Ctrl+", "Alt+Left", "Escape", "https://example.org/clip.mp4",
)  # fmt: skip
UNITS = r"[kMGT]?i?B|ms|Hz"
_OURS = re.compile(r"\[[^][]*\]")
_MARKUP = re.compile(r"</?(qt|b|br/?)>")


def untranslated(text):
    """What is left of `text` without what is translated and what is data; empty when all is well."""
    rest = _MARKUP.sub(" ", text).replace("/media/", " ")
    for data in DATA:
        rest = rest.replace(data, " ")
    # Ids and addresses.
    rest = re.sub(r"#?\b[0-9a-f]{4,16}\b|127\.0\.0\.1(:\d+)?|\b\d+(\.\d+)*\b", " ", rest)
    before = None
    while before != rest:
        # Texts may stand within texts.
        before, rest = rest, _OURS.sub(" ", rest)
    rest = re.sub(rf"\b({UNITS}|[A-Z])\b", " ", rest)
    return rest.strip() if re.search(r"[A-Za-z]{2,}", rest) else ""


def test_the_search_for_untranslated_texts_finds_them(pseudo_spoken):
    assert untranslated("Offline") == "Offline"
    assert untranslated(f"ΨΩΔ: {word('Status', 'Offline')}") == ""
    assert untranslated(f"<b>ΨΩΔ</b> {pseudo.pseudo('Add {}').format('ΨΩΔ')} again") != ""


class Seen:
    """Every text that a person can see or hear."""

    def __init__(self):
        self.left = set()
        self.count = 0

    def text(self, where, text):
        if text:
            self.count += 1
            if rest := untranslated(text):
                self.left.add((where, rest))

    def widgets(self, root):
        for widget in [root, *root.findChildren(QWidget)]:
            name = f"{type(widget).__name__}"
            for get in (QWidget.accessibleName, QWidget.accessibleDescription, QWidget.toolTip, QWidget.windowTitle):
                self.text(f"{name}.{get.__name__}", get(widget))
            if isinstance(widget, QLabel | QAbstractButton):
                self.text(name, widget.text().replace("&&", "&"))
            if isinstance(widget, QLineEdit):
                self.text(name, widget.placeholderText())
            if isinstance(widget, QMenu):
                self.text(f"{name}.title", widget.title())
            if isinstance(widget, QAbstractItemView) and widget.model() is not None:
                self.model(name, widget.model())
        for action in root.findChildren(QAction):
            # Qt's own, of fields and of the window manager's menu, are Qt's to translate.
            if not isinstance(action.parent(), QLineEdit):
                self.text("QAction", action.text())

    def model(self, name, model: QAbstractItemModel):
        role = Qt.ItemDataRole
        # A list keeps from Python that it has one column.
        columns = model.columnCount() if isinstance(model, QAbstractTableModel) else 1
        for row in range(model.rowCount()):
            for column in range(columns):
                for each in (role.DisplayRole, role.AccessibleTextRole, role.ToolTipRole):
                    self.text(f"{name}.{each.name}", str(model.index(row, column).data(each) or ""))
        for column in range(columns):
            self.text(f"{name}.header", str(model.headerData(column, Qt.Orientation.Horizontal) or ""))


@pytest.fixture
def seen(monkeypatch):
    """Also takes in every text that is painted cut to its room."""
    seen, plain = Seen(), text_layout.one_line

    def heard(text):
        seen.text("painted", text)
        return plain(text)

    monkeypatch.setattr(text_layout, "one_line", heard)
    return seen


def fleet():
    def named(number, **changes):
        changes = {"playback": playing("ΠΣΦ"), **changes}
        return player(number, f"ΨΩΔ {number}", area="ΘΛΞ" if number % 3 else "", **changes)

    item = Item(uri="/ΠΣΦ", title="ΠΣΦ")
    views = [
        named(1, playback=playing(item=item)),
        named(2, playback=playing(item=item, muted=True, state=PlaybackState.PAUSED)),
        named(3, playback=playing(item=item, state=PlaybackState.STALLED, count=1, index=0)),
        named(4, playback=playing(item=item, state=PlaybackState.LOADING, duration_s=None)),
        named(5, playback=playing(item=None, state=PlaybackState.IDLE, count=0, index=0)),
        named(6, link=offline("ΦΨΛ")),
        named(7, link=lost("ΛΞΠ", "ΦΨΛ")),
        named(8, link=replace(offline(""), state="connecting")),
        named(9, link=offline(""), last_seen_s=None, addresses=()),
    ]
    first = views[0]
    stats = replace(
        first.stats,
        uptime_s=90_000.0,
        rss_bytes=2_000_000,
        open_files=1,
        cpu_percent=3.0,
        memory_percent=4.0,
        disk_free_bytes=10**9,
        temperature_c=40.0,
        hand_offs=3,
        last_gap_ms=3.0,
        worst_gap_ms=4.0,
        presented_fps=25.0,
    )
    host = replace(first.host, hostname="ΩΩΛ", board="ΔΔΛ", system="ΣΣΛ", time_zone="ΘΛΞ", mpv="1")
    views[0] = replace(first, stats=stats, host=host, clock_offset_s=700.0)
    return views


def found():
    def one(number, **changes):
        fields = {"id": f"{number:016x}", "name": f"ΨΩΔ {number}", "addresses": player(number).addresses}
        return DiscoveredPlayer(**{**fields, "protocol": 1, "first_seen_s": 0.0, **changes})

    old = one(22, protocol=99, compatible=False)
    return (one(21), old, one(23, ignored=True), one(24, addresses=(), ignored=True))


MEMBERS = tuple(
    member(number, f"ΨΩΔ {number}", role, added_by="ΘΛΞ") for number, role in enumerate([Role.ADMIN, *Role], start=1)
)
SITE = site(*MEMBERS, name="ΠΣΦ")


ACTIONS = (
    *(Pause(), Resume(), Stop(), Next(), Previous(), Identify(), Restart(), Play(items=()), Rename(name="x")),
    *(Seek(position_s=1.0), SetMute(muted=True), SetMute(muted=False), SetVolume(level=4)),
)


def events(views):
    item = Item(uri="/ΠΣΦ", title="ΠΣΦ")
    numbered = {"seq": 1, "at_s": 0.0}
    each = (
        DeviceOffline(at_s=0.0, code="unreachable", reason="ΦΨΛ"),
        DeviceOnline(at_s=0.0),
        PlaybackStarted(item=item, index=0, gap_ms=None, **numbered),
        PlaybackSkipped(item=item, index=0, code="x", message="ΦΨΛ", **numbered),
        PlaybackStopped(item=item, index=0, reason=StopReason.FAILED, **numbered),
        Alert(active=True, code="x", message="ΦΨΛ", **numbered),
        Alert(active=False, code="x", message="ΦΨΛ", **numbered),
    )
    return tuple(FleetEvent(player_id=view.id, player_name=view.name, event=event) for event in each for view in views)


@pytest.fixture
def tour(in_qt, theme, eventually, seen, pseudo_spoken):
    """Runs `story(window, controller, look)` with a lively window; `look()` takes in all that it shows."""

    def run(story):
        views = fleet()
        controller = ScriptedController(changes_of(*views, discovered=found()))
        controller.items = Playlist(items=(Item(uri="/ΠΣΦ", title="ΠΣΦ"),) * 2, loop=True)
        controller.site = controller.team.site = SITE

        async def with_window():
            async with scripted_window(theme, controller) as (window, bridge):

                def look(*parts):
                    for part in parts or (window,):
                        part.grab()
                        seen.widgets(part)

                await bridge.start()
                await eventually(lambda: window.model.rowCount() == len(views))
                await story(window, controller, look)

        in_qt(with_window())
        assert not seen.left, "\n".join(f"{where}: {text}" for where, text in sorted(seen.left))
        assert seen.count > 100

    return run


def test_every_page_speaks_the_language(tour, eventually):
    async def story(window, controller, look):
        page = window.page
        for shape in Shape:
            page.arrange(Arranging(shape=shape, grouped=True))
            look()
        page.arrange(Arranging(search="nobody"))
        look()
        page.arrange(Arranging(show=Show.ATTENTION, search=""))
        look()
        window.frame.open_page(DISCOVERED)
        window.discovered.ignored.fold.setChecked(True)
        look()
        window.frame.open_page(SETTINGS)
        look()
        for view in fleet():
            window.open_player(view.id)
            await eventually(lambda: window.player.queue._fetching is None)
            look()
        window.player.header.name.edit()
        look()
        gone = frozenset(view.id for view in fleet())
        controller.say(Changes(removed=gone, notices=("ΞΔΘ",)))
        await eventually(lambda: not window.model.rowCount())
        look()
        window.frame.open_page(MONITORING)
        look()
        window.frame.open_page(DISCOVERED)
        controller.say(Changes(discovered=()))
        await eventually(lambda: not window.discovered.waiting)
        look()

    tour(story)


def test_everything_over_the_pages_speaks_the_language(tour, eventually, qtbot):
    async def story(window, controller, look):
        views = fleet()
        window.page.arrange(Arranging())
        window.page.wall.selectAll()
        look()
        await eventually(window.page.group_bar.isVisible)
        QTest.keyClick(window.page.wall, Qt.Key.Key_Menu)
        look()
        window.page.wall.clearSelection()
        menus = [PlayerMenu(window._theme, view, window._actions, window) for view in views]
        look(*menus)
        for menu in menus:
            menu.deleteLater()
        for typed in ("", "ΨΩ", pseudo.pseudo("Pause")[1:4], f"{pseudo.pseudo('Volume')[1:7]} 40", "no such thing"):
            window.quick_bar.open()
            window.quick_bar.field.setText(typed)
            look(window.quick_bar)
        window.quick_bar.close_bar()
        # One of each, then several of each at once.
        notes = [window._narrator.notes_of(events(told)) for told in (views[:1], views[:5])]
        actions = (
            Pause(),
            Resume(),
            Stop(),
            Next(),
            Previous(),
            Identify(),
            Restart(),
            Play(items=()),
            Rename(name="x"),
        )
        for action in (*actions, Seek(position_s=1.0), SetMute(muted=True), SetMute(muted=False), SetVolume(level=4)):
            for good, count in ((0, 2), (1, 5), (4, 0)):
                outcomes = [Outcome("ΨΩΔ")] * good + [Outcome("ΨΩΔ", "ΦΨΛ")] * count
                notes.append([group_note(action, outcomes)])
            done = [command_note(view.id, view.name, name_of(action), action=action) for view in views[:2]]
            notes += [[note] for note in done if note] + [[note for note in done if note]]
        notes.append([command_note(view.id, view.name, "stop", error="ΦΨΛ") for view in views[:2]])
        for together in notes:
            by_topic = {note.topic: [each for each in together if each.topic == note.topic] for note in together}
            for topic in by_topic.values():
                window.tell(*topic)
                look(*window.toasts.shown)
                window.toasts.clear()
        window.frame.title_bar.bell.click()
        look()
        window.frame.title_bar.bell.click()
        controller.welcome = views[0]
        for act in (window._newcomers.add, window._newcomers.ignore, window._newcomers.show_again):
            act(*found()[:2])
            await eventually(lambda: window.toasts.shown)
            look(*window.toasts.shown)
            window.toasts.clear()
        window._newcomers.identify(found()[0])
        window._commander.remove(views[5])
        window._copy_address(views[0])
        await eventually(lambda: len(window.toasts.shown) == 3)
        look(*window.toasts.shown)
        window.toasts.clear()
        window.ask_address()
        window.playing.ask_url(views[0])
        look()
        question = window.findChildren(Question)[-1]
        question.field.setText("no address")
        question.confirm.click()
        await eventually(question.error.isVisible)
        look()
        window._ask_to_remove(views[5])
        window.settings.findChildren(QPushButton)[-1].click()
        window.open_player(views[0].id)
        window.player.ask_to_restart(views[0])
        look()
        for dialog in window.findChildren(QDialog):
            dialog.close()

    tour(story)


def test_the_first_start_and_what_has_to_do_with_the_site_speak_the_language(tour, eventually):
    async def story(window, controller, look):
        view = player(8, "ΨΩΔ 8", area="ΞΛ", playback=playing("ΨΛ"))
        stranger = replace(found()[0], claimed=False)
        pairings = window.site.pairings
        pairings.pair_find(stranger)
        pairings.replace(view)
        pairings.unpair(view)
        window.site.save_backup()
        for dialog in window.findChildren(QDialog):
            look(dialog)
        for sheet in window.findChildren(CodeSheet):
            sheet.boxes.take("ΔΔ")
            look(sheet)
        (backup,) = window.findChildren(BackupSheet)
        backup.passphrase.setText("ΔΔΔΔΔΔΔΔ")
        backup.again.setText("Δ")
        backup.again.editingFinished.emit()
        look(backup)
        for dialog in window.findChildren(QDialog):
            dialog.close()
        for role in Role:
            mine = site(member(name="ΨΩΔ", role=role), name="ΘΛΞ")
            controller.say(Changes(site=mine))
            await eventually(lambda mine=mine: window.permission.site == mine)
            window.frame.open_page(SETTINGS)
            look()
            look(PlayerMenu(window._theme, view, window._actions, window, permission=window.permission))
        for code in REFUSED_LOOKS:
            refused = replace(view, link=LinkStatus(code=code, reason="ΦΨΛ"))
            controller.say(changes_of(refused))
            await eventually(lambda code=code: refused_by(window, view.id) == code)
            window.open_player(view.id)
            look()
        welcome = window.site.welcome
        inviter = Inviter(id="0" * 16, name="ΨΩ", addresses=(Address(host="10.0.0.1"),))
        controller.site = None
        controller.say(Changes(inviters=(inviter,)))
        await eventually(welcome.isVisible)
        look()
        for choice in (welcome.choose_create, welcome.choose_join, welcome.choose_restore):
            choice.click()
            for field in welcome.findChildren(QLineEdit):
                field.clear()
            look()
            welcome._back()
        welcome.create_form.succeeded.emit()
        look()

    tour(story)


def refused_by(window, player_id):
    view = window.model.index_of(player_id).data(ItemRole.VIEW)
    return "" if view is None else view.refused


def lines():
    """One of each kind."""
    told = {"name": "ΨΩΔ 1", "controller": "ΘΛΞ", "detail": "ΠΣΦ"}
    words = ("play", "volume", "restart", "paired", "reset", "roster", "lost")
    made = [entry(seq, command=word, **told) for seq, word in enumerate(words, start=4)]
    fails = {"ok": False, "message": "ΦΨΛ", "command": "restart", **told}
    return [*made[::-1], entry(3, code="role_denied", **fails), entry(2, code="failed", **fails)]


def test_team_and_activity_and_who_else_is_there_speak_the_language(tour, eventually):
    async def story(window, controller, look):
        first = fleet()[0]
        me, other = (
            Present(session=str(number), member=f"{number:016x}", name="ΨΩΔ", role=Role.OPERATOR, controller="ΘΛΞ")
            for number in (1, 2)
        )
        controls = replace(other, session="3", controller="", commanded_s=1.0)
        both = replace(first, present=(me, other, controls), session="1")
        controller.audits = {view.id: lines() for view in fleet()}
        controller.audits[fleet()[1].id] = RoleDenied("ΦΨΛ")
        controller.say(changes_of(both, replace(fleet()[5], roster_behind=True)))
        await eventually(lambda: window.model.views()[0].present or window.model.views()[1].present)
        for page in (ACTIVITY, TEAM):
            window.frame.open_page(page)
            await eventually(lambda: window.activity.model.rowCount() and not window.activity.reader.busy)
            look()
        window.frame.open_page(ACTIVITY)
        window.activity.filters.search.setText("no such thing")
        await eventually(window.activity.nothing.isVisible)
        look()
        window.activity.filters.clear()
        window.frame.open_page(TEAM)
        row = window.team.rows[1]
        row._menu.aboutToShow.emit()
        look(row._menu)
        requests = window.team.requests
        requests.remove(MEMBERS[4])
        requests.remove(MEMBERS[2])
        requests.rotate()
        requests.set_role(MEMBERS[0], Role.VIEWER, me=True)
        requests.set_role(MEMBERS[3], Role.VIEWER, me=False)
        requests.invite()
        look()
        invitation = window.findChild(InviteSheet)
        invitation.confirm.click()
        await eventually(invitation.code.isVisible)
        look()
        controller.team.let_in(controller.loop, member(9, "ΨΩΔ"))
        await eventually(lambda: invitation.confirm.isVisible())
        look()
        taken = ControlTaken(at_s=0.0, member="a", name="ΨΩΔ", controller="ΘΛΞ")
        alone = replace(taken, member="b", controller="")
        told = [FleetEvent(player_id="1", player_name="ΨΩΔ", event=each) for each in (taken, alone)]
        window.tell(*window._narrator.notes_of(tuple(told)))
        look(*window.toasts.shown)
        controller.site = site(*MEMBERS, name="ΠΣΦ", me=1)
        controller.say(changes_of(both))
        await eventually(lambda: not window.team.invite.isEnabled())
        look()
        window.frame.open_page(ACTIVITY)
        look()
        for dialog in window.findChildren(QDialog):
            dialog.close()

    tour(story)
