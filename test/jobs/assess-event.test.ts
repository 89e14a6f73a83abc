import { describe, expect, test } from 'vitest'
import { assessEvent, type CallOutPlan, type Needs, type Picture, type Speaking } from '../../jobs/assess-event.ts'
import { circle } from '../../src/geo/area.ts'
import type { CalledPerson, CallOutStatus } from '../../src/mobilisation/call-out.ts'
import { NO_DANGER } from '../../src/mobilisation/danger-zone.ts'
import type { CallOutId, EventId, HeadCount } from '../../src/mobilisation/hazard-event.ts'
import { type Choose, overcalling } from '../../src/mobilisation/replan.ts'
import { anEvent, called, idOf, NOW, POLICY } from '../mobilisation/sample.ts'

const EVENT_ID = '0190a8f2-0000-7000-8000-0000000000e1' as EventId
const CALL_OUT_ID = '0190a8f2-0000-7000-8000-000000000001' as CallOutId

const speaking = (threadId: string, need: HeadCount): Speaking => ({
  threadId,
  eventId: EVENT_ID,
  event: anEvent({ mode: 'exercise', headline: threadId }),
  need,
  jurisdiction: '32.04',
  regencyCode: '32.04',
})

const aPicture = (more: Partial<Picture> = {}): Picture => ({
  callOutId: CALL_OUT_ID,
  mode: 'exercise',
  status: 'planning',
  version: 1,
  policy: POLICY,
  people: [],
  speaking: [speaking('T1', { tagana: 6, pkh: 1 })],
  unassessed: [EVENT_ID],
  ...more,
})

interface Office {
  readonly picture?: Picture | undefined
  readonly saved?: 'saved' | 'already-saved'
  /** How often a choice finds that it must first read of people. */
  readonly unknown?: number
  /** The step that fails. */
  readonly fails?: keyof Needs
}

const BROKEN = new Error('the database is away')

const anOffice = ({ picture, saved = 'saved', fails, unknown = 0 }: Office) => {
  const done: string[] = []
  const plans: CallOutPlan[] = []
  const asked: { want: HeadCount; without: readonly string[]; among?: readonly string[] }[] = []
  const step = (name: keyof Needs, words: string): void => {
    done.push(words)
    if (name === fails) throw BROKEN
  }
  const needs: Needs = {
    loadPicture: async (id) => {
      step('loadPicture', `load ${id === EVENT_ID}`)
      return picture
    },
    readAhead: () => undefined,
    impactOf: async ({ headline }) => {
      step('impactOf', `impact of ${headline}`)
      return { area: circle([107.5, -7.2], 5), centre: [107.5, -7.2], radiusKm: 5, because: headline }
    },
    targetOf: async ({ headline }, { because }) => {
      step('targetOf', `target of ${headline} in ${because}`)
      return { name: `Gardu ${headline}`, position: [107.52, -7.19], landmass: 1 }
    },
    zoneOf: async (_picture, located) => {
      step('zoneOf', `zone of ${located.map(({ impact }) => impact.because).join(', ')}`)
      return NO_DANGER
    },
    chooser: async ({ callOutId }, { speaking: { threadId }, target: { name } }, _zone, now) => {
      step('chooser', `choice for ${threadId} round ${name}, ${callOutId === CALL_OUT_ID && now === NOW}`)
      const choose: Choose = (want, without, among) => {
        asked.push({ want, without: [...without], ...(among === undefined ? {} : { among: [...among] }) })
        const picked = [{ responderId: idOf(`R${asked.length}`), kind: 'tagana' as const, km: 1 }]
        return { picked, missing: {}, skipped: [], considered: 1 }
      }
      return { choose, callFor: overcalling(choose, POLICY.overcall), learn: async () => unknown-- > 0 }
    },
    savePlan: async (plan) => {
      plans.push(plan)
      step('savePlan', 'save')
      return saved
    },
    passOver: async ({ unassessed }, now) => step('passOver', `pass over ${unassessed.length}, ${now === NOW}`),
    noteFailure: async (id, thrown, now) =>
      step('noteFailure', `note ${id === EVENT_ID && thrown === BROKEN && now === NOW}`),
    wakeSenders: async (mode) => step('wakeSenders', `senders of ${mode}`),
    wakeReview: async (id, at) => step('wakeReview', `review ${id === CALL_OUT_ID} at ${at.getTime() - NOW.getTime()}`),
  }
  return { done, plans, asked, run: () => assessEvent(needs, { now: () => NOW })({ eventId: EVENT_ID }) }
}

const FIRST = [
  'load true',
  'impact of T1',
  'target of T1 in T1',
  'zone of T1',
  'choice for T1 round Gardu T1, true',
  'save',
]

test('an event that was planned or called off already is left alone', async () => {
  const { done, run } = anOffice({})
  await run()
  expect(done).toEqual(['load true'])
})

