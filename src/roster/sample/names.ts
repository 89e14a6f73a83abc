import type { Chance } from '../chance.ts'

const GIVEN =
  `Agus Ahmad Aisyah Andi Anita Ari Arif Asep Bambang Bayu Budi Cahya Dedi Dewi Dian Dwi Edi Eka Eko Endang Erna Fajar
  Fitri Gilang Hadi Hasan Hendra Heri Ika Imam Indah Irfan Iwan Joko Kartika Lestari Lina Lukman Maria Maya Mega Nanda
  Novi Nur Nurul Putri Rahmat Rani Ratna Reza Rina Rini Rizki Rudi Sari Siti Slamet Sri Suci Teguh Titin Tri Umar Wahyu
  Wati Wawan Widya Yanto Yohanes Yuni Yusuf Zainal`.split(/\s+/)

const FAMILY = {
  nusantara: 'Abdullah Firmansyah Hakim Hidayat Ismail Kurniawan Ramadhan Saputra Setiawan Syahputra'.split(' '),
  batak: 'Ginting Harahap Lubis Manurung Nasution Pasaribu Sembiring Siregar Sitorus Tarigan'.split(' '),
  minang: 'Chaniago Koto Piliang Sikumbang Tanjung'.split(' '),
  sunda: 'Gunawan Komarudin Mulyana Permana Sopandi Suherman Sukmana Supriatna'.split(' '),
  jawa: 'Handoko Nugroho Prasetyo Purnomo Santoso Sulistyo Susanto Utomo Wibowo Widodo'.split(' '),
  bali: 'Adnyana Arimbawa Mahendra Sudana Suardana Wiguna Wirawan'.split(' '),
  timur: 'Bere Djawa Kolo Lado Manafe Nahak Tefa'.split(' '),
  manado: 'Kalalo Lumintang Mandagi Pangemanan Rumondor Tumbelaka'.split(' '),
  bugis: 'Baso Mappa Pallawa Rahim Sulaiman Tenri'.split(' '),
  maluku: 'Latuconsina Leatemia Pattiasina Sahetapy Tuasikal Wattimena'.split(' '),
  papua: 'Kogoya Mandacan Rumbiak Wanggai Wenda Yoku'.split(' '),
}

/** Where which family names are common, by province; elsewhere those that are at home all over the country. */
const GROUP_BY_PROVINCE: Readonly<Record<string, keyof typeof FAMILY>> = {
  '12': 'batak',
  '13': 'minang',
  '18': 'jawa',
  '31': 'jawa',
  '32': 'sunda',
  '33': 'jawa',
  '34': 'jawa',
  '35': 'jawa',
  '36': 'sunda',
  '51': 'bali',
  '53': 'timur',
  '71': 'manado',
  '73': 'bugis',
  '81': 'maluku',
  '82': 'maluku',
  '91': 'papua',
  '92': 'papua',
  '93': 'papua',
  '94': 'papua',
  '95': 'papua',
  '96': 'papua',
}

// People move: one in five has a family name that is not of the province.
const MOVED = 0.2

/** An invented name of two or three words such as is common in the province. That somebody bears it is chance. */
export const drawName = (province: string, chance: Chance): string => {
  const group = chance.next() < MOVED ? undefined : GROUP_BY_PROVINCE[province]
  const first = chance.pick(GIVEN)
  const second = chance.pick(GIVEN)
  const family = chance.pick(FAMILY[group ?? 'nusantara'])
  return second === first || chance.next() < 0.5 ? `${first} ${family}` : `${first} ${second} ${family}`
}
