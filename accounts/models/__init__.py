"""Who: people, what they are in a school, and which classes are theirs."""

from accounts.models.assignment import ClassAssignment
from accounts.models.person import Membership, MembershipQuerySet, User, UserManager

__all__ = ["ClassAssignment", "Membership", "MembershipQuerySet", "User", "UserManager"]
