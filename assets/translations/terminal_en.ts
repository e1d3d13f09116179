<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="zh_TW">
<context>
    <name>Activities</name>
    <message>
        <source>{first} 等 {count} 場</source>
        <translation>{first} and others, {count} sessions</translation>
    </message>
    <message>
        <source>第 {number} 場&#x3000;{day} {start}-{end}</source>
        <translation>Session {number}: {day} {start}-{end}</translation>
    </message>
    <message>
        <source>已取消</source>
        <translation>Cancelled</translation>
    </message>
    <message>
        <source>已結束</source>
        <translation>Over</translation>
    </message>
    <message>
        <source>未開放</source>
        <translation>Not open</translation>
    </message>
    <message>
        <source>進行中</source>
        <translation>Under way</translation>
    </message>
    <message>
        <source>即將舉行</source>
        <translation>To come</translation>
    </message>
    <message>
        <source>不給點</source>
        <translation>No points</translation>
    </message>
    <message>
        <source>每人 {points}</source>
        <translation>{points} each</translation>
    </message>
    <message>
        <source>每小時 {points}</source>
        <translation>{points} an hour</translation>
    </message>
    <message>
        <source>最多 {points}</source>
        <translation>at most {points}</translation>
    </message>
    <message>
        <source>不設上限</source>
        <translation>No limit</translation>
    </message>
    <message>
        <source>{given}／{budget}</source>
        <translation>{given} of {budget}</translation>
    </message>
</context>
<context>
    <name>ActivitiesTask</name>
    <message>
        <source>正在查詢活動…</source>
        <translation>Looking up activities…</translation>
    </message>
    <message>
        <source>Enter 開啟、F7 新增、F11 重新查詢、S 排序</source>
        <translation>Enter opens, F7 adds, F11 looks again, S sorts</translation>
    </message>
    <message>
        <source>Alt+數字 換分頁、F7 修改、F11 重新查詢、Esc 回清單</source>
        <translation>Alt+digit changes the tab, F7 edits, F11 looks again, Esc goes back to the list</translation>
    </message>
    <message>
        <source>Enter 下一欄、F12 存檔、Esc 不存、回前一頁</source>
        <translation>Enter goes on, F12 saves, Esc goes back without saving</translation>
    </message>
    <message>
        <source>活動管理</source>
        <translation>Activities</translation>
    </message>
    <message>
        <source>新增活動 (F7)</source>
        <translation>New activity (F7)</translation>
    </message>
    <message>
        <source>修改 (F7)</source>
        <translation>Edit (F7)</translation>
    </message>
    <message>
        <source>上一步 (Esc)</source>
        <translation>Back (Esc)</translation>
    </message>
    <message>
        <source>活動</source>
        <translation>Activity</translation>
    </message>
    <message>
        <source>狀態</source>
        <translation>State</translation>
    </message>
    <message>
        <source>報名</source>
        <translation>Registered</translation>
    </message>
    <message>
        <source>時間</source>
        <translation>Time</translation>
    </message>
    <message>
        <source>類型</source>
        <translation>Type</translation>
    </message>
    <message>
        <source>機關</source>
        <translation>Agency</translation>
    </message>
</context>
<context>
    <name>ActivityForm</name>
    <message>
        <source>正在儲存活動…</source>
        <translation>Saving the activity…</translation>
    </message>
    <message>
        <source>請填活動名稱。</source>
        <translation>Give the activity a name.</translation>
    </message>
    <message>
        <source>請填主辦機關。</source>
        <translation>Say which agency organises it.</translation>
    </message>
    <message>
        <source>第 {row} 行不是場次，或和上一場重疊。請寫成 115/12/05 14:00-16:00。</source>
        <translation>Line {row} is no session, or overlaps the one before. Write it as 115/12/05 14:00-16:00.</translation>
    </message>
    <message>
        <source>請至少寫一場，例如 115/12/05 14:00-16:00。</source>
        <translation>Write at least one session, such as 115/12/05 14:00-16:00.</translation>
    </message>
    <message>
        <source>最多 {most} 場。</source>
        <translation>At most {most} sessions.</translation>
    </message>
    <message>
        <source>請填整數，或留空白。</source>
        <translation>A whole number, or nothing.</translation>
    </message>
    <message>
        <source>名額至少 1 人；不限人數請留空白。</source>
        <translation>At least 1 place; leave it empty for no limit.</translation>
    </message>
    <message>
        <source>不可多於本類活動的 {points}。</source>
        <translation>Not more than this type&apos;s {points}.</translation>
    </message>
    <message>
        <source>空白：照本類活動的 {points}</source>
        <translation>Empty: this type&apos;s {points}</translation>
    </message>
    <message>
        <source>空白：不設上限</source>
        <translation>Empty: no limit</translation>
    </message>
    <message>
        <source>活動名稱</source>
        <translation>Name of the activity</translation>
    </message>
    <message>
        <source>類型</source>
        <translation>Type</translation>
    </message>
    <message>
        <source>主辦機關（點數由它支付）</source>
        <translation>Agency (pays for the points)</translation>
    </message>
    <message>
        <source>地點</source>
        <translation>Place</translation>
    </message>
    <message>
        <source>名額</source>
        <translation>Places</translation>
    </message>
    <message>
        <source>場次（一行一場，Tab 到下一欄）</source>
        <translation>Sessions (one a line, Tab goes on)</translation>
    </message>
    <message>
        <source>每人點數</source>
        <translation>Points for each person</translation>
    </message>
    <message>
        <source>每小時點數</source>
        <translation>Points an hour</translation>
    </message>
    <message>
        <source>每人最多點數</source>
        <translation>Most points of one person</translation>
    </message>
    <message>
        <source>點數預算</source>
        <translation>Budget of points</translation>
    </message>
    <message>
        <source>空白：不限人數。額滿後報名的人列入候補。</source>
        <translation>Empty: no limit. Beyond it people go on the waiting list.</translation>
    </message>
    <message>
        <source>空白：不設上限。給完之後簽到照樣算時數，不再給點。</source>
        <translation>Empty: no limit. Beyond it hours count and no points are given.</translation>
    </message>
    <message>
        <source>例如 115/12/05 14:00-16:00</source>
        <translation>Such as 115/12/05 14:00-16:00</translation>
    </message>
    <message>
        <source>開放簽到與報名</source>
        <translation>Open for signing in and registering</translation>
    </message>
    <message>
        <source>儲存活動 (F12)</source>
        <translation>Save the activity (F12)</translation>
    </message>
</context>
<context>
    <name>ActivityPage</name>
    <message>
        <source>活動已儲存</source>
        <translation>The activity is saved</translation>
    </message>
    <message>
        <source>各站會在下次更新時收到。</source>
        <translation>Stations get it with their next update.</translation>
    </message>
    <message>
        <source>正在查詢活動…</source>
        <translation>Looking up activities…</translation>
    </message>
    <message>
        <source>活動已取消</source>
        <translation>The activity is cancelled</translation>
    </message>
    <message>
        <source>名單仍保留，各站不再受理簽到。</source>
        <translation>Its list is kept; stations sign nobody in any more.</translation>
    </message>
    <message>
        <source>正在取消活動…</source>
        <translation>Cancelling the activity…</translation>
    </message>
    <message>
        <source>真的要取消這個活動嗎？</source>
        <translation>Really cancel this activity?</translation>
    </message>
    <message>
        <source>取消後不能恢復。要取消請再按一次「取消活動」。</source>
        <translation>It cannot be brought back. To cancel it, press “Cancel the activity” once more.</translation>
    </message>
    <message>
        <source>現場</source>
        <translation>Live</translation>
    </message>
    <message>
        <source>名單</source>
        <translation>List</translation>
    </message>
    <message>
        <source>忘記簽退</source>
        <translation>Not signed out</translation>
    </message>
    <message>
        <source>抽獎</source>
        <translation>Draw</translation>
    </message>
    <message>
        <source>報表</source>
        <translation>Reports</translation>
    </message>
    <message>
        <source>取消活動</source>
        <translation>Cancel the activity</translation>
    </message>
    <message>
        <source>取消活動，不能恢復</source>
        <translation>Cancel it for good</translation>
    </message>
    <message>
        <source>不取消</source>
        <translation>Keep it</translation>
    </message>
    <message>
        <source>點數：{rule}</source>
        <translation>Points: {rule}</translation>
    </message>
    <message>
        <source>預算：{budget}</source>
        <translation>Budget: {budget}</translation>
    </message>
    <message>
        <source>已取消</source>
        <translation>Cancelled</translation>
    </message>
    <message>
        <source>&#x3000;｜&#x3000;</source>
        <translation> | </translation>
    </message>
</context>
<context>
    <name>ActivityPicker</name>
    <message>
        <source>目前沒有開放的活動。下載到新的活動時會自動出現。</source>
        <translation>No activity is open at the moment. New ones appear here by themselves when they are downloaded.</translation>
    </message>
    <message>
        <source>第 {number} 場，共 {all} 場：{day} {starts}–{ends}</source>
        <translation>Session {number} of {all}: {day} {starts}–{ends}</translation>
    </message>
</context>
<context>
    <name>AmountStep</name>
    <message>
        <source>請選擇金額。</source>
        <translation>Please choose an amount.</translation>
    </message>
    <message>
        <source>儲值多少（按數字選擇，Enter 繼續）</source>
        <translation>How much to load (digit chooses, Enter goes on)</translation>
    </message>
    <message>
        <source>其他金額</source>
        <translation>Another amount</translation>
    </message>
    <message>
        <source>其他金額（元）</source>
        <translation>Another amount (NT$)</translation>
    </message>
    <message>
        <source>最多 {most}</source>
        <translation>At most {most}</translation>
    </message>
</context>
<context>
    <name>AnomalyPage</name>
    <message>
        <source>請選擇怎麼處理。</source>
        <translation>Choose what to do.</translation>
    </message>
    <message>
        <source>請寫查到了什麼，會永久留在紀錄裡。</source>
        <translation>Write what you found; it stays on record for ever.</translation>
    </message>
    <message>
        <source>正在處理…</source>
        <translation>Working…</translation>
    </message>
    <message>
        <source>正在登記…</source>
        <translation>Writing it down…</translation>
    </message>
    <message>
        <source>由您查看中</source>
        <translation>You are looking into it</translation>
    </message>
    <message>
        <source>列在「查看中」；查清楚後再來處理。</source>
        <translation>It stands under “being looked into” until you settle it.</translation>
    </message>
    <message>
        <source>已處理</source>
        <translation>Settled</translation>
    </message>
    <message>
        <source>做這筆紀錄的站會在下次連線時知道。</source>
        <translation>The station that did it hears of it when it is next online.</translation>
    </message>
    <message>
        <source>正在查詢異常…</source>
        <translation>Looking up anomalies…</translation>
    </message>
    <message>
        <source>哪一些（按數字選擇）</source>
        <translation>Which ones (choose by digit)</translation>
    </message>
    <message>
        <source>沒有人看過的</source>
        <translation>Nobody has looked</translation>
    </message>
    <message>
        <source>查看中的</source>
        <translation>Being looked into</translation>
    </message>
    <message>
        <source>平台退回的</source>
        <translation>Sent back</translation>
    </message>
    <message>
        <source>已處理的</source>
        <translation>Settled</translation>
    </message>
    <message>
        <source>異常</source>
        <translation>Anomalies</translation>
    </message>
    <message>
        <source>多久了</source>
        <translation>Since</translation>
    </message>
    <message>
        <source>事項</source>
        <translation>Act</translation>
    </message>
    <message>
        <source>問題</source>
        <translation>Problem</translation>
    </message>
    <message>
        <source>工作站</source>
        <translation>Station</translation>
    </message>
    <message>
        <source>承辦人</source>
        <translation>Staff</translation>
    </message>
    <message>
        <source>地點</source>
        <translation>Place</translation>
    </message>
    <message>
        <source>怎麼處理（按數字選擇）</source>
        <translation>What to do (choose by digit)</translation>
    </message>
    <message>
        <source>查到了什麼</source>
        <translation>What you found</translation>
    </message>
    <message>
        <source>會永久留在紀錄裡。請不要寫姓名、證號或電話。</source>
        <translation>It stays on record for ever. Write no names, ID or telephone numbers.</translation>
    </message>
    <message>
        <source>處理完成 (F12)</source>
        <translation>Settle it (F12)</translation>
    </message>
    <message>
        <source>由我查看 (F7)</source>
        <translation>I look into it (F7)</translation>
    </message>
    <message>
        <source>{age}&#x3000;太久了</source>
        <translation>{age}, too long</translation>
    </message>
    <message>
        <source>無法讀取的紀錄</source>
        <translation>A record that cannot be read</translation>
    </message>
    <message>
        <source>{label}：{value}</source>
        <translation>{label}: {value}</translation>
    </message>
    <message>
        <source>怎麼辦</source>
        <translation>What to do</translation>
    </message>
    <message>
        <source>平台</source>
        <translation>Platform</translation>
    </message>
    <message>
        <source>時間</source>
        <translation>Time</translation>
    </message>
    <message>
        <source>&#x3000;</source>
        <translation> · </translation>
    </message>
    <message>
        <source>由誰查看</source>
        <translation>Looked into by</translation>
    </message>
    <message>
        <source>處理結果</source>
        <translation>Settled by</translation>
    </message>
    <message>
        <source>說明</source>
        <translation>Note</translation>
    </message>
    <message>
        <source>沒有問題，照樣採計</source>
        <translation>Nothing wrong: it counts</translation>
    </message>
    <message>
        <source>把這張卡暫停使用</source>
        <translation>Suspend this card</translation>
    </message>
    <message>
        <source>恢復這張卡</source>
        <translation>Reinstate this card</translation>
    </message>
    <message>
        <source>收回給出的點數</source>
        <translation>Take the points back</translation>
    </message>
    <message>
        <source>已通知該站處理</source>
        <translation>The station was told</translation>
    </message>
</context>
<context>
    <name>ApplyPage</name>
    <message>
        <source>請選擇卡別。</source>
        <translation>Please choose a card kind.</translation>
    </message>
    <message>
        <source>請選擇票證公司。</source>
        <translation>Please choose a carrier.</translation>
    </message>
    <message>
        <source>請民眾看過並同意，再打勾。</source>
        <translation>Please have the person read and agree, then tick it.</translation>
    </message>
    <message>
        <source>已收下申請</source>
        <translation>The application is taken</translation>
    </message>
    <message>
        <source>卡別（按數字選擇，Enter 繼續）</source>
        <translation>Card kind (by its digit, Enter goes on)</translation>
    </message>
    <message>
        <source>票證公司</source>
        <translation>Carrier</translation>
    </message>
    <message>
        <source>看過的證件（看過的打勾，沒帶的之後補）</source>
        <translation>Papers seen (tick what you saw; the rest follows later)</translation>
    </message>
    <message>
        <source>同意事項</source>
        <translation>Consent</translation>
    </message>
    <message>
        <source>民眾已看過並同意（第 {version} 版）：{text}</source>
        <translation>The person has read and agreed (version {version}): {text}</translation>
    </message>
    <message>
        <source>電話（辦好時通知）</source>
        <translation>Telephone (told when it is ready)</translation>
    </message>
    <message>
        <source>收下申請 (F12)</source>
        <translation>Take it (F12)</translation>
    </message>
    <message>
        <source>收件編號，請民眾抄下或拍照</source>
        <translation>Receipt number: please have the person note or photograph it</translation>
    </message>
    <message>
        <source>卡片辦好後憑編號與證件領取；有網路時申請會自動送出。</source>
        <translation>The card is collected with this number and the papers; it is sent when there is a network.</translation>
    </message>
    <message>
        <source>下一件 (Enter)</source>
        <translation>Next one (Enter)</translation>
    </message>
</context>
<context>
    <name>BatchFilePage</name>
    <message>
        <source>名單 (*.xlsx *.csv *.txt)</source>
        <translation>Lists (*.xlsx *.csv *.txt)</translation>
    </message>
    <message>
        <source>選擇名單檔</source>
        <translation>Choose a list</translation>
    </message>
    <message>
        <source>已讀 {rows} 列…</source>
        <translation>{rows} rows read…</translation>
    </message>
    <message>
        <source>誰送來的</source>
        <translation>Who brings it</translation>
    </message>
    <message>
        <source>名單檔（Excel 或 CSV）</source>
        <translation>List (Excel or CSV)</translation>
    </message>
    <message>
        <source>選檔…</source>
        <translation>Choose…</translation>
    </message>
    <message>
        <source>讀入並檢查 (Enter)</source>
        <translation>Read and check (Enter)</translation>
    </message>
    <message>
        <source>停止讀取 (Esc)</source>
        <translation>Stop reading (Esc)</translation>
    </message>
    <message>
        <source>存問題清單 (F11)</source>
        <translation>Save faulty rows (F11)</translation>
    </message>
    <message>
        <source>有問題的列怎麼辦</source>
        <translation>What about the faulty rows</translation>
    </message>
    <message>
        <source>全部改好再送：有一列不對就整批不收</source>
        <translation>Correct them all first: one fault keeps all of it out</translation>
    </message>
    <message>
        <source>先收沒問題的列，有問題的列改好再補送</source>
        <translation>Take the sound rows now; the others follow once corrected</translation>
    </message>
    <message>
        <source>送件 {rows} 列 (F12)</source>
        <translation>Hand in {rows} rows (F12)</translation>
    </message>
    <message>
        <source>用不到、不會送出的欄位：{columns}</source>
        <translation>Columns that are not needed and not sent: {columns}</translation>
    </message>
    <message>
        <source>、</source>
        <translation>, </translation>
    </message>
    <message>
        <source>{name}：共 {rows} 列，可送 {sound} 列</source>
        <translation>{name}: {rows} rows, {sound} can be handed in</translation>
    </message>
    <message>
        <source>，有問題 {count} 列</source>
        <translation>, {count} faulty</translation>
    </message>
    <message>
        <source>（下面列出前 {most} 列，全部請存問題清單）</source>
        <translation> (the first {most} are listed; save them to see all)</translation>
    </message>
</context>
<context>
    <name>BatchListPage</name>
    <message>
        <source>還沒有批次。</source>
        <translation>There is no batch yet.</translation>
    </message>
    <message>
        <source>再列出較早的批次</source>
        <translation>List earlier batches</translation>
    </message>
</context>
<context>
    <name>BatchPage</name>
    <message>
        <source>暫停 (Esc)</source>
        <translation>Pause (Esc)</translation>
    </message>
    <message>
        <source>繼續收件 (F12)</source>
        <translation>Go on (F12)</translation>
    </message>
    <message>
        <source>領卡發放 (F12)</source>
        <translation>Hand out cards (F12)</translation>
    </message>
    <message>
        <source>存問題清單 (F11)</source>
        <translation>Save faulty rows (F11)</translation>
    </message>
    <message>
        <source>再按一次就放棄 (F7)</source>
        <translation>Press again to drop it (F7)</translation>
    </message>
    <message>
        <source>放棄這一批 (F7)</source>
        <translation>Drop this batch (F7)</translation>
    </message>
    <message>
        <source>已收 {done}，共 {rows} 列</source>
        <translation>{done} of {rows} rows taken in</translation>
    </message>
    <message>
        <source>暫停中，已收的都在，可以隨時繼續</source>
        <translation>Paused; what was taken in stays, go on at any time</translation>
    </message>
    <message>
        <source>真的要放棄嗎？整批一起收的，一件都不會留；先收的，已收的留著，其餘不再收。</source>
        <translation>Really drop it? Of a batch that is taken as a whole nothing stays; of another what was taken stays, and no more is taken.</translation>
    </message>
    <message>
        <source>已收件 {count} 件</source>
        <translation>{count} applications taken in</translation>
    </message>
    <message>
        <source>，其餘 {count} 列放棄了</source>
        <translation>, the other {count} rows were dropped</translation>
    </message>
    <message>
        <source>已放棄，一件都沒有收</source>
        <translation>Dropped, nothing was taken in</translation>
    </message>
    <message>
        <source>，有 {count} 列沒有收</source>
        <translation>, {count} rows left out</translation>
    </message>
