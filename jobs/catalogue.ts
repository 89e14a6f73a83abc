import { InvalidInput } from '../src/errors.ts'
import type { CallOutId, EventId } from '../src/mobilisation/hazard-event.ts'
import type { JobDefinition, Lane } from '../src/queue/job.ts'

/** What each job does, handed in ready to run. */
export interface Runs {
  assessEvent(payload: { readonly eventId: EventId }): Promise<unknown>
  reviewCallOut(payload: { readonly callOutId: CallOutId }): Promise<unknown>
  endCallOut(payload: { readonly callOutId: CallOutId }): Promise<unknown>
  pollFeed(payload: { readonly name: string }): Promise<unknown>
  takeReport(payload: { readonly reportId: string }): Promise<unknown>
  sendNotices(payload: { readonly lane: 'live' | 'exercise'; readonly channel: 'sms' | 'email' }): Promise<unknown>
  runOccurrence(payload: { readonly occurrenceId: string }): Promise<unknown>
  planDrills(): Promise<unknown>
  runCampaigns(): Promise<unknown>
  sweep(): Promise<unknown>
  canary(payload: { readonly lane: Lane }): Promise<unknown>
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

const fieldOf = (payload: unknown, name: string): unknown =>
  typeof payload === 'object' && payload !== null
    ? Object.entries(payload).find(([key]) => key === name)?.[1]
    : undefined

const idIn = (payload: unknown, name: string): string => {
  const value = fieldOf(payload, name)
  if (typeof value === 'string' && UUID.test(value)) return value
  throw new InvalidInput(`A wake carries no ${name}`, [{ path: name, got: typeof value, expected: 'a uuid' }])
}

const wordIn = <Word extends string>(payload: unknown, name: string, words: readonly Word[]): Word => {
  const value = fieldOf(payload, name)
  const word = words.find((one) => one === value)
  if (word !== undefined) return word
  throw new InvalidInput(`A wake carries no ${name}`, [{ path: name, got: typeof value, expected: words.join(' or ') }])
}

const feedIn = (payload: unknown): string => {
  const value = fieldOf(payload, 'name')
  if (typeof value === 'string' && /^[a-z0-9][a-z0-9-]{0,39}$/.test(value)) return value
  throw new InvalidInput('A wake carries no name', [
    { path: 'name', got: typeof value, expected: 'the name of a feed' },
  ])
}

const job = <Payload>(
  name: string,
  lanes: readonly Lane[],
  parse: (payload: unknown) => Payload,
  run: (payload: Payload) => Promise<unknown>,
): JobDefinition => ({
  name,
  lanes,
  parse,
  run: async (payload) => {
    await run(parse(payload))
  },
})

const nothing = (): undefined => undefined

/** Every job once: its name, the lanes that bring it, and how its payload is read. */
export const catalogue = (runs: Runs): readonly JobDefinition[] => [
  job('assess-event', ['live', 'exercise'], (p) => ({ eventId: idIn(p, 'eventId') as EventId }), runs.assessEvent),
  job(
    'review-call-out',
    ['live', 'exercise'],
    (p) => ({ callOutId: idIn(p, 'callOutId') as CallOutId }),
    runs.reviewCallOut,
  ),
  job('end-call-out', ['live', 'exercise'], (p) => ({ callOutId: idIn(p, 'callOutId') as CallOutId }), runs.endCallOut),
  job('poll-feed', ['upkeep'], (p) => ({ name: feedIn(p) }), runs.pollFeed),
  job('take-report', ['live'], (p) => ({ reportId: idIn(p, 'reportId') }), runs.takeReport),
  job(
    'send-notices',
    ['live', 'exercise'],
    (p) => ({ lane: wordIn(p, 'lane', ['live', 'exercise']), channel: wordIn(p, 'channel', ['sms', 'email']) }),
    runs.sendNotices,
  ),
  job('run-occurrence', ['upkeep'], (p) => ({ occurrenceId: idIn(p, 'occurrenceId') }), runs.runOccurrence),
  job('plan-drills', ['upkeep'], nothing, runs.planDrills),
  job('run-campaigns', ['upkeep'], nothing, runs.runCampaigns),
  job('sweep', ['upkeep'], nothing, runs.sweep),
  job(
    'canary',
    ['live', 'exercise', 'upkeep'],
    (p) => ({ lane: wordIn(p, 'lane', ['live', 'exercise', 'upkeep']) }),
    runs.canary,
  ),
]
