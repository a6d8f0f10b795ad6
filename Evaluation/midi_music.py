#!/usr/bin/env python3
"""Composers' MIDI files as audio with known beats, to hold tempo and beats against: nothing is fitted on them.

    apt-get download freedoom openttd-openmsx planetblupi-music-midi    # and dpkg-deb -x each to DEBIAN
    python3 Evaluation/midi_music.py --debian DEBIAN --out MORE         # MORE/tracks/midi/…, manifest-midi.csv

Soundtracks of three free games: rock and metal of Freedoom (its licence is BSD's), OpenMSX (GPL 2) and Planet Blupi
(GPL 3), 107 files by many authors. Two excerpts of a file, 40 s each, on two soundfonts. The tempo is the
sequencer's; where the notes do not lie on its grid, it was never set and the file is left out. Whether an author
wrote a slow piece at half or at full tempo is his choice: of all labels here these are the most like music
that somebody wrote, and not exact as to the octave. Bars are known where the file names its metre. Needs fluidsynth with its and MuseScore's soundfont, mido,
numpy and soundfile.
"""

import argparse
import csv
import pathlib
import struct
import subprocess
import tempfile

import mido
import numpy as np
import soundfile

SECONDS, RATE = 40, 44_100
PLACES = (0.2, 0.55)  # of the piece: where the excerpts begin
FONTS = ("/usr/share/sounds/sf2/FluidR3_GM.sf2", "/usr/share/sounds/sf3/MuseScore_General.sf3")
# Parts of a beat on which music is written: sixteenths and triplets.
GRID = np.array([0, 1 / 6, 1 / 4, 1 / 3, 1 / 2, 2 / 3, 3 / 4, 5 / 6, 1])
NEAR = 0.035  # of a beat
DEFAULT = 120  # what a sequencer says where nobody set a tempo


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--debian", type=pathlib.Path, required=True, help="folder of the unpacked packages")
    parser.add_argument("--out", type=pathlib.Path, required=True)
    options = parser.parse_args()
    for folder in ("tracks", "beats"):
        (options.out / folder / "midi").mkdir(parents=True, exist_ok=True)
    rows = []
    with tempfile.TemporaryDirectory() as scratch:
        for name, data in sorted(files(options.debian).items()):
            source = pathlib.Path(scratch) / "whole.mid"
            source.write_bytes(data)
            piece = Piece(mido.MidiFile(source, clip=True))
            if piece.is_on_its_grid:
                rows += piece.excerpts(name, options.out, pathlib.Path(scratch))
    with open(options.out / "manifest-midi.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    print(f"{len(rows)} excerpts")


def files(folder):
    """{name: bytes of a MIDI file}, those inside Doom's archives too."""
    found = {}
    for path in folder.rglob("*.mid"):
        found[f"{path.parts[len(folder.parts):][-2]}-{path.stem}"] = path.read_bytes()
    for path in folder.rglob("*.wad"):
        data = path.read_bytes()
        count, place = struct.unpack("<4xii", data[:12])
        for i in range(count):
            start, size, name = struct.unpack("<ii8s", data[place + 16 * i:place + 16 * i + 16])
            lump = data[start:start + size]
            if lump.startswith(b"MThd") and lump not in found.values():
                found[f"{path.stem}-{name.rstrip(bytes(1)).decode().lower()}"] = lump
    return found


class Piece:
    """A MIDI file's events and beats in seconds, a beat being a quarter note."""

    def __init__(self, file):
        self.events, self.beats, self.bars, struck = [], [], [], []
        seconds, tick, tempo, per_beat = 0.0, 0, 500_000, file.ticks_per_beat
        self.in_quarters, meter, bar = True, None, 0
        for message in mido.merge_tracks(file.tracks):
            end = tick + message.time
            while len(self.beats) * per_beat < end:
                ahead = len(self.beats) * per_beat - tick
                # The place in the bar, from 1; always 1 where no metre is named.
                self.bars.append((len(self.beats) - bar) % meter + 1 if meter else 1)
                self.beats.append(seconds + mido.tick2second(ahead, per_beat, tempo))
            seconds += mido.tick2second(message.time, per_beat, tempo)
            tick = end
            if message.type == "set_tempo":
                tempo = message.tempo
            elif message.type == "time_signature":
                meter, bar = message.numerator, round(tick / per_beat)
                self.in_quarters &= message.denominator == 4
            elif not message.is_meta:
                self.events.append((seconds, message))
                if message.type == "note_on" and message.velocity:
                    struck.append(tick % per_beat / per_beat)
                    self.end = seconds
        self.beats, self.bars, struck = np.array(self.beats), np.array(self.bars), np.array(struck)
        self.on_grid = np.mean(np.abs(struck[:, None] - GRID).min(1) < NEAR)
        self.on_beat = np.mean(np.minimum(struck, 1 - struck) < NEAR)

    @property
    def is_on_its_grid(self):
        tempo = 60 / np.median(np.diff(self.beats))
        least = 0.95 if abs(tempo - DEFAULT) < 0.05 else 0.9
        return self.in_quarters and self.on_grid >= least and self.on_beat >= 0.25

    def excerpts(self, name, out, scratch):
        for number, (place, font) in enumerate(zip(PLACES, FONTS)):
            start = max(0.0, min(place * self.end, self.end - SECONDS))
            heard = (self.beats >= start) & (self.beats < min(self.end, start + SECONDS))
            beats, bars = self.beats[heard] - start, self.bars[heard]
            steps = np.diff(beats)
            if len(beats) < 16 or steps.std() > 0.03 * steps.mean():
                continue
            audio = self.audio(start, font, scratch)
            row = {"id": f"{name}-{number}", "path": f"tracks/midi/{name}-{number}.flac",
                   "beats_path": f"beats/midi/{name}-{number}.beats", "tempo_bpm": f"{60 / np.median(steps):.3f}",
                   "style_family": "midi", "groove": f"midi:{name}"}
            soundfile.write(out / row["path"], audio, RATE)
            (out / row["beats_path"]).write_text(
                "".join(f"{beat:.6f}\t{place}\n" for beat, place in zip(beats, bars)))
            yield row

    def audio(self, start, font, scratch):
        """The excerpt alone: controls and programs of before it at once, then its notes."""
        track = mido.MidiTrack([mido.MetaMessage("set_tempo", tempo=1_000_000)])
        before = 0
        for seconds, message in self.events:
            is_note = message.type in ("note_on", "note_off")
            if seconds > start + SECONDS or (is_note and seconds < start):
                continue
            tick = max(0, round((seconds - start) * 960))
            track.append(message.copy(time=tick - before))
            before = tick
        # What still sounds is cut off: fluidsynth waits for silence.
        track.extend(mido.Message("control_change", channel=channel, control=120, time=0) for channel in range(16))
        file = mido.MidiFile(ticks_per_beat=960)
        file.tracks.append(track)
        file.save(scratch / "part.mid")
        subprocess.run(
            ["fluidsynth", "-ni", "-q", "-F", scratch / "part.wav", "-T", "wav", "-O", "float", "-r", str(RATE),
             "-g", "0.5", "-o", "synth.cpu-cores=1", font, scratch / "part.mid"], check=True, capture_output=True)
        audio, _ = soundfile.read(scratch / "part.wav", always_2d=True)
        audio = audio[:int(min(SECONDS, self.end - start) * RATE)]
        return 0.9 * audio / max(1e-9, np.abs(audio).max())


if __name__ == "__main__":
    main()
