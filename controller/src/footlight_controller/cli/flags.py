"""Commands whose help names a flag without a type, for a flag takes no value."""

from typing import Any

from typer.core import TyperCommand, TyperGroup, TyperOption


def _no_type(ctx: object) -> None:  # noqa: ARG001
    return None


def _without_types(params: list[Any]) -> list[Any]:
    for param in params:
        if isinstance(param, TyperOption) and param.is_flag:
            # WORKAROUND typer 0.29: it writes <bool> behind each flag, and takes no class of options from outside.
            vars(param)["display_type_rich"] = _no_type
    return params


class Command(TyperCommand):
    """A subcommand."""

    def get_params(self, ctx: Any) -> list[Any]:  # noqa: ANN401  its type is private to typer
        return _without_types(super().get_params(ctx))


class Group(TyperGroup):
    """The command itself."""

    def get_params(self, ctx: Any) -> list[Any]:  # noqa: ANN401  its type is private to typer
        return _without_types(super().get_params(ctx))
