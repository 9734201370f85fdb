import ifaddr
import pytest

from footlight_common.errors import ListenError
from footlight_player.system import network


def adapter(name: str, *addresses: str) -> ifaddr.Adapter:
    return ifaddr.Adapter(name, name, [ifaddr.IP(address, 24, name) for address in addresses])


@pytest.mark.parametrize(
    ("host", "answer"),
    [
        ("127.0.0.1", True),
        ("127.3.2.1", True),
        ("::1", True),
        ("192.168.1.5", False),
        ("0.0.0.0", False),
        ("::", False),
    ],
)
def test_loopback_is_told_from_the_rest(host, answer):
    assert network.is_loopback(host) is answer


def test_lan_addresses_leave_out_what_nobody_on_the_lan_reaches(monkeypatch):
    adapters = [
        adapter("lo", "127.0.0.1"),
        adapter("eth0", "192.168.1.5", "169.254.3.4"),
        adapter("docker0", "172.17.0.1"),
        adapter("wlan0", "10.0.0.7"),
        adapter("wg0", "10.9.9.9"),
    ]
    monkeypatch.setattr(ifaddr, "get_adapters", lambda: adapters)
    assert network.lan_addresses() == ("192.168.1.5", "10.0.0.7")
    assert network.reached_at("0.0.0.0") == ("192.168.1.5", "10.0.0.7")


def test_without_a_network_a_player_is_still_reached_on_its_own_machine(monkeypatch):
    monkeypatch.setattr(ifaddr, "get_adapters", lambda: [adapter("lo", "127.0.0.1")])
    assert network.reached_at("0.0.0.0") == ("127.0.0.1",)


def test_one_address_is_reached_at_itself():
    assert network.reached_at("10.0.0.7") == ("10.0.0.7",)


@pytest.mark.parametrize(("host", "address"), [("127.0.0.1", "127.0.0.1"), ("0.0.0.0", "0.0.0.0"), ("::1", "::1")])
def test_addresses_stand_for_themselves(host, address):
    assert network.resolve(host) == address


def test_localhost_is_a_loopback_address():
    assert network.is_loopback(network.resolve("localhost"))


def test_a_host_without_an_address_is_said_in_words():
    with pytest.raises(ListenError, match=r"no\.such\.host\.invalid.*--host"):
        network.resolve("no.such.host.invalid")