test('the first wave is larger than the need, and is saved before anybody is woken', async () => {
  const { done, asked, plans, run } = anOffice({ picture: aPicture() })
  await run()
  expect(asked).toEqual([{ want: { tagana: 9, pkh: 2 }, without: [] }])
  expect(plans).toMatchObject([
    {
      picture: { callOutId: CALL_OUT_ID, version: 1 },
      places: [{ speaking: { threadId: 'T1' }, impact: { because: 'T1' }, target: { name: 'Gardu T1' } }],
      difference: { call: [{ responderId: 'R1', threadId: 'T1' }], need: { tagana: 6, pkh: 1 } },
      now: NOW,
    },
  ])
  expect(done).toEqual([...FIRST, 'senders of exercise', 'review true at 0'])
})

test('what was chosen before everybody was known does not count', async () => {
  const { asked, plans, run } = anOffice({ picture: aPicture(), unknown: 2 })
  await run()
  expect(asked).toHaveLength(3)
  expect(plans).toHaveLength(1)
  expect(plans[0]?.difference.call.map(({ responderId }) => responderId)).toEqual(['R3'])
})

test('each thread has a place of its own, in their order, and one difference is saved for all', async () => {
  const threads = [speaking('T1', { tagana: 1 }), speaking('T2', { tagana: 2 })]
  const { done, plans, run } = anOffice({ picture: aPicture({ status: 'calling', speaking: threads }) })
  await run()
  expect(done.slice(1, 8)).toEqual([
    'impact of T1',
    'target of T1 in T1',
    'impact of T2',
    'target of T2 in T2',
    'zone of T1, T2',
    'choice for T1 round Gardu T1, true',
    'choice for T2 round Gardu T2, true',
  ])
  expect(plans[0]?.places.map(({ target }) => target.name)).toEqual(['Gardu T1', 'Gardu T2'])
  expect(plans[0]?.difference.selections.map(({ threadId }) => threadId)).toEqual(['T1', 'T2'])
})

test('those called before are measured against what is wanted now', async () => {
  const people: readonly CalledPerson[] = [called('R1'), called('R7')]
  const { plans, run } = anOffice({ picture: aPicture({ status: 'filled', people }) })
  await run()
  expect(plans[0]?.difference).toMatchObject({ call: [], stay: [{ responderId: 'R1' }], standDown: ['R7'] })
})

test('for a thread whose message has expired only those are chosen who are called for it, or for none that speaks', async () => {
  const over = speaking('T1', { tagana: 2 })
  const people = [
    called('R1', { threadId: 'T1' }),
    called('R2', { threadId: 'T2' }),
    called('R3', { threadId: 'T0' }),
    called('R4'),
    called('R5', { threadId: 'T1', stoodDownAt: NOW }),
  ]
  const threads = [{ ...over, event: { ...over.event, expiresAt: NOW } }, speaking('T2', { tagana: 1 })]
  const { asked, run } = anOffice({ picture: aPicture({ status: 'calling', speaking: threads, people }) })
  await run()
  expect(asked.filter(({ want }) => want['tagana'] === 3).map(({ among }) => among)).toEqual([
    ['R1', 'R3', 'R4'],
    ['R1', 'R3', 'R4'],
  ])
  expect(asked.some(({ among }) => among === undefined)).toBe(true)
})

test('a call-out that nobody speaks for any more is planned for nobody', async () => {
  const { done, plans, run } = anOffice({ picture: aPicture({ speaking: [], people: [called('R1')] }) })
  await run()
  expect(plans[0]?.difference).toMatchObject({ wanted: [], standDown: ['R1'], need: {} })
  expect(done).toEqual(['load true', 'zone of ', 'save', 'senders of exercise', 'review true at 0'])
})

test('a plan that another process saved wakes nobody', async () => {
  const { done, run } = anOffice({ picture: aPicture(), saved: 'already-saved' })
  await run()
  expect(done).toEqual(FIRST)
})

test.each<[CallOutStatus, boolean]>([
  ['planning', true],
  ['awaiting-approval', true],
  ['calling', true],
  ['filled', true],
  ['exhausted', true],
  ['closed', false],
  ['stood-down', false],
])('a call-out that is %s is planned: %s; else its messages are passed over', async (status, planned) => {
  const { done, run } = anOffice({ picture: aPicture({ status, unassessed: [EVENT_ID, EVENT_ID] }) })
  await run()
  expect(done.includes('save')).toBe(planned)
  if (!planned) expect(done).toEqual(['load true', 'pass over 2, true'])
})

describe('a failure is noted and thrown on, and nothing follows', () => {
  test.each<[keyof Needs, number]>([
    ['loadPicture', 1],
    ['impactOf', 2],
    ['targetOf', 3],
    ['zoneOf', 4],
    ['chooser', 5],
    ['savePlan', 6],
    ['wakeSenders', 7],
    ['wakeReview', 8],
  ])('of %s', async (fails, steps) => {
    const { done, run } = anOffice({ picture: aPicture(), fails })
    await expect(run()).rejects.toBe(BROKEN)
    const all = [...FIRST, 'senders of exercise', 'review true at 0']
    expect(done).toEqual([...all.slice(0, steps), 'note true'])
  })

  test('of passing over', async () => {
    const { done, run } = anOffice({ picture: aPicture({ status: 'closed' }), fails: 'passOver' })
    await expect(run()).rejects.toBe(BROKEN)
    expect(done.at(-1)).toBe('note true')
  })
})
