<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="vi" sourcelanguage="zh_TW">
<context>
    <name>Adding</name>
    <message>
        <source>錯太多次，沒有加卡</source>
        <translation>Sai quá nhiều lần, chưa thêm thẻ</translation>
    </message>
    <message>
        <source>請十分鐘後再試，或到櫃檯辦理。</source>
        <translation>Xin thử lại sau mười phút hoặc đến quầy.</translation>
    </message>
    <message>
        <source>沒有加卡，代碼還沒有用掉。請稍後再來。</source>
        <translation>Chưa thêm thẻ, mã vẫn còn dùng được. Xin quay lại sau.</translation>
    </message>
    <message>
        <source>沒有加卡。{what}</source>
        <translation>Chưa thêm thẻ. {what}</translation>
    </message>
    <message>
        <source>請到櫃檯再拿一個代碼。</source>
        <translation>Xin lấy mã khác ở quầy.</translation>
    </message>
    <message>
        <source>請看清楚再輸入一次，或到櫃檯再拿一個代碼。</source>
        <translation>Xin xem kỹ rồi nhập lại, hoặc lấy mã khác ở quầy.</translation>
    </message>
    <message>
        <source>代碼不對，沒有加卡</source>
        <translation>Mã không đúng, chưa thêm thẻ</translation>
    </message>
    <message>
        <source>代碼過期了，沒有加卡</source>
        <translation>Mã đã hết hạn, chưa thêm thẻ</translation>
    </message>
    <message>
        <source>代碼已經用過，沒有加卡</source>
        <translation>Mã đã dùng rồi, chưa thêm thẻ</translation>
    </message>
    <message>
        <source>請在手機上換一個新的條碼，再出示一次。</source>
        <translation>Xin đổi mã mới trên điện thoại rồi đưa lại.</translation>
    </message>
    <message>
        <source>請用您自己的手機，選「確認身分」的條碼，再出示一次。</source>
        <translation>Xin dùng điện thoại của chính bạn, chọn mã «xác nhận danh tính» rồi đưa lại.</translation>
    </message>
    <message>
        <source>條碼不對，沒有加卡</source>
        <translation>Mã không đúng, chưa thêm thẻ</translation>
    </message>
    <message>
        <source>條碼過期了，沒有加卡</source>
        <translation>Mã đã hết hạn, chưa thêm thẻ</translation>
    </message>
    <message>
        <source>條碼已經用過，沒有加卡</source>
        <translation>Mã đã dùng rồi, chưa thêm thẻ</translation>
    </message>
</context>
<context>
    <name>AmountPage</name>
    <message>
        <source>要兌換多少？</source>
        <translation>Đổi bao nhiêu?</translation>
    </message>
    <message>
        <source>您有 {points}可以兌換</source>
        <translation>Bạn có {points} có thể đổi</translation>
    </message>
    <message>
        <source>每次 {least} 到 {most}</source>
        <translation>Mỗi lần từ {least} đến {most}</translation>
    </message>
    <message>
        <source>輸入其他金額</source>
        <translation>Nhập số tiền khác</translation>
    </message>
</context>
<context>
    <name>AttractPage</name>
    <message>
        <source>請取回您的卡片</source>
        <translation>Xin lấy lại thẻ</translation>
    </message>
    <message>
        <source>畫面上的資料已經清除。</source>
        <translation>Dữ liệu trên màn hình đã được xóa.</translation>
    </message>
    <message>
        <source>請放上卡片</source>
        <translation>Xin đặt thẻ lên</translation>
    </message>
    <message>
        <source>把卡片留在讀卡機上，查點數、換儲值金。</source>
        <translation>Để thẻ trên đầu đọc để xem điểm và đổi điểm thành tiền nạp.</translation>
    </message>
    <message>
        <source>也可以出示手機上的市民卡查詢。</source>
        <translation>Cũng có thể đưa thẻ trên điện thoại để xem điểm.</translation>
    </message>
    <message>
        <source>繼續播放</source>
        <translation>Bật lại chuyển động</translation>
    </message>
    <message>
        <source>停止動畫</source>
        <translation>Dừng chuyển động</translation>
    </message>
    <message>
        <source>讀卡機的位置</source>
        <translation>Vị trí đầu đọc thẻ</translation>
    </message>
    <message>
        <source>看我的紀錄：點數、時數，還有誰查過我的資料。</source>
        <translation>Xem hồ sơ của bạn: điểm, giờ tình nguyện và ai đã xem dữ liệu.</translation>
    </message>
    <message>
        <source>加一張新卡：先向櫃檯拿代碼，再在這裡感應。</source>
        <translation>Thêm thẻ mới: lấy mã tại quầy, rồi đặt thẻ ở đây.</translation>
    </message>
    <message>
        <source>出示手機上的市民卡：對準讀碼處，查點數、看紀錄。</source>
        <translation>Đưa thẻ trên điện thoại vào đầu đọc mã để xem điểm và hồ sơ.</translation>
    </message>
    <message>
        <source>目前連不上平台：看不到點數，請稍後再來。</source>
        <translation>Không kết nối được nền tảng: không xem được điểm, vui lòng quay lại sau.</translation>
    </message>
    <message>
        <source>目前連不上平台：看不到點數，但可以先登記兌換。</source>
        <translation>Hiện không kết nối được hệ thống: chưa xem được điểm, nhưng có thể đăng ký đổi trước.</translation>
    </message>
    <message>
        <source>目前連不上平台：看不到點數，也不能儲值，請稍後再來。</source>
        <translation>Không kết nối được nền tảng: không xem được điểm và không nạp tiền được, vui lòng quay lại sau.</translation>
    </message>
    <message>
        <source>沒有實體讀卡機，目前使用模擬的讀卡機。</source>
        <translation>Không có đầu đọc thật; đang dùng đầu đọc mô phỏng.</translation>
    </message>
    <message>
        <source>正在下載卡片資料（{percent}%）。</source>
        <translation>Đang tải dữ liệu thẻ ({percent}%).</translation>
    </message>
    <message>
        <source>正在下載卡片資料。</source>
        <translation>Đang tải dữ liệu thẻ.</translation>
    </message>
