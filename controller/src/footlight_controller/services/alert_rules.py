"""What people have set about alerts, kept over restarts: rules, hours, mutes, and how they are told."""

import asyncio
import dataclasses
import logging
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Self, TypeVar

import msgspec
from msgspec import Struct
from tinydb import TinyDB
from tinydb.storages import MemoryStorage

from footlight_common.clock import Clock
from footlight_common.errors import CredentialRefused, InvalidArgument
from footlight_common.storage import Store, peek
from footlight_controller.core.alerting.board import EmailSettings, WebhookSettings
from footlight_controller.core.alerting.plan import Channel, HoursOf, Mute, OffMark, Plan
from footlight_controller.core.alerting.rules import DEFAULTS, Rule, RuleName, checked
from footlight_controller.services.keyring_lock import KeyringLock, NoKeyring

_log = logging.getLogger(__name__)

FILE_NAME = "alerts.json"
# The names under which the keyring of the desktop has the keys.
_KEYRING = {Channel.EMAIL: "alerts e-mail", Channel.WEBHOOK: "alerts webhook"}

T = TypeVar("T")


class _RuleRow(Struct, frozen=True, kw_only=True):
    name: RuleName
    rule: Rule


class WebhookSecret(Struct, frozen=True, kw_only=True):
    """Where JSON is posted to, and what goes with it."""

    url: str
    token: str = ""

    def __repr__(self) -> str:
        return "WebhookSecret()"


class _Secret(Struct, frozen=True, kw_only=True):
    channel: Channel
    data: bytes
    """As it is, or closed with the key that the keyring has under `keyring`."""
    keyring: str = ""

    def __repr__(self) -> str:
        return "_Secret()"


