from dataclasses import replace

from controller.ui.scripted_alerts import ME, NOW_S, alert, board, over
from controller.ui.translations.lively import fleet

from footlight_common.model.alerts import Severity
from footlight_controller.core.alerting.alert import Acknowledged, Ending
from footlight_controller.core.alerting.board import EmailSettings, MailSecurity, Sending, WebhookSettings
from footlight_controller.core.alerting.hours import Hours, Span
from footlight_controller.core.alerting.plan import Channel, HoursOf, Mute, OffMark, Plan, Who
from footlight_controller.core.alerting.rules import DEFAULTS, RuleName
from footlight_controller.core.alerting.target import Target
from footlight_controller.core.changes import Changes
from footlight_controller.ui.dialogs.confirmation import Confirmation
from footlight_controller.ui.dialogs.sheet import Sheet
from footlight_controller.ui.shell.places import ALERTS

GREEK = Who(name="ΣΣΛ")
SEEN = Acknowledged(by=GREEK, at_s=NOW_S - 60)
DAILY = Hours(spans=(Span(days=frozenset(range(7))),))
SOME = Hours(spans=(Span(days=frozenset({0, 1, 4}), begins_min=60, ends_min=30),))
FIGURES = {RuleName.TEMPERATURE: 84.0, RuleName.DISK: 20_000.0, RuleName.CLOCK: -80.0}


def named(made, number, **changes):
    return [
        made(
            number + place,
            rule,
            player_name="ΨΩΔ",
            area="ΘΛΞ",
            detail="ΦΨΛ" if place % 2 else "",
            value=FIGURES.get(rule),
            severity=list(Severity)[place % 3],
            **changes,
        )
        for place, rule in enumerate(RuleName)
    ]


def lively():
    views = fleet()
    opened = named(alert, 1, told=(Channel.EMAIL, Channel.WEBHOOK))
    opened[3] = replace(opened[3], acknowledged=SEEN, told=(Channel.EMAIL,))
    mutes = (
        Mute(target=Target.player(views[0].id), since_s=NOW_S, until_s=NOW_S + 90_000, by=GREEK),
        Mute(target=Target.area("ΘΛΞ"), since_s=NOW_S, by=replace(ME, name="")),
        Mute(target=Target.rule(RuleName.CLOCK), since_s=NOW_S, by=GREEK),
        Mute(target=Target.everything(), since_s=NOW_S, by=GREEK),
    )
    off = (OffMark(player_id=views[0].id, since_s=NOW_S, by=GREEK), OffMark(player_id=views[1].id, since_s=NOW_S))
    hours = tuple(
        HoursOf(target=target, hours=each)
        for target, each in (
            (Target.everything(), DAILY),
            (Target.area("ΘΛΞ"), Hours()),
            (Target.player(views[0].id), SOME),
        )
    )
    rules = {**DEFAULTS, RuleName.OTHER: replace(DEFAULTS[RuleName.OTHER], on=False, recovery=False)}
    return board(
        *opened,
        plan=Plan(rules=rules, mutes=mutes, off=off, hours=hours),
        email=EmailSettings(server="ΛΞΠ", port=25, security=MailSecurity.NONE, sender="ΔΔΛ", to=("ΩΩΛ",)),
        webhook=WebhookSettings(host="ΛΞΠ", token=True),
        sending={Channel.EMAIL: Sending(waiting=2, trouble="ΦΨΛ"), Channel.WEBHOOK: Sending(sent_s=NOW_S)},
    )


def test_everything_about_alerts_speaks_the_language(tour, eventually):
    async def story(window, controller, look):
        part = window.records.alerts
        desk, page = part.desk, part.page
        desk.clock.jump_wall(NOW_S - desk.clock.wall_s())
        window.frame.open_page(ALERTS)
        look()
        past = named(over, 100, acknowledged=SEEN)
        controller.alerts.board = lively()
        controller.alerts.kept = [
            *(replace(each, ending=list(Ending)[place % 4]) for place, each in reversed(list(enumerate(past)))),
            *reversed(controller.alerts.board.open),
        ]
        controller.alerts.open_to_account = True
        controller.say(
            Changes(alerts=controller.alerts.board, alerted=(*controller.alerts.board.open, *named(over, 100)))
        )
        await eventually(lambda: page.open.rows)
        window.frame.title_bar.bell.click()
        look()
        window.frame.title_bar.bell.click()
        for row in page.open.rows:
            row.menu.aboutToShow.emit()
        for tab in range(page.tabs.count()):
            page.tabs.setCurrentIndex(tab)
            await eventually(lambda: not page.past.reader.busy)
            look()
        for severity in Severity:
            page.past.filters.search.setText("ΦΧΦ" if severity is Severity.INFO else "")
            look()
        await eventually(page.sending.open.isVisible)
        buttons = [page.rules.rules[rule].change for rule in FIGURES]
        buttons += [page.rules.add_off, page.sending.email.set_up, page.sending.webhook.set_up]
        for button in buttons:
            button.click()
            sheet = next(sheet for sheet in page.findChildren(Sheet) if sheet.isVisible())
            look(sheet)
            sheet.reject()
        for card in (page.sending.email, page.sending.webhook):
            card.off.click()
            dialog = next(each for each in window.findChildren(Confirmation) if each.isVisible())
            look(dialog)
            dialog.reject()
            card.test.click()
            await eventually(lambda card=card: card.test.isEnabled())
            look()
        window.open_player(fleet()[2].id)
        look()

    tour(story)
