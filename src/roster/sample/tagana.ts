import type { Chance } from '../chance.ts'
import type { Gazetteer } from '../gazetteer.ts'
import type { Kind } from '../responder.ts'
import type { SampleResponder } from './columns.ts'
import type { Recruit } from './person.ts'
import { settle } from './settle.ts'
import type { SitePlan } from './sites.ts'

const SKILLS = ['dapur_umum', 'shelter', 'psikososial', 'water_rescue', 'logistik', 'reaksi_cepat'] as const

// Of 38,992 Tagana in 2020, 38,332 were Muda, 623 Madya and 37 Utama.
const MUDA = 38_332 / 38_992
const MADYA = 623 / 38_992

const drawLevel = (chance: Chance): string => {
  const drawn = chance.next()
  if (drawn < MUDA) return 'Muda'
  return drawn < MUDA + MADYA ? 'Madya' : 'Utama'
}

const drawSkills = (chance: Chance): readonly string[] => {
  const wanted = new Set(Array.from({ length: 1 + chance.below(3) }, () => chance.pick(SKILLS)))
  return SKILLS.filter((skill) => wanted.has(skill))
}

/** Tagana with one to three skills: at least three in every regency if `count` allows it, more by risk and sites. */
export const enlistTagana = (
  count: number,
  gazetteer: Gazetteer,
  plans: readonly SitePlan[],
  recruit: Recruit,
  chance: Chance,
): readonly SampleResponder[] =>
  settle(count, gazetteer, plans, chance, (villageCode) =>
    recruit({ kind: 'tagana', villageCode, level: drawLevel(chance), skills: drawSkills(chance) }),
  )

const PILLARS = [
  'pkh',
  'tksk',
  'psm',
  'pensosmas',
  'karang_taruna',
  'bhabinkamtibmas',
] as const satisfies readonly Kind[]
const SKILLED_SHARE = 0.3

/** The other pillars of social work and the village police, `countEach` of every kind; three in ten have a skill. */
export const enlistPillars = (
  countEach: number,
  gazetteer: Gazetteer,
  plans: readonly SitePlan[],
  recruit: Recruit,
  chance: Chance,
): readonly SampleResponder[] =>
  PILLARS.flatMap((kind) =>
    settle(countEach, gazetteer, plans, chance, (villageCode) => {
      const skills = chance.next() < SKILLED_SHARE ? [chance.pick(SKILLS)] : []
      return recruit({ kind, villageCode, skills })
    }),
  )
