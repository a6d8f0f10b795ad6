"""BeatNet's offline answer (Heydari, Cwitkowitz and Duan, ISMIR 2021) without torch, which it needs only to run
150 LSTM cells: its package's first weights, madmom's spectrogram and its hidden Markov model."""
import importlib.util
import io
import pathlib
import pickle
import zipfile
from collections import OrderedDict

import numpy as np

CELLS = 150


class _Weights(pickle.Unpickler):
    """Reads torch's archive: a pickle whose tensors name files beside it."""

    def __init__(self, archive):
        self.archive = archive
        self.root = archive.namelist()[0].split("/")[0]
        super().__init__(io.BytesIO(archive.read(f"{self.root}/data.pkl")))

    def find_class(self, module, name):
        if name == "_rebuild_tensor_v2":
            return lambda data, start, shape, *rest: data[start:start + int(np.prod(shape))].reshape(shape)
        return OrderedDict if name == "OrderedDict" else name

    def persistent_load(self, pid):
        return np.frombuffer(self.archive.read(f"{self.root}/data/{pid[2]}"), "<f4")


def _sigmoid(x):
    return 1 / (1 + np.exp(-x))


class Network:
    def __init__(self):
        from madmom.audio.signal import FramedSignalProcessor
        from madmom.audio.spectrogram import (FilteredSpectrogramProcessor, LogarithmicSpectrogramProcessor,
                                              SpectrogramDifferenceProcessor)
        from madmom.audio.stft import ShortTimeFourierTransformProcessor
        from madmom.features.downbeats import DBNDownBeatTrackingProcessor
        from madmom.processors import SequentialProcessor
        package = pathlib.Path(importlib.util.find_spec("BeatNet").submodule_search_locations[0])
        self.weights = _Weights(zipfile.ZipFile(package / "models/model_1_weights.pt")).load()
        self.inputs = SequentialProcessor((
            FramedSignalProcessor(frame_size=1411, hop_size=441), ShortTimeFourierTransformProcessor(),
            FilteredSpectrogramProcessor(num_bands=24, fmin=30, fmax=17000, norm_filters=True),
            LogarithmicSpectrogramProcessor(mul=1, add=1),
            SpectrogramDifferenceProcessor(diff_ratio=0.5, positive_diffs=True, stack_diffs=np.hstack)))
        self.decode = DBNDownBeatTrackingProcessor(beats_per_bar=[2, 3, 4], fps=50)

    def _layer(self, x, layer):
        into, own, *biases = (self.weights[f"lstm.{name}_l{layer}"]
                              for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh"))
        gates = x @ into.T + sum(biases)
        output, cell = np.zeros((len(x) + 1, CELLS), "f4"), np.zeros(CELLS, "f4")
        for n, gate in enumerate(gates):
            start, forget, new, out = np.split(gate + own @ output[n], 4)
            cell = _sigmoid(forget) * cell + _sigmoid(start) * np.tanh(new)
            output[n + 1] = _sigmoid(out) * np.tanh(cell)
        return output[1:]

    def __call__(self, signal):
        """[(seconds, place in the bar)] of a signal of 22 050 Hz."""
        w = self.weights
        x = np.asarray(self.inputs(signal), "f4")
        windows = np.lib.stride_tricks.sliding_window_view(x, 10, axis=1)
        x = np.einsum("tfk,ck->tcf", windows, w["conv1.weight"][:, 0]) + w["conv1.bias"][:, None]
        pairs = np.maximum(0, x[:, :, :x.shape[2] // 2 * 2])
        x = pairs.reshape(len(x), 2, -1, 2).max(-1).reshape(len(x), -1)
        x = self._layer(self._layer(x @ w["linear0.weight"].T + w["linear0.bias"], 0), 1)
        odds = np.exp(x @ w["linear.weight"].T + w["linear.bias"])
        return self.decode((odds / odds.sum(axis=1, keepdims=True))[:, :2])
