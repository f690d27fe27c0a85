"""Reading a table that somebody uploads: CSV in the encodings schools send, or XLSX.

`read_table` gives headings and rows of text with the row numbers a spreadsheet shows, or raises
`Unreadable` with one plain sentence naming the place. Nothing here knows what the table is about.
"""

from common.tabular.base import Limits, NoHeadings, Row, Table, Unreadable, column_letter
from common.tabular.reading import read_table

__all__ = [
    "Limits",
    "NoHeadings",
    "Row",
    "Table",
    "Unreadable",
    "column_letter",
    "read_table",
]
