#!/usr/bin/env python3
"""Makes the examples from which voices, speech and crowds are learned, and those of the public definitions.

    python3 Evaluation/voice_examples.py --voices VOICES --out EXAMPLES

VOICES holds folders of recorded speech (Debian's asterisk-core-sounds-*-g722 and fillets-ng-data-{cs,nl},
unpacked); espeak-ng reads more. A voice sings by WORLD's analysis and resynthesis: its syllables are
stretched to notes and follow a melody with glides and vibrato. Backings are the corpus' instrumental music. Every
example is mono at 22 050 Hz; `examples.csv` says what is in it, and which voice and which backing group, so that
folds can keep both apart. Seeded: the same every time. Needs numpy, scipy, soundfile, pyworld, espeak-ng and ffmpeg.
"""
import argparse
import collections
import csv
import os
import pathlib
import subprocess
import zlib

import numpy as np
import pyworld
import soundfile
from scipy import signal

from fit_voices import backings

HERE = pathlib.Path(__file__).resolve().parent
RATE = 22_050
LENGTH = 20 * RATE
TEXTS = {
    "en": "The north wind and the sun were disputing which was the stronger, when a traveller came along wrapped in "
          "a warm cloak. They agreed that the one who first made him take it off should be considered stronger.",
    "de": "Einst stritten sich Nordwind und Sonne, wer von ihnen beiden wohl der Stärkere wäre, als ein Wanderer, "
          "der in einen warmen Mantel gehüllt war, des Weges daherkam.",
    "fr": "La bise et le soleil se disputaient, chacun assurant qu'il était le plus fort, quand ils ont vu un voyageur "
          "qui s'avançait, enveloppé dans son manteau.",
    "es": "El viento norte y el sol discutían por saber quién era el más fuerte de los dos. Mientras discutían, se "
          "acercó un viajero cubierto en un cálido abrigo.",
    "it": "Si bisticciavano un giorno il vento di tramontana e il sole, l'uno pretendendo d'esser più forte dell'altro, "
          "quando videro un viaggiatore, che veniva innanzi avvolto nel mantello.",
    "pt": "O vento norte e o sol discutiam qual dos dois era o mais forte, quando surgiu um viajante embrulhado numa "
          "capa.",
    "nl": "De noordenwind en de zon hadden een discussie over de vraag wie van hun tweeën de sterkste was, toen er juist "
          "iemand voorbij kwam die een dikke, warme jas aanhad.",
    "pl": "Pewnego razu północny wiatr i słońce sprzeczali się, kto z nich jest silniejszy. Właśnie przechodził drogą "
          "jakiś człowiek owinięty w ciepły płaszcz.",
    "sv": "Nordanvinden och solen tvistade en gång om vem av dem som var starkast. Just då kom en vandrare på vägen "
          "insvept i en varm kappa.",
    "ru": "Однажды северный ветер и солнце спорили, кто из них сильнее. Как раз в это время они заметили закутанного в "
          "плащ путника.",
    "cs": "Severní vítr a slunce se hádali, kdo z nich je silnější. Tu spatřili pocestného, který kráčel zahalen "
          "pláštěm.",
    "hi": "उत्तरी हवा और सूरज इस बात पर झगड़ रहे थे कि हम दोनों में ज़्यादा बलवान कौन है।",
}
VARIANTS = ["", "+f2", "+m3", "+f4", "+m7", "+klatt2"]


def rng(*names):
    return np.random.default_rng(zlib.crc32("/".join(map(str, names)).encode()))


def decode(path):
    raw = subprocess.run(["ffmpeg", "-v", "error", "-i", str(path), "-f", "f32le", "-ac", "1", "-ar", str(RATE), "-"],
                         capture_output=True, check=True).stdout
    return np.frombuffer(raw, np.float32).astype(np.float64)


def level(x):
    """Root mean square over what sounds: frames of 50 ms within 30 dB of the loudest."""
    n = RATE // 20
    e = np.array([np.mean(x[i:i + n] ** 2) for i in range(0, len(x) - n, n)])
    return float(np.sqrt(np.mean(e[e > e.max() * 1e-3]))) if len(e) and e.max() > 0 else 1e-9


