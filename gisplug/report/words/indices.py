"""Chinese words of the tables and pictures of panels, autocorrelation and indices. Data only; `words` reads it."""

from __future__ import annotations

ZH = {
    # panel
    "Preparation of the data": "数据处理步骤", "What was done": "处理内容", "Correlations": "相关系数", "Correlations (pearson)": "皮尔逊相关系数",
    "Correlations (spearman)": "斯皮尔曼相关系数", "Variance inflation factors": "方差膨胀因子", "VIF": "VIF", "1/VIF": "1/VIF", "SD between": "组间标准差",
    "SD within": "组内标准差", "SD between: of the units' means; SD within: of deviations from them.": "组间标准差为个体均值的标准差，组内标准差为偏离个体均值的标准差。",
    "Above 10 is usually called serious collinearity.": "大于 10 通常视为严重共线性。",
    "Panel unit-root tests": "面板单位根检验", "Levin-Lin-Chu t*": "LLC 检验 t*", "Im-Pesaran-Shin W-t-bar": "IPS 检验 W-t-bar",
    "Fisher ADF inverse normal Z": "Fisher-ADF 逆正态 Z", "Fisher ADF chi-square": "Fisher-ADF 卡方", "p (simulated)": "p 值（模拟）", "Mean lags": "平均滞后阶数",
    "stationary (5 %)": "平稳（5%）", "unit root not rejected": "不拒绝单位根",
    # autocorrelation
    "Geary's C by period": "各年 Geary's C", "Bivariate I": "双变量莫兰指数", "Correlation": "相关系数", "Quadrant": "象限", "Number": "数量", "Units": "地区",
    # indices
    "Indicator": "指标", "Dimension": "维度", "Direction": "方向", "Entropy": "熵值", "Divergence": "差异系数", "Weight": "权重", "Weight in dimension": "维度内权重",
    "Indicators": "指标数", "Entropy weights": "熵权", "Entropy-weight index": "熵权指数", "Principal-component index": "主成分指数", "index": "指数",
    "index (0 to 1)": "指数（0—1）", "All indicators": "全部指标", "Other": "其他", "Mean": "均值", "Middle half of the units": "中间 50% 地区", "Eigenvalue": "特征值",
    "Component": "主成分", "Kept": "保留", "Left out": "未保留", "Share": "方差贡献率", "Cumulative": "累计贡献率", "Communality": "共同度",
    "Weight in the index": "指数权重", "Eigenvalues and cumulative share of variance": "特征值与累计方差贡献率", "Location quotient": "区位熵",
    "Co-agglomeration": "协同集聚指数", "First period": "首期", "Last period": "末期", "Gini": "基尼系数", "Gini coefficient": "基尼系数", "Theil index": "泰尔指数",
    "Theil T": "泰尔指数 T", "Theil L": "泰尔指数 L", "Coefficient of variation": "变异系数", "Variation": "变异系数", "Herfindahl": "赫芬达尔指数",
    "Within regions": "区域内差异", "Between regions": "区域间差异", "Transvariation": "超变密度", "Gw": "区域内 Gw", "Gnb": "区域间 Gnb", "Gt": "超变密度 Gt",
    "Gw share": "Gw 贡献率", "Gnb share": "Gnb 贡献率", "Gt share": "Gt 贡献率", "Between": "区域间", "Within": "区域内", "Between share": "区域间贡献率",
    "Within share": "区域内贡献率", "Inequality": "不平等", "Coordination degree": "耦合协调度", "Coupling C": "耦合度 C", "Level T": "综合发展水平 T",
    "Coordination D": "耦合协调度 D", "Lowest D": "最低 D", "Highest D": "最高 D", "Units by grade of coordination": "各协调等级的地区数",
    "Grades are steps of 0.1 of D.": "等级按 D 每 0.1 划分。", "Extreme imbalance": "极度失调", "Severe imbalance": "严重失调", "Moderate imbalance": "中度失调",
    "Mild imbalance": "轻度失调", "Near imbalance": "濒临失调", "Bare coordination": "勉强协调", "Primary coordination": "初级协调",
    "Intermediate coordination": "中级协调", "Good coordination": "良好协调", "Quality coordination": "优质协调",
    "Standard deviation of logs": "对数标准差", "Kernel density": "核密度", "Mean growth per period (log points)": "平均每期增长率（对数差）", "All": "全国",
    "Indicators scaled to 0 to 1 and weighed over all units and periods together; the weights of all indicators sum to 1.":
    "指标标准化到 0—1，全部地区与年份合并赋权；各指标权重之和为 1。",
    "Indicators scaled to 0 to 1 and weighed over each period by itself (means shown); the weights of all indicators sum to 1.":
    "指标标准化到 0—1，逐年赋权（表中为均值）；各指标权重之和为 1。",
    "Components point where the sum of their loadings is positive; the index weighs them by their share of variance.":
    "主成分方向取载荷之和为正；指数按方差贡献率加权。",
    "Dependent variable: growth of the logarithm to the next period. Standard errors clustered by unit in parentheses.":
    "被解释变量：下一期对数增长。括号内为按个体聚类的标准误。",
    "Speed": "收敛速度", "Half-life": "半衰期", "constant": "常数项", "east": "东部", "centre": "中部", "west": "西部",
}  # fmt: skip

