"""Nothing grows past what one can hold in one's head."""

from tests.house import sources

FILE_LINES, FUNCTION_LINES, ARGUMENTS, TEMPLATE_LINES = 400, 60, 7, 150
# Lists, not logic: their length is their subject.
LISTS = {"nik_regions.py"}


def test_no_file_is_longer_than_the_stop():
    files = sources.python_files(sources.SRC, sources.ROOT / "tests")
    long = {
        sources.short(file): lines
        for file in files
        if file.name not in LISTS and (lines := len(file.read_text().splitlines())) > FILE_LINES
    }

    assert long == {}


def test_no_function_is_longer_than_the_stop_or_takes_too_much():
    too_much = []
    for file in sources.python_files(sources.SRC):
        for node in sources.functions(file):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            given = len(node.args.posonlyargs + node.args.args + node.args.kwonlyargs)
            given -= bool(node.args.args and node.args.args[0].arg in ("self", "cls"))
            if lines > FUNCTION_LINES or given > ARGUMENTS:
                too_much.append(f"{sources.short(file)}:{node.lineno} {node.name} {lines} {given}")

    assert too_much == []


def test_no_template_is_longer_than_the_stop():
    long = {
        sources.short(file): lines
        for file in sources.SRC.rglob("*.html")
        if (lines := len(file.read_text().splitlines())) > TEMPLATE_LINES
    }

    assert long == {}
