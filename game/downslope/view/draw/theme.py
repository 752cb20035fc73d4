"""Colours by meaning, in two themes, and the `Look` that decides how everything is drawn.

A theme is a frozen set of colours with one name per meaning; a module that draws asks for
`weight` or `panel`, never for a number. DUSK is dark, PAPER is light; each has a twin whose
five changed hues stay apart in the common kinds of colour blindness, and one of high contrast.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

from .tokens import SMALLEST_TEXT

# The colours: name -> at dusk, on paper. What is drawn everywhere is a theme's own.


OWN = {
    # surfaces, from the back to the front
    "bg0": ("#0C1130", "#F8F2E5"), "bg1": ("#171D48", "#EFE4CD"), "panel": ("#1B2252", "#FFFCF5"),
    "raised": ("#2A3370", "#F5ECDA"), "raised_hi": ("#333D80", "#FBF4E6"), "lip": ("#151B44", "#D9CBAC"),
    "well": ("#11163C", "#F1E8D5"), "rowhi": ("#29316B", "#F6ECD6"), "border": ("#333D7C", "#DFD1B3"),
    "border2": ("#626EBC", "#96875C"),
    # writing
    "text": ("#F6F1E7", "#25213A"), "text2": ("#C0C8E8", "#524C69"), "text3": ("#9AA5D3", "#615B78"),
    "ink": ("#14183A", "#25213A"), "kw": ("#A9B3DC", "#615B78"), "op": ("#C0C8E8", "#524C69"),
    # the one primary button, the focus ring
    "prim": ("#F6F1E7", "#2B2748"), "prim_hi": ("#FFFDF8", "#37325A"), "prim_lip": ("#B9B3C9", "#15122A"),
    "prim_text": ("#171B40", "#FFFCF5"), "focus": ("#FFFFFF", "#25213A"),
    "thumb": ("#F6F1E7", "#FFFFFF"),  # of a slider, a dial
    "gloss": ("#FFFFFF", "#FFFFFF"),  # the light on the upper edge of a button
    # quantities
    "input": ("#D3C4FF", "#5A2DA8"), "weight": ("#4FA8FF", "#1A62D6"), "weight_negative": ("#FF8C38", "#AC4800"),
    "prediction": ("#86EFD3", "#00706C"), "goal": ("#FFDE52", "#806000"), "error": ("#FF7C8B", "#B8123F"),
    "alpha": ("#BDEE7E", "#3C5C10"), "plugin": ("#5FD0E0", "#0F6C86"),
    # the landscape
    "shadow": ("#04061A", "#7A6A45"), "sky0": ("#161B49", "#FBF5E8"), "sky1": ("#2C2A66", "#FCEBD2"),
    "sky2": ("#503D76", "#FBDDB8"), "glow": ("#FFB27A", "#FFC46B"), "ter0": ("#474EA0", "#C6CFB0"),
    "ter1": ("#3D438F", "#B9C4A1"), "ter2": ("#343A80", "#ABB892"), "ter3": ("#2C3172", "#9DAC84"),
    "ter_edge": ("#6C74C4", "#7D8C61"), "hillfar": ("#232A63", "#E6DBBE"), "grid": ("#8D95D6", "#8A7F63"),
    "star": ("#FFFFFF", "#FFFFFF"), "ground_text": ("#C0C8E8", "#27331A"),
    # fog: its sky from the top down, its clouds, its waves, what lies deep in it
    "fog_sky0": ("#0B0E2C", "#FBF5E8"), "fog_sky1": ("#141844", "#F3EEE6"), "fog_sky2": ("#252B66", "#E3E2E4"),
    "fog_sky3": ("#343A80", "#CDD2DF"), "fog_cloud": ("#8D95D6", "#FFFFFF"), "fog_bright": ("#A9B0EC", "#FFFFFF"),
    "fog_wave": ("#8D95D6", "#8D95D6"), "fog_deep": ("#332E62", "#DADCE4"),
    # numbered stones, and the old runs that are drawn beside each other
    "stone": ("#2A2858", "#FFF6E6"), "stone_edge": ("#2C2A66", "#FFFFFF"), "run0": ("#FFD9A8", "#8A4B00"),
    "run1": ("#B9C6FF", "#2F3FA8"), "run2": ("#A8F0D0", "#0E6A4C"), "run3": ("#F4B8DC", "#8E2468"),
    "run4": ("#D8E08A", "#55600E"), "run5": ("#E0CFFF", "#5B3AA0"), "casing": ("#1C214E", "#EFEFDF"),
    "ice": ("#BFE6FF", "#3C86B8"),  # only ever beside its snowflake and its word
    # Pip, stars, flags
    "ball0": ("#FFFFFF", "#FFFFFF"), "ball1": ("#FFF0D6", "#FFE9C9"), "ball2": ("#F2C493", "#F0B67C"),
    "ball_ink": ("#2A2350", "#3A2A55"), "gold0": ("#FFE681", "#FFD65A"), "gold1": ("#FFC83D", "#E9A900"),
    "gold_edge": ("#B9811A", "#9A6C00"), "gold_glow": ("#FFD964", "#FFD964"), "gold_ink": ("#5A3A00", "#5A3A00"),
    # what dims a screen under a card, and the light behind the card
    "scrim": ("#070A22", "#4A3F2A"), "lamp": ("#FFC96B", "#FFC96B"),
    # outcomes, only ever used in maps
    "hue_crawl": ("#A8ABBC", "#5A68B8"), "hue_land": ("#FFD65A", "#C48F00"), "hue_overshoot": ("#74DDB4", "#1E8E6A"),
    "hue_orbit": ("#DE90F2", "#7F2FC0"), "hue_runaway": ("#FF7468", "#CC3B2B"), "hue_stuck": ("#2C2A80", "#FFF3B8"),
    "hue_bump": ("#E39A3C", "#8A4A14"), "cell_ground": ("#161A44", "#F6ECD6"),
    "cell_ink": ("#10143A", "#FFFCF5"),  # of a motif on a strong cell
    "cell_ink_stuck": ("#C9C8F4", "#25213A"),
    "cell_far": ("#FFFFFF", "#000000"),  # towards it goes the motif of a faint cell
}  # fmt: skip

# Of the land; a value may be the name of a colour above.
LAND = {
    "white": ("#FFFFFF", "#FFFFFF"),
    # the skies of the title and of the map, from the top down
    "title_sky0": ("#0F1440", "#F9F3E6"), "title_sky1": ("#272A68", "#FBECD6"), "title_sky2": ("#543F80", "#FBDFBE"),
    "title_sky3": ("#9A5A83", "#FACFA4"), "title_sky4": ("#E58C75", "#F9C08D"), "title_sky5": ("#F7B57C", "#F5AE7C"),
    "map_sky0": ("#10153F", "#FBF6EA"), "map_sky1": ("#2A2A68", "#FCEED9"), "map_sky2": ("#53407F", "#FBE1C3"),
    "map_sky3": ("#B0667F", "#F8C99A"),
    # far away from a bowl's goal it is night
    "night": ("#05071E", "#2C2F66"), "moon": ("#FFF0D6", "#FFF6DA"), "moon_sea": ("#E3CDA8", "#E6D6AE"),
    # the evening's light: around the sun, the sun, mist in the valley, on the map's horizon, over its ridges
    "sun_glow": ("#FFC98C", "#FFC98C"), "sun": ("#FFEBC2", "#FFF3D6"), "mist": ("#FFC48C", "#FFC48C"),
    "map_sun": ("#FFC888", "#FFC888"), "haze": ("#FFB27A", "#FFB27A"),
    # the title's valley: ridges from afar, what lies deep, trees, the net among the stars, the curve in the valley
    "title_ridge0": ("#C0708A", "#F0C79A"), "title_ridge1": ("#8E5788", "#DDBE94"),
    "title_ridge2": ("#5E4480", "#C4B68B"),
    "earth_deep": ("bg1", "#7F9068"), "title_wood": ("#303672", "#6F8258"), "net": ("#FFFFFF", "text"),
    "curve_deep": ("glow", "error"), "letter_shadow": ("#0A0E2C", "#0A0E2C"),
    # the map's ridges from afar to near, and their rims; far hills, what ridges fade to, trees, shadows
    "map_ridge0": ("#54509C", "#D9D3AE"), "map_ridge1": ("#454898", "#CBCDA9"), "map_ridge2": ("#363D8A", "#BBC49C"),
    "map_ridge3": ("#282F74", "#AAB98F"),
    "map_rim0": ("#8E83CF", "#B7B083"), "map_rim1": ("#8088D4", "#A5A87D"), "map_rim2": ("#7079CC", "#909D72"),
    "map_rim3": ("#6570C4", "#7C8E60"),
    "map_far": ("#443B7D", "#EFE3C4"), "map_low": ("#14183A", "#D3D6BA"), "map_wood": ("#0E1233", "#4C5E35"),
    "map_shade": ("#0B0F33", "#6B6242"),
    # its path, and what chapters are known by
    "road": ("#706EA4", "#F3E9D2"), "road_ahead": ("text", "#7A6C48"), "pole": ("#D8DCF6", "#4A4560"),
    "map_bricks": ("#8F86CC", "#8A7F5C"), "map_digits": ("#9992DA", "#FFFFFF"),
    # what ended chapters leave: a fog that is gone then, a lake, what is drawn on the moon
    "fog": ("#B9B4EC", "#FFFFFF"), "water": ("#3E6FC0", "#A9CBE0"), "water_edge": ("#1B2466", "#8BA68A"),
    "water_light": ("#BFD8FF", "#FFFFFF"),
    "full_moon": ("#FFEBC2", "#F3C260"),
    "moon_ink": ("#7A5A40", "#8A6A48"),
    # its stops
    "stop_done": ("prim", "#FFFDF7"), "stop_done_lip": ("prim_lip", "#C9BB98"), "stop_done_ink": ("panel", "text"),
    "stop_open": ("raised", "#FFFDF7"), "stop_open_hi": ("raised_hi", "#FFFDF7"), "stop_open_rim": ("text", "#6B6242"),
    "stop_locked": ("#232962", "#E0E4D2"), "stop_locked_rim": ("#8088D4", "#829265"),
    # the strips under the bowls: water, dough and its nights, a boat, leaves
    "harbour0": ("#385B96", "#8FB9C9"), "harbour1": ("#25417D", "#6FA3BC"),
    "warm_water": ("#FFB27A", "#C25A12"), "steam": ("#FFFFFF", "#9C6450"),
    "dough": ("#F2DEB8", "#F7EACB"), "crumb": ("#C9A877", "#B8925C"),
    "moonlight": ("#FFE9B0", "#FFF3CF"), "moon_rim": ("#FFD65A", "#B98A12"), "timber_rim": ("#E9C48C", "#5E3D1C"),
    "leaf": ("#7FCF8A", "#2F7A3C"), "leaf_cold": ("#A8B56A", "#5F6B24"), "leaf_dry": ("#D9A65A", "#9A5A12"),
    # a window over a thermostat
    "pane0": ("#20285F", "#CFE3EE"), "pane1": ("#4A4A8C", "#FBE9CF"), "frost": ("#E6F6FF", "#3C84B0"),
    # the land of the levels by hand, and what stands in it
    "hill_far": ("#4A4794", "#E3D6BC"), "hill_near": ("#4549A0", "#D3D2AC"), "hill_rim": ("#8E83CF", "#7D8C61"),
    "wood": ("#2B3277", "#83946A"), "masonry": ("#6C66B4", "#B6AA8E"), "mortar": ("#232A63", "#EFE6CF"),
    "roof": ("#5A55A6", "#B9805F"), "wall": ("#3A3578", "#EADFC4"), "slate": ("#2B2760", "#9C6450"),
    "wall_edge": ("#6C64B8", "#744636"), "metal": ("#C9C4F2", "#6B6580"), "window": ("#FFE2A0", "#FFDB82"),
    "timber": ("#8A5E30", "#8A5E30"), "door": ("#221E54", "#7A5A40"), "inside": ("#2A3370", "#F3EAD6"),
    "lamp_glow": ("#FFD27A", "#FFD27A"), "lamp_light": ("#FFE9B8", "#FFE9B8"),
    "blueprint": ("#2F6FB8", "#2F6FB8"),
    "ice_block": ("#BFE3F5", "#BFE3F5"), "ice_ink": ("#BFE3F5", "#3C84B0"), "ready": ("#7FF0A0", "#2E8B57"),
    "taxi": ("#FFC83D", "#F2B51E"), "taxi_shade": ("#3A2A10", "#3A2A10"), "glass": ("#20264F", "#20264F"),
    "tyre": ("#20204A", "#20204A"), "sign_ink": ("#2A2350", "#2A2350"), "beam": ("#FFE9B0", "#FFE9B0"),
    "headlight": ("#FFF6DA", "#FFF6DA"),
}  # fmt: skip


RGB = tuple[int, int, int]
BLACK, WHITE = "#000000", "#FFFFFF"
# The contrast of words with their ground; 4.5 are asked for, 7 in a theme of high contrast, and colours are rounded.
READABLE, STARK = 4.6, 7.1


@lru_cache(4096)
def rgb_of(text: str) -> RGB:
    """(red, green, blue), each 0..255, of '#RRGGBB'. Raises ValueError for anything else."""
    if len(text) != 7 or text[0] != "#":
        raise ValueError(f"{text!r} is neither a colour of the theme nor of the form #RRGGBB.")
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


@lru_cache(4096)
def mix_colours(a: str, b: str, t: float) -> str:
    """'#RRGGBB' on the straight way from a (t = 0, and less) to b (t = 1, and more)."""
    t = min(1.0, max(0.0, t))
    pairs = zip(rgb_of(a), rgb_of(b))
    return "#{:02X}{:02X}{:02X}".format(*(round(p * (1 - t) + q * t) for p, q in pairs))


class Theme:
    """One complete palette; each of its colours is an attribute too. A theme is part of every cache key, by identity.

    shadow_strength, node_shadow   opacities 0..1            confetti   names or '#RRGGBB'
    relief     bands of the bowl from above, the lowest first
    contrast   all writing stands out by 7 : 1, wells and tracks have an edge
    """

    def __init__(self, name: str, dark: bool, *, shadow_strength: float, node_shadow: float, confetti: tuple[str, ...],
                 relief: tuple[str, ...], contrast: bool = False, **changed: str) -> None:  # fmt: skip
        self.name, self.dark, self.contrast = name, dark, contrast
        self.shadow_strength, self.node_shadow = shadow_strength, node_shadow
        self.confetti, self.relief = confetti, relief
        own = {colour: pair[not dark] for colour, pair in OWN.items()} | changed
        land = {colour: own.get(pair[not dark], pair[not dark]) for colour, pair in LAND.items()}
        if contrast:  # what bounds a thing has the colour of writing, what fills it nearly the ground's
            for colour in land.keys() - LIGHTS - STOPS.keys():
                edge = any(word in colour for word in EDGES)
                land[colour] = own["text"] if edge else mix_colours(land[colour], own["panel"], 0.82)
            land |= {colour: own[value] for colour, value in STOPS.items()}
        self.colours = own | land

    def __getattr__(self, name: str) -> str:
        colours: dict[str, str] = vars(self).get("colours", {})
        if name not in colours:
            raise AttributeError(name)
        return colours[name]

    def colour(self, name: str) -> str:
        """'#RRGGBB' of a colour's name; a text that is '#RRGGBB' already passes through."""
        if name[:1] == "#":
            return name
        if "*" in name:  # of two colours, and how much of the second: "wall*metal*0.35"
            a, b, part = name.split("*")
            return mix_colours(self.colour(a), self.colour(b), float(part))
        return self.colours[name]

    def rgb(self, name: str) -> RGB:
        return rgb_in(self, name)


