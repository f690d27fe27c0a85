"""Placing the list a school has already, back-dated, when it goes live.

`children` gathers who there is, `rules` say where each would stand, `plan` holds that against the
rules of every move and says what will follow. `sheet` reads a column of a spreadsheet.
"""
