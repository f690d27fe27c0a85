"""Pages about the ladder, and about moving a child on it."""

from stages.views.asked import (
    ladder_requirement_add,
    requirement_add,
    requirement_edit,
    requirement_remove,
)
from stages.views.corrections import record_back_date, record_correct, record_withdraw
from stages.views.draft import (
    ladder_about,
    ladder_copy,
    ladder_discard,
    ladder_edit,
    ladder_links,
    ladder_order,
)
from stages.views.evidence import evidence_add, evidence_withdraw
from stages.views.kinds import kind_add, kind_edit, kind_list, kind_remove
from stages.views.ladder import ladder_adopt, ladder_detail
from stages.views.moves import move
from stages.views.overlays import overlay_end, overlay_start
from stages.views.publishing import ladder_compare, ladder_publish, version_detail, version_list
from stages.views.stage import (
    stage_about,
    stage_add,
    stage_detail,
    stage_links,
    stage_people,
    stage_place,
    stage_restore,
    stage_retire,
    stage_support,
    stage_time,
)
from stages.views.staging import go_live, staging_discard, staging_rules
from stages.views.staging_review import staging_confirm, staging_review
from stages.views.staying import stay_withdraw
from stages.views.ways import way_add, way_edit, way_remove

__all__ = [
    "evidence_add",
    "evidence_withdraw",
    "go_live",
    "kind_add",
    "kind_edit",
    "kind_list",
    "kind_remove",
    "ladder_about",
    "ladder_adopt",
    "ladder_compare",
    "ladder_copy",
    "ladder_detail",
    "ladder_discard",
    "ladder_edit",
    "ladder_links",
    "ladder_order",
    "ladder_publish",
    "ladder_requirement_add",
    "move",
    "overlay_end",
    "overlay_start",
    "record_back_date",
    "record_correct",
    "record_withdraw",
    "requirement_add",
    "requirement_edit",
    "requirement_remove",
    "stage_about",
    "stage_add",
    "stage_detail",
    "stage_links",
    "stage_people",
    "stage_place",
    "stage_restore",
    "stage_retire",
    "stage_support",
    "stage_time",
    "staging_confirm",
    "staging_discard",
    "staging_review",
    "staging_rules",
    "stay_withdraw",
    "version_detail",
    "version_list",
    "way_add",
    "way_edit",
    "way_remove",
]
