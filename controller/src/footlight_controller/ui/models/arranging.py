"""How the person wants the players arranged: search, filter, order, groups and shape."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

Choice = TypeVar("Choice", bound=StrEnum)

# Longer than any name; what is kept between two runs stays small.
MAX_SEARCH = 200


class Show(StrEnum):
    """Which players are shown."""

    ALL = "all"
    ONLINE = "online"
    PLAYING = "playing"
    OFFLINE = "offline"
    """Not online, for whatever reason."""
    ATTENTION = "attention"
    """Something about them needs a person."""


class Sort(StrEnum):
    """By what players are ordered, within their area where they are grouped."""

    NAME = "name"
    STATUS = "status"
    """What is wrong first, what does nothing last."""
    LAST_SEEN = "last_seen"
    """Those online by name, then those gone, the latest first."""


class Shape(StrEnum):
    """What a player is drawn as."""

    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"
    TABLE = "table"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arranging:
    """All the choices of the toolbar."""

    search: str = ""
    show: Show = Show.ALL
    sort: Sort = Sort.NAME
    grouped: bool = True
    """By area."""
    shape: Shape = Shape.MEDIUM

    @property
    def words(self) -> tuple[str, ...]:
        """What has to be in a player, all of it."""
        return tuple(self.search.casefold().split())

    def state(self) -> dict[str, str]:
        """For keeping; `of_state` reads it. The search is not kept, for nobody wonders tomorrow where the rest went."""
        return {
            "show": self.show.value,
            "sort": self.sort.value,
            "grouped": "yes" if self.grouped else "no",
            "shape": self.shape.value,
        }

    @classmethod
    def of_state(cls, state: Mapping[str, str]) -> "Arranging":
        """What `state` says; the usual where it says nothing that is known."""
        return cls(
            search=state.get("search", "")[:MAX_SEARCH],
            show=_known(state.get("show"), Show.ALL),
            sort=_known(state.get("sort"), Sort.NAME),
            grouped=state.get("grouped") != "no",
            shape=_known(state.get("shape"), Shape.MEDIUM),
        )


def _known(text: str | None, usual: Choice) -> Choice:
    return next((choice for choice in type(usual) if choice.value == text), usual)