</context>
<context>
    <name>BatchTask</name>
    <message>
        <source>查詢批次中…</source>
        <translation>Looking for batches…</translation>
    </message>
    <message>
        <source>送件並檢查中，列數多時要幾分鐘…</source>
        <translation>Handing in and checking; a long list takes some minutes…</translation>
    </message>
    <message>
        <source>繼續收件…</source>
        <translation>Going on…</translation>
    </message>
    <message>
        <source>放棄這一批…</source>
        <translation>Dropping this batch…</translation>
    </message>
    <message>
        <source>下載領卡名單中…</source>
        <translation>Downloading the list…</translation>
    </message>
    <message>
        <source>{name}_問題清單.csv</source>
        <translation>{name}_faulty_rows.csv</translation>
    </message>
    <message>
        <source>問題清單已存好</source>
        <translation>The faulty rows are saved</translation>
    </message>
    <message>
        <source>批次</source>
        <translation>Batches</translation>
    </message>
    <message>
        <source>里長、學校、機關的名單。選一批看辦到哪裡，或按 F7 讀入新名單。</source>
        <translation>Lists of village heads, schools and agencies. Choose one to see where it stands, or press F7 to read a new one.</translation>
    </message>
    <message>
        <source>讀入名單</source>
        <translation>Read a list</translation>
    </message>
    <message>
        <source>先檢查每一列，再送件。檔案裡用不到的欄位不會送出。</source>
        <translation>Every row is checked before anything is handed in. Columns that are not needed are not sent.</translation>
    </message>
    <message>
        <source>收件可以隨時暫停，關掉程式也可以再繼續。</source>
        <translation>Pause at any time; it goes on even after the program was closed.</translation>
    </message>
    <message>
        <source>感應一張空白卡就發給這一位，接著自動換下一位。</source>
        <translation>Tap a blank card and it is this person&apos;s; the next one follows by itself.</translation>
    </message>
    <message>
        <source>讀入名單 (F7)</source>
        <translation>Read a list (F7)</translation>
    </message>
    <message>
        <source>上一步 (Esc)</source>
        <translation>Back (Esc)</translation>
    </message>
</context>
<context>
    <name>Batches</name>
    <message>
        <source>學校</source>
        <translation>School</translation>
    </message>
    <message>
        <source>機關</source>
        <translation>Agency</translation>
    </message>
    <message>
        <source>里長</source>
        <translation>Village head</translation>
    </message>
    <message>
        <source>已檢查</source>
        <translation>Checked</translation>
    </message>
    <message>
        <source>收件中，還沒收完</source>
        <translation>Being taken in, not finished</translation>
    </message>
    <message>
        <source>已收件</source>
        <translation>Taken in</translation>
    </message>
    <message>
        <source>整批退回</source>
        <translation>Refused as a whole</translation>
    </message>
    <message>
        <source>等待整批收完</source>
        <translation>Waiting for the rest</translation>
    </message>
    <message>
        <source>查核戶籍</source>
        <translation>Household check</translation>
    </message>
    <message>
        <source>查核資格</source>
        <translation>Status check</translation>
    </message>
    <message>
        <source>補正中</source>
        <translation>Supplement wanted</translation>
    </message>
    <message>
        <source>已分派</source>
        <translation>Sent to agencies</translation>
    </message>
    <message>
        <source>審查中</source>
        <translation>Under review</translation>
    </message>
    <message>
        <source>已核准</source>
        <translation>Approved</translation>
    </message>
    <message>
        <source>製卡中</source>
        <translation>In production</translation>
    </message>
    <message>
        <source>可領卡</source>
        <translation>Ready</translation>
    </message>
    <message>
        <source>已領卡</source>
        <translation>Collected</translation>
    </message>
    <message>
        <source>未核准</source>
        <translation>Refused</translation>
    </message>
    <message>
        <source>已撤回</source>
        <translation>Withdrawn</translation>
    </message>
    <message>
        <source>這一格的內容不認得</source>
        <translation>This cell is not understood</translation>
    </message>
    <message>
        <source>這一列讀不出來</source>
        <translation>This row cannot be read</translation>
    </message>
    <message>
        <source>這個人已經有這種卡</source>
        <translation>This person has such a card already</translation>
    </message>
    <message>
        <source>不符合這種卡的資格</source>
        <translation>Not entitled to this kind of card</translation>
    </message>
    <message>
        <source>{rows} 列</source>
        <translation>{rows} rows</translation>
    </message>
    <message>
        <source>第 {row} 列&#x3000;{column}</source>
        <translation>Row {row}&#x3000;{column}</translation>
    </message>
    <message>
        <source>還有列沒改好，整批都不會收</source>
        <translation>Some rows are still faulty, so none would be taken</translation>
    </message>
    <message>
        <source>請改好名單再讀一次，或改選先收沒問題的列。</source>
        <translation>Please correct the list and read it again, or choose to take the sound rows.</translation>
    </message>
    <message>
        <source>平台沒有收：有的列已在辦理或不能申辦</source>
        <translation>The platform took none: some people have applied already, or may not</translation>
    </message>
    <message>
        <source>請看下面的列，改好再送，或先收沒問題的列。</source>
        <translation>Please see the rows below, correct them and hand in again, or take the sound rows.</translation>
    </message>
</context>
<context>
    <name>BindTask</name>
    <message>
        <source>請問民眾這張卡是哪一家的，再選擇。</source>
        <translation>Ask which company the card is from, then choose.</translation>
    </message>
    <message>
        <source>綁定中，請不要拿開卡片</source>
        <translation>Binding, leave the card on the reader</translation>
    </message>
    <message>
        <source>綁定完成</source>
        <translation>Card bound</translation>
    </message>
    <message>
        <source>綁定完成，這次共 {count} 張</source>
        <translation>Bound: {count} cards this time</translation>
    </message>
    <message>
        <source>這張卡已經可以使用同一個人的服務與點數。</source>
        <translation>The card now has the same person&apos;s services and points.</translation>
    </message>
    <message>
        <source>已暫時綁定</source>
        <translation>Bound provisionally</translation>
    </message>
    <message>
        <source>現在連不上中央平台。卡片可以先用，連線後會自動確認。</source>
        <translation>The central platform cannot be reached. The card can be used; it is confirmed automatically once online.</translation>
    </message>
    <message>
        <source>持卡人</source>
        <translation>Card holder</translation>
    </message>
    <message>
        <source>卡別</source>
        <translation>Card kind</translation>
    </message>
    <message>
        <source>原來的卡</source>
        <translation>First card</translation>
    </message>
    <message>
        <source>新綁的卡</source>
        <translation>Card bound</translation>
    </message>
    <message>
        <source>票證公司</source>
        <translation>Carrier</translation>
    </message>
    <message>
        <source>處理編號</source>
        <translation>Reference</translation>
    </message>
    <message>
        <source>綁卡</source>
        <translation>Bind a card</translation>
    </message>
    <message>
        <source>把民眾自己的另一張卡，綁到同一個人。Esc 上一步，F12 綁定。</source>
        <translation>Ties another card that the person owns to them. Esc back, F12 bind.</translation>
    </message>
    <message>
        <source>卡號末碼 {tail}</source>
        <translation>Card number ends in {tail}</translation>
    </message>
    <message>
        <source>同一人再綁一張（或直接放下一張）</source>
        <translation>Another card of the same person (or just put it down)</translation>
    </message>
    <message>
        <source>持卡人的卡</source>
        <translation>The holder&apos;s card</translation>
    </message>
    <message>
        <source>要綁的卡</source>
        <translation>The card to bind</translation>
    </message>
    <message>
        <source>請把民眾已有的市民卡放到讀卡機上。</source>
        <translation>Put the citizen card that the person has on the reader.</translation>
    </message>
    <message>
        <source>請放上要綁的另一張卡。</source>
        <translation>Put the other card, the one to bind, on the reader.</translation>
    </message>
    <message>
        <source>要綁的卡是哪一家的（按數字選擇）</source>
        <translation>Whose card it is (press a digit)</translation>
    </message>
    <message>
        <source>綁定這張卡 (F12)</source>
        <translation>Bind this card (F12)</translation>
    </message>
    <message>
        <source>換人 (F11)</source>
        <translation>Next person (F11)</translation>
    </message>
</context>
<context>
    <name>BirthdayStep</name>
    <message>
        <source>持卡人生日的月和日</source>
        <translation>Month and day of the holder&apos;s birthday</translation>
    </message>
    <message>
        <source>四位數字，例如 1 月 5 日輸入 0105。請民眾本人說出。</source>
        <translation>Four digits, 5 January is 0105. Let the person say it.</translation>
    </message>
</context>
<context>
    <name>CardPage</name>
    <message>
        <source>請選擇要做什麼。</source>
        <translation>Please choose what to do.</translation>
    </message>
    <message>
        <source>做了就不能還原</source>
        <translation>This cannot be undone</translation>
    </message>
    <message>
        <source>請先核對卡片和本人。</source>
        <translation>Please check the card and the person first.</translation>
    </message>
    <message>
        <source>由主管辦理</source>
        <translation>A supervisor does this</translation>
    </message>
    <message>
        <source>補發的費用沒有公告，不能收費補發</source>
        <translation>No fee is published, so none can be charged</translation>
    </message>
    <message>
        <source>要做什麼（按數字選擇，Enter 繼續）</source>
        <translation>What to do (choose by digit, Enter goes on)</translation>
    </message>
    <message>
        <source>事由（可以不寫）</source>
        <translation>Reason (may stay empty)</translation>
    </message>
    <message>
        <source>例如「本人申報」。會留在卡片的歷程裡，請不要寫個人資料。</source>
        <translation>For example &quot;reported by the holder&quot;. It stays in the card&apos;s history; please write nothing personal.</translation>
    </message>
    <message>
        <source>下一步：放新卡 (F12)</source>
        <translation>Next: the new card (F12)</translation>
    </message>
    <message>
        <source>{act}這張卡 (F12)</source>
        <translation>{act} (F12)</translation>
    </message>
    <message>
        <source>給代碼，在自助機加卡 (Shift+F7)</source>
        <translation>Code for adding a card at a kiosk (Shift+F7)</translation>
    </message>
    <message>
        <source>看這張卡的歷程 (F7)</source>
        <translation>Show this card&apos;s history (F7)</translation>
    </message>
    <message>
        <source>歷程，最新的在前面</source>
        <translation>History, the newest first</translation>
    </message>
    <message>
        <source>還沒有歷程</source>
        <translation>No history yet</translation>
    </message>
    <message>
        <source>待入卡 {amount}</source>
        <translation>{amount} waiting for the card</translation>
    </message>
    <message>
        <source>卡片裡 {amount}</source>
        <translation>{amount} on the card</translation>
    </message>
    <message>
        <source>未完成儲值 {count} 筆</source>
        <translation>{count} unfinished loads</translation>
    </message>
    <message>
        <source>把舊卡裡的錢移到新卡</source>
        <translation>Move the old card&apos;s money to the new one</translation>
    </message>
</context>
<context>
    <name>CardStep</name>
    <message>
        <source>卡號末碼 {tail}</source>
        <translation>Ends in {tail}</translation>
    </message>
    <message>
        <source>這是另一張卡，請放回末碼 {tail} 的卡</source>
        <translation>Another card; put back the one ending in {tail}</translation>
    </message>
    <message>
        <source>卡片已拿開，完成前請放回末碼 {tail} 的卡</source>
        <translation>Taken away; put back the one ending in {tail}</translation>
    </message>
    <message>
        <source>改用這張卡 (F7)</source>
        <translation>Use this card instead (F7)</translation>
    </message>
    <message>
        <source>請改放已登記的卡片；要發新卡請按 F2。</source>
        <translation>Use a registered card; to issue a new one press F2.</translation>
    </message>
    <message>
        <source>這張卡不能再使用，請換一張。</source>
        <translation>It cannot be used any more; take another one.</translation>
    </message>
    <message>
        <source>請先拿開剛才的卡片。</source>
        <translation>Take the last card away. </translation>
    </message>
</context>
<context>
    <name>ConsentPart</name>
    <message>
        <source>請民眾看過並同意，再打勾。</source>
        <translation>Have the person read and agree, then tick.</translation>
    </message>
    <message>
        <source>請選擇在紙本或螢幕上簽名。</source>
        <translation>Please choose whether it is signed on paper or on the screen.</translation>
    </message>
    <message>
        <source>請民眾先在框內簽名。</source>
        <translation>Please have the person sign in the frame first.</translation>
    </message>
    <message>
        <source>民眾已看過並同意（第 {version} 版）：{text}</source>
        <translation>The person has read and agrees (version {version}): {text}</translation>
    </message>
    <message>
        <source>簽名</source>
        <translation>Signature</translation>
    </message>
    <message>
        <source>已在紙本簽名</source>
        <translation>Signed on paper</translation>
    </message>
    <message>
        <source>在螢幕上簽名</source>
        <translation>Sign on the screen</translation>
    </message>
</context>
<context>
    <name>CorrectPage</name>
    <message>
        <source>還沒有不一樣的地方。姓名和生日空白就是不改。</source>
        <translation>Nothing is different yet. An empty name or birthday stays as it is.</translation>
    </message>
    <message>
        <source>{part}：{old} → {new}</source>
        <translation>{part}: {old} → {new}</translation>
    </message>
    <message>
        <source>姓名</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>生日</source>
        <translation>Birthday</translation>
    </message>
    <message>
        <source>行政區</source>
        <translation>District</translation>
    </message>
    <message>
        <source>沒有</source>
        <translation>None</translation>
    </message>
    <message>
        <source>資格</source>
        <translation>Entitlements</translation>
    </message>
    <message>
        <source>證件上的號碼</source>
        <translation>Number on the document</translation>
    </message>
    <message>
        <source>請看著本人的證件輸入；號碼不能更改，不同號碼就是不同的人。</source>
        <translation>Please type it from the person&apos;s document. The number itself cannot be changed: another number is another person.</translation>
    </message>
    <message>
        <source>姓名（照證件的寫法；空白就是不改）</source>
        <translation>Name (as on the document; empty: unchanged)</translation>
    </message>
    <message>
        <source>現在是 {name}</source>
        <translation>Now {name}</translation>
    </message>
    <message>
        <source>生日（現在是 {born}；空白就是不改）</source>
        <translation>Birthday (now {born}; empty: unchanged)</translation>
    </message>
    <message>
        <source>行政區（打字或選擇）</source>
        <translation>District (type or choose)</translation>
    </message>
    <message>
        <source>資格（按數字勾選，Enter 看更改內容）</source>
        <translation>Entitlements (tick by digit, Enter shows the changes)</translation>
    </message>
    <message>
        <source>更正的原因</source>
        <translation>Reason for the correction</translation>
    </message>
    <message>
        <source>例如「遷居」、「改名」。民眾看得到。</source>
        <translation>For example &quot;moved&quot; or &quot;changed name&quot;. The person can read it.</translation>
    </message>
    <message>
        <source>看更改內容 (F12)</source>
        <translation>Show the changes (F12)</translation>
    </message>
    <message>
        <source>查這個人的資料 (Enter)</source>
        <translation>Look up this person&apos;s data (Enter)</translation>
    </message>
    <message>
        <source>照這樣更正 (F12)</source>
        <translation>Correct it so (F12)</translation>
    </message>
</context>
<context>
    <name>DrawForm</name>
    <message>
        <source>請填抽獎名稱。</source>
        <translation>Give the draw a name.</translation>
    </message>
    <message>
        <source>請寫明用哪一個公開號碼，讓任何人都認得。</source>
        <translation>Say which public number it is, so that anybody will know it.</translation>
    </message>
    <message>
        <source>請填一張券要幾點。</source>
        <translation>Say how many points a ticket costs.</translation>
    </message>
    <message>
        <source>第 {number} 行請寫「獎項 空格 名額」，例如：大獎 1</source>
        <translation>Line {number}: prize, space, how many, such as: First prize 1</translation>
    </message>
    <message>
        <source>請至少寫一個獎項，例如：大獎 1</source>
        <translation>Write at least one prize, such as: First prize 1</translation>
    </message>
    <message>
        <source>請寫成 115/12/05。</source>
        <translation>Write it as 115/12/05.</translation>
    </message>
    <message>
        <source>要在名單公布之後，也就是明天或更晚。</source>
        <translation>It must be after the list is published: tomorrow or later.</translation>
    </message>
    <message>
        <source>請填整數，至少 {least}。</source>
        <translation>A whole number, at least {least}.</translation>
    </message>
    <message>
        <source>抽獎名稱</source>
        <translation>Name of the draw</translation>
    </message>
    <message>
        <source>誰可以參加</source>
        <translation>Who takes part</translation>
    </message>
    <message>
        <source>一張券幾點</source>
        <translation>Points for a ticket</translation>
    </message>
    <message>
        <source>每人最多幾張</source>
        <translation>Most tickets of one person</translation>
    </message>
    <message>
        <source>獎項與名額（一行一項）</source>
        <translation>Prizes and how many (one a line)</translation>
    </message>
    <message>
        <source>備取人數</source>
        <translation>Substitutes</translation>
    </message>
    <message>
        <source>用哪一個公開號碼抽</source>
        <translation>Public number that decides</translation>
    </message>
    <message>
        <source>號碼開出的日期</source>
        <translation>Day on which it is drawn</translation>
    </message>
    <message>
        <source>例如：大獎 1</source>
        <translation>Such as: First prize 1</translation>
    </message>
    <message>
        <source>例如：大樂透第 115000100 期，依開出順序</source>
        <translation>Such as: Lotto 6/49 no. 115000100, in the order drawn</translation>
    </message>
    <message>
        <source>例如 115/12/05；名單要在這天之前公布</source>
        <translation>Such as 115/12/05; the list is published before that day</translation>
    </message>
    <message>
        <source>到場的人，每人一張券</source>
        <translation>Who came: one ticket each</translation>
    </message>
    <message>
        <source>用{points}換券</source>
        <translation>Tickets for {points}</translation>
    </message>
</context>
<context>
    <name>DrawPage</name>
    <message>
        <source>正在查詢抽獎…</source>
        <translation>Looking up the draw…</translation>
    </message>
    <message>
        <source>請寫放棄的原因，例如「本人電話放棄」。</source>
        <translation>Write why, such as “gave it up by telephone”.</translation>
    </message>
    <message>
        <source>正在處理抽獎…</source>
        <translation>Working on the draw…</translation>
    </message>
    <message>
        <source>要公布名單嗎？</source>
        <translation>Publish the list?</translation>
    </message>
    <message>
        <source>公布之後，名單、獎項和公開號碼都不能再改。要公布請再按一次。</source>
        <translation>After that neither list, prizes nor public number can be changed. To publish, press once more.</translation>
    </message>
    <message>
        <source>真的要取消抽獎嗎？</source>
        <translation>Really cancel the draw?</translation>
    </message>
    <message>
        <source>取消後不能恢復，用掉的點數會退回。要取消請再按一次「取消抽獎」。</source>
        <translation>It cannot be brought back; points that were spent come back. To cancel it, press “Cancel the draw” once more.</translation>
    </message>
    <message>
        <source>這個人放棄得獎嗎？</source>
        <translation>Does this person give up the prize?</translation>
    </message>
    <message>
        <source>獎項會由下一位備取遞補，不能恢復。確定請再按一次。</source>
        <translation>The next substitute gets it, for good. To confirm, press once more.</translation>
    </message>
    <message>
        <source>還沒有抽獎。填好後名單先公布，再用公布之後才開出的公開號碼抽，任何人都能驗算。</source>
        <translation>There is no draw yet. The list is published first, then a public number of a later day decides, so that anybody can check it.</translation>
    </message>
    <message>
        <source>「{title}」已建立，目前 {entries} 人有券。公布名單之前都可以再加入。</source>
        <translation>“{title}” is planned; {entries} people have tickets. Others may join until the list is published.</translation>
    </message>
    <message>
        <source>名單已公布，共 {entries} 人。等「{source}」在 {day} 開出後，把號碼填在下面。</source>
        <translation>The list is published: {entries} people. When “{source}” is drawn on {day}, enter the number below.</translation>
    </message>
    <message>
        <source>已抽出，共 {entries} 人參加。公開號碼：{value}。</source>
        <translation>Drawn; {entries} people took part. Public number: {value}.</translation>
    </message>
    <message>
        <source>「{title}」已取消。</source>
        <translation>“{title}” is cancelled.</translation>
    </message>
    <message>
        <source>名單指紋 {digest}</source>
        <translation>Fingerprint of the list {digest}</translation>
    </message>
    <message>
        <source>建立抽獎 (F12)</source>
        <translation>Plan the draw (F12)</translation>
    </message>
    <message>
        <source>把到場的人加入 (F12)</source>
        <translation>Take in who came (F12)</translation>
    </message>
    <message>
        <source>公布名單 (F12)</source>
        <translation>Publish the list (F12)</translation>
    </message>
    <message>
        <source>用這個號碼抽出 (F12)</source>
        <translation>Draw by this number (F12)</translation>
    </message>
    <message>
        <source>標記的人放棄得獎 (F12)</source>
        <translation>The marked one gives up (F12)</translation>
    </message>
    <message>
        <source>取消抽獎</source>
        <translation>Cancel the draw</translation>
    </message>
    <message>
        <source>放棄的原因</source>
        <translation>Why they give up</translation>
    </message>
    <message>
        <source>得獎名單</source>
        <translation>Winners</translation>
    </message>
    <message>
        <source>順位</source>
        <translation>Place</translation>
    </message>
    <message>
        <source>獎項</source>
        <translation>Prize</translation>
    </message>
    <message>
        <source>姓名</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>券號</source>
        <translation>Ticket</translation>
    </message>
    <message>
        <source>備取或放棄</source>
        <translation>Substitute, or gave up</translation>
    </message>
