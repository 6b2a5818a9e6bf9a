"""From Processing's values to a job of the engine and back: parameters, layers, progress, results, words, options.
Algorithms themselves are in `toolbox.algorithms`.
"""
