import { randomUUID } from 'node:crypto'
import type { Chance } from '../../src/roster/chance.ts'
import { signBytes } from '../support/signing.ts'
import { hardGeometry } from './geometry-mutations.ts'
import { hardText, mutated, mutatedBytes } from './json-mutations.ts'

/** Who signs; each may post 300 messages in a minute. */
export interface Officer {
  readonly operatorId: string
  readonly secret: string
}

/** One request to be sent. */
export interface Shot {
  readonly kind: string
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** Contacts that are put into many bodies, and must be found in no log. */
export const CONTACTS = { phone: '+628111222333', email: 'rahasia@uji.example.id' } as const

/** Far enough from its middle that nobody gathers in danger, near enough that people come. */
const MUSTER_DEGREES = 0.3

const anEvent = (chance: Chance, now: Date): Record<string, unknown> => {
  const hazard = chance.pick(['flood', 'earthquake', 'volcano', 'tsunami', 'banjir', '101'])
  const [longitude, latitude] = [chance.between(96, 140), chance.between(-10, 5)]
  return {
    id: `fuzz-${randomUUID()}`,
    mode: chance.pick(['actual', 'exercise', 'test']),
    messageType: chance.pick(['alert', 'alert', 'alert', 'update', 'cancel', 'all-clear']),
    hazard,
    severity: chance.pick(['extreme', 'severe', 'moderate', 'minor', 'unknown']),
    urgency: 'immediate',
    certainty: 'observed',
    occurredAt: new Date(now.getTime() - chance.below(3_600_000)).toISOString(),
    expiresAt: new Date(now.getTime() + 3_600_000).toISOString(),
    headline: 'Uji acak',
    description: `Hubungi ${CONTACTS.phone} atau ${CONTACTS.email}.`,
    area: { geometry: { type: 'Point', coordinates: [longitude, latitude] }, radiusKm: 5, villageCodes: [] },
    magnitude: 5.5,
    depthKm: 10,
    level: hazard === 'tsunami' ? 'siaga' : 'III',
    need: { tagana: 6, skills: { dapur_umum: 2 } },
    musterPoint: { name: 'Balai desa', coordinates: [longitude, latitude + MUSTER_DEGREES] },
    safeToApproach: true,
    contact: CONTACTS.phone,
    authorisedBy: { name: 'Kepala Dinas', office: 'Dinas Sosial Kab. Bantul' },
  }
}

const CAP = `<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>fuzz-1</identifier><sender>uji@bpbd.example.id</sender>
<sent>2026-11-22T13:21:00+07:00</sent><status>Exercise</status><msgType>Alert</msgType><scope>Public</scope>
<info><language>id</language><category>Met</category><event>Banjir</event><urgency>Immediate</urgency>
<severity>Severe</severity><certainty>Observed</certainty><area><areaDesc>Imogiri</areaDesc>
<polygon>-7.9,110.3 -7.9,110.4 -8.0,110.4 -7.9,110.3</polygon></area></info></alert>`

const hardXml = (chance: Chance): string =>
  chance.pick<() => string>([
    () => CAP,
    () => CAP.replace('<alert', '<!DOCTYPE alert [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><alert'),
    () => CAP.replace('<alert', '<!DOCTYPE alert SYSTEM "file:///etc/passwd"><alert'),
    () => '<a>'.repeat(1 + chance.below(50_000)),
    () => CAP.replace('Exercise', '&#0;&#xD800;'),
    () => CAP.replaceAll('cap:1.2', 'cap:1.1'),
    () => CAP.replace('-7.9,110.3', '-7.9,110.3 '.repeat(40_000)),
  ])()

/** Words for headers, as far as a client sends them at all: no line breaks, and nothing beyond one byte. */
const HARD_HEADERS: readonly string[] = [
  '',
  ' ',
  'x'.repeat(9_000),
  '-1',
  '0',
  '99999999999999999999',
  'v1,',
  'v1,AAAA v1,AAAA',
  'v1,'.repeat(500),
  '\u00e9\u00ff',
  'application/json; charset=utf-7',
  'application/json;;;===',
  'multipart/form-data; boundary=x',
  'gzip, deflate',
  'Bearer x',
  '"quoted"',
  '../../etc/passwd',
  '%00',
]

const HEADER_NAMES: readonly string[] = [
  'webhook-id',
  'webhook-timestamp',
  'webhook-signature',
  'kentongan-operator',
  'content-type',
  'content-encoding',
  'authorization',
  'accept',
  'expect',
  'x-forwarded-for',
  'constructor',
]

const PATHS: readonly string[] = [
  '/v1/events?limit=0',
  '/v1/events?before=%00',
  '/v1/events/%zz',
  '/v1/events/..%2f..%2f',
  '/v1/call-outs?status=&after=99999999999999999.x',
  '/v1/sites?bbox=1,2,3,4,5',
  `/a/${'A'.repeat(24)}`,
  '/a/%00',
  `/a/${'x'.repeat(3_000)}`,
  '/__proto__',
  '/openapi.json?x=[]',
  '/docs',
  '/healthz',
  '//',
  `/${'a/'.repeat(2_000)}`,
]

/** The kinds of requests, each with its share in a hundred. */
const KINDS: readonly (readonly [kind: string, share: number])[] = [
  ['good', 5],
  ['structure', 33],
  ['bytes', 20],
  ['hard text', 12],
  ['geometry', 12],
  ['headers', 7],
  ['xml', 5],
  ['unsigned', 2],
  ['other routes', 4],
]

const kindAt = (roll: number): string => {
  let sum = 0
  for (const [kind, share] of KINDS) {
    sum += share
    if (roll < sum) return kind
  }
  return 'good'
}

const JSON_TYPE = 'application/json'

const bodyOf = (kind: string, chance: Chance, now: Date): Buffer => {
  const event = anEvent(chance, now)
  switch (kind) {
    case 'structure': {
      let tree: unknown = event
      for (let left = 1 + chance.below(4); left > 0; left -= 1) tree = mutated(tree, chance)
      return Buffer.from(JSON.stringify(tree) ?? '')
    }
    case 'bytes':
      return mutatedBytes(Buffer.from(JSON.stringify(event)), chance)
    case 'hard text':
      return Buffer.from(hardText(chance))
    case 'geometry': {
      const area = { ...event, area: { geometry: 'HERE', radiusKm: chance.pick([null, 5, 1_000]) } }
      return Buffer.from(JSON.stringify(area).replace('"HERE"', hardGeometry(chance)))
    }
    case 'xml':
      return mutatedBytes(Buffer.from(hardXml(chance)), chance)
    default:
      return Buffer.from(JSON.stringify(event))
  }
}

/** The nth request of a run; the same for the same chance, but for ids and times. */
export const nextShot = (chance: Chance, officers: readonly Officer[], now: Date): Shot => {
  const kind = kindAt(chance.below(100))
  const officer = chance.pick(officers)
  const body = bodyOf(kind, chance, now)
  const id = randomUUID()
  const type = kind === 'xml' ? chance.pick(['application/cap+xml', 'application/xml', 'text/xml']) : JSON_TYPE
  const headers: Record<string, string> = {
    'content-type': type,
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
    'webhook-signature': signBytes(officer.secret, id, now, body),
    'kentongan-operator': officer.operatorId,
  }
  const shot = { kind, method: 'POST', path: '/v1/events', headers, body }
  switch (kind) {
    case 'headers': {
      const name = chance.pick(HEADER_NAMES)
      return { ...shot, headers: { ...headers, [name]: chance.pick(HARD_HEADERS) } }
    }
    case 'unsigned':
      return { ...shot, headers: { 'content-type': type } }
    case 'other routes': {
      const authorization = chance.pick(['Bearer x', 'Basic eA==', 'Bearer '])
      const method = chance.pick(['GET', 'GET', 'PUT', 'DELETE', 'OPTIONS', 'HEAD'])
      return { ...shot, method, path: chance.pick(PATHS), headers: { authorization }, body: Buffer.alloc(0) }
    }
    default:
      return shot
  }
}