@lru_cache(8192)
def rgb_in(theme: Theme, name: str) -> RGB:
    """(red, green, blue) of a theme's colour or of '#RRGGBB'."""
    return rgb_of(theme.colour(name))


# Of the land in a theme of high contrast: the words of what bounds something, and what keeps its colour.
EDGES = ("rim", "edge", "pole", "metal", "line", "mortar", "white", "ink", "road_ahead")
STOPS = {"stop_done": "prim", "stop_done_ink": "prim_text", "stop_open": "raised", "stop_locked": "raised"}
LIGHTS = {
    "lamp_light", "lamp_glow", "window", "moon", "headlight", "timber", "crumb", "roof", "dough", "tyre", "taxi",
    "ready", "full_moon", "sun", "leaf", "leaf_cold", "leaf_dry", "warm_water", "steam",
}  # fmt: skip
INKS = ("#14183A", "#FFFCF5")  # dark and light: on a ground of any tone the one that is read better


class Look(NamedTuple):
    """Everything that decides how a thing is drawn; hashable, and part of every key of a cached layer."""

    theme: Theme
    scale: float = 1.0  # physical pixels per design pixel: min(width / 1280, height / 720)
    text: float = 1.0  # the player's text size: 1.0, 1.25 or 1.5
    still: bool = False  # reduced motion

    @property
    def type(self) -> float:
        """How much larger than at 1280x720 and 100 % texts are in design pixels: none is below 14 physical ones."""
        return max(SMALLEST_TEXT, 16 * self.scale) * self.text / (16 * self.scale)


