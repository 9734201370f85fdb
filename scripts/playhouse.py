"""The house that `screens.py` draws: its players, the people of its site, and what they do."""

import asyncio
import random
import re
import secrets
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from past import invent, invent_figures

from footlight_common.clock import SystemClock
from footlight_common.errors import FootlightError, RoleDenied
from footlight_common.model.playback import Item
from footlight_common.protocol.commands import AnyAction, Pause, Rename, Restart, SetMute, SetVolume, Stop
from footlight_common.protocol.session import Hello
from footlight_common.protocol.topics import USUAL_TOPICS
from footlight_common.security.certificates import Certificate, Credential
from footlight_common.security.keys import TLSKey, spki
from footlight_common.security.roles import Role as MemberRole
from footlight_common.security.roster import Member
from footlight_controller.core.view import PlayerView
from footlight_controller.services.controller import Controller
from footlight_controller.services.dialer import Dialer
from footlight_controller.services.discovery import Discovery, Sighting
from footlight_controller.services.keyring_lock import NoKeyring
from footlight_controller.services.reach import Reach
from footlight_controller.services.registry import Registry
from footlight_controller.services.site import Site
from footlight_controller.services.site_file import SiteFile
from footlight_player.services.claiming import claim_folder

PROGRAM = Path(sys.executable).parent / "footlight-player"
# What each is called, where it stands, what it plays, and what is done to it then.
ADDED: tuple[tuple[str, str, str, tuple[AnyAction, ...]], ...] = (
    ("Lobby", "Foyer", "Summer season trailer.mp4", ()),
    ("Box office", "Foyer", "Ticket prices.png", (SetVolume(level=35),)),
    ("Cloakroom", "Foyer", "House rules.mp4", (SetMute(muted=True),)),
    ("Bar left", "First floor", "Menu of the evening.mp4", ()),
    ("Bar right", "First floor", "Menu of the evening.mp4", (Pause(),)),
    ("Balcony", "First floor", "Live from the stage", ()),
    ("Stage door", "Back yard", "Call times.mp4", ()),
    ("Green room", "Back yard", "", (Stop(),)),
    ("Workshop", "Back yard", "Safety briefing.mp4", ()),
    ("Canteen", "Back yard", "Menu of the evening.mp4", ()),
    ("Terrace", "Outside", "Summer season trailer.mp4", ()),
    ("Bus stop window", "Outside", "Frozen", ()),
)
LEAVES = ("Car park", "Outside")
# Who else belongs to the site, and sits at a controller.
COLLEAGUES = (
    ("Stage manager", MemberRole.OPERATOR),
    ("Projection room", MemberRole.TECHNICIAN),
    ("House office", MemberRole.ADMIN),
    ("Ticket desk in the foyer", MemberRole.VIEWER),
)
FOUND = ("Rehearsal room", "Café", "Orchestra pit with a name that goes on for longer than any card is wide")
IGNORED = "Television next door"
BEHAVIOUR = {"Live from the stage": "duration=live", "Frozen": "duration=300&stall=2"}
DEADLINE_S = 90.0


class OnlyOurs(Discovery):
    """Finds the players of this script and nobody else who happens to be on this machine."""

    def __init__(self, ids: frozenset[str]) -> None:
        super().__init__(Reach("127.0.0.1"), SystemClock())
        self._ids = ids

    async def start(
        self,
        on_sighting: Callable[[Sighting], None],
        on_trouble: Callable[[str], None],
        on_gone: Callable[[str], None] = lambda _: None,
        on_inviters: Callable[[], None] = lambda: None,
    ) -> None:
        def ours(sighting: Sighting) -> None:
            if sighting.record.id in self._ids:
                on_sighting(sighting)

        await super().start(ours, on_trouble, on_gone, on_inviters)


class Player:
    """A simulated player in a process of its own: those of a crowd keep their names."""

    def __init__(self, name: str, area: str, folder: Path) -> None:
        naming = ["--name", name, "--area", area, "--data-dir", str(folder / name)]
        command = [str(PROGRAM), *naming, "--engine", "simulated", "--host", "127.0.0.1", "--port", "0"]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)

    def id(self) -> str:
        """Waits until it has said it. Raises FootlightError."""
        line = self._process.stdout.readline() if self._process.stdout else ""
        found = re.search(r" ([0-9a-f]{16}) \S+:\d+$", line.strip())
        if found is None:
            msg = f"a player did not start: {line.strip() or 'it said nothing'}"
            raise FootlightError(msg)
        return found[1]

    def end(self) -> None:
        """Switch it off."""
        self._process.terminate()
        self._process.wait(10)
        if self._process.stdout:
            self._process.stdout.close()


