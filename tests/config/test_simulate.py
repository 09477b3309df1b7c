"""`jernih simulate scalpers`, as one types it."""

import json
import sys

import pytest

from jernih.config import cli

SMALL = ["simulate", "scalpers", "--rounds", "2", "--slots", "5", "--seekers", "4,12"]


def typed(monkeypatch, *words: str) -> int:
    monkeypatch.setattr(sys, "argv", ["jernih", *words])
    return cli.main()


def test_it_prints_a_table_and_writes_the_files(monkeypatch, capsys, tmp_path):
    files = {word: tmp_path / word for word in ("csv", "svg", "svg-id")}

    code = typed(monkeypatch, *SMALL, *(x for w, f in files.items() for x in (f"--{w}", str(f))))

    assert code == 0
    assert "12 seekers" in capsys.readouterr().out
    assert len(files["csv"].read_text().splitlines()) == 1 + 2 * 7
    assert "Draw, by the rules" in files["svg"].read_text(encoding="utf-8")
    assert "Undian, sesuai aturan" in files["svg-id"].read_text(encoding="utf-8")


def test_json_is_all_that_it_prints_then_and_a_seed_gives_it_again(monkeypatch, capsys):
    printed = []
    for seed in ("5", "5", "6"):
        assert typed(monkeypatch, *SMALL, "--json", "--seed", seed) == 0
        printed.append(capsys.readouterr().out)

    assert printed[0] == printed[1] != printed[2]
    assert json.loads(printed[0])["seed"] == 5


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--rounds", "0"], "'0' is not a number from 1 to"),
        (["--slots", "many"], "'many' is not a number from 1 to"),
        (["--slots", "²"], "'²' is not a number from 1 to"),
        (["--seekers", "80,,300"], "'' is not a number from 1 to"),
        (["--seekers", "80,80"], "a number stands twice in '80,80'"),
        (["--seed", "x"], "invalid int value: 'x'"),
    ],
)
def test_what_it_cannot_play_it_refuses_in_words(monkeypatch, capsys, words, said):
    with pytest.raises(SystemExit) as ending:
        typed(monkeypatch, "simulate", "scalpers", *words)

    assert ending.value.code == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("words", [[], ["lottery"]])
def test_without_a_game_that_it_knows_it_names_the_one_there_is(monkeypatch, capsys, words):
    with pytest.raises(SystemExit) as ending:
        typed(monkeypatch, "simulate", *words)

    assert ending.value.code == 2
    assert "GAME" in capsys.readouterr().err


def test_a_file_that_cannot_be_written_is_named(monkeypatch, capsys, tmp_path):
    code = typed(monkeypatch, *SMALL, "--csv", str(tmp_path / "nowhere" / "x.csv"))

    assert code == 1
    assert "x.csv cannot be written: No such file" in capsys.readouterr().err
