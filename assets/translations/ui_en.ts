<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="zh_TW">
<context>
    <name>Amounts</name>
    <message>
        <source>{points} 點</source>
        <translation>{points} points</translation>
    </message>
    <message>
        <source>{roc} ({year})</source>
        <translation>{iso} (ROC {roc_year})</translation>
    </message>
    <message>
        <source>{minutes} 分鐘</source>
        <translation>{minutes} min</translation>
    </message>
    <message>
        <source>{hours} 小時 {minutes} 分</source>
        <translation>{hours} h {minutes} min</translation>
    </message>
    <message>
        <source>{number} 秒</source>
        <translation>{number} s</translation>
    </message>
    <message>
        <source>{number} 分</source>
        <translation>{number} min</translation>
    </message>
    <message>
        <source>{number} 小時</source>
        <translation>{number} h</translation>
    </message>
    <message>
        <source>{number} 天</source>
        <translation>{number} d</translation>
    </message>
</context>
<context>
    <name>DataTable</name>
    <message>
        <source>目前顯示 {count} 筆，還有其他</source>
        <translation>{count} shown, there are others</translation>
    </message>
    <message>
        <source>共 {count} 筆</source>
        <translation>{count} in all</translation>
    </message>
    <message>
        <source>目前沒有資料</source>
        <translation>Nothing there</translation>
    </message>
    <message>
        <source>再列出一些</source>
        <translation>Show more</translation>
    </message>
</context>
<context>
    <name>DateField</name>
    <message>
        <source>例如 740105 或 74/1/5</source>
        <translation>e.g. 740105 or 74/1/5</translation>
    </message>
</context>
<context>
    <name>DemoRibbon</name>
    <message>
        <source>示範&#x3000;資料皆為虛構，不是真的卡片與金額</source>
        <translation>Demo. All data are made up: no real cards, no real money</translation>
    </message>
</context>
<context>
    <name>FieldRow</name>
    <message>
        <source>{title}。{what}</source>
        <translation>{title}. {what}</translation>
    </message>