</context>
<context>
    <name>DrawTask</name>
    <message>
        <source>正在取得公布的資料</source>
        <translation>Fetching what is published</translation>
    </message>
    <message>
        <source>存成 ZIP</source>
        <translation>Save as ZIP</translation>
    </message>
    <message>
        <source>核算包已存好</source>
        <translation>The files for checking have been saved</translation>
    </message>
    <message>
        <source>檔案：{name}</source>
        <translation>File: {name}</translation>
    </message>
    <message>
        <source>或輸入抽獎代號，按 Enter</source>
        <translation>Or type the draw&apos;s id and press Enter</translation>
    </message>
    <message>
        <source>回活動 (Esc)</source>
        <translation>Back to activities (Esc)</translation>
    </message>
    <message>
        <source>換抽獎 (F7)</source>
        <translation>Another draw (F7)</translation>
    </message>
    <message>
        <source>抽獎</source>
        <translation>Draw</translation>
    </message>
    <message>
        <source>選活動；抽獎由主辦單位先公布名單，再填公開號碼。</source>
        <translation>Choose the activity. Its organiser publishes the list first and enters the public value afterwards.</translation>
    </message>
    <message>
        <source>任何人都能用公布的名單和號碼重算。</source>
        <translation>Anybody can compute it anew from the published list and value.</translation>
    </message>
</context>
<context>
    <name>DrawView</name>
    <message>
        <source>全部公布 (F11)</source>
        <translation>Show all (F11)</translation>
    </message>
    <message>
        <source>存核算包 (Ctrl+S)</source>
        <translation>Save for checking (Ctrl+S)</translation>
    </message>
    <message>
        <source>名單和公布的指紋不同</source>
        <translation>The list is not the one that was published</translation>
    </message>
    <message>
        <source>請停止抽獎，通知主辦單位和資訊單位。</source>
        <translation>Please stop the draw and tell the organiser and the IT office.</translation>
    </message>
    <message>
        <source>重算的結果和公布的不同</source>
        <translation>The result computed here differs from the published one</translation>
    </message>
    <message>
        <source>請停止公布結果，通知主辦單位和資訊單位。</source>
        <translation>Please stop announcing it and tell the organiser and the IT office.</translation>
    </message>
    <message>
        <source>公開號碼：{value}（{where}）</source>
        <translation>Public value: {value} ({where})</translation>
    </message>
    <message>
        <source>這台電腦重算的結果和公布的相同</source>
        <translation>This computer has drawn the same as was published</translation>
    </message>
    <message>
        <source>這個抽獎已經取消</source>
        <translation>This draw has been cancelled</translation>
    </message>
    <message>
        <source>公開號碼：{day} 的 {source}。主辦單位填入後，這裡會自動更新。</source>
        <translation>Public value: {source} of {day}. This screen follows by itself once the organiser has entered it.</translation>
    </message>
    <message>
        <source>名單已公布，等公開號碼</source>
        <translation>The list is published; waiting for the public value</translation>
    </message>
    <message>
        <source>名單還沒有公布</source>
        <translation>The list is not published yet</translation>
    </message>
    <message>
        <source>主辦單位公布名單後，再回到這裡。</source>
        <translation>Please come back once the organiser has published it.</translation>
    </message>
    <message>
        <source>名單指紋 (SHA-256)：{digest}</source>
        <translation>SHA-256 of the list: {digest}</translation>
    </message>
    <message>
        <source>{entries} 份參加</source>
        <translation>{entries} entries</translation>
    </message>
    <message>
        <source>備取 {count} 名</source>
        <translation>{count} substitutes</translation>
    </message>
    <message>
        <source>{time} 公布</source>
        <translation>published {time}</translation>
    </message>
    <message>
        <source>公布下一位 (Enter)</source>
        <translation>Show the next (Enter)</translation>
    </message>
    <message>
        <source>第 {place} 位&#x3000;放棄</source>
        <translation>Place {place}&#x3000;withdrawn</translation>
    </message>
    <message>
        <source>第 {place} 位&#x3000;備取</source>
        <translation>Place {place}&#x3000;substitute</translation>
    </message>
    <message>
        <source>第 {place} 位&#x3000;{prize}</source>
        <translation>Place {place}&#x3000;{prize}</translation>
    </message>
</context>
<context>
    <name>EventBoard</name>
    <message>
        <source>取消 (F11)</source>
        <translation>Undo (F11)</translation>
    </message>
    <message>
        <source>沒帶卡 (F12)</source>
        <translation>No card (F12)</translation>
    </message>
    <message>
        <source>未簽退 {count} (Ctrl+L)</source>
        <translation>Late: {count} (Ctrl+L)</translation>
    </message>
    <message>
        <source>名單 (Ctrl+P)</source>
        <translation>List (Ctrl+P)</translation>
    </message>
    <message>
        <source>自動簽到、簽退</source>
        <translation>In, then out</translation>
    </message>
    <message>
        <source>只簽到</source>
        <translation>In only</translation>
    </message>
    <message>
        <source>只簽退</source>
        <translation>Out only</translation>
    </message>
</context>
<context>
    <name>EventPaper</name>
    <message>
        <source>存成 PDF</source>
        <translation>Save as PDF</translation>
    </message>
    <message>
        <source>已簽到</source>
        <translation>Signed in</translation>
    </message>
    <message>
        <source>已簽退</source>
        <translation>Signed out</translation>
    </message>
    <message>
        <source>序號</source>
        <translation>No.</translation>
    </message>
    <message>
        <source>姓名（遮蔽）</source>
        <translation>Name (masked)</translation>
    </message>
    <message>
        <source>列印時</source>
        <translation>When printed</translation>
    </message>
    <message>
        <source>簽到時間</source>
        <translation>Time in</translation>
    </message>
    <message>
        <source>簽退時間</source>
        <translation>Time out</translation>
    </message>
    <message>
        <source>簽名</source>
        <translation>Signature</translation>
    </message>
    <message>
        <source>報名 {count} 人&#x3000;列印時間 {printed}</source>
        <translation>{count} registered&#x3000;Printed {printed}</translation>
    </message>
    <message>
        <source>備用名單：活動結束請補登，補登後銷毀。</source>
        <translation>Backup list: enter it after the activity, then destroy it.</translation>
    </message>
    <message>
        <source>第 {page} 頁，共 {pages} 頁</source>
        <translation>Page {page} of {pages}</translation>
    </message>
</context>
<context>
    <name>EventTask</name>
    <message>
        <source>換活動 (F7)</source>
        <translation>Another activity (F7)</translation>
    </message>
    <message>
        <source>紙本名單已存好</source>
        <translation>The paper list has been saved</translation>
    </message>
    <message>
        <source>檔案：{name}。列印後請妥善保管，活動結束補登後銷毀。</source>
        <translation>File: {name}. Please keep the printout safe, enter it after the activity, and destroy it then.</translation>
    </message>
    <message>
        <source>入場管制 (F11)</source>
        <translation>Gates (F11)</translation>
    </message>
    <message>
        <source>抽獎 (F12)</source>
        <translation>Draws (F12)</translation>
    </message>
    <message>
        <source>回簽到畫面 (Esc)</source>
        <translation>Back to signing in (Esc)</translation>
    </message>
    <message>
        <source>活動簽到</source>
        <translation>Attendance</translation>
    </message>
    <message>
        <source>選擇活動：方向鍵移動，Enter 選擇。</source>
        <translation>Choose an activity: arrow keys to move, Enter to choose.</translation>
    </message>
</context>
<context>
    <name>FaceStep</name>
    <message>
        <source>卡片已印好</source>
        <translation>The card is printed</translation>
    </message>
    <message>
        <source>請核對卡面，把卡放回讀卡機，再按 Enter 發卡。</source>
        <translation>Check the face, put the card back on the reader, then press Enter to issue it.</translation>
    </message>
    <message>
        <source>卡面</source>
        <translation>Card face</translation>
    </message>
    <message>
        <source>這裡沒有設定卡片印表機</source>
        <translation>No card printer is set up here</translation>
    </message>
    <message>
        <source>印在這張卡上</source>
        <translation>Print this card</translation>
    </message>
    <message>
        <source>交付已印好的卡</source>
        <translation>A pre-printed card</translation>
    </message>
    <message>
        <source>取消列印 (Esc)</source>
        <translation>Cancel printing (Esc)</translation>
    </message>
    <message>
        <source>列印中，請稍候</source>
        <translation>Printing, please wait</translation>
    </message>
    <message>
        <source>列印 (Enter)</source>
        <translation>Print (Enter)</translation>
    </message>
    <message>
        <source>發卡 (F12)</source>
        <translation>Issue (F12)</translation>
    </message>
    <message>
        <source>卡面預覽</source>
        <translation>Preview of the card&apos;s face</translation>
    </message>
</context>
<context>
    <name>ForgottenPage</name>
    <message>
        <source>請寫怎麼知道的，例如「場地同仁證實」。</source>
        <translation>Write how you know, such as “confirmed by the venue”.</translation>
    </message>
    <message>
        <source>正在登記時數…</source>
        <translation>Writing the hours down…</translation>
    </message>
    <message>
        <source>正在查詢忘記簽退的人…</source>
        <translation>Looking up who was not signed out…</translation>
    </message>
    <message>
        <source>請填整數分鐘；不算時數請填 0。</source>
        <translation>Whole minutes; 0 for none.</translation>
    </message>
    <message>
        <source>已登記 {name} 的時數</source>
        <translation>Hours of {name} written down</translation>
    </message>
    <message>
        <source>增加 {minutes}、{points}。</source>
        <translation>{minutes} and {points} more.</translation>
    </message>
    <message>
        <source>忘記簽退</source>
        <translation>Not signed out</translation>
    </message>
    <message>
        <source>姓名</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>簽到</source>
        <translation>Signed in</translation>
    </message>
    <message>
        <source>結案</source>
        <translation>Closed</translation>
    </message>
    <message>
        <source>實際服務分鐘數</source>
        <translation>Minutes really there</translation>
    </message>
    <message>
        <source>怎麼知道的</source>
        <translation>How you know</translation>
    </message>
    <message>
        <source>登記時數 (F12)</source>
        <translation>Write the hours down (F12)</translation>
    </message>
</context>
<context>
    <name>FormTask</name>
    <message>
        <source>請把末碼 {tail} 的卡放回讀卡機</source>
        <translation>Put the card ending in {tail} back on the reader</translation>
    </message>
    <message>
        <source>資料都還在；放回後再按 Enter 或 F12。</source>
        <translation>Everything typed is kept; then press Enter or F12 again.</translation>
    </message>
</context>
<context>
    <name>Frame</name>
    <message>
        <source>、</source>
        <translation>, </translation>
    </message>
    <message>
        <source>{name}（{roles}）</source>
        <translation>{name} ({roles})</translation>
    </message>
    <message>
        <source>未登入</source>
        <translation>Nobody signed in</translation>
    </message>
    <message>
        <source>有 {count} 筆紀錄待處理</source>
        <translation>Records to check: {count}</translation>
    </message>
    <message>
        <source>有空時按 {key} 看要做什麼。</source>
        <translation>When there is time, press {key} to see what to do.</translation>
    </message>
</context>
<context>
    <name>GateTask</name>
    <message>
        <source>這種卡不適用這裡的優惠入場</source>
        <translation>This kind of card gets no reduced admission here</translation>
    </message>
    <message>
        <source>請訪客購買全票。</source>
        <translation>The visitor needs a ticket at the full price.</translation>
    </message>
    <message>
        <source>入場管制</source>
        <translation>Admission</translation>
    </message>
    <message>
        <source>選擇這裡是哪一個入口：方向鍵移動，Enter 選擇。</source>
        <translation>Choose which gate this is: arrow keys move, Enter chooses.</translation>
    </message>
    <message>
        <source>換入口 (F7)</source>
        <translation>Other gate (F7)</translation>
    </message>
    <message>
        <source>回活動 (Esc)</source>
        <translation>Back to activities (Esc)</translation>
    </message>
    <message>
        <source>請訪客把卡片放到讀卡機上。</source>
        <translation>Please have the visitor put the card on the reader.</translation>
    </message>
    <message>
        <source>免費入場</source>
        <translation>Free entry</translation>
    </message>
    <message>
        <source>收全票的 {percent}%</source>
        <translation>{percent}% of the full price</translation>
    </message>
    <message>
        <source>同一次感應，{time} 已經放行，沒有重複計算。</source>
        <translation>The same tap: let in at {time}, not counted again.</translation>
    </message>
    <message>
        <source>今天再次入場。</source>
        <translation>Back again on the same day.</translation>
    </message>
    <message>
        <source>還可以另選 {days} 天免費入場。</source>
        <translation>Free days still to choose: {days}.</translation>
    </message>
    <message>
        <source>今天是免費的日子，再入場也免費；改天收全票的 {percent}%。</source>
        <translation>Free today, also to come back; {percent}% of the full price on other days.</translation>
    </message>
    <message>
        <source>離線判斷：各入口連線後會再核對。</source>
        <translation>Decided with no network: the gates&apos; records are compared later.</translation>
    </message>
    <message>
        <source>這個工作站今天放行 {count} 人次</source>
        <translation>Let in here today: {count}</translation>
    </message>
</context>
<context>
    <name>HandOutPage</name>
    <message>
        <source>已發給 {who}</source>
        <translation>Given to {who}</translation>
    </message>
    <message>
        <source>卡號末碼 {tail}</source>
        <translation>Card ends in {tail}</translation>
    </message>
    <message>
        <source>要收回剛才那張卡嗎？（末碼 {tail}）</source>
        <translation>Take back the last card? (ends in {tail})</translation>
    </message>
    <message>
        <source>再按一次 F12 就收回：那張卡從此不能再用，請剪角作廢，再感應另一張。</source>
        <translation>Press F12 again to take it back: that card is never used again. Cut its corner off, then tap another one.</translation>
    </message>
    <message>
        <source>已收回，請感應另一張空白卡</source>
        <translation>Taken back; please tap another blank card</translation>
    </message>
    <message>
        <source>收回的那張卡請剪角作廢，不能再發給別人。</source>
        <translation>Please cut the corner off the card that came back; nobody may be given it.</translation>
    </message>
    <message>
        <source>上一位 (F7)</source>
        <translation>Previous (F7)</translation>
    </message>
    <message>
        <source>跳過 (F11)</source>
        <translation>Skip (F11)</translation>
    </message>
    <message>
        <source>收回剛發的卡 (F12)</source>
        <translation>Take back (F12)</translation>
    </message>
    <message>
        <source>找人</source>
        <translation>Find somebody</translation>
    </message>
    <message>
        <source>名單的列、領卡標示或收件編號，可用掃描器。</source>
        <translation>Row, label or receipt number; a scanner works, too.</translation>
    </message>
    <message>
        <source>接下來</source>
        <translation>Next</translation>
    </message>
    <message>
        <source>已發 {done}，共 {total}</source>
        <translation>{done} of {total} handed out</translation>
    </message>
    <message>
        <source>都發完了</source>
        <translation>All are handed out</translation>
    </message>
    <message>
        <source>沒有可發的卡</source>
        <translation>No card can be handed out</translation>
    </message>
    <message>
        <source>還有 {count} 件沒有核准，核准後再下載一次名單。</source>
        <translation>{count} are not approved yet; download the list again when they are.</translation>
    </message>
    <message>
        <source>第 {row} 列</source>
        <translation>Row {row}</translation>
    </message>
    <message>
        <source>{kind}&#x3000;{state}&#x3000;收件編號 {receipt}</source>
        <translation>{kind}&#x3000;{state}&#x3000;receipt {receipt}</translation>
    </message>
    <message>
        <source>請收工本費 {fee}</source>
        <translation>Take the fee: {fee}</translation>
    </message>
    <message>
        <source>免收工本費</source>
        <translation>No fee</translation>
    </message>
</context>
<context>
    <name>HelperStep</name>
    <message>
        <source>委託書要寫明「申請」與「領取卡片」才能當場交給代理人；沒有寫的，請補寫或由本人來領。</source>
        <translation>Only a letter that allows applying and collecting lets the card be handed to the proxy; otherwise have it completed, or let the person come themselves.</translation>
    </message>
    <message>
        <source>代理人</source>
        <translation>Proxy</translation>
    </message>
    <message>
        <source>委託書上寫明可以辦的事（按數字勾選）</source>
        <translation>What the letter of authority allows (press the digits)</translation>
    </message>
    <message>
        <source>法定代理人</source>
        <translation>Legal representative</translation>
    </message>
    <message>
        <source>看可辦的卡別 (Enter)</source>
        <translation>See the card kinds (Enter)</translation>
    </message>
</context>
<context>
    <name>HerePanel</name>
    <message>
        <source>讀卡機上的卡片</source>
        <translation>Card on the reader</translation>
    </message>
    <message>
        <source>服務對象</source>
        <translation>Person served</translation>
    </message>
    <message>
        <source>沒有卡片</source>
        <translation>No card</translation>
    </message>
    <message>
        <source>換人登入 (F8)</source>
        <translation>Change person (F8)</translation>
    </message>
    <message>
        <source>工作證</source>
        <translation>Staff card</translation>
    </message>
    <message>
        <source>號碼會變的卡片或手機</source>
        <translation>Card or phone with a changing number</translation>
    </message>
    <message>
        <source>條碼</source>
        <translation>Code</translation>
    </message>
    <message>
        <source>沒有登記的卡片</source>
        <translation>Card not registered</translation>
    </message>
    <message>
        <source>可以用來發卡或綁卡。</source>
        <translation>Can be issued or bound.</translation>
    </message>
    <message>
        <source>綁定的卡片</source>
        <translation>Bound card</translation>
    </message>
    <message>
        <source>等待平台確認</source>
        <translation>Waits for the platform</translation>
    </message>
    <message>
        <source>沒有登記持卡人</source>
        <translation>No holder on record</translation>
    </message>
    <message>
        <source>還沒有</source>
        <translation>Nobody yet</translation>
    </message>
    <message>
        <source>已登記的持卡人</source>
        <translation>Holder on record</translation>
    </message>
    <message>
        <source>{age} 歲</source>
        <translation>age {age}</translation>
    </message>
    <message>
        <source>發卡：先給暫時卡</source>
        <translation>Issuing: provisional cards</translation>
    </message>
    <message>
        <source>綁卡：先暫時綁定</source>
        <translation>Binding: provisional</translation>
    </message>
    <message>
        <source>其他作業：照常</source>
        <translation>Everything else: as usual</translation>
    </message>
    <message>
        <source>儲值：不能存進卡片</source>
        <translation>Loading: not onto cards</translation>
    </message>
    <message>
        <source>掛失、補發：先記錄</source>
        <translation>Loss, replacement: recorded first</translation>
    </message>
    <message>
        <source>批次：領卡照常，收件要連線</source>
        <translation>Batches: hand out as usual, hand in with a network</translation>
    </message>
    <message>
        <source>活動管理：要連線</source>
        <translation>Activities: needs the network</translation>
    </message>
    <message>
        <source>申辦審查：要連線</source>
        <translation>Reviews: needs the network</translation>
    </message>
    <message>
        <source>督導：要連線</source>
        <translation>Oversight: needs the network</translation>
    </message>
