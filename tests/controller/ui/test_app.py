from footlight_controller import app
from footlight_controller.ui import desktop


async def test_in_the_desktop_app_who_is_found_waits_to_be_added(data_dir, monkeypatch):
    given = []

    def note(make_controller, **options):
        given.append((make_controller, options))
        return 0

    monkeypatch.setattr(desktop, "run_desktop", note)
    assert app.run_desktop(data_dir) == 0
    [(make_controller, options)] = given
    controller = make_controller()
    assert controller.finds._adoption.automatic is False
    assert options["settings_file"].parent == data_dir
    await controller.close()
