"""The words of tables, charts and reports in English and Simplified Chinese.

Everything is made in English; `say(text, "zh")` gives the Chinese. Unknown text stays as it is: variable names and
labels of the user are never touched.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from html import unescape
from pathlib import Path

from gisplug.report.words import indices as words_indices
from gisplug.report.words import specification as words_tests
from gisplug.report.words.settings import house

_ZH = {
    # tables
    "Variable": "变量",
    "variable": "变量",
    "term": "变量",
    "Term": "变量",
    "estimate": "系数",
    "Estimate": "系数",
    "Coefficient": "系数",
    "se": "标准误",
    "Std. error": "标准误",
    "Standard error": "标准误",
    "stat": "统计量",
    "Statistic": "统计量",
    "statistic": "统计量",
    "z": "z",
    "t": "t",
    "p": "p 值",
    "p-value": "p 值",
    "low": "置信下限",
    "high": "置信上限",
    "df": "自由度",
    "Test": "检验",
    "test": "检验",
    "Null hypothesis": "原假设",
    "null": "原假设",
    "Decision": "结论",
    "decision": "结论",
    "Yes": "是",
    "No": "否",
    "yes": "是",
    "no": "否",
    "Observations": "观测值",
    "N": "N",
    "Units": "个体数",
    "Periods": "期数",
    "R²": "R²",
    "R² within": "组内 R²",
    "R² overall": "总体 R²",
    "Within R²": "组内 R²",
    "Adjusted R²": "调整后 R²",
    "Log-likelihood": "对数似然值",
    "AIC": "AIC",
    "BIC": "BIC",
    "Unit effects": "个体固定效应",
    "Period effects": "时间固定效应",
    "Time effects": "时间固定效应",
    "Controls": "控制变量",
    "Unit fixed effects": "个体固定效应",
    "Time fixed effects": "时间固定效应",
    "Period fixed effects": "时间固定效应",
    "Fixed effects": "固定效应",
    "Weights": "空间权重",
    "Spatial weights": "空间权重",
    "Model": "模型",
    "model": "模型",
    "Effects": "效应",
    "Method": "方法",
    "Standard errors": "标准误类型",
    "Direct": "直接效应",
    "Indirect": "间接效应",
    "Total": "总效应",
    "direct": "直接效应",
    "indirect": "间接效应",
    "total": "总效应",
    "Direct effect": "直接效应",
    "Indirect effect": "间接效应",
    "Total effect": "总效应",
    "Direct effects": "直接效应",
    "Indirect effects": "间接效应",
    "Total effects": "总效应",
    "Constant": "常数项",
    "constant": "常数项",
    "mean": "均值",
    "Mean": "均值",
    "sd": "标准差",
    "Std. dev.": "标准差",
    "SD": "标准差",
    "min": "最小值",
    "Min": "最小值",
    "max": "最大值",
    "Max": "最大值",
    "median": "中位数",
    "Median": "中位数",
    "count": "样本量",
    "n": "样本量",
    "Count": "样本量",
    "Minimum": "最小值",
    "Maximum": "最大值",
    "period": "年份",
    "Period": "年份",
    "year": "年份",
    "Year": "年份",
    "unit": "地区",
    "Unit": "地区",
    "name": "名称",
    "Note": "注",
    "Notes": "注",
    "Table": "表",
    "Figure": "图",
    "Standard errors in parentheses.": "括号内为标准误。",
    "t statistics in parentheses.": "括号内为 t 值。",
    "Robust standard errors in parentheses.": "括号内为稳健标准误。",
    "*** p < 0.01, ** p < 0.05, * p < 0.1.": "***、**、* 分别表示在 1%、5%、10% 水平上显著。",
    # frequent words of tables and charts
    "Sum of lights": "灯光总量",
    "Growth, %": "增长率（%）",
    "Mean of means": "均值",
    "SD of means": "标准差",
    "Lit share": "亮区占比",
    "Night lights by period": "各年夜间灯光",
    "Effect": "效应",
    "Effect and 95% interval": "效应与 95% 置信区间",
    "Part of the effect": "效应的分量",
    "Order of neighbours": "邻居阶数",
    "Received from all others": "从其他地区接收",
    "Sent to all others": "向其他地区发出",
    "Spatial lags of the regressors": "解释变量的空间滞后",
    "Spatially lagged": "空间滞后项",
    "Spatial parameters": "空间参数",
    "Spatial parameter": "空间参数",
    "Coefficients": "系数",
    "coefficients and 95% intervals": "系数与 95% 置信区间",
    "Quadrant": "象限",
    "Number": "个数",
    "Number of neighbours": "邻居数",
    "Null hypothesis in words": "原假设",
    "Links": "链接数",
    "Isolates": "孤立单元",
    "Posterior weight": "后验权重",
    "Akaike weight": "赤池权重",
    "T": "T",
    "σ²": "σ²",
    "Errors": "标准误类型",
    "Robust": "稳健",
    "Sum": "合计",
    "Coefficient (95 % interval)": "系数（95% 置信区间）",
    "First": "首期",
    "Last": "末期",
    "Level": "水平",
    "Group": "组别",
    "group": "组别",
    "twoways": "双向",
    "random": "随机效应",
    "keep the unit effects": "保留个体效应",
    "keep the period effects": "保留时间效应",
    "keep the two-way effects": "保留双向效应",
    "the period effects are not needed": "无需时间效应",
    "the unit effects are not needed": "无需个体效应",
    "a spatial lag is indicated": "存在空间滞后",
    "a spatial error is indicated": "存在空间误差",
    "no spatial lag is indicated": "无空间滞后",
    "no spatial error is indicated": "无空间误差",
    "spatial dependence is indicated": "存在空间相关",
    "use fixed effects": "采用固定效应",
    "random effects may be used": "可采用随机效应",
    "no spatial dependence is left in the residuals": "残差无空间相关",
    "spatial dependence is left in the residuals": "残差仍有空间相关",
    "a spatial lag remains beside a spatial error": "控制空间误差后仍有空间滞后",
    "a spatial error remains beside a spatial lag": "控制空间滞后后仍有空间误差",
    "no spatial error beside a spatial lag": "控制空间滞后后无空间误差",
    "no spatial lag beside a spatial error": "控制空间误差后无空间滞后",
    # autocorrelation
    "90 % of values without autocorrelation": "无自相关时 90% 的取值",
    "95 % of values without autocorrelation": "无自相关时 95% 的取值",
    "Expected value": "期望值",
    "Geary's C": "Geary's C",
    "Getis-Ord G": "Getis-Ord G",
    "p (permutation)": "p 值（置换）",
    "Hot spot": "热点",
    "Cold spot": "冷点",
    "Undefined": "未定义",
    "Moran's I": "莫兰指数",
    "Moran's I by period": "各年莫兰指数",
    "E(I)": "E(I)",
    "EI": "E(I)",
    "Expected I": "期望值",
    "Variance": "方差",
    "High-High": "高-高",
    "Low-Low": "低-低",
    "High-Low": "高-低",
    "Low-High": "低-高",
    "Not significant": "不显著",
    "high-high": "高-高",
    "low-low": "低-低",
    "high-low": "高-低",
    "low-high": "低-高",
    "not significant": "不显著",
    "Isolate": "孤立单元",
    "Local Moran clusters": "局部莫兰聚类",
    "Moran scatter plot": "莫兰散点图",
    "Spatial lag": "空间滞后",
    # maps
    "No data": "无数据",
    "Boundaries are drawn for orientation only and imply no opinion on their legal status.": "边界仅供示意，不代表对其法律地位的任何立场。",
    "received": "接收溢出",
    "sent": "发出溢出",
    "own": "自身效应",
    "Received": "接收溢出",
    "Sent": "发出溢出",
    "Own": "自身效应",
    "Spillover received": "接收的溢出效应",
    "Spillover sent": "发出的溢出效应",
    "Own effect": "自身效应",
    "Origin of the shock": "冲击来源地",
    "Shock": "冲击",
    "order": "阶",
    "Projection": "投影",
    "Significant at 5 %": "5% 水平显著",
    # report
    "Contents": "目录",
    "Summary": "摘要",
    "Results": "结果",
    "Tables": "表格",
    "Figures": "图",
    "Maps": "地图",
    "Data": "数据",
    "Inputs": "输入数据",
    "Warnings": "提示与警告",
    "Warnings and notes": "提示与警告",
    "How this was made": "如何得到这些结果",
    "Options": "选项",
    "Versions": "软件版本",
    "Files": "文件",
    "Steps": "步骤",
    "Step": "步骤",
    "Seconds": "秒",
    "reused": "沿用",
    "done": "完成",
    "State": "状态",
    "Tool": "工具",
    "File": "文件",
    "Size": "大小",
    "Value": "数值",
    "Download": "下载",
    "Preparation": "数据准备",
    "Spatial units": "空间单元",
    "Night lights": "夜间灯光",
    "Panel": "面板数据",
    "Descriptive statistics": "描述性统计",
    "Spatial autocorrelation": "空间自相关",
    "Choice of model": "模型选择",
    "Decision chain": "模型选择检验",
    "Spatial model": "空间模型",
    "Spillovers": "空间溢出",
    "Spillover maps": "溢出地图",
    "Further analyses": "进一步分析",
    "Robustness": "稳健性检验",
    "Study": "研究",
    "All results": "全部结果",
    "Numbers": "数值",
    "Formula": "公式",
    "SHA-256": "SHA-256",
    "SYNTHETIC DATA: simulated for demonstration, not observations.": "模拟数据（SYNTHETIC）：仅供演示，并非真实观测。",
    "SYNTHETIC": "模拟数据",
    "Nothing to warn of.": "没有需要提示的事项。",
    "Made with gisplug": "由 gisplug 生成",
}

_ZH = {**words_indices.ZH, **words_tests.ZH, **_ZH}

_PRETTY = {
    "R2": "R²",
    "R2 within": "R² within",
    "R2 overall": "R² overall",
    "R2 between": "R² between",
    "Adjusted R2": "Adjusted R²",
    "chi2": "χ²",
    "Pseudo R2": "Pseudo R²",
    "sigma2": "σ²",
    "rho": "ρ",
    "lambda": "λ",
    "Log likelihood": "Log-likelihood",
}

_LETTERS = re.compile("[A-Za-z]")
_PATTERNS = (
    (r"\((\d+)\) (\w+)", r"(\1) \2"),
    (
        r"(?:(\w+): )?([\w.]+) holds SYNTHETIC data: simulated for demonstration, not observations\.",
        r"\2 含模拟数据（SYNTHETIC）：仅供演示，并非真实观测。",
    ),
    (r"([\w.]+): (\d+) units x (\d+) periods \((\w+) to (\w+)\)\.", r"\1：\2 个个体 × \3 期（\4 至 \5）。"),
    *words_indices.PATTERNS,
    *words_tests.PATTERNS,
    (r"Spatial lag of (.+)", r"\1 的空间滞后"),
    (r"(.+) \(standardised\)", r"\1（标准化）"),
    (r"Moran's I of (.+) by (?:period|year)", r"\1 的各年莫兰指数"),
    (r"Moran's I of (.+)", r"\1 的莫兰指数"),
    (r"Local Moran(?:'s I)? of (.+?),? (?:in )?(\d{4})", r"\2 年 \1 的局部莫兰指数"),
    (r"Local Moran(?:'s I)? of (.+)", r"\1 的局部莫兰指数"),
    (r"Direct, indirect and total effects(?: of (.+))?", r"直接、间接与总效应"),
    (r"Spatial Durbin model of (.+)", r"\1 的空间杜宾模型"),
    (r"Descriptive statistics of (.+)", r"\1 的描述性统计"),
    (r"Spillover received: (.+)", r"接收的溢出效应：\1"),
    (r"Spillover sent: (.+)", r"发出的溢出效应：\1"),
    (r"Own effect: (.+)", r"自身效应：\1"),
    (r"Shock in (.+)", r"\1 的冲击"),
    (r"order (\d+)", r"第 \1 阶"),
    (r"(\d+) units", r"\1 个单元"),
    (r"Average effects on (.+)", r"对\1 的平均效应"),
    (r"Spillovers of (.+)", r"\1 的空间溢出"),
    (r"A change of (.+) in (.+) of (.+)", r"\3 的 \2 变动 \1"),
    (r"After step (\d+)", r"第 \1 步之后"),
    (r"The unit itself changes by (.+)\.", r"冲击来源地自身变动 \1。"),
    (r"(High-High|Low-Low|High-Low|Low-High|Not significant|Isolate) \((\d+)\)", r"\1（\2）"),
    (r"Effect on (\w+)", r"对\1 的效应"),
    (r"Spatial Durbin \(SDM\) model of (.+)", r"\1 的空间杜宾模型（SDM）"),
    (r"(SDM|SAR|SEM|SLX|SDEM|SAC|GNS|OLS) under different weights: (.+)", r"不同空间权重下的 \1：\2"),
    (r"Specification tests: (.+)", r"模型设定检验：\1"),
    (r"Standardised (\w+) against the spatial lag of (\w+); I = (.+)\.", r"标准化的 \1 与其空间滞后；I = \3。"),
    (
        r"Pseudo p-values at most (.+); (\d+) conditional permutations, seed (\d+), tail (\w+)\.",
        r"伪 p 值不大于 \1；条件置换 \2 次，随机种子 \3。",
    ),
    (
        r"Variance, z and p under randomisation; tail: (.+); weights: (.+); units: (\d+)\.",
        r"方差、z 与 p 值基于随机化假设；单侧检验：\1；空间权重：\2；个体数：\3。",
    ),
    (r"(\d+) permutations\.", r"置换 \1 次。"),
    (
        r"Spatial [Dd]urbin \(SDM\) of (\w+) with unit and period effects; N = (\d+), T = (\d+); weights: (.+)\.",
        r"\1 的空间杜宾模型，个体与时间双向固定效应；N = \2，T = \3；空间权重：\4。",
    ),
    (
        r"Standard errors: expected information\. Fixed effects: Lee-Yu transformation\.",
        r"标准误：期望信息矩阵。固定效应：Lee-Yu 变换。",
    ),
    (
        r"Standard errors of effects: (\d+) draws \(seed (\d+), (.+)\); point estimates are exact\.",
        r"效应的标准误：模拟 \1 次（种子 \2）；点估计为精确值。",
    ),
    (r"Light in (.+); cells counted by exact covered fractions\.", r"灯光单位：\1；像元按精确覆盖比例计入。"),
    (r"Highest weight: (.+)\.", r"权重最高：\1。"),
    (r"Dependent variable: (.+)", r"被解释变量：\1"),
    (r"Coefficients? (?:on|of) (.+)", r"\1 的系数"),
    (r"Spatial lag of (.+)", r"\1 的空间滞后"),
    (r"Local Moran clusters of (.+)", r"\1 的局部莫兰聚类"),
    (r"Quadrants of the Moran scatter plot, (.+)", r"莫兰散点图象限，\1 年"),
    (r"(\w+) \(standardised\)", r"\1（标准化）"),
    (r"W × (.+)", r"W × \1"),
    (r"W\*(.+)", r"W × \1"),
    (r"(\w+) on (\w+)", r"\1 对 \2"),
    (r"(.+), (\d{4})", r"\1，\2 年"),
    (r"([^:.]{1,60}): ([^:.]{1,60})", r"\1：\2"),
)


def say(text: str, language: str | None = None) -> str:
    """Return `text` in the language (by default that of the run); words that are not known stay as they are.

    Variables that the run has labels for are called by them, also inside known phrases.
    """
    now = house()
    labels = now.labels
    if not text:
        return text
    if text in labels:
        return labels[text]
    if not _LETTERS.search(text):
        return text
    chinese = (language or now.language) == "zh"
    if chinese and (found := _ZH.get(text) or _ZH.get(_PRETTY.get(text, "")) or _declared().get(text)):
        return found
    if text in _PRETTY:
        return _PRETTY[text]
    return _by_pattern(text, labels, chinese) or _after_of(text, labels)


@lru_cache(maxsize=1)
def _declared() -> dict[str, str]:
    """Return the Chinese of everything that tools declare: the translations of the QGIS toolbox serve reports too."""
    path = Path(__file__).resolve().parents[2] / "toolbox" / "i18n" / "gisplug_zh_CN.ts"
    if not path.is_file():
        return {}
    pairs = re.findall(
        r"<source>(.*?)</source>\s*<translation>(.*?)</translation>", path.read_text(encoding="utf-8"), re.S
    )
    return {unescape(source): unescape(found) for source, found in pairs if found}


@lru_cache(maxsize=1)
def _compiled() -> list[tuple[re.Pattern[str], str]]:
    return [(re.compile(pattern), made) for pattern, made in _PATTERNS]


def _by_pattern(text: str, labels: Mapping[str, str], chinese: bool) -> str:
    for pattern, made in _compiled():
        found = pattern.fullmatch(text)
        if not found:
            continue
        known = {i: _word(g, labels, chinese) for i, g in enumerate(found.groups(), start=1) if g}
        if chinese:
            return re.sub(r"\\(\d)", lambda m, known=known: known.get(int(m[1]), ""), made)  # type: ignore[misc]
        for i in sorted(known, key=found.start, reverse=True):
            text = text[: found.start(i)] + known[i] + text[found.end(i) :]
        return text
    return ""


def _after_of(text: str, labels: Mapping[str, str]) -> str:
    """Call variables by their labels where they follow "of", "on", "against" or "and" in a sentence."""
    if not labels:
        return text
    return re.sub(r"\b(of|on|against|and|in) (\w+)\b", lambda m: f"{m[1]} {labels.get(m[2], m[2])}", text)


def _word(text: str, labels: Mapping[str, str], chinese: bool) -> str:
    """Return the label of a variable, or of each variable of a list."""
    if ", " in text:
        return ("、" if chinese else ", ").join(_word(part, labels, chinese) for part in text.split(", "))
    for prefix in ("W*", "W × "):
        if text.startswith(prefix):
            return f"W × {labels.get(text[len(prefix) :], text[len(prefix) :])}"
    if text in labels:
        return labels[text]
    if chinese and (found := _ZH.get(text) or _declared().get(text)):
        return found
    return _by_pattern(text, labels, chinese) or _after_of(text, labels)
