import type { Calendar } from '../../src/drills/calendar.ts'
import type { DrillProgramme } from '../../src/drills/drill-plan.ts'
import type { Responder, ResponderId } from '../../src/roster/responder.ts'
import type { Site } from '../../src/roster/site.ts'

export const aSite = (siteCode: string, villageCode: string, more: Partial<Site> = {}): Site => ({
  siteCode,
  name: `KSB ${siteCode}`,
  villageCode,
  position: [107.5, -7.2],
  accuracyM: 100,
  landmass: 1,
  hazards: ['flood'],
  serviceRadiusKm: null,
  gardu: null,
  lumbung: null,
  synthetic: true,
  ...more,
})

/** Every day is free. */
export const NO_CALENDAR: Calendar = { years: [], dated: [], weekly: [], moveWithinDays: 14 }

/** One village in each zone, all drilling by their own clocks. */
export const JAVA = aSite('JAVA', '32.04.15.2003')
export const BALI = aSite('BALI', '51.03.05.2001', { position: [115.2, -8.6], landmass: 2 })
export const PAPUA = aSite('PAPUA', '91.71.01.2001', { position: [140.7, -2.5], landmass: 3, hazards: ['tsunami'] })

export const aProgramme = (more: Partial<DrillProgramme> = {}): DrillProgramme => ({
  id: 'gladi',
  type: 'gladi-lapang',
  hazard: 'flood',
  sites: { kind: 'filter' },
  when: { kind: 'every', count: 1, unit: 'months', from: '2026-01-31', time: '09:00' },
  zone: 'site',
  durationMs: 7_200_000,
  closedDays: 'move',
  team: {},
  inviteBeforeMs: 7 * 86_400_000,
  remindBeforeMs: [86_400_000, 7_200_000],
  rehearse: 'none',
  ...more,
})

export const aPerson = (id: string, more: Partial<Responder> = {}): Responder => ({
  id: id as ResponderId,
  kind: 'ksb_member',
  home: [107.5, -7.2],
  accuracyM: 100,
  landmass: 1,
  regencyCode: '32.04',
  siteCode: null,
  servesCodes: [],
  skills: [],
  channels: ['sms'],
  optedOutAt: null,
  optedOutUntil: null,
  unavailableUntil: null,
  ...more,
})
