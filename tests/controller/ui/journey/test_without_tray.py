"""A desktop that has neither a tray nor a notification service, as the offscreen platform really is."""

from PySide6.QtWidgets import QSystemTrayIcon


def test_what_is_wrong_is_told_in_the_window_and_under_the_bell_without_any_noise(make_screen, tell, capfd):
    lobby = make_screen("Lobby")

    def story(person, window):
        assert not QSystemTrayIcon.isSystemTrayAvailable()
        assert not window.settings.keeps_running.isVisibleTo(window.settings)
        window.showMinimized()
        lobby.switch_off()
        person.sees(lambda: window.frame.title_bar.bell.count == 1)
        window.showNormal()
        assert ("Lobby", "The player was closed.") in person.toasts
        person.click(window.frame.title_bar.bell)
        person.sees(window.frame.centre.isVisible)
        person.close_window()
        person.sees(lambda: not window.isVisible())

    tell(story, lobby)
    assert capfd.readouterr().err == ""
