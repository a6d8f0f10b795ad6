#!/usr/bin/env python3
"""The key change metrics against hand-made cases.

    python3 Evaluation/test_key_changes.py -v
"""

import unittest

from metrics import key_changes

C, G, A = (0, "major"), (7, "major"), (9, "minor")


class KeyChanges(unittest.TestCase):
    def test_the_listing_becomes_spans(self):
        spans = key_changes.annotated("0.5:C major;30:G major", 60.0)
        self.assertEqual(spans, [(0.5, 30.0, C), (30.0, 60.0, G)])

    def test_time_in_the_right_key_is_shared_time(self):
        right, judged = key_changes.overlap([(0, 20, C), (20, 60, G)], [(0, 30, C), (30, 60, G)])
        self.assertEqual((right, judged), (50, 60))

    def test_a_change_counts_near_its_time_and_to_its_key_alone(self):
        reference = [(0, 30, C), (30, 60, G), (60, 90, A)]
        self.assertEqual(key_changes.matched([(0, 33, C), (33, 90, G)], reference), (1, 1, 2))
        self.assertEqual(key_changes.matched([(0, 36, C), (36, 90, G)], reference), (0, 1, 2))
        self.assertEqual(key_changes.matched([(0, 30, C), (30, 90, A)], reference), (0, 1, 2))

    def test_no_change_is_matched_twice(self):
        reference = [(0, 30, C), (30, 32, G), (32, 33, C), (33, 60, G)]
        self.assertEqual(key_changes.matched([(0, 31, C), (31, 60, G)], reference), (1, 1, 3))


if __name__ == "__main__":
    unittest.main()
