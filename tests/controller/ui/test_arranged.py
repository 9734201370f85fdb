import pytest
from controller.ui.fleet import changes_of, offline, player, playing
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy

from footlight_common.clock import ManualClock
from footlight_controller.core.changes import Changes
from footlight_controller.ui.models.arranged import MAX_STEPS, ArrangedModel, Column
from footlight_controller.ui.models.arranging import Arranging, Show, Sort
from footlight_controller.ui.models.player_list import PlayerListModel, Role


@pytest.fixture
def source(qapp):
    return PlayerListModel()


@pytest.fixture
def model(source, qtmodeltester):
    model = ArrangedModel(source, ManualClock())
    # Looks at the model again whenever it announces something.
    qtmodeltester.check(model)
    return model


def names(model):
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def fleet(count):
    return [player(number, f"P{number}") for number in range(1, count + 1)]


def spies(model):
    return [
        QSignalSpy(signal)
        for signal in (model.rowsInserted, model.rowsRemoved, model.rowsMoved, model.modelReset, model.dataChanged)
    ]


def counts(spies):
    return [spy.count() for spy in spies]


def test_players_that_were_there_before_are_shown(source):
    source.apply(changes_of(*fleet(3)))
    assert names(ArrangedModel(source, ManualClock())) == ["P1", "P2", "P3"]


def test_one_that_comes_goes_or_moves_is_one_row_and_the_others_stay(source, model):
    source.apply(changes_of(*fleet(5)))
    heard = spies(model)
    source.apply(changes_of(player(9, "P2 b")))
    assert names(model) == ["P1", "P2", "P2 b", "P3", "P4", "P5"]
    assert counts(heard) == [1, 0, 0, 0, 0]
    source.apply(changes_of(player(9, "P9")))
    assert names(model)[-1] == "P9"
    assert counts(heard) == [1, 0, 1, 0, 1]
    source.apply(Changes(removed=frozenset({player(9).id})))
    assert names(model) == ["P1", "P2", "P3", "P4", "P5"]
    assert counts(heard) == [1, 1, 1, 0, 1]


def test_rows_move_up_as_well_as_down(source, model):
    source.apply(changes_of(*fleet(5)))
    source.apply(changes_of(player(5, "P0")))
    assert names(model) == ["P0", "P1", "P2", "P3", "P4"]
    source.apply(changes_of(player(1, "P2 b")))
    assert names(model) == ["P0", "P2", "P2 b", "P3", "P4"]


def test_changes_are_told_once_for_all_their_rows(source, model):
    source.apply(changes_of(*fleet(8)))
    changed = QSignalSpy(model.dataChanged)
    later = playing(position_s=70.0)
    source.apply(changes_of(*(player(number, f"P{number}", playback=later) for number in (2, 3, 7))))
    assert [(changed.at(call)[0].row(), changed.at(call)[1].row()) for call in range(changed.count())] == [
        (1, 6),
    ]
    source.apply(changes_of(player(2, "P2", playback=later)))
    assert changed.count() == 1


def test_a_crowd_begins_the_model_anew_instead_of_going_row_by_row(source, model):
    heard = spies(model)
    source.apply(changes_of(*fleet(MAX_STEPS + 1)))
    assert counts(heard) == [0, 0, 0, 1, 0]
    assert model.rowCount() == MAX_STEPS + 1


def test_a_player_appears_and_disappears_with_the_filter(source, model):
    source.apply(changes_of(*fleet(3)))
    model.arrange(Arranging(show=Show.OFFLINE))
    assert (names(model), model.total, model.counts[Show.ALL]) == ([], 3, 3)
    source.apply(changes_of(player(2, "P2", link=offline())))
    assert names(model) == ["P2"]
    assert model.counts[Show.OFFLINE] == 1
    source.apply(changes_of(player(2, "P2")))
    assert names(model) == []
    assert not model.index_of(player(2).id).isValid()


def test_a_row_of_the_table_says_everything(source, model):
    source.apply(changes_of(player(1), player(2, "Gone", link=offline("No answer."), last_seen_s=None)))
    gone, lobby = ([model.index(row, column).data() for column in Column] for row in (0, 1))
    assert lobby == ["Lobby", "Playing", "Foyer", "clip.mp4", "1:05 / 3:20", "100 %", "now", "127.0.0.1:8471", ""]
    assert gone == ["Gone", "Offline", "Foyer", "Cannot be reached", "", "", "never", "127.0.0.1:8472", ""]
    assert model.index(1, Column.NAME).data(Role.SPOKEN).startswith("Lobby, Foyer, Playing")
    assert model.index(1, Column.VOLUME).data(Role.SPOKEN) == "100 %"
    assert model.headerData(Column.LAST_SEEN, Qt.Orientation.Horizontal) == "Last seen"


def test_sections_follow_what_is_shown(source, model):
    source.apply(changes_of(player(1, area="A"), player(2, area="B"), player(3, area="B", link=offline())))
    assert [(section.title, section.count) for section in model.sections()] == [("A", 1), ("B", 2)]
    model.arrange(Arranging(show=Show.ONLINE, sort=Sort.STATUS))
    assert [(section.title, section.count) for section in model.sections()] == [("A", 1), ("B", 1)]


def test_the_first_player_of_an_area_says_so_to_a_screen_reader(source, model):
    source.apply(
        changes_of(player(1, "Bar", area="Foyer"), player(2, "Lobby", area="Foyer"), player(3, "Tower", area=""))
    )
    model.arrange(Arranging(grouped=True))
    spoken = [model.index(row, Column.NAME).data(Role.SPOKEN) for row in range(3)]
    assert [text.endswith("first of 2 players in Foyer") for text in spoken] == [True, False, False]
    assert spoken[0].startswith("Bar, Foyer, Playing")
