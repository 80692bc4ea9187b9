"""The `textmine` command over the stand-in pipeline; does nothing when it is only imported."""

import sys

if __name__ == "__main__":
    import fake_pipeline

    sys.modules["textmine.pipeline"] = fake_pipeline

    from textmine.cli.main import main

    sys.exit(main())
