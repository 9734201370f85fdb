"""The whole kiosk as a process of its own: real window, real GL, real mpv, seen from outside."""

import os
import signal
import subprocess
from pathlib import Path

import pytest
from player.ui.display import HEIGHT, WIDTH, is_black, is_green, is_purple, is_red
from PySide6.QtGui import QImageReader

IDLE = {"name": "Lobby", "area": "Foyer", "addresses": ["127.0.0.1:8443"]}
PLAYING = {**IDLE, "idle": False}


def test_a_clip_covers_the_idle_card_and_clear_brings_the_card_back(kiosk, display, media):
    kiosk.tell("view", IDLE)
    card = display.wait_for(lambda colour: not is_black(colour), 40, 60)
    assert not is_red(card)
    kiosk.tell("view", PLAYING)
    kiosk.put_on(1, media.short)
    display.wait_for(is_red)
    kiosk.tell("view", IDLE)
    kiosk.tell("clear")
    display.wait_for(lambda colour: not is_red(colour))


def test_full_screen_is_the_whole_screen_without_a_window_manager(run_kiosk, display, media):
    kiosk = run_kiosk("fullscreen")
    kiosk.wait("Started")
    kiosk.put_on(1, media.short)
    # The display is twice as wide and twice as high as the window of the other tests.
    display.wait_for(is_red, 2 * WIDTH - 2, 2 * HEIGHT - 2)


def test_an_armed_clip_takes_over_within_two_frames_or_so_and_without_a_black_one(kiosk, display, media):
    kiosk.put_on(1, media.short)
    kiosk.tell("prepare", 2, media.other)
    kiosk.wait("Ready", ticket=2)
    kiosk.tell("arm", 2)
    display.wait_for(is_red)
    seen = set()

    def note(colour):
        seen.add(colour)
        return is_green(colour)

    display.wait_for(note)
    assert not any(map(is_black, seen))
    kiosk.wait("Ended", ticket=1)
    shown = kiosk.wait("Shown", ticket=2)
    assert 0 < shown["gap_ms"] < 1000
    readings = kiosk.readings()
    assert readings["hand_offs"] == 1
    assert readings["last_gap_ms"] == shown["gap_ms"]


def test_every_frame_of_a_clip_is_counted_once(kiosk, media):
    kiosk.put_on(1, media.other)
    kiosk.wait("Ended", ticket=1)
    readings = kiosk.readings()
    assert readings["presented_frames"] + readings["dropped_frames"] >= 28
    assert readings["presented_frames"] <= 31
    # mpv waits 200 ms for each frame of which it does not hear that it was swapped.
    assert readings["presented_frames"] >= 15


def test_identify_covers_a_playing_clip_and_goes_again(kiosk, display, media):
    kiosk.tell("view", PLAYING)
    kiosk.put_on(1, media.picture)
    display.wait_for(is_purple, 4, 4)
    kiosk.tell("view", {**PLAYING, "identifying": True})
    display.wait_for(lambda colour: not is_purple(colour), 4, 4)
    kiosk.tell("view", PLAYING)
    display.wait_for(is_purple, 4, 4)


