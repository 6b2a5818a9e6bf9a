"""What a spatial result hangs on: choices of its specification, single units and periods, the network.

Many fits of models of `spatial` and `regression` beside each other. One model under several weights is in `spatial`.
"""