</context>
<context>
    <name>HoursPage</name>
    <message>
        <source>正在查詢志工時數…</source>
        <translation>Looking up volunteers…</translation>
    </message>
    <message>
        <source>服務滿 {years} 年且滿 {hours} 小時的志工可以申請榮譽卡。</source>
        <translation>Volunteers with {years} years and {hours} hours may apply for the honour card.</translation>
    </message>
    <message>
        <source>本市沒有訂志工榮譽卡的規定。</source>
        <translation>The city has no rule for an honour card.</translation>
    </message>
    <message>
        <source>看一位志工的存摺 (F7)</source>
        <translation>Look at a passbook (F7)</translation>
    </message>
    <message>
        <source>回榮譽卡名單 (F7)</source>
        <translation>Back to the honour list (F7)</translation>
    </message>
    <message>
        <source>可申請榮譽卡的志工</source>
        <translation>Volunteers who may apply</translation>
    </message>
    <message>
        <source>姓名</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>服務時數</source>
        <translation>Hours served</translation>
    </message>
    <message>
        <source>第一次服務</source>
        <translation>First service</translation>
    </message>
</context>
<context>
    <name>IssueEnding</name>
    <message>
        <source>收據已印出</source>
        <translation>The receipt has been printed</translation>
    </message>
    <message>
        <source>日期</source>
        <translation>Date</translation>
    </message>
    <message>
        <source>地點</source>
        <translation>Place</translation>
    </message>
    <message>
        <source>發卡收據</source>
        <translation>Receipt of a card</translation>
    </message>
    <message>
        <source>有問題請撥 {phone}，並告知上面的處理編號。</source>
        <translation>Questions? Call {phone} and give the reference above.</translation>
    </message>
    <message>
        <source>發卡完成</source>
        <translation>Card issued</translation>
    </message>
    <message>
        <source>卡片已經可以使用，請交給民眾。</source>
        <translation>The card can be used; hand it over.</translation>
    </message>
    <message>
        <source>已發暫時卡</source>
        <translation>Provisional card issued</translation>
    </message>
    <message>
        <source>現在連不上中央平台。卡片可以先用，連線後會自動確認；若不符資格會停用並通知。</source>
        <translation>The central platform cannot be reached. The card can be used and is confirmed once online; if the rules say no, it is suspended and the person told.</translation>
    </message>
    <message>
        <source>再綁一張卡 (F3)</source>
        <translation>Bind another card (F3)</translation>
    </message>
    <message>
        <source>卡別</source>
        <translation>Card kind</translation>
    </message>
    <message>
        <source>持卡人</source>
        <translation>Card holder</translation>
    </message>
    <message>
        <source>卡號末碼</source>
        <translation>Card ends in</translation>
    </message>
    <message>
        <source>票證公司</source>
        <translation>Carrier</translation>
    </message>
    <message>
        <source>工本費</source>
        <translation>Fee</translation>
    </message>
    <message>
        <source>免費</source>
        <translation>free</translation>
    </message>
    <message>
        <source>處理編號</source>
        <translation>Reference</translation>
    </message>
    <message>
        <source>收據列印中</source>
        <translation>Printing the receipt</translation>
    </message>
    <message>
        <source>列印收據 (F12)</source>
        <translation>Print a receipt (F12)</translation>
    </message>
</context>
<context>
    <name>IssueForm</name>
    <message>
        <source>正在帶出申請資料</source>
        <translation>Fetching the application</translation>
    </message>
    <message>
        <source>表格裡已經有資料</source>
        <translation>There is something in the form already</translation>
    </message>
    <message>
        <source>要帶出網路申請，請先按 F11 清除，再掃一次。</source>
        <translation>To take over a web application, clear the form with F11 first, then scan again.</translation>
    </message>
    <message>
        <source>已帶出網路申請 {receipt}</source>
        <translation>Web application {receipt} taken over</translation>
    </message>
    <message>
        <source>請對照證件核對每一項，再按 Enter。</source>
        <translation>Check every field against the documents, then press Enter.</translation>
    </message>
    <message>
        <source>現在帶不出網路申請。請照證件輸入，照常發卡；連線後平台會核對。</source>
        <translation>The web application cannot be fetched now. Type from the documents and issue as usual; the platform checks once online.</translation>
    </message>
</context>
<context>
    <name>IssueTask</name>
    <message>
        <source>要清除這份資料嗎？</source>
        <translation>Clear this form?</translation>
    </message>
    <message>
        <source>再按一次 F11 就清除；要留著，請繼續填寫。</source>
        <translation>Press F11 again to clear it; to keep it, just go on.</translation>
    </message>
    <message>
        <source>發卡中，請不要拿開卡片</source>
        <translation>Issuing, leave the card on the reader</translation>
    </message>
    <message>
        <source>發卡</source>
        <translation>Issue a card</translation>
    </message>
    <message>
        <source>Enter 下一步，Esc 上一步，F12 發卡。已輸入的資料在發卡前都會留著。</source>
        <translation>Enter next, Esc back, F12 issue. What is typed is kept until the card is issued.</translation>
    </message>
    <message>
        <source>空白卡</source>
        <translation>Blank card</translation>
    </message>
    <message>
        <source>基本資料</source>
        <translation>Particulars</translation>
    </message>
    <message>
        <source>代理人</source>
        <translation>Proxy</translation>
    </message>
    <message>
        <source>卡別與同意</source>
        <translation>Kind and consent</translation>
    </message>
    <message>
        <source>照片</source>
        <translation>Photo</translation>
    </message>
    <message>
        <source>卡面</source>
        <translation>Card face</translation>
    </message>
    <message>
        <source>清除重來 (F11)</source>
        <translation>Clear (F11)</translation>
    </message>
    <message>
        <source>請把空白卡放到讀卡機上。讀到以後就會進到下一步。</source>
        <translation>Put a blank card on the reader. The next step opens by itself.</translation>
    </message>
</context>
<context>
    <name>KindStep</name>
    <message>
        <source>請選擇卡別。</source>
        <translation>Choose a card kind.</translation>
    </message>
    <message>
        <source>請看過每一項證件，看過就打勾。</source>
        <translation>Look at every document, then tick it.</translation>
    </message>
    <message>
        <source>請問民眾要哪一家，再選擇。</source>
        <translation>Ask which carrier the person wants, then choose.</translation>
    </message>
    <message>
        <source>卡別（按數字選擇，Enter 繼續）</source>
        <translation>Card kind (digit to choose, Enter to go on)</translation>
    </message>
    <message>
        <source>看過的證件（按數字打勾）</source>
        <translation>Documents seen (digit to tick)</translation>
    </message>
    <message>
        <source>票證公司</source>
        <translation>Carrier</translation>
    </message>
    <message>
        <source>{name}&#x3000;可以辦</source>
        <translation>{name}: yes</translation>
    </message>
    <message>
        <source>{name}&#x3000;不能辦</source>
        <translation>{name}: no</translation>
    </message>
    <message>
        <source>下一步 (Enter)</source>
        <translation>Next (Enter)</translation>
    </message>
    <message>
        <source>免費</source>
        <translation>free</translation>
    </message>
    <message>
        <source>工本費：{fee}</source>
        <translation>Fee: {fee}</translation>
    </message>
    <message>
        <source>發卡 (F12)</source>
        <translation>Issue (F12)</translation>
    </message>
</context>
<context>
    <name>KpiPage</name>
    <message>
        <source>請寫民國年和月，例如 115/11。</source>
        <translation>Write ROC year and month, such as 115/11.</translation>
    </message>
    <message>
        <source>正在查詢統計…</source>
        <translation>Looking up figures…</translation>
    </message>
    <message>
        <source>{count} 人</source>
        <translation>{count} people</translation>
    </message>
    <message>
        <source>未滿5人，或為保護他人不公布</source>
        <translation>Under 5 people, or withheld for others</translation>
    </message>
    <message>
        <source>不詳</source>
        <translation>Unknown</translation>
    </message>
    <message>
        <source>{part} 歲</source>
        <translation>age {part}</translation>
    </message>
    <message>
        <source>用 {part} 次</source>
        <translation>{part} uses</translation>
    </message>
    <message>
        <source>{part} 分</source>
        <translation>{part} of 5</translation>
    </message>
    <message>
        <source>月份（Enter 查詢）</source>
        <translation>Month (Enter looks it up)</translation>
    </message>
    <message>
        <source>每月的統計在次月 10 日之後公布，公布後不再變動。</source>
        <translation>A month is told after the 10th of the next, and never changes.</translation>
    </message>
    <message>
        <source>統計</source>
        <translation>Figures</translation>
    </message>
    <message>
        <source>服務</source>
        <translation>Service</translation>
    </message>
    <message>
        <source>機關</source>
        <translation>Agency</translation>
    </message>
    <message>
        <source>人數</source>
        <translation>People</translation>
    </message>
    <message>
        <source>次數</source>
        <translation>Uses</translation>
    </message>
    <message>
        <source>滿意度填答</source>
        <translation>Answers on satisfaction</translation>
    </message>
    <message>
        <source>這個月沒有統計。</source>
        <translation>There are no figures for this month.</translation>
    </message>
    <message>
        <source>這個月還沒有公布。</source>
        <translation>This month has not been told yet.</translation>
    </message>
    <message>
        <source>行政區</source>
        <translation>District</translation>
    </message>
    <message>
        <source>年齡</source>
        <translation>Age</translation>
    </message>
    <message>
        <source>滿意度</source>
        <translation>Satisfaction</translation>
    </message>
    <message>
        <source>未滿5人</source>
        <translation>Under 5</translation>
    </message>
    <message>
        <source>活動簽到</source>
        <translation>Activities</translation>
    </message>
    <message>
        <source>點數使用</source>
        <translation>Points used</translation>
    </message>
    <message>
        <source>入場</source>
        <translation>Admission</translation>
    </message>
</context>
<context>
    <name>LibraryAnswer</name>
    <message>
        <source>請讀者把卡片放到讀卡機上。</source>
        <translation>Please have the reader put the card on the card reader.</translation>
    </message>
    <message>
        <source>複製證號 (Enter)</source>
        <translation>Copy the number (Enter)</translation>
    </message>
    <message>
        <source>✓ 已輸入到前面的視窗</source>
        <translation>✓ Typed into the window in front</translation>
    </message>
    <message>
        <source>✓ 已送到圖書館的網頁</source>
        <translation>✓ Sent to the library&apos;s web page</translation>
    </message>
    <message>
        <source>✓ 已複製</source>
        <translation>✓ Copied</translation>
    </message>
    <message>
        <source>! 沒有輸入：前面是這個程式的視窗。請先點圖書館系統的欄位，再請讀者感應一次；或按 Enter 複製。</source>
        <translation>! Not typed: this program&apos;s own window is in front. Click the field in the library&apos;s system and let the reader tap again, or press Enter to copy.</translation>
    </message>
    <message>
        <source>! 沒有輸入完：請刪掉已輸入的部分，按 Enter 複製後貼上。</source>
        <translation>! Not typed to the end. Please delete what was typed, press Enter to copy, and paste.</translation>
    </message>
</context>
<context>
    <name>LibraryTask</name>
    <message>
        <source>請先替讀者開通，再請讀者感應一次。</source>
        <translation>Please open the service for the reader, then let them tap again.</translation>
    </message>
    <message>
        <source>請在圖書館的系統查看原因。</source>
        <translation>Please look up the reason in the library&apos;s system.</translation>
    </message>
    <message>
        <source>✓ 已輸入</source>
        <translation>✓ Typed</translation>
    </message>
    <message>
        <source>! 沒有輸入</source>
        <translation>! Not typed</translation>
    </message>
    <message>
        <source>排隊的讀者依序感應；Enter 複製一個，Ctrl+C 複製全部。離開排隊就清掉。</source>
        <translation>Readers tap one after the other. Enter copies one, Ctrl+C all. Leaving the queue clears it.</translation>
    </message>
    <message>
        <source>圖書館</source>
        <translation>Library</translation>
    </message>
    <message>
        <source>自動輸入：開 (F11)</source>
        <translation>Typing on (F11)</translation>
    </message>
    <message>
        <source>自動輸入：關 (F11)</source>
        <translation>Typing off (F11)</translation>
    </message>
    <message>
        <source>一次一位 (F12)</source>
        <translation>Single (F12)</translation>
    </message>
    <message>
        <source>排隊 (F12)</source>
        <translation>Queue (F12)</translation>
    </message>
    <message>
        <source>網頁 (F7)</source>
        <translation>Pages (F7)</translation>
    </message>
    <message>
        <source>! 有網頁要接收讀者證號：{page}。按 F7 決定。</source>
        <translation>! A web page wants patron numbers: {page}. F7 to decide.</translation>
    </message>
    <message>
        <source>! 這台電腦不能自動輸入，請用複製。</source>
        <translation>! Typing is not possible on this computer. Please copy.</translation>
    </message>
    <message>
        <source>感應市民卡，取得圖書館的讀者證號。按 Enter 或 Ctrl+C 複製。</source>
        <translation>Tap a citizen card to get the library&apos;s patron number. Enter or Ctrl+C copies it.</translation>
    </message>
</context>
<context>
    <name>LivePage</name>
    <message>
        <source>在場</source>
        <translation>There now</translation>
    </message>
    <message>
        <source>到過（現場報名 {walk_ins}）</source>
        <translation>Came ({walk_ins} walk-ins)</translation>
    </message>
    <message>
        <source>報名（候補 {waiting}）</source>
        <translation>Registered ({waiting} waiting)</translation>
    </message>
    <message>
        <source>到過</source>
        <translation>Came</translation>
    </message>
    <message>
        <source>在場 {present} 人，到過 {came} 人</source>
        <translation>{present} there now, {came} came</translation>
    </message>
    <message>
        <source>各場次</source>
        <translation>Sessions</translation>
    </message>
    <message>
        <source>場次</source>
        <translation>Session</translation>
    </message>
    <message>
        <source>現場報名</source>
        <translation>Walk-ins</translation>
    </message>
    <message>
        <source>時數</source>
        <translation>Hours</translation>
    </message>
    <message>
        <source>點數</source>
        <translation>Points</translation>
    </message>
    <message>
        <source>目前連不上平台，顯示的是先前的數字；連線後會自動更新。</source>
        <translation>The platform cannot be reached: these are earlier figures, renewed when it can.</translation>
    </message>
    <message>
        <source>{time} 更新，每 5 秒自動更新</source>
        <translation>As of {time}, renewed every 5 seconds</translation>
    </message>
</context>
<context>
    <name>LoadCase</name>
    <message>
        <source>卡片裡現在有</source>
        <translation>On the card now</translation>
    </message>
    <message>
        <source>查詢代碼</source>
        <translation>Recovery code</translation>
    </message>
    <message>
        <source>查詢代碼的 QR 碼</source>
        <translation>QR code of the recovery code</translation>
    </message>
    <message>
        <source>問卡片，確認結果 (F12)</source>
        <translation>Ask the card (F12)</translation>
    </message>
    <message>
        <source>主管裁定 (F11)</source>
        <translation>Supervisor decides (F11)</translation>
    </message>
    <message>
        <source>回清單 (Enter)</source>
        <translation>Back to the list (Enter)</translation>
    </message>
    <message>
        <source>進行中：那一站可能還在寫這張卡。開始兩分鐘後，卡片還沒有回來才能裁定。</source>
        <translation>In progress: the other station may still be writing this card. It can be decided two minutes after its start, if the card has not come back.</translation>
    </message>
    <message>
        <source>卡片不會再回來時才裁定。</source>
        <translation>Decide only when the card will not come back.</translation>
    </message>
    <message>
        <source>沒有卡片時只有主管可以裁定：請主管把工作證放上讀卡機，按 F8 登入。</source>
        <translation>Without the card only a supervisor may decide: place a supervisor&apos;s staff card on the reader and press F8.</translation>
    </message>
    <message>
        <source>請把這筆儲值的卡片放到讀卡機上</source>
        <translation>Please place the card of this load on the reader</translation>
    </message>
    <message>
        <source>卡片會說出結果：在卡片裡，或點數退回。</source>
        <translation>The card tells the result: it has the value, or the points are given back.</translation>
    </message>
    <message>
        <source>請放這筆儲值的那張卡。</source>
        <translation>Please place the card of this load.</translation>
    </message>
</context>
<context>
    <name>LoadForm</name>
    <message>
        <source>查詢中…</source>
        <translation>Looking up…</translation>
    </message>
    <message>
        <source>上一次儲值：{title}</source>
        <translation>Last load: {title}</translation>
    </message>
    <message>
        <source>查詢代碼 {code}。</source>
        <translation> Recovery code {code}.</translation>
    </message>
    <message>
        <source>連不上平台，現在不能儲值到卡片</source>
        <translation>The platform cannot be reached: no loads onto cards now</translation>
    </message>
    <message>
        <source>點數不會減少。連線恢復後請按「再查一次」。</source>
        <translation>Points stay as they are. Press &quot;Check again&quot; once it is back.</translation>
    </message>
    <message>
        <source>這張卡的儲值要用別的方式核對身分</source>
        <translation>Loads of this card need another proof of identity</translation>
    </message>
    <message>
        <source>本站無法核對，請改用自助服務。</source>
        <translation>It cannot be checked here. Please use self-service.</translation>
    </message>
    <message>
        <source>沒有可以兌換的點數</source>
        <translation>There are no points to redeem</translation>
    </message>
    <message>
        <source>把點數兌換成儲值金，或查卡片裡有多少。Esc 上一步，F12 儲值。</source>
        <translation>Turn points into stored value, or see what a card holds. Esc back, F12 load.</translation>
    </message>
    <message>
        <source>儲值與查詢</source>
        <translation>Card value</translation>
    </message>
    <message>
        <source>民眾的卡</source>
        <translation>The person&apos;s card</translation>
    </message>
    <message>
        <source>金額</source>
        <translation>Amount</translation>
    </message>
    <message>
        <source>核對本人</source>
        <translation>Proof of identity</translation>
    </message>
    <message>
        <source>請把民眾的卡片放到讀卡機上，儲值完成前不要拿開。</source>
        <translation>Please place the person&apos;s card on the reader and leave it until the load is done.</translation>
    </message>
    <message>
        <source>再查一次 (F7)</source>
        <translation>Check again (F7)</translation>
    </message>
    <message>
        <source>儲值 (F12)</source>
        <translation>Load (F12)</translation>
    </message>
    <message>
        <source>未完成儲值 (Shift+F6)</source>
        <translation>Unfinished loads (Shift+F6)</translation>
    </message>
    <message>
        <source>換人 (F11)</source>
        <translation>Next person (F11)</translation>
    </message>
</context>
<context>
    <name>LoadTask</name>
    <message>
        <source>儲值中，請不要拿開卡片</source>
        <translation>Loading, please leave the card</translation>
    </message>
    <message>
        <source>請勿移開卡片，正在把 {amount} 寫進卡片…</source>
        <translation>Do not move the card: writing {amount}…</translation>
    </message>
    <message>
        <source>請勿移開卡片，正在查上一次儲值的結果…</source>
        <translation>Do not move the card: asking about the last load…</translation>
    </message>
    <message>
        <source>儲值</source>
        <translation>Load</translation>
    </message>
    <message>
        <source>持卡人</source>
        <translation>Card holder</translation>
    </message>
    <message>
        <source>卡片裡現在有</source>
        <translation>On the card now</translation>
    </message>
    <message>
        <source>查詢代碼</source>
        <translation>Recovery code</translation>
    </message>
    <message>
        <source>再查一次 (F7)</source>
        <translation>Check again (F7)</translation>
    </message>
