"""Loudness by libebur128 (Debian's libebur128-1), the judge of ours: integrated, range, true peak.

The library is loaded as it is; ffmpeg decodes, to floating point, as peaks may exceed full scale. `judge` gives None where either is missing.
"""

import ctypes
import ctypes.util
import math
import shutil
import subprocess
import time
from dataclasses import dataclass

# ebur128.h: EBUR128_MODE_I, EBUR128_MODE_LRA and EBUR128_MODE_TRUE_PEAK with what each includes.
MODES = (1 << 0) | (1 << 2) | (1 << 1) | (1 << 3) | (1 << 4) | (1 << 5)
SECOND = 1 << 16  # frames that are handed over at once


@dataclass(frozen=True)
class Reading:
    """LUFS, LU and dB relative to full scale; None where silence has none."""

    integrated: float | None
    range: float | None
    true_peak: float | None
    cpu_seconds: float = 0.0


def library():
    name = ctypes.util.find_library("ebur128")
    if name is None or shutil.which("ffmpeg") is None:
        return None
    found = ctypes.CDLL(name)
    found.ebur128_init.restype = ctypes.c_void_p
    found.ebur128_init.argtypes = [ctypes.c_uint, ctypes.c_ulong, ctypes.c_int]
    found.ebur128_add_frames_float.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t]
    found.ebur128_destroy.argtypes = [ctypes.POINTER(ctypes.c_void_p)]
    for name in ("ebur128_loudness_global", "ebur128_loudness_range"):
        getattr(found, name).argtypes = [ctypes.c_void_p, ctypes.POINTER(ctypes.c_double)]
    found.ebur128_true_peak.argtypes = [
        ctypes.c_void_p, ctypes.c_uint, ctypes.POINTER(ctypes.c_double)]
    return found


def judge(path):
    """The library's reading of a file; None where it cannot be asked."""
    found = library()
    if found is None:
        return None
    shape = _run(["ffprobe", "-loglevel", "error", "-select_streams", "a:0", "-show_entries",
                  "stream=sample_rate,channels", "-of", "csv=p=0", path])
    rate, channels = (int(field) for field in shape.decode().strip().strip(",").split(",")[:2])
    samples = _run(["ffmpeg", "-loglevel", "fatal", "-i", path, "-map", "0:a:0", "-f", "f32le", "-"])
    state = ctypes.c_void_p(found.ebur128_init(channels, rate, MODES))
    if not state:
        return None
    try:
        return _measured(found, state, samples, channels)
    finally:
        found.ebur128_destroy(ctypes.byref(state))


def _measured(found, state, samples, channels):
    memory = ctypes.create_string_buffer(samples, len(samples))
    frames = len(samples) // (4 * channels)
    begun = time.process_time()
    for start in range(0, frames, SECOND):
        part = ctypes.c_void_p(ctypes.addressof(memory) + 4 * channels * start)
        if found.ebur128_add_frames_float(state, part, min(SECOND, frames - start)):
            return None
    value = ctypes.c_double()
    answers = []
    for ask in (found.ebur128_loudness_global, found.ebur128_loudness_range):
        failed = ask(state, ctypes.byref(value))
        answers.append(None if failed or math.isinf(value.value) else value.value)
    highest = 0.0
    for channel in range(channels):
        found.ebur128_true_peak(state, channel, ctypes.byref(value))
        highest = max(highest, value.value)
    peak = 20 * math.log10(highest) if highest > 0 else None
    return Reading(*answers, peak, time.process_time() - begun)


def _run(command):
    return subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout
