import { expect, test } from 'vitest'
import { happening, radioScript, spelled, toSay } from '../../src/wording/spoken.ts'

const ERUPTION = {
  hazard: 'Erupsi gunung api',
  hazardEn: 'Volcanic eruption',
  level: 'Level III (Siaga)',
  place: 'Sumberwuluh',
  regency: 'Kab. Lumajang',
  time: '06.10 WIB',
  muster: 'Gardu KSB Candipuro',
  code: 'B3M9',
  office: 'Dinsos Kab. Lumajang',
}

test('a code is spelled so that it is understood on a bad line', () => {
  expect(spelled('A7k2')).toBe('Alfa tujuh Kilo dua')
  expect(spelled('-0')).toBe('nol')
})

test('what happened is said with level, place and local time, as far as it is known', () => {
  expect(happening(ERUPTION, 'id')).toBe(
    'Erupsi gunung api Level III (Siaga) di Sumberwuluh, Kab. Lumajang, pukul 06.10 WIB',
  )
  expect(happening(ERUPTION, 'en')).toBe(
    'Volcanic eruption Level III (Siaga) in Sumberwuluh, Kab. Lumajang, at 06.10 WIB',
  )
  expect(happening({ ...ERUPTION, place: 'Sumberwuluh, Kab. Lumajang' }, 'id').match(/Lumajang/g)).toHaveLength(1)
  expect(happening({ hazard: 'Banjir', place: 'X' }, 'en')).toBe('Banjir in X')
  expect(happening({}, 'id')).toBe('')
})

test.each([
  ['tagana', 'call-out', /Anda dimobilisasi sebagai Tagana\. Kumpul di Gardu KSB Candipuro\. Bisa\? Jawab YA/],
  ['pendamping_desa', 'call-out', /Mohon bantu data warga dan koordinasi dengan kepala desa\. Kumpul/],
  ['ksb_member', 'call-out', /Bila keluarga Anda aman, KSB memanggil Anda/],
  ['psm', 'call-out', /Mohon bantuan Anda\. Kumpul/],
  ['tagana', 'stand-by', /Mohon bersiap\. Belum berangkat; bila diperlukan kumpul di Gardu/],
  ['tagana', 'rota', /Sebutkan giliran di daftar\. Kumpul/],
  ['tagana', 'alarm-test', /Ini uji alarm: jangan berangkat\. Seandainya nyata, bisa datang\? Jawab YA atau TIDAK\.$/],
  ['tagana', 'safety-check', /aman\? Jangan berangkat dulu\. Jawab: AMAN DAN SIAP, AMAN, TIDAK BISA, atau BAHAYA\.$/],
] as const)('a %s hears of a %s what the messages of that kind say', (kind, spoken, expected) => {
  const { id, en } = toSay(kind, spoken, ERUPTION, 'actual')
  expect(id).toMatch(/^Ini Dinsos Kab\. Lumajang\. Erupsi/)
  expect(id).toMatch(expected)
  expect(en).toMatch(/^This is Dinsos Kab\. Lumajang\. Volcanic/)
  if (spoken === 'safety-check' || spoken === 'alarm-test') expect(`${id}${en}`).not.toContain('Candipuro')
})

test.each(['tunggu arahan posko', undefined])('where nobody may gather yet (%s), nobody is sent', (muster) => {
  const { muster: _muster, ...rest } = ERUPTION
  const fields = muster === undefined ? rest : { ...rest, muster }
  expect(toSay('tagana', 'call-out', fields, 'actual').id).toContain('Jangan berangkat dulu: tunggu arahan posko.')
})

test('the radio says the code twice, whom it calls from where, and how to answer', () => {
  const call = {
    spoken: 'call-out',
    wanted: '6 Tagana',
    villages: ['Candipuro', 'Pasirian'],
    asksSafety: true,
  } as const
  const { id, en } = radioScript(ERUPTION, call, 'exercise')
  expect(id).toMatch(/^LATIHAN, bukan kejadian nyata\. .*Ini LATIHAN\.$/)
  expect(id.match(/Bravo tiga Mike sembilan/g)).toHaveLength(2)
  expect(id).toContain('Yang tinggal di Candipuro; Pasirian:')
  const many = { ...call, villages: Array.from({ length: 13 }, (_, at) => `D${at + 1}`) }
  expect(radioScript(ERUPTION, many, 'actual').id).toContain('D11; D12; dan desa lain di sekitarnya:')
  expect(id).toContain('zona bahaya: jangan berangkat')
  expect(en).toContain('danger zone')
  const tested = radioScript(ERUPTION, { ...call, spoken: 'alarm-test', asksSafety: false }, 'exercise')
  expect(tested.id).toContain('Ini uji alarm: jangan berangkat.')
  expect(tested.id).not.toContain('Candipuro.')
  expect(radioScript({ office: 'X' }, { ...call, asksSafety: false }, 'actual').id).not.toContain('zona')
})
