"""Arrays of numpy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    from numpy.typing import NDArray


def doubled(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return 2 * values


def labels(count: int) -> npt.NDArray[np.int64]:
    import numpy

    return numpy.arange(count)


def shares(counts: NDArray[np.uint8], weights: Optional[NDArray[np.float32]] = None) -> np.ndarray[Any, np.dtype[np.float32]]:
    import numpy

    return (counts * (1 if weights is None else weights)).astype(numpy.float32)


def text(values: NDArray[np.str_]) -> str:
    return "".join(values)
