"""What we give: plans, their targets and strategies, and how they go."""

from provision.models.banks import BankItem
from provision.models.issued import Agreement, IssuedPlan, PlanCopy, PlanPrint
from provision.models.plans import Plan, PlanSection
from provision.models.readings import SheetReading
from provision.models.targets import ProgressNote, Strategy, Target
from provision.models.templates import PlanTemplate

__all__ = [
    "Agreement",
    "BankItem",
    "IssuedPlan",
    "Plan",
    "PlanCopy",
    "PlanPrint",
    "PlanSection",
    "PlanTemplate",
    "ProgressNote",
    "SheetReading",
    "Strategy",
    "Target",
]
