import csv
import io

from footlight_common.model.alerts import Severity
from footlight_controller.core.alerting.alert import Acknowledged, AlertView, Ending
from footlight_controller.core.alerting.plan import Channel, Who
from footlight_controller.core.alerting.rules import RuleName
from footlight_controller.core.alerting.table import HEADER, write_csv

HOT = AlertView(
    id=7,
    rule=RuleName.TEMPERATURE,
    code="temperature",
    player_id="a1",
    player_name="=Lobby",
    area="Foyer",
    severity=Severity.WARNING,
    value=84.5,
    began_s=0.0,
    raised_s=60.0,
    ended_s=90.0,
    ending=Ending.RECOVERED,
    acknowledged=Acknowledged(by=Who(name="Front office"), at_s=70.0),
    told=(Channel.EMAIL, Channel.WEBHOOK),
)


def rows(*alerts):
    out = io.StringIO(newline="")
    count = write_csv(alerts, out)
    found = list(csv.DictReader(io.StringIO(out.getvalue(), newline="")))
    assert len(found) == count
    return found


def test_every_column_says_what_its_name_says():
    (row,) = rows(HOT)
    assert tuple(row) == HEADER
    assert row == {
        "number": "7",
        "began": "1970-01-01T00:00:00+00:00",
        "raised": "1970-01-01T00:01:00+00:00",
        "ended": "1970-01-01T00:01:30+00:00",
        "seconds": "90",
        "severity": "warning",
        "rule": "temperature",
        "code": "temperature",
        "player": "'=Lobby",
        "player_id": "a1",
        "area": "Foyer",
        "alert": "'=Lobby is too hot (84 °C)",
        "detail": "",
        "value": "84.5",
        "unit": "°C",
        "ending": "recovered",
        "told_by": "email webhook",
        "acknowledged_by": "Front office",
        "acknowledged": "1970-01-01T00:01:10+00:00",
    }


def test_of_one_that_is_open_and_of_a_clock_that_ran_wild_the_cells_stay_empty():
    open_one = AlertView(
        id=8,
        rule=RuleName.OFFLINE,
        code="offline",
        player_id="a1",
        player_name="Lobby",
        severity=Severity.CRITICAL,
        began_s=1e300,
        raised_s=60.0,
    )
    (row,) = rows(open_one)
    empty = {key for key, value in row.items() if not value}
    assert {"began", "ended", "seconds", "ending", "value", "unit", "acknowledged", "told_by"} <= empty
