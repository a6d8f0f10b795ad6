#!/usr/bin/env python3
"""More synthetic music with exact beats and bars, to fit the rhythm on: never the judged pieces.

    python3 Evaluation/more_music.py --generator ../shared/lab/synthesise.py --out MORE

Drives the generator of the corpus' synthetic half with other seeds: its own grooves and forty more of
MMA's library, grooves made up at random in 2, 3, 4, 5, 6 and 7, homophonic pieces without drums, fast
band music, bare clicks, 24 styles of fast and slow music, and sound chips. Some 914 pieces of half a
minute, about twenty-five CPU minutes. Needs what the
generator needs, see its README. `fit_bars.py` and `fit_metrical_level.py` take MORE.
"""

import argparse
import csv
import importlib.util
from pathlib import Path

import mido
import numpy as np
import soundfile

import chip_music
import random_grooves
import wide_grooves

SEED = "rhythm-fit-1"
COUNTS = {"band": 424, "choral": 80, "fast": 40, "clicks": 16, "wide": 274, "chip": 80}

# Family: (groove, name, metre, slowest, fastest tempo, feel). "2/4*": MMA notates these twice as fast.
LIBRARY = {
    "waltz": [
        ("waltz", "Waltz", "3/4", 85, 150), ("fastwaltz", "FastWaltz", "3/4", 140, 190),
        ("frenchwaltz", "FrenchWaltz", "3/4", 90, 170),
        ("broadwaywaltz", "BroadwayWaltz", "3/4", 90, 150),
        ("latinwaltz", "LatinWaltz", "3/4", 90, 140),
        ("arpeggiowaltz", "ArpeggioWaltz", "3/4", 80, 130),
        ("modernjazzwaltz", "ModernJazzWaltz", "3/4", 110, 180, "swing")],
    "five": [("jazz-54", "Jazz54", "5/4", 120, 180, "swing")],
    "swing": [
        ("foxtrot", "Foxtrot", "4/4", 110, 180, "swing"),
        ("charleston", "Charleston", "4/4", 180, 230),
        ("countryswing", "CountrySwing", "4/4", 110, 170, "swing"),
        ("westernswing", "WesternSwing", "4/4", 110, 180, "swing"),
        ("bebop", "Bebop", "4/4", 140, 220, "swing"),
        ("jazzguitar", "JazzGuitar", "4/4", 90, 160, "swing"),
        ("gypsyjazz", "GypsyJazz", "4/4", 150, 220, "swing"),
        ("jazzcombo", "JazzCombo", "4/4", 100, 170, "swing"),
        ("evansish", "Evansish", "4/4", 80, 150, "swing")],
    "rock": [
        ("50srock", "50sRock", "4/4", 110, 170), ("bubblerock", "BubbleRock", "4/4", 100, 140),
        ("folkrock", "FolkRock", "4/4", 95, 140), ("softrock", "SoftRock", "4/4", 75, 115),
        ("jazzrock", "JazzRock", "4/4", 95, 140), ("twist", "Twist", "4/4", 140, 175),
        ("zydeco", "Zydeco", "4/4", 100, 150), ("boneym", "BoneyM", "4/4", 100, 130),
        ("trance", "Trance", "4/4", 128, 145), ("rockballad", "RockBallad", "4/4", 60, 85)],
    "slow": [
        ("ballad", "Ballad", "4/4", 55, 80), ("guitarballad", "GuitarBallad", "4/4", 56, 84),
        ("stringballad", "StringBallad", "4/4", 54, 78), ("hymn", "Hymn", "4/4", 65, 100),
        ("spiritual", "Spiritual", "4/4", 70, 110), ("rb", "R&B", "4/4", 65, 100),
        ("hillcountry", "HillCountry", "4/4", 90, 130)],
    "latin": [
        ("beguine", "Beguine", "4/4", 100, 130), ("bolero", "Bolero", "4/4", 85, 115),
        ("chacha", "ChaCha", "4/4", 105, 130), ("lighttango", "LightTango", "4/4", 105, 130),
        ("mambo", "Mambo", "4/4", 150, 200), ("jive", "Jive", "4/4", 140, 180)],
    "quick": [
        ("ragtime", "RagTime", "2/4*", 75, 105), ("quickstep", "QuickStep", "2/4*", 88, 108),
        ("merengue", "Merengue", "2/4*", 100, 150), ("dixie", "Dixie", "2/4*", 90, 125),
        ("broadway", "Broadway", "2/4*", 80, 120)],
}
# Family of the generator whose harmony and instruments a family borrows; else pop.
BORROWED = {"waltz": "ballroom", "five": "jazz", "swing": "jazz", "rock": "rock", "slow": "ballad",
            "latin": "latin", "quick": "country_folk"}
