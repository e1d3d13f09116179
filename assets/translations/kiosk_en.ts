<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="zh_TW">
<context>
    <name>Adding</name>
    <message>
        <source>錯太多次，沒有加卡</source>
        <translation>Too many wrong codes, no card was added</translation>
    </message>
    <message>
        <source>請十分鐘後再試，或到櫃檯辦理。</source>
        <translation>Please try again in ten minutes, or go to a counter.</translation>
    </message>
    <message>
        <source>沒有加卡，代碼還沒有用掉。請稍後再來。</source>
        <translation>No card was added, and your code has not been used up. Please come back later.</translation>
    </message>
    <message>
        <source>沒有加卡。{what}</source>
        <translation>No card was added. {what}</translation>
    </message>
    <message>
        <source>請到櫃檯再拿一個代碼。</source>
        <translation>Please get another code at a counter.</translation>
    </message>
    <message>
        <source>請看清楚再輸入一次，或到櫃檯再拿一個代碼。</source>
        <translation>Please check it and type it again, or get another code at a counter.</translation>
    </message>
    <message>
        <source>代碼不對，沒有加卡</source>
        <translation>Wrong code, no card was added</translation>
    </message>
    <message>
        <source>代碼過期了，沒有加卡</source>
        <translation>The code has expired, no card was added</translation>
    </message>
    <message>
        <source>代碼已經用過，沒有加卡</source>
        <translation>The code was used before, no card was added</translation>
    </message>
    <message>
        <source>請在手機上換一個新的條碼，再出示一次。</source>
        <translation>Please get a new code on the phone and show it again.</translation>
    </message>
    <message>
        <source>請用您自己的手機，選「確認身分」的條碼，再出示一次。</source>
        <translation>Show the code that confirms who you are, on your own phone.</translation>
    </message>
    <message>
        <source>條碼不對，沒有加卡</source>
        <translation>Wrong code, no card was added</translation>
    </message>
    <message>
        <source>條碼過期了，沒有加卡</source>
        <translation>The code has expired, no card was added</translation>
    </message>
    <message>
        <source>條碼已經用過，沒有加卡</source>
        <translation>The code was used before, no card was added</translation>
    </message>
</context>
<context>
    <name>AmountPage</name>
    <message>
        <source>要兌換多少？</source>
        <translation>How much?</translation>
    </message>
    <message>
        <source>您有 {points}可以兌換</source>
        <translation>You can exchange {points}</translation>
    </message>
    <message>
        <source>每次 {least} 到 {most}</source>
        <translation>{least} to {most} at a time</translation>
    </message>
    <message>
        <source>輸入其他金額</source>
        <translation>Type another amount</translation>
    </message>
</context>
<context>
    <name>AttractPage</name>
    <message>
        <source>請取回您的卡片</source>
        <translation>Please take your card</translation>
    </message>
    <message>
        <source>畫面上的資料已經清除。</source>
        <translation>Your data has been cleared from the screen.</translation>
    </message>
    <message>
        <source>請放上卡片</source>
        <translation>Place your card</translation>
    </message>
    <message>
        <source>把卡片留在讀卡機上，查點數、換儲值金。</source>
        <translation>Leave it on the reader to see your points and turn them into stored value.</translation>
    </message>
    <message>
        <source>也可以出示手機上的市民卡查詢。</source>
        <translation>Or show the city card on your phone to see your points.</translation>
    </message>
    <message>
        <source>繼續播放</source>
        <translation>Start the animation</translation>
    </message>
    <message>
        <source>停止動畫</source>
        <translation>Stop the animation</translation>
    </message>
    <message>
        <source>讀卡機的位置</source>
        <translation>Where the reader is</translation>
    </message>
    <message>
        <source>看我的紀錄：點數、時數，還有誰查過我的資料。</source>
        <translation>See your record: points, hours, and who has looked at your data.</translation>
    </message>
    <message>
        <source>加一張新卡：先向櫃檯拿代碼，再在這裡感應。</source>
        <translation>Add a new card: get a code at the counter, then place the card here.</translation>
    </message>
    <message>
        <source>出示手機上的市民卡：對準讀碼處，查點數、看紀錄。</source>
        <translation>Show the card on your phone: hold it to the code reader for points and record.</translation>
    </message>
    <message>
        <source>目前連不上平台：看不到點數，請稍後再來。</source>
        <translation>The platform cannot be reached: points cannot be shown, please come back later.</translation>
    </message>
    <message>
        <source>目前連不上平台：看不到點數，但可以先登記兌換。</source>
        <translation>The platform cannot be reached: points are not shown, but a request can be noted.</translation>
    </message>
    <message>
        <source>目前連不上平台：看不到點數，也不能儲值，請稍後再來。</source>
        <translation>The platform cannot be reached: points cannot be shown and value cannot be loaded, please come back later.</translation>
    </message>
    <message>
        <source>沒有實體讀卡機，目前使用模擬的讀卡機。</source>
        <translation>There is no real reader; an imitated one is in use.</translation>
    </message>
    <message>
        <source>正在下載卡片資料（{percent}%）。</source>
        <translation>Card data are being downloaded ({percent}%).</translation>
    </message>
    <message>
        <source>正在下載卡片資料。</source>
        <translation>Card data are being downloaded.</translation>
    </message>
