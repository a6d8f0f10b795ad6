#!/usr/bin/env python3
"""The section metrics against hand-made cases and, where `mir_eval` is installed, against it.

    python3 Evaluation/test_sections.py -v
"""

import random
import unittest
import warnings

from metrics import sections

try:
    import mir_eval
    import numpy
except ImportError:
    mir_eval = None

ROUNDS = 300
with_mir_eval = unittest.skipIf(mir_eval is None, "mir_eval is not installed")


def some_sections(source, end):
    count = source.randint(1, 8)
    times = sorted({0.0, end, *(source.uniform(1, end - 1) for _ in range(count))})
    return [(a, b, source.choice("ABC")) for a, b in zip(times, times[1:])]


class Sections(unittest.TestCase):
    def test_the_listing_becomes_times_of_bars(self):
        beats = [(0.5 * n + 1, n % 4 + 1) for n in range(16)]
        self.assertEqual(sections.annotated("intro:1;verse:2;end:1", beats),
                         [(1, 3, "intro"), (3, 7, "verse"), (7, 9, "end")])

    def test_a_boundary_counts_once_and_only_within_the_window(self):
        reference = [(0, 10, "A"), (10, 20, "B"), (20, 30, "A")]
        estimate = [(0, 9.6, "A"), (9.6, 10.4, "A"), (10.4, 24, "B"), (24, 30, "A")]
        self.assertEqual(sections.boundary_f(estimate, reference, 0.5)[:2], (1 / 3, 1 / 2))
        self.assertEqual(sections.boundary_f(estimate, reference, 4)[:2], (2 / 3, 1))

    def test_no_boundary_scores_nothing(self):
        one, two = [(0, 9, "A")], [(0, 4, "A"), (4, 9, "B")]
        self.assertEqual(sections.boundary_f(one, two, 3), (0, 0, 0))
        self.assertEqual(sections.boundary_f(two, one, 3), (0, 0, 0))

    def test_labels_may_have_any_names(self):
        reference = [(0, 4, "verse"), (4, 8, "chorus"), (8, 12, "verse")]
        self.assertEqual(
            sections.pairwise_f([(0, 4, "A"), (4, 8, "B"), (8, 12, "A")], reference), (1, 1, 1))
        self.assertLess(sections.pairwise_f([(0, 12, "A")], reference)[0], 0.6)

    def test_sections_are_cut_to_the_annotated_stretch(self):
        self.assertEqual(sections.fitted([(0, 3, "A"), (3, 9, "B"), (9, 12, "C")], 4, 10),
                         [(4, 9, "B"), (9, 10, "C")])
        self.assertEqual(sections.fitted([], 1, 2), [(1, 2, "")])

    @with_mir_eval
    def test_the_figures_are_those_of_mir_eval(self):
        warnings.simplefilter("ignore")
        source = random.Random(1)
        for _ in range(ROUNDS):
            ours, theirs = some_sections(source, 40.0), some_sections(source, 40.0)
            intervals = [numpy.array([section[:2] for section in side]) for side in (theirs, ours)]
            for window in sections.WINDOWS:
                expected = mir_eval.segment.detection(*intervals, window=window, trim=True)
                for a, b in zip(sections.boundary_f(ours, theirs, window), expected):
                    self.assertAlmostEqual(a, b)
            labels = [[section[2] for section in side] for side in (theirs, ours)]
            expected = mir_eval.segment.pairwise(
                intervals[0], labels[0], intervals[1], labels[1], frame_size=0.1)
            # Frames at a border may fall to either side of it.
            for a, b in zip(sections.pairwise_f(ours, theirs), expected):
                self.assertAlmostEqual(a, b, delta=0.02)


if __name__ == "__main__":
    unittest.main()
