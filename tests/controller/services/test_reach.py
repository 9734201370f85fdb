"""Which addresses are this machine's own."""

import pytest

from footlight_controller.services.reach import is_own_host


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0", "::"])
def test_an_interface_or_all_of_them(host):
    assert is_own_host(host)


@pytest.mark.parametrize("host", ["", "nonsense", "localhost", "8.8.8.8", "192.0.2.77", "2001:db8::1", "127.0.0.1:80"])
def test_what_is_no_address_of_this_machine(host):
    assert not is_own_host(host)
