"""scripts/train: the passage classifier, trained on the sample archive and measured report by report."""
