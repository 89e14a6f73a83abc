import { emailValue } from './field-value.ts'
import { type BothWords, heading, paragraph, type ReportBlock, type ReportPage, table } from './report-page.ts'

/** What one certificate says; days are written out, in Bahasa Indonesia and as YYYY-MM-DD. */
export interface Certificate {
  readonly number: string
  readonly name: string
  /** In words, such as `Tagana`. */
  readonly kind: string
  /** In words, such as `Gladi lapang`. */
  readonly drillType: string
  readonly siteName: string
  /** The village's full name; null where it is on the register no more. */
  readonly place: string | null
  readonly heldOn: { readonly long: string; readonly short: string }
  readonly issuedOn: { readonly long: string; readonly short: string }
  /** Who signs, such as `Dinsos Kab. Bantul`. */
  readonly office: string
  readonly modules: readonly CertifiedModule[]
}

export interface CertifiedModule {
  readonly title: BothWords
  readonly minutes: number
  /** YYYY-MM-DD; null: it does not end. */
  readonly validUntil: string | null
}

const blocksOf = (one: Certificate): readonly ReportBlock[] => {
  const name = emailValue(one.name)
  const where = [one.siteName, one.place ?? ''].map(emailValue).filter((part) => part !== '')
  return [
    heading(`Diberikan kepada ${name}`, `Awarded to ${name}`),
    paragraph(`${name}, ${one.kind}, telah mengikuti ${one.drillType} di ${where.join(', ')} pada ${one.heldOn.long}.`),
    paragraph(
      `${name} took part in the drill or training (${one.drillType}) at ${where.join(', ')} on ${one.heldOn.short}.`,
    ),
    table(
      ['Materi', 'Module', 'Menit (minutes)', 'Berlaku sampai (valid until)'],
      one.modules.map(({ title, minutes, validUntil }) => [
        title.id,
        title.en,
        String(minutes),
        validUntil ?? 'seterusnya (for good)',
      ]),
    ),
    table(
      ['Hal (item)', 'Isi (content)'],
      [
        ['Nomor (number)', one.number],
        ['Tanggal terbit (issued on)', `${one.issuedOn.long} (${one.issuedOn.short})`],
        ['Penyelenggara (office)', emailValue(one.office)],
      ],
    ),
    paragraph(`Keabsahan diperiksa pada penyelenggara dengan nomor ${one.number}.`),
    paragraph('The office named above checks this certificate by its number.'),
    { kind: 'table', columns: ['Tanda tangan (signature)', 'Cap (stamp)'], rows: [['', '']], blank: 2 },
  ]
}

const TITLE: BothWords = { id: 'Sertifikat latihan kesiapsiagaan', en: 'Certificate of preparedness training' }

/** Certificates as one document, each on a sheet of its own. No contact is in it. */
export const certificatePage = (certificates: readonly Certificate[]): ReportPage => ({
  title: TITLE,
  // A certificate is about something past and asks nobody to come: it needs no mark that it is a drill.
  mark: null,
  provisional: null,
  blocks: certificates.flatMap((one, nth) => [...(nth === 0 ? [] : [{ kind: 'sheet' } as const]), ...blocksOf(one)]),
})
