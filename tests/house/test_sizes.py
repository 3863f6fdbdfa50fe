"""A file holds one idea, a function one thought."""

import ast

from tests.house.tree import PACKAGE, ROOT, files, inside, name, tree

FILE_LINES = 400
FUNCTION_LINES = 60
Function = ast.FunctionDef | ast.AsyncFunctionDef


def length(function: Function) -> int:
    """Lines of a function beside its docstring: the equations of the science belong there."""
    whole = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function, clean=False) is not None and first.end_lineno is not None:
        return whole - (first.end_lineno - first.lineno + 1)
    return whole


def test_a_file_has_at_most_400_lines() -> None:
    written = [
        *(p for p in files(".py") if "migrations" not in p.parts),
        *inside(PACKAGE, ".html", ".css", ".js", ".typ"),
        ROOT / "x",
    ]
    lines = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in written}
    assert {path: count for path, count in lines.items() if count > FILE_LINES} == {}


def test_a_function_has_at_most_60_lines() -> None:
    functions = [(path, node) for path in files(".py") for node in ast.walk(tree(path)) if isinstance(node, Function)]
    assert [f"{name(p)} {f.name}: {length(f)} lines" for p, f in functions if length(f) > FUNCTION_LINES] == []
