"""What the front end calls: plain Python, which knows nothing of it."""

import asyncio
import dataclasses
import typing


class NotTrained(Exception):
    bridge_code = 'not_trained'


@dataclasses.dataclass
class Summary:
    words: int
    longest: str


weights: typing.List[float] = []


def summary(text: str, shortest: int = 1) -> Summary:
    words = [word for word in text.split() if len(word) >= shortest]
    return Summary(len(words), max(words, key=len, default=''))


def train(epochs: int, rate: float = 0.5) -> typing.Generator[float, None, typing.Dict[str, int]]:
    """The loss of each epoch, as a stream."""
    loss = 1.0
    weights.clear()
    for _ in range(epochs):
        loss *= rate
        weights.append(loss)
        yield loss
    return {'epochs': epochs}


def predict(x: float) -> float:
    if not weights:
        raise NotTrained('the model has no weights: call train first')
    return x * weights[-1]


async def download(files: typing.List[str], job) -> int:
    for done, _ in enumerate(files):
        await asyncio.sleep(0)
        job.progress({'done': done + 1, 'of': len(files)})
    return len(files)


async def forever(job):
    job.progress('waiting')
    await asyncio.sleep(3600)