def espeak(language, variant, speed, pitch):
    wav = subprocess.run(["espeak-ng", "-v", language + variant, "-s", str(speed), "-p", str(pitch), "--stdout",
                          TEXTS[language]], capture_output=True, check=True).stdout
    pcm = np.frombuffer(wav[44:], np.int16) / 32768
    return signal.resample_poly(pcm, RATE, 22_050) if RATE != 22_050 else pcm


def voices(folder):
    """(name, fold, real, samples): at least 40 s of each."""
    for k, language in enumerate(TEXTS):
        for j in range(2):
            variant = VARIANTS[(2 * k + j) % len(VARIANTS)]
            draw = rng("espeak", language, variant)
            x = [espeak(language, variant, int(draw.integers(110, 230)), int(draw.integers(20, 80))) for _ in range(3)]
            yield f"espeak-{language}{variant}", k % 2, False, np.concatenate(x)
    for k, name in enumerate(sorted(os.listdir(folder))):
        files = sorted(p for p in (pathlib.Path(folder) / name).rglob("*") if p.suffix in (".g722", ".ogg"))
        files = [p for p in files if p.stat().st_size > 15_000 and "music" not in str(p) and "silence" not in str(p)]
        if not files or "moh" in name or "gcompris" in name:
            continue
        draw = rng("real", name)
        parts, total = [], 0
        while total < 60 * RATE:
            x = decode(files[draw.integers(len(files))])
            peak = np.abs(x).max(initial=0)
            if peak < .01:
                continue
            parts += [x / peak * .7, np.zeros(int(draw.uniform(.1, .6) * RATE))]
            total += len(x)
        # The speakers of fillets are heard in the tests only.
        yield name, 1 if "fillets" in name or "-ru-" in name else 0, True, np.concatenate(parts)


def speak(x, draw):
    start = draw.integers(max(1, len(x) - LENGTH))
    x = x[start:start + LENGTH]
    return np.pad(x, (0, LENGTH - len(x)))


class Singer:
    """A voice taken apart by WORLD (Morise, Yokomori and Ozawa, IEICE 2016)."""

    def __init__(self, x):
        x = np.ascontiguousarray(x[:35 * RATE])
        f0, t = pyworld.dio(x, RATE)
        self.f0 = pyworld.stonemask(x, f0, t, RATE)
        self.envelope = pyworld.cheaptrick(x, self.f0, t, RATE)
        self.noise = pyworld.d4c(x, self.f0, t, RATE)
        self.register = np.median(self.f0[self.f0 > 0])
        voiced = self.f0 > 0
        edges = np.flatnonzero(np.diff(voiced.astype(int))) + 1
        self.runs = list(zip(np.r_[0, edges], np.r_[edges, len(voiced)]))

    def rap(self, draw, beat):
        """20 s: the speech with its own melody, every voiced run beginning on a quarter of a beat and lasting whole quarters."""
        step = beat / 4 / .005
        index, silent = [], []
        k = draw.integers(len(self.runs))
        while len(index) * .005 < 20:
            a, b = self.runs[k % len(self.runs)]
            k += 1
            if self.f0[a] == 0:
                n = min(b - a, int(step / 2))
                index += list(np.arange(a, a + n))
                silent += [False] * n
                continue
            if b - a < 8:
                continue
            start = int(np.ceil(len(index) / step) * step) + (int(4 * step) if draw.random() < .08 else 0)
            silent += [True] * (start - len(index))
            index += [a] * (start - len(index))
            n = int(step * max(1, round((b - a) / step)) * .9)
            index += list(np.round(np.linspace(a, b - 1, max(n, 8))).astype(int))
            silent += [False] * max(n, 8)
        index, silent = np.array(index), np.array(silent)
        envelope = self.envelope[index].copy()
        envelope[silent] = 1e-12
        x = pyworld.synthesize(np.where(silent, 0, self.f0[index]), envelope, self.noise[index], RATE)
        return np.pad(x, (0, max(0, LENGTH - len(x))))[:LENGTH]

    def sing(self, draw, tonic, minor, beat):
        """20 s: each voiced run becomes one or two notes of a wandering melody."""
        scale = [0, 2, 3, 5, 7, 8, 10] if minor else [0, 2, 4, 5, 7, 9, 11]
        low = 12 * np.log2(self.register * draw.uniform(1.0, 1.8) / 440) + 69
        allowed = np.array([n for n in range(int(low) - 5, int(low) + 10) if (n - tonic) % 12 in scale])
        place = len(allowed) // 2
        index, target, clock = [], [], 0.0
        k = draw.integers(len(self.runs))
        depth, speed = draw.uniform(.1, .9), draw.uniform(4.8, 6.5)
        hum = []
        while clock < 20:
            a, b = self.runs[k % len(self.runs)]
            k += 1
            if self.f0[a] == 0:
                n = min(b - a, 30) if draw.random() < .9 else min(b - a, 160)
                index += list(np.arange(a, a + n))
                target += [0] * n
                hum += [0] * n
                clock += n * .005
                continue
            if b - a < 8:
                continue
            place = int(np.clip(place + draw.integers(-2, 3), 0, len(allowed) - 1))
            length = int(beat * draw.choice([.5, .5, 1, 1, 1.5, 2, 3]) / .005)
            middle = np.linspace(a, b - 1, max(length, 10))
            index += list(np.round(middle).astype(int))
            target += [float(allowed[place])] * len(middle)
            since = np.arange(len(middle)) * .005
            hum += list(depth * np.clip((since - .2) / .3, 0, 1))
            clock += len(middle) * .005
            if draw.random() < .15:
                pause = int(draw.uniform(.1, 1.2) / .005)
                index += [a] * pause
                target += [-1] * pause
                hum += [0] * pause
                clock += pause * .005
        target, index = np.array(target), np.array(index)
        pitch = np.where(target > 0, target, np.nan)
        known = np.flatnonzero(~np.isnan(pitch))
        pitch = np.interp(np.arange(len(pitch)), known, pitch[known])
        pitch = signal.lfilter([.12], [1, -.88], pitch - pitch[0]) + pitch[0]
        t = np.arange(len(pitch)) * .005
        pitch += np.array(hum) * np.sin(2 * np.pi * speed * t) * .5 + .08 * signal.lfilter(
            [.1], [1, -.9], draw.normal(size=len(pitch)))
        f0 = np.where(target > 0, 440 * 2 ** ((pitch - 69) / 12), 0)
        envelope = self.envelope[index].copy()
        envelope[target < 0] = 1e-12
        x = pyworld.synthesize(f0, envelope, self.noise[index], RATE)
        return np.pad(x, (0, max(0, LENGTH - len(x))))[:LENGTH]


