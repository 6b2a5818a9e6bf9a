"""Up to how many units dense N x N matrices are used, each bound with its reason."""

DENSE_TESTS = 3000  # a few dense matrices at once: 72 MB each
DENSE_POWERS = 1000  # traces of powers from powers of W in blocks of columns; beyond, probes are as good and faster
