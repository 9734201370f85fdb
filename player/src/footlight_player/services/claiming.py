"""A claim made where the site's CA key is, without a code: for simulated players, benchmarks and tests."""

from contextlib import closing
from pathlib import Path

from footlight_common.clock import SystemClock
from footlight_common.security.authority import Authority, certificate_request
from footlight_common.security.keys import TLSKey
from footlight_common.security.pairing import Claim
from footlight_common.security.standing import Standing
from footlight_player.services.home import Home
from footlight_player.services.trust import Trust


def claim_for(player: str, key: TLSKey, authority: Authority, standing: Standing, *, name: str, area: str) -> Claim:
    """What the player with this id and key would be granted in a pairing. Raises CredentialRefused."""
    certificate = authority.issue_for_player(certificate_request(key, player), player)
    return Claim(certificate=certificate, standing=standing, roster=standing.roster, name=name, area=area)


async def claim_folder(
    folder: Path, authority: Authority, standing: Standing, *, name: str | None = None, area: str | None = None
) -> str:
    """Have the player with this data directory, which does not run, belong to the site; its id.

    Raises DirectoryInUse, StorageError.
    """
    clock = SystemClock()
    with closing(Home(folder, clock)) as home:
        identity = await home.identity.establish(name=name, area=area)
        trust = await Trust.open(identity.id, clock, home.trust)
        await trust.adopt(claim_for(identity.id, trust.key, authority, standing, name="", area=""))
        # The name is kept already.
        await trust.settle()
        await home.save()
    return identity.id
