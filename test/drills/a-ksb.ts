import type { ReadinessFacts } from '../../src/drills/readiness.ts'

/** A KSB that has everything, in April 2027. */
export const aKsb = (more: Partial<ReadinessFacts> = {}): ReadinessFacts => ({
  siteCode: 'KSB-1',
  name: 'Mahameru',
  villageCode: '32.04.15.2003',
  isDesa: true,
  hasGardu: true,
  hasLumbung: true,
  pendamping: 1,
  tagana: 2,
  members: 50,
  reachable: 50,
  trained: 50,
  lastHeldAt: new Date('2027-04-01T03:00Z'),
  attendance: 1,
  asked: 50,
  answered: 50,
  ...more,
})
