import asyncio

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QColor, QImage

from footlight_common.errors import NoPicture
from footlight_controller.ui.tasks import Tasks
from footlight_controller.ui.thumbnails import AT_ONCE, Thumbnails


def picture():
    image = QImage(16, 9, QImage.Format.Format_RGB32)
    image.fill(QColor("#ff0000"))
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "png")
    return bytes(data.data())


class Pictures:
    def __init__(self):
        self.asked = []
        self.go_on = asyncio.Event()
        self.broken = False

    async def screenshot(self, player_id, width_px):
        self.asked.append(player_id)
        await self.go_on.wait()
        if self.broken:
            raise NoPicture("The display is off.")
        return picture()


def with_thumbnails(in_qt, story):
    async def run():
        tasks, pictures = Tasks(), Pictures()
        thumbnails = Thumbnails(pictures, tasks)
        fetched = {}
        thumbnails.fetched.connect(fetched.__setitem__)
        await story(thumbnails, pictures, fetched)
        await tasks.close()

    in_qt(run())


def test_a_picture_is_handed_on_when_it_is_there(in_qt, eventually):
    async def story(thumbnails, pictures, fetched):
        pictures.go_on.set()
        thumbnails.want(["one"])
        await eventually(lambda: fetched)
        assert (fetched["one"].width(), fetched["one"].height()) == (16, 9)

    with_thumbnails(in_qt, story)


def test_without_a_picture_there_is_a_null_one(in_qt, eventually):
    async def story(thumbnails, pictures, fetched):
        pictures.broken = True
        pictures.go_on.set()
        thumbnails.want(["one"])
        await eventually(lambda: fetched)
        assert fetched["one"].isNull()

    with_thumbnails(in_qt, story)


def test_only_a_few_are_asked_at_once_and_who_is_out_of_sight_by_then_not_at_all(in_qt, eventually):
    async def story(thumbnails, pictures, fetched):
        first = [f"{number}" for number in range(20)]
        thumbnails.want(first)
        await eventually(lambda: len(pictures.asked) == AT_ONCE)
        thumbnails.want(["0", "late"])
        pictures.go_on.set()
        await eventually(lambda: "late" in fetched)
        assert pictures.asked == [*first[:AT_ONCE], "late"]

    with_thumbnails(in_qt, story)
