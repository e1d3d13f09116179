<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="vi" sourcelanguage="zh_TW">
<context>
    <name>Amounts</name>
    <message>
        <source>{points} 點</source>
        <translation>{points} điểm</translation>
    </message>
    <message>
        <source>{roc} ({year})</source>
        <translation>{iso} (ROC {roc_year})</translation>
    </message>
    <message>
        <source>{minutes} 分鐘</source>
        <translation>{minutes} phút</translation>
    </message>
    <message>
        <source>{hours} 小時 {minutes} 分</source>
        <translation>{hours} giờ {minutes} phút</translation>
    </message>
    <message>
        <source>{number} 秒</source>
        <translation>{number} giây</translation>
    </message>
    <message>
        <source>{number} 分</source>
        <translation>{number} phút</translation>
    </message>
    <message>
        <source>{number} 小時</source>
        <translation>{number} giờ</translation>
    </message>
    <message>
        <source>{number} 天</source>
        <translation>{number} ngày</translation>
    </message>
</context>
<context>
    <name>DemoRibbon</name>
    <message>
        <source>示範　資料皆為虛構，不是真的卡片與金額</source>
        <translation>Bản thử. Mọi dữ liệu đều là giả: không phải thẻ thật, tiền thật</translation>
    </message>
</context>
<context>
    <name>Messages</name>
    <message>
        <source>這張卡沒有登記持卡人</source>
        <translation>Thẻ này chưa đăng ký chủ thẻ</translation>
    </message>
    <message>
        <source>無法確認卡片的回應</source>
        <translation>Không xác nhận được phản hồi của thẻ</translation>
    </message>
    <message>
        <source>請洽服務人員，或稍後再試。</source>
        <translation>Xin hỏi nhân viên, hoặc thử lại sau.</translation>
    </message>
    <message>
        <source>請改用另一台自助機，或到櫃檯辦理。</source>
        <translation>Xin dùng máy khác hoặc đến quầy.</translation>
    </message>
    <message>
        <source>這台機器的讀卡機中斷連線，現在不能讀卡</source>
        <translation>Đầu đọc của máy này mất kết nối, hiện không đọc được thẻ</translation>
    </message>
    <message>
        <source>這台機器現在不能把錢存進卡片</source>
        <translation>Máy này hiện không nạp tiền vào thẻ được</translation>
    </message>
    <message>
        <source>這台機器現在不能提供服務</source>
        <translation>Máy này hiện không phục vụ được</translation>
    </message>
    <message>
        <source>這台機器現在不能存下新的紀錄</source>
        <translation>Máy này hiện không lưu được dữ liệu mới</translation>
    </message>
    <message>
        <source>這台機器讀卡的程式沒有啟動，現在不能讀卡</source>
        <translation>Dịch vụ đọc thẻ của máy này chưa chạy, hiện không đọc được thẻ</translation>
    </message>
    <message>
        <source>這台機器現在不能確認卡片的資料</source>
        <translation>Máy này hiện không kiểm tra được dữ liệu thẻ</translation>
    </message>
    <message>
        <source>這台機器現在不能辨認卡片</source>
        <translation>Máy này hiện không nhận ra thẻ</translation>
    </message>
    <message>
        <source>請稍候一下，再試一次。</source>
        <translation>Xin chờ một lát rồi thử lại.</translation>
    </message>
    <message>
        <source>請帶這張卡與身分證明文件到櫃檯辦理。其他縣市的市民卡，請到發卡的縣市使用。</source>
        <translation>Xin mang thẻ này và giấy tờ tùy thân đến quầy. Thẻ thành phố của nơi khác xin dùng ở nơi đã cấp thẻ.</translation>
    </message>
    <message>
        <source>這張卡已經有人使用</source>
        <translation>Thẻ này đã có người dùng</translation>
    </message>
    <message>
        <source>請換一張還沒有人用的卡，或帶這張卡到櫃檯查詢。</source>
        <translation>Xin dùng thẻ chưa có người dùng, hoặc mang thẻ này đến quầy hỏi.</translation>
    </message>
    <message>
        <source>這次沒有完成，請拿卡片到服務櫃檯。</source>
        <translation>Lần này chưa xong, xin mang thẻ đến quầy.</translation>
    </message>
    <message>
        <source>請再看一次您的點數，選擇較小的金額。</source>
        <translation>Xin xem lại điểm của bạn và chọn số tiền nhỏ hơn.</translation>
    </message>
    <message>
        <source>一次最多兌換 NT${largest}，卡片最多能有 NT${limit}。快滿的話，請先花掉一些再來兌換。</source>
        <translation>Mỗi lần đổi nhiều nhất NT${largest}, thẻ chứa nhiều nhất NT${limit}. Nếu thẻ gần đầy, xin tiêu bớt rồi quay lại đổi.</translation>
    </message>
    <message>
        <source>請再試一次，或到櫃檯辦理。</source>
        <translation>Xin thử lại hoặc đến quầy.</translation>
    </message>
    <message>
        <source>兌換完成</source>
        <translation>Đổi xong</translation>
    </message>
    <message>
        <source>已受理，等待平台確認</source>
        <translation>Đã nhận, chờ hệ thống xác nhận</translation>
    </message>
    <message>
        <source>沒有兌換</source>
        <translation>Chưa đổi</translation>
    </message>
    <message>
        <source>空白卡</source>
        <translation>Thẻ trắng</translation>
    </message>
    <message>
        <source>暫時核發</source>
        <translation>Cấp tạm</translation>
    </message>
    <message>
        <source>已核發</source>
        <translation>Đã cấp</translation>
    </message>
    <message>
        <source>使用中</source>
        <translation>Đang dùng</translation>
    </message>
    <message>
        <source>暫停使用</source>
        <translation>Tạm ngưng</translation>
    </message>
    <message>
        <source>已掛失</source>
        <translation>Đã báo mất</translation>
    </message>
    <message>
        <source>已繳回</source>
        <translation>Đã trả lại</translation>
    </message>
    <message>
        <source>已到期</source>
        <translation>Hết hạn</translation>
    </message>
    <message>
        <source>卡片太早拿開</source>
        <translation>Thẻ bị lấy ra quá sớm</translation>
    </message>
    <message>
        <source>這次沒有完成。請再放一次卡片，等畫面顯示結果後再拿開。</source>
        <translation>Lần này chưa xong. Xin đặt thẻ lại và chờ màn hình hiện kết quả rồi mới lấy ra.</translation>
    </message>
    <message>
        <source>讀不到卡片</source>
        <translation>Không đọc được thẻ</translation>
    </message>
    <message>
        <source>請把卡片單獨平放在讀卡機上，再試一次。</source>
        <translation>Xin đặt riêng thẻ nằm phẳng trên đầu đọc rồi thử lại.</translation>
    </message>
    <message>
        <source>目前連不上中央平台</source>
        <translation>Hiện không kết nối được hệ thống trung tâm</translation>
    </message>
    <message>
        <source>可以離線的作業照常進行，恢復連線後會自動上傳。</source>
        <translation>Những việc làm được khi mất mạng vẫn tiếp tục; dữ liệu sẽ tự gửi lên khi có mạng lại.</translation>
    </message>
    <message>
        <source>回應的不是中央平台</source>
        <translation>Nơi phản hồi không phải hệ thống trung tâm</translation>
    </message>
    <message>
        <source>請檢查網路是否需要登入，或代理伺服器的設定。收到的狀態碼是 {status}。</source>
        <translation>Hãy kiểm tra xem mạng có cần đăng nhập không, hoặc cài đặt máy chủ proxy. Mã trạng thái nhận được là {status}.</translation>
    </message>
    <message>
        <source>無法確認中央平台的身分</source>
        <translation>Không xác nhận được hệ thống trung tâm</translation>
    </message>
    <message>
        <source>請檢查本機的日期時間與平台網址，並通知系統管理員。</source>
        <translation>Hãy kiểm tra ngày giờ của máy này và địa chỉ nền tảng, rồi báo cho quản trị viên hệ thống.</translation>
    </message>
    <message>
        <source>中央平台忙碌中</source>
        <translation>Hệ thống trung tâm đang bận</translation>
    </message>
    <message>
        <source>系統會自動再試，請稍候。大約還要 {wait_s} 秒。使用中：{file}。</source>
        <translation>Hệ thống sẽ tự thử lại, xin chờ. Còn khoảng {wait_s} giây. Đang dùng: {file}.</translation>
    </message>
    <message>
        <source>本站已被停權</source>
        <translation>Máy này đã bị ngưng quyền</translation>
    </message>
    <message>
        <source>請停止作業並聯絡系統管理員；尚未上傳的紀錄仍安全保存在本機。</source>
        <translation>Hãy ngừng làm việc và liên hệ quản trị viên hệ thống; dữ liệu chưa gửi vẫn được giữ an toàn trong máy này.</translation>
    </message>
    <message>
        <source>中央平台不認得本站</source>
        <translation>Hệ thống trung tâm không nhận ra máy này</translation>
    </message>
    <message>
        <source>請聯絡系統管理員，重新登記本站。</source>
        <translation>Hãy liên hệ quản trị viên hệ thống để đăng ký lại máy này.</translation>
    </message>
    <message>
        <source>另一台機器使用了本站的身分</source>
        <translation>Một máy khác đã dùng danh tính của máy này</translation>
    </message>
    <message>
        <source>請停止作業並聯絡系統管理員，重新登記本站。</source>
        <translation>Hãy ngừng làm việc và liên hệ quản trị viên hệ thống để đăng ký lại máy này.</translation>
    </message>
    <message>
        <source>磁碟空間不足</source>
        <translation>Ổ đĩa hết chỗ</translation>
    </message>
    <message>
        <source>這次沒有完成。請清出空間後再試一次。檔案：{file}。</source>
        <translation>Lần này chưa xong. Hãy giải phóng dung lượng rồi thử lại. Tệp: {file}.</translation>
    </message>
    <message>
        <source>無法寫入本站的資料夾</source>
        <translation>Không ghi được vào thư mục của máy này</translation>
    </message>
    <message>
        <source>這次沒有完成。請給予目前的使用者讀寫權限，並檢查磁碟是否變成唯讀。檔案：{file}。</source>
        <translation>Lần này chưa xong. Hãy cấp quyền đọc và ghi cho người dùng hiện tại, và kiểm tra xem ổ đĩa có thành chỉ đọc không. Tệp: {file}.</translation>
    </message>
    <message>
        <source>磁碟讀寫失敗</source>
        <translation>Ổ đĩa đọc ghi bị lỗi</translation>
    </message>
    <message>
        <source>這次沒有完成。請重新啟動本機，並聯絡系統管理員更換磁碟。檔案：{file}。</source>
        <translation>Lần này chưa xong. Hãy khởi động lại máy này và liên hệ quản trị viên hệ thống để thay ổ đĩa. Tệp: {file}.</translation>
    </message>
    <message>
        <source>待傳紀錄已滿</source>
        <translation>Hàng chờ gửi đã đầy</translation>
    </message>
    <message>
        <source>請先恢復連線，讓紀錄上傳後再繼續。目前待傳 {queued} 筆。</source>
        <translation>Hãy khôi phục kết nối, để dữ liệu được gửi lên rồi mới tiếp tục. Đang chờ gửi: {queued}.</translation>
    </message>
    <message>
        <source>設定檔有錯</source>
        <translation>Tệp cài đặt bị lỗi</translation>
    </message>
    <message>
        <source>請修正設定後再啟動。檔案 {file}，位置 {where}。應為：{expected}。</source>
        <translation>Hãy sửa cài đặt rồi khởi động lại. Tệp {file}, vị trí {where}. Phải là: {expected}.</translation>
    </message>
    <message>
        <source>這張卡還不是市民卡</source>
        <translation>Thẻ này chưa phải thẻ thị dân</translation>
    </message>
    <message>
        <source>這張卡已停用</source>
        <translation>Thẻ này đã ngưng dùng</translation>
    </message>
    <message>
        <source>請帶卡片與身分證明文件到櫃檯查詢。</source>
        <translation>Xin mang thẻ và giấy tờ tùy thân đến quầy để hỏi.</translation>
    </message>
    <message>
        <source>這張卡已到期</source>
        <translation>Thẻ này đã hết hạn</translation>
    </message>
    <message>
        <source>請帶卡片與身分證明文件到櫃檯辦理展期。</source>
        <translation>Xin mang thẻ và giấy tờ tùy thân đến quầy để gia hạn.</translation>
    </message>
    <message>
        <source>這張卡每次感應的號碼都不同</source>
        <translation>Mỗi lần chạm thẻ này cho một số khác</translation>
    </message>
    <message>
        <source>不能用來辦理。手機也是這樣，請換一張實體卡片。</source>
        <translation>Không dùng được. Điện thoại cũng vậy, xin đổi thẻ thật.</translation>
    </message>
    <message>
        <source>這是條碼，不是卡片</source>
        <translation>Đây là mã vạch, không phải thẻ</translation>
    </message>
    <message>
        <source>條碼誰都能複製，不能當卡片用。請放上實體卡片。</source>
        <translation>Mã vạch ai cũng sao chép được nên không dùng thay thẻ. Xin đặt thẻ thật.</translation>
    </message>
    <message>
        <source>這項服務需要記名的卡片，請到櫃檯辦理。</source>
        <translation>Dịch vụ này cần thẻ có ghi tên, xin đến quầy.</translation>
    </message>
    <message>
        <source>這是工作人員的卡片</source>
        <translation>Đây là thẻ của nhân viên</translation>
    </message>
    <message>
        <source>請改放市民的卡片。</source>
        <translation>Xin đặt thẻ của thị dân.</translation>
    </message>
    <message>
        <source>這張卡不是本站工作人員的卡片</source>
        <translation>Thẻ này không phải thẻ của nhân viên máy này</translation>
    </message>
    <message>
        <source>請使用登記在本站的工作證。</source>
        <translation>Hãy dùng thẻ nhân viên đã đăng ký ở máy này.</translation>
    </message>
    <message>
        <source>您的權限不能做這件事</source>
        <translation>Quyền của bạn không làm được việc này</translation>
    </message>
    <message>
        <source>請洽主管，或換有權限的人員登入。</source>
        <translation>Hãy hỏi người quản lý, hoặc để người có quyền đăng nhập.</translation>
    </message>
    <message>
        <source>看不懂這個日期</source>
        <translation>Không hiểu ngày này</translation>
    </message>
    <message>
        <source>請輸入如 1150105 或 115/1/5 的日期。</source>
        <translation>Xin nhập ngày như 1150105 hoặc 115/1/5.</translation>
    </message>
    <message>
        <source>金額不在可兌換的範圍</source>
        <translation>Số tiền ngoài phạm vi đổi được</translation>
    </message>
    <message>
        <source>請重新選擇金額。至少要兌換 NT${smallest}。</source>
        <translation>Xin chọn lại số tiền. Ít nhất NT${smallest}.</translation>
    </message>
    <message>
        <source>點數不夠</source>
        <translation>Không đủ điểm</translation>
    </message>
    <message>
        <source>超過可以存入卡片的金額</source>
        <translation>Vượt quá số tiền nạp được vào thẻ</translation>
    </message>
    <message>
        <source>這種點數不能兌換成儲值金</source>
        <translation>Loại điểm này không đổi thành tiền nạp được</translation>
    </message>
    <message>
        <source>請看各種點數的用途說明。</source>
        <translation>Xin xem cách dùng của từng loại điểm.</translation>
    </message>
    <message>
        <source>驗證資料不正確</source>
        <translation>Thông tin xác minh không đúng</translation>
    </message>
    <message>
        <source>驗證錯誤太多次</source>
        <translation>Xác minh sai quá nhiều lần</translation>
    </message>
    <message>
        <source>這張卡暫時不能使用這項服務，請稍後再試或洽櫃檯。大約要等 {minutes} 分鐘。</source>
        <translation>Thẻ này tạm thời không dùng được dịch vụ này, xin thử lại sau hoặc hỏi quầy. Phải chờ khoảng {minutes} phút.</translation>
    </message>
    <message>
        <source>這不是剛才那張卡</source>
        <translation>Đây không phải thẻ lúc nãy</translation>
    </message>
    <message>
        <source>請放回原來的那張卡。</source>
        <translation>Xin đặt lại thẻ lúc đầu.</translation>
    </message>
    <message>
        <source>卡片不接受這個操作</source>
        <translation>Thẻ không chấp nhận thao tác này</translation>
    </message>
    <message>
        <source>這張卡沒有本市的電子錢包</source>
        <translation>Thẻ này không có ví điện tử của thành phố</translation>
    </message>
    <message>
        <source>請改用有電子錢包的市民卡，或到服務櫃檯詢問。</source>
        <translation>Xin dùng thẻ thị dân có ví điện tử, hoặc hỏi tại quầy phục vụ.</translation>
    </message>
    <message>
        <source>無法確認這張卡的電子錢包</source>
        <translation>Không xác nhận được ví điện tử của thẻ này</translation>
    </message>
    <message>
        <source>這次沒有完成，點數不會減少。請拿卡片到服務櫃檯。</source>
        <translation>Lần này chưa xong, điểm không bị trừ. Xin mang thẻ đến quầy phục vụ.</translation>
    </message>
    <message>
        <source>請不要再試，並拿卡片到服務櫃檯。</source>
        <translation>Xin đừng thử lại và mang thẻ đến quầy phục vụ.</translation>
    </message>
    <message>
        <source>上一次儲值還沒有結果</source>
        <translation>Lần nạp trước chưa có kết quả</translation>
    </message>
    <message>
        <source>請把同一張卡放在讀卡機上，讓系統先確認上一次的結果。</source>
        <translation>Xin đặt cùng thẻ đó lên đầu đọc để hệ thống xác nhận kết quả lần trước.</translation>
    </message>
    <message>
        <source>還不知道儲值有沒有寫進卡片</source>
        <translation>Chưa biết tiền đã ghi vào thẻ chưa</translation>
    </message>
    <message>
        <source>點數和金額都不會遺失。請再放一次同一張卡，就會知道結果。</source>
        <translation>Điểm và tiền đều không mất. Xin đặt lại cùng thẻ đó để biết kết quả.</translation>
    </message>
    <message>
        <source>這筆儲值已經有結果</source>
        <translation>Lần nạp này đã có kết quả</translation>
    </message>
    <message>
        <source>這次儲值沒有進行</source>
        <translation>Lần nạp này không thực hiện</translation>
    </message>
    <message>
        <source>沒有寫進卡片，點數會保留。請再試一次。</source>
        <translation>Chưa ghi vào thẻ, điểm vẫn còn. Xin thử lại.</translation>
    </message>
    <message>
        <source>等待相關資料到齊</source>
        <translation>Đang chờ đủ dữ liệu</translation>
    </message>
    <message>
        <source>系統會自動處理，不需要再做一次。</source>
        <translation>Hệ thống sẽ tự xử lý, không cần làm lại.</translation>
    </message>
    <message>
        <source>很抱歉，程式發生問題</source>
        <translation>Rất xin lỗi, chương trình gặp lỗi</translation>
    </message>
    <message>
        <source>這次沒有完成，已留下紀錄。請再試一次，仍發生時請洽服務人員。</source>
        <translation>Lần này chưa xong, đã ghi lại. Xin thử lại; nếu vẫn lỗi, hãy hỏi nhân viên.</translation>
    </message>
    <message>
        <source>目前沒有開著的班別</source>
        <translation>Hiện không có ca nào đang mở</translation>
    </message>
    <message>
        <source>請先開班；已經結班的，不用再結一次。</source>
        <translation>Hãy mở ca trước; ca đã đóng thì không cần đóng lại.</translation>
    </message>
    <message>
        <source>這個條碼無效</source>
        <translation>Mã này không hợp lệ</translation>
    </message>
    <message>
        <source>請在手機上重新開啟虛擬卡，再掃描一次。</source>
        <translation>Xin mở lại thẻ trên điện thoại rồi quét lại.</translation>
    </message>
    <message>
        <source>這個條碼已過期</source>
        <translation>Mã này đã hết hạn</translation>
    </message>
    <message>
        <source>請在手機上重新整理虛擬卡，再掃描一次。</source>
        <translation>Xin làm mới thẻ trên điện thoại rồi quét lại.</translation>
    </message>
    <message>
        <source>這個條碼已使用過</source>
        <translation>Mã này đã được dùng</translation>
    </message>
    <message>
        <source>這種條碼要連線才能確認</source>
        <translation>Loại mã này cần có mạng để kiểm tra</translation>
    </message>
    <message>
        <source>現在連不上平台。請在手機上改用 QR 碼，再掃描一次。</source>
        <translation>Hiện chưa kết nối được. Xin đổi sang mã QR trên điện thoại rồi quét lại.</translation>
    </message>
    </context>
<context>
    <name>NumPad</name>
    <message>
        <source>清除</source>
        <translation>Xóa</translation>
    </message>
    <message>
        <source>全部清除</source>
        <translation>Xóa hết</translation>
    </message>
    <message>
        <source>刪除一位數字</source>
        <translation>Xóa một chữ số</translation>
    </message>
</context>
</TS>
