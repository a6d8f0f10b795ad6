#!/usr/bin/env python3
"""Beats and bars of games' excerpts as networks hear them: lessons in real music, beside exact ones.

    python3 Evaluation/game_beats.py MORE       # MORE/beats/games.jsonl; goes on where it was stopped

The networks are madmom's (Böck, Krebs and Widmer, ISMIR 2016) and BeatNet's (Heydari, Cwitkowitz and Duan, ISMIR
2021), as in `beat_rivals.py`; both learned from beats that people tapped. madmom's beats are the label where they have
the tempo on which TempoCNN's networks agree (`game_tempo.py`), its bars where BeatNet hears the same (F above 0.8).
None for Planet Blupi, on whose MIDI files everything is judged. Needs madmom, BeatNet, soundfile and soxr.
"""

import json
import multiprocessing
import pathlib
import sys

from beat_rivals import AGREED, CLOSE, FEWEST, TOOLS, score, tempo
from game_music import rows
from game_tempo import JUDGED
from metrics import beats as metric

NETWORKS = ("madmom_downbeats", "beatnet")
_tools = {}


def main(more):
    heard = more / "beats" / "games.jsonl"
    heard.parent.mkdir(parents=True, exist_ok=True)
    known = answers(heard)
    wanted = [(more, row["name"]) for row in rows()
              if row["tempo_bpm"] and row["package"] not in JUDGED and row["name"] not in known]
    with multiprocessing.Pool(2) as pool, open(heard, "a", encoding="utf-8") as file:
        for line in pool.imap_unordered(hear, wanted):
            file.write(json.dumps(line) + "\n")
            file.flush()
    print(f"{len(labels(more))} excerpts with beats")


def hear(job):
    more, name = job
    path = str(more / "tracks" / "games" / f"{name}.flac")
    line = {"name": name}
    for network in NETWORKS:
        if network not in _tools:
            _tools[network] = TOOLS[network]()
        beats, downbeats = _tools[network](path)
        line[network] = {kind: [round(float(t), 4) for t in times]
                         for kind, times in (("beats", beats), ("downbeats", downbeats))}
    return line


def answers(path):
    if not path.exists():
        return {}
    return {row["name"]: row for row in map(json.loads, path.read_text().splitlines())}


def labels(more):
    """[(row of game_music.csv, madmom's [(seconds, place in the bar)], whether BeatNet hears the same bars, F of
    BeatNet's beats)]."""
    heard, found = answers(more / "beats" / "games.jsonl"), []
    for row in rows():
        answer = heard.get(row["name"])
        if answer is None or not row["tempo_bpm"]:
            continue
        first, second = (answer[network] for network in NETWORKS)
        if len(metric.trimmed(first["beats"])) < FEWEST or len(first["downbeats"]) < 2:
            continue
        if abs(tempo(first["beats"]) / float(row["tempo_bpm"]) - 1) > CLOSE:
            continue
        alike = score(second, first["beats"], first["downbeats"])
        found.append((row, places(first["beats"], first["downbeats"]), alike["downbeat F"] > AGREED, alike["F"]))
    return found


def places(beats, downbeats):
    """[(seconds, place in the bar)]; before the first bar line the places are counted back from it."""
    starts = {round(t, 4) for t in downbeats}
    first = next(i for i, t in enumerate(beats) if round(t, 4) in starts)
    length = next((i - first for i, t in enumerate(beats) if i > first and round(t, 4) in starts), 4)
    found, place = [], (-first) % length
    for t in beats:
        place = 1 if round(t, 4) in starts else place + 1
        found.append((t, place))
    return found


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
