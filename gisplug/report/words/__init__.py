"""The words of tables, charts and reports in English and Chinese, and the settings that choose them.
The words of the toolbox are in `toolbox/i18n`.
"""
