from dataclasses import replace

from controller.ui.fleet import changes_of, offline, player, playing
from controller.ui.wall.crowd import fleet

from footlight_common.model.playback import Playback, PlaybackState
from footlight_controller.ui.models.arranged import ArrangedModel
from footlight_controller.ui.models.arranging import Shape
from footlight_controller.ui.monitoring import faces, placed_view
from footlight_controller.ui.monitoring import wall as wall_module
from footlight_controller.ui.monitoring.wall import Wall


def test_of_a_thousand_players_only_those_in_sight_are_painted(wall, model, painted, settle):
    model.apply(changes_of(*fleet(1000)))
    settle()
    assert 0 < len(set(painted)) <= len(wall.visible_indexes())
    painted.clear()
    model.apply(changes_of(replace(fleet(1000)[900], playback=playing(position_s=70.0))))
    settle()
    assert painted == []


def test_a_change_repaints_its_card_alone(wall, model, painted, settle):
    model.apply(changes_of(*fleet(8)))
    settle()
    painted.clear()
    model.apply(changes_of(player(3, "P3", playback=playing(position_s=70.0))))
    settle()
    assert painted == ["P3"]


def test_of_many_cards_that_change_at_once_a_few_are_painted_in_each_turn(wall, model, painted, settle, monkeypatch):
    monkeypatch.setattr(placed_view, "CARDS_A_TURN", 3)
    model.apply(changes_of(*fleet(8)))
    settle()
    painted.clear()
    turns = []
    wall._turn.timeout.connect(lambda: turns.append(len(painted)))
    model.apply(changes_of(*(replace(view, playback=playing(position_s=70.0)) for view in fleet(8))))
    settle()
    assert turns == [0, 3, 6]
    assert sorted(painted) == [view.name for view in fleet(8)]


def test_a_tick_repaints_what_plays_and_what_is_gone_without_touching_the_model(
    wall, model, painted, qtbot, settle, clock
):
    idle = player(1, "Idle", playback=Playback())
    paused = player(2, "Paused", playback=playing(state=PlaybackState.PAUSED))
    model.apply(changes_of(idle, paused, player(3, "Gone", link=offline()), player(4, "Plays")))
    settle()
    painted.clear()
    clock._monotonic_s += 1.0
    with qtbot.assertNotEmitted(model.dataChanged):
        for _ in range(wall_module.PHASES):
            wall.tick()
        settle()
    assert sorted(painted) == ["Gone", "Plays"]


def test_the_clock_of_a_card_ticks_by_itself_while_it_is_shown(theme, clock, model, painted, qtbot, monkeypatch):
    monkeypatch.setattr(wall_module, "TICK_MS", 10)
    monkeypatch.setattr(faces, "FRESH_S", 0.0)
    wall = Wall(theme, clock, ArrangedModel(model, clock))
    qtbot.addWidget(wall)
    model.apply(changes_of(player()))
    wall.show()
    qtbot.waitUntil(lambda: len(painted) > 5)
    wall.hide()
    assert not wall._ticker.isActive()


def test_scrolling_paints_only_what_comes_into_sight(wall, model, painted, settle, clock):
    model.apply(changes_of(*fleet(1000)))
    settle()
    painted.clear()
    # So that no card can be had from before.
    clock._monotonic_s += 5.0
    wall.verticalScrollBar().setValue(40)
    settle()
    assert 0 < len(painted) <= 2 * wall.row_width // wall.cell.width()
    painted.clear()
    wall.verticalScrollBar().setValue(0)
    settle()
    # What was seen a moment ago is still there, but for the card that the pointer left.
    assert len(painted) <= 1


def test_pictures_are_wanted_of_the_online_players_in_sight_while_cards_are_large_and_shown(
    wall, model, qtbot, settle, monkeypatch
):
    model.apply(changes_of(*fleet(100)[1:], player(1, "P1", link=offline())))
    settle()
    with qtbot.waitSignal(wall.thumbnails_wanted) as wanted:
        wall.choose(Shape.LARGE)
    seen = [wall.model().view_at(row) for row in wall.visible_rows()]
    assert wanted.args[0] == [view.id for view in seen if view.online]
    assert len(seen) == len(wanted.args[0]) + 1
    wall.choose(Shape.SMALL)
    assert not wall._asker.isActive()
    wall.choose(Shape.LARGE)
    wall.hide()
    assert not wall._asker.isActive()
