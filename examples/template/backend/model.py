"""What the page calls, in plain Python: it knows nothing of C++ or of the page.

Arguments are checked by the annotations, and dataclasses become objects of JavaScript. An exception is an error of the page, with its
class and text; `bridge_code` is a code that the page can ask for.
"""

import dataclasses
import functools
import time

import sklearn
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier
from threadpoolctl import threadpool_limits


class NotTrained(Exception):
    bridge_code = 'not_trained'


@dataclasses.dataclass
class Digit:
    pixels: list[float]  # 8 rows of 8, from 0 to 16
    label: int


@dataclasses.dataclass
class DatasetInfo:
    name: str
    to_train: int
    to_test: int
    is_trained: bool
    examples: list[Digit]
    library: str


@dataclasses.dataclass
class TrainingResult:
    epochs: int
    loss: float
    accuracy: float
    seconds: float


@dataclasses.dataclass
class Prediction:
    digit: int
    probability: float
    probabilities: list[float]


trained = None  # the last model that was trained to its end


@functools.lru_cache
def dataset():
    """What to train with, what to test with, and the labels of both: pixels from 0 to 1."""
    digits = load_digits()
    return train_test_split(digits.data / 16, digits.target, test_size=0.25, random_state=1)


def load() -> DatasetInfo:
    to_train, to_test, _, labels = dataset()
    first = [list(labels).index(label) for label in range(10)]
    examples = [Digit((to_test[at] * 16).tolist(), int(labels[at])) for at in first]
    return DatasetInfo('Handwritten digits', len(to_train), len(to_test), trained is not None, examples, f'scikit-learn {sklearn.__version__}')


def train(job, epochs: int, learning_rate: float) -> TrainingResult:
    """Tells the loss and the accuracy of each epoch; ends between two of them when the page has cancelled."""
    global trained
    if not 1 <= epochs <= 10_000:
        raise ValueError(f'epochs: expected 1 to 10000, got {epochs}')
    to_train, to_test, train_labels, test_labels = dataset()
    model = MLPClassifier(hidden_layer_sizes=(48,), learning_rate_init=learning_rate, random_state=1)
    begin = time.perf_counter()
    with threadpool_limits(1):  # of BLAS: more threads only wait for each other where matrices are as small as here
        for epoch in range(1, epochs + 1):
            job.check()
            model.partial_fit(to_train, train_labels, classes=range(10))
            accuracy = float(model.score(to_test, test_labels))
            job.progress({'epoch': epoch, 'of': epochs, 'loss': float(model.loss_), 'accuracy': accuracy})
    trained = model
    return TrainingResult(epochs, float(model.loss_), accuracy, time.perf_counter() - begin)


def predict(pixels: list[float]) -> Prediction:
    if trained is None:
        raise NotTrained('there is no model yet: train one first')
    if len(pixels) != 64:
        raise ValueError(f'pixels: expected 64, got {len(pixels)}')
    probabilities = trained.predict_proba([[pixel / 16 for pixel in pixels]])[0].tolist()
    digit = max(range(10), key=probabilities.__getitem__)
    return Prediction(digit, probabilities[digit], probabilities)
