"""Load pupils from a Common Transfer File (commands.md)."""

from pupils.imports.command import ImportCommand
from pupils.models import PupilImport


class Command(ImportCommand):
    help = "Load pupils from a Common Transfer File, all or nothing."
    kind = PupilImport.Kind.CTF
