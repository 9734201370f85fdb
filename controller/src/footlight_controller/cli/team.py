"""`footlight site invite`, `join`, `members`, `role`, `revoke` and `rotate`: who belongs to the site."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Annotated

import typer
from rich.console import Console

from footlight_common.discovery import Address, showable
from footlight_common.errors import DirectoryInUse, InvalidArgument, RosterRefused
from footlight_common.security.roles import Role
from footlight_controller.cli.account import account_name
from footlight_controller.cli.arguments import Json, checked, roster_name_of
from footlight_controller.cli.carrying import ask_players, carry, meet
from footlight_controller.cli.joining import join_found
from footlight_controller.cli.lines import member_line, print_line
from footlight_controller.cli.session import Session
from footlight_controller.cli.texts import print_behind, print_members
from footlight_controller.cli.typed_code import typed_code
from footlight_controller.core.site_view import MemberView, OpenInvitation
from footlight_controller.core.view import PlayerView
from footlight_controller.services.controller import Controller
from footlight_controller.services.join_listener import JOIN_PORT
from footlight_controller.services.team import site_view


def _role_of(value: object) -> Role:
    try:
        return Role.from_word(str(value).lower())
    except InvalidArgument as err:
        raise typer.BadParameter(str(err)) from err


Who = Annotated[str, typer.Argument(metavar="MEMBER", help="Their id, the start of their id, or their name.")]
_ROLES = ", ".join(role.word for role in Role)


def invite(
    ctx: typer.Context,
    role: Annotated[
        Role, typer.Option(parser=_role_of, metavar="ROLE", help=f"{_ROLES}; each may what those before it may.")
    ],
    json: Json = False,
) -> None:
    """Let one person join your site with a code that you read out. Ctrl+C takes it back."""
    session: Session = ctx.obj

    async def work() -> None:
        async with _owned(session, "invite", dial_everybody=True) as controller:
            # An invitation into an old team would make a member whom no player knows.
            controller.site()
            known = await meet(controller)
            invitation = await controller.team.invite(role)
            _show_invitation(invitation, role, json=json)
            codes = asyncio.create_task(_show_codes(controller, invitation, json=json))
            try:
                member = await controller.team.invited()
            except asyncio.CancelledError:
                await controller.team.cancel_invitation()
                if not json:
                    _say("The invitation is taken back.")
                raise
            finally:
                codes.cancel()
                await asyncio.gather(codes, return_exceptions=True)
            if json:
                print_line({"event": "joined", "member": member_line(member)})
            else:
                _say(f"{member.name} joined as {member.role.word}.")
            carried = await carry(controller, known)
        if not json:
            _say(carried.told)

    session.carry_out(work())


def join(
    ctx: typer.Context,
    code: Annotated[
        str | None,
        typer.Option(metavar="123-456", help="The digits that were read out; it asks when they are not given."),
    ] = None,
    address: Annotated[
        str | None,
        typer.Argument(metavar="HOST[:PORT]", help="Of the controller that invites; else it is looked for."),
    ] = None,
    member: Annotated[
        str | None,
        typer.Option(
            "--as",
            parser=checked(roster_name_of),
            metavar="NAME",
            help="What people call you; else the name of your account.",
        ),
    ] = None,
) -> None:
    """Join a site, with the code that one of its admins reads out."""
    session: Session = ctx.obj
    try:
        parsed = None if address is None else Address.parse(address, default_port=JOIN_PORT)
    except ValueError as err:
        raise typer.BadParameter(str(err), param_hint="HOST[:PORT]") from err
    typed = typed_code(code, "Code of the invitation")
    name = member or account_name()

    async def work() -> None:
        async with _owned(session, "join") as controller:
            site = await join_found(controller, parsed, typed, name)
        me = f"as {site.me.role.word}" if site.me else "and were removed meanwhile"
        _say(f"You joined the site {site.name} {me}.")

    session.carry_out(work())


def members(ctx: typer.Context, json: Json = False) -> None:
    """List who belongs to your site.

    Admins also see when each was last seen, and which players have an old team, if a player can be asked now.
    """
    session: Session = ctx.obj

    async def work() -> None:
        site = site_view(await asyncio.to_thread(session.site_file().require))
        seen: Mapping[str, float] | None = None
        behind: Sequence[PlayerView] | None = None
        if site.me is not None and site.me.role is Role.ADMIN:
            async with session.controller(dial_everybody=True) as controller:
                seen, behind = await ask_players(controller)
                site = site_view(controller.site())
        if not json:
            console = Console()
            print_members(console, site.members, time.time(), seen)
            print_behind(console, behind or (), time.time())
            return
        for member in site.members:
            print_line(member_line(member, seen, behind))

    session.carry_out(work())


def role(
    ctx: typer.Context,
    who: Who,
    new: Annotated[Role, typer.Argument(parser=_role_of, metavar="ROLE", help="What they may do from now on.")],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Also when it is you who may do less.")] = False,
) -> None:
    """Give a member another role."""

    async def change(controller: Controller) -> str:
        member = await _member(controller, who)
        me = controller.site().member
        if me is not None and me.id == member.id and new < member.role and not yes:
            msg = f"that is you. Nothing was changed; with --yes you are {new.word}, and cannot take it back yourself."
            raise RosterRefused(msg)
        await controller.team.set_role(member.id, new)
        return f"{member.name} is {new.word} now."

    _change(ctx.obj, change)


def revoke(
    ctx: typer.Context,
    who: Who,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Also when it is you.")] = False,
) -> None:
    """Remove a member. Players close the connections of theirs as soon as they hear of it."""

    async def change(controller: Controller) -> str:
        member = await _member(controller, who)
        me = controller.site().member
        if me is not None and me.id == member.id and not yes:
            msg = "that is you. Nothing was changed; with --yes you are no member any more."
            raise RosterRefused(msg)
        await controller.team.revoke(member.id)
        held = member.role >= Role.TECHNICIAN
        keys = " They held keys of the site: change those with `footlight site rotate`." if held else ""
        return f"{member.name} is no member any more.{keys}"

    _change(ctx.obj, change)


def rotate(
    ctx: typer.Context,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Change the keys of your site, which whoever was removed may still have.

    Members and players go on as before and get the new keys by themselves. An older backup opens no door any more.
    """
    session: Session = ctx.obj
    if not yes:
        question = "Change the keys of the site? Older backups are worth nothing then."
        typer.confirm(question, abort=True, err=True)

    async def change(controller: Controller) -> str:
        site = await controller.team.rotate()
        return f"{site.name} has new keys. Make a new backup: footlight site backup FILE"

    _change(session, change)


