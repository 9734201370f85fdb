"""Stories of people who look at reports."""

import pytest
from controller.ui.reports.desk import Desk
from controller.ui.stories import teller


@pytest.fixture
def tell(in_qt, theme):
    """Makes a desk and lets the story go on with it."""
    return teller(in_qt, lambda: Desk(theme))
