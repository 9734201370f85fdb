"""Which addresses are this machine's own, and which may be dialled."""

import pytest

from footlight_common.discovery import Address
from footlight_common.errors import NotOnThisMachine
from footlight_controller.services.reach import Reach, is_own_host


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0", "::"])
def test_an_interface_or_all_of_them(host):
    assert is_own_host(host)


@pytest.mark.parametrize("host", ["", "nonsense", "localhost", "8.8.8.8", "192.0.2.77", "2001:db8::1", "127.0.0.1:80"])
def test_what_is_no_address_of_this_machine(host):
    assert not is_own_host(host)


@pytest.mark.parametrize("host", [None, "0.0.0.0", "::", "192.168.1.5"])
@pytest.mark.parametrize("ip", ["192.168.1.9", "127.0.0.1", "fd00::9"])
def test_the_whole_network_is_reached(host, ip):
    assert Reach(host).allows(ip)


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_who_keeps_to_this_machine_reaches_no_other(host):
    reach = Reach(host)
    assert [ip for ip in ("127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1") if not reach.allows(ip)] == []
    assert [ip for ip in ("192.168.1.9", "fd00::9", "::ffff:192.168.1.9", "nonsense") if reach.allows(ip)] == []
    with pytest.raises(NotOnThisMachine, match=f"10.0.0.9:8470 is not on this machine.*--host {host}"):
        reach.check("10.0.0.9", Address(host="10.0.0.9", port=8470))
