"""`footlight screenshot`: which picture is asked for, and the file it ends in."""

import pytest

from footlight_common.errors import NoPicture

ID = "ab12000000000000"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(2000)
JPEG = b"\xff\xd8\xff" + bytes(2000)
WEBP = b"RIFF\x00\x00\x00\x00WEBP" + bytes(2000)


@pytest.mark.parametrize(
    ("name", "kind", "picture"),
    [
        ("now.png", "png", PNG),
        ("now.PNG", "png", PNG),
        ("now.jpg", "jpeg", JPEG),
        ("now.jpeg", "jpeg", JPEG),
        ("now.webp", "webp", WEBP),
    ],
)
def test_the_end_of_the_name_says_which_kind_of_picture_is_saved(footlight, behind, tmp_path, name, kind, picture):
    behind.picture = picture
    answer = footlight("screenshot", "Lobby", "-o", name)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == f"Saved the screen of Lobby as {name} (2 KiB).\n"
    assert behind.pictures == [(ID, 1280, kind)]
    assert (tmp_path / name).read_bytes() == picture


def test_the_width_is_passed_on(footlight, behind):
    behind.picture = PNG
    footlight("screenshot", "Lobby", "--output", "now.png", "--width", "320")
    assert behind.pictures == [(ID, 320, "png")]


def test_a_picture_of_another_kind_than_its_name_says_is_saved_with_a_warning(footlight, behind, tmp_path):
    behind.picture = PNG
    answer = footlight("screenshot", "Lobby", "-o", "now.jpg")
    assert answer.code == 0
    assert answer.err == "footlight: warning: Lobby sent a PNG picture, whatever the name now.jpg says.\n"
    assert (tmp_path / "now.jpg").read_bytes() == PNG


def test_a_file_that_is_there_is_replaced_whole_and_nothing_is_left_beside_it(footlight, behind, tmp_path):
    (tmp_path / "now.png").write_bytes(b"before")
    behind.picture = PNG
    footlight("screenshot", "Lobby", "-o", "now.png")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"now.png": PNG}


def test_no_picture_is_one_line_and_leaves_the_file_before_alone(footlight, behind, tmp_path):
    (tmp_path / "now.png").write_bytes(b"before")
    behind.error = NoPicture("The screen is off. Switch it on.")
    answer = footlight("screenshot", "Lobby", "-o", "now.png")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err == "footlight: The screen is off. Switch it on.\n"
    assert (tmp_path / "now.png").read_bytes() == b"before"


def test_a_place_that_cannot_be_written_says_why_and_leaves_nothing_behind(footlight, behind, tmp_path):
    (tmp_path / "taken.png").mkdir()
    behind.picture = PNG
    missing = footlight("screenshot", "Lobby", "-o", "nowhere/now.png")
    assert (missing.code, missing.out) == (1, "")
    assert "cannot write nowhere/now.png: No such file or directory. Choose another place" in missing.err
    taken = footlight("screenshot", "Lobby", "-o", "taken.png")
    assert taken.code == 1
    assert "cannot write taken.png: Is a directory" in taken.err
    assert [path.name for path in tmp_path.iterdir()] == ["taken.png"]


def test_a_name_of_another_kind_is_refused_before_anybody_is_asked(footlight, behind):
    answer = footlight("screenshot", "Lobby", "-o", "now.gif")
    assert answer.code == 2
    assert "does not end in .png, .jpg" in " ".join(answer.err.replace("│", " ").split())
    assert behind.linked == []
