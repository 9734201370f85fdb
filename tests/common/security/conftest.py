"""The site that is ours, and one that is not."""

import pytest
from common.security import sites


@pytest.fixture
def site():
    return sites.site()


@pytest.fixture
def other_site():
    return sites.site(sites.OTHER)
