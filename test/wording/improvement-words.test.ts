import { expect, test } from 'vitest'
import { improvementSentence } from '../../src/wording/improvement-words.ts'

test.each([
  ['not-held', [{}], 'Latihan tidak terlaksana: jadwalkan lagi.'],
  ['invitations-unanswered', [{ answered: 1, invited: 9 }], /^1 dari 9 anggota menjawab undangan: /],
  ['members-absent', [{ came: 3, invited: 9 }], /^3 dari 9 anggota hadir: /],
  ['members-absent', [{ came: 3, invited: 9, least: 5 }], /^3 dari 9 anggota hadir, paling sedikit 5 diminta: /],
  ['facilitators-missing', [{ came: 0, wanted: 2 }], /^0 dari 2 pendamping yang diminta hadir: /],
  ['operator', [{ text: 'Pengeras suara rusak.' }], 'Pengeras suara rusak.'],
  ['operator', [{}], ''],
  ['rehearsal-contacts-bad', [{ people: 4 }], /^4 orang tidak dapat dihubungi/],
  [
    'rehearsal-too-few',
    [
      { kind: 'tagana', need: 4, coming: 1, missing: 3 },
      { kind: 'pendamping_desa', need: 2, coming: 0, missing: 2 },
    ],
    /^Tagana: .* kurang 3\. Pendamping Desa: .* kurang 2\.$/,
  ],
  ['toString', [{}], 'toString'],
])('%s %j', (code, figures, sentence) => {
  expect(improvementSentence(code, figures)).toMatch(sentence)
})
