"""What a mean over few tracks is worth: bootstrap intervals and McNemar's paired test."""

from math import comb
from random import Random

RESAMPLES = 2000  # chosen: the ends of an interval then move by less than a point between seeds
SEED = 20241127  # chosen: any fixed number, so that a report can be made again


def interval(values, groups, level=0.95, resamples=RESAMPLES, seed=SEED):
    """Percentile bootstrap of the mean (Efron 1979), resampling whole groups.

    Tracks of one artist or album err together, so drawing single tracks would promise too much.
    """
    clusters = {}
    for value, group in zip(values, groups):
        total, count = clusters.get(group, (0.0, 0))
        clusters[group] = (total + value, count + 1)
    sums = list(clusters.values())
    if len(sums) < 2:
        return None
    random = Random(seed)
    means = []
    for _ in range(resamples):
        drawn = random.choices(sums, k=len(sums))
        means.append(sum(total for total, _ in drawn) / sum(count for _, count in drawn))
    means.sort()
    tail = (1 - level) / 2
    return means[int(tail * resamples)], means[min(resamples - 1, int((1 - tail) * resamples))]


def mcnemar(ours, theirs):
    """Tracks only ours has right, tracks only theirs has right, and the exact two-sided p."""
    better = sum(1 for a, b in zip(ours, theirs) if a and not b)
    worse = sum(1 for a, b in zip(ours, theirs) if b and not a)
    n = better + worse
    tail = sum(comb(n, k) for k in range(min(better, worse) + 1)) / 2**n
    return better, worse, min(1.0, 2 * tail)


def balanced(pairs):
    """The share of right answers, each class counting the same: [(label, answer)] to 0…1."""
    classes = {}
    for label, answer in pairs:
        classes.setdefault(label, []).append(label == answer)
    return sum(sum(hits) / len(hits) for hits in classes.values()) / len(classes)


def calibration(answers, bins=5):
    """Expected calibration error (Naeini, Cooper and Hauskrecht, AAAI 2015) and the bins behind it.

    `answers` are (confidence, right). The bins hold equally many answers, the least sure first;
    each is (mean confidence, share right, count).
    """
    ordered = sorted(answers)
    edges = [round(i * len(ordered) / bins) for i in range(bins + 1)]
    found = []
    for low, high in zip(edges, edges[1:]):
        part = ordered[low:high]
        if part:
            said = sum(confidence for confidence, _ in part) / len(part)
            found.append((said, sum(right for _, right in part) / len(part), len(part)))
    error = sum(abs(said - right) * count for said, right, count in found)
    return error / len(ordered), found
