"""The alerts of a controller, from a player that is away to an e-mail and a webhook that arrive."""

import asyncio
from dataclasses import replace

import pytest
from controller.services.alert_scenes import HALL, IDS, LOBBY, all_away, all_here, mail_settings
from controller.services.post import Hook, PostOffice

from footlight_common.errors import InvalidArgument, SendFailed
from footlight_common.model.alerts import Severity
from footlight_controller.core.alerting.alert import Ending
from footlight_controller.core.alerting.plan import Channel
from footlight_controller.core.alerting.rules import RuleName
from footlight_controller.services.alert_rules import WebhookSecret
from footlight_controller.services.alert_store import FILE_NAME, peek_sending


@pytest.fixture
async def office():
    office = await PostOffice().start()
    yield office
    await office.stop()


@pytest.fixture
async def hook():
    hook = await Hook().start()
    yield hook
    await hook.stop()


async def post_to(desk, hook):
    await desk.alerts.set_webhook(WebhookSecret(url=f"http://127.0.0.1:{hook.port}/in/T-secret"))


async def test_a_player_that_is_away_for_a_minute_is_told_on_the_board_and_by_email_and_webhook(
    make_desk, office, hook, clock, eventually
):
    desk = await make_desk(all_here(LOBBY))
    await desk.alerts.set_email(mail_settings(office.port))
    await post_to(desk, hook)
    desk.alerts.take(all_away(LOBBY))
    await clock.advance(61.0)
    (alert,) = desk.open
    assert (alert.rule, alert.told) == (RuleName.OFFLINE, (Channel.EMAIL, Channel.WEBHOOK))
    assert [each.id for each in desk.alerts.take_alerted()] == [1]
    await clock.advance(15.0)
    await eventually(lambda: office.mails and hook.posts)
    assert "Lobby is offline" in office.mails[0]["Subject"]
    assert hook.alerts[0]["event"] == "raised"
    desk.alerts.take(all_here(LOBBY))
    await clock.advance(6.0)
    assert not desk.open
    assert [each.ending for each in desk.alerts.take_alerted()] == [Ending.RECOVERED]
    await clock.advance(15.0)
    await eventually(lambda: len(office.mails) == 2 and len(hook.posts) == 2)
    assert hook.alerts[1]["event"] == "over"
    await eventually(lambda: not desk.alerts.board.sending[Channel.EMAIL].waiting)


async def test_a_switch_that_breaks_is_one_email(make_desk, office, clock, eventually):
    desk = await make_desk(all_here(*IDS[:30]))
    await desk.alerts.set_email(mail_settings(office.port))
    # Not all in one moment: each link notices by itself.
    for player_id in IDS[:30]:
        desk.alerts.take(all_away(player_id))
        await clock.advance(0.4)
    await clock.advance(80.0)
    (mail,) = await eventually(lambda: office.mails)
    assert mail["Subject"].endswith("and 29 more")
    await clock.advance(600.0)
    assert len(office.mails) == 1


async def test_what_was_not_sent_when_the_controller_ended_is_sent_by_the_next(
    make_desk, office, clock, eventually, expect_log
):
    expect_log("cannot be reached")
    port = office.port
    await office.stop()
    desk = await make_desk(all_here(LOBBY, HALL))
    await desk.alerts.set_email(mail_settings(port))
    desk.alerts.take(all_away(LOBBY, HALL))
    await clock.advance(80.0)
    await eventually(lambda: "cannot be reached" in desk.notes.get("alerts-email", ""))
    assert desk.alerts.board.sending[Channel.EMAIL].waiting == 2
    await desk.alerts.close()
    await office.start()
    again = await make_desk(all_away(LOBBY, HALL))
    assert [alert.id for alert in again.open] == [2, 1]
    await clock.advance(20.0)
    (mail,) = await eventually(lambda: office.mails)
    assert "and 1 more" in mail["Subject"]
    await eventually(lambda: not again.alerts.board.sending[Channel.EMAIL].waiting)
    await again.alerts.close()
    last = await make_desk()
    assert last.alerts.board.sending[Channel.EMAIL].waiting == 0