</context>
<context>
    <name>BalancePage</name>
    <message>
        <source>您好</source>
        <translation>Xin chào</translation>
    </message>
    <message>
        <source>看紀錄需要另外核對身分，請到櫃檯辦理。</source>
        <translation>Để xem hồ sơ cần kiểm tra danh tính. Xin đến quầy.</translation>
    </message>
    <message>
        <source>看我的紀錄</source>
        <translation>Xem hồ sơ của tôi</translation>
    </message>
    <message>
        <source>儲值到卡片</source>
        <translation>Nạp vào thẻ</translation>
    </message>
    <message>
        <source>兌換成儲值金</source>
        <translation>Đổi ra tiền nạp</translation>
    </message>
    <message>
        <source>登記兌換儲值金</source>
        <translation>Đăng ký đổi điểm</translation>
    </message>
    <message>
        <source>目前看不到您的點數</source>
        <translation>Hiện chưa xem được điểm của bạn</translation>
    </message>
    <message>
        <source>連不上平台。點數不會減少，請稍後再來。</source>
        <translation>Chưa kết nối được. Điểm không bị giảm, xin quay lại sau.</translation>
    </message>
    <message>
        <source>連不上平台，現在不能儲值到卡片。點數不會減少，請稍後再來。</source>
        <translation>Không kết nối được hệ thống nên hiện không nạp vào thẻ được. Điểm không bị trừ, xin quay lại sau.</translation>
    </message>
    <message>
        <source>連不上平台。可以先登記要兌換的金額，恢復連線後才會決定；點數不夠就不會兌換。</source>
        <translation>Không kết nối được hệ thống. Bạn có thể đăng ký số tiền trước; khi có mạng lại mới quyết định, nếu không đủ điểm thì sẽ không đổi.</translation>
    </message>
    <message>
        <source>已經在卡片裡，隨時可以使用</source>
        <translation>Đã ở trong thẻ, dùng được ngay</translation>
    </message>
    <message>
        <source>卡片裡的金額</source>
        <translation>Số tiền trong thẻ</translation>
    </message>
    <message>
        <source>已兌換，等票證公司存進卡片</source>
        <translation>Đã đổi, chờ công ty thẻ nạp vào thẻ</translation>
    </message>
    <message>
        <source>待入卡</source>
        <translation>Chờ nạp vào thẻ</translation>
    </message>
    <message>
        <source>已登記，等平台決定</source>
        <translation>Đã đăng ký, chờ hệ thống quyết định</translation>
    </message>
    <message>
        <source>等待確認</source>
        <translation>Chờ xác nhận</translation>
    </message>
    <message>
        <source>僅限搭乘使用，不能兌換</source>
        <translation>Chỉ dùng để đi xe, không đổi được</translation>
    </message>
    <message>
        <source>不能兌換成儲值金</source>
        <translation>Không đổi thành tiền nạp được</translation>
    </message>
    <message>
        <source>可兌換成儲值金，{rate} = NT${ntd}</source>
        <translation>Đổi được thành tiền nạp, {rate} = NT${ntd}</translation>
    </message>
    <message>
        <source>{points}用到 {day}</source>
        <translation>{points} dùng đến {day}</translation>
    </message>
    <message>
        <source>上一次儲值還沒有結果，知道結果後才能再儲值。</source>
        <translation>Lần nạp trước chưa có kết quả. Có kết quả rồi mới nạp tiếp được.</translation>
    </message>
    <message>
        <source>這種市民卡沒有可以兌換成儲值金的點數。</source>
        <translation>Loại thẻ này không có điểm nào đổi thành tiền nạp được.</translation>
    </message>
    <message>
        <source>儲值金存在卡片裡，手機不能收。要兌換，請放上您的卡片。</source>
        <translation>Tiền nạp nằm trong thẻ, điện thoại không nhận được. Muốn đổi, xin đặt thẻ của bạn lên.</translation>
    </message>
    <message>
        <source>兌換需要另外核對身分，請到櫃檯辦理。</source>
        <translation>Việc đổi cần kiểm tra danh tính thêm, xin đến quầy.</translation>
    </message>
    <message>
        <source>可兌換的點數滿 {points} 才能兌換。</source>
        <translation>Cần có ít nhất {points} mới đổi được.</translation>
    </message>
</context>
<context>
    <name>BindCarrierPage</name>
    <message>
        <source>這是哪一種卡？</source>
        <translation>Đây là loại thẻ nào?</translation>
    </message>
    <message>
        <source>看卡片上的標誌。加進您的帳戶後，這張卡也能用您的點數。</source>
        <translation>Xem biểu tượng trên thẻ. Sau khi thêm, thẻ này cũng dùng được điểm của bạn.</translation>
    </message>
</context>
<context>
    <name>BindCodePage</name>
    <message>
        <source>請輸入加卡代碼</source>
        <translation>Xin nhập mã thêm thẻ</translation>
    </message>
    <message>
        <source>櫃檯核對身分後給的 {count} 個數字。也可以出示手機上的市民卡。</source>
        <translation>{count} chữ số quầy cấp sau khi kiểm tra danh tính. Cũng có thể đưa thẻ trên điện thoại.</translation>
    </message>
    <message>
        <source>已輸入 {count} 位，共 {all} 位</source>
        <translation>Đã nhập {count} trong {all} chữ số</translation>
    </message>
    <message>
        <source>加進我的帳戶</source>
        <translation>Thêm vào tài khoản</translation>
    </message>
</context>
<context>
    <name>BindConsentPage</name>
    <message>
        <source>請先看這段說明</source>
        <translation>Xin đọc nội dung này trước</translation>
    </message>
    <message>
        <source>版本 {versions}</source>
        <translation>Phiên bản {versions}</translation>
    </message>
    <message>
        <source>同意，輸入代碼</source>
        <translation>Đồng ý, nhập mã</translation>
    </message>
</context>
<context>
    <name>BindingPage</name>
    <message>
        <source>正在加進您的帳戶…</source>
        <translation>Đang thêm vào tài khoản…</translation>
    </message>
    <message>
        <source>請把卡片留在讀卡機上。</source>
        <translation>Xin để thẻ trên máy đọc.</translation>
    </message>
</context>
<context>
    <name>BirthdayPage</name>
    <message>
        <source>生日是哪一天？</source>
        <translation>Sinh nhật của bạn?</translation>
    </message>
    <message>
        <source>{month} 月 {day} 日</source>
        <translation>{month} / {day}</translation>
    </message>
    <message>
        <source>已輸入 {count} 位，共 {all} 位</source>
        <translation>Đã nhập {count} trong {all} chữ số</translation>
    </message>
    <message>
        <source>沒有這一天</source>
        <translation>Không có ngày này</translation>
    </message>
    <message>
        <source>請再輸入一次，例如 1 月 5 日 → 0105。</source>
        <translation>Xin nhập lại, ví dụ ngày 5 tháng 1 → 0105.</translation>
    </message>
</context>
<context>
    <name>BottomBar</name>
    <message>
        <source>上一步</source>
        <translation>Quay lại</translation>
    </message>
    <message>
        <source>離開</source>
        <translation>Thoát</translation>
    </message>
    <message>
        <source>看上面</source>
        <translation>Xem phía trên</translation>
    </message>
    <message>
        <source>看下面</source>
        <translation>Xem phía dưới</translation>
    </message>
</context>
<context>
    <name>BoundPage</name>
    <message>
        <source>還不知道有沒有加好</source>
        <translation>Chưa biết đã thêm được chưa</translation>
    </message>
    <message>
        <source>晚一點再放這張卡（末碼 {tail}），就會知道。也可以洽櫃檯。</source>
        <translation>Đặt lại thẻ này (cuối {tail}) sau sẽ biết. Cũng có thể hỏi quầy.</translation>
    </message>
    <message>
        <source>已加進您的帳戶</source>
        <translation>Đã thêm vào tài khoản của bạn</translation>
    </message>
    <message>
        <source>這張卡（末碼 {tail}）現在可以使用了。</source>
        <translation>Thẻ này (cuối {tail}) dùng được rồi.</translation>
    </message>
    <message>
        <source>看這張卡的點數</source>
        <translation>Xem điểm của thẻ này</translation>
    </message>
