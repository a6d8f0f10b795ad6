"""Grooves of styles whose tempi lie far from the middle: fast ones from 150 on, slow ones below 90.

`STYLES` names them with their metre, tempo range and feel; `groove` writes one bar in MMA's language,
with the details drawn from a generator seeded with the piece. What a listener taps to is what makes a
style: snares on two and four, or a bass drum on every beat.
"""

import numpy as np

# Style: (metre, slowest, fastest tempo, feel, how often).
STYLES = {
    "punk": ("4/4", 160, 218, "straight", 14), "hardcore": ("4/4", 175, 225, "straight", 12),
    "metal": ("4/4", 150, 215, "straight", 14), "drumnbass": ("4/4", 158, 182, "straight", 12),
    "happy": ("4/4", 152, 195, "straight", 12), "eurobeat": ("4/4", 145, 170, "straight", 8),
    "console": ("4/4", 130, 210, "straight", 20), "fastswing": ("4/4", 165, 240, "swing", 12),
    "rocknroll": ("4/4", 150, 200, "straight", 10), "skapunk": ("4/4", 155, 205, "straight", 8),
    "polka": ("2/4", 104, 140, "straight", 10), "train": ("2/4", 90, 125, "straight", 8),
    "march": ("2/4", 100, 132, "straight", 8), "powerballad": ("4/4", 52, 80, "straight", 16),
    "pianoballad": ("4/4", 50, 78, "straight", 12), "hiphop": ("4/4", 72, 100, "straight", 16),
    "triphop": ("4/4", 62, 92, "straight", 12), "soul": ("4/4", 50, 76, "triplet", 14),
    "slowblues": ("4/4", 50, 75, "triplet", 8), "reggae": ("4/4", 62, 90, "straight", 12),
    "lovers": ("4/4", 62, 90, "swing", 6), "slowrock": ("4/4", 60, 90, "straight", 12),
    "disco": ("4/4", 105, 135, "straight", 8), "sixteenths": ("4/4", 84, 112, "straight", 10),
}
LEADS = {"console": ("SquareWave", "SawWave", "SynthBass1"), "metal": ("DistortionGuitar",),
         "hardcore": ("DistortionGuitar",), "punk": ("DistortionGuitar", "OverdriveGuitar"),
         "happy": ("Piano1", "SawWave", "PolySynth"), "eurobeat": ("SawWave", "SynthBrass1")}
OTHERS = ("Piano1", "NylonGuitar", "EPiano", "Organ1", "CleanGuitar", "Strings")


def groove(plan):
    """Drums, bass and chords of one bar of the plan's style, in MMA's language."""
    r, n = np.random.default_rng(plan["seed"] + 11), plan["bpb"]
    style = plan["groove"][0].split(":")[1]
    third = plan["feel"] != "straight"
    parts = {3: [1 / 3, 2 / 3], 2: [0.5], 4: [0.25, 0.5, 0.75]}
    beats = list(range(1, n + 1))

    def every(division):
        return sorted([float(b) for b in beats] + [b + x for b in beats for x in parts[division]])

    def some(places, share):
        return [p for p in places if r.random() < share]

    halves = every(3) if third else every(2)
    off = [b + (2 / 3 if third else 0.5) for b in beats]
    quarters = every(3) if third else every(4)
    backbeat = [float(b) for b in beats[1::2]]
    kick, snare, hat, bass, chord = rhythm(
        style, r, every, some, beats, halves, off, quarters, backbeat)
    lines = [f"Time {n}", "SeqClear", "SeqSize 1"]

    def sequence(kind, name, voice, notes, extra=""):
        if notes:
            lines.append(f"Begin {kind}-{name}\n{voice}\n{extra}Sequence {{{'; '.join(notes)}}}\nEnd")

    def hits(places, on, between):
        return [f"{round(p, 4)} 0 {on if p == int(p) else between}" for p in sorted(set(places))]

    quiet = r.random() < 0.15
    sequence("Drum", "K", f"Tone KickDrum{r.integers(1, 3)}", hits(kick, 106, 94))
    tones = ["SnareDrum1", "SnareDrum2", "HandClap", "SideKick"]
    odds = [0.3, 0.2, 0.1, 0.4] if style in ("reggae", "lovers", "soul") else [0.5, 0.35, 0.1, 0.05]
    sequence("Drum", "S", f"Tone {r.choice(tones, p=odds)}", hits(snare, 100, 62 if quiet else 80))
    tone = r.choice(["ClosedHiHat", "RideCymbal1", "OpenHiHat", "Tambourine"],
                    p=[0.6, 0.25, 0.08, 0.07])
    sequence("Drum", "H", f"Tone {tone}", hits(hat, 78, int(r.choice([50, 62, 74]))))
    length = "4" if len(bass) <= n else ("16" if len(bass) > 2 * n else "8")
    voice = "SynthBass1" if style in ("console", "happy", "eurobeat", "drumnbass") else str(
        r.choice(["FingeredBass", "PickedBass", "AcousticBass"]))
    walking = style in ("fastswing", "rocknroll") or r.random() < 0.2
    sequence("Bass", "S", f"Voice {voice}", [
        f"{round(p, 4)} {length} {r.choice(['1', '3', '5']) if walking and i else '1'} "
        f"{94 if p == int(p) else 84}" for i, p in enumerate(bass)], "Octave 3\nVolume f\n")
    chorded(style, r, n, beats, quarters, chord, sequence)
    lines.append("DefGroove CUSTOM")
    return "\n".join(lines)


