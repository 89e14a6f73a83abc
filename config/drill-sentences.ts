import type { Fault } from '../src/errors.ts'

/** What a programme's faults expect, in English as `checkYaml` gives it, and the same in Bahasa Indonesia. */
const SENTENCES: readonly (readonly [RegExp, string])[] = [
  [
    /^a local time such as (\S+), or an instant with its offset such as (\S+)$/,
    'waktu setempat seperti $1, atau waktu pasti dengan selisihnya seperti $2',
  ],
  [/^a rhythm such as (.*) or (.*)$/, 'irama seperti $1 atau $2'],
  [/^a day such as (.*)$/, 'tanggal seperti $1'],
  [/^a time from (.*) to (.*), such as (.*)$/, 'jam dari $1 sampai $2, seperti $3'],
  [
    /^a time from (\S+) to (\S+) such as (\S+), or (\{.*) sms or email \}$/,
    'lama waktu dari $1 sampai $2 seperti $3, atau $4 sms atau email }',
  ],
  [/^a time such as (.*) or (.*)$/, 'lama waktu seperti $1 atau $2'],
  [/^a duration from (\S+) to (\S+), such as (.*) or (.*)$/, 'lama waktu dari $1 sampai $2, seperti $3 atau $4'],
  [
    /^all, or one of: codes .*$/,
    'all, atau salah satu dari: codes (daftar kode), region (kode wilayah dalam tanda kutip), filter (hazard, region, sites, neverDrilled, readinessBelow, lastDrilledBefore, expiring, openImprovements)',
  ],
  [/^a region code as text, such as (.*)$/, 'kode wilayah dalam tanda kutip, seperti $1'],
  [
    /^a Kemendagri region code with dots, such as (.*) or (.*)$/,
    'kode wilayah Kemendagri dengan titik, seperti $1 atau $2',
  ],
  [/^a whole number from (\d+) to (\d+)$/, 'bilangan bulat dari $1 sampai $2'],
  [/^true, or leave the key out$/, 'true, atau hapus kunci ini'],
  [/^a module of config\/curriculum: (.*)$/, 'modul dari config/curriculum: $1'],
  [/^a module for (\S+), or for any hazard$/, 'modul untuk $1, atau untuk semua jenis bencana'],
  [/^each module once$/, 'setiap modul satu kali saja'],
  [/^one line of 1 to (\d+) characters without a semicolon$/, 'satu baris 1 sampai $1 huruf tanpa titik koma'],
  [/^small letters, digits and hyphens, such as (.*)$/, 'huruf kecil, angka, dan tanda hubung, seperti $1'],
  [/^either startsAt, every, cron or rrule: .*$/, 'salah satu dari startsAt, every, cron, atau rrule: tepat satu'],
  [/^either hazard or hazards: .*$/, 'salah satu dari hazard atau hazards: tepat satu'],
  [/^each hazard once$/, 'setiap ancaman satu kali saja'],
  [/^a whole number from (\d+) to (\d+), or \{.*$/, 'bilangan bulat dari $1 sampai $2, atau { count, skills, levels }'],
  [/^a skill that is known: (.*)$/, 'keahlian yang dikenal: $1'],
  [/^a level as the roster has it, such as (.*)$/, 'jenjang seperti dalam daftar relawan, misalnya $1'],
  [/^with every or rrule: a local time such as (.*)$/, 'bersama every atau rrule: jam setempat seperti $1'],
  [/^nothing: it belongs to (.*) and (.*)$/, 'hapus kunci ini: hanya untuk $1 dan $2'],
  [/^no plan: beside (.*) or (.*)$/, 'tanpa plan: bersama $1 atau $2'],
  [
    /^reminders nearer to the start than the invitation$/,
    'pengingat yang lebih dekat ke waktu mulai daripada undangan',
  ],
  [/^a time nearer to the start than the invitation$/, 'waktu yang lebih dekat ke waktu mulai daripada undangan'],
  [/^each reminder once$/, 'setiap pengingat satu kali saja'],
  [/^starts an hour apart at least$/, 'jarak antarmulai sedikitnya satu jam'],
  [/^at most (\d+) starts a year$/, 'paling banyak $1 kali setahun'],
  [/^a rule that means some day$/, 'aturan yang mengenai suatu hari'],
  [/^cron, [a-z ]+: numbers from (\d+) to (\d+), .*$/, 'bilangan dari $1 sampai $2, rentang, daftar, atau langkah'],
  [/^cron: 5 fields .*$/, '5 bagian: menit jam tanggal bulan hari, seperti 0 9 1 */6 *'],
  [/^rrule: NAME=VALUE, each once, of (.*), got .*$/, 'NAMA=NILAI, masing-masing satu kali, dari $1'],
  [/^rrule, (\w+): .*$/, 'nilai $1 yang sah menurut RFC 5545, seperti FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=26'],
  [/^an id of its own: (.*) has this one$/, 'id tersendiri: $1 sudah memakainya'],
  [/^a key that the schema named in the first line lists$/, 'kunci yang ada dalam skema di baris pertama'],
  [/^one of (.*)$/, 'salah satu dari $1'],
  [/^(?:array|list) to have <=(\d+) items$/, 'daftar dengan paling banyak $1 isi'],
  [/^(?:array|list) to have >=(\d+) items$/, 'daftar dengan sedikitnya $1 isi'],
  [/^number to be (>=?|<=?)(.*)$/, 'angka $1 $2'],
  [/^string to have (>=?|<=?)(\d+) characters$/, 'teks dengan panjang $1 $2 huruf'],
  [/^keys with values$/, 'kunci dengan nilainya'],
  [/^a list$/, 'daftar'],
  [/^text$/, 'teks'],
  [/^a number$/, 'angka'],
  [/^a whole number$/, 'bilangan bulat'],
  [/^each key once$/, 'setiap kunci satu kali'],
  [/^well-formed YAML$/, 'YAML yang benar susunannya'],
  [/^a file that can be read$/, 'berkas yang dapat dibaca'],
]

/** For what no sentence above fits: it sends the reader to the other one. */
export const NO_SENTENCE = 'lihat kalimat bahasa Inggris di bawah'

/** A fault of a drill's file with what is expected in Bahasa Indonesia beside the English. */
export const inBothLanguages = (fault: Fault): Fault => {
  const [pattern, words] = SENTENCES.find(([one]) => one.test(fault.expected)) ?? []
  if (pattern === undefined || words === undefined) return { ...fault, expectedId: NO_SENTENCE }
  return { ...fault, expectedId: fault.expected.replace(pattern, words) }
}