</context>
<context>
    <name>BrokenOffPage</name>
    <message>
        <source>沒有兌換</source>
        <translation>Chưa đổi</translation>
    </message>
    <message>
        <source>點數沒有減少，也沒有存入儲值金。</source>
        <translation>Điểm không bị giảm, chưa nạp tiền.</translation>
    </message>
    <message>
        <source>讀卡機上換了一張卡片。</source>
        <translation>Trên máy đọc đã là thẻ khác.</translation>
    </message>
    <message>
        <source>卡片拿開了。要兌換，請再放一次卡片。</source>
        <translation>Thẻ đã được lấy ra. Muốn đổi, xin đặt thẻ lại.</translation>
    </message>
    <message>
        <source>看這張卡的點數</source>
        <translation>Xem điểm của thẻ này</translation>
    </message>
</context>
<context>
    <name>CannotPage</name>
    <message>
        <source>您的點數和儲值金不受影響。</source>
        <translation>Điểm và tiền nạp của bạn không bị ảnh hưởng.</translation>
    </message>
    <message>
        <source>加進我的帳戶</source>
        <translation>Thêm vào tài khoản</translation>
    </message>
</context>
<context>
    <name>CodePage</name>
    <message>
        <source>請出示手機上的市民卡</source>
        <translation>Xin đưa thẻ trên điện thoại</translation>
    </message>
    <message>
        <source>請在手機上換一個新的條碼，再出示一次。</source>
        <translation>Xin đổi mã mới trên điện thoại rồi đưa lại.</translation>
    </message>
    <message>
        <source>請用持卡人本人的手機，選「確認身分」的條碼，再出示一次。</source>
        <translation>Xin dùng điện thoại của chính chủ thẻ, chọn mã «xác nhận danh tính» rồi đưa lại.</translation>
    </message>
    <message>
        <source>這個條碼不能確認是持卡人本人</source>
        <translation>Mã này không xác nhận được chủ thẻ</translation>
    </message>
</context>
<context>
    <name>CodePanel</name>
    <message>
        <source>代碼裡沒有 I、L、O、U 這四個字母。</source>
        <translation>Mã không bao giờ có các chữ I, L, O, U.</translation>
    </message>
    <message>
        <source>查詢代碼的 QR 碼</source>
        <translation>Mã QR của mã tra cứu</translation>
    </message>
</context>
<context>
    <name>ConfirmPage</name>
    <message>
        <source>要把 {amount} 存進卡片嗎？</source>
        <translation>Nạp {amount} vào thẻ?</translation>
    </message>
    <message>
        <source>存進卡片 {amount}</source>
        <translation>Nạp {amount}</translation>
    </message>
    <message>
        <source>按下後會馬上寫進卡片，請不要移開卡片。</source>
        <translation>Bấm xong sẽ ghi ngay vào thẻ, xin đừng dời thẻ.</translation>
    </message>
    <message>
        <source>要兌換 {points}嗎？</source>
        <translation>Đổi {points}?</translation>
    </message>
    <message>
        <source>兌換 {points}</source>
        <translation>Đổi {points}</translation>
    </message>
    <message>
        <source>存進卡片前會顯示為待入卡。</source>
        <translation>Trước khi vào thẻ sẽ hiện là chờ nạp.</translation>
    </message>
    <message>
        <source>要登記兌換 {points}嗎？</source>
        <translation>Đăng ký đổi {points}?</translation>
    </message>
    <message>
        <source>登記兌換 {points}</source>
        <translation>Đăng ký đổi {points}</translation>
    </message>
    <message>
        <source>現在不會入帳。恢復連線後，平台才會決定。</source>
        <translation>Bây giờ chưa ghi sổ. Khi có mạng lại hệ thống mới quyết định.</translation>
    </message>
    <message>
        <source>兌換後剩下</source>
        <translation>Còn lại sau khi đổi</translation>
    </message>
    <message>
        <source>儲值後卡片裡有</source>
        <translation>Trong thẻ sau khi nạp</translation>
    </message>
    <message>
        <source>兌換後待入卡</source>
        <translation>Chờ nạp sau khi đổi</translation>
    </message>
    <message>
        <source>要存進卡片嗎？</source>
        <translation>Nạp vào thẻ chứ?</translation>
    </message>
    <message>
        <source>存進卡片</source>
        <translation>Nạp vào thẻ</translation>
    </message>
    <message>
        <source>要兌換嗎？</source>
        <translation>Đổi điểm chứ?</translation>
    </message>
    <message>
        <source>兌換</source>
        <translation>Đổi điểm</translation>
    </message>
    <message>
        <source>要登記兌換嗎？</source>
        <translation>Đăng ký đổi điểm chứ?</translation>
    </message>
    <message>
        <source>登記兌換</source>
        <translation>Đăng ký đổi điểm</translation>
    </message>
</context>
<context>
    <name>CornerCodePage</name>
    <message>
        <source>診斷碼</source>
        <translation>Chẩn đoán</translation>
    </message>
    <message>
        <source>用手機掃描後傳給維護人員。裡面沒有任何人的資料。</source>
        <translation>Quét bằng điện thoại rồi gửi cho bộ phận bảo trì. Không có dữ liệu của ai trong đó.</translation>
    </message>
    <message>
        <source>診斷的 QR 碼</source>
        <translation>Mã QR chẩn đoán</translation>
    </message>
</context>
<context>
    <name>CornerEndPage</name>
    <message>
        <source>要重新啟動程式嗎？</source>
        <translation>Khởi động lại chương trình?</translation>
    </message>
    <message>
        <source>還沒上傳的紀錄都會留著。關閉後，這台要由維護人員再打開。</source>
        <translation>Dữ liệu chưa gửi vẫn được giữ. Sau khi đóng, nhân viên bảo trì phải mở lại máy.</translation>
    </message>
    <message>
        <source>重新啟動</source>
        <translation>Khởi động lại</translation>
    </message>
    <message>
        <source>關閉程式</source>
        <translation>Đóng chương trình</translation>
    </message>
