import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { EventMessage } from '../../src/mobilisation/event-message.ts'
import type { MessageType } from '../../src/mobilisation/hazard-event.ts'
import { aMessage, type Heard, openIncidentGround } from '../support/incident-ground.ts'
import { aTagana, PANGALENGAN, placeFrom } from '../support/people.ts'

const EVERY_HISTORY =
  'after any history of one event those whom its newest revision needs are to go, know it and know where'

/** A policy whose waves are chosen by `way`, lines of call-out.yaml. */
const callOutBy = (way: string): string => `
ackDeadline: 10m
maxWaves: 3
searchRadiusKm: 50
${way}
closeAfter: 12h
approvalAbove: 200
need:
  default:
    moderate: { tagana: 2 }
`

/** Twelve people round the village, no two equally far from any of the places of a history. */
const HOMES = Array.from({ length: 12 }, (_, nth) => {
  const [km, angle] = [0.6 * (nth + 1), nth * 2.65]
  return { id: `R-00${String(nth + 10)}`, kmNorth: km * Math.cos(angle), kmEast: km * Math.sin(angle) }
})

/** How far a message may move its place, in km. */
const SHIFTS = [-2, 0, 2]

/** What one message says, in the terms of the oracle. */
interface Saying {
  /** Null: whatever number it gets. */
  readonly revision: number | null
  readonly messageType: MessageType
  readonly need: number
  readonly kmNorth: number
  readonly kmEast: number
}

interface Step {
  readonly saying: Saying
  /** What was planned so far leaves before the next message comes. */
  readonly sends: boolean
}

const isEnd = ({ messageType }: Saying): boolean => messageType === 'cancel' || messageType === 'all-clear'

/** What the people of a message are told of where to come. */
const musterOf = ({ kmNorth, kmEast }: Saying): string => `Titik ${kmNorth} ${kmEast}`

const messageOf = (saying: Saying): EventMessage => {
  const { revision, messageType, need } = saying
  return aMessage(
    'banjir-1',
    isEnd(saying)
      ? { messageType, hazard: null, geometry: null, radiusKm: null, need: null }
      : {
          messageType,
          geometry: { type: 'Point', coordinates: [...placeFrom(PANGALENGAN, saying)] },
          musterPoint: { name: musterOf(saying), position: placeFrom(PANGALENGAN, saying) },
          need: { kinds: { tagana: need }, skills: {} },
        },
    { revision },
  )
}

const km = (home: (typeof HOMES)[number], { kmNorth, kmEast }: Saying): number =>
  Math.hypot(home.kmNorth - kmNorth, home.kmEast - kmEast)

const nearest = (saying: Saying, people: number): readonly string[] =>
  HOMES.toSorted((a, b) => km(a, saying) - km(b, saying))
    .slice(0, people)
    .map(({ id }) => id)
    .toSorted()

/** The contract's rules, one message after the other: the message that people are to follow in the end. */
const speakingAfter = (sayings: readonly Saying[]): Saying | null => {
  const kept = new Map<number, string>()
  let newest = 0
  let speaking: Saying | null = null
  let ended = false
  for (const saying of sayings) {
    const content = JSON.stringify(saying)
    const repeatsLast = saying.revision === null && kept.get(newest) === content
    const revision = saying.revision ?? (saying.messageType === 'alert' ? 1 : Math.max(1, newest) + 1)
    // The same again, or the same number with other content: no effect.
    if (repeatsLast || kept.has(revision)) continue
    kept.set(revision, content)
    if (revision < newest) continue
    newest = revision
    if (isEnd(saying)) ended = true
    else if (!ended && (saying.need > 0 || speaking !== null)) speaking = saying
  }
  return ended ? null : speaking
}

