# SPDX-License-Identifier: MIT
"""Scans of handwritten digits, split into what is learnt from and what is tested on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass
class Samples:
    """Images of 8 x 8 pixels, a row each, and the digits that they show."""

    images: NDArray[np.float32]
    labels: NDArray[np.int64]


@dataclass
class Digits:
    training: Samples
    test: Samples


def load(test_share: float = 0.25, *, seed: int = 0) -> Digits:
    """The same split for the same seed."""
    from sklearn.datasets import load_digits
    from sklearn.model_selection import train_test_split

    images, labels = load_digits(return_X_y=True)
    training, test, training_labels, test_labels = train_test_split(
        images.astype(np.float32), labels.astype(np.int64), test_size=test_share, random_state=seed)
    return Digits(Samples(training, training_labels), Samples(test, test_labels))


def drawn(image: NDArray[np.float32]) -> list[str]:
    """The image in characters, a line for each row of pixels."""
    return ["".join(" .:+*#"[min(int(pixel) // 3, 5)] for pixel in row).rstrip() for row in image.reshape(8, 8)]