class AlertRules:
    """The document. Used on the core thread. What cannot be read is passed over, and the defaults are in its place."""

    def __init__(self, store: Store | None = None, db: TinyDB | None = None, lock: KeyringLock | None = None) -> None:
        """Without a store nothing is kept for the next run; `db` holds what an earlier one kept."""
        self._store = store
        # A database without a default table counts as false.
        self._db = store.db if store else TinyDB(storage=MemoryStorage) if db is None else db
        self._lock = lock or KeyringLock(NoKeyring())
        self.email = next(iter(self._read("email", EmailSettings)), None)
        """How e-mails are sent; None for not."""
        self.webhook = next(iter(self._read("webhook", WebhookSettings)), None)
        self._secrets = {row.channel: row for row in self._read("secrets", _Secret)}
        self.plan = Plan(
            rules={**DEFAULTS, **self._rules()},
            hours=tuple(self._read("hours", HoursOf)),
            mutes=tuple(self._read("mutes", Mute)),
            off=tuple(self._read("off", OffMark)),
            channels=self._channels(),
        )
        """As it was kept."""

    @classmethod
    def own(cls, data_dir: Path, clock: Clock, lock: KeyringLock) -> Self:
        """The one in a data directory that this process owns. Raises StorageError."""
        return cls(Store(data_dir / FILE_NAME, clock), lock=lock)

    @classmethod
    def copy(cls, data_dir: Path, lock: KeyringLock) -> Self:
        """What is kept there, whoever owns the directory. Changes stay in memory."""
        db = TinyDB(storage=MemoryStorage)
        db.storage.write(peek(data_dir / FILE_NAME))
        return cls(db=db, lock=lock)

    @property
    def rescued(self) -> str:
        """What was done about a damaged file, for the user; empty when it was whole."""
        return self._store.rescued if self._store else ""

    @property
    def trouble(self) -> str:
        """Why the last save failed, for the user; empty when it went well."""
        return self._store.trouble if self._store else ""

    def put(self, plan: Plan) -> None:
        """Keep this plan; the channels in it are those of the settings."""
        before, self.plan = self.plan, dataclasses.replace(plan, channels=self._channels())
        if plan.rules != before.rules:
            changed = (_RuleRow(name=name, rule=rule) for name, rule in plan.rules.items() if rule != DEFAULTS[name])
            self._write("rules", changed)
        for table, rows, kept in (
            ("hours", plan.hours, before.hours),
            ("mutes", plan.mutes, before.mutes),
            ("off", plan.off, before.off),
        ):
            if rows != kept:
                self._write(table, rows)

    async def set_email(self, settings: EmailSettings | None, password: str | None = None) -> None:
        """Send e-mails like this from now on; None for none. Without a `password` the one there is stays.

        Without a user there is none.
        """
        if settings is None or not settings.user:
            await self._put_secret(Channel.EMAIL, None)
        elif password is not None:
            await self._put_secret(Channel.EMAIL, password.encode())
        self.email = settings
        self._write("email", [] if settings is None else [settings])
        self.put(self.plan)

    async def set_webhook(self, settings: WebhookSettings | None, secret: WebhookSecret | None = None) -> None:
        """Post to a webhook like this from now on; None for none. Without a `secret` the one there is stays."""
        if settings is None:
            await self._put_secret(Channel.WEBHOOK, None)
        elif secret is not None:
            await self._put_secret(Channel.WEBHOOK, msgspec.json.encode(secret))
        self.webhook = settings
        self._write("webhook", [] if settings is None else [settings])
        self.put(self.plan)

    @property
    def open_to_account(self) -> bool:
        """Whether a secret lies in the file as it is, for there is no keyring that keeps it."""
        return any(not row.keyring for row in self._secrets.values())

    @property
    def has_password(self) -> bool:
        """Whether there is a password for the mail server."""
        return Channel.EMAIL in self._secrets

    async def password(self) -> str:
        """For the mail server; empty for none. Raises CredentialRefused when the keyring does not give it out."""
        return (await self._secret(Channel.EMAIL)).decode(errors="replace")

    async def webhook_secret(self) -> WebhookSecret:
        """Raises CredentialRefused."""
        try:
            return msgspec.json.decode(await self._secret(Channel.WEBHOOK), type=WebhookSecret)
        except (msgspec.DecodeError, UnicodeError):
            # Without the cause, which may quote what it read.
            raise CredentialRefused(_LOCKED.format("address of the webhook", "webhook")) from None

    async def flush(self) -> None:
        """Save now what is unsaved."""
        if self._store is not None:
            await self._store.flush()

    async def close(self) -> None:
        """Save what is unsaved."""
        if self._store is not None:
            await self._store.close()

    def _channels(self) -> dict[Channel, Any]:
        found = {Channel.EMAIL: self.email, Channel.WEBHOOK: self.webhook}
        return {channel: each.least for channel, each in found.items() if each is not None}

    async def _secret(self, channel: Channel) -> bytes:
        row = self._secrets.get(channel)
        if row is None:
            return b""
        if not row.keyring:
            return row.data
        try:
            # A keyring may take the time of a person who types a password.
            return await asyncio.to_thread(self._lock.open, row.keyring, row.data)
        except CredentialRefused:
            what = "password of the mail server" if channel is Channel.EMAIL else "address of the webhook"
            raise CredentialRefused(_LOCKED.format(what, channel.value)) from None

    async def _put_secret(self, channel: Channel, plain: bytes | None) -> None:
        before = self._secrets.pop(channel, None)
        if plain is not None:
            name = _KEYRING[channel]
            closed = await asyncio.to_thread(self._lock.close, name, plain)
            self._secrets[channel] = _Secret(
                channel=channel, data=plain if closed is None else closed, keyring="" if closed is None else name
            )
        self._write("secrets", self._secrets.values())
        if before is not None:
            # The copy of before holds what was taken away.
            await self.flush()
            self._write("secrets", self._secrets.values())
            await self.flush()

    def _rules(self) -> dict[RuleName, Rule]:
        found = {}
        for row in self._read("rules", _RuleRow):
            try:
                found[row.name] = checked(row.name, row.rule)
            except InvalidArgument as err:
                _log.warning("a rule in %s is passed over: %s", FILE_NAME, err)
        return found

    def _read(self, table: str, kind: type[T]) -> list[T]:
        found = []
        for document in self._db.table(table).all():
            try:
                found.append(msgspec.convert(document, kind))
            except (msgspec.ValidationError, InvalidArgument) as err:
                _log.warning("a row of %s is passed over: %s", FILE_NAME, err)
        return found

    def _write(self, name: str, rows: Iterable[object]) -> None:
        table = self._db.table(name)
        table.truncate()
        table.insert_multiple([_document(row) for row in rows])


def _document(row: object) -> Mapping[str, Any]:
    document: Mapping[str, Any] = msgspec.to_builtins(row)
    return document


_LOCKED = (
    "the {0} lies in the keyring of the desktop, which does not give it out. Log in to the desktop and unlock the "
    "keyring, or set it anew with: footlight alerts {1}"
)
