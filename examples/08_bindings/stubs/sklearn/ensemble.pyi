# SPDX-License-Identifier: MIT
# What the example uses of scikit-learn, which has no types itself.
from collections.abc import Callable
from typing import Literal, Self

import numpy as np
from numpy.typing import NDArray

MaxFeatures = Literal["sqrt", "log2"]

class GradientBoostingClassifier:
    """Trees that are added one by one, each for what those before it got wrong."""

    train_score_: NDArray[np.float64]

    def __init__(
        self,
        *,
        learning_rate: float = 0.1,
        n_estimators: int = 100,
        subsample: float = 1.0,
        max_features: MaxFeatures | None = None,
        random_state: int | None = None,
    ) -> None: ...
    def fit(
        self,
        X: NDArray[np.float32],
        y: NDArray[np.int64],
        *,
        monitor: Callable[[int, GradientBoostingClassifier, object], bool] | None = None,
    ) -> Self:
        """Trains; `monitor` is called after each round, and ends it by True."""

    def predict(self, X: NDArray[np.float32]) -> NDArray[np.int64]: ...
    def score(self, X: NDArray[np.float32], y: NDArray[np.int64]) -> float: ...
