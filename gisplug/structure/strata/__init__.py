"""Classes of factors and the variance that they account for: the geographical detector."""
