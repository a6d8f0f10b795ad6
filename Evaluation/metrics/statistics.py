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
