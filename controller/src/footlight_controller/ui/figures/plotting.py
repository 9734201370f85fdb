"""pyqtgraph without what it does to the process that imports it. Takes a third of a second: import it when needed."""

import pyqtgraph
from pyqtgraph import exceptionHandling

# It puts itself before whoever hears of exceptions that nobody caught.
exceptionHandling.handler.remove()

path_of = pyqtgraph.arrayToQPath
pen = pyqtgraph.mkPen
Curve = pyqtgraph.PlotCurveItem
PlotWidget = pyqtgraph.PlotWidget
