"""The one place that knows numba: `kernel` compiles a function on its first call and keeps it in numba's cache."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from numba import njit

Function = TypeVar("Function", bound=Callable[..., Any])


def kernel(function: Function) -> Function:
    """Compile `function` to machine code, cached on disk and free of Python's lock while it runs."""
    return cast("Function", njit(cache=True, nogil=True, error_model="numpy")(function))
