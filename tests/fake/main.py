"""The `textmine` command over the stand-in pipeline; does nothing when it is only imported, but in the workers of a local cluster."""

import os
import sys

if __name__ in ("__main__", "__mp_main__"):
    import fake_pipeline

    sys.modules["textmine.pipeline"] = fake_pipeline

    if __name__ == "__mp_main__" or "run" in sys.argv:
        from textmine.cli import process, workers

        process.ENTRY = "fake_worker"
        if not os.access(sys.executable, os.X_OK):  # run as nobody, from a folder that is closed to them
            process.INTERPRETER = "/proc/self/exe"
        workers.CHARACTERS_AHEAD = int(os.environ.get("FAKE_AHEAD", workers.CHARACTERS_AHEAD))
        workers.RECYCLED_AFTER = int(os.environ.get("FAKE_RECYCLE", workers.RECYCLED_AFTER))

    if "export" in sys.argv:
        from textmine.export import deliver

        deliver.ACTIONS = int(os.environ.get("FAKE_ACTIONS", deliver.ACTIONS))

    if "--dataset" in sys.argv:
        from textmine.cli import parts

        parts.PART = int(os.environ.get("FAKE_PART", parts.PART))

    if "dask" in sys.argv:
        from textmine.cli import batch, cluster

        batch.MAX_OUTCOMES = int(os.environ.get("FAKE_OUTCOMES", batch.MAX_OUTCOMES))
        cluster.FAILURES = cluster.PATIENCE = 1

if __name__ == "__main__":
    from textmine.cli.main import main

    sys.exit(main())
