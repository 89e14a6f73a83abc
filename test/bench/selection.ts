import { around } from 'geokdbush'
import KDBush from 'kdbush'
import { destinationFrom } from '../../src/geo/position.ts'
import { toEnd } from '../../src/geo/steps.ts'
import { destinationOf, impactSteps } from '../../src/main/event-places.ts'
import { firstWave } from '../../src/mobilisation/call-out.ts'
import type { HazardEvent, HeadCount } from '../../src/mobilisation/hazard-event.ts'
import { type Selection, selectResponders } from '../../src/mobilisation/selection.ts'
import { seededChance } from '../../src/roster/chance.ts'
import { regencyOf } from '../../src/roster/region.ts'
import type { Responder, ResponderId } from '../../src/roster/responder.ts'
import { indexRoster } from '../../src/roster/roster-index.ts'
import { byTurns, type Figure, percentile, spread, timed } from './figure.ts'
import { responderOf, sampleRegister, shippedConfiguration } from './sample-register.ts'
import type { Stage } from './stage.ts'

const NOW = new Date('2026-11-22T06:21:00.000Z')
/** Decisions timed for each size of the register. */
const ROUNDS = { default: 300, mass: 60 } as const
const CEILING = 'raw geokdbush by kind, no rules'
/** Copies live this far from the person they copy. */
const COPY_KM = 5

const floodAt = (longitude: number, latitude: number): HazardEvent => ({
  messageType: 'alert',
  mode: 'actual',
  hazard: 'flood',
  severity: 'severe',
  urgency: 'immediate',
  certainty: 'observed',
  occurredAt: NOW,
  expiresAt: null,
  headline: 'Banjir',
  description: '',
  geometry: { type: 'Point', coordinates: [longitude, latitude] },
  radiusKm: null,
  villageCodes: [],
  regions: [],
  sectors: [],
  felt: [],
  magnitude: null,
  depthKm: null,
  level: null,
  need: null,
  musterPoint: null,
  safeToApproach: null,
  authorisedBy: null,
})

/** A tenth of the people, all of them, and ten of each with the other nine a few kilometres away. */
const sizes = (people: readonly Responder[]): readonly (() => readonly Responder[])[] => [
  () => people.filter((_, at) => at % 10 === 0),
  () => people,
  () => {
    const chance = seededChance('bench copies')
    return people.flatMap((person) =>
      Array.from({ length: 10 }, (_, nth): Responder => {
        const home =
          nth === 0 ? person.home : destinationFrom(person.home, chance.between(0, COPY_KM), chance.between(0, 360))
        return { ...person, id: `${person.id}-${nth}` as ResponderId, home }
      }),
    )
  },
]

/** Whom to call for a flood at one of the sites: the sender's regency for the policy's need, the country for many. */
export const selection = async ({ tell }: Stage): Promise<readonly Figure[]> => {
  const { hazards, policy } = shippedConfiguration()
  const { places, sites, people } = sampleRegister()
  const chance = seededChance('bench selection')
  const floods = Array.from({ length: ROUNDS.default }, () => {
    const { position, villageCode } = chance.pick(sites)
    return { event: floodAt(...position), regency: regencyOf(villageCode) }
  })
  const defaultNeed = firstWave(policy.need.flood.severe, policy.callOut.overcall)
  const cases = [
    { name: 'severe flood, default need', want: defaultNeed, withinKm: policy.callOut.searchRadiusKm, own: true },
    { name: '500 tagana within 200 km', want: { tagana: 500 } satisfies HeadCount, withinKm: 200, own: false },
  ] as const
  const figures: Figure[] = []
  for (const peopleOfSize of sizes(people.map(responderOf))) {
    const responders = peopleOfSize()
    const size = responders.length.toLocaleString('en')
    const buildMs = timed(() => indexRoster(1n, responders, sites))
    const roster = indexRoster(1n, responders, sites)
    figures.push({ what: `${size} people: index`, value: buildMs, unit: 'ms' })
    const tree = new KDBush(roster.responders.length)
    for (const { home } of roster.responders) tree.add(...home)
    tree.finish()

    for (const { name, want, withinKm, own } of cases) {
      const floodOf = (nth: number) => floods[nth % floods.length] ?? { event: floodAt(0, 0), regency: '' }
      const decide = (nth: number): Selection => {
        const { event, regency } = floodOf(nth)
        const impact = toEnd(impactSteps(event, hazards, places, roster.sites))
        const { position, landmass } = destinationOf(event, impact, [], places, roster)
        return selectResponders(roster.nearby(position, withinKm), want, {
          jurisdiction: own ? regency : '',
          landmass,
          mutualAid: [],
          alreadyCalled: new Set(),
          needsPhone: true,
          now: NOW,
        })
      }
      const raw = (nth: number) => {
        const { geometry } = floodOf(nth).event
        if (geometry?.type !== 'Point') throw new Error('a flood without a point')
        return Object.entries(want).map(([kind, count]) =>
          around(tree, ...geometry.coordinates, count, withinKm, (at) => roster.responders[at]?.kind === kind),
        )
      }
      const rounds = own ? ROUNDS.default : ROUNDS.mass
      const picked = Array.from({ length: rounds }, (_, nth) => decide(nth))
      tell(
        `${size} people, ${name}: picks ${percentile(
          picked.map((one) => one.picked.length),
          0.5,
        )}, ` +
          `looks at ${percentile(
            picked.map(({ considered }) => considered),
            0.5,
          )} (p50)`,
      )
      const times = byTurns(rounds, { raw, decide })
      figures.push(...spread(`${size} people: ${name}`, times.decide, { what: CEILING, timesMs: times.raw }))
    }
  }
  return figures
}
