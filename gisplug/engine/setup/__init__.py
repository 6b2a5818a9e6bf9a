"""Making, verifying and removing the engine's private environment: the plan, a Python to start from, the folder, the
locked packages. Nothing here runs unless the user asks for it. Starting the engine is in `engine.client`.
"""
