"""Renders every sound of the game into one file, each as loud to the ear as it is meant to be.

    python -m pip install --group sounds
    python packaging/sounds.py             writes assets/sounds.ogg and assets/sounds.txt, prints a row for each sound
    python packaging/sounds.py --check     writes nothing; says which sounds, before they are packed, are off, and how

A sound is brought to an aim in dB(A), full scale 0, measured over its loudest 400 ms (a shorter one is padded, so a
click is as loud as it lasts). The table of places has a name, the first sample and the number of samples in each line.
All is worked out here; both files are kept in the repository, so nobody else needs numpy and soundfile.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "game"))

from downslope.desktop.sound import SCALE, TICKS, music_notes  # noqa: E402

RATE = 22_050  # samples a second
GAP = RATE // 50  # silent samples between two sounds
AROUND = RATE // 20  # samples of a loop that are packed before its beginning and after its end
WINDOW = 0.4  # seconds over which loudness is measured
LIMIT = 10 ** (-3 / 20)  # peak
HIGHEST = 5500.0  # hertz: partials above it are left out
SEAMLESS = ("wind", "roll", "sled")  # their end is their beginning
SEAM = 3.0  # steps from one sample to the next, as they usually are, that the one over the seam may be
OFF = 0.3  # dB(A) by which a sound may miss its aim
APART = 1.0  # dB(A) between the loudest and the softest pluck
CARRIED = -6.0  # dB: at least so much of a sound lies above 250 Hz, where a laptop plays
LOW = ("pad", "blame", "place-3", "place-2", "wind")  # what is meant to be low
Samples = np.ndarray

# -- what the ear makes of it -----------------------------------------------------------------------------------------


def a_weight(hertz: Samples) -> Samples:
    """IEC 61672: how much of each frequency the ear takes in, 1 at 1,000 Hz."""
    f = np.maximum(hertz, 1.0)
    below = (f**2 + 20.6**2) * np.sqrt((f**2 + 107.7**2) * (f**2 + 737.9**2))
    return 1.2589 * 12194**2 * f**4 / (below * (f**2 + 12194**2))


def loudness(sound: Samples) -> float:
    """dB(A) of the loudest 400 ms."""
    size = int(WINDOW * RATE)
    padded = np.pad(sound, (0, max(0, size - len(sound))))
    weights = a_weight(np.fft.rfftfreq(size, 1 / RATE)) ** 2
    pieces = [padded[k : k + size] for k in range(0, max(1, len(padded) - size + 1), RATE // 20)]
    powers = [(np.abs(np.fft.rfft(piece)) ** 2 * weights).sum() * 2 / size**2 for piece in pieces]
    return 10 * math.log10(max(powers) + 1e-20)


# -- how a sound is made ----------------------------------------------------------------------------------------------


def hertz(note: float) -> float:
    return 440 * 2 ** ((note - 69) / 12)


def envelope(count: int, attack: float = 0.004, power: float = 2.0) -> Samples:
    """Rises in `attack` seconds, falls with a power of the time that is left, ends in 12 ms."""
    t = np.arange(count) / RATE
    rise = np.where(t < attack, 0.5 - 0.5 * np.cos(np.pi * t / attack), 1.0)
    shape = rise * (1 - t / (count / RATE)) ** power
    end = min(count // 2, int(0.012 * RATE))
    shape[-end:] *= np.linspace(1, 0, end)
    return shape


SINE = ((1, 1.0),)
STRING = ((1, 0.65), (2, 0.2), (3, -0.07), (5, 0.03))


def tone(note: float, seconds: float, partials: tuple[tuple[float, float], ...] = STRING, slide: float = 0.0,
         attack: float = 0.004, power: float = 2.0) -> Samples:  # fmt: skip
    """A string; `slide` in semitones. Low notes have more upper partials, which a laptop can play."""
    t, base = np.arange(int(RATE * seconds)) / RATE, hertz(note)
    low = max(0.0, (64 - note) / 16)  # 0 at E4, 1 at C3
    bend = slide * math.log(2) / 12 / seconds
    turns = base * (np.exp(bend * t) - 1) / bend if slide else base * t
    sound = np.zeros(len(t))
    for multiple, strength in partials:
        if multiple * base < HIGHEST:
            opened = 1 + 2.2 * low * (multiple > 1)
            sound += strength * opened * np.sin(2 * np.pi * multiple * turns) * np.exp(-t * (multiple - 1) * 2.2)
    return sound * envelope(len(t), attack, power)


def noise(seconds: float, low: float, high: float, attack: float = 0.05, power: float = 1.0, seed: int = 0) -> Samples:
    """Breath between two frequencies."""
    count = int(RATE * seconds)
    spectrum = np.fft.rfft(np.random.default_rng(seed).standard_normal(count))
    f = np.fft.rfftfreq(count, 1 / RATE)
    spectrum /= (1 + (low / np.maximum(f, 1)) ** 6) * (1 + (f / high) ** 6)
    sound = np.fft.irfft(spectrum, count)
    return sound / np.abs(sound).max() * envelope(count, attack, power)


def loop(seconds: float, low: float, high: float, seed: int) -> Samples:
    """Noise without a seam: a circle's spectrum has none."""
    count = int(RATE * seconds)
    f = np.fft.rfftfreq(count, 1 / RATE)
    phases = np.exp(2j * np.pi * np.random.default_rng(seed).random(len(f)))
    sound = np.fft.irfft(phases / (1 + (low / np.maximum(f, 1)) ** 4) / (1 + (f / high) ** 4), count)
    return sound / np.abs(sound).max()


