import os
import pwd

from footlight_common.storage import DataDirectory
from footlight_controller.services.holder import holder_of


def test_who_holds_a_data_directory_is_named_with_process_and_user(tmp_path):
    held = DataDirectory(tmp_path)
    who = holder_of(tmp_path)
    held.close()
    assert f"process {os.getpid()}" in who
    assert pwd.getpwuid(os.getuid()).pw_name in who


def test_of_a_directory_that_nobody_holds_nothing_is_said(tmp_path):
    assert holder_of(tmp_path) == ""
    assert holder_of(tmp_path / "missing") == ""
