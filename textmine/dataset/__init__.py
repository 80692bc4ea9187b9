"""A partitioned data set: the same facts as those of a store, as Parquet files that many workers write, with a ledger of the files."""
