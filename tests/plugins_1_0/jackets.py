from downslope import Example, Level, Near, hookimpl


@hookimpl
def levels():
    return [
        Level("winter-jackets", title="Winter jackets", brief="At -2 degrees, 80 % wear one. Land there.",
              examples=[Example(-2, 0.8)], weights=[0.5], alpha=0.1, target=Near(0.01)),
    ]
