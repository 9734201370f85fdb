"""`footlight site leave`: this controller belongs to no site any more."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from footlight_common.discovery import showable
from footlight_common.errors import DirectoryInUse, NoSite, StorageError, TrustError
from footlight_common.security.roles import Role
from footlight_common.storage import DataDirectory
from footlight_controller.cli.session import Session
from footlight_controller.services import programmes, registry
from footlight_controller.services.site import Site
from footlight_controller.services.site_file import NO_SITE


def leave(
    ctx: typer.Context,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Let go of your site on this computer, so that it can belong to another. Players and other members stay."""
    session: Session = ctx.obj

    async def ask() -> str:
        return await asyncio.to_thread(lambda: _what_is_lost(session))

    async def work() -> None:
        await asyncio.to_thread(lambda: _let_go(session))
        Console().print(
            "This controller belongs to no site any more. The next one: footlight site create, join or restore",
            soft_wrap=True,
        )

    lost: list[str] = []

    async def look() -> None:
        lost.append(await ask())

    session.carry_out(look())
    if not yes:
        typer.confirm(f"{showable(lost[0])} Go on?", abort=True, err=True)
    session.carry_out(work())


def _what_is_lost(session: Session) -> str:
    file = session.site_file()
    if not file.exists:
        raise NoSite(NO_SITE)
    kept = "The list of players here is emptied too."
    try:
        site = file.require()
    except (StorageError, TrustError):
        return f"The site in {file.path} cannot be read, and its keys are lost with it. {kept}"
    return f"{_of(site)} {kept}"


def _of(site: Site) -> str:
    me = site.member
    if me is None:
        return f"You are no member of {site.name} any more, and lose nothing but what is kept of it here."
    others = [each for each in site.standing.roster.members if each.id != me.id and each.role is Role.ADMIN]
    if me.role is Role.ADMIN and not others:
        return (
            f"You are the last admin of {site.name}. Without a backup nobody can pair, unpair or change the team any "
            "more, and every player has to be reset. Make a backup first: footlight site backup FILE."
        )
    return (
        f"You lose your access to {site.name} as {me.role.word}; an admin has to invite you again, and should remove "
        f"you from the team: footlight site revoke {me.id}."
    )


def _let_go(session: Session) -> None:
    try:
        with DataDirectory(session.data_dir):
            session.site_file().leave()
            for name in (registry.FILE_NAME, programmes.FILE_NAME):
                _forget(session.data_dir / name)
    except DirectoryInUse as err:
        raise session.in_use() from err


def _forget(path: Path) -> None:
    try:
        for each in (path.with_name(f"{path.name}.bak"), path):
            each.unlink(missing_ok=True)
    except OSError as err:
        msg = f"cannot remove {path}: {err.strerror}. Check its owner and the disk."
        raise StorageError(msg) from err
