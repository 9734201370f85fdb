"""The alerts of a controller whose clock a test moves."""

import ssl

from controller.services.home import home

from footlight_controller.services.alert_rules import AlertRules
from footlight_controller.services.alert_store import FILE_NAME
from footlight_controller.services.alerts import Alerts
from footlight_controller.services.keyring_lock import KeyringLock, NoKeyring


class Desk:
    """A controller's alerts, what they note and the time they live in."""

    def __init__(self, data_dir, clock):
        self.clock = clock
        rules = AlertRules.own(data_dir, clock, KeyringLock(NoKeyring()))
        self.alerts = Alerts(clock, rules=rules, path=data_dir / FILE_NAME, context=ssl.create_default_context)
        self.notes = {}
        self.tellings = 0

    async def start(self, everybody=None):
        await self.alerts.start(told=self.tell, note=self.note, site=home)
        if everybody is not None:
            self.alerts.keep_watch(everybody)
        return self

    def tell(self):
        self.tellings += 1

    def note(self, key, text):
        self.notes[key] = text

    @property
    def open(self):
        return self.alerts.board.open
