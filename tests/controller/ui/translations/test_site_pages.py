from dataclasses import replace

from controller.ui.fleet import changes_of, player, playing
from controller.ui.scripted_team import member, site
from controller.ui.translations.lively import MEMBERS, fleet, found, lines
from PySide6.QtWidgets import (
    QDialog,
    QLineEdit,
)

from footlight_common.discovery import Address
from footlight_common.errors import RoleDenied
from footlight_common.model.presence import Present
from footlight_common.security.roles import Role
from footlight_controller.core.changes import Changes, ControlTaken, FleetEvent
from footlight_controller.core.site_view import Inviter
from footlight_controller.core.view import LinkStatus
from footlight_controller.ui.models.player_list import Role as ItemRole
from footlight_controller.ui.pairing.code_sheet import CodeSheet
from footlight_controller.ui.player_menu import PlayerMenu
from footlight_controller.ui.settings.backup_sheet import BackupSheet
from footlight_controller.ui.shell.places import ACTIVITY, SETTINGS, TEAM
from footlight_controller.ui.status import REFUSED_LOOKS
from footlight_controller.ui.team.invite import InviteSheet


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
