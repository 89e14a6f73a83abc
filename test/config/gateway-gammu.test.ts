import { expect, test } from 'vitest'
import { faultsIn, lines, load, withFolder } from './folders.ts'

const ENV = { KENTONGAN_CHANNELS: 'live', SMSD_URL: 'postgresql://kentongan:p4ss@127.0.0.1/smsd' }
const FILE = `sms:
  - name: modem
    kind: gammu
    url: \${SMSD_URL}
`

const read = (file: string) =>
  withFolder({ 'channels.yaml': file }, (folder) => load({ ...ENV, KENTONGAN_CONFIG: folder }).channels)

test('a modem sends 8 a minute unless another rate is given', () => {
  expect(read(FILE)).toMatchObject({
    sms: [
      {
        name: 'modem',
        kind: 'gammu',
        url: ENV.SMSD_URL,
        phone: null,
        exercisePhone: null,
        connections: 2,
        answerMs: 20_000,
        pollEveryMs: 3_000,
        perSecond: 0.13,
        burst: 2,
      },
    ],
    rates: { sms: { perSecond: 0.13 } },
  })
  expect(
    read(`${FILE}    perSecond: 0.5\n    phone: modem-1\n    exercisePhone: modem-2\n    pollEvery: 10s\n`),
  ).toMatchObject({
    sms: [{ perSecond: 0.5, phone: 'modem-1', exercisePhone: 'modem-2', pollEveryMs: 10_000 }],
  })
})

test.each([
  [`\${SMSD_URL}`, 'mysql://u:s3cret@localhost/smsd', 'a URL that begins with mysql:'],
  [`\${SMSD_URL}`, 'smsd', 'not a URL'],
  [`\${SMSD_URL}`, 'postgresql://u:s3cret%@localhost/smsd', 'a percent sign that stands for itself'],
  ['kind: gammu', 'kind: gammu\n    phone: modem satu', 'the PhoneID of an SMSD'],
])('%s as %j is a fault', (was, is, fault) => {
  const faults = lines(faultsIn({ 'channels.yaml': FILE.replace(was, is) }, ENV)).join('\n')
  expect(faults).toContain(fault)
  expect(faults).not.toContain('s3cret')
})

test('an unset variable is a fault while messages leave', () => {
  expect(lines(faultsIn({ 'channels.yaml': FILE }, { KENTONGAN_CHANNELS: 'live' })).join()).toMatch(/SMSD_URL .*unset/)
})
