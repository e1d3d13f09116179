<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="id" sourcelanguage="zh_TW">
<context>
    <name>Adding</name>
    <message>
        <source>錯太多次，沒有加卡</source>
        <translation>Terlalu banyak salah, kartu tidak ditambahkan</translation>
    </message>
    <message>
        <source>請十分鐘後再試，或到櫃檯辦理。</source>
        <translation>Coba lagi sepuluh menit lagi, atau ke loket.</translation>
    </message>
    <message>
        <source>沒有加卡，代碼還沒有用掉。請稍後再來。</source>
        <translation>Kartu tidak ditambahkan, kode belum terpakai. Silakan kembali nanti.</translation>
    </message>
    <message>
        <source>沒有加卡。{what}</source>
        <translation>Kartu tidak ditambahkan. {what}</translation>
    </message>
    <message>
        <source>請到櫃檯再拿一個代碼。</source>
        <translation>Minta kode lain di loket.</translation>
    </message>
    <message>
        <source>請看清楚再輸入一次，或到櫃檯再拿一個代碼。</source>
        <translation>Periksa lalu ketik lagi, atau minta kode lain di loket.</translation>
    </message>
    <message>
        <source>代碼不對，沒有加卡</source>
        <translation>Kode salah, kartu tidak ditambahkan</translation>
    </message>
    <message>
        <source>代碼過期了，沒有加卡</source>
        <translation>Kode kedaluwarsa, kartu tidak ditambahkan</translation>
    </message>
    <message>
        <source>代碼已經用過，沒有加卡</source>
        <translation>Kode sudah dipakai, kartu tidak ditambahkan</translation>
    </message>
    <message>
        <source>請在手機上換一個新的條碼，再出示一次。</source>
        <translation>Ambil kode baru di ponsel, lalu tunjukkan lagi.</translation>
    </message>
    <message>
        <source>請用您自己的手機，選「確認身分」的條碼，再出示一次。</source>
        <translation>Pakai ponsel Anda sendiri, pilih kode «konfirmasi identitas», lalu tunjukkan lagi.</translation>
    </message>
    <message>
        <source>條碼不對，沒有加卡</source>
        <translation>Kode salah, kartu tidak ditambahkan</translation>
    </message>
    <message>
        <source>條碼過期了，沒有加卡</source>
        <translation>Kode kedaluwarsa, kartu tidak ditambahkan</translation>
    </message>
    <message>
        <source>條碼已經用過，沒有加卡</source>
        <translation>Kode sudah dipakai, kartu tidak ditambahkan</translation>
    </message>
</context>
<context>
    <name>AmountPage</name>
    <message>
        <source>要兌換多少？</source>
        <translation>Tukar berapa?</translation>
    </message>
    <message>
        <source>您有 {points}可以兌換</source>
        <translation>Anda punya {points} yang bisa ditukar</translation>
    </message>
    <message>
        <source>每次 {least} 到 {most}</source>
        <translation>Sekali tukar {least} sampai {most}</translation>
    </message>
    <message>
        <source>輸入其他金額</source>
        <translation>Ketik jumlah lain</translation>
    </message>
</context>
<context>
    <name>AttractPage</name>
    <message>
        <source>請取回您的卡片</source>
        <translation>Silakan ambil kartu Anda</translation>
    </message>
    <message>
        <source>畫面上的資料已經清除。</source>
        <translation>Data Anda di layar sudah dihapus.</translation>
    </message>
    <message>
        <source>請放上卡片</source>
        <translation>Letakkan kartu</translation>
    </message>
    <message>
        <source>把卡片留在讀卡機上，查點數、換儲值金。</source>
        <translation>Biarkan kartu di alat pembaca untuk melihat poin dan menukarnya menjadi saldo.</translation>
    </message>
    <message>
        <source>也可以出示手機上的市民卡查詢。</source>
        <translation>Kartu di ponsel juga bisa ditunjukkan untuk melihat poin.</translation>
    </message>
    <message>
        <source>繼續播放</source>
        <translation>Jalankan animasi</translation>
    </message>
    <message>
        <source>停止動畫</source>
        <translation>Hentikan animasi</translation>
    </message>
    <message>
        <source>讀卡機的位置</source>
        <translation>Letak alat pembaca kartu</translation>
    </message>
    <message>
        <source>看我的紀錄：點數、時數，還有誰查過我的資料。</source>
        <translation>Lihat catatan Anda: poin, jam, dan siapa yang melihat data Anda.</translation>
    </message>
    <message>
        <source>加一張新卡：先向櫃檯拿代碼，再在這裡感應。</source>
        <translation>Tambah kartu baru: minta kode di loket, lalu letakkan kartu di sini.</translation>
    </message>
    <message>
        <source>出示手機上的市民卡：對準讀碼處，查點數、看紀錄。</source>
        <translation>Tunjukkan kartu di ponsel ke pembaca kode untuk melihat poin dan catatan.</translation>
    </message>
    <message>
        <source>目前連不上平台：看不到點數，請稍後再來。</source>
        <translation>Platform tidak dapat dihubungi: poin tidak terlihat, silakan kembali nanti.</translation>
    </message>
    <message>
        <source>目前連不上平台：看不到點數，但可以先登記兌換。</source>
        <translation>Sistem tidak dapat dihubungi: poin tidak terlihat, tetapi permintaan tukar bisa dicatat dulu.</translation>
    </message>
    <message>
        <source>目前連不上平台：看不到點數，也不能儲值，請稍後再來。</source>
        <translation>Platform tidak dapat dihubungi: poin tidak terlihat dan saldo tidak dapat diisi, silakan kembali nanti.</translation>
    </message>
    <message>
        <source>沒有實體讀卡機，目前使用模擬的讀卡機。</source>
        <translation>Tidak ada alat pembaca asli; sekarang memakai tiruan.</translation>
    </message>
    <message>
        <source>正在下載卡片資料（{percent}%）。</source>
        <translation>Data kartu sedang diunduh ({percent}%).</translation>
    </message>
    <message>
        <source>正在下載卡片資料。</source>
        <translation>Data kartu sedang diunduh.</translation>
    </message>
