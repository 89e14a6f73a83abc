import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { EnvironmentVariables } from '../../config/environment.ts'
import { readSmpp, type SmppSettings, smppSection } from '../../config/gateway-smpp.ts'
import { checkYaml, readYaml } from '../../config/yaml-file.ts'
import type { SmppOptions } from '../../src/channels/smpp/smpp-options.ts'
import type { Fault } from '../../src/errors.ts'
import { lines, withFolder } from './folders.ts'

const LEAST = `kind: smpp
url: smpp://smsc.example
systemId: kentongan
password: \${SMPP_PASSWORD}
source: BPBD
`

const read = (
  yaml: string,
  env: EnvironmentVariables = { SMPP_PASSWORD: 'rahasia1' },
): { settings: SmppSettings | null; faults: readonly Fault[] } =>
  withFolder({ 'smpp.yaml': yaml }, (folder) => {
    const faults: Fault[] = []
    const file = readYaml(join(folder, 'smpp.yaml'), faults)
    const section = file && checkYaml(file, smppSection, faults, { secret: true })
    if (file === undefined || section === undefined) return { settings: null, faults }
    const settings = readSmpp(section, (key, written, check) => {
      const name = /^\$\{(\w+)\}$/.exec(written)?.[1]
      const value = name === undefined ? written : (env[name] ?? null)
      if (value !== null) check(name ?? file.placeOf([key]), value, faults)
      return value
    })
    return { settings, faults }
  })

test('five keys are enough; the others have what most operators have', () => {
  const { settings, faults } = read(LEAST)
  expect(faults).toEqual([])
  expect(settings).toEqual({
    kind: 'smpp',
    smsc: { host: 'smsc.example', port: 2775, secure: false },
    systemId: 'kentongan',
    password: 'rahasia1',
    systemType: '',
    serviceType: '',
    source: 'BPBD',
    exerciseSource: null,
    sourceTon: null,
    sourceNpi: null,
    destinationTon: 1,
    destinationNpi: 1,
    bind: 'transceiver',
    sessions: 1,
    window: 10,
    connections: 10,
    alphabet: 'gsm7',
    long: 'udh',
    receiptId: 'same',
    deadNumbers: [],
    reference: true,
    connectMs: 10_000,
    answerMs: 20_000,
    enquireEveryMs: 10_000,
  })
  // What the channel takes, without what main adds.
  const options = settings satisfies Omit<SmppOptions, 'name' | 'hearing' | 'log'> | null
  expect(options).not.toBeNull()
})

test('every key is read', () => {
  const all = `${LEAST.replace('smpp://smsc.example', 'smpps://[::1]').replace('BPBD', "'2113'")}
systemType: VMA
serviceType: CMT
exerciseSource: LATIHAN
sourceTon: 0
sourceNpi: 1
destinationTon: 2
destinationNpi: 0
bind: pair
sessions: 2
window: 50
alphabet: latin1
long: payload
receiptId: hex-to-dec
deadNumbers: ['001']
reference: false
answerWithin: 30s
enquireEvery: 1m
`
  expect(read(all)).toMatchObject({
    faults: [],
    settings: {
      smsc: { host: '::1', port: 3550, secure: true },
      source: '2113',
      exerciseSource: 'LATIHAN',
      sourceTon: 0,
      bind: 'pair',
      sessions: 2,
      window: 50,
      connections: 100,
      deadNumbers: ['001'],
      reference: false,
      answerMs: 30_000,
      enquireEveryMs: 60_000,
    },
  })
  expect(read(LEAST.replace('example', 'example:9000')).settings?.smsc.port).toBe(9000)
})

test('a variable that is unset reads as no gateway', () => {
  expect(read(LEAST, {})).toEqual({ settings: null, faults: [] })
})

test('what cannot be used is a fault with its line, and no value is quoted', () => {
  const changed = LEAST.replace('BPBD', 'BADAN PENANGGULANGAN').replace('kind', 'windw: 4\nbind: both\nkind')
  expect(lines(read(changed).faults).map((line) => line.replace(/^.*smpp\.yaml/, ''))).toEqual([
    ':7 | source: a text of 20 characters | at most 11 letters, digits, spaces and . _ & - with a letter among them, or 3 to 15 digits in quotes',
    expect.stringMatching(/^:2 \| bind: a text of 4 characters \| /),
    expect.stringMatching(/^:1 \| windw \(unknown key\) \| /),
  ])
  const faults = [
    read(LEAST.replace('smpp://smsc.example', 'smpp://kentongan:rahasia1@smsc.example')),
    read(LEAST.replace('smpp://smsc.example', 'smpp://smsc.example/path')),
    read(LEAST.replace('smpp://', 'http://')),
    read(LEAST.replace('systemId: kentongan', 'systemId: kentongan-pusdalops')),
    read(LEAST, { SMPP_PASSWORD: 'rahasia\n' }),
  ].flatMap((each) => lines(each.faults).map((line) => line.replace(/^.*smpp\.yaml/, '')))
  expect(faults).toEqual([
    ':2 | a URL with a user name | systemId and password by their own keys',
    ':2 | a URL with a path | scheme, host and port alone',
    ':2 | a URL that begins with http: | a URL that begins with smpp:// or smpps://',
    ':3 | a text of 19 characters | 1 to 15 characters of printable ASCII',
    'SMPP_PASSWORD | a text of 8 characters | 1 to 64 characters of printable ASCII',
  ])
  expect(faults.join()).not.toContain('rahasia')
})
