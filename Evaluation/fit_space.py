#!/usr/bin/env python3
"""Fits the similarity space to the corpus' real half and writes it as Swift.

    assonance analyze --features --json MUSIC > features.jsonl
    python3 Evaluation/fit_space.py features.jsonl

The raw numbers of each family are the program's own ("families" in each line); here they are
centred, scaled and condensed, and turned so that what tracks of one artist or album differ in counts
less. The program scales the cepstra by this collection's means and deviations before it computes the
timbre family: where these have changed, this writes the new ones and asks for a second round.
"""

import argparse
import base64
import csv
import json
import os
import re
import struct
import sys
from datetime import datetime, timezone
from pathlib import Path

import numpy as np

REPOSITORY = Path(__file__).resolve().parent.parent
TARGET = REPOSITORY / "Sources/Similarity/SpaceParameters+Data.swift"

VERSION = 3  # as SpaceVersion.current
COEFFICIENTS = 25
CLIP = 4.0
WHITENING = 0.5  # 0: principal directions keep their variance; 1: all have the same
# How far the learned map goes: the spread within artists counts as if so much of its mean were added to
# every direction. On artists that it has not seen, genre P@10 and mAP are 49.8 and 42.8 without a map,
# 52.9 and 47.4 at 0.3, 51.9 and 46.6 at 1, 51.3 and 45.2 at 3; artist P@1 60.7, 58.8, 61.6, 61.4 (2026-11-21).
CAUTION = 1.0

# Family: dimensions kept, weight, and how the raw numbers are scaled before the principal
# directions are sought: "natural" keeps their deviations relative to each other (the logarithm of
# a matrix has its own geometry), "standard" gives each number the same; then the block's share.
FAMILIES = {
    "timbre": (68, 0.60, [(351, "natural", 1.0), (25, "standard", 0.25), (4, "standard", 0.25)]),
    "rhythm": (40, 0.20, [(150, "standard", 1.0)]),
    "tonality": (16, 0.15, [(37, "standard", 1.0)]),
    "dynamics": (4, 0.05, [(4, "standard", 1.0)]),
}


def main():
    arguments = parsed()
    rows = read(arguments.features, arguments.corpus)
    mean, deviation = cepstral_scale(rows)
    if not np.array_equal(np.array([mean, deviation]), np.array(scale_in(arguments.out))):
        arguments.out.write_text(swift(mean, deviation, [0.25] * 4, b"", len(rows), arguments))
        print("The cepstral scale is new: build the program, make the features again, and run this "
              "again.", file=sys.stderr)
        return 3
    families = {name: np.array([row["families"][name] for row in rows]) for name in FAMILIES}
    space = fit(families, [row["group"] for row in rows])
    vectors = project(families, space)
    median = float(np.median(pairs(vectors)))
    data = packed(space, median)
    shares = mean_shares(vectors)
    arguments.out.write_text(swift(mean, deviation, shares, data, len(rows), arguments))
    print(f"{len(rows)} tracks, median distance {median:.4f}, "
          + ", ".join(f"{name} {share:.3f}" for name, share in zip(FAMILIES, shares)))
    for name, (_, _, matrix) in space.items():
        print(f"{name}: {matrix.shape[1]} numbers to {matrix.shape[0]}")
    return 0


def parsed():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("features", type=Path,
                        help="what `assonance analyze --features --json` printed")
    parser.add_argument("--out", type=Path, default=TARGET, help="the Swift file to write")
    parser.add_argument("--corpus", type=Path,
                        default=Path(os.environ.get("ASSONANCE_CORPUS",
                                                    REPOSITORY / "../shared/corpus")),
                        help="default: $ASSONANCE_CORPUS, else ../shared/corpus")
    return parser.parse_args()