</context>
<context>
    <name>BalancePage</name>
    <message>
        <source>您好</source>
        <translation>Hello</translation>
    </message>
    <message>
        <source>看紀錄需要另外核對身分，請到櫃檯辦理。</source>
        <translation>To see your record we need to check who you are. Please go to a counter.</translation>
    </message>
    <message>
        <source>看我的紀錄</source>
        <translation>See my record</translation>
    </message>
    <message>
        <source>儲值到卡片</source>
        <translation>Load onto the card</translation>
    </message>
    <message>
        <source>兌換成儲值金</source>
        <translation>Exchange for stored value</translation>
    </message>
    <message>
        <source>登記兌換儲值金</source>
        <translation>Request an exchange</translation>
    </message>
    <message>
        <source>目前看不到您的點數</source>
        <translation>Your points cannot be shown</translation>
    </message>
    <message>
        <source>連不上平台。點數不會減少，請稍後再來。</source>
        <translation>The platform cannot be reached. No points are lost; please come back later.</translation>
    </message>
    <message>
        <source>連不上平台，現在不能儲值到卡片。點數不會減少，請稍後再來。</source>
        <translation>The platform cannot be reached, so nothing can be loaded onto the card now. Your points stay as they are. Please come back later.</translation>
    </message>
    <message>
        <source>連不上平台。可以先登記要兌換的金額，恢復連線後才會決定；點數不夠就不會兌換。</source>
        <translation>The platform cannot be reached. You can request an amount now; it is decided when the connection is back, and not carried out if you have too few points.</translation>
    </message>
    <message>
        <source>已經在卡片裡，隨時可以使用</source>
        <translation>On the card already, ready to use</translation>
    </message>
    <message>
        <source>卡片裡的金額</source>
        <translation>Value on the card</translation>
    </message>
    <message>
        <source>已兌換，等票證公司存進卡片</source>
        <translation>Exchanged; the card company will load it</translation>
    </message>
    <message>
        <source>待入卡</source>
        <translation>Waiting</translation>
    </message>
    <message>
        <source>已登記，等平台決定</source>
        <translation>Noted; the platform has still to decide</translation>
    </message>
    <message>
        <source>等待確認</source>
        <translation>To be decided</translation>
    </message>
    <message>
        <source>僅限搭乘使用，不能兌換</source>
        <translation>For rides only, cannot be exchanged</translation>
    </message>
    <message>
        <source>不能兌換成儲值金</source>
        <translation>Cannot be exchanged</translation>
    </message>
    <message>
        <source>可兌換成儲值金，{rate} = NT${ntd}</source>
        <translation>Can be exchanged, {rate} = NT${ntd}</translation>
    </message>
    <message>
        <source>{points}用到 {day}</source>
        <translation>{points} until {day}</translation>
    </message>
    <message>
        <source>上一次儲值還沒有結果，知道結果後才能再儲值。</source>
        <translation>The last load has no result yet. You can load again once it has.</translation>
    </message>
    <message>
        <source>這種市民卡沒有可以兌換成儲值金的點數。</source>
        <translation>This city card has no points that become stored value.</translation>
    </message>
    <message>
        <source>儲值金存在卡片裡，手機不能收。要兌換，請放上您的卡片。</source>
        <translation>Stored value is kept on the card, not on the phone. To redeem, please put your card on the reader.</translation>
    </message>
    <message>
        <source>兌換需要另外核對身分，請到櫃檯辦理。</source>
        <translation>Redeeming here needs another proof of identity; please go to the counter.</translation>
    </message>
    <message>
        <source>可兌換的點數滿 {points} 才能兌換。</source>
        <translation>You need at least {points} to exchange.</translation>
    </message>
</context>
<context>
    <name>BindCarrierPage</name>
    <message>
        <source>這是哪一種卡？</source>
        <translation>What card is this?</translation>
    </message>
    <message>
        <source>看卡片上的標誌。加進您的帳戶後，這張卡也能用您的點數。</source>
        <translation>Look at the mark on the card. Once added, it can use your points too.</translation>
    </message>
</context>
<context>
    <name>BindCodePage</name>
    <message>
        <source>請輸入加卡代碼</source>
        <translation>Type the code for adding a card</translation>
    </message>
    <message>
        <source>櫃檯核對身分後給的 {count} 個數字。也可以出示手機上的市民卡。</source>
        <translation>The {count} digits that a counter gave you after checking who you are. Showing the card on your phone will do as well.</translation>
    </message>
    <message>
        <source>已輸入 {count} 位，共 {all} 位</source>
        <translation>{count} of {all} digits typed</translation>
    </message>
    <message>
        <source>加進我的帳戶</source>
        <translation>Add to my account</translation>
    </message>
</context>
<context>
    <name>BindConsentPage</name>
    <message>
        <source>請先看這段說明</source>
        <translation>Please read this first</translation>
    </message>
    <message>
        <source>版本 {versions}</source>
        <translation>Version {versions}</translation>
    </message>
    <message>
        <source>同意，輸入代碼</source>
        <translation>Agree and type the code</translation>
    </message>
</context>
<context>
    <name>BindingPage</name>
    <message>
        <source>正在加進您的帳戶…</source>
        <translation>Adding it to your account…</translation>
    </message>
    <message>
        <source>請把卡片留在讀卡機上。</source>
        <translation>Please leave the card on the reader.</translation>
    </message>
</context>
<context>
    <name>BirthdayPage</name>
    <message>
        <source>生日是哪一天？</source>
        <translation>Your birthday?</translation>
    </message>
    <message>
        <source>{month} 月 {day} 日</source>
        <translation>{month} / {day}</translation>
    </message>
    <message>
        <source>已輸入 {count} 位，共 {all} 位</source>
        <translation>{count} of {all} digits typed</translation>
    </message>
    <message>
        <source>沒有這一天</source>
        <translation>There is no such day</translation>
    </message>
    <message>
        <source>請再輸入一次，例如 1 月 5 日 → 0105。</source>
        <translation>Please type it again, for example 5 January → 0105.</translation>
    </message>
</context>
<context>
    <name>BottomBar</name>
    <message>
        <source>上一步</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>離開</source>
        <translation>Leave</translation>
    </message>
    <message>
        <source>看上面</source>
        <translation>See above</translation>
    </message>
    <message>
        <source>看下面</source>
        <translation>See below</translation>
    </message>
</context>
<context>
    <name>BoundPage</name>
    <message>
        <source>還不知道有沒有加好</source>
        <translation>Not known yet whether it was added</translation>
    </message>
    <message>
        <source>晚一點再放這張卡（末碼 {tail}），就會知道。也可以洽櫃檯。</source>
        <translation>Lay this card (ending {tail}) down again later to find out, or ask at a counter.</translation>
    </message>
    <message>
        <source>已加進您的帳戶</source>
        <translation>Added to your account</translation>
    </message>
    <message>
        <source>這張卡（末碼 {tail}）現在可以使用了。</source>
        <translation>This card (ending {tail}) can be used now.</translation>
    </message>
    <message>
        <source>看這張卡的點數</source>
        <translation>See this card&apos;s points</translation>
    </message>
