"""Beats: F-measure and continuity (Davies, Degara and Plumbley, QMUL C4DM-TR-09-06, 2009).

Times are seconds in ascending order. Conventions are those of `mir_eval.beat`: matches within
70 ms, phase and period within 17.5 % of the annotated interval, beats before 5 s left out.
"""

from bisect import bisect_left

WINDOW = 0.070  # seconds to either side
CONTINUITY = 0.175  # of the annotated beat interval
SETTLING = 5.0  # seconds a tracker is given before it is judged


def trimmed(beats, start=SETTLING):
    """The beats from `start` on."""
    return [beat for beat in beats if beat >= start]


def f_measure(estimate, reference, window=WINDOW):
    """Harmonic mean of precision and recall; each annotated beat is matched at most once."""
    if not estimate or not reference:
        return 0.0
    # Both lists ascend and the window is the same for all: pairing off from the left is optimal.
    i = j = matched = 0
    while i < len(estimate) and j < len(reference):
        if abs(estimate[i] - reference[j]) <= window:
            matched, i, j = matched + 1, i + 1, j + 1
        elif estimate[i] < reference[j]:
            i += 1
        else:
            j += 1
    return 2.0 * matched / (len(estimate) + len(reference))


def continuity(estimate, reference, tolerance=CONTINUITY):
    """CMLc, CMLt, AMLc, AMLt: longest run and total of beats that continue correctly, as shares.

    CML at the annotated metrical level; AML at the best of that, the off-beat, the double and the
    two halves.
    """
    if len(estimate) < 2 or len(reference) < 2:
        return 0.0, 0.0, 0.0, 0.0
    scores = [_continuous(estimate, level, tolerance) for level in _metrical_levels(reference)]
    runs, totals = zip(*scores)
    return runs[0], totals[0], max(runs), max(totals)


def _metrical_levels(beats):
    offbeats = [(a + b) / 2 for a, b in zip(beats, beats[1:])]
    return beats, offbeats, sorted(beats + offbeats), beats[::2], beats[1::2]


def _continuous(estimate, reference, tolerance):
    """Longest run and number of correct beats, over the length of the longer list."""
    # No annotated beat can count twice: two estimates that are both near it lie too close together
    # to have its period.
    longest = run = total = 0
    for m, beat in enumerate(estimate):
        if _continues(estimate, m, reference, _nearest(reference, beat), tolerance):
            run, total = run + 1, total + 1
            longest = max(longest, run)
        else:
            run = 0
    length = max(len(estimate), len(reference))
    return longest / length, total / length


def _nearest(times, time):
    right = bisect_left(times, time)
    if right == 0:
        return 0
    if right == len(times):
        return right - 1
    return right if abs(times[right] - time) < abs(time - times[right - 1]) else right - 1


def _continues(estimate, m, reference, n, tolerance):
    """Phase and period agree, judged by the interval before, at either start by the one after."""
    first = m == 0 or n == 0
    annotated = _interval(reference, n, forward=first)
    found = _interval(estimate, m, forward=first)
    if not annotated > 0:  # a level of one beat, or one time twice, has no period
        return False
    phase = abs(estimate[m] - reference[n]) / annotated
    return phase < tolerance and abs(1 - found / annotated) < tolerance


def _interval(times, index, forward):
    if len(times) < 2:
        return 0.0
    if forward and index + 1 < len(times):
        return times[index + 1] - times[index]
    return times[index] - times[index - 1]