def read(path, corpus):
    """The corpus' real tracks that have families, in the order of their paths, each with its artist or
    album. Synthetic pieces, of a few soundfonts, make the space a little worse for other music."""
    with open(corpus / "manifest.csv", newline="", encoding="utf-8") as file:
        groups = {row["path"]: row["group"] or row["path"] for row in csv.DictReader(file)}
    rows = []
    with open(path, encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            group = groups.get("/".join(Path(row["path"]).parts[-2:]))
            if group and row.get("families"):
                rows.append({**row, "group": group})
    if len(rows) < 2 * max(kept for kept, _, _ in FAMILIES.values()):
        sys.exit(f"{path.name} has {len(rows)} tracks with families: too few to fit a space to.")
    return sorted(rows, key=lambda row: row["path"])


def cepstral_scale(rows):
    """Mean and deviation of each cepstral coefficient over all frames, every track alike."""
    means = np.array([row["features"]["timbreMean"] for row in rows], dtype=float)
    diagonal = np.cumsum([0, *range(COEFFICIENTS, 1, -1)])
    variances = np.array([row["features"]["timbreCovariance"] for row in rows])[:, diagonal]
    deviation = np.sqrt(variances.mean(0) + means.var(0))
    return [[float(f"{value:.4g}") for value in line] for line in (means.mean(0), deviation)]


def scale_in(path):
    """The cepstral scale of an earlier fit."""
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    found = []
    for name in ("cepstralMean", "cepstralDeviation"):
        match = re.search(name + r": \[Double\] = \[([^\]]*)\]", text)
        numbers = match.group(1).split(",") if match else []
        found.append([float(number) for number in numbers if number.strip()])
    return found if all(len(line) == COEFFICIENTS for line in found) else [[], []]


def fit(families, groups=None):
    """Per family: centre, scale, and the matrix of half-whitened principal directions, mapped where it is
    known which tracks are of one artist or album."""
    space = {name: _fit(families[name].astype(float), *FAMILIES[name]) for name in families}
    if groups is None:
        return space
    return {name: mapped(families[name], part, groups) for name, part in space.items()}


def mapped(raw, part, groups):
    """A family's part of the space, its matrix turned by the learned map."""
    centre, scale, matrix = part
    return centre, scale, learned_map(directions(raw, part), groups) @ matrix


def directions(raw, part):
    """A family's vectors of length 1."""
    centre, scale, matrix = part
    vectors = np.clip((raw - centre) / scale, -CLIP, CLIP) @ matrix.T
    return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6)


def learned_map(vectors, groups):
    """The inverse root of the covariance within groups: what one artist's tracks differ in counts less.

    Within-class covariance normalisation (Hatch, Kajarekar and Stolcke, Interspeech 2006), shrunk by `CAUTION`.
    """
    groups = np.array(groups)
    size = vectors.shape[1]
    spread, count = np.zeros((size, size)), 0
    for group in sorted(set(groups.tolist())):
        own = vectors[groups == group]
        own = own - own.mean(0)
        spread += own.T @ own
        count += len(own) - 1
    spread /= count
    mean = np.trace(spread) / size
    values, turns = np.linalg.eigh(spread + CAUTION * mean * np.eye(size))
    found = turns @ np.diag(values**-0.5) @ turns.T
    return found * np.sqrt(mean)  # lengths about as before; they are made 1 in the end


def _fit(raw, kept, _, blocks):
    deviation = np.maximum(raw.std(0), 1e-6)
    centre = raw.mean(0)
    for _ in range(10):  # the centre of what clipping leaves
        centre += deviation * np.clip((raw - centre) / deviation, -CLIP, CLIP).mean(0)
    standard = np.clip((raw - centre) / deviation, -CLIP, CLIP)
    factors = np.empty(raw.shape[1])
    start = 0
    for size, kind, share in blocks:
        block = slice(start, start + size)
        own = deviation[block] if kind == "natural" else np.ones(size)
        factors[block] = own * np.sqrt(share / np.sum(own**2))
        start += size
    assert start == raw.shape[1], f"{raw.shape[1]} raw numbers where {start} belong"
    _, sizes, axes = np.linalg.svd(standard * factors, full_matrices=False)
    kept = min(kept, len(sizes))
    deviations = sizes[:kept] / np.sqrt(len(raw))
    # A direction and its opposite are the same: the largest part is positive.
    axes = axes[:kept]
    largest = np.abs(axes).argmax(1)
    axes = axes * np.sign(axes[np.arange(kept), largest])[:, None]
    matrix = axes * factors / deviations[:, None] ** WHITENING
    matrix /= np.sqrt(np.mean(np.sum((standard @ matrix.T) ** 2, 1)))
    return centre, deviation, matrix


