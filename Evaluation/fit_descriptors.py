#!/usr/bin/env python3
"""Fits the descriptors' weights and scales, and writes them as one Swift file.

    assonance analyze --features --json CORPUS/*/*.ogg > features.jsonl
    assonance analyze --features --json EXAMPLES/*.wav > examples.jsonl
    assonance analyze --features --json ALTERED/* > altered.jsonl
    python3 Evaluation/fit_descriptors.py features.jsonl --made examples.jsonl --pairs altered.jsonl --held-out held.json
    python3 Evaluation/fit_descriptors.py … --dry-run    # fit and report only
    python3 Evaluation/fit_descriptors.py … --check      # do the stored values follow from the file?

`--made` are the examples of `voice_examples.py` and `recorded_examples.py`, whose table `examples.csv` lies beside `--made` or in `--examples`;
`--pairs` the altered copies of `alter.py`. Energy is fitted to listeners' ratings and to the orderings of genres and
styles (`descriptor_orders.py`), danceability and acousticness to the orderings, valence to ratings; the rest is set
beforehand (`descriptor_model.py`). What is reported of them is held out: by artist or album on real music, by style on
synthetic pieces. `docs/descriptors.md` says what they mean and how far to trust them. Needs Python 3.11, numpy and
scipy.
"""
import argparse
import csv
import datetime
import itertools
import json
import os
import pathlib
import re

import numpy as np

import ordered_fit
from descriptor_model import MODELS, STATED, Model, Track, auc, load, name_of, normal_scores, spearman, sung
from descriptor_orders import REAL, SYNTHETIC, kinds, members, tau
from fit_voices import corpus_labels

HERE = pathlib.Path(__file__).resolve().parent
TABLES = HERE.parent / "Sources/Analysis/Descriptors/DescriptorTables.swift"

RATINGS = {"energy": "arousal", "valence": "valence"}
ORDERED = ("energy", "danceability", "acousticness")
RIDGE = 0.1  # of valence, as a share of the number of tracks; .03 to .3 change the held-out correlation by < .01
# Alterations that should change nothing, and those under which a descriptor must not rise.
STEADY = ("coded", "up", "down", "higher", "lower")
FALLS = {"energy": ("lowpass",)}
# How far the check goes, where it is by orderings (they say nothing about tracks of one genre), by weak labels, by recorded
# speakers (no rap among them), or by recorded audiences that were mixed with music here.
CAPS = {"danceability": .5, "acousticness": .5, "instrumentalness": .6, "speechiness": .5, "liveness": .4}
SPLITS, FOLDS = 20, 5


def non_negative_ridge(a, y, ridge):
    """argmin |y − aw|² + λ|w|², w ≥ 0, by coordinate descent."""
    a, y = a - a.mean(0), y - y.mean()
    w = np.zeros(a.shape[1])
    squares = (a * a).sum(0) + ridge * len(y)
    for _ in range(500):
        for j in range(len(w)):
            rest = y - a @ w + a[:, j] * w[j]
            w[j] = max(0, a[:, j] @ rest / squares[j])
    return w


