"""The declaration of a tool: the single source of its CLI verb, Processing algorithm, reference page and checks.

Standard library only and Python 3.9: QGIS's own interpreter imports this.
"""

from gisplug.core.declare.applies import told as told
from gisplug.core.declare.inputs import Inputs as Inputs
from gisplug.core.declare.inputs import output as output
from gisplug.core.declare.inputs import param as param
from gisplug.core.declare.parts import ABOVE_ONE as ABOVE_ONE
from gisplug.core.declare.parts import ABOVE_ZERO as ABOVE_ZERO
from gisplug.core.declare.parts import GIVEN as GIVEN
from gisplug.core.declare.parts import INPUT_KINDS as INPUT_KINDS
from gisplug.core.declare.parts import NOT_GIVEN as NOT_GIVEN
from gisplug.core.declare.parts import OUTPUT_KINDS as OUTPUT_KINDS
from gisplug.core.declare.parts import VALUE_OUTPUTS as VALUE_OUTPUTS
from gisplug.core.declare.parts import Output as Output
from gisplug.core.declare.parts import Param as Param
from gisplug.core.declare.tool import GROUPS as GROUPS
from gisplug.core.declare.tool import Results as Results
from gisplug.core.declare.tool import Tool as Tool
