"""`jernih run`: everything starts, everything stops, and what is wrong is said in a sentence."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from jernih.config import processes
from tests.server import ROOT
from tests.site import free_port, running_site

COMMAND = [sys.executable, "-m", "jernih.config.cli", "run"]
pytestmark = pytest.mark.xdist_group("office")


def run(**changed: str) -> subprocess.CompletedProcess[str]:
    environment = (
        os.environ | {"WEB_PORT": str(free_port()), "LIVE_PORT": str(free_port())} | changed
    )
    return subprocess.run(COMMAND, capture_output=True, text=True, check=False, env=environment)


def all_gone(family: list[psutil.Process]) -> bool:
    def nobody_left() -> bool:
        return not any(processes.name_of(child.pid) for child in family)

    return processes.wait_for(nobody_left, 20)


def test_a_busy_port_gets_a_sentence_with_the_cure():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        done = run(WEB_PORT=str(port))

    assert done.returncode == 1
    assert f"Port {port} is taken" in done.stderr
    assert "WEB_PORT=" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_database_that_does_not_answer_gets_a_sentence(tmp_path):
    done = run(DATABASE_URL=f"postgresql:///nothing?host={tmp_path}", JERNIH_VAR=str(tmp_path))

    assert done.returncode == 1
    assert "database" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("name", ["WEB_PORT", "JERNIH_DEVELOPMENT"])
def test_a_setting_that_cannot_be_meant_gets_a_sentence(name):
    done = run(**{name: "perhaps"})

    assert done.returncode == 1
    assert f"{name} is 'perhaps'" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_half_made_environment_gets_a_sentence():
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT / 'src')!r}); sys.argv = ['jernih', 'run']\n"
        "from jernih.config.cli import main; raise SystemExit(main())"
    )

    # -S: as if the packages had not been installed.
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, check=False
    )

    assert done.returncode == 1
    assert "The environment is incomplete" in done.stderr
    assert "make clean run" in done.stderr


def test_ctrl_c_stops_everything_it_started():
    with running_site() as site:
        office = psutil.Process(site.pid)
        family = office.children(recursive=True)
        office.send_signal(signal.SIGINT)

        assert len(family) >= 4
        assert all_gone(family)
        assert office.wait(5) in (0, None)


@pytest.mark.parametrize("name", ["sequencer", "granian"])
def test_a_process_that_dies_is_named_and_the_rest_is_stopped(name):
    with running_site() as site:
        office = psutil.Process(site.pid)
        family = office.children(recursive=True)
        victim = next(child for child in office.children() if name in child.cmdline())

        victim.kill()

        assert all_gone(family)
        assert "was ended by SIGKILL" in Path(site.output).read_text()


def test_nothing_is_left_when_the_starter_itself_is_killed():
    if not processes.LINUX:
        pytest.skip("elsewhere the next start says which port is taken")
    with running_site() as site:
        office = psutil.Process(site.pid)
        family = office.children(recursive=True)

        office.kill()

        assert all_gone(family)
