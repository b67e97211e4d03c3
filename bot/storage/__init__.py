"""Everything that is kept: the only place with SQL. Decides nothing about who may see what."""

from bot.storage.chats import ChatTable
from bot.storage.database import Database, DatabaseError, open_database
from bot.storage.grants import GrantTable
from bot.storage.readings import ReadingTable
from bot.storage.registers import NameTaken, RegisterTable, StoredRegister

__all__ = [
    "ChatTable",
    "Database",
    "DatabaseError",
    "GrantTable",
    "NameTaken",
    "ReadingTable",
    "RegisterTable",
    "StoredRegister",
    "open_database",
]
