const listed = (words: string): readonly string[] => words.split(' ')

/** Turn what follows into its opposite: "tidak bisa hadir" is one no. */
export const NEGATIONS = listed('tidak tdk gak gk ga nggak ngga engga enggak ndak tak')

/** Each of them says no, whatever stands beside it. */
export const FIRM_NO = [...NEGATIONS, 'sakit']

export const NO = [...FIRM_NO, '2', 'n', 'no']
export const YES = listed('1 y ya iya yes siap berangkat otw hadir bisa')
/** Those of them that say more than that somebody is safe. */
export const WILLING = listed('1 siap berangkat otw hadir bisa')
export const SAFE = listed('aman selamat')
export const ARRIVED = [...listed('3 tiba sampai'), ...SAFE]

/** Of the words that say yes, those by which somebody says that they have set off. */
export const SET_OFF = ['otw', 'berangkat']

/** The road: by themselves, or on the way to a place, they say that somebody has set off. */
export const ROAD = ['jalan', 'perjalanan']

/** Where the road leads: "jalan ke posko" says more than "rumah di jalan". */
export const TOWARDS = ['ke', 'menuju']
export const PLACES = listed('lokasi posko gardu ksb rumah kumpul')

/** About to, not yet: "segera berangkat" is a yes. */
export const SOON = ['segera', 'sgr']

/** At the end of a service. */
export const DONE = ['selesai', 'pulang']

/** What may stand beside it: "izin pulang" asks, and "selesai di posko" may be said of something else. */
export const DONE_COMPANY = listed(
  'sudah sdh udah udh telah saya sy kami aku pak bu bapak ibu kak mas mbak bang ndan komandan lapor baik ok oke terima kasih makasih trims tks tugas dengan selamat aman kode ref',
)

export const STOP = listed('stop berhenti hapus')

/** A negation reaches through these to the yes behind: "tidak dapat hadir", "gak jadi berangkat". */
export const LINKS = listed('dapat ikut mau jadi sempat')

/** "2 menit lagi" and "2 orang" count something; they are no 2 for TIDAK. */
export const MEASURES = listed(
  'detik menit mnt jam hari km kilo meter orang org anggota personil personel motor mobil unit',
)

/** With one of these a "not" or an illness is about something else: "link tidak bisa dibuka", "tidak masalah". */
export const OTHER_MATTERS = listed(
  'link tautan klik buka dibuka terbuka jelas tahu tau paham mengerti ngerti masalah apa papa kenapa mengapa warga korban',
)

/** Words that change no answer: forms of address, courtesy, and what people on the way add. */
export const FILLERS = listed(
  // "ok" alone says that it was read, not that anybody comes.
  'ok oke sip saya sy kami aku pak bu bapak ibu kak mas mbak bang ndan komandan izin lapor diri baik laksanakan segera sgr langsung sekarang juga meluncur merapat menuju ke di dari lokasi posko gardu ksb rumah kumpul jalan dalam perjalanan terima kasih makasih trims tks mohon maaf insya insyaallah allah dengan kode ref sudah sdh udah udh telah semua assalamualaikum wr wb',
)

/** Which of our messages: with one of these a stop ends the advice alone. */
export const INFO = listed('info informasi kesiapsiagaan')
export const STOP_INFO_COMPANY = listed('stop berhenti mau ingin minta tolong jangan lagi kirim dikirim sms pesan')

/** What people write round a wish to hear no more of us. */
export const STOP_COMPANY = listed(
  'mau ingin minta tolong jangan lagi kirim dikirim sms pesan panggilan hubungi dihubungi ganggu nomor hp daftar dari jadi anggota relawan',
)
