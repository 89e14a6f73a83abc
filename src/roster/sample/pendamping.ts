import type { Chance } from '../chance.ts'
import type { Gazetteer } from '../gazetteer.ts'
import { itemAt } from '../item-at.ts'
import { isDesa } from '../region.ts'
import { apportion } from './apportion.ts'
import type { SampleResponder } from './columns.ts'
import type { Recruit } from './person.ts'
import { scopeOf } from './settle.ts'
import type { SitePlan } from './sites.ts'

// Pendamping Lokal Desa serve villages, Pendamping Desa a kecamatan, Tenaga Ahli (TAPM) a kabupaten. Most of this
// register is at village level on purpose; the true division is not published.
const drawLevel = (chance: Chance): string => {
  const drawn = chance.next()
  if (drawn < 0.92) return 'PLD'
  return drawn < 0.99 ? 'PD' : 'TAPM'
}

const PULL_PER_SITE = 0.2

/** `wanted` neighbours in the list from `start` on, kept within the kecamatan of the first where it has that many. */
const serveFrom = (desa: readonly string[], start: number, wanted: number): readonly string[] => {
  const district = itemAt(desa, start).slice(0, 8)
  const from = desa.findIndex((code) => code.startsWith(district))
  const until = desa.findLastIndex((code) => code.startsWith(district)) + 1
  const [low, high] = until - from >= wanted ? [from, until] : [0, desa.length]
  const at = Math.max(low, Math.min(start, high - wanted))
  return desa.slice(at, at + wanted)
}

/**
 * Pendamping Desa, only where there are desa, each serving 2 to 4 of one regency, neighbours by code. Every village
 * with a site comes first, the others are spread evenly. Kelurahan, and so all of Jakarta, have none.
 */
export const enlistPendamping = (
  count: number,
  gazetteer: Gazetteer,
  plans: readonly SitePlan[],
  recruit: Recruit,
  chance: Chance,
): readonly SampleResponder[] => {
  const rural = (code: string): readonly string[] => {
    const desa: readonly string[] = gazetteer.villagesOf(code).map((village) => village.code)
    return desa.filter(isDesa)
  }
  const sites = plans.filter(({ village }) => isDesa(village.code))
  const regencies = scopeOf(count, gazetteer.regencies, sites).map(({ code }) => {
    const desa = rural(code)
    const own = sites.filter(({ village }) => village.code.startsWith(`${code}.`)).map(({ village }) => village.code)
    // One desa alone gives nobody two villages to serve.
    return { desa, own, weight: desa.length < 2 ? 0 : desa.length * (1 + PULL_PER_SITE * own.length) }
  })
  return apportion(count, regencies, ({ weight }) => weight).flatMap(({ item: { desa, own }, share }) =>
    Array.from({ length: share }, (_, turn) => {
      const site = own[turn]
      const start = site === undefined ? Math.floor((turn * desa.length) / share) : desa.indexOf(site)
      const servesCodes = serveFrom(desa, start, Math.min(desa.length, 2 + chance.below(3)))
      const villageCode = chance.pick(servesCodes)
      return recruit({ kind: 'pendamping_desa', villageCode, level: drawLevel(chance), servesCodes })
    }),
  )
}
