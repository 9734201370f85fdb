"""What the player says, handed to whoever listens."""

from collections.abc import Callable

from footlight_common.protocol.base import encode
from footlight_common.protocol.events import AnyEvent
from footlight_common.protocol.session import Snapshot
from footlight_common.protocol.topics import Topic

Listener = Callable[[Topic, str, str], None]
"""Called with the topic, the tag of the message, and its JSON."""


class Feed:
    """Passes each message on as JSON, encoded once, and not at all when nobody listens."""

    def __init__(self) -> None:
        self._listeners: dict[Topic, set[Listener]] = {topic: set() for topic in Topic}

    def listen(self, topics: tuple[Topic, ...], listener: Listener) -> None:
        """From now on call `listener` for these topics and no others. It must not block or raise."""
        for topic, listeners in self._listeners.items():
            listeners.discard(listener)
            if topic in topics:
                listeners.add(listener)

    def is_heard(self, topic: Topic) -> bool:
        """Whether anybody listens."""
        return bool(self._listeners[topic])

    def publish(self, topic: Topic, message: AnyEvent | Snapshot) -> None:
        """Tell everybody who listens to the topic."""
        listeners = self._listeners[topic]
        if not listeners:
            return
        tag, text = str(message.__struct_config__.tag), encode(message)
        for listener in tuple(listeners):
            listener(topic, tag, text)
