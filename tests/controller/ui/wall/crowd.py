"""Players for a wall."""

from controller.ui.fleet import player


def fleet(count):
    return [player(number, f"P{number}") for number in range(1, count + 1)]


def in_two_areas(*counts):
    """Players P1, P2 ... of which the first so many stand in area A, the next in B, and so on."""
    views, number = [], 0
    for area, count in zip("ABCDEFGH", counts, strict=False):
        for _ in range(count):
            number += 1
            views.append(player(number, f"P{number}", area=area))
    return views
