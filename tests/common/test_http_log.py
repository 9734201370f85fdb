"""What HTTP servers may write into a log."""

import pytest
from aiohttp.http_exceptions import BadStatusLine

from footlight_common.http_log import HTTP_LOG


def log(err):
    try:
        raise err
    except type(err):
        HTTP_LOG.exception("Error handling request")


def test_what_a_stranger_sends_instead_of_http_is_not_logged(caplog):
    log(BadStatusLine("nonsense"))
    assert not caplog.records


@pytest.mark.allow_log("Error handling request")
def test_an_error_of_our_own_is(caplog):
    log(ValueError("ours"))
    HTTP_LOG.error("Error handling request")
    assert len(caplog.records) == 2
