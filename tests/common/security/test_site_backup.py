"""A site comes back from its backup with the passphrase, and with nothing else."""

import pytest
from common.security.sites import SITE, Site, site
from hypothesis import given, settings
from hypothesis import strategies as st

from footlight_common.errors import BackupFailed
from footlight_common.security import site_backup
from footlight_common.security.site_backup import LOG2_N, MAX_BACKUP_BYTES, SiteSecrets, backup, restore

PASSPHRASE = "a bell rings at noon"
CHEAP = 4
# After the magic words.
COST_AT = 24


def secrets_of(home):
    return SiteSecrets(standing=home.standing, authority_key=home.authority.credential.key, roster_key=home.roster_key)


@pytest.fixture
def secrets(site):
    return secrets_of(site)


@pytest.fixture
def whole(secrets):
    return backup(secrets, PASSPHRASE, log2_n=CHEAP)


def test_site_comes_back_whole(secrets, whole):
    found = restore(whole, PASSPHRASE)
    assert found.standing == secrets.standing
    assert found.roster_key.to_pem() == secrets.roster_key.to_pem()
    assert found.authority.certificate == secrets.authority.certificate
    assert found.authority.credential.key.to_pem() == secrets.authority_key.to_pem()


def test_every_backup_looks_different(secrets, whole):
    again = backup(secrets, PASSPHRASE, log2_n=CHEAP)
    assert again[:COST_AT] == whole[:COST_AT]
    assert again[COST_AT + 1 : COST_AT + 60] != whole[COST_AT + 1 : COST_AT + 60]


def test_nothing_of_it_can_be_read(secrets, whole):
    for clear in (SITE, "Museum", "PRIVATE", "members", PASSPHRASE):
        assert clear.encode() not in whole


def test_wrong_passphrase_is_told_from_a_damaged_file(whole):
    with pytest.raises(BackupFailed, match="passphrase is wrong"):
        restore(whole, PASSPHRASE.upper())
    with pytest.raises(BackupFailed, match="damaged or not whole"):
        restore(whole[:-1], PASSPHRASE)


@pytest.mark.parametrize("typed", ["", "x" * 5000, "\ud800", "Ünïcödé"], ids=["none", "long", "no text", "other"])
def test_any_other_passphrase_is_wrong(whole, typed):
    with pytest.raises(BackupFailed, match="passphrase is wrong"):
        restore(whole, typed)


def test_passphrase_is_the_same_on_another_keyboard(secrets):
    composed, parts = "caf\u00e9 au lait", "cafe\u0301 au lait"
    assert restore(backup(secrets, composed, log2_n=CHEAP), parts).standing == secrets.standing


@pytest.mark.parametrize("passphrase", ["", "1234567", "x" * 1025])
def test_poor_passphrase_is_not_taken(secrets, passphrase):
    with pytest.raises(BackupFailed, match="8 to 1024 characters"):
        backup(secrets, passphrase, log2_n=CHEAP)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"footlight site backupX"])
def test_file_of_another_kind_is_named_so(data):
    with pytest.raises(BackupFailed, match="no backup of a site"):
        restore(data, PASSPHRASE)


def test_file_of_a_newer_version_is_named_so(whole):
    with pytest.raises(BackupFailed, match="newer version"):
        restore(whole.replace(b"backup 1\n", b"backup 2\n"), PASSPHRASE)


def resum(body):
    return body + site_backup.hashlib.sha256(body).digest()


@pytest.mark.parametrize("cost", [0, 19, 30, 255])
def test_crafted_file_cannot_ask_for_memory(whole, cost, monkeypatch):
    monkeypatch.setattr(site_backup, "_key", lambda *_: pytest.fail("scrypt was started"))
    crafted = resum(whole[:COST_AT] + bytes([cost]) + whole[COST_AT + 1 : -32])
    with pytest.raises(BackupFailed, match="more memory"):
        restore(crafted, PASSPHRASE)


def test_changed_cost_is_noticed(whole):
    crafted = resum(whole[:COST_AT] + bytes([CHEAP + 1]) + whole[COST_AT + 1 : -32])
    with pytest.raises(BackupFailed, match="somebody changed the file"):
        restore(crafted, PASSPHRASE)


def test_huge_file_is_refused_before_anything_is_computed(whole, monkeypatch):
    monkeypatch.setattr(site_backup, "_key", lambda *_: pytest.fail("scrypt was started"))
    with pytest.raises(BackupFailed, match="damaged"):
        restore(resum(whole + b"\0" * MAX_BACKUP_BYTES), PASSPHRASE)


def test_parts_of_two_sites_do_not_make_one(secrets, other_site):
    other = secrets_of(other_site)
    for part in (
        {"standing": other.standing},
        {"authority_key": other.authority_key},
        {"roster_key": other.roster_key},
    ):
        fields = {name: getattr(secrets, name) for name in ("standing", "authority_key", "roster_key")}
        mixed = backup(SiteSecrets(**{**fields, **part}), PASSPHRASE, log2_n=CHEAP)
        with pytest.raises(BackupFailed, match="do not belong together"):
            restore(mixed, PASSPHRASE)


def test_usual_cost_is_the_one_meant_for_people():
    """128 MiB; the test of it takes as long as it takes people."""
    secrets = secrets_of(site())
    data = backup(secrets, PASSPHRASE)
    assert data[COST_AT] == LOG2_N == 17
    assert restore(data, PASSPHRASE).standing == secrets.standing


def test_secrets_do_not_show_themselves(secrets):
    content = site_backup._Content(standing=secrets.standing, authority_key=b"hush", roster_key=b"hush")
    text = f"{secrets!r} {secrets} {content!r} {content}"
    assert not any(word in text for word in ("hush", "PRIVATE", "authority_key"))


WHOLE = backup(secrets_of(Site(SITE)), PASSPHRASE, log2_n=CHEAP)


@given(
    st.binary(max_size=200)
    | st.binary(max_size=200).map(lambda data: resum(WHOLE[:COST_AT] + bytes([CHEAP]) + data))
    | st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 7)).map(
        lambda flip: WHOLE[: flip[0]] + bytes([WHOLE[flip[0]] ^ (1 << flip[1])]) + WHOLE[flip[0] + 1 :]
    )
)
@settings(max_examples=100)
def test_any_other_bytes_are_refused(data):
    with pytest.raises(BackupFailed):
        restore(data, PASSPHRASE)