</context>
<context>
    <name>BalancePage</name>
    <message>
        <source>您好</source>
        <translation>Halo</translation>
    </message>
    <message>
        <source>看紀錄需要另外核對身分，請到櫃檯辦理。</source>
        <translation>Untuk melihat catatan, identitas perlu diperiksa. Silakan ke loket.</translation>
    </message>
    <message>
        <source>看我的紀錄</source>
        <translation>Lihat catatan saya</translation>
    </message>
    <message>
        <source>儲值到卡片</source>
        <translation>Isi ke kartu</translation>
    </message>
    <message>
        <source>兌換成儲值金</source>
        <translation>Tukar jadi saldo</translation>
    </message>
    <message>
        <source>登記兌換儲值金</source>
        <translation>Catat permintaan tukar</translation>
    </message>
    <message>
        <source>目前看不到您的點數</source>
        <translation>Poin Anda belum bisa dilihat</translation>
    </message>
    <message>
        <source>連不上平台。點數不會減少，請稍後再來。</source>
        <translation>Platform tidak terhubung. Poin tidak berkurang, silakan kembali nanti.</translation>
    </message>
    <message>
        <source>連不上平台，現在不能儲值到卡片。點數不會減少，請稍後再來。</source>
        <translation>Sistem tidak dapat dihubungi, jadi kartu belum bisa diisi. Poin tidak berkurang. Silakan kembali nanti.</translation>
    </message>
    <message>
        <source>連不上平台。可以先登記要兌換的金額，恢復連線後才會決定；點數不夠就不會兌換。</source>
        <translation>Sistem tidak dapat dihubungi. Jumlahnya bisa dicatat dulu dan diputuskan setelah tersambung; jika poin kurang, tidak jadi ditukar.</translation>
    </message>
    <message>
        <source>已經在卡片裡，隨時可以使用</source>
        <translation>Sudah di kartu, siap dipakai</translation>
    </message>
    <message>
        <source>卡片裡的金額</source>
        <translation>Saldo di kartu</translation>
    </message>
    <message>
        <source>已兌換，等票證公司存進卡片</source>
        <translation>Sudah ditukar; perusahaan kartu akan mengisinya</translation>
    </message>
    <message>
        <source>待入卡</source>
        <translation>Menunggu masuk kartu</translation>
    </message>
    <message>
        <source>已登記，等平台決定</source>
        <translation>Sudah dicatat; menunggu keputusan sistem</translation>
    </message>
    <message>
        <source>等待確認</source>
        <translation>Menunggu kepastian</translation>
    </message>
    <message>
        <source>僅限搭乘使用，不能兌換</source>
        <translation>Hanya untuk naik kendaraan, tidak bisa ditukar</translation>
    </message>
    <message>
        <source>不能兌換成儲值金</source>
        <translation>Tidak bisa ditukar menjadi saldo</translation>
    </message>
    <message>
        <source>可兌換成儲值金，{rate} = NT${ntd}</source>
        <translation>Bisa ditukar menjadi saldo, {rate} = NT${ntd}</translation>
    </message>
    <message>
        <source>{points}用到 {day}</source>
        <translation>{points} sampai {day}</translation>
    </message>
    <message>
        <source>上一次儲值還沒有結果，知道結果後才能再儲值。</source>
        <translation>Pengisian terakhir belum ada hasilnya. Setelah ada, Anda bisa mengisi lagi.</translation>
    </message>
    <message>
        <source>這種市民卡沒有可以兌換成儲值金的點數。</source>
        <translation>Kartu jenis ini tidak punya poin yang bisa ditukar menjadi saldo.</translation>
    </message>
    <message>
        <source>儲值金存在卡片裡，手機不能收。要兌換，請放上您的卡片。</source>
        <translation>Saldo disimpan di kartu, bukan di ponsel. Untuk menukar, letakkan kartu Anda.</translation>
    </message>
    <message>
        <source>兌換需要另外核對身分，請到櫃檯辦理。</source>
        <translation>Penukaran perlu bukti identitas lain; silakan ke loket.</translation>
    </message>
    <message>
        <source>可兌換的點數滿 {points} 才能兌換。</source>
        <translation>Perlu paling sedikit {points} untuk menukar.</translation>
    </message>
</context>
<context>
    <name>BindCarrierPage</name>
    <message>
        <source>這是哪一種卡？</source>
        <translation>Kartu apa ini?</translation>
    </message>
    <message>
        <source>看卡片上的標誌。加進您的帳戶後，這張卡也能用您的點數。</source>
        <translation>Lihat logo di kartu. Setelah ditambahkan, kartu ini juga bisa memakai poin Anda.</translation>
    </message>
</context>
<context>
    <name>BindCodePage</name>
    <message>
        <source>請輸入加卡代碼</source>
        <translation>Ketik kode tambah kartu</translation>
    </message>
    <message>
        <source>櫃檯核對身分後給的 {count} 個數字。也可以出示手機上的市民卡。</source>
        <translation>{count} angka dari loket setelah identitas diperiksa. Kartu di ponsel juga bisa ditunjukkan.</translation>
    </message>
    <message>
        <source>已輸入 {count} 位，共 {all} 位</source>
        <translation>{count} dari {all} angka dimasukkan</translation>
    </message>
    <message>
        <source>加進我的帳戶</source>
        <translation>Tambahkan ke akun</translation>
    </message>
</context>
<context>
    <name>BindConsentPage</name>
    <message>
        <source>請先看這段說明</source>
        <translation>Baca dulu penjelasan ini</translation>
    </message>
    <message>
        <source>版本 {versions}</source>
        <translation>Versi {versions}</translation>
    </message>
    <message>
        <source>同意，輸入代碼</source>
        <translation>Setuju, ketik kode</translation>
    </message>
</context>
<context>
    <name>BindingPage</name>
    <message>
        <source>正在加進您的帳戶…</source>
        <translation>Menambahkan ke akun Anda…</translation>
    </message>
    <message>
        <source>請把卡片留在讀卡機上。</source>
        <translation>Biarkan kartu di alat baca.</translation>
    </message>
</context>
<context>
    <name>BirthdayPage</name>
    <message>
        <source>生日是哪一天？</source>
        <translation>Tanggal lahir Anda?</translation>
    </message>
    <message>
        <source>{month} 月 {day} 日</source>
        <translation>{month} / {day}</translation>
    </message>
    <message>
        <source>已輸入 {count} 位，共 {all} 位</source>
        <translation>{count} dari {all} angka dimasukkan</translation>
    </message>
    <message>
        <source>沒有這一天</source>
        <translation>Tanggal itu tidak ada</translation>
    </message>
    <message>
        <source>請再輸入一次，例如 1 月 5 日 → 0105。</source>
        <translation>Masukkan lagi, misalnya 5 Januari → 0105.</translation>
    </message>
</context>
<context>
    <name>BottomBar</name>
    <message>
        <source>上一步</source>
        <translation>Kembali</translation>
    </message>
    <message>
        <source>離開</source>
        <translation>Keluar</translation>
    </message>
    <message>
        <source>看上面</source>
        <translation>Lihat ke atas</translation>
    </message>
    <message>
        <source>看下面</source>
        <translation>Lihat ke bawah</translation>
    </message>
