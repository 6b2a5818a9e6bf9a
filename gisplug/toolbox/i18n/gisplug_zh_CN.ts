<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>gisplug</name>
    <message>
        <source>Boundaries</source>
        <translation>边界</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
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
        <source>Only where {cases}.</source>
        <translation>仅当{cases}时有意义。</translation>
    </message>
    <message>
        <source>{input} is {values}</source>
        <translation>{input} 为 {values} </translation>
    </message>
    <message>
        <source>{input} has {values}</source>
        <translation>{input} 含 {values} </translation>
    </message>
    <message>
        <source>{input} is above {values}</source>
        <translation>{input} 大于 {values} </translation>
    </message>
    <message>
        <source>{input} is given</source>
        <translation>{input} 已填写</translation>
    </message>
    <message>
        <source>{input} is not given</source>
        <translation>{input} 未填写</translation>
    </message>
    <message>
        <source> and </source>
        <translation>且</translation>
    </message>
    <message>
        <source>, or where </source>
        <translation>，或当</translation>
    </message>
    <message>
        <source> or </source>
        <translation> 或 </translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <source>Catalogue of boundary sets</source>
        <translation>边界数据集目录</translation>
    </message>
    <message>
        <source>Lists the boundary sets that gisplug knows: source, licence, level, id field. Those that ship can be named wherever boundaries are asked for; the others tell where to download them.</source>
        <translation>列出 gisplug 已知的边界数据集：来源、许可、级别和标识字段。自带的数据集可以在任何需要边界的地方直接用名称引用，其余的说明从哪里下载。</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>A word that the entries must hold, such as China.</source>
        <translation>条目中必须包含的词，例如 China。</translation>
    </message>
    <message>
        <source>Catalogue</source>
        <translation>目录</translation>
    </message>
    <message>
        <source>One row for each boundary set.</source>
        <translation>每个边界数据集一行。</translation>
    </message>
    <message>
        <source>Sets</source>
        <translation>数据集数</translation>
    </message>
    <message>
        <source>Number of sets found.</source>
        <translation>找到的数据集数量。</translation>
    </message>
    <message>
        <source>Check and repair boundaries</source>
        <translation>检查与修复边界</translation>
    </message>
    <message>
        <source>Reads boundaries, checks encoding, coordinate reference system, ids and geometry, repairs what needs no choice, and reports all of it. Duplicate ids and units without geometry are refused with the list, unless they are to be merged or dropped.</source>
        <translation>读取边界，检查编码、坐标参考系、标识和几何，修复不需要人为选择的问题，并全部报告。若有重复标识或缺少几何的单元，则拒绝并列出清单，除非指定合并或剔除。</translation>
    </message>
    <message>
        <source>Polygon layer with one feature per unit, or the name of a set of the shelf such as demo-china-provinces.</source>
        <translation>每个单元一个要素的多边形图层，或内置数据集名称，如 demo-china-provinces。</translation>
    </message>
    <message>
        <source>Id field</source>
        <translation>标识字段</translation>
    </message>
    <message>
        <source>Field that identifies each unit. Ids are compared as text, so 110000 and &#x27;110000.0&#x27; are the same unit.</source>
        <translation>标识每个单元的字段。标识按文本比较，因此 110000 与 &#x27;110000.0&#x27; 是同一单元。</translation>
    </message>
    <message>
        <source>Name field</source>
        <translation>名称字段</translation>
    </message>
    <message>
        <source>Field with the name that maps and tables show. The ids are shown where it is left empty.</source>
        <translation>地图和表格中显示的名称字段。留空则显示标识。</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>图层</translation>
    </message>
    <message>
        <source>Which layer of a file that holds several.</source>
        <translation>文件中有多个图层时使用哪一个。</translation>
    </message>
    <message>
        <source>Encoding</source>
        <translation>编码</translation>
    </message>
    <message>
        <source>Encoding of a shapefile&#x27;s text, such as gb18030. The bytes decide where it is left out.</source>
        <translation>Shapefile 文本的编码，如 gb18030。留空则根据字节内容判断。</translation>
    </message>
    <message>
        <source>Coordinate reference system</source>
        <translation>坐标参考系</translation>
    </message>
    <message>
        <source>Coordinate reference system of the coordinates, such as EPSG:4490, where the file lacks it or is wrong.</source>
        <translation>坐标所用的坐标参考系，如 EPSG:4490，用于文件缺失或标错的情形。</translation>
    </message>
    <message>
        <source>Merge records with the same id</source>
        <translation>合并标识相同的记录</translation>
    </message>
    <message>
        <source>Whether records with the same id become one unit. Otherwise they are refused with the list.</source>
        <translation>标识相同的记录是否合并为一个单元。否则拒绝并列出清单。</translation>
    </message>
    <message>
        <source>Features without id or geometry</source>
        <translation>缺少标识或几何的要素</translation>
    </message>
    <message>
        <source>Stop with the list of them, or leave them out and report it.</source>
        <translation>停止并列出清单，或剔除并报告。</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>剔除</translation>
    </message>
    <message>
        <source>Clean boundaries</source>
        <translation>整理后的边界</translation>
    </message>
    <message>
        <source>Valid units with text ids, names and area in square kilometres.</source>
        <translation>几何有效的单元，含文本标识、名称和以平方千米计的面积。</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>What was found, assumed and repaired, one row each, with the ids concerned.</source>
        <translation>发现、假定和修复的内容，每项一行，附相关标识。</translation>
    </message>
    <message>
        <source>Overlaps and gaps</source>
        <translation>重叠与缝隙</translation>
    </message>
    <message>
        <source>Areas that two units cover, and thin gaps between units, with area and mean width.</source>
        <translation>两个单元同时覆盖的区域以及单元之间的细缝，附面积和平均宽度。</translation>
    </message>
    <message>
        <source>Units</source>
        <translation>单元数</translation>
    </message>
    <message>
        <source>Number of units.</source>
        <translation>单元的数量。</translation>
    </message>
    <message>
        <source>Repairs</source>
        <translation>修复数</translation>
    </message>
    <message>
        <source>Number of kinds of repairs made.</source>
        <translation>所做修复的种类数。</translation>
    </message>
    <message>
        <source>Warnings</source>
        <translation>警告数</translation>
    </message>
    <message>
        <source>Number of warnings.</source>
        <translation>警告的数量。</translation>
    </message>
    <message>
        <source>Coordinate reference system used</source>
        <translation>所用坐标参考系</translation>
    </message>
    <message>
        <source>The coordinate reference system of the clean boundaries.</source>
        <translation>整理后边界的坐标参考系。</translation>
    </message>
    <message>
        <source>Crosswalk between boundaries of two years</source>
        <translation>两个年份边界之间的对应表</translation>
    </message>
    <message>
        <source>Cuts the units of one layer by those of another and tells which share of each went into which: by area, or by the people or light that a raster shows on the common ground. Borders that were only drawn again are cleaned, and what was merged, split, redrawn, recoded, renamed, new or gone is listed and mapped. The table brings panels to the target units (panel-reborder).</source>
        <translation>用一个图层的单元切割另一个图层的单元，给出每个单元有多大份额归入哪个单元：按面积，或按栅格在共同地面上显示的人口或灯光。仅仅是重新描绘的边界会被清理；合并、拆分、边界调整、代码变更、更名、新设或撤销的单元会被列出并绘成地图。该表可把面板换算到目标单元（panel-reborder）。</translation>
    </message>
    <message>
        <source>Target boundaries</source>
        <translation>目标边界</translation>
    </message>
    <message>
        <source>Polygon layer of the other year, to whose units everything is to be brought.</source>
        <translation>另一年份的面图层，一切都换算到它的单元。</translation>
    </message>
    <message>
        <source>Id field of the target</source>
        <translation>目标的标识字段</translation>
    </message>
    <message>
        <source>Field that identifies the target units.</source>
        <translation>标识目标单元的字段。</translation>
    </message>
    <message>
        <source>Name field of the target</source>
        <translation>目标的名称字段</translation>
    </message>
    <message>
        <source>Field with the names of the target units. Units are renamed only where both layers have names.</source>
        <translation>目标单元名称所在的字段。只有两个图层都有名称时才能判断更名。</translation>
    </message>
    <message>
        <source>Raster of people or light</source>
        <translation>人口或灯光栅格</translation>
    </message>
    <message>
        <source>Units are divided by its sums on the common ground. Where it is left empty, they are divided by area.</source>
        <translation>按它在共同地面上的总和划分单元。留空时按面积划分。</translation>
    </message>
    <message>
        <source>Cells of the raster</source>
        <translation>栅格像元</translation>
    </message>
    <message>
        <source>Whether a cell holds an amount, such as people or light, or an amount for each square kilometre.</source>
        <translation>像元的值是总量（如人口、灯光），还是每平方公里的量。</translation>
    </message>
    <message>
        <source>Amounts</source>
        <translation>总量</translation>
    </message>
    <message>
        <source>Amounts a square kilometre</source>
        <translation>每平方公里的量</translation>
    </message>
    <message>
        <source>Tolerance</source>
        <translation>容差</translation>
    </message>
    <message>
        <source>Metres: overlaps of a smaller mean width are noise of borders drawn again, and their ground stays with the rest of the unit. The word auto takes 1 % of the size of a median unit; 0 keeps all.</source>
        <translation>以米计：平均宽度更小的重叠视为边界重新描绘造成的噪声，其地面仍归该单元的其余部分。auto 取中位单元尺度的 1 %；0 表示全部保留。</translation>
    </message>
    <message>
        <source>Ground in no target unit</source>
        <translation>不在任何目标单元内的地面</translation>
    </message>
    <message>
        <source>What becomes of units of which more than 5 % lie in no target unit: stop with their list, give the whole to the targets that they meet, or leave that part out.</source>
        <translation>对于超过 5 % 不在任何目标单元内的单元：停止并列出它们、把全部数值分给与之相交的目标单元，或舍去这一部分。</translation>
    </message>
    <message>
        <source>Give to the targets met</source>
        <translation>分给相交的目标单元</translation>
    </message>
    <message>
        <source>First period</source>
        <translation>起始时期</translation>
    </message>
    <message>
        <source>Period from which on the units of the first layer hold, such as 2000. It is written beside each row, so that one table can hold the crosswalks of several years.</source>
        <translation>第一个图层的单元从哪个时期起有效，如 2000。它写在每一行中，因此一张表可以容纳多个年份的对应关系。</translation>
    </message>
    <message>
        <source>Crosswalks to add to</source>
        <translation>要追加到的对应表</translation>
    </message>
    <message>
        <source>Table of crosswalks of other years to the same target, with their first periods; its rows come before.</source>
        <translation>其他年份到同一目标的对应表，含各自的起始时期；其行排在前面。</translation>
    </message>
    <message>
        <source>Crosswalk</source>
        <translation>对应表</translation>
    </message>
    <message>
        <source>One row for each unit and target that share ground, with the shares of both, and what became of them.</source>
        <translation>每对有共同地面的单元与目标单元一行，含双方的份额以及它们的变化。</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>变化</translation>
    </message>
    <message>
        <source>The rows of units that were merged, split, redrawn, recoded, renamed, new or gone.</source>
        <translation>合并、拆分、边界调整、代码变更、更名、新设或撤销的单元所在的行。</translation>
    </message>
    <message>
        <source>Slivers</source>
        <translation>碎屑</translation>
    </message>
    <message>
        <source>The overlaps that were taken for noise, with their area and mean width.</source>
        <translation>被视为噪声的重叠，含面积和平均宽度。</translation>
    </message>
    <message>
        <source>What changed</source>
        <translation>变化情况</translation>
    </message>
    <message>
        <source>Target units with what became of them, the units they come from, and how much of each was apportioned.</source>
        <translation>目标单元及其变化、来源单元以及其中分摊所占的份额。</translation>
    </message>
    <message>
        <source>Map of changes</source>
        <translation>变化图</translation>
    </message>
    <message>
        <source>Target units coloured by what became of them.</source>
        <translation>按变化类型着色的目标单元。</translation>
    </message>
    <message>
        <source>What was found on the way, one row each, with the ids concerned.</source>
        <translation>过程中发现的问题，每条一行，附有关标识。</translation>
    </message>
    <message>
        <source>Number of units of the first layer.</source>
        <translation>第一个图层的单元数。</translation>
    </message>
    <message>
        <source>Targets</source>
        <translation>目标单元</translation>
    </message>
    <message>
        <source>Number of target units.</source>
        <translation>目标单元数。</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>有变化</translation>
    </message>
    <message>
        <source>Number of target units that changed in any way.</source>
        <translation>有任何变化的目标单元数。</translation>
    </message>
    <message>
        <source>Number of overlaps that were taken for noise.</source>
        <translation>被视为噪声的重叠数。</translation>
    </message>
    <message>
        <source>Contiguity weights</source>
        <translation>邻接权重</translation>
    </message>
    <message>
        <source>Finds the neighbours of each unit by common borders. A tolerance is on by default, so gaps, overlaps and borders that were simplified one by one do not cut neighbours apart; the message tells which links it gained over the strict rule.</source>
        <translation>根据公共边界寻找每个单元的邻居。默认启用容差，因此缝隙、重叠以及各自简化过的边界不会切断邻接关系；消息会说明比严格规则多得到哪些邻接。</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>规则</translation>
    </message>
    <message>
        <source>Queen: a common point is enough. Rook: a common line. Border length: a common line, weighted by its length in kilometres.</source>
        <translation>Queen（后式）：有公共点即可。Rook（车式）：需有公共边。边界长度：需有公共边，并以千米长度为权重。</translation>
    </message>
    <message>
        <source>Queen</source>
        <translation>Queen（后式邻接）</translation>
    </message>
    <message>
        <source>Rook</source>
        <translation>Rook（车式邻接）</translation>
    </message>
    <message>
        <source>Border length</source>
        <translation>边界长度</translation>
    </message>
    <message>
        <source>Metres by which borders may miss each other. The word auto chooses it from the gaps in the data; 0 is the strict rule.</source>
        <translation>边界之间允许的偏差，以米计。auto 根据数据中的缝隙自动选择；0 为严格规则。</translation>
    </message>
    <message>
        <source>Units without neighbours</source>
        <translation>没有邻居的单元</translation>
    </message>
    <message>
        <source>Keep them (their spatial lag is 0), join each to the nearest unit, or stop with the list of them.</source>
        <translation>保留（其空间滞后为 0）、与最近的单元相连，或停止并列出清单。</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Join to the nearest</source>
        <translation>与最近单元相连</translation>
    </message>
    <message>
        <source>Links by hand</source>
        <translation>手工添加的邻接</translation>
    </message>
    <message>
        <source>Pairs of units to join, by id or name, such as Hainan:Guangdong; several are separated by commas.</source>
        <translation>需要相连的单元对，用标识或名称表示，如 Hainan:Guangdong；多个之间用逗号分隔。</translation>
    </message>
    <message>
        <source>Order of contiguity</source>
        <translation>邻接阶数</translation>
    </message>
    <message>
        <source>How many steps away neighbours are: 1 for neighbours, 2 for neighbours of neighbours.</source>
        <translation>邻居相隔几步：1 为邻居，2 为邻居的邻居。</translation>
    </message>
    <message>
        <source>Include lower orders</source>
        <translation>包含低阶邻居</translation>
    </message>
    <message>
        <source>Whether neighbours of all orders up to the given one are included.</source>
        <translation>是否包含不超过给定阶数的所有邻居。</translation>
    </message>
    <message>
        <source>Links as lines</source>
        <translation>邻接连线</translation>
    </message>
    <message>
        <source>One line for each pair of linked units, with weight and length in kilometres.</source>
        <translation>每对相连单元一条线，附权重和以千米计的长度。</translation>
    </message>
    <message>
        <source>Diagnostics</source>
        <translation>诊断</translation>
    </message>
    <message>
        <source>Links, neighbours (mean, least, most), isolates, components, symmetry and spectral radius.</source>
        <translation>邻接数、邻居数（平均、最少、最多）、孤立单元、连通分量、对称性和谱半径。</translation>
    </message>
    <message>
        <source>Picture of the weights</source>
        <translation>权重图</translation>
    </message>
    <message>
        <source>Histogram of the number of neighbours, beside the map of the links where boundaries are given.</source>
        <translation>邻居数直方图；若给出边界，旁边附邻接地图。</translation>
    </message>
    <message>
        <source>Spatial weights</source>
        <translation>空间权重</translation>
    </message>
    <message>
        <source>The weights before normalisation, with ids: an edge list (.csv, .xlsx, .dta, .parquet), .gal, .gwt, .mat, .mtx or .swm. Tools that read it normalise it as they are told.</source>
        <translation>标准化之前的权重，带标识：边列表（.csv、.xlsx、.dta、.parquet）、.gal、.gwt、.mat、.mtx 或 .swm。读取它的工具按各自的设定标准化。</translation>
    </message>
    <message>
        <source>Table of links</source>
        <translation>邻接表</translation>
    </message>
    <message>
        <source>One row for each link with focal unit, neighbour, weight and normalised weight.</source>
        <translation>每条邻接一行，含中心单元、邻居、权重和标准化权重。</translation>
    </message>
    <message>
        <source>Links</source>
        <translation>邻接数</translation>
    </message>
    <message>
        <source>Number of links, counted in both directions.</source>
        <translation>邻接的数量，两个方向分别计数。</translation>
    </message>
    <message>
        <source>Isolates</source>
        <translation>孤立单元</translation>
    </message>
    <message>
        <source>Number of units without a neighbour.</source>
        <translation>没有邻居的单元数。</translation>
    </message>
    <message>
        <source>Mean neighbours</source>
        <translation>平均邻居数</translation>
    </message>
    <message>
        <source>Mean number of neighbours of a unit.</source>
        <translation>每个单元的平均邻居数。</translation>
    </message>
    <message>
        <source>Components</source>
        <translation>连通分量</translation>
    </message>
    <message>
        <source>Number of groups of units that links connect.</source>
        <translation>由邻接关系连成的单元组数。</translation>
    </message>
    <message>
        <source>Links gained</source>
        <translation>新增邻接</translation>
    </message>
    <message>
        <source>Number of pairs that the tolerance gained over the strict rule.</source>
        <translation>容差比严格规则多得到的单元对数。</translation>
    </message>
    <message>
        <source>Convert weights</source>
        <translation>转换权重格式</translation>
    </message>
    <message>
        <source>Reads weights in one format and writes them in another, with their ids. The endings of the names decide: .csv, .xlsx, .dta, .parquet, .gal, .gwt, .mat, .mtx, .swm.</source>
        <translation>读取一种格式的权重并连同标识写成另一种格式。格式由文件扩展名决定：.csv、.xlsx、.dta、.parquet、.gal、.gwt、.mat、.mtx、.swm。</translation>
    </message>
    <message>
        <source>Weights file to read: edge list or matrix (text as R and Stata export it too, Excel, Stata, MATLAB, Parquet), GAL, GWT, Matrix Market or ArcGIS .swm.</source>
        <translation>要读取的权重文件：边列表或矩阵（文本，包括 R 与 Stata 导出的；Excel、Stata、MATLAB、Parquet）、GAL、GWT、Matrix Market 或 ArcGIS .swm。</translation>
    </message>
    <message>
        <source>Sheet</source>
        <translation>工作表</translation>
    </message>
    <message>
        <source>Sheet of an Excel file, or matrix of a MATLAB file, that is read; the first sheet, the only matrix where it is left out.</source>
        <translation>要读取的 Excel 工作表，或 MATLAB 文件中的矩阵；留空则为第一个工作表、唯一的矩阵。</translation>
    </message>
    <message>
        <source>Layout of the file read</source>
        <translation>所读文件的布局</translation>
    </message>
    <message>
        <source>Whether a table holds links or a matrix; told by its names and shape, and refused where it could be both.</source>
        <translation>表中是邻接关系还是矩阵；按列名和形状判断，两者皆可能时拒绝读取。</translation>
    </message>
    <message>
        <source>By itself</source>
        <translation>自动判断</translation>
    </message>
    <message>
        <source>Edge list</source>
        <translation>边列表</translation>
    </message>
    <message>
        <source>Matrix</source>
        <translation>矩阵</translation>
    </message>
    <message>
        <source>Ids of a matrix</source>
        <translation>矩阵的标识</translation>
    </message>
    <message>
        <source>Where a matrix that is read holds its ids; of an edge list, whether its first row names columns (row) or not (none). Told by itself, and refused where numbers could be ids or weights.</source>
        <translation>所读矩阵的标识在何处；对边列表，则指首行是列名（row）还是数据（none）。可自动判断；数字既可能是标识又可能是权重时拒绝读取。</translation>
    </message>
    <message>
        <source>Nowhere</source>
        <translation>没有标识</translation>
    </message>
    <message>
        <source>In the first row</source>
        <translation>在首行</translation>
    </message>
    <message>
        <source>In the first column</source>
        <translation>在首列</translation>
    </message>
    <message>
        <source>In both</source>
        <translation>首行和首列都有</translation>
    </message>
    <message>
        <source>Normalisation</source>
        <translation>标准化</translation>
    </message>
    <message>
        <source>How the weights are scaled before writing; none leaves them as they are.</source>
        <translation>写出之前权重的标准化方式；“无”则保持原样。</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Row</source>
        <translation>行标准化</translation>
    </message>
    <message>
        <source>Spectral</source>
        <translation>谱标准化</translation>
    </message>
    <message>
        <source>Min-max</source>
        <translation>最小—最大标准化</translation>
    </message>
    <message>
        <source>Layout of tables</source>
        <translation>表格布局</translation>
    </message>
    <message>
        <source>Edge list (focal, neighbor, weight) or dense matrix with ids in the first row and column.</source>
        <translation>边列表（focal、neighbor、weight），或首行首列为标识的稠密矩阵。</translation>
    </message>
    <message>
        <source>Dense matrix</source>
        <translation>稠密矩阵</translation>
    </message>
    <message>
        <source>Table with ids</source>
        <translation>标识表</translation>
    </message>
    <message>
        <source>Table whose ids, in its order, are those of a file that only counts its units, or of units that it names; units that the file lacks are added without neighbours.</source>
        <translation>其标识按顺序对应只编号单元的文件，或对应文件中按名称给出的单元；文件缺少的单元作为无邻居单元加入。</translation>
    </message>
    <message>
        <source>Unit field</source>
        <translation>单元字段</translation>
    </message>
    <message>
        <source>Column of that table with the ids; the first column where it is left out.</source>
        <translation>该表中存放标识的列；留空则用第一列。</translation>
    </message>
    <message>
        <source>Units that do not match</source>
        <translation>不匹配的单元</translation>
    </message>
    <message>
        <source>Weights and table must have the same units, matched by id or by a name that is certain, which is said; or by id only; or go on with the units that all have, and list the others.</source>
        <translation>权重与表必须有相同的单元，按标识或确定的名称匹配，并予以说明；或仅按标识匹配；或以各方共有的单元继续，并列出其余单元。</translation>
    </message>
    <message>
        <source>The same units, by id or by name</source>
        <translation>单元相同，按标识或名称</translation>
    </message>
    <message>
        <source>The same units, by id only</source>
        <translation>单元相同，仅按标识</translation>
    </message>
    <message>
        <source>The units that all have</source>
        <translation>各方共有的单元</translation>
    </message>
    <message>
        <source>Converted weights</source>
        <translation>转换后的权重</translation>
    </message>
    <message>
        <source>The weights in the format of the ending of its name.</source>
        <translation>按文件名后缀的格式写出的权重。</translation>
    </message>
    <message>
        <source>Diagnostics of weights</source>
        <translation>权重诊断</translation>
    </message>
    <message>
        <source>Describes weights: links, neighbours, isolates, components, symmetry. Draws the histogram of neighbours and, with boundaries, the links on the map.</source>
        <translation>描述权重：邻接、邻居、孤立单元、连通分量和对称性。绘制邻居数直方图；若给出边界，还在地图上画出邻接关系。</translation>
    </message>
    <message>
        <source>Weights file with the same ids as the panel: an edge list or a matrix (text, Excel, Stata, MATLAB, Parquet), GAL, GWT or Matrix Market. A file that only counts its units is taken in the order of the panel&#x27;s table, and that is said.</source>
        <translation>权重文件，标识与面板一致：边列表或矩阵（文本、Excel、Stata、MATLAB、Parquet）、GAL、GWT 或 Matrix Market。只有序号的文件按面板表中单元的次序读取，并予以说明。</translation>
    </message>
    <message>
        <source>How the weights are scaled: rows sum to one, largest eigenvalue one, or the smaller of the largest row and column sum.</source>
        <translation>权重的标准化方式：各行之和为一、最大特征值为一，或除以最大行和与最大列和中较小者。</translation>
    </message>
    <message>
        <source>Rows sum to one</source>
        <translation>行和为一</translation>
    </message>
    <message>
        <source>Largest eigenvalue is one</source>
        <translation>最大特征值为一</translation>
    </message>
    <message>
        <source>Smaller of the largest row and column sum is one</source>
        <translation>最大行和与最大列和中较小者为一</translation>
    </message>
    <message>
        <source>As in the file</source>
        <translation>保持文件原值</translation>
    </message>
    <message>
        <source>Weights and boundaries must have the same units, matched by id or by a name that is certain, which is said; or by id only; or go on with the units that all have, and list the others.</source>
        <translation>权重与边界必须有相同的单元，按标识或确定的名称匹配，并予以说明；或仅按标识匹配；或以各方共有的单元继续，并列出其余单元。</translation>
    </message>
    <message>
        <source>Boundaries or points</source>
        <translation>边界或点</translation>
    </message>
    <message>
        <source>Layer of the units, for names, lengths and the map of links.</source>
        <translation>单元图层，用于名称、长度和邻接地图。</translation>
    </message>
    <message>
        <source>Field of the boundaries with the id of each unit, as in the panel.</source>
        <translation>边界图层中存放单元标识的字段，与面板一致。</translation>
    </message>
    <message>
        <source>Field with the name that maps and labels show. The ids are shown where it is left empty.</source>
        <translation>地图和标注中显示的名称字段。留空则显示标识。</translation>
    </message>
    <message>
        <source>One line for each pair of linked units; needs the boundaries.</source>
        <translation>每对相连单元一条线；需要边界。</translation>
    </message>
    <message>
        <source>Table of the paper</source>
        <translation>论文表格</translation>
    </message>
    <message>
        <source>The diagnostics as a table for a paper.</source>
        <translation>适合论文使用的诊断表。</translation>
    </message>
    <message>
        <source>Units with their neighbours</source>
        <translation>单元及其邻居数</translation>
    </message>
    <message>
        <source>The units with the number of their neighbours; needs the boundaries.</source>
        <translation>带有邻居数的单元图层；需要边界。</translation>
    </message>
    <message>
        <source>Distance weights</source>
        <translation>距离权重</translation>
    </message>
    <message>
        <source>Makes weights from the distance between units (centroids of polygons, or points). For longitude and latitude, distances are along great circles. All distances are in kilometres.</source>
        <translation>根据单元之间的距离（多边形质心或点）构造权重。经纬度坐标采用大圆距离。所有距离以千米计。</translation>
    </message>
    <message>
        <source>Polygon or point layer with one feature per unit, or the name of a set of the shelf such as demo-china-provinces.</source>
        <translation>每个单元一个要素的多边形或点图层，或内置数据集名称，如 demo-china-provinces。</translation>
    </message>
    <message>
        <source>Field that identifies each unit, compared as text.</source>
        <translation>标识每个单元的字段，按文本比较。</translation>
    </message>
    <message>
        <source>Field with the name that messages and tables show.</source>
        <translation>消息和表格中显示的名称字段。</translation>
    </message>
    <message>
        <source>Kind of weights</source>
        <translation>权重类型</translation>
    </message>
    <message>
        <source>The k nearest units; all units within a distance; one over the distance to a power; an exponential of the distance; or a kernel of it.</source>
        <translation>最近的 k 个单元；一定距离内的所有单元；距离幂的倒数；距离的指数函数；或距离的核函数。</translation>
    </message>
    <message>
        <source>k nearest</source>
        <translation>k 近邻</translation>
    </message>
    <message>
        <source>Distance band</source>
        <translation>距离阈值</translation>
    </message>
    <message>
        <source>Inverse distance</source>
        <translation>反距离</translation>
    </message>
    <message>
        <source>Exponential decay</source>
        <translation>指数衰减</translation>
    </message>
    <message>
        <source>Kernel</source>
        <translation>核函数</translation>
    </message>
    <message>
        <source>k</source>
        <translation>k</translation>
    </message>
    <message>
        <source>Number of nearest units for the k nearest, and for an adaptive kernel.</source>
        <translation>k 近邻和自适应核所用的近邻数。</translation>
    </message>
    <message>
        <source>Distance in km</source>
        <translation>距离（千米）</translation>
    </message>
    <message>
        <source>Radius of the band, cut-off of inverse distance and decay, or bandwidth of the kernel. Where it is left out, band and kernel take the least that leaves nobody alone, and the others link every pair.</source>
        <translation>距离阈值的半径、反距离和衰减的截断距离，或核函数的带宽。留空时，距离阈值和核函数取使每个单元至少有一个邻居的最小值，其余方法则连接所有单元对。</translation>
    </message>
    <message>
        <source>Power of distance</source>
        <translation>距离的幂</translation>
    </message>
    <message>
        <source>Power of inverse distance: 1, or 2 as in gravity.</source>
        <translation>反距离的幂次：1，或如引力模型取 2。</translation>
    </message>
    <message>
        <source>Rate of decay per km</source>
        <translation>每千米衰减率</translation>
    </message>
    <message>
        <source>Rate of exponential decay. Where it is left out, it is one over the median distance to the nearest unit.</source>
        <translation>指数衰减的速率。留空则取到最近单元距离中位数的倒数。</translation>
    </message>
    <message>
        <source>Kernel function</source>
        <translation>核函数</translation>
    </message>
    <message>
        <source>Shape of the kernel between 0 and the bandwidth.</source>
        <translation>核函数在 0 与带宽之间的形状。</translation>
    </message>
    <message>
        <source>Triangular</source>
        <translation>三角核</translation>
    </message>
    <message>
        <source>Uniform</source>
        <translation>均匀核</translation>
    </message>
    <message>
        <source>Quadratic (Epanechnikov)</source>
        <translation>二次核(Epanechnikov)</translation>
    </message>
    <message>
        <source>Quartic (biweight)</source>
        <translation>四次核(双权)</translation>
    </message>
    <message>
        <source>Gaussian</source>
        <translation>高斯核</translation>
    </message>
    <message>
        <source>Adaptive bandwidth</source>
        <translation>自适应带宽</translation>
    </message>
    <message>
        <source>Whether the kernel of each unit reaches to its k-th nearest unit.</source>
        <translation>每个单元的核是否延伸到其第 k 个最近单元。</translation>
    </message>
    <message>
        <source>Symmetric k nearest</source>
        <translation>对称 k 近邻</translation>
    </message>
    <message>
        <source>Whether two units are linked if either is among the k nearest of the other.</source>
        <translation>只要一方属于另一方的 k 近邻，两个单元即相连。</translation>
    </message>
    <message>
        <source>Economic and nested weights</source>
        <translation>经济与嵌套权重</translation>
    </message>
    <message>
        <source>Makes weights from a column of a table, such as GDP per head: one over the difference between units, gravity, or geography nested with the economy. A panel is averaged over its periods, or one period is taken; one file for each period is written on request.</source>
        <translation>根据表格中的一列（如人均 GDP）构造权重：差值的倒数、引力模型，或地理与经济的嵌套。面板数据对各期取平均，或只取一期；也可按需为每期写出一个文件。</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>表格</translation>
    </message>
    <message>
        <source>Table with one row per unit, or per unit and period.</source>
        <translation>每个单元一行，或每个单元每期一行的表格。</translation>
    </message>
    <message>
        <source>Column with the id of the unit.</source>
        <translation>存放单元标识的列。</translation>
    </message>
    <message>
        <source>Variable</source>
        <translation>变量</translation>
    </message>
    <message>
        <source>Column with the economic size or level, such as GDP per head.</source>
        <translation>表示经济规模或水平的列，如人均 GDP。</translation>
    </message>
    <message>
        <source>Period field</source>
        <translation>时期字段</translation>
    </message>
    <message>
        <source>Column with the period, for panels.</source>
        <translation>面板数据中存放时期的列。</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>时期</translation>
    </message>
    <message>
        <source>The period whose values are taken. Where it is left out, values are averaged over all periods.</source>
        <translation>取哪一期的数值。留空则对所有时期取平均。</translation>
    </message>
    <message>
        <source>Economic: one over the absolute difference. Gravity: product of the values over distance to a power. Nested: geography times economic. Nested, Lin: geography times the unit&#x27;s share in the mean. Nested, mix: a weighted mean of both after row standardisation.</source>
        <translation>经济距离：绝对差值的倒数。引力：数值乘积除以距离的幂。嵌套：地理权重乘以经济权重。嵌套（林光平等）：地理权重乘以该单元占均值的比重。嵌套（加权）：行标准化后两者的加权平均。</translation>
    </message>
    <message>
        <source>Economic distance</source>
        <translation>经济距离</translation>
    </message>
    <message>
        <source>Gravity</source>
        <translation>引力模型</translation>
    </message>
    <message>
        <source>Nested (product)</source>
        <translation>嵌套（乘积）</translation>
    </message>
    <message>
        <source>Nested (Lin and others 2005)</source>
        <translation>嵌套（林光平等，2005）</translation>
    </message>
    <message>
        <source>Nested (weighted mean)</source>
        <translation>嵌套（加权平均）</translation>
    </message>
    <message>
        <source>Weights of geography</source>
        <translation>地理权重</translation>
    </message>
    <message>
        <source>Weights file to nest with the economy.</source>
        <translation>与经济权重嵌套的权重文件。</translation>
    </message>
    <message>
        <source>Power of distance in gravity weights.</source>
        <translation>引力权重中距离的幂次。</translation>
    </message>
    <message>
        <source>Cut-off in km</source>
        <translation>截断距离（千米）</translation>
    </message>
    <message>
        <source>Distance beyond which gravity weights are 0.</source>
        <translation>超过该距离引力权重为 0。</translation>
    </message>
    <message>
        <source>Share of geography</source>
        <translation>地理权重占比</translation>
    </message>
    <message>
        <source>Share of geography in the weighted mean.</source>
        <translation>加权平均中地理权重所占的比例。</translation>
    </message>
    <message>
        <source>Sheet of a workbook; the first where it is left empty.</source>
        <translation>工作簿中的工作表；留空则取第一个。</translation>
    </message>
    <message>
        <source>Table, boundaries and weights of geography must have the same units, matched by id or by a name that is certain, which is said; or by id only; or go on with the units that all have, and list the others.</source>
        <translation>表、边界与地理权重必须有相同的单元，按标识或确定的名称匹配，并予以说明；或仅按标识匹配；或以各方共有的单元继续，并列出其余单元。</translation>
    </message>
    <message>
        <source>Aliases</source>
        <translation>别名</translation>
    </message>
    <message>
        <source>Table with the columns from (a name in the table) and to (the id or name of its unit, or - to leave its rows out).</source>
        <translation>含 from 列（表中的名称）与 to 列（其单元的标识或名称，或用 - 剔除其各行）的表。</translation>
    </message>
    <message>
        <source>Boundaries for the distances of gravity weights and for the map of links.</source>
        <translation>引力权重计算距离以及绘制邻接地图所用的边界。</translation>
    </message>
    <message>
        <source>Weights by period</source>
        <translation>各期权重</translation>
    </message>
    <message>
        <source>Folder that receives one edge list for each period, weights_2010.csv and so on.</source>
        <translation>每期写入一个边列表的文件夹，如 weights_2010.csv 等。</translation>
    </message>
    <message>
        <source>Aggregate night lights</source>
        <translation>汇总夜间灯光</translation>
    </message>
    <message>
        <source>Turns yearly night-light rasters into a long panel with one row per unit and year: sum, mean, lit share, maximum, inequality and ln of the sum per square kilometre. Cells count by the exact fraction that a unit covers, and the rasters are never read whole. Units that no observed cell covers get empty values and a message, not zeros.</source>
        <translation>把逐年夜间灯光栅格汇总成长面板，每个单元每年一行：总和、均值、亮区比例、最大值、不平等程度以及每平方千米总和的对数。像元按单元覆盖的精确比例计入，栅格从不整幅读入。没有任何观测像元覆盖的单元得到空值并给出消息，而不是零。</translation>
    </message>
    <message>
        <source>Night-light rasters</source>
        <translation>夜间灯光栅格</translation>
    </message>
    <message>
        <source>A folder, a list of files, an archive, or a pattern such as ntl_{period}.tif; demo-lights names the SYNTHETIC rasters of the shelf. Several rasters of one year that lie side by side are taken together. Black Marble tiles, packed files and NetCDF are read as published.</source>
        <translation>文件夹、文件列表、压缩包，或 ntl_{period}.tif 之类的文件名模式；demo-lights 指内置的模拟（SYNTHETIC）栅格。同一年相邻的多幅栅格一并使用。Black Marble 瓦片、压缩文件和 NetCDF 按发布原样读取。</translation>
    </message>
    <message>
        <source>Light product</source>
        <translation>灯光产品</translation>
    </message>
    <message>
        <source>What the numbers of the rasters mean: unit, missing values, scale, and whether zero is dark. The choice as-is takes them as the file says; lights-products lists all products.</source>
        <translation>栅格数值的含义：单位、缺失值、比例，以及零是否表示无光。as-is 表示按文件说明使用；工具“灯光产品”列出所有产品。</translation>
    </message>
    <message>
        <source>Any raster, numbers taken as they are</source>
        <translation>任意栅格,数值按原样读取</translation>
    </message>
    <message>
        <source>DMSP-OLS stable lights, version 4</source>
        <translation>DMSP-OLS 稳定灯光,第 4 版</translation>
    </message>
    <message>
        <source>VIIRS Nighttime Lights (VNL) version 2, annual</source>
        <translation>VIIRS 夜间灯光(VNL)第 2 版,年度</translation>
    </message>
    <message>
        <source>VIIRS cloud-free composites, version 1, monthly (vcmcfg, vcmslcfg)</source>
        <translation>VIIRS 无云合成,第 1 版,月度(vcmcfg、vcmslcfg)</translation>
    </message>
    <message>
        <source>NASA Black Marble VNP46A2 (daily), A3 (monthly), A4 (annual)</source>
        <translation>NASA 黑色大理石 VNP46A2(日)、A3(月)、A4(年)</translation>
    </message>
    <message>
        <source>NPP-VIIRS-like nighttime light of Chen et al. (2021), extended</source>
        <translation>Chen 等(2021)类 NPP-VIIRS 夜间灯光,扩展版</translation>
    </message>
    <message>
        <source>NPP-VIIRS-like nighttime light, copies scaled to 8 bits</source>
        <translation>类 NPP-VIIRS 夜间灯光,压缩为 8 位的副本</translation>
    </message>
    <message>
        <source>Harmonised global nighttime light of Li et al. (2020), DMSP-like</source>
        <translation>Li 等(2020)全球一致化夜间灯光,类 DMSP</translation>
    </message>
    <message>
        <source>WorldPop population counts, 100 m and 1 km</source>
        <translation>WorldPop 人口数量,100 米与 1 千米</translation>
    </message>
    <message>
        <source>LandScan Global ambient population</source>
        <translation>LandScan 全球环境人口</translation>
    </message>
    <message>
        <source>GHS-POP population grid, R2023A</source>
        <translation>GHS-POP 人口格网,R2023A</translation>
    </message>
    <message>
        <source>Satellite-derived PM2.5 (Atmospheric Composition Analysis Group)</source>
        <translation>卫星反演 PM2.5(大气成分分析组)</translation>
    </message>
    <message>
        <source>MODIS vegetation index (MOD13), copies as GeoTIFF</source>
        <translation>MODIS 植被指数(MOD13),GeoTIFF 副本</translation>
    </message>
    <message>
        <source>SYNTHETIC night lights of the demo</source>
        <translation>演示用合成夜间灯光</translation>
    </message>
    <message>
        <source>Periods</source>
        <translation>时期</translation>
    </message>
    <message>
        <source>Years to use, such as 2013-2020, 2022. All that are found where left empty.</source>
        <translation>要使用的年份，如 2013-2020, 2022。留空则使用找到的全部年份。</translation>
    </message>
    <message>
        <source>Statistics</source>
        <translation>统计量</translation>
    </message>
    <message>
        <source>Columns of the table.</source>
        <translation>表格中的列。</translation>
    </message>
    <message>
        <source>Sum of lights</source>
        <translation>灯光总量</translation>
    </message>
    <message>
        <source>Mean light</source>
        <translation>灯光均值</translation>
    </message>
    <message>
        <source>Mean light by area of cells</source>
        <translation>按像元面积加权的灯光均值</translation>
    </message>
    <message>
        <source>Lit share</source>
        <translation>亮像元比例</translation>
    </message>
    <message>
        <source>Maximum</source>
        <translation>最大值</translation>
    </message>
    <message>
        <source>Share observed</source>
        <translation>有效观测比例</translation>
    </message>
    <message>
        <source>Gini of the cells</source>
        <translation>像元基尼系数</translation>
    </message>
    <message>
        <source>Log of lights per km²</source>
        <translation>单位面积灯光的对数(每 km²)</translation>
    </message>
    <message>
        <source>Lit area, km²</source>
        <translation>发光面积(km²)</translation>
    </message>
    <message>
        <source>Lights times area, km²</source>
        <translation>灯光乘面积(km²)</translation>
    </message>
    <message>
        <source>Observed area, km²</source>
        <translation>有效观测面积(km²)</translation>
    </message>
    <message>
        <source>Area, km²</source>
        <translation>面积(km²)</translation>
    </message>
    <message>
        <source>Number of cells</source>
        <translation>像元数</translation>
    </message>
    <message>
        <source>Overlapping units</source>
        <translation>重叠的单元</translation>
    </message>
    <message>
        <source>Ground that several units cover counts for each of them, or only for the first or the last in the layer.</source>
        <translation>被多个单元覆盖的地面分别计入每个单元，或只计入图层中的第一个或最后一个。</translation>
    </message>
    <message>
        <source>For each of them</source>
        <translation>各自计入</translation>
    </message>
    <message>
        <source>For the first</source>
        <translation>计入第一个</translation>
    </message>
    <message>
        <source>For the last</source>
        <translation>计入最后一个</translation>
    </message>
    <message>
        <source>Lit above</source>
        <translation>亮区阈值</translation>
    </message>
    <message>
        <source>A cell is lit if its light is above this. The product decides where left empty.</source>
        <translation>像元灯光高于此值视为亮。留空则由产品决定。</translation>
    </message>
    <message>
        <source>Cache folder</source>
        <translation>缓存文件夹</translation>
    </message>
    <message>
        <source>Folder that keeps cell fractions and finished years, so that a broken-off run goes on where it stopped and a new year costs only itself. On a cluster all workers must see it.</source>
        <translation>保存像元覆盖比例和已完成年份的文件夹，中断后可从断点继续，新增一年只需计算该年。在集群上，所有工作节点都必须能访问它。</translation>
    </message>
    <message>
        <source>Processes</source>
        <translation>进程数</translation>
    </message>
    <message>
        <source>Number of processes. Zero uses all processors where the work is worth it.</source>
        <translation>进程数量。零表示在值得时使用全部处理器。</translation>
    </message>
    <message>
        <source>Periods of the bands</source>
        <translation>各波段的时期</translation>
    </message>
    <message>
        <source>Periods of the bands of each raster, in their order, such as 2012-2014 or 2012, 2014. Read from time axis or descriptions where left empty.</source>
        <translation>每幅栅格各波段对应的时期，按波段顺序，例如 2012-2014 或 2012, 2014。留空则从时间轴或波段描述读取。</translation>
    </message>
    <message>
        <source>Months to years</source>
        <translation>月合成为年</translation>
    </message>
    <message>
        <source>Whether months or days are combined to years, cell by cell: by their mean, their median, or their mean weighted by cloud-free observations.</source>
        <translation>是否逐像元把月或日合成为年：均值、中位数，或以无云观测次数加权的均值。</translation>
    </message>
    <message>
        <source>Leave periods as they are</source>
        <translation>时期保持不变</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>均值</translation>
    </message>
    <message>
        <source>Median</source>
        <translation>中位数</translation>
    </message>
    <message>
        <source>Mean weighted by observations</source>
        <translation>以观测次数加权的均值</translation>
    </message>
    <message>
        <source>Fewest observations</source>
        <translation>最少观测次数</translation>
    </message>
    <message>
        <source>Cells with fewer cloud-free observations are left out. Where left empty, cells without one are, if counts lie beside the rasters; zero takes all.</source>
        <translation>无云观测次数少于此数的像元不计入。留空时，若观测次数栅格与灯光栅格放在一起，则没有观测的像元不计入；零表示全部计入。</translation>
    </message>
    <message>
        <source>Flags of quality</source>
        <translation>质量标记</translation>
    </message>
    <message>
        <source>Flags of Black Marble whose cells count, such as 0, 1. All where left empty.</source>
        <translation>计入哪些 Black Marble 质量标记的像元，例如 0, 1。留空则全部计入。</translation>
    </message>
    <message>
        <source>Missing value</source>
        <translation>缺失值</translation>
    </message>
    <message>
        <source>With auto, product and file decide, and a missing value of 0 is overridden where the product says that zero is dark. With file, the file alone decides; with none, every number counts; a number is the missing value itself.</source>
        <translation>auto 由产品和文件共同决定，若产品规定零表示无光，则忽略文件中的缺失值 0。file 只看文件；none 表示每个数值都算；也可直接给出缺失值的数值。</translation>
    </message>
    <message>
        <source>Band</source>
        <translation>波段</translation>
    </message>
    <message>
        <source>Band of every raster that holds the light. Where left empty, a raster with several bands must tell which is which, by their descriptions or a time axis.</source>
        <translation>每幅栅格中存放灯光的波段。留空时，多波段栅格须由波段描述或时间轴说明各波段的时期。</translation>
    </message>
    <message>
        <source>Layer of the product</source>
        <translation>产品图层</translation>
    </message>
    <message>
        <source>Data field of HDF5, variable of NetCDF, or layer of a product that ships several side by side, such as AllAngle_Composite_Snow_Free or average. The usual one where left empty.</source>
        <translation>HDF5 的数据字段、NetCDF 的变量，或同一产品并列发布的多个图层之一，例如 AllAngle_Composite_Snow_Free 或 average。留空则用通常的那一个。</translation>
    </message>
    <message>
        <source>Inter-calibration table</source>
        <translation>相互校正系数表</translation>
    </message>
    <message>
        <source>Table with the columns year, c0, c1, c2 and, where several satellites flew, satellite (F10 ...). Light becomes c0 + c1 times light + c2 times light squared; dark cells stay dark.</source>
        <translation>含 year、c0、c1、c2 列的表格；若有多颗卫星，还需 satellite 列（F10 等）。灯光变为 c0 + c1 × 灯光 + c2 × 灯光的平方；无光像元保持无光。</translation>
    </message>
    <message>
        <source>Negative light</source>
        <translation>负值灯光</translation>
    </message>
    <message>
        <source>Whether light below zero is kept, set to zero, or taken as not observed.</source>
        <translation>小于零的灯光是保留、设为零，还是视为未观测。</translation>
    </message>
    <message>
        <source>Set to zero</source>
        <translation>设为零</translation>
    </message>
    <message>
        <source>Not observed</source>
        <translation>未观测</translation>
    </message>
    <message>
        <source>Noise floor</source>
        <translation>噪声下限</translation>
    </message>
    <message>
        <source>Light of a cell up to this is set to zero.</source>
        <translation>不高于此值的像元灯光设为零。</translation>
    </message>
    <message>
        <source>Cap</source>
        <translation>上限</translation>
    </message>
    <message>
        <source>Light of a cell above this is set to this, against gas flares and fires.</source>
        <translation>高于此值的像元灯光设为此值，用于抑制燃气火炬和火点。</translation>
    </message>
    <message>
        <source>Cells on borders</source>
        <translation>边界像元</translation>
    </message>
    <message>
        <source>Cells count by the exact fraction that a unit covers, or wholly if their centre lies in it.</source>
        <translation>像元按单元覆盖的精确比例计入，或在中心落入单元时整个计入。</translation>
    </message>
    <message>
        <source>Exact fraction</source>
        <translation>精确比例</translation>
    </message>
    <message>
        <source>Centre of the cell</source>
        <translation>像元中心</translation>
    </message>
    <message>
        <source>Statistic on the map</source>
        <translation>地图统计量</translation>
    </message>
    <message>
        <source>Statistic that layer and map show.</source>
        <translation>图层和地图显示的统计量。</translation>
    </message>
    <message>
        <source>Layer of lights</source>
        <translation>灯光图层</translation>
    </message>
    <message>
        <source>Units with the statistics of the last period and the mapped statistic of every period.</source>
        <translation>单元图层，含最后一期的各统计量以及每期的地图统计量。</translation>
    </message>
    <message>
        <source>Course of the lights</source>
        <translation>灯光走势</translation>
    </message>
    <message>
        <source>Sum of lights, lit share and light density of units by period.</source>
        <translation>各时期单元的灯光总和、亮区比例和灯光密度。</translation>
    </message>
    <message>
        <source>Maps</source>
        <translation>地图组</translation>
    </message>
    <message>
        <source>The mapped statistic in up to four periods from the first to the last.</source>
        <translation>从首期到末期至多四个时期的统计量地图。</translation>
    </message>
    <message>
        <source>Lights by period</source>
        <translation>各期灯光</translation>
    </message>
    <message>
        <source>Sum, growth, mean and spread over units by period.</source>
        <translation>各时期的总和、增长、均值和单元间差异。</translation>
    </message>
    <message>
        <source>Lights of units</source>
        <translation>单元灯光</translation>
    </message>
    <message>
        <source>Long table with unit, name, period and the statistics.</source>
        <translation>含单元、名称、时期和各统计量的长表。</translation>
    </message>
    <message>
        <source>Number of periods.</source>
        <translation>时期数。</translation>
    </message>
    <message>
        <source>Empty rows</source>
        <translation>空行数</translation>
    </message>
    <message>
        <source>Rows of units that no observed cell covers.</source>
        <translation>没有观测像元覆盖的单元所在的行数。</translation>
    </message>
    <message>
        <source>First total</source>
        <translation>首期总和</translation>
    </message>
    <message>
        <source>Sum of lights of all units in the first period.</source>
        <translation>首期所有单元的灯光总和。</translation>
    </message>
    <message>
        <source>Last total</source>
        <translation>末期总和</translation>
    </message>
    <message>
        <source>Sum of lights of all units in the last period.</source>
        <translation>末期所有单元的灯光总和。</translation>
    </message>
    <message>
        <source>Calibrate night lights</source>
        <translation>校正夜间灯光</translation>
    </message>
    <message>
        <source>Writes a copy of a night-light raster in the unit of its product, with explicit steps: 8-bit copies scaled back to radiance, satellites inter-calibrated by coefficients, negatives, noise floor and cap. The source is never changed, and the steps stand in the file&#x27;s tags.</source>
        <translation>按产品单位写出夜间灯光栅格的副本，步骤明确：8 位副本还原为辐射值，按系数进行卫星间相互校正，处理负值、噪声下限和上限。源文件从不改动，各步骤记录在文件标签中。</translation>
    </message>
    <message>
        <source>Night-light raster</source>
        <translation>夜间灯光栅格</translation>
    </message>
    <message>
        <source>Raster to calibrate.</source>
        <translation>要校正的栅格。</translation>
    </message>
    <message>
        <source>Year whose coefficients apply; read from the name of the file where left empty.</source>
        <translation>系数适用的年份；留空则从文件名读取。</translation>
    </message>
    <message>
        <source>Calibrated raster</source>
        <translation>校正后的栅格</translation>
    </message>
    <message>
        <source>GeoTIFF of 32-bit numbers; cells that were not observed are empty.</source>
        <translation>32 位数值的 GeoTIFF；未观测的像元为空。</translation>
    </message>
    <message>
        <source>Before and after</source>
        <translation>校正前后对比</translation>
    </message>
    <message>
        <source>Number of cells by light, before and after the steps.</source>
        <translation>各步骤前后按灯光值统计的像元数。</translation>
    </message>
    <message>
        <source>Changed cells</source>
        <translation>改变的像元</translation>
    </message>
    <message>
        <source>Cells that a step after scaling changed.</source>
        <translation>还原之后被某一步骤改变的像元数。</translation>
    </message>
    <message>
        <source>Missing cells</source>
        <translation>缺失像元</translation>
    </message>
    <message>
        <source>Cells that were not observed.</source>
        <translation>未观测的像元数。</translation>
    </message>
    <message>
        <source>Light before</source>
        <translation>校正前灯光</translation>
    </message>
    <message>
        <source>Sum of the light of all cells after scaling.</source>
        <translation>还原之后所有像元的灯光总和。</translation>
    </message>
    <message>
        <source>Light after</source>
        <translation>校正后灯光</translation>
    </message>
    <message>
        <source>Sum of the light of all cells after all steps.</source>
        <translation>所有步骤之后所有像元的灯光总和。</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步骤</translation>
    </message>
    <message>
        <source>What was done, in words.</source>
        <translation>所做处理的文字说明。</translation>
    </message>
    <message>
        <source>Light products</source>
        <translation>灯光产品</translation>
    </message>
    <message>
        <source>Lists the night-light products that gisplug knows: unit, years, missing values, saturation, what zero means, source and licence. With rasters, it also looks through them and says where they do not fit the product.</source>
        <translation>列出 gisplug 已知的夜间灯光产品：单位、年份、缺失值、饱和值、零的含义、来源和许可。给出栅格时，还会检查并指出与产品不符之处。</translation>
    </message>
    <message>
        <source>Rasters to check</source>
        <translation>要检查的栅格</translation>
    </message>
    <message>
        <source>A folder, a list of files, or a pattern such as ntl_{period}.tif.</source>
        <translation>文件夹、文件列表，或文件名模式，如 ntl_{period}.tif。</translation>
    </message>
    <message>
        <source>Products</source>
        <translation>产品表</translation>
    </message>
    <message>
        <source>All products with unit, years, missing values, valid range, saturation, source and licence.</source>
        <translation>所有产品的单位、年份、缺失值、有效范围、饱和值、来源和许可。</translation>
    </message>
    <message>
        <source>Products to read</source>
        <translation>产品说明</translation>
    </message>
    <message>
        <source>The same as a readable table with notes.</source>
        <translation>带说明的易读表格。</translation>
    </message>
    <message>
        <source>Checked rasters</source>
        <translation>检查结果</translation>
    </message>
    <message>
        <source>One row per raster: size, cell, type, missing value, minimum, maximum, and shares of zero, negative, missing and saturated cells.</source>
        <translation>每幅栅格一行：尺寸、像元、类型、缺失值、最小值、最大值，以及零值、负值、缺失和饱和像元的比例。</translation>
    </message>
    <message>
        <source>Number of products</source>
        <translation>产品数</translation>
    </message>
    <message>
        <source>How many products are known.</source>
        <translation>已知产品的数量。</translation>
    </message>
    <message>
        <source>How many things do not fit.</source>
        <translation>不符之处的数量。</translation>
    </message>
    <message>
        <source>Splice two light series</source>
        <translation>衔接两段灯光序列</translation>
    </message>
    <message>
        <source>Joins an older and a newer series of lights, such as DMSP until 2013 and VIIRS from 2012, by a regression on the periods that both have. The older periods are carried to the scale of the newer sensor; the newer ones stay as they are.</source>
        <translation>用两个序列共有时期的回归，把较早和较新的灯光序列（如 2013 年以前的 DMSP 与 2012 年以来的 VIIRS）衔接起来。较早时期换算到新传感器的尺度，较新时期保持不变。</translation>
    </message>
    <message>
        <source>Older series</source>
        <translation>较早序列</translation>
    </message>
    <message>
        <source>Long table of the older sensor with one row per unit and period.</source>
        <translation>旧传感器的长表，每个单元每期一行。</translation>
    </message>
    <message>
        <source>Newer series</source>
        <translation>较新序列</translation>
    </message>
    <message>
        <source>Long table of the newer sensor with the same columns.</source>
        <translation>新传感器的长表，列与前者相同。</translation>
    </message>
    <message>
        <source>Column with the id of the unit, in both tables.</source>
        <translation>两表中存放单元标识的列。</translation>
    </message>
    <message>
        <source>Column with the year, in both tables.</source>
        <translation>两表中存放年份的列。</translation>
    </message>
    <message>
        <source>Light field</source>
        <translation>灯光字段</translation>
    </message>
    <message>
        <source>Column with the light to join, in both tables.</source>
        <translation>两表中要衔接的灯光列。</translation>
    </message>
    <message>
        <source>In logarithms</source>
        <translation>取对数</translation>
    </message>
    <message>
        <source>Whether the line is fitted between logarithms; light then stays positive.</source>
        <translation>是否在对数之间拟合直线；灯光因此保持为正。</translation>
    </message>
    <message>
        <source>Intercept for each unit</source>
        <translation>各单元单独截距</translation>
    </message>
    <message>
        <source>Whether each unit has an intercept of its own, so that no unit jumps on average at the change of sensor.</source>
        <translation>每个单元是否有各自的截距，使更换传感器时各单元平均不出现跳跃。</translation>
    </message>
    <message>
        <source>Both series must have the same units, matched by id or by a name that is certain, which is said; or by id only; or go on with the units that all have, and list the others.</source>
        <translation>两个序列必须有相同的单元，按标识或确定的名称匹配，并予以说明；或仅按标识匹配；或以各方共有的单元继续，并列出其余单元。</translation>
    </message>
    <message>
        <source>Table with the columns from (a name in the older series) and to (the id or name of its unit, or - to leave its rows out).</source>
        <translation>含 from 列（旧序列中的名称）与 to 列（其单元的标识或名称，或用 - 剔除其各行）的表。</translation>
    </message>
    <message>
        <source>Joined series</source>
        <translation>衔接后的序列</translation>
    </message>
    <message>
        <source>Long table of all periods with a column that says which sensor a row comes from.</source>
        <translation>所有时期的长表，含标明各行来自哪个传感器的列。</translation>
    </message>
    <message>
        <source>Fitted line</source>
        <translation>拟合直线</translation>
    </message>
    <message>
        <source>Intercept, slope, R squared and the periods of the overlap.</source>
        <translation>截距、斜率、R² 以及重叠时期。</translation>
    </message>
    <message>
        <source>Picture of the splice</source>
        <translation>衔接图</translation>
    </message>
    <message>
        <source>Overlap with the fitted line, and the series before and after.</source>
        <translation>重叠期与拟合直线，以及衔接前后的序列。</translation>
    </message>
    <message>
        <source>Slope</source>
        <translation>斜率</translation>
    </message>
    <message>
        <source>Slope of newer on older light.</source>
        <translation>新序列对旧序列的斜率。</translation>
    </message>
    <message>
        <source>Intercept</source>
        <translation>截距</translation>
    </message>
    <message>
        <source>Intercept of newer on older light.</source>
        <translation>新序列对旧序列的截距。</translation>
    </message>
    <message>
        <source>R squared</source>
        <translation>R²</translation>
    </message>
    <message>
        <source>Share of the newer series that the older explains over the overlap.</source>
        <translation>重叠期内新序列被旧序列解释的比例。</translation>
    </message>
    <message>
        <source>Observations</source>
        <translation>观测数</translation>
    </message>
    <message>
        <source>Observations of the overlap.</source>
        <translation>重叠期的观测数。</translation>
    </message>
    <message>
        <source>Map of a variable</source>
        <translation>变量地图</translation>
    </message>
    <message>
        <source>Draws a variable of the panel on the map, for one period or for several with common classes, with legend, scale bar and a neutral word on boundaries. The projection is chosen for equal areas: Albers for China, a fitted one elsewhere.</source>
        <translation>在地图上绘制面板中的变量，可绘制一期或采用统一分级的多期，带图例、比例尺和关于边界的中性说明。采用等面积投影：中国用阿尔伯斯投影，其他地区选用合适的投影。</translation>
    </message>
    <message>
        <source>Panel table</source>
        <translation>面板数据表</translation>
    </message>
    <message>
        <source>Table with one row per unit and period, or a wide one with a column a period: CSV (UTF-8 or GB18030), Excel, Stata, SPSS, Parquet or a GeoPackage table. Titles, units and notes around it are found.</source>
        <translation>每个单元每个时期一行的表，或每个时期一列的宽表：CSV（UTF-8 或 GB18030）、Excel、Stata、SPSS、Parquet 或 GeoPackage 表。表外的标题、单位和注释会自动识别。</translation>
    </message>
    <message>
        <source>Column with the id of the unit, matched as text to the ids of the weights and boundaries.</source>
        <translation>存放单元标识的列，按文本与权重和边界的标识匹配。</translation>
    </message>
    <message>
        <source>Column with the year, quarter, month or other period; of a wide table, one of its columns called by a period, or the name that the periods get.</source>
        <translation>年、季度、月或其他时期所在的列；宽表则为以时期命名的任一列，或为时期所取的列名。</translation>
    </message>
    <message>
        <source>Sheet of a workbook, several joined by commas, or * for all. Where it is left empty: the first, or all with the unit field where that is no long table, each a period or a variable.</source>
        <translation>工作簿中的工作表，多个以逗号连接，* 为全部。留空时取第一个；若其不是长表，则取含单元字段的全部工作表，每个为一个时期或一个变量。</translation>
    </message>
    <message>
        <source>Wide table</source>
        <translation>宽表</translation>
    </message>
    <message>
        <source>How a wide table is read: auto (by the names of its columns), no, units (a column a unit), a pattern such as {variable}_{period}, or the name of the variable of columns that are called by their period alone.</source>
        <translation>宽表的读法：auto（按列名识别）、no（不作宽表）、units（每列一个单元）、{variable}_{period} 之类的模式，或仅以时期命名的各列所表示的变量名。</translation>
    </message>
    <message>
        <source>Absent rows</source>
        <translation>缺失的行</translation>
    </message>
    <message>
        <source>Whether rows may be absent for some units and periods: as the method takes them; yes, and they stay empty, so that a condition may leave them out; or no, and they are listed.</source>
        <translation>部分单元和时期是否可以缺行：按方法所能接受；是，缺行留空，可用条件剔除；否，列出缺行。</translation>
    </message>
    <message>
        <source>As the method takes them</source>
        <translation>按方法所能接受</translation>
    </message>
    <message>
        <source>Allow</source>
        <translation>允许</translation>
    </message>
    <message>
        <source>Refuse</source>
        <translation>拒绝</translation>
    </message>
    <message>
        <source>Panel, boundaries and weights must have the same units, matched by id or by a name that is certain (北京 is 北京市), which is said; or by id only; or go on with the units that all have, and list the others.</source>
        <translation>面板、边界和权重的单元必须相同，按标识或确定的名称匹配（北京即北京市），并加以说明；或仅按标识匹配；或以各方共有的单元继续，并列出其余单元。</translation>
    </message>
    <message>
        <source>Table with the columns from (a name in the panel) and to (the id or name of its unit, or - to leave its rows out), such as the one that match-units writes, confirmed.</source>
        <translation>含 from（面板中的名称）和 to（其单元的标识或名称，- 表示剔除其行）两列的表，例如 match-units 写出并经确认的表。</translation>
    </message>
    <message>
        <source>Field of the larger unit</source>
        <translation>上级单元字段</translation>
    </message>
    <message>
        <source>Column that tells what each unit lies in (province, state). It decides between units of one name.</source>
        <translation>说明各单元所属上级（省、州）的列，用于区分同名单元。</translation>
    </message>
    <message>
        <source>Column of the panel that is mapped; numbers in classes, text by its values.</source>
        <translation>要绘制的面板列；数值按分级显示，文本按取值显示。</translation>
    </message>
    <message>
        <source>Periods to draw, joined by commas, or all. The last one where it is left empty.</source>
        <translation>要绘制的时期，用逗号分隔，或填 all。留空则绘制最后一期。</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>配色</translation>
    </message>
    <message>
        <source>Light to dark, two colours centred on zero, one colour for each text, or what fits the values.</source>
        <translation>由浅到深、以零为中心的双色、每个文本一种颜色，或由数值自动选择。</translation>
    </message>
    <message>
        <source>What fits</source>
        <translation>自动选择</translation>
    </message>
    <message>
        <source>Light to dark</source>
        <translation>由浅到深</translation>
    </message>
    <message>
        <source>Centred on zero</source>
        <translation>以零为中心</translation>
    </message>
    <message>
        <source>One for each text</source>
        <translation>每个文本一种</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>分级数</translation>
    </message>
    <message>
        <source>Number of classes; their borders are quantiles.</source>
        <translation>分级的数量；分界为分位数。</translation>
    </message>
    <message>
        <source>Background</source>
        <translation>底图</translation>
    </message>
    <message>
        <source>Polygon layer drawn in grey below the units, such as demo-china-all.</source>
        <translation>以灰色绘制在单元下方的多边形图层，如 demo-china-all。</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>Title above the map; variable and period where it is left empty.</source>
        <translation>地图上方的标题；留空则为变量名和时期。</translation>
    </message>
    <message>
        <source>Legend title</source>
        <translation>图例标题</translation>
    </message>
    <message>
        <source>Words above the legend; the variable where it is left empty.</source>
        <translation>图例上方的文字；留空则为变量名。</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>注释</translation>
    </message>
    <message>
        <source>Words below the map, such as the source.</source>
        <translation>地图下方的文字，如资料来源。</translation>
    </message>
    <message>
        <source>Names</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Whether the names of the units stand on the map; names that would cover others are left out.</source>
        <translation>是否在地图上标注单元名称；会遮盖其他名称的不标注。</translation>
    </message>
    <message>
        <source>North arrow</source>
        <translation>指北针</translation>
    </message>
    <message>
        <source>Whether a north arrow is drawn.</source>
        <translation>是否绘制指北针。</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>地图</translation>
    </message>
    <message>
        <source>Map as a picture for a paper.</source>
        <translation>适合论文使用的地图图片。</translation>
    </message>
    <message>
        <source>Units with the variable, one field for each period.</source>
        <translation>带有变量的单元图层，每期一个字段。</translation>
    </message>
    <message>
        <source>Match names of units</source>
        <translation>匹配单元名称</translation>
    </message>
    <message>
        <source>Says which unit of the boundaries each name or code of a table means: names with and without province or city, codes of two and six digits, traditional characters, pinyin, former names. What is not certain is proposed with a score and the reason, for you to confirm in the table, and is never taken in silence.</source>
        <translation>说明表中每个名称或代码指边界中的哪个单元：带或不带省、市的名称，两位和六位代码，繁体字，拼音，旧名。不确定的给出建议、得分和依据，由您在表中确认，绝不悄悄采用。</translation>
    </message>
    <message>
        <source>Table whose units are names or codes: CSV, Excel, Stata, Parquet.</source>
        <translation>以名称或代码表示单元的表：CSV、Excel、Stata、Parquet。</translation>
    </message>
    <message>
        <source>Column with the name or code of the unit.</source>
        <translation>单元名称或代码所在的列。</translation>
    </message>
    <message>
        <source>The table that this tool wrote, with its column &#x27;to&#x27; filled in: the id or name of the unit, or - to leave the name out. What is confirmed there goes before everything else.</source>
        <translation>本工具写出的表，其中 to 列已填写：单元的标识或名称，- 表示剔除该名称。表中确认的内容优先于其他一切。</translation>
    </message>
    <message>
        <source>Proposals</source>
        <translation>匹配建议</translation>
    </message>
    <message>
        <source>One row for each proposal: the name, the id of its unit where nothing is left to confirm, what is proposed, a score from 0 to 1, the reason and the status. Fill in the column &#x27;to&#x27;, and give the table as aliases.</source>
        <translation>每条建议一行：名称、无需再确认时的单元标识、建议的单元、0 到 1 的得分、依据和状态。填写 to 列后，作为别名使用。</translation>
    </message>
    <message>
        <source>Matched</source>
        <translation>已匹配</translation>
    </message>
    <message>
        <source>Number of names whose unit is certain or confirmed.</source>
        <translation>单元已确定或已确认的名称数。</translation>
    </message>
    <message>
        <source>To confirm</source>
        <translation>待确认</translation>
    </message>
    <message>
        <source>Number of names that are not.</source>
        <translation>尚未确定的名称数。</translation>
    </message>
    <message>
        <source>Sum up rows by unit and period</source>
        <translation>按个体与时期汇总</translation>
    </message>
    <message>
        <source>Makes a panel from rows below the unit, such as firms, projects or people: their number, and mean, sum or other statistics of columns by unit and period. The result joins other panels.</source>
        <translation>由个体以下的行（企业、项目或个人）构造面板：按个体与时期给出行数以及各列的均值、合计或其他统计量。结果可与其他面板连接。</translation>
    </message>
    <message>
        <source>Table with one row a firm, project or person, and the unit and period it belongs to.</source>
        <translation>每家企业、每个项目或每个人一行的表，含其所属的个体与时期。</translation>
    </message>
    <message>
        <source>Column with the period.</source>
        <translation>时期所在的列。</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Columns of numbers that are summed up; only rows are counted without any.</source>
        <translation>要汇总的数值列；不给出时只计行数。</translation>
    </message>
    <message>
        <source>What is taken of each column; the new columns are called column_statistic. Empty cells do not count.</source>
        <translation>对每列所取的统计量；新列名为 列名_统计量。空单元格不计。</translation>
    </message>
    <message>
        <source>Sum</source>
        <translation>合计</translation>
    </message>
    <message>
        <source>Minimum</source>
        <translation>最小值</translation>
    </message>
    <message>
        <source>Standard deviation</source>
        <translation>标准差</translation>
    </message>
    <message>
        <source>Number above nought</source>
        <translation>大于零的个数</translation>
    </message>
    <message>
        <source>Weight field</source>
        <translation>权重字段</translation>
    </message>
    <message>
        <source>Column that weighs the means, such as sales.</source>
        <translation>均值的权重列，如销售额。</translation>
    </message>
    <message>
        <source>Units and periods</source>
        <translation>个体与时期</translation>
    </message>
    <message>
        <source>One row per unit and period: number of rows, and each statistic of each column.</source>
        <translation>每个个体与时期一行：行数以及各列的各统计量。</translation>
    </message>
    <message>
        <source>Number of units and periods with rows.</source>
        <translation>有行的个体与时期数。</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>行数</translation>
    </message>
    <message>
        <source>Number of rows that were summed up.</source>
        <translation>汇总的行数。</translation>
    </message>
    <message>
        <source>Panel cointegration tests</source>
        <translation>面板协整检验</translation>
    </message>
    <message>
        <source>Tests whether variables with unit roots move together in the long run: Pedroni&#x27;s seven statistics, Kao&#x27;s five and Westerlund&#x27;s four. P-values come from the limits; from simulated random walks of the same size, safer in short panels; and from a bootstrap that keeps the dependence between units.</source>
        <translation>检验含单位根的变量是否存在长期均衡关系：Pedroni 的七个统计量、Kao 的五个、Westerlund 的四个。p 值来自极限分布；来自同等规模的模拟随机游走（短面板更可靠）；以及来自保留单元间相关性的自助法。</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>被解释变量</translation>
    </message>
    <message>
        <source>Column on the left side of the long-run relation, with a unit root.</source>
        <translation>长期关系左边的列，含单位根。</translation>
    </message>
    <message>
        <source>Regressors</source>
        <translation>解释变量</translation>
    </message>
    <message>
        <source>Columns on its right side, each with a unit root.</source>
        <translation>长期关系右边的列，各含单位根。</translation>
    </message>
    <message>
        <source>Tests</source>
        <translation>检验方法</translation>
    </message>
    <message>
        <source>Of residuals with slopes that differ by unit (Pedroni, seven statistics) or are the same for all (Kao, five; intercepts only), or of error correction (Westerlund, four).</source>
        <translation>基于残差，斜率随单元而异（Pedroni，七个统计量）或对所有单元相同（Kao，五个；仅含截距）；或基于误差修正模型（Westerlund，四个）。</translation>
    </message>
    <message>
        <source>Pedroni</source>
        <translation>Pedroni</translation>
    </message>
    <message>
        <source>Kao</source>
        <translation>Kao</translation>
    </message>
    <message>
        <source>Westerlund</source>
        <translation>Westerlund</translation>
    </message>
    <message>
        <source>Deterministic part</source>
        <translation>确定性部分</translation>
    </message>
    <message>
        <source>What each unit&#x27;s relation may have besides the regressors. Kao&#x27;s tests are left out where it is no intercept or a trend.</source>
        <translation>除解释变量外，每个单元的关系中还可包含什么。无截距或含趋势时不做 Kao 检验。</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Intercept and trend</source>
        <translation>截距与趋势</translation>
    </message>
    <message>
        <source>Lags</source>
        <translation>滞后阶数</translation>
    </message>
    <message>
        <source>Lagged differences in every regression.</source>
        <translation>每个回归中差分的滞后阶数。</translation>
    </message>
    <message>
        <source>Leads</source>
        <translation>超前阶数</translation>
    </message>
    <message>
        <source>Leads of the regressors&#x27; differences in Westerlund&#x27;s error-correction models.</source>
        <translation>Westerlund 误差修正模型中解释变量差分的超前阶数。</translation>
    </message>
    <message>
        <source>Kernel lags</source>
        <translation>核滞后阶数</translation>
    </message>
    <message>
        <source>Bartlett lags of long-run variances. Where it is left empty: 4 (T / 100)^(2/9), rounded.</source>
        <translation>长期方差的 Bartlett 滞后阶数。留空则取 4 (T / 100)^(2/9) 的四舍五入值。</translation>
    </message>
    <message>
        <source>Remove period means</source>
        <translation>去除时期均值</translation>
    </message>
    <message>
        <source>Subtract the mean of each period first, against common shocks.</source>
        <translation>先减去各期均值，以去除共同冲击。</translation>
    </message>
    <message>
        <source>Simulations</source>
        <translation>模拟次数</translation>
    </message>
    <message>
        <source>Number of simulated panels of independent random walks for the simulated p-values; nought leaves them out.</source>
        <translation>模拟 p 值所用的独立随机游走面板个数；0 表示不计算。</translation>
    </message>
    <message>
        <source>Bootstrap draws</source>
        <translation>自助抽样次数</translation>
    </message>
    <message>
        <source>Number of panels for bootstrap p-values, which allow for dependence between units; nought leaves them out.</source>
        <translation>自助法 p 值（允许单元间相关）所用的面板个数；0 表示不计算。</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>Start of the random numbers; the same seed gives the same result.</source>
        <translation>随机数的起点；相同的种子得到相同的结果。</translation>
    </message>
    <message>
        <source>Statistics, standardised, with all p-values.</source>
        <translation>统计量、标准化值及全部 p 值。</translation>
    </message>
    <message>
        <source>Statistics with stars and p-values.</source>
        <translation>带星号和 p 值的统计量。</translation>
    </message>
    <message>
        <source>First statistic</source>
        <translation>首个统计量</translation>
    </message>
    <message>
        <source>Statistic of the first row.</source>
        <translation>第一行的统计量。</translation>
    </message>
    <message>
        <source>First p-value</source>
        <translation>首个 p 值</translation>
    </message>
    <message>
        <source>P-value of the first row: bootstrap, else simulated, else of the limit.</source>
        <translation>第一行的 p 值：优先自助法，其次模拟，再次极限分布。</translation>
    </message>
    <message>
        <source>Dependence between units</source>
        <translation>单元间的截面相关</translation>
    </message>
    <message>
        <source>Tests whether the units of a panel move independently of each other: Pesaran&#x27;s CD test of variables, of the residuals of a regression with fixed effects, or of both. Where units are dependent, errors that take them as independent are too small, and unit-root tests without a common factor reject too often.</source>
        <translation>检验面板各单元是否相互独立：对变量、对固定效应回归的残差或对两者做 Pesaran CD 检验。若单元相关，把它们当作独立的标准误偏小，不含共同因子的单位根检验拒绝过多。</translation>
    </message>
    <message>
        <source>Variables</source>
        <translation>变量</translation>
    </message>
    <message>
        <source>Columns to test.</source>
        <translation>要检验的列。</translation>
    </message>
    <message>
        <source>Outcome of a regression</source>
        <translation>回归的被解释变量</translation>
    </message>
    <message>
        <source>Column whose regression on the columns below is fitted; its residuals are tested.</source>
        <translation>以此列对下面各列做回归，检验其残差。</translation>
    </message>
    <message>
        <source>Columns on the right side of that regression.</source>
        <translation>该回归右边的列。</translation>
    </message>
    <message>
        <source>Fixed effects</source>
        <translation>固定效应</translation>
    </message>
    <message>
        <source>Effects of units and periods that are taken out before the regression.</source>
        <translation>回归之前去除的个体和时期效应。</translation>
    </message>
    <message>
        <source>Unit and period</source>
        <translation>个体与时期</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>个体</translation>
    </message>
    <message>
        <source>Own lags</source>
        <translation>自身滞后阶数</translation>
    </message>
    <message>
        <source>Own lags that are taken out of each unit&#x27;s series first. Autocorrelated series correlate by chance, and one lag or two keep the test from rejecting for that reason.</source>
        <translation>先从每个单元的序列中剔除的自身滞后阶数。自相关序列会偶然相关，剔除一两阶可避免因此而拒绝。</translation>
    </message>
    <message>
        <source>Number of simulated panels of independent units for the simulated p-values; nought leaves them out.</source>
        <translation>模拟 p 值所用的独立单元面板个数；0 表示不计算。</translation>
    </message>
    <message>
        <source>Statistic, p-values and mean correlations of each variable.</source>
        <translation>各变量的统计量、p 值与平均相关系数。</translation>
    </message>
    <message>
        <source>CD of the first row.</source>
        <translation>第一行的 CD 统计量。</translation>
    </message>
    <message>
        <source>P-value of the first row: simulated, where there are simulations.</source>
        <translation>第一行的 p 值；有模拟时为模拟值。</translation>
    </message>
    <message>
        <source>Describe a panel</source>
        <translation>面板描述统计</translation>
    </message>
    <message>
        <source>Gives descriptive statistics with the spread between and within units, correlations with stars, and variance inflation factors, as the tables that papers print.</source>
        <translation>给出描述统计（含组间和组内差异）、带星号的相关系数以及方差膨胀因子，与论文中的表格一致。</translation>
    </message>
    <message>
        <source>Columns to describe; all number columns where it is left empty.</source>
        <translation>要描述的列；留空则为所有数值列。</translation>
    </message>
    <message>
        <source>Column that is left out of the variance inflation factors.</source>
        <translation>计算方差膨胀因子时排除的列。</translation>
    </message>
    <message>
        <source>Correlation</source>
        <translation>相关系数</translation>
    </message>
    <message>
        <source>Of the values (Pearson) or of their ranks (Spearman).</source>
        <translation>数值的相关（Pearson）或秩的相关（Spearman）。</translation>
    </message>
    <message>
        <source>Pearson</source>
        <translation>Pearson 相关</translation>
    </message>
    <message>
        <source>Spearman</source>
        <translation>Spearman 秩相关</translation>
    </message>
    <message>
        <source>Descriptive statistics</source>
        <translation>描述统计</translation>
    </message>
    <message>
        <source>N, mean, standard deviations, quartiles and range of each column.</source>
        <translation>各列的观测数、均值、标准差、四分位数和取值范围。</translation>
    </message>
    <message>
        <source>Correlations</source>
        <translation>相关系数矩阵</translation>
    </message>
    <message>
        <source>Matrix of correlation coefficients.</source>
        <translation>相关系数的矩阵。</translation>
    </message>
    <message>
        <source>Variance inflation</source>
        <translation>方差膨胀因子</translation>
    </message>
    <message>
        <source>Variance inflation factor of each column but the outcome.</source>
        <translation>除被解释变量外各列的方差膨胀因子。</translation>
    </message>
    <message>
        <source>The three tables as a paper prints them.</source>
        <translation>论文形式的三张表。</translation>
    </message>
    <message>
        <source>Correlation picture</source>
        <translation>相关系数图</translation>
    </message>
    <message>
        <source>Correlations as coloured cells.</source>
        <translation>以颜色格表示的相关系数。</translation>
    </message>
    <message>
        <source>Largest number of rows with a value.</source>
        <translation>有数值的最大行数。</translation>
    </message>
    <message>
        <source>Mean VIF</source>
        <translation>平均 VIF</translation>
    </message>
    <message>
        <source>Mean variance inflation factor.</source>
        <translation>方差膨胀因子的平均值。</translation>
    </message>
    <message>
        <source>Read and join a panel</source>
        <translation>读取与合并面板</translation>
    </message>
    <message>
        <source>Reads a long table and joins boundaries and another table (night lights, for example) to it, by id and period and never by the order of rows. Repeated keys, absent rows and strangers are refused with their list.</source>
        <translation>读取长表，并按标识和时期（绝不按行序）合并边界和另一张表（如夜间灯光）。重复的键、缺失的行和无法匹配的单元会被拒绝并列出清单。</translation>
    </message>
    <message>
        <source>Second table</source>
        <translation>第二张表</translation>
    </message>
    <message>
        <source>Table whose columns are added, such as night lights by unit and year.</source>
        <translation>要加入其列的表格，如各单元各年的夜间灯光。</translation>
    </message>
    <message>
        <source>Unit field of the second table</source>
        <translation>第二张表的单元字段</translation>
    </message>
    <message>
        <source>The same name as in the panel where it is left empty.</source>
        <translation>留空则与面板中的字段同名。</translation>
    </message>
    <message>
        <source>Period field of the second table</source>
        <translation>第二张表的时期字段</translation>
    </message>
    <message>
        <source>Where it is left empty, the rows hold for every period, such as area or terrain.</source>
        <translation>留空则各行适用于每一期，如面积或地形。</translation>
    </message>
    <message>
        <source>Rows that the second table lacks</source>
        <translation>第二张表缺少的行</translation>
    </message>
    <message>
        <source>Refuse them with their list, or leave them empty.</source>
        <translation>拒绝并列出清单，或留空。</translation>
    </message>
    <message>
        <source>Leave empty</source>
        <translation>留空</translation>
    </message>
    <message>
        <source>Encoding of text tables. UTF-8 and GB18030 are found without it.</source>
        <translation>文本表格的编码。UTF-8 和 GB18030 会自动识别。</translation>
    </message>
    <message>
        <source>Polygon layer with one feature per unit, or the name of a set of the shelf such as demo-china-provinces. It is needed for the layer; it also gives names to the picture.</source>
        <translation>每个单元一个要素的多边形图层，或内置数据集名称，如 demo-china-provinces。生成图层时必需，也为图片提供名称。</translation>
    </message>
    <message>
        <source>Joined panel</source>
        <translation>合并后的面板</translation>
    </message>
    <message>
        <source>Long table with all columns, in the order of units and periods.</source>
        <translation>含所有列的长表，按单元和时期排序。</translation>
    </message>
    <message>
        <source>All units in all periods with all number columns. It needs boundaries.</source>
        <translation>所有单元、所有时期及所有数值列。需要边界。</translation>
    </message>
    <message>
        <source>Everything that was found, left out or kept empty.</source>
        <translation>发现、剔除或留空的全部内容。</translation>
    </message>
    <message>
        <source>Prepare a panel</source>
        <translation>面板预处理</translation>
    </message>
    <message>
        <source>Carries out steps in order and records each: new columns by formula, logs, lags, growth, interpolation within a unit, winsorising, standardising, filters. Formulas are read by a small grammar and never run as code.</source>
        <translation>按顺序执行各步骤并逐一记录：用公式生成新列、取对数、滞后、增长率、单元内插值、缩尾、标准化和筛选。公式由小型语法解析，绝不作为代码执行。</translation>
    </message>
    <message>
        <source>Steps joined by semicolons, such as: interpolate gdp; ln_gdp = log(gdp); gdp_1 = lag(gdp); g = growth(gdp); x = winsorise(x, 0.01); keep year &gt;= 2013; drop unit in (110000, 310000). Names with spaces or signs stand in backticks.</source>
        <translation>用分号分隔的步骤，如：interpolate gdp; ln_gdp = log(gdp); gdp_1 = lag(gdp); g = growth(gdp); x = winsorise(x, 0.01); keep year &gt;= 2013; drop unit in (110000, 310000)。含空格或符号的名称用反引号括起。</translation>
    </message>
    <message>
        <source>Prepared panel</source>
        <translation>预处理后的面板</translation>
    </message>
    <message>
        <source>Long table after all steps.</source>
        <translation>所有步骤之后的长表。</translation>
    </message>
    <message>
        <source>Record of the steps</source>
        <translation>步骤记录</translation>
    </message>
    <message>
        <source>What each step did: cells changed, filled and left empty.</source>
        <translation>每一步所做的处理：改变、填补和留空的单元格。</translation>
    </message>
    <message>
        <source>The record as a table for an appendix.</source>
        <translation>适合放入附录的步骤记录表。</translation>
    </message>
    <message>
        <source>Number of units after the steps.</source>
        <translation>处理后的单元数。</translation>
    </message>
    <message>
        <source>Number of periods after the steps.</source>
        <translation>处理后的时期数。</translation>
    </message>
    <message>
        <source>Number of columns after the steps.</source>
        <translation>处理后的列数。</translation>
    </message>
    <message>
        <source>Panel on the borders of one year</source>
        <translation>换算到某一年边界的面板</translation>
    </message>
    <message>
        <source>Brings a panel whose units change, keyed by the codes of each year, to the units of one year: counts are apportioned and rates averaged, by a crosswalk of boundaries or a table of code changes. Totals before and after are shown for each variable and period, and each value says how much of it was apportioned.</source>
        <translation>把单元有变动、以各年代码为键的面板换算到某一年的单元：按边界对应表或代码变更表，总量型变量分摊，比率型变量平均。逐变量逐时期列出换算前后的总量，每个数值都说明其中有多少是分摊来的。</translation>
    </message>
    <message>
        <source>A row&#x27;s unit is found in the crosswalk by id or by a name that is certain, and rows of totals are left out, which is said; or by id only; or go on with the units that the crosswalk has, and list the others.</source>
        <translation>各行的单元按标识或确定的名称在对照表中查找，合计行予以剔除并说明；或仅按标识查找；或以对照表中有的单元继续，并列出其余单元。</translation>
    </message>
    <message>
        <source>Column that tells what each unit lies in (province, state). It decides between aliases of one name.</source>
        <translation>说明各单元所属上级单元（省、州）的列，用于区分同名的别名。</translation>
    </message>
    <message>
        <source>What boundaries-crosswalk wrote. With a column since, each period goes through the crosswalk that holds in it.</source>
        <translation>boundaries-crosswalk 写出的表。有 since 列时，每个时期使用当时有效的对应关系。</translation>
    </message>
    <message>
        <source>Code changes</source>
        <translation>代码变更表</translation>
    </message>
    <message>
        <source>Instead of a crosswalk: a table with one row for each code that became another, for panels without boundaries.</source>
        <translation>代替对应表：每个变为另一代码的代码一行，用于没有边界图层的面板。</translation>
    </message>
    <message>
        <source>Year field of the changes</source>
        <translation>变更年份字段</translation>
    </message>
    <message>
        <source>Column with the first year in which the new code holds.</source>
        <translation>新代码开始有效的年份所在的列。</translation>
    </message>
    <message>
        <source>Old code field</source>
        <translation>旧代码字段</translation>
    </message>
    <message>
        <source>Column with the old code.</source>
        <translation>旧代码所在的列。</translation>
    </message>
    <message>
        <source>New code field</source>
        <translation>新代码字段</translation>
    </message>
    <message>
        <source>Column with the new code.</source>
        <translation>新代码所在的列。</translation>
    </message>
    <message>
        <source>Share field</source>
        <translation>份额字段</translation>
    </message>
    <message>
        <source>Column with the share, from 0 to 1, of a code that became several. A column named share is found by itself.</source>
        <translation>一个代码变为多个时各自份额（0 到 1）所在的列。名为 share 的列会自动识别。</translation>
    </message>
    <message>
        <source>Year of the codes wanted</source>
        <translation>目标代码年份</translation>
    </message>
    <message>
        <source>Year to whose codes the panel is brought.</source>
        <translation>面板换算到哪一年的代码。</translation>
    </message>
    <message>
        <source>Counts</source>
        <translation>总量型变量</translation>
    </message>
    <message>
        <source>Columns whose sums mean something, such as people or output. They are apportioned, and totals are kept.</source>
        <translation>加总有意义的列，如人口或产出。它们被分摊，总量保持不变。</translation>
    </message>
    <message>
        <source>Rates</source>
        <translation>比率型变量</translation>
    </message>
    <message>
        <source>Columns that hold of a whole unit, such as shares, prices or values per head. They are averaged.</source>
        <translation>描述整个单元的列，如份额、价格或人均值。它们取平均。</translation>
    </message>
    <message>
        <source>Weight of rates</source>
        <translation>比率的权重</translation>
    </message>
    <message>
        <source>Column that rates are weighted by, such as population. Where it is left empty, what the crosswalk was made of weights them.</source>
        <translation>比率平均时的权重列，如人口。留空时用对应表所依据的量加权。</translation>
    </message>
    <message>
        <source>Units that became several</source>
        <translation>一分为多的单元</translation>
    </message>
    <message>
        <source>Divide them by their shares, or put together what they became, so that nothing is assumed.</source>
        <translation>按份额划分，或把它们变成的单元合在一起，从而不作任何假设。</translation>
    </message>
    <message>
        <source>Divide by shares</source>
        <translation>按份额划分</translation>
    </message>
    <message>
        <source>Put together into common units</source>
        <translation>合并为公共单元</translation>
    </message>
    <message>
        <source>Share that may be missing</source>
        <translation>允许缺失的份额</translation>
    </message>
    <message>
        <source>Share of a target unit, from 0 to 1, that may belong to units without a value. Targets with more are missing.</source>
        <translation>目标单元中允许属于无数值单元的份额，0 到 1。超过者为缺失。</translation>
    </message>
    <message>
        <source>Long table with the counts and rates of the target units.</source>
        <translation>目标单元的总量与比率长表。</translation>
    </message>
    <message>
        <source>Totals</source>
        <translation>总量核对</translation>
    </message>
    <message>
        <source>Sums of counts and means of rates before and after, by variable and period.</source>
        <translation>换算前后总量之和与比率之均值，逐变量逐时期。</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>质量</translation>
    </message>
    <message>
        <source>Share of each value that came from units that were divided, and a flag.</source>
        <translation>每个数值中来自被划分单元的份额，以及质量标记。</translation>
    </message>
    <message>
        <source>Members</source>
        <translation>成员</translation>
    </message>
    <message>
        <source>Which target units each unit of the result holds.</source>
        <translation>结果中每个单元包含哪些目标单元。</translation>
    </message>
    <message>
        <source>Everything that was found, left out or missing.</source>
        <translation>发现、舍去或缺失的一切。</translation>
    </message>
    <message>
        <source>Number of units of the result.</source>
        <translation>结果的单元数。</translation>
    </message>
    <message>
        <source>Taken whole</source>
        <translation>整体取用</translation>
    </message>
    <message>
        <source>Share of the rows, from 0 to 1, in which nothing was apportioned.</source>
        <translation>没有任何分摊的行所占份额，0 到 1。</translation>
    </message>
    <message>
        <source>Rows with missing values</source>
        <translation>有缺失值的行</translation>
    </message>
    <message>
        <source>Number of rows that lack some value.</source>
        <translation>缺少某个数值的行数。</translation>
    </message>
    <message>
        <source>Panel unit-root tests</source>
        <translation>面板单位根检验</translation>
    </message>
    <message>
        <source>Tests whether variables have a unit root: Levin, Lin and Chu; Im, Pesaran and Shin; Fisher-type tests; Breitung; and Pesaran&#x27;s CIPS, which allows for a common factor. Hadri&#x27;s test has the opposite null, stationarity. P-values come from the limits and, safer in short panels, from simulated panels of the same size.</source>
        <translation>检验变量是否含单位根：LLC、IPS、Fisher 型、Breitung，以及允许共同因子的 Pesaran CIPS。Hadri 检验的原假设相反，为平稳。p 值来自极限分布；短面板更可靠的是同等规模面板的模拟值。</translation>
    </message>
    <message>
        <source>Columns to test, without empty cells.</source>
        <translation>要检验的列，不能有空值。</translation>
    </message>
    <message>
        <source>One common root (LLC, Breitung), a root for each unit (IPS), combined p-values (Fisher), a root for each unit with a common factor (CIPS), or Hadri&#x27;s test, whose null is the opposite: stationarity.</source>
        <translation>共同根（LLC、Breitung）、各单元各自的根（IPS）、合并 p 值（Fisher）、含共同因子的各自的根（CIPS），或原假设相反（平稳）的 Hadri 检验。</translation>
    </message>
    <message>
        <source>Levin-Lin-Chu</source>
        <translation>Levin-Lin-Chu（LLC）</translation>
    </message>
    <message>
        <source>Im-Pesaran-Shin</source>
        <translation>Im-Pesaran-Shin（IPS）</translation>
    </message>
    <message>
        <source>Fisher</source>
        <translation>Fisher</translation>
    </message>
    <message>
        <source>Breitung</source>
        <translation>Breitung</translation>
    </message>
    <message>
        <source>Pesaran CIPS</source>
        <translation>Pesaran CIPS</translation>
    </message>
    <message>
        <source>Hadri (null: stationary)</source>
        <translation>Hadri（原假设：平稳）</translation>
    </message>
    <message>
        <source>What each unit&#x27;s series may have besides the root.</source>
        <translation>除单位根外各单元序列可能包含的成分。</translation>
    </message>
    <message>
        <source>Number of lagged differences, or the words sic or aic, which choose it for each unit. Hadri&#x27;s test has none.</source>
        <translation>差分的滞后阶数，或写 sic、aic，由其为每个单元选择。Hadri 检验无此项。</translation>
    </message>
    <message>
        <source>Bartlett lags of the long-run variance in Hadri&#x27;s test; nought is for series without autocorrelation.</source>
        <translation>Hadri 检验中长期方差的 Bartlett 滞后阶数；0 适用于无自相关的序列。</translation>
    </message>
    <message>
        <source>Subtract the mean of each period first, against common shocks. Not with CIPS, which holds them itself.</source>
        <translation>先减去各期均值，以去除共同冲击。CIPS 自身已控制，不可同用。</translation>
    </message>
    <message>
        <source>Number of simulated panels for the simulated p-values; nought leaves them out (not with CIPS).</source>
        <translation>模拟 p 值所用的面板个数；0 表示不计算（CIPS 不可为 0）。</translation>
    </message>
    <message>
        <source>Statistic and p-values of each variable and test.</source>
        <translation>每个变量和检验的统计量与 p 值。</translation>
    </message>
    <message>
        <source>Tests by unit</source>
        <translation>各单元检验</translation>
    </message>
    <message>
        <source>Lags, coefficient, t and p of each unit&#x27;s test; t with cross-section means for CIPS; and its KPSS statistic.</source>
        <translation>各单元检验的滞后阶数、系数、t 与 p；CIPS 用的含截面均值的 t；以及 KPSS 统计量。</translation>
    </message>
    <message>
        <source>Statistic of the first variable and test.</source>
        <translation>第一个变量、第一种检验的统计量。</translation>
    </message>
    <message>
        <source>P-value of the first variable and test by the limit; simulated for CIPS.</source>
        <translation>第一个变量与检验的极限分布 p 值；CIPS 为模拟值。</translation>
    </message>
    <message>
        <source>Co-agglomeration of two industries</source>
        <translation>两产业协同集聚</translation>
    </message>
    <message>
        <source>Measures whether two industries are at home in the same units: how alike their location quotients are, plus how large they are together. The quotients are computed from employment, or given.</source>
        <translation>衡量两个产业是否集聚在同一单元：区位商有多接近，再加上二者合计有多大。区位商可由就业计算，也可直接给出。</translation>
    </message>
    <message>
        <source>First industry</source>
        <translation>第一个产业</translation>
    </message>
    <message>
        <source>Column with employment or output of the first industry, or its location quotient.</source>
        <translation>第一个产业的就业或产出列，或其区位商。</translation>
    </message>
    <message>
        <source>Second industry</source>
        <translation>第二个产业</translation>
    </message>
    <message>
        <source>Column with employment or output of the second industry, or its location quotient.</source>
        <translation>第二个产业的就业或产出列，或其区位商。</translation>
    </message>
    <message>
        <source>All industries</source>
        <translation>全部产业</translation>
    </message>
    <message>
        <source>Column with employment or output of all industries. Where it is left empty, the two columns are taken as location quotients.</source>
        <translation>全部产业的就业或产出列。留空则把前两列当作区位商。</translation>
    </message>
    <message>
        <source>New column</source>
        <translation>新列</translation>
    </message>
    <message>
        <source>Name of the new column.</source>
        <translation>新列的名称。</translation>
    </message>
    <message>
        <source>Panel with new columns</source>
        <translation>带新列的面板</translation>
    </message>
    <message>
        <source>The panel table with the co-agglomeration index and the quotients added, ready for the other tools.</source>
        <translation>加入协同集聚指数和区位商的面板表，可直接用于其他工具。</translation>
    </message>
    <message>
        <source>All units in all periods with the index. It needs boundaries.</source>
        <translation>所有单元、所有时期的指数。需要边界。</translation>
    </message>
    <message>
        <source>Index of each unit in the first and last period and on average.</source>
        <translation>各单元首期、末期和平均的指数。</translation>
    </message>
    <message>
        <source>Index over time</source>
        <translation>指数走势</translation>
    </message>
    <message>
        <source>Co-agglomeration of all units over time.</source>
        <translation>所有单元协同集聚水平随时间的变化。</translation>
    </message>
    <message>
        <source>Mean of all units and periods.</source>
        <translation>所有单元和时期的均值。</translation>
    </message>
    <message>
        <source>Highest unit, last period</source>
        <translation>最后一期最高的单元</translation>
    </message>
    <message>
        <source>Unit with the highest index in the last period.</source>
        <translation>末期指数最高的单元。</translation>
    </message>
    <message>
        <source>Convergence</source>
        <translation>收敛分析</translation>
    </message>
    <message>
        <source>Asks whether units grow alike. Sigma convergence is a spread that falls over time; beta convergence is faster growth of units that start lower, with speed and half-life. Kernel densities show how the whole distribution moves.</source>
        <translation>检验各单元是否趋于一致。σ 收敛指离散程度随时间下降；β 收敛指起点较低的单元增长较快，并给出收敛速度和半衰期。核密度显示整个分布如何移动。</translation>
    </message>
    <message>
        <source>Column with positive values.</source>
        <translation>取正值的列。</translation>
    </message>
    <message>
        <source>Controls</source>
        <translation>控制变量</translation>
    </message>
    <message>
        <source>Columns for conditional convergence.</source>
        <translation>条件收敛所用的列。</translation>
    </message>
    <message>
        <source>None gives absolute convergence; unit effects let each unit have its own path.</source>
        <translation>“无”为绝对收敛；个体效应允许每个单元有各自的路径。</translation>
    </message>
    <message>
        <source>Region field</source>
        <translation>区域字段</translation>
    </message>
    <message>
        <source>Column with regions, which are then shown beside the whole.</source>
        <translation>存放区域的列，各区域将与总体一并显示。</translation>
    </message>
    <message>
        <source>Periods of the densities</source>
        <translation>核密度时期</translation>
    </message>
    <message>
        <source>Periods whose density is drawn, joined by commas. First, middle ones and last where it is left empty.</source>
        <translation>绘制核密度的时期，用逗号分隔。留空则取首期、中间若干期和末期。</translation>
    </message>
    <message>
        <source>Rows used</source>
        <translation>使用的行</translation>
    </message>
    <message>
        <source>Condition that rows must fulfil, such as: period &gt;= 2012 and region in (east, west). Lags in a formula see the rows left out. Models of balanced panels keep whole units and periods.</source>
        <translation>行须满足的条件，如：period &gt;= 2012 and region in (east, west)。公式中的滞后仍可取到被排除的行。平衡面板模型按整个单元和整个时期取舍。</translation>
    </message>
    <message>
        <source>Terms not identified</source>
        <translation>不可识别的项</translation>
    </message>
    <message>
        <source>Whether a term without a coefficient of its own (constant within units, the same for all units, a combination of others) is refused by name, or the later one is omitted and shown as omitted.</source>
        <translation>没有独立系数的项（在单元内不变、各单元相同或为其他项的组合）如何处理：列出名称并拒绝，或省略排在后面的一项并标明已省略。</translation>
    </message>
    <message>
        <source>Refuse by name</source>
        <translation>拒绝并指明</translation>
    </message>
    <message>
        <source>Omit the later one</source>
        <translation>省略后一项</translation>
    </message>
    <message>
        <source>Spread by period</source>
        <translation>各期离散程度</translation>
    </message>
    <message>
        <source>Standard deviation of logs and coefficient of variation by period and region.</source>
        <translation>各时期、各区域的对数标准差和变异系数。</translation>
    </message>
    <message>
        <source>Beta estimates</source>
        <translation>β 收敛估计</translation>
    </message>
    <message>
        <source>Estimates of the beta regressions.</source>
        <translation>β 收敛回归的估计结果。</translation>
    </message>
    <message>
        <source>Sigma by period and the beta regressions side by side.</source>
        <translation>各期 σ 与 β 收敛回归并列。</translation>
    </message>
    <message>
        <source>Sigma over time</source>
        <translation>σ 走势</translation>
    </message>
    <message>
        <source>Spread over time, all units and each region.</source>
        <translation>总体及各区域离散程度随时间的变化。</translation>
    </message>
    <message>
        <source>Growth and first value</source>
        <translation>增长与初始值</translation>
    </message>
    <message>
        <source>Mean growth against the first value, with names.</source>
        <translation>平均增长与初始值的关系，附名称。</translation>
    </message>
    <message>
        <source>Kernel densities</source>
        <translation>核密度图</translation>
    </message>
    <message>
        <source>Distribution over the units in several periods.</source>
        <translation>若干时期各单元的分布。</translation>
    </message>
    <message>
        <source>Change of the spread</source>
        <translation>离散程度的变化</translation>
    </message>
    <message>
        <source>Change of the spread a period; negative is convergence.</source>
        <translation>离散程度每期的变化；为负表示收敛。</translation>
    </message>
    <message>
        <source>P-value of the change</source>
        <translation>变化的 p 值</translation>
    </message>
    <message>
        <source>P-value of the linear trend of the spread.</source>
        <translation>离散程度线性趋势的 p 值。</translation>
    </message>
    <message>
        <source>Beta</source>
        <translation>β 系数</translation>
    </message>
    <message>
        <source>Coefficient of the logarithm of the value; negative is convergence.</source>
        <translation>变量对数的系数；为负表示收敛。</translation>
    </message>
    <message>
        <source>P-value of beta</source>
        <translation>β 的 p 值</translation>
    </message>
    <message>
        <source>P-value of beta.</source>
        <translation>β 系数的 p 值。</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>收敛速度</translation>
    </message>
    <message>
        <source>Speed of convergence a period.</source>
        <translation>每期的收敛速度。</translation>
    </message>
    <message>
        <source>Half-life</source>
        <translation>半衰期</translation>
    </message>
    <message>
        <source>Periods until half of the gap is closed.</source>
        <translation>差距缩小一半所需的期数。</translation>
    </message>
    <message>
        <source>Coupling coordination degree</source>
        <translation>耦合协调度</translation>
    </message>
    <message>
        <source>Measures how far two or more systems, such as digital economy and green development, rise together. Each system is an index from 0 to 1; the result is the coupling degree, the common level and the coordination degree with its grade.</source>
        <translation>衡量两个或多个系统（如数字经济与绿色发展）共同提升的程度。每个系统为 0 到 1 的指数；结果为耦合度、综合发展水平以及协调度及其等级。</translation>
    </message>
    <message>
        <source>Systems</source>
        <translation>系统</translation>
    </message>
    <message>
        <source>Two or more columns with an index from 0 to 1 each.</source>
        <translation>两列或更多列，每列为 0 到 1 的指数。</translation>
    </message>
    <message>
        <source>Shares</source>
        <translation>权重份额</translation>
    </message>
    <message>
        <source>Weight of each system in the common level, such as: 0.5, 0.5. All alike where it is left empty.</source>
        <translation>各系统在综合发展水平中的权重，如：0.5, 0.5。留空则相等。</translation>
    </message>
    <message>
        <source>Rescale to 0 to 1</source>
        <translation>重新缩放到 0—1</translation>
    </message>
    <message>
        <source>Scale each system to 0 to 1 over the whole panel first.</source>
        <translation>先在整个面板上把每个系统缩放到 0 到 1。</translation>
    </message>
    <message>
        <source>Coupling degree</source>
        <translation>耦合度公式</translation>
    </message>
    <message>
        <source>The standard formula, or the corrected one of Wang and others (2021) whose values spread better.</source>
        <translation>标准公式，或王淑佳等（2021）修正后取值分布更合理的公式。</translation>
    </message>
    <message>
        <source>Standard</source>
        <translation>标准公式</translation>
    </message>
    <message>
        <source>Corrected (Wang and others 2021)</source>
        <translation>修正公式(王淑佳等 2021)</translation>
    </message>
    <message>
        <source>The panel table with coupling, level, coordination and grade added, ready for the other tools.</source>
        <translation>加入耦合度、发展水平、协调度和等级的面板表，可直接用于其他工具。</translation>
    </message>
    <message>
        <source>All units in all periods with the coordination degree. It needs boundaries.</source>
        <translation>所有单元、所有时期的协调度。需要边界。</translation>
    </message>
    <message>
        <source>Means by period, and the number of units in each grade.</source>
        <translation>各期均值以及各等级的单元数。</translation>
    </message>
    <message>
        <source>Coordination over time</source>
        <translation>协调度走势</translation>
    </message>
    <message>
        <source>Coordination degree of all units over time.</source>
        <translation>所有单元协调度随时间的变化。</translation>
    </message>
    <message>
        <source>Coordination, last period</source>
        <translation>最后一期协调度</translation>
    </message>
    <message>
        <source>Mean coordination degree of the last period.</source>
        <translation>末期的平均协调度。</translation>
    </message>
    <message>
        <source>Coupling, last period</source>
        <translation>最后一期耦合度</translation>
    </message>
    <message>
        <source>Mean coupling degree of the last period.</source>
        <translation>末期的平均耦合度。</translation>
    </message>
    <message>
        <source>Efficiency (data envelopment analysis)</source>
        <translation>效率（数据包络分析）</translation>
    </message>
    <message>
        <source>Measures how close each unit is to the best practice that the others show: how much less it could use, or how much more it could make. Constant and variable returns to scale (CCR, BCC), scale efficiency, super-efficiency, slacks and peers. The result does not depend on the units of measure.</source>
        <translation>衡量各个体与其他个体所展示的最佳实践之间的差距：投入还能减少多少，或产出还能增加多少。给出规模报酬不变与可变（CCR、BCC）、规模效率、超效率、松弛量与参照对象。结果与计量单位无关。</translation>
    </message>
    <message>
        <source>Orientation</source>
        <translation>导向</translation>
    </message>
    <message>
        <source>By how much inputs could shrink, or by how much outputs could grow; both scores lie between 0 and 1.</source>
        <translation>投入还能缩减多少，或产出还能扩张多少；两种得分均介于 0 与 1 之间。</translation>
    </message>
    <message>
        <source>Less input</source>
        <translation>投入导向</translation>
    </message>
    <message>
        <source>More output</source>
        <translation>产出导向</translation>
    </message>
    <message>
        <source>Returns to scale</source>
        <translation>规模报酬</translation>
    </message>
    <message>
        <source>Constant (Charnes, Cooper and Rhodes) or variable (Banker, Charnes and Cooper): which of them is the efficiency, with its super-efficiency and slacks. Both are given beside it, with scale efficiency.</source>
        <translation>不变（Charnes、Cooper 与 Rhodes）或可变（Banker、Charnes 与 Cooper）：以哪一种作为效率值，并据此计算超效率与松弛量。两种得分与规模效率均一并给出。</translation>
    </message>
    <message>
        <source>Constant (CCR)</source>
        <translation>不变（CCR）</translation>
    </message>
    <message>
        <source>Variable (BCC)</source>
        <translation>可变（BCC）</translation>
    </message>
    <message>
        <source>Frontier</source>
        <translation>前沿</translation>
    </message>
    <message>
        <source>Of the units of each period, or one of all periods together, so that scores are comparable over time.</source>
        <translation>由各期个体分别构成，或由所有时期共同构成一个前沿，使得分跨期可比。</translation>
    </message>
    <message>
        <source>Each period</source>
        <translation>每期单独计算</translation>
    </message>
    <message>
        <source>All periods together</source>
        <translation>所有时期一并计算</translation>
    </message>
    <message>
        <source>Super-efficiency</source>
        <translation>超效率</translation>
    </message>
    <message>
        <source>Measure efficient units against the others alone, so that they have scores above 1 and a rank. Infeasible cases are named and left empty.</source>
        <translation>仅以其他个体为参照衡量有效个体，使其得分大于 1 并可排序。无可行解的情形会列出并留空。</translation>
    </message>
    <message>
        <source>Inputs</source>
        <translation>投入</translation>
    </message>
    <message>
        <source>Columns of what is used, such as staff, money and data; amounts, not negative. Less is better.</source>
        <translation>所耗用的列，如人员、经费、数据；数量，非负。越少越好。</translation>
    </message>
    <message>
        <source>Outputs</source>
        <translation>产出</translation>
    </message>
    <message>
        <source>Columns of what is made, such as patents; amounts, not negative. More is better.</source>
        <translation>所产出的列，如专利；数量，非负。越多越好。</translation>
    </message>
    <message>
        <source>The panel table with efficiency, CCR, BCC, scale efficiency, returns to scale, super-efficiency, slacks added, ready for the other tools.</source>
        <translation>附加效率、CCR、BCC、规模效率、规模报酬、超效率与松弛量的面板表，可供其他工具使用。</translation>
    </message>
    <message>
        <source>Peers</source>
        <translation>参照对象</translation>
    </message>
    <message>
        <source>The efficient units to which each unit is compared, with their weights, by period.</source>
        <translation>各期中每个个体所参照的有效个体及其权重。</translation>
    </message>
    <message>
        <source>All units in all periods with the efficiency. It needs boundaries.</source>
        <translation>含效率值的各期全部个体。需要边界。</translation>
    </message>
    <message>
        <source>Means, efficient units and returns to scale by period, and slacks by column.</source>
        <translation>各期均值、有效个体数与规模报酬，以及各列松弛量。</translation>
    </message>
    <message>
        <source>Efficiency over time</source>
        <translation>效率的时间变化</translation>
    </message>
    <message>
        <source>Efficiency of all units over time.</source>
        <translation>所有个体效率的时间变化。</translation>
    </message>
    <message>
        <source>Mean efficiency</source>
        <translation>平均效率</translation>
    </message>
    <message>
        <source>Mean of the efficiency over all units and periods.</source>
        <translation>所有个体与时期的效率均值。</translation>
    </message>
    <message>
        <source>Mean scale efficiency</source>
        <translation>平均规模效率</translation>
    </message>
    <message>
        <source>Mean of CCR over BCC.</source>
        <translation>CCR 与 BCC 之比的均值。</translation>
    </message>
    <message>
        <source>Efficient</source>
        <translation>有效数</translation>
    </message>
    <message>
        <source>Number of units and periods with an efficiency of 1.</source>
        <translation>效率值为 1 的个体与时期数。</translation>
    </message>
    <message>
        <source>Entropy-weight index</source>
        <translation>熵权法指数</translation>
    </message>
    <message>
        <source>Builds a composite index from indicators. Each is scaled to 0 to 1, turned round where less is better, and weighed by how unevenly it is spread (the entropy method). The index lies between 0 and 1.</source>
        <translation>用多个指标构造综合指数。每个指标缩放到 0 到 1，越小越好的指标先反向，再按分布的差异程度赋权（熵权法）。指数介于 0 和 1 之间。</translation>
    </message>
    <message>
        <source>Positive indicators</source>
        <translation>正向指标</translation>
    </message>
    <message>
        <source>Columns where more is better.</source>
        <translation>越大越好的列。</translation>
    </message>
    <message>
        <source>Negative indicators</source>
        <translation>负向指标</translation>
    </message>
    <message>
        <source>Columns where less is better.</source>
        <translation>越小越好的列。</translation>
    </message>
    <message>
        <source>Dimensions</source>
        <translation>维度</translation>
    </message>
    <message>
        <source>Names and indicators such as: innovation: a, b; green: c, d. Each dimension then has its weight and its part of the index.</source>
        <translation>名称与指标，如：innovation: a, b; green: c, d。各维度因此有各自的权重和分指数。</translation>
    </message>
    <message>
        <source>Scale and weights</source>
        <translation>缩放与权重</translation>
    </message>
    <message>
        <source>Over all periods together, so that values are comparable over time, or for each period by itself.</source>
        <translation>对所有时期一并计算，使数值在时间上可比；或对每期单独计算。</translation>
    </message>
    <message>
        <source>Zeros</source>
        <translation>零值</translation>
    </message>
    <message>
        <source>Take p ln p as 0 where p is 0, its limit; or add a small number to all scaled values, as many papers do; or scale them to begin at it and end at 1.</source>
        <translation>p 为 0 时 p ln p 取其极限 0；或如许多论文那样给全部标准化值加一个小数；或把它们压缩到该小数至 1 之间。</translation>
    </message>
    <message>
        <source>Limit</source>
        <translation>取极限</translation>
    </message>
    <message>
        <source>Add the shift</source>
        <translation>加平移量</translation>
    </message>
    <message>
        <source>From the shift to 1</source>
        <translation>压缩到平移量至 1</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>平移量</translation>
    </message>
    <message>
        <source>The small number. The larger it is, the more it moves the weights; papers take 0.0001 to 0.01.</source>
        <translation>该小数。越大对权重的影响越大；论文中取 0.0001 至 0.01。</translation>
    </message>
    <message>
        <source>The panel table with the index and its parts added, ready for the other tools.</source>
        <translation>加入指数及其分指数的面板表，可直接用于其他工具。</translation>
    </message>
    <message>
        <source>Entropy, divergence and weight of each indicator; with weights by period one row a period.</source>
        <translation>各指标的熵值、差异系数和权重；按期赋权时每期一行。</translation>
    </message>
    <message>
        <source>Weights of indicators and dimensions.</source>
        <translation>各指标和各维度的权重。</translation>
    </message>
    <message>
        <source>Index of all units over time with mean, middle half, and the first and last units named.</source>
        <translation>所有单元指数随时间的变化，含均值、中间一半的范围，并标出最高和最低的单元。</translation>
    </message>
    <message>
        <source>Weights as bars</source>
        <translation>权重条形图</translation>
    </message>
    <message>
        <source>Weight of each indicator, coloured by dimension.</source>
        <translation>各指标的权重，按维度着色。</translation>
    </message>
    <message>
        <source>Mean of the index.</source>
        <translation>指数的均值。</translation>
    </message>
    <message>
        <source>Standard deviation of the index.</source>
        <translation>指数的标准差。</translation>
    </message>
    <message>
        <source>Heaviest indicator</source>
        <translation>权重最大的指标</translation>
    </message>
    <message>
        <source>Indicator with the largest weight.</source>
        <translation>权重最大的指标名称。</translation>
    </message>
    <message>
        <source>TOPSIS, CRITIC and AHP</source>
        <translation>TOPSIS、CRITIC 与 AHP</translation>
    </message>
    <message>
        <source>Builds a composite index by TOPSIS or as a weighted sum. Weights come from the data (CRITIC, entropy), from comparisons of each pair of indicators (AHP, with its consistency ratio), are equal, or are given.</source>
        <translation>以 TOPSIS 或加权和构建综合指数。权重来自数据（CRITIC、熵权）、指标的两两比较（AHP，附一致性比率），或等权，或由用户给定。</translation>
    </message>
    <message>
        <source>Names and indicators such as: innovation: a, b; green: c, d. Each dimension then has its weight.</source>
        <translation>维度名称及其指标，如：创新: a, b; 绿色: c, d。每个维度给出其权重。</translation>
    </message>
    <message>
        <source>CRITIC weighs by spread and by how little an indicator says the same as others; entropy by how unevenly it is spread; AHP by your comparisons of each pair; or all alike; or as you say.</source>
        <translation>CRITIC 按离散程度及与其他指标的不相关程度赋权；熵权按分布的不均匀程度赋权；AHP 按两两比较赋权；或等权；或由用户给定。</translation>
    </message>
    <message>
        <source>Entropy</source>
        <translation>熵</translation>
    </message>
    <message>
        <source>AHP (pairwise comparisons)</source>
        <translation>AHP（两两比较）</translation>
    </message>
    <message>
        <source>Equal</source>
        <translation>等权</translation>
    </message>
    <message>
        <source>Given</source>
        <translation>给定</translation>
    </message>
    <message>
        <source>Pairwise comparisons</source>
        <translation>两两比较矩阵</translation>
    </message>
    <message>
        <source>Square table for AHP: the first column and the other heads name the indicators, each cell says how many times as important the row is as the column (1 to 9, or one over it).</source>
        <translation>AHP 用的方阵：第一列和其余表头为指标名，单元格为行指标相对列指标的重要程度（1 至 9 或其倒数）。</translation>
    </message>
    <message>
        <source>Given weights</source>
        <translation>给定权重</translation>
    </message>
    <message>
        <source>Weight of each indicator, such as: a: 2, b: 1. They are scaled to sum to 1.</source>
        <translation>各指标的权重，如：a: 2, b: 1。会按总和归一。</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>得分</translation>
    </message>
    <message>
        <source>TOPSIS measures how near a unit is to the best values and how far from the worst; the sum adds up the weighted indicators.</source>
        <translation>TOPSIS 衡量与最优值的接近程度及与最劣值的距离；加权和把加权后的指标相加。</translation>
    </message>
    <message>
        <source>Weighted sum</source>
        <translation>加权和</translation>
    </message>
    <message>
        <source>Scaling in TOPSIS</source>
        <translation>TOPSIS 的标准化</translation>
    </message>
    <message>
        <source>Divide by the range, so that an origin has no part, or by the length of the column as Hwang and Yoon do.</source>
        <translation>除以极差（原点不起作用），或如 Hwang 与 Yoon 除以列的长度。</translation>
    </message>
    <message>
        <source>By the range</source>
        <translation>按极差</translation>
    </message>
    <message>
        <source>By the length</source>
        <translation>按长度</translation>
    </message>
    <message>
        <source>The panel table with the index added, ready for the other tools.</source>
        <translation>加入该指数的面板表，可直接用于其他工具。</translation>
    </message>
    <message>
        <source>Weight of each indicator; with weights by period one row a period.</source>
        <translation>各指标的权重；逐期赋权时每期一行。</translation>
    </message>
    <message>
        <source>Weights of indicators and dimensions, and the consistency of comparisons.</source>
        <translation>指标与维度的权重，以及比较的一致性。</translation>
    </message>
    <message>
        <source>Principal-component index</source>
        <translation>主成分指数</translation>
    </message>
    <message>
        <source>Condenses indicators that go together into one index by principal components of their correlations. The Kaiser-Meyer-Olkin measure and Bartlett&#x27;s test say whether that is sensible; components point where the sum of their loadings is positive.</source>
        <translation>用相关系数矩阵的主成分把相互关联的指标浓缩为一个指数。KMO 测度和 Bartlett 检验说明这样做是否合适；主成分的方向取载荷之和为正。</translation>
    </message>
    <message>
        <source>Columns where more is better; two or more indicators in all.</source>
        <translation>越大越好的列；指标合计至少两个。</translation>
    </message>
    <message>
        <source>Columns where less is better; they are turned round first.</source>
        <translation>越小越好的列；先作反向处理。</translation>
    </message>
    <message>
        <source>Components kept</source>
        <translation>保留的主成分</translation>
    </message>
    <message>
        <source>The word kaiser keeps eigenvalues above 1; a whole number keeps so many; a share such as 0.85 keeps as many as reach it.</source>
        <translation>kaiser 保留大于 1 的特征值；整数表示保留的个数；比例（如 0.85）表示累计方差达到该比例所需的个数。</translation>
    </message>
    <message>
        <source>The panel table with the index, the index from 0 to 1 and the components added, ready for the other tools.</source>
        <translation>加入指数、0—1 指数和各主成分的面板表，可直接用于其他工具。</translation>
    </message>
    <message>
        <source>Loadings</source>
        <translation>载荷</translation>
    </message>
    <message>
        <source>Loadings, communality, weight and sampling adequacy of each indicator.</source>
        <translation>各指标的载荷、共同度、权重和取样适当性。</translation>
    </message>
    <message>
        <source>All units in all periods with the index and the components. It needs boundaries.</source>
        <translation>所有单元、所有时期的指数和主成分。需要边界。</translation>
    </message>
    <message>
        <source>Variance explained and loadings, with the two tests.</source>
        <translation>解释的方差与载荷，附两项检验。</translation>
    </message>
    <message>
        <source>Index from 0 to 1 of all units over time.</source>
        <translation>所有单元 0—1 指数随时间的变化。</translation>
    </message>
    <message>
        <source>Scree plot</source>
        <translation>碎石图</translation>
    </message>
    <message>
        <source>Eigenvalues and cumulative share of variance.</source>
        <translation>特征值和累计方差比例。</translation>
    </message>
    <message>
        <source>KMO</source>
        <translation>KMO</translation>
    </message>
    <message>
        <source>Kaiser-Meyer-Olkin measure of sampling adequacy.</source>
        <translation>KMO 取样适当性测度。</translation>
    </message>
    <message>
        <source>Bartlett chi-square</source>
        <translation>Bartlett 卡方</translation>
    </message>
    <message>
        <source>Bartlett&#x27;s test statistic.</source>
        <translation>Bartlett 检验统计量。</translation>
    </message>
    <message>
        <source>Bartlett p-value</source>
        <translation>Bartlett p 值</translation>
    </message>
    <message>
        <source>P-value of Bartlett&#x27;s test.</source>
        <translation>Bartlett 检验的 p 值。</translation>
    </message>
    <message>
        <source>Share of variance</source>
        <translation>方差比例</translation>
    </message>
    <message>
        <source>Share of variance that the kept components hold.</source>
        <translation>所保留主成分解释的方差比例。</translation>
    </message>
    <message>
        <source>Number of components</source>
        <translation>主成分数</translation>
    </message>
    <message>
        <source>Number of components kept.</source>
        <translation>保留的主成分个数。</translation>
    </message>
    <message>
        <source>Inequality and concentration</source>
        <translation>不平等与集中度</translation>
    </message>
    <message>
        <source>Measures in each period how unequally a value is spread over the units: Gini, Theil, coefficient of variation, Herfindahl and the shares of the largest. With regions, the Theil index is split into parts between and within them, and the Gini coefficient by Dagum into within, between and transvariation.</source>
        <translation>衡量各期数值在单元间分布的不平等程度：基尼系数、泰尔指数、变异系数、赫芬达尔指数和最大单元的份额。给出区域时，泰尔指数分解为区域间和区域内两部分，基尼系数按 Dagum 方法分解为区域内、区域间和超变密度。</translation>
    </message>
    <message>
        <source>Column with the region of each unit, such as east, centre and west.</source>
        <translation>各单元所属区域的列，如东部、中部和西部。</translation>
    </message>
    <message>
        <source>Population field</source>
        <translation>人口字段</translation>
    </message>
    <message>
        <source>Column with the population, for values per head. All units count alike where it is left empty.</source>
        <translation>人口列，用于计算人均值。留空则各单元等权。</translation>
    </message>
    <message>
        <source>All measures</source>
        <translation>全部测度</translation>
    </message>
    <message>
        <source>All measures and parts, one row a period.</source>
        <translation>全部测度及其分解，每期一行。</translation>
    </message>
    <message>
        <source>Measures by period, Dagum&#x27;s and Theil&#x27;s decompositions.</source>
        <translation>各期测度、Dagum 分解和泰尔分解。</translation>
    </message>
    <message>
        <source>Decomposition over time</source>
        <translation>分解走势</translation>
    </message>
    <message>
        <source>Dagum&#x27;s parts of the Gini coefficient over time; without regions all measures as lines.</source>
        <translation>基尼系数 Dagum 分解各部分随时间的变化；没有区域时以折线显示全部测度。</translation>
    </message>
    <message>
        <source>Theil over time</source>
        <translation>泰尔指数走势</translation>
    </message>
    <message>
        <source>Parts of the Theil index between and within regions over time.</source>
        <translation>区域间与区域内泰尔指数随时间的变化。</translation>
    </message>
    <message>
        <source>Gini, last period</source>
        <translation>最后一期基尼系数</translation>
    </message>
    <message>
        <source>Gini coefficient of the last period.</source>
        <translation>末期的基尼系数。</translation>
    </message>
    <message>
        <source>Theil T, last period</source>
        <translation>最后一期泰尔指数 T</translation>
    </message>
    <message>
        <source>Theil index of the last period.</source>
        <translation>末期的泰尔指数。</translation>
    </message>
    <message>
        <source>Herfindahl, last period</source>
        <translation>最后一期赫芬达尔指数</translation>
    </message>
    <message>
        <source>Herfindahl index of the last period.</source>
        <translation>末期的赫芬达尔指数。</translation>
    </message>
    <message>
        <source>Location quotient</source>
        <translation>区位商</translation>
    </message>
    <message>
        <source>Measures how specialised a unit is in an industry: its share of the industry in all industries over the same share of all units together (Hoover). Above 1 the industry is at home there.</source>
        <translation>衡量单元在某产业上的专业化程度：该产业占本单元全部产业的份额，除以所有单元合计的相应份额（Hoover）。大于 1 表示该产业在此集聚。</translation>
    </message>
    <message>
        <source>Industry</source>
        <translation>产业</translation>
    </message>
    <message>
        <source>Column with employment or output of the industry.</source>
        <translation>该产业的就业或产出列。</translation>
    </message>
    <message>
        <source>Column with employment or output of all industries.</source>
        <translation>全部产业的就业或产出列。</translation>
    </message>
    <message>
        <source>The panel table with the location quotient added, ready for the other tools.</source>
        <translation>加入区位商的面板表，可直接用于其他工具。</translation>
    </message>
    <message>
        <source>All units in all periods with the location quotient. It needs boundaries.</source>
        <translation>所有单元、所有时期的区位商。需要边界。</translation>
    </message>
    <message>
        <source>Quotient of each unit in the first and last period and on average.</source>
        <translation>各单元首期、末期和平均的区位商。</translation>
    </message>
    <message>
        <source>Quotient over time</source>
        <translation>区位商走势</translation>
    </message>
    <message>
        <source>Location quotient of all units over time.</source>
        <translation>所有单元区位商随时间的变化。</translation>
    </message>
    <message>
        <source>Unit with the highest quotient in the last period.</source>
        <translation>末期区位商最高的单元。</translation>
    </message>
    <message>
        <source>Specialised units, last period</source>
        <translation>最后一期专业化单元数</translation>
    </message>
    <message>
        <source>Number of units above 1 in the last period.</source>
        <translation>末期区位商大于 1 的单元数。</translation>
    </message>
    <message>
        <source>Malmquist productivity index</source>
        <translation>Malmquist 生产率指数</translation>
    </message>
    <message>
        <source>Measures how productivity changes from one period to the next by data envelopment analysis, and whether units come closer to best practice (efficiency change) or best practice itself moves (technical change). After Färe, Grosskopf, Lindgren and Roos.</source>
        <translation>以数据包络分析衡量生产率由一期到下一期的变化，并区分个体向最佳实践靠近（效率变化）与最佳实践本身移动（技术变化）。依据 Färe、Grosskopf、Lindgren 与 Roos。</translation>
    </message>
    <message>
        <source>Whether pure efficiency is measured by less input or by more output; the index itself is the same for both.</source>
        <translation>纯效率以减少投入还是增加产出衡量；指数本身两者相同。</translation>
    </message>
    <message>
        <source>The panel table with the index and its parts from the period before added, ready for the other tools.</source>
        <translation>附加相对上期的指数及其分解的面板表，可供其他工具使用。</translation>
    </message>
    <message>
        <source>All units in all periods with the index and its parts. It needs boundaries.</source>
        <translation>含指数及其分解的各期全部个体。需要边界。</translation>
    </message>
    <message>
        <source>Geometric means by period, and by unit over all periods.</source>
        <translation>各期几何均值，以及各个体在所有时期的几何均值。</translation>
    </message>
    <message>
        <source>Productivity over time</source>
        <translation>生产率的时间变化</translation>
    </message>
    <message>
        <source>Productivity of all units over time, the first period being 1.</source>
        <translation>所有个体生产率的时间变化，首期为 1。</translation>
    </message>
    <message>
        <source>Malmquist</source>
        <translation>Malmquist</translation>
    </message>
    <message>
        <source>Geometric mean of the index over periods and units.</source>
        <translation>指数在各期与各个体上的几何均值。</translation>
    </message>
    <message>
        <source>Efficiency change</source>
        <translation>效率变化</translation>
    </message>
    <message>
        <source>Geometric mean of efficiency change.</source>
        <translation>效率变化的几何均值。</translation>
    </message>
    <message>
        <source>Technical change</source>
        <translation>技术变化</translation>
    </message>
    <message>
        <source>Geometric mean of technical change.</source>
        <translation>技术变化的几何均值。</translation>
    </message>
    <message>
        <source>Bivariate Moran&#x27;s I</source>
        <translation>双变量莫兰指数</translation>
    </message>
    <message>
        <source>Measures in each period whether one variable goes with the neighbours&#x27; values of another. The local version is the tool for local Moran with a lagged variable.</source>
        <translation>衡量各期一个变量是否与邻居的另一个变量相关。局部版本请使用带滞后变量的局部莫兰工具。</translation>
    </message>
    <message>
        <source>Units without data</source>
        <translation>没有数据的单元</translation>
    </message>
    <message>
        <source>How many units of the weights the panel may lack: a few (three, or two in a hundred), or any number. They are left out of the weights with their links, which is said; the weights are then scaled anew.</source>
        <translation>面板可以缺少权重中的多少个单元：少数（三个或百分之二），或任意数量。这些单元连同其邻接从权重中去除并予以说明，权重随后重新标准化。</translation>
    </message>
    <message>
        <source>A few</source>
        <translation>少数几个</translation>
    </message>
    <message>
        <source>Any number</source>
        <translation>任意多个</translation>
    </message>
    <message>
        <source>Column that is measured.</source>
        <translation>要衡量的列。</translation>
    </message>
    <message>
        <source>Lagged variable</source>
        <translation>滞后变量</translation>
    </message>
    <message>
        <source>Column whose spatial lag is compared with the variable.</source>
        <translation>取其空间滞后与变量比较的列。</translation>
    </message>
    <message>
        <source>Alternative</source>
        <translation>备择假设</translation>
    </message>
    <message>
        <source>Positive, negative or either association.</source>
        <translation>正相关、负相关或两者皆可。</translation>
    </message>
    <message>
        <source>Either (two-sided)</source>
        <translation>两者皆可（双侧）</translation>
    </message>
    <message>
        <source>Positive</source>
        <translation>正相关</translation>
    </message>
    <message>
        <source>Negative</source>
        <translation>负相关</translation>
    </message>
    <message>
        <source>Period shown</source>
        <translation>显示的时期</translation>
    </message>
    <message>
        <source>Period of the picture; the last one where it is left empty.</source>
        <translation>图片显示的时期；留空则为最后一期。</translation>
    </message>
    <message>
        <source>Most labels</source>
        <translation>最多标注数</translation>
    </message>
    <message>
        <source>How many units are named; those farthest from the centre come first.</source>
        <translation>标注多少个单元的名称；离中心最远的优先。</translation>
    </message>
    <message>
        <source>Permutations</source>
        <translation>置换次数</translation>
    </message>
    <message>
        <source>How many times the values are shuffled over the units.</source>
        <translation>数值在单元之间随机重排的次数。</translation>
    </message>
    <message>
        <source>Start of the random numbers; the same seed gives the same p-values.</source>
        <translation>随机数的起点；相同的种子得到相同的 p 值。</translation>
    </message>
    <message>
        <source>Polygon layer with one feature per unit, or the name of a set of the shelf such as demo-china-provinces. It is needed for the layer and the map.</source>
        <translation>每个单元一个要素的多边形图层，或内置数据集名称，如 demo-china-provinces。生成图层和地图时必需。</translation>
    </message>
    <message>
        <source>Statistic by period</source>
        <translation>各期统计量</translation>
    </message>
    <message>
        <source>Bivariate I, correlation in place, permutation mean, z and p, one row a period.</source>
        <translation>双变量莫兰指数、同位相关系数、置换均值、z 值和 p 值，每期一行。</translation>
    </message>
    <message>
        <source>Bivariate I, z and p of each period.</source>
        <translation>各期双变量莫兰指数、z 值和 p 值。</translation>
    </message>
    <message>
        <source>Scatter plot</source>
        <translation>散点图</translation>
    </message>
    <message>
        <source>Variable against the spatial lag of the other, with unit labels.</source>
        <translation>变量与另一变量空间滞后的散点图，带单元名称。</translation>
    </message>
    <message>
        <source>Bivariate I, chosen period</source>
        <translation>所选时期双变量 I</translation>
    </message>
    <message>
        <source>Bivariate Moran&#x27;s I of the chosen period.</source>
        <translation>所选时期的双变量莫兰指数。</translation>
    </message>
    <message>
        <source>P-value, chosen period</source>
        <translation>所选时期 p 值</translation>
    </message>
    <message>
        <source>Permutation p-value of the chosen period.</source>
        <translation>所选时期的置换 p 值。</translation>
    </message>
    <message>
        <source>Geary&#x27;s C and Getis-Ord&#x27;s G</source>
        <translation>Geary&#x27;s C 与 Getis-Ord&#x27;s G</translation>
    </message>
    <message>
        <source>Measures autocorrelation in each period by the differences between neighbours (Geary&#x27;s C, below one when similar values are neighbours) or by the products of neighbours (Getis-Ord&#x27;s G, large when high values are neighbours; for positive values). The local version marks hot and cold spots.</source>
        <translation>用邻居间的差异（Geary&#x27;s C，相似值相邻时小于 1）或邻居间的乘积（Getis-Ord&#x27;s G，高值相邻时较大；要求数值为正）衡量各期的空间自相关。局部版本标出热点和冷点。</translation>
    </message>
    <message>
        <source>Positive autocorrelation (the one-sided test that papers print), negative autocorrelation, or either.</source>
        <translation>正自相关（论文常报告的单侧检验）、负自相关，或两者皆可。</translation>
    </message>
    <message>
        <source>Positive autocorrelation</source>
        <translation>正自相关</translation>
    </message>
    <message>
        <source>Negative autocorrelation</source>
        <translation>负自相关</translation>
    </message>
    <message>
        <source>Empty cells</source>
        <translation>空值</translation>
    </message>
    <message>
        <source>Refuse a variable with empty cells, or leave units without a value out of their period.</source>
        <translation>拒绝有空值的变量，或在该期剔除没有数值的单元。</translation>
    </message>
    <message>
        <source>Whether units without neighbours count in the number of units and in the mean, or are left out.</source>
        <translation>没有邻居的单元是否计入单元数和均值，还是剔除。</translation>
    </message>
    <message>
        <source>Count</source>
        <translation>计入</translation>
    </message>
    <message>
        <source>Statistic</source>
        <translation>统计量</translation>
    </message>
    <message>
        <source>Which of the two is measured.</source>
        <translation>衡量两者中的哪一个。</translation>
    </message>
    <message>
        <source>Geary&#x27;s C</source>
        <translation>Geary&#x27;s C</translation>
    </message>
    <message>
        <source>Getis-Ord&#x27;s G</source>
        <translation>Getis-Ord&#x27;s G</translation>
    </message>
    <message>
        <source>Plain table with the statistic, its expectation, variances, z and p, one row a period.</source>
        <translation>含统计量、期望、方差、z 值和 p 值的普通表格，每期一行。</translation>
    </message>
    <message>
        <source>Table with statistic, z and p of each period, stars and notes on the test.</source>
        <translation>各期统计量、z 值和 p 值的表格，带星号和检验说明。</translation>
    </message>
    <message>
        <source>Picture over time</source>
        <translation>走势图</translation>
    </message>
    <message>
        <source>The statistic over time with the band in which the test does not reject.</source>
        <translation>统计量随时间的变化以及检验不拒绝的区间。</translation>
    </message>
    <message>
        <source>Hot and cold spots</source>
        <translation>热点与冷点</translation>
    </message>
    <message>
        <source>Local G with its p-value for every unit and period; hot spots are high values among high ones. It needs boundaries.</source>
        <translation>每个单元、每期的局部 G 及其 p 值；热点是高值集聚区。需要边界。</translation>
    </message>
    <message>
        <source>Statistic, last period</source>
        <translation>最后一期统计量</translation>
    </message>
    <message>
        <source>Statistic of the last period.</source>
        <translation>末期的统计量。</translation>
    </message>
    <message>
        <source>Z value, last period</source>
        <translation>最后一期 z 值</translation>
    </message>
    <message>
        <source>Standard deviate of the last period under randomisation.</source>
        <translation>末期在随机化假设下的标准化偏差。</translation>
    </message>
    <message>
        <source>P-value, last period</source>
        <translation>最后一期 p 值</translation>
    </message>
    <message>
        <source>P-value of the last period, by permutation where permutations are made.</source>
        <translation>末期的 p 值；做置换时为置换 p 值。</translation>
    </message>
    <message>
        <source>Local Moran&#x27;s I (LISA)</source>
        <translation>局部莫兰指数（LISA）</translation>
    </message>
    <message>
        <source>Finds the clusters of high and low values and the outliers among their neighbours, for every unit and all periods in one call. P-values come from conditional permutation; corrections for many tests, GeoDa&#x27;s codes and colours are in the layer.</source>
        <translation>一次计算所有单元、所有时期，找出高值集聚、低值集聚以及与邻居相异的离群单元。p 值来自条件置换；图层中含多重检验校正以及 GeoDa 的编码和颜色。</translation>
    </message>
    <message>
        <source>Significance level</source>
        <translation>显著性水平</translation>
    </message>
    <message>
        <source>Largest p-value that makes a unit part of a cluster.</source>
        <translation>单元被归入集聚类型的最大 p 值。</translation>
    </message>
    <message>
        <source>Correction for many tests</source>
        <translation>多重检验校正</translation>
    </message>
    <message>
        <source>Which p-value is compared with the level: as permuted, corrected for false discovery (Benjamini and Hochberg) or for all units (Bonferroni). The layer holds all three.</source>
        <translation>与显著性水平比较的 p 值：原始置换值、按错误发现率校正（Benjamini 和 Hochberg），或按全部单元校正（Bonferroni）。图层中三者都有。</translation>
    </message>
    <message>
        <source>False discovery rate</source>
        <translation>错误发现率（FDR）</translation>
    </message>
    <message>
        <source>Bonferroni</source>
        <translation>Bonferroni 校正</translation>
    </message>
    <message>
        <source>Tail</source>
        <translation>尾部</translation>
    </message>
    <message>
        <source>Folded takes the smaller side as GeoDa does; two-sided doubles it; the others test one side of the local statistic.</source>
        <translation>折叠法像 GeoDa 那样取较小的一侧；双侧将其加倍；其余检验局部统计量的一侧。</translation>
    </message>
    <message>
        <source>Folded (as GeoDa)</source>
        <translation>折叠(同 GeoDa)</translation>
    </message>
    <message>
        <source>Two-sided</source>
        <translation>双侧</translation>
    </message>
    <message>
        <source>For the bivariate version: the column whose spatial lag is compared with the variable.</source>
        <translation>用于双变量版本：取其空间滞后与变量比较的列。</translation>
    </message>
    <message>
        <source>Periods on the maps</source>
        <translation>地图时期</translation>
    </message>
    <message>
        <source>Periods that are mapped, joined by commas. First, middle ones and last, at most four, where it is left empty.</source>
        <translation>绘制地图的时期，用逗号分隔。留空则取首期、中间若干期和末期，至多四期。</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>线程数</translation>
    </message>
    <message>
        <source>Number of threads. It changes the time, never a p-value.</source>
        <translation>线程数量。只影响耗时，不影响 p 值。</translation>
    </message>
    <message>
        <source>Cluster layer</source>
        <translation>聚类图层</translation>
    </message>
    <message>
        <source>All units in all periods with value, lag, local I, p-values, code, cluster and colour. It needs boundaries.</source>
        <translation>所有单元、所有时期的数值、滞后、局部 I、p 值、编码、类型和颜色。需要边界。</translation>
    </message>
    <message>
        <source>Table of local values</source>
        <translation>局部值表</translation>
    </message>
    <message>
        <source>The same without geometry.</source>
        <translation>内容相同但不含几何。</translation>
    </message>
    <message>
        <source>Clusters by period</source>
        <translation>各期集聚类型</translation>
    </message>
    <message>
        <source>Names of the units in each kind of cluster, for the periods on the maps.</source>
        <translation>地图所示各期中每类集聚的单元名称。</translation>
    </message>
    <message>
        <source>Cluster maps</source>
        <translation>聚类地图</translation>
    </message>
    <message>
        <source>Maps of the clusters in several periods with GeoDa&#x27;s colours. It needs boundaries.</source>
        <translation>若干时期的聚类地图，采用 GeoDa 配色。需要边界。</translation>
    </message>
    <message>
        <source>High-high units, last period</source>
        <translation>最后一期高-高单元数</translation>
    </message>
    <message>
        <source>Number of high-high units in the last period.</source>
        <translation>末期高—高集聚的单元数。</translation>
    </message>
    <message>
        <source>Low-low units, last period</source>
        <translation>最后一期低-低单元数</translation>
    </message>
    <message>
        <source>Number of low-low units in the last period.</source>
        <translation>末期低—低集聚的单元数。</translation>
    </message>
    <message>
        <source>Significant units, last period</source>
        <translation>最后一期显著单元数</translation>
    </message>
    <message>
        <source>Number of significant units in the last period.</source>
        <translation>末期显著的单元数。</translation>
    </message>
    <message>
        <source>Moran&#x27;s I by period</source>
        <translation>各期莫兰指数</translation>
    </message>
    <message>
        <source>Measures in each period whether similar values are neighbours. Moran&#x27;s I comes with its variance, z and p under normality, randomisation and permutation, and the tail of the test is named.</source>
        <translation>衡量各期相似数值是否相邻。给出莫兰指数以及正态、随机化和置换假设下的方差、z 值和 p 值，并注明检验的尾部。</translation>
    </message>
    <message>
        <source>Moran&#x27;s I, last period</source>
        <translation>最后一期莫兰指数 I</translation>
    </message>
    <message>
        <source>Moran&#x27;s I of the last period.</source>
        <translation>末期的莫兰指数。</translation>
    </message>
    <message>
        <source>Units, last period</source>
        <translation>最后一期单元数</translation>
    </message>
    <message>
        <source>Number of units in the last period.</source>
        <translation>末期的单元数。</translation>
    </message>
    <message>
        <source>Moran scatter plot</source>
        <translation>莫兰散点图</translation>
    </message>
    <message>
        <source>Plots the standardised values of a period against their spatial lags, with the line whose slope is Moran&#x27;s I and the names of the units.</source>
        <translation>绘制某期标准化值与其空间滞后的散点图，直线斜率即莫兰指数，并标注单元名称。</translation>
    </message>
    <message>
        <source>Moran scatter plot with quadrants and unit labels.</source>
        <translation>带象限和单元名称的莫兰散点图。</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>散点数据</translation>
    </message>
    <message>
        <source>Standardised value, spatial lag and quadrant of every unit and period.</source>
        <translation>每个单元、每期的标准化值、空间滞后和所属象限。</translation>
    </message>
    <message>
        <source>Units by quadrant</source>
        <translation>各象限单元</translation>
    </message>
    <message>
        <source>Names of the units in each quadrant of the chosen period.</source>
        <translation>所选时期各象限中的单元名称。</translation>
    </message>
    <message>
        <source>Moran&#x27;s I, chosen period</source>
        <translation>所选时期莫兰指数 I</translation>
    </message>
    <message>
        <source>Slope of the line: Moran&#x27;s I of the chosen period.</source>
        <translation>直线斜率，即所选时期的莫兰指数。</translation>
    </message>
    <message>
        <source>Specification tests and model choice</source>
        <translation>设定检验与模型选择</translation>
    </message>
    <message>
        <source>Runs every test that a referee asks for before a spatial panel model: effects, Moran and LM tests of the residuals, Baltagi-Song-Koh, Hausman and Mundlak, likelihood-ratio and Wald tests of the spatial Durbin model, and posterior model probabilities. It follows the path of decisions after Elhorst and says where it ends. A test that cannot be run says why.</source>
        <translation>一次完成审稿人在空间面板模型之前要求的全部检验：固定效应、残差的莫兰与 LM 检验、Baltagi-Song-Koh 检验、Hausman 与 Mundlak 检验、空间杜宾模型的似然比与 Wald 检验，以及模型后验概率。按照 Elhorst 的判断路径给出最终模型。无法进行的检验会说明原因。</translation>
    </message>
    <message>
        <source>Formula</source>
        <translation>公式</translation>
    </message>
    <message>
        <source>Outcome and regressors, as in develop ~ agg + wage or log(gdp) ~ agg*wage + lag(agg, 2) + C(region) + W*agg. Names with spaces or signs stand in backticks; the constant is an option; effects are an option too, or stand after a bar: | unit + period.</source>
        <translation>被解释变量与解释变量，如 develop ~ agg + wage 或 log(gdp) ~ agg*wage + lag(agg, 2) + C(region) + W*agg。含空格或符号的名称用反引号括起；常数项是选项；固定效应也是选项，或写在竖线之后：| unit + period。</translation>
    </message>
    <message>
        <source>Which fixed effects the model has: none, unit, period, or both. With auto the likelihood-ratio tests choose.</source>
        <translation>模型包含的固定效应：无、个体、时期或两者。auto 由似然比检验选择。</translation>
    </message>
    <message>
        <source>Chosen by tests</source>
        <translation>由检验选择</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>显著性水平</translation>
    </message>
    <message>
        <source>Significance level of the decisions. The statistics do not depend on it.</source>
        <translation>判断所用的显著性水平。统计量不受其影响。</translation>
    </message>
    <message>
        <source>Spatially lagged regressors</source>
        <translation>取空间滞后的解释变量</translation>
    </message>
    <message>
        <source>Regressors whose spatial lag W x is in Durbin models. All of them are lagged where it is left empty.</source>
        <translation>在杜宾模型中以 WX 形式进入的解释变量。留空则全部取滞后。</translation>
    </message>
    <message>
        <source>Table of tests</source>
        <translation>检验表</translation>
    </message>
    <message>
        <source>Every test with its null hypothesis in words, statistic, degrees of freedom, p-value and decision, and the path below.</source>
        <translation>每项检验的原假设（文字）、统计量、自由度、p 值和结论，下方附判断路径。</translation>
    </message>
    <message>
        <source>Decision path</source>
        <translation>判断路径图</translation>
    </message>
    <message>
        <source>The questions, the evidence and the answers as a flow from top to bottom.</source>
        <translation>自上而下的流程图，列出问题、证据和答案。</translation>
    </message>
    <message>
        <source>Tests as data</source>
        <translation>检验数据</translation>
    </message>
    <message>
        <source>One row per test.</source>
        <translation>每项检验一行。</translation>
    </message>
    <message>
        <source>All numbers</source>
        <translation>全部数值</translation>
    </message>
    <message>
        <source>Every number of the result with its options, as JSON.</source>
        <translation>结果中的全部数值及所用选项，JSON 格式。</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>The model that the path ends at: ols, slx, sar, sem or sdm.</source>
        <translation>路径最终得到的模型：ols、slx、sar、sem 或 sdm。</translation>
    </message>
    <message>
        <source>Effects kept</source>
        <translation>保留的固定效应</translation>
    </message>
    <message>
        <source>The panel effects that the path keeps: none, unit, time or twoways.</source>
        <translation>路径保留的面板效应：无、个体、时间或双向。</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>路径</translation>
    </message>
    <message>
        <source>The answers of the path, in order.</source>
        <translation>路径中依次给出的答案。</translation>
    </message>
    <message>
        <source>LM-lag</source>
        <translation>LM-lag</translation>
    </message>
    <message>
        <source>LM statistic of a spatial lag, with the chosen effects demeaned.</source>
        <translation>去除所选效应后空间滞后的 LM 统计量。</translation>
    </message>
    <message>
        <source>LM-error</source>
        <translation>LM-error</translation>
    </message>
    <message>
        <source>LM statistic of a spatial error, with the chosen effects demeaned.</source>
        <translation>去除所选效应后空间误差的 LM 统计量。</translation>
    </message>
    <message>
        <source>P-value against SAR</source>
        <translation>对 SAR 的 p 值</translation>
    </message>
    <message>
        <source>P-value of the likelihood-ratio test of the spatial Durbin model against SAR.</source>
        <translation>空间杜宾模型对 SAR 的似然比检验 p 值。</translation>
    </message>
    <message>
        <source>P-value against SEM</source>
        <translation>对 SEM 的 p 值</translation>
    </message>
    <message>
        <source>P-value of the likelihood-ratio test of the spatial Durbin model against SEM.</source>
        <translation>空间杜宾模型对 SEM 的似然比检验 p 值。</translation>
    </message>
    <message>
        <source>Effects between groups</source>
        <translation>组间效应</translation>
    </message>
    <message>
        <source>Fits a spatial panel model and gives the effect of a change in all units of one group on the average unit of another, such as the east on the centre. Within a group it holds the units&#x27; own effects; the effects on one group add up to its average total effect.</source>
        <translation>估计空间面板模型，给出一组全部单元的变动对另一组平均单元的影响，如东部对中部。组内包含单元自身的效应；对某一组的各项效应之和等于其平均总效应。</translation>
    </message>
    <message>
        <source>Which spatial lags the model has: of the outcome, of the regressors, of the error, or several of them.</source>
        <translation>模型包含哪些空间滞后：被解释变量、解释变量、误差项，或其中若干项。</translation>
    </message>
    <message>
        <source>Spatial Durbin (SDM)</source>
        <translation>空间杜宾模型（SDM）</translation>
    </message>
    <message>
        <source>Spatial lag of y (SAR)</source>
        <translation>空间滞后模型（SAR）</translation>
    </message>
    <message>
        <source>Spatial lag of X (SLX)</source>
        <translation>自变量空间滞后模型（SLX）</translation>
    </message>
    <message>
        <source>Spatial Durbin error (SDEM)</source>
        <translation>空间杜宾误差模型（SDEM）</translation>
    </message>
    <message>
        <source>Lag and error (SAC)</source>
        <translation>空间自相关模型（SAC）</translation>
    </message>
    <message>
        <source>General nesting (GNS)</source>
        <translation>广义嵌套空间模型（GNS）</translation>
    </message>
    <message>
        <source>Which fixed effects the model has: none, unit, period, or both.</source>
        <translation>模型包含的固定效应：无、个体、时期或两者。</translation>
    </message>
    <message>
        <source>Correction for fixed effects</source>
        <translation>固定效应校正</translation>
    </message>
    <message>
        <source>What is done about the many fixed effects. Automatic takes the Lee-Yu transformation, and its bias correction where period effects meet weights whose rows do not sum to one; none is the direct approach of most programs.</source>
        <translation>如何处理大量固定效应。“自动”采用 Lee-Yu 变换；若有时期效应而权重各行之和不为一，则采用其偏误校正；“无”为多数软件的直接方法。</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Lee-Yu transformation</source>
        <translation>Lee-Yu 变换</translation>
    </message>
    <message>
        <source>Lee-Yu bias correction</source>
        <translation>Lee-Yu 偏误校正</translation>
    </message>
    <message>
        <source>None (direct)</source>
        <translation>无（直接法）</translation>
    </message>
    <message>
        <source>Weights of the regressors</source>
        <translation>解释变量的权重</translation>
    </message>
    <message>
        <source>Other weights for the spatial lags of the regressors. The spatial weights above are used where it is left empty.</source>
        <translation>解释变量空间滞后所用的其他权重。留空则使用上面的空间权重。</translation>
    </message>
    <message>
        <source>Weights of the error</source>
        <translation>误差项的权重</translation>
    </message>
    <message>
        <source>Other weights for the spatial lag of the error. The spatial weights above are used where it is left empty.</source>
        <translation>误差项空间滞后所用的其他权重。留空则使用上面的空间权重。</translation>
    </message>
    <message>
        <source>Standard errors</source>
        <translation>标准误</translation>
    </message>
    <message>
        <source>How standard errors are found. Automatic takes the expected information up to 1,000 units and the observed information above; the others are robust to errors that are not normal, correlated within units, or correlated across units and over time.</source>
        <translation>标准误的计算方式。“自动”在 1,000 个单元以内采用期望信息矩阵，更多则采用观测信息矩阵；其余方法对非正态、个体内相关或跨单元及跨期相关的误差稳健。</translation>
    </message>
    <message>
        <source>Expected information</source>
        <translation>期望信息矩阵</translation>
    </message>
    <message>
        <source>Observed information</source>
        <translation>观测信息矩阵</translation>
    </message>
    <message>
        <source>Sandwich (not normal)</source>
        <translation>三明治（非正态稳健）</translation>
    </message>
    <message>
        <source>Clustered by unit</source>
        <translation>按个体聚类</translation>
    </message>
    <message>
        <source>Driscoll-Kraay</source>
        <translation>Driscoll-Kraay</translation>
    </message>
    <message>
        <source>Regressor whose change is followed. It must be in the formula.</source>
        <translation>考察其变动的解释变量，必须在公式中。</translation>
    </message>
    <message>
        <source>Group field</source>
        <translation>分组字段</translation>
    </message>
    <message>
        <source>Column with the group of each unit. It must be the same in all periods.</source>
        <translation>存放各单元组别的列，各期必须相同。</translation>
    </message>
    <message>
        <source>Table of effects</source>
        <translation>效应表</translation>
    </message>
    <message>
        <source>One row for each group that changes and one column for each group that responds.</source>
        <translation>变动的组每组一行，响应的组每组一列。</translation>
    </message>
    <message>
        <source>Effects</source>
        <translation>效应</translation>
    </message>
    <message>
        <source>One row for every pair of groups with estimate, standard error, z, p and the 95 percent interval.</source>
        <translation>每对组一行，含估计值、标准误、z 值、p 值和 95% 置信区间。</translation>
    </message>
    <message>
        <source>Chart</source>
        <translation>图</translation>
    </message>
    <message>
        <source>The effects between groups as a coloured matrix.</source>
        <translation>以着色矩阵表示的组间效应。</translation>
    </message>
    <message>
        <source>Mean effect between groups</source>
        <translation>平均组间效应</translation>
    </message>
    <message>
        <source>Mean of the effects between different groups.</source>
        <translation>不同组之间效应的平均值。</translation>
    </message>
    <message>
        <source>Spillover explorer</source>
        <translation>溢出效应浏览器</translation>
    </message>
    <message>
        <source>Fits a spatial panel model and writes one page to look around in: click a unit and see how a change there spreads over all others, order by order, with intervals; see own, received and sent effects, values and LISA clusters by year, and a Moran scatter plot that is linked with the map. The page computes from the weights and estimates that it carries and works without a network. In a study it is part of the report.</source>
        <translation>拟合空间面板模型，并生成一个可交互的网页：点击某个地区，即可逐阶查看该地区的变动如何扩散到其他地区及其区间；还可查看自身、接收和发出的效应，逐年的变量值与 LISA 聚类，以及与地图联动的莫兰散点图。网页根据其中所带的权重和估计结果计算，无需联网。在研究文件中，它是报告的一部分。</translation>
    </message>
    <message>
        <source>Variables that change</source>
        <translation>变动的变量</translation>
    </message>
    <message>
        <source>Regressors whose changes can be followed on the page. All regressors of the formula where it is left empty.</source>
        <translation>可在网页上追踪其变动的解释变量。留空则为公式中的所有解释变量。</translation>
    </message>
    <message>
        <source>Variables by period</source>
        <translation>逐期显示的变量</translation>
    </message>
    <message>
        <source>Columns shown by period as values, Moran scatter plot and clusters (LISA), at most six. The outcome and the first regressor, where these are columns, if it is left empty.</source>
        <translation>逐期显示其数值、莫兰散点图和聚类（LISA）的列，最多六个。留空则为被解释变量和第一个解释变量（若它们是面板中的列）。</translation>
    </message>
    <message>
        <source>How many times the values are shuffled over the units for the clusters.</source>
        <translation>计算聚类时将数值在地区间随机置换的次数。</translation>
    </message>
    <message>
        <source>Explorer</source>
        <translation>浏览器网页</translation>
    </message>
    <message>
        <source>One page with a map, a Moran scatter plot and a table that answer a click; it works without a network.</source>
        <translation>一个含地图、莫兰散点图和表格的网页，点击即有响应；无需联网。</translation>
    </message>
    <message>
        <source>Number of units on the map.</source>
        <translation>地图上的地区数。</translation>
    </message>
    <message>
        <source>Model probabilities</source>
        <translation>模型概率</translation>
    </message>
    <message>
        <source>Compares spatial models by their posterior probabilities after LeSage: coefficients and variance are integrated out, the spatial parameter by quadrature. The priors are written under the table.</source>
        <translation>按 LeSage 的方法用后验概率比较空间模型：系数和方差解析积分，空间参数数值积分。先验写在表格下方。</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型集</translation>
    </message>
    <message>
        <source>Which models are compared.</source>
        <translation>参与比较的模型。</translation>
    </message>
    <message>
        <source>No spatial term (OLS)</source>
        <translation>无空间项（OLS）</translation>
    </message>
    <message>
        <source>Spatial error (SEM)</source>
        <translation>空间误差模型（SEM）</translation>
    </message>
    <message>
        <source>Prior of the coefficients</source>
        <translation>系数先验</translation>
    </message>
    <message>
        <source>A proper g-prior makes models of different size comparable. Flat priors compare SLX, SDM and SDEM only.</source>
        <translation>正当的 g 先验使不同规模的模型可比。平坦先验只能比较 SLX、SDM 和 SDEM。</translation>
    </message>
    <message>
        <source>g-prior</source>
        <translation>g 先验</translation>
    </message>
    <message>
        <source>Flat</source>
        <translation>平坦先验</translation>
    </message>
    <message>
        <source>Size of g</source>
        <translation>g 的大小</translation>
    </message>
    <message>
        <source>The prior variance as a multiple of the variance of the estimate. The larger of the number of rows and the squared number of regressors is taken where it is left empty.</source>
        <translation>先验方差相对于估计方差的倍数。留空则取行数与解释变量个数平方中的较大者。</translation>
    </message>
    <message>
        <source>Table of probabilities</source>
        <translation>概率表</translation>
    </message>
    <message>
        <source>Log-marginal likelihoods and probabilities, with the priors below.</source>
        <translation>对数边际似然和概率，下方附先验。</translation>
    </message>
    <message>
        <source>Probabilities</source>
        <translation>概率</translation>
    </message>
    <message>
        <source>One row for each model.</source>
        <translation>每个模型一行。</translation>
    </message>
    <message>
        <source>Chart of probabilities</source>
        <translation>概率图</translation>
    </message>
    <message>
        <source>Probability of each model.</source>
        <translation>各模型的概率。</translation>
    </message>
    <message>
        <source>Best model</source>
        <translation>最优模型</translation>
    </message>
    <message>
        <source>Model with the highest probability.</source>
        <translation>概率最高的模型。</translation>
    </message>
    <message>
        <source>Probability of the best</source>
        <translation>最优模型概率</translation>
    </message>
    <message>
        <source>Posterior probability of the best model.</source>
        <translation>最优模型的后验概率。</translation>
    </message>
    <message>
        <source>Spread of one unit&#x27;s shock</source>
        <translation>单元冲击的扩散</translation>
    </message>
    <message>
        <source>Fits a spatial panel model and shows how a change in one unit&#x27;s variable spreads over all others, with its significance and step by step along the links. Step q is what arrives after the change has passed q links.</source>
        <translation>估计空间面板模型，显示某一单元变量的变动如何扩散到所有其他单元，给出显著性，并沿邻接关系逐步展开。第 q 步是变动经过 q 条邻接后到达的部分。</translation>
    </message>
    <message>
        <source>Regressor that changes. It must be in the formula.</source>
        <translation>发生变动的解释变量，必须在公式中。</translation>
    </message>
    <message>
        <source>Unit of origin</source>
        <translation>起始单元</translation>
    </message>
    <message>
        <source>Id or name of the unit where the change happens.</source>
        <translation>发生变动的单元的标识或名称。</translation>
    </message>
    <message>
        <source>Size of the change</source>
        <translation>变动幅度</translation>
    </message>
    <message>
        <source>By how much the variable changes there.</source>
        <translation>变量在该处变动多少。</translation>
    </message>
    <message>
        <source>How many steps along the links are told apart.</source>
        <translation>沿邻接关系区分多少步。</translation>
    </message>
    <message>
        <source>Spread of the shock</source>
        <translation>冲击扩散图层</translation>
    </message>
    <message>
        <source>Polygons with the whole effect, its standard error, p-value and class, the order of neighbourhood, and the part that arrives with each step.</source>
        <translation>多边形图层，含总效应、标准误、p 值和分级、邻接阶数以及每一步到达的部分。</translation>
    </message>
    <message>
        <source>Table of units</source>
        <translation>单元表</translation>
    </message>
    <message>
        <source>The whole effect on all other units in colours around zero.</source>
        <translation>以零为中心的配色显示对所有其他单元的总效应。</translation>
    </message>
    <message>
        <source>Maps by step</source>
        <translation>逐步地图</translation>
    </message>
    <message>
        <source>The effect that has arrived after each of the first four steps.</source>
        <translation>前四步之后分别到达的效应。</translation>
    </message>
    <message>
        <source>Effect on the unit itself</source>
        <translation>对本单元的效应</translation>
    </message>
    <message>
        <source>Effect on the unit of origin, feedback included.</source>
        <translation>对起始单元的效应，含反馈。</translation>
    </message>
    <message>
        <source>Effect on all others</source>
        <translation>对其他单元的效应</translation>
    </message>
    <message>
        <source>Sum of the effects on all other units.</source>
        <translation>对所有其他单元的效应之和。</translation>
    </message>
    <message>
        <source>Dynamic spatial panel model</source>
        <translation>动态空间面板模型</translation>
    </message>
    <message>
        <source>Fits a spatial lag or Durbin model with the outcome of the period before and its spatial lag, corrects the bias that fixed effects cause in short panels, and gives short-run and long-run direct, indirect and total effects. The first period of the panel is the initial one.</source>
        <translation>估计含被解释变量上一期及其空间滞后的空间滞后模型或杜宾模型，校正短面板中固定效应引起的偏误，给出短期和长期的直接、间接和总效应。面板的第一期作为初始期。</translation>
    </message>
    <message>
        <source>Draws</source>
        <translation>抽样次数</translation>
    </message>
    <message>
        <source>Number of random draws for the standard errors of the effects.</source>
        <translation>计算效应标准误的随机抽样次数。</translation>
    </message>
    <message>
        <source>Seed of the random draws; the same seed gives the same numbers.</source>
        <translation>随机抽样的种子；相同的种子得到相同的数值。</translation>
    </message>
    <message>
        <source>Size and coverage</source>
        <translation>检验水平与覆盖率</translation>
    </message>
    <message>
        <source>Repetitions of the fit on drawn outcomes that measure, for this panel, how often its tests reject a true null at 1, 5 and 10 percent and how often its 95 percent intervals hold the truth: 400 tell 5 percent with an error of 1.1 points. Nought leaves it out; fewer than 20 are refused. Each is a fit, made twice: without the effect and with it.</source>
        <translation>在模拟的被解释变量上重复估计的次数，用以衡量在本面板上：检验在 1%、5%、10% 水平下拒绝真原假设的频率，以及 95% 置信区间包含真值的频率；400 次时 5% 的误差为 1.1 个百分点。0 表示不做；少于 20 次被拒绝。每次都是一次估计，并做两遍：无效应与有效应。</translation>
    </message>
    <message>
        <source>Whether the regressors&#x27; spatial lags are in the model.</source>
        <translation>模型是否包含解释变量的空间滞后。</translation>
    </message>
    <message>
        <source>Lags in time</source>
        <translation>时间滞后</translation>
    </message>
    <message>
        <source>Which lags of the outcome the model has: its own, that of its neighbours, or both.</source>
        <translation>模型包含被解释变量的哪些滞后：自身的、邻居的，或两者。</translation>
    </message>
    <message>
        <source>Own and neighbours&#x27;</source>
        <translation>自身与邻居</translation>
    </message>
    <message>
        <source>Own</source>
        <translation>自身</translation>
    </message>
    <message>
        <source>Neighbours&#x27;</source>
        <translation>邻居</translation>
    </message>
    <message>
        <source>Unit effects, or unit and period effects.</source>
        <translation>个体效应，或个体与时期效应。</translation>
    </message>
    <message>
        <source>Bias correction</source>
        <translation>偏误校正</translation>
    </message>
    <message>
        <source>Remove the bias of short panels after Yu, de Jong and Lee and Lee and Yu, or not.</source>
        <translation>是否按 Yu、de Jong 和 Lee 以及 Lee 和 Yu 的方法消除短面板的偏误。</translation>
    </message>
    <message>
        <source>Corrected</source>
        <translation>已校正</translation>
    </message>
    <message>
        <source>Periods of the response</source>
        <translation>响应期数</translation>
    </message>
    <message>
        <source>How many periods after a change the response is followed.</source>
        <translation>变动之后跟踪响应多少期。</translation>
    </message>
    <message>
        <source>Table of the model</source>
        <translation>模型表</translation>
    </message>
    <message>
        <source>Coefficients, spatial lags, spatial parameters and effects with standard errors, and measures of fit, as a paper prints them.</source>
        <translation>论文形式的系数、空间滞后、空间参数和效应，含标准误和拟合优度。</translation>
    </message>
    <message>
        <source>Coefficients</source>
        <translation>系数</translation>
    </message>
    <message>
        <source>One row for every parameter with estimate, standard error, z, p and the 95 percent interval.</source>
        <translation>每个参数一行，含估计值、标准误、z 值、p 值和 95% 置信区间。</translation>
    </message>
    <message>
        <source>One row for every variable and effect with estimate, standard error, z, p and the 95 percent interval.</source>
        <translation>每个变量和效应一行，含估计值、标准误、z 值、p 值和 95% 置信区间。</translation>
    </message>
    <message>
        <source>Chart of effects</source>
        <translation>效应图</translation>
    </message>
    <message>
        <source>Direct, indirect and total effects with their 95 percent intervals.</source>
        <translation>直接、间接和总效应及其 95% 置信区间。</translation>
    </message>
    <message>
        <source>Response over time</source>
        <translation>动态响应</translation>
    </message>
    <message>
        <source>Effects of a change in one period on the periods that follow, and their sums.</source>
        <translation>某一期的变动对以后各期的效应及其累计值。</translation>
    </message>
    <message>
        <source>Chart of the response</source>
        <translation>响应图</translation>
    </message>
    <message>
        <source>How direct and indirect effects build up over the periods after a change.</source>
        <translation>变动之后直接和间接效应如何逐期累积。</translation>
    </message>
    <message>
        <source>Spatial lag coefficient</source>
        <translation>空间滞后系数</translation>
    </message>
    <message>
        <source>Coefficient of the spatial lag of the outcome; zero where the model has none.</source>
        <translation>被解释变量空间滞后的系数；模型不含时为零。</translation>
    </message>
    <message>
        <source>Direct effect</source>
        <translation>直接效应</translation>
    </message>
    <message>
        <source>Average direct effect of the first regressor.</source>
        <translation>第一个解释变量的平均直接效应。</translation>
    </message>
    <message>
        <source>Indirect effect</source>
        <translation>间接效应</translation>
    </message>
    <message>
        <source>Average indirect effect of the first regressor.</source>
        <translation>第一个解释变量的平均间接效应。</translation>
    </message>
    <message>
        <source>Summary</source>
        <translation>摘要</translation>
    </message>
    <message>
        <source>The result as plain text.</source>
        <translation>纯文本形式的结果。</translation>
    </message>
    <message>
        <source>Coefficient of the lag</source>
        <translation>时间滞后系数</translation>
    </message>
    <message>
        <source>Coefficient of the outcome of the period before; zero where the model has none.</source>
        <translation>被解释变量上一期的系数；模型不含时为零。</translation>
    </message>
    <message>
        <source>Coefficient of the space-time lag</source>
        <translation>时空滞后系数</translation>
    </message>
    <message>
        <source>Coefficient of the neighbours&#x27; outcome of the period before; zero where the model has none.</source>
        <translation>邻居被解释变量上一期的系数；模型不含时为零。</translation>
    </message>
    <message>
        <source>Spectral radius</source>
        <translation>谱半径</translation>
    </message>
    <message>
        <source>Largest growth factor of the model; below one it is stable.</source>
        <translation>模型的最大增长因子；小于 1 则稳定。</translation>
    </message>
    <message>
        <source>Stable</source>
        <translation>是否稳定</translation>
    </message>
    <message>
        <source>Whether the model is stable: yes or no.</source>
        <translation>模型是否稳定：yes 或 no。</translation>
    </message>
    <message>
        <source>Direct and indirect effects</source>
        <translation>直接效应与间接效应</translation>
    </message>
    <message>
        <source>Fits a spatial panel model and gives the average direct, indirect (spillover) and total effect of every regressor with standard errors. The direct effect holds the feedback that passes through neighbours and comes back.</source>
        <translation>估计空间面板模型，给出每个解释变量的平均直接效应、间接（溢出）效应和总效应及其标准误。直接效应包含经邻居传递后返回的反馈。</translation>
    </message>
    <message>
        <source>Standard errors of effects</source>
        <translation>效应的标准误</translation>
    </message>
    <message>
        <source>Simulation draws the coefficients from their joint distribution; the delta method linearises the effects. They agree closely unless the sample is small.</source>
        <translation>模拟法从系数的联合分布中抽样；Delta 法对效应线性化。除小样本外两者十分接近。</translation>
    </message>
    <message>
        <source>Simulation</source>
        <translation>模拟法</translation>
    </message>
    <message>
        <source>Delta method</source>
        <translation>Delta 法</translation>
    </message>
    <message>
        <source>Orders of neighbours</source>
        <translation>邻居阶数</translation>
    </message>
    <message>
        <source>How many orders of neighbours the effects are taken apart into.</source>
        <translation>把效应分解到多少阶邻居。</translation>
    </message>
    <message>
        <source>Direct, indirect and total effects with standard errors and stars, as a paper prints them.</source>
        <translation>论文形式的直接、间接和总效应，含标准误和星号。</translation>
    </message>
    <message>
        <source>Effects by order</source>
        <translation>按阶分解的效应</translation>
    </message>
    <message>
        <source>The effects taken apart by order of neighbours, with the share of the total effect that has arrived.</source>
        <translation>按邻居阶数分解的效应，以及已到达的总效应份额。</translation>
    </message>
    <message>
        <source>Chart by order</source>
        <translation>按阶分解图</translation>
    </message>
    <message>
        <source>How the effects spread over the orders of neighbours.</source>
        <translation>效应如何分布在各阶邻居上。</translation>
    </message>
    <message>
        <source>Total effect</source>
        <translation>总效应</translation>
    </message>
    <message>
        <source>Average total effect of the first regressor.</source>
        <translation>第一个解释变量的平均总效应。</translation>
    </message>
    <message>
        <source>Rejected draws</source>
        <translation>剔除的抽样</translation>
    </message>
    <message>
        <source>Draws thrown away because the spatial lag coefficient was not admissible.</source>
        <translation>因空间滞后系数超出允许范围而舍弃的抽样次数。</translation>
    </message>
    <message>
        <source>Spatial 2SLS and GMM</source>
        <translation>空间 2SLS 与 GMM</translation>
    </message>
    <message>
        <source>Estimates a spatial model by instruments, without assuming normal errors and with endogenous regressors where instruments for them are given. The spatial lag of the outcome is instrumented by spatial lags of the regressors and of the instruments.</source>
        <translation>用工具变量估计空间模型，不要求误差正态，并可在给出工具变量时处理内生解释变量。被解释变量的空间滞后以解释变量和工具变量的空间滞后为工具。</translation>
    </message>
    <message>
        <source>Which spatial lags the model has. Models with a spatial error are for cross-sections: give a panel of one period and no fixed effects.</source>
        <translation>模型包含哪些空间滞后。含空间误差的模型用于截面数据：请给出单期面板且不设固定效应。</translation>
    </message>
    <message>
        <source>No spatial term</source>
        <translation>无空间项</translation>
    </message>
    <message>
        <source>Endogenous regressors</source>
        <translation>内生解释变量</translation>
    </message>
    <message>
        <source>Regressors of the formula that are correlated with the error.</source>
        <translation>公式中与误差相关的解释变量。</translation>
    </message>
    <message>
        <source>Instruments</source>
        <translation>工具变量</translation>
    </message>
    <message>
        <source>Columns that move the endogenous regressors and are not correlated with the error.</source>
        <translation>影响内生解释变量而与误差无关的列。</translation>
    </message>
    <message>
        <source>Estimator</source>
        <translation>估计方法</translation>
    </message>
    <message>
        <source>Two-stage least squares, or GMM with the efficient weights in a second step.</source>
        <translation>两阶段最小二乘，或第二步采用有效权重的 GMM。</translation>
    </message>
    <message>
        <source>Two-stage least squares</source>
        <translation>两阶段最小二乘</translation>
    </message>
    <message>
        <source>Two-step GMM</source>
        <translation>两步 GMM</translation>
    </message>
    <message>
        <source>What the errors are allowed to be: equal in variance, different, or correlated within units.</source>
        <translation>对误差的假定：同方差、异方差或个体内相关。</translation>
    </message>
    <message>
        <source>Robust</source>
        <translation>稳健</translation>
    </message>
    <message>
        <source>Homoskedastic</source>
        <translation>同方差</translation>
    </message>
    <message>
        <source>Order of the instruments</source>
        <translation>工具变量的阶数</translation>
    </message>
    <message>
        <source>Highest power of the weights in the instruments, beyond those in the model.</source>
        <translation>工具变量中空间权重的最高幂次（模型中已有的之外）。</translation>
    </message>
    <message>
        <source>Smallest first-stage F</source>
        <translation>最小第一阶段 F 值</translation>
    </message>
    <message>
        <source>Partial F of the excluded instruments in the weakest first stage.</source>
        <translation>最弱第一阶段中被排除工具变量的偏 F 统计量。</translation>
    </message>
    <message>
        <source>P-value of overidentification</source>
        <translation>过度识别 p 值</translation>
    </message>
    <message>
        <source>P-value of the Sargan or Hansen test; small values speak against the instruments.</source>
        <translation>Sargan 或 Hansen 检验的 p 值；数值小则对工具变量不利。</translation>
    </message>
    <message>
        <source>Spatial panel model</source>
        <translation>空间面板模型</translation>
    </message>
    <message>
        <source>Fits a spatial panel model by maximum likelihood: the spatial Durbin model or one of its relatives, with unit, period or both fixed effects. The coefficients are not the spillovers; the tool for average effects turns them into direct, indirect and total effects.</source>
        <translation>用极大似然法估计空间面板模型：空间杜宾模型或其同类模型，可含个体、时期或双向固定效应。系数并不等于溢出效应；由平均效应工具换算为直接、间接和总效应。</translation>
    </message>
    <message>
        <source>Coefficients with standard errors, the spatial parameters and measures of fit, as a paper prints them.</source>
        <translation>论文形式的系数、标准误、空间参数和拟合优度。</translation>
    </message>
    <message>
        <source>Fitted values and residuals</source>
        <translation>拟合值与残差</translation>
    </message>
    <message>
        <source>One row for every unit and period with the observed and fitted outcome, the residual, and the unit and period effects.</source>
        <translation>每个单元每期一行，含被解释变量的观测值和拟合值、残差以及个体和时期效应。</translation>
    </message>
    <message>
        <source>Chart of coefficients</source>
        <translation>系数图</translation>
    </message>
    <message>
        <source>Estimates with their 95 percent intervals.</source>
        <translation>估计值及其 95% 置信区间。</translation>
    </message>
    <message>
        <source>Spatial error coefficient</source>
        <translation>空间误差系数</translation>
    </message>
    <message>
        <source>Coefficient of the spatial lag of the error; zero where the model has none.</source>
        <translation>误差空间滞后的系数；模型不含时为零。</translation>
    </message>
    <message>
        <source>Error variance</source>
        <translation>误差方差</translation>
    </message>
    <message>
        <source>Estimated variance of the errors.</source>
        <translation>误差方差的估计值。</translation>
    </message>
    <message>
        <source>Log-likelihood</source>
        <translation>对数似然</translation>
    </message>
    <message>
        <source>Log-likelihood at the maximum.</source>
        <translation>极大值处的对数似然。</translation>
    </message>
    <message>
        <source>Akaike criterion</source>
        <translation>赤池信息准则</translation>
    </message>
    <message>
        <source>Akaike information criterion, which does not count the fixed effects.</source>
        <translation>赤池信息准则，不计固定效应的个数。</translation>
    </message>
    <message>
        <source>R2 within</source>
        <translation>组内 R²</translation>
    </message>
    <message>
        <source>Squared correlation of outcome and reduced form, both less their fixed effects.</source>
        <translation>去除固定效应后，被解释变量与简化式拟合值相关系数的平方。</translation>
    </message>
    <message>
        <source>Observations that the likelihood counts.</source>
        <translation>似然函数计入的观测数。</translation>
    </message>
    <message>
        <source>Spatial panel model with random effects</source>
        <translation>随机效应空间面板模型</translation>
    </message>
    <message>
        <source>Fits a spatial panel model whose unit effects are random draws, by maximum likelihood, and tests whether they may be: the Hausman test and Mundlak&#x27;s regression, which has an answer also where the Hausman variance is not positive definite.</source>
        <translation>用极大似然法估计个体效应为随机变量的空间面板模型，并检验能否如此设定：Hausman 检验以及 Mundlak 回归，后者在 Hausman 方差非正定时仍有结论。</translation>
    </message>
    <message>
        <source>Form of the spatial error</source>
        <translation>空间误差的形式</translation>
    </message>
    <message>
        <source>For models with a spatial error, whether the unit effects spill over with it (Kapoor, Kelejian and Prucha) or only the remaining errors do (Baltagi).</source>
        <translation>对含空间误差的模型，个体效应是否随之溢出（Kapoor、Kelejian 和 Prucha），还是只有其余误差溢出（Baltagi）。</translation>
    </message>
    <message>
        <source>Effects spill over (KKP)</source>
        <translation>个体效应溢出（KKP）</translation>
    </message>
    <message>
        <source>Effects stay (Baltagi)</source>
        <translation>个体效应不溢出（Baltagi）</translation>
    </message>
    <message>
        <source>Fixed period effects</source>
        <translation>时期固定效应</translation>
    </message>
    <message>
        <source>Remove fixed period effects beside the random unit effects.</source>
        <translation>在随机个体效应之外去除时期固定效应。</translation>
    </message>
    <message>
        <source>Negative variance allowed</source>
        <translation>允许负方差</translation>
    </message>
    <message>
        <source>Let the variance of the unit effects be estimated below zero, for comparison with other programs. Otherwise it stops at zero and the result says so.</source>
        <translation>允许个体效应的方差估计为负，以便与其他软件比较。否则停在零并在结果中说明。</translation>
    </message>
    <message>
        <source>Hausman and Mundlak tests of fixed against random effects.</source>
        <translation>固定效应与随机效应的 Hausman 检验和 Mundlak 检验。</translation>
    </message>
    <message>
        <source>Variance ratio</source>
        <translation>方差比</translation>
    </message>
    <message>
        <source>Variance of the unit effects over the variance of the errors.</source>
        <translation>个体效应方差与误差方差之比。</translation>
    </message>
    <message>
        <source>Variance of unit effects</source>
        <translation>个体效应方差</translation>
    </message>
    <message>
        <source>Estimated variance of the unit effects.</source>
        <translation>个体效应方差的估计值。</translation>
    </message>
    <message>
        <source>P-value of Mundlak</source>
        <translation>Mundlak 检验 p 值</translation>
    </message>
    <message>
        <source>P-value of the Mundlak test; small values speak for fixed effects.</source>
        <translation>Mundlak 检验的 p 值；数值小则支持固定效应。</translation>
    </message>
    <message>
        <source>P-value of Hausman</source>
        <translation>Hausman 检验 p 值</translation>
    </message>
    <message>
        <source>P-value of the Hausman test; small values speak for fixed effects.</source>
        <translation>Hausman 检验的 p 值；数值小则支持固定效应。</translation>
    </message>
    <message>
        <source>Unbalanced panel or weights by period</source>
        <translation>非平衡面板或逐期权重</translation>
    </message>
    <message>
        <source>Fits a spatial model where units enter and leave, or where each period has its own weights. In every period the weights are those of the units present, normalised anew; nothing is filled in or dropped to balance the panel, and the estimating equations are free of the bias of the fixed effects.</source>
        <translation>适用于单元进入或退出，或每期有各自权重的空间模型。每期的权重只含该期存在的单元并重新标准化；不为平衡面板而填补或剔除数据，估计方程不受固定效应偏误的影响。</translation>
    </message>
    <message>
        <source>Which spatial lags the model has: of the outcome, of the regressors, or of the error.</source>
        <translation>模型包含哪些空间滞后：被解释变量、解释变量或误差项。</translation>
    </message>
    <message>
        <source>Unbiased estimating equations, which equal the Lee-Yu transformation in balanced panels with one set of weights, or the direct likelihood.</source>
        <translation>无偏估计方程（在平衡面板和单一权重下等同于 Lee-Yu 变换），或直接似然。</translation>
    </message>
    <message>
        <source>Unbiased score</source>
        <translation>无偏得分</translation>
    </message>
    <message>
        <source>Effects by period</source>
        <translation>逐期效应</translation>
    </message>
    <message>
        <source>One row for every period, variable and effect.</source>
        <translation>每个时期、变量和效应一行。</translation>
    </message>
    <message>
        <source>Chart by period</source>
        <translation>逐期图</translation>
    </message>
    <message>
        <source>Direct and indirect effects of every period with their 95 percent intervals.</source>
        <translation>各期的直接和间接效应及其 95% 置信区间。</translation>
    </message>
    <message>
        <source>Rows that exist.</source>
        <translation>实际存在的行数。</translation>
    </message>
    <message>
        <source>Pairs of unit and period that do not exist.</source>
        <translation>不存在的单元—时期组合数。</translation>
    </message>
    <message>
        <source>Spillovers by unit</source>
        <translation>各单元的溢出效应</translation>
    </message>
    <message>
        <source>Fits a spatial panel model and gives for every unit its own effect, the effect it receives from all others and the effect it sends to all others, with their significance. The layer is coloured around zero and opens drawn.</source>
        <translation>估计空间面板模型，给出每个单元自身的效应、从所有其他单元接收的效应和向所有其他单元发出的效应及其显著性。图层以零为中心着色，打开即呈现。</translation>
    </message>
    <message>
        <source>Effect to map</source>
        <translation>地图显示的效应</translation>
    </message>
    <message>
        <source>Which of the three effects colours the map.</source>
        <translation>三种效应中哪一种决定地图颜色。</translation>
    </message>
    <message>
        <source>Received from all others</source>
        <translation>从其他单元接收</translation>
    </message>
    <message>
        <source>Sent to all others</source>
        <translation>向其他单元发出</translation>
    </message>
    <message>
        <source>Own effect</source>
        <translation>自身效应</translation>
    </message>
    <message>
        <source>Confidence level</source>
        <translation>置信水平</translation>
    </message>
    <message>
        <source>Level at which an effect counts as significant.</source>
        <translation>判断效应是否显著的水平。</translation>
    </message>
    <message>
        <source>Names on the map</source>
        <translation>地图标注名称</translation>
    </message>
    <message>
        <source>Whether the map shows the names of the units; maps with more than 60 units never do.</source>
        <translation>地图是否标注单元名称；超过 60 个单元时从不标注。</translation>
    </message>
    <message>
        <source>Polygons with own, received and sent effect, their standard errors, p-values and classes.</source>
        <translation>多边形图层，含自身、接收和发出效应及其标准误、p 值和分级。</translation>
    </message>
    <message>
        <source>The chosen effect in colours around zero; units where it is not significant are hatched.</source>
        <translation>以零为中心着色的所选效应；不显著的单元加阴影线。</translation>
    </message>
    <message>
        <source>Maps side by side</source>
        <translation>并列地图</translation>
    </message>
    <message>
        <source>Received and sent effects with common classes.</source>
        <translation>采用统一分级的接收与发出效应。</translation>
    </message>
    <message>
        <source>Significant units</source>
        <translation>显著单元数</translation>
    </message>
    <message>
        <source>Number of units whose effect of the chosen kind is significant.</source>
        <translation>所选效应显著的单元数。</translation>
    </message>
    <message>
        <source>Mean effect</source>
        <translation>平均效应</translation>
    </message>
    <message>
        <source>Mean of the chosen effect; for received and sent it is the average indirect effect.</source>
        <translation>所选效应的均值；对接收和发出而言即平均间接效应。</translation>
    </message>
    <message>
        <source>Largest effect</source>
        <translation>最大效应</translation>
    </message>
    <message>
        <source>Name of the unit with the largest effect of the chosen kind.</source>
        <translation>所选效应最大的单元名称。</translation>
    </message>
    <message>
        <source>One model under several weights</source>
        <translation>多种权重下的同一模型</translation>
    </message>
    <message>
        <source>Fits the same spatial model under each of several weights and puts coefficients, effects, log-likelihoods and posterior weights side by side. It answers the question whether the spillovers depend on how neighbourhood is drawn.</source>
        <translation>在多种权重下分别估计同一空间模型，把系数、效应、对数似然和后验权重并列。用以回答溢出效应是否取决于邻接关系的设定。</translation>
    </message>
    <message>
        <source>Two or more weights files with the same ids as the panel. Their file names are the headings.</source>
        <translation>两个或更多权重文件，标识与面板一致。文件名即为列标题。</translation>
    </message>
    <message>
        <source>What is done about the many fixed effects. Log-likelihoods are compared only where all weights have the same correction.</source>
        <translation>如何处理大量固定效应。只有在所有权重采用相同校正时才比较对数似然。</translation>
    </message>
    <message>
        <source>Table over weights</source>
        <translation>各权重比较表</translation>
    </message>
    <message>
        <source>Coefficients, spatial lags, effects, log-likelihood, Akaike and posterior weights, one column for each weights file.</source>
        <translation>系数、空间滞后、效应、对数似然、赤池权重和后验权重，每个权重文件一列。</translation>
    </message>
    <message>
        <source>Chart over weights</source>
        <translation>各权重比较图</translation>
    </message>
    <message>
        <source>Direct, indirect and total effects of every variable under each weights file with 95 percent intervals.</source>
        <translation>每个权重文件下各变量的直接、间接和总效应及其 95% 置信区间。</translation>
    </message>
    <message>
        <source>Fit by weights</source>
        <translation>各权重的拟合</translation>
    </message>
    <message>
        <source>One row for each weights file with log-likelihood, AIC, Akaike weight, posterior weight and spatial parameters.</source>
        <translation>每个权重文件一行，含对数似然、AIC、赤池权重、后验权重和空间参数。</translation>
    </message>
    <message>
        <source>Best weights</source>
        <translation>最优权重</translation>
    </message>
    <message>
        <source>Weights with the highest posterior, or the highest log-likelihood where there is no posterior.</source>
        <translation>后验概率最高的权重；没有后验时为对数似然最高的权重。</translation>
    </message>
    <message>
        <source>Posterior of the best</source>
        <translation>最优权重的后验</translation>
    </message>
    <message>
        <source>Posterior weight of the best weights.</source>
        <translation>最优权重的后验权重。</translation>
    </message>
    <message>
        <source>Log-likelihood of the best</source>
        <translation>最优权重的对数似然</translation>
    </message>
    <message>
        <source>Log-likelihood under the best weights.</source>
        <translation>最优权重下的对数似然。</translation>
    </message>
    <message>
        <source>Dynamic panel GMM</source>
        <translation>动态面板 GMM</translation>
    </message>
    <message>
        <source>Explains a variable by its own past and regressors with unit effects, by difference GMM (Arellano and Bond) and system GMM (Blundell and Bond), in first differences or forward orthogonal deviations, with Windmeijer&#x27;s corrected errors and the tests of autocorrelation and of the instruments, whole and by group. Made for many units and few periods.</source>
        <translation>用变量自身的过去值和解释变量解释该变量，含个体效应：差分 GMM（Arellano 和 Bond）与系统 GMM（Blundell 和 Bond），以一阶差分或前向正交离差消去个体效应，采用 Windmeijer 校正的标准误，并给出自相关检验以及对全部和各组工具变量的检验。适用于单元多、时期少的面板。</translation>
    </message>
    <message>
        <source>Column with the variable to explain.</source>
        <translation>被解释变量所在的列。</translation>
    </message>
    <message>
        <source>Exogenous regressors</source>
        <translation>外生解释变量</translation>
    </message>
    <message>
        <source>Columns that shocks to the outcome do not move; they are their own instruments.</source>
        <translation>不受被解释变量冲击影响的列；以自身为工具变量。</translation>
    </message>
    <message>
        <source>Columns that are held constant.</source>
        <translation>保持不变的控制列。</translation>
    </message>
    <message>
        <source>Further terms</source>
        <translation>其他项</translation>
    </message>
    <message>
        <source>More regressors made from columns, joined by commas: a^2 (power), a:b (product), lag(a), lag(a, 2), lead(a), diff(a), log(a), centred(a), standard(a), C(region) (a dummy for each level but one), trend.</source>
        <translation>由列生成的更多解释变量，以逗号连接：a^2（幂）、a:b（乘积）、lag(a)、lag(a, 2)（滞后）、lead(a)（前导）、diff(a)（差分）、log(a)、centred(a)、standard(a)、C(region)（除一个水平外，每个水平一个虚拟变量）、trend。</translation>
    </message>
    <message>
        <source>Columns that shocks to the outcome may move; their levels two and more periods back are the instruments.</source>
        <translation>可能受被解释变量冲击影响的列；以其滞后两期及以上的水平值为工具变量。</translation>
    </message>
    <message>
        <source>Predetermined regressors</source>
        <translation>前定解释变量</translation>
    </message>
    <message>
        <source>Columns that past shocks to the outcome may move and present ones not; their levels one and more periods back are the instruments.</source>
        <translation>受被解释变量过去冲击影响、不受当期冲击影响的列；以其滞后一期及以上的水平值为工具变量。</translation>
    </message>
    <message>
        <source>Estimators</source>
        <translation>估计量</translation>
    </message>
    <message>
        <source>First differences only, or the system with the equation in levels.</source>
        <translation>只用一阶差分方程，或加上水平方程构成系统。</translation>
    </message>
    <message>
        <source>Difference GMM</source>
        <translation>差分 GMM</translation>
    </message>
    <message>
        <source>System GMM</source>
        <translation>系统 GMM</translation>
    </message>
    <message>
        <source>Lags of the outcome</source>
        <translation>被解释变量滞后阶数</translation>
    </message>
    <message>
        <source>Number of lags of the outcome among the regressors.</source>
        <translation>作为解释变量的被解释变量滞后阶数。</translation>
    </message>
    <message>
        <source>Transformation</source>
        <translation>变换</translation>
    </message>
    <message>
        <source>How the units&#x27; effects are taken out: first differences, or forward orthogonal deviations (each value less the mean of the later ones), which lose less where rows are absent.</source>
        <translation>如何消去个体效应：一阶差分，或前向正交离差（每个值减去其后各期均值），后者在缺行时损失较少。</translation>
    </message>
    <message>
        <source>First differences</source>
        <translation>一阶差分</translation>
    </message>
    <message>
        <source>Forward orthogonal deviations</source>
        <translation>前向正交离差</translation>
    </message>
    <message>
        <source>Nearest instrument lag</source>
        <translation>最近的工具变量滞后阶数</translation>
    </message>
    <message>
        <source>Nearest lag of the outcome and the endogenous regressors that is used as an instrument; predetermined ones are used from one lag before. Three where AR(2) is significant.</source>
        <translation>被解释变量和内生解释变量用作工具变量的最近滞后阶数；前定变量提前一阶。AR(2) 显著时取 3。</translation>
    </message>
    <message>
        <source>Deepest instrument lag</source>
        <translation>工具变量最大滞后</translation>
    </message>
    <message>
        <source>Farthest lag that is used as an instrument. All lags are used where it is left empty.</source>
        <translation>用作工具变量的最大滞后阶数。留空则使用全部滞后。</translation>
    </message>
    <message>
        <source>Collapse instruments</source>
        <translation>压缩工具变量</translation>
    </message>
    <message>
        <source>One instrument a lag instead of one a lag and period, which keeps their number small.</source>
        <translation>每个滞后只设一个工具变量，而不是每个滞后每期一个，从而控制其数量。</translation>
    </message>
    <message>
        <source>One step with robust errors, or two steps with Windmeijer&#x27;s correction.</source>
        <translation>一步估计加稳健标准误，或两步估计加 Windmeijer 校正。</translation>
    </message>
    <message>
        <source>One step</source>
        <translation>一步</translation>
    </message>
    <message>
        <source>Two steps</source>
        <translation>两步</translation>
    </message>
    <message>
        <source>Period effects</source>
        <translation>时期效应</translation>
    </message>
    <message>
        <source>Adds a dummy for every period.</source>
        <translation>为每个时期加入虚拟变量。</translation>
    </message>
    <message>
        <source>Period dummies as instruments</source>
        <translation>时期虚拟变量作为工具变量</translation>
    </message>
    <message>
        <source>In the system: of both equations, or of the levels only, as iv(, equation(level)) of xtabond2.</source>
        <translation>在系统中：用于两个方程，或只用于水平方程，同 xtabond2 的 iv(, equation(level))。</translation>
    </message>
    <message>
        <source>Both equations</source>
        <translation>两个方程</translation>
    </message>
    <message>
        <source>Levels only</source>
        <translation>仅水平方程</translation>
    </message>
    <message>
        <source>In parentheses</source>
        <translation>括号内容</translation>
    </message>
    <message>
        <source>Whether standard errors or t statistics stand under the coefficients.</source>
        <translation>系数下方为标准误还是 t 统计量。</translation>
    </message>
    <message>
        <source>t statistics</source>
        <translation>t 统计量</translation>
    </message>
    <message>
        <source>Table as a paper prints it, with stars, errors in parentheses and the statistics below.</source>
        <translation>论文形式的表格，带星号、括号内误差和下方的统计量。</translation>
    </message>
    <message>
        <source>Estimates</source>
        <translation>估计结果</translation>
    </message>
    <message>
        <source>Plain table with estimate, standard error, statistic, p-value and 95 percent interval.</source>
        <translation>含估计值、标准误、统计量、p 值和 95% 置信区间的普通表格。</translation>
    </message>
    <message>
        <source>Autocorrelation of order one and two, Hansen and Sargan tests.</source>
        <translation>一阶和二阶自相关检验、Hansen 检验和 Sargan 检验。</translation>
    </message>
    <message>
        <source>Difference-in-Hansen tests</source>
        <translation>差分 Hansen 检验</translation>
    </message>
    <message>
        <source>Of each group of instruments: how many they are, Hansen&#x27;s test without them, and what they add to it.</source>
        <translation>对每组工具变量：个数、剔除后的 Hansen 检验及其对统计量的增量。</translation>
    </message>
    <message>
        <source>Coefficient chart</source>
        <translation>系数图</translation>
    </message>
    <message>
        <source>Coefficients with 95 percent intervals, one colour an estimator.</source>
        <translation>系数及 95% 置信区间，每种估计方法一种颜色。</translation>
    </message>
    <message>
        <source>Persistence</source>
        <translation>持续性</translation>
    </message>
    <message>
        <source>Coefficient of the first lag in the last estimator.</source>
        <translation>最后一种估计方法中一阶滞后的系数。</translation>
    </message>
    <message>
        <source>P-value of AR(2)</source>
        <translation>AR(2) 检验 p 值</translation>
    </message>
    <message>
        <source>Autocorrelation of order two in the differenced residuals; small values speak against the instruments.</source>
        <translation>差分残差的二阶自相关；数值小则对工具变量不利。</translation>
    </message>
    <message>
        <source>P-value of Hansen&#x27;s test</source>
        <translation>Hansen 检验 p 值</translation>
    </message>
    <message>
        <source>Small values speak against the instruments; with many instruments it says little.</source>
        <translation>数值小则对工具变量不利；工具变量很多时该检验意义不大。</translation>
    </message>
    <message>
        <source>One coefficient under all error structures</source>
        <translation>一个系数在各种误差结构下的推断</translation>
    </message>
    <message>
        <source>Estimates a coefficient once and shows it under every structure of errors: classical, HC1, HC3, clustered by unit, period, both and a further column, CR2 and CR3, the wild cluster bootstrap, Driscoll-Kraay, Conley and spatial blocks (with a cut-off), and randomisation. Each row says what it assumes and whether it holds with so many units, periods and clusters.</source>
        <translation>系数只估计一次，再列出各种误差结构下的结果：经典、HC1、HC3，按个体、时期、双向及另一列聚类，CR2 与 CR3，野聚类自助法，Driscoll-Kraay，Conley 与空间区块（给出截断距离时），以及随机化。每一行说明其假设，以及在现有的个体数、时期数和聚类数下是否成立。</translation>
    </message>
    <message>
        <source>Regressor</source>
        <translation>解释变量</translation>
    </message>
    <message>
        <source>Column whose effect the question is about.</source>
        <translation>所关心其效应的列。</translation>
    </message>
    <message>
        <source>Cluster field</source>
        <translation>聚类字段</translation>
    </message>
    <message>
        <source>Column to cluster by beside units, such as the region.</source>
        <translation>个体之外用于聚类的列，例如大区。</translation>
    </message>
    <message>
        <source>Randomise within</source>
        <translation>在组内随机化</translation>
    </message>
    <message>
        <source>Column of groups within which histories of the regressor change units, such as the region; among all units where it is left empty.</source>
        <translation>分组列（例如大区）：解释变量的历史只在组内的个体之间互换；留空则在全部个体之间互换。</translation>
    </message>
    <message>
        <source>Further fixed effects</source>
        <translation>其他固定效应</translation>
    </message>
    <message>
        <source>More groupings to take out, joined by commas; a colon combines two, such as region:period.</source>
        <translation>要去除的更多分组，用逗号分隔；冒号表示交互，如 region:period。</translation>
    </message>
    <message>
        <source>Group trends</source>
        <translation>分组趋势</translation>
    </message>
    <message>
        <source>Groupings whose groups get a linear trend of their own, joined by commas: unit, or a column such as region.</source>
        <translation>各组有各自线性趋势的分组，用逗号分隔：unit，或如 region 的列。</translation>
    </message>
    <message>
        <source>Variables times periods</source>
        <translation>变量与时期交互</translation>
    </message>
    <message>
        <source>Columns that get a slope of their own in every period, joined by commas, such as starting conditions.</source>
        <translation>在每期有各自斜率的列，用逗号分隔，如初始条件。</translation>
    </message>
    <message>
        <source>Blocks</source>
        <translation>区块</translation>
    </message>
    <message>
        <source>Blocks of the bootstrap: cells of a grid whose side is the cut-off, or groups of as many neighbouring units each.</source>
        <translation>自助法的区块：边长等于截断距离的网格单元，或个体数相同的相邻个体组。</translation>
    </message>
    <message>
        <source>Cells of a grid</source>
        <translation>网格单元</translation>
    </message>
    <message>
        <source>Groups of neighbours</source>
        <translation>相邻个体组</translation>
    </message>
    <message>
        <source>Units of a block</source>
        <translation>每个区块的个体数</translation>
    </message>
    <message>
        <source>Neighbouring units of a group.</source>
        <translation>每组的相邻个体数。</translation>
    </message>
    <message>
        <source>Number of draws of the bootstraps, and of assignments of histories.</source>
        <translation>各自助法的抽样次数，以及随机分配历史的次数。</translation>
    </message>
    <message>
        <source>Cut-off</source>
        <translation>截断距离</translation>
    </message>
    <message>
        <source>Kilometres along great circles within which errors of two units may be related; the side of the cells of a grid of blocks.</source>
        <translation>大圆距离（公里）：在此距离内两个个体的误差可以相关；也是网格区块的边长。</translation>
    </message>
    <message>
        <source>How errors of units within the cut-off count in Conley errors: all alike, or ever less with distance.</source>
        <translation>Conley 误差中截断距离内个体的误差如何计入：一律相同，或随距离递减。</translation>
    </message>
    <message>
        <source>All alike</source>
        <translation>一律相同</translation>
    </message>
    <message>
        <source>Less with distance</source>
        <translation>随距离递减</translation>
    </message>
    <message>
        <source>Serial lags</source>
        <translation>时间滞后期数</translation>
    </message>
    <message>
        <source>Periods over which errors of one unit may be related in Conley errors, beside those of near units in one period (Bartlett weights). Where it is left empty, errors of near units in any two periods may be.</source>
        <translation>Conley 误差中，除同一时期相近个体之外，同一个体的误差在多少期内可以相关（Bartlett 权重）。留空则相近个体在任意两个时期的误差都可以相关。</translation>
    </message>
    <message>
        <source>Longitude field</source>
        <translation>经度字段</translation>
    </message>
    <message>
        <source>Column of the panel with the longitude of the unit in degrees, for errors that reach over space.</source>
        <translation>面板中个体经度（度）的列，用于跨空间相关的误差。</translation>
    </message>
    <message>
        <source>Latitude field</source>
        <translation>纬度字段</translation>
    </message>
    <message>
        <source>Column of the panel with its latitude in degrees.</source>
        <translation>面板中个体纬度（度）的列。</translation>
    </message>
    <message>
        <source>Polygon layer with one feature per unit, or the name of a set of the shelf such as demo-china-provinces. Their centroids say where units are, for errors that reach over space.</source>
        <translation>多边形图层（每个个体一个要素），或库中数据集的名称，例如 demo-china-provinces。由其质心确定个体的位置，用于跨空间相关的误差。</translation>
    </message>
    <message>
        <source>Winsorised share</source>
        <translation>缩尾比例</translation>
    </message>
    <message>
        <source>Share at each end whose values are set to the quantile there: 0.01 for 1 percent. Nought leaves the data as they are.</source>
        <translation>两端各有多大比例的数值被替换为相应分位数：0.01 表示 1%。填零则不处理。</translation>
    </message>
    <message>
        <source>Row weights</source>
        <translation>行权重</translation>
    </message>
    <message>
        <source>Column of analytic weights, such as population: a row counts in proportion to it. Their scale has no effect.</source>
        <translation>分析权重所在的列，如人口：每行按其权重计入。权重的尺度不影响结果。</translation>
    </message>
    <message>
        <source>The coefficient under every structure, and what each assumes.</source>
        <translation>各种误差结构下的系数，以及各自的假设。</translation>
    </message>
    <message>
        <source>Structures</source>
        <translation>误差结构</translation>
    </message>
    <message>
        <source>Estimate, error, statistic, degrees of freedom, p-value, interval, assumption and verdict of each structure.</source>
        <translation>每种误差结构的估计值、标准误、统计量、自由度、p 值、区间、假设和判断。</translation>
    </message>
    <message>
        <source>Interval chart</source>
        <translation>区间图</translation>
    </message>
    <message>
        <source>The coefficient with its 95 percent interval under each structure; hollow where that does not hold.</source>
        <translation>各种误差结构下的系数及其 95% 区间；不成立者为空心。</translation>
    </message>
    <message>
        <source>Coefficient</source>
        <translation>系数</translation>
    </message>
    <message>
        <source>Coefficient of the regressor.</source>
        <translation>该解释变量的系数。</translation>
    </message>
    <message>
        <source>Least p-value</source>
        <translation>最小 p 值</translation>
    </message>
    <message>
        <source>Smallest p-value of the structures that hold at this size.</source>
        <translation>在现有样本规模下成立的误差结构中最小的 p 值。</translation>
    </message>
    <message>
        <source>Largest p-value</source>
        <translation>最大 p 值</translation>
    </message>
    <message>
        <source>Largest p-value of the structures that hold at this size.</source>
        <translation>在现有样本规模下成立的误差结构中最大的 p 值。</translation>
    </message>
    <message>
        <source>Fixed-effects regression</source>
        <translation>固定效应回归</translation>
    </message>
    <message>
        <source>Explains a variable by others in a panel, with effects of units and periods taken out. Several columns build up the baseline table of a paper: the main variable alone, with controls, with unit effects, with unit and period effects.</source>
        <translation>在面板中用其他变量解释一个变量，并去除个体和时期效应。多列构成论文的基准回归表：仅核心变量、加入控制变量、加入个体效应、加入个体与时期效应。</translation>
    </message>
    <message>
        <source>Columns whose coefficients the question is about; they stand first in the table.</source>
        <translation>所关注系数对应的列；在表格中排在最前。</translation>
    </message>
    <message>
        <source>Columns of the table</source>
        <translation>表格的列</translation>
    </message>
    <message>
        <source>One column; the four columns pooled, with controls, unit effects, both effects; controls entered one after another; or without and with controls.</source>
        <translation>一列；混合、加控制变量、个体效应、双向效应四列；逐个加入控制变量；或不加与加入控制变量。</translation>
    </message>
    <message>
        <source>Four columns by effects</source>
        <translation>按效应分四列</translation>
    </message>
    <message>
        <source>One column</source>
        <translation>一列</translation>
    </message>
    <message>
        <source>Controls one after another</source>
        <translation>逐个加入控制变量</translation>
    </message>
    <message>
        <source>Without and with controls</source>
        <translation>不加与加入控制变量</translation>
    </message>
    <message>
        <source>Few clusters</source>
        <translation>聚类数少</translation>
    </message>
    <message>
        <source>A second table with inference of the main regressors in the last column that holds with few clusters: wild cluster bootstrap (Webb weights, 999 draws), or CR2 or CR3 (jackknife) errors with Satterthwaite&#x27;s degrees of freedom. Errors are clustered by one grouping.</source>
        <translation>另出一张表，给出最后一列主要解释变量在聚类数少时仍然有效的推断：野聚类自助法（Webb 权重，999 次），或采用 Satterthwaite 自由度的 CR2 或 CR3（刀切法）标准误。标准误须按一种分组聚类。</translation>
    </message>
    <message>
        <source>No</source>
        <translation>否</translation>
    </message>
    <message>
        <source>Wild cluster bootstrap</source>
        <translation>野聚类自助法</translation>
    </message>
    <message>
        <source>CR2 errors</source>
        <translation>CR2 标准误</translation>
    </message>
    <message>
        <source>CR3 errors (jackknife)</source>
        <translation>CR3 标准误（刀切法）</translation>
    </message>
    <message>
        <source>Clustered by unit, period or both ways, robust to heteroskedasticity (HC1), classical, or Driscoll-Kraay (robust to dependence across units and over time). Conley: those of units within a distance, and of one unit over time, may be related. Spatial blocks: a bootstrap that draws blocks of near units with their whole histories.</source>
        <translation>按个体、时期或双向聚类，异方差稳健（HC1），经典，或 Driscoll-Kraay（对个体间与时间上的相关稳健）。Conley：一定距离内的个体以及同一个体在时间上的误差可以相关。空间区块：抽取相近个体组成的区块及其全部历史的自助法。</translation>
    </message>
    <message>
        <source>Robust to heteroskedasticity (HC1)</source>
        <translation>异方差稳健(HC1)</translation>
    </message>
    <message>
        <source>Classical</source>
        <translation>经典(同方差)</translation>
    </message>
    <message>
        <source>Clustered by period</source>
        <translation>按时期聚类</translation>
    </message>
    <message>
        <source>Clustered by unit and by period</source>
        <translation>按单元和时期双向聚类</translation>
    </message>
    <message>
        <source>Conley (near units)</source>
        <translation>Conley(邻近单元)</translation>
    </message>
    <message>
        <source>Bootstrap of spatial blocks</source>
        <translation>空间分块自助法</translation>
    </message>
    <message>
        <source>Column to cluster standard errors by, such as the province of a city. It overrides the choice above.</source>
        <translation>标准误聚类所依据的列，如城市所属省份。优先于上面的选项。</translation>
    </message>
    <message>
        <source>Number of samples of blocks.</source>
        <translation>区块抽样的次数。</translation>
    </message>
    <message>
        <source>Further rows</source>
        <translation>更多行</translation>
    </message>
    <message>
        <source>The constant of the average unit and period, as xtreg, areg and reghdfe print it, or that of the first period, as xtreg with dummies of periods; adjusted R2; and R2 after unit effects alone, where the effects of periods count as regressors (within R2 of xtreg with dummies of periods).</source>
        <translation>平均单元与平均时期的常数项（与 xtreg、areg、reghdfe 的输出相同），或首期的常数项（与带时期虚拟变量的 xtreg 相同）；调整后 R2；以及只去除单元效应后的 R2，此时时期效应算作解释变量（带时期虚拟变量的 xtreg 的组内 R2）。</translation>
    </message>
    <message>
        <source>Constant</source>
        <translation>常数项</translation>
    </message>
    <message>
        <source>Constant of the first period</source>
        <translation>首期常数项</translation>
    </message>
    <message>
        <source>Adjusted R2</source>
        <translation>调整后 R2</translation>
    </message>
    <message>
        <source>R2 within units</source>
        <translation>单元内 R2</translation>
    </message>
    <message>
        <source>Coefficients of the main regressors with 95 percent intervals, one colour a column.</source>
        <translation>主要解释变量的系数及 95% 置信区间，每列一种颜色。</translation>
    </message>
    <message>
        <source>Coefficient of the first regressor in the last column.</source>
        <translation>最后一列中第一个解释变量的系数。</translation>
    </message>
    <message>
        <source>P-value</source>
        <translation>p 值</translation>
    </message>
    <message>
        <source>Its p-value.</source>
        <translation>其 p 值。</translation>
    </message>
    <message>
        <source>Rows that the last column uses.</source>
        <translation>最后一列使用的行数。</translation>
    </message>
    <message>
        <source>Heterogeneity by group</source>
        <translation>分组异质性</translation>
    </message>
    <message>
        <source>Runs a regression in every group, such as east, centre and west or places with bright and dim night lights, and tests whether the coefficient differs: Chow test, seemingly unrelated estimation, and Fisher&#x27;s permutation test.</source>
        <translation>在每个组（如东、中、西部，或夜间灯光明暗不同的地区）分别回归，并检验系数是否不同：Chow 检验、似无相关估计和 Fisher 置换检验。</translation>
    </message>
    <message>
        <source>Column whose coefficient is compared.</source>
        <translation>要比较其系数的列。</translation>
    </message>
    <message>
        <source>Grouping field</source>
        <translation>分组字段</translation>
    </message>
    <message>
        <source>Column that makes the groups: labels, or a number to split at its median.</source>
        <translation>用来分组的列：标签，或按中位数划分的数值。</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>划分方式</translation>
    </message>
    <message>
        <source>Groups as they are; units split at the median or the terciles of their mean over time; or rows split at the median of each period.</source>
        <translation>直接按标签；按单元时间均值的中位数或三分位数划分单元；或按每期中位数划分各行。</translation>
    </message>
    <message>
        <source>Labels as they are</source>
        <translation>直接按标签</translation>
    </message>
    <message>
        <source>Median of units</source>
        <translation>单元中位数</translation>
    </message>
    <message>
        <source>Terciles of units</source>
        <translation>单元三分位数</translation>
    </message>
    <message>
        <source>Median by period</source>
        <translation>每期中位数</translation>
    </message>
    <message>
        <source>Number of random reassignments of units to the groups; nought leaves the permutation test out.</source>
        <translation>单元在各组之间随机重新分配的次数；填零则不做置换检验。</translation>
    </message>
    <message>
        <source>Clustered by unit, period or both ways, robust to heteroskedasticity (HC1), classical, or Driscoll-Kraay (robust to dependence across units and over time).</source>
        <translation>按个体、时期或双向聚类，异方差稳健（HC1），经典，或 Driscoll-Kraay（对跨单元和跨期相关稳健）。</translation>
    </message>
    <message>
        <source>Tests of the difference</source>
        <translation>差异检验</translation>
    </message>
    <message>
        <source>Difference and tests for every pair of groups.</source>
        <translation>每对组的差异和检验。</translation>
    </message>
    <message>
        <source>Group chart</source>
        <translation>分组图</translation>
    </message>
    <message>
        <source>Coefficient in every group, and for two groups the permutation distribution of the difference.</source>
        <translation>各组的系数；两组时附差异的置换分布。</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>Coefficient of the first group minus that of the second.</source>
        <translation>第一组系数减去第二组系数。</translation>
    </message>
    <message>
        <source>Empirical p-value of the difference by permutation.</source>
        <translation>差异的置换经验 p 值。</translation>
    </message>
    <message>
        <source>Instrumental variables</source>
        <translation>工具变量法</translation>
    </message>
    <message>
        <source>Estimates the effect of endogenous regressors with instruments by two-stage least squares, LIML or two-step GMM, with fixed effects, the first stage, and the tests of under-identification, weak instruments, over-identification and endogeneity, and the Anderson-Rubin set, which holds with weak instruments.</source>
        <translation>用工具变量以两阶段最小二乘、LIML 或两步 GMM 估计内生解释变量的效应，含固定效应、第一阶段，以及识别不足、弱工具、过度识别和内生性检验，还有在弱工具下仍然有效的 Anderson-Rubin 置信集。</translation>
    </message>
    <message>
        <source>Columns that move the endogenous regressors but not the outcome.</source>
        <translation>影响内生解释变量而不直接影响被解释变量的列。</translation>
    </message>
    <message>
        <source>Instrument terms</source>
        <translation>工具变量项</translation>
    </message>
    <message>
        <source>Instruments made from columns, joined by commas, such as ruggedness:trend or lag(agg). An instrument that is constant in every unit must be multiplied by something that moves over time, or unit effects be left out.</source>
        <translation>由列生成的工具变量，以逗号连接，如 ruggedness:trend 或 lag(agg)。在每个单元内不变的工具变量须与随时间变化的量相乘，或不设个体效应。</translation>
    </message>
    <message>
        <source>Two-stage least squares, limited-information maximum likelihood, or efficient two-step GMM.</source>
        <translation>两阶段最小二乘、有限信息极大似然，或有效的两步 GMM。</translation>
    </message>
    <message>
        <source>Two-stage least squares (2SLS)</source>
        <translation>两阶段最小二乘(2SLS)</translation>
    </message>
    <message>
        <source>Limited-information ML (LIML)</source>
        <translation>有限信息极大似然(LIML)</translation>
    </message>
    <message>
        <source>Clustered by unit, period or both ways, robust to heteroskedasticity (HC1), classical, or Driscoll-Kraay (robust to dependence across units and over time). Conley: those of units within a distance, and of one unit over time, may be related.</source>
        <translation>按个体、时期或双向聚类，异方差稳健（HC1），经典，或 Driscoll-Kraay（对个体间与时间上的相关稳健）。Conley：一定距离内的个体以及同一个体在时间上的误差可以相关。</translation>
    </message>
    <message>
        <source>Statistic, degrees of freedom and p-value of each test of the instruments.</source>
        <translation>每项工具变量检验的统计量、自由度和 p 值。</translation>
    </message>
    <message>
        <source>Comparison chart</source>
        <translation>对比图</translation>
    </message>
    <message>
        <source>Coefficient of the first endogenous regressor with and without instruments.</source>
        <translation>使用与不使用工具变量时第一个内生解释变量的系数。</translation>
    </message>
    <message>
        <source>Coefficient of the first endogenous regressor.</source>
        <translation>第一个内生解释变量的系数。</translation>
    </message>
    <message>
        <source>Weak-instrument F</source>
        <translation>弱工具变量 F 值</translation>
    </message>
    <message>
        <source>Kleibergen-Paap F, or Cragg-Donald F with classical errors.</source>
        <translation>Kleibergen-Paap F；经典误差下为 Cragg-Donald F。</translation>
    </message>
    <message>
        <source>P-value with weak instruments</source>
        <translation>弱工具下的 p 值</translation>
    </message>
    <message>
        <source>Anderson-Rubin p of no effect of any endogenous regressor; it holds however weak the instruments are.</source>
        <translation>内生解释变量均无效应的 Anderson-Rubin p 值；无论工具多弱都有效。</translation>
    </message>
    <message>
        <source>Leave one out</source>
        <translation>逐一剔除</translation>
    </message>
    <message>
        <source>Repeats a panel regression without each unit, each period or each group, and shows how far the coefficient of the main regressor moves: whether a result rests on one province, year or region.</source>
        <translation>逐一剔除每个单元、每个时期或每个组后重做面板回归，显示主要解释变量的系数变动多少：结果是否只依赖于某一个省份、年份或地区。</translation>
    </message>
    <message>
        <source>Column whose coefficient is followed.</source>
        <translation>要跟踪其系数的列。</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>剔除</translation>
    </message>
    <message>
        <source>One unit after another, one period after another, or one group of a column after another.</source>
        <translation>逐个单元、逐个时期，或逐个剔除某列的组。</translation>
    </message>
    <message>
        <source>Groups of a column</source>
        <translation>某列的组</translation>
    </message>
    <message>
        <source>Column whose groups are left out one after another, such as region.</source>
        <translation>其各组被逐一剔除的列，例如地区。</translation>
    </message>
    <message>
        <source>Leave-one-out chart</source>
        <translation>逐一剔除图</translation>
    </message>
    <message>
        <source>Coefficients in order with 95 percent intervals, and the band of the regression with all.</source>
        <translation>按大小排列的系数及其 95% 区间，以及全样本回归的区间带。</translation>
    </message>
    <message>
        <source>Lowest coefficient</source>
        <translation>最小系数</translation>
    </message>
    <message>
        <source>Smallest coefficient with one left out.</source>
        <translation>剔除其一后的最小系数。</translation>
    </message>
    <message>
        <source>Highest coefficient</source>
        <translation>最大系数</translation>
    </message>
    <message>
        <source>Largest coefficient with one left out.</source>
        <translation>剔除其一后的最大系数。</translation>
    </message>
    <message>
        <source>Most influential</source>
        <translation>影响最大者</translation>
    </message>
    <message>
        <source>What changes the coefficient most when it is left out.</source>
        <translation>剔除后使系数变动最大者。</translation>
    </message>
    <message>
        <source>Mediation in three steps</source>
        <translation>三步法中介效应</translation>
    </message>
    <message>
        <source>Asks whether a regressor works through mediators: regresses the outcome on the regressor, each mediator on the regressor, and the outcome on both, with fixed effects. Gives direct and indirect effects with Sobel&#x27;s test and a bootstrap over units.</source>
        <translation>检验解释变量是否通过中介变量起作用：被解释变量对解释变量、各中介变量对解释变量、被解释变量对二者分别回归，含固定效应。给出直接和间接效应以及 Sobel 检验和按单元的自助法。</translation>
    </message>
    <message>
        <source>Column whose effect may be mediated.</source>
        <translation>其效应可能被中介的列。</translation>
    </message>
    <message>
        <source>Mediators</source>
        <translation>中介变量</translation>
    </message>
    <message>
        <source>Columns through which the effect may run; each is examined by itself.</source>
        <translation>效应可能经由的列；逐一检验。</translation>
    </message>
    <message>
        <source>Number of bootstrap samples of whole units.</source>
        <translation>整单元自助抽样的次数。</translation>
    </message>
    <message>
        <source>Table of the steps</source>
        <translation>三步回归表</translation>
    </message>
    <message>
        <source>Effects as plain table</source>
        <translation>效应数据表</translation>
    </message>
    <message>
        <source>Direct, indirect and total effects with Sobel&#x27;s test and bootstrap intervals; tests of the mediators, each and jointly.</source>
        <translation>直接、间接与总效应，含 Sobel 检验与自助法区间；中介变量的单独与联合检验。</translation>
    </message>
    <message>
        <source>Effects with intervals</source>
        <translation>效应与置信区间</translation>
    </message>
    <message>
        <source>Direct and indirect effects of each mediator with 95 percent intervals.</source>
        <translation>每个中介变量的直接和间接效应及 95% 置信区间。</translation>
    </message>
    <message>
        <source>Indirect effect through the first mediator.</source>
        <translation>经由第一个中介变量的间接效应。</translation>
    </message>
    <message>
        <source>Share mediated</source>
        <translation>中介占比</translation>
    </message>
    <message>
        <source>Indirect effect through the first mediator as a share of the total effect.</source>
        <translation>经由第一个中介变量的间接效应占总效应的比例。</translation>
    </message>
    <message>
        <source>P-value of Sobel&#x27;s test</source>
        <translation>Sobel 检验 p 值</translation>
    </message>
    <message>
        <source>Two-sided p-value of the indirect effect through the first mediator.</source>
        <translation>经由第一个中介变量的间接效应的双侧 p 值。</translation>
    </message>
    <message>
        <source>Causal paths through ordered mediators</source>
        <translation>有序中介的因果路径</translation>
    </message>
    <message>
        <source>Splits the effect of a 0/1 treatment on the treated into a direct path and one path for each of several ordered mediators, by imputation after Zhou and Yamamoto 2023. Unit and period effects are estimated on untreated rows only.</source>
        <translation>按 Zhou 和 Yamamoto（2023）的插补方法，把 0/1 处理对处理组的效应分解为直接路径以及经由各有序中介变量的路径。个体和时期效应只用未处理的行估计。</translation>
    </message>
    <message>
        <source>Treatment</source>
        <translation>处理变量</translation>
    </message>
    <message>
        <source>Column that is 1 where and when the treatment is in force and 0 elsewhere.</source>
        <translation>处理生效的地点和时期为 1、其他为 0 的列。</translation>
    </message>
    <message>
        <source>Mediators in causal order</source>
        <translation>按因果顺序的中介变量</translation>
    </message>
    <message>
        <source>Columns of the mediators, the one nearest to the treatment first.</source>
        <translation>中介变量的列，离处理最近的排在最前。</translation>
    </message>
    <message>
        <source>Effects taken out</source>
        <translation>去除的效应</translation>
    </message>
    <message>
        <source>Unit and period effects estimated on untreated rows, or none for cross-sections and experiments.</source>
        <translation>用未处理的行估计的个体和时期效应；截面数据和实验则选“无”。</translation>
    </message>
    <message>
        <source>Imputation by</source>
        <translation>插补方法</translation>
    </message>
    <message>
        <source>Boosted trees, a forest of randomised trees, or linear regression.</source>
        <translation>提升树、随机化树的森林，或线性回归。</translation>
    </message>
    <message>
        <source>Boosted trees</source>
        <translation>提升树</translation>
    </message>
    <message>
        <source>Forest of trees</source>
        <translation>随机森林</translation>
    </message>
    <message>
        <source>Linear regression</source>
        <translation>线性回归</translation>
    </message>
    <message>
        <source>Table of the paths</source>
        <translation>路径表</translation>
    </message>
    <message>
        <source>Paths as plain table</source>
        <translation>路径数据表</translation>
    </message>
    <message>
        <source>Shares of the paths</source>
        <translation>路径占比</translation>
    </message>
    <message>
        <source>Effect of each path with its interval and its share of the total effect.</source>
        <translation>每条路径的效应、置信区间及其占总效应的比例。</translation>
    </message>
    <message>
        <source>Effect of the treatment on the treated.</source>
        <translation>处理对处理组的效应。</translation>
    </message>
    <message>
        <source>Direct share</source>
        <translation>直接效应占比</translation>
    </message>
    <message>
        <source>Share of the total effect that runs through none of the mediators.</source>
        <translation>总效应中不经由任何中介变量的比例。</translation>
    </message>
    <message>
        <source>Moderation</source>
        <translation>调节效应</translation>
    </message>
    <message>
        <source>Lets the effect of a regressor depend on a moderator by their product, and draws the effect over the values of the moderator with its 95 percent band. Several moderators give one column each.</source>
        <translation>用乘积项让解释变量的效应取决于调节变量，并绘制效应随调节变量取值的变化及 95% 置信带。多个调节变量各占一列。</translation>
    </message>
    <message>
        <source>Column whose effect is moderated, such as a policy.</source>
        <translation>其效应受到调节的列，如某项政策。</translation>
    </message>
    <message>
        <source>Moderators</source>
        <translation>调节变量</translation>
    </message>
    <message>
        <source>Columns on which the effect may depend; each gets a column of its own.</source>
        <translation>效应可能取决于的列；各占一列。</translation>
    </message>
    <message>
        <source>Centre before multiplying</source>
        <translation>相乘前中心化</translation>
    </message>
    <message>
        <source>Subtracts the means first, so that the main coefficients hold at the mean.</source>
        <translation>先减去均值，使主效应系数对应均值处。</translation>
    </message>
    <message>
        <source>Marginal effect plot</source>
        <translation>边际效应图</translation>
    </message>
    <message>
        <source>Effect of the regressor over the moderator, with its band and the histogram of the moderator.</source>
        <translation>解释变量的效应随调节变量的变化、置信带以及调节变量的直方图。</translation>
    </message>
    <message>
        <source>Interaction</source>
        <translation>交互项</translation>
    </message>
    <message>
        <source>Coefficient of the product in the first column.</source>
        <translation>第一列中乘积项的系数。</translation>
    </message>
    <message>
        <source>Panel quantile regression</source>
        <translation>面板分位数回归</translation>
    </message>
    <message>
        <source>Estimates coefficients at quantiles of the outcome with fixed effects, by the method of moments of Machado and Santos Silva, the two steps of Canay or dummies, or pooled, with bootstrap errors, pseudo-R2 and the F test of equal slopes, and draws them over the quantiles.</source>
        <translation>估计固定效应下被解释变量各分位点的系数：Machado 与 Santos Silva 的矩方法、Canay 两步法、虚拟变量法，或混合分位数回归；给出自助法标准误、伪 R2 和斜率相等的 F 检验，并沿分位点作图。</translation>
    </message>
    <message>
        <source>Quantiles</source>
        <translation>分位数</translation>
    </message>
    <message>
        <source>Quantiles between 0 and 1, joined by commas.</source>
        <translation>0 与 1 之间的分位数，用逗号分隔。</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>方法</translation>
    </message>
    <message>
        <source>Method of moments, where effects may shift location and spread; Canay&#x27;s two steps, where they shift location only; ordinary quantile regression with the effects as dummies (biased where periods are few); or pooled, without effects.</source>
        <translation>矩方法，效应可改变位置与离散程度；Canay 两步法，效应只改变位置；以虚拟变量表示效应的普通分位数回归（时期少时有偏）；或混合回归，不含效应。</translation>
    </message>
    <message>
        <source>Moments (MM-QR)</source>
        <translation>矩方法（MM-QR）</translation>
    </message>
    <message>
        <source>Two steps (Canay)</source>
        <translation>两步法（Canay）</translation>
    </message>
    <message>
        <source>Dummies of the effects</source>
        <translation>效应的虚拟变量</translation>
    </message>
    <message>
        <source>Pooled</source>
        <translation>混合</translation>
    </message>
    <message>
        <source>Number of bootstrap samples.</source>
        <translation>自助样本数。</translation>
    </message>
    <message>
        <source>Bootstrap of</source>
        <translation>自助抽样单位</translation>
    </message>
    <message>
        <source>Whole units, whose rows may be related, or single rows, as sqreg of Stata draws them; errors of rows are too small where rows of a unit are alike.</source>
        <translation>抽取整个单元（其各行可以相关），或像 Stata 的 sqreg 那样抽取单行；同一单元各行相似时，按行抽样的标准误偏小。</translation>
    </message>
    <message>
        <source>Whole units</source>
        <translation>整个单元</translation>
    </message>
    <message>
        <source>Tests of equal slopes</source>
        <translation>斜率相等检验</translation>
    </message>
    <message>
        <source>F test that the slope of each term is the same at all quantiles, from the bootstrap.</source>
        <translation>由自助法得到的 F 检验：每一项的斜率在所有分位点相同。</translation>
    </message>
    <message>
        <source>Quantile plot</source>
        <translation>分位数图</translation>
    </message>
    <message>
        <source>Coefficients over the quantiles with their band, beside the coefficient of the mean regression.</source>
        <translation>各分位数的系数及置信带，并与均值回归的系数对照。</translation>
    </message>
    <message>
        <source>At the first quantile</source>
        <translation>首个分位数</translation>
    </message>
    <message>
        <source>Coefficient of the first regressor at the first quantile.</source>
        <translation>第一个解释变量在首个分位数上的系数。</translation>
    </message>
    <message>
        <source>At the last quantile</source>
        <translation>末个分位数</translation>
    </message>
    <message>
        <source>Coefficient of the first regressor at the last quantile.</source>
        <translation>第一个解释变量在末个分位数上的系数。</translation>
    </message>
    <message>
        <source>Panel threshold regression</source>
        <translation>面板门槛回归</translation>
    </message>
    <message>
        <source>Finds values of a threshold variable at which the effect of a regressor changes (Hansen 1999). One, two and three thresholds are tested by bootstrap, and the likelihood ratio gives each an interval. The panel must be balanced.</source>
        <translation>寻找解释变量效应发生变化的门槛变量取值（Hansen，1999）。用自助法检验一、二、三个门槛，并由似然比给出各门槛的置信区间。面板必须平衡。</translation>
    </message>
    <message>
        <source>Regime-dependent regressors</source>
        <translation>受门槛影响的解释变量</translation>
    </message>
    <message>
        <source>Threshold variable</source>
        <translation>门槛变量</translation>
    </message>
    <message>
        <source>Column that decides the regime. The first regime-dependent regressor is used where it is left empty.</source>
        <translation>决定区制的列。留空则用第一个受门槛影响的解释变量。</translation>
    </message>
    <message>
        <source>Number of thresholds</source>
        <translation>门槛个数</translation>
    </message>
    <message>
        <source>How many thresholds the final model has; automatic takes as many as are significant at 5 percent, at least one.</source>
        <translation>最终模型的门槛个数；“自动”取 5% 水平下显著的个数，至少一个。</translation>
    </message>
    <message>
        <source>One</source>
        <translation>一个</translation>
    </message>
    <message>
        <source>Two</source>
        <translation>两个</translation>
    </message>
    <message>
        <source>Three</source>
        <translation>三个</translation>
    </message>
    <message>
        <source>Thresholds tested</source>
        <translation>检验的门槛数</translation>
    </message>
    <message>
        <source>How many thresholds are tested one after another: one against none, two against one, three against two.</source>
        <translation>依次检验多少个门槛：一个对零个、两个对一个、三个对两个。</translation>
    </message>
    <message>
        <source>Single</source>
        <translation>单门槛</translation>
    </message>
    <message>
        <source>Single and double</source>
        <translation>单门槛与双门槛</translation>
    </message>
    <message>
        <source>Single, double and triple</source>
        <translation>单、双、三门槛</translation>
    </message>
    <message>
        <source>Number of bootstrap draws for each test; nought leaves the tests out.</source>
        <translation>每项检验的自助抽样次数；填零则不做检验。</translation>
    </message>
    <message>
        <source>Trimmed share</source>
        <translation>截尾比例</translation>
    </message>
    <message>
        <source>Share of the values at each end that cannot be thresholds, and least share of a regime.</source>
        <translation>两端不能作为门槛的取值比例，也是一个区制的最小比例。</translation>
    </message>
    <message>
        <source>Grid points</source>
        <translation>网格点数</translation>
    </message>
    <message>
        <source>Most candidate thresholds that are searched; more distinct values are thinned to quantiles.</source>
        <translation>搜索的候选门槛上限；不同取值更多时按分位数稀疏。</translation>
    </message>
    <message>
        <source>Variant</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>The textbook within transformation, or the one of Hansen&#x27;s GAUSS program, which leaves out the last demeaned period.</source>
        <translation>教科书的组内变换，或 Hansen 的 GAUSS 程序所用、舍去最后一期去均值数据的版本。</translation>
    </message>
    <message>
        <source>Textbook</source>
        <translation>教科书公式</translation>
    </message>
    <message>
        <source>Hansen&#x27;s GAUSS program</source>
        <translation>Hansen 的 GAUSS 程序</translation>
    </message>
    <message>
        <source>Threshold tests</source>
        <translation>门槛检验</translation>
    </message>
    <message>
        <source>Residual sum of squares, mean square, F, bootstrap p-value and critical values for one, two and three thresholds, with the thresholds of each model and their intervals.</source>
        <translation>一、二、三个门槛的残差平方和、均方、F、自助法 p 值与临界值，以及各模型的门槛值及其区间。</translation>
    </message>
    <message>
        <source>Likelihood-ratio plot</source>
        <translation>似然比图</translation>
    </message>
    <message>
        <source>Likelihood ratio over the candidate thresholds with the critical value and the interval.</source>
        <translation>候选门槛上的似然比、临界值和置信区间。</translation>
    </message>
    <message>
        <source>First threshold</source>
        <translation>第一个门槛</translation>
    </message>
    <message>
        <source>Estimate of the first threshold.</source>
        <translation>第一个门槛的估计值。</translation>
    </message>
    <message>
        <source>Lower limit</source>
        <translation>下限</translation>
    </message>
    <message>
        <source>Lower limit of its 95 percent interval.</source>
        <translation>95% 置信区间的下限。</translation>
    </message>
    <message>
        <source>Upper limit</source>
        <translation>上限</translation>
    </message>
    <message>
        <source>Upper limit of its 95 percent interval.</source>
        <translation>95% 置信区间的上限。</translation>
    </message>
    <message>
        <source>F of one threshold</source>
        <translation>单一门槛 F 值</translation>
    </message>
    <message>
        <source>F statistic of one threshold against none.</source>
        <translation>单一门槛对无门槛的 F 统计量。</translation>
    </message>
    <message>
        <source>P-value of one threshold</source>
        <translation>单一门槛 p 值</translation>
    </message>
    <message>
        <source>Bootstrap p-value of one threshold against none.</source>
        <translation>单一门槛对无门槛的自助 p 值。</translation>
    </message>
    <message>
        <source>Quadratic effect and turning point</source>
        <translation>二次效应与拐点</translation>
    </message>
    <message>
        <source>Adds the square of a regressor, finds where its effect turns, with intervals by Fieller and by the delta method, and tests for a U shape within the data (Lind and Mehlum 2010).</source>
        <translation>加入解释变量的平方项，找出效应转折之处，给出 Fieller 法和 Delta 法的置信区间，并检验数据范围内是否呈 U 形（Lind 和 Mehlum，2010）。</translation>
    </message>
    <message>
        <source>Column whose effect may turn.</source>
        <translation>其效应可能转折的列。</translation>
    </message>
    <message>
        <source>Turning point plot</source>
        <translation>拐点图</translation>
    </message>
    <message>
        <source>Fitted effect with its band, the turning point and its interval; ticks show the data.</source>
        <translation>拟合的效应及置信带、拐点及其区间；刻度线表示数据。</translation>
    </message>
    <message>
        <source>Turning point</source>
        <translation>拐点</translation>
    </message>
    <message>
        <source>Value of the regressor at which the effect turns.</source>
        <translation>效应转折处解释变量的取值。</translation>
    </message>
    <message>
        <source>Lower limit of Fieller&#x27;s 95 percent interval.</source>
        <translation>Fieller 95% 置信区间的下限。</translation>
    </message>
    <message>
        <source>Upper limit of Fieller&#x27;s 95 percent interval.</source>
        <translation>Fieller 95% 置信区间的上限。</translation>
    </message>
    <message>
        <source>P-value of the U shape</source>
        <translation>U 形检验 p 值</translation>
    </message>
    <message>
        <source>Lind and Mehlum&#x27;s test that the effect has both signs within the data.</source>
        <translation>Lind 和 Mehlum 检验：数据范围内效应是否兼有正负两种符号。</translation>
    </message>
    <message>
        <source>Which units carry a coefficient</source>
        <translation>哪些个体支撑一个系数</translation>
    </message>
    <message>
        <source>Shows how much of the evidence on a coefficient each unit and period holds: the squares of what controls and effects leave of the regressor. Of a 0/1 policy also the weights of treated cells in the two-way regression, some of which may be negative (de Chaisemartin and D&#x27;Haultfoeuille 2020).</source>
        <translation>给出每个个体和时期在一个系数的证据中所占的份额：控制变量与固定效应之外解释变量剩余部分的平方。对 0/1 政策，还给出双向固定效应回归中各受处理单元格的权重，其中有些可能为负（de Chaisemartin 与 D&#x27;Haultfoeuille 2020）。</translation>
    </message>
    <message>
        <source>The units and the periods by their shares, with the weights of treated cells.</source>
        <translation>按份额排列的个体和时期，以及受处理单元格的权重。</translation>
    </message>
    <message>
        <source>Share of the evidence, influence on the coefficient and weight of treated cells of each unit.</source>
        <translation>每个个体在证据中的份额、对系数的影响和受处理单元格的权重。</translation>
    </message>
    <message>
        <source>The same of each period.</source>
        <translation>每个时期的同样内容。</translation>
    </message>
    <message>
        <source>Cells</source>
        <translation>单元格</translation>
    </message>
    <message>
        <source>Residual of the regressor, share and weight of each unit and period.</source>
        <translation>每个个体和时期的解释变量残差、份额和权重。</translation>
    </message>
    <message>
        <source>Chart of shares</source>
        <translation>份额图</translation>
    </message>
    <message>
        <source>The units that carry most of the coefficient.</source>
        <translation>支撑该系数最多的个体。</translation>
    </message>
    <message>
        <source>Map of shares</source>
        <translation>份额地图</translation>
    </message>
    <message>
        <source>Share of each unit on the map. It needs boundaries.</source>
        <translation>地图上每个个体的份额。需要边界。</translation>
    </message>
    <message>
        <source>Effective units</source>
        <translation>有效个体数</translation>
    </message>
    <message>
        <source>One over the sum of the squared shares of units.</source>
        <translation>个体份额平方和的倒数。</translation>
    </message>
    <message>
        <source>Negative weights</source>
        <translation>负权重</translation>
    </message>
    <message>
        <source>Treated cells with a negative weight, of a 0/1 regressor.</source>
        <translation>0/1 解释变量中权重为负的受处理单元格数。</translation>
    </message>
    <message>
        <source>Sum of negative weights</source>
        <translation>负权重之和</translation>
    </message>
    <message>
        <source>Sum of these weights; all weights sum to one.</source>
        <translation>这些权重之和；全部权重之和为一。</translation>
    </message>
    <message>
        <source>Robustness checks</source>
        <translation>稳健性检验</translation>
    </message>
    <message>
        <source>Repeats the baseline regression under many variations and sets them side by side: other samples, winsorised data, lagged regressors, other outcomes, group trends, other estimators and errors.</source>
        <translation>在多种变化下重复基准回归并将结果并列：更换样本、缩尾数据、解释变量滞后、更换被解释变量、分组趋势、更换估计方法和标准误。</translation>
    </message>
    <message>
        <source>Column whose coefficient is followed through all columns.</source>
        <translation>在各列中跟踪其系数的列。</translation>
    </message>
    <message>
        <source>Other samples</source>
        <translation>更换样本</translation>
    </message>
    <message>
        <source>Names and conditions, joined by a vertical bar: Without municipalities: unit not in 110000, 310000 | Before 2020: period &lt; 2020.</source>
        <translation>用竖线分隔的名称与条件：Without municipalities: unit not in 110000, 310000 | Before 2020: period &lt; 2020。</translation>
    </message>
    <message>
        <source>Lags of the regressor</source>
        <translation>解释变量滞后期</translation>
    </message>
    <message>
        <source>Numbers of periods by which the regressor is lagged, one column each, such as 1, 2, 3.</source>
        <translation>解释变量滞后的期数，每个占一列，如 1, 2, 3。</translation>
    </message>
    <message>
        <source>Share at each end whose values are set to the quantile there, for the winsorised column; for the trimmed column the rows with such values are left out.</source>
        <translation>缩尾列中两端被设为相应分位数的比例；截尾列则剔除含此类值的行。</translation>
    </message>
    <message>
        <source>Checks</source>
        <translation>检验项目</translation>
    </message>
    <message>
        <source>Winsorised data, rows with extreme values left out, lagged regressor, outcome one period ahead, linear trend of every unit, maximum-likelihood GLS, Driscoll-Kraay errors, median regression with fixed effects or pooled, difference and system GMM with the regressor endogenous, and 2SLS with the instruments.</source>
        <translation>缩尾数据、剔除极端值的行、滞后解释变量、提前一期的被解释变量、各单元线性趋势、极大似然 GLS、Driscoll-Kraay 标准误、固定效应或混合的中位数回归、解释变量内生的差分与系统 GMM，以及带工具变量的两阶段最小二乘。</translation>
    </message>
    <message>
        <source>Winsorised data</source>
        <translation>缩尾数据</translation>
    </message>
    <message>
        <source>Extreme rows left out</source>
        <translation>剔除极端值</translation>
    </message>
    <message>
        <source>Lagged regressor</source>
        <translation>解释变量滞后</translation>
    </message>
    <message>
        <source>Outcome one period ahead</source>
        <translation>被解释变量前推一期</translation>
    </message>
    <message>
        <source>Trend of every unit</source>
        <translation>单元特定趋势</translation>
    </message>
    <message>
        <source>Maximum-likelihood GLS</source>
        <translation>极大似然 GLS</translation>
    </message>
    <message>
        <source>Driscoll-Kraay errors</source>
        <translation>Driscoll-Kraay 标准误</translation>
    </message>
    <message>
        <source>Median regression, fixed effects</source>
        <translation>固定效应中位数回归</translation>
    </message>
    <message>
        <source>Median regression, pooled</source>
        <translation>混合中位数回归</translation>
    </message>
    <message>
        <source>Columns or terms that move the regressor, joined by commas, for the 2SLS column; what is constant in a unit is multiplied by something that moves, such as ruggedness:trend.</source>
        <translation>2SLS 列所用的、影响解释变量的列或项，以逗号分隔；在单元内不变的须乘以随时间变动的项，例如 ruggedness:trend。</translation>
    </message>
    <message>
        <source>Regressor in GMM</source>
        <translation>GMM 中的解释变量</translation>
    </message>
    <message>
        <source>Whether shocks to the outcome may move the regressor, which then has its levels two and more periods back as instruments, or not.</source>
        <translation>被解释变量的冲击是否可能影响解释变量；若可能，则以其滞后两期及以上的水平值为工具变量。</translation>
    </message>
    <message>
        <source>Endogenous</source>
        <translation>内生</translation>
    </message>
    <message>
        <source>Exogenous</source>
        <translation>外生</translation>
    </message>
    <message>
        <source>Other outcomes</source>
        <translation>其他被解释变量</translation>
    </message>
    <message>
        <source>Columns that replace the outcome, one column each.</source>
        <translation>替换被解释变量的列，每个占一列。</translation>
    </message>
    <message>
        <source>Further controls</source>
        <translation>追加控制变量</translation>
    </message>
    <message>
        <source>Columns or terms that are added, one column each, joined by commas.</source>
        <translation>要加入的列或项，每个占一列，用逗号分隔。</translation>
    </message>
    <message>
        <source>Robustness chart</source>
        <translation>稳健性图</translation>
    </message>
    <message>
        <source>Coefficient of the regressor in every column; the band is the interval of the baseline.</source>
        <translation>各列中解释变量的系数；色带为基准回归的置信区间。</translation>
    </message>
    <message>
        <source>Number of columns.</source>
        <translation>列数。</translation>
    </message>
    <message>
        <source>Agreeing columns</source>
        <translation>一致的列数</translation>
    </message>
    <message>
        <source>Columns with the sign of the baseline and p below 0.05.</source>
        <translation>与基准回归符号相同且 p 值小于 0.05 的列数。</translation>
    </message>
    <message>
        <source>Measures how good the p-values and intervals of an estimator are on this very panel: its units, periods, gaps, clusters and adoption of the policy. Outcomes are drawn from the fit with errors like its own, without the effect and with it; the fit is repeated on each. Where a test at 5 percent rejects a true null in fewer than 3 or more than 8 percent, that is said, with the simulated p and what else holds.</source>
        <translation>衡量某估计量的 p 值与置信区间在本面板（其个体、时期、缺失、聚类与政策实施时点）上有多可靠。按估计结果抽取被解释变量，误差与其自身相似，分无效应与有效应两种，并逐一重复估计。若 5% 水平的检验拒绝真原假设的比例低于 3% 或高于 8%，则予以提示，并给出模拟 p 值与其他有效的方法。</translation>
    </message>
    <message>
        <source>Outcome and regressors, as in: y ~ x + controls. The first regressor, or policy, is what the tests are about.</source>
        <translation>被解释变量与解释变量，如：y ~ x + controls。检验针对第一个解释变量（或政策）。</translation>
    </message>
    <message>
        <source>Estimators whose tests are tried, each with outcomes drawn from its own fit. Those of policies take the first regressor as the policy.</source>
        <translation>要考察其检验的估计量，各自按自己的估计结果抽取被解释变量。政策估计量以第一个解释变量为政策变量。</translation>
    </message>
    <message>
        <source>Two-way difference-in-differences</source>
        <translation>双向固定效应双重差分</translation>
    </message>
    <message>
        <source>Event study</source>
        <translation>事件研究</translation>
    </message>
    <message>
        <source>Callaway-Sant&#x27;Anna</source>
        <translation>Callaway-Sant&#x27;Anna 估计</translation>
    </message>
    <message>
        <source>Sun-Abraham</source>
        <translation>Sun-Abraham 估计</translation>
    </message>
    <message>
        <source>Imputation</source>
        <translation>插补法</translation>
    </message>
    <message>
        <source>Stacked</source>
        <translation>堆叠回归</translation>
    </message>
    <message>
        <source>Switching</source>
        <translation>状态切换</translation>
    </message>
    <message>
        <source>Variable without effect</source>
        <translation>无效应的变量</translation>
    </message>
    <message>
        <source>Variable whose effect is nought in the drawn outcomes; the first regressor where it is left empty.</source>
        <translation>在抽取的被解释变量中效应为零的变量；留空则为第一个解释变量。</translation>
    </message>
    <message>
        <source>For 2SLS and GMM: regressors that are related to the error. They are drawn anew with the outcome by 2SLS.</source>
        <translation>用于 2SLS 与 GMM：与误差相关的解释变量。2SLS 中与被解释变量一同重新抽取。</translation>
    </message>
    <message>
        <source>Excluded instruments of 2SLS.</source>
        <translation>2SLS 的外生工具变量。</translation>
    </message>
    <message>
        <source>Weights of the spatial models, row-standardised.</source>
        <translation>空间模型的权重，行标准化。</translation>
    </message>
    <message>
        <source>Number of repetitions of each fit, without the effect and again with it.</source>
        <translation>每个估计的重复次数，无效应一遍，有效应再一遍。</translation>
    </message>
    <message>
        <source>Size and coverage of every estimator, with what they were drawn from.</source>
        <translation>各估计量的检验水平与覆盖率，以及抽取的依据。</translation>
    </message>
    <message>
        <source>Sizes</source>
        <translation>检验水平</translation>
    </message>
    <message>
        <source>One row for each test, with the shares rejected at 1, 5 and 10 percent.</source>
        <translation>每个检验一行，含 1%、5%、10% 水平下的拒绝比例。</translation>
    </message>
    <message>
        <source>Coverage</source>
        <translation>覆盖率</translation>
    </message>
    <message>
        <source>One row for each coefficient, with the share of intervals that hold.</source>
        <translation>每个系数一行，含包含真值的置信区间比例。</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>检验水平</translation>
    </message>
    <message>
        <source>Size at 5 percent of the first test that is farthest from 5 percent.</source>
        <translation>各估计量首个检验中，5% 水平下离 5% 最远的实际水平。</translation>
    </message>
    <message>
        <source>Estimates the effect of a staggered policy for every cohort and period by comparison with units never or not yet treated, and averages them over all cells, by event time, by cohort and by period. Robust to effects that differ between cohorts and over time.</source>
        <translation>与从未处理或尚未处理的单元比较，估计交错处理的政策对每个队列、每个时期的效应，并按全部单元格、事件时间、队列和时期加总。对队列之间和随时间变化的异质效应稳健。</translation>
    </message>
    <message>
        <source>Policy</source>
        <translation>政策</translation>
    </message>
    <message>
        <source>Column that is 1 from the policy on and 0 before, or that holds the first treated period (0 or empty for units never treated).</source>
        <translation>自政策起为 1、之前为 0 的列，或记录首个处理期的列（从未处理的单元为 0 或空）。</translation>
    </message>
    <message>
        <source>Comparison units</source>
        <translation>对照单元</translation>
    </message>
    <message>
        <source>Units that are never treated, or also those that are not yet treated.</source>
        <translation>从未处理的单元，或还包括尚未处理的单元。</translation>
    </message>
    <message>
        <source>Never treated</source>
        <translation>从未处理</translation>
    </message>
    <message>
        <source>Not yet treated</source>
        <translation>尚未处理</translation>
    </message>
    <message>
        <source>Doubly robust, outcome regression, or weighting by the propensity score. They are the same without controls.</source>
        <translation>双重稳健、结果回归或倾向得分加权。没有控制变量时三者相同。</translation>
    </message>
    <message>
        <source>Doubly robust</source>
        <translation>双重稳健</translation>
    </message>
    <message>
        <source>Outcome regression</source>
        <translation>结果回归</translation>
    </message>
    <message>
        <source>Weighting</source>
        <translation>倾向得分加权</translation>
    </message>
    <message>
        <source>Base period</source>
        <translation>基期</translation>
    </message>
    <message>
        <source>Periods before the policy are compared with the one before them (varying), or all with the last one before the policy (universal).</source>
        <translation>政策前各期与其前一期比较（可变基期），或全部与政策前最后一期比较（统一基期）。</translation>
    </message>
    <message>
        <source>Varying</source>
        <translation>逐期变化</translation>
    </message>
    <message>
        <source>Universal</source>
        <translation>统一基期</translation>
    </message>
    <message>
        <source>Anticipation</source>
        <translation>预期期数</translation>
    </message>
    <message>
        <source>Periods by which units may react before the policy starts.</source>
        <translation>单元可能在政策开始前多少期就作出反应。</translation>
    </message>
    <message>
        <source>Cluster errors by</source>
        <translation>标准误聚类</translation>
    </message>
    <message>
        <source>Column above the unit, such as a region, constant within units. Empty: by unit.</source>
        <translation>个体之上的列，如地区，在个体内不变。留空：按个体聚类。</translation>
    </message>
    <message>
        <source>Balanced event window</source>
        <translation>平衡事件窗口</translation>
    </message>
    <message>
        <source>Periods after the policy for which every cohort in the averages by event time is seen, so that they are of the same cohorts at every event time; those seen for less are left out of these averages. Empty: all.</source>
        <translation>事件时间平均中每个队列在政策后至少可观测的期数，使各事件时间由相同的队列构成；观测期数不足的队列不计入这些平均。留空：全部队列。</translation>
    </message>
    <message>
        <source>Units with missing values</source>
        <translation>有缺失值的个体</translation>
    </message>
    <message>
        <source>Units that lack some values are left out, or used in the effects for whose two periods they have them.</source>
        <translation>缺少部分数值的个体予以剔除，或在其两期数值齐全的效应中使用。</translation>
    </message>
    <message>
        <source>Used where both periods are there</source>
        <translation>两期齐全即使用</translation>
    </message>
    <message>
        <source>Number of multiplier bootstrap draws for uniform bands; nought gives analytic errors.</source>
        <translation>用于一致置信带的乘数自助抽样次数；填零则给出解析标准误。</translation>
    </message>
    <message>
        <source>Tables of the paper</source>
        <translation>论文表格组</translation>
    </message>
    <message>
        <source>Aggregated effects</source>
        <translation>加总效应</translation>
    </message>
    <message>
        <source>Group-time effects</source>
        <translation>队列—时期效应</translation>
    </message>
    <message>
        <source>Effect of every cohort in every period.</source>
        <translation>每个队列在每个时期的效应。</translation>
    </message>
    <message>
        <source>Event-study plot</source>
        <translation>事件研究图</translation>
    </message>
    <message>
        <source>Effects by periods since the policy; grey bars are uniform bands.</source>
        <translation>按政策实施后期数的效应；灰色条为一致置信带。</translation>
    </message>
    <message>
        <source>Cohort plot</source>
        <translation>队列图</translation>
    </message>
    <message>
        <source>Effects of every cohort over the periods.</source>
        <translation>各队列效应随时期的变化。</translation>
    </message>
    <message>
        <source>Effect</source>
        <translation>效应值</translation>
    </message>
    <message>
        <source>Average effect of the policy on the treated.</source>
        <translation>政策对处理组的平均效应。</translation>
    </message>
    <message>
        <source>Standard error</source>
        <translation>标准误</translation>
    </message>
    <message>
        <source>Its standard error.</source>
        <translation>其标准误。</translation>
    </message>
    <message>
        <source>Pre-trend p-value</source>
        <translation>事前趋势 p 值</translation>
    </message>
    <message>
        <source>Joint test that all effects before the policy are nought.</source>
        <translation>政策前所有效应均为零的联合检验。</translation>
    </message>
    <message>
        <source>Counterfactual treated groups</source>
        <translation>反事实处理组</translation>
    </message>
    <message>
        <source>Puts untreated units in the place of the treated, drawn in proportion to the ranks of the outcome that the treated have when the policy comes, cohort by cohort and together, and estimates the effect on them. If the policy went to units that did well anyway, these groups show an effect too.</source>
        <translation>以未处理个体代替处理个体：按政策实施时处理个体结果变量的排名分布成比例抽取，逐批次并合并，估计其效应。若政策给了本来就表现好的个体，这些组也会显示效应。</translation>
    </message>
    <message>
        <source>Bands of ranks</source>
        <translation>排名区段</translation>
    </message>
    <message>
        <source>Into how many equal bands the ranks of the outcome are cut in the period of adoption. From each band as many untreated units are drawn as treated ones stand in it.</source>
        <translation>将实施当期结果变量的排名等分为多少段。每段抽取的未处理个体数与该段处理个体数相同。</translation>
    </message>
    <message>
        <source>Number of groups for each cohort and for all together, at least 19.</source>
        <translation>每个批次及合并各抽取的组数，至少 19。</translation>
    </message>
    <message>
        <source>Table of made-up groups</source>
        <translation>反事实组的表</translation>
    </message>
    <message>
        <source>Estimates of all groups</source>
        <translation>所有组的估计</translation>
    </message>
    <message>
        <source>Range of the estimates</source>
        <translation>估计值的范围</translation>
    </message>
    <message>
        <source>Mean and middle 95 percent of the estimates of each cohort and of all.</source>
        <translation>各批次及合并的估计均值与中间 95%。</translation>
    </message>
    <message>
        <source>Mean estimate over the groups, all cohorts together.</source>
        <translation>所有批次合并时各组估计的均值。</translation>
    </message>
    <message>
        <source>Share significant</source>
        <translation>显著比例</translation>
    </message>
    <message>
        <source>Share of the groups with p below 0.05; about 0.05 by chance.</source>
        <translation>p 小于 0.05 的组的比例；偶然约为 0.05。</translation>
    </message>
    <message>
        <source>Switching policies and doses</source>
        <translation>开关型政策与剂量</translation>
    </message>
    <message>
        <source>Estimates the effect of a policy that may end and come back, or of a dose (a subsidy, a tax rate, a quota), by comparing units whose treatment changes for the first time with units of the same treatment that have not changed yet (de Chaisemartin and D&#x27;Haultfoeuille). The effect is that of a unit of treatment in a period.</source>
        <translation>估计可以取消又恢复的政策、或剂量（补贴、税率、配额）的效应：把处理首次改变的单元与处理相同而尚未改变的单元比较（de Chaisemartin 和 D&#x27;Haultfoeuille）。效应为每期一单位处理的效应。</translation>
    </message>
    <message>
        <source>Periods before</source>
        <translation>政策前期数</translation>
    </message>
    <message>
        <source>Periods before the policy that are shown; earlier ones join the first.</source>
        <translation>显示的政策前期数；更早的归入第一期。</translation>
    </message>
    <message>
        <source>Periods after</source>
        <translation>政策后期数</translation>
    </message>
    <message>
        <source>Periods after the start of the policy that are shown; later ones join the last.</source>
        <translation>显示的政策开始后期数；更晚的归入最后一期。</translation>
    </message>
    <message>
        <source>Uniform band</source>
        <translation>一致置信带</translation>
    </message>
    <message>
        <source>Adds a band that holds the whole path of effects with 95 percent, where each interval holds its own effect only: thin bars in the figure, band_low and band_high in the table.</source>
        <translation>增加以 95% 的概率包含整条效应路径的置信带（单个区间只针对各自的效应）：图中为浅色条，表中为 band_low 和 band_high。</translation>
    </message>
    <message>
        <source>Normalised effects</source>
        <translation>标准化效应</translation>
    </message>
    <message>
        <source>Divides every effect by what treatment has differed by since the change, summed over its periods: an average of the effects of one unit of treatment now and in each period since.</source>
        <translation>把每个效应除以改变以来各期处理之差的总和：即当期及此后各期一单位处理效应的平均。</translation>
    </message>
    <message>
        <source>Event-study estimates</source>
        <translation>事件研究估计</translation>
    </message>
    <message>
        <source>Effect, standard error, units and dose by periods since the change.</source>
        <translation>改变后各期的效应、标准误、单元数与剂量。</translation>
    </message>
    <message>
        <source>Effects by periods since the change with 95 percent intervals.</source>
        <translation>改变后各期的效应及 95% 区间。</translation>
    </message>
    <message>
        <source>Joint test that the periods before have no effect.</source>
        <translation>改变前各期无效应的联合检验。</translation>
    </message>
    <message>
        <source>Difference-in-differences</source>
        <translation>双重差分</translation>
    </message>
    <message>
        <source>Estimates the effect of a policy that units adopt at the same or at different times, with unit and period effects, and draws the event study with the joint test of the periods before. Effects that grow over time can bias this estimator: compare it with the others.</source>
        <translation>估计各单元同时或先后实施的政策的效应，含个体和时期效应，并绘制事件研究图及政策前各期的联合检验。随时间增长的效应会使该估计量有偏：请与其他估计量比较。</translation>
    </message>
    <message>
        <source>Beyond the window</source>
        <translation>窗口之外</translation>
    </message>
    <message>
        <source>Whether periods beyond the window join its ends or those rows are left out.</source>
        <translation>窗口之外的时期归入两端，还是剔除这些行。</translation>
    </message>
    <message>
        <source>Join the ends</source>
        <translation>并入两端</translation>
    </message>
    <message>
        <source>Groupings whose groups get a linear trend of their own, joined by commas, such as unit.</source>
        <translation>各组有各自线性趋势的分组，用逗号分隔，如 unit。</translation>
    </message>
    <message>
        <source>Columns that get a slope of their own in every period, joined by commas.</source>
        <translation>在每期有各自斜率的列，用逗号分隔。</translation>
    </message>
    <message>
        <source>Columns that replace the outcome, one column of the table each.</source>
        <translation>替换被解释变量的列，各占表格的一列。</translation>
    </message>
    <message>
        <source>Share at each end whose values of the outcome are set to the quantile there: 0.01 for 1 percent. Nought leaves the data as they are.</source>
        <translation>被解释变量两端各有多大比例的数值被替换为相应分位数：0.01 表示 1%。填零则不处理。</translation>
    </message>
    <message>
        <source>Randomisation draws</source>
        <translation>随机化次数</translation>
    </message>
    <message>
        <source>Number of assignments of the starting times to other units for a p by randomisation, at least 19; nought leaves it out. It holds with few treated units, where clustered errors do not.</source>
        <translation>把开始时间分配给其他单元的次数，用于随机化 p 值，至少 19；0 表示不计算。处理单元很少时它仍然成立，聚类标准误则不然。</translation>
    </message>
    <message>
        <source>Permute within</source>
        <translation>在组内置换</translation>
    </message>
    <message>
        <source>Column of groups, such as a region, within which units exchange their starting times. Empty: among all units.</source>
        <translation>分组列（如地区），单元只在组内交换开始时间。留空：在全部单元之间交换。</translation>
    </message>
    <message>
        <source>Effect, standard error and interval by periods since the policy.</source>
        <translation>按政策实施后期数的效应、标准误和置信区间。</translation>
    </message>
    <message>
        <source>Effects by periods since the policy with 95 percent intervals.</source>
        <translation>按政策实施后期数的效应及 95% 置信区间。</translation>
    </message>
    <message>
        <source>Randomisation p-value</source>
        <translation>随机化 p 值</translation>
    </message>
    <message>
        <source>Share of assignments of the policy to other units with an estimate at least as large.</source>
        <translation>把政策分配给其他单元时，估计值至少同样大的比例。</translation>
    </message>
    <message>
        <source>Joint test that the periods before the policy have no effect.</source>
        <translation>政策前各期没有效应的联合检验。</translation>
    </message>
    <message>
        <source>Goodman-Bacon decomposition</source>
        <translation>Goodman-Bacon 分解</translation>
    </message>
    <message>
        <source>Splits the two-way estimate of a staggered policy into all comparisons of two groups before and after, with their weights, and tells how much rests on comparisons with units that are already treated.</source>
        <translation>把交错处理政策的双向固定效应估计分解为所有两组、前后比较及其权重，说明有多少依赖于与已处理单元的比较。</translation>
    </message>
    <message>
        <source>Weights by kind of comparison</source>
        <translation>各类比较的权重</translation>
    </message>
    <message>
        <source>Comparisons</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Decomposition plot</source>
        <translation>分解图</translation>
    </message>
    <message>
        <source>Estimate of every comparison over its weight.</source>
        <translation>每个比较的估计值与其权重。</translation>
    </message>
    <message>
        <source>Two-way estimate</source>
        <translation>双向固定效应估计</translation>
    </message>
    <message>
        <source>The weighted sum of all comparisons.</source>
        <translation>所有比较的加权和。</translation>
    </message>
    <message>
        <source>Share of doubtful comparisons</source>
        <translation>可疑比较的份额</translation>
    </message>
    <message>
        <source>Weight of comparisons with units already treated.</source>
        <translation>与已处理单元比较的权重。</translation>
    </message>
    <message>
        <source>Sensitivity to trends</source>
        <translation>对趋势差异的敏感性</translation>
    </message>
    <message>
        <source>Says how much an effect of an event study depends on parallel trends: intervals that hold where treated units would have moved differently within bounds taken from the periods before, and the breakdown value with which the effect can no longer be told from nought (Rambachan and Roth). A test of the periods before cannot say that: it may lack the power to see a trend.</source>
        <translation>说明事件研究的效应在多大程度上依赖平行趋势：给出处理单元的趋势在由政策前各期确定的界限内有所不同时仍然成立的区间，以及使效应无法再与零区分的临界值（Rambachan 和 Roth）。对政策前各期的检验说明不了这一点：它可能没有足够的功效发现趋势。</translation>
    </message>
    <message>
        <source>Whose effects by periods since the policy are bounded; errors are clustered by unit. Switching has no controls.</source>
        <translation>对哪个估计量的各期效应做敏感性分析；标准误按个体聚类。开关型政策估计量不含控制变量。</translation>
    </message>
    <message>
        <source>Periods since the policy of the effect that is bounded (0 is the first), or mean for the average of all.</source>
        <translation>所分析的效应是政策后第几期（0 为首期）；写 mean 则为各期的平均。</translation>
    </message>
    <message>
        <source>Restrictions</source>
        <translation>限制</translation>
    </message>
    <message>
        <source>Relative magnitudes: after the policy trends differ from one period to the next at most so many times as much as in the worst period before. Smoothness: the slope of the difference changes by no more than so much from one period to the next.</source>
        <translation>相对幅度：政策后相邻两期间的趋势差异至多为政策前差异最大一期的若干倍。平滑性：趋势差异的斜率在相邻两期间的变化不超过给定值。</translation>
    </message>
    <message>
        <source>Relative magnitudes</source>
        <translation>相对幅度</translation>
    </message>
    <message>
        <source>Smoothness</source>
        <translation>平滑性</translation>
    </message>
    <message>
        <source>Values, joined by commas; 1 is as much as in the worst period before the policy.</source>
        <translation>取值，以逗号分隔；1 表示与政策前差异最大的一期相同。</translation>
    </message>
    <message>
        <source>Values in the unit of the outcome, joined by commas; 0 is a straight line. Empty: five values up to what the periods before the policy allow.</source>
        <translation>取值，以结果变量的单位计，以逗号分隔；0 表示直线趋势。留空：取五个值，直到政策前各期所容许的上限。</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>检验</translation>
    </message>
    <message>
        <source>Of relative magnitudes: the conditional test of Andrews, Roth and Pakes, after a first test against the least favourable case (hybrid, the reference package&#x27;s default) or alone.</source>
        <translation>用于相对幅度：Andrews、Roth 和 Pakes 的条件检验，先做一次针对最不利情形的检验（混合，参考程序的默认做法），或单独使用。</translation>
    </message>
    <message>
        <source>Hybrid</source>
        <translation>混合</translation>
    </message>
    <message>
        <source>Conditional</source>
        <translation>条件</translation>
    </message>
    <message>
        <source>Intervals</source>
        <translation>区间</translation>
    </message>
    <message>
        <source>Sensitivity plot</source>
        <translation>敏感性图</translation>
    </message>
    <message>
        <source>Intervals over the bound on trends, with the breakdown value.</source>
        <translation>区间随趋势界限的变化，并标出临界值。</translation>
    </message>
    <message>
        <source>The effect with parallel trends.</source>
        <translation>平行趋势下的效应。</translation>
    </message>
    <message>
        <source>Breakdown, relative magnitudes</source>
        <translation>临界值，相对幅度</translation>
    </message>
    <message>
        <source>Largest multiple of the worst period before with which the interval leaves out nought.</source>
        <translation>使区间仍不含零的、相对政策前差异最大一期的最大倍数。</translation>
    </message>
    <message>
        <source>Breakdown, smoothness</source>
        <translation>临界值，平滑性</translation>
    </message>
    <message>
        <source>Largest change of slope with which the interval leaves out nought.</source>
        <translation>使区间仍不含零的最大斜率变化。</translation>
    </message>
    <message>
        <source>Placebo policies</source>
        <translation>安慰剂政策</translation>
    </message>
    <message>
        <source>Gives the policy to random units, at random times or both, estimates its effect each time, and shows where the true estimate lies among them (randomisation inference, within groups on request, exact where few assignments are possible). An effect that is no chance stands far outside.</source>
        <translation>把政策随机分配给单元、随机分配时间或两者兼有，每次估计其效应，并显示真实估计值在其中的位置（随机化推断，可在组内置换，分配方式很少时为精确检验）。并非偶然的效应会远在其外。</translation>
    </message>
    <message>
        <source>Assignment</source>
        <translation>分配方式</translation>
    </message>
    <message>
        <source>Random units with the true starting times, random units and times, or the treated units at random times.</source>
        <translation>随机单元配真实开始时间、随机单元和随机时间，或处理组单元配随机时间。</translation>
    </message>
    <message>
        <source>Random units</source>
        <translation>随机单元</translation>
    </message>
    <message>
        <source>Random units and times</source>
        <translation>随机单元与时点</translation>
    </message>
    <message>
        <source>Random times</source>
        <translation>随机时点</translation>
    </message>
    <message>
        <source>Column of groups, such as a region, within which units exchange their starting times; for policies that were given by region. Empty: among all units.</source>
        <translation>分组列（如地区），单元只在组内交换开始时间；适用于按地区实施的政策。留空：在全部单元之间交换。</translation>
    </message>
    <message>
        <source>Number of placebo policies, at least 19. Where the true starting times can be given in no more ways, all are taken.</source>
        <translation>安慰剂政策的次数，至少 19。真实开始时间的分配方式不多于此数时，取全部方式。</translation>
    </message>
    <message>
        <source>Summary of the placebos</source>
        <translation>安慰剂汇总</translation>
    </message>
    <message>
        <source>Placebo estimates</source>
        <translation>安慰剂估计</translation>
    </message>
    <message>
        <source>Density plot</source>
        <translation>密度图</translation>
    </message>
    <message>
        <source>Density of the placebo estimates, their p-values, and the true estimate.</source>
        <translation>安慰剂估计的密度、其 p 值以及真实估计值。</translation>
    </message>
    <message>
        <source>Observed effect</source>
        <translation>观测效应</translation>
    </message>
    <message>
        <source>Two-way estimate of the true policy.</source>
        <translation>真实政策的双向固定效应估计。</translation>
    </message>
    <message>
        <source>Empirical p-value</source>
        <translation>经验 p 值</translation>
    </message>
    <message>
        <source>Share of placebo estimates at least as large in absolute value.</source>
        <translation>绝对值不小于真实估计值的安慰剂估计的比例。</translation>
    </message>
    <message>
        <source>Empirical p-value of t</source>
        <translation>t 的经验 p 值</translation>
    </message>
    <message>
        <source>The same of the estimates over their standard errors.</source>
        <translation>同上，但按估计值除以标准误计算。</translation>
    </message>
    <message>
        <source>Matched difference-in-differences</source>
        <translation>倾向得分匹配双重差分</translation>
    </message>
    <message>
        <source>Matches treated to never-treated units by the propensity score, shows balance and common support, and repeats the two-way regression on matched rows, with and without the weights of the matching.</source>
        <translation>用倾向得分把处理单元与从未处理的单元匹配，展示平衡性和共同支撑，并在匹配样本上（加权与不加权）重复双向固定效应回归。</translation>
    </message>
    <message>
        <source>Matching variables</source>
        <translation>匹配变量</translation>
    </message>
    <message>
        <source>Columns that explain who is treated.</source>
        <translation>解释哪些单元受到处理的列。</translation>
    </message>
    <message>
        <source>Matching terms</source>
        <translation>匹配项</translation>
    </message>
    <message>
        <source>Further matching variables made from columns, such as ln(gdp) or wage^2.</source>
        <translation>由列生成的更多匹配变量，如 ln(gdp) 或 wage^2。</translation>
    </message>
    <message>
        <source>Matching</source>
        <translation>匹配方法</translation>
    </message>
    <message>
        <source>Nearest neighbours with replacement, all within the caliper, or kernel weights.</source>
        <translation>有放回的近邻匹配、卡尺内全部匹配，或核匹配。</translation>
    </message>
    <message>
        <source>Nearest neighbours</source>
        <translation>最近邻</translation>
    </message>
    <message>
        <source>All within the caliper</source>
        <translation>卡尺内全部</translation>
    </message>
    <message>
        <source>Kernel weights</source>
        <translation>核权重</translation>
    </message>
    <message>
        <source>Neighbours</source>
        <translation>近邻数</translation>
    </message>
    <message>
        <source>Number of nearest neighbours.</source>
        <translation>最近邻居的个数。</translation>
    </message>
    <message>
        <source>Caliper</source>
        <translation>卡尺</translation>
    </message>
    <message>
        <source>Largest difference of the propensity score; also the bandwidth of the kernel. Nought sets no limit.</source>
        <translation>倾向得分的最大差值；也是核的带宽。填零则不设限制。</translation>
    </message>
    <message>
        <source>Match on</source>
        <translation>匹配依据</translation>
    </message>
    <message>
        <source>Means of the units before the first policy, or rows within every period.</source>
        <translation>单元在首次政策之前的均值，或每期内的各行。</translation>
    </message>
    <message>
        <source>Means before the policy</source>
        <translation>政策前均值</translation>
    </message>
    <message>
        <source>Rows within periods</source>
        <translation>逐期匹配</translation>
    </message>
    <message>
        <source>Balance</source>
        <translation>平衡性</translation>
    </message>
    <message>
        <source>Means, standardised bias, t and variance ratio before and after matching.</source>
        <translation>匹配前后的均值、标准化偏差、t 值和方差比。</translation>
    </message>
    <message>
        <source>Scores</source>
        <translation>得分</translation>
    </message>
    <message>
        <source>Propensity score and weight of every unit.</source>
        <translation>每个单元的倾向得分和权重。</translation>
    </message>
    <message>
        <source>Balance plot</source>
        <translation>平衡性图</translation>
    </message>
    <message>
        <source>Standardised bias of every matching variable before and after.</source>
        <translation>匹配前后各匹配变量的标准化偏差。</translation>
    </message>
    <message>
        <source>Common-support plot</source>
        <translation>共同支撑图</translation>
    </message>
    <message>
        <source>Propensity scores of treated and controls, before and after matching.</source>
        <translation>匹配前后处理组和对照组的倾向得分。</translation>
    </message>
    <message>
        <source>Largest bias</source>
        <translation>最大偏差</translation>
    </message>
    <message>
        <source>Largest standardised bias after matching, in percent.</source>
        <translation>匹配后最大的标准化偏差，以百分比计。</translation>
    </message>
    <message>
        <source>Spatial difference-in-differences</source>
        <translation>空间双重差分</translation>
    </message>
    <message>
        <source>Estimates what a policy does to treated units and, through spatial weights, to their neighbours: the policy, its spatial lag and the spatial lag of the outcome, with unit and period effects, and direct, indirect and total effects.</source>
        <translation>估计政策对处理单元以及通过空间权重对其邻居的影响：政策、政策的空间滞后和被解释变量的空间滞后，含个体和时期效应，并给出直接、间接和总效应。</translation>
    </message>
    <message>
        <source>Spatial lag of the policy only (SLX), of the outcome only (SAR), both (SDM), or policy and error (SDEM).</source>
        <translation>只含政策的空间滞后（SLX）、只含被解释变量的空间滞后（SAR）、两者都含（SDM），或政策与误差的空间滞后（SDEM）。</translation>
    </message>
    <message>
        <source>Lag the controls too</source>
        <translation>控制变量也取滞后</translation>
    </message>
    <message>
        <source>Gives the controls a spatial lag as well.</source>
        <translation>控制变量也加入空间滞后。</translation>
    </message>
    <message>
        <source>Number of draws for the errors of the effects.</source>
        <translation>计算效应标准误的抽样次数。</translation>
    </message>
    <message>
        <source>Effects chart</source>
        <translation>效应对比图</translation>
    </message>
    <message>
        <source>Direct, indirect and total effects of the policy in every model.</source>
        <translation>各模型中政策的直接、间接和总效应。</translation>
    </message>
    <message>
        <source>Effect on treated units in the last model.</source>
        <translation>最后一个模型中对处理单元的效应。</translation>
    </message>
    <message>
        <source>Spillover to neighbours in the last model.</source>
        <translation>最后一个模型中对邻居的溢出。</translation>
    </message>
    <message>
        <source>Sum of both in the last model.</source>
        <translation>最后一个模型中两者之和。</translation>
    </message>
    <message>
        <source>P-value of the spillover</source>
        <translation>溢出的 p 值</translation>
    </message>
    <message>
        <source>P-value of the indirect effect in the last model.</source>
        <translation>最后一个模型中间接效应的 p 值。</translation>
    </message>
    <message>
        <source>Estimators of staggered policies</source>
        <translation>交错处理政策的估计量</translation>
    </message>
    <message>
        <source>Sets two-way fixed effects beside estimators that stay right when effects differ between cohorts and grow over time: Callaway-Sant&#x27;Anna, Sun-Abraham, imputation (Borusyak and others) and stacked regressions, in one table and one event-study plot; on request that for policies that switch off again.</source>
        <translation>把双向固定效应与在各批次效应不同且随时间增长时仍然正确的估计量并列：Callaway-Sant&#x27;Anna、Sun-Abraham、插补（Borusyak 等）和堆叠回归，汇总于一张表和一幅事件研究图；也可加上适用于会取消的政策的估计量。</translation>
    </message>
    <message>
        <source>Estimators that are set side by side; each that cannot be used here is named with the reason. Switching is for policies that end again, without controls (de Chaisemartin and D&#x27;Haultfoeuille).</source>
        <translation>并列比较的估计量；此处不能使用的会连同原因一并指出。“状态切换”适用于会取消的政策，不含控制变量（de Chaisemartin 和 D&#x27;Haultfoeuille）。</translation>
    </message>
    <message>
        <source>Two-way</source>
        <translation>双向固定效应</translation>
    </message>
    <message>
        <source>For Callaway-Sant&#x27;Anna: units that are never treated, or also those not yet treated.</source>
        <translation>用于 Callaway-Sant&#x27;Anna：从未处理的单元，或还包括尚未处理的单元。</translation>
    </message>
    <message>
        <source>Effects by periods since the policy for every estimator.</source>
        <translation>每个估计量按政策实施后期数的效应。</translation>
    </message>
    <message>
        <source>Effects by periods since the policy, one colour an estimator.</source>
        <translation>按政策实施后期数的效应，每个估计量一种颜色。</translation>
    </message>
    <message>
        <source>Smallest effect</source>
        <translation>最小效应</translation>
    </message>
    <message>
        <source>Smallest overall effect among the estimators.</source>
        <translation>各估计量总体效应中的最小值。</translation>
    </message>
    <message>
        <source>Largest overall effect among the estimators.</source>
        <translation>各估计量总体效应中的最大值。</translation>
    </message>
    <message>
        <source>Synthetic difference-in-differences</source>
        <translation>合成双重差分</translation>
    </message>
    <message>
        <source>Compares treated units with weighted never-treated ones and weighted periods that run parallel to them before the policy (Arkhangelsky and others 2021). Synthetic control and plain difference-in-differences can stand beside it. Staggered policies are estimated by cohort and averaged.</source>
        <translation>把处理单元与加权的从未处理单元以及政策前与之平行的加权时期进行比较（Arkhangelsky 等，2021）。可与合成控制法和普通双重差分并列。交错处理的政策按队列估计后加权平均。</translation>
    </message>
    <message>
        <source>Methods</source>
        <translation>方法集</translation>
    </message>
    <message>
        <source>Methods that are set side by side; the first gives weights and picture.</source>
        <translation>并列比较的方法；第一个给出权重和图形。</translation>
    </message>
    <message>
        <source>Synthetic DID</source>
        <translation>合成双重差分（SDID）</translation>
    </message>
    <message>
        <source>Synthetic control</source>
        <translation>合成控制法</translation>
    </message>
    <message>
        <source>De-meaned synthetic control</source>
        <translation>去均值合成控制法</translation>
    </message>
    <message>
        <source>Placebo policies on never-treated units, or a bootstrap of units. Placebos need more never-treated than treated units.</source>
        <translation>对从未处理单元做安慰剂检验，或按单元自助抽样。安慰剂法要求从未处理的单元多于处理单元。</translation>
    </message>
    <message>
        <source>Bootstrap of units</source>
        <translation>单元自助法</translation>
    </message>
    <message>
        <source>Number of placebo or bootstrap draws.</source>
        <translation>安慰剂或自助抽样的次数。</translation>
    </message>
    <message>
        <source>Unit weights</source>
        <translation>单元权重</translation>
    </message>
    <message>
        <source>Weight of every never-treated unit, one column a cohort.</source>
        <translation>每个从未处理单元的权重，每个队列一列。</translation>
    </message>
    <message>
        <source>Period weights</source>
        <translation>时期权重</translation>
    </message>
    <message>
        <source>Weight of every period before the policy, one column a cohort.</source>
        <translation>政策前每期的权重，每个队列一列。</translation>
    </message>
    <message>
        <source>Synthetic paths</source>
        <translation>合成路径</translation>
    </message>
    <message>
        <source>Treated units and their synthetic counterpart by cohort, and the gap by periods since the policy.</source>
        <translation>各队列处理单元与其合成对照的路径，以及按政策实施后期数的差距。</translation>
    </message>
    <message>
        <source>Triple differences</source>
        <translation>三重差分</translation>
    </message>
    <message>
        <source>Compares the effect of a policy between units with and without a flag, such as digital and other clusters, with unit effects and period effects of their own for flagged units. Whatever hits a region as a whole can be taken out by region-by-period effects.</source>
        <translation>比较政策在有标记与无标记单元（如数字产业集群与其他集群）之间的效应差别，含个体效应以及有标记单元自己的时期效应。影响整个区域的冲击可用区域与时期的交互效应去除。</translation>
    </message>
    <message>
        <source>Flag</source>
        <translation>标记</translation>
    </message>
    <message>
        <source>Column that is 1 for units the policy is meant for and 0 for others, constant over time.</source>
        <translation>政策针对的单元为 1、其他为 0 且不随时间变化的列。</translation>
    </message>
    <message>
        <source>Split of the flag</source>
        <translation>标记的划分</translation>
    </message>
    <message>
        <source>The column as it is (0 and 1), or 1 for units above the median of its mean over time.</source>
        <translation>按列原样（0 和 1），或时间均值高于中位数的单元取 1。</translation>
    </message>
    <message>
        <source>As it is</source>
        <translation>按原样</translation>
    </message>
    <message>
        <source>More groupings to take out in the last column, such as region:period.</source>
        <translation>最后一列中要去除的更多分组，如 region:period。</translation>
    </message>
    <message>
        <source>Effect of the policy, and how much more it does for flagged units.</source>
        <translation>政策的效应，以及对有标记单元额外高出的部分。</translation>
    </message>
    <message>
        <source>Fuzzy-set QCA</source>
        <translation>模糊集定性比较分析（fsQCA）</translation>
    </message>
    <message>
        <source>Finds combinations of conditions that are sufficient for a high outcome, and for a low one: calibration, necessity, truth table, complex, parsimonious and intermediate solutions, and the usual table of core and peripheral conditions. Panels are pooled, and consistency is also given by period and by unit.</source>
        <translation>寻找足以产生高结果（以及低结果）的条件组合：校准、必要性、真值表，复杂解、简约解和中间解，以及通行的核心条件与边缘条件表。面板数据合并分析，并按时期和单元给出一致性。</translation>
    </message>
    <message>
        <source>Table with one row per case: a panel, or one row per region.</source>
        <translation>每个案例一行的表格：面板，或每个区域一行。</translation>
    </message>
    <message>
        <source>Case field</source>
        <translation>案例字段</translation>
    </message>
    <message>
        <source>Column with the id of the case or unit.</source>
        <translation>存放案例或单元标识的列。</translation>
    </message>
    <message>
        <source>Column with the year, for panels.</source>
        <translation>面板数据中存放年份的列。</translation>
    </message>
    <message>
        <source>Column to explain.</source>
        <translation>要解释的列。</translation>
    </message>
    <message>
        <source>Conditions</source>
        <translation>条件</translation>
    </message>
    <message>
        <source>Columns whose combinations explain it; three to eight work best.</source>
        <translation>其组合用于解释结果的列；以三到八个为宜。</translation>
    </message>
    <message>
        <source>Already calibrated</source>
        <translation>已校准</translation>
    </message>
    <message>
        <source>Tells that the columns are memberships between 0 and 1.</source>
        <translation>说明各列已是 0 到 1 的隶属度。</translation>
    </message>
    <message>
        <source>Frequency cut-off</source>
        <translation>频数阈值</translation>
    </message>
    <message>
        <source>Least number of cases of a truth-table row.</source>
        <translation>真值表一行的最少案例数。</translation>
    </message>
    <message>
        <source>Consistency cut-off</source>
        <translation>一致性阈值</translation>
    </message>
    <message>
        <source>Least consistency of a row with the outcome.</source>
        <translation>真值表一行与结果的最低一致性。</translation>
    </message>
    <message>
        <source>PRI cut-off</source>
        <translation>PRI 阈值</translation>
    </message>
    <message>
        <source>Least proportional reduction in inconsistency of a row with the outcome.</source>
        <translation>真值表一行与结果的最低不一致性比例减少值（PRI）。</translation>
    </message>
    <message>
        <source>Directional expectations</source>
        <translation>方向性预期</translation>
    </message>
    <message>
        <source>What theory expects of conditions: 1 presence helps, 0 absence helps, - neither, such as: gov1=1, market1=-. Presence is expected where nothing is said, and the reverse for the negated outcome.</source>
        <translation>理论对条件的预期：1 表示存在有利，0 表示缺失有利，- 表示不作预期，如：gov1=1, market1=-。未说明者预期存在有利，对非结果则相反。</translation>
    </message>
    <message>
        <source>Negated outcome too</source>
        <translation>同时分析非结果</translation>
    </message>
    <message>
        <source>Analyses the absence of the outcome as well.</source>
        <translation>同时分析结果缺失的情形。</translation>
    </message>
    <message>
        <source>Periods used</source>
        <translation>使用的时期</translation>
    </message>
    <message>
        <source>Only these periods, joined by commas: a single year gives a cross-section.</source>
        <translation>只用这些时期，用逗号分隔；单一年份即为截面。</translation>
    </message>
    <message>
        <source>Direct, by a logistic curve through the anchors (Ragin) or straight lines between them; or indirect: cases are sorted into groups, and a fractional logit on powers of the variable smooths the groups.</source>
        <translation>直接法：过锚点的逻辑曲线（Ragin）或锚点间的直线；或间接法：先把案例分组，再以变量各次幂的分数 logit 平滑各组。</translation>
    </message>
    <message>
        <source>Direct, logistic</source>
        <translation>直接法，逻辑曲线</translation>
    </message>
    <message>
        <source>Direct, linear</source>
        <translation>直接法，线性</translation>
    </message>
    <message>
        <source>Indirect</source>
        <translation>间接法</translation>
    </message>
    <message>
        <source>Quantiles of the anchors</source>
        <translation>锚点分位数</translation>
    </message>
    <message>
        <source>Quantiles that become full membership, crossover and full non-membership.</source>
        <translation>作为完全隶属、交叉点和完全不隶属的分位数。</translation>
    </message>
    <message>
        <source>Anchors by hand</source>
        <translation>手工锚点</translation>
    </message>
    <message>
        <source>Values that replace the quantiles for some variables, such as: wage: 9, 7, 5; edu: 0.02, 0.01, 0.005.</source>
        <translation>为某些变量替代分位数的数值，如：wage: 9, 7, 5; edu: 0.02, 0.01, 0.005。</translation>
    </message>
    <message>
        <source>Groups of cases</source>
        <translation>案例分组数</translation>
    </message>
    <message>
        <source>Groups of as many cases each that the indirect method smooths, where no cuts are given.</source>
        <translation>未给出分界值时，间接法所平滑的、案例数相等的组数。</translation>
    </message>
    <message>
        <source>Cuts between groups</source>
        <translation>组间分界值</translation>
    </message>
    <message>
        <source>Values between the groups of some variables, from what is known of the cases, such as: wage: 4, 6, 8, 10, 12.</source>
        <translation>根据对案例的了解给出的某些变量的组间分界值，例如：wage: 4, 6, 8, 10, 12。</translation>
    </message>
    <message>
        <source>Calibration, necessity, configurations with core and peripheral conditions, three solutions, truth table, stability over the panel.</source>
        <translation>校准、必要性、含核心与边缘条件的组态、三种解、真值表以及在面板上的稳定性。</translation>
    </message>
    <message>
        <source>Solutions</source>
        <translation>解</translation>
    </message>
    <message>
        <source>Terms of all solutions with consistency, PRI, raw and unique coverage and cases.</source>
        <translation>所有解的各项，含一致性、PRI、原始覆盖度、唯一覆盖度和案例。</translation>
    </message>
    <message>
        <source>Truth table</source>
        <translation>真值表</translation>
    </message>
    <message>
        <source>Rows with cases: conditions, outcome, number, consistency, PRI, cases.</source>
        <translation>有案例的各行：条件、结果、案例数、一致性、PRI、案例。</translation>
    </message>
    <message>
        <source>Necessity</source>
        <translation>必要性</translation>
    </message>
    <message>
        <source>Consistency, coverage and relevance of every condition and its absence.</source>
        <translation>每个条件及其缺失的一致性、覆盖度和相关性。</translation>
    </message>
    <message>
        <source>Memberships</source>
        <translation>隶属度</translation>
    </message>
    <message>
        <source>Calibrated memberships of every case.</source>
        <translation>每个案例校准后的隶属度。</translation>
    </message>
    <message>
        <source>XY plots</source>
        <translation>XY 图</translation>
    </message>
    <message>
        <source>Membership in the outcome over membership in each configuration.</source>
        <translation>结果隶属度与各组态隶属度的散点图。</translation>
    </message>
    <message>
        <source>Consistency by period</source>
        <translation>各期一致性</translation>
    </message>
    <message>
        <source>Consistency of each configuration in every period.</source>
        <translation>每个组态在每一期的一致性。</translation>
    </message>
    <message>
        <source>Configurations</source>
        <translation>组态数</translation>
    </message>
    <message>
        <source>Number of configurations of the intermediate solution.</source>
        <translation>中间解的组态数。</translation>
    </message>
    <message>
        <source>Solution consistency</source>
        <translation>解的一致性</translation>
    </message>
    <message>
        <source>Consistency of the intermediate solution.</source>
        <translation>中间解的一致性。</translation>
    </message>
    <message>
        <source>Solution coverage</source>
        <translation>解的覆盖度</translation>
    </message>
    <message>
        <source>Coverage of the intermediate solution.</source>
        <translation>中间解的覆盖度。</translation>
    </message>
    <message>
        <source>Solution</source>
        <translation>解的表达式</translation>
    </message>
    <message>
        <source>The intermediate solution in words.</source>
        <translation>用文字表示的中间解。</translation>
    </message>
    <message>
        <source>Citations of patents</source>
        <translation>专利引用</translation>
    </message>
    <message>
        <source>Sums up citations between patents by region and year: how often the patents of a region are cited, with and without self-citations, and what share of the citations inside a region goes to key patents, such as digital ones: how far their knowledge spreads in the cluster.</source>
        <translation>按地区与年份汇总专利引用：地区专利被引次数（含与不含自引），以及地区内部引用中指向关键专利（如数字专利）的比例，即其知识在集群内的扩散程度。</translation>
    </message>
    <message>
        <source>Patents table</source>
        <translation>专利表</translation>
    </message>
    <message>
        <source>Table with one row per patent: id, region, filing year and technology classes.</source>
        <translation>每件专利一行的表格：标识、区域、申请年份和技术类别。</translation>
    </message>
    <message>
        <source>Patent id field</source>
        <translation>专利标识字段</translation>
    </message>
    <message>
        <source>Column that identifies each patent.</source>
        <translation>标识每件专利的列。</translation>
    </message>
    <message>
        <source>Column with the id of the region where the patent was filed.</source>
        <translation>专利申请所在区域标识的列。</translation>
    </message>
    <message>
        <source>Year field</source>
        <translation>年份字段</translation>
    </message>
    <message>
        <source>Column with the filing year.</source>
        <translation>存放申请年份的列。</translation>
    </message>
    <message>
        <source>Classes field</source>
        <translation>类别字段</translation>
    </message>
    <message>
        <source>Column with the technology classes of the patent, joined by semicolons, commas, bars or spaces.</source>
        <translation>专利技术类别的列，用分号、逗号、竖线或空格分隔。</translation>
    </message>
    <message>
        <source>Applicant field</source>
        <translation>申请人字段</translation>
    </message>
    <message>
        <source>Column with who filed the patent. Citations within one applicant are self-citations; without it nothing is left out as such.</source>
        <translation>专利申请人所在的列。同一申请人之间的引用为自引；不给出时不剔除自引。</translation>
    </message>
    <message>
        <source>Citations table</source>
        <translation>引用表</translation>
    </message>
    <message>
        <source>Table with one row per citation: which patent cites which.</source>
        <translation>每条引用一行的表：哪件专利引用哪件专利。</translation>
    </message>
    <message>
        <source>Citing field</source>
        <translation>引用方字段</translation>
    </message>
    <message>
        <source>Column with the id of the patent that cites.</source>
        <translation>引用方专利的标识列。</translation>
    </message>
    <message>
        <source>Cited field</source>
        <translation>被引方字段</translation>
    </message>
    <message>
        <source>Column with the id of the patent that is cited.</source>
        <translation>被引专利的标识列。</translation>
    </message>
    <message>
        <source>Key classes</source>
        <translation>关键类别</translation>
    </message>
    <message>
        <source>Patents with a class that starts with one of these are key patents, for example G06F, H04L; all are where it is left empty.</source>
        <translation>分类号以其中之一开头的专利为关键专利，例如 G06F、H04L；留空则全部都是。</translation>
    </message>
    <message>
        <source>Years of citations</source>
        <translation>引用年限</translation>
    </message>
    <message>
        <source>Count citations received only in so many years after filing, so that old and young patents can be compared. All where it is left empty.</source>
        <translation>只计申请后若干年内的被引次数，使新旧专利可比。留空则全部计入。</translation>
    </message>
    <message>
        <source>Regions and years</source>
        <translation>区域与年份</translation>
    </message>
    <message>
        <source>One row per region and year: patents, citations received with and without self-citations, citations inside the region and how many of them go to key patents, and their share, the diffusion.</source>
        <translation>每个地区与年份一行：专利数、含与不含自引的被引次数、地区内部引用数及其中指向关键专利的数目与比例（扩散度）。</translation>
    </message>
    <message>
        <source>Citations by year</source>
        <translation>各年引用</translation>
    </message>
    <message>
        <source>Patents, citations and diffusion of each year.</source>
        <translation>各年的专利、引用与扩散度。</translation>
    </message>
    <message>
        <source>Citations</source>
        <translation>引用次数</translation>
    </message>
    <message>
        <source>Number of citations received.</source>
        <translation>被引次数。</translation>
    </message>
    <message>
        <source>Diffusion</source>
        <translation>扩散度</translation>
    </message>
    <message>
        <source>Share of citations inside regions that go to key patents.</source>
        <translation>地区内部引用中指向关键专利的比例。</translation>
    </message>
    <message>
        <source>Breakthrough innovation from patents</source>
        <translation>基于专利的突破性创新</translation>
    </message>
    <message>
        <source>Measures for each patent how unlike the patents before it and how like the patents after it its technology classes are, and sums this up by region and year. Rare classes weigh more; similarity is the cosine of class vectors; novelty is forward over backward similarity, after Kelly et al. 2021.</source>
        <translation>衡量每件专利的技术类别与之前的专利有多不同、与之后的专利有多相似，并按区域和年份汇总。稀有类别权重更高；相似度为类别向量的余弦；新颖性为前向相似度与后向相似度之比，参照 Kelly 等（2021）。</translation>
    </message>
    <message>
        <source>Window in years</source>
        <translation>窗口（年）</translation>
    </message>
    <message>
        <source>How many years before and after a patent it is compared with.</source>
        <translation>专利与其前后多少年的专利比较。</translation>
    </message>
    <message>
        <source>Only patents with a class that starts with one of these are counted for regions, for example G06F, H04L. Similarity is always measured against all patents.</source>
        <translation>只有类别以其中之一开头的专利计入区域，如 G06F, H04L。相似度始终对全部专利计算。</translation>
    </message>
    <message>
        <source>Share of breakthroughs</source>
        <translation>突破性专利比例</translation>
    </message>
    <message>
        <source>Share of the patents with the highest novelty that are called breakthroughs.</source>
        <translation>新颖性最高、被称为突破性创新的专利比例。</translation>
    </message>
    <message>
        <source>Years at the ends</source>
        <translation>首尾年份</translation>
    </message>
    <message>
        <source>Within a window of the first and last year a patent has no whole past or future: drop leaves its novelty empty, partial uses the years there are.</source>
        <translation>距首末年份不足一个窗口的专利没有完整的过去或未来：drop 使其新颖性留空，partial 使用已有的年份。</translation>
    </message>
    <message>
        <source>Use the years there are</source>
        <translation>使用已有年份</translation>
    </message>
    <message>
        <source>Class frequencies</source>
        <translation>类别频率</translation>
    </message>
    <message>
        <source>At whose year rare classes are weighted up: each patent&#x27;s own year, or the year of the earlier patent of each pair as in Kelly et al. 2021.</source>
        <translation>稀有类别按哪一年加权：每件专利自己的年份，或如 Kelly 等（2021）取每对中较早专利的年份。</translation>
    </message>
    <message>
        <source>Own year</source>
        <translation>各自年份</translation>
    </message>
    <message>
        <source>Earlier of the pair</source>
        <translation>每对中较早的年份</translation>
    </message>
    <message>
        <source>Threshold by year</source>
        <translation>按年确定阈值</translation>
    </message>
    <message>
        <source>Whether the share of breakthroughs is taken within each filing year instead of over all years.</source>
        <translation>突破性比例是否在每个申请年份内确定，而不是对所有年份一并确定。</translation>
    </message>
    <message>
        <source>One row per region and year: patents, sum and mean of novelty, number and share of breakthroughs.</source>
        <translation>每个区域每年一行：专利数、新颖性总和与均值、突破性专利数和比例。</translation>
    </message>
    <message>
        <source>Patents with novelty</source>
        <translation>专利新颖性</translation>
    </message>
    <message>
        <source>One row per patent: backward and forward similarity, novelty, and whether it is a breakthrough.</source>
        <translation>每件专利一行：后向相似度、前向相似度、新颖性以及是否为突破性创新。</translation>
    </message>
    <message>
        <source>Novelty by year</source>
        <translation>各年新颖性</translation>
    </message>
    <message>
        <source>Number of patents, mean similarities and breakthroughs of each year.</source>
        <translation>各年的专利数、平均相似度和突破性专利数。</translation>
    </message>
    <message>
        <source>Novelty over the years</source>
        <translation>新颖性走势</translation>
    </message>
    <message>
        <source>The spread of novelty in each year and the threshold above which a patent is a breakthrough.</source>
        <translation>各年新颖性的分布以及判定突破性创新的阈值。</translation>
    </message>
    <message>
        <source>Number of breakthroughs</source>
        <translation>突破性专利数</translation>
    </message>
    <message>
        <source>How many counted patents are breakthroughs.</source>
        <translation>计入的专利中有多少为突破性创新。</translation>
    </message>
    <message>
        <source>Calibrate fuzzy sets</source>
        <translation>模糊集校准</translation>
    </message>
    <message>
        <source>Turns variables into memberships between 0 and 1 by the direct method, with anchors at quantiles or given by hand, or by the indirect method, from groups of cases. Memberships of exactly one half get 0.001 more, because they would belong to no configuration.</source>
        <translation>把变量转换为 0 到 1 之间的隶属度：直接法，锚点取分位数或手工给定；或间接法，由案例分组得到。隶属度恰为 0.5 者加 0.001，否则不属于任何组态。</translation>
    </message>
    <message>
        <source>Columns to calibrate.</source>
        <translation>要校准的列。</translation>
    </message>
    <message>
        <source>Keep other columns</source>
        <translation>保留其他列</translation>
    </message>
    <message>
        <source>Keeps the columns that are not calibrated, such as ids and periods.</source>
        <translation>保留未校准的列，如标识和时期。</translation>
    </message>
    <message>
        <source>The table with memberships in place of the variables.</source>
        <translation>以隶属度替换变量后的表格。</translation>
    </message>
    <message>
        <source>Calibration table</source>
        <translation>校准表</translation>
    </message>
    <message>
        <source>Anchors of every set.</source>
        <translation>每个集合的锚点。</translation>
    </message>
    <message>
        <source>Memberships moved</source>
        <translation>移动的隶属度</translation>
    </message>
    <message>
        <source>How many memberships of exactly one half got 0.001 more.</source>
        <translation>有多少恰为二分之一的隶属度加了 0.001。</translation>
    </message>
    <message>
        <source>Convert paper tables</source>
        <translation>转换论文表格</translation>
    </message>
    <message>
        <source>Turns paper tables that gisplug wrote as JSON into Word, Excel, LaTeX, web or text tables, in English or Chinese and with your names for the variables. Several tables go into one document.</source>
        <translation>把 gisplug 写成 JSON 的论文表格转换为 Word、Excel、LaTeX、网页或文本表格，可选英文或中文，并使用您给变量起的名称。多张表写入同一文档。</translation>
    </message>
    <message>
        <source>Paper tables</source>
        <translation>论文表格文件</translation>
    </message>
    <message>
        <source>JSON file that a tool wrote for its paper table; several are joined by commas.</source>
        <translation>工具为论文表格写出的 JSON 文件；多个用逗号分隔。</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Language of the fixed words, such as observations and standard errors.</source>
        <translation>固定用语（如观测数、标准误）的语言。</translation>
    </message>
    <message>
        <source>English</source>
        <translation>英文</translation>
    </message>
    <message>
        <source>Chinese</source>
        <translation>中文</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Names for the variables, as in agg=Agglomeration, wage=Wage level.</source>
        <translation>变量的名称，如 agg=Agglomeration, wage=Wage level。</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>文档</translation>
    </message>
    <message>
        <source>The tables in the format of the ending: Word, Excel, LaTeX, web page or CSV.</source>
        <translation>按文件名后缀的格式写出的表格：Word、Excel、LaTeX、网页或 CSV。</translation>
    </message>
    <message>
        <source>Tables</source>
        <translation>表格数</translation>
    </message>
    <message>
        <source>Number of tables.</source>
        <translation>表格的数量。</translation>
    </message>
    <message>
        <source>Demo study</source>
        <translation>演示研究</translation>
    </message>
    <message>
        <source>Runs the whole chain on the embedded demo: boundaries, weights, night lights, panel, Moran&#x27;s I, spatial Durbin model, effects and spillover maps of 30 provinces over 14 years. The lights and the panel are SYNTHETIC, simulated for the demo.</source>
        <translation>在内置演示数据上运行完整流程：边界、权重、夜间灯光、面板、莫兰指数、空间杜宾模型、效应以及 30 个省级单元 14 年的溢出地图。灯光和面板为演示而模拟，并非真实数据。</translation>
    </message>
    <message>
        <source>Language of tables, figures and report.</source>
        <translation>表格、图形和报告的语言。</translation>
    </message>
    <message>
        <source>Results folder</source>
        <translation>结果文件夹</translation>
    </message>
    <message>
        <source>Folder that receives the result; gisplug-demo in the current folder when left out.</source>
        <translation>存放结果的文件夹；留空则为当前文件夹下的 gisplug-demo。</translation>
    </message>
    <message>
        <source>Path of the report, one HTML page that holds every table and figure.</source>
        <translation>报告的路径，一个包含全部表格和图形的 HTML 页面。</translation>
    </message>
    <message>
        <source>Check the installation</source>
        <translation>检查安装</translation>
    </message>
    <message>
        <source>Tells what a bug report needs to know and what to mend: versions of gisplug, Python and every package, whether each package loads, which formats are read and written, coordinate systems, Chinese fonts, memory, disk, threads, and the engine that computes for QGIS. Nothing is changed. It works where a package is broken too; the home folder is shown as ~. On the command line it ends with code 1 where it finds a problem, otherwise with 0.</source>
        <translation>列出错误报告所需的信息以及应如何修复：gisplug、Python 和各软件包的版本，各软件包能否加载，可读写的格式，坐标系，中文字体，内存，磁盘，线程，以及为 QGIS 计算的引擎。不做任何更改。软件包损坏时也能运行；主目录显示为 ~。在命令行中，发现问题时退出码为 1，否则为 0。</translation>
    </message>
    <message>
        <source>The findings as text, to be pasted into a bug report.</source>
        <translation>文本形式的检查结果，可粘贴到错误报告中。</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>检查结果</translation>
    </message>
    <message>
        <source>One row a finding: section, name, value, verdict and mend.</source>
        <translation>每行一项检查结果：部分、名称、值、判断和修复方法。</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>记录</translation>
    </message>
    <message>
        <source>The findings for programs, with the number of problems and notes.</source>
        <translation>供程序读取的检查结果，含问题数和提示数。</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>问题数</translation>
    </message>
    <message>
        <source>Number of findings that keep something from working.</source>
        <translation>使某项功能无法工作的检查结果数。</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>提示数</translation>
    </message>
    <message>
        <source>Number of findings that work but may surprise.</source>
        <translation>可以工作但可能出人意料的检查结果数。</translation>
    </message>
    <message>
        <source>Write an example study</source>
        <translation>写出示例研究</translation>
    </message>
    <message>
        <source>Writes one of four published research designs as a study file with SYNTHETIC data of the same shape, calibrated to the published figures: a agglomeration with configurations to threshold, b staggered policy with patents and night lights, c city panel with mediation, d index and co-agglomeration.</source>
        <translation>把四种已发表的研究设计之一写成研究文件，并附同样形状、按已发表数字校准的模拟数据：a 集聚（从组态到门槛），b 交错处理的政策（含专利与夜间灯光），c 城市面板（含中介），d 指数与协同集聚。</translation>
    </message>
    <message>
        <source>Which of the four designs is written.</source>
        <translation>写出四种设计中的哪一种。</translation>
    </message>
    <message>
        <source>A: agglomeration and development, 30 provinces</source>
        <translation>A：集聚与发展，30 个省份</translation>
    </message>
    <message>
        <source>B: cluster policy and innovation, 435 counties</source>
        <translation>B：集群政策与创新，435 个县</translation>
    </message>
    <message>
        <source>C: digital patents and agglomeration, 270 cities</source>
        <translation>C：数字专利与集聚，270 个城市</translation>
    </message>
    <message>
        <source>D: digital economy and innovation, 30 provinces</source>
        <translation>D：数字经济与创新，30 个省份</translation>
    </message>
    <message>
        <source>Start of the random numbers from which the data are made; the calibrated one where it is left empty.</source>
        <translation>生成数据所用随机数的起点；留空则使用校准时的种子。</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Folder that receives the data and study.toml; a study file already there is never overwritten.</source>
        <translation>存放数据和 study.toml 的文件夹；已有的研究文件绝不会被覆盖。</translation>
    </message>
    <message>
        <source>Study file</source>
        <translation>研究文件</translation>
    </message>
    <message>
        <source>Path of the study file that was written.</source>
        <translation>写出的研究文件的路径。</translation>
    </message>
    <message>
        <source>New study</source>
        <translation>新建研究</translation>
    </message>
    <message>
        <source>Writes a study file with a comment on every part. It runs as it stands on the embedded demo data; put your own files and columns in.</source>
        <translation>写出一个研究文件，各部分均有注释。原样即可在内置演示数据上运行；请换成您自己的文件和列。</translation>
    </message>
    <message>
        <source>Template</source>
        <translation>模板</translation>
    </message>
    <message>
        <source>The whole chain with every section explained, a short one with the least that is needed, or one that only makes a panel of night lights.</source>
        <translation>每一节都有说明的完整流程、只含最少内容的简短版，或只生成夜间灯光面板的版本。</translation>
    </message>
    <message>
        <source>Whole chain</source>
        <translation>完整流程</translation>
    </message>
    <message>
        <source>Short</source>
        <translation>简短版</translation>
    </message>
    <message>
        <source>Night lights only</source>
        <translation>仅夜间灯光</translation>
    </message>
    <message>
        <source>Overwrite</source>
        <translation>覆盖</translation>
    </message>
    <message>
        <source>Whether an existing file may be replaced.</source>
        <translation>是否可以替换已有文件。</translation>
    </message>
    <message>
        <source>Text file (TOML) to be edited; study.toml in the current folder when left out.</source>
        <translation>待编辑的文本文件（TOML）；留空则为当前文件夹下的 study.toml。</translation>
    </message>
    <message>
        <source>Run study</source>
        <translation>运行研究</translation>
    </message>
    <message>
        <source>Runs everything that a study file asks for and writes tables, figures, layers, one report and a record of the run into a folder. Steps whose inputs have not changed since the last run are used again. A run that fails says at which step and why, and leaves the former result untouched.</source>
        <translation>运行研究文件要求的全部内容，把表格、图形、图层、一份报告和运行记录写入文件夹。上次运行以来输入未变的步骤直接沿用。运行失败会说明在哪一步、为何失败，且不影响以前的结果。</translation>
    </message>
    <message>
        <source>Text file (TOML) that names inputs, steps, models and outputs. The tool New study writes one to start from.</source>
        <translation>列出输入、步骤、模型和输出的文本文件（TOML）。可用工具“新建研究”写出一个作为起点。</translation>
    </message>
    <message>
        <source>Compute anew</source>
        <translation>重新计算</translation>
    </message>
    <message>
        <source>Whether finished steps of earlier runs are thrown away.</source>
        <translation>是否丢弃以前运行中已完成的步骤。</translation>
    </message>
    <message>
        <source>Folder that receives the result. It is replaced as a whole, and only when every step has succeeded. When left out it is called after the study file and lies beside it.</source>
        <translation>存放结果的文件夹。只有在所有步骤成功后才整体替换。留空则以研究文件命名并放在其旁边。</translation>
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
        <source>Cancelled; nothing was left half-written.</source>
        <translation>已取消，没有留下写了一半的文件。</translation>
    </message>
    <message>
        <source>gisplug computes in a Python environment of its own, the engine, so that QGIS&#x27;s Python is never touched. This tool makes it: about 260 MB are downloaded and 1.1 GB of disk are used, in one folder of your user account. Choose first what would be installed; nothing happens until you choose Install. It works behind the proxy of QGIS&#x27;s network options, and without a network from a folder of wheels.</source>
        <translation>gisplug 在独立的 Python 环境（即“引擎”）中计算，绝不改动 QGIS 自带的 Python。本工具用来创建引擎：约下载 260 MB，占用磁盘 1.1 GB，全部位于当前用户目录下的一个文件夹。请先查看将要安装的内容；在选择“安装”之前不会做任何改动。支持 QGIS 网络选项中的代理，也可以在没有网络时从 wheel 文件夹安装。</translation>
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
        <source>Address of a package index to use instead of the one that pip is configured for on this computer (pip config, PIP_INDEX_URL). Leave it empty to use that one.</source>
        <translation>软件包索引（镜像）的地址，用来代替本机 pip 已配置的索引（pip config、PIP_INDEX_URL）。留空则使用后者。</translation>
    </message>
    <message>
        <source>Python to start from</source>
        <translation>基础 Python</translation>
    </message>
    <message>
        <source>A 64-bit Python 3.11 to 3.14 on this computer. Leave it empty to have one found.</source>
        <translation>本机上的 64 位 Python 3.11 至 3.14。留空则自动查找。</translation>
    </message>
    <message>
        <source>Set up engine</source>
        <translation>设置引擎</translation>
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
        <source>Cancelled; nothing remains of it.</source>
        <translation>已取消，没有留下任何内容。</translation>
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
        <source>Makes a print layout in the project from a layer as it is drawn now: title, map in an equal-area projection, legend, inset, scale bar, north arrow and a line of notes (source, approval number of the map), and exports it as PDF. With a field of periods it makes an atlas: one page for each period, with the same classes on all.</source>
        <translation>按图层当前的样式在工程中生成打印布局：标题、等积投影地图、图例、附图、比例尺、指北针和一行说明（资料来源、审图号），并导出为 PDF。指定时期字段则生成地图集：每个时期一页，各页分级相同。</translation>
    </message>
    <message>
        <source>A4 landscape</source>
        <translation>A4 横向</translation>
    </message>
    <message>
        <source>A4 portrait</source>
        <translation>A4 纵向</translation>
    </message>
    <message>
        <source>South China Sea</source>
        <translation>南海诸岛</translation>
    </message>
    <message>
        <source>The extent below</source>
        <translation>下面指定的范围</translation>
    </message>
    <message>
        <source>Any layer of polygons or points; its symbols and classes are taken as they are.</source>
        <translation>任意面或点图层；沿用其现有的符号和分级。</translation>
    </message>
    <message>
        <source>Title of the page. The name of the layer where it is left empty.</source>
        <translation>版面标题。留空则用图层名称。</translation>
    </message>
    <message>
        <source>A line under the map: the source, the approval number of the map (in China 审图号), remarks.</source>
        <translation>地图下方的一行文字：资料来源、审图号、说明。</translation>
    </message>
    <message>
        <source>Paper</source>
        <translation>纸张</translation>
    </message>
    <message>
        <source>Size and direction of the page.</source>
        <translation>版面的大小和方向。</translation>
    </message>
    <message>
        <source>Inset</source>
        <translation>附图</translation>
    </message>
    <message>
        <source>A small map in the lower right corner: none, the South China Sea islands as Chinese journals ask for, or any extent.</source>
        <translation>右下角的小图：无、国内期刊要求的南海诸岛，或任意范围。</translation>
    </message>
    <message>
        <source>Extent of the inset</source>
        <translation>附图范围</translation>
    </message>
    <message>
        <source>What the inset shows where it is an extent of your own.</source>
        <translation>选择自定范围时附图所显示的范围。</translation>
    </message>
    <message>
        <source>Extent of the map</source>
        <translation>主图范围</translation>
    </message>
    <message>
        <source>What the large map shows. The whole layer where it is left empty, without far islands of the inset.</source>
        <translation>主图所显示的范围。留空则为整个图层，但不含附图中的远海岛屿。</translation>
    </message>
    <message>
        <source>Field by which pages are made, one for each value; one page of everything where it is left empty.</source>
        <translation>按该字段的每个取值各生成一页；留空则只生成一页。</translation>
    </message>
    <message>
        <source>PDF</source>
        <translation>PDF</translation>
    </message>
    <message>
        <source>The page, or the pages of the atlas, as one PDF file.</source>
        <translation>版面或地图集各页，存为一个 PDF 文件。</translation>
    </message>
    <message>
        <source>Print layout</source>
        <translation>打印布局</translation>
    </message>
    <message>
        <source>map</source>
        <translation>地图</translation>
    </message>
    <message>
        <source>Name of the layout</source>
        <translation>布局名称</translation>
    </message>
    <message>
        <source>Give the extent of the inset, or choose none.</source>
        <translation>请给出附图范围，或选择“无”。</translation>
    </message>
    <message>
        <source>A print layout belongs to a project; none is open.</source>
        <translation>打印布局属于工程；当前没有打开的工程。</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>QGIS project</source>
        <translation>QGIS 工程</translation>
    </message>
    <message>
        <source>{label}: tick layers, or name a folder, a pattern or a set of the shelf.</source>
        <translation>{label}：请勾选图层，或填写文件夹、文件名模式或内置数据集名称。</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>{label} has no meaning here.</source>
        <translation>“{label}”在此没有意义。</translation>
    </message>
    <message>
        <source>Incorrect parameter value for {name}</source>
        <translation>参数“{name}”的值不正确</translation>
    </message>
    <message>
        <source>gisplug is tested with QGIS 3.22 and newer. Update QGIS.</source>
        <translation>gisplug 在 QGIS 3.22 及更新版本上经过测试。请更新 QGIS。</translation>
    </message>
    <message>
        <source>Answer of the engine</source>
        <translation>引擎的应答</translation>
    </message>
    <message>
        <source>no driver for {ending}; name a .csv, .xlsx or .gpkg</source>
        <translation>没有 {ending} 的驱动；请使用 .csv、.xlsx 或 .gpkg</translation>
    </message>
    <message>
        <source>Cannot write {path}: {why}</source>
        <translation>无法写入 {path}：{why}</translation>
    </message>
    <message>
        <source>Python of QGIS</source>
        <translation>QGIS 的 Python</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>用户配置</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>代理</translation>
    </message>
    <message>
        <source>Problems: {problems}, notes: {notes}</source>
        <translation>问题：{problems}，提示：{notes}</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>More choices (folder of wheels, another package index, another Python) are in the tool &#x27;Set up engine&#x27;.</source>
        <translation>更多选项（离线 wheel 文件夹、其他软件包索引、其他 Python）见工具“设置引擎”。</translation>
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
        <source>QGIS project: {path}</source>
        <translation>QGIS 工程：{path}</translation>
    </message>
    <message>
        <source>Python of the engine (empty: the one made by Set up engine)</source>
        <translation>引擎所用的 Python（留空则使用“设置引擎”创建的环境）</translation>
    </message>
    <message>
        <source>Dask cluster for parallel work, such as tcp://host:8786 (empty: this computer)</source>
        <translation>用于并行计算的 Dask 集群，例如 tcp://host:8786（留空：本机）</translation>
    </message>
    <message>
        <source>gisplug help</source>
        <translation>gisplug 帮助</translation>
    </message>
    <message>
        <source>gisplug explorer</source>
        <translation>gisplug 浏览器</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Moran scatter</source>
        <translation>莫兰散点图</translation>
    </message>
    <message>
        <source>Over time</source>
        <translation>随时间变化</translation>
    </message>
    <message>
        <source>Histogram</source>
        <translation>直方图</translation>
    </message>
    <message>
        <source>By cluster</source>
        <translation>按聚类</translation>
    </message>
    <message>
        <source>Click a unit, see where its change goes</source>
        <translation>点击地区，查看其变动的扩散</translation>
    </message>
    <message>
        <source>sent</source>
        <translation>溢出</translation>
    </message>
    <message>
        <source>received</source>
        <translation>接收</translation>
    </message>
    <message>
        <source>Number of units</source>
        <translation>地区数</translation>
    </message>
    <message>
        <source>A change of 1 in {unit}: {own} there, {others} in all others together.</source>
        <translation>{unit} 变动 1：当地变动 {own}，其他地区合计变动 {others}。</translation>
    </message>
    <message>
        <source>A change of 1 in every unit: {own} in {unit} from its own, {others} from all others.</source>
        <translation>各地区均变动 1：{unit} 因本地变动 {own}，因其他地区变动 {others}。</translation>
    </message>
    <message>
        <source>Page of the explorer</source>
        <translation>浏览器网页</translation>
    </message>
    <message>
        <source>Weights file</source>
        <translation>权重文件</translation>
    </message>
    <message>
        <source>Result of the tool Spillover explorer</source>
        <translation>“溢出效应浏览器”工具的结果</translation>
    </message>
    <message>
        <source>Add a polygon layer to the project first.</source>
        <translation>请先在工程中添加面图层。</translation>
    </message>
    <message>
        <source>Choose the id field and a variable.</source>
        <translation>请选择编号字段和变量。</translation>
    </message>
    <message>
        <source>Standardised value</source>
        <translation>标准化值</translation>
    </message>
    <message>
        <source>Spatial lag</source>
        <translation>空间滞后</translation>
    </message>
    <message>
        <source>{n} marked: {some}</source>
        <translation>已标记 {n} 个：{some}</translation>
    </message>
    <message>
        <source>All units</source>
        <translation>全部地区</translation>
    </message>
    <message>
        <source>No value of the field {field} is among the units of the page; they look like {id}.</source>
        <translation>字段 {field} 的值都不在网页的地区之中；网页中的编号形如 {id}。</translation>
    </message>
    <message>
        <source>Unit {id} has several features{when}; choose the field of the period, or another id field.</source>
        <translation>地区 {id} 有多个要素{when}；请选择时期字段，或换一个编号字段。</translation>
    </message>
    <message>
        <source>Spread of a change</source>
        <translation>变动的扩散</translation>
    </message>
    <message>
        <source>{path} cannot be written. Close it in the program that has it open.</source>
        <translation>无法写入 {path}。请在打开它的程序中将其关闭。</translation>
    </message>
    <message>
        <source>Pages of {title}</source>
        <translation>{title} 的各页</translation>
    </message>
    <message>
        <source>gisplug: spatial spillovers</source>
        <translation>gisplug：空间溢出分析</translation>
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
        <source>The engine ({path}) was started but did not answer within {seconds:.0f} seconds. Try again; if it happens again choose Repair in &#x27;Set up engine&#x27;.</source>
        <translation>引擎（{path}）已启动，但 {seconds:.0f} 秒内没有应答。请重试；若再次发生，请在“设置引擎”中选择“修复”。</translation>
    </message>
    <message>
        <source>Its last words were:</source>
        <translation>它最后输出的内容：</translation>
    </message>
    <message>
        <source>Run the tool &#x27;Set up engine&#x27; (Processing toolbox &gt; gisplug) once, or point GISPLUG_PYTHON (environment variable, or Settings &gt; Options &gt; Processing &gt; Providers &gt; gisplug) at a Python 3.11 or newer in which the requirements of gisplug are installed.</source>
        <translation>请运行一次工具“设置引擎”（处理工具箱 &gt; gisplug），或将 GISPLUG_PYTHON（环境变量，或“设置 &gt; 选项 &gt; 处理 &gt; 数据提供者 &gt; gisplug”）指向已安装 gisplug 所需软件包的 Python 3.11 或更新版本。</translation>
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
        <source>Python {version} ({path}) has neither ensurepip nor pip {least} or newer, so it cannot install packages. On Debian and Ubuntu `apt install python3-venv` brings ensurepip, on Fedora and openSUSE the package python3-pip brings pip; with the installer of python.org choose Modify and tick pip. Or name another Python under &#x27;Python to start from&#x27;.</source>
        <translation>Python {version}（{path}）既没有 ensurepip，也没有 pip {least} 或更新版本，无法安装软件包。在 Debian 和 Ubuntu 上运行 `apt install python3-venv` 可得到 ensurepip；在 Fedora 和 openSUSE 上安装软件包 python3-pip；使用 python.org 安装程序的，选择 Modify 并勾选 pip。也可以在“基础 Python”中指定其他 Python。</translation>
    </message>
    <message>
        <source>{named!r} is no usable 64-bit Python 3.11 or newer with the module venv.</source>
        <translation>{named!r} 不是可用的、带有 venv 模块的 64 位 Python 3.11 或更新版本。</translation>
    </message>
    <message>
        <source>No Python 3.11 to 3.14 was found on this computer to make the engine from. Install one (python.org, your system&#x27;s packages, or `uv python install 3.12`) and run this again, or name it under &#x27;Python to start from&#x27;.</source>
        <translation>本机没有找到可用来创建引擎的 Python 3.11 至 3.14。请安装一个（python.org、系统软件包，或 `uv python install 3.12`）后重新运行，或在“基础 Python”中指定。</translation>
    </message>
    <message>
        <source>Cannot remove {place}: {why} ({file}). Close other QGIS windows and run this again.</source>
        <translation>无法删除 {place}：{why}（{file}）。请关闭其他 QGIS 窗口后重新运行。</translation>
    </message>
    <message>
        <source>{place} was not made by gisplug, so it is not removed. Look into it and remove it yourself.</source>
        <translation>{place} 不是由 gisplug 创建的，因此不会删除。请查看后自行处理。</translation>
    </message>
    <message>
        <source>The engine that worked before is kept in {before}, because {place} cannot be moved ({why}). Close other QGIS windows and choose Install again: it is put back if that fails.</source>
        <translation>原来可用的引擎保留在 {before}，因为 {place} 无法移动（{why}）。请关闭其他 QGIS 窗口并再次选择安装；若仍失败，原引擎会被放回。</translation>
    </message>
    <message>
        <source>Cannot write into {folder}: {why}.</source>
        <translation>无法写入 {folder}：{why}。</translation>
    </message>
    <message>
        <source>The engine is ready</source>
        <translation>引擎已就绪</translation>
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
        <source>The package index cannot be reached; nothing was installed. Check the network and the proxy (Settings &gt; Options &gt; Network), name another package index, or install without a network from a folder of wheels.</source>
        <translation>无法连接软件包索引，没有安装任何内容。请检查网络和代理（设置 &gt; 选项 &gt; 网络），填写其他软件包索引，或从 wheel 文件夹离线安装。</translation>
    </message>
    <message>
        <source>A locked package was not found or is not the expected one; nothing was installed. Choose another Python to start from, or another source.</source>
        <translation>某个锁定版本的软件包未找到或与预期不符，没有安装任何内容。请换用其他基础 Python 或其他来源。</translation>
    </message>
    <message>
        <source>{program} failed; nothing was installed. Its last words were:</source>
        <translation>{program} 运行失败，没有安装任何内容。它最后输出的内容：</translation>
    </message>
    <message>
        <source>Cannot start {program}: {why}.</source>
        <translation>无法启动 {program}：{why}。</translation>
    </message>
    <message>
        <source>Installing packages</source>
        <translation>正在安装软件包</translation>
    </message>
    <message>
        <source>the package index that pip is configured for on this computer</source>
        <translation>本机 pip 所配置的软件包索引</translation>
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
        <source>The engine&#x27;s Python {path!r}, named by {origin}, cannot be started: {why}.</source>
        <translation>引擎的 Python {path!r}（由{origin}指定）无法启动：{why}。</translation>
    </message>
    <message>
        <source>Mend the packages first; this follows from them.</source>
        <translation>请先修复软件包；此项由其引起。</translation>
    </message>
    <message>
        <source>Convert such files with QGIS, layers to GeoPackage and rasters to GeoTIFF, and use those.</source>
        <translation>请用 QGIS 转换这类文件（矢量图层转为 GeoPackage，栅格转为 GeoTIFF），再使用转换后的文件。</translation>
    </message>
    <message>
        <source>Coordinate systems are looked up in the wrong place. Unset PROJ_LIB, PROJ_DATA and GDAL_DATA, or install pyproj and rasterio again.</source>
        <translation>坐标系在错误的位置查找。请取消环境变量 PROJ_LIB、PROJ_DATA 和 GDAL_DATA，或重新安装 pyproj 和 rasterio。</translation>
    </message>
    <message>
        <source>Chinese shows as boxes in pictures. Install Noto Sans CJK SC or WenQuanYi Zen Hei.</source>
        <translation>图中的中文会显示为方框。请安装 Noto Sans CJK SC 或文泉驿正黑。</translation>
    </message>
    <message>
        <source>More threads than processors slow each other down. Set OPENBLAS_NUM_THREADS={cpus}.</source>
        <translation>线程多于处理器会互相拖慢。请设置 OPENBLAS_NUM_THREADS={cpus}。</translation>
    </message>
    <message>
        <source>Formats</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Coordinates</source>
        <translation>坐标</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>图形</translation>
    </message>
    <message>
        <source>Parallel work</source>
        <translation>并行计算</translation>
    </message>
    <message>
        <source>Raster</source>
        <translation>栅格</translation>
    </message>
    <message>
        <source>Chinese font</source>
        <translation>中文字体</translation>
    </message>
    <message>
        <source>read, written</source>
        <translation>可读写</translation>
    </message>
    <message>
        <source>read</source>
        <translation>可读</translation>
    </message>
    <message>
        <source>Engine for QGIS</source>
        <translation>QGIS 所用的引擎</translation>
    </message>
    <message>
        <source>In QGIS run &#x27;Set up engine&#x27; (Processing toolbox &gt; gisplug); elsewhere it is not needed.</source>
        <translation>在 QGIS 中请运行“设置引擎”（处理工具箱 &gt; gisplug）；在其他地方不需要引擎。</translation>
    </message>
    <message>
        <source>An installation was broken off. Run &#x27;Set up engine&#x27; with Install.</source>
        <translation>上一次安装中断了。请运行“设置引擎”并选择安装。</translation>
    </message>
    <message>
        <source>It was made for another version of gisplug. Run &#x27;Set up engine&#x27; with Repair.</source>
        <translation>它是为另一版本的 gisplug 建立的。请运行“设置引擎”并选择修复。</translation>
    </message>
    <message>
        <source>Setting up the engine needs 1.5 GiB there. Make room first.</source>
        <translation>设置引擎需要那里有 1.5 GiB 的空间。请先腾出空间。</translation>
    </message>
    <message>
        <source>There is no such file. Correct or unset GISPLUG_PYTHON.</source>
        <translation>没有这个文件。请更正或取消 GISPLUG_PYTHON。</translation>
    </message>
    <message>
        <source>Private environment</source>
        <translation>独立环境</translation>
    </message>
    <message>
        <source>Disk</source>
        <translation>磁盘</translation>
    </message>
    <message>
        <source>Run `gisplug doctor` on the command line, or the tool in QGIS&#x27;s Processing toolbox.</source>
        <translation>请在命令行运行 `gisplug doctor`，或运行 QGIS 处理工具箱中的工具。</translation>
    </message>
    <message>
        <source>ok</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>note</source>
        <translation>提示</translation>
    </message>
    <message>
        <source>problem</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Software</source>
        <translation>软件</translation>
    </message>
    <message>
        <source>Machine</source>
        <translation>计算机</translation>
    </message>
    <message>
        <source>Close other programs before you compute with many units, periods, permutations or draws.</source>
        <translation>在计算大量单元、时期、置换或抽样之前，请关闭其他程序。</translation>
    </message>
    <message>
        <source>Make room there, or name another folder in the variable TMPDIR (Windows: TEMP).</source>
        <translation>请腾出空间，或用环境变量 TMPDIR（Windows：TEMP）指定其他文件夹。</translation>
    </message>
    <message>
        <source>Names of files with Chinese characters fail with this encoding. Set LANG=C.UTF-8 or PYTHONUTF8=1.</source>
        <translation>这种编码无法处理含中文的文件名。请设置 LANG=C.UTF-8 或 PYTHONUTF8=1。</translation>
    </message>
    <message>
        <source>It may lend this Python the files of another program. Unset {name} if something here is wrong.</source>
        <translation>它可能使该 Python 用到其他程序的文件。若此处有问题，请取消 {name}。</translation>
    </message>
    <message>
        <source>This copy of gisplug lacks metadata.txt. Install gisplug again.</source>
        <translation>这份 gisplug 缺少 metadata.txt。请重新安装 gisplug。</translation>
    </message>
    <message>
        <source>gisplug computes with a 64-bit Python 3.11 or newer. Install one and gisplug in it.</source>
        <translation>gisplug 需要 64 位的 Python 3.11 或更新版本进行计算。请安装，并在其中安装 gisplug。</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>Temporary folder</source>
        <translation>临时文件夹</translation>
    </message>
    <message>
        <source>Language and encoding</source>
        <translation>语言和编码</translation>
    </message>
    <message>
        <source>Interpreter</source>
        <translation>解释器</translation>
    </message>
    <message>
        <source>System</source>
        <translation>系统</translation>
    </message>
    <message>
        <source>Processors</source>
        <translation>处理器</translation>
    </message>
    <message>
        <source>Nothing can be written there. Name another folder in the variable TMPDIR (Windows: TEMP).</source>
        <translation>那里无法写入。请用环境变量 TMPDIR（Windows：TEMP）指定其他文件夹。</translation>
    </message>
    <message>
        <source>Packages</source>
        <translation>软件包</translation>
    </message>
    <message>
        <source>Install it again: in QGIS with Repair in &#x27;Set up engine&#x27;, elsewhere with python -m pip install --force-reinstall --no-deps {wanted}</source>
        <translation>请重新安装：在 QGIS 中用“设置引擎”的修复，在其他地方用 python -m pip install --force-reinstall --no-deps {wanted}</translation>
    </message>
    <message>
        <source>Install it: in QGIS with Repair in &#x27;Set up engine&#x27;, elsewhere with python -m pip install {wanted}</source>
        <translation>请安装：在 QGIS 中用“设置引擎”的修复，在其他地方用 python -m pip install {wanted}</translation>
    </message>
    <message>
        <source>It is loaded from outside this Python. Remove that copy, or take its folder out of PYTHONPATH.</source>
        <translation>它是从该 Python 之外加载的。请删除那份副本，或将其文件夹从 PYTHONPATH 中去掉。</translation>
    </message>
    <message>
        <source>Mend {cause} first; this follows from it.</source>
        <translation>请先修复 {cause}；此项由其引起。</translation>
    </message>
    <message>
        <source>The results were checked with the locked versions. To have them: python -m pip install -r requirements/engine.txt</source>
        <translation>结果是用锁定的版本核对的。若要使用这些版本：python -m pip install -r requirements/engine.txt</translation>
    </message>
    <message>
        <source>Only needed to compute on a cluster; it comes with gisplug&#x27;s extra called dask.</source>
        <translation>只在集群上计算时需要；由 gisplug 的附加项 dask 提供。</translation>
    </message>
    <message>
        <source>Locked versions</source>
        <translation>锁定的版本</translation>
    </message>
    <message>
        <source>Example: from weights to a spillover map</source>
        <translation>示例：从空间权重到溢出地图</translation>
    </message>
    <message>
        <source>Builds contiguity weights, aggregates night lights to the units, tests the lights for spatial autocorrelation in every year, fits a spatial Durbin model to the panel and maps who receives its spillovers. Open it in the model designer to change or extend it.</source>
        <translation>构造邻接权重，把夜间灯光汇总到单元，检验各年灯光的空间自相关，对面板估计空间杜宾模型，并绘制哪些单元接收其溢出的地图。可在模型设计器中打开、修改或扩展。</translation>
    </message>
    <message>
        <source>Links added by hand</source>
        <translation>手工添加的邻接</translation>
    </message>
    <message>
        <source>Night lights: folder, pattern or name on the shelf</source>
        <translation>夜间灯光：文件夹、文件名模式或内置数据集名称</translation>
    </message>
    <message>
        <source>Night lights by unit</source>
        <translation>各单元夜间灯光</translation>
    </message>
    <message>
        <source>Moran&#x27;s I of the lights</source>
        <translation>灯光的莫兰指数</translation>
    </message>
</context>
</TS>