</context>
<context>
    <name>BrokenOffPage</name>
    <message>
        <source>沒有兌換</source>
        <translation>Nothing was redeemed</translation>
    </message>
    <message>
        <source>點數沒有減少，也沒有存入儲值金。</source>
        <translation>No points were taken and no value was stored.</translation>
    </message>
    <message>
        <source>讀卡機上換了一張卡片。</source>
        <translation>Another card is on the reader now.</translation>
    </message>
    <message>
        <source>卡片拿開了。要兌換，請再放一次卡片。</source>
        <translation>The card was taken away. To redeem, please put it back.</translation>
    </message>
    <message>
        <source>看這張卡的點數</source>
        <translation>See this card&apos;s points</translation>
    </message>
</context>
<context>
    <name>CannotPage</name>
    <message>
        <source>您的點數和儲值金不受影響。</source>
        <translation>Your points and stored value are not affected.</translation>
    </message>
    <message>
        <source>加進我的帳戶</source>
        <translation>Add to my account</translation>
    </message>
</context>
<context>
    <name>CodePage</name>
    <message>
        <source>請出示手機上的市民卡</source>
        <translation>Show the city card on your phone</translation>
    </message>
    <message>
        <source>請在手機上換一個新的條碼，再出示一次。</source>
        <translation>Please get a new code on the phone and show it again.</translation>
    </message>
    <message>
        <source>請用持卡人本人的手機，選「確認身分」的條碼，再出示一次。</source>
        <translation>Show the code that confirms who they are, on the holder&apos;s own phone.</translation>
    </message>
    <message>
        <source>這個條碼不能確認是持卡人本人</source>
        <translation>This code does not show that you are the card&apos;s holder</translation>
    </message>
</context>
<context>
    <name>CodePanel</name>
    <message>
        <source>代碼裡沒有 I、L、O、U 這四個字母。</source>
        <translation>The code never has the letters I, L, O or U.</translation>
    </message>
    <message>
        <source>查詢代碼的 QR 碼</source>
        <translation>QR code of the recovery code</translation>
    </message>
</context>
<context>
    <name>ConfirmPage</name>
    <message>
        <source>要把 {amount} 存進卡片嗎？</source>
        <translation>Load {amount} onto the card?</translation>
    </message>
    <message>
        <source>存進卡片 {amount}</source>
        <translation>Load {amount}</translation>
    </message>
    <message>
        <source>按下後會馬上寫進卡片，請不要移開卡片。</source>
        <translation>It is written at once. Please do not move the card.</translation>
    </message>
    <message>
        <source>要兌換 {points}嗎？</source>
        <translation>Exchange {points}?</translation>
    </message>
    <message>
        <source>兌換 {points}</source>
        <translation>Exchange {points}</translation>
    </message>
    <message>
        <source>存進卡片前會顯示為待入卡。</source>
        <translation>Until it is on the card it is shown as waiting.</translation>
    </message>
    <message>
        <source>要登記兌換 {points}嗎？</source>
        <translation>Request {points}?</translation>
    </message>
    <message>
        <source>登記兌換 {points}</source>
        <translation>Request {points}</translation>
    </message>
    <message>
        <source>現在不會入帳。恢復連線後，平台才會決定。</source>
        <translation>Nothing is booked now. The platform decides when the connection is back.</translation>
    </message>
    <message>
        <source>兌換後剩下</source>
        <translation>Points left</translation>
    </message>
    <message>
        <source>儲值後卡片裡有</source>
        <translation>On the card afterwards</translation>
    </message>
    <message>
        <source>兌換後待入卡</source>
        <translation>Waiting for the card</translation>
    </message>
    <message>
        <source>要存進卡片嗎？</source>
        <translation>Load it onto the card?</translation>
    </message>
    <message>
        <source>存進卡片</source>
        <translation>Load onto the card</translation>
    </message>
    <message>
        <source>要兌換嗎？</source>
        <translation>Exchange the points?</translation>
    </message>
    <message>
        <source>兌換</source>
        <translation>Exchange</translation>
    </message>
    <message>
        <source>要登記兌換嗎？</source>
        <translation>Request the exchange?</translation>
    </message>
    <message>
        <source>登記兌換</source>
        <translation>Request the exchange</translation>
    </message>
</context>
<context>
    <name>CornerCodePage</name>
    <message>
        <source>診斷碼</source>
        <translation>Diagnostics</translation>
    </message>
    <message>
        <source>用手機掃描後傳給維護人員。裡面沒有任何人的資料。</source>
        <translation>Scan it with a phone and send it to maintenance. There is nobody&apos;s data in it.</translation>
    </message>
    <message>
        <source>診斷的 QR 碼</source>
        <translation>QR code of the diagnostics</translation>
    </message>
</context>
<context>
    <name>CornerEndPage</name>
    <message>
        <source>要重新啟動程式嗎？</source>
        <translation>Restart the program?</translation>
    </message>
    <message>
        <source>還沒上傳的紀錄都會留著。關閉後，這台要由維護人員再打開。</source>
        <translation>What is not sent yet stays. Once closed, the machine has to be opened again by maintenance.</translation>
    </message>
    <message>
        <source>重新啟動</source>
        <translation>Restart</translation>
    </message>
    <message>
        <source>關閉程式</source>
        <translation>Close program</translation>
    </message>
