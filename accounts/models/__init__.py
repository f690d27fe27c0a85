"""Who: people, what they are in a school, which classes are theirs, and who is asked to come."""

from accounts.models.assignment import ClassAssignment
from accounts.models.factor_reset import FactorReset
from accounts.models.invitation import Invitation, InvitedClass
from accounts.models.person import Membership, MembershipQuerySet, User, UserManager
from accounts.models.session import BrowserSession
from accounts.models.tablet import Tablet, TabletPin

__all__ = [
    "BrowserSession",
    "ClassAssignment",
    "FactorReset",
    "Invitation",
    "InvitedClass",
    "Membership",
    "MembershipQuerySet",
    "Tablet",
    "TabletPin",
    "User",
    "UserManager",
]
