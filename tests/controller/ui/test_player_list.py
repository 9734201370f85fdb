from dataclasses import replace

import pytest
from controller.ui.fleet import changes_of, offline, player, playing
from PySide6.QtTest import QSignalSpy

from footlight_common.model.player import PlayerStats
from footlight_controller.core.changes import Changes
from footlight_controller.ui.models.player_list import PlayerListModel, Role
from footlight_controller.ui.status import Status


@pytest.fixture
def model(qapp, qtmodeltester):
    model = PlayerListModel()
    # Looks at the model again whenever it announces something.
    qtmodeltester.check(model)
    return model


def names(model):
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def spans(spy):
    return [(spy.at(call)[1], spy.at(call)[2]) for call in range(spy.count())]


def changed(spy):
    return [(spy.at(call)[0].row(), {Role(role) for role in spy.at(call)[2]}) for call in range(spy.count())]


def test_players_stand_by_area_then_name_and_those_without_area_last(model):
    model.apply(
        changes_of(
            player(1, "Screen 10", area="Hall"),
            player(2, "screen 2", area="Hall"),
            player(3, "Bar", area=""),
            player(4, "Zebra", area="Attic"),
            player(5, "Screen 2", area="Hall"),
        )
    )
    assert names(model) == ["Zebra", "screen 2", "Screen 2", "Screen 10", "Bar"]


def test_namesakes_both_have_a_row(model):
    model.apply(changes_of(player(2), player(1)))
    assert [model.index(row, 0).data(Role.ID) for row in (0, 1)] == [f"{1:016x}", f"{2:016x}"]


def test_neighbours_that_come_together_are_one_insertion(model):
    spy = QSignalSpy(model.rowsInserted)
    model.apply(changes_of(*(player(number, f"P{number}") for number in range(1, 101))))
    assert spans(spy) == [(0, 99)]
    model.apply(changes_of(player(200, "P3 a"), player(201, "P3 b"), player(202, "P200")))
    assert spans(spy)[1:] == [(3, 4), (102, 102)]


def test_rows_that_go_are_removed_in_spans(model):
    model.apply(changes_of(*(player(number, f"P{number}") for number in range(1, 7))))
    spy = QSignalSpy(model.rowsRemoved)
    model.apply(Changes(removed=frozenset({f"{2:016x}", f"{3:016x}", f"{5:016x}", "unknown"})))
    assert spans(spy) == [(4, 4), (1, 2)]
    assert names(model) == ["P1", "P4", "P6"]
    assert not model.index_of(f"{2:016x}").isValid()


def test_a_change_is_announced_for_its_row_and_its_roles_alone(model):
    model.apply(changes_of(*(player(number, f"P{number}") for number in range(1, 4))))
    spy = QSignalSpy(model.dataChanged)
    model.apply(changes_of(player(2, "P2", playback=playing(position_s=66.0))))
    model.apply(changes_of(player(2, "P2", playback=playing(position_s=66.0), stats=PlayerStats(uptime_s=5.0))))
    model.apply(changes_of(player(3, "P3", link=offline())))
    assert changed(spy) == [
        (1, {Role.VIEW, Role.POSITION_S}),
        (1, {Role.VIEW, Role.STATS}),
        (2, {Role.VIEW, Role.STATUS, Role.REASON, Role.TOOL_TIP, Role.SPOKEN}),
    ]


def test_the_same_again_is_no_change(model):
    model.apply(changes_of(player(1)))
    spy = QSignalSpy(model.dataChanged)
    model.apply(changes_of(player(1)))
    assert spy.count() == 0


def test_a_new_name_moves_the_row_and_nothing_else(model):
    model.apply(changes_of(*(player(number, f"P{number}") for number in range(1, 5))))
    moved, inserted, removed = (
        QSignalSpy(signal) for signal in (model.rowsMoved, model.rowsInserted, model.rowsRemoved)
    )
    following = model.index_of(f"{1:016x}")
    assert following.row() == 0
    model.apply(changes_of(player(1, "P9")))
    assert names(model) == ["P2", "P3", "P4", "P9"]
    model.apply(changes_of(player(1, "P3 b")))
    assert names(model) == ["P2", "P3", "P3 b", "P4"]
    model.apply(changes_of(player(1, "P3 c")))
    assert names(model) == ["P2", "P3", "P3 c", "P4"]
    assert (moved.count(), inserted.count(), removed.count()) == (2, 0, 0)
    assert model.index_of(f"{1:016x}").row() == 2


def test_gone_and_back_in_one_delivery_is_a_row(model):
    view = player(1)
    model.apply(changes_of(view))
    model.apply(Changes(removed=frozenset({view.id})).then(changes_of(replace(view, link=offline()))))
    assert model.index_of(view.id).data(Role.STATUS) == Status.OFFLINE
    assert model.rowCount() == 1


def test_roles_answer_with_their_types(model):
    view = player(1)
    model.apply(changes_of(view))
    index = model.index(0, 0)
    assert index.data(Role.VIEW) == view
    assert index.data(Role.AREA) == "Foyer"
    assert index.data(Role.ITEM) == view.playback.item
    assert [index.data(role) for role in (Role.INDEX, Role.COUNT, Role.POSITION_S)] == [1, 5, 65.0]
    assert index.data(Role.MUTED) is False
    assert index.data(Role.SPOKEN).startswith("Lobby")