</context>
<context>
    <name>BoundPage</name>
    <message>
        <source>還不知道有沒有加好</source>
        <translation>Belum diketahui berhasil atau tidak</translation>
    </message>
    <message>
        <source>晚一點再放這張卡（末碼 {tail}），就會知道。也可以洽櫃檯。</source>
        <translation>Letakkan lagi kartu ini (akhiran {tail}) nanti, maka akan diketahui. Bisa juga tanya loket.</translation>
    </message>
    <message>
        <source>已加進您的帳戶</source>
        <translation>Sudah ditambahkan ke akun Anda</translation>
    </message>
    <message>
        <source>這張卡（末碼 {tail}）現在可以使用了。</source>
        <translation>Kartu ini (akhiran {tail}) sudah bisa dipakai.</translation>
    </message>
    <message>
        <source>看這張卡的點數</source>
        <translation>Lihat poin kartu ini</translation>
    </message>
</context>
<context>
    <name>BrokenOffPage</name>
    <message>
        <source>沒有兌換</source>
        <translation>Tidak ditukar</translation>
    </message>
    <message>
        <source>點數沒有減少，也沒有存入儲值金。</source>
        <translation>Poin tidak berkurang, saldo tidak diisi.</translation>
    </message>
    <message>
        <source>讀卡機上換了一張卡片。</source>
        <translation>Kartu di alat baca sudah berganti.</translation>
    </message>
    <message>
        <source>卡片拿開了。要兌換，請再放一次卡片。</source>
        <translation>Kartu diangkat. Untuk menukar, letakkan kartu lagi.</translation>
    </message>
    <message>
        <source>看這張卡的點數</source>
        <translation>Lihat poin kartu ini</translation>
    </message>
</context>
<context>
    <name>CannotPage</name>
    <message>
        <source>您的點數和儲值金不受影響。</source>
        <translation>Poin dan saldo Anda tidak terpengaruh.</translation>
    </message>
    <message>
        <source>加進我的帳戶</source>
        <translation>Tambahkan ke akun</translation>
    </message>
</context>
<context>
    <name>CodePage</name>
    <message>
        <source>請出示手機上的市民卡</source>
        <translation>Tunjukkan kartu di ponsel</translation>
    </message>
    <message>
        <source>請在手機上換一個新的條碼，再出示一次。</source>
        <translation>Ambil kode baru di ponsel, lalu tunjukkan lagi.</translation>
    </message>
    <message>
        <source>請用持卡人本人的手機，選「確認身分」的條碼，再出示一次。</source>
        <translation>Pakai ponsel pemilik kartu, pilih kode «konfirmasi identitas», lalu tunjukkan lagi.</translation>
    </message>
    <message>
        <source>這個條碼不能確認是持卡人本人</source>
        <translation>Kode ini tidak membuktikan pemilik kartu</translation>
    </message>
</context>
<context>
    <name>CodePanel</name>
    <message>
        <source>代碼裡沒有 I、L、O、U 這四個字母。</source>
        <translation>Kode tidak pernah memakai huruf I, L, O, atau U.</translation>
    </message>
    <message>
        <source>查詢代碼的 QR 碼</source>
        <translation>Kode QR dari kode pelacakan</translation>
    </message>
</context>
<context>
    <name>ConfirmPage</name>
    <message>
        <source>要把 {amount} 存進卡片嗎？</source>
        <translation>Isi {amount} ke kartu?</translation>
    </message>
    <message>
        <source>存進卡片 {amount}</source>
        <translation>Isi {amount}</translation>
    </message>
    <message>
        <source>按下後會馬上寫進卡片，請不要移開卡片。</source>
        <translation>Setelah ditekan langsung ditulis ke kartu. Jangan pindahkan kartu.</translation>
    </message>
    <message>
        <source>要兌換 {points}嗎？</source>
        <translation>Tukar {points}?</translation>
    </message>
    <message>
        <source>兌換 {points}</source>
        <translation>Tukar {points}</translation>
    </message>
    <message>
        <source>存進卡片前會顯示為待入卡。</source>
        <translation>Sebelum masuk kartu, ditampilkan sebagai menunggu.</translation>
    </message>
    <message>
        <source>要登記兌換 {points}嗎？</source>
        <translation>Catat permintaan {points}?</translation>
    </message>
    <message>
        <source>登記兌換 {points}</source>
        <translation>Catat {points}</translation>
    </message>
    <message>
        <source>現在不會入帳。恢復連線後，平台才會決定。</source>
        <translation>Sekarang belum dibukukan. Diputuskan setelah tersambung lagi.</translation>
    </message>
    <message>
        <source>兌換後剩下</source>
        <translation>Sisa setelah ditukar</translation>
    </message>
    <message>
        <source>儲值後卡片裡有</source>
        <translation>Saldo setelah diisi</translation>
    </message>
    <message>
        <source>兌換後待入卡</source>
        <translation>Menunggu setelah ditukar</translation>
    </message>
    <message>
        <source>要存進卡片嗎？</source>
        <translation>Isi ke kartu?</translation>
    </message>
    <message>
        <source>存進卡片</source>
        <translation>Isi ke kartu</translation>
    </message>
    <message>
        <source>要兌換嗎？</source>
        <translation>Tukar poin?</translation>
    </message>
    <message>
        <source>兌換</source>
        <translation>Tukar</translation>
    </message>
    <message>
        <source>要登記兌換嗎？</source>
        <translation>Catat penukaran?</translation>
    </message>
    <message>
        <source>登記兌換</source>
        <translation>Catat penukaran</translation>
    </message>
</context>
<context>
    <name>CornerCodePage</name>
    <message>
        <source>診斷碼</source>
        <translation>Diagnostik</translation>
    </message>
    <message>
        <source>用手機掃描後傳給維護人員。裡面沒有任何人的資料。</source>
        <translation>Pindai dengan ponsel lalu kirim ke teknisi. Tidak ada data siapa pun di dalamnya.</translation>
    </message>
    <message>
        <source>診斷的 QR 碼</source>
        <translation>Kode QR diagnostik</translation>
    </message>
</context>
<context>
    <name>CornerEndPage</name>
    <message>
        <source>要重新啟動程式嗎？</source>
        <translation>Mulai ulang program?</translation>
    </message>
    <message>
        <source>還沒上傳的紀錄都會留著。關閉後，這台要由維護人員再打開。</source>
        <translation>Catatan yang belum dikirim tetap ada. Setelah ditutup, teknisi harus membukanya lagi.</translation>
    </message>
    <message>
        <source>重新啟動</source>
        <translation>Mulai ulang</translation>
    </message>
    <message>
        <source>關閉程式</source>
        <translation>Tutup program</translation>
    </message>