AT_DUSK: dict[str, Any] = {
    "shadow_strength": 0.45, "node_shadow": 0.35,
    "confetti": ("goal", "prediction", "input", "alpha", "weight", "error"),
    "relief": ("#8C6074", "#694A72", "#4B3873", "#3A3170", "#2E2F6C", "#303473", "#343A7C", "#3A4086", "#40478F",
               "#474EA0", "#4E56AA"),
}  # fmt: skip
ON_PAPER: dict[str, Any] = {
    "shadow_strength": 0.20, "node_shadow": 0.14, "confetti": ("#E9A900", "#FFF3D6", "#F6C9B0", "#FFFFFF"),
    "relief": ("#FFD9A0", "#FCDDB0", "#F9E2C0", "#F1E3C4", "#E6E0C0", "#DBDCBB", "#D1D7B6", "#C8D1B1", "#BFCBA9",
               "#B7C4A2", "#AFBD9A"),
}  # fmt: skip
STARKLY: dict[str, Any] = {"contrast": True, "shadow_strength": 0.0, "node_shadow": 0.0}

DUSK = Theme("dusk", True, **AT_DUSK)
PAPER = Theme("paper", False, **ON_PAPER)
DUSK_SAFE = Theme(
    "dusk", True, **AT_DUSK, input="#B4A7D5", prediction="#A6F8F1", goal="#EDDAA0", error="#D4929E", alpha="#C0FB1A"
)
PAPER_SAFE = Theme(
    "paper", False, **ON_PAPER, input="#3E077F", prediction="#094A41", goal="#423009", error="#9C4293", alpha="#0B120C"
)


