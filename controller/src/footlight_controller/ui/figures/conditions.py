"""What a player says of itself beside its figures, in words."""

from dataclasses import dataclass, fields

from PySide6.QtCore import QCoreApplication

from footlight_common.model.metrics import Metrics, Throttling
from footlight_controller.ui.figures.amounts import Unit, worded
from footlight_controller.ui.player.figures import number
from footlight_controller.ui.theme.tokens import Tone
from footlight_controller.ui.words import shortened

_SINCE = "_since_boot"
# Used of the life of a card, in percent: from here on it is time to think of another one.
WORN_PERCENT = 80.0

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Condition:
    """One sentence, and how much it matters."""

    text: str
    tone: Tone = Tone.QUIET


def conditions_of(key: str, metrics: Metrics | None) -> tuple[Condition, ...]:
    """What is to be said below the plot of a subject."""
    if metrics is None:
        return ()
    match key:
        case "temperature":
            return _throttling(metrics.throttling)
        case "disk":
            return _wear(metrics.disk_life_percent)
        case "frames":
            return _decoding(metrics)
        case _:
            return ()


def _throttling(state: Throttling | None) -> tuple[Condition, ...]:
    if state is None:
        return ()
    now = [field.name for field in fields(state) if not field.name.endswith(_SINCE) and getattr(state, field.name)]
    latched = [
        name
        for field in fields(state)
        if field.name.endswith(_SINCE)
        and getattr(state, field.name)
        and (name := field.name.removesuffix(_SINCE)) not in now
    ]
    said: list[Condition] = []
    if now:
        tone = Tone.BAD if state.under_voltage else Tone.CAUTION
        said.append(Condition(translate("Conditions", "Now: {}.").format(_listed(now)), tone))
    if latched:
        text = translate("Conditions", "At least once since the power came on: {}.").format(_listed(latched))
        said.append(Condition(text, Tone.CAUTION))
    if not said:
        said.append(Condition(translate("Conditions", "Never throttled, and enough voltage, since the power came on.")))
    return tuple(said)


def _listed(names: list[str]) -> str:
    words = {
        "under_voltage": translate("Conditions", "voltage too low"),
        "frequency_capped": translate("Conditions", "clock rate capped"),
        "throttled": translate("Conditions", "throttled"),
        "soft_temperature_limit": translate("Conditions", "heat limit reached"),
    }
    return ", ".join(words[name] for name in names)


def _wear(life_percent: float | None) -> tuple[Condition, ...]:
    if life_percent is None:
        return ()
    used = worded(life_percent, Unit.PERCENT)
    if life_percent < WORN_PERCENT:
        return (Condition(translate("Conditions", "The card says that {} of its life is used.").format(used)),)
    text = translate("Conditions", "The card says that {} of its life is used. Replace it soon.").format(used)
    return (Condition(text, Tone.CAUTION),)


def _decoding(metrics: Metrics) -> tuple[Condition, ...]:
    if not metrics.decoder:
        return (Condition(translate("Conditions", "Nothing is decoded now.")),)
    if metrics.decoder == "no":
        decoder = translate("Conditions", "Decoded by the processor (software).")
    else:
        decoder = translate("Conditions", "Decoded in hardware: {}.").format(shortened(metrics.decoder))
    dropped = translate("Conditions", "{} of {} frames came too late since it started.").format(
        number(metrics.dropped_frames), number(metrics.presented_frames + metrics.dropped_frames)
    )
    return (Condition(f"{decoder} {dropped}"),)
