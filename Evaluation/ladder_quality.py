#!/usr/bin/env python3
"""Objective quality and bitrates of a library's ladder: each rendition beside its original.

    ladder_quality.py --binary .build/release/assonance --library LIBRARY
                      [--files 60] [--bitrates docs/ladder-bitrates.csv]

Quality is the noise-to-mask ratio of ITU-R BS.1387-1 (PEAQ, basic version: Annex 2, clauses 2.1 and 4.5) on the
FFT ear model: how far the error of the magnitude spectrum lies above (positive) or below (negative) what the
music masks, in quarter-Bark bands. `total` is its mean over bands and frames, in dB; `disturbed` the share of
frames in which some band exceeds the mask by 1.5 dB. Only the figure is BS.1387's, not its listening grade: no
neural network is applied. Stereo is judged channel by channel; the mono rung beside the mean of the channels, so
that what lies above its bandwidth counts as lost.

Needs numpy, scipy and soundfile.
"""
import argparse
import csv
import json
import pathlib
import subprocess

import numpy
import scipy.signal
import soundfile

WINDOW, HOP = 2048, 1024
#: BS.1387-1 Annex 2, 2.1.3: a full-scale sine plays at 92 dB SPL.
LEVEL = 92.0
SECONDS = 45


def bark(hertz):
    """BS.1387-1 Annex 2, equation 12 (Schroeder)."""
    return 7 * numpy.arcsinh(hertz / 650)


