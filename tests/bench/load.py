"""Send prepared requests over kept connections, and write down how long each took.

Run as a process of its own, so that its time is not the office's:
python -m tests.bench.load PORT CONNECTIONS FILE (pickled list of bytes), answers JSON.
"""

import asyncio
import json
import pickle
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any


async def send_all(port: int, connections: int, requests: Iterator[bytes]) -> dict[str, Any]:
    times: list[float] = []
    statuses: Counter[str] = Counter()
    received = 0

    async def one() -> None:
        nonlocal received
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for request in requests:
            began = time.perf_counter()
            writer.write(request)
            status, left, size = await _read(reader)
            times.append(time.perf_counter() - began)
            statuses[status] += 1
            received += size
            if left:
                writer.close()
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.close()

    began = time.perf_counter()
    await asyncio.gather(*(one() for _ in range(connections)))
    seconds = time.perf_counter() - began
    return {"times": times, "statuses": statuses, "seconds": seconds, "bytes": received}


async def _read(reader: asyncio.StreamReader) -> tuple[str, bool, int]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    lines = head.split("\r\n")
    status = lines[0].split()[1]
    headers = dict(line.split(": ", 1) for line in lines[1:] if ": " in line)
    received = len(head)
    if "content-length" in headers:
        received += len(await reader.readexactly(int(headers["content-length"])))
    elif "chunked" in headers.get("transfer-encoding", ""):
        while size := int(await reader.readuntil(b"\r\n"), 16):
            received += len(await reader.readexactly(size + 2))
        await reader.readexactly(2)
    return status, headers.get("connection") == "close", received


def header_of(port: int, request: bytes, name: str) -> str:
    """Send one request; return a header of its answer."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as line:
        line.sendall(request)
        head = b""
        while b"\r\n\r\n" not in head:
            head += line.recv(65536)
    lines = head.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    found = (line.split(": ", 1) for line in lines[1:] if ": " in line)
    return {key.lower(): value for key, value in found}[name]


def run(port: int, requests: list[bytes], *, connections: int) -> dict[str, Any]:
    """Send them from another process; return times (seconds), statuses, seconds in all."""
    with tempfile.NamedTemporaryFile(suffix=".pickle") as file:
        pickle.dump(requests, file)
        file.flush()
        done = subprocess.run(
            [sys.executable, "-m", "tests.bench.load", str(port), str(connections), file.name],
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def main() -> None:
    port, connections, name = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    with open(name, "rb") as file:
        requests = pickle.load(file)
    print(json.dumps(asyncio.run(send_all(port, connections, iter(requests)))))


if __name__ == "__main__":
    main()
