#!/usr/bin/env python3
"""Does the key follow when a piece's notes are moved and played anew, in tempo, with the same instruments?

    python3 Evaluation/rerendered.py --debian DEBIAN --binary .build/release/assonance [--count 30]

Composers' MIDI files (`midi_music.py`), on which nothing was fitted: 40 s of every n-th one, as written and moved by
−6 to +6 semitones, the drums left as they are. Unlike `transposition.py`, nothing else moves: neither speed nor the
instruments' timbre. Prints the share of moves that the key follows exactly, and of those surer than 0.5. Needs what
`midi_music.py` needs.
"""

import argparse
import json
import pathlib
import subprocess
import tempfile

import mido
import soundfile

import midi_music
from metrics import key
from transposition import SEMITONES, SURE

DRUMS = 9  # the channel of General MIDI
PLACE = 0.2  # of the piece, where the excerpt begins


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--debian", type=pathlib.Path, required=True, help="folder of the unpacked packages")
    parser.add_argument("--binary", default=".build/release/assonance")
    parser.add_argument("--count", type=int, default=30)
    options = parser.parse_args()
    files = sorted(midi_music.files(options.debian).items())
    files = files[::max(1, len(files) // options.count)][:options.count]
    moves, pieces = [], 0  # (semitones, followed, confidence unmoved)
    for name, data in files:
        with tempfile.TemporaryDirectory() as folder:
            answers = heard(options.binary, pathlib.Path(folder), data)
        if answers[0] is None:
            continue  # nothing to follow
        pieces += 1
        tonic, mode = named(answers[0])
        for shift in SEMITONES:
            followed = answers[shift] is not None and named(answers[shift]) == ((tonic + shift) % 12, mode)
            moves.append((shift, followed, answers[0]["confidence"]))
    print(f"{pieces} pieces")
    print("| moved by | followed | surer than 0.5 |\n|---|---|---|")
    for shift in [*SEMITONES, None]:
        rows = [move for move in moves if shift in (None, move[0])]
        sure = [move for move in rows if move[2] >= SURE]
        print(f"| {'all' if shift is None else f'{shift:+d}'} | {share(rows)} | {share(sure)} |")


def share(rows):
    return f"{100 * sum(row[1] for row in rows) / len(rows):.1f} (n={len(rows)})" if rows else "–"


def named(answer):
    return key.parse(f"{answer['tonic']} {answer['mode']}")


def heard(binary, folder, data):
    """{semitones: the key}."""
    source = folder / "whole.mid"
    source.write_bytes(data)
    paths = {}
    for shift in [0, *SEMITONES]:
        piece = midi_music.Piece(mido.MidiFile(source, clip=True))
        piece.events = [(seconds, moved(message, shift)) for seconds, message in piece.events]
        start = max(0.0, min(PLACE * piece.end, piece.end - midi_music.SECONDS))
        paths[str(folder / f"{shift}.wav")] = shift
        soundfile.write(folder / f"{shift}.wav", piece.audio(start, midi_music.FONTS[0], folder), midi_music.RATE)
    output = subprocess.run([binary, "analyze", "--json", "--quiet", *paths], stdout=subprocess.PIPE, check=False).stdout
    rows = [json.loads(line) for line in output.decode().splitlines()]
    return {paths[row["path"]]: row.get("key") for row in rows if "error" not in row}


def moved(message, shift):
    if message.type not in ("note_on", "note_off") or message.channel == DRUMS:
        return message
    return message.copy(note=min(127, max(0, message.note + shift)))


if __name__ == "__main__":
    main()
