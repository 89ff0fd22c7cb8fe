"""What the product costs, each figure against a reference measured in the same run."""
