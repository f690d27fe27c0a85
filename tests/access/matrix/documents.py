"""Pages of documents, agencies and advice."""

from accounts.permissions import Permission
from tests.access.matrix.page import FORM, May, Page

DOCUMENTS = (
    May(
        Permission.READ_DOCUMENTS,
        "senco head teacher year_leader dsl",
        (
            Page("reports:pupil_documents", about="pupil"),
            Page("reports:document_file", about="document"),
        ),
    ),
    May(
        Permission.KEEP_DOCUMENTS,
        "senco teacher year_leader",
        (
            Page("reports:document_add", FORM, about="pupil"),
            # Whoever added it, and the SENCO: here one and the same.
            Page("reports:document_withdraw", FORM, about="document", only="senco"),
            Page("reports:agency_add", FORM, about="pupil"),
            Page("reports:agency_edit", FORM, about="agency"),
            Page("reports:agency_withdraw", FORM, about="agency"),
            Page("reports:advice_add", FORM, about="agency"),
            Page("reports:advice_edit", FORM, about="advice"),
            Page("reports:advice_withdraw", FORM, about="advice"),
        ),
    ),
)
