"""The one thread of a disk, moved by hand."""

from collections.abc import Callable
from concurrent.futures import Executor, Future

from footlight_common.errors import StorageError


class HandWorker(Executor):
    """Does one thing after the other, each when it is told to."""

    def __init__(self) -> None:
        self.jobs: list[tuple[Future, Callable]] = []

    def submit(self, work, /, *arguments, **named):
        job: Future = Future()
        self.jobs.append((job, lambda: work(*arguments, **named)))
        return job

    def step(self) -> None:
        """Do what was asked for first, if anything was."""
        for job, work in self.jobs[:1]:
            del self.jobs[0]
            try:
                job.set_result(work())
            except StorageError as err:
                job.set_exception(err)
