import pytest

from footlight_controller.core.shares import per_mille


@pytest.mark.parametrize(
    ("share", "told"),
    [(0.0, 0), (1.0, 1000), (0.9999, 999), (0.00001, 1), (0.5, 500), (0.8765, 876), (0.9994, 999)],
)
def test_all_and_nothing_are_said_of_nothing_else(share, told):
    assert per_mille(share) == told