WIDE_POOL = {"fastswing": "jazz", "metal": "metal_punk", "hardcore": "metal_punk", "soul": "ballad",
             "slowblues": "blues", "hiphop": "hiphop", "triphop": "hiphop", "reggae": "reggae_ska",
             "lovers": "reggae_ska", "polka": "ballroom", "march": "ballroom",
             "train": "country_folk", "drumnbass": "electronic", "happy": "electronic",
             "eurobeat": "electronic", "console": "electronic", "disco": "funk_soul"}
# Made-up grooves: (metre, slowest, fastest, feel) and how often.
RANDOM = [(("4/4", 66, 180, "straight"), 3), (("3/4", 75, 180, "straight"), 2),
          (("5/4", 90, 180, "straight"), 1), (("7/4", 110, 220, "straight"), 1),
          (("2/4", 80, 140, "straight"), 1), (("6/4", 120, 200, "straight"), 1),
          (("4/4", 66, 180, "swing"), 1), (("4/4", 80, 178, "straight"), 3),
          (("3/4", 75, 170, "straight"), 2)]


def loaded(path):
    """The generator as a module, with our metres, families and grooves added."""
    spec = importlib.util.spec_from_file_location("generator", path)
    generator = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generator)
    generator.VERSION = SEED
    generator.METER.update({"5/4": (5, 1), "7/4": (7, 1), "6/4": (6, 1), "2/4": (2, 1)})
    for family in LIBRARY:
        generator.FAM["x_" + family] = generator.FAM[BORROWED[family]]
    generator.FAM["x_random"] = generator.FAM["pop"]
    for style in wide_grooves.STYLES:
        generator.FAM["x_" + style] = generator.FAM[WIDE_POOL.get(style, "rock")]
    generator.FAM["x_choral"] = ("rock", 0.4, (19,), 0)
    generator.FAM["x_fast"] = ("pop", 0.5, (80, 81, 62, 29, 38), 0)
    own_source, own_midi = generator.mma_source, generator.build_midi

    def source(plan, bars):
        if plan["groove"][0].startswith("wide:"):
            lines = random_grooves.source(generator, plan, bars, wide_grooves.groove)
            return lines, int(plan["bpb"])
        if not plan["groove"][0].startswith("custom"):
            return own_source(plan, bars)
        return random_grooves.source(generator, plan, bars), int(plan["bpb"])

    def midi(plan, bars, path, folder):
        if plan["family"] == "x_choral":
            return random_grooves.choral(generator, plan, bars, path)
        return own_midi(plan, bars, path, folder)

    generator.mma_source, generator.build_midi = source, midi
    return generator


