"""Headings that announce personal data: known ones, and those put together of who and what.

联系电话2      a known heading with a number
担保人手机号    whose, and what: the guarantor's mobile number
guarantor_phone
name_of_debtor
身份证+姓名    two of what
"""

import re

from placement.tape.fields import PERSONAL
from placement.tape.spelling import narrow

_WHO = (
    "借款人 | 共同借款人 | 共借人 | 主借人 | 担保人 | 保证人 | 配偶 | 紧急联系人 | "
    "第一联系人 | 第二联系人 | 联系人 | 客户 | 本人 | 持卡人 | 债务人 | 业主 | 租客 | 租户 | "
    "户主 | 亲属 | 家属 | 父亲 | 母亲 | 子女 | 同事 | 朋友 | 法人 | 法定代表人 | 法人代表 | "
    "经办人 | 收货人 | 收件人 | 用户 | 会员 | 家庭 | 单位 | 公司 | 住宅 | 户籍 | 户口 | 现居 | "
    "担保公司 | 担保方 | 共债人 | 家庭成员 | 车辆 | 开户行 | "
    "居住 | 常住 | 常用 | 备用 | 注册 | 预留 | 还款 | 开户 | 银行 | 详细 | 通讯 | 通信 | "
    "邮寄 | 账单 | 工作 | customer | client | debtor | borrower | co borrower | guarantor | "
    "spouse | contact | emergency contact | account holder | card holder | owner | tenant | "
    "consumer | obligor | billing | home | work | office | mailing | residential | employer | "
    "primary | secondary | alternate | bank | residence | subscriber"
)

_WHAT = (
    "姓名 | 名字 | 联系人 | 手机 | 手机号 | 手机号码 | 电话 | 电话号码 | 联系电话 | 联系方式 | "
    "联系地址 | 身份证 | 身份证号 | 身份证号码 | 证件号 | 证件号码 | 地址 | 住址 | 邮箱 | "
    "电子邮箱 | 电子邮件 | 微信 | 微信号 | qq | qq号 | qq号码 | 银行卡 | 银行卡号 | 卡号 | "
    "护照 | 护照号 | 护照号码 | 护照编号 | 号牌 | 姓名拼音 | 出生日期 | "
    "出生年月 | 生日 | name | first name | last name | "
    "full name | surname | phone | phone number | phone no | tel | telephone | "
    "telephone number | mobile | mobile number | mobile phone | mobile no | cell | "
    "cell phone | email | email address | e-mail | address | address line | ssn | passport | "
    "passport no | passport number | date of birth | birth date | birthday | dob | iban | "
    "card number | card no | id number | national id | identity number"
)

_ALONE = (
    "名字 | 中文名 | 英文名 | 曾用名 | 客户名 | 担保人 | 保证人 | 配偶 | 共借人 | 共同借款人 | "
    "法人 | 法人代表 | qq | qq号 | qq号码 | 银行账号 | 银行账户 | 开户账号 | 还款账号 | "
    "还款账户 | 护照 | 护照号 | 护照号码 | 出生年月 | 电子邮件 | 车牌 | 车牌号 | 社保号 | "
    "驾驶证号 | 税号 | iban | iban number | birthday | birth day | cell | tel | fax | mail | "
    "mobile no | mobile phone number | telephone number | passport no | passport number | "
    "national id | identity number | tax id | bank account | bank account number | "
    "subscriber | subscriber name | wechat | wechat id | wx | wx id | hk id | hkid | "
    "车辆号牌 | 港澳通行证 | 通行证 | 通行证号 | 台胞证 | 军官证 | 军官证号 | 护照编号 | 住所 | "
    "收货地点 | 家庭成员 | 担保方 | 共债人 | 拼音 | 身份证后四位 | 身份证后六位 | 出生 | 出生地 | "
    "credit card | credit card number | debit card number | pan | address line 1 | "
    "postal address | guarantor | co borrower | spouse | account name | cardholder | "
    "cardholder name | driving licence | licence plate | license plate | nino | "
    "national insurance number | whatsapp | telegram"
)


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", narrow(text))


def _words(texts: str) -> frozenset[str]:
    return frozenset(_plain(text) for text in texts.split(" | "))


_KNOWN = _words(PERSONAL) | _words(_ALONE) | _words(_WHAT)


def _either(texts: str) -> str:
    return "|".join(sorted(map(re.escape, _words(texts)), key=len, reverse=True))


_WHOSE, _OF_THEM = _either(_WHO), _either(_WHAT)
_PUT_TOGETHER = re.compile(
    rf"(?:{_WHOSE})\d{{0,2}}的?(?:{_OF_THEM})|(?:{_OF_THEM})of(?:the)?(?:{_WHOSE})|(?:{_OF_THEM}){{2}}"
)
_NUMBER = re.compile(r"(?:[0-9]{1,2}|[一二三四五])$")

_LONGEST = 60
"""Signs of a heading; longer texts are none."""


def announces(heading: str) -> bool:
    """Return whether a heading announces personal data.

    Args:
        heading: Without a unit or remark in brackets.
    """
    if len(heading) > _LONGEST:
        return False
    plain = _plain(heading)
    numberless = _NUMBER.sub("", plain)
    return any(
        text in _KNOWN or _PUT_TOGETHER.fullmatch(text) is not None for text in (plain, numberless)
    )
