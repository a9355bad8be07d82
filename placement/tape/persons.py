"""Names of people as Chinese files write them, told from other short words."""

import re

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕"
    "丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付傅方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武"
    "钱戴严莫孔向常汤康易乔赖文樊兰殷施洪翟安倪颜温芦俞章鲁葛毕聂岳齐庞焦左祝鲍涂欧柳甘单柯梅辛费骆"
)
_DOUBLE_SURNAMES = ("欧阳", "上官", "司马", "诸葛", "司徒", "东方", "皇甫", "尉迟", "慕容", "令狐")
_NAME = re.compile(
    f"(?:{'|'.join(_DOUBLE_SURNAMES)}|[{_SURNAMES}])"
    "(?:[\u4e00-\u9fff]{1,2}|[*某x×○]{1,2}|[*某x×○][\u4e00-\u9fff]|先生|女士|小姐)"
)
_NO_NAME = re.compile("[市县区省州卡费店部行司厂路镇村城组所站线类级期款户元天月年中]$")
"""Endings of places, products and states that begin like a surname."""

_WORDS = re.compile(
    "单位|单元|单号|单据|余额|余款|余数|金额|金卡|黄金|白金|高风险|高危|高端|白名单|黄牌|张数|时间|时长|常规|常用|安全|安排|任务|任意|程序|程度|"
    "成本|季度|鲁莽|向量|强制|方式|方案|石油|云南|江苏|江西|龙头|万元|万户|钱款|牛市|易贷|华东|华北|华南|华中|温州|支付|计息|全额|全部|段落|章节|"
    "柳州|康复|常住|费项|费率|单据号"
)
"""Words that begin like a surname."""


def is_name(text: str) -> bool:
    """Return whether a text may be a person's name: a surname and one or two signs."""
    return (
        _WORDS.fullmatch(text) is None
        and _NAME.fullmatch(text) is not None
        and _NO_NAME.search(text) is None
    )
