"""What the house says when it will not do something."""


class Refused(Exception):
    """A change the rules do not allow. Its text is one plain sentence for the person who asked.

    Views show it beside the form, commands print it and exit with 1; nothing was changed.
    """
