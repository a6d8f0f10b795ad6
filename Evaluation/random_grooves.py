"""Grooves and homophonic pieces made up at random, in the forms of the corpus' generator.

`source` writes MMA's language, `choral` a MIDI file. Both draw from a generator seeded with the piece.
"""

import mido
import numpy as np

KITS = ("backbeat", "four", "sparse", "none", "half", "busy")
HATS = ("8", "4", "16", "off", "none")


def source(generator, plan, bars, made_up=None):
    """A piece in MMA's language whose groove is made up, by `groove` or by another of its kind."""
    lines = [f"RndSeed {plan['seed'] % 99991}", "Tempo 120", (made_up or groove)(plan), "Groove CUSTOM"]
    lines += [f"{i + 1} {generator.chord(token, tonic)[2]}"
              for i, (_, token, tonic, _) in enumerate(bars)]
    return "\n".join(lines) + "\n"


def groove(plan):
    """Drums, bass and chords of one bar."""
    r, n = np.random.default_rng(plan["seed"] + 7), plan["bpb"]
    swings = plan["feel"] == "swing"
    half = 0.6667 if swings else 0.5
    lines = [f"Time {n}", "SeqClear", "SeqSize 1"]

    def sequence(kind, name, voice, notes, extra=""):
        lines.append(f"Begin {kind}-{name}\n{voice}\n{extra}Sequence {{{'; '.join(notes)}}}\nEnd")

    def hits(pattern):
        return [f"{at} 0 {velocity}" for at, velocity in sorted(pattern.items())]

    style = r.choice(KITS, p=[0.38, 0.15, 0.14, 0.13, 0.08, 0.12])
    if style != "none":
        kick, snare = drums(r, n, style, swings, half)
        sequence("Drum", "K", "Tone KickDrum1", hits(kick))
        if snare:
            tone = r.choice(["SnareDrum1", "SnareDrum2", "SideKick", "HandClap"],
                            p=[0.45, 0.25, 0.18, 0.12])
            sequence("Drum", "S", f"Tone {tone}", hits(snare))
        hat = r.choice(HATS, p=[0.45, 0.2, 0.1, 0.12, 0.13])
        if plan["bpm"] > 140 and hat == "16":
            hat = "8"
        offsets = {"8": (0, half), "4": (0,), "16": (0, 0.25, 0.5, 0.75), "off": (half,), "none": ()}
        places = [b + x for b in range(1, n + 1) for x in offsets[hat]]
        if places:
            tone = r.choice(["ClosedHiHat", "RideCymbal1", "Tambourine", "Maracas"],
                            p=[0.6, 0.2, 0.1, 0.1])
            sequence("Drum", "H", f"Tone {tone}",
                     [f"{at} 0 {int(70 if at == int(at) else r.choice([50, 62, 72]))}"
                      for at in places])
    bass(r, n, half, sequence)
    chords(r, n, half, sequence)
    lines.append("DefGroove CUSTOM")
    return "\n".join(lines)


def drums(r, n, style, swings, half):
    """Bass drum and snare as {place in the bar, from 1: velocity}."""
    kick, snare = {1: 105}, {}
    if style == "four":
        kick = {b + 1: 100 for b in range(n)}
        if n % 2 == 0 and r.random() < 0.8:
            snare = {b: 90 for b in range(2, n + 1, 2)}
        return kick, snare
    if n == 2:
        snare = {2: 95}
    elif n == 3:
        snare = {2: 80, 3: 80} if r.random() < 0.6 else {3: 90}
    elif n == 4:
        snare = {2: 95, 4: 95} if style != "half" else {3: 98}
        if r.random() < 0.7:
            kick[3] = 90
    elif n == 5:
        snare = {3: 90, 5: 85} if r.random() < 0.5 else {2: 85, 4: 90}
        kick[4 if 3 in snare else 3] = 90
    elif n == 6:
        snare = {4: 95}
    elif n == 7:
        snare = {3: 90, 5: 90, 7: 80} if r.random() < 0.5 else {2: 85, 4: 85, 6: 85}
        kick[5 if 5 not in snare else 4] = 90
    if style == "sparse":
        snare = {at: velocity for at, velocity in snare.items() if r.random() < 0.6}
    for _ in range({"backbeat": 2, "busy": 3, "half": 1, "sparse": 1}[style]):
        if r.random() < 0.7:
            kick[int(r.integers(1, n + 1)) + half] = int(r.integers(70, 95))
    if style == "busy":
        for _ in range(2):
            at = int(r.integers(1, n + 1)) + (half if swings else 0.25)
            snare[at] = int(r.integers(40, 65))
    return kick, snare


def some(r, n, half, count):
    """The first beat and up to `count` places more."""
    return sorted({1} | {int(r.integers(1, n + 1)) + float(r.choice([0, half]))
                         for _ in range(count)})


def bass(r, n, half, sequence):
    kind = r.choice(["root", "beats", "eighths", "rand"], p=[0.35, 0.2, 0.2, 0.25])
    places = {"root": [1], "beats": list(range(1, n + 1)),
              "eighths": [b + x for b in range(1, n + 1) for x in (0, half)],
              "rand": some(r, n, half, 3)}[kind]
    voice = r.choice(["FingeredBass", "PickedBass", "SynthBass1", "AcousticBass"])
    length = 4 if len(places) <= n else 8
    notes = []
    for i, at in enumerate(places):
        degree = "1" if i == 0 else str(r.choice(["1", "5", "1", "3"]))
        notes.append(f"{at} {length} {degree} {92 if at == int(at) else 80}")
    sequence("Bass", "S", f"Voice {voice}", notes, "Octave 3\nVolume f\n")


