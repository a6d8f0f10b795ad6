#!/usr/bin/env python3
"""Trains the network that hears beats and bars, and writes its weights as a Swift file.

    rhythm-inputs --spectra SPECTRA MORE/tracks/games/*.flac MORE/tracks/fit/*.flac > /dev/null
    python3 Evaluation/fit_beat_network.py SPECTRA --more MORE
    python3 Evaluation/fit_beat_network.py SPECTRA --more MORE --without games --answers CORPUS-SPECTRA --into heard

It learns from games' soundtracks, real music whose beats madmom hears at the tempo on which TempoCNN's networks agree
(`game_beats.py`; bars only where BeatNet hears the same), and from the pieces of `more_music.py`, whose beats are exact.
Each is heard at other speeds, equalised and compressed at random. The corpus and the composers' MIDI files only judge.
`--without` leaves a source out, for the report: `--answers` then writes what such a network hears. Needs torch, numpy.
"""

import argparse
import csv
import datetime
import json
import pathlib
import random
import time

import numpy as np
import torch
from torch import nn
from torch.nn import functional

import game_beats
import swift_table
from corpus import annotated

HERE = pathlib.Path(__file__).resolve().parent
TABLE = HERE.parent / "Sources/Analysis/Rhythm/BeatNetworkWeights.swift"
RATE = 22_050 / 220 / 2  # values of the activation a second
DELAY = 0.008  # RhythmSummary.onsetDelay
GROUPS, CHANNELS, LAYERS, TAPS = 24, 16, 8, 5
LEAK = 0.1
STEPS, BATCH, LENGTH = 6000, 12, 2048  # frames of a stretch: 20 s
SPEED, CONTRAST, EQUALISER = 0.3, 0.4, 0.7  # octaves to either side
# Share of stretches that get a loud pulse off the beat, its strength in units of the compressed spectra, and the groups
# from 2 kHz and from 300 Hz on. Without them a hat twice as loud as what is on the beat draws the beats to it.
OFFBEATS, OFFBEAT_STRENGTH, TREBLE, MIDDLE = 0.2, (0.4, 2.0), 14, 6
NEIGHBOUR = 0.5  # what the values before and after a beat are asked to be
DROPOUT, DECAY, RATE_OF_LEARNING = 0.1, 1e-2, 3e-3
# What a beat counts beside what is none, so that it is worth finding.
BEAT_WEIGHT, BAR_WEIGHT = 3.0, 5.0
# Games count twice as much as what is made; and an excerpt of which BeatNet hears other beats 0.4 of the others.
GAMES, DOUBTED = 2.0, 0.4
HEARD_ALIKE = 0.5  # F of the two networks' beats, below which an excerpt is left out


