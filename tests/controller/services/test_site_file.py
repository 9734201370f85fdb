"""The site on disk: whole, private, and behind the keyring where there is one."""

import base64
import json
import os
import stat

import pytest
from controller.services.home import home

from footlight_common.errors import BackupFailed, CredentialRefused, NoSite, StorageError
from footlight_common.security import site_backup
from footlight_controller.services.keyring_lock import DesktopKeyring, KeyringLock, NoKeyring
from footlight_controller.services.site import Site
from footlight_controller.services.site_file import SiteFile

PASSPHRASE = "a long enough phrase"


class MemoryKeyring:
    """A keyring that can be locked."""

    def __init__(self):
        self.secrets = {}
        self.locked = False

    def get(self, name):
        return None if self.locked else self.secrets.get(name)

    def put(self, name, secret):
        if not self.locked:
            self.secrets[name] = secret
        return not self.locked


@pytest.fixture
def keyring():
    return MemoryKeyring()


@pytest.fixture(params=["no keyring", "keyring"])
def file(request, data_dir, keyring):
    data_dir.mkdir(exist_ok=True)
    return SiteFile(data_dir, {"no keyring": NoKeyring(), "keyring": keyring}[request.param])


@pytest.fixture(autouse=True)
def quick_scrypt(monkeypatch):
    real = site_backup.backup
    monkeypatch.setattr(site_backup, "backup", lambda secrets, phrase: real(secrets, phrase, log2_n=10))


def parts(site):
    keys = (site.credential.key, site.authority_key, site.roster_key)
    return site.standing, site.credential.certificate, [key and key.to_pem() for key in keys]


def test_a_new_controller_has_no_site(file):
    assert file.load() is None
    assert not file.exists
    with pytest.raises(NoSite, match="footlight site create NAME"):
        file.require()


def test_what_was_saved_is_loaded(file):
    file.save(home())
    assert parts(file.load()) == parts(home())


def test_a_member_without_keys_is_saved_and_loaded(file):
    site = Site(standing=home().standing, credential=home().credential)
    file.save(site)
    assert parts(file.load()) == parts(site)


def test_a_key_that_was_taken_away_stays_in_no_copy(data_dir):
    data_dir.mkdir(exist_ok=True)
    file = SiteFile(data_dir, NoKeyring())
    file.save(home())
    file.save(Site(standing=home().standing, credential=home().credential))
    for path in data_dir.glob("site.json*"):
        keys = base64.b64decode(json.loads(path.read_text())["tables"]["site"]["1"]["keys"])
        assert (json.loads(keys)["authority"], json.loads(keys)["roster"]) == (None, None)


def test_every_file_is_for_its_owner_alone(file):
    file.save(home())
    file.save(home())
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in file.path.parent.iterdir()}
    assert modes == {"site.json": 0o600, "site.json.bak": 0o600}


def test_with_a_keyring_no_key_can_be_read_from_the_file(data_dir, keyring):
    data_dir.mkdir(exist_ok=True)
    file = SiteFile(data_dir, keyring)
    file.save(home())
    row = json.loads(file.path.read_text())["tables"]["site"]["1"]
    assert row["keyring"] in keyring.secrets
    plain = SiteFile(data_dir, NoKeyring())
    with pytest.raises(CredentialRefused, match="unlock the keyring"):
        plain.load()
    assert not file.open_to_account


def test_without_a_keyring_the_file_says_that_it_holds_the_keys(data_dir):
    data_dir.mkdir(exist_ok=True)
    file = SiteFile(data_dir, NoKeyring())
    file.save(home())
    assert file.open_to_account


def test_a_locked_keyring_makes_no_new_site_and_loses_none(data_dir, keyring):
    data_dir.mkdir(exist_ok=True)
    file = SiteFile(data_dir, keyring)
    file.save(home())
    keyring.locked = True
    with pytest.raises(CredentialRefused, match="unlock the keyring"):
        file.load()
    keyring.locked = False
    assert parts(file.load()) == parts(home())


