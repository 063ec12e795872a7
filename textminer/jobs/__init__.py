"""How long work runs: jobs in lanes on threads, free of Qt."""
