import json
import socket
from pathlib import Path

import pytest

from footlight_common.clock import ManualClock
from footlight_common.discovery import is_player_id
from footlight_common.storage import Store
from footlight_player.services.identity import IdentityRecord, clean_name


def open_record(folder: Path) -> IdentityRecord:
    return IdentityRecord(Store(folder / "identity.json", ManualClock(), debounce_s=0.0))


async def test_an_identity_is_made_once_and_is_on_disk_at_once(data_dir):
    made = await open_record(data_dir).establish()
    assert is_player_id(made.id)
    assert made.name == socket.gethostname()
    assert json.loads((data_dir / "identity.json").read_text())["tables"]["identity"]["1"]["id"] == made.id
    assert await open_record(data_dir).establish() == made


async def test_two_players_differ(tmp_path):
    first = await open_record(tmp_path).establish()
    (tmp_path / "other").mkdir()
    assert (await open_record(tmp_path / "other").establish()).id != first.id


async def test_a_name_and_area_given_are_kept(data_dir):
    await open_record(data_dir).establish(name="Lobby", area="Foyer")
    again = await open_record(data_dir).establish()
    assert (again.name, again.area) == ("Lobby", "Foyer")
    moved = await open_record(data_dir).establish(area="")
    assert (moved.name, moved.area, moved.id) == ("Lobby", "", again.id)


async def test_the_port_is_kept(data_dir):
    record = open_record(data_dir)
    assert record.port is None
    await record.establish()
    await record.keep_port(8471)
    assert open_record(data_dir).port == 8471


@pytest.mark.parametrize("document", [{"id": "../../etc"}, {"id": 7, "port": "x"}, {"port": 99999}, {}])
async def test_nonsense_on_disk_is_replaced(data_dir, document):
    (data_dir / "identity.json").write_text(json.dumps({"version": 1, "tables": {"identity": {"1": document}}}))
    record = open_record(data_dir)
    assert record.port is None
    assert is_player_id((await record.establish()).id)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("  Lobby \n screen\x1b[31m ", "Lobby screen[31m"),
        ("a" * 500, "a" * 200),
        ("\x00\x07", ""),
        ("Küche 🍲", "Küche 🍲"),
    ],
)
def test_names_are_one_line_of_bounded_length_without_anything_invisible(text, name):
    assert clean_name(text) == name
