"""The staff application: counter, event desk and library desk in one window; the role decides."""
