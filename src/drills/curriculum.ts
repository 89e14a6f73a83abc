import { liesWithin } from '../roster/region.ts'
import type { BothWords } from '../wording/report-page.ts'
import { after, type Span } from './site-facts.ts'

/** One lesson of a drill or training, as its file in config/curriculum describes it. */
export interface CurriculumModule {
  readonly id: string
  readonly title: BothWords
  /** One or two sentences. */
  readonly summary: BothWords
  /** How long it takes, at least 1. */
  readonly minutes: number
  /** Local wisdom (kearifan lokal): only villages of these regions have it. Left out: it is everybody's. */
  readonly regions?: readonly string[]
  /** Only drills for one of these teach it; left out: any. */
  readonly hazards?: readonly string[]
  /** So long after the drill its competency counts; left out: for good. */
  readonly validFor?: Span
}

/** Whether a drill for a hazard can teach a module. */
export const fitsHazard = ({ hazards }: Pick<CurriculumModule, 'hazards'>, rehearsed: readonly string[]): boolean =>
  hazards === undefined || rehearsed.some((hazard) => hazards.includes(hazard))

/**
 * What a programme teaches: the modules that it names, in its order, then where it wants local wisdom every one that is
 * some region's own and fits its hazards, in the order of `all`; each once. Which of them a village has, `modulesAt` tells.
 */
export const programmeModules = (
  named: readonly string[],
  { localWisdom, hazards }: { readonly localWisdom: boolean; readonly hazards: readonly string[] },
  all: readonly CurriculumModule[],
): readonly CurriculumModule[] => {
  const chosen = named.flatMap((id) => all.filter((one) => one.id === id))
  const local = all.filter(
    (one) => localWisdom && one.regions !== undefined && fitsHazard(one, hazards) && !named.includes(one.id),
  )
  return [...chosen, ...local]
}

/** The modules of a drill at a village; of a village that left the register (null) only what is everybody's. */
export const modulesAt = (
  curriculum: readonly CurriculumModule[] | null | undefined,
  villageCode: string | null,
): readonly CurriculumModule[] =>
  (curriculum ?? []).filter(
    ({ regions }) =>
      regions === undefined || (villageCode !== null && regions.some((region) => liesWithin(villageCode, region))),
  )

/** A competency that a drill gives. */
export interface Gain {
  readonly module: string
  readonly gainedAt: Date
  /** Null: it does not end. */
  readonly expiresAt: Date | null
}

/** What whoever came to a drill has learned at its end. */
export const gainsOf = (modules: readonly CurriculumModule[], endsAt: Date): readonly Gain[] =>
  modules.map(({ id, validFor }) => ({
    module: id,
    gainedAt: endsAt,
    expiresAt: validFor === undefined ? null : after(endsAt, validFor),
  }))

/** Their titles for a message, in both languages; nothing where there is none. */
export const curriculumFields = (
  modules: readonly CurriculumModule[],
): { readonly curriculum?: string; readonly curriculumEn?: string } =>
  modules.length === 0
    ? {}
    : {
        curriculum: modules.map(({ title }) => title.id).join('; '),
        curriculumEn: modules.map(({ title }) => title.en).join('; '),
      }

/** A module as lists show it. */
export interface ShownModule {
  readonly id: string
  readonly title: BothWords
  readonly summary: BothWords
  readonly minutes: number
  readonly isLocalWisdom: boolean
}

export const shownModules = (modules: readonly CurriculumModule[]): readonly ShownModule[] =>
  modules.map(({ regions, id, title, summary, minutes }) => ({
    ...{ id, title, summary, minutes },
    isLocalWisdom: regions !== undefined,
  }))
