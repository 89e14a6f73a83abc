import { expect, test } from 'vitest'
import { faultsIn, lines, load, withFolder } from './folders.ts'

const ENV = { KENTONGAN_CHANNELS: 'live', SMS_KEY: 'k-8c1f22-8c1f22-8c' }
const FILE = `sms:
  - name: utama
    kind: template
    perSecond: 30
    url: https://gateway.example.id/send
    form: { key: '\${SMS_KEY}', to: '{to}', text: '{text}' }
    answer: { accepted: { status: 2xx } }
    receipts: { secret: { in: path, value: '\${SMS_KEY}' }, ref: ref, state: state, states: { delivered: [ok] } }
`

test('a described gateway stands in the list beside others, with their terms', () => {
  const { sms } = withFolder({ 'channels.yaml': FILE }, (folder) => load({ ...ENV, KENTONGAN_CONFIG: folder }).channels)
  expect(sms).toMatchObject([
    { name: 'utama', kind: 'template', perSecond: 30, connections: 10, timeoutMs: 20_000, replies: null },
  ])
})

test('its faults have their lines, in a list or alone, and a kind that nobody has is one', () => {
  expect(lines(faultsIn({ 'channels.yaml': FILE.replace('{text}', '{txt}') }, ENV))[0]).toMatch(/^channels.yaml:6 /)
  expect(lines(faultsIn({ 'channels.yaml': FILE.replace('{ status: 2xx }', '{}') }, ENV))[0]).toMatch(
    /^channels.yaml:7 /,
  )
  const alone = FILE.replace('- name', '  name').replace(': template', ': templat')
  expect(lines(faultsIn({ 'channels.yaml': alone }, ENV)).join()).toContain(
    'kind to be http, template, smpp, kannel or gammu',
  )
})