def mix(*parts: tuple[float, Samples]) -> Samples:
    """Sounds, each so many seconds later."""
    mixed = np.zeros(max(int(at * RATE) + len(sound) for at, sound in parts))
    for at, sound in parts:
        mixed[int(at * RATE) : int(at * RATE) + len(sound)] += sound
    return mixed


def echo(sound: Samples) -> Samples:
    return mix((0, sound), (0.061, sound * 10 ** (-14 / 20)), (0.137, sound * 10 ** (-20 / 20)))


def melody(notes: tuple[int, ...], apart: float, seconds: float, longer: float = 0.0) -> Samples:
    return echo(mix(*((apart * k, tone(note, seconds + longer * k)) for k, note in enumerate(notes))))


def cluster(level: int) -> Samples:
    """A runaway at 0 ... 11: higher, wider, its trembling faster, more breath in it."""
    base, apart, often = 60 + 2.0 * level, 0.25 + level / 4, 4 + 10 * level / 11
    voices = [tone(base + k * apart, 0.34, ((1, 0.6), (2, 0.35), (3, 0.2)), power=1.2) for k in (-1, 0, 1)]
    sound = voices[0] + voices[1] + voices[2]
    t = np.arange(len(sound)) / RATE
    sound *= 1 - 0.35 * level / 11 * (0.5 + 0.5 * np.cos(2 * np.pi * often * t))
    breath = noise(0.34, 500 + 100 * level, 2500 + 200 * level, 0.01, 1.5, 20 + level)
    return mix((0, sound), (0, (0.1 + 0.5 * level / 11) * breath))


def pad(note: int) -> Samples:
    """A chord's note of 3.4 s, its pitch wavering a little."""
    t = np.arange(int(RATE * 3.4)) / RATE
    rise, fall = np.minimum(1, t / 0.5), np.minimum(1, (3.4 - t) / 1.2)
    shape = (0.5 - 0.5 * np.cos(np.pi * rise)) * (0.5 - 0.5 * np.cos(np.pi * fall))
    f, slow = hertz(note), 2 * np.pi * 0.31
    waver = 0.0009 * (1 - np.cos(slow * t)) * f / slow
    voices = ((1, 0.6, 1.0), (1, 0.4, 1.0016), (2, 0.16, 1.0), (3, 0.05, 1.0))
    sound = np.zeros(len(t))
    for multiple, strength, detuned in voices:
        sound += strength * np.sin(2 * np.pi * multiple * (f * detuned * t + waver))
    return shape * sound


def felt(note: int) -> Samples:
    """A note of the music's tune. A laptop would hardly play the first partial of a low one."""
    first = 1.0 if note >= 60 else 0.5
    return tone(note, 1.3, ((1, first), (2, 0.22), (3, 0.08), (4, 0.03)), attack=0.014, power=2.6)


