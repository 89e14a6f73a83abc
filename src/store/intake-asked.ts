import { APART_MS, familyOf, LASTS_MS } from '../mobilisation/joining.ts'
import { QUAKES_APART_MS, widened } from '../mobilisation/quake-match.ts'
import { type Arrival, deliveredBy } from './arrivals.ts'
import { rowsOf } from './columns.ts'
import type { Statement } from './sql.ts'

const deliveries = rowsOf({ i: 'int', sender: 'text', webhook_id: 'text' })

/** Under which name each message of a batch was delivered, by its place `i` in it. */
export const askedRows = (arrivals: readonly Arrival[]): Statement =>
  deliveries(arrivals.map((arrival, i) => ({ i, sender: deliveredBy(arrival), webhook_id: arrival.webhookId })))

const names = rowsOf({ i: 'int', source: 'text', source_id: 'text' })

/** Every id that a message speaks of, its own first. */
export const nameRows = (arrivals: readonly Arrival[]): Statement =>
  names(
    arrivals.flatMap(({ message }, i) => [
      { i, source: message.source, source_id: message.sourceId },
      ...message.aliases.map((source_id) => ({ i, source: message.source, source_id })),
      ...message.references.map(({ source, sourceId }) => ({ i, source, source_id: sourceId })),
    ]),
  )

const boxes = rowsOf({
  i: 'int',
  west: 'float8',
  south: 'float8',
  east: 'float8',
  north: 'float8',
  mode: 'text',
  hazards: 'text[]',
  from: 'timestamptz',
  until: 'timestamptz',
})

/** Where and when another message would speak of the same happening; none for one that may not join by that. */
export const boxRows = (arrivals: readonly Arrival[]): Statement =>
  boxes(
    arrivals.flatMap(({ message: { event }, joins, place }, i) => {
      if (!joins || place === null || event.hazard === null || event.mode === 'exercise') return []
      const hazards = familyOf(event.hazard)
      if (event.hazard === 'earthquake') {
        // Where it shook says nothing of where another agency puts the same quake.
        const at = event.occurredAt.getTime()
        const [from, until] = [new Date(at - QUAKES_APART_MS), new Date(at + QUAKES_APART_MS)]
        return [{ i, ...widened(place.box), mode: event.mode, hazards, from, until }]
      }
      const from = new Date(event.occurredAt.getTime() - 2 * LASTS_MS - APART_MS)
      const until = new Date(
        Math.max(event.expiresAt?.getTime() ?? 0, event.occurredAt.getTime() + LASTS_MS) + APART_MS,
      )
      return [{ i, ...place.box, mode: event.mode, hazards, from, until }]
    }),
  )
