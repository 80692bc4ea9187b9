"""The `textmine` command over the stand-in pipeline."""

import sys

import fake_pipeline

sys.modules["textmine.pipeline"] = fake_pipeline

from textmine.cli.main import main  # noqa: E402  # after the stand-in has taken its place

if __name__ == "__main__":
    sys.exit(main())