THUD = ((1, 1.0), (2, 0.8), (3, 0.6), (4, 0.4), (6, 0.3))
# name -> aim in dB(A), and how it is made. What matters is louder than what answers a finger.
LIBRARY: dict[str, tuple[float, Callable[[], Samples]]] = {
    **{f"pluck{note}": (-26, lambda note=note: echo(tone(note, 0.3))) for note in SCALE},
    **{f"tick{note}": (-38, lambda note=note: tone(note, 0.018, SINE)) for note in TICKS},
    **{f"away{level}": (-26 + 0.5 * level, lambda level=level: cluster(level)) for level in range(12)},
    **{
        f"star{k + 1}": (-23, lambda note=note: echo(mix((0, tone(note, 0.35)), (0.05, 0.4 * tone(note + 12, 0.3)))))
        for k, note in enumerate((72, 76, 79))
    },
    "land": (-20, lambda: melody((72, 79, 84), 0.16, 0.3, 0.2)),
    "chapter": (-20, lambda: melody((72, 76, 79, 81, 84), 0.18, 0.5)),
    "fall": (-22, lambda: mix((0, tone(84, 0.55, slide=-30)), (0, 0.7 * tone(77, 0.55, slide=-28)),
                              (0, 0.4 * noise(0.6, 300, 2500, 0.02)))),
    "thud": (-28, lambda: mix((0, tone(43, 0.28, THUD, slide=-5)), (0, 0.5 * noise(0.07, 250, 1200, 0.002, 3)))),
    "wrong": (-28, lambda: mix((0, tone(56, 0.22)), (0, 0.8 * tone(57, 0.22)))),
    "bell": (-28, lambda: tone(88, 0.6, ((1, 1.0), (2.76, 0.25)), power=3)),
    "refuse": (-30, lambda: mix((0, tone(55, 0.07)), (0.07, tone(52, 0.09)))),
    "tock": (-31, lambda: tone(55, 0.06)),
    "click": (-36, lambda: tone(79, 0.03, SINE)),
    "breath": (-36, lambda: noise(0.45, 300, 1800, 0.15)),
    "gust": (-34, lambda: noise(1.2, 200, 1400, 0.5)),
    "wind": (-44, lambda: loop(6.0, 120, 600, 13)),
    "roll": (-34, lambda: loop(1.2, 250, 900, 1)),
    "sled": (-36, lambda: loop(1.2, 700, 2600, 2)),
    "water": (-38, lambda: noise(0.9, 350, 1600, 0.1, 1.0, 3)),
    "dough": (-34, lambda: mix(*((0.11 * k, tone(50 + 3 * k, 0.1, ((1, 1.0), (2, 0.4)), slide=5)) for k in range(3)))),
    "wall": (-32, lambda: mix((0, noise(0.05, 500, 2600, 0.001, 3, 4)), (0, 0.6 * tone(52, 0.06)))),
    "step1": (-36, lambda: noise(0.06, 300, 1500, 0.003, 2.5, 5)),
    "step2": (-36, lambda: noise(0.06, 240, 1200, 0.003, 2.5, 6)),
    "paw": (-36, lambda: mix((0, noise(0.035, 400, 1800, 0.002, 3, 7)),
                             (0.045, 0.7 * noise(0.035, 350, 1600, 0.002, 3, 8)))),
    "yip": (-30, lambda: mix((0, tone(79, 0.09, ((1, 1.0), (2, 0.7), (3, 0.4)), slide=7)),
                             (0, 0.3 * noise(0.09, 900, 3000, 0.01, 2, 9)))),
    "lamp": (-34, lambda: mix((0, noise(0.02, 1500, 6000, 0.001, 3, 10)),
                              (0.015, 0.5 * tone(69, 0.25, ((1, 1.0), (2, 0.5)), power=3)))),
    "dark": (-34, lambda: tone(64, 0.3, slide=-14)),
    "letter": (-34, lambda: noise(0.3, 700, 3500, 0.12, 1.5, 11)),
    "slot": (-32, lambda: mix((0, noise(0.03, 300, 1500, 0.001, 3, 12)), (0, 0.7 * tone(57, 0.07)))),
    "scoop": (-32, lambda: tone(60, 0.16, slide=9, attack=0.03)),
    "ice": (-32, lambda: mix(*((0.03 * k, tone(96 - 2 * k, 0.12, ((1, 1.0), (2.4, 0.3)))) for k in range(4)))),
    "glass": (-30, lambda: tone(93, 0.5, ((1, 1.0), (2.32, 0.5), (4.25, 0.2)), power=3)),
    "blame": (-32, lambda: tone(58, 0.34, ((1, 1.0), (2, 0.3)), slide=-3, attack=0.06)),
    **{f"place{value:+d}": (-31, lambda note=note: tone(note, 0.16, ((1, 0.8), (3, 0.15)), power=3))
       for value, note in ((-3, 55), (-2, 57), (-1, 60), (1, 67), (2, 72), (3, 79))},
    **{name: (-42, lambda note=int(name[3:]): pad(note)) for name in music_notes() if name.startswith("pad")},
    **{name: (-39, lambda note=int(name[4:]): felt(note)) for name in music_notes() if name.startswith("line")},
}  # fmt: skip


