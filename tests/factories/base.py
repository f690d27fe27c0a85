"""What all factories of school-owned rows share."""

from typing import Any

import factory

from schools.tenancy import school_scope


class SchoolOwnedFactory(factory.django.DjangoModelFactory):
    """Makes a row inside the scope of the school it is given (or the one made for it)."""

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        with school_scope(kwargs["school"]):
            row = model_class(*args, **kwargs)
            row.save()
            return row
