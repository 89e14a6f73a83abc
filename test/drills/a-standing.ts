import type { SiteStanding } from '../../src/drills/standing.ts'

/** A KSB at which all is in order in April 2027. */
export const aStanding = (more: Partial<SiteStanding> = {}): SiteStanding => ({
  siteCode: 'KSB-1',
  name: 'Mahameru',
  villageCode: '32.04.15.2003',
  zone: 'WIB',
  establishedOn: null,
  boardUntil: '2030-01-01',
  hasGardu: true,
  hasLumbung: false,
  pendamping: 1,
  tagana: 2,
  lastHeldAt: new Date('2027-04-01T03:00Z'),
  heldLately: 1,
  heldBefore: 1,
  notHeld: null,
  nextAt: null,
  ...more,
})
