import { expect, test } from 'vitest'
import { hazardsIn } from '../../src/intake/hazard-words.ts'
import { HAZARD_NAMES, HAZARDS } from '../../src/mobilisation/hazard.ts'

const hazardInText = (text: string) => hazardsIn(text).named

test.each([
  ['Hujan Lebat dan Petir', 'extreme_weather'],
  ['Peringatan Dini Cuaca Ekstrem', 'extreme_weather'],
  ['Angin Puting Beliung', 'extreme_weather'],
  ['Siklon Tropis Seroja', 'extreme_weather'],
  ['SEVERE THUNDERSTORM', 'extreme_weather'],
  ['Tropical Cyclone Warning', 'extreme_weather'],
  ['Heavy Rainfall', 'extreme_weather'],
  ['Gelombang panas', 'extreme_weather'],
  ['Hujan es', 'extreme_weather'],
  ['Banjir', 'flood'],
  ['Luapan Kali Oyo', 'flood'],
  ['River Flood Watch', 'flood'],
  ['Flash Flood Warning', 'flash_flood'],
  ['Banjir bandang (galodo)', 'flash_flood'],
  ['Banjir lahar Gunung Merapi', 'flash_flood'],
  ['Banjir Rob', 'tidal_surge'],
  ['Gelombang Tinggi', 'tidal_surge'],
  ['Coastal Flood Advisory', 'tidal_surge'],
  ['Storm surge', 'tidal_surge'],
  ['Tanah Longsor', 'landslide'],
  ['Gerakan tanah', 'landslide'],
  ['Mudslide', 'landslide'],
  ['Gempabumi', 'earthquake'],
  ['Gempa Bumi M 6,1', 'earthquake'],
  ['Earthquake', 'earthquake'],
  ['Erupsi Gunung Semeru', 'volcano'],
  ['Gunungapi Level IV (Awas)', 'volcano'],
  ['Volcanic Ash', 'volcano'],
  ['Awan panas guguran', 'volcano'],
  ['Karhutla', 'wildfire'],
  ['Kebakaran hutan', 'wildfire'],
  ['Bushfire', 'wildfire'],
  ['Kebakaran permukiman', 'fire'],
  ['Structure Fire', 'fire'],
  ['Kekeringan', 'drought'],
  ['KLB campak', 'non_natural'],
  ['Kebocoran gas', 'non_natural'],
  ['Civil Emergency', 'social'],
  ['Konflik sosial', 'social'],
  ['Tsunami', 'tsunami'],
  ['PERINGATAN DINI TSUNAMI', 'tsunami'],
  ['Gempa bumi berpotensi tsunami', 'tsunami'],
  ['Tsunami warning: this is not a drill', 'tsunami'],
  ['Bukan latihan: peringatan tsunami', 'tsunami'],
  ['This is not a tsunami drill', 'tsunami'],
  ['Bukan latihan peringatan tsunami', 'tsunami'],
  ['Gempa tidak menutup kemungkinan tsunami', 'tsunami'],
  ['A tsunami cannot be ruled out', 'tsunami'],
  ['Bulletin No 2 tsunami', 'tsunami'],
  ['Tidak hanya banjir: longsor', 'landslide'],
  ['Tidak hanya banjir', 'flood'],
  ['Tidak ada korban jiwa dalam banjir', 'flood'],
  ['No casualties in flood', 'flood'],
  ['Banjir: tidak ada korban', 'flood'],
  ['Banjir belum ada bantuan', 'flood'],
  ['Banjir belum surut', 'flood'],
  ['Belum padam kebakaran hutan', 'wildfire'],
  ['Jalan tidak dapat dilalui akibat longsor', 'landslide'],
  ['Do not approach flooded roads', 'flood'],
  ['Kekeringan: 60 hari tanpa hujan', 'drought'],
  ['Tidak ada banjir, tapi longsor', 'landslide'],
  ['Tidak ada banjir tetapi longsor', 'landslide'],
  ['Banjir, tidak ada banjir bandang', 'flood'],
  ['Bencana non alam: wabah', 'non_natural'],
  ['Gempa bumi tidak berpotensi tsunami, waspada longsor', 'landslide'],
  ['Tsunami: tidak ada korban jiwa', 'tsunami'],
  ['Hujan tak henti sebabkan longsor', 'landslide'],
  ['Hujan tidak kunjung reda, banjir', 'flood'],
  ['Tanah tidak stabil longsor di Cianjur', 'landslide'],
  ['Level tidak normal Gunungapi', 'volcano'],
  ['Belum pernah terjadi banjir sebesar ini', 'flood'],
  ['Bukan banjir biasa: banjir bandang', 'flash_flood'],
  ['Tsunami advisory - not a warning', 'tsunami'],
  ['Tanpa peringatan, banjir bandang menerjang', 'flash_flood'],
] as const)('%s is %s', (text, hazard) => {
  expect(hazardInText(text)).toBe(hazard)
})

