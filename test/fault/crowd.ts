import { loadLandPolygons } from '../../src/gazetteer/land.ts'
import { indexLandmasses } from '../../src/geo/landmass.ts'
import type { Position } from '../../src/geo/position.ts'
import { seededChance } from '../../src/roster/chance.ts'
import { openDatabase } from '../../src/store/database.ts'
import { addOperator } from '../../src/store/operators.ts'
import { type PlacedResponder, raiseRosterVersion, saveResponders } from '../../src/store/register.ts'
import { createSeal } from '../../src/store/seal.ts'

/** Pangalengan, Kabupaten Bandung: where the flood of these tests is. */
export const PLACE: Position = [107.5161, -7.1908]
const REGENCY = '32.04'

/** Contacts of made-up people: a prefix that nobody has, a domain that never resolves. */
export const MADE_UP = /\+?6284\d{6,}|[\w.+-]+@[\w.-]+\.invalid/

/** Made-up Tagana within some 10 km of the place, each with a phone and a mailbox, on the same island. */
const crowdOf = (people: number, seed: number): readonly PlacedResponder[] => {
  const draw = seededChance(`crowd ${seed}`)
  const landmass = indexLandmasses(loadLandPolygons()).nearest(PLACE, 15) ?? null
  return Array.from({ length: people }, (_, nth) => ({
    externalId: `F-${nth}`,
    source: 'fault-test',
    name: `Relawan Uji ${nth}`,
    kind: 'tagana',
    level: null,
    phone: `+6284${20_000_000 + nth}`,
    email: `relawan-${nth}@uji.invalid`,
    channels: ['sms', 'email'],
    villageCode: '32.04.15.2003',
    regencyCode: REGENCY,
    servesCodes: [],
    siteCode: null,
    position: [PLACE[0] + (draw.between(0, 1) - 0.5) * 0.15, PLACE[1] + (draw.between(0, 1) - 0.5) * 0.15],
    accuracyM: 100,
    landmass,
    skills: [],
    language: 'id',
    consentOn: null,
    optedOutUntil: null,
    unavailableUntil: null,
    bornYear: null,
    synthetic: true,
  }))
}

export interface Sender {
  readonly operatorId: string
  readonly secret: string
  readonly token: string
}

/** Fills an empty, migrated database: a crowd, and the operator who will call it, who can be told of trouble as well. */
export const settle = async (databaseUrl: string, secret: string, people: number, seed: number): Promise<Sender> => {
  const database = openDatabase({ url: databaseUrl, max: 2, name: 'kentongan fault test', onError: () => undefined })
  try {
    const seal = createSeal(secret)
    const now = new Date()
    await saveResponders(database, seal, crowdOf(people, seed), now)
    await raiseRosterVersion(database)
    const officer = {
      name: 'Petugas Uji',
      organisation: 'bpbd-uji',
      jurisdiction: REGENCY,
      role: 'admin',
      email: 'petugas@uji.invalid',
      phone: '+628410000000',
    } as const
    return await addOperator(database, seal, officer, now)
  } finally {
    await database.close()
  }
}
