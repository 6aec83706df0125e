"""How many working days each stage has: data of administrators, with the figures of the table as the start."""

from django.db import models
from django.db.models import Q

from endorsement import workflow


class Target(models.Model):
    """The working days of one stage; a stage without a row has the figure of `workflow.TARGET_DAYS`."""

    stage = models.TextField(choices=list(workflow.TARGET_LABEL.items()), unique=True)
    days = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(days__gt=0), name="target_is_at_least_a_day")]

    def __str__(self) -> str:
        return f"{self.stage}: {self.days}"
