import { expect, test } from 'vitest'
import { messageNameFor, templateFor } from '../../src/wording/choice.ts'
import { renderSms } from '../../src/wording/message.ts'
import { faultsIn, lines, load, withFolder } from './folders.ts'

const faultsFor = (name: string, text: string): readonly string[] =>
  lines(faultsIn({ [`templates/${name}`]: text })).map((line) => line.replace(`templates/${name}`, ''))

test('one template of one’s own stands in for the shipped one, and the rest stay', () => {
  const text = 'HALO {place} {time} {muster} 1 YA 2 TDK {code} {link} {office}'
  const { templates } = withFolder(
    { 'templates/jv/call-out.sms.txt': text, 'templates/id/call-out.sms.txt': text },
    (folder) => load({ KENTONGAN_CONFIG: folder }),
  )
  const render = (language: string, purpose: string) =>
    renderSms(
      templateFor(templates, { language, name: messageNameFor(purpose, 'filled'), kind: null, channel: 'sms' }),
      {},
      { mode: 'actual', link: 'https://k.example' },
    )
  expect(render('jv', 'call-out')).toMatch(/^HALO/)
  expect(render('id', 'call-out')).toMatch(/^HALO/)
  expect(render('jv', 'stand-down')).toMatch(/^CUKUP/)
})

test.each([
  ['id/callout.sms.txt', 'x', /name is one of call-out/],
  ['jawa/call-out.sms.txt', 'x', /^templates\/jawa \| jawa \| the code of a language in two or three/],
  ['id/call-out.tagna.sms.txt', 'x', /name is one of call-out/],
  ['id/call-out.sms.txt', '{place} {hazrad}', /^:1 \| \{hazrad\} \| one of hazard/],
  ['id/call-out.sms.txt', '# note\n{place', /^:2 \| \{ \| braces in pairs/],
  ['id/stand-down.sms.txt', 'BATAL {code} {name} {office}', /^:1 \| \{name\}/],
  ['id/stand-down.sms.txt', 'BATAL – {code} {office}', /^:1 \| BATAL –.* \| signs of the GSM/],
  [
    'id/stand-down.sms.txt',
    '# note\nBATAL {code} {office}\nBATAL {office}',
    /^:3 \| BATAL +\| in every wording: \{code\}/,
  ],
  ['id/call-out.sms.txt', '{place} {time} {muster} {code} {link} {office}', /how to answer/],
  [
    'id/drill-invite.sms.txt',
    '{siteName} {startsAt} {office} yang panjang sekali sampai lebih dari empat puluh huruf',
    /LATIHAN - … at the beginning/,
  ],
  [
    'id/drill-invite.email.txt',
    'Subject: LATIHAN - x LATIHAN\n\n{siteName} {startsAt} {office}',
    /in subject and text, LATIHAN/,
  ],
  ['id/safety-check.sms.txt', 'AMAN? {place} {code} {link} {office} 1 YA 2 TDK', /3 safe, 2 not to come/],
  ['id/safety-check.sms.txt', '1 2 3 {place} {muster} {code} {link} {office}', /neither \{muster\} nor \{distance\}/],
  ['id/safety-check.email.txt', 'Subject: AMAN?\n\n{place} {distance} {code} {link} {office}', /only asks whether/],
  ['id/operator-not-safe.sms.txt', 'TIDAK AMAN {code} {office}', /in every wording: \{count\}/],
  ['id/stand-down.email.txt', 'BATAL {code} {office}', /^:1 \| BATAL .* \| Subject: and the subject/],
  ['id/stand-down.email.txt', '# note\nSubject: BATAL\n\n{office}', /^:2 \| not named \| \{code\}/],
])('%s: a fault is found, %#', (name, text, expected) => {
  expect(faultsFor(name, text)).toEqual([expect.stringMatching(expected)])
})
