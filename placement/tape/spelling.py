"""How texts are compared that people write in different ways."""

import unicodedata

_TRADITIONAL = (
    "萬業兩個舉爭於產億價會債關農況憑劃別製務動區單盧歷發號後員團國圖塊壞處備寬審實對導屆屬師"
    "帳帶幣廣應異歸當態總戶報擬執據數斷無時暫權機條來構標棟檔樓沒滿點狀現電碼種積稱築類係繫約"
    "級線終結統編繳網聯營觸訂計議訊記證識訴話請賬貨質貸費車轉軟載輸達過運還進連適遞郵鐵銀錫鎊"
    "長門間隊階險額項預驗齡韓餘臺錄負體貳責償擔讓經緊滯違組圓與內優傳從協賣壓參聽歲層莊開張強"
    "戸擇損換攤掃掛東樣歐匯漢決減測準滅熱環癢監蓋確離稅穩簽紅糾紀納細紹給絕繼績續維綜職勝腳補"
    "複復觀規視認討設訪評詞譯誠詢該詳語誤說調誰談貝貢財敗購販貧貼貴貿資賃賠贈贏輪輕較輯邊遲遷"
    "選遺鐘錢鋪鏈銷鎖錯鍵閉問閒閱際陸陳隨難頁順須顧領頻題顏風飯館駐騙齊園場廠廳倉眾夥劉則剛創"
    "劑辦勞勢醫華衛縣雙變疊啟嗎響圍聖夠夾獎婦學寧寶尋將爾塵島廢惡懲願戰擴護擋敵顯術雜極帐絡"
)
_SIMPLIFIED = (
    "万业两个举争于产亿价会债关农况凭划别制务动区单卢历发号后员团国图块坏处备宽审实对导届属师"
    "账带币广应异归当态总户报拟执据数断无时暂权机条来构标栋档楼没满点状现电码种积称筑类系系约"
    "级线终结统编缴网联营触订计议讯记证识诉话请账货质贷费车转软载输达过运还进连适递邮铁银锡镑"
    "长门间队阶险额项预验龄韩余台录负体贰责偿担让经紧滞违组圆与内优传从协卖压参听岁层庄开张强"
    "户择损换摊扫挂东样欧汇汉决减测准灭热环痒监盖确离税稳签红纠纪纳细绍给绝继绩续维综职胜脚补"
    "复复观规视认讨设访评词译诚询该详语误说调谁谈贝贡财败购贩贫贴贵贸资赁赔赠赢轮轻较辑边迟迁"
    "选遗钟钱铺链销锁错键闭问闲阅际陆陈随难页顺须顾领频题颜风饭馆驻骗齐园场厂厅仓众伙刘则刚创"
    "剂办劳势医华卫县双变叠启吗响围圣够夹奖妇学宁宝寻将尔尘岛废恶惩愿战扩护挡敌显术杂极账络"
)
"""Characters of the headings and words that the tape knows, in their two forms, one below the
other. No general table: a word that is not known needs no other form."""

_FOLDED = str.maketrans(_TRADITIONAL, _SIMPLIFIED)


def narrow(text: str) -> str:
    """Return a text in one width, case and form: Ａ1 and a1, 帳號 and 帐号 are the same."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return plain if plain.isascii() else plain.translate(_FOLDED)