class Lessons:
    """What the models learn from, and which of it they were given."""

    def __init__(self, tracks, reference, copies, about):
        self.reference, self.copies, self.about = reference, copies, about
        self.track_of = {name_of(t.row["path"]): t for t in tracks}
        self.rated = [t for t in reference if t.label["arousal"] and t.label["valence"]]

    def ordered(self, name, synthetic):
        """(track, rank, artist, album or style) of the tracks that the orderings rank."""
        order = (SYNTHETIC if synthetic else REAL).get(name, [])
        chosen = members(order, self.about, synthetic)
        styles = {style for side in order for style in side}
        return [(self.track_of[path], rank, min(self.about[path][0] & styles) if synthetic else group)
                for path, rank, group in chosen if path in self.track_of]

    def ratings(self, name, tracks):
        return normal_scores([float(t.label[RATINGS[name]]) for t in tracks])

    def changes(self, model, alterations):
        found = [model.terms(list(self.copies[a].values()))
                 - model.terms([self.copies["plain"][k] for k in self.copies[a]]) for a in alterations]
        return np.concatenate(found) if found else np.zeros((0, len(model.names)))

    def model(self, name, without=frozenset()):
        """The model of what is left without some artists, albums and styles."""
        model = Model(name, [t for t in self.reference if t.label["group"] not in without])
        rated = [t for t in self.rated if t.label["group"] not in without]
        if name not in ORDERED:
            if name in RATINGS:
                weights = non_negative_ridge(model.terms(rated), self.ratings(name, rated), RIDGE)
                model.weights = weights / weights.sum()
            return model
        lists = [[entry for entry in self.ordered(name, made) if entry[2] not in without] for made in (False, True)]
        tracks = [t for entries in lists for t, _, _ in entries] + (rated if name in RATINGS else [])
        ends = np.cumsum([0] + [len(entries) for entries in lists])
        orders = [(np.arange(start, start + len(entries)), [rank for _, rank, _ in entries])
                  for start, entries in zip(ends, lists)]
        ratings = (np.arange(ends[-1], len(tracks)), self.ratings(name, rated)) if name in RATINGS else None
        model.weights = ordered_fit.fit(model.terms(tracks), orders, ratings, self.changes(model, STEADY),
                                        self.changes(model, FALLS.get(name, ())))
        return model

    def hold_out(self, name):
        """Gives every track that was learned from a score by models without its artist, album or style: the mean over
        splits. Returns the mean correlation with the ratings and its deviation over splits, or None."""
        learned = [(t, group) for t, _, group in self.ordered(name, False)] if name in ORDERED else []
        if name in RATINGS:
            learned += [(t, t.label["group"]) for t in self.rated]
        tracks, groups = zip(*{id(t): (t, group) for t, group in learned}.values())
        names = sorted(set(groups))
        total, correlations = np.zeros(len(tracks)), []
        for seed in range(SPLITS):
            order = np.random.default_rng(seed).permutation(len(names))
            fold_of = {names[g]: k % FOLDS for k, g in enumerate(order)}
            fold = np.array([fold_of[group] for group in groups])
            found = np.zeros(len(tracks))
            for k in range(FOLDS):
                model = self.model(name, {group for group, f in fold_of.items() if f == k})
                found[fold == k] = model.score([t for t, f in zip(tracks, fold) if f == k])
            total += found / SPLITS
            if name in RATINGS:
                rows = [i for i, t in enumerate(tracks) if t in self.rated]
                correlations.append(spearman(found[rows], self.ratings(name, [tracks[i] for i in rows])))
        for track, score in zip(tracks, total):
            track.held[name] = float(score)
        entries = self.ordered(name, True) if name in ORDERED else []
        for style in sorted({style for _, _, style in entries}):
            model, left = self.model(name, {style}), [t for t, _, s in entries if s == style]
            for track, score in zip(left, model.score(left)):
                track.held[name] = float(score)
        return (float(np.mean(correlations)), float(np.std(correlations))) if correlations else None


def examples(arguments):
    if not arguments.made:
        return []
    folder = pathlib.Path(arguments.examples or pathlib.Path(arguments.made).parent)
    with open(folder / "examples.csv") as lines:
        table = {row["file"]: row for row in csv.DictReader(lines)}
    rows = [(row, table[row["path"].split("/")[-1]]) for row in load(arguments.made)]
    return [Track(row, label | {"group": label["voice"] + label["group"]}) for row, label in rows
            if row["features"].get("voices")]


def hold_out(path, *groups):
    """Puts in what networks hear in a track, or an altered copy, that learned from neither its artist, nor its voice, nor
    its backing."""
    with open(path) as text:
        held = json.load(text)
    for t in itertools.chain(*groups):
        found = held.get(name_of(t.row["path"])) or held.get(t.row["path"].split("/")[-1])
        if found:
            t.own, t.inputs = t.inputs, t.inputs | found