</context>
<context>
    <name>CornerPage</name>
    <message>
        <source>機台維護</source>
        <translation>Machine care</translation>
    </message>
    <message>
        <source>更新數字</source>
        <translation>Update</translation>
    </message>
    <message>
        <source>測試網路</source>
        <translation>Test network</translation>
    </message>
    <message>
        <source>班次</source>
        <translation>Shift</translation>
    </message>
    <message>
        <source>診斷碼</source>
        <translation>Diagnostics</translation>
    </message>
    <message>
        <source>重新啟動</source>
        <translation>Restart</translation>
    </message>
    <message>
        <source>解除 {count} 張卡的鎖定</source>
        <translation>Unlock {count} cards</translation>
    </message>
    <message>
        <source>{count} 筆，最久 {minutes} 分鐘</source>
        <translation>{count}, oldest {minutes} min</translation>
    </message>
    <message>
        <source>{count} 筆，{amount}</source>
        <translation>{count}, {amount}</translation>
    </message>
    <message>
        <source>今天放卡</source>
        <translation>Cards today</translation>
    </message>
    <message>
        <source>開機後 {count} 次</source>
        <translation>{count} since start</translation>
    </message>
    <message>
        <source>讀卡機</source>
        <translation>Reader</translation>
    </message>
    <message>
        <source>今天兌換</source>
        <translation>Exchanges</translation>
    </message>
    <message>
        <source>列印測試</source>
        <translation>Test print</translation>
    </message>
    <message>
        <source>等待上傳</source>
        <translation>To be sent</translation>
    </message>
    <message>
        <source>沒有</source>
        <translation>None</translation>
    </message>
    <message>
        <source>平台退回</source>
        <translation>Rejected</translation>
    </message>
    <message>
        <source>{count} 筆</source>
        <translation>{count}</translation>
    </message>
    <message>
        <source>已連線</source>
        <translation>Connected</translation>
    </message>
    <message>
        <source>連不上</source>
        <translation>Not reachable</translation>
    </message>
    <message>
        <source>測試成功，{took} 毫秒</source>
        <translation>Test passed, {took} ms</translation>
    </message>
    <message>
        <source>沒有連線</source>
        <translation>Not connected</translation>
    </message>
    <message>
        <source>正常，放卡片可測試</source>
        <translation>In order, lay a card to test</translation>
    </message>
    <message>
        <source>讀不到剛放的卡片</source>
        <translation>The last card cannot be read</translation>
    </message>
    <message>
        <source>測試成功，讀到 {count} 張</source>
        <translation>Test passed, {count} cards read</translation>
    </message>
    <message>
        <source>平台</source>
        <translation>Platform</translation>
    </message>
    <message>
        <source>收據印表機</source>
        <translation>Receipt printer</translation>
    </message>
    <message>
        <source>正常</source>
        <translation>In order</translation>
    </message>
    <message>
        <source>紙快用完</source>
        <translation>Paper is running low</translation>
    </message>
    <message>
        <source>沒紙或故障</source>
        <translation>No paper, or broken</translation>
    </message>
    <message>
        <source>磁碟剩下</source>
        <translation>Disk left</translation>
    </message>
</context>
<context>
    <name>CornerShiftPage</name>
    <message>
        <source>{count} 筆，{amount}</source>
        <translation>{count}, {amount}</translation>
    </message>
    <message>
        <source>班次</source>
        <translation>Shift</translation>
    </message>
    <message>
        <source>今天兌換</source>
        <translation>Exchanges</translation>
    </message>
    <message>
        <source>這一班</source>
        <translation>This shift</translation>
    </message>
    <message>
        <source>還沒有開始</source>
        <translation>Not begun</translation>
    </message>
    <message>
        <source>開始</source>
        <translation>Begun</translation>
    </message>
    <message>
        <source>這台不收現金，只記下筆數和金額。</source>
        <translation>This machine takes no cash: only counts and amounts are written down.</translation>
    </message>
    <message>
        <source>結班要由主管操作。</source>
        <translation>A supervisor has to close the shift.</translation>
    </message>
    <message>
        <source>開始記錄</source>
        <translation>Begin</translation>
    </message>
    <message>
        <source>結班並開始下一班</source>
        <translation>Close, begin the next</translation>
    </message>
</context>
<context>
    <name>FactorCodePage</name>
    <message>
        <source>選「確認身分」的條碼，對準讀碼處。原來的卡片請留在讀卡機上。</source>
        <translation>Choose the code that confirms who you are and hold it to the scanner. Leave the card on the reader.</translation>
    </message>
    <message>
        <source>點數沒有減少。</source>
        <translation>No points were taken.</translation>
    </message>
</context>
<context>
    <name>NoRecordPage</name>
    <message>
        <source>現在不能查您的紀錄</source>
        <translation>Your record cannot be shown now</translation>
    </message>
    <message>
        <source>連不上平台。紀錄只存在平台，需要網路才能查，一筆都不會少。</source>
        <translation>The platform cannot be reached. Your record is kept there alone, so the network is needed to see it; nothing is lost.</translation>
    </message>
    <message>
        <source>請稍後再查，或洽櫃檯。</source>
        <translation>Please try again later, or ask at a counter.</translation>
    </message>
    <message>
        <source>卡片裡的錢照常可以用。請稍後再查，或洽櫃檯。</source>
        <translation>The money on the card can be used as always. Please try later, or ask at a counter.</translation>
    </message>
    <message>
        <source>現在還可以登記兌換儲值金，恢復連線後才會決定。</source>
        <translation>A wish to exchange points can still be noted; it is decided when the connection is back.</translation>
    </message>
    <message>
        <source>點數沒有減少，沒有任何變更。</source>
        <translation>No points were taken and nothing was changed.</translation>
    </message>
    <message>
        <source>看我的點數</source>
        <translation>See my points</translation>
    </message>
</context>
<context>
    <name>OpeningPage</name>
    <message>
        <source>正在打開您的紀錄…</source>
        <translation>Opening your record…</translation>
    </message>
    <message>
        <source>請把卡片留在讀卡機上。</source>
        <translation>Please leave the card on the reader.</translation>
    </message>
    <message>
        <source>請稍候。</source>
        <translation>Please wait.</translation>
    </message>
</context>
<context>
    <name>OutOfServicePage</name>
    <message>
        <source>暫停服務</source>
        <translation>Out of service</translation>
    </message>
    <message>
        <source>原因：{reason}</source>
        <translation>Reason: {reason}</translation>
    </message>
    <message>
        <source>您的點數和儲值金不受影響。</source>
        <translation>Your points and stored value are not affected.</translation>
    </message>
    <message>
        <source>手機上的市民卡還可以掃描，查點數和紀錄。</source>
        <translation>The city card on your phone can still be scanned to see points and record.</translation>
    </message>
    <message>
        <source>請改到</source>
        <translation>Please go to</translation>
    </message>
    <message>
        <source>附近的服務櫃檯</source>
        <translation>a service counter nearby</translation>
    </message>
    <message>
        <source>服務電話</source>
        <translation>Telephone</translation>
    </message>
    <message>
        <source>來電請說是</source>
        <translation>This machine is</translation>
    </message>
    <message>
        <source>修好後會自動恢復。</source>
        <translation>It goes on by itself once repaired.</translation>
    </message>
    <message>
        <source>等一下會自動再試。</source>
        <translation>It will try again shortly.</translation>
    </message>