</context>
<context>
    <name>CornerPage</name>
    <message>
        <source>機台維護</source>
        <translation>Perawatan mesin</translation>
    </message>
    <message>
        <source>更新數字</source>
        <translation>Perbarui</translation>
    </message>
    <message>
        <source>測試網路</source>
        <translation>Uji jaringan</translation>
    </message>
    <message>
        <source>班次</source>
        <translation>Giliran kerja</translation>
    </message>
    <message>
        <source>診斷碼</source>
        <translation>Diagnostik</translation>
    </message>
    <message>
        <source>重新啟動</source>
        <translation>Mulai ulang</translation>
    </message>
    <message>
        <source>解除 {count} 張卡的鎖定</source>
        <translation>Buka kunci {count} kartu</translation>
    </message>
    <message>
        <source>{count} 筆，最久 {minutes} 分鐘</source>
        <translation>{count}, terlama {minutes} menit</translation>
    </message>
    <message>
        <source>{count} 筆，{amount}</source>
        <translation>{count}, {amount}</translation>
    </message>
    <message>
        <source>今天放卡</source>
        <translation>Kartu hari ini</translation>
    </message>
    <message>
        <source>開機後 {count} 次</source>
        <translation>{count} sejak mulai</translation>
    </message>
    <message>
        <source>讀卡機</source>
        <translation>Pembaca</translation>
    </message>
    <message>
        <source>今天兌換</source>
        <translation>Ditukar hari ini</translation>
    </message>
    <message>
        <source>列印測試</source>
        <translation>Uji cetak</translation>
    </message>
    <message>
        <source>等待上傳</source>
        <translation>Menunggu dikirim</translation>
    </message>
    <message>
        <source>沒有</source>
        <translation>Tidak ada</translation>
    </message>
    <message>
        <source>平台退回</source>
        <translation>Ditolak</translation>
    </message>
    <message>
        <source>{count} 筆</source>
        <translation>{count}</translation>
    </message>
    <message>
        <source>已連線</source>
        <translation>Terhubung</translation>
    </message>
    <message>
        <source>連不上</source>
        <translation>Tidak terhubung</translation>
    </message>
    <message>
        <source>測試成功，{took} 毫秒</source>
        <translation>Uji berhasil, {took} ms</translation>
    </message>
    <message>
        <source>沒有連線</source>
        <translation>Tidak terhubung</translation>
    </message>
    <message>
        <source>正常，放卡片可測試</source>
        <translation>Normal, taruh kartu untuk uji</translation>
    </message>
    <message>
        <source>讀不到剛放的卡片</source>
        <translation>Kartu terakhir tidak terbaca</translation>
    </message>
    <message>
        <source>測試成功，讀到 {count} 張</source>
        <translation>Uji berhasil, {count} kartu terbaca</translation>
    </message>
    <message>
        <source>平台</source>
        <translation>Platform</translation>
    </message>
    <message>
        <source>收據印表機</source>
        <translation>Pencetak struk</translation>
    </message>
    <message>
        <source>正常</source>
        <translation>Normal</translation>
    </message>
    <message>
        <source>紙快用完</source>
        <translation>Kertas hampir habis</translation>
    </message>
    <message>
        <source>沒紙或故障</source>
        <translation>Kertas habis atau rusak</translation>
    </message>
    <message>
        <source>磁碟剩下</source>
        <translation>Sisa disk</translation>
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
        <translation>Giliran kerja</translation>
    </message>
    <message>
        <source>今天兌換</source>
        <translation>Ditukar hari ini</translation>
    </message>
    <message>
        <source>這一班</source>
        <translation>Giliran ini</translation>
    </message>
    <message>
        <source>還沒有開始</source>
        <translation>Belum dimulai</translation>
    </message>
    <message>
        <source>開始</source>
        <translation>Mulai</translation>
    </message>
    <message>
        <source>這台不收現金，只記下筆數和金額。</source>
        <translation>Mesin ini tidak menerima tunai: hanya jumlah dan nilai dicatat.</translation>
    </message>
    <message>
        <source>結班要由主管操作。</source>
        <translation>Penyelia harus menutup giliran.</translation>
    </message>
    <message>
        <source>開始記錄</source>
        <translation>Mulai mencatat</translation>
    </message>
    <message>
        <source>結班並開始下一班</source>
        <translation>Tutup, mulai berikutnya</translation>
    </message>
</context>
<context>
    <name>FactorCodePage</name>
    <message>
        <source>選「確認身分」的條碼，對準讀碼處。原來的卡片請留在讀卡機上。</source>
        <translation>Pilih kode «konfirmasi identitas», arahkan ke pemindai. Biarkan kartu di alat baca.</translation>
    </message>
    <message>
        <source>點數沒有減少。</source>
        <translation>Poin tidak berkurang.</translation>
    </message>
</context>
<context>
    <name>NoRecordPage</name>
    <message>
        <source>現在不能查您的紀錄</source>
        <translation>Catatan Anda belum bisa dibuka</translation>
    </message>
    <message>
        <source>連不上平台。紀錄只存在平台，需要網路才能查，一筆都不會少。</source>
        <translation>Sistem tidak dapat dihubungi. Catatan hanya ada di sistem, jadi perlu jaringan; tidak ada yang hilang.</translation>
    </message>
    <message>
        <source>請稍後再查，或洽櫃檯。</source>
        <translation>Coba lagi nanti, atau tanyakan di loket.</translation>
    </message>
    <message>
        <source>卡片裡的錢照常可以用。請稍後再查，或洽櫃檯。</source>
        <translation>Uang di kartu tetap bisa dipakai. Coba lagi nanti atau tanya loket.</translation>
    </message>
    <message>
        <source>現在還可以登記兌換儲值金，恢復連線後才會決定。</source>
        <translation>Penukaran poin masih bisa dicatat; diputuskan setelah tersambung lagi.</translation>
    </message>
    <message>
        <source>點數沒有減少，沒有任何變更。</source>
        <translation>Poin tidak berkurang, tidak ada yang berubah.</translation>
    </message>
    <message>
        <source>看我的點數</source>
        <translation>Lihat poin saya</translation>
    </message>
</context>
<context>
    <name>OpeningPage</name>
    <message>
        <source>正在打開您的紀錄…</source>
        <translation>Membuka catatan Anda…</translation>
    </message>
    <message>
        <source>請把卡片留在讀卡機上。</source>
        <translation>Biarkan kartu di alat baca.</translation>
    </message>
    <message>
        <source>請稍候。</source>
        <translation>Mohon tunggu.</translation>
    </message>
</context>
<context>
    <name>OutOfServicePage</name>
    <message>
        <source>暫停服務</source>
        <translation>Tidak melayani sementara</translation>
    </message>
    <message>
        <source>原因：{reason}</source>
        <translation>Alasan: {reason}</translation>
    </message>
    <message>
        <source>您的點數和儲值金不受影響。</source>
        <translation>Poin dan saldo Anda tidak terpengaruh.</translation>
    </message>
    <message>
        <source>手機上的市民卡還可以掃描，查點數和紀錄。</source>
        <translation>Kartu di ponsel masih bisa dipindai untuk melihat poin dan catatan.</translation>
    </message>
    <message>
        <source>請改到</source>
        <translation>Silakan ke</translation>
    </message>
    <message>
        <source>附近的服務櫃檯</source>
        <translation>loket layanan terdekat</translation>
    </message>
    <message>
        <source>服務電話</source>
        <translation>Telepon</translation>
    </message>
    <message>
        <source>來電請說是</source>
        <translation>Mesin ini</translation>
    </message>
    <message>
        <source>修好後會自動恢復。</source>
        <translation>Mesin akan berjalan lagi setelah diperbaiki.</translation>
    </message>
    <message>
        <source>等一下會自動再試。</source>
        <translation>Mesin akan mencoba lagi sebentar lagi.</translation>
    </message>
