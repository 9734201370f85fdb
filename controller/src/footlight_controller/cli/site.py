"""`footlight site`: the site of this controller, its backup, and how it comes back."""

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from footlight_common.discovery import showable
from footlight_common.errors import DirectoryInUse, TrustError
from footlight_common.security.site_backup import MIN_PASSPHRASE_LENGTH
from footlight_common.storage import DataDirectory
from footlight_controller.cli.account import account_name
from footlight_controller.cli.arguments import Json, checked, roster_name_of
from footlight_controller.cli.flags import Command, Group
from footlight_controller.cli.leaving import leave
from footlight_controller.cli.lines import print_line, site_line
from footlight_controller.cli.session import Session
from footlight_controller.cli.team import COMMANDS
from footlight_controller.cli.texts import print_site
from footlight_controller.services.backup_file import read_backup, write_backup
from footlight_controller.services.site import Site
from footlight_controller.services.site_file import SiteFile

PassphraseFile = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Take the first line of this file as the passphrase, instead of asking."),
]
Member = Annotated[
    str | None,
    typer.Option(
        "--as",
        parser=checked(roster_name_of),
        metavar="MEMBER",
        help="What people call you; else the name of your account.",
    ),
]


def build_site() -> typer.Typer:
    """The commands under `footlight site`."""
    group = typer.Typer(cls=Group, help="The site this controller belongs to, and its members.")
    commands: tuple[Callable[..., None], ...] = (create, show, backup, restore, *COMMANDS, leave)
    for command in commands:
        group.command(cls=Command)(command)
    return group


def create(
    ctx: typer.Context,
    name: Annotated[
        str,
        typer.Argument(
            parser=checked(roster_name_of), metavar="NAME", help="What people call the site, for example the house."
        ),
    ],
    member: Member = None,
    json: Json = False,
) -> None:
    """Make a site, with you as its first admin."""
    session: Session = ctx.obj

    def make() -> None:
        file = session.site_file()
        if file.exists:
            # One that cannot be read says that itself.
            msg = (
                f"this controller belongs to the site {file.require().name} already. Another site needs another "
                "--data-dir, or let go of this one first: footlight site leave"
            )
            raise TrustError(msg)
        site = Site.create(name, member or account_name(), at_s=time.time())
        file.save(site)
        if json:
            print_line(site_line(site))
        else:
            _say(f"Made the site {site.name}, with you as its admin. Keep a backup of it: footlight site backup FILE")
            _say_where(file)

    _owning(session, make)


def show(ctx: typer.Context, json: Json = False) -> None:
    """Show the site, your role in it, and its members."""
    session: Session = ctx.obj

    async def work() -> None:
        site = await asyncio.to_thread(session.site_file().require)
        if json:
            print_line(site_line(site))
        else:
            print_site(Console(), site, time.time())

    session.carry_out(work())


def backup(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to; it must not exist yet.")],
    passphrase_file: PassphraseFile = None,
) -> None:
    """Save the site, its keys and all, in one encrypted file.

    Whoever has the file and the passphrase is an admin of the site. Keep the two apart.
    """
    session: Session = ctx.obj

    async def work() -> None:
        site_file = session.site_file()
        (await asyncio.to_thread(site_file.require)).secrets()
        passphrase = _passphrase(passphrase_file, confirm=True)
        await asyncio.to_thread(lambda: write_backup(file, site_file.backup(passphrase)))
        _say(f"Saved the site as {file}. It opens with the passphrase alone, which nobody can find out for you.")

    session.carry_out(work())


def restore(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A backup of a site.")],
    member: Member = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Make this controller an admin of the site in a backup."""
    session: Session = ctx.obj

    def make() -> None:
        data = read_backup(file)
        passphrase = _passphrase(passphrase_file, confirm=False)
        site_file = session.site_file()
        site = site_file.restore(data, passphrase, member or account_name(), at_s=time.time())
        _say(
            f"Restored the site {site.name}, with you as an admin. Who was removed after the backup was made is on the "
            "team again until a player is met that remembers it: that player keeps them out, and this controller "
            "removes them anew. Look at the members with `footlight site show`."
        )
        _say_where(site_file)

    _owning(session, make)


def _owning(session: Session, make: Callable[[], None]) -> None:
    def own() -> None:
        try:
            with DataDirectory(session.data_dir):
                make()
        except DirectoryInUse as err:
            raise session.in_use() from err

    async def work() -> None:
        await asyncio.to_thread(own)

    session.carry_out(work())


def _passphrase(file: Path | None, *, confirm: bool) -> str:
    if file is not None:
        lines = read_backup(file).decode(errors="surrogateescape").splitlines()
        return lines[0] if lines else ""
    hint = f" (at least {MIN_PASSPHRASE_LENGTH} characters)" if confirm else ""
    return str(typer.prompt(f"Passphrase{hint}", hide_input=True, confirmation_prompt=confirm, err=True))


def _say_where(file: SiteFile) -> None:
    if file.open_to_account:
        _say(f"There is no keyring here: the keys are in {file.path}, which your account alone can read.")


def _say(text: str) -> None:
    Console().print(showable(text), markup=False, highlight=False, soft_wrap=True)
