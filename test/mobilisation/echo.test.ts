import { expect, test } from 'vitest'
import { isEcho } from '../../src/mobilisation/echo.ts'

const CALL = 'MOBILISASI Banjir (2 m) Kec. Pangalengan 13.21 WIB. Ke: Gardu. Balas 1/2. A7K2 {link} Dinsos Kab. Bandung'
const THANKS = 'Laporan Banjir Kec. Pangalengan diterima, diteruskan ke BPBD. Jauhi bahaya.'

test.each([
  ['as it was sent', CALL.replace('{link}', 'https://posko.example/a/Zz9_-'), true],
  ['in other case and spaces', THANKS.toUpperCase().replace(' KEC', '\r\n  KEC'), true],
  ['cut off', THANKS.slice(0, 60), true],
  ['cut off before it says anything', THANKS.slice(0, 39), false],
  ['with an answer in front', `1 ${CALL.replace('{link}', 'x')}`, false],
  ['with an answer behind', `${THANKS} siap`, false],
  ['with other words', THANKS.replace('Banjir', 'Longsor'), false],
  ['with signs that mean something elsewhere', CALL.replace('(2 m)', '2 m').replace('{link}', 'x'), false],
  ['an answer', '1', false],
])('a text of ours %s', (_how, text, echoes) => {
  expect(isEcho(text, [CALL, THANKS])).toBe(echoes)
})

test('where nothing was sent nothing comes back', () => {
  expect(isEcho(THANKS, [])).toBe(false)
})