def test_another_key_in_the_keyring_opens_nothing(keyring):
    lock = KeyringLock(keyring)
    closed = lock.close("one", b"secret")
    keyring.secrets["one"] = "00" * 32
    with pytest.raises(CredentialRefused):
        lock.open("one", closed)


@pytest.mark.parametrize("closed", [b"", b"x" * 12, b"x" * 40])
def test_what_was_never_closed_is_not_opened(keyring, closed):
    lock = KeyringLock(keyring)
    lock.close("one", b"secret")
    with pytest.raises(CredentialRefused):
        lock.open("one", closed)


def test_a_machine_without_a_desktop_has_no_keyring_and_makes_no_noise(capfd):
    keyring = DesktopKeyring()
    assert keyring.get("footlight test") is None
    assert keyring.put("footlight test", "x") is False
    assert capfd.readouterr() == ("", "")


@pytest.mark.allow_log("cannot be read")
def test_a_damaged_file_gives_way_to_the_copy_before_it(file):
    file.save(home())
    file.save(home())
    file.path.write_text("{")
    assert parts(file.load()) == parts(home())


@pytest.mark.parametrize("text", ["{", "", '{"version": 1, "tables": {}}', "null"])
def test_a_damaged_file_is_no_new_start(file, text):
    file.save(home())
    file.path.write_text(text)
    with pytest.raises(StorageError, match="footlight site restore FILE"):
        file.load()


@pytest.mark.parametrize("field", ["standing", "certificate", "keys"])
def test_a_file_with_a_part_missing_is_damaged(file, field):
    file.save(home())
    document = json.loads(file.path.read_text())
    del document["tables"]["site"]["1"][field]
    file.path.write_text(json.dumps(document))
    with pytest.raises(StorageError, match="a part of it is missing"):
        file.load()


def test_parts_of_two_sites_do_not_make_one(data_dir):
    data_dir.mkdir(exist_ok=True)
    file = SiteFile(data_dir, NoKeyring())
    file.save(home())
    row = json.loads(file.path.read_text())
    file.save(home("Theatre"))
    other = json.loads(file.path.read_text())
    row["tables"]["site"]["1"]["keys"] = other["tables"]["site"]["1"]["keys"]
    file.path.write_text(json.dumps(row))
    with pytest.raises(StorageError, match="do not belong together"):
        file.load()


def test_a_failed_save_leaves_what_was_there(file, monkeypatch):
    file.save(home())

    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(StorageError, match="Has the disk room"):
        file.save(home("Theatre"))
    monkeypatch.undo()
    assert file.load().name == "Museum"


def test_a_backup_makes_another_controller_an_admin(file, tmp_path):
    file.save(home())
    data = file.backup(PASSPHRASE)
    (tmp_path / "elsewhere").mkdir()
    other = SiteFile(tmp_path / "elsewhere", NoKeyring())
    site = other.restore(data, PASSPHRASE, "Second desk", at_s=5.0)
    assert (site.id, site.member.name) == (home().id, "Second desk")
    assert parts(other.load()) == parts(site)


def test_a_wrong_passphrase_restores_nothing(file, tmp_path):
    file.save(home())
    other = SiteFile(tmp_path / "elsewhere", NoKeyring())
    with pytest.raises(BackupFailed, match="passphrase is wrong"):
        other.restore(file.backup(PASSPHRASE), "another phrase", "Second desk", at_s=5.0)
    assert not other.exists


@pytest.mark.allow_log("it is kept as")
def test_a_backup_brings_a_damaged_site_back(file):
    file.save(home())
    data = file.backup(PASSPHRASE)
    file.path.write_text("{")
    assert file.restore(data, PASSPHRASE, "Desk again", at_s=5.0).member.name == "Desk again"
    assert file.load().id == home().id


def test_an_admin_restores_no_site_over_the_own(file):
    file.save(home())
    with pytest.raises(BackupFailed, match="nothing has to be restored"):
        file.restore(file.backup(PASSPHRASE), PASSPHRASE, "Desk", at_s=5.0)