def test_a_notice_lies_over_the_clip_at_its_foot_only(kiosk, display, media):
    kiosk.tell("view", PLAYING)
    kiosk.put_on(1, media.picture)
    display.wait_for(is_purple, WIDTH // 2, HEIGHT - 20)
    kiosk.tell("view", {**PLAYING, "notice": "The disk is almost full. Call somebody."})
    display.wait_for(lambda colour: not is_purple(colour), WIDTH // 2, HEIGHT - 20)
    assert is_purple(display.middle())


def test_a_frame_sought_while_held_appears(kiosk, display, media):
    kiosk.put_on(1, media.long)
    kiosk.tell("pause")
    kiosk.readings()
    frames = kiosk.readings()["presented_frames"]
    kiosk.tell("seek", 12.0)
    held = kiosk.readings()
    while held["presented_frames"] == frames:
        held = kiosk.readings()
    assert held["position_s"] > 11


def test_a_kiosk_that_plays_answers(kiosk, media):
    kiosk.put_on(1, media.long)
    readings = kiosk.readings()
    while readings["position_s"] < 3:
        readings = kiosk.readings()
    assert readings["silent_s"] < 2


@pytest.mark.parametrize(("kind", "name"), [("image/jpeg", "jpeg"), ("image/webp", "webp"), ("image/png", "png")])
def test_a_screenshot_shows_video_and_overlay_upright(kiosk, display, media, tmp_path, kind, name):
    kiosk.tell("view", {**PLAYING, "notice": "The disk is almost full. Call somebody."})
    kiosk.put_on(1, media.picture)
    display.wait_for(is_purple)
    file = tmp_path / "now"
    kiosk.tell("grab", str(file), 160, kind)
    kiosk.wait("Grabbed")
    reader = QImageReader(str(file))
    assert bytes(reader.format().data()).decode() == name
    image = reader.read()
    assert (image.width(), image.height()) == (160, 90)
    assert is_purple(image.pixelColor(80, 20).getRgb()[:3])
    assert not is_purple(image.pixelColor(80, 80).getRgb()[:3])


def test_a_screenshot_of_the_idle_card_is_that_card(kiosk, display, tmp_path):
    kiosk.tell("view", IDLE)
    display.wait_for(lambda colour: not is_black(colour), 40, 60)
    file = tmp_path / "now"
    kiosk.tell("grab", str(file), 1280, "image/png")
    kiosk.wait("Grabbed")
    image = QImageReader(str(file)).read()
    # Never enlarged.
    assert (image.width(), image.height()) == (WIDTH, HEIGHT)
    assert image.pixelColor(40, 60).getRgb()[:3] == display.pixel(40, 60)


def test_a_screenshot_counts_no_frame(kiosk, media, tmp_path):
    kiosk.put_on(1, media.picture)
    before = kiosk.readings()["presented_frames"]
    kiosk.tell("grab", str(tmp_path / "now"), 160, "image/png")
    kiosk.wait("Grabbed")
    assert kiosk.readings()["presented_frames"] == before


def test_the_picture_fills_the_window_after_a_resize(kiosk, display, media):
    kiosk.put_on(1, media.picture)
    words = ["xdotool", "search", "--sync", "--class", "footlight", "windowsize", str(2 * WIDTH), str(2 * HEIGHT)]
    subprocess.run(words, env={**os.environ, "DISPLAY": display.name}, check=True, stdout=subprocess.DEVNULL)
    display.wait_for(is_purple, 2 * WIDTH - 4, 2 * HEIGHT - 4)


def test_a_report_of_no_frame_is_not_taken_for_the_first_one(run_kiosk, display, media):
    kiosk = run_kiosk("nudge")
    kiosk.wait("Started")
    kiosk.put_on(1, media.picture)
    display.wait_for(is_purple)


def test_a_first_frame_that_comes_while_the_window_is_busy_is_not_lost(run_kiosk, display, media):
    kiosk = run_kiosk("busy")
    kiosk.wait("Started")
    kiosk.put_on(1, media.picture)
    display.wait_for(is_purple)


def test_decks_are_replaced_behind_the_picture_without_a_black_frame(run_kiosk, display, media):
    kiosk = run_kiosk("recycle")
    kiosk.wait("Started")
    kiosk.put_on(1, media.short)
    display.wait_for(is_red)
    seen = set()

    def note(colour):
        seen.add(colour)
        return True

    for ticket in range(2, 7):
        kiosk.tell("prepare", ticket, media.short)
        kiosk.wait("Ready", ticket=ticket)
        kiosk.tell("arm", ticket)
        while kiosk.readings()["hand_offs"] != ticket - 1:
            display.wait_for(note)
    assert all(map(is_red, seen))
    assert kiosk.end()[0] == 0


def test_file_descriptors_do_not_grow_with_frames_and_items(kiosk, media):
    def open_files():
        return len(list(Path(f"/proc/{kiosk.process.pid}/fd").iterdir()))

    counts = []
    kiosk.put_on(1, media.other)
    for ticket in range(2, 8):
        kiosk.tell("prepare", ticket, media.other)
        kiosk.wait("Ready", ticket=ticket)
        counts.append(open_files())
        kiosk.tell("arm", ticket)
        kiosk.wait("Shown", ticket=ticket)
    assert counts[-1] <= counts[1] + 3


def test_numbers_are_written_with_a_point_after_qt_has_started(run_kiosk):
    kiosk = run_kiosk(LC_ALL="", LC_NUMERIC="C.utf8")
    started = kiosk.wait("Started")
    assert started["numbers"] == "C"
    assert started["display"].startswith(f"{2 * WIDTH}x{2 * HEIGHT}@")
    assert started["version"].startswith("0.")


def test_sigterm_lets_the_core_say_goodbye_and_ends_well(kiosk, media):
    kiosk.put_on(1, media.long)
    code, error = kiosk.end(signal.SIGTERM)
    assert (code, kiosk.heard[-1]["event"]) == (0, "Goodbye")
    assert "Traceback" not in error


def test_sigint_ends_as_well(kiosk):
    assert kiosk.end(signal.SIGINT)[0] == 0


def test_escape_ends_a_kiosk_in_a_window(kiosk, display):
    kiosk.tell("view", IDLE)
    display.wait_for(lambda colour: not is_black(colour), 40, 60)
    # The press alone ends it: there may be no window left to let go of the key in.
    words = ["xdotool", "search", "--sync", "--class", "footlight", "windowfocus", "--sync", "keydown", "Escape"]
    subprocess.run(words, env={**os.environ, "DISPLAY": display.name}, check=True, stdout=subprocess.DEVNULL)
    assert kiosk.ended()[0] == 0


def test_a_core_that_fails_takes_the_process_down_and_says_why(kiosk, media):
    kiosk.put_on(1, media.long)
    kiosk.tell("fail", "the roof is on fire")
    code, error = kiosk.ended()
    assert code == 1
    assert "The player failed and ends: the roof is on fire" in error


def test_a_core_that_returns_ends_the_process_well(kiosk):
    kiosk.process.stdin.close()
    assert kiosk.ended()[0] == 0


def test_without_a_display_it_says_what_to_do(run_kiosk):
    kiosk = run_kiosk(DISPLAY="", WAYLAND_DISPLAY="", QT_QPA_PLATFORM="")
    code, error = kiosk.ended()
    assert code == 1
    assert "There is no display" in error


def test_a_display_that_does_not_answer_is_no_crash(run_kiosk):
    kiosk = run_kiosk(DISPLAY=":98765", QT_QPA_PLATFORM="xcb")
    code, error = kiosk.ended()
    assert code == 1
    assert "The window could not be opened" in error
