from dataclasses import replace

import pytest
from controller.ui.fleet import changes_of, offline, player
from controller.ui.test_card import picture
from PySide6.QtCore import QItemSelectionModel, QRect
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from footlight_common.clock import ManualClock
from footlight_common.model.presence import Present
from footlight_common.protocol.events import PresenceChanged
from footlight_common.security.roles import Role
from footlight_controller.core.changes import ControlTaken, FleetEvent
from footlight_controller.ui import summary
from footlight_controller.ui.models.arranged import ArrangedModel, Column
from footlight_controller.ui.models.arranging import Shape
from footlight_controller.ui.models.player_list import PlayerListModel
from footlight_controller.ui.monitoring.card import CardDelegate
from footlight_controller.ui.monitoring.table import PlayerTable
from footlight_controller.ui.narrator import REMEMBERED_S, Narrator
from footlight_controller.ui.player.facts import facts_of
from footlight_controller.ui.player.header import PlayerHeader
from footlight_controller.ui.presence import others_at, present_names
from footlight_controller.ui.tasks import Tasks


def present(number, name="Back office", *, controls=False, controller="Desk 2", **fields):
    given = {"role": Role.OPERATOR, "since_s": 1_750_000_000.0 + number, **fields}
    return Present(
        session=f"s{number}",
        member=f"{number:016x}",
        name=name,
        controller=controller,
        commanded_s=1.0 if controls else None,
        command="play" if controls else "",
        **given,
    )


ME = present(1, "Front office", role=Role.ADMIN, controller="Front desk")


def at(*others, me=ME, **fields):
    """A player with this controller and others at it."""
    return player(present=(me, *others), session=me.session, **fields)


def test_alone_nobody_is_shown():
    assert others_at(at()) == ()
    assert others_at(player()) == ()
    assert "Front office" not in summary.tool_tip(at()) + summary.spoken(at())


def test_who_controls_stands_first_then_who_was_there_first():
    others = others_at(at(present(2, "A"), present(3, "B"), present(4, "C", controls=True)))
    assert [one.name for one in others] == ["C", "A", "B"]


def test_a_connection_of_before_of_ones_own_is_nobody_else():
    assert others_at(at(replace(ME, session="older"))) == ()


def test_the_same_person_at_another_computer_is_shown():
    assert len(others_at(at(replace(ME, session="other", controller="Laptop")))) == 1


def test_one_who_is_connected_twice_from_one_computer_is_shown_once_as_controlling():
    twice = (present(2), replace(present(2, controls=True), session="again"))
    assert [one.controls for one in others_at(at(*twice))] == [True]


def test_the_tool_tip_and_the_reader_say_who_controls_it_from_where():
    view = at(present(2, controls=True), present(3, "<b>Wardrobe</b>"))
    assert "Back office" in summary.spoken(view)
    assert "(operator) controls it from" in summary.tool_tip(view)
    assert "<b>Wardrobe</b>" not in summary.tool_tip(view)
    facts = dict(facts_of(view))
    assert "controls it from" in facts["Also here"]
    assert "is here from" in facts["Also here"]
    assert "Also here" not in dict(facts_of(at()))


def test_the_names_are_in_the_table_for_a_reader():
    assert present_names(at(present(2, controls=True), present(3, "Wardrobe"))) == "Back office controls, Wardrobe"


@pytest.fixture
def cards(theme):
    return CardDelegate(theme, ManualClock())


@pytest.mark.parametrize("shape", [Shape.MEDIUM, Shape.LARGE])
def test_a_card_shows_the_others_and_who_of_them_controls(cards, shape):
    cards.choose(shape)
    height = cards.metrics.cell_height(320, cards._theme.tokens.space)
    views = (at(), at(present(2)), at(present(2, controls=True)), at(present(2), present(3, "Wardrobe")))
    pictures = [picture(cards, view, height=height) for view in views]
    assert all(one != other for place, one in enumerate(pictures) for other in pictures[:place])


def test_a_card_alone_looks_as_one_without_the_news(cards):
    assert picture(cards, at()) == picture(cards, player())


