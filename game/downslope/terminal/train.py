"""`downslope train digits`: a net learns to read, and `downslope read PICTURE.png`: what it makes of a picture."""

from __future__ import annotations

import os
from collections.abc import Callable
from errno import EISDIR
from pathlib import Path
from typing import Annotated, Any

import typer

from ..digits import dataset
from ..digits.csv_examples import from_csv, from_folder
from ..digits.dataset import SPLITS
from ..digits.drawing import BLOCK, SIDE, read_picture
from ..i18n import _, plural_form
from ..learning import kernel_count
from ..registry.plugin_guard import answer, say
from ..rules import Session, accuracy_examples, share_correct
from ..storage.files import Refused
from ..storage.netfile import SavedNet, digest, load_net, save_net
from .commands import Json, app, registry
from .output import number, print_error, print_json, unknown, whole

Row = dict[str, Any]  # of a pass: its number, the mean error of its steps, how much is read correctly after it
CHUNK = 100  # steps between two looks at the bar
MOST_KERNELS, MOST_PASSES, MOST_SEED = 256, 10_000, 2**31


@app.command()
def train(
    what: Annotated[str, typer.Argument(help="The data set: digits.")],
    kernels: Annotated[str, typer.Option(help="The number of kernels.")] = str(dataset.KERNELS),
    passes: Annotated[str, typer.Option(help="Passes through all digits.")] = str(dataset.PASSES),
    alpha: Annotated[str, typer.Option(help="Alpha at the start; it falls to 0.")] = str(dataset.ALPHA),
    seed: Annotated[str, typer.Option(help="The seed of start weights, order and shifts.")] = "0",
    split: Annotated[str, typer.Option(help="stratified, or writers: unseen are other people's.")] = "stratified",
    more: Annotated[Path | None, typer.Option("--with", help="A CSV file or folder of PNGs to learn from too.")] = None,
    save: Annotated[Path | None, typer.Option(help="The file for the net.")] = None,
    as_json: Json = False,
) -> int:
    """Train a net to read handwritten digits, in plain Python."""
    catalog = registry(quiet=True).catalog
    try:
        # What was typed, as numbers. Refused: one sentence.
        if what != "digits":
            raise Refused(unknown(_("data set"), what, ["digits"]))
        if split not in SPLITS:
            allowed = ", ".join(SPLITS)
            raise Refused(_("--split is {value}; allowed: {allowed}").format(value=split, allowed=allowed))
        width, rounds = whole("--kernels", kernels, 1, MOST_KERNELS), whole("--passes", passes, 1, MOST_PASSES)
        rate, chance = number("--alpha", alpha, above=0.0), whole("--seed", seed, 0, MOST_SEED)
        if save is not None:
            # Refused: nothing can be saved there, which is said before anything is trained
            try:
                if save.is_dir():
                    raise IsADirectoryError(None, os.strerror(EISDIR))
                save.parent.mkdir(parents=True, exist_ok=True)
                probe = save.with_name(f".{save.name}.probe")
                probe.touch()
                probe.unlink()
            except OSError as error:
                template = _("{file} cannot be saved: {reason}")
                raise Refused(template.format(file=save.name or save, reason=error.strerror or error)) from error
        added = [] if more is None else from_folder(more) if more.is_dir() else from_csv(more)
        session = Session(dataset.digits_level(width, rounds, rate, chance, split, added), catalog)
    except Refused as why:
        return print_error(str(why))
    rows: list[Row] = []
    try:
        if as_json:
            learn(session, rows.append)
        else:
            _watched(session, rows)
        ended = 1 if session.run.diverged else 0
    except KeyboardInterrupt:
        ended = 130
    if session.run.diverged:
        sentence = plural_form(
            "The numbers ran away after a step: use a smaller --alpha.",
            "The numbers ran away after {steps} steps: use a smaller --alpha.",
            session.count,
        )
        print_error(sentence.format(steps=session.count))
    if save is not None and session.count:
        level, examples = session.level, len(session.run.examples)
        how: dict[str, Any] = {"examples": examples, "steps": session.count, "alpha": level.alpha, "seed": level.seed}
        how |= {"unseen": rows[-1]["unseen"]} if rows else {}
        try:
            save_net(save, SavedNet(session.run.network, session.weights, how))
        except Refused as why:
            return print_error(str(why))
    if as_json:
        level, run = session.level, session.run
        print_json({
            "kernels": kernel_count(run.network), "alpha": level.alpha, "seed": level.seed,
            "examples": len(run.examples), "unseen_examples": len(level.unseen), "steps": run.count,
            "ran_away": run.diverged, "weights": len(run.weights), "digest": digest(run.network, run.weights),
            "passes": rows,
        })  # fmt: skip
    elif save is not None and session.count:
        say(_("saved: {file}").format(file=save))
    return ended


