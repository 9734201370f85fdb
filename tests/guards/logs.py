"""A log record of WARNING or above fails the test, unless the test says that it belongs there."""

import logging
import re
from collections.abc import Callable, Iterator

import pytest


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


class _Expectations:
    def __init__(self) -> None:
        self.required: list[tuple[re.Pattern[str], int]] = []
        self.allowed: list[re.Pattern[str]] = []

    def missing(self, records: list[logging.LogRecord]) -> list[str]:
        return [
            pattern.pattern
            for pattern, level in self.required
            if not any(record.levelno >= level and pattern.search(record.getMessage()) for record in records)
        ]

    def covers(self, record: logging.LogRecord) -> bool:
        text = record.getMessage()
        return any(pattern.search(text) for pattern in [*self.allowed, *(pattern for pattern, _ in self.required)])


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "allow_log(pattern): a log record of WARNING or above may match it")


@pytest.fixture(autouse=True)
def no_unexpected_log(request: pytest.FixtureRequest) -> Iterator[_Expectations]:
    expectations = _Expectations()
    expectations.allowed = [re.compile(mark.args[0]) for mark in request.node.iter_markers("allow_log")]
    collector = _Collector()
    logging.getLogger().addHandler(collector)
    yield expectations
    logging.getLogger().removeHandler(collector)
    unexpected = [record for record in collector.records if not expectations.covers(record)]
    if unexpected:
        lines = "\n".join(f"  {record.levelname} {record.name}: {record.getMessage()}" for record in unexpected)
        pytest.fail(f"unexpected log records:\n{lines}", pytrace=False)
    missing = expectations.missing(collector.records)
    if missing:
        pytest.fail(f"expected log records that did not come: {missing}", pytrace=False)


@pytest.fixture
def expect_log(no_unexpected_log: _Expectations) -> Callable[..., None]:
    """Declare `expect_log(pattern, level=logging.WARNING)`: at least one such record comes in this test."""

    def expect(pattern: str, level: int = logging.WARNING) -> None:
        no_unexpected_log.required.append((re.compile(pattern), level))

    return expect