def controller(data_dir: Path, ids: frozenset[str], name: str = "Front desk") -> Controller:
    """As the desktop app has it, but for whom it finds."""
    clock = SystemClock()
    return Controller(
        registry=Registry.own(data_dir, clock),
        site_file=SiteFile(data_dir, NoKeyring()),
        discovery=OnlyOurs(ids),
        dialer=Dialer(Reach("127.0.0.1"), Hello(name=name, version="0")),
        clock=clock,
        chance=random.random,
        topics=USUAL_TOPICS,
        dial_everybody=True,
        automatic=False,
    )


def items(clip: str) -> tuple[Item, ...]:
    """A list of two with `clip` first."""
    return (
        Item(uri=f"sim:one?{BEHAVIOUR.get(clip, 'duration=194')}", title=clip),
        Item(uri="sim:two?duration=60", title="House rules.mp4"),
    )


async def until(condition: Callable[[], bool], what: str) -> None:
    """Return once it is so. Raises FootlightError."""
    try:
        async with asyncio.timeout(DEADLINE_S):
            while not condition():  # noqa: ASYNC110 - Qt models tell by signals of many kinds
                await asyncio.sleep(0.05)
    except TimeoutError as err:
        msg = f"{what} took longer than {DEADLINE_S:.0f} s"
        raise FootlightError(msg) from err


async def found_site(folder: Path) -> None:
    """The site, to which those belong that are to be added, of several people. Raises FootlightError."""
    site = Site.create("Playhouse", "Front of house", at_s=time.time())
    keys = {name: TLSKey.generate() for name, _ in COLLEAGUES}
    for name, role in COLLEAGUES:
        certificate = site.authority().issue_for_member(spki(keys[name].public), secrets.token_hex(8))
        member = Member.of(certificate, name=name, role=role, added_at_s=time.time(), added_by="Front of house")
        site = site.published(site.standing.roster.with_member(member))
    keep_site(folder / "controller", site)
    for member in site.standing.roster.members[1:]:
        credential = Credential(keys[member.name], Certificate.parse(member.certificate))
        keep_site(folder / member.name, Site(standing=site.standing, credential=credential))
    for name, area in (*((name, area) for name, area, *_ in ADDED), LEAVES):
        await claim_folder(folder / name, site.authority(), site.standing, name=name, area=area)


def invent_past(folder: Path, now_s: float) -> None:
    """What those that are to be added did in the last month. Raises StorageError."""
    for name in (*(name for name, *_ in ADDED), LEAVES[0]):
        invent(folder / name, name, now_s)
    invent_figures(folder / ADDED[0][0], now_s)


def keep_site(data_dir: Path, site: Site) -> None:
    """Where a controller looks for it. Raises FootlightError."""
    data_dir.mkdir()
    SiteFile(data_dir, NoKeyring()).save(site)


async def bring_colleagues(
    folder: Path, views: Callable[[], Sequence[PlayerView]], fleet: list[str]
) -> list[Controller]:
    """Have the others look at some players and do something there. `views` is what the window shows.

    Raises FootlightError.
    """
    colleagues = []
    addresses = {view.id: view.addresses[0] for view in views() if view.addresses}
    for place, (name, _) in enumerate(COLLEAGUES):
        colleague = controller(folder / name, frozenset(), f"Desk {place + 2}")
        await colleague.start()
        colleagues.append(colleague)
        for identifier in fleet[: 4 - place]:
            await colleague.add(addresses[identifier])
    await until(lambda: all(view.online for each in colleagues for view in each.players().values()), "the colleagues")
    stage, projection, *_ = colleagues
    await stage.command(fleet[0], SetVolume(level=80))
    await stage.command(fleet[1], SetVolume(level=35))
    with suppress(RoleDenied):
        await stage.command(fleet[0], Restart())
    await projection.command(fleet[1], Rename(area="Foyer"))
    await until(
        lambda: all(any(one.controls for one in view.present) for view in views() if view.id in fleet[:2]),
        "seeing who controls",
    )
    return colleagues
