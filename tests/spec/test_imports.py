"""What reading a spec brings into the process."""

import subprocess
import sys


def modules(code: str) -> set[str]:
    script = f"import sys\n{code}\nprint(*sorted({{name.split('.')[0] for name in sys.modules}}))"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


HEAVY = {"numpy", "scipy", "sympy", "nashpy", "numba", "matplotlib", "pandas"}


def test_the_packages_themselves_load_nothing() -> None:
    found = modules("import games.spec, games.catalogue; games.catalogue.labels()")
    assert not found & (HEAVY | {"pydantic", "yaml", "flint"})


def test_loading_a_spec_needs_yaml_and_pydantic_only() -> None:
    found = modules("from games import catalogue; catalogue.load('post/left').realise().game")
    assert not found & HEAVY
    assert {"pydantic", "yaml"} <= found
