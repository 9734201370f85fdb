"""A second start on the same data directory rings at the window that is there, which comes to the front."""

import hashlib
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

CONNECT_MS = 500
# Longer, and the window hangs; the person should hear of it.
ANSWER_MS = 3000
# Of the address of a socket in the file system (sockaddr_un), less what Qt puts behind it for a moment.
LONGEST_PATH = 90
_RING, _ANSWER = b"ring\n", b"coming\n"


def ring(data_dir: Path) -> bool:
    """Whether a window on `data_dir` heard it, and comes to the front. Waits; Qt thread."""
    socket = QLocalSocket()
    socket.connectToServer(_address(data_dir))
    if not socket.waitForConnected(CONNECT_MS):
        return False
    socket.write(_RING)
    heard = socket.waitForReadyRead(ANSWER_MS) and socket.readAll().data() == _ANSWER
    socket.abort()
    return heard


class Doorbell(QObject):
    """Hears those who start a second time. Qt thread; for the user of this process alone."""

    rung = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._meet)

    def listen(self, data_dir: Path) -> bool:
        """Hear from now on; only by whoever owns `data_dir`, for an address left behind is taken over."""
        QLocalServer.removeServer(_address(data_dir))
        return self._server.listen(_address(data_dir))

    def close(self) -> None:
        """Hear nobody any more, and leave nothing behind."""
        self._server.close()

    def _meet(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.disconnected.connect(socket.deleteLater)
            socket.readyRead.connect(lambda socket=socket: self._answer(socket))
            if socket.bytesAvailable():
                self._answer(socket)

    def _answer(self, socket: QLocalSocket) -> None:
        if socket.readAll().data() == _RING:
            socket.write(_ANSWER)
            socket.flush()
            self.rung.emit()


def _address(data_dir: Path) -> str:
    inside = str(data_dir.absolute() / "window.socket")
    if len(inside.encode()) <= LONGEST_PATH:
        return inside
    runtime = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.RuntimeLocation)
    return f"{runtime}/footlight-{hashlib.sha256(inside.encode()).hexdigest()[:16]}.socket"
