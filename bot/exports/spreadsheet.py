"""A spreadsheet of text cells, row by row through the disk; nothing in it is a formula."""

from collections.abc import Sequence
from datetime import tzinfo
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.worksheet import Worksheet

from bot.exports.rows import Row

ROWS_OF_A_SHEET = 1_048_576
"""More than that no spreadsheet opens; the heads are one of them."""

MAX_CELL = 32_767
"""Characters. XlsxWriter would leave out a longer cell."""

_COLUMN_WIDTH = 24


class XlsxWriter:
    """Its own temporary files lie beside `path`."""

    def __init__(
        self,
        path: Path,
        heads: Sequence[str],
        zone: tzinfo,
        sheet: str,
        *,
        rows_of_a_sheet: int = ROWS_OF_A_SHEET,
    ) -> None:
        self._heads, self._zone, self._sheet = heads, zone, sheet
        self._rows_of_a_sheet = rows_of_a_sheet
        options = {"constant_memory": True, "tmpdir": str(path.parent)}
        self._book = Workbook(str(path), options)
        self._book.use_zip64()
        self._bold = self._book.add_format({"bold": True})
        self._sheets: list[Worksheet] = []
        self._next_row = 0
        self._begin_sheet()

    def write(self, rows: Sequence[Row]) -> None:
        for row in rows:
            if self._next_row == self._rows_of_a_sheet:
                self._begin_sheet()
            for column, cell in enumerate(row.cells(self._zone)):
                if cell:
                    self._sheets[-1].write_string(self._next_row, column, cell[:MAX_CELL])
            self._next_row += 1

    def finish(self) -> None:
        try:
            self._book.close()
        except FileCreateError as error:
            (cause,) = error.args
            raise cause from None

    def release(self) -> None:
        for sheet in self._sheets:
            sheet._opt_close()  # what `close` does; that would write the whole workbook first

    def _begin_sheet(self) -> None:
        number = len(self._sheets) + 1
        sheet = self._book.add_worksheet(self._sheet if number == 1 else f"{self._sheet} {number}")
        sheet.set_column(0, len(self._heads) - 1, _COLUMN_WIDTH)
        sheet.freeze_panes(1, 0)
        for column, head in enumerate(self._heads):
            sheet.write_string(0, column, head, self._bold)
        self._sheets.append(sheet)
        self._next_row = 1
