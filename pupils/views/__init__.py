"""The child's pages, one module a subject."""

from pupils.views.audit import pupil_history, pupil_readers
from pupils.views.contacts import contact_add, contact_checks, contact_edit, contact_end
from pupils.views.detail import photo_edit, pupil_detail, pupil_photo
from pupils.views.imports import (
    import_classes,
    import_confirm,
    import_detail,
    import_discard,
    import_new,
    import_problems,
)
from pupils.views.mis import mis_export, mis_list, mis_tick, mis_undo
from pupils.views.own_child import own_child_answer, staff_home_edit
from pupils.views.pupil import (
    class_change,
    pupil_add,
    pupil_archive,
    pupil_edit,
    pupil_restore,
)
from pupils.views.refresh import (
    drop_setting,
    import_accept,
    import_columns,
    import_leavers,
    import_settle,
    matching_forget,
)
from pupils.views.sen import need_edit, sen_status_correct
from pupils.views.snapshots import (
    scale_edit,
    snapshot_confirm,
    snapshot_detail,
    snapshot_discard,
    snapshot_new,
)
from pupils.views.staff import access_block_add, access_block_end, staff_link_add, staff_link_end
from pupils.views.voices import pupil_voices, voice_add, voice_edit, voice_withdraw

__all__ = [
    "access_block_add",
    "access_block_end",
    "class_change",
    "contact_add",
    "contact_checks",
    "contact_edit",
    "contact_end",
    "drop_setting",
    "import_accept",
    "import_classes",
    "import_columns",
    "import_confirm",
    "import_detail",
    "import_discard",
    "import_leavers",
    "import_new",
    "import_problems",
    "import_settle",
    "matching_forget",
    "mis_export",
    "mis_list",
    "mis_tick",
    "mis_undo",
    "need_edit",
    "own_child_answer",
    "photo_edit",
    "pupil_add",
    "pupil_archive",
    "pupil_detail",
    "pupil_edit",
    "pupil_history",
    "pupil_photo",
    "pupil_readers",
    "pupil_restore",
    "pupil_voices",
    "scale_edit",
    "sen_status_correct",
    "snapshot_confirm",
    "snapshot_detail",
    "snapshot_discard",
    "snapshot_new",
    "staff_home_edit",
    "staff_link_add",
    "staff_link_end",
    "voice_add",
    "voice_edit",
    "voice_withdraw",
]
