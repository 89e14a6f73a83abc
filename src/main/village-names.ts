import type { VillageNames } from '../drills/drill-fields.ts'
import type { Places } from './installation.ts'

/** What the register of places says of a village, and who signs for its drills. */
export const villageNames =
  (places: Pick<Places, 'gazetteer'>) =>
  (villageCode: string): VillageNames => {
    const gazetteer = places.gazetteer()
    const regency = gazetteer.shortRegencyName(villageCode.slice(0, 5))
    return { place: gazetteer.fullName(villageCode), regency, office: `Dinsos ${regency}` }
  }