def band(generator, number):
    """Grooves of the libraries and made-up ones in turn."""
    library = [("x_" + family, (f"stdlib/{row[0]}:{row[1]}", 0, *row[2:5],
                                row[5] if len(row) > 5 else "straight"))
               for family, rows in LIBRARY.items() for row in rows]
    library += [(family, groove) for family, rows in generator.FAMILIES.items()
                if not family.startswith("x_") for groove in rows]
    made_up = [("x_random", (f"custom:{row[0][0]}", 0, *row)) for row, n in RANDOM for _ in range(n)]
    order = np.random.default_rng(5).permutation(len(library))
    source = np.random.default_rng(9000 + number)
    family, groove = (made_up[int(source.integers(len(made_up)))] if number % 2
                      else library[order[number // 2 % len(library)]])
    plan = generator.plan(f"fit{number:04d}", "fit", family, groove, int(source.integers(12)),
                          float(source.random()))
    bar = plan["bpb"] * 60 / plan["bpm"]
    sections, left = [], max(4, round(36 / bar)) - 2
    for name in ("verse", "chorus") * 8:
        if left > 0:
            sections.append((name, min(4 * (2 if bar < 1.6 else 1), left)))
            left -= sections[-1][1]
    plan["secs"] = [("intro", 1), *sections, ("end", 1)]
    return plan


def special(generator, kind, number):
    """Homophony without drums, and fast bands."""
    source = np.random.default_rng({"choral": 77, "fast": 88}[kind] * 1000 + number)
    groove = ("custom:4", 0, "4/4", 140, 205, "straight")
    if kind == "choral":
        meter = "4/4" if source.random() < 0.7 else "3/4"
        feel = "straight" if source.random() < 0.85 else "triplet"
        groove = ("choral:" + meter[0], 0, meter, 54, 120, feel)
    plan = generator.plan(f"{kind}{number:03d}", "fit", "x_" + kind, groove,
                          int(source.integers(12)), float(source.random()))
    half = max(2, round(32 * plan["bpm"] / 60 / plan["bpb"]) // 2)
    plan["secs"] = [("intro", 1), ("verse", half), ("chorus", half), ("end", 1)]
    if kind == "choral":
        plan["drift"] = float(source.choice([0, 0, 0.01, 0.03]))
    return plan


def wide(generator, number):
    """Styles far from the middle of the tempo range, their tempi spread evenly over the style's own."""
    order = [style for style, row in wide_grooves.STYLES.items() for _ in range(row[4])]
    style = order[number]
    meter, low, high, feel, count = wide_grooves.STYLES[style]
    source = np.random.default_rng(66_000 + number)
    place = (number - order.index(style) + source.random()) / count
    plan = generator.plan(f"wide{number:03d}", "fit", "x_" + style,
                          ("wide:" + style, 0, meter, low, high, feel), int(source.integers(12)), place)
    half = max(2, round(32 * plan["bpm"] / 60 / plan["bpb"]) // 2)
    plan["secs"] = [("intro", 1), ("verse", half), ("chorus", half), ("end", 1)]
    if style == "console" and source.random() < 0.5:
        plan["sf"] = "opl3"
    return plan


def clicks(out, number, count, rate=22_050, seconds=30):
    """Bursts of noise and of tone in turn, 36 to 170 a minute."""
    source = np.random.default_rng(number)
    bpm = 36 * (170 / 36) ** (number / (count - 1))
    times = np.arange(0.3, seconds - 0.2, 60 / bpm)
    decay = np.exp(-np.arange(int(0.05 * rate)) / rate / 0.012)
    audio = np.zeros(rate * seconds)
    for time in times:
        tone = np.sin(2 * np.pi * (900 + 50 * number) * np.arange(len(decay)) / rate)
        burst = source.normal(size=len(decay)) if number % 2 else tone
        audio[int(time * rate):][:len(decay)] += 0.4 * burst * decay
    name = f"click{number:02d}"
    soundfile.write(out / f"tracks/fit/{name}.flac", audio, rate)
    # Clicks have no bars: the place is given for the file's form alone.
    (out / f"beats/fit/{name}.beats").write_text("".join(f"{t:.6f}\t1\n" for t in times))
    return {"id": name, "path": f"tracks/fit/{name}.flac", "beats_path": f"beats/fit/{name}.beats",
            "tempo_bpm": f"{bpm:.3f}", "style_family": "clicks", "groove": "clicks"}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--generator", type=Path, required=True, help="synthesise.py of the corpus")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--only", action="append", choices=COUNTS, help="only this kind (repeatable)")
    parser.add_argument("--limit", type=int, help="at most so many pieces of a kind")
    options = parser.parse_args()
    generator = loaded(options.generator)
    for folder in ("tracks", "beats", "midi"):
        (options.out / folder / "fit").mkdir(parents=True, exist_ok=True)
    for kind, count in COUNTS.items():
        if options.only and kind not in options.only:
            continue
        rows = []
        for number in range(min(count, options.limit or count)):
            if kind == "clicks":
                rows.append(clicks(options.out, number, count))
                continue
            if kind == "chip":
                rows.append(chip_music.make(options.out, number))
                continue
            plan = {"band": band, "wide": wide}[kind](generator, number) if kind in (
                "band", "wide") else special(generator, kind, number)
            row = generator.make(plan, str(options.out))
            if kind not in ("band", "wide"):
                row["groove"] = "x_" + kind
            rows.append(row)
        with open(options.out / f"manifest-{kind}.csv", "w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, rows[0].keys())
            writer.writeheader()
            writer.writerows(rows)
        print(f"{len(rows)} pieces: {kind}", flush=True)


if __name__ == "__main__":
    assert mido  # the generator's own import; missing, it would fail only later
    main()
