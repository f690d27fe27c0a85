"""Dated snapshots of attendance, suspensions and attainment, loaded from a spreadsheet.

Evidence for a plan or a request, as the school records it: no predictions, no ranking of children.
"""
