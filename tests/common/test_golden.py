"""The wire is what the golden files say; who changes one changes the protocol."""

import json
from pathlib import Path
from typing import get_args

import pytest
from common.golden.messages import ACTIONS, TO_CONTROLLER, TO_PLAYER

from footlight_common import protocol
from footlight_common.protocol.base import encode
from footlight_common.protocol.commands import AnyAction

V1 = Path(__file__).parent / "golden" / "v1"


def golden(key):
    return (V1 / f"{key}.json").read_text(encoding="utf-8")


def tags(union):
    return {member.__struct_config__.tag for member in get_args(union)}


@pytest.mark.parametrize(("key", "value"), TO_PLAYER.items(), ids=TO_PLAYER.keys())
def test_message_to_player_reads_as_before(key, value):
    assert protocol.to_player.decode(golden(key)) == value


@pytest.mark.parametrize(("key", "value"), TO_CONTROLLER.items(), ids=TO_CONTROLLER.keys())
def test_message_to_controller_reads_as_before(key, value):
    assert protocol.to_controller.decode(golden(key)) == value


@pytest.mark.parametrize(("key", "value"), {**TO_PLAYER, **TO_CONTROLLER}.items())
def test_message_is_written_as_before(key, value):
    assert json.loads(encode(value)) == json.loads(golden(key))


def test_every_message_and_action_has_a_golden_file():
    assert {value.__struct_config__.tag for value in TO_PLAYER.values()} == tags(protocol.ToPlayer)
    assert {value.__struct_config__.tag for value in TO_CONTROLLER.values()} == tags(protocol.ToController)
    assert {action.__struct_config__.tag for action in ACTIONS.values()} == tags(AnyAction)


def test_no_golden_file_is_left_over():
    assert {path.stem for path in V1.iterdir()} == {*TO_PLAYER, *TO_CONTROLLER}


def test_both_directions_have_messages_of_their_own():
    assert not tags(protocol.ToPlayer) & tags(protocol.ToController)
