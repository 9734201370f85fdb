import pytest

from footlight_common.errors import CredentialRefused, StorageError
from footlight_common.storage import AtomicJSONStorage
from footlight_player.services.claiming import claim_for
from footlight_player.services.site_keys import site_keys

PLAYER = "0123456789abcdef"


def changed(folder, **fields):
    storage = AtomicJSONStorage(folder / "site.json")
    tables = storage.read()
    tables["site"]["1"].update(fields)
    storage.write(tables)


def test_what_a_controller_keeps_claims_a_player(house, data_dir):
    house.write_site(data_dir)
    authority, standing = site_keys(data_dir)
    assert standing == house.standing
    key = house.credentials[next(iter(house.credentials))].key
    claim = claim_for(PLAYER, key, authority, standing, name="Lobby", area="")
    claim.certificate.require_issued_by(house.site.authority.certificate)


def test_a_directory_without_a_site_is_said_in_words(data_dir):
    with pytest.raises(StorageError, match="no site in"):
        site_keys(data_dir)


@pytest.mark.parametrize("fields", [{"keyring": "in the keyring"}, {"keys": "e30="}])
def test_a_ca_key_that_is_not_there_is_said_in_words(house, data_dir, fields):
    house.write_site(data_dir)
    changed(data_dir, **fields)
    with pytest.raises(CredentialRefused, match="keyring of the desktop"):
        site_keys(data_dir)


@pytest.mark.parametrize("fields", [{"keys": "AAAA"}, {"standing": {}}, {"keys": 7}])
def test_a_damaged_site_is_said_in_words_without_its_keys(house, data_dir, fields):
    house.write_site(data_dir)
    changed(data_dir, **fields)
    with pytest.raises(StorageError, match="damaged") as raised:
        site_keys(data_dir)
    assert raised.value.__cause__ is None