def chorded(style, r, n, beats, quarters, places, sequence):
    voice = "Voice " + str(r.choice(LEADS.get(style, OTHERS)))
    if places == "pad":
        sequence("Chord", "S", voice, ["1 1 72" if n > 2 else "1 2 72"], "Octave 5\n")
    elif places == "arpeggio":
        sequence("Arpeggio", "S", voice, [f"{round(p, 4)} 16 {86 if p == int(p) else 74}"
                                          for p in quarters], "Octave 5\nArticulate 85\n")
    else:
        size = "4" if len(places) <= n else ("16" if len(places) > 2 * n else "8")
        sequence("Chord", "S", voice, [f"{round(p, 4)} {size} {86 if p == int(p) else 76}"
                                       for p in sorted(set(places))], "Octave 4\nArticulate 75\n")
    if style == "console" or (style in ("drumnbass", "eurobeat", "triphop") and r.random() < 0.4):
        fast = quarters if r.random() < 0.7 else [b + x for b in beats for x in (0, 0.5)]
        sequence("Arpeggio", "A", "Voice " + str(r.choice(["SquareWave", "SawWave", "EPiano"])),
                 [f"{round(p, 4)} 16 {78 if p == int(p) else 68}" for p in fast],
                 "Octave 6\nArticulate 70\n")


def rhythm(style, r, every, some, beats, halves, off, quarters, backbeat):
    """Bass drum, snare, cymbals, bass and chords: where they sound."""
    one, strong = [1.0], [float(b) for b in beats[::2]]
    on = [float(b) for b in beats]
    offs = off
    pick = lambda *choices: choices[int(r.integers(len(choices)))]
    if style in ("punk", "rocknroll", "skapunk"):
        kick = strong + some([3.5, 2.5, 4.5], 0.35)
        hat = pick(halves, halves, on)
        bass = pick(halves, on) if style == "rocknroll" else halves
        chord = offs if style == "skapunk" else pick(halves, quarters, "pad")
        return kick, backbeat, hat, bass, chord
    if style == "hardcore":  # d-beat, or the snare between the beats of the bass drum
        kick = pick([1.0, 2.5, 3.0, 3.5], [1.0, 1.5, 2.5, 3.5], strong + [2.5, 4.5])
        return kick, backbeat, pick(on, halves), halves, pick(halves, quarters)
    if style == "metal":
        kick = pick(halves, quarters, [p for p in quarters if p % 1 != 0.25], strong + some(halves, 0.5))
        return kick, backbeat, pick(on, halves, on), pick(halves, kick), pick(halves, quarters, "pad")
    if style == "drumnbass":
        kick = pick([1.0, 3.5], [1.0, 2.75, 3.5], [1.0, 1.5, 3.5])
        ghosts = some([2.75, 3.25, 4.5, 4.75, 1.75], 0.25)
        return kick, backbeat + ghosts, pick(halves, quarters), pick(one, [1.0, 2.5], kick), "pad"
    if style in ("happy", "eurobeat", "disco"):
        snare = backbeat if r.random() < 0.65 else []
        bass = pick(offs, halves, [p for p in quarters if p % 1])
        return on, snare, pick(offs, halves, quarters), bass, pick(offs, "arpeggio", "pad", [1.0, 2.5, 4.0])
    if style == "console":
        kick = pick(strong, on, [1.0, 2.5, 3.0], [1.0, 3.0, 3.5], [])
        snare = pick(backbeat, backbeat, [])
        return kick, snare, pick(halves, quarters, offs, []), pick(halves, on, [1.0, 2.5, 4.0]), pick(
            "arpeggio", halves, "pad")
    if style == "fastswing":
        return pick([], on, one), pick([], some(offs, 0.3)), pick(
            [1.0, 2.0, 2 + 2 / 3, 3.0, 4.0, 4 + 2 / 3], on), on, pick(
            [1.0, 2 + 2 / 3], some(offs, 0.6) or [2 + 2 / 3], on, "pad")
    if style in ("polka", "train", "march"):
        snare = {"polka": offs, "train": pick(quarters, halves + some(quarters, 0.5)),
                 "march": pick(halves, on + some(quarters, 0.6))}[style]
        return on, snare, pick([], offs, halves), pick(on, on, one), pick(offs, offs, halves)
    if style in ("soul", "slowblues"):
        return strong + some([off[1], off[3]], 0.5), backbeat, pick(quarters, quarters, on), pick(
            strong, on, [1.0, off[1], 3.0, off[3]]), pick("arpeggio", quarters, "pad", on)
    if style in ("reggae", "lovers"):
        kick = pick([3.0], [1.0, 3.0], on)
        return kick, pick([3.0], backbeat, [3.0]), pick(halves, halves, quarters), pick(
            some(halves, 0.6) or one, on), offs
    if style in ("hiphop", "triphop", "sixteenths"):
        kick = one + some([1.75, 2.5, 2.75, 3.0, 3.5, 3.75, 4.75], 0.4)
        return kick, backbeat + some([2.75, 4.25], 0.1), pick(halves, quarters, quarters), pick(
            kick, one, [1.0, 2.5]), pick("pad", [1.0, 2.75], "arpeggio", halves)
    if style == "pianoballad":
        return pick([], strong), pick([], [], backbeat), pick([], halves), pick(one, strong), pick(
            "arpeggio", halves, on)
    kick = strong + some([2.5, 3.5, 4.5], 0.4)  # powerballad, slowrock
    return kick, backbeat, pick(halves, halves, quarters), pick(halves, strong, kick), pick(
        "pad", "arpeggio", halves, quarters)
