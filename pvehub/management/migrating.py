"""A first start without drawing every model anew for each change of one: a tenth of the work.

While migrations run, Django keeps classes of all models as they stand at that point. Whatever changes in one model, it
makes anew the classes of all that are related to it, which with people and offices in every corner is most of them, a
thousand times over. Here only the class of the changed model is made anew, and the classes are thrown away, to be made
afresh together, as soon as somebody looks who could tell the difference: code that runs in a migration (Django does so
itself), and a change that reaches other tables, such as that of a key's type. The tables come out the same to the letter.
"""

from typing import Any

from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ModelState, ProjectState


class SparingState(ProjectState):
    """All models at a point between two migrations."""

    _adds = False  # something new is being added, which nothing else refers to yet
    _before: "SparingState | None" = None  # the state before the change that is under way

    def clone(self) -> "SparingState":
        """As Django's; it makes one before each change, for what the change then does in the database."""
        copy = super().clone()
        copy.__class__ = SparingState
        self._before = copy
        return copy

    def add_model(self, model_state: ModelState) -> None:
        """As Django's, and the models it refers to stay as they are."""
        self._adding(super().add_model, model_state)

    def add_field(self, *args: Any, **kwargs: Any) -> None:
        """As Django's, and other models stay as they are."""
        self._adding(super().add_field, *args, **kwargs)

    def reload_model(self, app_label: str, model_name: str, delay: bool = False) -> None:
        """Makes the class of one model anew; with it all others, where Django says the change may reach them."""
        if "apps" not in self.__dict__:
            return
        if delay or self._adds:
            self.is_delayed = True
            self._reload({(app_label, model_name)})
        elif self.is_delayed:
            self.clear_delayed_apps_cache()
            if self._before is not None:
                self._before.clear_delayed_apps_cache()
        else:
            super().reload_model(app_label, model_name, delay)

    def _adding(self, add: Any, *args: Any, **kwargs: Any) -> None:
        self._adds = True
        try:
            add(*args, **kwargs)
        finally:
            self._adds = False


class SparingExecutor(MigrationExecutor):
    """Applies migrations as Django does, with such a state."""

    def _create_project_state(self, with_applied_migrations: bool = False) -> SparingState:
        state = super()._create_project_state(with_applied_migrations)
        state.__class__ = SparingState
        return state
