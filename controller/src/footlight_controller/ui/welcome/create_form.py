"""Making a site, with the person at this desk as its first admin."""

from collections.abc import Awaitable, Callable

from PySide6.QtWidgets import QWidget

from footlight_common.protocol.base import MAX_NAME_LENGTH
from footlight_controller.ui.tasks import Tasks
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.welcome import suggestions
from footlight_controller.ui.welcome.form import Form
from footlight_controller.ui.widgets.field import Field, line


class CreateForm(Form):
    """Asks for the name of the site and of the person."""

    def __init__(
        self, theme: Theme, tasks: Tasks, create: Callable[[str, str], Awaitable[None]], parent: QWidget | None = None
    ) -> None:
        async def work() -> None:
            await create(self.site.text().strip(), self.member.text().strip())

        super().__init__(
            theme,
            tasks,
            work,
            title=self.tr("Create a site"),
            text=self.tr("You become its first admin. Others join later, when you invite them."),
            button=self.tr("Create site"),
            parent=parent,
        )
        self.site = line(suggestions.place(), example=self.tr("Museum"), longest=MAX_NAME_LENGTH)
        self.member = line(suggestions.person(), example=self.tr("Your name"), longest=MAX_NAME_LENGTH)
        self.body.addWidget(
            Field(self.tr("Name of the site"), self.site, self.tr("What people call the place, such as the house."))
        )
        self.body.addWidget(
            Field(self.tr("Your name"), self.member, self.tr("Others see it beside what you do, on every player."))
        )
        self.watch(self.site, self.member)

    @property
    def first(self) -> QWidget:
        return self.site

    def ready(self) -> bool:
        return bool(self.site.text().strip() and self.member.text().strip())
