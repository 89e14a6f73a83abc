import { randomBytes } from 'node:crypto'
import { certificateNumber, readCertificateNumber } from '../drills/certificate-number.ts'
import type { CurriculumModule } from '../drills/curriculum.ts'
import { drillTypeName } from '../drills/drill-words.ts'
import { localDay } from '../drills/standing.ts'
import { isKind, KIND_NAMES } from '../roster/responder.ts'
import {
  type CertifiedDrill,
  certificateByNumber,
  drillToCertify,
  issueCertificates,
  type Learned,
  peopleToCertify,
} from '../store/certificates.ts'
import type { Reader } from '../store/reader.ts'
import { type Certificate, type CertifiedModule, certificatePage } from '../wording/certificate.ts'
import type { ReportPage } from '../wording/report-page.ts'
import { localDateLong } from '../wording/time.ts'
import type { Installation } from './installation.ts'
import { villageNames } from './village-names.ts'

const RANDOM_BYTES = 10

/** The order of the programme, which is the order of the lessons. */
const modulesOf = ({ curriculum, zone }: CertifiedDrill, learned: readonly Learned[]): readonly CertifiedModule[] =>
  (curriculum ?? []).flatMap(({ id, title, minutes }: CurriculumModule) =>
    learned
      .filter(({ module }) => module === id)
      .map(({ expiresAt }) => ({ title, minutes, validUntil: expiresAt === null ? null : localDay(expiresAt, zone) })),
  )

const kindName = (kind: string): string => (isKind(kind) ? KIND_NAMES[kind] : kind)

/** Why there is nothing to certify, in words. */
export const WHY_NOT_CERTIFIED = {
  'not-over': 'This drill is not over: certificates are written after its end',
  cancelled: 'This drill was cancelled: nobody learned anything at it',
  'no-modules': 'This drill teaches no module: name them in its programme (curriculum)',
  nobody: 'Nobody on the register is known to have come: record who came (drills attend)',
} as const

export type Certified =
  | { readonly kind: 'issued'; readonly page: ReportPage; readonly certificates: readonly Certificate[] }
  | { readonly kind: 'no-such-drill' }
  /** Why there is nothing to certify yet, or at all. */
  | { readonly kind: 'not-over' | 'cancelled' | 'no-modules' | 'nobody' }

/** Hands out the certificates of a drill: of everybody who came and is on the register, or of one of them. */
export const certificatesOf = async (
  { database, clock, places }: Pick<Installation, 'database' | 'clock' | 'places'>,
  reader: Reader,
  { drillId, responderId }: { readonly drillId: string; readonly responderId: string | null },
  by: { readonly operatorId: string; readonly address: string | null },
): Promise<Certified> => {
  const at = clock.now()
  const drill = await drillToCertify(database, reader, drillId)
  if (drill === null) return { kind: 'no-such-drill' }
  if (drill.state === 'cancelled') return { kind: 'cancelled' }
  if (drill.curriculum === null) return { kind: 'no-modules' }
  if (drill.endsAt > at) return { kind: 'not-over' }
  const people = await peopleToCertify(database, drillId, responderId)
  if (people.length === 0) return { kind: 'nobody' }
  const offered = people.map((one) => ({
    responderId: one.responderId,
    number: certificateNumber(randomBytes(RANDOM_BYTES)),
  }))
  const issued = new Map(
    (await issueCertificates(database, drillId, offered, { ...by, at })).map((one) => [one.responderId, one]),
  )
  const names = drill.villageCode === null ? null : villageNames(places)(drill.villageCode)
  const dayOf = (day: Date) => ({ long: localDateLong(day, drill.zone), short: localDay(day, drill.zone) })
  const certificates = people.flatMap((one): readonly Certificate[] => {
    const certificate = issued.get(one.responderId)
    if (certificate === undefined) return []
    return [
      {
        number: certificate.number,
        name: one.name,
        kind: kindName(one.kind),
        drillType: drillTypeName(drill.type),
        siteName: drill.siteName ?? drill.siteCode,
        place: names?.place ?? null,
        heldOn: dayOf(drill.startsAt),
        issuedOn: dayOf(certificate.issuedAt),
        office: names?.office ?? 'Dinas Sosial',
        modules: modulesOf(drill, one.learned),
      },
    ]
  })
  return { kind: 'issued', page: certificatePage(certificates), certificates }
}

/** What a certificate is worth: something in it counts, all of it has ended, or it was taken back. */
type Worth = 'valid' | 'ended' | 'withdrawn'

const worthOf = (learned: readonly Learned[], now: Date): Worth => {
  if (learned.length === 0) return 'withdrawn'
  return learned.some(({ expiresAt }) => expiresAt === null || expiresAt > now) ? 'valid' : 'ended'
}

/** What a number stands for now; null where it can be none, or none was handed out with it. */
export const certificateChecked = async (
  { database, clock }: Pick<Installation, 'database' | 'clock'>,
  text: string,
) => {
  const number = readCertificateNumber(text)
  const found = number === null ? null : await certificateByNumber(database, number)
  if (found === null) return null
  const { drill, learned, ...certificate } = found
  return {
    ...certificate,
    worth: worthOf(learned, clock.now()),
    drillId: drill?.id ?? null,
    type: drill?.type ?? null,
    siteCode: drill?.siteCode ?? null,
    siteName: drill?.siteName ?? null,
    heldAt: drill?.startsAt ?? null,
    learned,
  }
}
