"""Lines of an audit for tests of the desktop app."""

from typing import Any

from footlight_common.model.audit import AuditEntry
from footlight_common.security.roles import Role
from footlight_controller.core.audit_trail import Audited

PEOPLE = (("Front office", Role.ADMIN), ("Back office", Role.OPERATOR), ("Projection", Role.TECHNICIAN))
COMMANDS = ("play", "volume", "restart", "identify")


def entry(seq: int = 1, **fields: Any) -> AuditEntry:
    """What Back office did at a desk."""
    given = {
        "at_s": 1_750_000_000.0 + seq,
        "member": "b" * 16,
        "name": "Back office",
        "role": Role.OPERATOR,
        "controller": "Desk 2",
        "command": "play",
        "detail": "trailer.mp4",
    }
    return AuditEntry(seq=seq, **{**given, **fields})


def refused(seq: int = 1, **fields: Any) -> AuditEntry:
    """What Back office may not do."""
    message = "restart needs the role technician or above, and yours is operator."
    given = {"command": "restart", "detail": "", "ok": False, "code": "role_denied", "message": message}
    return entry(seq, **{**given, **fields})


def many(count: int) -> list[AuditEntry]:
    """So many of several people, newest first."""
    made = []
    for seq in range(count, 0, -1):
        name, role = PEOPLE[seq % len(PEOPLE)]
        command = COMMANDS[seq % len(COMMANDS)]
        made.append(entry(seq, name=name, member=f"{seq % len(PEOPLE):016x}", role=role, command=command, detail=""))
    return made


def line(audit: AuditEntry, player: str = "Lobby") -> Audited:
    return Audited(player_id="1" * 16, player_name=player, entry=audit)
