"""The `textmine` command over the stand-in pipeline; does nothing when it is only imported."""

import os
import sys

if __name__ == "__main__":
    import fake_pipeline

    sys.modules["textmine.pipeline"] = fake_pipeline

    from textmine.cli import process, workers
    from textmine.cli.main import main

    process.ENTRY = "fake_worker"
    if not os.access(sys.executable, os.X_OK):  # run as nobody, from a folder that is closed to them
        process.INTERPRETER = "/proc/self/exe"
    workers.RECYCLED_AFTER = int(os.environ.get("FAKE_RECYCLE", workers.RECYCLED_AFTER))

    sys.exit(main())