</context>
<context>
    <name>OwnAmountPage</name>
    <message>
        <source>要兌換多少元？</source>
        <translation>Berapa NT$?</translation>
    </message>
    <message>
        <source>可以輸入 {least} 到 {most}。</source>
        <translation>Dari {least} sampai {most}.</translation>
    </message>
    <message>
        <source>金額須為 {step} 的倍數。</source>
        <translation>Kelipatan {step}.</translation>
    </message>
    <message>
        <source>兌換 {amount}</source>
        <translation>Tukar {amount}</translation>
    </message>
    <message>
        <source>請輸入金額</source>
        <translation>Masukkan jumlah</translation>
    </message>
    <message>
        <source>最多可以兌換 {most}</source>
        <translation>Paling banyak {most}</translation>
    </message>
    <message>
        <source>最少要兌換 {least}</source>
        <translation>Paling sedikit {least}</translation>
    </message>
    <message>
        <source>這個金額不在可以兌換的範圍內。</source>
        <translation>Jumlah ini di luar yang bisa ditukar.</translation>
    </message>
</context>
<context>
    <name>ProofCodePage</name>
    <message>
        <source>選「確認身分」的條碼，對準讀碼處。</source>
        <translation>Pilih kode «konfirmasi identitas», arahkan ke pemindai.</translation>
    </message>
    <message>
        <source>選「確認身分」的條碼，對準讀碼處。原來的卡片請留在讀卡機上。</source>
        <translation>Pilih kode «konfirmasi identitas», arahkan ke pemindai. Biarkan kartu di alat baca.</translation>
    </message>
</context>
<context>
    <name>ProofPage</name>
    <message>
        <source>看我的紀錄</source>
        <translation>Lihat catatan saya</translation>
    </message>
    <message>
        <source>是您本人才能看。請輸入生日的月和日，例如 1 月 5 日 → 0105。連續錯 {attempts} 次，{minutes} 分鐘內不能用。</source>
        <translation>Hanya untuk Anda sendiri. Ketik bulan dan tanggal lahir, misalnya 5 Januari → 0105. Salah {attempts} kali berturut-turut: terkunci {minutes} menit.</translation>
    </message>
    <message>
        <source>生日不對</source>
        <translation>Tanggal lahir salah</translation>
    </message>
    <message>
        <source>請再輸入一次，例如 1 月 5 日 → 0105。</source>
        <translation>Masukkan lagi, misalnya 5 Januari → 0105.</translation>
    </message>
</context>
<context>
    <name>Purse</name>
    <message>
        <source>一次最多兌換 {most}。</source>
        <translation>Sekali tukar paling banyak {most}.</translation>
    </message>
    <message>
        <source>卡片最多能有 {limit}，現在最多再存 {most}。花掉一些，就能再兌換。</source>
        <translation>Isi kartu paling banyak {limit}, sekarang muat {most} lagi. Belanjakan sebagian untuk menukar lagi.</translation>
    </message>
    <message>
        <source>待入卡最多 {limit}，現在最多再換 {most}。存進卡片後，就能再兌換。</source>
        <translation>Yang menunggu masuk kartu paling banyak {limit}, sekarang muat {most} lagi. Setelah masuk kartu, bisa menukar lagi.</translation>
    </message>
    <message>
        <source>卡片最多能有 {limit}，現在放不下了。花掉一些，再來兌換。</source>
        <translation>Isi kartu paling banyak {limit}, sekarang sudah penuh. Belanjakan sebagian, lalu tukar lagi.</translation>
    </message>
    <message>
        <source>待入卡最多 {limit}，現在放不下了。存進卡片後，再來兌換。</source>
        <translation>Yang menunggu masuk kartu paling banyak {limit}, sekarang sudah penuh. Setelah masuk kartu, tukar lagi.</translation>
    </message>
    <message>
        <source>已經登記的 {pending} 還在等平台決定，這些點數先留著。</source>
        <translation>{pending} yang sudah dicatat masih menunggu keputusan; poinnya disimpan dulu.</translation>
    </message>
</context>
<context>
    <name>RatingPage</name>
    <message>
        <source>這次服務您滿意嗎？</source>
        <translation>Apakah Anda puas?</translation>
    </message>
    <message>
        <source>只記下您的選擇，不會記下您是誰。</source>
        <translation>Hanya pilihan Anda yang dicatat, bukan siapa Anda.</translation>
    </message>
    <message>
        <source>非常滿意</source>
        <translation>Sangat puas</translation>
    </message>
    <message>
        <source>滿意</source>
        <translation>Puas</translation>
    </message>
    <message>
        <source>不滿意</source>
        <translation>Tidak puas</translation>
    </message>
    <message>
        <source>非常不滿意</source>
        <translation>Sangat tidak puas</translation>
    </message>
</context>
<context>
    <name>ReadingPage</name>
    <message>
        <source>讀取卡片中…</source>
        <translation>Membaca kartu…</translation>
    </message>
    <message>
        <source>請把卡片留在讀卡機上。</source>
        <translation>Biarkan kartu di alat baca.</translation>
    </message>
    <message>
        <source>正在確認手機上的市民卡…</source>
        <translation>Memeriksa kartu di ponsel…</translation>
    </message>
    <message>
        <source>請稍候。</source>
        <translation>Mohon tunggu.</translation>
    </message>
</context>
<context>
    <name>Receipt</name>
    <message>
        <source>結果未定</source>
        <translation>Belum pasti</translation>
    </message>
    <message>
        <source>已存進卡片</source>
        <translation>Sudah masuk ke kartu</translation>
    </message>
    <message>
        <source>時間</source>
        <translation>Waktu</translation>
    </message>
    <message>
        <source>地點</source>
        <translation>Tempat</translation>
    </message>
    <message>
        <source>金額</source>
        <translation>Jumlah</translation>
    </message>
    <message>
        <source>狀態</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>剩餘點數</source>
        <translation>Sisa poin</translation>
    </message>
    <message>
        <source>卡片餘額</source>
        <translation>Saldo kartu</translation>
    </message>
    <message>
        <source>查詢代碼</source>
        <translation>Kode pelacakan</translation>
    </message>
    <message>
        <source>卡片末碼</source>
        <translation>Akhir nomor kartu</translation>
    </message>
    <message>
        <source>收據</source>
        <translation>Struk</translation>
    </message>
    <message>
        <source>收據上沒有姓名。</source>
        <translation>Struk tidak memuat nama.</translation>
    </message>
    <message>
        <source>列印測試</source>
        <translation>Uji cetak</translation>
    </message>
    <message>
        <source>機台</source>
        <translation>Mesin</translation>
    </message>
