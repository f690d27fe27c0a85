"""Who may open what: every address of the site, in one table.

Read it so: those who may do a thing, and the pages it opens to them. Of a page about a child they
see their own children only: SENCO, head, DSL and office all of the school; a teacher the classes of
today; a year leader the year; a TA the children they are allocated to (permissions.md, Scope).
Everyone else of the school meets 403; a child or a thing that is not theirs, another school, or an
ended membership, 404; signed out, the sign-in page.

To add a page, put a line under what it asks for, in the module of its theme: `children`,
`letters`, `meetings`, `concerns`, `documents`, `plans`, `imports`, `school` or `ladder`; a page
without a permission goes into `without_permission`. A permission stands in one module only. A new
theme is a new module, named in MATRIX below.
`about` names a kind of `tests/access/kinds.py`.
"""

from tests.access.matrix.children import CHILDREN
from tests.access.matrix.concerns import CONCERNS
from tests.access.matrix.documents import DOCUMENTS
from tests.access.matrix.imports import IMPORTS
from tests.access.matrix.ladder import LADDER
from tests.access.matrix.letters import LETTERS
from tests.access.matrix.meetings import MEETINGS
from tests.access.matrix.page import EVERYONE, Page
from tests.access.matrix.plans import PLANS
from tests.access.matrix.school import SCHOOL
from tests.access.matrix.voices import VOICES
from tests.access.matrix.without_permission import OF_NO_SCHOOL, PUBLIC, WHEN_CONFIGURED

__all__ = ["EVERYONE", "MATRIX", "OF_NO_SCHOOL", "PUBLIC", "WHEN_CONFIGURED", "Page"]

MATRIX = (
    *CHILDREN,
    *LETTERS,
    *MEETINGS,
    *CONCERNS,
    *DOCUMENTS,
    *VOICES,
    *PLANS,
    *IMPORTS,
    *SCHOOL,
    *LADDER,
)