</context>
<context>
    <name>OwnAmountPage</name>
    <message>
        <source>要兌換多少元？</source>
        <translation>How many NT$?</translation>
    </message>
    <message>
        <source>可以輸入 {least} 到 {most}。</source>
        <translation>From {least} to {most}.</translation>
    </message>
    <message>
        <source>金額須為 {step} 的倍數。</source>
        <translation>In steps of {step}.</translation>
    </message>
    <message>
        <source>兌換 {amount}</source>
        <translation>Exchange for {amount}</translation>
    </message>
    <message>
        <source>請輸入金額</source>
        <translation>Enter an amount</translation>
    </message>
    <message>
        <source>最多可以兌換 {most}</source>
        <translation>At most {most}</translation>
    </message>
    <message>
        <source>最少要兌換 {least}</source>
        <translation>At least {least}</translation>
    </message>
    <message>
        <source>這個金額不在可以兌換的範圍內。</source>
        <translation>This amount is outside what can be exchanged.</translation>
    </message>
</context>
<context>
    <name>ProofCodePage</name>
    <message>
        <source>選「確認身分」的條碼，對準讀碼處。</source>
        <translation>Choose the code that confirms who you are and hold it to the scanner.</translation>
    </message>
    <message>
        <source>選「確認身分」的條碼，對準讀碼處。原來的卡片請留在讀卡機上。</source>
        <translation>Choose the code that confirms who you are and hold it to the scanner. Leave the card on the reader.</translation>
    </message>
</context>
<context>
    <name>ProofPage</name>
    <message>
        <source>看我的紀錄</source>
        <translation>See my record</translation>
    </message>
    <message>
        <source>是您本人才能看。請輸入生日的月和日，例如 1 月 5 日 → 0105。連續錯 {attempts} 次，{minutes} 分鐘內不能用。</source>
        <translation>For you alone. Type month and day of your birthday, such as January 5 → 0105. After {attempts} wrong answers it is locked for {minutes} minutes.</translation>
    </message>
    <message>
        <source>生日不對</source>
        <translation>Wrong birthday</translation>
    </message>
    <message>
        <source>請再輸入一次，例如 1 月 5 日 → 0105。</source>
        <translation>Please type it again, for example 5 January → 0105.</translation>
    </message>
</context>
<context>
    <name>Purse</name>
    <message>
        <source>一次最多兌換 {most}。</source>
        <translation>At most {most} at a time.</translation>
    </message>
    <message>
        <source>卡片最多能有 {limit}，現在最多再存 {most}。花掉一些，就能再兌換。</source>
        <translation>A card holds at most {limit}, so {most} more fits now. Spend some to exchange more.</translation>
    </message>
    <message>
        <source>待入卡最多 {limit}，現在最多再換 {most}。存進卡片後，就能再兌換。</source>
        <translation>At most {limit} can wait for a card, so {most} more fits now. Once it is on the card you can exchange more.</translation>
    </message>
    <message>
        <source>卡片最多能有 {limit}，現在放不下了。花掉一些，再來兌換。</source>
        <translation>A card holds at most {limit}, and no more fits now. Spend some, then come back to exchange.</translation>
    </message>
    <message>
        <source>待入卡最多 {limit}，現在放不下了。存進卡片後，再來兌換。</source>
        <translation>At most {limit} can wait for a card, and no more fits now. Come back once it is on the card.</translation>
    </message>
    <message>
        <source>已經登記的 {pending} 還在等平台決定，這些點數先留著。</source>
        <translation>{pending} that you requested is still to be decided; those points are kept for it.</translation>
    </message>
</context>
<context>
    <name>RatingPage</name>
    <message>
        <source>這次服務您滿意嗎？</source>
        <translation>Were you content?</translation>
    </message>
    <message>
        <source>只記下您的選擇，不會記下您是誰。</source>
        <translation>Only your choice is noted, not who you are.</translation>
    </message>
    <message>
        <source>非常滿意</source>
        <translation>Very content</translation>
    </message>
    <message>
        <source>滿意</source>
        <translation>Content</translation>
    </message>
    <message>
        <source>不滿意</source>
        <translation>Not content</translation>
    </message>
    <message>
        <source>非常不滿意</source>
        <translation>Not at all content</translation>
    </message>
</context>
<context>
    <name>ReadingPage</name>
    <message>
        <source>讀取卡片中…</source>
        <translation>Reading the card…</translation>
    </message>
    <message>
        <source>請把卡片留在讀卡機上。</source>
        <translation>Please leave the card on the reader.</translation>
    </message>
    <message>
        <source>正在確認手機上的市民卡…</source>
        <translation>Checking the card on your phone…</translation>
    </message>
    <message>
        <source>請稍候。</source>
        <translation>Please wait.</translation>
    </message>
</context>
<context>
    <name>Receipt</name>
    <message>
        <source>結果未定</source>
        <translation>Not certain</translation>
    </message>
    <message>
        <source>已存進卡片</source>
        <translation>Loaded onto the card</translation>
    </message>
    <message>
        <source>時間</source>
        <translation>Time</translation>
    </message>
    <message>
        <source>地點</source>
        <translation>Place</translation>
    </message>
    <message>
        <source>金額</source>
        <translation>Amount</translation>
    </message>
    <message>
        <source>狀態</source>
        <translation>State</translation>
    </message>
    <message>
        <source>剩餘點數</source>
        <translation>Points left</translation>
    </message>
    <message>
        <source>卡片餘額</source>
        <translation>On the card</translation>
    </message>
    <message>
        <source>查詢代碼</source>
        <translation>Recovery code</translation>
    </message>
    <message>
        <source>卡片末碼</source>
        <translation>Card ends in</translation>
    </message>
    <message>
        <source>收據</source>
        <translation>Receipt</translation>
    </message>
    <message>
        <source>收據上沒有姓名。</source>
        <translation>The receipt has no name on it.</translation>
    </message>
    <message>
        <source>列印測試</source>
        <translation>Test print</translation>
    </message>
    <message>
        <source>機台</source>
        <translation>Machine</translation>
    </message>