</context>
<context>
    <name>ReceiptPage</name>
    <message>
        <source>用手機掃收據</source>
        <translation>Pindai struk dengan ponsel</translation>
    </message>
    <message>
        <source>收據上沒有姓名。</source>
        <translation>Struk tidak memuat nama.</translation>
    </message>
    <message>
        <source>收據的 QR 碼</source>
        <translation>Kode QR struk</translation>
    </message>
    <message>
        <source>再印一次收據</source>
        <translation>Cetak ulang struk</translation>
    </message>
    <message>
        <source>印出收據</source>
        <translation>Cetak struk</translation>
    </message>
    <message>
        <source>正在印收據…</source>
        <translation>Sedang mencetak struk…</translation>
    </message>
    <message>
        <source>收據印好了，請取走。</source>
        <translation>Struk sudah dicetak, silakan ambil.</translation>
    </message>
    <message>
        <source>收據紙用完了，沒有印出來。兌換不受影響，請用手機掃這裡的收據。</source>
        <translation>Kertas struk habis, jadi struk tidak tercetak. Penukaran Anda tidak terpengaruh; silakan pindai struk di sini dengan ponsel.</translation>
    </message>
    <message>
        <source>印表機沒有印出收據。兌換不受影響，請用手機掃這裡的收據。</source>
        <translation>Printer tidak mencetak struk. Penukaran Anda tidak terpengaruh; silakan pindai struk di sini dengan ponsel.</translation>
    </message>
</context>
<context>
    <name>Record</name>
    <message>
        <source>得到</source>
        <translation>Diterima</translation>
    </message>
    <message>
        <source>收回</source>
        <translation>Ditarik</translation>
    </message>
    <message>
        <source>兌換成儲值金</source>
        <translation>Ditukar jadi saldo</translation>
    </message>
    <message>
        <source>儲值到卡片</source>
        <translation>Diisi ke kartu</translation>
    </message>
    <message>
        <source>退還</source>
        <translation>Dikembalikan</translation>
    </message>
    <message>
        <source>使用</source>
        <translation>Dipakai</translation>
    </message>
    <message>
        <source>過期</source>
        <translation>Hangus</translation>
    </message>
    <message>
        <source>活動報名名單</source>
        <translation>daftar peserta kegiatan</translation>
    </message>
    <message>
        <source>申請案</source>
        <translation>permohonan</translation>
    </message>
    <message>
        <source>申請案名單</source>
        <translation>daftar permohonan</translation>
    </message>
    <message>
        <source>申請進度</source>
        <translation>kemajuan permohonan</translation>
    </message>
    <message>
        <source>您有哪些卡</source>
        <translation>kartu yang Anda miliki</translation>
    </message>
    <message>
        <source>您的手機</source>
        <translation>ponsel Anda</translation>
    </message>
    <message>
        <source>中獎名單</source>
        <translation>daftar pemenang</translation>
    </message>
    <message>
        <source>全部資料</source>
        <translation>semua data</translation>
    </message>
    <message>
        <source>忘記簽退的名單</source>
        <translation>daftar yang lupa absen keluar</translation>
    </message>
    <message>
        <source>領卡名單</source>
        <translation>daftar pengambilan kartu</translation>
    </message>
    <message>
        <source>還沒有結果的儲值</source>
        <translation>pengisian yang belum jelas</translation>
    </message>
    <message>
        <source>資格查詢</source>
        <translation>pemeriksaan syarat</translation>
    </message>
    <message>
        <source>卡片號碼</source>
        <translation>nomor kartu</translation>
    </message>
    <message>
        <source>志工時數</source>
        <translation>Jam sukarela</translation>
    </message>
    <message>
        <source>用到 {day}，之後過期</source>
        <translation>Berlaku sampai {day}, lalu hangus</translation>
    </message>
    <message>
        <source>{year} 年，{times} 次</source>
        <translation>Tahun {year}, {times} kali</translation>
    </message>
    <message>
        <source>{day} 起</source>
        <translation>sejak {day}</translation>
    </message>
    <message>
        <source>就是這張卡</source>
        <translation>kartu ini</translation>
    </message>
    <message>
        <source>您的資料</source>
        <translation>data Anda</translation>
    </message>
    <message>
        <source>看了：{what}。原因：{why}</source>
        <translation>Melihat: {what}. Alasan: {why}</translation>
    </message>
    <message>
        <source>{points}：服務人員確認已儲值到卡片。</source>
        <translation>{points}: petugas memastikan sudah diisi ke kartu.</translation>
    </message>
    <message>
        <source>之前的儲值已經確認</source>
        <translation>Pengisian sebelumnya sudah dipastikan</translation>
    </message>
    <message>
        <source>{points}：{reason}，點數沒有減少。</source>
        <translation>{points}: {reason}; poin tidak berkurang.</translation>
    </message>
    <message>
        <source>之前的兌換沒有成功</source>
        <translation>Penukaran sebelumnya gagal</translation>
    </message>
</context>
<context>
    <name>RecordPage</name>
    <message>
        <source>我的紀錄</source>
        <translation>Catatan saya</translation>
    </message>
    <message>
        <source>沒有新的訊息。</source>
        <translation>Tidak ada pesan baru.</translation>
    </message>
    <message>
        <source>看點數的進出</source>
        <translation>Lihat poin masuk keluar</translation>
    </message>
    <message>
        <source>看志工時數</source>
        <translation>Lihat jam sukarela</translation>
    </message>
    <message>
        <source>看我的卡片</source>
        <translation>Lihat kartu saya</translation>
    </message>
    <message>
        <source>看誰查過我</source>
        <translation>Lihat siapa melihat data saya</translation>
    </message>
</context>
<context>
    <name>RecordPartPage</name>
    <message>
        <source>更早的紀錄請洽櫃檯。</source>
        <translation>Catatan lebih lama: tanya loket.</translation>
    </message>
    <message>
        <source>看前一頁</source>
        <translation>Lihat sebelumnya</translation>
    </message>
    <message>
        <source>看下一頁</source>
        <translation>Lihat berikutnya</translation>
    </message>
    <message>
        <source>點數的進出</source>
        <translation>Poin masuk dan keluar</translation>
    </message>
    <message>
        <source>志工時數</source>
        <translation>Jam sukarela</translation>
    </message>
    <message>
        <source>我的卡片</source>
        <translation>Kartu saya</translation>
    </message>
    <message>
        <source>誰查過我的資料</source>
        <translation>Siapa yang melihat data saya</translation>
    </message>
    <message>
        <source>還沒有紀錄。</source>
        <translation>Belum ada catatan.</translation>
    </message>
    <message>
        <source>第 {page} 頁，共 {pages} 頁。</source>
        <translation>Halaman {page} dari {pages}.</translation>
    </message>
    <message>
        <source>一共 {time}。</source>
        <translation>Total {time}.</translation>
    </message>
    <message>
        <source>存在時間銀行的有 {time}。</source>
        <translation>Di bank waktu ada {time}.</translation>
    </message>
