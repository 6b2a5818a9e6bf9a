"""Weights in and out of files, one module a format; `files` chooses by the ending.
How weights are made from maps belongs one floor up.
"""