def project(families, space):
    """The vectors, as the program computes them: a direction and its weight's root per family."""
    parts = []
    for name, part in space.items():
        parts.append(directions(families[name], part) * np.sqrt(FAMILIES[name][1]))
    return np.hstack(parts)


def pairs(vectors):
    """The distances of all pairs."""
    product = vectors @ vectors.T
    squares = np.diag(product)
    all_ = np.sqrt(np.maximum(squares[:, None] + squares[None, :] - 2 * product, 0))
    return all_[np.triu_indices(len(vectors), 1)]


def mean_shares(vectors):
    """Each family's share of the summed squared distances of all pairs."""
    spread = vectors.var(0)
    ends = np.cumsum([0, *(kept for kept, _, _ in FAMILIES.values())])
    return [round(float(spread[a:b].sum() / spread.sum()), 4) for a, b in zip(ends, ends[1:])]


def packed(space, median):
    """The bytes that `SpaceParameters+Decoding.swift` describes."""
    data = struct.pack("<4sIfI", b"ASPC", VERSION, median, len(space))
    for name, (centre, scale, matrix) in space.items():
        outputs, inputs = matrix.shape
        data += struct.pack("<IIf", inputs, outputs, FAMILIES[name][1])
        data += centre.astype("<f4").tobytes() + scale.astype("<f4").tobytes()
        for row in matrix:
            step = np.float32(np.abs(row).max() / 32767)
            data += struct.pack("<f", step) + np.rint(row / step).astype("<i2").tobytes()
    return data + struct.pack("<Q", fnv1a(data))


def fnv1a(data):
    value = 0xCBF29CE484222325
    for byte in data:
        value = (value ^ byte) * 0x100000001B3 & (1 << 64) - 1
    return value


def swift(mean, deviation, shares, data, count, arguments):
    text = base64.b64encode(data).decode("ascii")
    lines = [f"    {text[i:i + 92]}" for i in range(0, len(text), 92)]
    return SWIFT.format(
        count=count, date=f"{datetime.now(timezone.utc):%Y-%m-%d}",
        mean=_numbers(mean), deviation=_numbers(deviation), shares=_numbers(shares),
        data="\n".join(lines))


def _numbers(values):
    rows = [values[i:i + 8] for i in range(0, len(values), 8)]
    return "\n".join("    " + ", ".join(f"{value:.4g}" for value in row) + "," for row in rows)


SWIFT = """\
// Generated by Evaluation/fit_space.py; do not edit.
// From the real half of the development corpus, {count} tracks, on {date}.
// A new fit moves every vector: count `SpaceVersion.current` up.

extension SpaceParameters {{
  /// Mean of each cepstral coefficient over the frames of the corpus.
  static let cepstralMean: [Double] = [
{mean}
  ]

  /// Their deviations.
  static let cepstralDeviation: [Double] = [
{deviation}
  ]

  /// Each family's share of the squared distances between all pairs of the corpus, in the order of
  /// `FeatureFamily.allCases`.
  static let sharesOfAnyPair: [Double] = [
{shares}
  ]

  /// What `init(bytes:)` reads, in Base64.
  static let encoded = \"\"\"
{data}
    \"\"\"
}}
"""


if __name__ == "__main__":
    sys.exit(main())
