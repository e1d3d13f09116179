<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="id" sourcelanguage="zh_TW">
<context>
    <name>Amounts</name>
    <message>
        <source>{points} 點</source>
        <translation>{points} poin</translation>
    </message>
    <message>
        <source>{roc} ({year})</source>
        <translation>{iso} (ROC {roc_year})</translation>
    </message>
    <message>
        <source>{minutes} 分鐘</source>
        <translation>{minutes} menit</translation>
    </message>
    <message>
        <source>{hours} 小時 {minutes} 分</source>
        <translation>{hours} jam {minutes} menit</translation>
    </message>
    <message>
        <source>{number} 秒</source>
        <translation>{number} detik</translation>
    </message>
    <message>
        <source>{number} 分</source>
        <translation>{number} menit</translation>
    </message>
    <message>
        <source>{number} 小時</source>
        <translation>{number} jam</translation>
    </message>
    <message>
        <source>{number} 天</source>
        <translation>{number} hari</translation>
    </message>
</context>
<context>
    <name>DemoRibbon</name>
    <message>
        <source>示範　資料皆為虛構，不是真的卡片與金額</source>
        <translation>Demo. Semua data rekaan: bukan kartu atau uang sungguhan</translation>
    </message>
</context>
<context>
    <name>Messages</name>
    <message>
        <source>這張卡沒有登記持卡人</source>
        <translation>Kartu ini tidak terdaftar atas nama siapa pun</translation>
    </message>
    <message>
        <source>無法確認卡片的回應</source>
        <translation>Jawaban kartu tidak dapat dipastikan</translation>
    </message>
    <message>
        <source>請洽服務人員，或稍後再試。</source>
        <translation>Tanyakan kepada petugas, atau coba lagi nanti.</translation>
    </message>
    <message>
        <source>請改用另一台自助機，或到櫃檯辦理。</source>
        <translation>Gunakan mesin lain atau datang ke loket.</translation>
    </message>
    <message>
        <source>這台機器的讀卡機中斷連線，現在不能讀卡</source>
        <translation>Pembaca kartu mesin ini terputus, sekarang kartu tidak bisa dibaca</translation>
    </message>
    <message>
        <source>這台機器現在不能把錢存進卡片</source>
        <translation>Mesin ini sekarang tidak bisa mengisi uang ke kartu</translation>
    </message>
    <message>
        <source>這台機器現在不能提供服務</source>
        <translation>Mesin ini sekarang tidak bisa melayani</translation>
    </message>
    <message>
        <source>這台機器現在不能存下新的紀錄</source>
        <translation>Mesin ini sekarang tidak bisa menyimpan catatan baru</translation>
    </message>
    <message>
        <source>這台機器讀卡的程式沒有啟動，現在不能讀卡</source>
        <translation>Layanan kartu mesin ini tidak berjalan, sekarang kartu tidak bisa dibaca</translation>
    </message>
    <message>
        <source>這台機器現在不能確認卡片的資料</source>
        <translation>Mesin ini sekarang tidak bisa memeriksa data kartu</translation>
    </message>
    <message>
        <source>這台機器現在不能辨認卡片</source>
        <translation>Mesin ini sekarang tidak bisa mengenali kartu</translation>
    </message>
    <message>
        <source>請稍候一下，再試一次。</source>
        <translation>Tunggu sebentar, lalu coba lagi.</translation>
    </message>
    <message>
        <source>請帶這張卡與身分證明文件到櫃檯辦理。其他縣市的市民卡，請到發卡的縣市使用。</source>
        <translation>Bawa kartu ini dan bukti identitas ke loket. Kartu warga kota lain dipakai di kota yang menerbitkannya.</translation>
    </message>
    <message>
        <source>這張卡已經有人使用</source>
        <translation>Kartu ini sudah dipakai orang</translation>
    </message>
    <message>
        <source>請換一張還沒有人用的卡，或帶這張卡到櫃檯查詢。</source>
        <translation>Pakai kartu yang belum dipakai orang, atau tanyakan kartu ini di loket.</translation>
    </message>
    <message>
        <source>這次沒有完成，請拿卡片到服務櫃檯。</source>
        <translation>Kali ini belum selesai. Bawa kartu ke loket.</translation>
    </message>
    <message>
        <source>請再看一次您的點數，選擇較小的金額。</source>
        <translation>Lihat lagi poin Anda dan pilih jumlah yang lebih kecil.</translation>
    </message>
    <message>
        <source>一次最多兌換 NT${largest}，卡片最多能有 NT${limit}。快滿的話，請先花掉一些再來兌換。</source>
        <translation>Sekali tukar paling banyak NT${largest}, isi kartu paling banyak NT${limit}. Jika hampir penuh, belanjakan dulu sebagian lalu tukar lagi.</translation>
    </message>
    <message>
        <source>請再試一次，或到櫃檯辦理。</source>
        <translation>Coba lagi, atau datang ke loket.</translation>
    </message>
    <message>
        <source>兌換完成</source>
        <translation>Penukaran selesai</translation>
    </message>
    <message>
        <source>已受理，等待平台確認</source>
        <translation>Diterima, menunggu kepastian sistem</translation>
    </message>
    <message>
        <source>沒有兌換</source>
        <translation>Tidak ditukar</translation>
    </message>
    <message>
        <source>空白卡</source>
        <translation>Kartu kosong</translation>
    </message>
    <message>
        <source>暫時核發</source>
        <translation>Diterbitkan sementara</translation>
    </message>
    <message>
        <source>已核發</source>
        <translation>Sudah diterbitkan</translation>
    </message>
    <message>
        <source>使用中</source>
        <translation>Aktif</translation>
    </message>
    <message>
        <source>暫停使用</source>
        <translation>Ditangguhkan</translation>
    </message>
    <message>
        <source>已掛失</source>
        <translation>Dilaporkan hilang</translation>
    </message>
    <message>
        <source>已繳回</source>
        <translation>Dikembalikan</translation>
    </message>
    <message>
        <source>已到期</source>
        <translation>Kedaluwarsa</translation>
    </message>
    <message>
        <source>卡片太早拿開</source>
        <translation>Kartu terlalu cepat diambil</translation>
    </message>
    <message>
        <source>這次沒有完成。請再放一次卡片，等畫面顯示結果後再拿開。</source>
        <translation>Belum selesai. Letakkan kartu lagi dan tunggu sampai hasilnya tampil.</translation>
    </message>
    <message>
        <source>讀不到卡片</source>
        <translation>Kartu tidak terbaca</translation>
    </message>
    <message>
        <source>請把卡片單獨平放在讀卡機上，再試一次。</source>
        <translation>Letakkan kartu itu saja, mendatar di alat pembaca, lalu coba lagi.</translation>
    </message>
    <message>
        <source>目前連不上中央平台</source>
        <translation>Sistem pusat tidak dapat dihubungi</translation>
    </message>
    <message>
        <source>可以離線的作業照常進行，恢復連線後會自動上傳。</source>
        <translation>Pekerjaan yang bisa dilakukan tanpa jaringan tetap berjalan; datanya dikirim sendiri setelah tersambung lagi.</translation>
    </message>
    <message>
        <source>回應的不是中央平台</source>
        <translation>Yang menjawab bukan sistem pusat</translation>
    </message>
    <message>
        <source>請檢查網路是否需要登入，或代理伺服器的設定。收到的狀態碼是 {status}。</source>
        <translation>Periksa apakah jaringan perlu login, atau periksa pengaturan server proxy. Kode status yang diterima: {status}.</translation>
    </message>
    <message>
        <source>無法確認中央平台的身分</source>
        <translation>Identitas sistem pusat tidak dapat dipastikan</translation>
    </message>
    <message>
        <source>請檢查本機的日期時間與平台網址，並通知系統管理員。</source>
        <translation>Periksa tanggal dan jam mesin ini serta alamat platform, lalu beri tahu administrator sistem.</translation>
    </message>
    <message>
        <source>中央平台忙碌中</source>
        <translation>Sistem pusat sedang sibuk</translation>
    </message>
    <message>
        <source>系統會自動再試，請稍候。大約還要 {wait_s} 秒。使用中：{file}。</source>
        <translation>Sistem akan mencoba lagi sendiri, mohon tunggu. Kira-kira {wait_s} detik lagi. Sedang dipakai: {file}.</translation>
    </message>
    <message>
        <source>本站已被停權</source>
        <translation>Mesin ini telah diblokir</translation>
    </message>
    <message>
        <source>請停止作業並聯絡系統管理員；尚未上傳的紀錄仍安全保存在本機。</source>
        <translation>Hentikan pekerjaan dan hubungi administrator sistem; catatan yang belum terkirim tetap tersimpan aman di mesin ini.</translation>
    </message>
    <message>
        <source>中央平台不認得本站</source>
        <translation>Sistem pusat tidak mengenal mesin ini</translation>
    </message>
    <message>
        <source>請聯絡系統管理員，重新登記本站。</source>
        <translation>Hubungi administrator sistem untuk mendaftarkan ulang mesin ini.</translation>
    </message>
    <message>
        <source>另一台機器使用了本站的身分</source>
        <translation>Mesin lain memakai identitas mesin ini</translation>
    </message>
    <message>
        <source>請停止作業並聯絡系統管理員，重新登記本站。</source>
        <translation>Hentikan pekerjaan dan hubungi administrator sistem untuk mendaftarkan ulang mesin ini.</translation>
    </message>
    <message>
        <source>磁碟空間不足</source>
        <translation>Ruang disk tidak cukup</translation>
    </message>
    <message>
        <source>這次沒有完成。請清出空間後再試一次。檔案：{file}。</source>
        <translation>Kali ini belum selesai. Kosongkan ruang disk, lalu coba lagi. Berkas: {file}.</translation>
    </message>
    <message>
        <source>無法寫入本站的資料夾</source>
        <translation>Folder mesin ini tidak dapat ditulis</translation>
    </message>
    <message>
        <source>這次沒有完成。請給予目前的使用者讀寫權限，並檢查磁碟是否變成唯讀。檔案：{file}。</source>
        <translation>Kali ini belum selesai. Beri hak baca dan tulis kepada pengguna saat ini, dan periksa apakah disk menjadi hanya-baca. Berkas: {file}.</translation>
    </message>
    <message>
        <source>磁碟讀寫失敗</source>
        <translation>Disk gagal dibaca atau ditulis</translation>
    </message>
    <message>
        <source>這次沒有完成。請重新啟動本機，並聯絡系統管理員更換磁碟。檔案：{file}。</source>
        <translation>Kali ini belum selesai. Nyalakan ulang mesin ini dan hubungi administrator sistem untuk mengganti disk. Berkas: {file}.</translation>
    </message>
    <message>
        <source>待傳紀錄已滿</source>
        <translation>Antrean kiriman sudah penuh</translation>
    </message>
    <message>
        <source>請先恢復連線，讓紀錄上傳後再繼續。目前待傳 {queued} 筆。</source>
        <translation>Pulihkan sambungan agar catatan terkirim, baru lanjutkan. Menunggu dikirim: {queued}.</translation>
    </message>
    <message>
        <source>設定檔有錯</source>
        <translation>Berkas pengaturan salah</translation>
    </message>
    <message>
        <source>請修正設定後再啟動。檔案 {file}，位置 {where}。應為：{expected}。</source>
        <translation>Perbaiki pengaturan, lalu mulai lagi. Berkas {file}, tempat {where}. Seharusnya: {expected}.</translation>
    </message>
    <message>
        <source>這張卡還不是市民卡</source>
        <translation>Kartu ini belum menjadi kartu warga</translation>
    </message>
    <message>
        <source>這張卡已停用</source>
        <translation>Kartu ini sudah tidak berlaku</translation>
    </message>
    <message>
        <source>請帶卡片與身分證明文件到櫃檯查詢。</source>
        <translation>Bawa kartu dan bukti identitas ke loket untuk bertanya.</translation>
    </message>
    <message>
        <source>這張卡已到期</source>
        <translation>Kartu ini sudah kedaluwarsa</translation>
    </message>
    <message>
        <source>請帶卡片與身分證明文件到櫃檯辦理展期。</source>
        <translation>Bawa kartu dan bukti identitas ke loket untuk diperpanjang.</translation>
    </message>
    <message>
        <source>這張卡每次感應的號碼都不同</source>
        <translation>Nomor kartu ini berubah setiap kali ditempelkan</translation>
    </message>
    <message>
        <source>不能用來辦理。手機也是這樣，請換一張實體卡片。</source>
        <translation>Tidak bisa dipakai. Ponsel juga begitu; pakailah kartu fisik.</translation>
    </message>
    <message>
        <source>這是條碼，不是卡片</source>
        <translation>Ini kode batang, bukan kartu</translation>
    </message>
    <message>
        <source>條碼誰都能複製，不能當卡片用。請放上實體卡片。</source>
        <translation>Kode batang bisa disalin siapa saja, jadi tidak bisa menjadi kartu. Letakkan kartu fisik.</translation>
    </message>
    <message>
        <source>這項服務需要記名的卡片，請到櫃檯辦理。</source>
        <translation>Layanan ini memerlukan kartu bernama; silakan ke loket.</translation>
    </message>
    <message>
        <source>這是工作人員的卡片</source>
        <translation>Ini kartu petugas</translation>
    </message>
    <message>
        <source>請改放市民的卡片。</source>
        <translation>Letakkan kartu warga.</translation>
    </message>
    <message>
        <source>這張卡不是本站工作人員的卡片</source>
        <translation>Kartu ini bukan kartu petugas mesin ini</translation>
    </message>
    <message>
        <source>請使用登記在本站的工作證。</source>
        <translation>Gunakan kartu petugas yang terdaftar di mesin ini.</translation>
    </message>
    <message>
        <source>您的權限不能做這件事</source>
        <translation>Wewenang Anda tidak mencakup tindakan ini</translation>
    </message>
    <message>
        <source>請洽主管，或換有權限的人員登入。</source>
        <translation>Hubungi atasan, atau minta petugas yang berwenang untuk masuk.</translation>
    </message>
    <message>
        <source>看不懂這個日期</source>
        <translation>Tanggal ini tidak dimengerti</translation>
    </message>
    <message>
        <source>請輸入如 1150105 或 115/1/5 的日期。</source>
        <translation>Masukkan tanggal seperti 1150105 atau 115/1/5.</translation>
    </message>
    <message>
        <source>金額不在可兌換的範圍</source>
        <translation>Jumlah di luar batas penukaran</translation>
    </message>
    <message>
        <source>請重新選擇金額。至少要兌換 NT${smallest}。</source>
        <translation>Pilih jumlah lain. Paling sedikit NT${smallest}.</translation>
    </message>
    <message>
        <source>點數不夠</source>
        <translation>Poin tidak cukup</translation>
    </message>
    <message>
        <source>超過可以存入卡片的金額</source>
        <translation>Melebihi jumlah yang boleh diisi ke kartu</translation>
    </message>
    <message>
        <source>這種點數不能兌換成儲值金</source>
        <translation>Poin jenis ini tidak bisa ditukar menjadi saldo</translation>
    </message>
    <message>
        <source>請看各種點數的用途說明。</source>
        <translation>Lihat keterangan kegunaan tiap jenis poin.</translation>
    </message>
    <message>
        <source>驗證資料不正確</source>
        <translation>Data pemeriksaan tidak benar</translation>
    </message>
    <message>
        <source>驗證錯誤太多次</source>
        <translation>Terlalu sering salah</translation>
    </message>
    <message>
        <source>這張卡暫時不能使用這項服務，請稍後再試或洽櫃檯。大約要等 {minutes} 分鐘。</source>
        <translation>Kartu ini untuk sementara tidak bisa memakai layanan ini; coba lagi nanti atau tanyakan di loket. Tunggu kira-kira {minutes} menit.</translation>
    </message>
    <message>
        <source>這不是剛才那張卡</source>
        <translation>Ini bukan kartu yang tadi</translation>
    </message>
    <message>
        <source>請放回原來的那張卡。</source>
        <translation>Letakkan kembali kartu semula.</translation>
    </message>
    <message>
        <source>卡片不接受這個操作</source>
        <translation>Kartu menolak tindakan ini</translation>
    </message>
    <message>
        <source>這張卡沒有本市的電子錢包</source>
        <translation>Kartu ini tidak memiliki dompet elektronik kota ini</translation>
    </message>
    <message>
        <source>請改用有電子錢包的市民卡，或到服務櫃檯詢問。</source>
        <translation>Pakai kartu warga yang memiliki dompet elektronik, atau tanyakan di loket layanan.</translation>
    </message>
    <message>
        <source>無法確認這張卡的電子錢包</source>
        <translation>Dompet elektronik kartu ini tidak dapat dipastikan</translation>
    </message>
    <message>
        <source>這次沒有完成，點數不會減少。請拿卡片到服務櫃檯。</source>
        <translation>Belum selesai, poin tidak berkurang. Bawa kartu ke loket layanan.</translation>
    </message>
    <message>
        <source>請不要再試，並拿卡片到服務櫃檯。</source>
        <translation>Jangan coba lagi; bawa kartu ke loket layanan.</translation>
    </message>
    <message>
        <source>上一次儲值還沒有結果</source>
        <translation>Pengisian terakhir belum ada hasilnya</translation>
    </message>
    <message>
        <source>請把同一張卡放在讀卡機上，讓系統先確認上一次的結果。</source>
        <translation>Letakkan kartu yang sama di alat pembaca agar hasil terakhir dipastikan dulu.</translation>
    </message>
    <message>
        <source>還不知道儲值有沒有寫進卡片</source>
        <translation>Belum diketahui apakah saldo tertulis di kartu</translation>
    </message>
    <message>
        <source>點數和金額都不會遺失。請再放一次同一張卡，就會知道結果。</source>
        <translation>Poin maupun uang tidak hilang. Letakkan lagi kartu yang sama untuk melihat hasilnya.</translation>
    </message>
    <message>
        <source>這筆儲值已經有結果</source>
        <translation>Pengisian ini sudah ada hasilnya</translation>
    </message>
    <message>
        <source>這次儲值沒有進行</source>
        <translation>Pengisian ini tidak dilakukan</translation>
    </message>
    <message>
        <source>沒有寫進卡片，點數會保留。請再試一次。</source>
        <translation>Tidak tertulis di kartu, poin tetap ada. Silakan coba lagi.</translation>
    </message>
    <message>
        <source>等待相關資料到齊</source>
        <translation>Menunggu data lengkap</translation>
    </message>
    <message>
        <source>系統會自動處理，不需要再做一次。</source>
        <translation>Sistem akan mengurusnya sendiri; tidak perlu diulang.</translation>
    </message>
    <message>
        <source>很抱歉，程式發生問題</source>
        <translation>Maaf, program mengalami gangguan</translation>
    </message>
    <message>
        <source>這次沒有完成，已留下紀錄。請再試一次，仍發生時請洽服務人員。</source>
        <translation>Belum selesai dan sudah dicatat. Coba lagi; jika masih terjadi, tanyakan kepada petugas.</translation>
    </message>
    <message>
        <source>目前沒有開著的班別</source>
        <translation>Saat ini tidak ada giliran kerja yang terbuka</translation>
    </message>
    <message>
        <source>請先開班；已經結班的，不用再結一次。</source>
        <translation>Buka giliran kerja dulu; yang sudah ditutup tidak perlu ditutup lagi.</translation>
    </message>
    <message>
        <source>這個條碼無效</source>
        <translation>Kode ini tidak berlaku</translation>
    </message>
    <message>
        <source>請在手機上重新開啟虛擬卡，再掃描一次。</source>
        <translation>Buka lagi kartu di ponsel, lalu pindai sekali lagi.</translation>
    </message>
    <message>
        <source>這個條碼已過期</source>
        <translation>Kode ini sudah kedaluwarsa</translation>
    </message>
    <message>
        <source>請在手機上重新整理虛擬卡，再掃描一次。</source>
        <translation>Segarkan kartu di ponsel, lalu pindai sekali lagi.</translation>
    </message>
    <message>
        <source>這個條碼已使用過</source>
        <translation>Kode ini sudah dipakai</translation>
    </message>
    <message>
        <source>這種條碼要連線才能確認</source>
        <translation>Kode jenis ini butuh jaringan</translation>
    </message>
    <message>
        <source>現在連不上平台。請在手機上改用 QR 碼，再掃描一次。</source>
        <translation>Platform tidak terhubung. Ganti ke kode QR di ponsel, lalu pindai lagi.</translation>
    </message>
    </context>
<context>
    <name>NumPad</name>
    <message>
        <source>清除</source>
        <translation>Hapus</translation>
    </message>
    <message>
        <source>全部清除</source>
        <translation>Hapus semua</translation>
    </message>
    <message>
        <source>刪除一位數字</source>
        <translation>Hapus satu angka</translation>
    </message>
</context>
</TS>
