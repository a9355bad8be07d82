"""`python -m placement COMMAND`."""

from placement.cli import main

if __name__ == "__main__":
    main()
