"""A level with your own pictures: a folder for each class, with PNG files."""

from pathlib import Path

from downslope import Accuracy, ConvNet, Knob, Level, hookimpl, read_pictures

downslope_api = (1, 1)


@hookimpl
def levels():
    examples, names = read_pictures(Path(__file__).parent / "shapes", side=8)
    return [
        Level(
            "shapes",
            title="Ring, cross or bars?",
            brief="Two kernels slide over each picture. What they see votes for a ring, a cross or bars.",
            network=ConvNet(8, 2, len(names)),
            examples=examples,
            spread=0.3,
            alpha=0.1,
            batch=1,
            metric="softmax-cross-entropy",
            knobs=[Knob("alpha", 0.1, 0.5, step=0.1)],
            target=Accuracy(1.0, unseen=False),
            budget=60,
        ),
    ]
