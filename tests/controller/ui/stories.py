"""Tests of one page tell a story: what a person does at a desk, and what is seen there."""


def teller(in_qt, make_desk):
    """What runs a story with a desk, and puts the desk away after it. A desk has a `page` and `tasks`."""

    def run(story):
        async def with_desk():
            desk = make_desk()
            try:
                await story(desk)
            finally:
                desk.page.hide()
                await desk.tasks.close()
                desk.page.deleteLater()

        in_qt(with_desk())

    return run