</context>
<context>
    <name>CornerPage</name>
    <message>
        <source>機台維護</source>
        <translation>Bảo trì máy</translation>
    </message>
    <message>
        <source>更新數字</source>
        <translation>Cập nhật</translation>
    </message>
    <message>
        <source>測試網路</source>
        <translation>Thử mạng</translation>
    </message>
    <message>
        <source>班次</source>
        <translation>Ca làm</translation>
    </message>
    <message>
        <source>診斷碼</source>
        <translation>Chẩn đoán</translation>
    </message>
    <message>
        <source>重新啟動</source>
        <translation>Khởi động lại</translation>
    </message>
    <message>
        <source>解除 {count} 張卡的鎖定</source>
        <translation>Mở khóa {count} thẻ</translation>
    </message>
    <message>
        <source>{count} 筆，最久 {minutes} 分鐘</source>
        <translation>{count}, lâu nhất {minutes} phút</translation>
    </message>
    <message>
        <source>{count} 筆，{amount}</source>
        <translation>{count}, {amount}</translation>
    </message>
    <message>
        <source>今天放卡</source>
        <translation>Thẻ hôm nay</translation>
    </message>
    <message>
        <source>開機後 {count} 次</source>
        <translation>{count} từ khi mở</translation>
    </message>
    <message>
        <source>讀卡機</source>
        <translation>Đầu đọc</translation>
    </message>
    <message>
        <source>今天兌換</source>
        <translation>Đổi hôm nay</translation>
    </message>
    <message>
        <source>列印測試</source>
        <translation>In thử</translation>
    </message>
    <message>
        <source>等待上傳</source>
        <translation>Chờ gửi</translation>
    </message>
    <message>
        <source>沒有</source>
        <translation>Không</translation>
    </message>
    <message>
        <source>平台退回</source>
        <translation>Bị trả lại</translation>
    </message>
    <message>
        <source>{count} 筆</source>
        <translation>{count}</translation>
    </message>
    <message>
        <source>已連線</source>
        <translation>Đã kết nối</translation>
    </message>
    <message>
        <source>連不上</source>
        <translation>Không kết nối được</translation>
    </message>
    <message>
        <source>測試成功，{took} 毫秒</source>
        <translation>Thử tốt, {took} ms</translation>
    </message>
    <message>
        <source>沒有連線</source>
        <translation>Chưa kết nối</translation>
    </message>
    <message>
        <source>正常，放卡片可測試</source>
        <translation>Tốt, đặt thẻ để thử</translation>
    </message>
    <message>
        <source>讀不到剛放的卡片</source>
        <translation>Không đọc được thẻ vừa đặt</translation>
    </message>
    <message>
        <source>測試成功，讀到 {count} 張</source>
        <translation>Thử tốt, đọc {count} thẻ</translation>
    </message>
    <message>
        <source>平台</source>
        <translation>Nền tảng</translation>
    </message>
    <message>
        <source>收據印表機</source>
        <translation>Máy in biên nhận</translation>
    </message>
    <message>
        <source>正常</source>
        <translation>Bình thường</translation>
    </message>
    <message>
        <source>紙快用完</source>
        <translation>Giấy sắp hết</translation>
    </message>
    <message>
        <source>沒紙或故障</source>
        <translation>Hết giấy hoặc hỏng</translation>
    </message>
    <message>
        <source>磁碟剩下</source>
        <translation>Đĩa còn trống</translation>
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
        <translation>Ca làm</translation>
    </message>
    <message>
        <source>今天兌換</source>
        <translation>Đổi hôm nay</translation>
    </message>
    <message>
        <source>這一班</source>
        <translation>Ca này</translation>
    </message>
    <message>
        <source>還沒有開始</source>
        <translation>Chưa bắt đầu</translation>
    </message>
    <message>
        <source>開始</source>
        <translation>Bắt đầu</translation>
    </message>
    <message>
        <source>這台不收現金，只記下筆數和金額。</source>
        <translation>Máy này không thu tiền mặt, chỉ ghi số lượt và số tiền.</translation>
    </message>
    <message>
        <source>結班要由主管操作。</source>
        <translation>Giám sát viên phải kết ca.</translation>
    </message>
    <message>
        <source>開始記錄</source>
        <translation>Bắt đầu ghi</translation>
    </message>
    <message>
        <source>結班並開始下一班</source>
        <translation>Kết ca, bắt đầu ca mới</translation>
    </message>
</context>
<context>
    <name>FactorCodePage</name>
    <message>
        <source>選「確認身分」的條碼，對準讀碼處。原來的卡片請留在讀卡機上。</source>
        <translation>Chọn mã «xác nhận danh tính», đưa vào chỗ quét. Xin để thẻ trên máy đọc.</translation>
    </message>
    <message>
        <source>點數沒有減少。</source>
        <translation>Điểm không bị giảm.</translation>
    </message>
</context>
<context>
    <name>NoRecordPage</name>
    <message>
        <source>現在不能查您的紀錄</source>
        <translation>Hiện không xem được hồ sơ</translation>
    </message>
    <message>
        <source>連不上平台。紀錄只存在平台，需要網路才能查，一筆都不會少。</source>
        <translation>Không kết nối được hệ thống. Hồ sơ chỉ lưu ở hệ thống nên cần có mạng mới xem được; không mất mục nào.</translation>
    </message>
    <message>
        <source>請稍後再查，或洽櫃檯。</source>
        <translation>Xin xem lại sau, hoặc hỏi quầy.</translation>
    </message>
    <message>
        <source>卡片裡的錢照常可以用。請稍後再查，或洽櫃檯。</source>
        <translation>Tiền trong thẻ vẫn dùng được. Xin xem lại sau hoặc hỏi quầy.</translation>
    </message>
    <message>
        <source>現在還可以登記兌換儲值金，恢復連線後才會決定。</source>
        <translation>Vẫn có thể đăng ký đổi điểm ra tiền; khi có mạng lại mới quyết định.</translation>
    </message>
    <message>
        <source>點數沒有減少，沒有任何變更。</source>
        <translation>Điểm không bị trừ, không có gì thay đổi.</translation>
    </message>
    <message>
        <source>看我的點數</source>
        <translation>Xem điểm của tôi</translation>
    </message>
</context>
<context>
    <name>OpeningPage</name>
    <message>
        <source>正在打開您的紀錄…</source>
        <translation>Đang mở hồ sơ của bạn…</translation>
    </message>
    <message>
        <source>請把卡片留在讀卡機上。</source>
        <translation>Xin để thẻ trên máy đọc.</translation>
    </message>
    <message>
        <source>請稍候。</source>
        <translation>Xin chờ một chút.</translation>
    </message>
</context>
<context>
    <name>OutOfServicePage</name>
    <message>
        <source>暫停服務</source>
        <translation>Tạm ngưng phục vụ</translation>
    </message>
    <message>
        <source>原因：{reason}</source>
        <translation>Lý do: {reason}</translation>
    </message>
    <message>
        <source>您的點數和儲值金不受影響。</source>
        <translation>Điểm và tiền nạp của bạn không bị ảnh hưởng.</translation>
    </message>
    <message>
        <source>手機上的市民卡還可以掃描，查點數和紀錄。</source>
        <translation>Thẻ trên điện thoại vẫn quét được để xem điểm và hồ sơ.</translation>
    </message>
    <message>
        <source>請改到</source>
        <translation>Xin đến</translation>
    </message>
    <message>
        <source>附近的服務櫃檯</source>
        <translation>quầy phục vụ gần đây</translation>
    </message>
    <message>
        <source>服務電話</source>
        <translation>Điện thoại</translation>
    </message>
    <message>
        <source>來電請說是</source>
        <translation>Máy này là</translation>
    </message>
    <message>
        <source>修好後會自動恢復。</source>
        <translation>Máy sẽ tự hoạt động lại khi sửa xong.</translation>
    </message>
    <message>
        <source>等一下會自動再試。</source>
        <translation>Máy sẽ tự thử lại sau ít phút.</translation>
    </message>
