import type { Hazard } from './hazard.ts'
import type { HazardEvent } from './hazard-event.ts'

/** What people called to a place were told of it: kept with the call-out, to see what a later message changes. */
export type Said = Readonly<Record<string, string>>

/** What a message says that matters to somebody on the way; a new headline or magnitude alone does not. */
const TOLD = ['hazard', 'place', 'muster', 'time', 'date', 'level'] as const

/** Those of the message's fields that its readers act on, with its level among all the levels it names. */
export const saidOf = (event: HazardEvent, fields: Readonly<Record<string, string>>): Said => ({
  ...Object.fromEntries(TOLD.map((name) => [name, fields[name] ?? ''])),
  rank: String(levelRank(event)),
})

/** PVMBG's four levels of a volcano (Permen ESDM 15/2011), and InaTEWS's three of a tsunami, lowest first. */
const SCALES: Readonly<Partial<Record<Hazard, readonly (readonly string[])[]>>> = {
  volcano: [
    ['i', 'normal'],
    ['ii', 'waspada'],
    ['iii', 'siaga'],
    ['iv', 'awas'],
  ],
  tsunami: [['waspada'], ['siaga'], ['awas']],
}

/**
 * How high a level stands on its hazard's scale, from 1; 0 where there is none or its hazard has no scale. The word
 * "siaga" means another height on each. A message that names levels for regions counts by the highest.
 */
export const levelRank = ({ hazard, level, regions }: HazardEvent): number => {
  const scale = hazard === null ? undefined : SCALES[hazard]
  if (scale === undefined) return 0
  const levels = [level, ...regions.map((region) => region.level)].flatMap((word) =>
    word === null ? [] : [word.toLowerCase()],
  )
  return Math.max(0, ...levels.map((word) => scale.findIndex((names) => names.includes(word)) + 1))
}

/** The magnitude that stands before the level of a quake: agencies correct it for hours, and nobody acts on that. */
const MAGNITUDE = /^M\d+,\d(?:, |$)/

const told = (said: Said, name: (typeof TOLD)[number]): string => {
  const text = said[name] ?? ''
  return name === 'level' ? text.replace(MAGNITUDE, '') : text
}

/** What people called to a place must hear: that the level was raised, that something was corrected, or nothing. */
export const newsFor = (before: Said | null, now: Said): 'raised' | 'correction' | null => {
  if (before === null) return null
  if (Number(now['rank'] ?? 0) > Number(before['rank'] ?? 0)) return 'raised'
  return TOLD.some((name) => told(before, name) !== told(now, name)) ? 'correction' : null
}
