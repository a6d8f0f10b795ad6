"""Ranks the readings of a track: softmax over their scores, cross-entropy to the right ones.

A score is linear in a reading's inputs plus a layer of hidden units (tanh). Several networks, begun at
different random places, are fitted and their scores averaged; that is again one network with all their units.
Needs numpy and scipy.
"""

import numpy as np
from scipy.optimize import minimize

UNITS = 8  # of one network; 4 lose half a point held out, 16 gain nothing
NETWORKS = 3
RIDGE = 4.0  # on standardised inputs; with 2 the right readings of composers' MIDI files and of games are less likely held out
OUTPUT_RIDGE, BIAS_RIDGE = 0.3, 0.05  # of RIDGE: what the hidden units' outputs and biases pay
STEPS = 250


class Ranker:
    """`linear`, `hidden` (one column a unit), `biases` and `outputs` on inputs divided by `scale`."""

    def __init__(self, scale, linear, hidden, biases, outputs):
        self.scale, self.linear, self.hidden = scale, linear, hidden
        self.biases, self.outputs = biases, outputs

    def scores(self, inputs):
        x = inputs / self.scale
        return x @ self.linear + np.tanh(x @ self.hidden + self.biases) @ self.outputs


class Lists:
    """The readings of all tracks under one another, and which track each belongs to."""

    def __init__(self, tracks, scale):
        usable = [t for t in tracks if t["right"].any() and t["weight"] > 0]
        self.inputs = np.vstack([t["inputs"] for t in usable]) / scale
        sizes = [len(t["right"]) for t in usable]
        self.owner = np.repeat(np.arange(len(usable)), sizes)
        self.starts = np.r_[0, np.cumsum(sizes)[:-1]]
        self.right = np.concatenate([t["right"] for t in usable]).astype(float)
        self.weight = np.array([t["weight"] for t in usable])

    def loss(self, score):
        """The weighted cross-entropy, and its slope for each reading."""
        odds = np.exp(score - np.maximum.reduceat(score, self.starts)[self.owner])
        total = np.add.reduceat(odds, self.starts)
        good = np.add.reduceat(odds * self.right, self.starts) + 1e-12
        slope = odds / total[self.owner] - odds * self.right / good[self.owner]
        return -(self.weight * np.log(good / total)).sum(), self.weight[self.owner] * slope


def fit(tracks, scale, networks=NETWORKS):
    """The averaged networks; without hidden units where `networks` is 0."""
    lists = Lists(tracks, scale)
    linear = fit_linear(lists)
    if networks == 0:
        return Ranker(scale, linear, np.zeros((len(scale), 0)), np.zeros(0), np.zeros(0))
    found = [fit_network(lists, linear, seed) for seed in range(networks)]
    return Ranker(
        scale, np.mean([f[0] for f in found], axis=0), np.hstack([f[1] for f in found]),
        np.concatenate([f[2] for f in found]), np.concatenate([f[3] for f in found]) / networks)


def fit_linear(lists):
    def loss(weights):
        value, slope = lists.loss(lists.inputs @ weights)
        return value + RIDGE * weights @ weights, lists.inputs.T @ slope + 2 * RIDGE * weights

    start = np.zeros(lists.inputs.shape[1])
    return minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 500}).x


def fit_network(lists, linear, seed):
    count = len(linear)
    ends = np.cumsum([count, count * UNITS, UNITS])
    source = np.random.default_rng(seed)
    start = np.r_[linear, source.normal(0, 0.3 / np.sqrt(count), count * UNITS),
                  source.normal(0, 0.1, UNITS), np.zeros(UNITS)]

    def parts(values):
        weights, hidden, biases, outputs = np.split(values, ends)
        return weights, hidden.reshape(count, UNITS), biases, outputs

    def loss(values):
        weights, hidden, biases, outputs = parts(values)
        units = np.tanh(lists.inputs @ hidden + biases)
        value, slope = lists.loss(lists.inputs @ weights + units @ outputs)
        back = np.outer(slope, outputs) * (1 - units**2)
        value += RIDGE * (weights @ weights + (hidden**2).sum() + OUTPUT_RIDGE * outputs @ outputs
                          + BIAS_RIDGE * biases @ biases)
        return value, np.r_[
            lists.inputs.T @ slope + 2 * RIDGE * weights,
            (lists.inputs.T @ back + 2 * RIDGE * hidden).ravel(),
            back.sum(axis=0) + 2 * RIDGE * BIAS_RIDGE * biases,
            units.T @ slope + 2 * RIDGE * OUTPUT_RIDGE * outputs]

    return parts(minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": STEPS}).x)
