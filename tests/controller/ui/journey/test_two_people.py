"""Two people of one site at one player: each sees the other, and what was done stands in the activity."""

import pytest
from controller.ui.journey.colleague import Colleague
from PySide6.QtCore import QPoint, Qt

from footlight_common.errors import RoleDenied
from footlight_common.protocol.commands import Restart, SetVolume
from footlight_common.security.roles import Role
from footlight_controller.ui.dialogs.sheet import Sheet
from footlight_controller.ui.shell.places import ACTIVITY, TEAM


@pytest.fixture
def colleague(tmp_path, found):
    colleague = Colleague.of_home(tmp_path / "colleague", "Back office", Role.OPERATOR)
    colleague.come()
    yield colleague
    colleague.go()


def lines(window):
    model = window.activity.model
    return [[model.index(row, column).data() for column in (1, 2, 3, 4, 5)] for row in range(model.rowCount())]


def test_each_sees_the_other_and_what_was_done_stands_in_the_activity(make_screen, tell, colleague):
    lobby = make_screen("Lobby", area="Foyer", plays=("one",))

    def story(person, window):
        assert "Back office" not in person.reads("Lobby")
        player_id = colleague.add(lobby.address)
        person.sees(lambda: "Back office" in person.reads("Lobby"))
        assert "is here from" in person.reads("Lobby")

        # Who has the player open is told gently when somebody else begins to control it.
        person.double_click(window.page.wall.viewport(), window.page.wall.visualRect(person.card("Lobby")).center())
        person.sees(window.player.header.company.isVisible)
        person.sees(lambda: colleague.is_linked(player_id))
        colleague.command(player_id, SetVolume(level=35))
        person.sees(lambda: "controls it from" in window.player.header.company.accessibleName())
        person.sees(lambda: any(title == "Lobby" and "controls it too" in text for title, text in person.toasts))

        with pytest.raises(RoleDenied, match="technician"):
            colleague.command(player_id, Restart())
        person.click(window.frame.side_bar.buttons[ACTIVITY])
        person.sees(lambda: [row[3] for row in lines(window)][:2] == ["Restart", "Volume: 35"])
        restart, volume = lines(window)[:2]
        assert volume == ["Back office", "Operator", "Lobby", "Volume: 35", "Done"]
        assert restart[:3] == ["Back office", "Operator", "Lobby"]
        assert restart[4].startswith("Refused: Restart needs the role technician")

        # What is done while one looks comes by itself.
        colleague.command(player_id, SetVolume(level=40))
        person.sees(lambda: lines(window)[0][3] == "Volume: 40")
        person.click(window.activity.filters.search)
        person.write("refused")
        person.sees(lambda: [row[3] for row in lines(window)] == ["Restart"])
        person.press(Qt.Key.Key_Escape)
        person.sees(lambda: len(lines(window)) > 2)

        person.click(window.frame.side_bar.buttons[TEAM])
        rows = window.team.rows
        person.sees(lambda: [row.name.whole for row in rows] == ["Desk", "Back office"])
        person.sees(lambda: "Here now" in rows[1].accessibleName())
        colleague.go()
        person.sees(lambda: "Here now" not in rows[1].accessibleName())
        person.ctrl(Qt.Key.Key_1)
        person.sees(lambda: "Back office" not in person.reads("Lobby"))

    tell(story, lobby)


@pytest.fixture
def newcomer(tmp_path, found):
    newcomer = Colleague(tmp_path / "newcomer")
    newcomer.come()
    yield newcomer
    newcomer.go()


def test_somebody_joins_by_the_code_on_the_team_page_and_is_let_in_by_a_player_then_removed(
    make_screen, tell, newcomer
):
    lobby = make_screen("Lobby")

    def sheet(window):
        return next((each for each in window.findChildren(Sheet) if each.isVisible()), None)

    def story(person, window):
        person.click(window.frame.side_bar.buttons[TEAM])
        person.click(window.team.invite)
        person.sees(lambda: sheet(window))
        person.click(sheet(window).choice.buttons[Role.VIEWER], QPoint(8, 8))
        person.click(sheet(window).confirm)
        person.sees(lambda: sheet(window).code.isVisible())
        address = sheet(window).addresses.text().split("\n")[0]
        joined = newcomer.join(address, sheet(window).code.text(), "House manager")
        assert joined.me.role is Role.VIEWER
        person.sees(lambda: sheet(window).confirm.text() == "Done")
        person.click(sheet(window).confirm)
        person.sees(lambda: [row.name.whole for row in window.team.rows] == ["Desk", "House manager"])

        player_id = newcomer.add(lobby.address)
        person.sees(lambda: "Here now" in window.team.rows[1].accessibleName())
        with pytest.raises(RoleDenied, match="operator"):
            newcomer.command(player_id, SetVolume(level=10))

        # An open connection of who is removed ends at once.
        person.click(window.team.rows[1].remove)
        person.sees(lambda: sheet(window))
        person.click(sheet(window).confirm)
        person.sees(lambda: [row.name.whole for row in window.team.rows] == ["Desk"])
        person.sees(lambda: not newcomer.is_linked(player_id))

    tell(story, lobby)
