#!/usr/bin/env python3
"""What other tools' similarity says of the corpus, for `retrieval.py --rivals`.

    python3 Evaluation/rival_spaces.py TOOL --corpus FOLDER --out spaces/TOOL.npz

TOOL is bliss (bliss-audio 0.2), musly-timbre or musly-mandelellis (pymusly 2.0), or essentia
(MusicExtractor of essentia 2.1, its numbers standardised and turned onto the principal directions that
hold 95 % of the variance). Each as its makers compare: Euclidean distances of bliss' numbers, Musly's
own similarity, set to the collection as its documentation asks. The file holds `paths` and
`distances`.
"""

import argparse
import csv
import os
import subprocess
import sys
from pathlib import Path

import numpy as np

REPOSITORY = Path(__file__).resolve().parent.parent


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("tool", choices=["bliss", "musly-timbre", "musly-mandelellis", "essentia"])
    parser.add_argument("--corpus", type=Path,
                        default=Path(os.environ.get("ASSONANCE_CORPUS",
                                                    REPOSITORY / "../shared/corpus")))
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    with open(arguments.corpus / "manifest.csv", newline="", encoding="utf-8") as file:
        paths = [row["path"] for row in csv.DictReader(file)]
    files = [str(arguments.corpus / path) for path in paths]
    if arguments.tool == "bliss":
        found = bliss(files)
    elif arguments.tool == "essentia":
        found = essentia(files)
    else:
        found = musly(files, arguments.tool.split("-")[1])
    kept, distances = found
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(arguments.out, paths=np.array([paths[i] for i in kept]),
                        distances=distances)
    print(f"{len(kept)} of {len(paths)} tracks")
    return 0


def euclidean(vectors):
    squares = (vectors**2).sum(1)
    return np.sqrt(np.maximum(squares[:, None] + squares[None] - 2 * vectors @ vectors.T, 0))


def bliss(files):
    from bliss_audio import Song

    kept, vectors = [], []
    for i, file in enumerate(files):
        try:
            vectors.append(Song(file).analysis)
            kept.append(i)
        except Exception as error:  # whatever a tool says, its track is left out and counted
            print(file, error, file=sys.stderr)
    return kept, euclidean(np.array(vectors))


def musly(files, method):
    import pymusly

    jukebox = pymusly.MuslyJukebox(method=method)
    kept, tracks = [], []
    for i, file in enumerate(files):
        try:
            decoded = subprocess.run(
                ["ffmpeg", "-v", "error", "-i", file, "-ac", "1", "-ar", "22050", "-f", "f32le",
                 "-"], capture_output=True, check=True).stdout
            pcm = np.frombuffer(decoded, dtype="<f4").tolist()
            tracks.append(jukebox.track_from_audiodata(pcm))
            kept.append(i)
        except Exception as error:
            print(file, error, file=sys.stderr)
    jukebox.set_style(tracks)
    ids = jukebox.add_tracks(tracks)
    rows = [jukebox.compute_similarity((ids[i], tracks[i]), list(zip(ids, tracks)))
            for i in range(len(tracks))]
    return kept, np.array(rows)


def essentia(files):
    import essentia
    import essentia.standard as es

    essentia.log.infoActive = essentia.log.warningActive = False
    extractor = es.MusicExtractor(lowlevelStats=["mean", "stdev"], rhythmStats=["mean", "stdev"],
                                  tonalStats=["mean", "stdev"])
    kept, vectors = [], []
    for i, file in enumerate(files):
        try:
            pool, _ = extractor(file)
            numbers = []
            for name in sorted(pool.descriptorNames()):
                value = pool[name]
                if name.startswith("metadata") or isinstance(value, str):
                    continue
                value = np.ravel(np.asarray(value, dtype=float)) if not isinstance(
                    value, (list, tuple)) else np.array([])
                # Lists whose length follows the music (beats) are no descriptors.
                if value.size and not name.endswith(("beats_position", "bpm_histogram")):
                    numbers.append((name, value))
            vectors.append(dict(numbers))
            kept.append(i)
        except Exception as error:
            print(file, error, file=sys.stderr)
    names = [name for name in vectors[0]
             if all(name in row and row[name].size == vectors[0][name].size for row in vectors)]
    raw = np.array([np.concatenate([row[name] for name in names]) for row in vectors])
    raw = raw[:, np.isfinite(raw).all(0)]
    raw = raw[:, raw.std(0) > 0]
    standard = (raw - raw.mean(0)) / raw.std(0)
    left, values, _ = np.linalg.svd(standard, full_matrices=False)
    count = int(np.searchsorted(np.cumsum(values**2) / np.sum(values**2), 0.95)) + 1
    return kept, euclidean(left[:, :count] * values[:count])


if __name__ == "__main__":
    sys.exit(main())
