"""Tables and words for people. Nothing from a player reaches the terminal unchecked."""

import time
from collections.abc import Collection, Iterable, Mapping, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from footlight_common.discovery import showable
from footlight_common.model.playback import Item, Playback, PlaybackState
from footlight_common.security.roles import Role
from footlight_controller.core.audit_trail import Audited
from footlight_controller.core.selection import distinct_names
from footlight_controller.core.site_view import MemberView
from footlight_controller.core.view import LinkState, PlayerView
from footlight_controller.services.discovery import Sighting
from footlight_controller.services.site import Site
from footlight_controller.services.site_file import NO_SITE
from footlight_controller.services.team import member_view

_PLAYBACK_LOOKS = {
    PlaybackState.IDLE: ("●", "idle", "green"),
    PlaybackState.LOADING: ("◌", "loading", "green"),
    PlaybackState.PLAYING: ("▶", "playing", "bright_blue"),
    PlaybackState.PAUSED: ("⏸", "paused", "green"),
    PlaybackState.STALLED: ("▲", "stalled", "yellow"),
}

# Columns that may be cut, and what they keep at least.
_CUT_CELLS = {
    "NAME": 5,
    "AREA": 4,
    "STATUS": 10,
    "SHOWS": 5,
    "PLAYER": 5,
    "MEMBER": 5,
    "DETAIL": 6,
    "ITEM": 8,
    "RESULT": 8,
    "ALERT": 20,
    "WHO": 6,
}

# How far a column reaches where nothing is cut; a longer cell pushes what is behind it in its own row alone.
_ALIGNED_CELLS = 40

# More names would not be read.
_LISTED = 5


def plain(text: str, style: str = "") -> Text:
    """Text of a stranger as it may be shown: one line, no escape sequences, no markup."""
    return Text(showable(text), style)


def clock_of(position_s: float) -> str:
    """`1:05` or `1:00:05`."""
    minutes, seconds = divmod(int(position_s), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def ago(seconds: float) -> str:
    """How long ago, in one unit."""
    for length_s, unit in ((86400, "d"), (3600, "h"), (60, "min")):
        if seconds >= length_s:
            return f"{int(seconds // length_s)} {unit} ago"
    return "now" if seconds < 5 else f"{int(seconds)} s ago"


def items_of(items: Iterable[Item]) -> str:
    """`clip.mp4 and 2 more`."""
    first, *rest = items
    return showable(first.name) + (f" and {len(rest)} more" if rest else "")


def print_sightings(console: Console, sightings: list[Sighting]) -> None:
    """The players that announce themselves."""
    if not sightings:
        console.print("No player announces itself here.")
        return
    rows = [
        (
            plain(sighting.record.name),
            Text(sighting.record.id),
            Text(str(sighting.addresses[0])),
            Text("yes" if sighting.record.claimed else "no"),
            Text(str(sighting.record.protocol)),
        )
        for sighting in sightings
    ]
    print_table(console, ("NAME", "ID", "ADDRESS", "CLAIMED", "PROTOCOL"), rows)


def print_players(
    console: Console, players: list[PlayerView], wall_s: float, monotonic_s: float, *, said: Collection[str] = ()
) -> None:
    """The players and how they stand at these two times.

    Why some are offline stands in their rows as far as there is room, and else whole below, once for each reason that
    was not `said` already.
    """
    if not players:
        console.print("No player is known, and none was found. Add one with: footlight add HOST:PORT", soft_wrap=True)
        return
    rows = []
    for view in players:
        seen = "never" if view.last_seen_s is None else ago(wall_s - view.last_seen_s)
        row = (
            plain(view.name),
            Text(view.id),
            plain(view.identity.area),
            _status(view),
            _shows(view, monotonic_s),
            Text(seen),
            Text(str(view.addresses[0]) if view.addresses else ""),
        )
        for cell in row if not view.online else ():
            cell.stylize("dim")
        rows.append(row)
    widths = print_table(console, ("NAME", "ID", "AREA", "STATUS", "SHOWS", "SEEN", "ADDRESS"), rows)
    _print_reasons(console, players, widths[3], said)


def _print_reasons(console: Console, players: Sequence[PlayerView], room: int, said: Collection[str]) -> None:
    names = distinct_names({view.id: view.name for view in players})
    told: dict[str, list[str]] = {}
    for view in players:
        whole = _whole_status(view)
        if (
            view.link.state is LinkState.OFFLINE
            and view.link.reason not in said
            and (whole != _status(view).plain or Text(whole).cell_len > room)
        ):
            told.setdefault(_reason(view), []).append(names[view.id])
    for reason, who in told.items():
        listed = ", ".join(who[:_LISTED]) + (f" and {len(who) - _LISTED} more" if len(who) > _LISTED else "")
        console.print(plain(f"{listed}: {reason}"), soft_wrap=True)


def print_site(console: Console, site: Site, wall_s: float) -> None:
    """The site, and who belongs to it."""
    roster, me = site.standing.roster, site.member
    role = f"you are {me.name}, {me.role.word}" if me else "you are no member of it any more; ask an admin"
    console.print(plain(f"{roster.site_name} ({site.id}): {role}."), soft_wrap=True)
    if site.roster_key is None and me is not None and me.role is Role.ADMIN:
        console.print("The keys of the site are not here: pairing and the team need them.", soft_wrap=True)
    print_members(console, [member_view(member) for member in roster.members], wall_s)


def print_members(
    console: Console, members: Sequence[MemberView], wall_s: float, seen: Mapping[str, float] | None = None
) -> None:
    """Who belongs to the site, and when each was last seen by a player where that is known."""
    columns = ("NAME", "ROLE", "ADDED", "BY", *(() if seen is None else ("SEEN",)), "ID")
    rows = [
        (
            plain(member.name),
            Text(member.role.word),
            Text(ago(wall_s - member.added_at_s)),
            plain(member.added_by),
            *(() if seen is None else (Text(ago(wall_s - seen[member.id]) if member.id in seen else "never"),)),
            Text(member.id),
        )
        for member in members
    ]
    print_table(console, columns, rows)


def print_behind(console: Console, players: Sequence[PlayerView], wall_s: float) -> None:
    """The players that have not heard of the newest team."""
    for view in players:
        seen = "online" if view.online else "never seen"
        if not view.online and view.last_seen_s is not None:
            seen = f"offline, seen {ago(wall_s - view.last_seen_s)}"
        console.print(plain(f"{view.name} ({view.id}) has an old team: {seen}."), soft_wrap=True)


def print_audit(console: Console, lines: Sequence[Audited]) -> None:
    """What was asked of players, in the order it comes."""
    if not lines:
        console.print("Nothing of that was asked of them.")
        return
    names = distinct_names({line.player_id: line.player_name for line in lines})
    rows = [
        (
            Text(moment(line.entry.at_s)),
            plain(names[line.player_id]),
            plain(line.entry.name),
            Text(line.entry.role.word if line.entry.role is not None else ""),
            plain(line.entry.command),
            plain(line.entry.detail),
            Text("done", "green") if line.entry.ok else plain(line.entry.message or line.entry.code, "red"),
        )
        for line in lines
    ]
    print_table(console, ("TIME", "PLAYER", "MEMBER", "ROLE", "COMMAND", "DETAIL", "RESULT"), rows)


def moment(at_s: float) -> str:
    """Date and time of this machine."""
    try:
        return time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(at_s))
    except (OverflowError, ValueError, OSError):
        # A clock that runs wild.
        return "?"


