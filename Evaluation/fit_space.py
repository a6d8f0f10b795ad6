#!/usr/bin/env python3
"""Fits the similarity space to a collection and writes it as Swift.

    assonance analyze --features --json MUSIC > features.jsonl
    python3 Evaluation/fit_space.py features.jsonl

The raw numbers of each family are the program's own ("families" in each line); here they are only
centred, scaled and condensed. The program scales the cepstra by this collection's means and
deviations before it computes the timbre family: where these have changed, this writes the new ones
and asks for a second round. No label is used.
"""

import argparse
import base64
import json
import re
import struct
import sys
from datetime import datetime, timezone
from pathlib import Path

import numpy as np

REPOSITORY = Path(__file__).resolve().parent.parent
TARGET = REPOSITORY / "Sources/Similarity/SpaceParameters+Data.swift"

VERSION = 2  # as SpaceVersion.current
COEFFICIENTS = 25
CLIP = 4.0
WHITENING = 0.5  # 0: principal directions keep their variance; 1: all have the same

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
    rows = read(arguments.features)
    mean, deviation = cepstral_scale(rows)
    if not np.array_equal(np.array([mean, deviation]), np.array(scale_in(arguments.out))):
        arguments.out.write_text(swift(mean, deviation, [0.25] * 4, b"", len(rows), arguments))
        print("The cepstral scale is new: build the program, make the features again, and run this "
              "again.", file=sys.stderr)
        return 3
    families = {name: np.array([row["families"][name] for row in rows]) for name in FAMILIES}
    space = fit(families)
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
    parser.add_argument("--corpus", default="development corpus",
                        help="its name, for the provenance")
    return parser.parse_args()


def read(path):
    """The lines that have families, in the order of their paths."""
    rows = []
    with open(path, encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            if row.get("families"):
                rows.append(row)
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


def fit(families):
    """Per family: centre, scale, and the matrix of half-whitened principal directions."""
    return {name: _fit(families[name].astype(float), *FAMILIES[name]) for name in families}


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
    _, sizes, directions = np.linalg.svd(standard * factors, full_matrices=False)
    kept = min(kept, len(sizes))
    deviations = sizes[:kept] / np.sqrt(len(raw))
    # A direction and its opposite are the same: the largest part is positive.
    directions = directions[:kept]
    largest = np.abs(directions).argmax(1)
    directions = directions * np.sign(directions[np.arange(kept), largest])[:, None]
    matrix = directions * factors / deviations[:, None] ** WHITENING
    matrix /= np.sqrt(np.mean(np.sum((standard @ matrix.T) ** 2, 1)))
    return centre, deviation, matrix


def project(families, space):
    """The vectors, as the program computes them: a direction and its weight's root per family."""
    parts = []
    for name, (centre, scale, matrix) in space.items():
        part = np.clip((families[name] - centre) / scale, -CLIP, CLIP) @ matrix.T
        length = np.maximum(np.linalg.norm(part, axis=1, keepdims=True), 1e-6)
        parts.append(part / length * np.sqrt(FAMILIES[name][1]))
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
        corpus=arguments.corpus, count=count, date=f"{datetime.now(timezone.utc):%Y-%m-%d}",
        mean=_numbers(mean), deviation=_numbers(deviation), shares=_numbers(shares),
        data="\n".join(lines))


def _numbers(values):
    rows = [values[i:i + 8] for i in range(0, len(values), 8)]
    return "\n".join("    " + ", ".join(f"{value:.4g}" for value in row) + "," for row in rows)


SWIFT = """\
// Generated by Evaluation/fit_space.py; do not edit.
// From the {corpus}, {count} tracks, on {date}.
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