</context>
<context>
    <name>ReceiptPage</name>
    <message>
        <source>用手機掃收據</source>
        <translation>Scan the receipt with a phone</translation>
    </message>
    <message>
        <source>收據上沒有姓名。</source>
        <translation>The receipt has no name on it.</translation>
    </message>
    <message>
        <source>收據的 QR 碼</source>
        <translation>QR code of the receipt</translation>
    </message>
    <message>
        <source>再印一次收據</source>
        <translation>Print the receipt again</translation>
    </message>
    <message>
        <source>印出收據</source>
        <translation>Print the receipt</translation>
    </message>
    <message>
        <source>正在印收據…</source>
        <translation>Printing the receipt…</translation>
    </message>
    <message>
        <source>收據印好了，請取走。</source>
        <translation>Your receipt is printed. Please take it.</translation>
    </message>
    <message>
        <source>收據紙用完了，沒有印出來。兌換不受影響，請用手機掃這裡的收據。</source>
        <translation>The printer is out of paper, so no receipt came out. Your redemption is not affected; please scan the receipt here with your phone.</translation>
    </message>
    <message>
        <source>印表機沒有印出收據。兌換不受影響，請用手機掃這裡的收據。</source>
        <translation>The printer did not print the receipt. Your redemption is not affected; please scan the receipt here with your phone.</translation>
    </message>
</context>
<context>
    <name>Record</name>
    <message>
        <source>得到</source>
        <translation>Received</translation>
    </message>
    <message>
        <source>收回</source>
        <translation>Taken back</translation>
    </message>
    <message>
        <source>兌換成儲值金</source>
        <translation>Exchanged for stored value</translation>
    </message>
    <message>
        <source>儲值到卡片</source>
        <translation>Loaded onto the card</translation>
    </message>
    <message>
        <source>退還</source>
        <translation>Returned</translation>
    </message>
    <message>
        <source>使用</source>
        <translation>Used</translation>
    </message>
    <message>
        <source>過期</source>
        <translation>Lapsed</translation>
    </message>
    <message>
        <source>活動報名名單</source>
        <translation>an activity&apos;s list</translation>
    </message>
    <message>
        <source>申請案</source>
        <translation>an application</translation>
    </message>
    <message>
        <source>申請案名單</source>
        <translation>a list of applications</translation>
    </message>
    <message>
        <source>申請進度</source>
        <translation>how an application stands</translation>
    </message>
    <message>
        <source>您有哪些卡</source>
        <translation>which cards you have</translation>
    </message>
    <message>
        <source>您的手機</source>
        <translation>your phones</translation>
    </message>
    <message>
        <source>中獎名單</source>
        <translation>a list of winners</translation>
    </message>
    <message>
        <source>全部資料</source>
        <translation>everything</translation>
    </message>
    <message>
        <source>忘記簽退的名單</source>
        <translation>forgotten sign-outs</translation>
    </message>
    <message>
        <source>領卡名單</source>
        <translation>a list of cards to hand out</translation>
    </message>
    <message>
        <source>還沒有結果的儲值</source>
        <translation>loads without a result</translation>
    </message>
    <message>
        <source>資格查詢</source>
        <translation>an eligibility check</translation>
    </message>
    <message>
        <source>卡片號碼</source>
        <translation>the card&apos;s number</translation>
    </message>
    <message>
        <source>志工時數</source>
        <translation>Volunteer hours</translation>
    </message>
    <message>
        <source>用到 {day}，之後過期</source>
        <translation>Can be used until {day}, then they lapse</translation>
    </message>
    <message>
        <source>{year} 年，{times} 次</source>
        <translation>{year}, {times} times</translation>
    </message>
    <message>
        <source>{day} 起</source>
        <translation>since {day}</translation>
    </message>
    <message>
        <source>就是這張卡</source>
        <translation>this very card</translation>
    </message>
    <message>
        <source>您的資料</source>
        <translation>your record</translation>
    </message>
    <message>
        <source>看了：{what}。原因：{why}</source>
        <translation>Saw: {what}. Reason: {why}</translation>
    </message>
    <message>
        <source>{points}：服務人員確認已儲值到卡片。</source>
        <translation>{points}: staff confirmed that they are on the card.</translation>
    </message>
    <message>
        <source>之前的儲值已經確認</source>
        <translation>An earlier load has been confirmed</translation>
    </message>
    <message>
        <source>{points}：{reason}，點數沒有減少。</source>
        <translation>{points}: {reason}; no points were taken.</translation>
    </message>
    <message>
        <source>之前的兌換沒有成功</source>
        <translation>An earlier exchange did not go through</translation>
    </message>
</context>
<context>
    <name>RecordPage</name>
    <message>
        <source>我的紀錄</source>
        <translation>My record</translation>
    </message>
    <message>
        <source>沒有新的訊息。</source>
        <translation>No new messages.</translation>
    </message>
    <message>
        <source>看點數的進出</source>
        <translation>See points in and out</translation>
    </message>
    <message>
        <source>看志工時數</source>
        <translation>See volunteer hours</translation>
    </message>
    <message>
        <source>看我的卡片</source>
        <translation>See my cards</translation>
    </message>
    <message>
        <source>看誰查過我</source>
        <translation>See who looked me up</translation>
    </message>
</context>
<context>
    <name>RecordPartPage</name>
    <message>
        <source>更早的紀錄請洽櫃檯。</source>
        <translation>For earlier entries please ask at a counter.</translation>
    </message>
    <message>
        <source>看前一頁</source>
        <translation>See previous</translation>
    </message>
    <message>
        <source>看下一頁</source>
        <translation>See next</translation>
    </message>
    <message>
        <source>點數的進出</source>
        <translation>Points in and out</translation>
    </message>
    <message>
        <source>志工時數</source>
        <translation>Volunteer hours</translation>
    </message>
    <message>
        <source>我的卡片</source>
        <translation>My cards</translation>
    </message>
    <message>
        <source>誰查過我的資料</source>
        <translation>Who looked at my record</translation>
    </message>
    <message>
        <source>還沒有紀錄。</source>
        <translation>Nothing yet.</translation>
    </message>
    <message>
        <source>第 {page} 頁，共 {pages} 頁。</source>
        <translation>Page {page} of {pages}.</translation>
    </message>
    <message>
        <source>一共 {time}。</source>
        <translation>{time} in all.</translation>
    </message>
    <message>
        <source>存在時間銀行的有 {time}。</source>
        <translation>{time} of it in the time bank.</translation>
    </message>