DUSK_CONTRAST = Theme(
    "contrast dark", True, confetti=DUSK.confetti, **STARKLY,
    bg0=BLACK, bg1=BLACK, panel=BLACK, raised="#141414", raised_hi="#242424", lip=WHITE, well=BLACK, rowhi="#242424",
    border="#B8B8B8", border2=WHITE, text=WHITE, text2=WHITE, text3="#E0E0E0", kw="#E0E0E0", op=WHITE, ink=BLACK,
    prim="#FFE600", prim_hi="#FFF27A", prim_lip=WHITE, prim_text=BLACK, focus="#00E5FF", thumb=WHITE,
    input="#D9C2FF", weight="#7AC0FF", weight_negative="#FFA14A", prediction="#7DFFE0", goal="#FFE600",
    error="#FF9AA5", alpha="#C8FF7A", plugin="#7DE8F5",
    shadow=BLACK, scrim=BLACK,
    sky0=BLACK, sky1=BLACK, sky2="#101010", glow=BLACK, ter0="#1C1C1C", ter1="#1C1C1C", ter2="#161616", ter3="#101010",
    ter_edge=WHITE, hillfar="#0C0C0C", ground_text=WHITE, stone=BLACK, stone_edge=WHITE, grid="#7A7A7A",
    fog_sky0=BLACK, fog_sky1=BLACK, fog_sky2="#0C0C0C", fog_sky3="#161616", fog_deep=BLACK, casing=BLACK,
    relief=tuple(f"#{8 * k:02X}{8 * k:02X}{8 * k:02X}" for k in range(11)),
)  # fmt: skip
PAPER_CONTRAST = Theme(
    "contrast light", False, confetti=PAPER.confetti, **STARKLY,
    bg0=WHITE, bg1=WHITE, panel=WHITE, raised="#F2F2F2", raised_hi=WHITE, lip=BLACK, well=WHITE, rowhi="#EAEAEA",
    border="#4A4A4A", border2=BLACK, text=BLACK, text2=BLACK, text3="#262626", kw="#262626", op=BLACK, ink=BLACK,
    prim=BLACK, prim_hi="#262626", prim_lip=BLACK, prim_text=WHITE, focus="#0033CC", thumb=WHITE,
    input="#4A1496", weight="#003FA8", weight_negative="#7A2C00", prediction="#005248", goal="#5C4200",
    error="#960028", alpha="#2C4A00", plugin="#004A60",
    shadow=WHITE, scrim=WHITE,
    sky0=WHITE, sky1=WHITE, sky2="#F4F4F4", glow=WHITE, ter0="#EEEEEE", ter1="#EEEEEE", ter2="#F0F0F0", ter3="#F2F2F2",
    ter_edge=BLACK, hillfar="#F6F6F6", ground_text=BLACK, stone=WHITE, stone_edge=BLACK, grid="#6A6A6A",
    fog_sky0=WHITE, fog_sky1=WHITE, fog_sky2="#F6F6F6", fog_sky3="#EEEEEE", fog_deep=WHITE, casing=WHITE,
    relief=tuple(f"#{255 - 7 * k:02X}{255 - 7 * k:02X}{255 - 7 * k:02X}" for k in range(11)),
)  # fmt: skip
THEMES = {
    "standard": (DUSK, PAPER), "safe": (DUSK_SAFE, PAPER_SAFE), "contrast": (DUSK_CONTRAST, PAPER_CONTRAST),
}  # fmt: skip


