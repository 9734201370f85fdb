import pytest
from player.engine.media import Media


@pytest.fixture(scope="session")
def media(tmp_path_factory: pytest.TempPathFactory) -> Media:
    return Media.make(tmp_path_factory.mktemp("media"))
