import { expect, test } from 'vitest'
import { catalogue, type Runs } from '../../jobs/catalogue.ts'
import { InvalidInput } from '../../src/errors.ts'

const UUID = '0190a8f2-0000-7000-8000-0000000000e1'

const aCatalogue = () => {
  const ran: [string, unknown][] = []
  const keep = (name: string) => (payload?: unknown) => Promise.resolve(ran.push([name, payload]))
  const runs: Runs = {
    assessEvent: keep('assessEvent'),
    reviewCallOut: keep('reviewCallOut'),
    endCallOut: keep('endCallOut'),
    sendNotices: keep('sendNotices'),
    runOccurrence: keep('runOccurrence'),
    planDrills: keep('planDrills'),
    runCampaigns: keep('runCampaigns'),
    sweep: keep('sweep'),
    canary: keep('canary'),
    takeReport: keep('takeReport'),
    pollFeed: keep('pollFeed'),
  }
  return { jobs: catalogue(runs), ran }
}

const jobNamed = (name: string) => {
  const { jobs, ran } = aCatalogue()
  const job = jobs.find((one) => one.name === name)
  if (job === undefined) throw new Error(`no job ${name}`)
  return { job, ran }
}

test('every job is there once and has a lane', () => {
  const { jobs } = aCatalogue()
  const names = jobs.map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
  for (const { lanes } of jobs) expect(lanes.length).toBeGreaterThan(0)
})

test.each([
  ['assess-event', { eventId: UUID }, 'assessEvent', { eventId: UUID }],
  ['review-call-out', { callOutId: UUID }, 'reviewCallOut', { callOutId: UUID }],
  ['take-report', { reportId: UUID }, 'takeReport', { reportId: UUID }],
  ['poll-feed', { name: 'bmkg-autogempa' }, 'pollFeed', { name: 'bmkg-autogempa' }],
  ['end-call-out', { callOutId: UUID, other: 'x' }, 'endCallOut', { callOutId: UUID }],
  ['send-notices', { lane: 'exercise', channel: 'sms' }, 'sendNotices', { lane: 'exercise', channel: 'sms' }],
  ['run-occurrence', { occurrenceId: UUID }, 'runOccurrence', { occurrenceId: UUID }],
  ['plan-drills', {}, 'planDrills', undefined],
  ['run-campaigns', {}, 'runCampaigns', undefined],
  ['sweep', { anything: 1 }, 'sweep', undefined],
  ['canary', { lane: 'upkeep' }, 'canary', { lane: 'upkeep' }],
])('%s with %j runs %s', async (name, payload, run, given) => {
  const { job, ran } = jobNamed(name)
  await job.run(payload)
  expect(ran).toEqual([[run, given]])
})

test.each([
  ['assess-event', undefined],
  ['assess-event', null],
  ['assess-event', {}],
  ['assess-event', UUID],
  ['assess-event', { eventId: 7 }],
  ['assess-event', { eventId: `${UUID}x` }],
  ['assess-event', { eventId: UUID.toUpperCase() }],
  ['review-call-out', { eventId: UUID }],
  ['end-call-out', { callOutId: "'; DROP TABLE call_out; --" }],
  ['send-notices', { lane: 'upkeep', channel: 'sms' }],
  ['send-notices', { lane: 'live', channel: 'letter' }],
  ['send-notices', { lane: ['live'], channel: 'sms' }],
  ['run-occurrence', { occurrenceId: '' }],
  ['canary', { lane: 'fast' }],
])('%s refuses %j, names the field and repeats nothing that was given', async (name, payload) => {
  const { job, ran } = jobNamed(name)
  expect(() => job.parse(payload)).toThrow(InvalidInput)
  await expect(job.run(payload)).rejects.toMatchObject({ faults: [{ expected: expect.stringMatching(/./) }] })
  await expect(job.run(payload)).rejects.not.toThrow(/DROP|fast|upkeep/)
  expect(ran).toEqual([])
})
