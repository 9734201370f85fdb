import pytest

from footlight_player.engine.board import board_model, hardware_decoder, has_graphics

OLD, NEW = (0, 35, 1), (0, 40, 0)


@pytest.mark.parametrize(
    ("model", "version", "decoder"),
    [
        ("Raspberry Pi 5 Model B Rev 1.0", NEW, "drm"),
        ("Raspberry Pi 500 Rev 1.0", NEW, "drm"),
        ("Raspberry Pi 4 Model B Rev 1.5", NEW, "v4l2m2m-copy,drm-copy"),
        ("Raspberry Pi 4 Model B Rev 1.5", OLD, "v4l2m2m-copy"),
        ("Raspberry Pi Compute Module 4 Rev 1.1", NEW, "v4l2m2m-copy,drm-copy"),
        ("Raspberry Pi 400 Rev 1.0", NEW, "v4l2m2m-copy,drm-copy"),
        ("Raspberry Pi 3 Model B Plus Rev 1.3", NEW, "v4l2m2m-copy"),
        ("Radxa ROCK 5B", NEW, "auto-safe"),
        ("", OLD, "auto-safe"),
    ],
)
def test_each_board_gets_the_decoder_that_works_on_it(model, version, decoder):
    assert hardware_decoder(model, version) == decoder


def test_where_there_is_no_graphics_processor_nothing_is_tried():
    assert hardware_decoder("", NEW, graphics=False) == "no"


def test_the_model_is_read_as_the_firmware_writes_it(tmp_path):
    file = tmp_path / "model"
    file.write_bytes(b"Raspberry Pi 4 Model B Rev 1.5\0")
    assert board_model(file) == "Raspberry Pi 4 Model B Rev 1.5"
    assert board_model(tmp_path / "none") == ""


def test_a_render_node_is_a_graphics_processor(tmp_path):
    assert not has_graphics(tmp_path)
    (tmp_path / "dri").mkdir()
    (tmp_path / "dri/renderD128").touch()
    assert has_graphics(tmp_path)
