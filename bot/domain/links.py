"""Kinds of one-time links; what each opens, the services decide."""

from enum import StrEnum


class LinkKind(StrEnum):
    """What a one-time link is for. The values are stored in the database."""

    CLAIM = "claim"
    """Makes whoever opens it the first admin."""
    ADMIN = "admin"
    """Makes whoever opens it one more admin."""
    INVITE = "invite"
    """Gives the chat in which it is opened access to registers."""