</context>
<context>
    <name>OwnAmountPage</name>
    <message>
        <source>要兌換多少元？</source>
        <translation>Đổi bao nhiêu NT$?</translation>
    </message>
    <message>
        <source>可以輸入 {least} 到 {most}。</source>
        <translation>Có thể nhập từ {least} đến {most}.</translation>
    </message>
    <message>
        <source>金額須為 {step} 的倍數。</source>
        <translation>Số tiền phải là bội số của {step}.</translation>
    </message>
    <message>
        <source>兌換 {amount}</source>
        <translation>Đổi {amount}</translation>
    </message>
    <message>
        <source>請輸入金額</source>
        <translation>Xin nhập số tiền</translation>
    </message>
    <message>
        <source>最多可以兌換 {most}</source>
        <translation>Đổi được nhiều nhất {most}</translation>
    </message>
    <message>
        <source>最少要兌換 {least}</source>
        <translation>Phải đổi ít nhất {least}</translation>
    </message>
    <message>
        <source>這個金額不在可以兌換的範圍內。</source>
        <translation>Số tiền này nằm ngoài mức có thể đổi.</translation>
    </message>
</context>
<context>
    <name>ProofCodePage</name>
    <message>
        <source>選「確認身分」的條碼，對準讀碼處。</source>
        <translation>Chọn mã «xác nhận danh tính», đưa vào chỗ quét.</translation>
    </message>
    <message>
        <source>選「確認身分」的條碼，對準讀碼處。原來的卡片請留在讀卡機上。</source>
        <translation>Chọn mã «xác nhận danh tính», đưa vào chỗ quét. Xin để thẻ trên máy đọc.</translation>
    </message>
</context>
<context>
    <name>ProofPage</name>
    <message>
        <source>看我的紀錄</source>
        <translation>Xem hồ sơ của tôi</translation>
    </message>
    <message>
        <source>是您本人才能看。請輸入生日的月和日，例如 1 月 5 日 → 0105。連續錯 {attempts} 次，{minutes} 分鐘內不能用。</source>
        <translation>Chỉ chính bạn mới xem được. Nhập tháng và ngày sinh, ví dụ 5 tháng 1 → 0105. Sai {attempts} lần liên tiếp thì khóa {minutes} phút.</translation>
    </message>
    <message>
        <source>生日不對</source>
        <translation>Ngày sinh không đúng</translation>
    </message>
    <message>
        <source>請再輸入一次，例如 1 月 5 日 → 0105。</source>
        <translation>Xin nhập lại, ví dụ ngày 5 tháng 1 → 0105.</translation>
    </message>
</context>
<context>
    <name>Purse</name>
    <message>
        <source>一次最多兌換 {most}。</source>
        <translation>Mỗi lần đổi nhiều nhất {most}.</translation>
    </message>
    <message>
        <source>卡片最多能有 {limit}，現在最多再存 {most}。花掉一些，就能再兌換。</source>
        <translation>Thẻ chứa nhiều nhất {limit}, hiện chỉ nạp thêm được {most}. Tiêu bớt thì đổi thêm được.</translation>
    </message>
    <message>
        <source>待入卡最多 {limit}，現在最多再換 {most}。存進卡片後，就能再兌換。</source>
        <translation>Tiền chờ nạp nhiều nhất {limit}, hiện chỉ đổi thêm được {most}. Nạp vào thẻ rồi thì đổi thêm được.</translation>
    </message>
    <message>
        <source>卡片最多能有 {limit}，現在放不下了。花掉一些，再來兌換。</source>
        <translation>Thẻ chứa nhiều nhất {limit}, hiện đã đầy. Tiêu bớt rồi quay lại đổi.</translation>
    </message>
    <message>
        <source>待入卡最多 {limit}，現在放不下了。存進卡片後，再來兌換。</source>
        <translation>Tiền chờ nạp nhiều nhất {limit}, hiện đã đầy. Nạp vào thẻ rồi quay lại đổi.</translation>
    </message>
    <message>
        <source>已經登記的 {pending} 還在等平台決定，這些點數先留著。</source>
        <translation>{pending} đã đăng ký còn chờ hệ thống quyết định, số điểm đó được giữ lại.</translation>
    </message>
</context>
<context>
    <name>RatingPage</name>
    <message>
        <source>這次服務您滿意嗎？</source>
        <translation>Bạn có hài lòng không?</translation>
    </message>
    <message>
        <source>只記下您的選擇，不會記下您是誰。</source>
        <translation>Chỉ ghi lựa chọn của bạn, không ghi bạn là ai.</translation>
    </message>
    <message>
        <source>非常滿意</source>
        <translation>Rất hài lòng</translation>
    </message>
    <message>
        <source>滿意</source>
        <translation>Hài lòng</translation>
    </message>
    <message>
        <source>不滿意</source>
        <translation>Không hài lòng</translation>
    </message>
    <message>
        <source>非常不滿意</source>
        <translation>Rất không hài lòng</translation>
    </message>
</context>
<context>
    <name>ReadingPage</name>
    <message>
        <source>讀取卡片中…</source>
        <translation>Đang đọc thẻ…</translation>
    </message>
    <message>
        <source>請把卡片留在讀卡機上。</source>
        <translation>Xin để thẻ trên máy đọc.</translation>
    </message>
    <message>
        <source>正在確認手機上的市民卡…</source>
        <translation>Đang kiểm tra thẻ trên điện thoại…</translation>
    </message>
    <message>
        <source>請稍候。</source>
        <translation>Xin chờ một chút.</translation>
    </message>
</context>
<context>
    <name>Receipt</name>
    <message>
        <source>結果未定</source>
        <translation>Chưa rõ kết quả</translation>
    </message>
    <message>
        <source>已存進卡片</source>
        <translation>Đã nạp vào thẻ</translation>
    </message>
    <message>
        <source>時間</source>
        <translation>Thời gian</translation>
    </message>
    <message>
        <source>地點</source>
        <translation>Địa điểm</translation>
    </message>
    <message>
        <source>金額</source>
        <translation>Số tiền</translation>
    </message>
    <message>
        <source>狀態</source>
        <translation>Trạng thái</translation>
    </message>
    <message>
        <source>剩餘點數</source>
        <translation>Điểm còn lại</translation>
    </message>
    <message>
        <source>卡片餘額</source>
        <translation>Trong thẻ</translation>
    </message>
    <message>
        <source>查詢代碼</source>
        <translation>Mã tra cứu</translation>
    </message>
    <message>
        <source>卡片末碼</source>
        <translation>Số cuối của thẻ</translation>
    </message>
    <message>
        <source>收據</source>
        <translation>Biên nhận</translation>
    </message>
    <message>
        <source>收據上沒有姓名。</source>
        <translation>Biên nhận không có họ tên.</translation>
    </message>
    <message>
        <source>列印測試</source>
        <translation>In thử</translation>
    </message>
    <message>
        <source>機台</source>
        <translation>Máy</translation>
    </message>
