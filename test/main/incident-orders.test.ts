import { describe, expect, test } from 'vitest'
import type { EventMessage } from '../../src/mobilisation/event-message.ts'
import { aMessage, BEGAN, openIncidentGround, type Told } from '../support/incident-ground.ts'
import { aTagana, PANGALENGAN, placeFrom } from '../support/people.ts'

/** By hand, for all of them: KENTONGAN_EVERY_ORDER=1. A CI has a minute less for it. */
const EVERY_ORDER = process.env['KENTONGAN_EVERY_ORDER'] === '1'

/** Nine Tagana in a row to the north, two kilometres from one to the next. */
const PEOPLE = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((nth) => aTagana(`R-000${nth}`, { kmNorth: 2 * nth - 10 }))

const ground = await openIncidentGround(PEOPLE)

const at = (min: number): Date => new Date(BEGAN.getTime() + min * 60_000)
const AGENCY = { source: 'peringatan@contoh.go.id', revision: null }
const north = (km: number) => ({
  type: 'Point' as const,
  coordinates: placeFrom(PANGALENGAN, { kmNorth: km }),
})

const ALERT = aMessage('A-1', {}, { ...AGENCY, sentAt: at(0), language: 'id' })
const IN_ENGLISH = aMessage('A-1', { headline: 'Flood' }, { ...AGENCY, sentAt: at(0), language: 'en' })
const refersTo = (...ids: readonly string[]) => ({
  references: ids.map((sourceId, nth) => ({ source: AGENCY.source, sourceId, sentAt: at(nth * 10) })),
})
const UPDATE = aMessage(
  'A-2',
  { messageType: 'update', severity: 'extreme', radiusKm: 8, need: { kinds: { tagana: 4 }, skills: {} } },
  { ...AGENCY, sentAt: at(10), language: 'id', ...refersTo('A-1') },
)
const OVERLAPPING = aMessage('B-1', { geometry: north(3) }, { ...AGENCY, sentAt: at(5), language: 'id' })
const CANCEL = aMessage(
  'A-3',
  { messageType: 'cancel', hazard: null, geometry: null, radiusKm: null, need: null },
  { ...AGENCY, sentAt: at(20), language: 'id', ...refersTo('A-1', 'A-2') },
)
const SMALLER = aMessage(
  'A-3',
  { messageType: 'update', radiusKm: 3, geometry: north(-4), need: { kinds: { tagana: 1 }, skills: {} } },
  { ...AGENCY, sentAt: at(20), language: 'id', ...refersTo('A-1', 'A-2') },
)

const orders = <Item>(items: readonly Item[]): readonly (readonly Item[])[] =>
  items.length === 0
    ? [[]]
    : items.flatMap((item, nth) => orders(items.filter((_, other) => other !== nth)).map((rest) => [item, ...rest]))

/** Plays a history from nothing; each message finds what the one before made people do sent already. */
const play = async (messages: readonly EventMessage[]): Promise<Readonly<Record<string, Told>>> => {
  await ground.forget()
  for (const message of messages) {
    await ground.post(message)
    await ground.send()
  }
  return ground.told()
}

const toGo = (told: Readonly<Record<string, Told>>): readonly string[] =>
  Object.keys(told)
    .filter((id) => told[id]?.isToGo === true)
    .toSorted()

/** Whoever is to go was told once more to go than to stay; whoever is not, as often. */
const unevenly = (told: Readonly<Record<string, Told>>): readonly string[] =>
  Object.keys(told).filter((id) => {
    const { go = 0, standDown = 0, isToGo = false } = told[id] ?? {}
    return go - standDown !== (isToGo ? 1 : 0)
  })

/** Plays each history, and gives how many ended with whom on their way. */
const endsOf = async (histories: readonly (readonly EventMessage[])[]): Promise<Readonly<Record<string, number>>> => {
  const ends = new Map<string, number>()
  for (const history of histories) {
    const told = await play(history)
    expect(unevenly(told), history.map(({ sourceId }) => sourceId).join(' ')).toEqual([])
    const end = toGo(told).join(' ')
    ends.set(end, (ends.get(end) ?? 0) + 1)
  }
  return Object.fromEntries(ends)
}

describe('six messages about one flood end in one state, and everybody was told as often to stay as it takes', () => {
  test('with a cancel at the end, in every third of the 720 orders', async () => {
    const histories = orders([ALERT, IN_ENGLISH, UPDATE, OVERLAPPING, CANCEL, ALERT])
    expect(histories).toHaveLength(720)
    // The first alert comes twice, the same both times: each history stands there twice and is played once.
    const different = histories.filter(
      (history, nth) =>
        histories.findIndex((other) => other.every((message, place) => message === history[place])) === nth,
    )
    expect(different).toHaveLength(360)
    const played = EVERY_ORDER ? different : different.filter((_, nth) => nth % 3 === Math.floor(nth / 3) % 3)
    // The overlapping alert alone is left: the two nearest to 3 km north are those at 2 and 4 km.
    expect(await endsOf(played)).toEqual({ 'R-0006 R-0007': EVERY_ORDER ? 360 : 120 })
  }, 600_000)

  test('with a smaller area at the end, in one of every 30 of the 720 orders', async () => {
    // Each time another one of the thirty, so that every ending is among them.
    const all = orders([ALERT, IN_ENGLISH, UPDATE, OVERLAPPING, SMALLER, ALERT])
    const histories = all.filter((_, nth) => nth % 30 === Math.floor(nth / 30) % 30)
    expect(histories).toHaveLength(24)
    // And one nearest to 4 km south, at 4 km south, for what the newest update leaves of the first.
    expect(await endsOf(histories)).toEqual({ 'R-0003 R-0006 R-0007': 24 })
  }, 600_000)
})
