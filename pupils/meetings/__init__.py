"""Meetings about children: the kinds every school has, and what they are evidence of."""
