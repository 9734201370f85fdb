"""What every test gets: an environment of its own, and guards that turn red what would otherwise pass unseen.

Fixtures to ask for:
    data_dir                    an empty directory of this test's own, as --data-dir would be given
    expect_log(pattern, level)  the test must cause at least one log record of `level` (default WARNING) or above whose
                                message contains the regular expression; without it any such record fails the test
    eventually(condition, timeout_s)   awaits until `condition()` is true, within 10 s unless told; returns its value

Markers:
    allow_log(pattern)          such a log record may happen, and need not
    allow_blocking              this async test may block its loop

Guards, always on, none to ask for (each in `guards/`, each shown failing in `guards/test_guards.py`):
    log records of WARNING or above that nobody expected; asyncio tasks left pending and exceptions nobody fetched;
    threads left running; blocking calls of our own code in an async test; active QTimers and running QThreads left
    behind by a test that uses qtbot or qapp; by configuration, any Python warning and any Qt message.

Property tests try the same examples each time, so that a run can be repeated; `--hypothesis-profile explore` tries many
new ones.

Environment: Qt draws offscreen unless QT_QPA_PLATFORM says otherwise, there is no D-Bus, and every XDG directory is a
temporary one.
"""

from hypothesis import settings

settings.register_profile("repeatable", derandomize=True, deadline=None, max_examples=200)
settings.register_profile("explore", deadline=None, max_examples=10_000)
settings.load_profile("repeatable")

pytest_plugins = ["guards.environment", "guards.logs", "guards.threads", "guards.loop", "guards.qt"]
