import asyncio
import json
import stat

import pytest

from footlight_common.clock import ManualClock, SystemClock
from footlight_common.errors import NotPaired, PairingBusy, PairingClosed, PairingFailed, StorageError
from footlight_common.security.roles import Role
from footlight_common.storage import Store
from footlight_player.services.trust import Trust
from footlight_player.services.trust_record import TrustRecord

PLAYER = "0123456789abcdef"


class Disk:
    def __init__(self, folder):
        self.path = folder / "trust.json"
        self.clock = ManualClock()

    async def open(self) -> Trust:
        self.store = Store(self.path, SystemClock(), debounce_s=0.0)
        self.record = TrustRecord(self.store)
        self.trust = await Trust.open(PLAYER, self.clock, self.record)
        return self.trust

    async def again(self) -> Trust:
        """After a power cut: nothing is saved that was not."""
        return await self.open()


@pytest.fixture
def disk(data_dir) -> Disk:
    return Disk(data_dir)


async def test_the_key_is_made_once_and_is_nobody_elses_to_read(disk):
    first = (await disk.open()).key.fingerprint
    assert (await disk.again()).key.fingerprint == first
    assert stat.S_IMODE(disk.path.stat().st_mode) == 0o600
    assert not disk.trust.claimed
    with pytest.raises(NotPaired):
        disk.trust.admit(None)


async def test_a_claim_is_there_after_a_power_cut(disk, house):
    trust = await disk.open()
    attempt = await trust.begin()
    await trust.claim(attempt, house.claim(PLAYER, trust.key, name="Bar", area="Foyer"))
    trust = await disk.again()
    assert (trust.claimed, trust.site, trust.roster) == (True, house.site.id, house.standing.roster)
    assert trust.credential.certificate.holder.site == house.site.id
    assert (trust.given.name, trust.given.area) == ("Bar", "Foyer")
    await trust.settle()
    assert (await disk.again()).given is None


async def test_a_claim_that_cannot_be_stored_leaves_the_player_as_it_was(disk, house, monkeypatch, expect_log):
    trust = await disk.open()
    attempt = await trust.begin()
    expect_log("No space left")
    monkeypatch.setattr(disk.store._storage, "write_text", full_disk)
    with pytest.raises(StorageError, match="No space left"):
        await trust.claim(attempt, house.claim(PLAYER, trust.key))
    assert not trust.claimed
    monkeypatch.undo()
    await disk.store.close()
    assert not (await disk.again()).claimed


async def test_a_removed_member_is_out_though_the_disk_is_full_and_it_is_saved_when_there_is_room(
    disk, house, monkeypatch, expect_log
):
    trust = await disk.open()
    await trust.adopt(house.claim(PLAYER, trust.key))
    expect_log("No space left")
    monkeypatch.setattr(disk.store._storage, "write_text", full_disk)
    told = []
    trust.listen(lambda: told.append(trust.roster.version))
    newer = house.without(Role.OPERATOR)
    with pytest.raises(StorageError, match=r"in force, but cannot be saved.*No space left"):
        await trust.take(newer.offer)
    assert (trust.roster, told) == (newer.roster, [newer.roster.version])
    monkeypatch.undo()
    await disk.store.close()
    assert (await disk.again()).roster == newer.roster


async def test_somebody_at_the_player_ends_the_pause_after_wrong_codes(disk):
    trust = await disk.open()
    for _ in range(5):
        await disk.clock.advance(301.0)
        trust.fail(await trust.begin())
    with pytest.raises(PairingBusy) as busy:
        await trust.begin()
    assert busy.value.wait_s == 20
    await trust.allow_pairing()
    shown = trust.code
    await trust.allow_pairing()
    assert trust.code == shown
    assert (await trust.begin()).code == shown


def full_disk(_: str) -> None:
    raise StorageError("No space left on the device.")


async def test_a_claim_after_its_time_is_refused(disk, house):
    trust = await disk.open()
    attempt = await trust.begin()
    await disk.clock.advance(121.0)
    with pytest.raises(PairingFailed, match="too long"):
        await trust.claim(attempt, house.claim(PLAYER, trust.key))
    assert not trust.claimed


async def test_a_try_counts_before_it_is_answered_and_over_power_cuts(disk):
    for number in range(1, 21):
        trust = await disk.again() if number > 1 else await disk.open()
        await disk.clock.advance(301.0)
        await trust.begin()
        assert json.loads(disk.path.read_text())["tables"]["trust"]["1"]["wrong"] == number
    trust = await disk.again()
    assert trust.code is None
    with pytest.raises(PairingClosed, match="at the player"):
        await trust.begin()
    await trust.allow_pairing()
    assert (await disk.again()).code is not None


async def test_reset_forgets_the_site_and_the_key_in_the_copy_too(disk, house):
    trust = await disk.open()
    await trust.adopt(house.claim(PLAYER, trust.key))
    before = trust.key.fingerprint
    await trust.reset()
    assert trust.key.fingerprint != before
    texts = [path.read_text() for path in disk.path.parent.glob("trust.json*")]
    assert len(texts) == 2
    assert not [text for text in texts if house.site.id in text]
    assert not (await disk.again()).claimed


@pytest.mark.parametrize("part", ["key", "certificate", "standing"])
async def test_a_record_whose_parts_do_not_fit_is_no_half_claim_and_says_what_to_do(disk, house, expect_log, part):
    trust = await disk.open()
    await trust.adopt(house.claim(PLAYER, trust.key))
    document = json.loads(disk.path.read_text())
    row = document["tables"]["trust"]["1"]
    {"key": row, "certificate": row["claim"], "standing": row["claim"]}[part][part] = "damaged"
    disk.path.write_text(json.dumps(document))
    expect_log("was damaged")
    trust = await disk.again()
    assert not trust.claimed
    assert "footlight-player reset" in disk.record.trouble
    assert trust.credential.certificate.holder.site == ""


async def test_a_damaged_file_gives_way_to_the_copy_of_the_whole_claim(disk, house, expect_log):
    trust = await disk.open()
    attempt = await trust.begin()
    await trust.claim(attempt, house.claim(PLAYER, trust.key, name="Bar", area=""))
    await trust.settle()
    disk.path.write_bytes(disk.path.read_bytes()[:-40])
    expect_log("could not be read")
    assert (await disk.again()).claimed


async def test_the_newer_roster_is_on_disk_at_once(disk, house):
    trust = await disk.open()
    await trust.adopt(house.claim(PLAYER, trust.key))
    roster = house.standing.roster
    newer = house.site.establish(*roster.members, version=9)
    await trust.take(newer.offer)
    assert (await disk.again()).roster.version == 9


async def test_the_code_on_the_screen_changes_after_its_time_and_is_gone_once_claimed(disk, house, eventually):
    trust = await disk.open()
    shown: list[str] = []
    task = asyncio.create_task(trust.follow_code(shown.append))
    await eventually(lambda: len(shown) == 1)
    await disk.clock.advance(300.1)
    await eventually(lambda: len(shown) == 2)
    assert shown[0] != shown[1] == trust.code.shown
    await trust.adopt(house.claim(PLAYER, trust.key))
    await eventually(lambda: shown[-1] == "")
    task.cancel()
    await asyncio.wait([task])
