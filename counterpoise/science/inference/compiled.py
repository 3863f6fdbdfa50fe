"""The one place that knows numba: `kernel` compiles a function on its first call and keeps it in numba's cache."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from numba import njit

Function = TypeVar("Function", bound=Callable[..., Any])

_HOW: dict[str, Any] = {"cache": True, "nogil": True, "error_model": "numpy", "fastmath": {"contract"}}
"""`contract` lets a product and a sum become one instruction; nothing else of the arithmetic may change."""


def kernel(function: Function) -> Function:
    """Compile `function` to machine code, cached on disk and free of Python's lock while it runs."""
    return cast("Function", njit(**_HOW)(function))


def inlined(function: Function) -> Function:
    """The same for a short function, written into the loops that call it so that these can work on several lanes."""
    return cast("Function", njit(inline="always", **_HOW)(function))
