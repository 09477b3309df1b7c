"""Settings: what is missing is named; production is safe by default."""

import os
import re
import subprocess
import sys

import pytest

from jernih.config import env
from tests.server import ROOT

PRODUCTION = {
    "PATH": os.environ["PATH"],
    "JERNIH_DEVELOPMENT": "0",
    "JERNIH_VAR": "var/test",
    "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "SERVER_KEY": "another one",
    "SITE_URL": "https://jernih.example",
    "JERNIH_LOG_ORIGIN": "jernih.example/tarakan",
    "DATABASE_URL": "postgresql://jernih:secret@db.example/jernih",
}


def manage(*words: str, without: str = "") -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in PRODUCTION.items() if name != without}
    command = [sys.executable, ROOT / "manage.py", *words]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


def test_production_passes_the_deployment_check_without_a_warning():
    done = manage("check", "--deploy", "--fail-level", "WARNING")

    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", ["SECRET_KEY", "SERVER_KEY", "SITE_URL", "JERNIH_LOG_ORIGIN"])
def test_a_missing_setting_says_its_name_and_where_to_look(name):
    done = manage("check", without=name)

    assert done.returncode != 0
    assert f"{name} is not set" in done.stderr
    assert ".env.example" in done.stderr


def test_every_setting_is_explained_in_the_example():
    example = (ROOT / ".env.example").read_text()
    source = "".join(file.read_text() for file in (ROOT / "src/jernih/config").glob("*.py"))
    asked = set(env_names(source))

    assert asked - set(env_names_explained(example)) == set()


def env_names(source: str) -> list[str]:
    return re.findall(r'env(?:iron)?\.(?:text|flag|number|words|get)\(\s*"([A-Z_]+)"', source)


def env_names_explained(example: str) -> list[str]:
    lines = [line.lstrip("# ") for line in example.splitlines()]
    return [line.split("=")[0] for line in lines if "=" in line]


@pytest.mark.parametrize(
    ("written", "meant"), [("1", True), ("yes", True), ("0", False), ("", False)]
)
def test_a_flag_is_read_as_it_is_meant(monkeypatch, written, meant):
    monkeypatch.setenv("A_FLAG", written)

    assert env.flag("A_FLAG") is meant


def test_a_flag_that_cannot_be_meant_is_refused(monkeypatch):
    monkeypatch.setenv("A_FLAG", "perhaps")

    with pytest.raises(env.Unreadable, match="A_FLAG"):
        env.flag("A_FLAG")


def test_development_keys_are_made_once_and_are_nobody_elses_to_read(tmp_path, monkeypatch):
    monkeypatch.delenv("A_KEY", raising=False)
    env.keep_secret(tmp_path / "secrets.env", "A_KEY")
    first = os.environ.pop("A_KEY")

    env.keep_secret(tmp_path / "secrets.env", "A_KEY")

    assert os.environ.pop("A_KEY") == first
    assert (tmp_path / "secrets.env").stat().st_mode & 0o777 == 0o600
