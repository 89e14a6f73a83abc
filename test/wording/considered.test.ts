import { expect, test } from 'vitest'
import { consideredSentence } from '../../src/wording/considered.ts'

test('somebody picked reads why, how far away and how long it takes', () => {
  expect(
    consideredSentence({ outcome: 'called', reason: 'chosen', detail: { km: 12.34, minutes: 24.2, odds: 0.6 } }),
  ).toBe('Dipanggil: termasuk yang paling cepat tiba (12,3 km, sekitar 25 menit).')
})

test('what is not known is not said', () => {
  expect(consideredSentence({ outcome: 'passed', reason: 'opted-out', detail: { km: 1 } })).toBe(
    'Tidak dipanggil: meminta untuk tidak dihubungi (1,0 km).',
  )
  expect(consideredSentence({ outcome: 'passed', reason: 'wanted-no-more', detail: {} })).toBe(
    'Dibatalkan: tidak lagi dibutuhkan setelah rencana berubah.',
  )
  expect(consideredSentence({ outcome: 'called', reason: 'wanted-again', detail: { minutes: 3 } })).toBe(
    'Dipanggil lagi: kembali dibutuhkan (sekitar 3 menit).',
  )
  expect(consideredSentence({ outcome: 'stays', reason: 'still-wanted', detail: { km: 'jauh', minutes: null } })).toBe(
    'Tetap dipanggil: masih dibutuhkan.',
  )
})

test('a code without words is shown as it is', () => {
  const shown = (outcome: string) => consideredSentence({ outcome, reason: 'resting', detail: {} })
  expect(shown('passed')).toBe('Tidak dipanggil: resting.')
  expect(shown('somewhere')).toBe('somewhere: resting.')
})

test('who is asked first reads that they are not ordered yet', () => {
  expect(consideredSentence({ outcome: 'called', reason: 'asked-whether-safe', detail: { km: 1 } })).toBe(
    'Ditanya dulu apakah aman sebelum diminta datang: tinggal di zona bahaya (1,0 km).',
  )
})

test('another call-out that holds somebody, or lost them, is named by its code', () => {
  const shown = (outcome: string, reason: string) =>
    consideredSentence({ outcome, reason, detail: { elsewhere: 'A7K2', km: 1 } })
  expect(shown('passed', 'called-elsewhere')).toBe(
    'Tidak dipanggil: sedang dipanggil untuk kejadian lain, panggilan A7K2 (1,0 km).',
  )
  expect(shown('called', 'chosen')).toBe(
    'Dipanggil: termasuk yang paling cepat tiba, dialihkan dari panggilan A7K2 (1,0 km).',
  )
  expect(shown('passed', 'enough-called')).toBe('Tidak dipanggil: yang dipanggil sudah cukup (1,0 km).')
})

test('of who is called by mutual aid, or from a home that is not sure, that is said', () => {
  const called = (detail: Readonly<Record<string, unknown>>, outcome = 'called') =>
    consideredSentence({ outcome, reason: 'chosen', detail })
  expect(called({ aid: true, stale: true, km: 3 })).toBe(
    'Dipanggil: termasuk yang paling cepat tiba, bantuan dari wilayah tetangga, letak rumahnya belum tentu benar (3,0 km).',
  )
  expect(called({ aid: true }, 'passed')).not.toContain('tetangga')
})
