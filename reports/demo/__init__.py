"""Fictional schools, the same every time for one seed.

Plans are made first, pure and in plain values: `schools` (which schools, classes, days), `staff`,
`children`, `stories` (where each child has been on the ladder) and `wording`. `loading` then writes
one school after another, a class at a time, through the models' own recorded writes.
"""
