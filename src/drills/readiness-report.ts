import { timeZoneOf } from '../roster/region.ts'
import { heading, paragraph, type ReportPage, table } from '../wording/report-page.ts'
import {
  groupScore,
  READINESS_GROUPS,
  type Readiness,
  type ReadinessFacts,
  type ReadinessGroup,
  type ReadinessPartName,
  STALE_MONTHS,
  WHOLE_KSB,
} from './readiness.ts'
import { localDay } from './standing.ts'
import { dayWords } from './standing-report.ts'

const GROUP_WORDS: Readonly<Record<ReadinessGroup, string>> = {
  resources: 'Sumber daya',
  ability: 'Kemampuan',
  will: 'Kemauan',
}

const PART_WORDS: Readonly<Record<ReadinessPartName, string>> = {
  gardu: 'Gardu sosial',
  lumbung: 'Lumbung sosial',
  contacts: 'Anggota yang dapat dihubungi',
  facilitators: 'Pendamping Desa dan Tagana',
  members: 'Jumlah anggota',
  trained: 'Anggota yang ikut latihan',
  recency: 'Latihan terakhir',
  attendance: 'Kehadiran pada latihan terakhir',
  answers: 'Undangan yang dijawab',
}

const percent = (share: number): string => `${Math.round(share * 100)} %`

/** What a part was reckoned from. */
const basisOf = (name: ReadinessPartName, facts: ReadinessFacts): string => {
  switch (name) {
    case 'gardu':
      return facts.hasGardu ? 'ada' : 'tidak tercatat'
    case 'lumbung':
      return facts.hasLumbung ? 'ada' : 'tidak tercatat'
    case 'contacts':
      return `${facts.reachable} dari ${facts.members}`
    case 'facilitators':
      return facts.isDesa
        ? `${facts.pendamping} Pendamping Desa, ${facts.tagana} Tagana di kecamatan`
        : `kelurahan, ${facts.tagana} Tagana di kecamatan`
    case 'members':
      return `${facts.members} dari ${WHOLE_KSB}`
    case 'trained':
      return facts.trained === null
        ? 'belum ada daftar hadir'
        : `${facts.trained} dari ${facts.members} dalam ${STALE_MONTHS} bulan`
    case 'recency':
      return facts.lastHeldAt === null
        ? 'belum pernah'
        : dayWords(localDay(facts.lastHeldAt, timeZoneOf(facts.villageCode)))
    case 'attendance':
      return facts.attendance === null ? 'belum ada daftar hadir' : percent(facts.attendance)
    case 'answers':
      return facts.asked === 0 ? 'belum ada undangan' : `${facts.answered} dari ${facts.asked}`
  }
}

/** A KSB with its readiness; `before` is its score 90 days ago, null where none was kept. */
export interface ReadySite {
  readonly facts: ReadinessFacts
  readonly readiness: Readiness
  readonly before: number | null
}

const changeWords = ({ readiness, before }: Pick<ReadySite, 'readiness' | 'before'>): string => {
  if (before === null) return '-'
  const change = readiness.score - before
  return change > 0 ? `+${change}` : String(change)
}

const TITLE = { id: 'Kesiapan Kampung Siaga Bencana', en: 'Readiness of disaster-ready villages' } as const
const RULE =
  'Skala 0 sampai 100. Yang tidak diketahui dihitung nol; "diketahui" menyebut berapa dari 100 yang ada datanya.'

/** Readiness of the KSB of a region, the least ready first, as a page. */
export const readinessPage = (region: string, sites: readonly ReadySite[]): ReportPage => ({
  title: TITLE,
  mark: null,
  provisional: null,
  blocks: [
    paragraph(`${region}: ${sites.length} KSB. ${RULE}`),
    table(
      ['KSB', 'Kode', 'Kesiapan', 'Sejak 90 hari', ...READINESS_GROUPS.map((group) => GROUP_WORDS[group]), 'Diketahui'],
      sites
        .toSorted((one, other) => one.readiness.score - other.readiness.score)
        .map((site) => [
          site.facts.name,
          site.facts.siteCode,
          String(site.readiness.score),
          changeWords(site),
          ...READINESS_GROUPS.map((group) => {
            const { points, of } = groupScore(site.readiness, group)
            return `${points} dari ${of}`
          }),
          String(site.readiness.known),
        ]),
    ),
  ],
})

/** Readiness of one KSB with its parts and history, as a page. */
export const siteReadinessPage = (
  site: ReadySite,
  village: string,
  history: readonly { readonly day: string; readonly score: number }[],
): ReportPage => ({
  title: TITLE,
  mark: null,
  provisional: null,
  blocks: [
    paragraph(
      `${site.facts.name} (${site.facts.siteCode}), ${village}: ${site.readiness.score} dari 100, diketahui ` +
        `${site.readiness.known}. ${RULE}`,
    ),
    heading('Bagian', 'Parts'),
    table(
      ['Kelompok', 'Bagian', 'Nilai', 'Bobot', 'Dasar'],
      site.readiness.parts.map(({ name, group, weight, value }) => [
        GROUP_WORDS[group],
        PART_WORDS[name],
        value === null ? 'tidak diketahui' : percent(value),
        String(weight),
        basisOf(name, site.facts),
      ]),
    ),
    heading('Riwayat', 'History'),
    table(
      ['Sejak', 'Kesiapan'],
      history.map(({ day, score }) => [dayWords(day), String(score)]),
    ),
  ],
})