def lead(draw, tonic, minor, beat):
    """A melody with vibrato and one unmoving spectrum: an instrument, no voice."""
    scale = [0, 2, 3, 5, 7, 8, 10] if minor else [0, 2, 4, 5, 7, 9, 11]
    base = draw.integers(50, 74)
    allowed = [n for n in range(base, base + 14) if (n - tonic) % 12 in scale]
    place, pitch, loud = len(allowed) // 2, [], []
    while len(pitch) < 4000:
        place = int(np.clip(place + draw.integers(-2, 3), 0, len(allowed) - 1))
        n = int(beat * draw.choice([.5, .5, 1, 1.5, 2]) / .005)
        pitch += [allowed[place]] * n
        since = np.arange(n) * .005
        loud += list(np.minimum(1, since / draw.choice([.01, .06])) * np.exp(-since * draw.choice([0, 0, 2])))
    pitch = np.array(pitch[:4000], float)
    depth = draw.choice([0, .15, .3])
    pitch = signal.lfilter([.3], [1, -.7], pitch - pitch[0]) + pitch[0]
    pitch += depth * np.sin(2 * np.pi * draw.uniform(4.5, 7) * np.arange(4000) * .005)
    f0 = np.interp(np.arange(LENGTH) / RATE, np.arange(4000) * .005, 440 * 2 ** ((pitch - 69) / 12))
    phase = np.cumsum(f0) / RATE
    slope, odd = draw.uniform(.6, 1.8), draw.random() < .3
    formant = draw.uniform(400, 2500)
    x = np.zeros(LENGTH)
    for h in range(1, 24):
        if odd and h % 2 == 0:
            continue
        gain = h ** -slope * (1 + 2 * np.exp(-((h * f0.mean() - formant) / 400) ** 2))
        x += gain * np.sin(2 * np.pi * h * phase) * (h * f0 < 10_000)
    return x * np.interp(np.arange(LENGTH) / RATE, np.arange(4000) * .005, loud[:4000])


