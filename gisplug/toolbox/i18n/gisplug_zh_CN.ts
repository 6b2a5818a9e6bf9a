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
        <source>Map of a variable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draws a variable of the panel on the map, for one period or for several with common classes, with legend, scale bar and a neutral word on boundaries. The projection is chosen for equal areas: Albers for China, a fitted one elsewhere.</source>
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
        <source>Panel table</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Long table with one row per unit and period: CSV (UTF-8 or GB18030), Excel, Stata, Parquet or a GeoPackage table.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unit field</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Column with the id of the unit, matched as text to the ids of the weights and boundaries.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Period field</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Column with the year or other period.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Variable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Column of the panel that is mapped; numbers in classes, text by its values.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Periods</source>
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
        <source>Layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Units with the variable, one field for each period.</source>
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
        <source>Spatial weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weights file (edge list CSV, GAL, GWT, Matrix Market, Excel, Stata) with the same ids as the panel.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Normalisation</source>
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
        <source>Permutations</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How many times the values are shuffled over the units.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seed</source>
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
        <source>Field of the boundaries with the id of each unit, as in the panel.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Field with the name that maps and labels show. The ids are shown where it is left empty.</source>
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
        <source>Table of the paper</source>
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
        <source>Refuse</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Isolates</source>
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
        <source>None</source>
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
        <source>Units</source>
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
        <source>Fixed effects</source>
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
        <source>Period</source>
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
        <source>Fixed-effects regression</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Explains a variable by others in a panel, with effects of units and periods taken out. Several columns build up the baseline table of a paper: the main variable alone, with controls, with unit effects, with unit and period effects.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Outcome</source>
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
        <source>Controls</source>
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
        <source>twoways</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Standard errors</source>
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
        <source>Observations</source>
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
        <source>Draws</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number of random reassignments of units to the groups; nought leaves the permutation test out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start of the random numbers; the same seed gives the same result.</source>
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
        <source>Endogenous regressors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Instruments</source>
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
        <source>Estimator</source>
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
        <source>Tests</source>
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
        <source>Direct and indirect effects</source>
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
        <source>Indirect effect</source>
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
        <source>Total effect</source>
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
        <source>Columns</source>
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
        <source>Fuzzy-set QCA</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finds combinations of conditions that are sufficient for a high outcome, and for a low one: calibration, necessity, truth table, complex, parsimonious and intermediate solutions, and the usual table of core and peripheral conditions. Panels are pooled, and consistency is also given by period and by unit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Table</source>
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
        <source>Tables of the paper</source>
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
        <source>Region field</source>
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
        <source>Variables</source>
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
        <source>Report</source>
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
        <source>gisplug computes in a Python environment of its own, the engine, so that QGIS&#x27;s Python is never touched. This tool makes it: about 180 MB are downloaded and 700 MB of disk are used, in one folder of your user account. Choose first what would be installed; nothing happens until you choose Install. It works behind the proxy of QGIS&#x27;s network options, and without a network from a folder of wheels.</source>
        <translation>gisplug 在独立的 Python 环境（即“引擎”）中计算，绝不改动 QGIS 自带的 Python。本工具用来创建引擎：约下载 180 MB，占用磁盘 700 MB，全部位于当前用户目录下的一个文件夹。请先查看将要安装的内容；在选择“安装”之前不会做任何改动。支持 QGIS 网络选项中的代理，也可以在没有网络时从 wheel 文件夹安装。</translation>
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
