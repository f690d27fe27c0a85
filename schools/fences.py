"""Migration operations that put a school's fence around a table, in the database itself.

Facts they rest on, measured (reliability.md): foreign keys ignore row-level security, so a key
must carry the school; a plain comparison in the policy uses the index, an `OR` does not; owners
are bound only when security is forced.
"""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import ForeignKey, Model

Statements = list[tuple[str, str]]

POLICY = "school_id = nullif(current_setting('app.school', true), '')::bigint"


def is_school_owned(model: type[Model]) -> bool:
    """Whether a model carries the school that owns its rows."""
    return any(
        isinstance(field, ForeignKey)
        and field.name == "school"
        and field.related_model._meta.label == "schools.School"
        for field in model._meta.concrete_fields
    )


def fenced_foreign_keys(model: type[Model]) -> list[Any]:
    """The foreign keys of a model that point at another school-owned table."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey)
        and getattr(field, "db_constraint", True)
        and is_school_owned(field.related_model)
    ]


class _TableOperation(Operation):
    reduces_to_sql = True
    reversible = True

    def __init__(self, model_name: str) -> None:
        self.model_name = model_name

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Nothing of Django's own state changes."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for statement, _undo in self.statements(app_label, schema_editor, to_state):
            schema_editor.execute(statement, params=None)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for _statement, undo in reversed(self.statements(app_label, schema_editor, from_state)):
            if undo:
                schema_editor.execute(undo, params=None)

    def statements(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, state: ProjectState
    ) -> Statements:
        """What to run, each with what undoes it, in order."""
        raise NotImplementedError


class SchoolFence(_TableOperation):
    """Composite key, composite foreign keys and row-level policy; history becomes append-only.

    `rows=False` leaves out the policy, for the few tables that must be read before the school is
    known (memberships): keys still cannot cross schools.
    """

    def __init__(self, model_name: str, *, rows: bool = True) -> None:
        super().__init__(model_name)
        self.rows = rows

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__name__, [self.model_name], {} if self.rows else {"rows": False}

    def describe(self) -> str:
        return f"Fence {self.model_name} to its school"

    def statements(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, state: ProjectState
    ) -> Statements:
        model = state.apps.get_model(app_label, self.model_name)
        history = state.apps.all_models[app_label].get(f"historical{self.model_name.lower()}")
        table = model._meta.db_table
        postgres = schema_editor.connection.vendor == "postgresql"
        found: Statements = []
        if postgres:
            found += self._keys(model)
            found += _policy(table) if self.rows else []
        if history:
            found += _policy(history._meta.db_table) if postgres and self.rows else []
            found += append_only(history._meta.db_table, postgres=postgres)
        return found

    def _keys(self, model: type[Model]) -> Statements:
        table = model._meta.db_table
        found = [_constraint(table, f"{table}_of_school", "UNIQUE (school_id, id)")]
        for field in fenced_foreign_keys(model):
            target = field.related_model._meta.db_table
            found.append(
                _constraint(
                    table,
                    f"{table}_{field.column}_same_school"[:63],
                    f'FOREIGN KEY (school_id, "{field.column}") REFERENCES "{target}"'
                    " (school_id, id) DEFERRABLE INITIALLY DEFERRED",
                )
            )
        return found


def _constraint(table: str, name: str, definition: str) -> tuple[str, str]:
    return (
        f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" {definition}',
        f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"',
    )


def _policy(table: str) -> Statements:
    name = f"{table}_rows_of_school"[:63]
    return [
        (
            f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY',
            f'ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY',
        ),
        (
            f'CREATE POLICY "{name}" ON "{table}" USING ({POLICY}) WITH CHECK ({POLICY})',
            f'DROP POLICY "{name}" ON "{table}"',
        ),
    ]


def append_only(table: str, *, postgres: bool) -> Statements:
    """Triggers that refuse to change or remove a row (promise 4 of reliability.md)."""
    if not postgres:
        return [
            (
                (
                    f'CREATE TRIGGER "{table}_no_{verb.lower()}" BEFORE {verb} ON "{table}"'
                    f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                ),
                f'DROP TRIGGER IF EXISTS "{table}_no_{verb.lower()}"',
            )
            for verb in ("UPDATE", "DELETE")
        ]
    return [
        (
            (
                "CREATE OR REPLACE FUNCTION refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS"
                " $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
            ),
            "",
        ),
        (
            (
                f'CREATE TRIGGER "{table}_append_only" BEFORE UPDATE OR DELETE ON "{table}"'
                " FOR EACH ROW EXECUTE FUNCTION refuse_rewriting()"
            ),
            f'DROP TRIGGER "{table}_append_only" ON "{table}"',
        ),
    ]


class AppendOnly(_TableOperation):
    """Rows of this table can be added and read, never changed or removed."""

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__name__, [self.model_name], {}

    def describe(self) -> str:
        return f"Make {self.model_name} append-only"

    def statements(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, state: ProjectState
    ) -> Statements:
        table = state.apps.get_model(app_label, self.model_name)._meta.db_table
        return append_only(table, postgres=schema_editor.connection.vendor == "postgresql")


class RenewAppendOnly(_TableOperation):
    """Put a history table's triggers back after SQLite rebuilt the table to change a column.

    Django copies the rows into a new table there and drops the old one with its triggers.
    PostgreSQL changes columns in place, so there is nothing to do. With `history=False` it is the
    model's own table that is append-only.
    """

    def __init__(self, model_name: str, *, history: bool = True) -> None:
        super().__init__(model_name)
        self.history = history

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__name__, [self.model_name], {} if self.history else {"history": False}

    def describe(self) -> str:
        return f"Keep the history of {self.model_name} append-only"

    def statements(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, state: ProjectState
    ) -> Statements:
        if schema_editor.connection.vendor == "postgresql":
            return []
        name = f"Historical{self.model_name}" if self.history else self.model_name
        table = state.apps.get_model(app_label, name)._meta.db_table
        return [
            (statement.replace("CREATE TRIGGER", "CREATE TRIGGER IF NOT EXISTS", 1), "")
            for statement, _undo in append_only(table, postgres=False)
        ]


class HistoryFence(_TableOperation):
    """The fence of a history table alone, for a model that began to be recorded later."""

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__name__, [self.model_name], {}

    def describe(self) -> str:
        return f"Fence the history of {self.model_name}"

    def statements(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, state: ProjectState
    ) -> Statements:
        table = state.apps.get_model(app_label, f"Historical{self.model_name}")._meta.db_table
        postgres = schema_editor.connection.vendor == "postgresql"
        return (_policy(table) if postgres else []) + append_only(table, postgres=postgres)


class NoOverlap(_TableOperation):
    """Dated rows of one owner never hold on the same day (`[starts_on, ends_on)`).

    An exclusion constraint on PostgreSQL, triggers on SQLite. `condition` is SQL that says which
    rows count, written with bare column names.
    """

    def __init__(self, model_name: str, *, owner: str, condition: str = "") -> None:
        super().__init__(model_name)
        self.owner = owner
        self.condition = condition

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        options = {"owner": self.owner} | ({"condition": self.condition} if self.condition else {})
        return type(self).__name__, [self.model_name], options

    def describe(self) -> str:
        return f"Keep {self.model_name} of one {self.owner} from overlapping"

    def statements(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, state: ProjectState
    ) -> Statements:
        model: Any = state.apps.get_model(app_label, self.model_name)
        table, column = model._meta.db_table, model._meta.get_field(self.owner).column
        if schema_editor.connection.vendor == "postgresql":
            return self._exclusion(table, column)
        return [self._trigger(table, column, verb) for verb in ("INSERT", "UPDATE")]

    def _exclusion(self, table: str, column: str) -> Statements:
        where = f" WHERE ({self.condition})" if self.condition else ""
        return [
            ("CREATE EXTENSION IF NOT EXISTS btree_gist", ""),
            _constraint(
                table,
                f"{table}_no_overlap",
                f'EXCLUDE USING gist ("{column}" WITH =,'
                f" daterange(starts_on, ends_on, '[)') WITH &&){where}",
            ),
        ]

    def _trigger(self, table: str, column: str, verb: str) -> tuple[str, str]:
        condition = self.condition or "1"
        counting = f'(SELECT * FROM "{table}" WHERE {condition})'
        name = f"{table}_no_overlap_{verb.lower()}"
        trigger = (
            f'CREATE TRIGGER "{name}" AFTER {verb} ON "{table}" BEGIN'
            f" SELECT RAISE(ABORT, '{table}_no_overlap') WHERE EXISTS ("
            f"SELECT 1 FROM {counting} AS mine JOIN {counting} AS other"
            f' ON other."{column}" = mine."{column}" AND other.id <> mine.id'
            " WHERE mine.id = NEW.id"
            " AND mine.starts_on < coalesce(other.ends_on, '9999-12-31')"
            " AND other.starts_on < coalesce(mine.ends_on, '9999-12-31')"
            " AND mine.starts_on < coalesce(mine.ends_on, '9999-12-31')"
            " AND other.starts_on < coalesce(other.ends_on, '9999-12-31')); END"
        )
        return trigger, f'DROP TRIGGER IF EXISTS "{name}"'