def weight_colour(weight: float | None) -> str:
    """The colour name of a weight, by its sign; None: the weight is unknown."""
    return "weight_negative" if weight is not None and weight < 0 else "weight"


def theme_for(dark: bool = True, colours: str = "standard") -> Theme:
    """The theme of two settings: dark or light, and a palette of THEMES."""
    return THEMES.get(colours, THEMES["standard"])[0 if dark else 1]


def contrast(a: str, b: str) -> float:
    """Contrast ratio 1..21 of two '#RRGGBB' colours (WCAG 2.2, relative luminance)."""
    luminances = []
    for text in (a, b):
        parts = [part / 255 for part in rgb_of(text)]
        red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        luminances.append(0.2126 * red + 0.7152 * green + 0.0722 * blue)
    dark, light = sorted(luminances)
    return (light + 0.05) / (dark + 0.05)


@lru_cache(4096)
def legible(theme: Theme, hue: str, part: float) -> float:
    """How much of the hue a cell has on which black or white is written: `part`, or the nearest that stands out."""
    enough = STARK if theme.contrast else 0.0
    parts = sorted((k / 64 for k in range(65)), key=lambda at: abs(at - part))
    grounds = ((at, mix_colours(theme.colour("well"), theme.colour(hue), at)) for at in (part, *parts))
    return next((at for at, ground in grounds if max(contrast(end, ground) for end in (BLACK, WHITE)) >= enough), part)


@lru_cache(4096)
def readable(colour: str, ground: str, enough: float = READABLE) -> str:
    """'#RRGGBB' of what is written on this ground: the colour, or its hue as far towards black or white as it takes."""
    far = max("#000000", "#FFFFFF", key=lambda end: contrast(end, ground))
    for step in range(21):
        mixed = mix_colours(colour, far, step / 20)
        if contrast(mixed, ground) >= enough:
            return mixed
    return far