test.each([
  'Gempabumi tidak berpotensi tsunami',
  'Gempa M5,2 (tidak berpotensi menimbulkan gelombang tsunami)',
  'Gempa bumi, tak berpotensi tsunami',
  'Gempa; potensi tsunami: tidak ada',
  'Gempa bumi tanpa potensi tsunami',
  'Earthquake - no tsunami',
  'Earthquake. No destructive tsunami was created.',
  'Earthquake, not expected to cause a tsunami',
  'Earthquake, there is no Pacific-wide threat of a tsunami',
  'Earthquake (tsunami: no)',
  'Earthquake; tsunami is not expected',
  'Gempa Tektonik Tidak Berpotensi Tsunami',
  'Gempa bumi M6.1 tidak memiliki potensi tsunami',
  'Gempa bumi, bukan tsunami',
  'Gempa bumi M6,1 di laut tidak dapat memicu tsunami',
  'Gempa tidak berpotensi terhadap tsunami',
  'Gempa tidak berdampak tsunami',
  'Gempa ini bukan pemicu tsunami',
  'Gempa bumi: hasil pemodelan menunjukkan tidak akan ada gelombang tsunami',
  'Gempa tidak terkait peringatan dini tsunami mana pun',
  'Gempa (hoaks tsunami)',
  'Tidak ada ancaman tsunami akibat gempa bumi di Maluku',
  'Earthquake, no tsunami threat',
  'Earthquake, no tsunami danger',
  'Earthquake: no tsunami is expected',
  'Earthquake does not pose a tsunami threat',
  "Earthquake; doesn't pose a tsunami threat to Indonesia",
  'Earthquake did not in any way trigger a tsunami',
  'Earthquake unlikely to cause a tsunami',
  'Earthquake; tsunami was not generated',
  'Earthquake: tsunami is not expected along the coast',
  'Gempa; tsunami tidak terjadi',
  'Earthquake not expected to cause a tsunami',
  'Earthquake; a tsunami is unlikely to occur',
  'Belum ada gempa susulan, tidak berpotensi tsunami',
  'Gempa M7: peringatan dini tsunami telah berakhir',
  'Earthquake; tsunami warning cancelled',
])('%s is an earthquake and no tsunami', (text) => {
  expect(hazardInText(text)).toBe('earthquake')
})

test.each([
  '',
  'Peringatan',
  'Fireworks',
  'Robot',
  'Training',
  'Informasi tidak berpotensi tsunami',
  '101',
  'Bukan tsunami',
  'Tidak ada banjir',
  'Banjir nihil',
  'Longsor tidak terjadi',
  'No flood threat',
  'Kebakaran hutan: nihil',
  'Tidak hujan',
])('%j names no hazard', (text) => {
  expect(hazardInText(text)).toBeUndefined()
})

test('every hazard is known by the names that responders read, and by ours', () => {
  for (const hazard of HAZARDS)
    for (const name of [HAZARD_NAMES[hazard].id, HAZARD_NAMES[hazard].en, hazard])
      expect(hazardInText(name)).toBe(hazard)
})

test.each([
  ['Tidak berpotensi tsunami', ['tsunami']],
  ['Gempa tidak berpotensi tsunami', ['tsunami']],
  ['Tidak ada banjir bandang', ['flash_flood']],
  ['Tsunami; potensi tsunami: tidak ada', []],
  ['Banjir', []],
])('%s denies %j', (text, denied) => {
  expect(hazardsIn(text).denied).toEqual(denied)
})

test.each(['Peringatan dini tsunami telah berakhir', 'Tsunami warning cancelled'])(
  '%s still names it: whether it is over is asked apart',
  (text) => {
    expect(hazardInText(text)).toBe('tsunami')
  },
)
