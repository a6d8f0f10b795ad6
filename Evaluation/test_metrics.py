#!/usr/bin/env python3
"""The metrics against hand-made cases and, where `mir_eval` is installed, against it.

    python3 Evaluation/test_metrics.py -v
"""

import random
import unittest
import warnings

from metrics import beats, key, statistics, tempo

try:
    import inspect

    import mir_eval
    import numpy
except ImportError:
    mir_eval = None

ROUNDS = 2000
NAMES = "C C# Db D D# Eb E F F# Gb G G# Ab A A# Bb B".split()
with_mir_eval = unittest.skipIf(mir_eval is None, "mir_eval is not installed")


class Tempo(unittest.TestCase):
    def test_accuracy_1_takes_4_percent_to_either_side_of_the_label(self):
        found = [tempo.accuracy1(bpm, 100) for bpm in (95.9, 96, 104, 104.1)]
        self.assertEqual(found, [0, 1, 1, 0])

    def test_accuracy_2_takes_double_half_triple_and_third_but_not_3_to_2(self):
        found = [tempo.accuracy2(bpm, 120) for bpm in (240, 60, 360, 40, 180, 80, 480)]
        self.assertEqual(found, [1, 1, 1, 1, 0, 0, 0])

    def test_no_answer_is_wrong(self):
        self.assertEqual(tempo.accuracy2(None, 120), 0)
        self.assertEqual(tempo.accuracy2(0, 120), 0)
        self.assertEqual(tempo.relation(None, 120), "none")

    @with_mir_eval
    def test_hits_are_those_of_mir_eval(self):
        source = random.Random(1)
        for _ in range(ROUNDS):
            reference, estimate = source.uniform(40, 220), source.uniform(40, 220)
            if source.random() < 0.7:
                estimate = reference * source.choice(tempo.OCTAVES) * source.uniform(0.94, 1.06)
            tolerance = source.choice((0.02, 0.04, 0.08))

            def hit(target):
                # The P-score with all weight on one reference tempo is accuracy 1.
                found, _, _ = mir_eval.tempo.detection(
                    numpy.array([target, 0.0]), 1.0, numpy.array([estimate, 0.0]), tolerance)
                return found

            self.assertEqual(tempo.accuracy1(estimate, reference, tolerance), hit(reference))
            self.assertEqual(tempo.accuracy2(estimate, reference, tolerance),
                             max(hit(reference * factor) for factor in tempo.OCTAVES))


class Key(unittest.TestCase):
    def test_each_relation_to_a_major_and_a_minor_key(self):
        for reference, estimate, expected in (
                ("C major", "C major", "exact"), ("C major", "G major", "fifth"),
                ("C major", "F major", "fifth below"), ("C major", "A minor", "relative"),
                ("C major", "C minor", "parallel"), ("C major", "Eb minor", "other"),
                ("A minor", "C major", "relative"), ("A minor", "F# major", "other"),
                ("Gb major", "F# major", "exact"), ("B minor", "F# minor", "fifth")):
            found = key.relation(key.parse(estimate), key.parse(reference))
            self.assertEqual(found, expected, f"{estimate} for {reference}")

    def test_a_fifth_below_counts_only_where_it_is_asked_for(self):
        estimate, reference = key.parse("F major"), key.parse("C major")
        self.assertEqual(key.weighted_score(estimate, reference), 0)
        self.assertEqual(key.weighted_score(estimate, reference, key.BOTH_FIFTHS), 0.5)

    def test_a_name_that_is_no_key_is_refused(self):
        for text in ("H major", "C dorian", "Cx minor", " major"):
            with self.assertRaises(ValueError, msg=text):
                key.parse(text)

    @with_mir_eval
    def test_every_pair_of_keys_scores_as_in_mir_eval(self):
        score = mir_eval.key.weighted_score
        descends = "allow_descending_fifths" in inspect.signature(score).parameters
        keys = [f"{name} {mode}" for name in NAMES for mode in ("major", "minor")]
        for reference in keys:
            for estimate in keys:
                pair = key.parse(estimate), key.parse(reference)
                said = f"{estimate} for {reference}"
                self.assertEqual(key.weighted_score(*pair), score(reference, estimate), said)
                # Releases without the option are asked the other way round: a fifth below the
                # reference is a pair whose reference lies a fifth above the estimate.
                if descends:
                    both = score(reference, estimate, allow_descending_fifths=True)
                else:
                    turned = score(estimate, reference)
                    both = turned if turned == 0.5 else score(reference, estimate)
                self.assertEqual(key.weighted_score(*pair, key.BOTH_FIFTHS), both, said)