def test_a_small_card_has_no_room_for_them(cards):
    cards.choose(Shape.SMALL)
    assert picture(cards, at(present(2))) == picture(cards, player())


def test_more_than_three_are_told_as_a_number(cards):
    four = [present(number, f"Guest {number}") for number in range(2, 6)]
    others = [present(number, f"Guest {number}") for number in range(2, 7)]
    assert picture(cards, at(*four)) != picture(cards, at(*others))
    shown = replace(four[3], name="Another", member="f" * 16)
    # Those beyond are not drawn one by one.
    assert picture(cards, at(*four)) == picture(cards, at(*four[:3], shown))


@pytest.mark.parametrize("width", [160, 200, 280])
def test_on_a_narrow_card_they_stay_between_progress_and_volume(cards, width):
    margin, padding = cards.metrics.margin, cards.metrics.padding
    many = at(*(present(number, controls=True) for number in range(2, 9)))
    crowded, alone = picture(cards, many, width), picture(cards, at(), width)
    edge = QRect(0, 0, margin + padding, 160)
    assert crowded.copy(edge) == alone.copy(edge)
    volume = QRect(width - margin - padding - 30, 0, 30 + margin + padding, 160)
    assert crowded.copy(volume) == alone.copy(volume)


def test_the_table_has_a_column_for_them(theme, qtbot):
    clock, model = ManualClock(), PlayerListModel()
    arranged = ArrangedModel(model, clock)
    table = PlayerTable(theme, arranged, _selection(arranged))
    qtbot.addWidget(table)
    model.apply(changes_of(at(present(2))))
    assert arranged.index(0, Column.HERE).data() == "Back office"

    def cell():
        image = QImage(120, 30, QImage.Format.Format_RGB32)
        image.fill(0)
        painter, option = QPainter(image), QStyleOptionViewItem()
        option.rect = QRect(0, 0, 120, 30)
        table.itemDelegate().paint(painter, option, arranged.index(0, Column.HERE))
        painter.end()
        return image

    there = cell()
    model.apply(changes_of(at()))
    empty = cell()
    assert there != empty
    assert empty.pixelColor(20, 15) == empty.pixelColor(0, 0)


def _selection(model):
    return QItemSelectionModel(model, model)


def test_the_page_of_a_player_shows_them_beside_its_status(theme, qtbot):
    header = PlayerHeader(theme, None, Tasks())
    qtbot.addWidget(header)
    header.resize(900, 60)
    header.show()
    header.show_player(at())
    assert not header.company.isVisible()
    header.show_player(at(present(2, controls=True)))
    assert header.company.isVisible()
    assert "controls it" in header.company.accessibleName()
    assert "controls it" in header.company.toolTip()
    header.show_player(player(link=offline()))
    assert not header.company.isVisible()


class Hand:
    """A clock that is set."""

    now_s = 0.0

    def __call__(self):
        return self.now_s


def taken(number=2, player_id="a" * 16):
    event = ControlTaken(at_s=0.0, member=f"{number:016x}", name="Back office", controller="Desk 2")
    return FleetEvent(player_id=player_id, player_name="Lobby", event=event)


def test_a_second_person_who_begins_to_control_is_told_gently_once_in_ten_minutes():
    clock = Hand()
    narrator = Narrator(clock)
    (note,) = narrator.notes_of((taken(),))
    assert (note.subject, note.level.value, note.lasting) == ("Lobby", "info", False)
    assert "Back office" in note.text
    assert "Desk 2" in note.text
    clock.now_s = REMEMBERED_S - 1
    assert narrator.notes_of((taken(),)) == []
    assert len(narrator.notes_of((taken(3), taken(2, "b" * 16)))) == 2
    clock.now_s = REMEMBERED_S + 1
    assert len(narrator.notes_of((taken(),))) == 1


def test_that_somebody_came_or_went_makes_no_note():
    event = PresenceChanged(at_s=0.0, present=(present(2),))
    assert Narrator(Hand()).notes_of((FleetEvent(player_id="a", player_name="Lobby", event=event),)) == []