</context>
<context>
    <name>ResultPage</name>
    <message>
        <source>謝謝您的意見。</source>
        <translation>Terima kasih atas pendapat Anda.</translation>
    </message>
    <message>
        <source>另一張卡片已經放好了。按「結束」就換那張卡，也可以稍候。</source>
        <translation>Kartu lain sudah ada. Tekan «Selesai» untuk lanjut, atau tunggu sebentar.</translation>
    </message>
    <message>
        <source>查詢代碼</source>
        <translation>Kode pelacakan</translation>
    </message>
    <message>
        <source>用手機掃收據</source>
        <translation>Pindai struk</translation>
    </message>
    <message>
        <source>要收據</source>
        <translation>Minta struk</translation>
    </message>
    <message>
        <source>說說是否滿意</source>
        <translation>Nilai layanan</translation>
    </message>
    <message>
        <source>再看我的點數</source>
        <translation>Lihat poin lagi</translation>
    </message>
    <message>
        <source>結束，取回卡片</source>
        <translation>Selesai, ambil kartu</translation>
    </message>
    <message>
        <source>結束</source>
        <translation>Selesai</translation>
    </message>
    <message>
        <source>已存進卡片</source>
        <translation>Sudah masuk ke kartu</translation>
    </message>
    <message>
        <source>兌換完成</source>
        <translation>Penukaran selesai</translation>
    </message>
    <message>
        <source>儲值金已登記為待入卡，由票證公司存進卡片。</source>
        <translation>Saldo menunggu kartu Anda; perusahaan kartu akan mengisinya.</translation>
    </message>
    <message>
        <source>已登記，尚未入帳</source>
        <translation>Sudah dicatat, belum dibukukan</translation>
    </message>
    <message>
        <source>現在連不上平台：點數還沒有減少，錢也還沒有存入。恢復連線後由平台決定。</source>
        <translation>Sistem tidak dapat dihubungi: poin belum berkurang dan uang belum masuk. Diputuskan setelah tersambung lagi.</translation>
    </message>
    <message>
        <source>點數和金額都不會遺失。</source>
        <translation>Poin maupun uang tidak hilang.</translation>
    </message>
    <message>
        <source>結果還不確定</source>
        <translation>Hasil belum pasti</translation>
    </message>
    <message>
        <source>很抱歉，請不要再試，先記下查詢代碼，洽服務人員確認。</source>
        <translation>Maaf. Jangan coba lagi; catat kode pelacakan dan tanyakan kepada petugas.</translation>
    </message>
    <message>
        <source>沒有兌換，點數沒有減少，也沒有存入儲值金。</source>
        <translation>Tidak ada yang ditukar: poin tidak berkurang dan saldo tidak diisi.</translation>
    </message>
    <message>
        <source>金額已經在卡片裡，可以使用了。</source>
        <translation>Saldo sudah di kartu dan bisa dipakai.</translation>
    </message>
    <message>
        <source>卡片裡現在有 {value}，可以使用了。</source>
        <translation>Di kartu sekarang ada {value}, bisa dipakai.</translation>
    </message>
    <message>
        <source>結果之後在任何一台的「看我的紀錄」都看得到；也可以帶卡片和查詢代碼到服務櫃檯問。</source>
        <translation>Hasilnya nanti terlihat di &quot;Lihat catatan saya&quot; di mesin mana pun; atau bawa kartu dan kode pelacakan ke loket.</translation>
    </message>
    <message>
        <source>請把卡片放回讀卡機，再試一次。</source>
        <translation>Letakkan lagi kartu di alat pembaca dan coba lagi.</translation>
    </message>
</context>
<context>
    <name>SecondFactorPage</name>
    <message>
        <source>繼續兌換</source>
        <translation>Lanjutkan</translation>
    </message>
    <message>
        <source>請輸入生日的月和日，例如 1 月 5 日 → 0105。連續錯 {attempts} 次，{minutes} 分鐘內不能兌換。</source>
        <translation>Masukkan bulan dan tanggal lahir, misalnya 5 Januari → 0105. Jika salah {attempts} kali berturut-turut, tidak bisa menukar selama {minutes} menit.</translation>
    </message>
    <message>
        <source>生日不對，沒有兌換</source>
        <translation>Tanggal lahir salah, tidak ditukar</translation>
    </message>
    <message>
        <source>點數沒有減少。請再輸入一次，例如 1 月 5 日 → 0105。</source>
        <translation>Poin tidak berkurang. Masukkan lagi, misalnya 5 Januari → 0105.</translation>
    </message>
</context>
<context>
    <name>SettledPage</name>
    <message>
        <source>上一次儲值已經在卡片裡</source>
        <translation>Pengisian terakhir sudah di kartu</translation>
    </message>
    <message>
        <source>已確認寫進卡片，扣 {points}。</source>
        <translation>Dipastikan tertulis di kartu, dikurangi {points}.</translation>
    </message>
    <message>
        <source>上一次儲值沒有寫進卡片</source>
        <translation>Pengisian terakhir tidak tertulis</translation>
    </message>
    <message>
        <source>{points}已經還給您，可以再儲值一次。</source>
        <translation>{points} sudah dikembalikan. Anda bisa mengisi lagi.</translation>
    </message>
    <message>
        <source>儲值時間</source>
        <translation>Waktu pengisian</translation>
    </message>
    <message>
        <source>現在可兌換</source>
        <translation>Bisa ditukar sekarang</translation>
    </message>
    <message>
        <source>卡片裡的金額</source>
        <translation>Saldo di kartu</translation>
    </message>
    <message>
        <source>查詢代碼</source>
        <translation>Kode pelacakan</translation>
    </message>
    <message>
        <source>看我的點數</source>
        <translation>Lihat poin saya</translation>
    </message>
</context>
<context>
    <name>Speech</name>
    <message>
        <source>金額和個人資料只顯示在畫面上，不會唸出來。</source>
        <translation>Jumlah uang dan data pribadi hanya tampil di layar dan tidak dibacakan.</translation>
    </message>
    <message>
        <source>可以按：{buttons}</source>
        <translation>Anda dapat menekan: {buttons}</translation>
    </message>
    <message>
        <source>每個畫面都有：{buttons}</source>
        <translation>Di setiap layar: {buttons}</translation>
    </message>
    <message>
        <source>{amount} 元</source>
        <translation>{amount} dolar</translation>
    </message>