</context>
<context>
    <name>ReceiptPage</name>
    <message>
        <source>用手機掃收據</source>
        <translation>Quét biên nhận bằng điện thoại</translation>
    </message>
    <message>
        <source>收據上沒有姓名。</source>
        <translation>Biên nhận không có họ tên.</translation>
    </message>
    <message>
        <source>收據的 QR 碼</source>
        <translation>Mã QR của biên nhận</translation>
    </message>
    <message>
        <source>再印一次收據</source>
        <translation>In lại biên nhận</translation>
    </message>
    <message>
        <source>印出收據</source>
        <translation>In biên nhận</translation>
    </message>
    <message>
        <source>正在印收據…</source>
        <translation>Đang in biên nhận…</translation>
    </message>
    <message>
        <source>收據印好了，請取走。</source>
        <translation>Biên nhận đã in xong, xin lấy biên nhận.</translation>
    </message>
    <message>
        <source>收據紙用完了，沒有印出來。兌換不受影響，請用手機掃這裡的收據。</source>
        <translation>Máy in hết giấy nên không in được biên nhận. Việc đổi điểm không bị ảnh hưởng; xin quét biên nhận ở đây bằng điện thoại.</translation>
    </message>
    <message>
        <source>印表機沒有印出收據。兌換不受影響，請用手機掃這裡的收據。</source>
        <translation>Máy in không in được biên nhận. Việc đổi điểm không bị ảnh hưởng; xin quét biên nhận ở đây bằng điện thoại.</translation>
    </message>
</context>
<context>
    <name>Record</name>
    <message>
        <source>得到</source>
        <translation>Nhận</translation>
    </message>
    <message>
        <source>收回</source>
        <translation>Thu lại</translation>
    </message>
    <message>
        <source>兌換成儲值金</source>
        <translation>Đổi ra tiền nạp</translation>
    </message>
    <message>
        <source>儲值到卡片</source>
        <translation>Nạp vào thẻ</translation>
    </message>
    <message>
        <source>退還</source>
        <translation>Trả lại</translation>
    </message>
    <message>
        <source>使用</source>
        <translation>Đã dùng</translation>
    </message>
    <message>
        <source>過期</source>
        <translation>Hết hạn</translation>
    </message>
    <message>
        <source>活動報名名單</source>
        <translation>danh sách đăng ký hoạt động</translation>
    </message>
    <message>
        <source>申請案</source>
        <translation>đơn xin</translation>
    </message>
    <message>
        <source>申請案名單</source>
        <translation>danh sách đơn xin</translation>
    </message>
    <message>
        <source>申請進度</source>
        <translation>tiến độ đơn xin</translation>
    </message>
    <message>
        <source>您有哪些卡</source>
        <translation>các thẻ bạn có</translation>
    </message>
    <message>
        <source>您的手機</source>
        <translation>điện thoại của bạn</translation>
    </message>
    <message>
        <source>中獎名單</source>
        <translation>danh sách trúng thưởng</translation>
    </message>
    <message>
        <source>全部資料</source>
        <translation>toàn bộ dữ liệu</translation>
    </message>
    <message>
        <source>忘記簽退的名單</source>
        <translation>danh sách quên ký ra</translation>
    </message>
    <message>
        <source>領卡名單</source>
        <translation>danh sách nhận thẻ</translation>
    </message>
    <message>
        <source>還沒有結果的儲值</source>
        <translation>lần nạp chưa có kết quả</translation>
    </message>
    <message>
        <source>資格查詢</source>
        <translation>kiểm tra điều kiện</translation>
    </message>
    <message>
        <source>卡片號碼</source>
        <translation>số thẻ</translation>
    </message>
    <message>
        <source>志工時數</source>
        <translation>Giờ tình nguyện</translation>
    </message>
    <message>
        <source>用到 {day}，之後過期</source>
        <translation>Dùng đến {day}, sau đó hết hạn</translation>
    </message>
    <message>
        <source>{year} 年，{times} 次</source>
        <translation>Năm {year}, {times} lần</translation>
    </message>
    <message>
        <source>{day} 起</source>
        <translation>từ {day}</translation>
    </message>
    <message>
        <source>就是這張卡</source>
        <translation>chính là thẻ này</translation>
    </message>
    <message>
        <source>您的資料</source>
        <translation>dữ liệu của bạn</translation>
    </message>
    <message>
        <source>看了：{what}。原因：{why}</source>
        <translation>Đã xem: {what}. Lý do: {why}</translation>
    </message>
    <message>
        <source>{points}：服務人員確認已儲值到卡片。</source>
        <translation>{points}: nhân viên xác nhận đã nạp vào thẻ.</translation>
    </message>
    <message>
        <source>之前的儲值已經確認</source>
        <translation>Lần nạp trước đã được xác nhận</translation>
    </message>
    <message>
        <source>{points}：{reason}，點數沒有減少。</source>
        <translation>{points}: {reason}; điểm không bị trừ.</translation>
    </message>
    <message>
        <source>之前的兌換沒有成功</source>
        <translation>Lần đổi trước không thành công</translation>
    </message>
</context>
<context>
    <name>RecordPage</name>
    <message>
        <source>我的紀錄</source>
        <translation>Hồ sơ của tôi</translation>
    </message>
    <message>
        <source>沒有新的訊息。</source>
        <translation>Không có tin nhắn mới.</translation>
    </message>
    <message>
        <source>看點數的進出</source>
        <translation>Xem điểm vào ra</translation>
    </message>
    <message>
        <source>看志工時數</source>
        <translation>Xem giờ tình nguyện</translation>
    </message>
    <message>
        <source>看我的卡片</source>
        <translation>Xem thẻ của tôi</translation>
    </message>
    <message>
        <source>看誰查過我</source>
        <translation>Xem ai đã tra cứu tôi</translation>
    </message>
</context>
<context>
    <name>RecordPartPage</name>
    <message>
        <source>更早的紀錄請洽櫃檯。</source>
        <translation>Mục cũ hơn xin hỏi quầy.</translation>
    </message>
    <message>
        <source>看前一頁</source>
        <translation>Xem trang trước</translation>
    </message>
    <message>
        <source>看下一頁</source>
        <translation>Xem trang sau</translation>
    </message>
    <message>
        <source>點數的進出</source>
        <translation>Điểm vào ra</translation>
    </message>
    <message>
        <source>志工時數</source>
        <translation>Giờ tình nguyện</translation>
    </message>
    <message>
        <source>我的卡片</source>
        <translation>Thẻ của tôi</translation>
    </message>
    <message>
        <source>誰查過我的資料</source>
        <translation>Ai đã xem dữ liệu của tôi</translation>
    </message>
    <message>
        <source>還沒有紀錄。</source>
        <translation>Chưa có mục nào.</translation>
    </message>
    <message>
        <source>第 {page} 頁，共 {pages} 頁。</source>
        <translation>Trang {page} trên {pages}.</translation>
    </message>
    <message>
        <source>一共 {time}。</source>
        <translation>Tổng cộng {time}.</translation>
    </message>
    <message>
        <source>存在時間銀行的有 {time}。</source>
        <translation>Trong ngân hàng thời gian có {time}.</translation>
    </message>
