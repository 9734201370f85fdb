"""Which of the players that announce themselves the controller takes in."""


class Adoption:
    """Everybody who is found is taken in, except whoever was forgotten here: an announcement must not undo that."""

    def __init__(self) -> None:
        self._forgotten: set[str] = set()

    def takes(self, player_id: str) -> bool:
        """Whether a player that announces itself becomes one of ours."""
        return player_id not in self._forgotten

    def forgot(self, player_id: str) -> None:
        """A person took the player out."""
        self._forgotten.add(player_id)

    def added(self, player_id: str) -> None:
        """A person put the player in."""
        self._forgotten.discard(player_id)
