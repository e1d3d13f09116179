<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="zh_TW">
<context>
    <name>BindTask</name>
    <message>
        <source>請問民眾這張卡是哪一家的，再選擇。</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>綁定中，請不要拿開卡片</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>請把末碼 {tail} 的卡放回讀卡機</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>放回後再按 Enter 或 F12。</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>下一位 (Enter)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>同一人再綁一張</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>綁定完成</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>這張卡已經可以使用同一個人的服務與點數。</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>已暫時綁定</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>現在連不上中央平台。卡片可以先用，連線後會自動確認。</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>持卡人</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>卡別</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>原來的卡</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>新綁的卡</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>票證公司</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>處理編號</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>綁卡</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>把民眾自己的另一張卡，綁到同一個人。Esc 上一步，F12 綁定。</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>持卡人的卡</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>要綁的卡</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>請把民眾已有的市民卡放到讀卡機上。</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>請放上要綁的另一張卡。</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>要綁的卡是哪一家的（按數字選擇）</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>綁定這張卡 (F12)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>換人 (F11)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CardStep</name>
    <message>
        <source>卡號末碼 {tail}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>這是另一張卡，請放回末碼 {tail} 的卡</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>卡片已拿開，完成前請放回末碼 {tail} 的卡</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>改用這張卡 (F7)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>請改放已登記的卡片；要發新卡請按 F2。</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>請先拿開剛才的卡片。</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>EventTask</name>
    <message>
        <source>換活動 (F6)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>目前沒有開放的活動。下載到新的活動時會自動出現。</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>活動簽到</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>選擇活動：方向鍵移動，Enter 選擇。</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>HerePanel</name>
    <message>
        <source>讀卡機上的卡片</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>服務對象</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>沒有卡片</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>卡號末碼 {tail}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>換人登入 (F8)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>工作證</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>號碼會變的卡片或手機</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>空白卡</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>沒有登記</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>可以發卡或綁卡</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>綁定的卡片</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>等待平台確認</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>沒有登記持卡人</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>還沒有</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>已登記的持卡人</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{age} 歲</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>發卡：先給暫時卡</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>綁卡：先暫時綁定</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>活動簽到：照常</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>讀者證號：照常</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>IssueTask</name>
    <message>
        <source>要清除這份資料嗎？</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>再按一次 F11 就清除；要留著，請繼續填寫。</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>發卡中，請不要拿開卡片</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>請把末碼 {tail} 的卡放回讀卡機</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>資料都還在；放回後再按 Enter 或 F12。</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>下一位 (Enter)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>發卡完成</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>卡片已經可以使用，請交給民眾。</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>已發暫時卡</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>現在連不上中央平台。卡片可以先用，連線後會自動確認；若不符資格會停用並通知。</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>再綁一張卡 (F3)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>卡別</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>持卡人</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>卡號末碼</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>票證公司</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>工本費</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>免費</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>處理編號</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>發卡</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter 下一步，Esc 上一步，F12 發卡。已輸入的資料在發卡前都會留著。</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>空白卡</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>基本資料</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>卡別與同意</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>清除重來 (F11)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>請把空白卡放到讀卡機上。讀到以後就會進到下一步。</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>KindStep</name>
    <message>
        <source>請選擇卡別。</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>請看過每一項證件，看過就打勾。</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>請問民眾要哪一家，再選擇。</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>請民眾看過並同意，再打勾。</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>卡別（按數字選擇，Enter 繼續）</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>看過的證件（按數字打勾）</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>票證公司</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>民眾同意</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name}&#x3000;可以辦</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name}&#x3000;不能辦</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>民眾已看過並同意：{text}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>免費</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>工本費：{fee}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>發卡 (F12)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LibraryTask</name>
    <message>
        <source>可以在這裡替讀者開通，再請讀者感應一次。</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>圖書館</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>感應市民卡，取得圖書館的讀者證號。按 Enter 或 Ctrl+C 複製。</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>請讀者把卡片放到讀卡機上。</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>複製證號 (Enter)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>✓ 已複製</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ParticularsStep</name>
    <message>
        <source>姓名（照證件的寫法）</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>身分證或居留證號碼</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>生日（民國）</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>行政區（打字或選擇）</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>已確認的資格（按數字或空白鍵勾選，Enter 繼續）</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>看可辦的卡別 (Enter)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{day}，{age} 歲</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PinScreen</name>
    <message>
        <source>請等 {seconds} 秒後再輸入。</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>請再輸入一次。</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>密碼（數字）</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>可以輸入密碼了</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ResultView</name>
    <message>
        <source>卡片先不能使用</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>原因：{title}。{what}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SignInScreen</name>
    <message>
        <source>已解鎖</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>請 {name} 放回工作證，再輸入密碼。</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>換人登入</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>登入</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>請把工作證放到讀卡機上。</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>密碼錯誤太多次，需要主管以工作證解鎖。</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>請輸入密碼，按 Enter 登入。</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>請主管解鎖</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>不換人，回到工作 (Esc)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TapBoard</name>
    <message>
        <source>現在在場</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>簽到人次</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>現場參加</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>最近幾次感應</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>請感應</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>請參加的人把卡片放到讀卡機上。</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>現場參加（沒有登記的卡片）</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>簽到</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>簽退</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>已經感應過</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>已報名</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>同一次感應，沒有重複計算。簽到時間 {since}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{since} 簽到，共 {minutes}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>，得 {points}（{kind}）</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>（現場參加）</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TerminalWindow</name>
    <message>
        <source>、</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name}（{roles}）</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>未登入</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>發卡</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>綁卡</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>活動簽到</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>圖書館</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>登出</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>市民卡櫃台</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>UnlockScreen</name>
    <message>
        <source>主管解鎖</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} 的密碼已鎖住。請主管把自己的工作證放到讀卡機上。</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>請主管輸入自己的密碼，為 {name} 解鎖。</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>解鎖</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>不解鎖，回到登入 (Esc)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
