"""Fits a monotone additive model to orderings of groups, to ratings, and to staying where it is under changes that
should not matter.

The loss is, over pairs of tracks of differently ranked groups, log(1 + e^(−difference)), every pair of groups
counting alike (Burges et al., "Learning to Rank using Gradient Descent", ICML 2005, §3); the squared distance from
the ratings' normal scores; the squared change of the score under each alteration; a ridge. Weights are not negative:
each input moves the value one way. Needs numpy and scipy.
"""
import numpy as np
from scipy.optimize import minimize

RIDGE = .1  # .03 to .3 change held-out taus by 0.02, the order of inputs not at all
# Price of a change of score: of .3, 1, 3 and 10; 3 halves the tracks that two semitones move past 0.05, at 0.02 of
# danceability's and acousticness' held-out tau on real music; energy gains as much.
STEADY = 3.0
SLOPE = 2.0  # what a deviation of the ratings is worth beside the pairs' logistic, whose width is about 2
FALL = 100.0  # price of a rise where there must be none; at 10 one track of 44 rises by more than 0.005


def fit(terms, orders, ratings, moves, falls):
    """Weights that add up to 1.

    terms: tracks × inputs, each with the sign it counts with. orders: (rows, ranks) of each list of ranked tracks, rank
    0 the highest. ratings: (rows, normal scores), or None. moves, falls: changes of the terms that should change
    nothing, or not raise the score.
    """
    pairs = [ranked_pairs(terms[rows], np.asarray(ranks)) for rows, ranks in orders]
    change, count = np.concatenate([p[0] for p in pairs]), np.concatenate([p[1] for p in pairs])
    drift = moves.T @ moves / len(moves)
    if ratings is not None:
        rated = terms[ratings[0]] - terms[ratings[0]].mean(0)
        wanted = SLOPE * (ratings[1] - ratings[1].mean())

    def loss(weights):
        lead = change @ weights
        value = count @ np.logaddexp(0, -lead) + RIDGE * weights @ weights + STEADY * weights @ drift @ weights
        slope = -(count / (1 + np.exp(lead))) @ change + 2 * RIDGE * weights + 2 * STEADY * drift @ weights
        if len(falls):
            rise = np.maximum(0, falls @ weights)
            value += FALL * rise @ rise / len(falls)
            slope = slope + 2 * FALL * falls.T @ rise / len(falls)
        if ratings is not None:
            error = (rated @ weights - wanted) / SLOPE
            value += error @ error / len(error)
            slope = slope + 2 * rated.T @ error / len(error) / SLOPE
        return value, slope

    size = terms.shape[1]
    found = minimize(loss, np.full(size, .1), jac=True, method="L-BFGS-B", bounds=[(0, None)] * size).x
    return found / found.sum()


def ranked_pairs(terms, ranks):
    """Differences of the terms of all pairs of different rank, the higher less the lower; and what each counts."""
    high, low = np.where(ranks[:, None] < ranks[None, :])
    steps, which = np.unique(np.c_[ranks[high], ranks[low]], axis=0, return_inverse=True)
    which = which.ravel()
    return terms[high] - terms[low], 1 / np.bincount(which)[which] / len(steps)
