"""The watched folder: the MIS's nightly file is read, held and prepared; a person confirms.

`folder` knows the disk and nothing of pupils, `nights` decides when to look, `prepare` is the job.
"""

from pupils.drop.nights import (
    drop_picture,
    last_night,
    prepared_words,
    set_applies_harmless,
    waiting_file,
)

__all__ = ["drop_picture", "last_night", "prepared_words", "set_applies_harmless", "waiting_file"]
