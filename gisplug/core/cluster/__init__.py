"""Work on a Dask cluster: tasks go by name, results come back as data that is checked, pickles of the cluster are not
read. What runs where is in `core.executor`.
"""