</context>
<context>
    <name>StaffPinPage</name>
    <message>
        <source>請輸入密碼</source>
        <translation>Masukkan PIN</translation>
    </message>
    <message>
        <source>這張是服務人員的卡。</source>
        <translation>Ini kartu petugas.</translation>
    </message>
    <message>
        <source>已輸入 {count} 位</source>
        <translation>{count} angka dimasukkan</translation>
    </message>
    <message>
        <source>正在檢查…</source>
        <translation>Memeriksa…</translation>
    </message>
    <message>
        <source>進入</source>
        <translation>Masuk</translation>
    </message>
    <message>
        <source>{seconds} 秒後可以再試。</source>
        <translation>Coba lagi setelah {seconds} detik.</translation>
    </message>
    <message>
        <source>密碼不對</source>
        <translation>PIN salah</translation>
    </message>
    <message>
        <source>請等 {seconds} 秒再試</source>
        <translation>Tunggu {seconds} detik</translation>
    </message>
    <message>
        <source>錯太多次，請主管在這台解除鎖定</source>
        <translation>Terlalu banyak PIN salah: penyelia harus membuka kunci di mesin ini</translation>
    </message>
</context>
<context>
    <name>StaffWords</name>
    <message>
        <source>代碼：{code}</source>
        <translation>Kode: {code}</translation>
    </message>
    <message>
        <source>找不到收據印表機</source>
        <translation>Printer struk tidak ditemukan</translation>
    </message>
    <message>
        <source>請確認已開機、線路已接好，再測試一次。</source>
        <translation>Pastikan printer menyala dan kabelnya terpasang, lalu uji lagi.</translation>
    </message>
    <message>
        <source>收據紙用完了</source>
        <translation>Kertas struk habis</translation>
    </message>
    <message>
        <source>請換上新的紙捲，蓋好上蓋，再測試一次。</source>
        <translation>Pasang gulungan kertas baru, tutup penutupnya, lalu uji lagi.</translation>
    </message>
    <message>
        <source>收據印表機停住了</source>
        <translation>Printer struk berhenti</translation>
    </message>
    <message>
        <source>請看上蓋是否蓋好、紙有沒有卡住，再測試一次。</source>
        <translation>Periksa apakah penutup sudah rapat dan kertas tidak macet, lalu uji lagi.</translation>
    </message>
</context>
<context>
    <name>StillTherePage</name>
    <message>
        <source>還需要一點時間嗎？</source>
        <translation>Perlu waktu lagi?</translation>
    </message>
    <message>
        <source>{seconds} 秒後結束，並清除畫面。</source>
        <translation>Selesai dan layar dihapus dalam {seconds} detik.</translation>
    </message>
    <message>
        <source>繼續使用</source>
        <translation>Lanjutkan</translation>
    </message>
</context>
<context>
    <name>Tools</name>
    <message>
        <source>普通</source>
        <translation>biasa</translation>
    </message>
    <message>
        <source>大聲</source>
        <translation>keras</translation>
    </message>
    <message>
        <source>小聲</source>
        <translation>pelan</translation>
    </message>
    <message>
        <source>音量：{level}</source>
        <translation>Volume: {level}</translation>
    </message>
    <message>
        <source>按鍵移到下方</source>
        <translation>Tombol ke bawah</translation>
    </message>
    <message>
        <source>高對比</source>
        <translation>Kontras tinggi</translation>
    </message>
    <message>
        <source>朗讀畫面</source>
        <translation>Bacakan layar</translation>
    </message>
    <message>
        <source>放大文字</source>
        <translation>Huruf lebih besar</translation>
    </message>
    <message>
        <source>恢復原樣</source>
        <translation>Kembali seperti semula</translation>
    </message>
</context>
<context>
    <name>UnknownPage</name>
    <message>
        <source>上一次儲值還沒有結果</source>
        <translation>Pengisian terakhir belum ada hasilnya</translation>
    </message>
    <message>
        <source>還不知道有沒有寫進卡片</source>
        <translation>Belum diketahui apakah sudah tertulis</translation>
    </message>
    <message>
        <source>點數和金額都不會遺失。</source>
        <translation>Poin maupun uang tidak hilang.</translation>
    </message>
    <message>
        <source>卡片在讀卡機上，請再查一次結果。</source>
        <translation>Kartu ada di alat pembaca. Silakan periksa sekali lagi.</translation>
    </message>
    <message>
        <source>請把同一張卡（末碼 {tail}）再放回讀卡機，就會知道結果。</source>
        <translation>Letakkan lagi kartu yang sama (akhir {tail}) di alat pembaca untuk melihat hasilnya.</translation>
    </message>
    <message>
        <source>這台現在讀不到卡片。請記下查詢代碼，帶這張卡（末碼 {tail}）到：</source>
        <translation>Mesin ini tidak bisa membaca kartu. Catat kode dan bawa kartu ini (akhiran {tail}) ke:</translation>
    </message>
    <message>
        <source>也可以之後帶這張卡到任何一台自助機或櫃檯，並出示查詢代碼。</source>
        <translation>Atau nanti bawa kartu ini ke mesin atau loket mana pun dan tunjukkan kode pelacakan.</translation>
    </message>
    <message>
        <source>請改到</source>
        <translation>Silakan ke</translation>
    </message>
    <message>
        <source>附近的服務櫃檯</source>
        <translation>loket layanan terdekat</translation>
    </message>
    <message>
        <source>服務電話</source>
        <translation>Telepon</translation>
    </message>
    <message>
        <source>查詢代碼</source>
        <translation>Kode pelacakan</translation>
    </message>
    <message>
        <source>再查一次結果</source>
        <translation>Periksa lagi</translation>
    </message>
    <message>
        <source>看我的點數</source>
        <translation>Lihat poin saya</translation>
    </message>
    <message>
        <source>換下一位</source>
        <translation>Beri giliran berikutnya</translation>
    </message>
    <message>
        <source>請改放末碼 {tail} 的卡，或按「換下一位」。</source>
        <translation>Letakkan kartu yang berakhir {tail}, atau tekan &quot;Beri giliran berikutnya&quot;.</translation>
    </message>
</context>
<context>
    <name>WorkingPage</name>
    <message>
        <source>請勿移開卡片</source>
        <translation>Jangan pindahkan kartu</translation>
    </message>
    <message>
        <source>正在儲值 {amount}</source>
        <translation>Mengisi {amount}</translation>
    </message>
    <message>
        <source>正在寫進卡片…</source>
        <translation>Menulis ke kartu…</translation>
    </message>
    <message>
        <source>正在兌換 {points}…</source>
        <translation>Menukar {points}…</translation>
    </message>
    <message>
        <source>請勿移開卡片。</source>
        <translation>Jangan ambil kartu.</translation>
    </message>
    <message>
        <source>正在兌換…</source>
        <translation>Menukar…</translation>
    </message>
    <message>
        <source>正在請平台保留點數…</source>
        <translation>Meminta platform menahan poin…</translation>
    </message>
    <message>
        <source>正在核對結果…</source>
        <translation>Memeriksa hasil…</translation>
    </message>
</context>
</TS>