</context>
<context>
    <name>Messages</name>
    <message>
        <source>找不到讀卡機</source>
        <translation>No card reader found</translation>
    </message>
    <message>
        <source>請接上讀卡機，接好後會自動繼續。</source>
        <translation>Please connect the card reader; work continues by itself once it is there.</translation>
    </message>
    <message>
        <source>讀卡服務沒有啟動</source>
        <translation>The card reader service is not running</translation>
    </message>
    <message>
        <source>讀卡機中斷連線</source>
        <translation>The card reader was disconnected</translation>
    </message>
    <message>
        <source>請檢查讀卡機的連接線，接回後會自動繼續。</source>
        <translation>Please check the reader&apos;s cable; work continues by itself once it is back.</translation>
    </message>
    <message>
        <source>卡片太早拿開</source>
        <translation>The card was taken away too soon</translation>
    </message>
    <message>
        <source>這次沒有完成。請再放一次卡片，等畫面顯示結果後再拿開。</source>
        <translation>Nothing was completed. Please place the card again and leave it there until the result is shown.</translation>
    </message>
    <message>
        <source>讀不到卡片</source>
        <translation>The card could not be read</translation>
    </message>
    <message>
        <source>請把卡片單獨平放在讀卡機上，再試一次。</source>
        <translation>Please lay the card flat on the reader, on its own, and try again.</translation>
    </message>
    <message>
        <source>這台讀卡機不能儲值</source>
        <translation>This reader cannot load value</translation>
    </message>
    <message>
        <source>它只能讀出卡號，請改用可以讀寫卡片的讀卡機（PC/SC）。</source>
        <translation>It reads card numbers only; please use a reader that can write cards (PC/SC).</translation>
    </message>
    <message>
        <source>票證公司的程式沒有正確回應</source>
        <translation>The card company&apos;s program did not answer properly</translation>
    </message>
    <message>
        <source>點數和金額都不會遺失。請重新啟動該程式，仍不正常時請聯絡票證公司。狀況：{part}。</source>
        <translation>Neither points nor money are lost. Please restart that program; if it happens again, contact the card company. Condition: {part}.</translation>
    </message>
    <message>
        <source>請改用另一台自助機，或到櫃檯辦理。</source>
        <translation>Please use another kiosk, or go to a counter.</translation>
    </message>
    <message>
        <source>這台機器的讀卡機中斷連線，現在不能讀卡</source>
        <translation>This machine&apos;s card reader is disconnected: it cannot read cards now</translation>
    </message>
    <message>
        <source>這台機器現在不能把錢存進卡片</source>
        <translation>This machine cannot load money onto cards now</translation>
    </message>
    <message>
        <source>這台機器現在不能提供服務</source>
        <translation>This machine cannot serve anybody now</translation>
    </message>
    <message>
        <source>這台機器現在不能存下新的紀錄</source>
        <translation>This machine cannot save new records now</translation>
    </message>
    <message>
        <source>目前連不上中央平台</source>
        <translation>The central platform cannot be reached</translation>
    </message>
    <message>
        <source>這台機器讀卡的程式沒有啟動，現在不能讀卡</source>
        <translation>The card service of this machine is not running: it cannot read cards now</translation>
    </message>
    <message>
        <source>這台機器現在不能確認卡片的資料</source>
        <translation>This machine cannot check cards now</translation>
    </message>
    <message>
        <source>這台機器現在不能辨認卡片</source>
        <translation>This machine cannot recognise cards now</translation>
    </message>
    <message>
        <source>請稍候一下，再試一次。</source>
        <translation>Please wait a moment and try again.</translation>
    </message>
    <message>
        <source>請帶這張卡與身分證明文件到櫃檯辦理。其他縣市的市民卡，請到發卡的縣市使用。</source>
        <translation>Please take the card and proof of identity to a counter. A city card of another city can be used in the city that issued it.</translation>
    </message>
    <message>
        <source>請換一張還沒有人用的卡，或帶這張卡到櫃檯查詢。</source>
        <translation>Please use a card that nobody has yet, or ask about this one at a counter.</translation>
    </message>
    <message>
        <source>這次沒有完成，請拿卡片到服務櫃檯。</source>
        <translation>This was not completed. Please take the card to a counter.</translation>
    </message>
    <message>
        <source>請再看一次您的點數，選擇較小的金額。</source>
        <translation>Please look at your points again and choose a smaller amount.</translation>
    </message>
    <message>
        <source>一次最多兌換 NT${largest}，卡片最多能有 NT${limit}。快滿的話，請先花掉一些再來兌換。</source>
        <translation>At most NT${largest} at a time, and NT${limit} on the card. If it is nearly full, spend some first and come back.</translation>
    </message>
    <message>
        <source>請再試一次，或到櫃檯辦理。</source>
        <translation>Please try again, or go to a counter.</translation>
    </message>
    <message>
        <source>可以離線的作業照常進行，恢復連線後會自動上傳。</source>
        <translation>Work that is possible offline goes on and is sent by itself once the connection is back.</translation>
    </message>
    <message>
        <source>回應的不是中央平台</source>
        <translation>Something other than the central platform answered</translation>
    </message>
    <message>
        <source>請檢查網路是否需要登入，或代理伺服器的設定。收到的狀態碼是 {status}。</source>
        <translation>Please check whether the network asks for a sign-in, and the proxy settings. The status received was {status}.</translation>
    </message>
    <message>
        <source>無法確認中央平台的身分</source>
        <translation>The central platform&apos;s identity could not be confirmed</translation>
    </message>
    <message>
        <source>請檢查本機的日期時間與平台網址，並通知系統管理員。</source>
        <translation>Please check this machine&apos;s date and time and the platform&apos;s address, and tell the administrator.</translation>
    </message>
    <message>
        <source>中央平台忙碌中</source>
        <translation>The central platform is busy</translation>
    </message>
    <message>
        <source>平台網址沒有加密</source>
        <translation>The platform&apos;s address is not encrypted</translation>
    </message>
    <message>
        <source>請在設定中改用 https 開頭的網址。</source>
        <translation>Please use an address that starts with https in the settings.</translation>
    </message>
    <message>
        <source>本站已被停權</source>
        <translation>This station has been revoked</translation>
    </message>
    <message>
        <source>請停止作業並聯絡系統管理員；尚未上傳的紀錄仍安全保存在本機。</source>
        <translation>Please stop work and contact the administrator; records not yet sent are kept safely on this machine.</translation>
    </message>
    <message>
        <source>中央平台不認得本站</source>
        <translation>The central platform does not know this station</translation>
    </message>
    <message>
        <source>請聯絡系統管理員，重新登記本站。</source>
        <translation>Please contact the administrator and enrol this station again.</translation>
    </message>
    <message>
        <source>另一台機器使用了本站的身分</source>
        <translation>Another machine is using this station&apos;s identity</translation>
    </message>
    <message>
        <source>請停止作業並聯絡系統管理員，重新登記本站。</source>
        <translation>Please stop work, contact the administrator and enrol this station again.</translation>
    </message>
    <message>
        <source>示範與正式環境不可混用</source>
        <translation>Demo and live systems must not be mixed</translation>
    </message>
    <message>
        <source>請檢查設定：示範站只能連示範平台，正式站只能連正式平台。</source>
        <translation>Please check the settings: a demo station connects to a demo platform only, a live one to a live platform only.</translation>
    </message>
    <message>
        <source>登記碼無效</source>
        <translation>The enrolment code is not valid</translation>
    </message>
    <message>
        <source>登記碼只能用一次且有期限。請核對後再輸入，或向系統管理員索取新的登記碼。</source>
        <translation>A code works once and for a limited time. Please check it and enter it again, or ask the administrator for a new one.</translation>
    </message>
    <message>
        <source>本站尚未登記</source>
        <translation>This station is not enrolled yet</translation>
    </message>
    <message>
        <source>請先用登記碼登記本站。</source>
        <translation>Please enrol this station with an enrolment code first.</translation>
    </message>
    <message>
        <source>本站已經登記過</source>
        <translation>This station is already enrolled</translation>
    </message>
    <message>
        <source>不需要再登記。停權後要換新身分，請聯絡系統管理員，以 enrol --again 登記。</source>
        <translation>There is nothing to do. For another identity after it was revoked, please contact the administrator, who enrols it with `enrol --again`.</translation>
    </message>
    <message>
        <source>本站程式已在執行</source>
        <translation>This station is already running</translation>
    </message>
    <message>
        <source>資料由較新的版本寫入</source>
        <translation>The data were written by a newer version</translation>
    </message>
    <message>
        <source>請安裝新版程式後再啟動，資料不會遺失。檔案：{file}。</source>
        <translation>Please install the newer version and start again; no data are lost. File: {file}.</translation>
    </message>
    <message>
        <source>無法打開本站的資料</source>
        <translation>This station&apos;s data cannot be opened</translation>
    </message>
    <message>
        <source>請確認以原來的使用者帳號登入本機，並聯絡系統管理員。檔案：{file}。</source>
        <translation>Please make sure that you are signed in to this machine as the usual user, and contact the administrator. File: {file}.</translation>
    </message>
    <message>
        <source>本站的資料檔損壞</source>
        <translation>This station&apos;s data file is damaged</translation>
    </message>
    <message>
        <source>人員與讀者資料已過期，連線後會自動更新。請先恢復連線，並檢查本機的日期與時間。</source>
        <translation>The data on staff and library members are out of date and are renewed by themselves. Please restore the connection first, and check this machine&apos;s date and time.</translation>
    </message>
    <message>
        <source>磁碟空間不足</source>
        <translation>The disk is full</translation>
    </message>
    <message>
        <source>找不到備份或隨身碟的資料夾</source>
        <translation>The folder of the backup or stick is not there</translation>
    </message>
    <message>
        <source>受理照常。請插回隨身碟，或修正資料夾的名稱。位置：{file}。</source>
        <translation>Work goes on. Please put the stick back, or correct the folder&apos;s name. Place: {file}.</translation>
    </message>
    <message>
        <source>待傳紀錄已滿</source>
        <translation>Too many records are waiting to be sent</translation>
    </message>
    <message>
        <source>請先恢復連線，讓紀錄上傳後再繼續。目前待傳 {queued} 筆。</source>
        <translation>Please restore the connection and let them be sent first. {queued} are waiting.</translation>
    </message>
    <message>
        <source>設定檔有錯</source>
        <translation>The settings are not right</translation>
    </message>
    <message>
        <source>請修正設定後再啟動。檔案 {file}，位置 {where}。應為：{expected}。</source>
        <translation>Please correct the settings and start again. File {file}, at {where}. Expected: {expected}.</translation>
    </message>
    <message>
        <source>市民卡方案檔有錯</source>
        <translation>The card programme&apos;s file is not right</translation>
    </message>
    <message>
        <source>請通知系統管理員。檔案 {file}，位置 {where}。應為：{expected}。</source>
        <translation>Please tell the administrator. File {file}, at {where}. Expected: {expected}.</translation>
    </message>
    <message>
        <source>缺少必要的元件</source>
        <translation>A required component is missing</translation>
    </message>
    <message>
        <source>請重新安裝程式。缺少的元件：{package}。</source>
        <translation>Please install the program again. Missing: {package}.</translation>
    </message>
    <message>
        <source>這張卡還不是市民卡</source>
        <translation>This card is not a city card yet</translation>
    </message>
    <message>
        <source>請帶這張卡與身分證明文件到櫃檯辦理。</source>
        <translation>Please take the card and proof of identity to a counter.</translation>
    </message>
    <message>
        <source>這張卡已停用</source>
        <translation>This card has been stopped</translation>
    </message>
    <message>
        <source>請帶卡片與身分證明文件到櫃檯查詢。</source>
        <translation>Please take the card and proof of identity to a counter.</translation>
    </message>
    <message>
        <source>這張卡每次感應的號碼都不同</source>
        <translation>This card shows a different number every time</translation>
    </message>
    <message>
        <source>條碼誰都能複製，不能當卡片用。請放上實體卡片。</source>
        <translation>Anyone can copy a code, so it cannot be used as a card. Please place a physical card.</translation>
    </message>
    <message>
        <source>這張卡已經有人使用</source>
        <translation>This card already belongs to someone</translation>
    </message>
    <message>
        <source>請換一張空白的卡片。</source>
        <translation>Please use another, blank card.</translation>
    </message>
    <message>
        <source>請聯絡系統管理員：這台機器的資料或程式可能被更動，或被複製到別台機器。民眾要辦的事請重新辦理。</source>
        <translation>Please contact the system administrator: this machine&apos;s data or program may have been altered, or copied to another machine. What people came for has to be done again.</translation>
    </message>
    <message>
        <source>紀錄屬於另一個工作站</source>
        <translation>The record belongs to another station</translation>
    </message>
    <message>
        <source>請聯絡系統管理員，核對本站的程式版本與設定。民眾要辦的事請重新辦理。</source>
        <translation>Please contact the system administrator to check this station&apos;s version and settings. What people came for has to be done again.</translation>
    </message>
    <message>
        <source>平台無法判讀這筆紀錄</source>
        <translation>The platform cannot read this record</translation>
    </message>
    <message>
        <source>紀錄的代號不合規定</source>
        <translation>The record&apos;s number is not as it should be</translation>
    </message>
    <message>
        <source>本站沒有登記辦理這項業務</source>
        <translation>This station is not registered for this work</translation>
    </message>
    <message>
        <source>紀錄的內容不合格式</source>
        <translation>The record is not in a valid form</translation>
    </message>
    <message>
        <source>隨附的資料太大</source>
        <translation>What came with it is too large</translation>
    </message>
    <message>
        <source>隨附的檔案不正確</source>
        <translation>The file that came with it is not right</translation>
    </message>
    <message>
        <source>金額或數量不在允許的範圍</source>
        <translation>The amount or number is not within what is allowed</translation>
    </message>
    <message>
        <source>這種點數或卡片不能兌換</source>
        <translation>These points or this card cannot be redeemed</translation>
    </message>
    <message>
        <source>先到的內容有效，兩種都已保存。請聯絡系統管理員核對。</source>
        <translation>What came first stands, both are kept. Please contact the system administrator to compare them.</translation>
    </message>
    <message>
        <source>平台暫時無法處理這筆紀錄</source>
        <translation>The platform cannot handle this record at the moment</translation>
    </message>
    <message>
        <source>不必處理，平台修復後會自動再處理。</source>
        <translation>Nothing to do: once the platform is repaired it goes on by itself.</translation>
    </message>
    <message>
        <source>本機的時鐘不準</source>
        <translation>This machine&apos;s clock is wrong</translation>
    </message>
    <message>
        <source>請校正這台機器的日期和時間。辦理的時間由主管機關核對，不必重辦。</source>
        <translation>Please correct this machine&apos;s date and time. The city&apos;s office checks when this was done; it need not be done again.</translation>
    </message>
    <message>
        <source>承辦人沒有這項權限</source>
        <translation>The staff member may not do this</translation>
    </message>
    <message>
        <source>卡片暫停使用，點數暫不發給。請主管核對承辦人的權限，再聯絡主管機關恢復。</source>
        <translation>The card is suspended and points are held back. A supervisor should check the staff member&apos;s roles, then ask the city&apos;s office to reinstate it.</translation>
    </message>
    <message>
        <source>承辦人已停用，之前離線辦的現在才上傳</source>
        <translation>The staff member is inactive; this was done offline before and came in now</translation>
    </message>
    <message>
        <source>請主管確認這件事確實是承辦人停用前辦的。</source>
        <translation>A supervisor should confirm that it really was done before they became inactive.</translation>
    </message>
    <message>
        <source>這位民眾已經有同類的卡片</source>
        <translation>This person already has a card of this kind</translation>
    </message>
    <message>
        <source>後發的卡片已暫停使用。請聯絡持卡人，請他擇一使用並繳回另一張。</source>
        <translation>The later card is suspended. Please contact the holder, who keeps one and gives back the other.</translation>
    </message>
    <message>
        <source>不符合這種卡的請領資格</source>
        <translation>Not eligible for this kind of card</translation>
    </message>
    <message>
        <source>卡片暫停使用。請聯絡持卡人補齊資格證明，或請他繳回卡片。</source>
        <translation>The card is suspended. Please contact the holder for proof of eligibility, or to give the card back.</translation>
    </message>
    <message>
        <source>缺少持卡人的同意</source>
        <translation>The holder&apos;s consent is missing</translation>
    </message>
    <message>
        <source>卡片暫停使用。請聯絡持卡人補簽同意書。</source>
        <translation>The card is suspended. Please contact the holder to sign the consent.</translation>
    </message>
    <message>
        <source>請聯絡民眾，對照證件核對資料後重新辦理；已發出的卡片在補正前暫停使用。</source>
        <translation>Please contact the person, check the particulars against their documents and do it again; a card already issued is suspended until then.</translation>
    </message>
    <message>
        <source>先發了卡，後來查核不符資格</source>
        <translation>The card was issued first, and the check said no</translation>
    </message>
    <message>
        <source>卡片已暫停使用，也通知了持卡人。持卡人來問時，請他向主管機關查詢。</source>
        <translation>The card is suspended and the holder has been told. If they ask, send them to the city&apos;s office.</translation>
    </message>
    <message>
        <source>這件申辦不符規定，沒有成案</source>
        <translation>This application breaks the rules and was not taken</translation>
    </message>
    <message>
        <source>請聯絡申請人，說明原因並重新申辦。</source>
        <translation>Please contact the applicant, explain why, and apply again.</translation>
    </message>
    <message>
        <source>申辦還沒有核准就發了卡</source>
        <translation>The card was issued before the application was approved</translation>
    </message>
    <message>
        <source>卡片照常使用，審查繼續進行。請向主管說明為什麼先發卡。</source>
        <translation>The card works and the review goes on. Please tell your supervisor why the card was issued first.</translation>
    </message>
    <message>
        <source>請核對案件編號和卡片交給了誰，再告訴主管機關。交錯的卡片請收回。</source>
        <translation>Please check the application&apos;s number and who got the card, then tell the city&apos;s office. Take back a card given to the wrong person.</translation>
    </message>
    <message>
        <source>發卡所憑的申辦案件查無資料</source>
        <translation>The application that this card was issued for is not known</translation>
    </message>
    <message>
        <source>發的卡片與申辦案件不符</source>
        <translation>The card issued does not match the application</translation>
    </message>
    <message>
        <source>申辦案件已經結案，又發了一張卡</source>
        <translation>The application was closed already, and another card was issued</translation>
    </message>
    <message>
        <source>請向主管機關查詢原案件，在原案件辦理。</source>
        <translation>Please ask the city&apos;s office about the first application, and go on with that one.</translation>
    </message>
    <message>
        <source>綁卡所憑的卡片沒有持卡人</source>
        <translation>The card used for binding has no holder</translation>
    </message>
    <message>
        <source>請聯絡民眾，帶記名的市民卡來再綁一次。</source>
        <translation>Please contact the person to bind it again with their registered city card.</translation>
    </message>
    <message>
        <source>這張卡已經登記過，沒有變更</source>
        <translation>This card was registered already; nothing was changed</translation>
    </message>
    <message>
        <source>請核對是不是拿了別人的卡片。要辦的民眾請換一張空白卡重新辦理。</source>
        <translation>Please check whether it is another person&apos;s card. Whoever came for one needs a blank card; do it again.</translation>
    </message>
    <message>
        <source>平台還沒有這張卡的資料</source>
        <translation>The platform does not know this card yet</translation>
    </message>
    <message>
        <source>多半是別站發的卡還沒上傳，平台會自己補上。過幾天仍在這裡時，請核對卡片是否漏登。</source>
        <translation>Most likely another station issued it and has not uploaded yet; the platform catches up by itself. If it is still here after some days, check whether the card was ever registered.</translation>
    </message>
    <message>
        <source>這張卡沒有登記持卡人</source>
        <translation>No holder is registered for this card</translation>
    </message>
    <message>
        <source>請聯絡民眾，帶卡片與身分證明文件來辦理記名。</source>
        <translation>Please contact the person to come with the card and proof of identity, and register.</translation>
    </message>
    <message>
        <source>這張卡當時已經停用</source>
        <translation>This card was blocked at that time</translation>
    </message>
    <message>
        <source>不必重辦。這張卡再出現時，請持卡人到櫃檯查詢。</source>
        <translation>Nothing to do again. When this card turns up, send its holder to the counter.</translation>
    </message>
    <message>
        <source>卡片當時的狀態不能這樣處理，沒有變更</source>
        <translation>The card&apos;s state did not allow this; nothing was changed</translation>
    </message>
    <message>
        <source>請先查卡片現在的狀態，還需要時再辦一次。</source>
        <translation>Please look up the card&apos;s state now, and do it again if it is still needed.</translation>
    </message>
    <message>
        <source>之後發生的變更已經先到平台</source>
        <translation>A later change had reached the platform before</translation>
    </message>
    <message>
        <source>以後來的變更為準，不必重辦。</source>
        <translation>The later change stands; nothing to do again.</translation>
    </message>
    <message>
        <source>這張卡不能登記給民眾。請聯絡民眾，換一張空白卡重新辦理。</source>
        <translation>This card cannot be given to a citizen. Please contact the person and do it again with a blank card.</translation>
    </message>
    <message>
        <source>請聯絡民眾說明，並請他繳回補發的卡片。</source>
        <translation>Please contact the person to explain, and to give back the replacement.</translation>
    </message>
    <message>
        <source>請報告主管，並請他洽主管機關確認應收的工本費。</source>
        <translation>Tell the supervisor, who asks the authority in charge what the fee is.</translation>
    </message>
    <message>
        <source>紀錄與卡片不符</source>
        <translation>The record does not match the card</translation>
    </message>
    <message>
        <source>請核對當時是哪一張卡，還需要時用對的卡再辦一次。</source>
        <translation>Please check which card it was, and do it again with the right one if it is still needed.</translation>
    </message>
    <message>
        <source>發卡收的工本費與方案不同</source>
        <translation>The fee taken for the card is not the programme&apos;s</translation>
    </message>
    <message>
        <source>收的工本費與方案不同</source>
        <translation>The fee charged differs from the programme&apos;s</translation>
    </message>
    <message>
        <source>請核對收據；多收或少收的，請依主管的指示處理。</source>
        <translation>Please check the receipt; follow your supervisor&apos;s word on what was charged too much or too little.</translation>
    </message>
    <message>
        <source>請持卡人在手機上重新開啟虛擬卡，再辦一次。</source>
        <translation>Ask the holder to open the virtual card on the phone again, and do it again.</translation>
    </message>
    <message>
        <source>這個手機條碼在別處也用過</source>
        <translation>This phone code was used elsewhere too</translation>
    </message>
    <message>
        <source>條碼可能被翻拍，由主管機關查看。持卡人來問時，請他在手機上重新登記虛擬卡。</source>
        <translation>The code may have been copied; the city&apos;s office looks into it. If the holder asks, have them register the virtual card anew on their phone.</translation>
    </message>
    <message>
        <source>請盤點這一盒空白卡，核對卡盒、卡別與地點，再補登。</source>
        <translation>Please count this box of blank cards, check box, kind and place, and enter what is missing.</translation>
    </message>
    <message>
        <source>空白卡的數量與帳面不符</source>
        <translation>The number of blank cards differs from the books</translation>
    </message>
    <message>
        <source>帳面上已經沒有空白卡</source>
        <translation>By the books there was no blank card left</translation>
    </message>
    <message>
        <source>空白卡的卡別與入庫時不同</source>
        <translation>The blank card was taken in as another kind</translation>
    </message>
    <message>
        <source>空白卡不在帳面的庫存裡</source>
        <translation>The blank card is not in the books</translation>
    </message>
    <message>
        <source>數量超過帳面上有的</source>
        <translation>More than the books have</translation>
    </message>
    <message>
        <source>結班時現金與規費不符</source>
        <translation>The cash did not agree with the fees when the shift was closed</translation>
    </message>
    <message>
        <source>請照結班時寫的原因核對收據與現金；由主管查看後結案。</source>
        <translation>Please check receipts and cash against the reason given at closing; a supervisor closes the matter.</translation>
    </message>
    <message>
        <source>沒有寫明事由</source>
        <translation>No reason was given</translation>
    </message>
    <message>
        <source>請寫明事由，再辦一次。</source>
        <translation>Please write down the reason and do it again.</translation>
    </message>
    <message>
        <source>不必處理。參加者問起時數或點數時，請告訴他以平台計算的為準。</source>
        <translation>Nothing to do. If the person asks about hours or points, what the platform counted stands.</translation>
    </message>
    <message>
        <source>重複簽到，重疊的時間只計一次</source>
        <translation>Signed in twice; the time that overlaps counts once</translation>
    </message>
    <message>
        <source>畫面顯示的時數或點數與平台不同</source>
        <translation>The hours or points on the screen differ from the platform&apos;s</translation>
    </message>
    <message>
        <source>重複簽退，只計一次</source>
        <translation>Signed out twice; it counts once</translation>
    </message>
    <message>
        <source>這個活動只要簽到，簽退不計</source>
        <translation>This activity takes a sign-in only; the sign-out does not count</translation>
    </message>
    <message>
        <source>簽到已經更正為誤刷，不計時數</source>
        <translation>The sign-in was corrected as a mistake; no hours</translation>
    </message>
    <message>
        <source>請向活動人員確認這個人實際參加的時間，告訴主辦單位，由他們核定時數。</source>
        <translation>Please find out from the activity&apos;s staff how long this person took part and tell the organiser, who settles the hours.</translation>
    </message>
    <message>
        <source>所屬的簽到沒有採計</source>
        <translation>The sign-in it belongs to did not count</translation>
    </message>
    <message>
        <source>平台等不到對應的簽到，未計時數</source>
        <translation>The sign-in never came to the platform; no hours</translation>
    </message>
    <message>
        <source>平台等不到要更正的簽到，沒有更正</source>
        <translation>The sign-in to be corrected never came to the platform; nothing was corrected</translation>
    </message>
    <message>
        <source>太久才簽退，未計時數</source>
        <translation>Signed out far too late; no hours</translation>
    </message>
    <message>
        <source>有簽到、沒有簽退，未計時數</source>
        <translation>Signed in and never signed out; no hours</translation>
    </message>
    <message>
        <source>簽退比簽到早，未計時數</source>
        <translation>Signed out before signing in; no hours</translation>
    </message>
    <message>
        <source>請核對兩台機器的時鐘，再把實際參加的時間告訴主辦單位。</source>
        <translation>Please check the clocks of both machines, then tell the organiser how long this person took part.</translation>
    </message>
    <message>
        <source>平台查無這個活動</source>
        <translation>The platform does not know this activity</translation>
    </message>
    <message>
        <source>時數照計，點數暫不發給。請主辦單位核對活動是否已登記。</source>
        <translation>The hours count, points are held back. The organiser should check that the activity is registered.</translation>
    </message>
    <message>
        <source>用姓名簽到的人不在活動的名單上</source>
        <translation>Whoever signed in by name is not on the activity&apos;s list</translation>
    </message>
    <message>
        <source>時數與點數暫不發給。請主辦單位核對是誰來了，要給的由主辦單位補登。</source>
        <translation>No hours or points are given for now. The organiser finds out who came and adds what is due.</translation>
    </message>
    <message>
        <source>活動已經結束或停止受理</source>
        <translation>The activity had ended or was closed</translation>
    </message>
    <message>
        <source>請向主辦單位確認這個人是否應該給點。</source>
        <translation>Please ask the organiser whether this person should get the points.</translation>
    </message>
    <message>
        <source>不必處理，由主辦機關決定是否補給。參加者問起時，請告訴他點數還沒有發給。</source>
        <translation>Nothing to do: the agency decides whether to give them later. If the person asks, the points have not been given yet.</translation>
    </message>
    <message>
        <source>機關的點數預算不足，沒有給點</source>
        <translation>The agency&apos;s points budget is used up; no points</translation>
    </message>
    <message>
        <source>超過給點上限，沒有給足</source>
        <translation>Above the limit for points; not all were given</translation>
    </message>
    <message>
        <source>入場收費的折數與應收的不同</source>
        <translation>The admission charged differs from what was due</translation>
    </message>
    <message>
        <source>請核對當時收的金額；多收的請依主管的指示退還。</source>
        <translation>Please check what was charged; follow your supervisor&apos;s word on paying back what was too much.</translation>
    </message>
    <message>
        <source>點數和金額都不會遺失。請民眾帶同一張卡再感應一次，就會有結果。</source>
        <translation>Neither points nor money are lost. Ask the person to tap the same card once more; then there is a result.</translation>
    </message>
    <message>
        <source>平台查無這筆儲值</source>
        <translation>The platform does not know this load</translation>
    </message>
    <message>
        <source>這筆儲值可能還在進行</source>
        <translation>This load may still be under way</translation>
    </message>
    <message>
        <source>本站宣告寫入後又放棄這筆儲值</source>
        <translation>This station said it wrote the load, and then gave it up</translation>
    </message>
    <message>
        <source>儲值紀錄與卡片不符</source>
        <translation>The load&apos;s record does not match the card</translation>
    </message>
    <message>
        <source>卡片的交易驗證碼不符，儲值還沒有決定</source>
        <translation>The card&apos;s transaction code is wrong; the load is not decided yet</translation>
    </message>
    <message>
        <source>點數和金額都不會遺失，由主管機關查驗。這張卡再出現時，請持卡人留下聯絡方式。</source>
        <translation>Neither points nor money are lost; the city&apos;s office looks into it. When this card turns up, ask its holder how to reach them.</translation>
    </message>
    <message>
        <source>卡片有這筆儲值，但驗證碼不符</source>
        <translation>The card has this load, but its code does not match</translation>
    </message>
    <message>
        <source>卡片上有未經核准的儲值</source>
        <translation>The card has a load that was never approved</translation>
    </message>
    <message>
        <source>儲值退回之後，卡片裡卻有這筆金額</source>
        <translation>After the load was taken back the card has its amount</translation>
    </message>
    <message>
        <source>儲值確認之後，又被要求退回</source>
        <translation>After the load was confirmed it was to be taken back</translation>
    </message>
    <message>
        <source>儲值紀錄來自另一個工作站</source>
        <translation>The load&apos;s record is from another station</translation>
    </message>
    <message>
        <source>儲值的證明種類不符</source>
        <translation>The load&apos;s proof is of another kind</translation>
    </message>
    <message>
        <source>儲值退回之後，本站仍宣告寫入</source>
        <translation>After the load was taken back this station still said it was written</translation>
    </message>
    <message>
        <source>本站放棄儲值之後，又宣告寫入</source>
        <translation>This station gave the load up, and then said it was written</translation>
    </message>
    <message>
        <source>卡片的儲值次數與平台不符</source>
        <translation>The card&apos;s number of loads differs from the platform&apos;s</translation>
    </message>
    <message>
        <source>卡片的交易計數倒退</source>
        <translation>The card&apos;s transaction counter went backwards</translation>
    </message>
    <message>
        <source>卡片的餘額與平台不符</source>
        <translation>The card&apos;s value differs from the platform&apos;s</translation>
    </message>
    <message>
        <source>沒有儲值，點數沒有減少。民眾還需要時，請再辦一次。</source>
        <translation>Nothing was loaded and no points were taken. If the person still wants it, do it again.</translation>
    </message>
    <message>
        <source>平台要請人查看這筆紀錄</source>
        <translation>The platform wants somebody to look at this record</translation>
    </message>
    <message>
        <source>請告訴主管機關這筆紀錄的編號；不必重辦。</source>
        <translation>Please tell the city&apos;s office this record&apos;s number; it need not be done again.</translation>
    </message>
    <message>
        <source>這項服務需要記名的卡片，請到櫃檯辦理。</source>
        <translation>This service needs a registered card; please ask at a counter.</translation>
    </message>
    <message>
        <source>這是工作人員的卡片</source>
        <translation>This is a staff card</translation>
    </message>
    <message>
        <source>請改放市民的卡片。</source>
        <translation>Please place the citizen&apos;s card instead.</translation>
    </message>
    <message>
        <source>這張卡不是本站工作人員的卡片</source>
        <translation>This card is not a staff card of this station</translation>
    </message>
    <message>
        <source>請使用登記在本站的工作證。</source>
        <translation>Please use a staff card that is registered for this station.</translation>
    </message>
    <message>
        <source>您的權限不能做這件事</source>
        <translation>You are not allowed to do this</translation>
    </message>
    <message>
        <source>請洽主管，或換有權限的人員登入。</source>
        <translation>Please ask a supervisor, or let a person with the permission sign in.</translation>
    </message>
    <message>
        <source>密碼不正確</source>
        <translation>The PIN is wrong</translation>
    </message>
    <message>
        <source>請再輸入一次。下次輸入前要等 {seconds} 秒。</source>
        <translation>Please enter it again. {seconds} seconds to wait before the next try.</translation>
    </message>
    <message>
        <source>請重新選擇金額。至少要兌換 NT${smallest}。</source>
        <translation>Please choose the amount again. At least NT${smallest} can be redeemed.</translation>
    </message>
    <message>
        <source>超過可以存入卡片的金額</source>
        <translation>More than can be put on the card</translation>
    </message>
    <message>
        <source>請選擇較小的金額。一次最多可兌換 NT${largest}。</source>
        <translation>Please choose a smaller amount. At most NT${largest} can be redeemed at a time.</translation>
    </message>
    <message>
        <source>請再輸入一次。還可以試 {left} 次。</source>
        <translation>Please enter it again. {left} tries left.</translation>
    </message>
    <message>
        <source>密碼錯誤太多次</source>
        <translation>Too many wrong PINs</translation>
    </message>
    <message>
        <source>請啟動智慧卡服務（pcscd 或 Smart Card），啟動後會自動繼續。缺少：{missing}。</source>
        <translation>Please start the smart card service (pcscd or Smart Card); work continues by itself. Missing: {missing}.</translation>
    </message>
    <message>
        <source>系統會自動再試，請稍候。大約還要 {wait_s} 秒。使用中：{file}。</source>
        <translation>It will be tried again by itself; please wait. About {wait_s} seconds to go. In use: {file}.</translation>
    </message>
    <message>
        <source>請改用已開啟的視窗，或先關閉它再啟動。檔案：{file}。</source>
        <translation>Please use the window that is open, or close it before starting again. File: {file}.</translation>
    </message>
    <message>
        <source>請不要刪除任何檔案，並聯絡系統管理員，以備份還原（citycard journal restore）。檔案：{file}。</source>
        <translation>Please do not delete any file, and contact the administrator, who restores a backup (citycard journal restore). File: {file}.</translation>
    </message>
    <message>
        <source>平台沒有送來任何卡片資料</source>
        <translation>The platform sent no cards at all</translation>
    </message>
    <message>
        <source>本站沿用原有資料，照常受理。請聯絡系統管理員，確認平台與本站的權限。</source>
        <translation>This station keeps the data that it has and works on. Please ask the administrator to check the platform and this station&apos;s permissions.</translation>
    </message>
    <message>
        <source>太久沒有和平台連線</source>
        <translation>The platform has not been heard for too long</translation>
    </message>
    <message>
        <source>平台已更換卡號金鑰</source>
        <translation>The platform uses another key for card numbers</translation>
    </message>
    <message>
        <source>本站原有資料仍可使用。請聯絡系統管理員，重新登記本站。</source>
        <translation>The data that this station has can still be used. Please contact the administrator and enrol this station again.</translation>
    </message>
    <message>
        <source>這次沒有完成。請清出空間後再試一次。檔案：{file}。</source>
        <translation>Nothing was completed. Please free some space and try again. File: {file}.</translation>
    </message>
    <message>
        <source>無法寫入本站的資料夾</source>
        <translation>The station&apos;s folder cannot be written</translation>
    </message>
    <message>
        <source>這次沒有完成。請給予目前的使用者讀寫權限，並檢查磁碟是否變成唯讀。檔案：{file}。</source>
        <translation>Nothing was completed. Please let the present user read and write it, and check whether the disk has become read-only. File: {file}.</translation>
    </message>
    <message>
        <source>磁碟讀寫失敗</source>
        <translation>The disk cannot be read or written</translation>
    </message>
    <message>
        <source>這次沒有完成。請重新啟動本機，並聯絡系統管理員更換磁碟。檔案：{file}。</source>
        <translation>Nothing was completed. Please restart this machine, and ask the administrator for another disk. File: {file}.</translation>
    </message>
    <message>
        <source>這張卡已到期</source>
        <translation>This card has expired</translation>
    </message>
    <message>
        <source>請帶卡片與身分證明文件到櫃檯辦理展期。</source>
        <translation>Please take the card and proof of identity to a counter to have it renewed.</translation>
    </message>
    <message>
        <source>不能用來辦理。手機也是這樣，請換一張實體卡片。</source>
        <translation>It cannot be used, and most phones are like that. Please use a physical card.</translation>
    </message>
    <message>
        <source>這是條碼，不是卡片</source>
        <translation>This is a code and not a card</translation>
    </message>
    <message>
        <source>請稍候再輸入。還要等 {seconds} 秒。</source>
        <translation>Please wait before trying again. {seconds} seconds to go.</translation>
    </message>
    <message>
        <source>密碼已鎖住</source>
        <translation>The PIN is locked</translation>
    </message>
    <message>
        <source>請主管以工作證解鎖。</source>
        <translation>Please ask a supervisor to unlock it with a staff card.</translation>
    </message>
    <message>
        <source>還沒有填姓名</source>
        <translation>The name is missing</translation>
    </message>
    <message>
        <source>請照身分證上的寫法填寫。</source>
        <translation>Please enter it as it stands on the identity document.</translation>
    </message>
    <message>
        <source>身分證號碼的格式不對</source>
        <translation>The ID number&apos;s format is not right</translation>
    </message>
    <message>
        <source>應為 1 個英文字母加 9 個數字；居留證也可以是 2 個英文字母加 8 個數字。</source>
        <translation>It should be one letter and nine digits; a resident certificate may also have two letters and eight digits.</translation>
    </message>
    <message>
        <source>身分證號碼有誤</source>
        <translation>The ID number is not right</translation>
    </message>
    <message>
        <source>請對照證件，檢查是否打錯或顛倒數字。</source>
        <translation>Please compare it with the document; a digit may be wrong or two swapped.</translation>
    </message>
    <message>
        <source>舊式統一證號已停用</source>
        <translation>Old-style resident numbers are no longer valid</translation>
    </message>
    <message>
        <source>請使用換發後的新式統一證號。</source>
        <translation>Please use the new-style number of the renewed certificate.</translation>
    </message>
    <message>
        <source>看不懂這個日期</source>
        <translation>This date is not understood</translation>
    </message>
    <message>
        <source>請輸入如 1150105 或 115/1/5 的日期。</source>
        <translation>Please enter a date such as 1150105 or 115/1/5 (ROC year, month, day).</translation>
    </message>
    <message>
        <source>生日在今天之後</source>
        <translation>The birthday is after today</translation>
    </message>
    <message>
        <source>請檢查年份。</source>
        <translation>Please check the year.</translation>
    </message>
    <message>
        <source>生日太早</source>
        <translation>The birthday is too early</translation>
    </message>
    <message>
        <source>請檢查年份是民國年還是西元年。</source>
        <translation>Please check whether the year is an ROC or a Gregorian one.</translation>
    </message>
    <message>
        <source>本市沒有這個區</source>
        <translation>The city has no such district</translation>
    </message>
    <message>
        <source>請從清單中選擇行政區。</source>
        <translation>Please choose a district from the list.</translation>
    </message>
    <message>
        <source>還沒有同意必要的條款</source>
        <translation>A required consent is missing</translation>
    </message>
    <message>
        <source>請持卡人看過並同意後再繼續。</source>
        <translation>Please let the holder read it and agree before going on.</translation>
    </message>
    <message>
        <source>不符合這種卡的資格</source>
        <translation>Not eligible for this kind of card</translation>
    </message>
    <message>
        <source>請看卡別旁列出的原因，或改選其他卡別。</source>
        <translation>Please see the reasons beside the card kind, or choose another kind.</translation>
    </message>
    <message>
        <source>每人限領一張</source>
        <translation>One card per person</translation>
    </message>
    <message>
        <source>這位民眾已有同類的卡片；遺失或損壞請改辦補發。</source>
        <translation>This person already has a card of this kind; for a lost or broken card please apply for a replacement.</translation>
    </message>
    <message>
        <source>找不到這個活動</source>
        <translation>This activity is not known</translation>
    </message>
    <message>
        <source>請重新選擇活動，或等資料下載完成。</source>
        <translation>Please choose the activity again, or wait until the data have been downloaded.</translation>
    </message>
    <message>
        <source>活動已經結束</source>
        <translation>The activity has ended</translation>
    </message>
    <message>
        <source>不能再簽到；請洽主辦單位。</source>
        <translation>Signing in is no longer possible; please ask the organiser.</translation>
    </message>
    <message>
        <source>名額已滿</source>
        <translation>The places are taken</translation>
    </message>
    <message>
        <source>沒有報名的人要等有人離開；已報名的人不受影響。</source>
        <translation>Whoever has not registered waits until somebody leaves; registered people are not concerned.</translation>
    </message>
    <message>
        <source>不在報名名單上</source>
        <translation>Not on the registration list</translation>
    </message>
    <message>
        <source>這個活動只限已報名的人。請主辦單位先加入名單，下載後再感應一次。</source>
        <translation>Only registered people may come. Please have the organiser add the person, then tap again once it has been downloaded.</translation>
    </message>
    <message>
        <source>金額不在可兌換的範圍</source>
        <translation>The amount is outside the allowed range</translation>
    </message>
    <message>
        <source>點數不夠</source>
        <translation>Not enough points</translation>
    </message>
    <message>
        <source>請選擇較小的金額。目前可兌換 {points} 點。</source>
        <translation>Please choose a smaller amount. {points} points can be redeemed now.</translation>
    </message>
    <message>
        <source>這種點數不能兌換成儲值金</source>
        <translation>These points cannot become stored value</translation>
    </message>
    <message>
        <source>請看各種點數的用途說明。</source>
        <translation>Please see what each kind of points is for.</translation>
    </message>
    <message>
        <source>驗證資料不正確</source>
        <translation>The answer is not right</translation>
    </message>
    <message>
        <source>驗證錯誤太多次</source>
        <translation>Too many wrong answers</translation>
    </message>
    <message>
        <source>這張卡暫時不能使用這項服務，請稍後再試或洽櫃檯。大約要等 {minutes} 分鐘。</source>
        <translation>This service is not available for the card for now; please try later or ask at a counter. About {minutes} minutes to wait.</translation>
    </message>
    <message>
        <source>還沒有開通圖書館服務</source>
        <translation>The library service is not set up yet</translation>
    </message>
    <message>
        <source>請到圖書館櫃檯開通。</source>
        <translation>Please ask at the library desk to set it up.</translation>
    </message>
    <message>
        <source>圖書館借閱權停用中</source>
        <translation>Borrowing is suspended</translation>
    </message>
    <message>
        <source>請向圖書館員查詢原因。</source>
        <translation>Please ask the librarian for the reason.</translation>
    </message>
    <message>
        <source>這不是剛才那張卡</source>
        <translation>This is not the card from before</translation>
    </message>
    <message>
        <source>請放回原來的那張卡。</source>
        <translation>Please put back the card that lay here before.</translation>
    </message>
    <message>
        <source>卡片不接受這個操作</source>
        <translation>The card does not accept this</translation>
    </message>
    <message>
        <source>這次沒有完成，請拿卡片到服務櫃檯。卡片的回應是 {sw}。</source>
        <translation>Nothing was completed; please take the card to a counter. The card answered {sw}.</translation>
    </message>
    <message>
        <source>這張卡沒有本市的電子錢包</source>
        <translation>This card has no purse of this city</translation>
    </message>
    <message>
        <source>請改用有電子錢包的市民卡，或到服務櫃檯詢問。</source>
        <translation>Please use a city card that has one, or ask at a counter.</translation>
    </message>
    <message>
        <source>無法確認這張卡的電子錢包</source>
        <translation>This card&apos;s purse could not be verified</translation>
    </message>
    <message>
        <source>這次沒有完成，點數不會減少。請拿卡片到服務櫃檯。</source>
        <translation>Nothing was completed and no points are lost. Please take the card to a counter.</translation>
    </message>
    <message>
        <source>無法確認卡片的回應</source>
        <translation>The card&apos;s answer could not be verified</translation>
    </message>
    <message>
        <source>請不要再試，並拿卡片到服務櫃檯。</source>
        <translation>Please do not try again, and take the card to a counter.</translation>
    </message>
    <message>
        <source>上一次儲值還沒有結果</source>
        <translation>Your last load has no result yet</translation>
    </message>
    <message>
        <source>請把同一張卡放在讀卡機上，讓系統先確認上一次的結果。</source>
        <translation>Please place the same card on the reader, so that the last load can be settled first.</translation>
    </message>
    <message>
        <source>還不知道儲值有沒有寫進卡片</source>
        <translation>It is not yet known whether the value is on the card</translation>
    </message>
    <message>
        <source>點數和金額都不會遺失。請再放一次同一張卡，就會知道結果。</source>
        <translation>Neither points nor money are lost. Place the same card again and it will be known.</translation>
    </message>
    <message>
        <source>找不到這筆儲值</source>
        <translation>This load was not found</translation>
    </message>
    <message>
        <source>請核對查詢代碼。已經有結果的儲值不會列在這裡。</source>
        <translation>Please check the reference code. Settled loads are not listed here.</translation>
    </message>
    <message>
        <source>這筆儲值已經有結果</source>
        <translation>This load is already settled</translation>
    </message>
    <message>
        <source>不能再更改，請重新整理清單。</source>
        <translation>It cannot be changed any more; please refresh the list.</translation>
    </message>
    <message>
        <source>這次儲值沒有進行</source>
        <translation>This load did not take place</translation>
    </message>
    <message>
        <source>沒有寫進卡片，點數會保留。請再試一次。</source>
        <translation>Nothing was written to the card and the points are kept. Please try again.</translation>
    </message>
    <message>
        <source>查詢代碼不正確</source>
        <translation>The reference code is not right</translation>
    </message>
    <message>
        <source>請核對每一個字，應為 8 個英文字母或數字。</source>
        <translation>Please check every character: there are 8 letters or digits.</translation>
    </message>
    <message>
        <source>同一筆紀錄有兩種內容</source>
        <translation>One record exists with two contents</translation>
    </message>
    <message>
        <source>兩筆都已保留，請聯絡系統管理員核對。</source>
        <translation>Both have been kept; please ask the administrator to compare them.</translation>
    </message>
    <message>
        <source>紀錄無法讀取</source>
        <translation>A record cannot be read</translation>
    </message>
    <message>
        <source>紀錄已保留，請聯絡系統管理員。</source>
        <translation>They have been kept; please contact the administrator.</translation>
    </message>
    <message>
        <source>紀錄的簽章不符</source>
        <translation>A record&apos;s signature does not match</translation>
    </message>
    <message>
        <source>紀錄的順序不連貫</source>
        <translation>The records&apos; chain is broken</translation>
    </message>
    <message>
        <source>等待相關資料到齊</source>
        <translation>Waiting for something that has not arrived yet</translation>
    </message>
    <message>
        <source>系統會自動處理，不需要再做一次。</source>
        <translation>It is handled by itself; please do not repeat it.</translation>
    </message>
    <message>
        <source>中央平台不接受這個要求</source>
        <translation>The central platform did not accept the request</translation>
    </message>
    <message>
        <source>請更新程式版本，仍發生時請聯絡系統管理員。</source>
        <translation>Please update the program; if it happens again, contact the administrator.</translation>
    </message>
    <message>
        <source>一次送出的資料太多</source>
        <translation>Too much was sent at once</translation>
    </message>
    <message>
        <source>系統會分批再送；仍發生時請聯絡系統管理員。</source>
        <translation>It is sent again in parts; if it happens again, please contact the administrator.</translation>
    </message>
    <message>
        <source>很抱歉，程式發生問題</source>
        <translation>We are sorry, something went wrong</translation>
    </message>
    <message>
        <source>這次沒有完成，已留下紀錄。請再試一次，仍發生時請洽服務人員。</source>
        <translation>Nothing was completed, and it has been noted. Please try again; if it happens again, ask the staff.</translation>
    </message>
    <message>
        <source>請洽服務人員，或稍後再試。</source>
        <translation>Please ask the staff, or try again later.</translation>
    </message>
    <message>
        <source>平台已收下</source>
        <translation>Accepted by the platform</translation>
    </message>
    <message>
        <source>已收下，待人工查看</source>
        <translation>Accepted, to be looked at</translation>
    </message>
    <message>
        <source>等待相關資料</source>
        <translation>Waiting for related data</translation>
    </message>
    <message>
        <source>平台退回，請處理</source>
        <translation>Returned by the platform, please attend to it</translation>
    </message>
    <message>
        <source>空白卡</source>
        <translation>Blank card</translation>
    </message>
    <message>
        <source>暫時核發</source>
        <translation>Provisionally issued</translation>
    </message>
    <message>
        <source>已核發</source>
        <translation>Issued</translation>
    </message>
    <message>
        <source>使用中</source>
        <translation>Active</translation>
    </message>
    <message>
        <source>暫停使用</source>
        <translation>Suspended</translation>
    </message>
    <message>
        <source>已掛失</source>
        <translation>Reported lost</translation>
    </message>
    <message>
        <source>已繳回</source>
        <translation>Returned</translation>
    </message>
    <message>
        <source>已到期</source>
        <translation>Expired</translation>
    </message>
    <message>
        <source>兌換完成</source>
        <translation>Redeemed</translation>
    </message>
    <message>
        <source>已受理，等待平台確認</source>
        <translation>Accepted, waiting for the platform to confirm</translation>
    </message>
    <message>
        <source>沒有兌換</source>
        <translation>Nothing was redeemed</translation>
    </message>
    <message>
        <source>設籍本市</source>
        <translation>Registered in the city</translation>
    </message>
    <message>
        <source>實際居住本市</source>
        <translation>Actually lives in the city</translation>
    </message>
    <message>
        <source>原住民</source>
        <translation>Indigenous person</translation>
    </message>
    <message>
        <source>身心障礙證明</source>
        <translation>Disability certificate</translation>
    </message>
    <message>
        <source>愛心陪伴者</source>
        <translation>Companion of a disability card holder</translation>
    </message>
    <message>
        <source>中低收入</source>
        <translation>Low or middle-low income</translation>
    </message>
    <message>
        <source>市民的外籍、大陸或港澳配偶</source>
        <translation>Foreign, mainland, Hong Kong or Macau spouse of a resident</translation>
    </message>
    <message>
        <source>持永久居留證，居留地址在本市</source>
        <translation>Permanent resident (APRC) with an address in the city</translation>
    </message>
    <message>
        <source>就讀本市學校</source>
        <translation>Studies at a school in the city</translation>
    </message>
    <message>
        <source>在本市工作</source>
        <translation>Works in the city</translation>
    </message>
    <message>
        <source>市府員工</source>
        <translation>City employee</translation>
    </message>
    <message>
        <source>未曾領取</source>
        <translation>Has never claimed one</translation>
    </message>
    <message>
        <source>法定代理人同意</source>
        <translation>Legal representative agrees</translation>
    </message>
    <message>
        <source>委託他人代辦</source>
        <translation>Applied for by a proxy</translation>
    </message>
    <message>
        <source>尚無國民身分證</source>
        <translation>Has no national ID card yet</translation>
    </message>
    <message>
        <source>這項規定沒有公布，不能在櫃檯辦理。</source>
        <translation>The rule is not published, so this cannot be done at the counter.</translation>
    </message>
    <message>
        <source>這種情形應備的證件沒有公布，不能在櫃檯辦理。</source>
        <translation>The documents needed in this case are not published, so this cannot be done at the counter.</translation>
    </message>
    <message>
        <source>這張卡的工本費沒有公布，不能收費，也不能辦理。</source>
        <translation>The fee of this card is not published: it can be neither taken nor waived.</translation>
    </message>
    <message>
        <source>已經有一張這種卡；遺失或損壞請改辦補發。</source>
        <translation>They have a card of this kind already; for a lost or broken one apply for a replacement.</translation>
    </message>
    <message>
        <source>已經有另一種卡，兩種只能擇一；要改辦，請先繳回原來的卡。</source>
        <translation>They have another card, and only one of the two can be had; to change, the old card is returned first.</translation>
    </message>
    <message>
        <source>已經領過；這種卡遺失或損壞都不再發放。</source>
        <translation>They have had one; a lost or broken card of this kind is not issued again.</translation>
    </message>
    <message>
        <source>須先有本卡，才能辦陪伴者的卡。</source>
        <translation>The holder&apos;s own card comes first, then the companion&apos;s.</translation>
    </message>
    <message>
        <source>發卡</source>
        <translation>Issue</translation>
    </message>
    <message>
        <source>受理申辦</source>
        <translation>Take an application</translation>
    </message>
    <message>
        <source>綁卡</source>
        <translation>Bind a card</translation>
    </message>
    <message>
        <source>變更卡片狀態</source>
        <translation>Change a card&apos;s state</translation>
    </message>
    <message>
        <source>補發卡片</source>
        <translation>Replace a card</translation>
    </message>
    <message>
        <source>解除綁卡</source>
        <translation>Unbind a card</translation>
    </message>
    <message>
        <source>盤點空白卡</source>
        <translation>Count blank cards</translation>
    </message>
    <message>
        <source>開班</source>
        <translation>Opening a shift</translation>
    </message>
    <message>
        <source>結班</source>
        <translation>Closing a shift</translation>
    </message>
    <message>
        <source>查民眾的紀錄</source>
        <translation>Record opened</translation>
    </message>
    <message>
        <source>移動空白卡</source>
        <translation>Move blank cards</translation>
    </message>
    <message>
        <source>活動簽到</source>
        <translation>Sign in</translation>
    </message>
    <message>
        <source>活動簽退</source>
        <translation>Sign out</translation>
    </message>
    <message>
        <source>更正簽到</source>
        <translation>Correct a sign-in</translation>
    </message>
    <message>
        <source>入場</source>
        <translation>Admission</translation>
    </message>
    <message>
        <source>兌換點數</source>
        <translation>Redeem points</translation>
    </message>
    <message>
        <source>開始儲值</source>
        <translation>Begin a load</translation>
    </message>
    <message>
        <source>寫入儲值</source>
        <translation>Write a load</translation>
    </message>
    <message>
        <source>儲值完成</source>
        <translation>Load done</translation>
    </message>
    <message>
        <source>儲值結果不明</source>
        <translation>Load&apos;s result unknown</translation>
    </message>
    <message>
        <source>放棄儲值</source>
        <translation>Give up a load</translation>
    </message>
    <message>
        <source>查驗儲值</source>
        <translation>Check a load</translation>
    </message>
    <message>
        <source>裁定儲值</source>
        <translation>Decide a load</translation>
    </message>
    <message>
        <source>查讀者證號</source>
        <translation>Look up a library number</translation>
    </message>
    <message>
        <source>使用手機條碼</source>
        <translation>Use a phone code</translation>
    </message>
    <message>
        <source>滿意度</source>
        <translation>Satisfaction</translation>
    </message>
    <message>
        <source>人員登入</source>
        <translation>Staff sign-in</translation>
    </message>
    <message>
        <source>人員登出</source>
        <translation>Staff sign-out</translation>
    </message>
    <message>
        <source>PIN 輸入錯誤</source>
        <translation>Wrong PIN</translation>
    </message>
    <message>
        <source>解除 PIN 鎖定</source>
        <translation>Lift a PIN lock</translation>
    </message>
    <message>
        <source>承辦</source>
        <translation>Clerk</translation>
    </message>
    <message>
        <source>活動人員</source>
        <translation>Event staff</translation>
    </message>
    <message>
        <source>圖書館員</source>
        <translation>Librarian</translation>
    </message>
    <message>
        <source>主管</source>
        <translation>Supervisor</translation>
    </message>
    <message>
        <source>活動主辦</source>
        <translation>Organiser</translation>
    </message>
    <message>
        <source>審查人員</source>
        <translation>Reviewer</translation>
    </message>
    <message>
        <source>技術人員</source>
        <translation>Technician</translation>
    </message>
    <message>
        <source>稽核</source>
        <translation>Auditor</translation>
    </message>
    <message>
        <source>平台不認得這把介接金鑰</source>
        <translation>The platform does not know this service key</translation>
    </message>
    <message>
        <source>請核對金鑰，或向平台管理員索取新的金鑰。</source>
        <translation>Please check the key, or ask the platform&apos;s administrator for a new one.</translation>
    </message>
    <message>
        <source>這把介接金鑰不能做這件事</source>
        <translation>This service key may not do this</translation>
    </message>
    <message>
        <source>請向平台管理員申請所需的權限。需要的是 {scope}。</source>
        <translation>Please ask the platform&apos;s administrator to extend it. It needs {scope}.</translation>
    </message>
    <message>
        <source>登入已逾時</source>
        <translation>The session has ended</translation>
    </message>
    <message>
        <source>請再放一次人員卡並輸入 PIN。</source>
        <translation>Please place the staff card again and enter the PIN.</translation>
    </message>
    <message>
        <source>沒有填寫查閱事由</source>
        <translation>The reason is missing</translation>
    </message>
    <message>
        <source>查閱個人資料須先寫明事由，會留下紀錄。</source>
        <translation>Opening a person&apos;s record needs a reason, which is kept.</translation>
    </message>
    <message>
        <source>查無此人</source>
        <translation>There is no such person</translation>
    </message>
    <message>
        <source>請核對身分證統一編號或改以卡片查詢。</source>
        <translation>Please check the ID number, or look the person up by the card.</translation>
    </message>
    <message>
        <source>查無此機關</source>
        <translation>There is no such agency</translation>
    </message>
    <message>
        <source>請從方案檔的機關清單選擇。</source>
        <translation>Please choose one of the programme&apos;s agencies.</translation>
    </message>
    <message>
        <source>查無此申辦案件</source>
        <translation>There is no such application</translation>
    </message>
    <message>
        <source>請核對案件編號；不屬於貴機關的案件不會顯示。</source>
        <translation>Please check its number; cases of other agencies are not shown.</translation>
    </message>
    <message>
        <source>案件目前不能進行這個步驟</source>
        <translation>This step is not possible now</translation>
    </message>
    <message>
        <source>請重新整理案件後再處理。目前的狀態是 {state}。</source>
        <translation>Please load the application again before going on. Its state is {state}.</translation>
    </message>
    <message>
        <source>同一人已有進行中的申辦</source>
        <translation>This person has an application under way</translation>
    </message>
    <message>
        <source>請在原案件辦理，或先撤回原案件。</source>
        <translation>Please go on with that one, or withdraw it first.</translation>
    </message>
    <message>
        <source>文件不齊全</source>
        <translation>A document is missing</translation>
    </message>
    <message>
        <source>請補齊文件後再送出。缺少 {document}。</source>
        <translation>Please add it before going on. {document} is missing.</translation>
    </message>
    <message>
        <source>機關的點數預算不足</source>
        <translation>The agency&apos;s budget of points is used up</translation>
    </message>
    <message>
        <source>超過給點上限</source>
        <translation>More points than one may be given</translation>
    </message>
    <message>
        <source>這次沒有給點。請向主管申請追加預算。還可以給 {points} 點。</source>
        <translation>No points were given. Please apply for a larger budget. {points} more may be given.</translation>
    </message>
    <message>
        <source>這次沒有給點，請核對點數。還可以給 {points} 點。</source>
        <translation>No points were given. {points} more may be given.</translation>
    </message>
    <message>
        <source>查無這筆給點</source>
        <translation>There is no such award</translation>
    </message>
    <message>
        <source>請核對給點的代號。</source>
        <translation>Please check the award&apos;s number.</translation>
    </message>
    <message>
        <source>查無這筆清算資料</source>
        <translation>There is no such settlement</translation>
    </message>
    <message>
        <source>請核對檔案是否屬於本平台與該批次，檔案內容沒有入帳。</source>
        <translation>Please check that the file belongs to this platform and batch; nothing of it was booked.</translation>
    </message>
    <message>
        <source>這筆清算已有不同的結果</source>
        <translation>This settlement was decided otherwise</translation>
    </message>
    <message>
        <source>先前的結果仍然有效，請與票證公司核對。</source>
        <translation>The earlier result stands; please compare with the carrier.</translation>
    </message>
    <message>
        <source>檔案內容不正確</source>
        <translation>The file is not right</translation>
    </message>
    <message>
        <source>請修正檔案後再上傳，沒有任何資料入帳。有問題的是第 {row} 列的 {column}。</source>
        <translation>Please correct the file and upload it again; nothing of it was booked. The fault is {column} in row {row}.</translation>
    </message>
    <message>
        <source>打不開這個檔案</source>
        <translation>The file cannot be opened</translation>
    </message>
    <message>
        <source>請確認檔案還在、沒有被別的程式占用，再選一次。</source>
        <translation>Please make sure that the file is still there and no other program has it open, then choose it again.</translation>
    </message>
    <message>
        <source>檔案是空的</source>
        <translation>The file is empty</translation>
    </message>
    <message>
        <source>請確認名單在活頁簿的第一個工作表，再存一次檔。</source>
        <translation>Please make sure that the list is on the workbook&apos;s first sheet, and save it again.</translation>
    </message>
    <message>
        <source>這不是名單檔</source>
        <translation>This is no list</translation>
    </message>
    <message>
        <source>請在試算表裡另存成 Excel 活頁簿（.xlsx）或 CSV，再選一次。</source>
        <translation>Please save it in the spreadsheet as an Excel workbook (.xlsx) or CSV, then choose it again.</translation>
    </message>
    <message>
        <source>檔案有密碼</source>
        <translation>The file has a password</translation>
    </message>
    <message>
        <source>請在試算表裡取消密碼後另存新檔，再選一次。</source>
        <translation>Please take the password off in the spreadsheet, save it under another name, and choose it again.</translation>
    </message>
    <message>
        <source>儲存格是公式或錯誤值</source>
        <translation>A cell is a formula or an error</translation>
    </message>
    <message>
        <source>請複製這一欄，用「貼上值」貼回去，再存一次檔。</source>
        <translation>Please copy the column, paste it as values, and save the file again.</translation>
    </message>
    <message>
        <source>儲存格跨欄合併</source>
        <translation>Cells are merged across columns</translation>
    </message>
    <message>
        <source>請取消合併儲存格，把每一欄各自填好，再存一次檔。</source>
        <translation>Please unmerge the cells, fill in each column by itself, and save the file again.</translation>
    </message>
    <message>
        <source>這張卡不在庫存裡</source>
        <translation>This card is not in stock</translation>
    </message>
    <message>
        <source>請核對卡盒與地點，或先登記入庫。</source>
        <translation>Please check box and site, or take it into stock first.</translation>
    </message>
    <message>
        <source>目前沒有開著的班別</source>
        <translation>No shift is open</translation>
    </message>
    <message>
        <source>請先開班；已經結班的，不用再結一次。</source>
        <translation>Please open a shift first; one that is closed need not be closed again.</translation>
    </message>
    <message>
        <source>卡片目前的狀態不能這樣處理</source>
        <translation>The card&apos;s state does not allow this</translation>
    </message>
    <message>
        <source>請先核對卡片。目前的狀態是 {state}。</source>
        <translation>Please check the card first. Its state is {state}.</translation>
    </message>
    <message>
        <source>這種卡片不再補發</source>
        <translation>This kind of card is not replaced</translation>
    </message>
    <message>
        <source>依方案規定，遺失或毀損都不重新發放。</source>
        <translation>By the programme&apos;s rules a lost or broken one is not issued again.</translation>
    </message>
    <message>
        <source>這種卡的工本費沒有公布</source>
        <translation>The fee of this kind of card is not published</translation>
    </message>
    <message>
        <source>沒有公布的費用不能收，這張卡在這裡不能辦。請洽主管機關。</source>
        <translation>A fee that is not published cannot be taken, so this card cannot be issued here. Please ask the authority in charge.</translation>
    </message>
    <message>
        <source>這個條碼無效</source>
        <translation>This code is not valid</translation>
    </message>
    <message>
        <source>請在手機上重新開啟虛擬卡，再掃描一次。</source>
        <translation>Please open the virtual card on the phone again and scan it once more.</translation>
    </message>
    <message>
        <source>這個條碼已過期</source>
        <translation>This code has expired</translation>
    </message>
    <message>
        <source>請在手機上重新整理虛擬卡，再掃描一次。</source>
        <translation>Please refresh the virtual card on the phone and scan it once more.</translation>
    </message>
    <message>
        <source>這個條碼已使用過</source>
        <translation>This code has been used</translation>
    </message>
    <message>
        <source>這種條碼要連線才能確認</source>
        <translation>This kind of code needs the network</translation>
    </message>
    <message>
        <source>現在連不上平台。請在手機上改用 QR 碼，再掃描一次。</source>
        <translation>The platform cannot be reached now. Please switch to the QR code on the phone and scan it.</translation>
    </message>
    <message>
        <source>查無此抽獎</source>
        <translation>There is no such draw</translation>
    </message>
    <message>
        <source>請核對抽獎代號。</source>
        <translation>Please check its number.</translation>
    </message>
    <message>
        <source>抽獎目前不能進行這個步驟</source>
        <translation>This step of the draw is not possible now</translation>
    </message>
    <message>
        <source>抽獎目前的狀態是 {state}。名單公布後即不可更動。</source>
        <translation>The draw&apos;s state is {state}. Once its list is published nothing changes any more.</translation>
    </message>
    <message>
        <source>方案沒有這項入場規則</source>
        <translation>The programme has no such admission</translation>
    </message>
    <message>
        <source>請核對入場規則代號。</source>
        <translation>Please check its number.</translation>
    </message>
    <message>
        <source>查無這筆待處理事項</source>
        <translation>There is no such item on the work list</translation>
    </message>
    <message>
        <source>可能已由他人處理，請重新整理清單。</source>
        <translation>Somebody else may have dealt with it; please load the list again.</translation>
    </message>
    <message>
        <source>平台還沒有準備好資料快照</source>
        <translation>The platform has no snapshot ready</translation>
    </message>
    <message>
        <source>系統會改用逐筆下載，請稍候。</source>
        <translation>The station downloads row by row instead; please wait.</translation>
    </message>
    <message>
        <source>同一個代號已用於不同的內容</source>
        <translation>This number was used for something else</translation>
    </message>
    <message>
        <source>先前的內容仍然有效，這次沒有變更。請換一個代號。</source>
        <translation>The earlier request stands, and nothing was changed. Please use another number.</translation>
    </message>
    <message>
        <source>找不到印表機</source>
        <translation>The printer cannot be found</translation>
    </message>
    <message>
        <source>請確認印表機已開機、線路已接好，再印一次；也可以改交付已印好的卡。</source>
        <translation>Make sure that the printer is on and its cable is plugged in, then print again; or hand over a card that is printed already.</translation>
    </message>
    <message>
        <source>印表機沒有卡片或紙了</source>
        <translation>The printer has no cards or paper left</translation>
    </message>
    <message>
        <source>請放入空白卡或紙，再按一次列印；不會多印一張。</source>
        <translation>Put in blank cards or paper, then press print again; only one will be printed.</translation>
    </message>
    <message>
        <source>印表機停住了</source>
        <translation>The printer has stopped</translation>
    </message>
    <message>
        <source>請看印表機的面板，處理後再印一次。原因：{reason}。</source>
        <translation>Look at the printer&apos;s panel, put it right, then print again. Reason: {reason}.</translation>
    </message>
    <message>
        <source>委託書沒有寫明這件事</source>
        <translation>The letter of authority does not say so</translation>
    </message>
    <message>
        <source>請依委託書勾選；沒有寫明申請與領取的，請民眾補寫，或由本人來辦。</source>
        <translation>Tick what the letter says. Where applying and collecting are not in it, have it completed, or let the person come themselves.</translation>
    </message>
    <message>
        <source>這是申請人自己的號碼</source>
        <translation>This is the applicant&apos;s own number</translation>
    </message>
    <message>
        <source>請輸入代理人或法定代理人的身分證號碼。</source>
        <translation>Enter the ID number of the proxy or legal representative.</translation>
    </message>
    <message>
        <source>這種卡要有照片</source>
        <translation>This kind of card has a photo</translation>
    </message>
    <message>
        <source>請拍照或選擇照片檔，對好臉的位置。</source>
        <translation>Take or choose a photo and bring the face into place.</translation>
    </message>
    <message>
        <source>這個檔案不是照片，或已損壞</source>
        <translation>This file is no photo, or it is damaged</translation>
    </message>
    <message>
        <source>請選 JPEG 或 PNG 照片，或改用相機拍。</source>
        <translation>Choose a JPEG or PNG photo, or take one with the camera.</translation>
    </message>
    <message>
        <source>照片太小，印出來看不清楚</source>
        <translation>The photo is too small to be seen when printed</translation>
    </message>
    <message>
        <source>請換一張，或改用相機拍。至少要 {width}×{height} 像素。</source>
        <translation>Choose another one, or take one with the camera. At least {width}×{height} pixels are needed.</translation>
    </message>
    <message>
        <source>照片檔太大</source>
        <translation>The photo&apos;s file is too large</translation>
    </message>
    <message>
        <source>請先縮小，或改用相機拍。最多 {most_mb} MB。最多 {most_mp} 百萬像素。</source>
        <translation>Make it smaller first, or take one with the camera. At most {most_mb} MB. At most {most_mp} megapixels.</translation>
    </message>
