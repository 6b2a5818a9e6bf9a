"""What instruments are and how strong: the moments of GMM, k-class estimates and rank tests, Stock-Yogo values."""
