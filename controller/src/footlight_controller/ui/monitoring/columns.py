"""How the columns of the table share the room there is."""

from footlight_controller.ui.models.arranged import Column

# In widths of the letter n: what a column needs at least, and its share of what is left over.
_NEEDS = {
    Column.STATUS: (15.0, 0.0),
    Column.NAME: (14.0, 3.0),
    Column.AREA: (9.0, 1.5),
    Column.SHOWS: (16.0, 4.0),
    Column.POSITION: (14.0, 0.0),
    Column.VOLUME: (9.0, 0.0),
    Column.LAST_SEEN: (12.0, 0.0),
    Column.ADDRESS: (18.0, 1.0),
    Column.HERE: (13.0, 0.0),
}
# What a narrow table does without first; the tool tip of a row and the page of a player have all of it.
_SPARED = (Column.VOLUME, Column.POSITION, Column.ADDRESS, Column.HERE, Column.LAST_SEEN, Column.AREA)


def shared(room: float) -> dict[Column, float]:
    """The width of each column that is shown, all together `room`, in widths of the letter n."""
    shown = dict(_NEEDS)
    for column in _SPARED:
        if sum(least for least, _ in shown.values()) <= room:
            break
        del shown[column]
    left = max(0.0, room - sum(least for least, _ in shown.values()))
    shares = sum(share for _, share in shown.values())
    return {column: least + left * share / shares for column, (least, share) in shown.items()}