def print_table(console: Console, columns: Sequence[str], rows: Sequence[Sequence[Text]]) -> list[int]:
    """One line a row. On a terminal, the columns of _CUT_CELLS are cut to its width; nothing else ever is.

    Returns how many cells each column shows.
    """
    if not console.is_terminal:
        _print_whole(console, [[Text(name) for name in columns], *rows])
        return [max(row[place].cell_len for row in rows) for place in range(len(columns))]
    table = Table(box=None, pad_edge=False, header_style="bold")
    widths = [max(len(name), *(row[place].cell_len for row in rows)) for place, name in enumerate(columns)]
    gaps = 2 * (len(columns) - 1)
    widths = _fitted(widths, [_CUT_CELLS.get(name) for name in columns], console.width - gaps)
    for name, width in zip(columns, widths, strict=True):
        table.add_column(name, width=width, no_wrap=True, overflow="ellipsis")
    for row in rows:
        table.add_row(*row)
    # Too narrow a terminal breaks the line itself, and what is copied from it is whole all the same.
    console.width = max(console.width, sum(widths) + gaps)
    console.print(table, crop=False)
    return widths


def _print_whole(console: Console, rows: Sequence[Sequence[Text]]) -> None:
    lengths = [[cell.cell_len for cell in column] for column in zip(*rows, strict=True)]
    widths = [max((each for each in column if each <= _ALIGNED_CELLS), default=0) for column in lengths]
    for row in rows:
        cells = [cell.plain + " " * (width - cell.cell_len) for cell, width in zip(row, widths, strict=True)]
        console.print(Text("  ".join(cells).rstrip()), soft_wrap=True)


def _fitted(widths: list[int], least: list[int | None], room: int) -> list[int]:
    """The widths, with the widest of those that have a `least` made narrower until all fit into `room`."""
    widths = list(widths)
    while sum(widths) > room:
        loose = [place for place, cells in enumerate(least) if cells is not None and widths[place] > cells]
        if not loose:
            break
        widths[max(loose, key=lambda place: widths[place])] -= 1
    return widths


def _status(view: PlayerView) -> Text:
    if view.online:
        symbol, word, colour = _PLAYBACK_LOOKS[view.playback.state]
        return Text(f"{symbol} {word}", colour)
    if view.link.state is LinkState.CONNECTING:
        return Text("◌ connecting", "yellow")
    if view.link.reason == NO_SITE:
        return Text("○ offline: no site here")
    status = plain(_whole_status(view))
    status.truncate(_ALIGNED_CELLS, overflow="ellipsis")
    return status


def _whole_status(view: PlayerView) -> str:
    reason = _reason(view)
    return f"○ offline: {reason}" if reason else "○ offline"


def _reason(view: PlayerView) -> str:
    """Without its name, which stands beside it already."""
    return showable(view.link.reason).removeprefix(f"{showable(view.name)} ")


def _shows(view: PlayerView, monotonic_s: float) -> Text:
    playback: Playback = view.playback
    if playback.item is None:
        return Text("")
    length = "" if playback.duration_s is None else f" / {clock_of(playback.duration_s)}"
    return plain(f"{playback.item.name}  {clock_of(view.position_s(monotonic_s))}{length}")
