"""The colours of the land: name -> at dusk, on paper. Part of each theme; a value may be the name of another colour."""

from __future__ import annotations

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
    "blueprint": ("#2F6FB8", "#2F6FB8"), "blueprint_line": ("#CFE4FF", "#CFE4FF"),
    "ice_block": ("#BFE3F5", "#BFE3F5"), "ice_ink": ("#BFE3F5", "#3C84B0"), "ready": ("#7FF0A0", "#2E8B57"),
    "taxi": ("#FFC83D", "#F2B51E"), "taxi_shade": ("#3A2A10", "#3A2A10"), "glass": ("#20264F", "#20264F"),
    "tyre": ("#20204A", "#20204A"), "sign_ink": ("#2A2350", "#2A2350"), "beam": ("#FFE9B0", "#FFE9B0"),
    "headlight": ("#FFF6DA", "#FFF6DA"),
}  # fmt: skip