</context>
<context>
    <name>ResultPage</name>
    <message>
        <source>謝謝您的意見。</source>
        <translation>Thank you for your answer.</translation>
    </message>
    <message>
        <source>另一張卡片已經放好了。按「結束」就換那張卡，也可以稍候。</source>
        <translation>Another card is there already. Press Finish to go on with it, or wait a moment.</translation>
    </message>
    <message>
        <source>查詢代碼</source>
        <translation>Recovery code</translation>
    </message>
    <message>
        <source>用手機掃收據</source>
        <translation>Scan the receipt</translation>
    </message>
    <message>
        <source>要收據</source>
        <translation>Get the receipt</translation>
    </message>
    <message>
        <source>說說是否滿意</source>
        <translation>Rate this service</translation>
    </message>
    <message>
        <source>再看我的點數</source>
        <translation>See my points</translation>
    </message>
    <message>
        <source>結束，取回卡片</source>
        <translation>Finish, take card</translation>
    </message>
    <message>
        <source>結束</source>
        <translation>Finish</translation>
    </message>
    <message>
        <source>已存進卡片</source>
        <translation>Loaded onto the card</translation>
    </message>
    <message>
        <source>兌換完成</source>
        <translation>Redeemed</translation>
    </message>
    <message>
        <source>儲值金已登記為待入卡，由票證公司存進卡片。</source>
        <translation>The value is waiting for your card; the card company will load it.</translation>
    </message>
    <message>
        <source>已登記，尚未入帳</source>
        <translation>Noted, not booked yet</translation>
    </message>
    <message>
        <source>現在連不上平台：點數還沒有減少，錢也還沒有存入。恢復連線後由平台決定。</source>
        <translation>The platform cannot be reached: no points have been taken and no money has been loaded. It is decided when the connection is back.</translation>
    </message>
    <message>
        <source>點數和金額都不會遺失。</source>
        <translation>Neither points nor money are lost.</translation>
    </message>
    <message>
        <source>結果還不確定</source>
        <translation>Result not certain</translation>
    </message>
    <message>
        <source>很抱歉，請不要再試，先記下查詢代碼，洽服務人員確認。</source>
        <translation>We are sorry. Please do not try again; note the reference and ask the staff.</translation>
    </message>
    <message>
        <source>沒有兌換，點數沒有減少，也沒有存入儲值金。</source>
        <translation>Nothing was exchanged: no points were taken and no value was loaded.</translation>
    </message>
    <message>
        <source>金額已經在卡片裡，可以使用了。</source>
        <translation>The value is on the card and ready to use.</translation>
    </message>
    <message>
        <source>卡片裡現在有 {value}，可以使用了。</source>
        <translation>The card now holds {value}, ready to use.</translation>
    </message>
    <message>
        <source>結果之後在任何一台的「看我的紀錄」都看得到；也可以帶卡片和查詢代碼到服務櫃檯問。</source>
        <translation>Later, any kiosk shows what became of it under &quot;See my record&quot;; or ask at a counter with your card and the recovery code.</translation>
    </message>
    <message>
        <source>請把卡片放回讀卡機，再試一次。</source>
        <translation>Put the card back on the reader and try again.</translation>
    </message>
</context>
<context>
    <name>SecondFactorPage</name>
    <message>
        <source>繼續兌換</source>
        <translation>Continue</translation>
    </message>
    <message>
        <source>請輸入生日的月和日，例如 1 月 5 日 → 0105。連續錯 {attempts} 次，{minutes} 分鐘內不能兌換。</source>
        <translation>Month and day, for example 5 January → 0105. After {attempts} wrong answers you cannot exchange for {minutes} minutes.</translation>
    </message>
    <message>
        <source>點數沒有減少。請再輸入一次，例如 1 月 5 日 → 0105。</source>
        <translation>No points were taken. Please type it again, for example 5 January → 0105.</translation>
    </message>
    <message>
        <source>生日不對，沒有兌換</source>
        <translation>Wrong birthday</translation>
    </message>
</context>
<context>
    <name>SettledPage</name>
    <message>
        <source>上一次儲值已經在卡片裡</source>
        <translation>Your last load is on the card</translation>
    </message>
    <message>
        <source>已確認寫進卡片，扣 {points}。</source>
        <translation>It was written to the card and cost {points}.</translation>
    </message>
    <message>
        <source>上一次儲值沒有寫進卡片</source>
        <translation>Your last load was not written</translation>
    </message>
    <message>
        <source>{points}已經還給您，可以再儲值一次。</source>
        <translation>{points} are back with you. You can load again.</translation>
    </message>
    <message>
        <source>儲值時間</source>
        <translation>Time of the load</translation>
    </message>
    <message>
        <source>現在可兌換</source>
        <translation>Points to redeem now</translation>
    </message>
    <message>
        <source>卡片裡的金額</source>
        <translation>Value on the card</translation>
    </message>
    <message>
        <source>查詢代碼</source>
        <translation>Recovery code</translation>
    </message>
    <message>
        <source>看我的點數</source>
        <translation>See my points</translation>
    </message>
</context>
<context>
    <name>Speech</name>
    <message>
        <source>金額和個人資料只顯示在畫面上，不會唸出來。</source>
        <translation>Amounts and personal details are shown on the screen only and are not read out.</translation>
    </message>
    <message>
        <source>可以按：{buttons}</source>
        <translation>You can press: {buttons}</translation>
    </message>
    <message>
        <source>每個畫面都有：{buttons}</source>
        <translation>On every screen: {buttons}</translation>
    </message>
    <message>
        <source>{amount} 元</source>
        <translation>{amount} dollars</translation>
    </message>
