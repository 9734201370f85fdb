import pytest
from player.core.stage import Stage


@pytest.fixture
def stage() -> Stage:
    return Stage.new()
