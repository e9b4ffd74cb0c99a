"""What each task is held to: whether its output must keep all that its sources say, or only say nothing else."""

from dataclasses import dataclass

from publisher.domain.assisting import Task


@dataclass(frozen=True)
class Held:
    """`keeps`: every number and negation of a passage must be in what rests on it. `near`: cosine below which a
    sentence is too far from what it names. `denials`: whether negations are compared at all."""

    keeps: bool = False
    near: float = 0.45
    denials: bool = True


HELD: dict[Task, Held] = {
    Task.OUTLINE: Held(near=0.35),
    Task.DRAFT_POST: Held(),
    Task.DRAFT_ANSWER: Held(),
    Task.GENERALISE: Held(near=0.35),
    Task.REWRITE: Held(near=0.3),
    Task.SHORTEN: Held(keeps=True),
    Task.PLAIN: Held(keeps=True),
    Task.TRANSLATE: Held(keeps=True),
    Task.TITLES: Held(near=0.35),
    Task.VIDEO: Held(near=0.4),
    Task.COMPARE: Held(near=0.3, denials=False),
}