def landing(models, made):
    """Where the examples land: quantiles 10, 50, 90 of each kind, and what was stated of them; made and recorded apart."""
    sides = {"made": [t for t in made if not t.label["recorded"]], "recorded": [t for t in made if t.label["recorded"]]}
    for model in models[2:]:
        for side, chosen in sides.items():
            print(f"\n{model.name} of {side} examples, quantiles 10 50 90:")
            for kind in sorted({t.label["kind"] for t in chosen}):
                values = model.value([t for t in chosen if t.label["kind"] == kind])
                print(f"  {kind:12s} n {len(values):3d}  " + " ".join(f"{q:.2f}" for q in np.quantile(values, [.1, .5, .9])))
    print("\nwhere the public definitions put them (share of examples, made and recorded):")
    for name, kind, low, high in [
            ("speechiness", "speech", .66, 1), ("speechiness", "rap", .33, .66), ("speechiness", "over", .33, .66),
            ("speechiness", "alone", 0, .33), ("speechiness", "plain", 0, .33), ("speechiness", "sung", 0, .33),
            ("speechiness", "surroundings", 0, .33),
            ("instrumentalness", "speech", 0, .5), ("instrumentalness", "rap", 0, .5),
            ("instrumentalness", "alone", 0, .5), ("instrumentalness", "sung", 0, .5),
            ("instrumentalness", "plain", .5, 1), ("instrumentalness", "lead", .5, 1),
            ("instrumentalness", "surroundings", .5, 1), ("acousticness", "alone", .5, 1),
            ("liveness", "all", .8, 1), ("liveness", "all", .45, 1), ("liveness", "under", .3, 1), ("liveness", "head", .3, 1),
            ("liveness", "tail", .3, 1), ("liveness", "middle", .3, 1), ("liveness", "plain", 0, .45),
            ("liveness", "speech", 0, .45), ("liveness", "hall", 0, .45), ("liveness", "itself", 0, .8),
            ("liveness", "itself", 0, .45), ("liveness", "behind", 0, .45)]:
        model = next(m for m in models if m.name == name)
        shares = []
        for chosen in sides.values():
            tracks = [t for t in chosen if kind in (t.label["kind"], t.label["voice"])]
            if not tracks:
                shares.append("   –      ")
                continue
            values = model.value(tracks)
            shares.append(f"{np.mean((values >= low) & (values <= high)):.2f} n {len(values):3d}")
        print(f"  {name:16s} {kind:12s} {low:.2f} to {high:.2f}: {'   '.join(shares)}")
    pairs = {}
    for t in made:
        if t.label["pair"]:
            pairs.setdefault(t.label["pair"], {})[t.label["kind"]] = t
    print("\nwithin pairs of examples (median change, share with the stated sign or size):")
    for a, b, name, test, text in [
            ("plain", "sung", "instrumentalness", lambda d: d < 0, "a sung line lowers"),
            ("plain", "sung", "speechiness", lambda d: abs(d) <= .1, "a sung line moves by at most 0.1"),
            ("plain", "sung", "liveness", lambda d: abs(d) <= .1, "a sung line moves by at most 0.1"),
            ("plain", "lead", "instrumentalness", lambda d: abs(d) <= .1, "an instrument's lead moves by at most 0.1"),
            ("studio", "crowd", "liveness", lambda d: d > 0, "an audience raises"),
            ("studio", "audience", "liveness", lambda d: d > 0, "a recorded audience raises"),
            ("studio", "hall", "liveness", lambda d: d >= 0, "a room does not lower"),
            ("studio", "hall", "instrumentalness", lambda d: abs(d) <= .1, "a room moves by at most 0.1"),
            ("studio", "hall", "speechiness", lambda d: abs(d) <= .1, "a room moves by at most 0.1")]:
        model = next(m for m in models if m.name == name)
        both = [(p[a], p[b]) for p in pairs.values() if a in p and b in p]
        d = model.value([y for _, y in both]) - model.value([x for x, _ in both])
        print(f"  {name:16s} {text:45s} {np.median(d):+.3f}  {np.mean([test(x) for x in d]):.2f}  n {len(d)}")