</context>
<context>
    <name>StaffPinPage</name>
    <message>
        <source>請輸入密碼</source>
        <translation>Please enter your PIN</translation>
    </message>
    <message>
        <source>這張是服務人員的卡。</source>
        <translation>This is a staff card.</translation>
    </message>
    <message>
        <source>已輸入 {count} 位</source>
        <translation>{count} digits entered</translation>
    </message>
    <message>
        <source>正在檢查…</source>
        <translation>Checking…</translation>
    </message>
    <message>
        <source>進入</source>
        <translation>Enter</translation>
    </message>
    <message>
        <source>{seconds} 秒後可以再試。</source>
        <translation>Try again after {seconds} seconds.</translation>
    </message>
    <message>
        <source>密碼不對</source>
        <translation>Wrong PIN</translation>
    </message>
    <message>
        <source>請等 {seconds} 秒再試</source>
        <translation>Please wait {seconds} seconds</translation>
    </message>
    <message>
        <source>錯太多次，請主管在這台解除鎖定</source>
        <translation>Too many wrong PINs: a supervisor has to unlock the card at this machine</translation>
    </message>
</context>
<context>
    <name>StaffWords</name>
    <message>
        <source>代碼：{code}</source>
        <translation>Code: {code}</translation>
    </message>
    <message>
        <source>找不到收據印表機</source>
        <translation>The receipt printer cannot be found</translation>
    </message>
    <message>
        <source>請確認已開機、線路已接好，再測試一次。</source>
        <translation>Make sure that it is on and its cable is plugged in, then test it again.</translation>
    </message>
    <message>
        <source>收據紙用完了</source>
        <translation>The receipt paper has run out</translation>
    </message>
    <message>
        <source>請換上新的紙捲，蓋好上蓋，再測試一次。</source>
        <translation>Put in a new roll, close the cover, then test it again.</translation>
    </message>
    <message>
        <source>收據印表機停住了</source>
        <translation>The receipt printer has stopped</translation>
    </message>
    <message>
        <source>請看上蓋是否蓋好、紙有沒有卡住，再測試一次。</source>
        <translation>Look whether the cover is closed and no paper is jammed, then test it again.</translation>
    </message>
</context>
<context>
    <name>StillTherePage</name>
    <message>
        <source>還需要一點時間嗎？</source>
        <translation>Do you need more time?</translation>
    </message>
    <message>
        <source>{seconds} 秒後結束，並清除畫面。</source>
        <translation>Ends and clears the screen in {seconds} seconds.</translation>
    </message>
    <message>
        <source>繼續使用</source>
        <translation>Continue</translation>
    </message>
</context>
<context>
    <name>Tools</name>
    <message>
        <source>普通</source>
        <translation>normal</translation>
    </message>
    <message>
        <source>大聲</source>
        <translation>loud</translation>
    </message>
    <message>
        <source>小聲</source>
        <translation>soft</translation>
    </message>
    <message>
        <source>音量：{level}</source>
        <translation>Volume: {level}</translation>
    </message>
    <message>
        <source>按鍵移到下方</source>
        <translation>Move buttons down</translation>
    </message>
    <message>
        <source>高對比</source>
        <translation>High contrast</translation>
    </message>
    <message>
        <source>朗讀畫面</source>
        <translation>Read the screen aloud</translation>
    </message>
    <message>
        <source>放大文字</source>
        <translation>Larger text</translation>
    </message>
    <message>
        <source>恢復原樣</source>
        <translation>Back to how it was</translation>
    </message>
</context>
<context>
    <name>UnknownPage</name>
    <message>
        <source>上一次儲值還沒有結果</source>
        <translation>Your last load has no result yet</translation>
    </message>
    <message>
        <source>還不知道有沒有寫進卡片</source>
        <translation>Not yet known whether it was written</translation>
    </message>
    <message>
        <source>點數和金額都不會遺失。</source>
        <translation>Neither points nor money are lost.</translation>
    </message>
    <message>
        <source>卡片在讀卡機上，請再查一次結果。</source>
        <translation>The card lies on the reader. Please check once more.</translation>
    </message>
    <message>
        <source>請把同一張卡（末碼 {tail}）再放回讀卡機，就會知道結果。</source>
        <translation>Place the same card (ending in {tail}) on the reader again to see the result.</translation>
    </message>
    <message>
        <source>這台現在讀不到卡片。請記下查詢代碼，帶這張卡（末碼 {tail}）到：</source>
        <translation>This machine cannot read cards now. Please note the code and take this card (ending {tail}) to:</translation>
    </message>
    <message>
        <source>也可以之後帶這張卡到任何一台自助機或櫃檯，並出示查詢代碼。</source>
        <translation>Or take this card to any kiosk or counter later, and show the recovery code.</translation>
    </message>
    <message>
        <source>請改到</source>
        <translation>Please go to</translation>
    </message>
    <message>
        <source>附近的服務櫃檯</source>
        <translation>a service counter nearby</translation>
    </message>
    <message>
        <source>服務電話</source>
        <translation>Telephone</translation>
    </message>
    <message>
        <source>查詢代碼</source>
        <translation>Recovery code</translation>
    </message>
    <message>
        <source>再查一次結果</source>
        <translation>Check again</translation>
    </message>
    <message>
        <source>看我的點數</source>
        <translation>See my points</translation>
    </message>
    <message>
        <source>換下一位</source>
        <translation>Let the next person in</translation>
    </message>
    <message>
        <source>請改放末碼 {tail} 的卡，或按「換下一位」。</source>
        <translation>Please place the card ending in {tail}, or press &quot;Let the next person in&quot;.</translation>
    </message>
</context>
<context>
    <name>WorkingPage</name>
    <message>
        <source>請勿移開卡片</source>
        <translation>Do not move the card</translation>
    </message>
    <message>
        <source>正在儲值 {amount}</source>
        <translation>Storing {amount}</translation>
    </message>
    <message>
        <source>正在寫進卡片…</source>
        <translation>Writing to the card…</translation>
    </message>
    <message>
        <source>正在兌換 {points}…</source>
        <translation>Exchanging {points}…</translation>
    </message>
    <message>
        <source>請勿移開卡片。</source>
        <translation>Do not take the card away.</translation>
    </message>
    <message>
        <source>正在兌換…</source>
        <translation>Exchanging…</translation>
    </message>
    <message>
        <source>正在請平台保留點數…</source>
        <translation>Asking the platform to keep the points…</translation>
    </message>
    <message>
        <source>正在核對結果…</source>
        <translation>Checking the result…</translation>
    </message>
</context>
</TS>
