"""Thousands of screens that listen, in one process: for each event, when the last one had it.

python -m tests.bench.screens PORT COUNT PATH…  (paths are dealt round). Prints `open SECONDS`,
then for each event id that reached every screen `EVENT COUNT FIRST LAST` (monotonic seconds,
the same clock in every process of a Linux machine). A line on its input asks for the newest event,
however many it reached. Ends when its input ends.
"""

import resource
import selectors
import socket
import sys
import time

AT_ONCE = 100


def main() -> None:
    port, count, paths = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, count + 512), hard))
    watch = selectors.DefaultSelector()
    watch.register(sys.stdin, selectors.EVENT_READ)
    began = time.monotonic()
    lines = open_all(port, count, paths)
    print(f"open {time.monotonic() - began:.3f}", flush=True)
    for line in lines:
        watch.register(line, selectors.EVENT_READ)
    listen(watch, count)


def open_all(port: int, count: int, paths: list[str]) -> list[socket.socket]:
    lines: list[socket.socket] = []
    while len(lines) < count:
        some = [
            _ask(port, paths[(len(lines) + n) % len(paths)])
            for n in range(min(AT_ONCE, count - len(lines)))
        ]
        for line in some:
            while b"data:" not in line.recv(65536):
                pass
            line.setblocking(False)
        lines += some
    return lines


def _ask(port: int, path: str) -> socket.socket:
    line = socket.create_connection(("127.0.0.1", port), timeout=60)
    line.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    return line


def listen(watch: selectors.BaseSelector, count: int) -> None:
    """Note for each event when the first and the last screen had it."""
    seen: dict[bytes, list[float]] = {}
    while True:
        for key, _ in watch.select():
            if key.fileobj is sys.stdin:
                if not sys.stdin.readline():
                    return
                # Asked how far the newest event came: not every phone is told of each.
                newest = max(seen.values(), key=lambda known: known[2], default=[0, 0, 0])
                print("newest", int(newest[0]), newest[1], newest[2], flush=True)
                continue
            told = key.fileobj.recv(65536)  # type: ignore[union-attr]
            now = time.monotonic()
            at = told.find(b"id: ")
            if at < 0:
                continue
            event = told[at + 4 : told.find(b"\n", at)]
            known = seen.setdefault(event, [0, now, now])
            known[0] += 1
            known[2] = now
            if known[0] == count:
                print(event.decode(), count, known[1], known[2], flush=True)


if __name__ == "__main__":
    main()