COMMANDS: tuple[Callable[..., None], ...] = (invite, join, members, role, revoke, rotate)


def _change(session: Session, change: Callable[[Controller], Awaitable[str]]) -> None:
    async def work() -> None:
        async with _owned(session, "change the team", dial_everybody=True) as controller:
            controller.site()
            known = await meet(controller)
            _say(await change(controller))
            carried = await carry(controller, known)
        _say(carried.told)

    session.carry_out(work())


@asynccontextmanager
async def _owned(session: Session, instead: str, *, dial_everybody: bool = False) -> AsyncIterator[Controller]:
    try:
        async with session.controller(own=True, dial_everybody=dial_everybody) as controller:
            yield controller
    except DirectoryInUse as err:
        raise session.in_use(instead=instead) from err


async def _member(controller: Controller, wanted: str) -> MemberView:
    return choose_member(wanted, site_view(controller.site()).members)


def choose_member(wanted: str, members: Collection[MemberView]) -> MemberView:
    """The member whose id, start of an id or name this is. Raises RosterRefused when it is not exactly one."""
    exact = [member for member in members if member.id == wanted]
    fits = exact or [
        member
        for member in members
        if member.name.casefold() == wanted.casefold() or (wanted and member.id.startswith(wanted.lower()))
    ]
    if len(fits) == 1:
        return fits[0]
    if fits:
        which = ", ".join(f"{member.name} ({member.id})" for member in fits)
        msg = f"several members fit {wanted!r}: {which}. Write the id."
    else:
        msg = f"no member is called {wanted!r}. See who there is with: footlight site members"
    raise RosterRefused(msg)


def _show_invitation(invitation: OpenInvitation, role: Role, *, json: bool) -> None:
    left_s = max(0.0, invitation.ends_s - time.monotonic())
    addresses = [str(address) for address in invitation.addresses]
    if json:
        ends_in_s = round(left_s)
        print_line(
            {"event": "open", "code": invitation.code, "addresses": addresses, "role": role.word, "ends_in": ends_in_s}
        )
        return
    _say(f"Code {invitation.code}: one person may join with it as {role.word}, for {left_s / 60:.0f} minutes.")
    _say(f"They join in their desktop app, or with: footlight site join {addresses[0]}; it asks for the code.")


async def _show_codes(controller: Controller, invitation: OpenInvitation, *, json: bool) -> None:
    shown: OpenInvitation | None = invitation
    with contextlib.suppress(asyncio.CancelledError):
        while shown is not None:
            shown = await controller.team.invitation_after(shown)
            if shown is None:
                return
            if json:
                print_line({"event": "code", "code": shown.code})
            else:
                _say(f"Somebody typed wrong codes. The code is {shown.code} now.")


def _say(text: str) -> None:
    Console().print(showable(text), markup=False, highlight=False, soft_wrap=True)
