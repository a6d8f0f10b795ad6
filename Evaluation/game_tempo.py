#!/usr/bin/env python3
"""The tempo of games' excerpts on which three networks agree: fills `tempo_bpm` of game_music.csv.

    python3 Evaluation/game_tempo.py MORE/tracks/games/*.flac

The networks are those of tempocnn (Schreiber and Müller, ISMIR 2018 and SMC 2019), `fcn`, `cnn` and `deepsquare_k8`; they
learned from tempi that people gave. Where all three say the same within 4 % (three quarters of the excerpts), that is the
label. On composers' MIDI files (`midi_music.py`), where the tempo is known, such agreement is right on 92 %; what most
of nine tools agree on, the signal processing among them, on 89 %, and to learn from that gained nothing. No label for
Planet Blupi, whose music is among those MIDI files. Needs tempocnn.
"""

import csv
import pathlib
import statistics
import sys

from game_music import TABLE, rows

NETWORKS = ("fcn", "cnn", "deepsquare_k8")
TOLERANCE = 0.04
JUDGED = ("planetblupi-music-ogg",)


def agreed(tempi):
    """Their median where all are within 4 % of each other, else nothing."""
    return f"{statistics.median(tempi):.0f}" if max(tempi) < (1 + TOLERANCE) * min(tempi) else ""


def main(paths):
    from tempocnn.classifier import TempoClassifier
    from tempocnn.feature import read_features
    networks = [TempoClassifier(name) for name in NETWORKS]
    found = {}
    for path in map(pathlib.Path, paths):
        features = read_features(str(path))
        found[path.stem] = agreed([float(network.estimate_tempo(features)) for network in networks])
    table = rows()
    for row in table:
        row["tempo_bpm"] = "" if row["package"] in JUDGED else found.get(row["name"], row["tempo_bpm"])
    with open(TABLE, "w", newline="") as file:
        writer = csv.DictWriter(file, list(table[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(table)


if __name__ == "__main__":
    main(sys.argv[1:])
