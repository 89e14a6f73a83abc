import type { TimeZone } from '../roster/region.ts'
import type { Site } from '../roster/site.ts'
import type { Fields } from '../wording/fields.ts'
import { localDate, localDateLong, localTime } from '../wording/time.ts'
import { type CurriculumModule, curriculumFields } from './curriculum.ts'
import { drillTypeName, durationWords } from './drill-words.ts'
import { musterOf } from './exercise.ts'

/** What the register of places says of a village, and who signs for it. */
export interface VillageNames {
  /** Such as `Desa Pangalengan` or its kecamatan. */
  readonly place: string
  readonly regency: string
  /** Such as `Dinsos Kab. Bandung`. */
  readonly office: string
}

interface Times {
  readonly startsAt: Date
  readonly endsAt: Date
  readonly zone: TimeZone
}

/** The words for when a drill is: all of an invitation that a move changes. */
export const movedFields = ({ startsAt, endsAt, zone }: Times) => {
  const time = localTime(startsAt, zone)
  return {
    startsAt: `${localDate(startsAt, zone)} pk ${time}`,
    date: localDateLong(startsAt, zone),
    time,
    duration: durationWords(endsAt.getTime() - startsAt.getTime()),
  }
}

/** What an invitation or a reminder says of a drill; the person's own name and contact are not among it. `modules` are those of its village. */
export const drillFields = (
  occurrence: Times,
  type: string,
  hazard: { readonly id: string; readonly en: string },
  site: Pick<Site, 'name' | 'gardu' | 'position'>,
  names: VillageNames,
  modules: readonly CurriculumModule[] = [],
): Fields => {
  return {
    siteName: site.name,
    place: names.place,
    regency: names.regency,
    office: names.office,
    ...movedFields(occurrence),
    drillType: drillTypeName(type),
    hazard: hazard.id,
    hazardEn: hazard.en,
    muster: musterOf(site).name,
    ...curriculumFields(modules),
  }
}