def rendered(name: str) -> Samples:
    """A sound at its aim. Where its peak would be above -3 dB it is less loud."""
    aim, make = LIBRARY[name]
    sound = make()
    if name not in SEAMLESS:  # begins and ends at 0
        edge = min(len(sound) // 4, 44)
        sound = sound - sound.mean()
        sound[:edge] *= np.linspace(0, 1, edge)
        sound[-edge:] *= np.linspace(1, 0, edge)
    sound = sound * 10 ** ((aim - loudness(sound)) / 20)
    return sound * min(1.0, LIMIT / np.abs(sound).max())


def faults(sounds: dict[str, Samples]) -> list[str]:
    """What is off with sounds that were rendered, a sentence each."""
    sentences, plucks = [], [loudness(sound) for name, sound in sounds.items() if name.startswith("pluck")]
    for name, sound in sounds.items():
        aim, loud, peak = LIBRARY[name][0], loudness(sound), np.abs(sound).max()
        powers = np.abs(np.fft.rfft(sound)) ** 2
        above = 10 * math.log10(powers[np.fft.rfftfreq(len(sound), 1 / RATE) >= 250].sum() / powers.sum() + 1e-20)
        usual, seam = np.abs(np.diff(sound)).mean(), abs(sound[0] - sound[-1])
        if abs(loud - aim) > OFF:
            sentences.append(f"{name}: {loud:.1f} dB(A), aim {aim:.1f}")
        if peak > LIMIT + 1e-9:
            sentences.append(f"{name}: its peak is {20 * math.log10(peak):.1f} dB")
        if name in SEAMLESS and seam > SEAM * usual:
            sentences.append(f"{name}: the step over its seam is {seam / usual:.1f} times a usual one")
        if name not in SEAMLESS and (sound[0] or sound[-1]):
            sentences.append(f"{name}: it begins at {sound[0]:.4f} and ends at {sound[-1]:.4f}, not at 0")
        if above < CARRIED and not name.startswith(LOW):
            sentences.append(f"{name}: only {above:.1f} dB of it lie above 250 Hz")
    if plucks and max(plucks) - min(plucks) > APART:
        sentences.append(f"The plucks lie {max(plucks) - min(plucks):.1f} dB(A) apart")
    return sentences


def write(sounds: dict[str, Samples]) -> None:
    """All of them into the file, and where each begins into the table."""
    import soundfile

    places, pieces, count = dict[str, int](), [], 0
    for name, sound in sounds.items():
        aim, loud, peak = LIBRARY[name][0], loudness(sound), 20 * math.log10(np.abs(sound).max())
        print(f"{name:9} {1000 * len(sound) / RATE:5.0f} ms {loud:6.1f} dB(A), aim {aim:5.1f}, peak {peak:6.1f}")
        around = AROUND if name in SEAMLESS else 0  # it is packed as if it went on and on
        places[name] = count + around
        pieces += [sound[len(sound) - around :], sound, sound[:around], np.zeros(GAP)]
        count += len(sound) + 2 * around + GAP
    whole, file = np.concatenate(pieces), ROOT / "assets" / "sounds.ogg"
    with soundfile.SoundFile(file, "w", RATE, 1, format="OGG", subtype="VORBIS", compression_level=0.6) as ogg:
        for start in range(0, len(whole), 4096):  # all at once is too much for it
            ogg.write(whole[start : start + 4096])
    packed, _rate = soundfile.read(file)
    for name in SEAMLESS:  # begins where its end, as it was packed, fits best

        def step(first: int, last: int = len(sounds[name]) - 1) -> float:
            return abs(packed[first] - packed[first + last]) + abs(packed[first - 1] - packed[first + last])

        places[name] = min(range(places[name] - AROUND + 1, places[name] + AROUND), key=step)
    rows = (f"{name} {first} {len(sounds[name])}\n" for name, first in places.items())
    file.with_suffix(".txt").write_text("".join(rows), encoding="utf-8")
    print(f"{len(places)} sounds, {len(whole) / RATE:.0f} s, {file.stat().st_size / 1024:.0f} KiB")


def main(arguments: list[str]) -> int:
    sounds = {name: rendered(name) for name in LIBRARY}
    if "--check" not in arguments:
        write(sounds)
    off = faults(sounds)
    print("\n".join(off) or f"{len(sounds)} sounds are as they are meant to be")
    return 1 if off else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
