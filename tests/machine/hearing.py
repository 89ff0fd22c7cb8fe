"""News that a test can wait for."""

import threading

from station.machine.news import News

PATIENCE = 20.0


class HeardNews(News):
    """Whoever waits for it wakes at once."""

    def __init__(self) -> None:
        self._set = threading.Event()
        super().__init__()

    @property
    def there(self) -> bool:
        return self._set.is_set()

    @there.setter
    def there(self, there: bool) -> None:
        (self._set.set if there else self._set.clear)()

    def wait(self) -> None:
        """Until there is some."""
        assert self._set.wait(PATIENCE)
