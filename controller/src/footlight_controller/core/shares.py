"""Shares as people are told them."""


def per_mille(share: float) -> int:
    """A share, 0 to 1, rounded; 1000 and 0 are said of all and of nothing alone."""
    rounded = round(1000 * share)
    if rounded == 1000 and share < 1.0:
        return 999
    return 1 if rounded == 0 and share > 0.0 else rounded
