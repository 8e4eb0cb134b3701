# SPDX-License-Identifier: MIT
"""The work of the C++ program as a plain Python script: what it prints as JSON must be what the program writes."""

import json

from sklearn.datasets import load_digits
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import confusion_matrix
from sklearn.model_selection import train_test_split

MOST_ROUNDS = 60
GOOD_LOSS = 0.01


def good_enough(round_index, model, _locals):
    return model.train_score_[round_index] < GOOD_LOSS


def main():
    images, labels = load_digits(return_X_y=True)
    training_images, test_images, training_labels, test_labels = train_test_split(
        images, labels, test_size=0.25, random_state=1, stratify=labels
    )
    model = GradientBoostingClassifier(
        n_estimators=MOST_ROUNDS, learning_rate=0.3, subsample=0.5, max_features="sqrt", random_state=0
    )
    model.fit(training_images, training_labels, monitor=good_enough)

    answers = model.predict(test_images)
    results = {
        "accuracy": model.score(test_images, test_labels),
        "confusion": confusion_matrix(test_labels, answers).tolist(),
        "tested": answers.tolist(),
        "served": [int(model.predict([image])[0]) for image in test_images],
    }
    print(json.dumps(results))


if __name__ == "__main__":
    main()
