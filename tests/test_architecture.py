"""Do the house rules hold? Imports, reads and writes in their places, and the tools' opinions."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = ("partyconduct", "codes", "complaints", "reporting")
BIN = Path(sys.executable).parent

TOOLS = {
    "lint": ["ruff", "check", "."],
    "format": ["ruff", "format", "--check", "."],
    "imports": ["lint-imports", "--no-cache"],
    "types": ["mypy"],
    "templates": ["djlint", "templates", "--lint", "--quiet"],
    "migrations": ["python", "manage.py", "makemigrations", "--check", "--dry-run"],
    "system": ["python", "manage.py", "check", "--fail-level", "WARNING"],
}

WEB = {"django.http", "django.shortcuts", "django.forms"}
WRITES = {
    "save",
    "create",
    "update",
    "get_or_create",
    "update_or_create",
    "delete",
    "bulk_create",
    "bulk_update",
}
# A new entry is a reviewed decision: these, beside every module of `actions`, may write rows.
WRITERS = (
    "partyconduct/demonstration/cast.py",  # the invented world that cases are walked in
    "partyconduct/parties/models.py",  # create_user, which Django asks a manager for
    "complaints/notices.py",
    "partyconduct/audit/trail.py",
    "partyconduct/audit/checkpoint.py",
    "partyconduct/audit/history.py",
    "complaints/register/writing.py",
    "reporting/statistics/releases.py",
    "reporting/statistics/announcing.py",
    "reporting/statistics/early.py",
)


@pytest.mark.tools
@pytest.mark.parametrize("question", TOOLS)
def test_the_tool_finds_nothing(question, tmp_path):
    program, *arguments = TOOLS[question]
    environment = os.environ | {"DATABASE_URL": "", "VAR": str(tmp_path)}
    command = [BIN / program, *arguments]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{done.stdout}{done.stderr}"


def modules(*names):
    """Every module of ours whose file or folder carries one of these names."""
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            parts = {*path.relative_to(ROOT).parts[:-1], path.stem}
            if "node_modules" not in parts and (not names or parts & set(names)):
                yield path


def where(path, node):
    return f"{path.relative_to(ROOT)}:{node.lineno}"


def calls(path):
    return (n for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, ast.Call))


def test_rules_know_nothing_of_the_web():
    rules = modules("workflow", "access", "clocks", "tariff", "outcomes", "models", "actions")
    found = [
        where(path, node)
        for path in rules
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom)
        and (node.module in WEB or (node.module or "").endswith((".views", ".forms")))
    ]
    assert found == []


def test_a_view_reads_only_what_its_person_may_see():
    found = [
        where(path, node)
        for path in modules("views")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Attribute)
        and node.value.attr == "objects"
        and node.attr not in {"visible_to", "published"}
    ]
    assert found == []


def test_only_actions_write():
    found = [
        where(path, call)
        for path in modules()
        if not is_writer(path)
        for call in calls(path)
        if isinstance(call.func, ast.Attribute) and is_write(call)
    ]
    assert found == []


def is_writer(path):
    parts = path.relative_to(ROOT).parts
    allowed = {"actions", "actions.py", "migrations", "management"}
    return bool(allowed & set(parts)) or "/".join(parts) in WRITERS


def is_write(call):
    """A library's `book.save(path)` or `cache.delete(key)` says on what; a row does not."""
    name, through = call.func.attr, call.func.value
    through_manager = isinstance(through, ast.Attribute) and through.attr == "objects"
    if name in {"save", "delete"}:
        return not call.args
    return name in WRITES and (through_manager or name.startswith("bulk_"))
