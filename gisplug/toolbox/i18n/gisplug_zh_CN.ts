<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>gisplug</name>
    <message>
        <source>Boundaries and weights</source>
        <translation>边界与空间权重</translation>
    </message>
    <message>
        <source>Night lights</source>
        <translation>夜间灯光</translation>
    </message>
    <message>
        <source>Panel</source>
        <translation>面板数据</translation>
    </message>
    <message>
        <source>Indices and inequality</source>
        <translation>指数与不平等</translation>
    </message>
    <message>
        <source>Autocorrelation</source>
        <translation>空间自相关</translation>
    </message>
    <message>
        <source>Spatial models</source>
        <translation>空间计量模型</translation>
    </message>
    <message>
        <source>Panel regressions</source>
        <translation>面板回归</translation>
    </message>
    <message>
        <source>Policy evaluation</source>
        <translation>政策评估</translation>
    </message>
    <message>
        <source>Configurations and novelty</source>
        <translation>组态分析与创新测度</translation>
    </message>
    <message>
        <source>Study</source>
        <translation>研究项目</translation>
    </message>
    <message>
        <source>Catalogue of boundary sets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lists the boundary sets that gisplug knows: source, licence, level, id field. Those that ship can be named wherever boundaries are asked for; the others tell where to download them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A word that the entries must hold, such as China.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Catalogue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One row for each boundary set.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number of sets found.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check and repair boundaries</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reads boundaries, checks encoding, coordinate reference system, ids and geometry, repairs what needs no choice, and reports all of it. Duplicate ids and units without geometry are refused with the list, unless they are to be merged or dropped.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Boundaries</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Polygon layer with one feature per unit, or the name of a set of the shelf such as demo-china-provinces.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Id field</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Field that identifies each unit. Ids are compared as text, so 110000 and &#x27;110000.0&#x27; are the same unit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name field</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Field with the name that maps and tables show. The ids are shown where it is left empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which layer of a file that holds several.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Encoding</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Encoding of a shapefile&#x27;s text, such as gb18030. The bytes decide where it is left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Coordinate reference system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Coordinate reference system of the coordinates, such as EPSG:4490, where the file lacks it or is wrong.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Merge records with the same id</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whether records with the same id become one unit. Otherwise they are refused with the list.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Features without id or geometry</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop with the list of them, or leave them out and report it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clean boundaries</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Valid units with text ids, names and area in square kilometres.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What was found, assumed and repaired, one row each, with the ids concerned.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Overlaps and gaps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Areas that two units cover, and thin gaps between units, with area and mean width.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Units</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number of units.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Repairs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number of kinds of repairs made.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Warnings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number of warnings.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Coordinate reference system used</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The coordinate reference system of the clean boundaries.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Contiguity weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finds the neighbours of each unit by common borders. A tolerance is on by default, so gaps, overlaps and borders that were simplified one by one do not cut neighbours apart; the message tells which links it gained over the strict rule.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rule</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queen: a common point is enough. Rook: a common line. Border length: a common line, weighted by its length in kilometres.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rook</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Border length</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tolerance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Metres by which borders may miss each other. The word auto chooses it from the gaps in the data; 0 is the strict rule.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Units without neighbours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep them (their spatial lag is 0), join each to the nearest unit, or stop with the list of them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Join to the nearest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Links by hand</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pairs of units to join, by id or name, such as Hainan:Guangdong; several are separated by commas.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Order of contiguity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How many steps away neighbours are: 1 for neighbours, 2 for neighbours of neighbours.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Include lower orders</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whether neighbours of all orders up to the given one are included.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spatial weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The weights before normalisation, with ids: an edge list (.csv, .xlsx, .dta, .parquet), .gal, .gwt, .mtx or .swm. Tools that read it normalise it as they are told.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Links as lines</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One line for each pair of linked units, with weight and length in kilometres.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Table of links</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One row for each link with focal unit, neighbour, weight and normalised weight.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Diagnostics</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Links, neighbours (mean, least, most), isolates, components, symmetry and spectral radius.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Picture of the weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Histogram of the number of neighbours, beside the map of the links where boundaries are given.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Links</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number of links, counted in both directions.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Isolates</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number of units without a neighbour.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mean neighbours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mean number of neighbours of a unit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Components</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number of groups of units that links connect.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Links gained</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number of pairs that the tolerance gained over the strict rule.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Convert weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reads weights in one format and writes them in another, with their ids. The endings of the names decide: .csv, .xlsx, .dta, .parquet, .gal, .gwt, .mtx, .swm.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weights file to read: edge list or dense matrix, GAL, GWT, Matrix Market or ArcGIS .swm.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Normalisation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How the weights are scaled before writing; none leaves them as they are.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Row</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spectral</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Min-max</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layout of tables</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edge list (focal, neighbor, weight) or dense matrix with ids in the first row and column.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edge list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dense matrix</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Table with ids</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Table whose ids give the order of a matrix without ids, or add units that the file lacks.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unit field</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Column of that table with the ids; the first column where it is left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Converted weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The weights in the format of the ending of its name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Diagnostics of weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Describes weights: links, neighbours, isolates, components, symmetry. Draws the histogram of neighbours and, with boundaries, the links on the map.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weights file (edge list CSV, GAL, GWT, Matrix Market, Excel, Stata) with the same ids as the panel.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How the weights are scaled: rows sum to one, largest eigenvalue one, or the smaller of the largest row and column sum.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>row</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>spectral</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>minmax</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Boundaries or points</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layer of the units, for names, lengths and the map of links.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Field of the layer that identifies each unit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Field of the layer with the name shown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Table of the paper</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The diagnostics as a table for a paper.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One line for each pair of linked units; needs the boundaries.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Units with their neighbours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The units with the number of their neighbours; needs the boundaries.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Distance weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Makes weights from the distance between units (centroids of polygons, or points). For longitude and latitude, distances are along great circles. All distances are in kilometres.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Polygon or point layer with one feature per unit, or the name of a set of the shelf such as demo-china-provinces.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Field that identifies each unit, compared as text.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Field with the name that messages and tables show.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kind of weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The k nearest units; all units within a distance; one over the distance to a power; an exponential of the distance; or a kernel of it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>k nearest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Distance band</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inverse distance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exponential decay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kernel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>k</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number of nearest units for the k nearest, and for an adaptive kernel.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Distance in km</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Radius of the band, cut-off of inverse distance and decay, or bandwidth of the kernel. Where it is left out, band and kernel take the least that leaves nobody alone, and the others link every pair.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Power of distance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Power of inverse distance: 1, or 2 as in gravity.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rate of decay per km</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rate of exponential decay. Where it is left out, it is one over the median distance to the nearest unit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kernel function</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shape of the kernel between 0 and the bandwidth.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>triangular</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>uniform</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>quadratic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>quartic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>gaussian</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Adaptive bandwidth</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whether the kernel of each unit reaches to its k-th nearest unit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Symmetric k nearest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whether two units are linked if either is among the k nearest of the other.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Economic and nested weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Makes weights from a column of a table, such as GDP per head: one over the difference between units, gravity, or geography nested with the economy. A panel is averaged over its periods, or one period is taken; one file for each period is written on request.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Table</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Table with one row per unit, or per unit and period.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Column with the id of the unit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Variable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Column with the economic size or level, such as GDP per head.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Period field</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Column with the period, for panels.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Period</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The period whose values are taken. Where it is left out, values are averaged over all periods.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Economic: one over the absolute difference. Gravity: product of the values over distance to a power. Nested: geography times economic. Nested, Lin: geography times the unit&#x27;s share in the mean. Nested, mix: a weighted mean of both after row standardisation.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Economic distance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gravity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nested (product)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nested (Lin and others 2005)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nested (weighted mean)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weights of geography</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weights file to nest with the economy.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Boundaries for the distances of gravity weights and for the map of links.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Field of the boundaries that identifies each unit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Field of the boundaries with the name shown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Power of distance in gravity weights.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cut-off in km</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Distance beyond which gravity weights are 0.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of geography</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of geography in the weighted mean.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weights by period</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder that receives one edge list for each period, weights_2010.csv and so on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Aggregate night lights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Turns yearly night-light rasters into a long panel with one row per unit and year: sum, mean, lit share, maximum, inequality and ln of the sum per square kilometre. Cells count by the exact fraction that a unit covers, and the rasters are never read whole. Units that no observed cell covers get empty values and a message, not zeros.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Night-light rasters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A folder, a list of files, or a pattern such as ntl_{period}.tif; demo-lights names the SYNTHETIC rasters of the shelf. Several rasters of one year that lie side by side are taken together.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light product</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the numbers of the rasters mean: unit, missing values, scale, and whether zero is dark. The choice as-is takes them as the file says; lights-products lists all products.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>as-is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dmsp-ols</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>viirs-vnl</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>black-marble</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>npp-viirs-like</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>npp-viirs-like-8bit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>harmonised-dmsp-like</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>demo-lights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Periods</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Years to use, such as 2013-2020, 2022. All that are found where left empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Statistics</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Columns of the table.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sum</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mean</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>area_mean</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>lit_share</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>max</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>valid_share</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>gini</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ln_sum_area</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>lit_km2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>light_km2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>valid_km2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>area_km2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cells</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cells on borders</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cells count by the exact fraction that a unit covers, or wholly if their centre lies in it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exact fraction</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Centre of the cell</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Overlapping units</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ground that several units cover counts for each of them, or only for the first or the last in the layer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>each</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>last</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lit above</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A cell is lit if its light is above this. The product decides where left empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Missing value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With auto, product and file decide, and a missing value of 0 is overridden where the product says that zero is dark. With file, the file alone decides; with none, every number counts; a number is the missing value itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Band</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Band of the rasters that holds the light.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inter-calibration table</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Table with the columns year, c0, c1, c2 and, where several satellites flew, satellite (F10 ...). Light becomes c0 + c1 times light + c2 times light squared; dark cells stay dark.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Negative light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whether light below zero is kept, set to zero, or taken as not observed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set to zero</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not observed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Noise floor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light of a cell up to this is set to zero.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cap</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light of a cell above this is set to this, against gas flares and fires.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Statistic on the map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Statistic that layer and map show.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cache folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder that keeps cell fractions and finished years, so that a broken-off run goes on where it stopped and a new year costs only itself. On a cluster all workers must see it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Processes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number of processes. Zero uses all processors where the work is worth it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lights of units</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Long table with unit, name, period and the statistics.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layer of lights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Units with the statistics of the last period and the mapped statistic of every period.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Course of the lights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sum of lights, lit share and light density of units by period.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Maps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The mapped statistic in up to four periods from the first to the last.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lights by period</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sum, growth, mean and spread over units by period.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number of periods.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Empty rows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rows of units that no observed cell covers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First total</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sum of lights of all units in the first period.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last total</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sum of lights of all units in the last period.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Calibrate night lights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Writes a copy of a night-light raster in the unit of its product, with explicit steps: 8-bit copies scaled back to radiance, satellites inter-calibrated by coefficients, negatives, noise floor and cap. The source is never changed, and the steps stand in the file&#x27;s tags.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Night-light raster</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Raster to calibrate.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Year whose coefficients apply; read from the name of the file where left empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Calibrated raster</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GeoTIFF of 32-bit numbers; cells that were not observed are empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Before and after</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number of cells by light, before and after the steps.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changed cells</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cells that a step after scaling changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Missing cells</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cells that were not observed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sum of the light of all cells after scaling.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light after</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sum of the light of all cells after all steps.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What was done, in words.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light products</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lists the night-light products that gisplug knows: unit, years, missing values, saturation, what zero means, source and licence. With rasters, it also looks through them and says where they do not fit the product.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rasters to check</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A folder, a list of files, or a pattern such as ntl_{period}.tif.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Products</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All products with unit, years, missing values, valid range, saturation, source and licence.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Products to read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The same as a readable table with notes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checked rasters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One row per raster: size, cell, type, missing value, minimum, maximum, and shares of zero, negative, missing and saturated cells.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number of products</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How many products are known.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How many things do not fit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Splice two light series</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Joins an older and a newer series of lights, such as DMSP until 2013 and VIIRS from 2012, by a regression on the periods that both have. The older periods are carried to the scale of the newer sensor; the newer ones stay as they are.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Older series</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Long table of the older sensor with one row per unit and period.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Newer series</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Long table of the newer sensor with the same columns.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Column with the id of the unit, in both tables.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Column with the year, in both tables.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light field</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Column with the light to join, in both tables.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In logarithms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whether the line is fitted between logarithms; light then stays positive.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Intercept for each unit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whether each unit has an intercept of its own, so that no unit jumps on average at the change of sensor.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Joined series</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Long table of all periods with a column that says which sensor a row comes from.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fitted line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Intercept, slope, R squared and the periods of the overlap.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Picture of the splice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Overlap with the fitted line, and the series before and after.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Slope</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Slope of newer on older light.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Intercept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Intercept of newer on older light.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>R squared</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of the newer series that the older explains over the overlap.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Observations</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Observations of the overlap.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Map of a variable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draws a variable of the panel on the map, for one period or for several with common classes, with legend, scale bar and a neutral word on boundaries. The projection is chosen for equal areas: Albers for China, a fitted one elsewhere.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Panel table</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Long table with one row per unit and period: CSV (UTF-8 or GB18030), Excel, Stata, Parquet or a GeoPackage table.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Column with the id of the unit, matched as text to the ids of the weights and boundaries.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Column with the year or other period.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Column of the panel that is mapped; numbers in classes, text by its values.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Periods to draw, joined by commas, or all. The last one where it is left empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light to dark, two colours centred on zero, one colour for each text, or what fits the values.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What fits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light to dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Centred on zero</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One for each text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Classes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number of classes; their borders are quantiles.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Background</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Polygon layer drawn in grey below the units, such as demo-china-all.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Title</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Title above the map; variable and period where it is left empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Legend title</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Words above the legend; the variable where it is left empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Note</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Words below the map, such as the source.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Names</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whether the names of the units stand on the map; names that would cover others are left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>North arrow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whether a north arrow is drawn.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Map as a picture for a paper.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Units with the variable, one field for each period.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Describe a panel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gives descriptive statistics with the spread between and within units, correlations with stars, and variance inflation factors, as the tables that papers print.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Columns</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Columns to describe; all number columns where it is left empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Column that is left out of the variance inflation factors.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Correlation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of the values (Pearson) or of their ranks (Spearman).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pearson</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spearman</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Descriptive statistics</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>N, mean, standard deviations, quartiles and range of each column.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Correlations</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Matrix of correlation coefficients.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Variance inflation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Variance inflation factor of each column but the outcome.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The three tables as a paper prints them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Correlation picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Correlations as coloured cells.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Largest number of rows with a value.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mean VIF</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mean variance inflation factor.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read and join a panel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reads a long table and joins boundaries and another table (night lights, for example) to it, by id and period and never by the order of rows. Repeated keys, absent rows and strangers are refused with their list.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Polygon layer with one feature per unit, or the name of a set of the shelf such as demo-china-provinces. It is needed for the layer; it also gives names to the picture.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Field of the boundaries with the id of each unit, as in the panel.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Field with the name that maps and labels show. The ids are shown where it is left empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Units that do not match</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refuse them with their list, or go on with the units that table and boundaries have in common.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refuse</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go on with common units</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Allow absent rows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whether rows may be absent for some units and periods; they stay empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Second table</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Table whose columns are added, such as night lights by unit and year.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unit field of the second table</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The same name as in the panel where it is left empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Period field of the second table</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where it is left empty, the rows hold for every period, such as area or terrain.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rows that the second table lacks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refuse them with their list, or leave them empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave empty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Encoding of text tables. UTF-8 and GB18030 are found without it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Excel sheet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sheet of the panel&#x27;s workbook; the first where it is left empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Joined panel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Long table with all columns, in the order of units and periods.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All units in all periods with all number columns. It needs boundaries.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything that was found, left out or kept empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prepare a panel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Carries out steps in order and records each: new columns by formula, logs, lags, growth, interpolation within a unit, winsorising, standardising, filters. Formulas are read by a small grammar and never run as code.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Steps joined by semicolons, such as: interpolate gdp; ln_gdp = log(gdp); gdp_1 = lag(gdp); g = growth(gdp); x = winsorise(x, 0.01); keep year &gt;= 2013; drop unit in (110000, 310000). Names with spaces or signs stand in backticks.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whether rows may be absent before or after the steps.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prepared panel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Long table after all steps.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Record of the steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What each step did: cells changed, filled and left empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The record as a table for an appendix.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number of units after the steps.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number of periods after the steps.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number of columns after the steps.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Panel unit-root tests</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tests whether variables have a unit root: Levin, Lin and Chu; Im, Pesaran and Shin; and Fisher-type tests. P-values come from the published tables and, safer in short panels, from simulated random walks of the same size.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Variables</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Columns to test, without empty cells.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tests</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One common root (LLC), a root for each unit (IPS), or combined p-values (Fisher).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Levin-Lin-Chu</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Im-Pesaran-Shin</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fisher</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Deterministic part</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What each unit&#x27;s series may have besides the root.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Intercept and trend</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lags</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number of lagged differences, or the words sic or aic, which choose it for each unit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove period means</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Subtract the mean of each period first, against common shocks.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Simulations</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number of simulated panels for the simulated p-values; nought leaves them out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start of the random numbers; the same seed gives the same result.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Statistic and p-values of each variable and test.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tests by unit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lags, coefficient, t and p of each unit&#x27;s own test.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Statistics with stars and p-values.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First statistic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Statistic of the first variable and test.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First p-value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>P-value of the first variable and test.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Co-agglomeration of two industries</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measures whether two industries are at home in the same units: how alike their location quotients are, plus how large they are together. The quotients are computed from employment, or given.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First industry</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Column with employment or output of the first industry, or its location quotient.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Second industry</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Column with employment or output of the second industry, or its location quotient.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All industries</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Column with employment or output of all industries. Where it is left empty, the two columns are taken as location quotients.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New column</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name of the new column.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Panel with new columns</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The panel table with the co-agglomeration index and the quotients added, ready for the other tools.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All units in all periods with the index. It needs boundaries.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Index of each unit in the first and last period and on average.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Index over time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Co-agglomeration of all units over time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mean</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mean of all units and periods.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Highest unit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unit with the highest index in the last period.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Convergence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asks whether units grow alike. Sigma convergence is a spread that falls over time; beta convergence is faster growth of units that start lower, with speed and half-life. Kernel densities show how the whole distribution moves.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Column with positive values.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Controls</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Columns for conditional convergence.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fixed effects</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None gives absolute convergence; unit effects let each unit have its own path.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>twoways</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Region field</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Column with regions, which are then shown beside the whole.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Periods of the densities</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Periods whose density is drawn, joined by commas. First, middle ones and last where it is left empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spread by period</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Standard deviation of logs and coefficient of variation by period and region.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Beta estimates</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Estimates of the beta regressions.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sigma by period and the beta regressions side by side.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sigma over time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spread over time, all units and each region.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Growth and first value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mean growth against the first value, with names.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kernel densities</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Distribution over the units in several periods.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change of the spread</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change of the spread a period; negative is convergence.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>P-value of the change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>P-value of the linear trend of the spread.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Beta</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Coefficient of the logarithm of the value; negative is convergence.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>P-value of beta</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>P-value of beta.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Speed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Speed of convergence a period.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Half-life</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Periods until half of the gap is closed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Coupling coordination degree</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measures how far two or more systems, such as digital economy and green development, rise together. Each system is an index from 0 to 1; the result is the coupling degree, the common level and the coordination degree with its grade.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Systems</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Two or more columns with an index from 0 to 1 each.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shares</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weight of each system in the common level, such as: 0.5, 0.5. All alike where it is left empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rescale to 0 to 1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scale each system to 0 to 1 over the whole panel first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Coupling degree</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The standard formula, or the corrected one of Wang and others (2021) whose values spread better.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>standard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>corrected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The panel table with coupling, level, coordination and grade added, ready for the other tools.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All units in all periods with the coordination degree. It needs boundaries.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Means by period, and the number of units in each grade.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Coordination over time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Coordination degree of all units over time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Coordination</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mean coordination degree of the last period.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Coupling</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mean coupling degree of the last period.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Entropy-weight index</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Builds a composite index from indicators. Each is scaled to 0 to 1, turned round where less is better, and weighed by how unevenly it is spread (the entropy method). The index lies between 0 and 1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Positive indicators</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Columns where more is better.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Negative indicators</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Columns where less is better.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dimensions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Names and indicators such as: innovation: a, b; green: c, d. Each dimension then has its weight and its part of the index.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scale and weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Over all periods together, so that values are comparable over time, or for each period by itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All periods together</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Each period</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zeros</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take p ln p as 0 where p is 0, its limit, or add 0.0001 to all scaled values, as many papers do.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shift by 0.0001</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The panel table with the index and its parts added, ready for the other tools.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Entropy, divergence and weight of each indicator; with weights by period one row a period.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weights of indicators and dimensions.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Index of all units over time with mean, middle half, and the first and last units named.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weights as bars</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weight of each indicator, coloured by dimension.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mean of the index.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Standard deviation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Standard deviation of the index.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Heaviest indicator</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Indicator with the largest weight.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Principal-component index</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Condenses indicators that go together into one index by principal components of their correlations. The Kaiser-Meyer-Olkin measure and Bartlett&#x27;s test say whether that is sensible; components point where the sum of their loadings is positive.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Columns where more is better; two or more indicators in all.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Columns where less is better; they are turned round first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Components kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The word kaiser keeps eigenvalues above 1; a whole number keeps so many; a share such as 0.85 keeps as many as reach it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The panel table with the index, the index from 0 to 1 and the components added, ready for the other tools.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loadings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loadings, communality, weight and sampling adequacy of each indicator.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All units in all periods with the index and the components. It needs boundaries.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Variance explained and loadings, with the two tests.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Index from 0 to 1 of all units over time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scree plot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Eigenvalues and cumulative share of variance.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>KMO</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kaiser-Meyer-Olkin measure of sampling adequacy.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bartlett chi-square</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bartlett&#x27;s test statistic.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bartlett p-value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>P-value of Bartlett&#x27;s test.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of variance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of variance that the kept components hold.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number of components kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inequality and concentration</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measures in each period how unequally a value is spread over the units: Gini, Theil, coefficient of variation, Herfindahl and the shares of the largest. With regions, the Theil index is split into parts between and within them, and the Gini coefficient by Dagum into within, between and transvariation.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Column with the region of each unit, such as east, centre and west.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Population field</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Column with the population, for values per head. All units count alike where it is left empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All measures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All measures and parts, one row a period.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measures by period, Dagum&#x27;s and Theil&#x27;s decompositions.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Decomposition over time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dagum&#x27;s parts of the Gini coefficient over time; without regions all measures as lines.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Theil over time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Parts of the Theil index between and within regions over time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gini</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gini coefficient of the last period.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Theil T</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Theil index of the last period.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Herfindahl</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Herfindahl index of the last period.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Location quotient</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measures how specialised a unit is in an industry: its share of the industry in all industries over the same share of all units together (Hoover). Above 1 the industry is at home there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Industry</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Column with employment or output of the industry.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Column with employment or output of all industries.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The panel table with the location quotient added, ready for the other tools.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All units in all periods with the location quotient. It needs boundaries.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quotient of each unit in the first and last period and on average.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quotient over time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Location quotient of all units over time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unit with the highest quotient in the last period.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Specialised units</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number of units above 1 in the last period.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bivariate Moran&#x27;s I</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measures in each period whether one variable goes with the neighbours&#x27; values of another. The local version is the tool for local Moran with a lagged variable.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Column that is measured.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lagged variable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Column whose spatial lag is compared with the variable.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Permutations</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How many times the values are shuffled over the units.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start of the random numbers; the same seed gives the same p-values.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Alternative</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Positive, negative or either association.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Either (two-sided)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Positive</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Negative</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Polygon layer with one feature per unit, or the name of a set of the shelf such as demo-china-provinces. It is needed for the layer and the map.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Period shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Period of the picture; the last one where it is left empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Most labels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How many units are named; those farthest from the centre come first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Statistic by period</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bivariate I, correlation in place, permutation mean, z and p, one row a period.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bivariate I, z and p of each period.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scatter plot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Variable against the spatial lag of the other, with unit labels.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bivariate I</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bivariate Moran&#x27;s I of the chosen period.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>P-value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Permutation p-value of the chosen period.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Geary&#x27;s C and Getis-Ord&#x27;s G</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measures autocorrelation in each period by the differences between neighbours (Geary&#x27;s C, below one when similar values are neighbours) or by the products of neighbours (Getis-Ord&#x27;s G, large when high values are neighbours; for positive values). The local version marks hot and cold spots.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Statistic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which of the two is measured.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Geary&#x27;s C</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Getis-Ord&#x27;s G</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Positive autocorrelation (the one-sided test that papers print), negative autocorrelation, or either.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Positive autocorrelation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Negative autocorrelation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Empty cells</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refuse a variable with empty cells, or leave units without a value out of their period.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whether units without neighbours count in the number of units and in the mean, or are left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Count</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plain table with the statistic, its expectation, variances, z and p, one row a period.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Table with statistic, z and p of each period, stars and notes on the test.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Picture over time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The statistic over time with the band in which the test does not reject.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hot and cold spots</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Local G with its p-value for every unit and period; hot spots are high values among high ones. It needs boundaries.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Statistic of the last period.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Z value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Standard deviate of the last period under randomisation.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>P-value of the last period, by permutation where permutations are made.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Local Moran&#x27;s I (LISA)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finds the clusters of high and low values and the outliers among their neighbours, for every unit and all periods in one call. P-values come from conditional permutation; corrections for many tests, GeoDa&#x27;s codes and colours are in the layer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Significance level</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Largest p-value that makes a unit part of a cluster.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Correction for many tests</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which p-value is compared with the level: as permuted, corrected for false discovery (Benjamini and Hochberg) or for all units (Bonferroni). The layer holds all three.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>False discovery rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bonferroni</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tail</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folded takes the smaller side as GeoDa does; two-sided doubles it; the others test one side of the local statistic.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>folded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>two-sided</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>greater</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>less</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For the bivariate version: the column whose spatial lag is compared with the variable.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Periods on the maps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Periods that are mapped, joined by commas. First, middle ones and last, at most four, where it is left empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Threads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number of threads. It changes the time, never a p-value.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cluster layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All units in all periods with value, lag, local I, p-values, code, cluster and colour. It needs boundaries.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Table of local values</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The same without geometry.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clusters by period</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Names of the units in each kind of cluster, for the periods on the maps.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cluster maps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Maps of the clusters in several periods with GeoDa&#x27;s colours. It needs boundaries.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>High-high units</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number of high-high units in the last period.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Low-low units</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number of low-low units in the last period.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Significant units</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number of significant units in the last period.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Moran&#x27;s I by period</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measures in each period whether similar values are neighbours. Moran&#x27;s I comes with its variance, z and p under normality, randomisation and permutation, and the tail of the test is named.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Moran&#x27;s I</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Moran&#x27;s I of the last period.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number of units in the last period.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Moran scatter plot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plots the standardised values of a period against their spatial lags, with the line whose slope is Moran&#x27;s I and the names of the units.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Moran scatter plot with quadrants and unit labels.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Points</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Standardised value, spatial lag and quadrant of every unit and period.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Units by quadrant</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Names of the units in each quadrant of the chosen period.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Slope of the line: Moran&#x27;s I of the chosen period.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Specification tests and model choice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Runs every test that a referee asks for before a spatial panel model: effects, Moran and LM tests of the residuals, Baltagi-Song-Koh, Hausman and Mundlak, likelihood-ratio and Wald tests of the spatial Durbin model, and posterior model probabilities. It follows the path of decisions after Elhorst and says where it ends. A test that cannot be run says why.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Formula</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Outcome and regressors, as in develop ~ agg + wage. Names with spaces or signs stand in backticks; the constant and the effects are options, not terms.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which fixed effects the model has: none, unit, period, or both. With auto the likelihood-ratio tests choose.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chosen by tests</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unit and period</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spatially lagged regressors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Regressors whose spatial lag W x is in Durbin models. All of them are lagged where it is left empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Level</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Significance level of the decisions. The statistics do not depend on it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Table of tests</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every test with its null hypothesis in words, statistic, degrees of freedom, p-value and decision, and the path below.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Decision path</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The questions, the evidence and the answers as a flow from top to bottom.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tests as data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One row per test.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All numbers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every number of the result with its options, as JSON.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model that the path ends at: ols, slx, sar, sem or sdm.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Effects kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The panel effects that the path keeps: none, unit, time or twoways.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Path</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The answers of the path, in order.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>LM-lag</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>LM statistic of a spatial lag, with the chosen effects demeaned.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>LM-error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>LM statistic of a spatial error, with the chosen effects demeaned.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>P-value against SAR</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>P-value of the likelihood-ratio test of the spatial Durbin model against SAR.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>P-value against SEM</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>P-value of the likelihood-ratio test of the spatial Durbin model against SEM.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Effects between groups</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fits a spatial panel model and gives the effect of a change in all units of one group on the average unit of another, such as the east on the centre. Within a group it holds the units&#x27; own effects; the effects on one group add up to its average total effect.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which spatial lags the model has: of the outcome, of the regressors, of the error, or several of them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spatial Durbin (SDM)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spatial lag of y (SAR)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spatial lag of X (SLX)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spatial Durbin error (SDEM)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lag and error (SAC)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>General nesting (GNS)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which fixed effects the model has: none, unit, period, or both.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Correction for fixed effects</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is done about the many fixed effects. Automatic takes the Lee-Yu transformation, and its bias correction where period effects meet weights whose rows do not sum to one; none is the direct approach of most programs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lee-Yu transformation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lee-Yu bias correction</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None (direct)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weights of the regressors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Other weights for the spatial lags of the regressors. The spatial weights above are used where it is left empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weights of the error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Other weights for the spatial lag of the error. The spatial weights above are used where it is left empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Standard errors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How standard errors are found. Automatic takes the expected information up to 1,000 units and the observed information above; the others are robust to errors that are not normal, correlated within units, or correlated across units and over time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Expected information</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Observed information</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sandwich (not normal)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clustered by unit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Driscoll-Kraay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Regressor whose change is followed. It must be in the formula.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Group field</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Column with the group of each unit. It must be the same in all periods.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Table of effects</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One row for each group that changes and one column for each group that responds.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Effects</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One row for every pair of groups with estimate, standard error, z, p and the 95 percent interval.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chart</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The effects between groups as a coloured matrix.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mean effect between groups</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mean of the effects between different groups.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model probabilities</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compares spatial models by their posterior probabilities after LeSage: coefficients and variance are integrated out, the spatial parameter by quadrature. The priors are written under the table.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which models are compared.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No spatial term (OLS)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spatial error (SEM)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prior of the coefficients</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A proper g-prior makes models of different size comparable. Flat priors compare SLX, SDM and SDEM only.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>g-prior</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Flat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size of g</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The prior variance as a multiple of the variance of the estimate. The larger of the number of rows and the squared number of regressors is taken where it is left empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Table of probabilities</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Log-marginal likelihoods and probabilities, with the priors below.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Probabilities</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One row for each model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chart of probabilities</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Probability of each model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Best model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model with the highest probability.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Probability of the best</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Posterior probability of the best model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spread of one unit&#x27;s shock</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fits a spatial panel model and shows how a change in one unit&#x27;s variable spreads over all others, with its significance and step by step along the links. Step q is what arrives after the change has passed q links.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Regressor that changes. It must be in the formula.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unit of origin</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Id or name of the unit where the change happens.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size of the change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By how much the variable changes there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How many steps along the links are told apart.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spread of the shock</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Polygons with the whole effect, its standard error, p-value and class, the order of neighbourhood, and the part that arrives with each step.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Table of units</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The whole effect on all other units in colours around zero.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Maps by step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The effect that has arrived after each of the first four steps.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Effect on the unit itself</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Effect on the unit of origin, feedback included.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Effect on all others</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sum of the effects on all other units.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dynamic spatial panel model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fits a spatial lag or Durbin model with the outcome of the period before and its spatial lag, corrects the bias that fixed effects cause in short panels, and gives short-run and long-run direct, indirect and total effects. The first period of the panel is the initial one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whether the regressors&#x27; spatial lags are in the model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lags in time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which lags of the outcome the model has: its own, that of its neighbours, or both.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Own and neighbours&#x27;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Neighbours&#x27;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unit effects, or unit and period effects.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bias correction</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove the bias of short panels after Yu, de Jong and Lee and Lee and Yu, or not.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Corrected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draws</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number of random draws for the standard errors of the effects.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seed of the random draws; the same seed gives the same numbers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Periods of the response</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How many periods after a change the response is followed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Table of the model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Coefficients, spatial lags, spatial parameters and effects with standard errors, and measures of fit, as a paper prints them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Coefficients</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One row for every parameter with estimate, standard error, z, p and the 95 percent interval.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One row for every variable and effect with estimate, standard error, z, p and the 95 percent interval.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chart of effects</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Direct, indirect and total effects with their 95 percent intervals.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spatial lag coefficient</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Coefficient of the spatial lag of the outcome; zero where the model has none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Direct effect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Average direct effect of the first regressor.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Indirect effect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Average indirect effect of the first regressor.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Summary</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The result as plain text.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Response over time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Effects of a change in one period on the periods that follow, and their sums.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chart of the response</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How direct and indirect effects build up over the periods after a change.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Coefficient of the lag</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Coefficient of the outcome of the period before; zero where the model has none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Coefficient of the space-time lag</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Coefficient of the neighbours&#x27; outcome of the period before; zero where the model has none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spectral radius</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Largest growth factor of the model; below one it is stable.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whether the model is stable: yes or no.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Direct and indirect effects</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fits a spatial panel model and gives the average direct, indirect (spillover) and total effect of every regressor with standard errors. The direct effect holds the feedback that passes through neighbours and comes back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Standard errors of effects</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Simulation draws the coefficients from their joint distribution; the delta method linearises the effects. They agree closely unless the sample is small.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Simulation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delta method</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Orders of neighbours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How many orders of neighbours the effects are taken apart into.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Direct, indirect and total effects with standard errors and stars, as a paper prints them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Effects by order</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The effects taken apart by order of neighbours, with the share of the total effect that has arrived.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chart by order</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How the effects spread over the orders of neighbours.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Total effect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Average total effect of the first regressor.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rejected draws</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draws thrown away because the spatial lag coefficient was not admissible.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spatial 2SLS and GMM</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Estimates a spatial model by instruments, without assuming normal errors and with endogenous regressors where instruments for them are given. The spatial lag of the outcome is instrumented by spatial lags of the regressors and of the instruments.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which spatial lags the model has. Models with a spatial error are for cross-sections: give a panel of one period and no fixed effects.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No spatial term</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Endogenous regressors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Regressors of the formula that are correlated with the error.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Instruments</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Columns that move the endogenous regressors and are not correlated with the error.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Estimator</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Two-stage least squares, or GMM with the efficient weights in a second step.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Two-stage least squares</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Two-step GMM</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the errors are allowed to be: equal in variance, different, or correlated within units.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Robust</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Homoskedastic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Order of the instruments</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Highest power of the weights in the instruments, beyond those in the model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Smallest first-stage F</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Partial F of the excluded instruments in the weakest first stage.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>P-value of overidentification</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>P-value of the Sargan or Hansen test; small values speak against the instruments.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spatial panel model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fits a spatial panel model by maximum likelihood: the spatial Durbin model or one of its relatives, with unit, period or both fixed effects. The coefficients are not the spillovers; the tool for average effects turns them into direct, indirect and total effects.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Coefficients with standard errors, the spatial parameters and measures of fit, as a paper prints them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fitted values and residuals</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One row for every unit and period with the observed and fitted outcome, the residual, and the unit and period effects.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chart of coefficients</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Estimates with their 95 percent intervals.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spatial error coefficient</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Coefficient of the spatial lag of the error; zero where the model has none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Error variance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Estimated variance of the errors.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Log-likelihood</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Log-likelihood at the maximum.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Akaike criterion</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Akaike information criterion, which does not count the fixed effects.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>R2 within</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Squared correlation of outcome and reduced form, both less their fixed effects.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Observations that the likelihood counts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spatial panel model with random effects</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fits a spatial panel model whose unit effects are random draws, by maximum likelihood, and tests whether they may be: the Hausman test and Mundlak&#x27;s regression, which has an answer also where the Hausman variance is not positive definite.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Form of the spatial error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For models with a spatial error, whether the unit effects spill over with it (Kapoor, Kelejian and Prucha) or only the remaining errors do (Baltagi).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Effects spill over (KKP)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Effects stay (Baltagi)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fixed period effects</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove fixed period effects beside the random unit effects.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Negative variance allowed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Let the variance of the unit effects be estimated below zero, for comparison with other programs. Otherwise it stops at zero and the result says so.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hausman and Mundlak tests of fixed against random effects.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Variance ratio</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Variance of the unit effects over the variance of the errors.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Variance of unit effects</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Estimated variance of the unit effects.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>P-value of Mundlak</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>P-value of the Mundlak test; small values speak for fixed effects.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>P-value of Hausman</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>P-value of the Hausman test; small values speak for fixed effects.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unbalanced panel or weights by period</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fits a spatial model where units enter and leave, or where each period has its own weights. In every period the weights are those of the units present, normalised anew; nothing is filled in or dropped to balance the panel, and the estimating equations are free of the bias of the fixed effects.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which spatial lags the model has: of the outcome, of the regressors, or of the error.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Units enter and leave</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take rows that are missing, or that lack a value, as units that are absent in that period. Without it such rows are an error.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unbiased estimating equations, which equal the Lee-Yu transformation in balanced panels with one set of weights, or the direct likelihood.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unbiased score</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Effects by period</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One row for every period, variable and effect.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chart by period</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Direct and indirect effects of every period with their 95 percent intervals.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rows that exist.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Absent rows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pairs of unit and period that do not exist.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spillovers by unit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fits a spatial panel model and gives for every unit its own effect, the effect it receives from all others and the effect it sends to all others, with their significance. The layer is coloured around zero and opens drawn.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Effect to map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which of the three effects colours the map.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Received from all others</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sent to all others</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Own effect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Confidence level</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Level at which an effect counts as significant.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Names on the map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whether the map shows the names of the units; maps with more than 60 units never do.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Polygons with own, received and sent effect, their standard errors, p-values and classes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The chosen effect in colours around zero; units where it is not significant are hatched.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Maps side by side</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Received and sent effects with common classes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number of units whose effect of the chosen kind is significant.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mean effect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mean of the chosen effect; for received and sent it is the average indirect effect.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Largest effect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name of the unit with the largest effect of the chosen kind.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One model under several weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fits the same spatial model under each of several weights and puts coefficients, effects, log-likelihoods and posterior weights side by side. It answers the question whether the spillovers depend on how neighbourhood is drawn.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Two or more weights files with the same ids as the panel. Their file names are the headings.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is done about the many fixed effects. Log-likelihoods are compared only where all weights have the same correction.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Table over weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Coefficients, spatial lags, effects, log-likelihood, Akaike and posterior weights, one column for each weights file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chart over weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Direct, indirect and total effects of every variable under each weights file with 95 percent intervals.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fit by weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One row for each weights file with log-likelihood, AIC, Akaike weight, posterior weight and spatial parameters.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Best weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weights with the highest posterior, or the highest log-likelihood where there is no posterior.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Posterior of the best</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Posterior weight of the best weights.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Log-likelihood of the best</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Log-likelihood under the best weights.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fixed-effects regression</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Explains a variable by others in a panel, with effects of units and periods taken out. Several columns build up the baseline table of a paper: the main variable alone, with controls, with unit effects, with unit and period effects.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Column with the variable to explain.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Regressors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Columns whose coefficients the question is about; they stand first in the table.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Columns that are held constant.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Further terms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More regressors made from columns, joined by commas: a^2 (power), a:b (product), L.a and L2.a (lags), F.a (lead), D.a (difference), ln(a), centred(a), standard(a), trend.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Columns of the table</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One column; the four columns pooled, with controls, unit effects, both effects; controls entered one after another; or without and with controls.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Four columns by effects</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One column</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Controls one after another</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Without and with controls</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Effects of units and periods that are taken out before the regression.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clustered by unit, period or both ways, robust to heteroskedasticity (HC1), classical, or Driscoll-Kraay (robust to dependence across units and over time).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>robust</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>classical</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>period</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unit+period</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>driscoll-kraay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cluster field</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Column to cluster standard errors by, such as the province of a city. It overrides the choice above.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Further fixed effects</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More groupings to take out, joined by commas; a colon combines two, such as region:period.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Group trends</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Groupings whose groups get a linear trend of their own, joined by commas: unit, or a column such as region.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Variables times periods</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Columns that get a slope of their own in every period, joined by commas, such as starting conditions.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rows used</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Conditions joined by semicolons that rows must fulfil, such as: period &gt;= 2012; region in east, west; unit not in 110000.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Winsorised share</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share at each end whose values are set to the quantile there: 0.01 for 1 percent. Nought leaves the data as they are.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In parentheses</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whether standard errors or t statistics stand under the coefficients.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>t statistics</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Table as a paper prints it, with stars, errors in parentheses and the statistics below.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Estimates</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plain table with estimate, standard error, statistic, p-value and 95 percent interval.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Coefficient chart</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Coefficients of the main regressors with 95 percent intervals, one colour a column.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Coefficient</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Coefficient of the first regressor in the last column.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its p-value.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rows that the last column uses.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Heterogeneity by group</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Runs a regression in every group, such as east, centre and west or places with bright and dim night lights, and tests whether the coefficient differs: Chow test, seemingly unrelated estimation, and Fisher&#x27;s permutation test.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Regressor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Column whose coefficient is compared.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Grouping field</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Column that makes the groups: labels, or a number to split at its median.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Split</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Groups as they are; units split at the median or the terciles of their mean over time; or rows split at the median of each period.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Labels as they are</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Median of units</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Terciles of units</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Median by period</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number of random reassignments of units to the groups; nought leaves the permutation test out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tests of the difference</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Difference and tests for every pair of groups.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Group chart</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Coefficient in every group, and for two groups the permutation distribution of the difference.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Difference</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Coefficient of the first group minus that of the second.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Empirical p-value of the difference by permutation.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Instrumental variables</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Estimates the effect of endogenous regressors with instruments by two-stage least squares, LIML or two-step GMM, with fixed effects, the first stage, and the tests of under-identification, weak instruments, over-identification and endogeneity.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Columns that move the endogenous regressors but not the outcome.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Instrument terms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Instruments made from columns, joined by commas, such as ruggedness:trend or L.agg. An instrument that is constant in every unit must be multiplied by something that moves over time, or unit effects be left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Two-stage least squares, limited-information maximum likelihood, or efficient two-step GMM.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>2sls</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>liml</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>gmm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Statistic, degrees of freedom and p-value of each test of the instruments.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Comparison chart</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Coefficient of the first endogenous regressor with and without instruments.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Coefficient of the first endogenous regressor.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weak-instrument F</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kleibergen-Paap F, or Cragg-Donald F with classical errors.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mediation in three steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asks whether a regressor works through mediators: regresses the outcome on the regressor, each mediator on the regressor, and the outcome on both, with fixed effects. Gives direct and indirect effects with Sobel&#x27;s test and a bootstrap over units.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Column whose effect may be mediated.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mediators</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Columns through which the effect may run; each is examined by itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number of bootstrap samples of whole units.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Table of the steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Effects as plain table</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Direct, indirect and total effects with Sobel&#x27;s test and bootstrap intervals.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Effects with intervals</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Direct and indirect effects of each mediator with 95 percent intervals.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Indirect effect through the first mediator.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share mediated</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Indirect effect through the first mediator as a share of the total effect.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>P-value of Sobel&#x27;s test</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Two-sided p-value of the indirect effect through the first mediator.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Causal paths through ordered mediators</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Splits the effect of a 0/1 treatment on the treated into a direct path and one path for each of several ordered mediators, by imputation after Zhou and Yamamoto 2023. Unit and period effects are estimated on untreated rows only.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Treatment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Column that is 1 where and when the treatment is in force and 0 elsewhere.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mediators in causal order</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Columns of the mediators, the one nearest to the treatment first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Effects taken out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unit and period effects estimated on untreated rows, or none for cross-sections and experiments.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Imputation by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Boosted trees, a forest of randomised trees, or linear regression.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>boosted trees</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>forest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>linear regression</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Table of the paths</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paths as plain table</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shares of the paths</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Effect of each path with its interval and its share of the total effect.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Effect of the treatment on the treated.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Direct share</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of the total effect that runs through none of the mediators.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Moderation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lets the effect of a regressor depend on a moderator by their product, and draws the effect over the values of the moderator with its 95 percent band. Several moderators give one column each.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Column whose effect is moderated, such as a policy.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Moderators</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Columns on which the effect may depend; each gets a column of its own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Centre before multiplying</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Subtracts the means first, so that the main coefficients hold at the mean.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Marginal effect plot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Effect of the regressor over the moderator, with its band and the histogram of the moderator.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Interaction</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Coefficient of the product in the first column.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Panel quantile regression</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Estimates coefficients at quantiles of the outcome with fixed effects, by the method of moments of Machado and Santos Silva or the two steps of Canay, with bootstrap errors, and draws them over the quantiles.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quantiles</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quantiles between 0 and 1, joined by commas.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Method</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Method of moments, where effects may shift location and spread, or Canay&#x27;s two steps, where they shift location only.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Moments (MM-QR)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Two steps (Canay)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quantile plot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Coefficients over the quantiles with their band, beside the coefficient of the mean regression.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At the first quantile</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Coefficient of the first regressor at the first quantile.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At the last quantile</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Coefficient of the first regressor at the last quantile.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Panel threshold regression</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finds values of a threshold variable at which the effect of a regressor changes (Hansen 1999). One, two and three thresholds are tested by bootstrap, and the likelihood ratio gives each an interval. The panel must be balanced.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Regime-dependent regressors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Threshold variable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Column that decides the regime. The first regime-dependent regressor is used where it is left empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number of thresholds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How many thresholds the final model has; automatic takes as many as are significant at 5 percent, at least one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>auto</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number of bootstrap draws for each test; nought leaves the tests out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trimmed share</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of the values at each end that cannot be thresholds, and least share of a regime.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Grid points</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Most candidate thresholds that are searched; more distinct values are thinned to quantiles.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Variant</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The textbook within transformation, or the one of Hansen&#x27;s GAUSS program, which leaves out the last demeaned period.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>textbook</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>gauss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Threshold tests</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>F, bootstrap p-value and critical values for one, two and three thresholds.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Likelihood-ratio plot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Likelihood ratio over the candidate thresholds with the critical value and the interval.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First threshold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Estimate of the first threshold.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lower limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lower limit of its 95 percent interval.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Upper limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Upper limit of its 95 percent interval.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>F of one threshold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>F statistic of one threshold against none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>P-value of one threshold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bootstrap p-value of one threshold against none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quadratic effect and turning point</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Adds the square of a regressor, finds where its effect turns, with intervals by Fieller and by the delta method, and tests for a U shape within the data (Lind and Mehlum 2010).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Column whose effect may turn.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Turning point plot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fitted effect with its band, the turning point and its interval; ticks show the data.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Turning point</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Value of the regressor at which the effect turns.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lower limit of Fieller&#x27;s 95 percent interval.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Upper limit of Fieller&#x27;s 95 percent interval.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>P-value of the U shape</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lind and Mehlum&#x27;s test that the effect has both signs within the data.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Robustness checks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Repeats the baseline regression under many variations and sets them side by side: other samples, winsorised data, lagged regressors, other outcomes, group trends, other estimators and errors.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Column whose coefficient is followed through all columns.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Other samples</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Names and conditions, joined by a vertical bar: Without municipalities: unit not in 110000, 310000 | Before 2020: period &lt; 2020.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lags of the regressor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Numbers of periods by which the regressor is lagged, one column each, such as 1, 2, 3.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share at each end whose values are set to the quantile there, for the winsorised column.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Winsorised data, lagged regressor, outcome one period ahead, linear trend of every unit, maximum-likelihood GLS, Driscoll-Kraay errors, and median regression with fixed effects.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>winsorised</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>lags</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>lead_outcome</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unit_trends</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>gls</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>driscoll_kraay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>median</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Other outcomes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Columns that replace the outcome, one column each.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Further controls</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Columns or terms that are added, one column each, joined by commas.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Robustness chart</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Coefficient of the regressor in every column; the band is the interval of the baseline.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number of columns.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Agreeing columns</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Columns with the sign of the baseline and p below 0.05.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Callaway-Sant&#x27;Anna</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Estimates the effect of a staggered policy for every cohort and period by comparison with units never or not yet treated, and averages them over all cells, by event time, by cohort and by period. Robust to effects that differ between cohorts and over time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Policy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Column that is 1 from the policy on and 0 before, or that holds the first treated period (0 or empty for units never treated).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Comparison units</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Units that are never treated, or also those that are not yet treated.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Never treated</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not yet treated</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Doubly robust, outcome regression, or weighting by the propensity score. They are the same without controls.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Doubly robust</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Outcome regression</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weighting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Base period</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Periods before the policy are compared with the one before them (varying), or all with the last one before the policy (universal).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>varying</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>universal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Anticipation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Periods by which units may react before the policy starts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number of multiplier bootstrap draws for uniform bands; nought gives analytic errors.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tables of the paper</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Aggregated effects</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Group-time effects</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Effect of every cohort in every period.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Event-study plot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Effects by periods since the policy; grey bars are uniform bands.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cohort plot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Effects of every cohort over the periods.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Effect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Average effect of the policy on the treated.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Standard error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its standard error.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pre-trend p-value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Joint test that all effects before the policy are nought.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Difference-in-differences</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Estimates the effect of a policy that units adopt at the same or at different times, with unit and period effects, and draws the event study with the joint test of the periods before. Effects that grow over time can bias this estimator: compare it with the others.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Periods before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Periods before the policy that are shown; earlier ones join the first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Periods after</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Periods after the start of the policy that are shown; later ones join the last.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Beyond the window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whether periods beyond the window join its ends or those rows are left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bin</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>drop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Groupings whose groups get a linear trend of their own, joined by commas, such as unit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Columns that get a slope of their own in every period, joined by commas.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Columns that replace the outcome, one column of the table each.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Event-study estimates</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Effect, standard error and interval by periods since the policy.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Effects by periods since the policy with 95 percent intervals.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Joint test that the periods before the policy have no effect.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Goodman-Bacon decomposition</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Splits the two-way estimate of a staggered policy into all comparisons of two groups before and after, with their weights, and tells how much rests on comparisons with units that are already treated.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weights by kind of comparison</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Comparisons</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Decomposition plot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Estimate of every comparison over its weight.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Two-way estimate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The weighted sum of all comparisons.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of doubtful comparisons</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weight of comparisons with units already treated.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Placebo policies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gives the policy to random units, at random times or both, estimates its effect each time, and shows where the true estimate lies among them. An effect that is no chance stands far outside.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Assignment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Random units with the true starting times, random units and times, or the treated units at random times.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>units</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>units and times</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>times</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number of placebo policies, at least 19.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Summary of the placebos</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Placebo estimates</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Density plot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Density of the placebo estimates, their p-values, and the true estimate.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Observed effect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Two-way estimate of the true policy.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Empirical p-value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of placebo estimates at least as large in absolute value.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Matched difference-in-differences</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Matches treated to never-treated units by the propensity score, shows balance and common support, and repeats the two-way regression on matched rows, with and without the weights of the matching.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Matching variables</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Columns that explain who is treated.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Matching terms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Further matching variables made from columns, such as ln(gdp) or wage^2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Matching</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nearest neighbours with replacement, all within the caliper, or kernel weights.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nearest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>radius</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>kernel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Neighbours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number of nearest neighbours.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Caliper</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Largest difference of the propensity score; also the bandwidth of the kernel. Nought sets no limit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Match on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Means of the units before the first policy, or rows within every period.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Means before the policy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rows within periods</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Balance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Means, standardised bias, t and variance ratio before and after matching.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scores</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Propensity score and weight of every unit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Balance plot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Standardised bias of every matching variable before and after.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Common-support plot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Propensity scores of treated and controls, before and after matching.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Largest bias</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Largest standardised bias after matching, in percent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spatial difference-in-differences</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Estimates what a policy does to treated units and, through spatial weights, to their neighbours: the policy, its spatial lag and the spatial lag of the outcome, with unit and period effects, and direct, indirect and total effects.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spatial lag of the policy only (SLX), of the outcome only (SAR), both (SDM), or policy and error (SDEM).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>slx</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sar</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sdm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sdem</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lag the controls too</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gives the controls a spatial lag as well.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number of draws for the errors of the effects.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Effects chart</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Direct, indirect and total effects of the policy in every model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Effect on treated units in the last model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spillover to neighbours in the last model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sum of both in the last model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>P-value of the spillover</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>P-value of the indirect effect in the last model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Estimators of staggered policies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sets two-way fixed effects beside estimators that stay right when effects differ between cohorts and grow over time: Callaway-Sant&#x27;Anna, Sun-Abraham, imputation (Borusyak and others) and stacked regressions, in one table and one event-study plot.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Estimators</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Estimators that are set side by side.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Two-way</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sun-Abraham</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Imputation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stacked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For Callaway-Sant&#x27;Anna: units that are never treated, or also those not yet treated.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Effects by periods since the policy for every estimator.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Effects by periods since the policy, one colour an estimator.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Smallest effect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Smallest overall effect among the estimators.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Largest overall effect among the estimators.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Synthetic difference-in-differences</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compares treated units with weighted never-treated ones and weighted periods that run parallel to them before the policy (Arkhangelsky and others 2021). Synthetic control and plain difference-in-differences can stand beside it. Staggered policies are estimated by cohort and averaged.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Methods</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Methods that are set side by side; the first gives weights and picture.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Synthetic DID</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Synthetic control</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>De-meaned synthetic control</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Placebo policies on never-treated units, or a bootstrap of units. Placebos need more never-treated than treated units.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>placebo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bootstrap</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number of placebo or bootstrap draws.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unit weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weight of every never-treated unit, one column a cohort.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Period weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weight of every period before the policy, one column a cohort.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Synthetic paths</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Treated units and their synthetic counterpart by cohort, and the gap by periods since the policy.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Triple differences</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compares the effect of a policy between units with and without a flag, such as digital and other clusters, with unit effects and period effects of their own for flagged units. Whatever hits a region as a whole can be taken out by region-by-period effects.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Flag</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Column that is 1 for units the policy is meant for and 0 for others, constant over time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Split of the flag</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The column as it is (0 and 1), or 1 for units above the median of its mean over time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As it is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More groupings to take out in the last column, such as region:period.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Effect of the policy, and how much more it does for flagged units.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fuzzy-set QCA</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finds combinations of conditions that are sufficient for a high outcome, and for a low one: calibration, necessity, truth table, complex, parsimonious and intermediate solutions, and the usual table of core and peripheral conditions. Panels are pooled, and consistency is also given by period and by unit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Table with one row per case: a panel, or one row per region.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Case field</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Column with the id of the case or unit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Column with the year, for panels.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Column to explain.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Conditions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Columns whose combinations explain it; three to eight work best.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Already calibrated</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tells that the columns are memberships between 0 and 1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quantiles of the anchors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quantiles that become full membership, crossover and full non-membership.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Anchors by hand</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Values that replace the quantiles for some variables, such as: wage: 9, 7, 5; edu: 0.02, 0.01, 0.005.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Frequency cut-off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Least number of cases of a truth-table row.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Consistency cut-off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Least consistency of a row with the outcome.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PRI cut-off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Least proportional reduction in inconsistency of a row with the outcome.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Directional expectations</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What theory expects of conditions: 1 presence helps, 0 absence helps, - neither, such as: gov1=1, market1=-. Presence is expected where nothing is said, and the reverse for the negated outcome.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Negated outcome too</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Analyses the absence of the outcome as well.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Periods used</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only these periods, joined by commas: a single year gives a cross-section.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Calibration, necessity, configurations with core and peripheral conditions, three solutions, truth table, stability over the panel.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Solutions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Terms of all solutions with consistency, PRI, raw and unique coverage and cases.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Truth table</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rows with cases: conditions, outcome, number, consistency, PRI, cases.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Necessity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Consistency, coverage and relevance of every condition and its absence.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memberships</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Calibrated memberships of every case.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>XY plots</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Membership in the outcome over membership in each configuration.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Consistency by period</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Consistency of each configuration in every period.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Configurations</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number of configurations of the intermediate solution.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Solution consistency</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Consistency of the intermediate solution.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Solution coverage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Coverage of the intermediate solution.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Solution</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The intermediate solution in words.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Breakthrough innovation from patents</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measures for each patent how unlike the patents before it and how like the patents after it its technology classes are, and sums this up by region and year. Rare classes weigh more; similarity is the cosine of class vectors; novelty is forward over backward similarity, after Kelly et al. 2021.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Patents table</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Table with one row per patent: id, region, filing year and technology classes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Patent id field</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Column that identifies each patent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Column with the id of the region where the patent was filed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Year field</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Column with the filing year.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Classes field</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Column with the technology classes of the patent, joined by semicolons, commas, bars or spaces.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Window in years</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How many years before and after a patent it is compared with.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key classes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only patents with a class that starts with one of these are counted for regions, for example G06F, H04L. Similarity is always measured against all patents.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of breakthroughs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of the patents with the highest novelty that are called breakthroughs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Years at the ends</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Within a window of the first and last year a patent has no whole past or future: drop leaves its novelty empty, partial uses the years there are.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>leave empty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>use the years there are</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Class frequencies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At whose year rare classes are weighted up: each patent&#x27;s own year, or the year of the earlier patent of each pair as in Kelly et al. 2021.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>own year</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>earlier of the pair</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Threshold by year</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whether the share of breakthroughs is taken within each filing year instead of over all years.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Regions and years</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One row per region and year: patents, sum and mean of novelty, number and share of breakthroughs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Patents with novelty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One row per patent: backward and forward similarity, novelty, and whether it is a breakthrough.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Novelty by year</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number of patents, mean similarities and breakthroughs of each year.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Novelty over the years</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The spread of novelty in each year and the threshold above which a patent is a breakthrough.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number of breakthroughs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How many counted patents are breakthroughs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Calibrate fuzzy sets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Turns variables into memberships between 0 and 1 by the direct method, with anchors at quantiles or given by hand. Memberships of exactly one half get 0.001 more, because they would belong to no configuration.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Columns to calibrate.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Logistic curve through the anchors (Ragin), or straight lines between them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>logistic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>linear</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep other columns</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keeps the columns that are not calibrated, such as ids and periods.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The table with memberships in place of the variables.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Calibration table</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Anchors of every set.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memberships moved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How many memberships of exactly one half got 0.001 more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Convert paper tables</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Turns paper tables that gisplug wrote as JSON into Word, Excel, LaTeX, web or text tables, in English or Chinese and with your names for the variables. Several tables go into one document.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paper tables</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>JSON file that a tool wrote for its paper table; several are joined by commas.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Language</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Language of the fixed words, such as observations and standard errors.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>English</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chinese</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Labels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Names for the variables, as in agg=Agglomeration, wage=Wage level.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Document</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The tables in the format of the ending: Word, Excel, LaTeX, web page or CSV.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tables</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number of tables.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Demo study</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Runs the whole chain on the embedded demo: boundaries, weights, night lights, panel, Moran&#x27;s I, spatial Durbin model, effects and spillover maps of 30 provinces over 14 years. The lights and the panel are SYNTHETIC, simulated for the demo.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Language of tables, figures and report.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Results folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder that receives the result; gisplug-demo in the current folder when left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Path of the report, one HTML page that holds every table and figure.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write an example study</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Writes one of four published research designs as a study file with SYNTHETIC data of the same shape, calibrated to the published figures: a agglomeration with configurations to threshold, b staggered policy with patents and night lights, c city panel with mediation, d index and co-agglomeration.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which of the four designs is written.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A: agglomeration and development, 30 provinces</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>B: cluster policy and innovation, 435 counties</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>C: digital patents and agglomeration, 270 cities</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>D: digital economy and innovation, 30 provinces</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start of the random numbers from which the data are made.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder that receives the data and study.toml; a study file already there is never overwritten.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Study file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Path of the study file that was written.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New study</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Writes a study file with a comment on every part. It runs as it stands on the embedded demo data; put your own files and columns in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Template</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The whole chain with every section explained, a short one with the least that is needed, or one that only makes a panel of night lights.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whole chain</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Short</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Night lights only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Overwrite</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whether an existing file may be replaced.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Text file (TOML) to be edited; study.toml in the current folder when left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run study</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Runs everything that a study file asks for and writes tables, figures, layers, one report and a record of the run into a folder. Steps whose inputs have not changed since the last run are used again. A run that fails says at which step and why, and leaves the former result untouched.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Text file (TOML) that names inputs, steps, models and outputs. The tool New study writes one to start from.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compute anew</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whether finished steps of earlier runs are thrown away.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder that receives the result. It is replaced as a whole, and only when every step has succeeded. When left out it is called after the study file and lies beside it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>{label}: tick layers, or name a folder, a pattern or a set of the shelf.</source>
        <translation>{label}：请勾选图层，或填写文件夹、文件名模式或内置数据集名称。</translation>
    </message>
    <message>
        <source>Cancelled; nothing was left half-written.</source>
        <translation>已取消，没有留下写了一半的文件。</translation>
    </message>
    <message>
        <source>Incorrect parameter value for {name}</source>
        <translation>参数“{name}”的值不正确</translation>
    </message>
    <message>
        <source>Loads the demonstration data that ships with gisplug: 30 provinces, a panel table of the years 2010 to 2023, and a small night-light raster for each year. The panel and the lights are synthetic and show only how the tools are used.</source>
        <translation>载入 gisplug 自带的演示数据：30 个省级单元、2010—2023 年面板数据表，以及每年一幅小的夜间灯光栅格。面板数据和灯光数据均为模拟数据，仅用于演示各工具的用法。</translation>
    </message>
    <message>
        <source>Load demo data</source>
        <translation>载入演示数据</translation>
    </message>
    <message>
        <source>Engine and demo data</source>
        <translation>引擎与演示数据</translation>
    </message>
    <message>
        <source>example</source>
        <translation>示例</translation>
    </message>
    <message>
        <source>Provinces</source>
        <translation>省级单元</translation>
    </message>
    <message>
        <source>gisplug demo data</source>
        <translation>gisplug 演示数据</translation>
    </message>
    <message>
        <source>More choices (folder of wheels, nearer package index, another Python) are in the tool &#x27;Set up engine&#x27;.</source>
        <translation>更多选项（离线 wheel 文件夹、就近的软件包镜像、指定其他 Python）见工具“设置引擎”。</translation>
    </message>
    <message>
        <source>gisplug needs its engine</source>
        <translation>gisplug 需要计算引擎</translation>
    </message>
    <message>
        <source>gisplug computes in a Python environment of its own, so that QGIS&#x27;s Python is never touched. There is none yet.</source>
        <translation>gisplug 在独立的 Python 环境中计算，绝不改动 QGIS 自带的 Python。目前还没有这个环境。</translation>
    </message>
    <message>
        <source>Set up engine</source>
        <translation>设置引擎</translation>
    </message>
    <message>
        <source>Cancelled; nothing remains of it.</source>
        <translation>已取消，没有留下任何内容。</translation>
    </message>
    <message>
        <source>{label}: name a file, or leave it as a temporary layer.</source>
        <translation>{label}：请指定文件名，或保留为临时图层。</translation>
    </message>
    <message>
        <source>Cannot hand the layer {name} to the engine: {why}</source>
        <translation>无法把图层 {name} 交给引擎：{why}</translation>
    </message>
    <message>
        <source>{label}: folder, pattern or name on the shelf</source>
        <translation>{label}：文件夹、文件名模式或内置数据集名称</translation>
    </message>
    <message>
        <source>From unit</source>
        <translation>起始单元</translation>
    </message>
    <message>
        <source>To unit</source>
        <translation>目标单元</translation>
    </message>
    <message>
        <source>gisplug: spatial spillovers</source>
        <translation>gisplug：空间溢出分析</translation>
    </message>
    <message>
        <source>QGIS project: {path}</source>
        <translation>QGIS 工程：{path}</translation>
    </message>
    <message>
        <source>Python of the engine (empty: the one made by Set up engine)</source>
        <translation>引擎所用的 Python（留空则使用“设置引擎”创建的环境）</translation>
    </message>
    <message>
        <source>gisplug computes in a Python environment of its own, the engine, so that QGIS&#x27;s Python is never touched. This tool makes it: about 260 MB are downloaded and 1.1 GB of disk are used, in one folder of your user account. Choose first what would be installed; nothing happens until you choose Install. It works behind the proxy of QGIS&#x27;s network options, and without a network from a folder of wheels.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tell what would be installed and change nothing</source>
        <translation>仅说明将要安装的内容，不做任何改动</translation>
    </message>
    <message>
        <source>Install the engine</source>
        <translation>安装引擎</translation>
    </message>
    <message>
        <source>Verify the engine</source>
        <translation>检验引擎</translation>
    </message>
    <message>
        <source>Repair: remove and install again</source>
        <translation>修复：删除后重新安装</translation>
    </message>
    <message>
        <source>Remove the engine</source>
        <translation>删除引擎</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Tell shows what, where and how large, and changes nothing. The other choices act on the private environment only.</source>
        <translation>“说明”只显示安装什么、装到哪里、有多大，不做任何改动。其余选项只作用于 gisplug 的独立环境。</translation>
    </message>
    <message>
        <source>Folder of wheels</source>
        <translation>wheel 文件夹</translation>
    </message>
    <message>
        <source>Folder with the locked wheels, for computers without a network. Leave it empty to download from the package index.</source>
        <translation>存放锁定版本 wheel 文件的文件夹，供无法联网的计算机使用。留空则从软件包索引下载。</translation>
    </message>
    <message>
        <source>Package index</source>
        <translation>软件包索引</translation>
    </message>
    <message>
        <source>Address of a nearer package index, such as https://pypi.tuna.tsinghua.edu.cn/simple. Leave it empty for pypi.org or what pip is configured for.</source>
        <translation>就近的软件包镜像地址，例如 https://pypi.tuna.tsinghua.edu.cn/simple。留空则使用 pypi.org 或 pip 已配置的地址。</translation>
    </message>
    <message>
        <source>Python to start from</source>
        <translation>基础 Python</translation>
    </message>
    <message>
        <source>A 64-bit Python 3.11, 3.12 or 3.13 on this computer. Leave it empty to have one found.</source>
        <translation>本机上的 64 位 Python 3.11、3.12 或 3.13。留空则自动查找。</translation>
    </message>
    <message>
        <source>Makes, verifies, repairs or removes the private Python environment in which gisplug computes.</source>
        <translation>创建、检验、修复或删除 gisplug 计算所用的独立 Python 环境。</translation>
    </message>
    <message>
        <source>The engine works.</source>
        <translation>引擎工作正常。</translation>
    </message>
    <message>
        <source>install</source>
        <translation>安装</translation>
    </message>
    <message>
        <source>State of the engine</source>
        <translation>引擎状态</translation>
    </message>
    <message>
        <source>Engine: {path} ({origin})</source>
        <translation>引擎：{path}（{origin}）</translation>
    </message>
    <message>
        <source>The engine was removed.</source>
        <translation>引擎已删除。</translation>
    </message>
    <message>
        <source>There was no engine to remove.</source>
        <translation>没有可删除的引擎。</translation>
    </message>
    <message>
        <source>The engine answers as gisplug {other}, but this is gisplug {own}. Restart QGIS; it was probably updated while running.</source>
        <translation>引擎的版本是 gisplug {other}，而当前插件是 gisplug {own}。请重启 QGIS；插件可能是在 QGIS 运行时更新的。</translation>
    </message>
    <message>
        <source>gisplug met an error that it should not: {why}. Please report it with what follows.</source>
        <translation>gisplug 遇到了不应出现的错误：{why}。请将以下内容一并反馈给开发者。</translation>
    </message>
    <message>
        <source>The engine ({path}, process {pid}) is gone.</source>
        <translation>引擎（{path}，进程 {pid}）已退出。</translation>
    </message>
    <message>
        <source>The engine&#x27;s Python {path!r}, named by {origin}, is version {python}; gisplug needs {least} or newer.</source>
        <translation>引擎的 Python {path!r}（由{origin}指定）版本为 {python}，而 gisplug 需要 {least} 或更新版本。</translation>
    </message>
    <message>
        <source>It was ended by the system (signal 9), most likely because the memory ran out, or by another program. Close other programs, use fewer units or periods, or fewer permutations or draws, and run again.</source>
        <translation>它被系统终止（信号 9），很可能是内存不足，或被其他程序终止。请关闭其他程序，减少单元数或期数，或减少置换、抽样次数后重新运行。</translation>
    </message>
    <message>
        <source>The memory of this computer does not suffice for this calculation ({why}). Close other programs, or use fewer units, periods, permutations or draws.</source>
        <translation>本机内存不足以完成该计算（{why}）。请关闭其他程序，或减少单元数、期数、置换次数或抽样次数。</translation>
    </message>
    <message>
        <source>The engine&#x27;s Python lacks something gisplug needs ({why}). Choose Repair in &#x27;Set up engine&#x27;.</source>
        <translation>引擎的 Python 缺少 gisplug 所需的组件（{why}）。请在“设置引擎”中选择“修复”。</translation>
    </message>
    <message>
        <source>This Python is named by {origin}.</source>
        <translation>该 Python 由{origin}指定。</translation>
    </message>
    <message>
        <source>It crashed (code {code}). Run the tool again; if it happens again choose Repair in &#x27;Set up engine&#x27;.</source>
        <translation>它崩溃了（代码 {code}）。请重新运行；若再次发生，请在“设置引擎”中选择“修复”。</translation>
    </message>
    <message>
        <source>It ended unexpectedly (code {code}). Choose Verify or Repair in &#x27;Set up engine&#x27;.</source>
        <translation>它意外退出（代码 {code}）。请在“设置引擎”中选择“检验”或“修复”。</translation>
    </message>
    <message>
        <source>QGIS itself is not affected.</source>
        <translation>QGIS 本身不受影响。</translation>
    </message>
    <message>
        <source>The engine has given no sign of life for {seconds:.0f} seconds. It may be deep in a calculation; wait, or press Cancel: that ends it within a second and harms nothing.</source>
        <translation>引擎已有 {seconds:.0f} 秒没有响应，可能正在进行大量计算。可以继续等待，也可以按“取消”：引擎会在一秒内结束，不会造成任何损害。</translation>
    </message>
    <message>
        <source>The engine&#x27;s Python {path!r}, named by {origin}, cannot be started: {why}.</source>
        <translation>引擎的 Python {path!r}（由{origin}指定）无法启动：{why}。</translation>
    </message>
    <message>
        <source>The engine ({path}) was started but did not answer within {seconds:.0f} seconds. Try again; if it happens again choose Repair in &#x27;Set up engine&#x27;.</source>
        <translation>引擎（{path}）已启动，但 {seconds:.0f} 秒内没有应答。请重试；若再次发生，请在“设置引擎”中选择“修复”。</translation>
    </message>
    <message>
        <source>Its last words were:</source>
        <translation>它最后输出的内容：</translation>
    </message>
    <message>
        <source>Run the tool &#x27;Set up engine&#x27; (Processing toolbox &gt; gisplug) once, or point GISPLUG_PYTHON (environment variable, or Settings &gt; Options &gt; Processing &gt; Providers &gt; gisplug) at a Python 3.11 or newer in which `pip install gisplug` was run.</source>
        <translation>请运行一次工具“设置引擎”（处理工具箱 &gt; gisplug），或将 GISPLUG_PYTHON（环境变量，或“设置 &gt; 选项 &gt; 处理 &gt; 数据提供者 &gt; gisplug”）指向已执行过 `pip install gisplug` 的 Python 3.11 或更新版本。</translation>
    </message>
    <message>
        <source>the environment variable GISPLUG_PYTHON</source>
        <translation>环境变量 GISPLUG_PYTHON</translation>
    </message>
    <message>
        <source>the Processing option</source>
        <translation>处理选项</translation>
    </message>
    <message>
        <source>the private environment</source>
        <translation>独立环境</translation>
    </message>
    <message>
        <source>gisplug has no engine yet: the private Python environment in which it computes.</source>
        <translation>gisplug 还没有引擎，即它用于计算的独立 Python 环境。</translation>
    </message>
    <message>
        <source>The engine&#x27;s Python is {path!r}, named by {origin}, but there is no such file.</source>
        <translation>引擎的 Python 是 {path!r}（由{origin}指定），但该文件不存在。</translation>
    </message>
    <message>
        <source>The package index cannot be reached; nothing was installed. Check the network and the proxy (Settings &gt; Options &gt; Network), name a nearer package index, or install without a network from a folder of wheels.</source>
        <translation>无法连接软件包索引，没有安装任何内容。请检查网络和代理（设置 &gt; 选项 &gt; 网络），填写就近的软件包镜像，或从 wheel 文件夹离线安装。</translation>
    </message>
    <message>
        <source>The engine is ready</source>
        <translation>引擎已就绪</translation>
    </message>
    <message>
        <source>This copy of gisplug lacks requirements/engine.txt. Install the plugin again.</source>
        <translation>此 gisplug 缺少 requirements/engine.txt，请重新安装插件。</translation>
    </message>
    <message>
        <source>Fetching {wheel} from {index}</source>
        <translation>正在从 {index} 获取 {wheel}</translation>
    </message>
    <message>
        <source>{program} failed; nothing was installed. Its last words were:</source>
        <translation>{program} 运行失败，没有安装任何内容。它最后输出的内容：</translation>
    </message>
    <message>
        <source>the Python package index (pypi.org)</source>
        <translation>Python 软件包索引（pypi.org）</translation>
    </message>
    <message>
        <source>the wheel folder {folder} (no network)</source>
        <translation>wheel 文件夹 {folder}（无需网络）</translation>
    </message>
    <message>
        <source>{source}, through the proxy</source>
        <translation>{source}，经由代理</translation>
    </message>
    <message>
        <source>The folder {folder} holds no wheels (*.whl). `pip download -r engine.txt -d FOLDER` fills one.</source>
        <translation>文件夹 {folder} 中没有 wheel 文件（*.whl）。可用 `pip download -r engine.txt -d FOLDER` 下载。</translation>
    </message>
    <message>
        <source>Only {free:.0f} MB are free where the engine would go ({place}); it needs {need:.0f} MB while installing.</source>
        <translation>引擎所在位置（{place}）只剩 {free:.0f} MB 可用空间，安装时需要 {need:.0f} MB。</translation>
    </message>
    <message>
        <source>Making the environment</source>
        <translation>正在创建环境</translation>
    </message>
    <message>
        <source>Verifying</source>
        <translation>正在检验</translation>
    </message>
    <message>
        <source>{place} was not made by gisplug, so it is not removed. Look into it and remove it yourself.</source>
        <translation>{place} 不是由 gisplug 创建的，因此不会删除。请查看后自行处理。</translation>
    </message>
    <message>
        <source>No Python 3.11, 3.12 or 3.13 was found on this computer to make the engine from. Install one (python.org, your system&#x27;s packages, or `uv python install 3.12`) and run this again, or name it under &#x27;Python to start from&#x27;.</source>
        <translation>本机没有找到可用来创建引擎的 Python 3.11、3.12 或 3.13。请安装一个（python.org、系统软件包，或 `uv python install 3.12`）后重新运行，或在“基础 Python”中指定。</translation>
    </message>
    <message>
        <source>The base Python has no pip and {folder} holds no pip-*.whl. Put {wheel} into it.</source>
        <translation>基础 Python 没有 pip，{folder} 中也没有 pip-*.whl。请把 {wheel} 放入其中。</translation>
    </message>
    <message>
        <source>The package index must be an https address; {index!r} was given instead.</source>
        <translation>软件包索引必须是 https 地址，而给出的是 {index!r}。</translation>
    </message>
    <message>
        <source>{index} gave no {wheel} with the expected content; nothing was installed. Use another package index.</source>
        <translation>{index} 提供的 {wheel} 与预期内容不符，没有安装任何内容。请使用其他软件包索引。</translation>
    </message>
    <message>
        <source>A locked package was not found or is not the expected one; nothing was installed. Choose another Python to start from, or another source.</source>
        <translation>某个锁定版本的软件包未找到或与预期不符，没有安装任何内容。请换用其他基础 Python 或其他来源。</translation>
    </message>
    <message>
        <source>What: {count} locked packages (NumPy, SciPy, pandas, GeoPandas, rasterio, libpysal and others), each checked by its hash.</source>
        <translation>内容：{count} 个锁定版本的软件包（NumPy、SciPy、pandas、GeoPandas、rasterio、libpysal 等），逐一校验哈希值。</translation>
    </message>
    <message>
        <source>From: {source}.</source>
        <translation>来源：{source}。</translation>
    </message>
    <message>
        <source>With: Python {version} ({path}).</source>
        <translation>所用 Python：{version}（{path}）。</translation>
    </message>
    <message>
        <source>Where: {folder}. Nothing outside this folder changes; QGIS&#x27;s own Python is not touched.</source>
        <translation>位置：{folder}。不改动此文件夹以外的任何内容，也不改动 QGIS 自带的 Python。</translation>
    </message>
    <message>
        <source>How large: about {download} MB to download, {disk} MB on disk. It can be removed with the same tool.</source>
        <translation>大小：约下载 {download} MB，占用磁盘 {disk} MB。可用同一工具删除。</translation>
    </message>
    <message>
        <source>Downloading packages</source>
        <translation>正在下载软件包</translation>
    </message>
    <message>
        <source>Reading packages</source>
        <translation>正在读取软件包</translation>
    </message>
    <message>
        <source>There is no engine in {place}.</source>
        <translation>{place} 中没有引擎。</translation>
    </message>
    <message>
        <source>Cannot remove {place}: {why} ({file}). Close other QGIS windows and run this again.</source>
        <translation>无法删除 {place}：{why}（{file}）。请关闭其他 QGIS 窗口后重新运行。</translation>
    </message>
    <message>
        <source>{named!r} is no usable 64-bit Python 3.11 or newer with the module venv.</source>
        <translation>{named!r} 不是可用的、带有 venv 模块的 64 位 Python 3.11 或更新版本。</translation>
    </message>
    <message>
        <source>Cannot write into {folder}: {why}.</source>
        <translation>无法写入 {folder}：{why}。</translation>
    </message>
    <message>
        <source>Cannot start {program}: {why}.</source>
        <translation>无法启动 {program}：{why}。</translation>
    </message>
    <message>
        <source>Installing packages</source>
        <translation>正在安装软件包</translation>
    </message>
</context>
</TS>