</context>
<context>
    <name>ResultPage</name>
    <message>
        <source>謝謝您的意見。</source>
        <translation>Cảm ơn ý kiến của bạn.</translation>
    </message>
    <message>
        <source>另一張卡片已經放好了。按「結束」就換那張卡，也可以稍候。</source>
        <translation>Đã có thẻ khác. Bấm «Kết thúc» để chuyển sang thẻ đó, hoặc chờ một chút.</translation>
    </message>
    <message>
        <source>查詢代碼</source>
        <translation>Mã tra cứu</translation>
    </message>
    <message>
        <source>用手機掃收據</source>
        <translation>Quét biên nhận</translation>
    </message>
    <message>
        <source>要收據</source>
        <translation>Lấy biên nhận</translation>
    </message>
    <message>
        <source>說說是否滿意</source>
        <translation>Đánh giá dịch vụ</translation>
    </message>
    <message>
        <source>再看我的點數</source>
        <translation>Xem lại điểm</translation>
    </message>
    <message>
        <source>結束，取回卡片</source>
        <translation>Xong, lấy thẻ</translation>
    </message>
    <message>
        <source>結束</source>
        <translation>Kết thúc</translation>
    </message>
    <message>
        <source>已存進卡片</source>
        <translation>Đã nạp vào thẻ</translation>
    </message>
    <message>
        <source>兌換完成</source>
        <translation>Đổi xong</translation>
    </message>
    <message>
        <source>儲值金已登記為待入卡，由票證公司存進卡片。</source>
        <translation>Tiền đã ghi là chờ nạp, công ty thẻ sẽ nạp vào thẻ.</translation>
    </message>
    <message>
        <source>已登記，尚未入帳</source>
        <translation>Đã đăng ký, chưa ghi sổ</translation>
    </message>
    <message>
        <source>現在連不上平台：點數還沒有減少，錢也還沒有存入。恢復連線後由平台決定。</source>
        <translation>Hiện không kết nối được hệ thống: điểm chưa bị trừ, tiền cũng chưa nạp. Khi có mạng lại hệ thống sẽ quyết định.</translation>
    </message>
    <message>
        <source>點數和金額都不會遺失。</source>
        <translation>Điểm và tiền đều không mất.</translation>
    </message>
    <message>
        <source>結果還不確定</source>
        <translation>Kết quả chưa chắc chắn</translation>
    </message>
    <message>
        <source>很抱歉，請不要再試，先記下查詢代碼，洽服務人員確認。</source>
        <translation>Rất xin lỗi. Xin đừng thử lại; hãy ghi lại mã tra cứu và hỏi nhân viên.</translation>
    </message>
    <message>
        <source>沒有兌換，點數沒有減少，也沒有存入儲值金。</source>
        <translation>Chưa đổi gì: điểm không bị trừ, tiền cũng không nạp vào.</translation>
    </message>
    <message>
        <source>金額已經在卡片裡，可以使用了。</source>
        <translation>Tiền đã ở trong thẻ, dùng được rồi.</translation>
    </message>
    <message>
        <source>卡片裡現在有 {value}，可以使用了。</source>
        <translation>Trong thẻ hiện có {value}, dùng được rồi.</translation>
    </message>
    <message>
        <source>結果之後在任何一台的「看我的紀錄」都看得到；也可以帶卡片和查詢代碼到服務櫃檯問。</source>
        <translation>Sau này xem kết quả ở mục &quot;Xem hồ sơ của tôi&quot; tại bất kỳ máy nào; hoặc mang thẻ và mã tra cứu đến hỏi tại quầy.</translation>
    </message>
    <message>
        <source>請把卡片放回讀卡機，再試一次。</source>
        <translation>Xin đặt thẻ lại lên đầu đọc và thử lại.</translation>
    </message>
</context>
<context>
    <name>SecondFactorPage</name>
    <message>
        <source>繼續兌換</source>
        <translation>Tiếp tục đổi</translation>
    </message>
    <message>
        <source>請輸入生日的月和日，例如 1 月 5 日 → 0105。連續錯 {attempts} 次，{minutes} 分鐘內不能兌換。</source>
        <translation>Nhập tháng và ngày sinh, ví dụ ngày 5 tháng 1 → 0105. Sai liên tiếp {attempts} lần thì không đổi được trong {minutes} phút.</translation>
    </message>
    <message>
        <source>生日不對，沒有兌換</source>
        <translation>Sai ngày sinh, chưa đổi</translation>
    </message>
    <message>
        <source>點數沒有減少。請再輸入一次，例如 1 月 5 日 → 0105。</source>
        <translation>Điểm không bị trừ. Xin nhập lại, ví dụ ngày 5 tháng 1 → 0105.</translation>
    </message>
</context>
<context>
    <name>SettledPage</name>
    <message>
        <source>上一次儲值已經在卡片裡</source>
        <translation>Lần nạp trước đã ở trong thẻ</translation>
    </message>
    <message>
        <source>已確認寫進卡片，扣 {points}。</source>
        <translation>Đã xác nhận ghi vào thẻ, trừ {points}.</translation>
    </message>
    <message>
        <source>上一次儲值沒有寫進卡片</source>
        <translation>Lần nạp trước chưa ghi vào thẻ</translation>
    </message>
    <message>
        <source>{points}已經還給您，可以再儲值一次。</source>
        <translation>{points} đã trả lại cho bạn, có thể nạp lại.</translation>
    </message>
    <message>
        <source>儲值時間</source>
        <translation>Thời gian nạp</translation>
    </message>
    <message>
        <source>現在可兌換</source>
        <translation>Hiện có thể đổi</translation>
    </message>
    <message>
        <source>卡片裡的金額</source>
        <translation>Số tiền trong thẻ</translation>
    </message>
    <message>
        <source>查詢代碼</source>
        <translation>Mã tra cứu</translation>
    </message>
    <message>
        <source>看我的點數</source>
        <translation>Xem điểm của tôi</translation>
    </message>
</context>
<context>
    <name>Speech</name>
    <message>
        <source>金額和個人資料只顯示在畫面上，不會唸出來。</source>
        <translation>Số tiền và thông tin cá nhân chỉ hiện trên màn hình, không đọc thành tiếng.</translation>
    </message>
    <message>
        <source>可以按：{buttons}</source>
        <translation>Có thể bấm: {buttons}</translation>
    </message>
    <message>
        <source>每個畫面都有：{buttons}</source>
        <translation>Trên mọi màn hình: {buttons}</translation>
    </message>
    <message>
        <source>{amount} 元</source>
        <translation>{amount} đồng</translation>
    </message>