class Network(nn.Module):
    """BeatNetwork.swift."""

    def __init__(self):
        super().__init__()
        self.inputs = nn.Conv1d(2 * GROUPS, CHANNELS, TAPS, stride=2, padding=TAPS // 2)
        self.convolutions = nn.ModuleList(
            nn.Conv1d(CHANNELS, CHANNELS, TAPS, dilation=2**i, padding=TAPS // 2 * 2**i) for i in range(LAYERS))
        self.mixtures = nn.ModuleList(nn.Conv1d(CHANNELS, CHANNELS, 1) for _ in range(LAYERS))
        self.outputs = nn.Conv1d(CHANNELS, 2, 1)

    def forward(self, x, dropout=0.0):
        x = functional.leaky_relu(self.inputs(x), LEAK)
        for convolution, mixture in zip(self.convolutions, self.mixtures):
            hidden = functional.leaky_relu(convolution(x), LEAK)
            if dropout:
                hidden = functional.dropout1d(hidden, dropout, True)
            x = x + mixture(hidden)
        return self.outputs(x)


def spectra(folder, name):
    """[48, frames]."""
    return np.fromfile(folder / f"{name}.f32", "<f4").reshape(-1, 2 * GROUPS).T


def games(folder, more):
    found = []
    for row, beats, has_bars, alike in game_beats.labels(more):
        name = f"games__{row['name']}.flac"
        if alike > HEARD_ALIKE and (folder / f"{name}.f32").exists():
            weight = GAMES * (1 if alike > game_beats.AGREED else DOUBTED)
            found.append({"name": name, "beats": beats, "bars": has_bars, "weight": weight, "source": "games"})
    return found


def pieces(folder, more):
    found = []
    for manifest in sorted(more.glob("manifest-*.csv")):
        if manifest.stem in ("manifest-midi", "manifest-games"):
            continue
        with open(manifest, newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                name = "__".join(row["path"].split("/")[-2:])
                beats = annotated(more / row["beats_path"])
                if len(beats) > 8 and (folder / f"{name}.f32").exists():
                    # Nothing audible says where the bars of clicks and homophony begin.
                    has_bars = row["groove"] not in ("clicks", "x_choral")
                    found.append({"name": name, "beats": beats, "bars": has_bars, "weight": 1, "source": "pieces"})
    return found


def targets(beats, frames):
    """Beats, bars, and where it is known that there are none: half a second around the labelled stretch."""
    size = (frames + 1) // 2
    beat, bar, known = (np.zeros(size, np.float32) for _ in range(3))
    for seconds, place in beats:
        at = round((seconds + DELAY) * RATE)
        for index, value in ((at, 1), (at - 1, NEIGHBOUR), (at + 1, NEIGHBOUR)):
            if 0 <= index < size:
                beat[index] = max(beat[index], value)
                if place == 1:
                    bar[index] = max(bar[index], value)
    margin = RATE / 2
    known[max(0, int(beats[0][0] * RATE - margin)):int(beats[-1][0] * RATE + margin)] = 1
    return beat, bar, known


def faster(x, speed):
    """The spectra of the same music played `speed` times as fast."""
    places = np.arange(int(x.shape[1] / speed)) * speed
    low = np.minimum(places.astype(int), x.shape[1] - 2)
    share = (places - low).astype(np.float32)
    return x[:, low] * (1 - share) + x[:, low + 1] * share


def add_offbeats(x, beats, source):
    """A hi-hat, or a chop of middle and treble, half way between all beats, however loud."""
    low = TREBLE if source.random() < 0.7 else MIDDLE
    strength = source.uniform(*OFFBEAT_STRENGTH)
    rise, fall = np.array([0.3, 0.7, 0.7, 0.3]), np.r_[0.3, 0.7, np.exp(-np.arange(14) / 5)]
    for first, second in zip(beats, beats[1:]):
        at = round((0.5 * (first + second) + DELAY) * 2 * RATE)
        if 0 <= at < x.shape[1] - len(fall):
            x[low:GROUPS, at:at + len(fall)] += strength * fall
            x[GROUPS + low:, at:at + len(rise)] += 3 * strength * rise


def stretch(track, source):
    """Twenty seconds of a track as it might have been played and mastered."""
    speed = 2 ** source.uniform(-SPEED, SPEED)
    x = faster(track["spectra"].astype(np.float32), speed)
    gains = 2 ** np.array([source.uniform(-EQUALISER, EQUALISER) for _ in range(5)])
    gains = np.interp(np.arange(GROUPS), np.linspace(0, GROUPS - 1, 5), gains)
    x *= (2 ** source.uniform(-CONTRAST, CONTRAST) * np.tile(gains, 2))[:, None].astype(np.float32)
    if source.random() < OFFBEATS:
        add_offbeats(x, [seconds / speed for seconds, _ in track["beats"]], source)
    rows = targets([(seconds / speed, place) for seconds, place in track["beats"]], x.shape[1])
    if x.shape[1] < LENGTH:
        x = np.pad(x, ((0, 0), (0, LENGTH - x.shape[1])))
        rows = [np.pad(row, (0, LENGTH // 2 - len(row))) for row in rows]
    first = source.randrange((x.shape[1] - LENGTH) // 2 + 1)
    beat, bar, known = (row[first:first + LENGTH // 2] for row in rows)
    return x[:, 2 * first:2 * first + LENGTH], beat, bar, known, known * track["bars"]


def train(tracks, steps, seed=1):
    source = random.Random(seed)
    torch.manual_seed(seed)
    network = Network()
    optimiser = torch.optim.AdamW(network.parameters(), lr=RATE_OF_LEARNING, weight_decay=DECAY)
    totals = {kind: sum(t["weight"] for t in tracks if t["source"] == kind) for kind in ("games", "pieces")}
    weights = [t["weight"] / totals[t["source"]] * (GAMES if t["source"] == "games" else 1) for t in tracks]
    started, mean = time.time(), 0.0
    for step in range(steps):
        share = 0.5 * (1 + np.cos(np.pi * step / steps)) * min(1, step / 50)
        for group in optimiser.param_groups:
            group["lr"] = RATE_OF_LEARNING * share
        batch = [stretch(track, source) for track in source.choices(tracks, weights, k=BATCH)]
        x, beat, bar, known, known_bar = (torch.tensor(np.stack(part)) for part in zip(*batch))
        answer = network(x, DROPOUT)
        beats = loss(answer[:, 0], beat, BEAT_WEIGHT)
        bars = loss(answer[:, 1], bar, BAR_WEIGHT)
        total = (beats * known).sum() / known.sum() + (bars * known_bar).sum() / (known_bar.sum() + 1)
        optimiser.zero_grad()
        total.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        mean += 0.01 * (total.item() - mean)
        if step % 500 == 499:
            print(f"  {step + 1} steps, {time.time() - started:.0f} s: {mean:.4f}", flush=True)
    return network


def loss(answer, wanted, weight):
    return functional.binary_cross_entropy_with_logits(
        answer, wanted, reduction="none", pos_weight=torch.tensor(weight))


def hear(network, x):
    """[beats, bars] from 0 to 1, 50.1 a second."""
    with torch.no_grad():
        return torch.sigmoid(network(torch.tensor(x.astype(np.float32))[None])[0]).numpy()


def write(network, tracks):
    def table(parts):
        return swift_table.rows(np.concatenate([p.detach().numpy().ravel() for p in parts]), 10, ".4g")

    counts = ", ".join(f"{sum(t['source'] == kind for t in tracks)} {name}" for kind, name in
                       (("games", "excerpts of games"), ("pieces", "made pieces")))
    # Rows of sixteen output channels, by tap and input.
    TABLE.write_text(f"""/// The weights of `BeatNetwork`.
///
/// Trained by `Evaluation/fit_beat_network.py` on {datetime.date.today()}: {counts}.
/// Do not edit: train again, fit what follows, and raise `AnalysisVersion`.
enum BeatNetworkWeights {{
  static let inputs: [Float] = [
{table([network.inputs.weight.permute(2, 1, 0)])}  ]
  static let inputBiases: [Float] = [
{table([network.inputs.bias])}  ]
  /// Of one layer after the other.
  static let convolutions: [Float] = [
{table([layer.weight.permute(2, 1, 0) for layer in network.convolutions])}  ]
  static let convolutionBiases: [Float] = [
{table([layer.bias for layer in network.convolutions])}  ]
  static let mixtures: [Float] = [
{table([layer.weight[:, :, 0].T for layer in network.mixtures])}  ]
  static let mixtureBiases: [Float] = [
{table([layer.bias for layer in network.mixtures])}  ]
  /// Beats, bars.
  static let outputs: [Float] = [
{table([network.outputs.weight[:, :, 0]])}  ]
  static let outputBiases: [Float] = [
{table([network.outputs.bias])}  ]
}}
""")
    print(f"wrote {TABLE.relative_to(HERE.parent)}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("spectra", type=pathlib.Path, help="folder that rhythm-inputs --spectra wrote")
    parser.add_argument("--more", type=pathlib.Path, required=True)
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--without", choices=("games", "pieces"), help="a source to leave out; writes no weights")
    parser.add_argument("--answers", type=pathlib.Path, help="with --into: spectra to listen to")
    parser.add_argument("--into", type=pathlib.Path, help="a .npz of what is heard in them")
    options = parser.parse_args()
    tracks = [t for t in games(options.spectra, options.more) + pieces(options.spectra, options.more)
              if t["source"] != options.without]
    print(f"{len(tracks)} tracks")
    for track in tracks:
        track["spectra"] = spectra(options.spectra, track["name"]).astype(np.float16)
    network = train(tracks, options.steps)
    if options.answers:
        names = sorted(path.stem for path in options.answers.glob("*.f32"))
        np.savez(options.into, **{name: hear(network, spectra(options.answers, name)) for name in names})
    if options.without is None:
        write(network, tracks)


if __name__ == "__main__":
    main()