def applause(draw, length, density):
    """Claps of many hands (Peltola et al., IEEE TASLP 15(3), 2007): bursts about 1 to 2.5 kHz, each person at a pace."""
    x = np.zeros(length + RATE)
    for _ in range(density):
        period, near = draw.uniform(.2, .4), draw.uniform(.1, 1) ** 2
        tone = signal.butter(2, np.clip(draw.normal(1700, 500), 700, 3500) * np.array([.6, 1.5]), "band", fs=RATE,
                             output="sos")
        n = int(.03 * RATE)
        clap = signal.sosfilt(tone, draw.normal(size=n)) * np.exp(-np.arange(n) / (draw.uniform(.003, .009) * RATE))
        t = draw.uniform(0, period)
        while t < length / RATE:
            i = int(t * RATE)
            x[i:i + n] += near * clap
            t += period * draw.normal(1, .08)
    return x[:length]


def room(x, draw, seconds):
    """Exponentially decaying noise, duller as it decays, behind the direct sound."""
    n = int(seconds * RATE)
    tail = draw.normal(size=n) * 10 ** (-3 * np.arange(n) / n)
    dull = signal.lfilter([.5], [1, -.5], tail)
    mix = np.linspace(0, 1, n)
    tail = (1 - mix) * tail + mix * dull
    wet = signal.fftconvolve(x, tail)[:len(x)]
    return x + wet * level(x) / level(wet) * 10 ** (draw.uniform(-8, 0) / 20)


def babble(pool, draw, length):
    x = np.zeros(length)
    for _ in range(14):
        v = pool[draw.integers(len(pool))]
        start = draw.integers(max(1, len(v) - length))
        part = v[start:start + length]
        x[:len(part)] += part / level(part) * draw.uniform(.2, 1)
    return signal.lfilter([.35], [1, -.65], x)


def crowd(pool, draw, length):
    x = applause(draw, length, int(draw.integers(30, 200)))
    x /= level(x)
    y = babble(pool, draw, length)
    return x * draw.uniform(.3, 1) + y / level(y) * draw.uniform(.1, .8)


def mixed(voice, music, decibels):
    return voice / level(voice) * 10 ** (decibels / 20) + music / level(music)


def accompanied(examples, draw, fold, name, singer, pair):
    """A sung line over a backing, the backing alone, and an instrument's lead in the place of the voice."""
    m, group = examples.backing(draw, fold)
    tonic, minor, beat = draw.integers(12), draw.random() < .5, 60 / draw.uniform(70, 140)
    sung = singer.sing(draw, tonic, minor, beat)
    if draw.random() < .5:
        sung = room(sung, draw, draw.uniform(.3, 1.5))
    db = draw.uniform(-9, 6)
    examples.write("sung", fold, name, group, mixed(sung, m, db), db=f"{db:.1f}", pair=pair)
    examples.write("plain", fold, "", group, m, pair=pair)
    examples.write("lead", fold, "", group, mixed(lead(draw, tonic, minor, beat), m, db), db=f"{db:.1f}", pair=pair)


def over_drums(examples, draw, fold, name, words):
    """Speech over drums; `words` makes it."""
    m, group = examples.backing(draw, fold, drums=True)
    db = draw.uniform(-2, 8)
    examples.write("rap", fold, name, group, mixed(words(), m, db), db=f"{db:.1f}")


def over_music(examples, draw, fold, name, words):
    """Speech over any backing; `words` makes it."""
    m, group = examples.backing(draw, fold)
    db = draw.uniform(-5, 15)
    examples.write("over", fold, name, group, mixed(words(), m, db), db=f"{db:.1f}")


