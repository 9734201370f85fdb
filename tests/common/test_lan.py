import ifaddr

from footlight_common.lan import lan_addresses


def adapter(name: str, *addresses: str) -> ifaddr.Adapter:
    return ifaddr.Adapter(name, name, [ifaddr.IP(address, 24, name) for address in addresses])


def test_what_nobody_on_the_lan_reaches_is_left_out(monkeypatch):
    adapters = [
        adapter("lo", "127.0.0.1"),
        adapter("eth0", "192.168.1.5", "169.254.3.4"),
        adapter("docker0", "172.17.0.1"),
        adapter("wlan0", "10.0.0.7", "192.168.1.5"),
        adapter("wg0", "10.9.9.9"),
    ]
    monkeypatch.setattr(ifaddr, "get_adapters", lambda: adapters)
    assert lan_addresses() == ("192.168.1.5", "10.0.0.7")


def test_without_a_network_there_is_none(monkeypatch):
    monkeypatch.setattr(ifaddr, "get_adapters", lambda: [adapter("lo", "127.0.0.1")])
    assert lan_addresses() == ()
