"""Changes to a child's record that cross models."""

from pupils.actions.sen import change_sen_status

__all__ = ["change_sen_status"]
