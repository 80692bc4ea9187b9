"""Writers of the files that tests read, and of reports as archives hold them."""
