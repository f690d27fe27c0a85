"""What all factories of school-owned rows share."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import factory

from schools.models import School
from schools.tenancy import Actor, acting, school_scope

_many: list[Actor] = []


@contextmanager
def many_rows(school: School) -> Iterator[None]:
    """Make many rows of a school in one scope, nobody acting: four statements fewer for each."""
    with school_scope(school) as actor:
        _many.append(actor)
        try:
            yield
        finally:
            _many.pop()


class SchoolOwnedFactory(factory.django.DjangoModelFactory):
    """Makes a row inside the scope of the school it is given (or the one made for it)."""

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        school = kwargs["school"]
        row = model_class(*args, **kwargs)
        if _many and acting() is _many[-1] and _many[-1].school_id == school.pk:
            row.save()
        else:
            with school_scope(school):
                row.save()
        return row
