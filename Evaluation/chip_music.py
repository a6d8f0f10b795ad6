"""Music as sound chips of consoles play it: pulse waves, a triangle bass, drums of noise; exact beats.

Game music is fast, busy with sixteenths and arpeggios, and has none of the soundfonts' instruments.
"""

import numpy as np
import soundfile

RATE, SECONDS = 32_000, 32
SLOWEST, FASTEST = 92, 220
MAJOR, MINOR = (0, 2, 4, 5, 7, 9, 11), (0, 2, 3, 5, 7, 8, 10)


def make(out, number):
    """Renders piece `number` below `out`; returns its row of the manifest."""
    r = np.random.default_rng(55_000 + number)
    # Tempi spread evenly over their logarithm.
    bpm = SLOWEST * (FASTEST / SLOWEST) ** r.random()
    meter = 3 if r.random() < 0.12 else 4
    beat, lead_in = 60 / bpm, r.uniform(0.05, 0.8)
    bars = int((SECONDS - lead_in - 0.5) / beat / meter)
    audio = np.zeros(int((lead_in + (bars * meter + 1) * beat) * RATE))

    def add(at, wave, gain):
        start = int((lead_in + at * beat) * RATE)
        part = wave[:max(0, len(audio) - start)]
        audio[start:start + len(part)] += gain * part

    scale, tonic = (MINOR if r.random() < 0.6 else MAJOR), int(r.integers(12))
    chords = r.choice([0, 3, 4, 5, 2], size=int(r.choice([2, 4, 8])))
    chords[0] = 0
    length = int(r.choice([1, 1, 2]))  # bars to a chord
    duty, arp_duty = r.choice([0.125, 0.25, 0.5], size=2)
    arp = r.choice(["sixteenths", "eighths", "frames", "none"], p=[0.4, 0.2, 0.2, 0.2])
    lead = [motif(r, meter) for _ in range(3)]
    bass = r.choice(["eighths", "octaves", "beats", "gallop", "bars"], p=[0.3, 0.25, 0.2, 0.15, 0.1])
    drums = kit(r, meter)
    gains = dict(zip(("lead", "arp", "bass", "kick", "snare", "hat"), r.uniform(0.5, 1.2, 6)))
    if r.random() < 0.15:
        drums = {}
    degree = 7
    for bar in range(bars):
        root = int(chords[bar // length % len(chords)])
        pitch = lambda step: 12 * (step // 7) + scale[step % 7] + tonic
        hertz = lambda step, octave: 440 * 2 ** ((pitch(step) + 12 * octave - 69) / 12)
        first = bar * meter
        for at, size in lead[(0, 1, 0, 2)[bar % 4]]:
            if bar < 2 or r.random() < 0.05:
                continue
            degree = int(np.clip(degree + r.choice([-2, -1, 0, 1, 2]), 3, 13))
            near = min((root + k for k in (0, 2, 4, 7, 9, 11)), key=lambda d: abs(d - degree))
            step = near if at % 1 == 0 else degree
            add(first + at, pulse(hertz(step, 5), size * beat * 0.9, duty), 0.16 * gains["lead"])
        if arp == "frames":  # three notes in turn, each a frame of 1/50 s long
            for at in range(meter):
                parts = [pulse(hertz(root + (0, 2, 4)[i % 3], 5), 0.02, arp_duty, steady=True)
                         for i in range(int(beat / 0.02 * 0.95))]
                add(first + at, np.concatenate(parts), 0.1 * gains["arp"])
        elif arp != "none":
            parts = 4 if arp == "sixteenths" else 2
            for i in range(meter * parts):
                step = root + (0, 2, 4, 7)[i % 4]
                add(first + i / parts, pulse(hertz(step, 5), beat / parts * 0.8, arp_duty),
                    0.12 * gains["arp"])
        for at, size, octave in bassline(bass, meter):
            add(first + at, triangle(hertz(root, 3 + octave), size * beat * 0.9), 0.3 * gains["bass"])
        for name, places in drums.items():
            for at in places:
                add(first + at, drum(name, r), 0.3 * gains[name])
    audio = np.tanh(1.2 * audio / max(1e-9, np.abs(audio).max()))
    name = f"chip{number:02d}"
    soundfile.write(out / f"tracks/fit/{name}.flac", audio * 0.8, RATE)
    times = [lead_in + k * beat for k in range(bars * meter)]
    (out / f"beats/fit/{name}.beats").write_text(
        "".join(f"{t:.6f}\t{k % meter + 1}\n" for k, t in enumerate(times)))
    return {"id": name, "path": f"tracks/fit/{name}.flac", "beats_path": f"beats/fit/{name}.beats",
            "tempo_bpm": f"{bpm:.3f}", "style_family": "chip", "groove": "x_chip"}


def motif(r, meter):
    """Notes of a bar as (place, length) in beats."""
    grid = float(r.choice([0.25, 0.5, 0.5, 1]))
    places = [k * grid for k in range(int(meter / grid))
              if r.random() < (0.9 if k * grid % 1 == 0 else 0.55)] or [0.0]
    return [(a, b - a) for a, b in zip(places, [*places[1:], float(meter)])]


def bassline(kind, meter):
    """(place, length, octave up) in beats."""
    if kind == "bars":
        return [(0, meter, 0)]
    if kind == "beats":
        return [(b, 1, 0) for b in range(meter)]
    if kind == "gallop":
        return [(b + x, 0.25 if x else 0.5, 0) for b in range(meter) for x in (0, 0.5, 0.75)]
    return [(b + x, 0.5, int(kind == "octaves" and x > 0)) for b in range(meter) for x in (0, 0.5)]


def kit(r, meter):
    """Drums of a bar: snares on two and four, or on three; or a bass drum on every beat."""
    back = [1, 3] if meter == 4 else [2] if r.random() < 0.5 else [1, 2]
    kick = [0, 2] if meter == 4 else [0]
    kind = r.choice(["rock", "four", "broken", "light"], p=[0.45, 0.2, 0.2, 0.15])
    if kind == "four":
        kick = list(range(meter))
    elif kind == "broken":
        kick = [0, 1.5] + ([2.5] if r.random() < 0.5 and meter == 4 else [])
    elif r.random() < 0.5:
        kick = kick + [k for k in (1.5, 2.5, 3.5) if k < meter and r.random() < 0.5]
    grid = {"8": 0.5, "4": 1, "16": 0.25}[r.choice(["8", "4", "16"], p=[0.5, 0.25, 0.25])]
    hat = [k * grid for k in range(int(meter / grid))]
    parts = {"kick": kick, "snare": back, "hat": hat}
    if kind == "light":
        del parts[str(r.choice(["kick", "snare"]))]
    return parts


def fade(count, seconds):
    return np.exp(-np.arange(count) / RATE / seconds)


def pulse(hertz, seconds, duty, steady=False):
    t = np.arange(int(seconds * RATE)) / RATE
    wave = np.where(t * hertz % 1 < duty, 1.0, -1.0) + 1 - 2 * duty
    return wave if steady else wave * fade(len(wave), 0.35)


def triangle(hertz, seconds):
    t = np.arange(int(seconds * RATE)) / RATE
    return 4 * np.abs(t * hertz % 1 - 0.5) - 1


def drum(name, r):
    seconds = {"kick": 0.12, "snare": 0.14, "hat": 0.03}[name]
    count = int(seconds * RATE)
    if name == "kick":
        falling = 150 * np.exp(-np.arange(count) / RATE / 0.04) + 45
        return 2.2 * np.sin(2 * np.pi * np.cumsum(falling) / RATE) * fade(count, 0.05)
    # A noise channel holds each value for some samples.
    held = 2 if name == "snare" else 1
    noise = np.repeat(r.choice([-1.0, 1.0], size=count // held + 1), held)[:count]
    return noise * fade(count, 0.05 if name == "snare" else 0.012) * (1 if name == "snare" else 0.5)
