import type { InReach } from './call-line.ts'
import type { Choice, Sought, Sufficient } from './choice.ts'
import { type Chosen, shown } from './eligible-line.ts'
import type { Selection } from './selection.ts'
import { skillsLacking } from './skills-filled.ts'

/** Somebody in reach of the place who is called for the team of a KSB. */
export interface ForTeam {
  readonly person: InReach
  /** The code of the KSB. */
  readonly team: string
}

/**
 * The smallest sufficient set that has everybody of the teams in it: they are called in any case, count by their odds,
 * and spare others of their kinds and skills.
 */
export const withTeams = (
  choice: Pick<Choice, 'sufficient' | 'prospectOf'>,
  sought: Sought,
  forTeams: readonly ForTeam[],
): Sufficient => {
  if (forTeams.length === 0) return choice.sufficient(sought)
  const inTeams = forTeams.map(
    ({ person, team }): Chosen => ({ ...shown(choice.prospectOf(person)), because: 'team', team }),
  )
  const ids = new Set<string>(inTeams.map(({ responderId }) => responderId))
  const found = choice.sufficient({
    ...sought,
    without: new Set([...sought.without, ...ids]),
    awaited: [
      ...(sought.awaited ?? []),
      ...inTeams.map(({ kind, skills, odds }) => ({ kind, skills, odds, elapsed: 0 })),
    ],
  })
  const countOf = (kind: string): number => inTeams.filter((one) => one.kind === kind).length
  const skipped = found.skipped.filter(({ responderId }) => !ids.has(responderId))
  return {
    ...found,
    picked: [...inTeams, ...found.picked],
    missing: Object.fromEntries(
      Object.entries(found.missing).flatMap(([kind, lacks]) =>
        lacks > countOf(kind) ? [[kind, lacks - countOf(kind)]] : [],
      ),
    ),
    skipped,
    considered: inTeams.length + found.picked.length + skipped.length,
    usedUp: new Set([...found.usedUp].filter((kind) => countOf(kind) === 0)),
    usedUpSkills: new Set(
      [...found.usedUpSkills].filter((skill) => inTeams.every(({ skills }) => skills?.includes(skill) !== true)),
    ),
    ...(found.missingSkills === undefined ? {} : { missingSkills: skillsLacking(found.missingSkills, inTeams) }),
  }
}

/** A choice with these people after it whom its own line does not reach. */
export const withBeyond = <Found extends Selection>(
  found: Found,
  { prospectOf }: Pick<Choice, 'prospectOf'>,
  beyond: readonly InReach[],
): Found => {
  const ids = new Set(found.picked.map(({ responderId }) => responderId))
  const others = beyond.filter(({ responder }) => !ids.has(responder.id))
  return others.length === 0
    ? found
    : { ...found, picked: [...found.picked, ...others.map((person) => shown(prospectOf(person)))] }
}
