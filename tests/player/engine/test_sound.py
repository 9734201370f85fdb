from footlight_player.engine.sound import AUTOMATIC, SILENT, audio_output


def test_without_card_and_server_there_is_no_use_in_trying(tmp_path, monkeypatch):
    monkeypatch.delenv("PULSE_SERVER", raising=False)
    assert audio_output(tmp_path, str(tmp_path)) == SILENT


def test_a_card_is_enough(tmp_path):
    (tmp_path / "card0").mkdir()
    assert audio_output(tmp_path, str(tmp_path)) == AUTOMATIC


def test_a_sound_server_is_enough(tmp_path):
    (tmp_path / "pipewire-0").touch()
    assert audio_output(tmp_path / "none", str(tmp_path)) == AUTOMATIC
