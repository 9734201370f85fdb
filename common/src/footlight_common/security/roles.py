"""What a member may do, in four steps."""

from enum import Enum
from functools import total_ordering

from footlight_common.errors import InvalidArgument


@total_ordering
class Role(Enum):
    """Each includes the ones before. The value is the word on the wire."""

    VIEWER = "viewer"
    """Watches."""
    OPERATOR = "operator"
    """Plays, and looks after content and programmes."""
    TECHNICIAN = "technician"
    """Pairs, configures, reads logs, restarts, updates."""
    ADMIN = "admin"
    """Team, roster, unpair."""

    @classmethod
    def from_word(cls, word: str) -> "Role":
        """Raises InvalidArgument for any other word."""
        try:
            return cls(word)
        except ValueError as err:
            msg = f"there is no such role. Choose one of {', '.join(role.value for role in cls)}."
            raise InvalidArgument(msg) from err

    @property
    def word(self) -> str:
        return str(self.value)

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, Role):
            return NotImplemented
        return _RANK[self] < _RANK[other]


_RANK = {role: rank for rank, role in enumerate(Role)}
