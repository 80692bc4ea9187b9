"""The page: a fact store in the browser, to search, read and compare. An extra, `pip install textmine[web]`."""
