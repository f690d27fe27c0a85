"""Bringing pupils in from a school's MIS: a spreadsheet or a Common Transfer File.

The way of a file: it is read (`common.tabular`, `ctf`), each row becomes an `IncomingPupil` with
its problems (`rows`), a plan says what would change (`plan`), and the plan is carried out whole or
not at all (`apply`). Only the last two know the database.
"""