</context>
<context>
    <name>Loads</name>
    <message>
        <source>已存進卡片</source>
        <translation>Loaded onto the card</translation>
    </message>
    <message>
        <source>{exchange}，可以拿走卡片了。</source>
        <translation>{exchange}. The card can be taken away.</translation>
    </message>
    <message>
        <source>{exchange}，登記為待入卡，由票證公司存進卡片。</source>
        <translation>{exchange}, waiting for the card company to load it.</translation>
    </message>
    <message>
        <source>兌換完成</source>
        <translation>Redeemed</translation>
    </message>
    <message>
        <source>連不上平台：點數還沒有減少，錢也還沒有存入。恢復連線後由平台決定。</source>
        <translation>The platform cannot be reached: no points are taken and no money is loaded yet. It decides once it is back.</translation>
    </message>
    <message>
        <source>已登記，尚未入帳</source>
        <translation>Noted, not booked yet</translation>
    </message>
    <message>
        <source>沒有儲值，點數沒有減少。</source>
        <translation>Nothing was loaded and no points were taken. </translation>
    </message>
    <message>
        <source>連不上平台，恢復連線後才會生效。查詢代碼先不要丟。</source>
        <translation>The platform cannot be reached: it takes effect once it is back. Keep the recovery code.</translation>
    </message>
    <message>
        <source>裁定已記錄，還沒有生效</source>
        <translation>Decision noted, not in effect yet</translation>
    </message>
    <message>
        <source>{exchange}，已確認寫進卡片。</source>
        <translation>{exchange}, confirmed to be on the card.</translation>
    </message>
    <message>
        <source>這筆儲值在卡片裡</source>
        <translation>This load is on the card</translation>
    </message>
    <message>
        <source>{points}已經退回，可以再儲值一次。</source>
        <translation>{points} were given back. It can be loaded again.</translation>
    </message>
    <message>
        <source>這筆儲值沒有寫進卡片</source>
        <translation>This load was not written to the card</translation>
    </message>
    <message>
        <source>{points}已經扣除，不再退回。</source>
        <translation>{points} have been taken and will not be returned.</translation>
    </message>
    <message>
        <source>平台先前已有結果，這次裁定沒有改變它</source>
        <translation>The platform had an outcome before; this decision has not changed it</translation>
    </message>
    <message>
        <source>已裁定：視為已存進卡片</source>
        <translation>Decided: taken to be on the card</translation>
    </message>
    <message>
        <source>已裁定：視為沒有存進卡片</source>
        <translation>Decided: taken not to be on the card</translation>
    </message>
    <message>
        <source>還不知道有沒有寫進卡片</source>
        <translation>Not yet known whether it was written</translation>
    </message>
    <message>
        <source>點數和金額都不會遺失。請把同一張卡放回讀卡機，就會知道結果；民眾要先離開時，請給他查詢代碼。</source>
        <translation>Neither points nor money are lost. Place the same card on the reader to see the result; if the person has to leave, give them the recovery code.</translation>
    </message>
    <message>
        <source>持卡人</source>
        <translation>Card holder</translation>
    </message>
    <message>
        <source>可兌換</source>
        <translation>To redeem</translation>
    </message>
    <message>
        <source>卡片裡</source>
        <translation>On the card</translation>
    </message>
    <message>
        <source>待入卡</source>
        <translation>Waiting</translation>
    </message>
    <message>
        <source>等待確認</source>
        <translation>To be decided</translation>
    </message>
    <message>
        <source>儲值</source>
        <translation>Load</translation>
    </message>
    <message>
        <source>從何時起</source>
        <translation>Since</translation>
    </message>
    <message>
        <source>在哪一站</source>
        <translation>At</translation>
    </message>
    <message>
        <source>{moment} 起，已 {age}</source>
        <translation>Since {moment}, for {age}</translation>
    </message>
    <message>
        <source>進行中</source>
        <translation>In progress</translation>
    </message>
</context>
<context>
    <name>NameSearch</name>
    <message>
        <source>還沒簽到</source>
        <translation>Not here yet</translation>
    </message>
    <message>
        <source>在場</source>
        <translation>Present</translation>
    </message>
    <message>
        <source>已簽退</source>
        <translation>Signed out</translation>
    </message>
    <message>
        <source>報名的人的姓名</source>
        <translation>Name of the registered person</translation>
    </message>
    <message>
        <source>先請本人說出姓名再輸入。名單上只有遮蔽過的姓名；同樣遮法的人都會列出。</source>
        <translation>Let the person say the name, then type it. The list has masked names only; everybody who is masked alike is shown.</translation>
    </message>
    <message>
        <source>報名名單上沒有這個姓名。</source>
        <translation>Nobody of that name is on the registration list.</translation>
    </message>
</context>
<context>
    <name>OfficeTask</name>
    <message>
        <source>這項工作要連線才能做；發卡、簽到等其他工作照常。連線恢復後請再試一次。</source>
        <translation>This needs the network; issuing, signing in and the rest go on as usual. Please try again when it is back.</translation>
    </message>
    <message>
        <source>再試一次</source>
        <translation>Try again</translation>
    </message>
</context>
<context>
    <name>OpenLoadsTask</name>
    <message>
        <source>查詢中…</source>
        <translation>Looking up…</translation>
    </message>
    <message>
        <source>請勿移開卡片，正在查這筆儲值的結果…</source>
        <translation>Do not move the card: asking about this load…</translation>
    </message>
    <message>
        <source>記錄裁定中…</source>
        <translation>Noting the decision…</translation>
    </message>
    <message>
        <source>輸入查詢代碼，或把民眾的卡片放到讀卡機上，也可以在清單裡選。</source>
        <translation>Enter the recovery code, place the person&apos;s card on the reader, or choose from the list.</translation>
    </message>
    <message>
        <source>未完成儲值</source>
        <translation>Open loads</translation>
    </message>
    <message>
        <source>查詢代碼</source>
        <translation>Recovery code</translation>
    </message>
    <message>
        <source>大小寫和短線都可以；沒有 I、L、O、U 這四個字母。空白時列出全部。</source>
        <translation>Any case, with or without the dash; it never has the letters I, L, O or U. Empty lists all.</translation>
    </message>
    <message>
        <source>查詢 (Enter)</source>
        <translation>Find (Enter)</translation>
    </message>
    <message>
        <source>回儲值 (Esc)</source>
        <translation>Back to loading (Esc)</translation>
    </message>
    <message>
        <source>上一步 (Esc)</source>
        <translation>Back (Esc)</translation>
    </message>
    <message>
        <source>沒有未完成的儲值。</source>
        <translation>There are no open loads.</translation>
    </message>
</context>
<context>
    <name>Outreach</name>
    <message>
        <source>帶出 {taken}，已發 {issued}，應有 {expected}&#x3000;卡盒 {box}</source>
        <translation>{taken} taken, {issued} handed over, {expected} should be here&#x3000;box {box}</translation>
    </message>
    <message>
        <source>{count} 張</source>
        <translation>{count} cards</translation>
    </message>
    <message>
        <source>卡盒 {box}</source>
        <translation>Box {box}</translation>
    </message>
    <message>
        <source>這個工作站帶出的</source>
        <translation>With this station&apos;s team</translation>
    </message>
</context>
<context>
    <name>OutreachTask</name>
    <message>
        <source>已帶出 {count} 張</source>
        <translation>{count} cards taken along</translation>
    </message>
    <message>
        <source>回來時在這裡清點收回。</source>
        <translation>Count them back here on your return.</translation>
    </message>
    <message>
        <source>已收回，數量與紀錄不符</source>
        <translation>Taken back; the numbers do not agree</translation>
    </message>
    <message>
        <source>已收回，數量相符</source>
        <translation>Taken back; the numbers agree</translation>
    </message>
    <message>
        <source>差異與原因已記錄，主管會查看。</source>
        <translation>The difference and its reason are written down; a supervisor looks at it.</translation>
    </message>
    <message>
        <source>還沒傳的紀錄會在連線後自動傳送。</source>
        <translation>What is unsent is sent by itself when there is a network.</translation>
    </message>
    <message>
        <source>所有紀錄都已傳到平台。</source>
        <translation>Everything has been sent to the platform.</translation>
    </message>
    <message>
        <source>還有 {count} 筆沒傳，最久 {age}；有網路時自動傳送。</source>
        <translation>{count} unsent, the oldest for {age}; they are sent when there is a network.</translation>
    </message>
    <message>
        <source>機動服務</source>
        <translation>Mobile service</translation>
    </message>
    <message>
        <source>出門前帶出空白卡，整天不用網路；回來清點收回。</source>
        <translation>Take blank cards along, work all day with no network, and count them back.</translation>
    </message>
    <message>
        <source>帶出空白卡</source>
        <translation>Take blank cards along</translation>
    </message>
    <message>
        <source>Enter 到下一格。從哪個卡盒拿、拿幾張。</source>
        <translation>Enter goes on. From which box, and how many.</translation>
    </message>
    <message>
        <source>清點收回</source>
        <translation>Count back</translation>
    </message>
    <message>
        <source>數一數剩下的空白卡，逐項填入。</source>
        <translation>Count the blank cards that are left, one sort after the other.</translation>
    </message>
    <message>
        <source>受理申請</source>
        <translation>Take an application</translation>
    </message>
    <message>
        <source>不能當場發卡時先收件。Enter 下一步，Esc 上一步，F12 收下。</source>
        <translation>For cards that cannot be handed over at once. Enter goes on, Esc back, F12 takes it.</translation>
    </message>
    <message>
        <source>空白卡庫存</source>
        <translation>Stock of blank cards</translation>
    </message>
    <message>
        <source>選一列可以帶入卡別與卡盒。</source>
        <translation>Choose a row to fill in its kind and box.</translation>
    </message>
    <message>
        <source>帶出空白卡 (F7)</source>
        <translation>Take cards along (F7)</translation>
    </message>
    <message>
        <source>清點收回 (F12)</source>
        <translation>Count back (F12)</translation>
    </message>
    <message>
        <source>受理申請 (F11)</source>
        <translation>Application (F11)</translation>
    </message>
    <message>
        <source>庫存 (Ctrl+F11)</source>
        <translation>Stock (Ctrl+F11)</translation>
    </message>
    <message>
        <source>上一步 (Esc)</source>
        <translation>Back (Esc)</translation>
    </message>
    <message>
        <source>帶出 (F12)</source>
        <translation>Take along (F12)</translation>
    </message>
    <message>
        <source>目前沒有帶出的空白卡。</source>
        <translation>No blank cards are out.</translation>
    </message>
</context>
<context>
    <name>OversightTask</name>
    <message>
        <source>督導</source>
        <translation>Oversight</translation>
    </message>
    <message>
        <source>Alt+數字 換分頁、F11 重新查詢、S 排序、Esc 回上一步</source>
        <translation>Alt+digit changes the tab, F11 looks again, S sorts, Esc goes back</translation>
    </message>
    <message>
        <source>異常</source>
        <translation>Anomalies</translation>
    </message>
    <message>
        <source>工作站</source>
        <translation>Station</translation>
    </message>
    <message>
        <source>空白卡</source>
        <translation>Blank cards</translation>
    </message>
    <message>
        <source>統計</source>
        <translation>Figures</translation>
    </message>
    <message>
        <source>志工時數</source>
        <translation>Volunteers</translation>
    </message>
    <message>
        <source>報表</source>
        <translation>Reports</translation>
    </message>
</context>
<context>
    <name>PageList</name>
    <message>
        <source>允許的網頁會收到之後感應的讀者證號。選一個網頁按 Enter 允許，或取消允許。</source>
        <translation>A page that is allowed gets the patron numbers of taps from then on. Choose one and press Enter to allow it, or to take that back.</translation>
    </message>
    <message>
        <source>沒有網頁在等。請先在這台電腦打開圖書館的網頁。</source>
        <translation>No page is waiting. Please open the library&apos;s web page on this computer first.</translation>
    </message>
    <message>
        <source>等待允許：按 Enter 允許</source>
        <translation>Waiting: Enter allows it</translation>
    </message>
    <message>
        <source>已允許，連線中</source>
        <translation>Allowed, connected</translation>
    </message>
    <message>
        <source>已允許，沒有連線</source>
        <translation>Allowed, not connected</translation>
    </message>
    <message>
        <source>{state}：按 Enter 取消允許</source>
        <translation>{state}: Enter takes it back</translation>
    </message>
</context>
<context>
    <name>ParticularsStep</name>
    <message>
        <source>姓名（照證件的寫法）</source>
        <translation>Name (as on the document)</translation>
    </message>
    <message>
        <source>身分證或居留證號碼</source>
        <translation>ID or residence number</translation>
    </message>
    <message>
        <source>生日（民國）</source>
        <translation>Birthday (ROC)</translation>
    </message>
    <message>
        <source>行政區（打字或選擇）</source>
        <translation>District (type or choose)</translation>
    </message>
    <message>
        <source>已確認的資格（按數字或空白鍵勾選，Enter 繼續）</source>
        <translation>Confirmed facts (digit or space to tick, Enter to go on)</translation>
    </message>
    <message>
        <source>看可辦的卡別 (Enter)</source>
        <translation>See the card kinds (Enter)</translation>
    </message>
    <message>
        <source>{day}，{age} 歲</source>
        <translation>{day}, age {age}</translation>
    </message>
</context>
<context>
    <name>Passbook</name>
    <message>
        <source>請輸入四位數字，例如 0105。</source>
        <translation>Four digits, such as 0105.</translation>
    </message>
    <message>
        <source>正在查詢存摺…</source>
        <translation>Looking up the passbook…</translation>
    </message>
    <message>
        <source>正在登記時數…</source>
        <translation>Writing the hours down…</translation>
    </message>
    <message>
        <source>要轉給誰？</source>
        <translation>To whom?</translation>
    </message>
    <message>
        <source>請把對方的卡放上讀卡機，要是另一個人的卡。</source>
        <translation>Put the other person&apos;s card on the reader.</translation>
    </message>
    <message>
        <source>請填整數分鐘，例如 90。</source>
        <translation>Whole minutes, such as 90.</translation>
    </message>
    <message>
        <source>最多 {most}。</source>
        <translation>At most {most}.</translation>
    </message>
    <message>
        <source>已存入 {minutes}</source>
        <translation>{minutes} saved</translation>
    </message>
    <message>
        <source>已領回 {minutes}</source>
        <translation>{minutes} taken back</translation>
    </message>
    <message>
        <source>已轉給對方 {minutes}</source>
        <translation>{minutes} handed on</translation>
    </message>
    <message>
        <source>已使用 {minutes}</source>
        <translation>{minutes} used</translation>
    </message>
    <message>
        <source>持卡人生日的月和日（Enter 查詢）</source>
        <translation>The holder&apos;s birthday, month and day (Enter)</translation>
    </message>
    <message>
        <source>四位數字，例如 1 月 5 日輸入 0105。請民眾本人說出。</source>
        <translation>Four digits: 0105 for 5 January. Let the person say them.</translation>
    </message>
    <message>
        <source>服務 {minutes}&#x3000;可動用 {free}&#x3000;已存入 {saved}</source>
        <translation>Served {minutes} · free {free} · saved {saved}</translation>
    </message>
    <message>
        <source>各年的服務時數</source>
        <translation>Hours by year</translation>
    </message>
    <message>
        <source>年</source>
        <translation>Year</translation>
    </message>
    <message>
        <source>機關</source>
        <translation>Agency</translation>
    </message>
    <message>
        <source>時數</source>
        <translation>Hours</translation>
    </message>
    <message>
        <source>次數</source>
        <translation>Uses</translation>
    </message>
    <message>
        <source>時間銀行（按數字選擇）</source>
        <translation>Time bank (choose by digit)</translation>
    </message>
    <message>
        <source>存入</source>
        <translation>Save</translation>
    </message>
    <message>
        <source>領回</source>
        <translation>Take back</translation>
    </message>
    <message>
        <source>轉給別人</source>
        <translation>Hand on</translation>
    </message>
    <message>
        <source>使用</source>
        <translation>Use</translation>
    </message>
    <message>
        <source>轉給末碼 {tail} 的卡。</source>
        <translation>To the card ending in {tail}.</translation>
    </message>
    <message>
        <source>請把對方的卡放上讀卡機。</source>
        <translation>Put the other person&apos;s card on the reader.</translation>
    </message>
    <message>
        <source>分鐘數</source>
        <translation>Minutes</translation>
    </message>
    <message>
        <source>登記 (F12)</source>
        <translation>Write it down (F12)</translation>
    </message>
    <message>
        <source>存摺要在櫃檯查：這裡沒有櫃檯的權限。</source>
        <translation>Passbooks are looked up at counters; this station is none.</translation>
    </message>
    <message>
        <source>末碼 {tail} 的卡</source>
        <translation>Card ending in {tail}</translation>
    </message>
    <message>
        <source>&#x3000;本市沒有時間銀行，時數不能存入或轉給別人。</source>
        <translation>. The city has no time bank: hours cannot be saved or handed on.</translation>
    </message>
    <message>
        <source>{title}。{what}</source>
        <translation>{title}. {what}</translation>
    </message>
    <message>
        <source>請把志工的卡放上讀卡機。</source>
        <translation>Put the volunteer&apos;s card on the reader.</translation>
    </message>
    <message>
        <source>末碼 {tail} 的卡，請輸入持卡人的生日。</source>
        <translation>Card ending in {tail}: enter the holder&apos;s birthday.</translation>
    </message>