</context>
<context>
    <name>StaffPinPage</name>
    <message>
        <source>請輸入密碼</source>
        <translation>Vui lòng nhập mã PIN</translation>
    </message>
    <message>
        <source>這張是服務人員的卡。</source>
        <translation>Đây là thẻ nhân viên.</translation>
    </message>
    <message>
        <source>已輸入 {count} 位</source>
        <translation>Đã nhập {count} chữ số</translation>
    </message>
    <message>
        <source>正在檢查…</source>
        <translation>Đang kiểm tra…</translation>
    </message>
    <message>
        <source>進入</source>
        <translation>Vào</translation>
    </message>
    <message>
        <source>{seconds} 秒後可以再試。</source>
        <translation>Thử lại sau {seconds} giây.</translation>
    </message>
    <message>
        <source>密碼不對</source>
        <translation>Mã PIN không đúng</translation>
    </message>
    <message>
        <source>請等 {seconds} 秒再試</source>
        <translation>Vui lòng đợi {seconds} giây</translation>
    </message>
    <message>
        <source>錯太多次，請主管在這台解除鎖定</source>
        <translation>Sai quá nhiều lần: giám sát viên phải mở khóa tại máy này</translation>
    </message>
</context>
<context>
    <name>StaffWords</name>
    <message>
        <source>代碼：{code}</source>
        <translation>Mã: {code}</translation>
    </message>
    <message>
        <source>找不到收據印表機</source>
        <translation>Không tìm thấy máy in biên nhận</translation>
    </message>
    <message>
        <source>請確認已開機、線路已接好，再測試一次。</source>
        <translation>Hãy kiểm tra máy đã bật và cáp đã cắm chắc, rồi thử lại.</translation>
    </message>
    <message>
        <source>收據紙用完了</source>
        <translation>Đã hết giấy in biên nhận</translation>
    </message>
    <message>
        <source>請換上新的紙捲，蓋好上蓋，再測試一次。</source>
        <translation>Hãy thay cuộn giấy mới, đóng nắp lại rồi thử lại.</translation>
    </message>
    <message>
        <source>收據印表機停住了</source>
        <translation>Máy in biên nhận đã dừng</translation>
    </message>
    <message>
        <source>請看上蓋是否蓋好、紙有沒有卡住，再測試一次。</source>
        <translation>Hãy xem nắp đã đóng chưa, giấy có bị kẹt không, rồi thử lại.</translation>
    </message>
</context>
<context>
    <name>StillTherePage</name>
    <message>
        <source>還需要一點時間嗎？</source>
        <translation>Bạn cần thêm thời gian?</translation>
    </message>
    <message>
        <source>{seconds} 秒後結束，並清除畫面。</source>
        <translation>Sẽ kết thúc và xóa màn hình sau {seconds} giây.</translation>
    </message>
    <message>
        <source>繼續使用</source>
        <translation>Tiếp tục dùng</translation>
    </message>
</context>
<context>
    <name>Tools</name>
    <message>
        <source>普通</source>
        <translation>bình thường</translation>
    </message>
    <message>
        <source>大聲</source>
        <translation>to</translation>
    </message>
    <message>
        <source>小聲</source>
        <translation>nhỏ</translation>
    </message>
    <message>
        <source>音量：{level}</source>
        <translation>Âm lượng: {level}</translation>
    </message>
    <message>
        <source>按鍵移到下方</source>
        <translation>Chuyển nút xuống dưới</translation>
    </message>
    <message>
        <source>高對比</source>
        <translation>Tương phản cao</translation>
    </message>
    <message>
        <source>朗讀畫面</source>
        <translation>Đọc màn hình</translation>
    </message>
    <message>
        <source>放大文字</source>
        <translation>Chữ to hơn</translation>
    </message>
    <message>
        <source>恢復原樣</source>
        <translation>Trở lại như ban đầu</translation>
    </message>
</context>
<context>
    <name>UnknownPage</name>
    <message>
        <source>上一次儲值還沒有結果</source>
        <translation>Lần nạp trước chưa có kết quả</translation>
    </message>
    <message>
        <source>還不知道有沒有寫進卡片</source>
        <translation>Chưa biết đã ghi vào thẻ chưa</translation>
    </message>
    <message>
        <source>點數和金額都不會遺失。</source>
        <translation>Điểm và tiền đều không mất.</translation>
    </message>
    <message>
        <source>卡片在讀卡機上，請再查一次結果。</source>
        <translation>Thẻ đang ở trên đầu đọc, xin kiểm tra lại.</translation>
    </message>
    <message>
        <source>請把同一張卡（末碼 {tail}）再放回讀卡機，就會知道結果。</source>
        <translation>Xin đặt lại đúng thẻ này (số cuối {tail}) lên đầu đọc để biết kết quả.</translation>
    </message>
    <message>
        <source>這台現在讀不到卡片。請記下查詢代碼，帶這張卡（末碼 {tail}）到：</source>
        <translation>Máy này hiện không đọc được thẻ. Xin ghi mã và mang thẻ này (số cuối {tail}) đến:</translation>
    </message>
    <message>
        <source>也可以之後帶這張卡到任何一台自助機或櫃檯，並出示查詢代碼。</source>
        <translation>Hoặc sau này mang thẻ này đến bất kỳ máy hay quầy nào và đưa mã tra cứu.</translation>
    </message>
    <message>
        <source>請改到</source>
        <translation>Xin đến</translation>
    </message>
    <message>
        <source>附近的服務櫃檯</source>
        <translation>quầy phục vụ gần đây</translation>
    </message>
    <message>
        <source>服務電話</source>
        <translation>Điện thoại</translation>
    </message>
    <message>
        <source>查詢代碼</source>
        <translation>Mã tra cứu</translation>
    </message>
    <message>
        <source>再查一次結果</source>
        <translation>Kiểm tra lại</translation>
    </message>
    <message>
        <source>看我的點數</source>
        <translation>Xem điểm của tôi</translation>
    </message>
    <message>
        <source>換下一位</source>
        <translation>Nhường người sau</translation>
    </message>
    <message>
        <source>請改放末碼 {tail} 的卡，或按「換下一位」。</source>
        <translation>Xin đặt thẻ có số cuối {tail}, hoặc bấm &quot;Nhường người sau&quot;.</translation>
    </message>
</context>
<context>
    <name>WorkingPage</name>
    <message>
        <source>請勿移開卡片</source>
        <translation>Đừng dời thẻ</translation>
    </message>
    <message>
        <source>正在儲值 {amount}</source>
        <translation>Đang nạp {amount}</translation>
    </message>
    <message>
        <source>正在寫進卡片…</source>
        <translation>Đang ghi vào thẻ…</translation>
    </message>
    <message>
        <source>正在兌換 {points}…</source>
        <translation>Đang đổi {points}…</translation>
    </message>
    <message>
        <source>請勿移開卡片。</source>
        <translation>Xin đừng dời thẻ.</translation>
    </message>
    <message>
        <source>正在兌換…</source>
        <translation>Đang đổi điểm…</translation>
    </message>
    <message>
        <source>正在請平台保留點數…</source>
        <translation>Đang xin giữ điểm…</translation>
    </message>
    <message>
        <source>正在核對結果…</source>
        <translation>Đang kiểm tra kết quả…</translation>
    </message>
</context>
</TS>