</context>
<context>
    <name>NumPad</name>
    <message>
        <source>清除</source>
        <translation>Clear</translation>
    </message>
    <message>
        <source>全部清除</source>
        <translation>Clear all</translation>
    </message>
    <message>
        <source>刪除一位數字</source>
        <translation>Delete one digit</translation>
    </message>
</context>
<context>
    <name>PictureView</name>
    <message>
        <source>放大 +</source>
        <translation>Larger +</translation>
    </message>
    <message>
        <source>縮小 −</source>
        <translation>Smaller −</translation>
    </message>
    <message>
        <source>全圖 0</source>
        <translation>Whole 0</translation>
    </message>
    <message>
        <source>轉向 R</source>
        <translation>Turn R</translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>磁碟空間將滿</source>
        <translation>Disk almost full</translation>
    </message>
    <message>
        <source>示範</source>
        <translation>Demo</translation>
    </message>
    <message>
        <source>下載資料 {percent}%</source>
        <translation>Downloading data, {percent}%</translation>
    </message>
    <message>
        <source>下載資料…</source>
        <translation>Downloading data…</translation>
    </message>
    <message>
        <source>{name} 班</source>
        <translation>Shift {name}</translation>
    </message>
    <message>
        <source>連線中…</source>
        <translation>Connecting…</translation>
    </message>
    <message>
        <source>已連線</source>
        <translation>Online</translation>
    </message>
    <message>
        <source>離線，照常受理</source>
        <translation>Offline, work goes on</translation>
    </message>
    <message>
        <source>連線異常，照常受理</source>
        <translation>Connection trouble, work goes on</translation>
    </message>
    <message>
        <source>本站已停權</source>
        <translation>Station revoked</translation>
    </message>
    <message>
        <source>待傳 {count}，最久 {age}</source>
        <translation>To send {count}, oldest {age}</translation>
    </message>
    <message>
        <source>待傳 {count}</source>
        <translation>To send {count}</translation>
    </message>
    <message>
        <source>待處理 {count}</source>
        <translation>To check {count}</translation>
    </message>
    <message>
        <source>本機時鐘不準</source>
        <translation>Clock is wrong</translation>
    </message>
    <message>
        <source>備份未完成</source>
        <translation>Backup not done</translation>
    </message>
    <message>
        <source>模擬讀卡機</source>
        <translation>Imitated reader</translation>
    </message>
    <message>
        <source>讀卡機未就緒</source>
        <translation>Reader not ready</translation>
    </message>
    <message>
        <source>讀卡機 {name}</source>
        <translation>Reader {name}</translation>
    </message>
</context>
</TS>