</context>
<context>
    <name>People</name>
    <message>
        <source>交付：民眾領走這張卡</source>
        <translation>Hand over: the person takes the card</translation>
    </message>
    <message>
        <source>掛失：卡片遺失，所有服務立刻停用</source>
        <translation>Report loss: every service stops at once</translation>
    </message>
    <message>
        <source>尋獲：回到遺失以前的狀態</source>
        <translation>Found: as it was before its loss</translation>
    </message>
    <message>
        <source>撤銷掛失：掛失到別人的卡</source>
        <translation>Undo loss: the wrong card was reported</translation>
    </message>
    <message>
        <source>停用：暫停使用</source>
        <translation>Suspend: not usable for now</translation>
    </message>
    <message>
        <source>復用：解除停用</source>
        <translation>Reinstate: usable again</translation>
    </message>
    <message>
        <source>繳回：收回卡片，以後不能再用</source>
        <translation>Take back: the card is never used again</translation>
    </message>
    <message>
        <source>展期：延長使用期限</source>
        <translation>Renew: valid for another term</translation>
    </message>
    <message>
        <source>解除綁定：不再是市民卡</source>
        <translation>Unbind: no city card any more</translation>
    </message>
    <message>
        <source>補發：換一張新卡，點數和儲值一起移過去</source>
        <translation>Replace: a new card, points and value go with it</translation>
    </message>
    <message>
        <source>發卡</source>
        <translation>Issue</translation>
    </message>
    <message>
        <source>確認</source>
        <translation>Confirm</translation>
    </message>
    <message>
        <source>到期</source>
        <translation>Expired</translation>
    </message>
    <message>
        <source>交付</source>
        <translation>Hand over</translation>
    </message>
    <message>
        <source>掛失</source>
        <translation>Report lost</translation>
    </message>
    <message>
        <source>尋獲</source>
        <translation>Found</translation>
    </message>
    <message>
        <source>撤銷掛失</source>
        <translation>Undo loss</translation>
    </message>
    <message>
        <source>停用</source>
        <translation>Suspend</translation>
    </message>
    <message>
        <source>復用</source>
        <translation>Reinstate</translation>
    </message>
    <message>
        <source>繳回</source>
        <translation>Take back</translation>
    </message>
    <message>
        <source>展期</source>
        <translation>Renew</translation>
    </message>
    <message>
        <source>解除綁定</source>
        <translation>Unbind</translation>
    </message>
    <message>
        <source>補發</source>
        <translation>Replace</translation>
    </message>
    <message>
        <source>民眾洽詢</source>
        <translation>The person asks</translation>
    </message>
    <message>
        <source>辦理卡片</source>
        <translation>Card business</translation>
    </message>
    <message>
        <source>更正資料</source>
        <translation>Correcting data</translation>
    </message>
    <message>
        <source>點數疑義</source>
        <translation>A question about points</translation>
    </message>
    <message>
        <source>綁定的卡片</source>
        <translation>Bound card</translation>
    </message>
    <message>
        <source>自 {day}</source>
        <translation>since {day}</translation>
    </message>
    <message>
        <source>就在讀卡機上</source>
        <translation>on the reader now</translation>
    </message>
    <message>
        <source>{state}（待平台確認）</source>
        <translation>{state} (waiting for the platform)</translation>
    </message>
    <message>
        <source>{count} 張卡</source>
        <translation>{count} cards</translation>
    </message>
    <message>
        <source>民國 {roc} 年（{year}）生</source>
        <translation>born {year} (ROC {roc})</translation>
    </message>
    <message>
        <source>沒有點數</source>
        <translation>No points</translation>
    </message>
    <message>
        <source>待入卡 {amount}</source>
        <translation>{amount} waiting for the card</translation>
    </message>
    <message>
        <source>請本人抄下，{until} 前在自助機放上新卡，按「加進我的帳戶」輸入。只能用一次。</source>
        <translation>Let them write it down. Before {until} they lay the new card on a kiosk, press &quot;Add this card&quot; and type it. Good once.</translation>
    </message>
    <message>
        <source>加卡代碼 {code}</source>
        <translation>Code for adding a card {code}</translation>
    </message>
    <message>
        <source>{act}已記錄，等待平台確認</source>
        <translation>{act}: recorded, waiting for the platform</translation>
    </message>
    <message>
        <source>現在連不上平台。本站已經照這樣處理，連線後會自動送出。</source>
        <translation>The platform cannot be reached now. This station already acts by it, and sends it by itself later.</translation>
    </message>
    <message>
        <source>{act}完成</source>
        <translation>{act}: done</translation>
    </message>
    <message>
        <source>卡片現在是「{state}」。</source>
        <translation>The card is now: {state}.</translation>
    </message>
    <message>
        <source>平台沒有照{act}處理</source>
        <translation>{act}: the platform did not carry it out</translation>
    </message>
    <message>
        <source>工本費</source>
        <translation>Fee</translation>
    </message>
    <message>
        <source>新卡的待入卡</source>
        <translation>Waiting for the new card</translation>
    </message>
    <message>
        <source>{count} 筆</source>
        <translation>{count}</translation>
    </message>
    <message>
        <source>舊卡未完成儲值</source>
        <translation>Old card&apos;s unfinished loads</translation>
    </message>
    <message>
        <source>{amount}，各站回報後由主管移轉</source>
        <translation>{amount}; a supervisor moves it once every station has reported</translation>
    </message>
    <message>
        <source>舊卡裡的錢</source>
        <translation>On the old card</translation>
    </message>
    <message>
        <source>已取消</source>
        <translation>Undone</translation>
    </message>
    <message>
        <source>還剩 {points}</source>
        <translation>{points} left</translation>
    </message>
    <message>
        <source>、</source>
        <translation>, </translation>
    </message>
</context>
<context>
    <name>PeopleForm</name>
    <message>
        <source>查詢中…</source>
        <translation>Looking up…</translation>
    </message>
    <message>
        <source>還有更多同名的人</source>
        <translation>More people have this name</translation>
    </message>
    <message>
        <source>請改用證件號碼或卡片查詢。</source>
        <translation>Please look up by number or card instead.</translation>
    </message>
    <message>
        <source>處理中…</source>
        <translation>Working…</translation>
    </message>
    <message>
        <source>每次查閱都要選事由，會留下紀錄。</source>
        <translation>Every look-up needs a reason, which is kept.</translation>
    </message>
    <message>
        <source>有好幾個人。選一個 (Enter)，Esc 回查詢。</source>
        <translation>Several people. Choose one (Enter), Esc: back to the search.</translation>
    </message>
    <message>
        <source>選卡片或要辦的事 (數字或上下鍵，Enter)。F11 換人。</source>
        <translation>Choose a card or what to do (digit or arrows, Enter). F11: next person.</translation>
    </message>
    <message>
        <source>Esc 回這個人，F11 換人。</source>
        <translation>Esc: back to the person, F11: next person.</translation>
    </message>
    <message>
        <source>Esc 回這張卡。補發之後舊卡不能再用。</source>
        <translation>Esc: back to the card. The old card cannot be used afterwards.</translation>
    </message>
    <message>
        <source>Esc 上一步。送出前會先列出更改內容。</source>
        <translation>Esc: back. The changes are listed before they are sent.</translation>
    </message>
    <message>
        <source>Esc 上一步。要兩個人：您填寫，另一位主管核可。</source>
        <translation>Esc: back. Two people: you fill it in, a supervisor approves.</translation>
    </message>
    <message>
        <source>民眾與卡片</source>
        <translation>People and cards</translation>
    </message>
    <message>
        <source>上一步 (Esc)</source>
        <translation>Back (Esc)</translation>
    </message>
</context>
<context>
    <name>PeopleSearch</name>
    <message>
        <source>請先選擇查閱事由；會留下紀錄，民眾自己看得到。</source>
        <translation>Please choose the reason first; it is kept, and the person can read it.</translation>
    </message>
    <message>
        <source>為什麼要查（按數字選擇，Enter 繼續）</source>
        <translation>Why the record is opened (choose by digit, Enter goes on)</translation>
    </message>
    <message>
        <source>其他，請寫明</source>
        <translation>Other, in words</translation>
    </message>
    <message>
        <source>事由</source>
        <translation>Reason</translation>
    </message>
    <message>
        <source>民眾可以查到誰、為什麼看過自己的資料。請不要寫個人資料。</source>
        <translation>People can see who has read their data and why. Please write nothing personal.</translation>
    </message>
    <message>
        <source>身分證或居留證號碼，或完整姓名</source>
        <translation>ID or residence number, or the full name</translation>
    </message>
    <message>
        <source>異體字會一起找。也可以不打字，把民眾的卡片放到讀卡機上。</source>
        <translation>Variant characters are found, too. Or type nothing and put the person&apos;s card on the reader.</translation>
    </message>
    <message>
        <source>查詢 (Enter)</source>
        <translation>Look up (Enter)</translation>
    </message>
</context>
<context>
    <name>PeopleTask</name>
    <message>
        <source>查詢中…</source>
        <translation>Looking up…</translation>
    </message>
    <message>
        <source>處理中…</source>
        <translation>Working…</translation>
    </message>
    <message>
        <source>NT${ntd} 已成為新卡的待入卡</source>
        <translation>NT${ntd} waits for the new card now</translation>
    </message>
    <message>
        <source>補發中，請不要拿開卡片</source>
        <translation>Replacing, please leave the card there</translation>
    </message>
    <message>
        <source>舊卡</source>
        <translation>Old card</translation>
    </message>
    <message>
        <source>新卡</source>
        <translation>New card</translation>
    </message>
    <message>
        <source>回到這位民眾 (F7)</source>
        <translation>Back to this person (F7)</translation>
    </message>
    <message>
        <source>更正中…</source>
        <translation>Correcting…</translation>
    </message>
    <message>
        <source>資料已經更正</source>
        <translation>The data are corrected</translation>
    </message>
    <message>
        <source>重新查詢就會看到新的資料。</source>
        <translation>Look the person up again to see them.</translation>
    </message>
    <message>
        <source>和原來一樣，沒有更正</source>
        <translation>The same as before, nothing was corrected</translation>
    </message>
    <message>
        <source>請主管再輸入一次密碼，再按核可。</source>
        <translation>Please have the supervisor type the PIN once more and approve again.</translation>
    </message>
    <message>
        <source>點數已經更正</source>
        <translation>The points are corrected</translation>
    </message>
    <message>
        <source>兩個人的名字和原因都留在紀錄裡。</source>
        <translation>Both names and the reason are on record.</translation>
    </message>
</context>
<context>
    <name>PersonPage</name>
    <message>
        <source>再綁一張卡</source>
        <translation>Bind another card</translation>
    </message>
    <message>
        <source>民眾自己的另一張卡（多卡歸戶），不必再放原來的卡</source>
        <translation>Another card of the person&apos;s own; theirs need not lie here</translation>
    </message>
    <message>
        <source>更正個人資料</source>
        <translation>Correct personal data</translation>
    </message>
    <message>
        <source>要看證件；先顯示更改內容再送出</source>
        <translation>With the document; changes are shown before they are sent</translation>
    </message>
    <message>
        <source>更正點數</source>
        <translation>Correct points</translation>
    </message>
    <message>
        <source>兩個人：承辦填寫，主管放卡片並輸入密碼核可</source>
        <translation>Two people: a clerk fills it in, a supervisor approves with card and PIN</translation>
    </message>
    <message>
        <source>兌換、儲值與未完成儲值 (F6)</source>
        <translation>Redeem, load, unfinished loads (F6)</translation>
    </message>
    <message>
        <source>到儲值與查詢辦理</source>
        <translation>Done at &quot;Load and look up&quot;</translation>
    </message>
    <message>
        <source>離線：只有讀卡機上這張卡的資料，姓名和其他卡片要連線才看得到。</source>
        <translation>Offline: only the card on the reader; name and other cards need the network.</translation>
    </message>
    <message>
        <source>已登記的持卡人</source>
        <translation>Registered holder</translation>
    </message>
    <message>
        <source>看全名與證號 (F7)</source>
        <translation>Show full name and number (F7)</translation>
    </message>
</context>
<context>
    <name>PersonPart</name>
    <message>
        <source>姓名（照證件的寫法）</source>
        <translation>Name (as on the document)</translation>
    </message>
    <message>
        <source>身分證或居留證號碼</source>
        <translation>ID or residence number</translation>
    </message>
</context>
<context>
    <name>PhotoStep</name>
    <message>
        <source>選擇照片</source>
        <translation>Choose a photo</translation>
    </message>
    <message>
        <source>照片 (*.jpg *.jpeg *.png *.bmp *.webp *.tif *.tiff)</source>
        <translation>Photos (*.jpg *.jpeg *.png *.bmp *.webp *.tif *.tiff)</translation>
    </message>
    <message>
        <source>所有檔案 (*)</source>
        <translation>All files (*)</translation>
    </message>
    <message>
        <source>讓臉填滿虛線的圈。</source>
        <translation>Let the face fill the dashed oval.</translation>
    </message>
    <message>
        <source>拍照或選擇照片檔；頭頂到下巴對準虛線的圈。</source>
        <translation>Take or choose a photo; bring crown and chin to the dashed oval.</translation>
    </message>
    <message>
        <source>重拍 (空白鍵)</source>
        <translation>Take again (Space)</translation>
    </message>
    <message>
        <source>拍照 (空白鍵)</source>
        <translation>Take (Space)</translation>
    </message>
    <message>
        <source>選擇檔案 (O)</source>
        <translation>Choose a file (O)</translation>
    </message>
    <message>
        <source>方向鍵移動，＋ 與 － 放大縮小，Enter 用這張。</source>
        <translation>Arrows move, + and − zoom, Enter uses it.</translation>
    </message>
    <message>
        <source>照片</source>
        <translation>Photo</translation>
    </message>
    <message>
        <source>用這張照片 (Enter)</source>
        <translation>Use this photo (Enter)</translation>
    </message>
</context>
<context>
    <name>PinChange</name>
    <message>
        <source>請輸入現在的密碼。</source>
        <translation>Please enter your present PIN.</translation>
    </message>
    <message>
        <source>新密碼要 {least} 到 {most} 個數字。</source>
        <translation>The new PIN needs {least} to {most} digits.</translation>
    </message>
    <message>
        <source>新密碼要和現在的不同。</source>
        <translation>The new PIN has to be another one.</translation>
    </message>
    <message>
        <source>兩次輸入的新密碼不一樣，請再輸入一次。</source>
        <translation>The two new PINs differ; please enter it again.</translation>
    </message>
    <message>
        <source>主管要求您先換一組密碼。換好後會接著做剛才的工作，之後登入就用新密碼。</source>
        <translation>A supervisor wants you to choose another PIN first. Your work then goes on; sign in with the new PIN from then on.</translation>
    </message>
    <message>
        <source>現在的密碼（數字）</source>
        <translation>Present PIN (digits)</translation>
    </message>
    <message>
        <source>新密碼（4 到 12 個數字）</source>
        <translation>New PIN (4 to 12 digits)</translation>
    </message>
    <message>
        <source>再輸入一次新密碼</source>
        <translation>New PIN again</translation>
    </message>
    <message>
        <source>換成新密碼 (Enter)</source>
        <translation>Change the PIN (Enter)</translation>
    </message>
</context>
<context>
    <name>PinGate</name>
    <message>
        <source>這裡要向中央平台查詢。請再輸入一次您的密碼。</source>
        <translation>This is asked of the central platform. Please type your PIN once more.</translation>
    </message>
    <message>
        <source>密碼（數字）</source>
        <translation>PIN (digits)</translation>
    </message>
    <message>
        <source>繼續</source>
        <translation>Continue</translation>
    </message>
</context>
<context>
    <name>PinScreen</name>
    <message>
        <source>請等 {seconds} 秒後再輸入。</source>
        <translation>Wait {seconds} seconds, then try again.</translation>
    </message>
    <message>
        <source>請再輸入一次。</source>
        <translation>Please try again.</translation>
    </message>
    <message>
        <source>密碼（數字）</source>
        <translation>PIN (digits)</translation>
    </message>
    <message>
        <source>可以輸入密碼了</source>
        <translation>You can enter the PIN now</translation>
    </message>
</context>
<context>
    <name>PointsPage</name>
    <message>
        <source>請選擇要取消還是改點數。</source>
        <translation>Please choose: cancel it, or change the points.</translation>
    </message>
    <message>
        <source>請選擇是哪一種點數。</source>
        <translation>Please choose the kind of points.</translation>
    </message>
    <message>
        <source>請輸入正確的點數，和原來的不同，至少 1 點。</source>
        <translation>Please enter the right number, other than before, at least 1.</translation>
    </message>
    <message>
        <source>請輸入點數，至少 1 點。</source>
        <translation>Please enter the points, at least 1.</translation>
    </message>
    <message>
        <source>請寫明是哪個機關的哪個活動。</source>
        <translation>Please name the agency and its activity.</translation>
    </message>
    <message>
        <source>請寫下原因。</source>
        <translation>Please write the reason.</translation>
    </message>
    <message>
        <source>補給 {points} {kind}</source>
        <translation>Give {points} {kind}</translation>
    </message>
    <message>
        <source>{old}改成 {new}</source>
        <translation>{old} become {new}</translation>
    </message>
    <message>
        <source>取消 {points}</source>
        <translation>Cancel {points}</translation>
    </message>
    <message>
        <source>活動：{about}</source>
        <translation>Activity: {about}</translation>
    </message>
    <message>
        <source>原因：{reason}</source>
        <translation>Reason: {reason}</translation>
    </message>
    <message>
        <source>補給沒有給到的點數</source>
        <translation>Give points that were missed</translation>
    </message>
    <message>
        <source>要寫明機關、活動和原因</source>
        <translation>Needs agency, activity and reason</translation>
    </message>
    <message>
        <source>要怎麼更正（按數字選擇，Enter 繼續）</source>
        <translation>How to correct it (choose by digit, Enter goes on)</translation>
    </message>
    <message>
        <source>取消這筆</source>
        <translation>Cancel it</translation>
    </message>
    <message>
        <source>改成正確的點數</source>
        <translation>Change the points</translation>
    </message>
    <message>
        <source>哪一種點數</source>
        <translation>Kind of points</translation>
    </message>
    <message>
        <source>正確的點數</source>
        <translation>The right number of points</translation>
    </message>
    <message>
        <source>給點機關</source>
        <translation>Agency that gives</translation>
    </message>
    <message>
        <source>活動</source>
        <translation>Activity</translation>
    </message>
    <message>
        <source>原因</source>
        <translation>Reason</translation>
    </message>
    <message>
        <source>會永久留在紀錄裡，民眾也看得到。</source>
        <translation>It stays on record for good, and the person can read it.</translation>
    </message>
    <message>
        <source>請主管核可 (F12)</source>
        <translation>Ask a supervisor to approve (F12)</translation>
    </message>
</context>
<context>
    <name>QueueList</name>
    <message>
        <source>已感應 {all} 人，{found} 個證號</source>
        <translation>{all} tapped, {found} numbers</translation>
    </message>
    <message>
        <source>請排隊的讀者依序感應。</source>
        <translation>Please have the readers in the queue tap one after the other.</translation>
    </message>
    <message>
        <source>✕ {why}</source>
        <translation>✕ {why}</translation>
    </message>
</context>
<context>
    <name>ReplacePage</name>
    <message>
        <source>請選擇為什麼要補發。</source>
        <translation>Please choose why it is replaced.</translation>
    </message>
    <message>
        <source>請選擇新卡是哪一家的。</source>
        <translation>Please choose the new card&apos;s company.</translation>
    </message>
    <message>
        <source>請放上新的空白卡，完成前不要拿開。</source>
        <translation>Please put the new blank card down and leave it there until it is done.</translation>
    </message>
    <message>
        <source>補發 {card}，工本費 {fee}。點數和待入卡會移到新卡，舊卡以後不能再用。</source>
        <translation>Replace {card}, fee {fee}. Points and waiting value go to the new card; the old one is never used again.</translation>
    </message>
    <message>
        <source>為什麼補發（按數字選擇，Enter 繼續）</source>
        <translation>Why it is replaced (choose by digit, Enter goes on)</translation>
    </message>
    <message>
        <source>遺失</source>
        <translation>Lost</translation>
    </message>
    <message>
        <source>毀損</source>
        <translation>Broken</translation>
    </message>
    <message>
        <source>其他</source>
        <translation>Other</translation>
    </message>
    <message>
        <source>新卡是哪一家的</source>
        <translation>The new card&apos;s company</translation>
    </message>
    <message>
        <source>補發這張新卡 (F12)</source>
        <translation>Replace with this card (F12)</translation>
    </message>
</context>
<context>
    <name>ReportPage</name>
    <message>
        <source>第 {page} 頁，共 {pages} 頁</source>
        <translation>Page {page} of {pages}</translation>
    </message>
    <message>
        <source>這段期間沒有資料。</source>
        <translation>Nothing in this period.</translation>
    </message>
    <message>
        <source>正在排版：{done}／{total} 列（Esc 取消）</source>
        <translation>Setting the pages: {done} of {total} rows (Esc cancels)</translation>
    </message>
    <message>
        <source>正在製作報表…（Esc 取消）</source>
        <translation>Making the report… (Esc cancels)</translation>
    </message>
    <message>
        <source>報表已存檔</source>
        <translation>The report is saved</translation>
    </message>
    <message>
        <source>結束日在開始日之前。</source>
        <translation>The last day is before the first.</translation>
    </message>
    <message>
        <source>這份報表有個人資料，請寫用途，會留下紀錄。</source>
        <translation>This report is about people: write what it is for; it stays on record.</translation>
    </message>
    <message>
        <source>期間：{first} 至 {last}</source>
        <translation>From {first} to {last}</translation>
    </message>
    <message>
        <source>製表：{day}</source>
        <translation>Made on {day}</translation>
    </message>
    <message>
        <source>用途：{reason}</source>
        <translation>For: {reason}</translation>
    </message>
    <message>
        <source>請寫成 115/12/05。</source>
        <translation>Write it as 115/12/05.</translation>
    </message>
    <message>
        <source>報表存到哪個資料夾</source>
        <translation>Folder for reports</translation>
    </message>
    <message>
        <source>集點清單</source>
        <translation>List of awards</translation>
    </message>
    <message>
        <source>簽到名單</source>
        <translation>List of attendance</translation>
    </message>
    <message>
        <source>志願服務時數</source>
        <translation>Volunteers&apos; hours</translation>
    </message>
    <message>
        <source>兌點統計表</source>
        <translation>Redemptions</translation>
    </message>
    <message>
        <source>點數核銷</source>
        <translation>Points account</translation>
    </message>
    <message>
        <source>清分帳</source>
        <translation>Settlement</translation>
    </message>
    <message>
        <source>日結</source>
        <translation>Daily close</translation>
    </message>
    <message>
        <source>哪一份報表（按數字選擇）</source>
        <translation>Which report (choose by digit)</translation>
    </message>
    <message>
        <source>檔案格式</source>
        <translation>File</translation>
    </message>
    <message>
        <source>從哪一天</source>
        <translation>From</translation>
    </message>
    <message>
        <source>到哪一天（含當天）</source>
        <translation>To (that day included)</translation>
    </message>
    <message>
        <source>用途（有個人資料，會留下紀錄）</source>
        <translation>What it is for (it is about people; stays on record)</translation>
    </message>
    <message>
        <source>存到：{folder}</source>
        <translation>Saved in: {folder}</translation>
    </message>
    <message>
        <source>換資料夾</source>
        <translation>Other folder</translation>
    </message>
    <message>
        <source>製作並存檔 (F12)</source>
        <translation>Make and save it (F12)</translation>
    </message>
