"""Writes golden-series.json: figures of scikit-learn and river for the same small streams that the tests draw.

    pip install scikit-learn==1.9.1 river==0.26.1 && python goldenSeries.py > golden-series.json
"""

import json

import numpy as np
import river
import sklearn
from river import drift
from sklearn import metrics
from sklearn.isotonic import IsotonicRegression


def mulberry32(seed):
    a = seed & 0xFFFFFFFF

    def imul(x, y):
        return (x * y) & 0xFFFFFFFF

    def draw():
        nonlocal a
        a = (a + 0x6D2B79F5) & 0xFFFFFFFF
        t = imul(a ^ (a >> 15), a | 1)
        t ^= (t + imul(t ^ (t >> 7), t | 61)) & 0xFFFFFFFF
        return ((t ^ (t >> 14)) & 0xFFFFFFFF) / 2**32

    return draw


def errors(seed, parts):
    random = mulberry32(seed)
    return [1 if random() < rate else 0 for rows, rate in parts for _ in range(rows)]


def values(seed, parts):
    random = mulberry32(seed)
    return [min(1, max(0, mean + (sum(random() for _ in range(12)) - 6) * 0.1)) for rows, mean in parts for _ in range(rows)]


def events(detector, stream):
    found = []
    last = "none"
    for i, value in enumerate(stream):
        detector.update(value)
        state = "drift" if detector.drift_detected else "warning" if getattr(detector, "warning_detected", False) else "none"
        if state == "drift" or (state == "warning" and last != "warning"):
            found.append([state, i])
        last = state
    return found


def rises(stream):
    """ADWIN's changes towards a higher mean, with the width of the window after them."""
    detector = drift.ADWIN()
    found = []
    for i, value in enumerate(stream):
        before = detector.estimation
        detector.update(value)
        if detector.drift_detected and detector.estimation > before:
            found.append([i, int(detector.width)])
    return found


streams = {
    "steady": ["errors", 1, [[5000, 0.2]]],
    "abrupt": ["errors", 2, [[3000, 0.1], [3000, 0.3]]],
    "slight": ["errors", 3, [[4000, 0.2], [4000, 0.25]]],
    "recurring": ["errors", 4, [[1500, 0.1], [1500, 0.4], [1500, 0.1], [1500, 0.4]]],
    "better": ["errors", 5, [[3000, 0.4], [3000, 0.1]]],
    "gradual": ["errors", 6, [[2000, 0.1], [500, 0.15], [500, 0.2], [500, 0.25], [2000, 0.3]]],
    "values": ["values", 7, [[2000, 0.3], [2000, 0.4]]],
}
detectors = {}
for name, (kind, seed, parts) in streams.items():
    stream = errors(seed, parts) if kind == "errors" else values(seed, parts)
    detectors[name] = {"kind": kind, "seed": seed, "parts": parts, "sum": sum(stream), "adwin": rises(stream)}
    detectors[name]["pageHinkley"] = [i for _, i in events(drift.PageHinkley(mode="up", threshold=20), stream)]
    if kind == "errors":
        detectors[name]["ddm"] = events(drift.binary.DDM(), stream)

classification = []
for seed, rows, classes in [(11, 60, 2), (12, 400, 2), (13, 300, 4), (14, 120, 3)]:
    random = mulberry32(seed)
    labels, said, scores = [], [], []
    for _ in range(rows):
        label = int(random() * classes)
        guess = label if random() < 0.7 else int(random() * classes)
        # Three digits: ties, as real scores have.
        score = round(min(1, max(0, 0.35 + 0.3 * (label == classes - 1) + 0.25 * (random() - 0.5))), 2)
        labels.append(label)
        said.append(guess)
        scores.append(score)
    one = {"labels": labels, "predictions": said, "scores": scores}
    one["accuracy"] = metrics.accuracy_score(labels, said)
    one["balancedAccuracy"] = metrics.balanced_accuracy_score(labels, said)
    one["f1"] = metrics.f1_score(labels, said, average="binary" if classes == 2 else "macro")
    if classes == 2:
        one["auc"] = metrics.roc_auc_score(labels, scores)
        one["logLoss"] = metrics.log_loss(labels, scores)
        # DeLong's variance by its definition, over all pairs.
        y, s = np.array(labels), np.array(scores)
        pairs = (s[y == 1][:, None] > s[y == 0][None, :]) + 0.5 * (s[y == 1][:, None] == s[y == 0][None, :])
        one["aucVariance"] = pairs.mean(1).var(ddof=1) / pairs.shape[0] + pairs.mean(0).var(ddof=1) / pairs.shape[1]
        curve = IsotonicRegression(out_of_bounds="clip").fit(scores, labels)
        one["isotonic"] = {"x": curve.X_thresholds_.tolist(), "y": curve.y_thresholds_.tolist()}
        at = [round(i / 50, 2) for i in range(51)]
        one["calibrated"] = [[x, float(curve.predict([x])[0])] for x in at]
        c = np.array([p for _, p in one["calibrated"]])
        x = np.array(at)
        one["estimate"] = {"accuracy": float(np.where(x >= 0.5, c, 1 - c).mean()), "truePositives": float(c[x >= 0.5].sum()), "falseNegatives": float(c[x < 0.5].sum())}
        # Every score once as a positive of weight c and once as a negative of weight 1 − c.
        one["estimate"]["auc"] = metrics.roc_auc_score([1] * 51 + [0] * 51, at + at, sample_weight=list(c) + list(1 - c))
        p = np.clip(x, np.finfo(float).eps, 1 - np.finfo(float).eps)
        one["estimate"]["logLoss"] = float(-(c * np.log(p) + (1 - c) * np.log(1 - p)).mean())
    classification.append(one)

random = mulberry32(21)
labels = [round(10 * random(), 3) for _ in range(200)]
said = [round(label + sum(random() for _ in range(12)) - 6, 3) for label in labels]
regression = {"labels": labels, "predictions": said}
regression["rmse"] = metrics.root_mean_squared_error(labels, said)
regression["mae"] = metrics.mean_absolute_error(labels, said)

print(json.dumps({"with": {"scikit-learn": sklearn.__version__, "river": river.__version__}, "detectors": detectors, "classification": classification, "regression": regression}, indent=1))