def report(model, lessons):
    """Prints how well a model does, and returns its validity."""
    print(f"\n{model.name}")
    for k, w, s, c, d in zip(model.names, model.weights, model.signs, model.center, model.scale):
        print(f"  {'+' if s > 0 else '-'}{w:.2f} {k:15s} median {c:.4f} scale {d:.4f}")
    reference, rated = lessons.reference, lessons.rated
    values = model.value(reference)
    print("  quantiles 5 25 50 75 95: " + " ".join(f"{q:.2f}" for q in np.quantile(values, [.05, .25, .5, .75, .95])))
    correlation = lessons.hold_out(model.name) if model.name in RATINGS or model.name in ORDERED else None
    for kind, made_up in (("real", False), ("synthetic", True)):
        entries = lessons.ordered(model.name, made_up)
        if entries:
            ranks = [rank for _, rank, _ in entries]
            held = [t.held.get(model.name, float(model.score([t])[0])) for t, _, _ in entries]
            print(f"  stated order, {kind}: tau held out {tau(held, ranks):.3f}, "
                  f"in sample {tau(model.score([t for t, _, _ in entries]), ranks):.3f}, n = {len(entries)}")
    if correlation:
        ratings = lessons.ratings(model.name, rated)
        print(f"  Spearman with {RATINGS[model.name]}: held-out artists {correlation[0]:.3f} (splits ± {correlation[1]:.3f}),"
              f" in sample {spearman(model.score(rated), ratings):.3f}, n = {len(rated)}")
        alone = {k: spearman(model.raw(rated)[:, j] * model.signs[j], ratings) for j, k in enumerate(model.names)}
        print("  alone: " + "  ".join(f"{k} {v:.3f}" for k, v in alone.items()))
        print(f"  baseline, integrated loudness: {spearman([t.row['loudness']['integrated'] for t in rated], ratings):.3f}")
        return correlation[0]
    if model.name == "instrumentalness":
        known = [t for t in reference if sung(t.label) is not None]
        side = np.array([sung(t.label) for t in known])
        values = model.value(known)
        print(f"  AUC nobody sings > somebody sings {auc(values[~side], values[side]):.3f} (learned from: see fit_voices)")
        print(f"  above 0.5: sung {np.mean(values[side] > .5):.2f}, not {np.mean(values[~side] > .5):.2f}")
    return CAPS[model.name]


def agreement(a, b):
    """Intraclass correlation of two measurements of each track: one-way, single (Shrout and Fleiss, 1979)."""
    mean = (a + b) / 2
    between = 2 * np.sum((mean - mean.mean()) ** 2) / (len(a) - 1)
    within = np.sum((a - mean) ** 2 + (b - mean) ** 2) / len(a)
    return (between - within) / (between + within)


def altered(path):
    """{alteration: {original: track}}"""
    copies = {}
    for row in load(path):
        change, _, original = row["path"].split("/")[-1].partition("__")
        copies.setdefault(change, {})[original.rsplit(".", 1)[0]] = Track(row, None)
    return copies


def moved(models, copies):
    plain = copies["plain"]
    print("\naltered copies: median and 90th percentile of the change, share of tracks past 0.05, share that rose")
    for change in sorted(set(copies) - {"plain", "first", "second"}):
        print(f"  {change}, n {len(copies[change])}")
        for model in models:
            d = model.value(list(copies[change].values())) - model.value([plain[k] for k in copies[change]])
            print(f"    {model.name:16s} {np.median(np.abs(d)):.3f} {np.quantile(np.abs(d), .9):.3f}  "
                  f"{np.mean(np.abs(d) > .05):.2f}  {np.mean(d > .005):.2f}")
    halves = [copies["first"], copies["second"]]
    names = sorted(set(halves[0]) & set(halves[1]))
    print(f"  halves, intraclass correlation, n {len(names)}: " + "  ".join(
        f"{m.name} {agreement(*(m.value([h[k] for k in names]) for h in halves)):.2f}" for m in models))


