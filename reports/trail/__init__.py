"""The audit trail of a school in words: who changed what, when.

`subjects` says which recorded tables are told and to whom, `events` gathers what one request
changed, `sentences` puts it into words. Values of free text are never told: a sentence says that
something changed and leads to the child, where those in scope can read it.
"""