def learn(session: Session, passed: Callable[[Row], None], went: Callable[[int], None] | None = None) -> None:
    """To the end of the budget, or until the numbers run away. `passed`: a row after each pass; `went`: steps made."""
    run = session.run
    each, first = len(run.batches), 0
    while (left := session.level.budget * each - run.count) > 0 and not run.diverged:
        before = run.count
        run.advance(min(CHUNK, left))  # a stretch ends with its epoch at the latest
        steps = run.count - before
        if went is not None:
            went(steps)
        if steps and run.count % each == 0:
            total = 0.0
            for error in run.errors[first:]:
                total += error
            first = run.count
            unseen = share_correct(run, session.level.data(unseen=True))
            seen = share_correct(run, accuracy_examples(run))
            passed({"pass": run.count // each, "error": total / each, "seen": seen, "unseen": unseen})


def _watched(session: Session, rows: list[Row]) -> None:
    """With a bar in a terminal; elsewhere a line after each pass."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    console = Console(highlight=False, markup=False, file=answer())
    steps = session.level.budget * len(session.run.batches)
    parts = [TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:3.0f} %"), TimeElapsedColumn()]
    parts += [TextColumn(_("left")), TimeRemainingColumn()]
    with Progress(*parts, console=console, disable=not console.is_terminal) as progress:
        task = progress.add_task(_("pass {number}").format(number=1), total=steps)

        def passed(row: Row) -> None:
            rows.append(row)
            line = _("pass {number}: error {error:.4g}, reads {seen:.1%} of seen, {unseen:.1%} of unseen digits")
            said = line.format(number=row["pass"], error=row["error"], seen=row["seen"], unseen=row["unseen"])
            progress.console.print(said, soft_wrap=True)
            progress.update(task, description=_("pass {number}").format(number=row["pass"] + 1))

        learn(session, passed, lambda made: progress.advance(task, made))


# `downslope read PICTURE.png --net FILE`.


SHADES = " .:-=+*#%@"
ACROSS = SIDE // BLOCK
SHOWN = 3  # digits with the largest shares


@app.command()
def read(
    picture: Annotated[Path, typer.Argument(help="A PNG picture of one digit.")],
    net: Annotated[Path, typer.Option(help="A net saved by `train digits --save FILE`.")],
    as_json: Json = False,
) -> int:
    """Read a digit from a picture with a trained net."""
    try:
        saved = load_net(net, inputs=ACROSS * ACROSS, outputs=10)
        pixels = read_picture(picture)
    except Refused as why:
        return print_error(str(why))
    parts = dataset.shares(saved.network.predict(saved.weights, pixels))
    order = sorted(range(10), key=lambda digit: (-parts[digit], digit))
    if as_json:
        print_json({"digit": order[0], "shares": parts, "pixels": pixels})
        return 0
    for row in range(ACROSS):
        line = [SHADES[round(p * (len(SHADES) - 1))] * 2 for p in pixels[row * ACROSS : (row + 1) * ACROSS]]
        say(f"  {''.join(line)}".rstrip())
    likely = ", ".join(f"{digit} {parts[digit]:.0%}" for digit in order[:SHOWN])
    say(_("read as {digit}   ({shares})").format(digit=order[0], shares=likely))
    return 0