def swift(models, validity, count, date):
    def number(x):
        return re.sub(r"0+$", "0", f"{x:.5f}") if x != int(x) else f"{int(x)}.0"

    def wrapped(xs):
        lines, line = [], ""
        for x in xs:
            if len(line) + len(x) + 2 > 90:
                lines.append(line.rstrip())
                line = ""
            line += x + ", "
        return "\n      ".join(lines + [line.rstrip()])

    out = [
        "// Written by Evaluation/fit_descriptors.py; not to be edited by hand.", "",
        "/// Weights, scales and calibration of the descriptors.", "///",
        f"/// Fitted on {date} to {count['reference']} real excerpts of the development corpus (scales,",
        f"/// calibration), to Emotify's ratings of {count['rated']} of them by {count['artists']} artists (weights of",
        "/// energy and valence), to orderings of genres and styles (energy, danceability, acousticness) and to recorded",
        "/// speakers and audiences (scales of speechiness and liveness); `docs/descriptors.md` has the validation.",
        "enum DescriptorTables {",
    ]
    for model in models:
        out += [f"  static let {model.name} = DescriptorModel(", "    terms: ["]
        for k, w, s, c, d in zip(model.names, model.weights, model.signs, model.center, model.scale):
            out.append(f"      .init(.{k}, weight: {number(w * s)}, center: {number(c)}, scale: {number(d)}),")
        out += ["    ],", "    scores: [", f"      {wrapped([number(x) for x in model.knots])}", "    ],",
                "    values: [", f"      {wrapped([number(x) for x in model.values])}", "    ],",
                f"    validity: {validity[model.name]:.2f})", ""]
    out += ["  /// What percentiles are of, and since when.",
            f'  static let reference = "{count["reference"]} excerpts, {date:%-d %B %Y}"']
    return "\n".join(out + ["}", ""])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("features", help="JSON lines of `assonance analyze --features --json`")
    parser.add_argument("--corpus", default=os.environ.get("ASSONANCE_CORPUS", HERE.parent.parent / "shared/corpus"))
    parser.add_argument("--made", help="JSON lines of the examples of voice_examples.py and recorded_examples.py")
    parser.add_argument("--examples", help="folder with their table; default: that of --made")
    parser.add_argument("--held-out", help="what fit_voices.py found in files that it did not learn from")
    parser.add_argument("--values", help="where to write every track's values, held out where something was learned")
    parser.add_argument("--pairs", required=True, help="JSON lines of the altered copies of alter.py")
    parser.add_argument("--dry-run", action="store_true")
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    corpus = pathlib.Path(arguments.corpus)
    with open(corpus / "manifest.csv") as lines:
        labels = {row["path"]: row for row in csv.DictReader(lines)}
    STATED.update({path: sings for path, (sings, _, _) in corpus_labels(corpus).items()})
    tracks = [Track(row, labels.get(name_of(row["path"]))) for row in load(arguments.features)]
    # Renders of scores and the metronome are no recordings of music.
    reference = [t for t in tracks if t.label and t.label["source"] not in ("synthetic", "chorale-render")]
    made = examples(arguments)
    copies = altered(arguments.pairs)
    if arguments.held_out:
        hold_out(arguments.held_out, tracks, made, [t for change in copies.values() for t in change.values()])
    lessons = Lessons(tracks, reference, copies, kinds(corpus))
    models, validity = [], {}
    for name in MODELS:
        model = lessons.model(name)
        model.calibrate(reference, made)
        validity[name] = report(model, lessons)
        models.append(model)
    table = np.array([m.value(reference) for m in models])
    print("\ncorrelations (Spearman): " + "  ".join(
        f"{a.name}-{b.name} {spearman(table[i], table[j]):.2f}"
        for i, a in enumerate(models) for j, b in enumerate(models) if i < j))
    if made:
        landing(models, made)
    moved(models, copies)
    if arguments.values:
        with open(arguments.values, "w") as out:
            for t in tracks + made:
                values = {m.name: round(float(np.interp(t.held[m.name], m.knots, m.values)) if m.name in t.held
                                        else float(m.value([t])[0]), 5) for m in models if m.names[0] in t.inputs}
                print(json.dumps({"path": t.row["path"], "tool": "assonance", "values": values}), file=out)
    if arguments.check:
        for model in models:
            stored = [t for t in tracks if (t.row.get("descriptors") or {}).get(model.name)]
            for t in stored:
                t.inputs = t.own
            d = np.abs(model.value(stored) - [t.row["descriptors"][model.name]["value"] for t in stored])
            print(f"check: {model.name} differs by at most {d.max():.5f} from the stored values, n = {len(stored)}")
    elif not arguments.dry_run:
        count = {"reference": len(reference), "rated": len(lessons.rated),
                 "artists": len({t.label["group"] for t in lessons.rated})}
        TABLES.write_text(swift(models, validity, count, datetime.date.today()))
        print(f"\nwrote {TABLES.relative_to(HERE.parent)}")


if __name__ == "__main__":
    main()
