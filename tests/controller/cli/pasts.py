"""Players with a past behind the command line."""

import time

from controller.lives import ITEMS, Life

from footlight_common.model.history import OffReason
from footlight_common.model.playback import StopReason
from footlight_controller.core.story import Story, happened
from footlight_controller.core.unfolding import Almanac, unfold

LOBBY, HALL = "ab12000000000000", "cd34000000000000"


class Pasts:
    """What a controller says of these lives, by player id; `failures` are raised when one is fetched."""

    def __init__(self, lives):
        self.lives = lives
        self.failures = {}
        self.fetched = []

    async def fetch(self, player_id, from_s, until_s):
        self.fetched.append(player_id)
        if player_id in self.failures:
            raise self.failures[player_id]

    async def story(self, player_id, from_s, until_s):
        now_s = time.time()
        life = self.lives.get(player_id)
        chapters = [] if life is None else [life.chapter()]
        almanac = Almanac(chapters, now_s)
        timeline = unfold(player_id, chapters, from_s, until_s, now_s=now_s, heard_s=now_s, almanac=almanac)
        return Story(timeline=timeline, events=happened(chapters, almanac, from_s, until_s))


def busy_hour():
    """An hour that ended now: two items, a crash, idle since."""
    life = Life(time.time() - 3600).power_on().play(ITEMS[0], 600).play(ITEMS[1], 300, reason=StopReason.CUT)
    return life.power_off(60, OffReason.CUT).power_on().command().wait(2640)