PATTERNS = (
    (r"Entropy-weight index (.+)", r"\1 的熵权指数"),
    (r"Principal-component index (.+)", r"\1 的主成分指数"),
    (r"Entropy weights of (.+)", r"\1 的熵权"),
    (r"Dimensions of (.+)", r"\1 的各维度权重"),
    (r"Variance explained, (.+)", r"\1 的方差解释"),
    (r"Loadings, (.+)", r"\1 的载荷"),
    (r"Location quotient of (.+)", r"\1 的区位熵"),
    (r"Co-agglomeration of (.+) and (.+)", r"\1 与 \2 的协同集聚"),
    (r"Dagum decomposition of (.+)", r"\1 的 Dagum 基尼系数分解"),
    (r"Theil decomposition of (.+)", r"\1 的泰尔指数分解"),
    (r"Theil index of (.+)", r"\1 的泰尔指数"),
    (r"Inequality of (.+)", r"\1 的不平等程度"),
    (r"Gini within and between regions, (.+)", r"\1 的区域内与区域间基尼系数"),
    (r"Coupling coordination of (.+)", r"\1 的耦合协调度"),
    (r"Sigma convergence of (.+)", r"\1 的 σ 收敛"),
    (r"Beta convergence of (.+)", r"\1 的 β 收敛"),
    (r"Distribution of (.+)", r"\1 的核密度分布"),
    (r"ln (.+) in the first period", r"首期 ln \1"),
    (r"Geary's C of (.+) by period", r"\1 的各年 Geary's C"),
    (r"Getis-Ord G of (.+) by period", r"\1 的各年 Getis-Ord G"),
    (r"Bivariate Moran's I of (.+) and (.+)", r"\1 与 \2 的双变量莫兰指数"),
    (
        r"Variance, z and p under randomisation; tail: (.+); weights: (.+); units: (\d+)\.",
        r"方差、z 与 p 值基于随机化假设；单尾方向：\1；权重：\2；地区数：\3。",
    ),
    (r"(\d+) permutations\.", r"置换 \1 次。"),
    (
        r"Dagum \(1997\) by (.+): Gw within regions, Gnb net between regions, Gt transvariation; they sum to the Gini coefficient\.",
        r"按 \1 的 Dagum（1997）分解：Gw 区域内，Gnb 区域间净值，Gt 超变密度，三者之和为基尼系数。",
    ),
    (
        r"Standard deviation of logs\. Change a period by a linear trend: (.+)\.",
        r"对数标准差。线性趋势的每期变化：\1。",
    ),
    (
        r"KMO ([\d.]+); Bartlett's test of sphericity: chi-square ([\d.]+), df (\d+), p ([\d.]+)\.",
        r"KMO 为 \1；Bartlett 球形检验：卡方 \2，自由度 \3，p 值 \4。",
    ),
    (r"(Pearson|Spearman) correlations of (\d+) complete rows\.", r"\1 相关系数，\2 个完整观测值。"),
    (
        r"1 - \|a - b\| / \(a \+ b\) \+ \(a \+ b\), a and b the location quotients of the two industries\.",
        r"1 - |a - b| / (a + b) + (a + b)，a、b 为两产业的区位熵。",
    ),
)
