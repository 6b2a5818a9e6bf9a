"""What the papers print, row by row: numbers are facts of the papers, stars *** 1 %, ** 5 %, * 10 %.

A text such as "-.1230***" is a coefficient with its stars; one without stars is not significant at 10 %; a number is a
descriptive statistic; a plus ends one whose sign alone is compared, because the paper's other numbers imply its size
or its stars are not known to us; "there" is a row whose number the paper prints and whose sign says nothing.
"""

from __future__ import annotations

CONTROLS_A = ("wage", "second", "third", "press", "traffic", "edu")
T6 = {
    "agg": (".2206***", ".0965***", ".0961***", ".0954***"),
    "wage": (None, ".0127***", ".0122***", ".0267***"),
    "second": (None, "-.1230***", "-.1252***", "-.1040***"),
    "third": (None, ".0039", ".0112", ".0651"),
    "press": (None, "-.0235***", "-.0296***", "-.0139**"),
    "traffic": (None, ".0283", ".0374*", ".0447**"),
    "edu": (None, ".0399", ".8257", "6.7060***"),
    "Constant": (".0147+", ".0937***", ".0978+", "-.0866+"),
    "R2": ("there",) * 4,
    "Observations": (420,) * 4,
    "Unit effects": ("No", "No", "Yes", "Yes"),
    "Period effects": ("No", "No", "No", "Yes"),
}
DESCRIPTIVES_A = {
    "develop": (0.1662, 0.1011, "there", "there"),  # printed .0618 and .6422
    "agg": (0.6866, 0.5410, 0.1200, 2.8272),
    "wage": (7.4370, 3.0310, 3.6003, 22.9337),
    "second": (0.3907, 0.1079, 0.1299, 1.2050),
    "third": (0.4864, 0.1203, 0.2686, 1.0487),
    "press": (2.3422, 1.0128, 1.0359, 6.6029),
    "traffic": (0.4519, 0.2226, 0.0752, 1.1500),
    "edu": (0.0096, 0.0059, 0.0005, 0.0296),
}
T7 = {
    "Without municipalities": {"agg": ".1033***", "Observations": 364, "R2": "there", "Constant": "there"},
    "Before 2020": {"agg": ".1905***", "Observations": 300, "R2": "there"},
    "Trimmed 1%": {"agg": ".0462***", "Observations": "there", "R2": "there"},
}
T8 = {"ML-GLS": ".1646**", "Pooled median": ".1734**", "System GMM": ".1258**"}
T9 = {
    "rugged": "-.0480***",
    "first Constant": "1.2614***",
    "agg": ".6494***",
    "second Constant": "-.7715+",
    "F": "13.38***",
    "LM": "14.656***",
    "Cragg-Donald": "13.378***",
}
MORAN_I = (0.151, 0.156, 0.159, 0.153, 0.148, 0.142, 0.140, 0.156, 0.150, 0.149, 0.170, 0.202, 0.219, 0.287)
MORAN_Z = (1.624, 1.653, 1.686, 1.636, 1.616, 1.541, 1.542, 1.693, 1.657, 1.639, 1.786, 2.051, 2.156, 2.747)
MORAN = dict(zip(range(2010, 2024), zip(MORAN_I, MORAN_Z, strict=True), strict=True))
T11 = {"agg": ".0856***", "W*agg": ".0260**", "rho": ".1334**", "R2": "there", "Observations": 420}
T12 = (".0631***", ".0725***", ".0686***", ".0881***", ".0970***", ".1080***", ".0910***", ".1310***", ".1500***")
T12_F = "8.17***"  # printed with p = .0000
T13 = {"east": (".0346**", 154), "centre": (".0886***", 112), "west": (".0037", 154)}
T14 = {"Single": "653.58***", "Double": "23.37"}
T15 = {"low": ".0824***", "high": ".1399***", "Constant": ".1049***", "R2": "there"}

DESCRIPTIVES_C = {  # mean, sd, min, p50, max
    "agg": (0.87, "there", "there", "there", "there"),  # printed .52 .01 .78 4.85
    "digital": (1.35, 0.93, 0.0, "there", 4.69),  # printed p50 1.2
    "manu": (0.46, 0.11, 0.06, 0.46, 1.25),
    "serv": (0.41, 0.11, 0.08, 0.41, 1.31),
    "pop": (5.77, 0.93, 0.68, "there", 7.88),  # printed p50 5.95
    "edu": (0.18, 0.04, 0.02, 0.18, 0.38),
}
STEPS_C = {
    "digital": (".0330***", ".0677***", ".0641***", ".0638***", ".0615***"),
    "manu": (None, ".489+", ".532+", ".521+", ".526+"),
    "serv": (None, None, ".0717+", ".0700+", ".0582+"),
    "pop": (None, None, None, ".0849+", ".0859+"),
    "edu": (None, None, None, None, "-.297"),
    "Constant": (".829***", ".556***", ".511***", ".0271", ".0797"),
    "Observations": (4050,) * 5,
    "R2 within": ("there",) * 5,
}
PATHS_C = {
    "digital on tec": ".00496***",
    "digital beside tec": ".0400**",
    "tec": "1.720***",
    "digital on inter": ".0464***",
    "digital beside inter": ".0465**",
    "inter": ".0433**",
}
LAGS_C = {1: (".0644***", 3780), 2: (".0755***", 3510), 3: (".0820***", 3240)}

LEVEL_D = {"(1)": ".2***", "(2)": ".2***", "(3)": ".2***", "(4)": ".2***"}  # the paper's numbers are not known to us
PATH_D = {"digital on coagg": ".1***", "coagg": ".1**", "digital beside coagg": ".1***"}
REGIONS_D = {"east": ".2***", "centre": ".2+", "west": ".2+"}
SHAPE_D = {"digital^2": ".1***", "F of one threshold": "10***"}