async def test_trouble_with_sending_is_a_standing_note_until_it_is_over_and_others_can_read_it(
    make_desk, hook, clock, eventually, expect_log, data_dir, caplog
):
    expect_log("answered 503")
    hook.status = 503
    desk = await make_desk(all_here(LOBBY))
    await post_to(desk, hook)
    desk.alerts.take(all_away(LOBBY))
    await clock.advance(62.0)
    await eventually(lambda: desk.notes.get("alerts-webhook"))
    assert "do not go out by webhook" in desk.notes["alerts-webhook"]
    path = data_dir / FILE_NAME

    async def read():
        return (await asyncio.to_thread(peek_sending, path)).get(Channel.WEBHOOK)

    await desk.alerts.past()
    sending = await read()
    assert (sending.waiting, "503" in sending.trouble) == (1, True)
    assert desk.alerts.board.sending[Channel.WEBHOOK].untold == {desk.open[0].id}
    hook.status = 200
    await clock.advance(1.0)
    await eventually(lambda: not desk.notes["alerts-webhook"])
    assert not desk.alerts.board.sending[Channel.WEBHOOK].untold
    await desk.alerts.past()
    assert await read() is None
    assert "T-secret" not in caplog.text + str(desk.notes) + str(desk.alerts.board)


async def test_a_server_that_hangs_holds_up_nothing(make_desk, office, clock, eventually):
    office.open.clear()
    desk = await make_desk(all_here(LOBBY, HALL))
    await desk.alerts.set_email(mail_settings(office.port))
    desk.alerts.take(all_away(LOBBY))
    await clock.advance(80.0)
    desk.alerts.take(all_away(HALL))
    await clock.advance(61.0)
    assert len(desk.open) == 2
    await asyncio.wait_for(desk.alerts.close(), 2.0)


async def test_a_channel_that_is_turned_off_forgets_what_waits(make_desk, clock, eventually, expect_log, office):
    expect_log("cannot be reached")
    await office.stop()
    desk = await make_desk(all_here(LOBBY))
    await desk.alerts.set_email(mail_settings(office.port))
    desk.alerts.take(all_away(LOBBY))
    await clock.advance(80.0)
    await eventually(lambda: desk.notes.get("alerts-email"))
    await desk.alerts.set_email(None)
    assert desk.notes["alerts-email"] == ""
    assert not desk.alerts.board.sending
    await desk.alerts.close()
    again = await make_desk()
    await again.alerts.set_email(mail_settings(office.port))
    assert again.alerts.board.sending[Channel.EMAIL].waiting == 0


async def test_better_settings_are_tried_at_once(make_desk, clock, eventually, expect_log, office, hook):
    expect_log("answered 404")
    hook.status = 404
    desk = await make_desk(all_here(LOBBY))
    await post_to(desk, hook)
    desk.alerts.take(all_away(LOBBY))
    await clock.advance(500.0)
    await eventually(lambda: desk.notes.get("alerts-webhook"))
    hook.status = 200
    await post_to(desk, hook)
    await eventually(lambda: hook.posts)


async def test_a_user_needs_a_password_and_a_new_server_needs_it_again(make_desk):
    desk = await make_desk()
    wanted = mail_settings(25, user="office")
    with pytest.raises(InvalidArgument, match="needs a password"):
        await desk.alerts.set_email(wanted)
    await desk.alerts.set_email(wanted, "pass-secret")
    await desk.alerts.set_email(replace(wanted, least=Severity.CRITICAL))
    # Else whoever may set the server could have the password sent to a machine of theirs.
    with pytest.raises(InvalidArgument, match="needs a password"):
        await desk.alerts.set_email(replace(wanted, server="127.0.0.2"))
    assert "pass-secret" not in str(desk.alerts.board)


async def test_a_test_goes_past_the_outbox_and_says_what_is_wrong(make_desk, office, hook):
    desk = await make_desk()
    with pytest.raises(InvalidArgument, match="nothing is set up"):
        await desk.alerts.test(Channel.EMAIL)
    await desk.alerts.set_email(mail_settings(office.port))
    await post_to(desk, hook)
    assert await desk.alerts.test(Channel.EMAIL) == ""
    assert office.mails[0]["Subject"] == "Footlight: A test by Desk"
    hook.status = 500
    with pytest.raises(SendFailed, match="500"):
        await desk.alerts.test(Channel.WEBHOOK)
    assert desk.alerts.board.sending[Channel.WEBHOOK].waiting == 0


async def test_without_a_disk_alerts_work_and_say_so(make_desk, data_dir, clock, office, eventually, expect_log):
    expect_log("cannot be kept")
    (data_dir / FILE_NAME).mkdir()
    desk = await make_desk(all_here(LOBBY))
    assert "alerts cannot be kept" in desk.notes["alerts-storage"]
    await desk.alerts.set_email(mail_settings(office.port))
    desk.alerts.take(all_away(LOBBY))
    await clock.advance(80.0)
    assert desk.open
    await eventually(lambda: office.mails)
    (data_dir / FILE_NAME).rmdir()
    await clock.advance(11.0)
    await eventually(lambda: not desk.notes["alerts-storage"])
    assert len(await desk.alerts.past()) == 1
