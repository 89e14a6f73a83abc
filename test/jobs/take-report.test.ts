import { expect, test } from 'vitest'
import { type Needs, takeReport } from '../../jobs/take-report.ts'
import { Unavailable } from '../../src/errors.ts'
import type { EventMessage } from '../../src/mobilisation/event-message.ts'
import type { Kind } from '../../src/roster/responder.ts'

const NOW = new Date('2026-11-22T06:30:00Z')
const RECEIVED = new Date('2026-11-22T06:29:00Z')
const REPORT = '0190a8f2-0000-7000-8000-0000000000c1'
const EVENT = '0190a8f2-0000-7000-8000-0000000000e1'

type Taken = Awaited<ReturnType<Needs['take']>>

const aVillage = (
  text: string,
  {
    kind = 'ksb_member' as Kind,
    before = 0,
    taken = { kind: 'taken', eventId: EVENT, decision: 'propose', reason: 'village-report' } as Taken | Error,
    settles = true,
  } = {},
) => {
  const posted: EventMessage[] = []
  const settled: unknown[] = []
  const since: Date[] = []
  const run = takeReport(
    {
      loadReport: async (id) => {
        if (id !== REPORT) return null
        const by = { responderId: 'r1', via: 'sms', kind, name: 'Siti Aminah', regencyCode: '32.04' } as const
        return { id, text, receivedAt: RECEIVED, ...by }
      },
      reporterOf: async () => ({
        kind,
        position: [107.5, -7.2],
        accuracyM: 1_000,
        villageCode: '32.04.15.2003',
        placeName: 'Warnasari, Kec. Pangalengan, Kab. Bandung',
      }),
      proposedSince: async (_report, from) => {
        since.push(from)
        return before
      },
      take: async (message) => {
        posted.push(message)
        if (taken instanceof Error) throw taken
        return taken
      },
      settle: async (_report, what, reply, at) => {
        settled.push({ ...what, reply, at })
        return settles
      },
    },
    { kinds: new Set(['ksb_member']), perPersonPerDay: 5, decideWithinMs: 600_000, language: 'id' },
    { now: () => NOW },
  )
  return { posted, settled, since, take: (reportId = REPORT) => run({ reportId }) }
}

test('a clear report is posted as a proposal of the time it came, and only then settled', async () => {
  const { posted, settled, since, take } = aVillage('LAPOR banjir di RT 3, 2 hanyut')
  expect(await take()).toEqual({
    kind: 'settled',
    hazard: 'flood',
    outcome: 'proposed',
    reason: 'village-report',
    eventId: EVENT,
    reply: 'received',
    responderId: 'r1',
  })
  expect(posted).toMatchObject([
    {
      sourceId: `laporan-${REPORT}`,
      event: { hazard: 'flood', severity: 'severe', occurredAt: RECEIVED },
      restraint: { decision: 'propose', reason: 'village-report' },
    },
  ])
  expect(settled).toMatchObject([{ outcome: 'proposed', reply: 'received', at: NOW }])
  expect(since).toEqual([new Date('2026-11-21T06:29:00Z')])
})

test('no contact and not the reporter’s own name leave the row', async () => {
  const { posted, take } = aVillage('LAPOR banjir di RT 3, hub. 0812-3456-7890 Siti, mail siti@contoh.id')
  await take()
  const text = JSON.stringify(posted)
  expect(text).not.toMatch(/3456|siti/i)
  expect(text).toContain('***890')
})

test.each<[string, Parameters<typeof aVillage>[1], object]>([
  ['LAPOR banjir', { before: 5 }, { outcome: 'inbox', reason: 'limit-reached', hazard: 'flood', reply: 'limit' }],
  ['LAPOR banjir', { kind: 'pkh' }, { outcome: 'inbox', reason: 'kind-may-not-report', reply: 'not-allowed' }],
  [
    'LAPOR tidak ada banjir',
    {},
    { outcome: 'inbox', reason: 'information: no-such-hazard', hazard: null, reply: 'noted' },
  ],
  ['LAPOR tolong', {}, { outcome: 'inbox', reason: 'unclear: no-hazard', reply: 'unclear' }],
])('%s (%j) waits in the inbox, and nothing is posted', async (text, more, outcome) => {
  const { posted, take } = aVillage(text, more)
  expect(await take()).toMatchObject({ kind: 'settled', eventId: null, ...outcome })
  expect(posted).toEqual([])
})

test.each<[Taken, object]>([
  [
    { kind: 'taken', eventId: EVENT, decision: 'record', reason: 'joined' },
    { outcome: 'joined', eventId: EVENT, reply: 'received' },
  ],
  [
    { kind: 'taken', eventId: EVENT, decision: 'record', reason: 'incident-ended' },
    { outcome: 'inbox', reason: 'incident-ended', eventId: EVENT },
  ],
  [
    { kind: 'refused', reason: 'outside' },
    { outcome: 'inbox', reason: 'refused: outside', eventId: null, reply: 'noted' },
  ],
])('what the intake says (%j) is what the row says', async (taken, outcome) => {
  expect(await aVillage('LAPOR banjir', { taken }).take()).toMatchObject(outcome)
})

test('an intake that is away leaves the report waiting', async () => {
  const { settled, take } = aVillage('LAPOR banjir', { taken: new Unavailable('database') })
  await expect(take()).rejects.toThrow(Unavailable)
  expect(settled).toEqual([])
})

test('whoever comes second does nothing, and neither does anybody about an unknown report', async () => {
  expect(await aVillage('LAPOR banjir', { settles: false }).take()).toEqual({ kind: 'nothing-waiting' })
  expect(await aVillage('LAPOR banjir').take(EVENT)).toEqual({ kind: 'nothing-waiting' })
})
