"""Where the frozen program begins: as `downslope` does; the processes that it starts are this program too."""

import multiprocessing
import sys

if __name__ == "__main__":
    multiprocessing.freeze_support()
    from downslope.cli import main

    sys.exit(main())