class EarModel:
    """Frequencies to quarter-Bark bands, with spreading and mask, at one sample rate."""

    def __init__(self, rate):
        frequency = numpy.fft.rfftfreq(WINDOW, 1 / rate)
        khz = numpy.maximum(frequency, 1) / 1000
        # Outer and middle ear, equation 7, in dB.
        ear = -2.184 * khz ** -0.8 + 6.5 * numpy.exp(-0.6 * (khz - 3.3) ** 2) - 1e-3 * khz ** 3.6
        window = numpy.hanning(WINDOW)
        peak = (window.sum() / 2) ** 2
        self.window = window
        self.weight = 10 ** (ear / 10) * 10 ** (LEVEL / 10) / peak
        low, high = bark(80.0), bark(min(18000.0, rate / 2))
        edges = numpy.arange(low, high, 0.25)
        self.centres = edges[:-1] + 0.125
        self.bins = numpy.searchsorted(bark(frequency), edges)
        self.hertz = 650 * numpy.sinh(self.centres / 7)
        # Internal noise, equation 13.
        self.floor = 10 ** (0.4 * 0.364 * (self.hertz / 1000) ** -0.8)
        # The mask lies 3 dB below the excitation up to 12 Bark, then a quarter of the Bark (equation 25).
        self.offset = numpy.where(self.centres <= 12, 3.0, 0.25 * self.centres)

    def spectrum(self, signal):
        count = max(0, (len(signal) - WINDOW) // HOP + 1)
        frames = numpy.lib.stride_tricks.sliding_window_view(signal, WINDOW)[::HOP][:count]
        return numpy.abs(numpy.fft.rfft(frames * self.window))

    def bands(self, power):
        total = numpy.add.reduceat(power, self.bins[:-1], axis=1)
        empty = self.bins[1:] <= self.bins[:-1]
        total[:, empty] = 0
        return total[:, :len(self.centres)] + 1e-12

    def mask(self, bands):
        """Spread excitation (equations 16 to 19) less the offset."""
        energy = bands + self.floor
        level = 10 * numpy.log10(energy)
        distance = self.centres[None, :] - self.centres[:, None]
        spread = numpy.zeros_like(energy)
        norm = numpy.zeros(len(self.centres))
        for source in range(len(self.centres)):
            reach = distance[source]
            up = 24 + 230 / self.hertz[source] - 0.2 * level[:, source]
            slope = numpy.where(reach[None, :] < 0, 27 * reach[None, :], -up[:, None] * reach[None, :])
            kernel = 10 ** (slope / 10)
            kernel /= kernel.sum(axis=1, keepdims=True)
            spread += (energy[:, source:source + 1] * kernel) ** 0.4
            flat = 10 ** (numpy.where(reach < 0, 27 * reach, -(24 + 230 / self.hertz[source]) * reach) / 10)
            norm += (flat / flat.sum()) ** 0.4
        excitation = spread ** 2.5 / norm ** 2.5
        return excitation * 10 ** (-self.offset / 10)


def noise_to_mask(reference, test, rate):
    """(total NMR in dB, share of disturbed frames) of one channel."""
    model = EarModel(rate)
    a, b = model.spectrum(reference), model.spectrum(test)
    noise = model.bands(model.weight * (a - b) ** 2)
    heard = model.bands(model.weight * a ** 2)
    # Frames near silence say nothing (BS.1387-1 Annex 2, 5.2.4.3 asks for an audible signal too).
    loud = heard.sum(axis=1) > 1e4
    if not loud.any():
        return None
    ratio = noise[loud] / model.mask(heard[loud])
    return 10 * numpy.log10(ratio.mean()), float((10 * numpy.log10(ratio.max(axis=1)) > 1.5).mean())


def judge(source, rendition):
    original, rate = soundfile.read(source, always_2d=True, stop=-1)
    coded, coded_rate = soundfile.read(rendition, always_2d=True)
    if coded.shape[1] == 1:
        original = original.mean(axis=1, keepdims=True)
    if original.shape[1] != coded.shape[1] or rate < 32000:
        return None
    if coded_rate != rate:
        divisor = numpy.gcd(rate, coded_rate)
        coded = scipy.signal.resample_poly(coded, rate // divisor, coded_rate // divisor, axis=0)
    length = min(len(original), len(coded), SECONDS * rate)
    results = [noise_to_mask(original[:length, c], coded[:length, c], rate) for c in range(coded.shape[1])]
    results = [r for r in results if r]
    return tuple(numpy.mean(results, axis=0)) if results else None


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", required=True)
    parser.add_argument("--library", required=True, type=pathlib.Path)
    parser.add_argument("--files", type=int, default=60)
    parser.add_argument("--bitrates", type=pathlib.Path)
    options = parser.parse_args()
    listing = subprocess.run([options.binary, "export", "--format", "jsonl", "--library", options.library],
                             capture_output=True, text=True, check=True).stdout
    tracks = sorted((json.loads(line) for line in listing.splitlines()), key=lambda t: t["sources"][0])
    if options.bitrates:
        with open(options.bitrates, "w", newline="") as file:
            table = csv.writer(file, lineterminator="\n")
            table.writerow(["file", "sampleRate", "channels", "seconds"] + [
                f"{rung} {what}" for rung in ("24", "96", "160", "320") for what in ("nominal", "mean", "peak")])
            for track in tracks:
                rungs = {r["rung"]: r for r in track["renditions"]}
                row = ["/".join(pathlib.Path(track["sources"][0]).parts[-2:]), track["format"]["sampleRate"],
                       track["format"]["channels"], track["duration"]]
                for rung in ("24", "96", "160", "320"):
                    row += [rungs[rung][key] // 100 / 10 for key in ("nominalBitrate", "meanBitrate", "peakBitrate")]
                table.writerow(row)
    long = [t for t in tracks if t["duration"] > 10 and t["format"]["sampleRate"] >= 44100]
    chosen = long[::max(1, len(long) // options.files)][:options.files]
    scores = {}
    for track in chosen:
        for rendition in track["renditions"]:
            result = judge(track["sources"][0], options.library / rendition["path"])
            if result:
                scores.setdefault(rendition["rung"], []).append(result)
    print(f"| rung | files | total NMR, dB: median | worst tenth above | frames with a band above the mask: median |")
    print("|---|---|---|---|---|")
    for rung in sorted(scores, key=int):
        values = numpy.array(scores[rung])
        print(f"| {rung} | {len(values)} | {numpy.median(values[:, 0]):.1f} | "
              f"{numpy.percentile(values[:, 0], 90):.1f} | {100 * numpy.median(values[:, 1]):.0f} % |")


if __name__ == "__main__":
    main()
