"""`python -m downslope` is the same as `downslope`."""

from .cli import main

if __name__ == "__main__":
    main()
