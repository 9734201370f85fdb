"""What must stand in no log, and what may."""

import base64
import time

import pytest

from footlight_common.security.keys import TLSKey
from footlight_player.core.redaction import pattern_of, without_secrets

KEY = TLSKey.generate().to_pem().decode().strip()
BODY = "".join(KEY.splitlines()[1:-1])


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("opens rtsp://ann:pa55word@cam.lan:554/one?token=abcdef", "opens rtsp://cam.lan:554/one"),
        ("password=hunter2 and more", "password=… and more"),
        ('{"smtp_password": "hunter 2", "port": 25}', '{"smtp_password": …, "port": 25}'),
        ("secret: b'hunter2'", "secret: …"),
        ("api_key='abc',x=1", "api_key=…,x=1"),
        ("Authorization: Bearer eyJhbGciOiJIUzI1NiJ9.e30.abc", "Authorization: …"),
        ("sent Bearer eyJhbGciOiJIUzI1NiJ9 to it", "sent Bearer … to it"),
        (
            "the code is 123-456.",
            "the code is ….",
        ),
        ("code: 123456", "code: …"),
        ("PIN 123 456 typed", "PIN … typed"),
        ("key=" + "0f" * 32, "key=…"),
        (f"has {KEY} in it", "has … in it"),
        (f"has {KEY[:90]}", "has …"),
        (f"has {KEY!r} in it", "has '…' in it"),
        (f"has {BODY}", "has …"),
        (f"bytes {base64.b64decode(BODY)!r}", "bytes b'…'"),
    ],
    ids=range(16),
)
def test_a_secret_is_taken_out(said, shown):
    assert without_secrets(said) == shown


@pytest.mark.parametrize(
    "said",
    [
        "play by Ann: done",
        "code=role_denied after 123456 frames",
        "exit code 1",
        "media/0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f cannot be read",
        "took 123-456 ms",
        "basic configuration of the board, tokenised",
        "Traceback (most recent call last):\n  File \"app.py\", line 3, in main\nKeyError: 'x'",
    ],
)
def test_what_helps_to_find_a_fault_stays(said):
    assert without_secrets(said) == said


def test_what_is_known_to_be_secret_is_taken_out_wherever_it_stands_alone():
    known = pattern_of(["123-456", "123456", ""])
    said = "(123-456) 123456, 1234567 and x123456"
    assert without_secrets(said, known) == "(…) …, 1234567 and x123456"
    assert pattern_of([]) is None


@pytest.mark.parametrize("piece", ["a", "a:", "=", "password", "-----BEGIN X", "http://", "b'", "\\", "1", "key "])
def test_a_long_text_takes_no_long_time(piece):
    text = (piece * 16_000)[:16_000]
    begin_s = time.process_time()
    without_secrets(text + " -----BEGIN ://")
    # A quadratic pattern takes some seconds.
    assert time.process_time() - begin_s < 0.5