def chords(r, n, half, sequence):
    kind = r.choice(["pad", "strum", "off", "arp", "beats"], p=[0.25, 0.25, 0.15, 0.2, 0.15])
    voice = "Voice " + str(r.choice(["Piano1", "NylonGuitar", "EPiano", "Organ1", "CleanGuitar",
                                     "Strings", "DistortionGuitar"]))
    beats = range(1, n + 1)
    if kind == "pad":
        sequence("Chord", "S", voice, ["1 1 80"], "Octave 5\n")
    elif kind == "beats":
        notes = [f"{b} 4 {82 if b == 1 else 70}" for b in beats]
        sequence("Chord", "S", voice, notes, "Octave 5\nArticulate 70\n")
    elif kind == "off":
        sequence("Chord", "S", voice, [f"{b + half} 8 75" for b in beats],
                 "Octave 5\nArticulate 60\n")
    elif kind == "strum":
        notes = [f"{at} 8 {int(r.integers(65, 88))}" for at in some(r, n, half, n)]
        sequence("Chord", "S", voice, notes, "Octave 5\nArticulate 75\n")
    else:
        notes = [f"{b + x} 8 {70 if x else 78}" for b in beats for x in (0, half)]
        sequence("Arpeggio", "S", voice, notes, "Octave 5\nArticulate 80\n")


PROGRAMS = (0, 6, 19, 20, 48, 49, 52, 56, 60, 73, 24, 40)  # General MIDI, from 0
MAJOR, MINOR = (0, 2, 4, 5, 7, 9, 11), (0, 2, 3, 5, 7, 8, 10)


def choral(generator, plan, bars, path):
    """Chords with passing notes, broken chords, or a tune over chords, on one instrument."""
    r, n = np.random.default_rng(plan["seed"] + 3), plan["bpb"]
    count = len(bars) * n
    times = generator.tempo_map(plan, count + 8)
    program = int(r.choice(PROGRAMS))
    kind = r.choice(["choral", "broken", "melody"], p=[0.5, 0.25, 0.25])
    every = 1 if kind == "choral" else int(r.choice([1, 2, n]))
    passing, long = r.uniform(0.1, 0.5), r.uniform(0, 0.2)
    tonic, scale = plan["tonic"], MINOR if plan["minor"] else MAJOR
    events = [(0.0, -1, mido.Message("program_change", channel=0, program=program))]

    def note(start, end, pitch, velocity):
        at = [float(np.interp(beat, np.arange(len(times)), times)) for beat in (start, end)]
        loud = int(np.clip(velocity, 30, 115))
        events.append((at[0], 1, mido.Message("note_on", note=int(pitch), velocity=loud)))
        events.append((at[1], 0, mido.Message("note_off", note=int(pitch))))

    def pitch_class(degree):
        return (tonic + scale[degree % 7]) % 12

    degree, tune, beat = 0, 7, 0
    while beat < count:
        if beat % every == 0 or beat % n == 0:
            degree = int(r.choice([0, 3, 4, 5, 1, 2], p=[0.3, 0.18, 0.22, 0.12, 0.12, 0.06]))
        if beat >= count - n:
            degree = 0
        length = 2 if r.random() < long and beat % n != n - 1 and beat + 2 <= count else 1
        velocity = 82 + (6 if beat % n == 0 else 0)
        root = pitch_class(degree)
        voices = [36 + root + (12 if root < 4 else 0), 48 + pitch_class(degree + 4),
                  55 + pitch_class(degree + 2)]
        if kind == "choral":
            tune = int(np.clip(tune + r.choice([-2, -1, 0, 1, 2]), 3, 12))
            near = min((degree + k for k in (0, 2, 4, 7, 9)), key=lambda d: abs(d - tune))
            for pitch in [*voices, 60 + pitch_class(near) + 12 * (near // 7)]:
                if length == 1 and r.random() < passing * 0.6:
                    step = int(r.choice([-2, -1, 1, 2]))
                    note(beat, beat + 0.48, pitch, velocity)
                    note(beat + 0.5, beat + 0.97, pitch + step, velocity - 10)
                else:
                    note(beat, beat + length - 0.04, pitch, velocity)
        elif kind == "broken":
            if beat % every == 0 or beat % n == 0:
                note(beat, beat + length - 0.05, voices[0], velocity)
            parts = 2 if plan["feel"] == "straight" else 3
            if r.random() < 0.8:
                for i in range(parts * length):
                    pitch = voices[1 + i % 2] + (12 if i % 3 == 2 else 0)
                    note(beat + i / parts, beat + (i + 0.9) / parts, pitch,
                         velocity - (14 if i else 8))
        else:
            if beat % n == 0 or r.random() < 0.6:
                for pitch in voices:
                    note(beat, beat + length - 0.05, pitch, velocity - 8)
            if r.random() < passing:
                note(beat, beat + 0.48, 72 + pitch_class(degree + tune % 7), velocity)
                note(beat + 0.5, beat + 0.97, 72 + pitch_class(degree + tune % 7 + 1), velocity - 4)
                tune += 1
            else:
                third = degree + 2 * int(r.integers(3))
                note(beat, beat + length - 0.05, 72 + pitch_class(third), velocity)
        beat += length
    write(events, path, generator.TPS)
    return times[:count], times


def write(events, path, ticks):
    """One track at a second a quarter."""
    events.sort(key=lambda event: (round(event[0] * ticks), event[1]))
    track, now = mido.MidiTrack(), 0
    track.append(mido.MetaMessage("set_tempo", tempo=1_000_000))
    for seconds, _, message in events:
        tick = round(seconds * ticks)
        track.append(message.copy(time=tick - now))
        now = tick
    track.append(mido.MetaMessage("end_of_track", time=int(1.5 * ticks)))
    file = mido.MidiFile(ticks_per_beat=ticks)
    file.tracks.append(track)
    file.save(path)