def audience(examples, draw, fold, form, noise, pair, kind="crowd"):
    """An audience before, after, within or under a backing, or by itself, and the backing alone; `noise` makes its sound."""
    m, group = examples.backing(draw, fold)
    noise = noise()
    shape = np.zeros(LENGTH)
    edge = int(draw.uniform(4, 9) * RATE)
    if form == "head":
        shape[:edge] = 1
    elif form == "tail":
        shape[-edge:] = 1
    elif form == "middle":
        shape[LENGTH // 2 - edge // 2:LENGTH // 2 + edge // 2] = 1
    else:
        shape[:] = 1
    shape = np.convolve(shape, np.ones(RATE // 2) / (RATE // 2), "same")
    db = draw.uniform(-18, -6) if form == "under" else 60 if form == "all" else draw.uniform(-6, 6)
    quiet = m / level(m) * (1 - .97 * shape if form in ("head", "tail", "middle") else 1 if form == "under" else 0)
    examples.write(kind, fold, form, group, quiet + noise / level(noise) * shape * 10 ** (min(db, 0) / 20),
                   db=f"{db:.1f}", pair=pair)
    examples.write("studio", fold, "", group, m, pair=pair)
    return m, group


class Examples:
    """The examples of one part, as files and as rows of the table; and the backings to make them with."""

    def __init__(self, out, corpus, part, recorded=False):
        self.out, self.corpus, self.part, self.rows, self.counts = out, corpus, part, [], collections.Counter()
        self.recorded = "yes" if recorded else ""
        self.music = [[b for b in backings(corpus) if b[2] == fold] for fold in (0, 1)]
        out.mkdir(parents=True, exist_ok=True)

    def write(self, kind, fold, voice, group, x, db="", pair=""):
        name = f"{kind}-{self.part}-{self.counts[kind]:03d}.wav"
        self.counts[kind] += 1
        soundfile.write(self.out / name, x / max(1e-9, np.abs(x).max()) * .8, RATE)
        self.rows.append({"file": name, "kind": kind, "fold": fold, "voice": voice, "group": group, "db": db, "pair": pair,
                          "recorded": self.recorded})

    def backing(self, draw, fold, drums=False):
        chosen = [b for b in self.music[fold] if b[3] or not drums]
        path, group, _, _ = chosen[draw.integers(len(chosen))]
        x = decode(self.corpus / path)
        return np.tile(x, 1 + LENGTH // max(1, len(x)))[:LENGTH], group

    def save(self):
        with open(self.out / "examples.csv", "a", newline="") as lines:
            writer = csv.DictWriter(lines, list(self.rows[0]), lineterminator="\n")
            if lines.tell() == 0:
                writer.writeheader()
            writer.writerows(self.rows)
        print(f"{len(self.rows)} examples in {self.out}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--voices", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--part", default="0/1", help="this part of so many, for several processes; adds to examples.csv")
    parser.add_argument("--corpus", default=os.environ.get("ASSONANCE_CORPUS", HERE.parent.parent / "shared/corpus"))
    arguments = parser.parse_args()
    out, corpus = pathlib.Path(arguments.out), pathlib.Path(arguments.corpus)
    part, parts = map(int, arguments.part.split("/"))
    people = list(voices(arguments.voices))
    pools = [[x for _, f, _, x in people if f == fold] for fold in (0, 1)]
    examples = Examples(out, corpus, str(part))

    for name, fold, real, x in people[part::parts]:
        singer = Singer(x)
        for k in range(3 if real else 2):
            draw = rng(name, k)
            dry = speak(x, draw)
            examples.write("speech", fold, name, "", dry if k < 2 else room(dry, draw, draw.uniform(.2, .8)))
            sung = singer.sing(draw, draw.integers(12), draw.random() < .5, 60 / draw.uniform(70, 140))
            if k == 2:
                sung = sum(singer.sing(draw, 0, False, .5) for _ in range(3))
            examples.write("alone", fold, name, "", sung if k == 0 else room(sung, draw, draw.uniform(.4, 2)))
        for k in range(9 if real else 5):
            accompanied(examples, rng(name, "mix", k), fold, name, singer, f"{name}-{k}")
        for k in range(3):
            draw = rng(name, "rap", k)
            over_drums(examples, draw, fold, name, lambda: speak(x, draw))
            over_music(examples, draw, fold, name, lambda: speak(x, draw))
    for fold in (0, 1):
        for k in range(part, 40, parts):
            draw = rng("crowd", fold, k)
            m, group = audience(examples, draw, fold, ["head", "tail", "under", "all", "middle"][k % 5],
                                lambda: crowd(pools[fold], draw, LENGTH), f"crowd-{fold}-{k}")
            examples.write("hall", fold, "", group, room(m, draw, draw.uniform(.8, 3)), pair=f"crowd-{fold}-{k}")
    examples.save()


if __name__ == "__main__":
    main()
