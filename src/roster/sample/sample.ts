import { seededChance } from '../chance.ts'
import type { Gazetteer } from '../gazetteer.ts'
import type { SampleResponder, SampleSite } from './columns.ts'
import { enlistPendamping } from './pendamping.ts'
import { recruiter } from './person.ts'
import { foundSite, planSites } from './sites.ts'
import { enlistPillars, enlistTagana } from './tagana.ts'

export interface SampleOptions {
  readonly gazetteer: Gazetteer
  /** Kampung Siaga Bencana, 0 to 100,000. */
  readonly sites: number
  /** Pendamping Desa and Tagana together, half each, 0 to 1,000,000; the other kinds come on top. */
  readonly responders: number
  /** KSB members of each site, 0 to 100. */
  readonly members: number
  /** The same seed and numbers give the same register. */
  readonly seed: number
}

export interface Sample {
  readonly sites: readonly SampleSite[]
  /** KSB members site by site, then Pendamping Desa, Tagana, and at least ten of each other kind. */
  readonly responders: readonly SampleResponder[]
}

// 500 of each of the other kinds beside 74,000, fewer or more in proportion.
const PILLARS_PER_RESPONDER = 500 / 74_000
const LEAST_PILLARS = 10

const requireCount = (name: string, count: number, most: number): void => {
  if (!Number.isInteger(count) || count < 0 || count > most)
    throw new RangeError(`sample: expected ${name} to be a whole number from 0 to ${most}, got ${count}`)
}

/**
 * Makes up a register of sites and people on real villages, every row marked synthetic: invented names, phones that no
 * operator has assigned, e-mail under `.invalid`. Takes about 2 s for 638 sites and 74,000 people.
 *
 * Each part draws from a chance of its own, so more Tagana do not move the sites. Throws RangeError for a number out of
 * bounds.
 */
export const generateSample = ({ gazetteer, sites, responders, members, seed }: SampleOptions): Sample => {
  requireCount('sites', sites, 100_000)
  requireCount('responders', responders, 1_000_000)
  requireCount('members', members, 100)
  requireCount('seed', seed, Number.MAX_SAFE_INTEGER)
  const chanceFor = (part: string) => seededChance(`${seed}:${part}`)

  const recruit = recruiter(gazetteer, chanceFor('people'))
  const plans = planSites(sites, gazetteer, chanceFor('villages'))
  const building = chanceFor('sites')
  const founded = plans.map((plan) => foundSite(plan, members, gazetteer, recruit, building))
  const pendamping = Math.floor(responders / 2)
  const pillars = Math.max(LEAST_PILLARS, Math.round(responders * PILLARS_PER_RESPONDER))
  return {
    sites: founded.map(({ site }) => site),
    responders: [
      ...founded.flatMap((each) => each.members),
      ...enlistPendamping(pendamping, gazetteer, plans, recruit, chanceFor('pendamping')),
      ...enlistTagana(responders - pendamping, gazetteer, plans, recruit, chanceFor('tagana')),
      ...enlistPillars(pillars, gazetteer, plans, recruit, chanceFor('pillars')),
    ],
  }
}
