import { DRILL_STATE_WORDS, wordOf } from '../wording/after-action-words.ts'
import { heading, paragraph, type ReportPage, table } from '../wording/report-page.ts'
import {
  type Due,
  dueOf,
  localDay,
  type RegionStanding,
  type SiteStanding,
  type StandingRules,
  type Trend,
  trendOf,
} from './standing.ts'

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'Mei', 'Jun', 'Jul', 'Agu', 'Sep', 'Okt', 'Nov', 'Des'] as const

/** `26 Apr 2027` of 2027-04-26. */
export const dayWords = (day: string): string => {
  const [year = '', month = '', ofMonth = ''] = day.split('-')
  return `${Number(ofMonth)} ${MONTHS[Number(month) - 1] ?? month} ${year}`
}

const REASONS: Readonly<Record<string, string>> = {
  'found-after-its-time': 'program tidak berjalan pada waktunya',
  'no-free-day': 'tidak ada hari bebas',
  'real-event': 'ada kejadian nyata',
  'too-few-came': 'yang datang kurang dari syarat, jadi tidak dihitung',
}

/** What is overdue, as a sentence. */
export const dueSentence = (due: Due): string => {
  switch (due.code) {
    case 'never-drilled':
      return 'Belum pernah latihan.'
    case 'drilled-long-ago':
      return `Latihan terakhir ${dayWords(due.day)}.`
    case 'turn-not-held': {
      const { programmeId, state, reason } = due.turn
      const because = reason === null ? '' : ` (${wordOf(REASONS, reason)})`
      return `Latihan ${programmeId} tanggal ${dayWords(due.day)} ${wordOf(DRILL_STATE_WORDS, state)}${because}.`
    }
    case 'board-ended':
      return `Masa bakti pengurus berakhir ${dayWords(due.day)}${due.reckoned ? ' (3 tahun sejak dibentuk)' : ''}.`
    case 'board-ends-soon':
      return `Masa bakti pengurus akan berakhir ${dayWords(due.day)}${due.reckoned ? ' (3 tahun sejak dibentuk)' : ''}.`
    case 'board-unknown':
      return 'Masa bakti pengurus tidak diketahui.'
  }
}

const TREND_WORDS: Readonly<Record<Trend, string>> = { up: 'naik', down: 'turun', same: 'tetap' }

const heldWords = ({ lastHeldAt, zone }: SiteStanding): string =>
  lastHeldAt === null ? 'belum pernah' : dayWords(localDay(lastHeldAt, zone))

const nextWords = ({ nextAt, zone }: SiteStanding): string => (nextAt === null ? '-' : dayWords(localDay(nextAt, zone)))

/** A KSB with something overdue. */
export interface DueSite {
  readonly site: SiteStanding
  readonly due: readonly Due[]
}

/** The sites at which something is overdue or soon will be: most things first, equals by village and code. */
export const dueSites = (sites: readonly SiteStanding[], rules: StandingRules, now: Date): readonly DueSite[] =>
  sites
    .map((site) => ({ site, due: dueOf(site, rules, now) }))
    .filter(({ due }) => due.length > 0)
    .toSorted((one, other) => other.due.length - one.due.length)

/** What is overdue in a region, as a page. */
export const overduePage = (
  region: string,
  found: readonly DueSite[],
  { sites, rules }: { readonly sites: number; readonly rules: StandingRules },
): ReportPage => ({
  title: { id: 'Latihan dan kepengurusan yang lewat waktu', en: 'Overdue drills and boards' },
  mark: null,
  provisional: null,
  blocks: [
    paragraph(
      `${region}: ${found.length} dari ${sites} KSB. Latihan dianggap lewat waktu setelah ${rules.months} bulan; ` +
        `akhir masa bakti disebut ${rules.soonDays} hari sebelumnya.`,
    ),
    table(
      ['KSB', 'Kode', 'Yang lewat waktu', 'Latihan berikutnya'],
      found.map(({ site, due }) => [site.name, site.siteCode, due.map(dueSentence).join(' '), nextWords(site)]),
    ),
  ],
})

/** The KSB of a region in figures and one by one, as a page. */
export const regionPage = (
  region: string,
  groups: readonly { readonly name: string; readonly figures: RegionStanding }[],
  sites: readonly { readonly site: SiteStanding; readonly village: string; readonly isDesa: boolean }[],
): ReportPage => ({
  title: { id: 'Keadaan Kampung Siaga Bencana', en: 'The state of disaster-ready villages' },
  mark: null,
  provisional: null,
  blocks: [
    paragraph(
      `${region}: ${sites.length} KSB. Latihan dihitung dua belas bulan terakhir, dan dibandingkan dengan dua belas bulan ` +
        'sebelumnya. Kelurahan tidak mempunyai Pendamping Desa.',
    ),
    heading('Ringkasan', 'Summary'),
    table(
      [
        'Daerah',
        'KSB',
        'Gardu',
        'Lumbung',
        'Ada Pendamping',
        'Ada Tagana',
        'Sudah latihan',
        'Belum pernah',
        'Latihan',
        'Arah',
      ],
      groups.map(({ name, figures: of }) => [
        name,
        String(of.sites),
        String(of.withGardu),
        String(of.withLumbung),
        `${of.withPendamping} dari ${of.desa} desa`,
        String(of.withTagana),
        String(of.drilledLately),
        String(of.neverDrilled),
        `${of.heldLately} (sebelumnya ${of.heldBefore})`,
        TREND_WORDS[of.trend],
      ]),
    ),
    heading('Per desa', 'Village by village'),
    table(
      ['KSB', 'Desa', 'Pendamping', 'Tagana di kecamatan', 'Latihan terakhir', 'Berikutnya', 'Arah'],
      sites.map(({ site, village, isDesa }) => [
        site.name,
        village,
        isDesa ? String(site.pendamping) : 'kelurahan',
        String(site.tagana),
        heldWords(site),
        nextWords(site),
        TREND_WORDS[trendOf(site.heldLately, site.heldBefore)],
      ]),
    ),
  ],
})
