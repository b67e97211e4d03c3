"""The database: the only place with SQL. Does not decide who may see what."""

from bot.storage.access_requests import AccessRequestTable, StoredAccessRequest
from bot.storage.admins import AdminTable, StoredAdmin
from bot.storage.amounts import AmountTable, Summed
from bot.storage.audit import AuditTable
from bot.storage.backup import FileExists, back_up, is_current, restore
from bot.storage.chats import ChatAccessRow, ChatTable
from bot.storage.database import Database, open_database
from bot.storage.errors import DatabaseError
from bot.storage.grants import GrantTable, StoredGrant
from bot.storage.history import HistoryTable
from bot.storage.integrity import fault_of
from bot.storage.links import LinkTable, RegistersGone, StoredLink
from bot.storage.lock import is_held
from bot.storage.outbox import OutboxTable
from bot.storage.readings import ReadingTable
from bot.storage.record import RecordTable, StoredSpan
from bot.storage.register_names import saved_register_names
from bot.storage.registers import NameTaken, RegisterTable, StoredRegister
from bot.storage.update_inbox import UpdateInboxTable

__all__ = [
    "AccessRequestTable",
    "AdminTable",
    "AmountTable",
    "AuditTable",
    "ChatAccessRow",
    "ChatTable",
    "Database",
    "DatabaseError",
    "FileExists",
    "GrantTable",
    "HistoryTable",
    "LinkTable",
    "NameTaken",
    "OutboxTable",
    "ReadingTable",
    "RecordTable",
    "RegisterTable",
    "RegistersGone",
    "StoredAccessRequest",
    "StoredAdmin",
    "StoredGrant",
    "StoredLink",
    "StoredRegister",
    "StoredSpan",
    "Summed",
    "UpdateInboxTable",
    "back_up",
    "fault_of",
    "is_current",
    "is_held",
    "open_database",
    "restore",
    "saved_register_names",
]
