"""What tests wait for."""

from footlight_common.discovery import PlayerRecord

PLAYER_ID = "ab12000000000000"
SECOND_ID = "cd34000000000000"


def record(player_id: str) -> PlayerRecord:
    return PlayerRecord(id=player_id, name="Lobby")


def is_online(controller, player_id: str = PLAYER_ID):
    return lambda: player_id in controller.players() and controller.players()[player_id].online


def is_offline(controller, player_id: str = PLAYER_ID):
    return lambda: controller.players()[player_id].link.code
