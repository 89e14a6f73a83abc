import type { Chance } from '../chance.ts'
import type { Gazetteer } from '../gazetteer.ts'
import type { Region } from '../region.ts'
import { apportion } from './apportion.ts'
import type { SampleResponder } from './columns.ts'
import { riskOf } from './hazards.ts'
import type { SitePlan } from './sites.ts'

const LEAST_PER_REGENCY = 3

/** Where people are sought: everywhere when there are at least three for each regency, else round the sites. */
export const scopeOf = (count: number, regencies: readonly Region[], plans: readonly SitePlan[]): readonly Region[] => {
  if (count >= regencies.length * LEAST_PER_REGENCY || plans.length === 0) return regencies
  const sited = new Set<string>(plans.map(({ village }) => village.code.slice(0, 5)))
  return regencies.filter(({ code }) => sited.has(code))
}

// Our own choices: a regency's KSB draw volunteers, and a third of those live in the district of one.
const PULL_PER_SITE = 0.15
const NEAR_A_SITE = 0.33

/**
 * Spreads people over regencies by villages, risk and sites, and takes on one for each village drawn: at least three in
 * every regency when `count` allows it.
 */
export const settle = (
  count: number,
  gazetteer: Gazetteer,
  plans: readonly SitePlan[],
  chance: Chance,
  takeOn: (villageCode: string) => SampleResponder,
): readonly SampleResponder[] => {
  const scope = scopeOf(count, gazetteer.regencies, plans)
  const least = Math.min(LEAST_PER_REGENCY, Math.floor(count / scope.length))
  const regencies = scope.map(({ code }) => {
    const villages = gazetteer.villagesOf(code)
    const sites = plans.filter(({ village }) => village.code.startsWith(`${code}.`))
    const weight = Math.sqrt(villages.length) * riskOf(code) * (1 + PULL_PER_SITE * sites.length)
    return { villages, sites, weight }
  })
  const shares = apportion(count - least * scope.length, regencies, ({ weight }) => weight)
  return shares.flatMap(({ item: { villages, sites }, share }) =>
    Array.from({ length: least + share }, () => {
      if (sites.length === 0 || chance.next() >= NEAR_A_SITE) return takeOn(chance.pick(villages).code)
      const district = chance.pick(sites).village.code.slice(0, 8)
      return takeOn(chance.pick(gazetteer.villagesOf(district)).code)
    }),
  )
}
