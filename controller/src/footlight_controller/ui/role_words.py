"""The roles as people read them."""

from PySide6.QtCore import QCoreApplication

from footlight_common.security.roles import Role

translate = QCoreApplication.translate


def role_word(role: Role) -> str:
    """In the middle of a sentence."""
    return {
        Role.VIEWER: translate("Roles", "viewer"),
        Role.OPERATOR: translate("Roles", "operator"),
        Role.TECHNICIAN: translate("Roles", "technician"),
        Role.ADMIN: translate("Roles", "admin"),
    }[role]


def role_title(role: Role) -> str:
    """Where it stands alone."""
    return {
        Role.VIEWER: translate("Roles", "Viewer"),
        Role.OPERATOR: translate("Roles", "Operator"),
        Role.TECHNICIAN: translate("Roles", "Technician"),
        Role.ADMIN: translate("Roles", "Admin"),
    }[role]


def role_text(role: Role) -> str:
    """What it may do, beside what those before it may."""
    return {
        Role.VIEWER: translate("Roles", "Watches all players and changes nothing"),
        Role.OPERATOR: translate("Roles", "Plays, stops, sets the volume"),
        Role.TECHNICIAN: translate("Roles", "Also pairs, renames and restarts players, and reads the activity"),
        Role.ADMIN: translate("Roles", "Also changes the team and unpairs players"),
    }[role]
