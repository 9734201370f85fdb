import pytest
from controller.ui.alerts.desk import Desk
from controller.ui.stories import teller


@pytest.fixture
def tell(in_qt, theme):
    return teller(in_qt, lambda: Desk(theme))
