"""Load pupils from a CSV or XLSX file of any MIS (commands.md)."""

from pupils.imports.command import ImportCommand
from pupils.models import PupilImport


class Command(ImportCommand):
    help = "Load pupils from a CSV or XLSX file of any MIS, all or nothing."
    kind = PupilImport.Kind.SPREADSHEET