</context>
<context>
    <name>ResultView</name>
    <message>
        <source>查詢代碼的 QR 碼</source>
        <translation>QR code of the recovery code</translation>
    </message>
    <message>
        <source>下一位 (Enter)</source>
        <translation>Next person (Enter)</translation>
    </message>
    <message>
        <source>卡片先不能使用</source>
        <translation>The card cannot be used yet</translation>
    </message>
    <message>
        <source>原因：{title}。{what}</source>
        <translation>Reason: {title}. {what}</translation>
    </message>
</context>
<context>
    <name>ReviewCase</name>
    <message>
        <source>請選擇。</source>
        <translation>Choose one.</translation>
    </message>
    <message>
        <source>請寫理由，申請人看得到。</source>
        <translation>Write the reason; the applicant can read it.</translation>
    </message>
    <message>
        <source>正在送出…</source>
        <translation>Sending…</translation>
    </message>
    <message>
        <source>已核准 {receipt}</source>
        <translation>{receipt} approved</translation>
    </message>
    <message>
        <source>已請 {receipt} 的申請人補件</source>
        <translation>The applicant of {receipt} is asked for what is missing</translation>
    </message>
    <message>
        <source>已拒絕 {receipt}</source>
        <translation>{receipt} refused</translation>
    </message>
    <message>
        <source>案件目前：{state}</source>
        <translation>It is now: {state}</translation>
    </message>
    <message>
        <source>真的要拒絕這件申辦嗎？</source>
        <translation>Really refuse this application?</translation>
    </message>
    <message>
        <source>送出後不能收回，申請人會收到通知。要拒絕請再按一次。</source>
        <translation>It cannot be taken back, and the applicant is told. To refuse, press once more.</translation>
    </message>
    <message>
        <source>正在取得文件…</source>
        <translation>Fetching the document…</translation>
    </message>
    <message>
        <source>本機關的審查結果（按數字選擇）</source>
        <translation>Your agency&apos;s word (choose by digit)</translation>
    </message>
    <message>
        <source>核准</source>
        <translation>Approve</translation>
    </message>
    <message>
        <source>補正：請申請人補件</source>
        <translation>Ask for what is missing</translation>
    </message>
    <message>
        <source>不核准</source>
        <translation>Refuse</translation>
    </message>
    <message>
        <source>要補的文件</source>
        <translation>Documents that are missing</translation>
    </message>
    <message>
        <source>理由（申請人看得到）</source>
        <translation>Reason (the applicant can read it)</translation>
    </message>
    <message>
        <source>送出審查結果 (F12)</source>
        <translation>Send your word (F12)</translation>
    </message>
    <message>
        <source>不核准，不能收回</source>
        <translation>Refuse for good</translation>
    </message>
    <message>
        <source>{name}：櫃檯已看正本，沒有影本</source>
        <translation>{name}: seen on paper, no copy</translation>
    </message>
    <message>
        <source>看{name} (F7)</source>
        <translation>Look at {name} (F7)</translation>
    </message>
    <message>
        <source>選一份文件，就在這裡放大看。</source>
        <translation>Choose a document to look at it here.</translation>
    </message>
    <message>
        <source>這件沒有本機關可看的影本。</source>
        <translation>There is no copy that your agency may see.</translation>
    </message>
</context>
<context>
    <name>Reviews</name>
    <message>
        <source>草稿</source>
        <translation>Draft</translation>
    </message>
    <message>
        <source>已收件</source>
        <translation>Received</translation>
    </message>
    <message>
        <source>查核戶籍</source>
        <translation>Household check</translation>
    </message>
    <message>
        <source>查核身分</source>
        <translation>Status check</translation>
    </message>
    <message>
        <source>等待補正</source>
        <translation>Something is missing</translation>
    </message>
    <message>
        <source>已分派</source>
        <translation>Sent to the agencies</translation>
    </message>
    <message>
        <source>其他機關審查中</source>
        <translation>Other agencies are reviewing</translation>
    </message>
    <message>
        <source>已核准，等待製卡</source>
        <translation>Approved, card to be made</translation>
    </message>
    <message>
        <source>製卡中</source>
        <translation>Card being made</translation>
    </message>
    <message>
        <source>可領卡</source>
        <translation>Card ready</translation>
    </message>
    <message>
        <source>已領卡</source>
        <translation>Collected</translation>
    </message>
    <message>
        <source>已拒絕</source>
        <translation>Refused</translation>
    </message>
    <message>
        <source>已撤回</source>
        <translation>Withdrawn</translation>
    </message>
    <message>
        <source>照片</source>
        <translation>Photo</translation>
    </message>
    <message>
        <source>、</source>
        <translation>, </translation>
    </message>
    <message>
        <source>{fact}（已查核）</source>
        <translation>{fact} (confirmed)</translation>
    </message>
    <message>
        <source>收件編號</source>
        <translation>Receipt number</translation>
    </message>
    <message>
        <source>審查期限</source>
        <translation>To be reviewed by</translation>
    </message>
    <message>
        <source>{day}（已逾期）</source>
        <translation>{day} (overdue)</translation>
    </message>
    <message>
        <source>案件目前</source>
        <translation>State</translation>
    </message>
    <message>
        <source>卡別</source>
        <translation>Card kind</translation>
    </message>
    <message>
        <source>姓名</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>證號</source>
        <translation>ID number</translation>
    </message>
    <message>
        <source>生日</source>
        <translation>Birthday</translation>
    </message>
    <message>
        <source>行政區</source>
        <translation>District</translation>
    </message>
    <message>
        <source>地址</source>
        <translation>Address</translation>
    </message>
    <message>
        <source>電子郵件</source>
        <translation>E-mail</translation>
    </message>
    <message>
        <source>電話</source>
        <translation>Telephone</translation>
    </message>
    <message>
        <source>身分</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>{label}：{value}</source>
        <translation>{label}: {value}</translation>
    </message>
</context>
<context>
    <name>ReviewsTask</name>
    <message>
        <source>審查申辦</source>
        <translation>Reviewing applications</translation>
    </message>
    <message>
        <source>正在查詢申辦案件…</source>
        <translation>Looking up applications…</translation>
    </message>
    <message>
        <source>請寫查閱事由，會留下紀錄，本人看得到。</source>
        <translation>Write why you look; it stays on record, and the person can read it.</translation>
    </message>
    <message>
        <source>正在開啟案件…</source>
        <translation>Opening…</translation>
    </message>
    <message>
        <source>Enter 開啟、Alt+數字 換清單、F11 重新查詢、S 排序</source>
        <translation>Enter opens, Alt+digit changes the list, F11 looks again, S sorts</translation>
    </message>
    <message>
        <source>數字選擇、F12 送出、F7 看下一份文件、Esc 回清單</source>
        <translation>Digits choose, F12 sends, F7 shows the next document, Esc goes back to the list</translation>
    </message>
    <message>
        <source>申辦審查</source>
        <translation>Reviews</translation>
    </message>
    <message>
        <source>回清單 (Esc)</source>
        <translation>Back to the list (Esc)</translation>
    </message>
    <message>
        <source>待審查</source>
        <translation>To review</translation>
    </message>
    <message>
        <source>等補件</source>
        <translation>Waiting for papers</translation>
    </message>
    <message>
        <source>已核准</source>
        <translation>Approved</translation>
    </message>
    <message>
        <source>已拒絕</source>
        <translation>Refused</translation>
    </message>
    <message>
        <source>查閱事由（會留下紀錄，本人看得到）</source>
        <translation>Why you look (stays on record, the person can read it)</translation>
    </message>
    <message>
        <source>申辦案件</source>
        <translation>Applications</translation>
    </message>
    <message>
        <source>期限</source>
        <translation>Due</translation>
    </message>
    <message>
        <source>收件編號</source>
        <translation>Receipt number</translation>
    </message>
    <message>
        <source>卡別</source>
        <translation>Card kind</translation>
    </message>
    <message>
        <source>申請人</source>
        <translation>Applicant</translation>
    </message>
    <message>
        <source>已逾期&#x3000;{day}</source>
        <translation>Overdue, {day}</translation>
    </message>
</context>
<context>
    <name>RosterPart</name>
    <message>
        <source>選擇報名名單</source>
        <translation>Choose a registration list</translation>
    </message>
    <message>
        <source>名單 (*.csv *.xlsx)</source>
        <translation>Lists (*.csv *.xlsx)</translation>
    </message>
    <message>
        <source>正在匯入 {name}…（Esc 不等了）</source>
        <translation>Taking in {name}… (Esc stops waiting)</translation>
    </message>
    <message>
        <source>有 {count} 列有問題，列在下面。</source>
        <translation>{count} rows are faulty; they stand below.</translation>
    </message>
    <message>
        <source>沒有匯入任何人</source>
        <translation>Nobody was registered</translation>
    </message>
    <message>
        <source>修正檔案後再匯入一次。</source>
        <translation>Correct the file and take it in again.</translation>
    </message>
    <message>
        <source>已報名 {registered} 人、候補 {waiting} 人、原本就在名單上 {already} 人</source>
        <translation>{registered} registered, {waiting} waiting, {already} on the list before</translation>
    </message>
    <message>
        <source>正在查詢名單…</source>
        <translation>Looking up the list…</translation>
    </message>
    <message>
        <source>匯入名單檔 (F12)</source>
        <translation>Take in a file (F12)</translation>
    </message>
    <message>
        <source>有問題的列略過，其他照樣匯入</source>
        <translation>Pass over faulty rows, take in the others</translation>
    </message>
    <message>
        <source>報名名單</source>
        <translation>Registration list</translation>
    </message>
    <message>
        <source>順序</source>
        <translation>No.</translation>
    </message>
    <message>
        <source>姓名</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>報名</source>
        <translation>Registered</translation>
    </message>
    <message>
        <source>到場</source>
        <translation>Came</translation>
    </message>
    <message>
        <source>有問題的列</source>
        <translation>Faulty rows</translation>
    </message>
    <message>
        <source>列</source>
        <translation>Row</translation>
    </message>
    <message>
        <source>欄位</source>
        <translation>Column</translation>
    </message>
    <message>
        <source>問題</source>
        <translation>Problem</translation>
    </message>
    <message>
        <source>怎麼辦</source>
        <translation>What to do</translation>
    </message>
    <message>
        <source>整列</source>
        <translation>Whole row</translation>
    </message>
    <message>
        <source>已報名</source>
        <translation>Registered</translation>
    </message>
    <message>
        <source>候補</source>
        <translation>Waiting</translation>
    </message>
    <message>
        <source>已到</source>
        <translation>Came</translation>
    </message>
</context>
<context>
    <name>Scopes</name>
    <message>
        <source>申請</source>
        <translation>Apply</translation>
    </message>
    <message>
        <source>領取卡片</source>
        <translation>Collect the card</translation>
    </message>
    <message>
        <source>綁卡</source>
        <translation>Bind a card</translation>
    </message>
    <message>
        <source>補發</source>
        <translation>Replace</translation>
    </message>
    <message>
        <source>掛失</source>
        <translation>Report lost</translation>
    </message>
    <message>
        <source>變更資料</source>
        <translation>Change particulars</translation>
    </message>
</context>
<context>
    <name>SecondPerson</name>
    <message>
        <source>這是您自己的工作證。要由另一位主管核可。</source>
        <translation>This is your own staff card. Another supervisor has to approve.</translation>
    </message>
    <message>
        <source>{what}。請另一位主管把工作證放到讀卡機上，輸入自己的密碼核可。</source>
        <translation>{what}. Another supervisor, please put your staff card on the reader and enter your own PIN.</translation>
    </message>
    <message>
        <source>主管的密碼（數字）</source>
        <translation>Supervisor&apos;s PIN (digits)</translation>
    </message>
    <message>
        <source>核可並更正 (Enter)</source>
        <translation>Approve and correct (Enter)</translation>
    </message>
</context>
<context>
    <name>SeedForm</name>
    <message>
        <source>請填公開號碼。</source>
        <translation>Enter the public number.</translation>
    </message>
    <message>
        <source>請寫在哪裡可以查到。</source>
        <translation>Write where it can be looked up.</translation>
    </message>
    <message>
        <source>請寫日期和時間，例如 115/12/05 20:30。</source>
        <translation>Write day and time, such as 115/12/05 20:30.</translation>
    </message>
    <message>
        <source>開出的號碼（照公布的寫法和順序）</source>
        <translation>Number as published, in its order</translation>
    </message>
    <message>
        <source>開出的日期和時間</source>
        <translation>Day and time it was drawn</translation>
    </message>
    <message>
        <source>例如 115/12/05 20:30</source>
        <translation>Such as 115/12/05 20:30</translation>
    </message>
    <message>
        <source>在哪裡可以查到</source>
        <translation>Where it can be looked up</translation>
    </message>
</context>
<context>
    <name>SettlePage</name>
    <message>
        <source>卡片沒有回來，要怎麼裁定？（按數字選擇）</source>
        <translation>The card has not come back. What is decided? (digit chooses)</translation>
    </message>
    <message>
        <source>視為已存進卡片：點數扣除，不退回</source>
        <translation>It counts as loaded: the points are spent</translation>
    </message>
    <message>
        <source>視為沒有存進卡片：點數退回給持卡人</source>
        <translation>It counts as not loaded: the holder gets the points back</translation>
    </message>
    <message>
        <source>理由</source>
        <translation>Reason</translation>
    </message>
    <message>
        <source>會永久留在紀錄裡。請不要寫姓名、證號或電話。</source>
        <translation>It stays on record for good. No names, ID numbers or telephone numbers, please.</translation>
    </message>
    <message>
        <source>下一步</source>
        <translation>Next</translation>
    </message>
    <message>
        <source>回去修改 (Esc)</source>
        <translation>Back to change it (Esc)</translation>
    </message>
    <message>
        <source>裁定：已存進卡片</source>
        <translation>Decide: it is on the card</translation>
    </message>
    <message>
        <source>裁定：沒有存進卡片</source>
        <translation>Decide: it is not on the card</translation>
    </message>
    <message>
        <source>請選擇怎麼裁定。</source>
        <translation>Please choose what is decided.</translation>
    </message>
    <message>
        <source>請寫下理由，至少 {count} 個字。</source>
        <translation>Please write down the reason, at least {count} characters.</translation>
    </message>
    <message>
        <source>{points}會扣除，不再退回。如果卡片裡其實沒有這筆錢，持卡人會少拿 NT${ntd}。</source>
        <translation>{points} are spent for good. Should the card not have the money after all, the holder is NT${ntd} short. </translation>
    </message>
    <message>
        <source>{points}會退回給持卡人。如果卡片裡其實已有這筆錢，本市會多付 NT${ntd}。</source>
        <translation>{points} go back to the holder. Should the card have the money after all, the city pays NT${ntd} too much. </translation>
    </message>
    <message>
        <source>裁定後不能更改，會記下您的姓名、時間和理由。</source>
        <translation>A decision cannot be changed; your name, the time and the reason are recorded.</translation>
    </message>
    <message>
        <source>請再確認一次</source>
        <translation>Please confirm once more</translation>
    </message>
</context>
<context>
    <name>Shift</name>
    <message>
        <source>班別</source>
        <translation>Shift</translation>
    </message>
    <message>
        <source>{name} 班</source>
        <translation>Shift {name}</translation>
    </message>
    <message>
        <source>開班</source>
        <translation>Opened</translation>
    </message>
    <message>
        <source>結班</source>
        <translation>Closed</translation>
    </message>
    <message>
        <source>其他卡別</source>
        <translation>Other kinds</translation>
    </message>
    <message>
        <source>發卡：{kind}</source>
        <translation>Cards: {kind}</translation>
    </message>
    <message>
        <source>發卡</source>
        <translation>Cards</translation>
    </message>
    <message>
        <source>{amount}（收據 {count} 張）</source>
        <translation>{amount} ({count} receipts)</translation>
    </message>
    <message>
        <source>{count} 筆，{amount}</source>
        <translation>{count}, {amount}</translation>
    </message>
    <message>
        <source>補發</source>
        <translation>Replace</translation>
    </message>
    <message>
        <source>規費</source>
        <translation>Fees</translation>
    </message>
    <message>
        <source>兌點與儲值</source>
        <translation>Redeemed and loaded</translation>
    </message>
    <message>
        <source>應有現金（開班現金加規費）</source>
        <translation>Cash expected (start and fees)</translation>
    </message>
    <message>
        <source>還沒傳到平台</source>
        <translation>Not sent yet</translation>
    </message>
    <message>
        <source>{count} 筆</source>
        <translation>{count}</translation>
    </message>
    <message>
        <source>點收現金</source>
        <translation>Cash counted</translation>
    </message>
    <message>
        <source>差額</source>
        <translation>Difference</translation>
    </message>
    <message>
        <source>相符</source>
        <translation>Agrees</translation>
    </message>
    <message>
        <source>結班表</source>
        <translation>Shift sheet</translation>
    </message>
    <message>
        <source>數字取自本工作站的紀錄。</source>
        <translation>The figures come from this station&apos;s journal.</translation>
    </message>
    <message>
        <source>項目</source>
        <translation>Item</translation>
    </message>
    <message>
        <source>內容</source>
        <translation>Value</translation>
    </message>
    <message>
        <source>第 {page} 頁，共 {pages} 頁</source>
        <translation>Page {page} of {pages}</translation>
    </message>
    <message>
        <source>{count} 張</source>
        <translation>{count} cards</translation>
    </message>
</context>
<context>
    <name>ShiftForm</name>
    <message>
        <source>哪一班（按數字選擇）</source>
        <translation>Which shift (choose by its digit)</translation>
    </message>
    <message>
        <source>{name} 班</source>
        <translation>Shift {name}</translation>
    </message>
    <message>
        <source>開班現金（元，可不填）</source>
        <translation>Cash at the start (NT$, may be left empty)</translation>
    </message>
    <message>
        <source>開班 (F12)</source>
        <translation>Open the shift (F12)</translation>
    </message>
