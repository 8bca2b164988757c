"""An event loop whose time is ours: it stands still while there is work, then steps ahead."""

import asyncio


class SteppedLoop(asyncio.SelectorEventLoop):
    """Where nothing is ready its time goes on to the next timer; nobody waits for it.

    `late_by` is how much later than asked each timer goes off.
    """

    def __init__(self, late_by=0.0):
        super().__init__()
        self._present = 1000.0
        self._late_by = late_by

    def time(self):
        """Give the time of the loop."""
        return self._present

    def go_on(self, seconds):
        """Let time pass."""
        self._present += seconds

    def _run_once(self):
        if not self._ready and self._scheduled:
            due_at = self._scheduled[0].when() + self._late_by
            self._present = max(self._present, due_at)
        super()._run_once()
