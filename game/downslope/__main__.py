"""`python -m downslope` is the same as `downslope`."""

import sys

if __name__ == "__main__":
    try:
        from .cli import main

        main()
    except KeyboardInterrupt:  # before or after all that has a handler of its own
        sys.exit(130)