</context>
<context>
    <name>ShiftTask</name>
    <message>
        <source>請點收現金後填入金額；沒有現金請填 0。</source>
        <translation>Please count the cash and enter the amount; 0 for none.</translation>
    </message>
    <message>
        <source>金額不符，請寫明原因。</source>
        <translation>The amount differs; please write down why.</translation>
    </message>
    <message>
        <source>結班_{shift}班_{when}.pdf</source>
        <translation>Shift_{shift}_{when}.pdf</translation>
    </message>
    <message>
        <source>結班表已存成 PDF，可以列印</source>
        <translation>The sheet is saved as PDF and can be printed</translation>
    </message>
    <message>
        <source>金額相符</source>
        <translation>The amount agrees</translation>
    </message>
    <message>
        <source>多 {amount}</source>
        <translation>{amount} too much</translation>
    </message>
    <message>
        <source>少 {amount}</source>
        <translation>{amount} too little</translation>
    </message>
    <message>
        <source>已結班，金額相符</source>
        <translation>Shift closed; the amount agrees</translation>
    </message>
    <message>
        <source>可以存成 PDF 列印，或開下一班。</source>
        <translation>Save it as PDF to print it, or open the next shift.</translation>
    </message>
    <message>
        <source>已結班，多 {amount}</source>
        <translation>Shift closed; {amount} too much</translation>
    </message>
    <message>
        <source>已結班，少 {amount}</source>
        <translation>Shift closed; {amount} too little</translation>
    </message>
    <message>
        <source>差額與原因已記錄，主管會查看。</source>
        <translation>The difference and its reason are written down; a supervisor looks at it.</translation>
    </message>
    <message>
        <source>結班時數字取自本機紀錄，沒有網路也可以。</source>
        <translation>The figures come from this machine&apos;s journal; no network is needed.</translation>
    </message>
    <message>
        <source>班別</source>
        <translation>Shift</translation>
    </message>
    <message>
        <source>點收現金（元）</source>
        <translation>Cash counted (NT$)</translation>
    </message>
    <message>
        <source>差額原因（不要寫個人資料）</source>
        <translation>Why it differs (no personal data)</translation>
    </message>
    <message>
        <source>結班 (F12)</source>
        <translation>Close the shift (F12)</translation>
    </message>
    <message>
        <source>開下一班</source>
        <translation>Open the next shift</translation>
    </message>
    <message>
        <source>重新計算 (F7)</source>
        <translation>Count again (F7)</translation>
    </message>
    <message>
        <source>存成 PDF (F11)</source>
        <translation>Save as PDF (F11)</translation>
    </message>
</context>
<context>
    <name>SignInScreen</name>
    <message>
        <source>已解鎖</source>
        <translation>Unlocked</translation>
    </message>
    <message>
        <source>請 {name} 放回工作證，再輸入密碼。</source>
        <translation>{name}: put your card back and enter your PIN.</translation>
    </message>
    <message>
        <source>換人登入</source>
        <translation>Change person</translation>
    </message>
    <message>
        <source>登入</source>
        <translation>Sign in</translation>
    </message>
    <message>
        <source>請把工作證放到讀卡機上。</source>
        <translation>Put your staff card on the reader.</translation>
    </message>
    <message>
        <source>密碼錯誤太多次，需要主管以工作證解鎖。</source>
        <translation>Too many wrong PINs. A supervisor has to unlock it with their card.</translation>
    </message>
    <message>
        <source>請輸入密碼，按 Enter 登入。</source>
        <translation>Enter your PIN and press Enter.</translation>
    </message>
    <message>
        <source>請主管解鎖</source>
        <translation>Ask a supervisor to unlock</translation>
    </message>
    <message>
        <source>不換人，回到工作 (Esc)</source>
        <translation>Stay, back to work (Esc)</translation>
    </message>
</context>
<context>
    <name>SignaturePad</name>
    <message>
        <source>請民眾在框內簽名</source>
        <translation>Ask the person to sign in the frame</translation>
    </message>
    <message>
        <source>清掉重簽</source>
        <translation>Clear and sign again</translation>
    </message>
    <message>
        <source>簽名框</source>
        <translation>Frame for the signature</translation>
    </message>
</context>
<context>
    <name>StationsPage</name>
    <message>
        <source>正在查詢工作站…</source>
        <translation>Looking up stations…</translation>
    </message>
    <message>
        <source>只看本地點：{site} (F7)</source>
        <translation>This site alone: {site} (F7)</translation>
    </message>
    <message>
        <source>工作站</source>
        <translation>Station</translation>
    </message>
    <message>
        <source>狀態</source>
        <translation>State</translation>
    </message>
    <message>
        <source>地點</source>
        <translation>Place</translation>
    </message>
    <message>
        <source>待傳</source>
        <translation>Unsent</translation>
    </message>
    <message>
        <source>退回</source>
        <translation>Sent back</translation>
    </message>
    <message>
        <source>設備</source>
        <translation>Equipment</translation>
    </message>
    <message>
        <source>版本</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>、</source>
        <translation>, </translation>
    </message>
    <message>
        <source>正常</source>
        <translation>In order</translation>
    </message>
    <message>
        <source>已停用</source>
        <translation>Revoked</translation>
    </message>
    <message>
        <source>兩台機器用同一個身分</source>
        <translation>Two machines with one identity</translation>
    </message>
    <message>
        <source>沒有連線過</source>
        <translation>Never online</translation>
    </message>
    <message>
        <source>剛才連線</source>
        <translation>Online just now</translation>
    </message>
    <message>
        <source>{age}前連線</source>
        <translation>Online {age} ago</translation>
    </message>
    <message>
        <source>讀卡機</source>
        <translation>Reader</translation>
    </message>
    <message>
        <source>印表機</source>
        <translation>printer</translation>
    </message>
    <message>
        <source>鏡頭</source>
        <translation>camera</translation>
    </message>
    <message>
        <source>磁碟</source>
        <translation>disk</translation>
    </message>
    <message>
        <source>自助機</source>
        <translation>Kiosk</translation>
    </message>
    <message>
        <source>沒有接上</source>
        <translation>not there</translation>
    </message>
    <message>
        <source>故障</source>
        <translation>failed</translation>
    </message>
    <message>
        <source>快用完</source>
        <translation>running out</translation>
    </message>
    <message>
        <source>{part}{state}</source>
        <translation>{part} {state}</translation>
    </message>
</context>
<context>
    <name>StayList</name>
    <message>
        <source>選要取消的一筆，按 Enter。取消會留下紀錄，時數和點數一起收回。</source>
        <translation>Choose what to undo and press Enter. The undo stays on record; minutes and points are taken back with it.</translation>
    </message>
    <message>
        <source>超過時間沒有簽退的人：這幾次不計時數，也不給點，等主辦單位確認實際時間後補登。</source>
        <translation>People who did not sign out in time: no minutes and no points until the organiser has settled how long they were there.</translation>
    </message>
    <message>
        <source>這個工作站還沒有簽到紀錄。</source>
        <translation>Nobody has signed in at this station yet.</translation>
    </message>
    <message>
        <source>沒有忘記簽退的人。</source>
        <translation>Nobody has forgotten to sign out.</translation>
    </message>
    <message>
        <source>{time} 簽到（已取消）</source>
        <translation>In at {time} (undone)</translation>
    </message>
    <message>
        <source>{time} 簽到，沒有簽退</source>
        <translation>In at {time}, not signed out</translation>
    </message>
    <message>
        <source>取消 {time} 的簽到</source>
        <translation>Undo the sign-in of {time}</translation>
    </message>
    <message>
        <source>取消 {time} 的簽退，人還在場</source>
        <translation>Undo the sign-out of {time}: still present</translation>
    </message>
    <message>
        <source>現場參加</source>
        <translation>Walk-in</translation>
    </message>
    <message>
        <source>持卡人</source>
        <translation>Card holder</translation>
    </message>
    <message>
        <source>{name}，沒帶卡，以姓名簽到</source>
        <translation>{name}, without a card, by name</translation>
    </message>
</context>
<context>
    <name>StockForm</name>
    <message>
        <source>請填卡盒，例如 A1。</source>
        <translation>Please fill in the box, for example A1.</translation>
    </message>
    <message>
        <source>卡別</source>
        <translation>Card kind</translation>
    </message>
    <message>
        <source>票證公司</source>
        <translation>Carrier</translation>
    </message>
    <message>
        <source>卡盒</source>
        <translation>Box</translation>
    </message>
    <message>
        <source>張數</source>
        <translation>Cards</translation>
    </message>
</context>
<context>
    <name>StockLevels</name>
    <message>
        <source>正在查詢空白卡…</source>
        <translation>Looking up blank cards…</translation>
    </message>
    <message>
        <source>空白卡</source>
        <translation>Blank cards</translation>
    </message>
    <message>
        <source>地點</source>
        <translation>Place</translation>
    </message>
    <message>
        <source>箱</source>
        <translation>Box</translation>
    </message>
    <message>
        <source>卡別</source>
        <translation>Card kind</translation>
    </message>
    <message>
        <source>票證公司</source>
        <translation>Carrier</translation>
    </message>
    <message>
        <source>張數</source>
        <translation>Cards</translation>
    </message>
    <message>
        <source>{count}&#x3000;快用完</source>
        <translation>{count}, running out</translation>
    </message>
</context>
<context>
    <name>StockPage</name>
    <message>
        <source>查詢庫存中…</source>
        <translation>Looking up the stock…</translation>
    </message>
    <message>
        <source>登記中…</source>
        <translation>Booking…</translation>
    </message>
    <message>
        <source>卡盒裡現在有 {count} 張</source>
        <translation>The box now has {count} cards</translation>
    </message>
    <message>
        <source>已登記</source>
        <translation>Booked</translation>
    </message>
    <message>
        <source>已登記，與帳面差 {count} 張</source>
        <translation>Booked; {count} against the books</translation>
    </message>
    <message>
        <source>這個地點還沒有登記空白卡。</source>
        <translation>No blank cards are booked at this site.</translation>
    </message>
    <message>
        <source>要做什麼</source>
        <translation>What is to be done</translation>
    </message>
    <message>
        <source>新卡入庫</source>
        <translation>Take in new cards</translation>
    </message>
    <message>
        <source>盤點／更正</source>
        <translation>Count / correct</translation>
    </message>
    <message>
        <source>第一張的卡面號碼（沒有就不填）</source>
        <translation>First printed number (empty when there is none)</translation>
    </message>
    <message>
        <source>更正原因（只是盤點就不填）</source>
        <translation>Reason for a correction (empty for a count)</translation>
    </message>
    <message>
        <source>入庫 (F12)</source>
        <translation>Take in (F12)</translation>
    </message>
    <message>
        <source>登記張數 (F12)</source>
        <translation>Book the number (F12)</translation>
    </message>
</context>
<context>
    <name>TapBoard</name>
    <message>
        <source>在場人數</source>
        <translation>People present</translation>
    </message>
    <message>
        <source>在場人數：現在 {now}，最多 {most}</source>
        <translation>People present: {now} now, {most} at most</translation>
    </message>
    <message>
        <source>現在在場</source>
        <translation>present</translation>
    </message>
    <message>
        <source>簽到人次</source>
        <translation>signed in</translation>
    </message>
    <message>
        <source>現場參加</source>
        <translation>Walk-in</translation>
    </message>
    <message>
        <source>現在在場（上限 {capacity}）</source>
        <translation>Present (limit {capacity})</translation>
    </message>
    <message>
        <source>簽到人次（報名 {registered}）</source>
        <translation>Signed in ({registered} registered)</translation>
    </message>
    <message>
        <source>最近幾次感應</source>
        <translation>Last taps</translation>
    </message>
    <message>
        <source>這種卡不能參加這個活動</source>
        <translation>This kind of card cannot take part</translation>
    </message>
    <message>
        <source>請看活動的參加對象；有疑問請洽主辦單位。</source>
        <translation>Please see whom the activity is for; the organiser can tell more.</translation>
    </message>
    <message>
        <source>這種條碼要連線才能辨識，請改出示 QR 碼或卡片。</source>
        <translation>This kind of code needs a connection. Please show the QR code or the card.</translation>
    </message>
    <message>
        <source>請感應</source>
        <translation>Please tap</translation>
    </message>
    <message>
        <source>請參加的人把卡片放到讀卡機上。</source>
        <translation>Ask participants to put their card on the reader.</translation>
    </message>
    <message>
        <source>現場參加（沒有登記的卡片）</source>
        <translation>Walk-in (card not registered)</translation>
    </message>
    <message>
        <source>已取消</source>
        <translation>Undone</translation>
    </message>
    <message>
        <source>{time} 的簽退取消了，人還在場。</source>
        <translation>The sign-out of {time} is undone; still present.</translation>
    </message>
    <message>
        <source>{time} 的簽到取消了，時數和點數不計。</source>
        <translation>The sign-in of {time} is undone; it counts for nothing.</translation>
    </message>
    <message>
        <source>簽到</source>
        <translation>In</translation>
    </message>
    <message>
        <source>簽退</source>
        <translation>Out</translation>
    </message>
    <message>
        <source>已感應</source>
        <translation>Repeat</translation>
    </message>
    <message>
        <source>已在場</source>
        <translation>Already in</translation>
    </message>
    <message>
        <source>沒有簽到</source>
        <translation>Not in</translation>
    </message>
    <message>
        <source>{name}&#x3000;沒帶卡，以姓名簽到</source>
        <translation>{name}&#x3000;without a card, by name</translation>
    </message>
    <message>
        <source>已報名</source>
        <translation>Registered</translation>
    </message>
    <message>
        <source>{since} 已經簽到，這裡只簽到不簽退。</source>
        <translation>Signed in at {since}; this desk only signs in.</translation>
    </message>
    <message>
        <source>這個工作站沒有這張卡的簽到。請到簽到的那一台簽退。</source>
        <translation>This station has no sign-in of this card. Please sign out where the sign-in was.</translation>
    </message>
    <message>
        <source>同一次感應，沒有重複計算。簽到時間 {since}</source>
        <translation>The same tap; nothing was counted twice. Signed in at {since}</translation>
    </message>
    <message>
        <source>{since} 簽到，共 {minutes}</source>
        <translation>In since {since}, {minutes}</translation>
    </message>
    <message>
        <source>，得 {points}（{kind}）</source>
        <translation>, {points} ({kind})</translation>
    </message>
    <message>
        <source>（現場參加）</source>
        <translation> (walk-in)</translation>
    </message>
</context>
<context>
    <name>Tasks</name>
    <message>
        <source>發卡</source>
        <translation>Issue a card</translation>
    </message>
    <message>
        <source>綁卡</source>
        <translation>Bind a card</translation>
    </message>
    <message>
        <source>活動簽到</source>
        <translation>Attendance</translation>
    </message>
    <message>
        <source>圖書館</source>
        <translation>Library</translation>
    </message>
    <message>
        <source>儲值與查詢</source>
        <translation>Card value</translation>
    </message>
    <message>
        <source>民眾與卡片</source>
        <translation>People</translation>
    </message>
    <message>
        <source>批次</source>
        <translation>Batches</translation>
    </message>
    <message>
        <source>機動服務</source>
        <translation>Mobile</translation>
    </message>
    <message>
        <source>班別</source>
        <translation>Shift</translation>
    </message>
    <message>
        <source>活動管理</source>
        <translation>Events</translation>
    </message>
    <message>
        <source>申辦審查</source>
        <translation>Reviews</translation>
    </message>
    <message>
        <source>督導</source>
        <translation>Oversee</translation>
    </message>
</context>
<context>
    <name>TeamBackPage</name>
    <message>
        <source>請把每一種卡的張數都填上；沒有剩的填 0。</source>
        <translation>Please enter how many there are of each kind; 0 for none.</translation>
    </message>
    <message>
        <source>張數不符，請寫明原因，例如損壞幾張、遺失幾張。</source>
        <translation>The number differs; please write down why, such as how many are damaged or lost.</translation>
    </message>
    <message>
        <source>差異原因（不要寫個人資料）</source>
        <translation>Why it differs (no personal data)</translation>
    </message>
    <message>
        <source>收回入庫 (F12)</source>
        <translation>Take back (F12)</translation>
    </message>
</context>
<context>
    <name>TerminalWindow</name>
    <message>
        <source>登出</source>
        <translation>Sign out</translation>
    </message>
    <message>
        <source>市民卡櫃台</source>
        <translation>Citizen card counter</translation>
    </message>
</context>
<context>
    <name>UnlockScreen</name>
    <message>
        <source>主管解鎖</source>
        <translation>Supervisor unlock</translation>
    </message>
    <message>
        <source>{name} 的密碼已鎖住。請主管把自己的工作證放到讀卡機上。</source>
        <translation>{name}&apos;s PIN is locked. The supervisor puts their own card on the reader.</translation>
    </message>
    <message>
        <source>請主管輸入自己的密碼，為 {name} 解鎖。</source>
        <translation>The supervisor enters their own PIN to unlock {name}.</translation>
    </message>
    <message>
        <source>解鎖</source>
        <translation>Unlock</translation>
    </message>
    <message>
        <source>不解鎖，回到登入 (Esc)</source>
        <translation>Back to signing in (Esc)</translation>
    </message>
</context>
<context>
    <name>WorkCase</name>
    <message>
        <source>這筆紀錄的卡片就在讀卡機上。</source>
        <translation>The card of this record is the one on the reader.</translation>
    </message>
    <message>
        <source>回清單 (Enter)</source>
        <translation>Back to the list (Enter)</translation>
    </message>
    <message>
        <source>、</source>
        <translation>, </translation>
    </message>
    <message>
        <source>另外還有：{others}</source>
        <translation>Also: {others}</translation>
    </message>
    <message>
        <source>看下一項，共 {count} 項 (F12)</source>
        <translation>Next, {count} in all (F12)</translation>
    </message>
    <message>
        <source>這筆已經處理完了</source>
        <translation>This one has been dealt with</translation>
    </message>
    <message>
        <source>不必再處理</source>
        <translation>Nothing more to do</translation>
    </message>
    <message>
        <source>主管機關已經查看並做了決定。</source>
        <translation>The city&apos;s office has looked at it and decided.</translation>
    </message>
</context>
<context>
    <name>WorkList</name>
    <message>
        <source>讀卡機上的卡片</source>
        <translation>Card on the reader</translation>
    </message>
    <message>
        <source>查看中</source>
        <translation>Looked into</translation>
    </message>
    <message>
        <source>退回</source>
        <translation>Sent back</translation>
    </message>
    <message>
        <source>{age}前</source>
        <translation>{age} ago</translation>
    </message>
    <message>
        <source>已收下，主管機關查看中</source>
        <translation>Counted; the city&apos;s office looks into it</translation>
    </message>
    <message>
        <source>平台退回，沒有採計</source>
        <translation>Sent back by the platform; not counted</translation>
    </message>
    <message>
        <source>{name}（{number}）</source>
        <translation>{name} ({number})</translation>
    </message>
    <message>
        <source>事項</source>
        <translation>What</translation>
    </message>
    <message>
        <source>時間</source>
        <translation>When</translation>
    </message>
    <message>
        <source>本機當時的時間</source>
        <translation>By this machine&apos;s clock</translation>
    </message>
    <message>
        <source>承辦人</source>
        <translation>Staff</translation>
    </message>
    <message>
        <source>查詢代碼</source>
        <translation>Recovery code</translation>
    </message>
    <message>
        <source>紀錄編號</source>
        <translation>Record number</translation>
    </message>
</context>
<context>
    <name>WorkListTask</name>
    <message>
        <source>最新的在前面。選一筆看要做什麼；處理完的會自動消失。</source>
        <translation>The newest first. Choose one to see what to do; once dealt with, it leaves the list by itself.</translation>
    </message>
    <message>
        <source>待處理事項</source>
        <translation>To check</translation>
    </message>
    <message>
        <source>回原來的作業 (Esc)</source>
        <translation>Back to the task (Esc)</translation>
    </message>
    <message>
        <source>上一步 (Esc)</source>
        <translation>Back (Esc)</translation>
    </message>
    <message>
        <source>沒有待處理的事項。</source>
        <translation>There is nothing to check.</translation>
    </message>
    <message>
        <source>目前顯示最新的 {count} 筆</source>
        <translation>The newest {count} are shown</translation>
    </message>
    <message>
        <source>再列出較早的紀錄</source>
        <translation>List earlier records too</translation>
    </message>
</context>
<context>
    <name>_Line</name>
    <message>
        <source>帶出 {taken}，已發 {issued}，應有 {expected}</source>
        <translation>{taken} taken, {issued} handed over, {expected} should be here</translation>
    </message>
    <message>
        <source>數量相符</source>
        <translation>The number agrees</translation>
    </message>
    <message>
        <source>多 {count} 張</source>
        <translation>{count} too many</translation>
    </message>
    <message>
        <source>少 {count} 張</source>
        <translation>{count} too few</translation>
    </message>
</context>
</TS>
