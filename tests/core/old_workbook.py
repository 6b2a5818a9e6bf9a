"""A workbook of Excel 97 in a text: no package that is kept up writes one.

Sheets: plain (unit, x), 年鉴 (titles, two header rows, merged cells, a note), dates (unit, when, x by month).
"""

import base64
import zlib
from pathlib import Path


def old_workbook(path: Path) -> Path:
    """Write the workbook."""
    path.write_bytes(zlib.decompress(base64.b85decode("".join(_PACKED))))
    return path


_PACKED = (
    "c-rk)Uuc{~5dZD>?cSewxm;pe+Z4)KXf-h@X{tfA?fD1oQ_s}1R7FxRxx<7e*Ah>(idwA!K?G4ml)eP2tyrqQw6?WY-+T}%`XC5G",
    "ViAPAC{+|}^Eor$-q*YI3pAjSlbd5_cXsACJK34tz1-L5TBoNz?wG+m+5#7IUL29CIYljA5mF$%=kc)8$EbM?sw;}eD3K9^)6HK+",
    "IftC@894Yze?c7hk=i5Ji|n3KF};Lzm&A})9K&W6q1tn(A`cQzVx>gZCVW`<wZcCX>raK>Av3QE-%PgC>S3JAWV>#)mHeQyMs!Ky",
    "3MT~fz07RDGJMIE{QPUmw>7wPVl+QiXNuK2fkU9AZY`FI6D+sjT{Hpvh<e7ydkTeVv{S+l;dd_${8l;HpQju1OFOSX^MBUPM;Dln",
    "Q4;6Rzu{<LKfFg37xN^VaZ<C!VDDIdv^0qXo|TK-QRTt%>um65+&3uX%f-hp;wV;;*h-CnPn1T>R7+1$%TpVQL-nDD4n`XKf!>|B",
    "<)XvU5d*a&x9z?T?`-z&?X)b<8#e4E!&^`u41|6X$l!2x(*Sj+vgdQuU6(tWrT3z5V|VX{o7eZ#Oy@&u#}!n2Isx_bScljB*vQNA",
    ";oPqB;2+sdBU7)u^^DU?!96)rEH&{%Bo|kz=HhCW!<-;qK#Po9<w&P!*Dk*Q>o?nm1~R*3X1_dE{*$(rcMl$3U<84aqH%?@ZI|$y",
    "guf_WSIM|Tcsp$(_3H+f*}=UB#O5W@uA_A}3VoZop=x|1jVEWff3kY=e5RAe$F|Nq-G1!5%oNtp6I&oWe-5Bqb*p#YW;&Uv^vYg+",
    "KL}rW#WfgnQZ{zazS}Lh#0TGI7*^ulQPy6C*ekJTkIy+x5>Kn_GTS>L_Kw)Q*52R!SrWH6Z8*+Kx|A=|QsmIrn>x;+3C$t@t)C%j",
    "bLf9`kVkVx9yRGrRpv}+<|4K-{5_A#8ZnX_$$+nMX&ehQI#}18=au!Ytv5!x;xisd?6WD5+!~#>I`*qWqSfN}8f&k`bAqHZSV0nd",
    "p1qze{`%mc9s4nw5MM@oHCwb1Ul)EU5Wjr|Yc6z-Q$)Tc$Cb2kMP=`6eMQAr3-O<*0<`R$YkOs-%cT8tf&b!MM1vcy9?yl6*cZC1",
    "&X5Q8--fQkl`3<B%6CI6zk+iF_nzRA0nQD<xivUfaLbP{t}Vdn5S$L~NXF@^IM)X_6M{1}I8zm8Ux15*;374+NL8Hu0S+O!u(u)=",
    "NRE9u7Ovn1HK;*#K+1l}b^WjYa?wQW6T!dhT%tDD_?hH?OZQ_BeaiH&-90E#KY@LVs-NXBs^UvsC8qLwA=6G;eFD2NBysFsbp6t!",
    "t*ZZ?s|Ke2xg)gL_2(87=fAxE-_!PvdH",
)
