"""Whether the database can be written, found out by writing; it changes nothing."""

from bot.storage.database import Database


async def write_a_page(database: Database) -> None:
    """Commit one page as it is, which a full disk or a lock prevents. Raises DatabaseError."""
    async with database.transaction() as connection:
        # Read and written inside one transaction: another process may be migrating.
        (row,) = await connection.execute_fetchall("PRAGMA user_version")
        await connection.execute(f"PRAGMA user_version = {int(row[0])}")