class Beats(unittest.TestCase):
    steady = [5 + 0.5 * i for i in range(40)]

    def test_the_right_beats_score_1(self):
        self.assertEqual(beats.f_measure(self.steady, self.steady), 1)
        self.assertEqual(beats.continuity(self.steady, self.steady), (1, 1, 1, 1))

    def test_the_off_beat_is_wrong_at_the_level_and_right_at_any(self):
        late = [beat + 0.25 for beat in self.steady]
        self.assertEqual(beats.f_measure(late, self.steady), 0)
        _, cmlt, _, amlt = beats.continuity(late, self.steady)
        self.assertEqual(cmlt, 0)
        self.assertGreater(amlt, 0.9)

    def test_half_the_beats_give_two_thirds(self):
        self.assertAlmostEqual(beats.f_measure(self.steady[::2], self.steady), 2 / 3)

    def test_nothing_is_never_right(self):
        self.assertEqual(beats.f_measure([], self.steady), 0)
        self.assertEqual(beats.continuity([], self.steady), (0, 0, 0, 0))

    @with_mir_eval
    def test_random_beats_score_as_in_mir_eval(self):
        source = random.Random(2)
        seen = set()
        for _ in range(ROUNDS):
            reference, estimate = pair_of_beats(source)
            cut = [numpy.array(beats.trimmed(times)) for times in (reference, estimate)]
            for mine, theirs in zip((reference, estimate), cut):
                numpy.testing.assert_array_equal(
                    theirs, mir_eval.beat.trim_beats(numpy.array(mine)))
            lists = [list(map(float, times)) for times in cut]
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # empty lists, of which there are some on purpose
                f = mir_eval.beat.f_measure(*cut)
                continuity = mir_eval.beat.continuity(*cut)
            self.assertAlmostEqual(beats.f_measure(lists[1], lists[0]), f, 12)
            for ours, theirs in zip(beats.continuity(lists[1], lists[0]), continuity):
                self.assertAlmostEqual(ours, float(theirs), 12)
            seen.add(round(f, 1))
        self.assertGreater(len(seen), 9, "the random beats do not cover the range of F")


def pair_of_beats(source):
    """A drifting reference, and an estimate at some level of it with jitter, gaps and extras."""
    time, period, reference = source.uniform(0, 6), source.uniform(0.3, 1.1), []
    for _ in range(source.choice((0, 1, 2, 3, 30, 60))):
        reference.append(time)
        time += period * source.uniform(0.95, 1.05)
    level = source.choice(("same", "half", "double", "off", "other"))
    estimate = list(reference)
    between = [(a + b) / 2 for a, b in zip(reference, reference[1:])]
    if level == "half":
        estimate = reference[source.randrange(2)::2]
    elif level == "double":
        estimate = reference + between
    elif level == "off":
        estimate = between
    elif level == "other":
        estimate = [beat * 1.07 for beat in reference]
    jitter = source.choice((0, 0.01, 0.05, 0.12))
    estimate = [beat + source.uniform(-jitter, jitter) for beat in estimate
                if source.random() > source.choice((0, 0, 0.1))]
    estimate += [source.uniform(0, 40) for _ in range(source.choice((0, 0, 3)))]
    return sorted(reference), sorted(max(0.0, beat) for beat in estimate)


class Statistics(unittest.TestCase):
    def test_an_interval_holds_the_mean_and_widens_when_tracks_err_together(self):
        values = [1.0] * 60 + [0.0] * 40
        alone = statistics.interval(values, range(100))
        together = statistics.interval(values, [i // 10 for i in range(100)])
        self.assertTrue(alone[0] < 0.6 < alone[1])
        self.assertGreater(together[1] - together[0], alone[1] - alone[0])
        # Normal approximation: 0.6 ± 1.96 · sqrt(0.24 / 100).
        self.assertAlmostEqual(alone[0], 0.504, delta=0.011)
        self.assertAlmostEqual(alone[1], 0.696, delta=0.011)

    def test_mcnemar_is_the_sign_test_on_the_tracks_that_differ(self):
        ours, theirs = [1] * 9 + [0] + [1] * 5, [0] * 9 + [1] + [1] * 5
        better, worse, p = statistics.mcnemar(ours, theirs)
        self.assertEqual((better, worse), (9, 1))
        self.assertAlmostEqual(p, 2 * (1 + 10) / 1024)
        self.assertEqual(statistics.mcnemar([1, 0], [1, 0]), (0, 0, 1.0))

    def test_balanced_counts_a_rare_class_like_a_common_one(self):
        pairs = [(4, 4)] * 9 + [(3, 4)]
        self.assertAlmostEqual(statistics.balanced(pairs), 0.5)

    def test_calibration_is_the_distance_of_what_is_said_from_what_is_right(self):
        honest = [(0.8, 1.0)] * 8 + [(0.8, 0.0)] * 2
        self.assertAlmostEqual(statistics.calibration(honest, bins=1)[0], 0.0)
        boasting = [(1.0, 1.0)] * 5 + [(1.0, 0.0)] * 5
        self.assertAlmostEqual(statistics.calibration(boasting, bins=1)[0], 0.5)


if __name__ == "__main__":
    if mir_eval is not None:
        print(f"against mir_eval {mir_eval.__version__}, {ROUNDS} random inputs each")
    unittest.main()
