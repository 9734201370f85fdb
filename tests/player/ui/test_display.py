import pytest

from footlight_player.ui.display import environment_for_qt, has_display


def test_without_any_display_there_is_none():
    assert not has_display({"DISPLAY": "", "HOME": "/"})


@pytest.mark.parametrize("name", ["DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"])
def test_each_way_to_name_a_display_counts(name):
    assert has_display({name: "x"})


def test_wayland_is_tried_first_where_it_runs_and_x11_where_it_runs():
    assert environment_for_qt({"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"})["QT_QPA_PLATFORM"] == "wayland;xcb"
    assert environment_for_qt({"DISPLAY": ":0"})["QT_QPA_PLATFORM"] == "xcb;wayland"


def test_what_somebody_has_set_stays():
    ours = {"QT_QPA_PLATFORM": "eglfs", "QT_XCB_GL_INTEGRATION": "xcb_glx", "QT_QPA_UPDATE_IDLE_TIME": "3"}
    assert environment_for_qt(ours) == {}