const sayings = fc.record({
  messageType: fc.oneof(
    { weight: 3, arbitrary: fc.constant<MessageType>('alert') },
    { weight: 8, arbitrary: fc.constant<MessageType>('update') },
    { weight: 1, arbitrary: fc.constantFrom<MessageType>('cancel', 'all-clear') },
  ),
  need: fc.integer({ min: 0, max: 6 }),
  kmNorth: fc.constantFrom(...SHIFTS),
  kmEast: fc.constantFrom(...SHIFTS),
})

/** Revisions of one event, as they come: shuffled, some twice, some never, some without their number. */
const histories = fc.array(sayings, { minLength: 1, maxLength: 7 }).chain((drafts) =>
  fc
    .array(
      fc.record({ at: fc.nat(drafts.length - 1), numbered: fc.integer({ min: 0, max: 4 }), sends: fc.boolean() }),
      { minLength: 1, maxLength: 10 },
    )
    .map((picks) =>
      picks.flatMap(({ at, numbered, sends }): Step[] => {
        const draft = drafts[at]
        if (draft === undefined) return []
        return [{ saying: { ...draft, revision: numbered === 0 ? null : at + 1 }, sends }]
      }),
    ),
)

const goAndStay = (heard: readonly Heard[]): readonly Heard[] =>
  heard.filter(({ purpose }) => purpose === 'call-out' || purpose === 'stand-down')

/** Never told to stand down who was not told to go, and neither of the two twice in a row. */
const byTurns = (heard: readonly Heard[]): boolean =>
  goAndStay(heard).every(({ purpose }, nth) => purpose === (nth % 2 === 0 ? 'call-out' : 'stand-down'))

/** Where somebody goes who believes what they were told last; null for whoever stays. */
const goesTo = (heard: readonly Heard[]): string | null =>
  goAndStay(heard).at(-1)?.purpose === 'call-out' ? (heard.at(-1)?.muster ?? null) : null

/** Plays histories on a database of their own; `calledFor` says how many of the nearest are to go for a need. */
export const playHistories = async (way: string, calledFor: (need: number) => number): Promise<void> => {
  const ground = await openIncidentGround(
    HOMES.map(({ id, kmNorth, kmEast }) => aTagana(id, { kmNorth, kmEast })),
    { 'call-out.yaml': callOutBy(way) },
  )

  test('no two people are equally far from a place, so that the nearest are the nearest', () => {
    for (const kmNorth of SHIFTS)
      for (const kmEast of SHIFTS) {
        const place = { revision: null, messageType: 'alert', need: 0, kmNorth, kmEast } as const
        const all = HOMES.map((home) => km(home, place)).toSorted((a, b) => a - b)
        for (const [nth, far] of all.entries()) if (nth > 0) expect(far - (all[nth - 1] ?? 0)).toBeGreaterThan(0.04)
      }
  })

  test(EVERY_HISTORY, async () => {
    let played = 0
    await fc.assert(
      fc.asyncProperty(histories, async (history) => {
        await ground.forget()
        for (const { saying, sends } of history) {
          await ground.post(messageOf(saying))
          if (sends) await ground.send()
        }
        played += 1
        const speaks = speakingAfter(history.map(({ saying }) => saying))
        const expected = speaks === null ? [] : nearest(speaks, calledFor(speaks.need))
        const [told, heard] = [await ground.told(), Object.entries(await ground.heard())]
        expect(
          Object.keys(told)
            .filter((id) => told[id]?.isToGo)
            .toSorted(),
        ).toEqual(expected)
        const going = heard.flatMap(([id, each]) => (goesTo(each) === null ? [] : [[id, goesTo(each)]]))
        expect(Object.fromEntries(going)).toEqual(
          Object.fromEntries(expected.map((id) => [id, speaks === null ? null : musterOf(speaks)])),
        )
        expect(heard.filter(([, each]) => !byTurns(each))).toEqual([])
      }),
      { numRuns: 60, seed: 20261122 },
    )
    expect(played).toBeGreaterThanOrEqual(60)
  }, 300_000)
}
